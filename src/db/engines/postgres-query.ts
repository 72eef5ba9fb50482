import pg from 'pg'
import { boundQuery, type ForeignRows, type ForeignTerms, type Order, tooSlow, wrongConnection, wrongQuery } from './foreign-query.ts'
import { sqlState } from './postgres-connection.ts'

/** Enough that the way to the server does not count, little enough that memory does not either: rows of 1 kB make 2 MB. */
const ROWS_AT_ONCE = 2_000
const CONNECT_MS = 15_000

const BOOL = 16, TIMESTAMP = 1114, TIMESTAMPTZ = 1184
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700])
const TIMES = new Set([1082, TIMESTAMP, TIMESTAMPTZ])

/**
 * Runs one query on somebody else's PostgreSQL, in a transaction that only reads, and reads its rows through a cursor.
 * The query goes as one statement of the extended protocol, so that nothing else can be put behind it. What goes wrong is told as a Refusal in plain words.
 */
export async function withPostgresRows<T>(url: string, terms: ForeignTerms, work: (rows: ForeignRows) => Promise<T>): Promise<T> {
  const { text, bound } = boundQuery(terms)
  terms.signal.throwIfAborted()
  const client = newClient(url, terms)
  const abort = (): void => void client.end().catch(() => undefined)
  terms.signal.addEventListener('abort', abort, { once: true })
  // A lost connection is told to whoever waits for an answer; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await connect(client, url)
    const fetch = await cursor(client, text, bound, terms)
    const first = await fetch()
    const columns = first.fields.map(({ name, dataTypeID }) => ({ name, order: orderOf(dataTypeID) }))
    return await work({ columns, batches: batches(first, fetch) })
  } catch (error) {
    terms.signal.throwIfAborted()
    throw error
  } finally {
    terms.signal.removeEventListener('abort', abort)
    await client.end().catch(() => undefined)
  }
}

type Fetched = pg.QueryArrayResult<(string | null)[]>
type Fetch = () => Promise<Fetched>

function newClient(url: string, { timeoutMs }: ForeignTerms): pg.Client {
  try {
    return new pg.Client({
      connectionString: url,
      options: '-c TimeZone=UTC -c DateStyle=ISO -c default_transaction_read_only=on',
      application_name: 'hatrack pull',
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: timeoutMs,
      // Where the server does not answer at all.
      query_timeout: timeoutMs + CONNECT_MS,
      keepAlive: true,
      types: { getTypeParser: plainText as pg.CustomTypesConfig['getTypeParser'] },
    })
  } catch {
    throw wrongConnection('The connection is no address of a PostgreSQL database. Write it as postgres://user:password@host:5432/database.')
  }
}

async function connect(client: pg.Client, url: string): Promise<void> {
  try {
    await client.connect()
  } catch (error) {
    throw connectionRefusal(error, url)
  }
}

async function cursor(client: pg.Client, text: string, bound: readonly string[], { timeoutMs }: ForeignTerms): Promise<Fetch> {
  const fetch: Fetch = async () => {
    try {
      return await client.query<(string | null)[]>({ text: `fetch ${ROWS_AT_ONCE} from pulled`, rowMode: 'array' })
    } catch (error) {
      throw queryRefusal(error, timeoutMs)
    }
  }
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const declare = { text: `declare pulled no scroll cursor for ${text}\n`, values: [...bound], queryMode: 'extended' }
    await client.query(declare)
    return fetch
  } catch (error) {
    throw queryRefusal(error, timeoutMs, text)
  }
}

async function* batches(first: Fetched, fetch: Fetch): AsyncGenerator<readonly (string | null)[][]> {
  for (let fetched = first; fetched.rows.length > 0; fetched = await fetch()) {
    yield fetched.rows
    if (fetched.rows.length < ROWS_AT_ONCE) return
  }
}

function orderOf(type: number): Order {
  return NUMBERS.has(type) ? 'number' : TIMES.has(type) ? 'time' : null
}

function plainText(type: number): (text: string) => string {
  if (type === BOOL) return (text) => (text === 't' ? 'true' : 'false')
  if (type === TIMESTAMPTZ) return (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z')
  if (type === TIMESTAMP) return (text) => text.replace(' ', 'T')
  return (text) => text
}

function connectionRefusal(error: unknown, url: string): unknown {
  const code = sqlState(error)
  const message = error instanceof Error ? error.message : String(error)
  const where = placeOf(url)
  if (code === '28P01' || code === '28000') return wrongConnection(`The database at ${where} refuses the user or the password. Save the pull again with the right ones.`)
  if (code === '3D000') return wrongConnection(`The server at ${where} has no such database. Correct the name at the end of the address.`)
  if (code === '53300') return wrongConnection(`The database at ${where} has no free connection. It is tried again later.`)
  if (/SSL|certificate|TLS/i.test(message)) return wrongConnection(`No secure connection to ${where} can be made (${message}). Add ?sslmode=require, or sslrootcert with the certificate of the server.`)
  return wrongConnection(`The database at ${where} does not answer (${code || message}). Look at the address, and whether this machine may reach it.`)
}

function queryRefusal(error: unknown, timeoutMs: number, text?: string): unknown {
  const code = sqlState(error)
  const message = error instanceof Error ? error.message : String(error)
  if (code === '57014' || /Query read timeout/.test(message)) return tooSlow(timeoutMs)
  if (code === '25006') return wrongQuery('it would write, and pulls only read. Ask with select.')
  if (code === '42501') return wrongQuery(`the user may not read this (${message}). Let the owner grant select to the user of the pull.`)
  if (/cannot insert multiple commands/.test(message)) return wrongQuery('it holds more than one statement. Leave one select.')
  const position = Number((error as { position?: string }).position)
  const near = text !== undefined && Number.isFinite(position) ? textNear(text, position - `declare pulled no scroll cursor for `.length - 1) : ''
  if (/^(42|22|0A|54)/.test(code)) return wrongQuery(`${message}${near}.`)
  return wrongConnection(`The database broke off (${code || message}). It is tried again later.`)
}

function textNear(text: string, at: number): string {
  const near = text.slice(Math.max(0, at), at + 30).split('\n')[0]?.trim() ?? ''
  return near === '' ? '' : `, near '${near}'`
}

/** Without user, password and settings. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'this address'
  }
}
