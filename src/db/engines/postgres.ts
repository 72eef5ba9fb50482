import pg from 'pg'
import { Refusal } from '../../base/refusal.ts'
import type { Columns, Db, NumberColumns, Parameters, Row, Store, Tx } from '../db.ts'
import { numbered, valuesFor } from './parameters.ts'
import { connectionConfig, createSchema, explained, isLost, patiently, sentValue } from './postgres-connection.ts'
import { loadByCopy } from './postgres-load.ts'

export interface PostgresOptions {
  /** Connections of this store; every Hatrack process has its own. */
  readonly connections?: number
}

/** Opens a schema of a PostgreSQL database, and makes it where it is missing. Several processes may have it open. */
export async function openPostgres(url: string, schema: string, options: PostgresOptions = {}): Promise<Store> {
  const pool = new pg.Pool({ ...connectionConfig(url, schema), max: options.connections ?? 8 })
  pool.on('error', () => undefined) // an idle connection was lost; the next use makes a new one
  pool.on('connect', (client) => client.on('error', () => undefined)) // the same for one that is in use, but asked nothing at that moment
  try {
    const client = await pool.connect()
    await createSchema(client, schema).finally(() => client.release())
  } catch (error) {
    await pool.end()
    throw isLost(error) ? new Refusal('unreachable', 'PostgreSQL does not answer; check that it runs and that its address is right', { cause: String(error) }) : error
  }

  /** A connection on which the first statement was answered: one that slept through a restart fails there, and is replaced. */
  const answering = (statement: string): Promise<pg.PoolClient> =>
    patiently(async () => {
      const client = await pool.connect()
      try {
        await client.query(statement)
        return client
      } catch (error) {
        client.release(true)
        throw error
      }
    })

  const read = async <R>(sql: string, parameters?: Parameters): Promise<R[]> => {
    const client = await patiently(() => pool.connect())
    try {
      const rows = await ask<R>(client, sql, parameters)
      client.release()
      return rows
    } catch (error) {
      client.release(isLost(error))
      throw error
    }
  }

  async function rows<R>(sql: string, parameters?: Parameters): Promise<R[]> {
    try {
      return await read<R>(sql, parameters)
    } catch (error) {
      if (!isLost(error)) throw explained(error)
      return read<R>(sql, parameters) // a read may be asked twice
    }
  }

  return {
    engine: 'postgres',
    rows,
    columns: async (names, sql, parameters) => columnsOf(names, await rows(sql, parameters)),
    async transaction(work) {
      const client = await answering('begin')
      let lost = false
      try {
        const result = await work(writing(client))
        await client.query('commit')
        return result
      } catch (error) {
        lost = isLost(error)
        if (!lost) await client.query('rollback').catch(() => { lost = true })
        throw explained(error)
      } finally {
        client.release(lost)
      }
    },
    async close() {
      await pool.end()
    },
  }
}

function writing(client: pg.ClientBase): Tx {
  return {
    ...reading(client),
    run: async (sql, parameters) => {
      await ask(client, sql, parameters)
    },
    load: (table: string, columns: Columns) => loadByCopy(client, table, columns),
  }
}

function reading(client: pg.ClientBase): Db {
  return {
    engine: 'postgres',
    rows: <R>(sql: string, parameters?: Parameters) => ask<R>(client, sql, parameters),
    columns: async (names, sql, parameters) => columnsOf(names, await ask<Row>(client, sql, parameters)),
  }
}

function columnsOf<Name extends string>(names: readonly Name[], rows: readonly Row[]): NumberColumns<Name> {
  return Object.fromEntries(names.map((name) => [name, Int32Array.from(rows, (row) => row[name] as number)])) as NumberColumns<Name>
}

async function ask<R>(client: pg.ClientBase, sql: string, parameters: Parameters = {}): Promise<R[]> {
  const { text, names } = numbered(sql)
  const result = names.length === 0 ? await client.query(text) : await client.query(text, valuesFor(names, parameters).map(sentValue))
  // several statements in one text are answered by a list; the last one's rows count
  const last = (Array.isArray(result) ? result[result.length - 1] : result) as pg.QueryResult
  return last.rows as R[]
}
