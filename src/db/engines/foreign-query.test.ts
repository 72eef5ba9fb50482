import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { withDuckDbRows } from './duckdb-query.ts'
import type { ForeignRows } from './foreign-query.ts'
import { withPostgresRows } from './postgres-query.ts'

type Values = Readonly<Record<string, string>>
type Run = <T>(query: string, values: Values, work: (rows: ForeignRows) => Promise<T>, signal?: AbortSignal, timeoutMs?: number) => Promise<T>

async function all(rows: ForeignRows): Promise<{ columns: ForeignRows['columns']; rows: (readonly (string | null)[])[] }> {
  const read: (readonly (string | null)[])[] = []
  for await (const batch of rows.batches) read.push(...batch)
  return { columns: rows.columns, rows: read }
}

const NEVER = new AbortController().signal
const refusal = (says: RegExp): object => expect.objectContaining({ name: 'Refusal', message: expect.stringMatching(says) })
const folder = mkdtempSync(join(tmpdir(), 'hatrack-foreign-'))
const url = inject('postgresUrl')
const database = `foreign_${process.pid}`
const own = url === null ? '' : url.replace(/\/postgres$/, `/${database}`)
const file = join(folder, 'shop.duckdb')

const ORDERS = `create table orders (id bigint, made timestamptz, day date, amount numeric(12, 2), paid boolean, note text, local timestamp)`
const ROWS = `insert into orders values
  (9007199254740993, '2026-01-01 10:00:00.123456+00', '2026-01-01', 12.50, true, null, '2026-01-01 10:00:00'),
  (2, '2026-01-02 10:00:00+00', '2026-01-02', -3.00, false, '', '2026-01-02 10:00:00.5')`

async function administered(at: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: at })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

