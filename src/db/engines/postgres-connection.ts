import type pg from 'pg'
import { Refusal } from '../../base/refusal.ts'
import { MS_PER_DAY } from '../../base/day.ts'
import type { Parameter } from '../db.ts'
import { decimalValue, wholeNumber } from './plain-values.ts'

/** A schema's name stands in statements as it is, so it may hold nothing that needs quoting. */
const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/

/** Settings of every connection: names are looked up in the schema, times are UTC, values are plain. */
export function connectionConfig(url: string, schema: string): pg.ClientConfig {
  if (!SCHEMA.test(schema)) throw new Error(`a schema's name is of small letters, digits and _, not ${JSON.stringify(schema)}`)
  return {
    connectionString: url,
    options: `-c search_path=${schema} -c TimeZone=UTC -c DateStyle=ISO`,
    application_name: 'hatrack',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser: plainParser as pg.CustomTypesConfig['getTypeParser'] },
  }
}

/** Makes the schema; two processes that start at once both succeed. */
export async function createSchema(client: pg.ClientBase, schema: string): Promise<void> {
  try {
    await client.query(`create schema if not exists ${schema}`)
  } catch (error) {
    if (!['23505', '42P06'].includes(sqlState(error))) throw error
  }
}

const BOOL = 16, INT8 = 20, INT2 = 21, INT4 = 23, OID = 26, FLOAT4 = 700, FLOAT8 = 701, DATE = 1082, TIMESTAMP = 1114, TIMESTAMPTZ = 1184, NUMERIC = 1700
const ARRAYS = new Set([1000, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1115, 1182, 1185, 1231, 2951, 199, 3807])

/** How the text of a value becomes a plain value, by its type. */
function plainParser(type: number): (text: string) => unknown {
  switch (type) {
    case BOOL: return (text) => text === 't'
    case INT8: return wholeNumber
    case INT2: case INT4: case OID: case FLOAT4: case FLOAT8: return Number
    case NUMERIC: return decimalValue
    case DATE: return (text) => instant(`${text}T00:00:00Z`) / MS_PER_DAY
    case TIMESTAMP: return (text) => instant(`${text.replace(' ', 'T')}Z`)
    case TIMESTAMPTZ: return (text) => instant(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'))
    default:
      return ARRAYS.has(type) ? refusedArray : String
  }
}

/** Thrown while a row is read; thrown while the columns are described, it would end the process. */
function refusedArray(): never {
  throw new Error('a column of arrays has no plain value; unnest it')
}

/** Microseconds are cut, as everywhere. */
function instant(text: string): number {
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))
  if (Number.isNaN(ms)) throw new RangeError(`the time ${text} has no plain value`)
  return ms
}

/** pg would send an array of numbers and a bigint rightly, but needs arrays that it may change. */
export function sentValue(value: Parameter): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

export function sqlState(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

/** Besides lost sockets: the server shuts down, starts, was killed, has ended the session, or became a standby. */
const LOST_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', '57P01', '57P02', '57P03', '25P03', '57P05', '25006'])
const LOST_WORDS = /Connection terminated|Client has encountered a connection error|not queryable|Client was closed|timeout exceeded when trying to connect|connection is closed/i

/** Whether the error says that the connection is gone; what was sent on it last may or may not have been done. */
export function isLost(error: unknown): boolean {
  const code = sqlState(error)
  return LOST_CODES.has(code) || code.startsWith('08') || LOST_WORDS.test(error instanceof Error ? error.message : '')
}

const DISK_FULL = '53100'

/** A caller can wait out a full disk; all else stays what it was. */
export function explained(error: unknown): unknown {
  return sqlState(error) === DISK_FULL ? new Refusal('storage-full', 'the disk of the database is full; free some space, and try again') : error
}

/** How long a server that restarts, or is full of connections, is waited for. */
const PATIENCE_MS = 15_000

/** Tries until there is a connection. Connecting changes nothing, so it may be repeated freely. */
export async function patiently<T>(connect: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (let pauseMs = 20; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    try {
      return await connect()
    } catch (error) {
      if (!(isLost(error) || sqlState(error) === '53300') || Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