beforeAll(async () => {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  for (const statement of [`set TimeZone = 'UTC'`, ORDERS, ROWS]) await connection.run(statement)
  mkdirSync(join(folder, 'files'))
  await connection.run(`copy (select * from orders) to '${join(folder, 'files', 'orders.parquet')}'`)
  connection.closeSync()
  instance.closeSync()
  writeFileSync(join(folder, 'files', 'people.csv'), 'id,name\n1,Ann\n2,Bob\n')
  writeFileSync(join(folder, 'secret.csv'), 'secret\n42\n')
  if (url !== null) {
    await administered(url, `create database ${database}`)
    await administered(own, ORDERS, ROWS)
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  if (url !== null) await administered(url, `drop database ${database} with (force)`)
})

const engines: readonly { readonly name: string; readonly run: Run; readonly skip: boolean }[] = [
  { name: 'PostgreSQL', skip: url === null, run: (query, values, work, signal = NEVER, timeoutMs = 60_000) => withPostgresRows(own, { query, values, signal, timeoutMs }, work) },
  { name: 'a DuckDB file', skip: false, run: (query, values, work, signal = NEVER, timeoutMs = 60_000) => withDuckDbRows({ file }, { query, values, signal, timeoutMs }, work) },
]

describe.each(engines)('rows of $name', ({ run, skip }) => {
  test.skipIf(skip)('come as text that means exactly what they are', async () => {
    const { columns, rows } = await run('select * from orders order by id;', {}, all)
    expect(columns).toEqual([
      { name: 'id', order: 'number' }, { name: 'made', order: 'time' }, { name: 'day', order: 'time' }, { name: 'amount', order: 'number' }, { name: 'paid', order: null },
      { name: 'note', order: null }, { name: 'local', order: 'time' },
    ])
    expect(rows).toEqual([
      ['2', '2026-01-02T10:00:00Z', '2026-01-02', '-3.00', 'false', '', '2026-01-02T10:00:00.5'],
      ['9007199254740993', '2026-01-01T10:00:00.123456Z', '2026-01-01', '12.50', 'true', null, '2026-01-01T10:00:00'],
    ])
  })

  test.skipIf(skip)('are those after :since, to the microsecond, and :since may stand in texts and casts', async () => {
    const ids = async (query: string, since: string): Promise<unknown> => (await run(query, { since }, all)).rows.map(([id]) => id)
    expect(await ids('select id from orders where made > :since order by made', '2026-01-01T10:00:00.123455Z')).toEqual(['9007199254740993', '2'])
    expect(await ids('select id from orders where made > :since order by made', '2026-01-01T10:00:00.123456Z')).toEqual(['2'])
    expect(await ids(`select id from orders where made > :since::timestamptz - interval '1 second' and ':since' <> '' order by made -- :nothing`, '2026-01-01T10:00:00.123456Z')).toEqual(['9007199254740993', '2'])
    expect(await ids('select id from orders where id > :since', '2')).toEqual(['9007199254740993'])
  })

  test.skipIf(skip)('may be none: then there are columns all the same', async () => {
    expect(await run('select id, note from orders where id < 0', {}, all)).toEqual({ columns: [{ name: 'id', order: 'number' }, { name: 'note', order: null }], rows: [] })
  })

  test.skipIf(skip)('come some at a time, so that many need no memory', async () => {
    const memory: number[] = []
    const count = await run(`select g as id, repeat('x', 1000) as filling from generate_series(1, 300000) as s(g)`, {}, async ({ batches }) => {
      let rows = 0
      for await (const batch of batches) {
        if (rows % 50_000 < batch.length) {
          globalThis.gc?.()
          memory.push(process.memoryUsage().arrayBuffers)
        }
        expect(batch.length).toBeLessThanOrEqual(2_048)
        rows += batch.length
      }
      return rows
    })
    expect(count).toBe(300_000)
    expect(Math.max(...memory)).toBeLessThan(150_000_000)
  })

  test.skipIf(skip)('are read and nothing else: what would write is refused, and nothing is written', async () => {
    for (const query of ['delete from orders', 'delete from orders returning id', 'with gone as (delete from orders returning id) select * from gone', 'select 1; drop table orders', 'drop table orders', 'create table x (a int)', 'select 1) as q; drop table orders; --']) {
      await expect(run(query, {}, all)).rejects.toEqual(refusal(/^The query does not work: /))
    }
    expect((await run('select count(*) from orders', {}, all)).rows).toEqual([['2']])
  })

  test.skipIf(skip)('a query that is wrong is told in words', async () => {
    await expect(run('select nothing from orders', {}, all)).rejects.toEqual(refusal(/nothing.*/))
    await expect(run('select * from nowhere', {}, all)).rejects.toEqual(refusal(/nowhere/))
    await expect(run('select * from orders where id > :until', {}, all)).rejects.toEqual(refusal(/:until, which is not known/))
    await expect(run('select 1/0', {}, async (rows) => { await all(rows); throw new Error('it gave rows') }).catch((error: Error) => error.message)).resolves.toMatch(/zero|gave rows/)
  })

  test.skipIf(skip)('a query that takes too long is ended, and so is one that nobody waits for', async () => {
    const endless = 'select count(*) from generate_series(1, 100000) a(x), generate_series(1, 100000) b(y) where (x * y) % 7 = 8'
    await expect(run(endless, {}, all, NEVER, 300)).rejects.toEqual(refusal(/took longer than/))
    const stop = new AbortController()
    setTimeout(() => stop.abort(new Error('stopped')), 300)
    await expect(run(endless, {}, all, stop.signal)).rejects.toThrow('stopped')
  })
})

describe('what cannot be reached is told in words, without its password', () => {
  const tried = (connection: string): Promise<string> => withPostgresRows(connection, { query: 'select 1', values: {}, signal: NEVER, timeoutMs: 5_000 }, all).then(() => 'it worked', (error: Error) => error.message)
  test('a server that is not there', async () => {
    expect(await tried('postgres://ann:secret7@127.0.0.1:1/shop')).toBe('The database at 127.0.0.1:1/shop does not answer (ECONNREFUSED). Look at the address, and whether this machine may reach it.')
  })

  test.skipIf(url === null)('a database that is not there', async () => {
    expect(await tried((url as string).replace(/\/postgres$/, '/nowhere'))).toMatch(/has no such database/)
  })

  test('a DuckDB file that is none, or is open elsewhere', async () => {
    const tryFile = (path: string): Promise<string> => withDuckDbRows({ file: path }, { query: 'select 1', values: {}, signal: NEVER, timeoutMs: 5_000 }, all).then(() => 'it worked', (error: Error) => error.message)
    expect(await tryFile(join(folder, 'files', 'people.csv'))).toMatch(/no DuckDB database/)
    expect(await tryFile(join(folder, 'nowhere.duckdb'))).toMatch(/There is no such DuckDB file/)
  })
})

describe('files of a folder', () => {
  const run: Run = (query, values, work) => withDuckDbRows({ folder: join(folder, 'files') }, { query, values, signal: NEVER, timeoutMs: 60_000 }, work)

  test('are read and joined by a query', async () => {
    const joined = await run(`select p.name, o.amount from read_parquet(:folder || '*.parquet') o join read_csv(:folder || 'people.csv') p using (id)`, {}, all)
    expect(joined.rows).toEqual([['Bob', '-3.00']])
  })

  test('lists and structures come as JSON', async () => {
    expect((await run(`select [1, 2] as l, {'a': 1} as s, null as n`, {}, all)).rows).toEqual([['[1,2]', '{"a":1}', null]])
  })

  test('nothing outside of the folder is read, and nothing in it is written', async () => {
    for (const query of [`select * from read_csv('${join(folder, 'secret.csv')}')`, `select * from read_csv(:folder || '../secret.csv')`, `select * from read_text('/etc/passwd')`, `select * from glob('/etc/*')`]) {
      await expect(run(query, {}, all)).rejects.toEqual(refusal(/outside of the folder/))
    }
    for (const query of [`copy (select 1) to '${join(folder, 'files', 'new.csv')}'`, `attach '${join(folder, 'files', 'new.db')}'`, `set enable_external_access = true`, 'install httpfs']) {
      await expect(run(query, {}, all)).rejects.toEqual(refusal(/pulls only read/))
    }
  })
})
