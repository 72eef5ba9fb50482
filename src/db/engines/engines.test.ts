import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { start } from '../../../test/engines/postgres-server.ts'
import type { Store } from '../db.ts'
import { openDuckDb } from './duckdb.ts'
import { openPostgres } from './postgres.ts'

const postgresUrl = inject('postgresUrl')
const folder = mkdtempSync(join(tmpdir(), 'hatrack-engines-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ENGINES = [
  { engine: 'duckdb', runs: true, open: () => openDuckDb(join(folder, 'engines.duckdb')) },
  { engine: 'postgres', runs: postgresUrl !== null, open: () => openPostgres(postgresUrl ?? '', `engines_${process.pid}`) },
] as const

/** Question, and the one answer that every engine gives. */
const ANSWERS: readonly (readonly [what: string, sql: string, row: Readonly<Record<string, unknown>>])[] = [
  ['whole numbers', 'select 1 as a, -2147483648 as b, 9007199254740991::bigint as c, 3::smallint as d', { a: 1, b: -2147483648, c: 9007199254740991, d: 3 }],
  ['counts and sums', 'select count(*) as n, sum(x) as s, sum(x::bigint) as b from unnest(array[1, 2, 3]) as t(x)', { n: 3, s: 6, b: 6 }],
  ['a sum of nothing', 'select sum(x) as s, count(x) as n from unnest(array[]::int[]) as t(x)', { s: null, n: 0 }],
  ['decimals', 'select 12.50::decimal(10, 2) as a, -0.05::decimal(5, 2) as b, 7::decimal(10, 0) as c, sum(1.25::decimal(10, 2)) as d', { a: '12.50', b: '-0.05', c: 7, d: '1.25' }],
  ['doubles', 'select 0.1::double precision as a, 1e300::double precision as b, 5::double precision / 2 as c', { a: 0.1, b: 1e300, c: 2.5 }],
  ['truth', 'select true as a, 1 = 2 as b, null::boolean as c', { a: true, b: false, c: null }],
  ['texts', `select 'Zoë ☂ 🎩' as a, '' as b, null::text as c, 'it''s' as d`, { a: 'Zoë ☂ 🎩', b: '', c: null, d: "it's" }],
  ['days', `select date '1970-01-02' as a, date '2026-03-01' as b, date '1900-01-01' as c`, { a: 1, b: 20513, c: -25567 }],
  ['instants', `select timestamp '1970-01-01 00:00:01.5' as a, timestamptz '1970-01-01 01:00:00+01' as b`, { a: 1500, b: 0 }],
  ['division of whole numbers', 'select 5 / 2 as a, 5 % 2 as b', { a: 2, b: 1 }],
  ['rounded decimals', 'select round(2.5::decimal(10, 1), 0) as a', { a: 3 }],
]

for (const { engine, runs, open } of ENGINES) {
  describe.skipIf(!runs)(`on ${engine}`, () => {
    let store: Store

    beforeAll(async () => {
      store = await open()
      await store.transaction(async (tx) => {
        await tx.run('create table usage_days (party int, product text, day int, events bigint, seconds bigint)')
        await tx.run('create table kept (id int, note text)')
      })
    })
    afterAll(() => store.close())

    test.each(ANSWERS)('%s', async (_what, sql, row) => {
      expect(await store.rows(sql)).toEqual([row])
    })

    test('a whole number beyond 2^53 is refused, never rounded', async () => {
      await expect(store.rows('select 9007199254740993::bigint as n')).rejects.toThrow('beyond 2^53')
      await expect(store.rows('select sum(x::bigint) as n from unnest(array[9007199254740991, 2]) as t(x)')).rejects.toThrow('beyond 2^53')
      expect(await store.rows('select 9007199254740993::bigint::text as n')).toEqual([{ n: '9007199254740993' }])
    })

    test('parameters of every kind', async () => {
      const sql = `select :whole::int as whole, :big::bigint as big, :real::double precision as real, :text::text as text, :truth::boolean as truth,
        :nothing::int as nothing, :huge::bigint::text as huge, :whole::int + 1 as again`
      const row = { whole: -7, big: 9007199254740991, real: 0.5, text: `it's :x -- "y" \\ \n`, truth: true, nothing: null }
      expect(await store.rows(sql, { ...row, huge: 9007199254740993n })).toEqual([{ ...row, huge: '9007199254740993', again: -6 }])
      await expect(store.rows('select :missing::int as x')).rejects.toThrow(':missing')
    })

    test('arrays as parameters', async () => {
      expect(await store.rows('select sum(x) as s, count(*) as n from unnest(:parties::int[]) as t(x)', { parties: [1, 2, 3] })).toEqual([{ s: 6, n: 3 }])
      expect(await store.rows('select x from unnest(:days::bigint[]) as t(x) order by x', { days: [5_000_000_000, 1] })).toEqual([{ x: 1 }, { x: 5_000_000_000 }])
      const names = ['Ann', `it's`, 'a,b', '{}', '"', '\\', '', 'null', 'Zoë']
      expect((await store.rows<{ x: string }>('select x from unnest(:names::text[]) as t(x)', { names })).map(({ x }) => x).sort()).toEqual([...names].sort())
      expect(await store.rows('select count(*) as n from unnest(:none::int[]) as t(x)', { none: [] })).toEqual([{ n: 0 }])
      expect(await store.rows('select count(*) as n from unnest(:none::text[]) as t(x)', { none: [] })).toEqual([{ n: 0 }])
      expect(await store.rows('select 3 in (select unnest(:parties::int[])) as among', { parties: [1, 3] })).toEqual([{ among: true }])
    })

    test('an optional filter', async () => {
      const sql = 'select count(*) as n from unnest(array[1, 2, 3]) as t(x) where (:only::int is null or x = :only::int)'
      expect(await store.rows(sql, { only: null })).toEqual([{ n: 3 }])
      expect(await store.rows(sql, { only: 2 })).toEqual([{ n: 1 }])
    })

    test('order of nulls and of texts', async () => {
      const ordered = async (order: string) => (await store.rows<{ x: string | null }>(`select x from unnest(array['b', null, 'B', 'a']) as t(x) order by ${order}`)).map(({ x }) => x)
      expect(await ordered('x')).toEqual(['B', 'a', 'b', null])
      expect(await ordered('x desc')).toEqual([null, 'b', 'a', 'B'])
      expect(await ordered('x desc nulls last')).toEqual(['b', 'a', 'B', null])
    })

    test('loaded columns come back as they were, what is not given is null', async () => {
      const count = 5000 // more than one chunk
      const party = Int32Array.from({ length: count }, (_, row) => row - 10)
      party[0] = -2147483648
      const events = Float64Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 1 : -1) * (Number.MAX_SAFE_INTEGER - row))
      const product = Array.from({ length: count }, (_, row) => (row % 7 === 0 ? null : `product ${row}\twith\nodd \\N letters 🎩${'x'.repeat(row % 40)}`))
      await store.transaction((tx) => tx.load('usage_days', { party, events, product }))
      const rows = await store.rows('select party, product, day, events from usage_days')
      const wanted = Array.from(party, (value, row) => ({ party: value, product: product[row], day: null, events: events[row] }))
      expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set(wanted.map((row) => JSON.stringify(row))))
      expect(rows.length).toBe(count)
    })

    test('loading refuses what would be stored wrongly', async () => {
      const load = (columns: Parameters<Parameters<Parameters<Store['transaction']>[0]>[0]['load']>[1]) => store.transaction((tx) => tx.load('kept', columns))
      await expect(load({ id: new Int32Array(2), note: ['a'] })).rejects.toThrow('different length')
      await expect(load({ id: Float64Array.of(2 ** 60) })).rejects.toThrow('2^53')
      await expect(load({ wrong: new Int32Array(1) })).rejects.toThrow('wrong')
      await load({ id: new Int32Array(0) })
      expect(await store.rows('select count(*) as n from kept')).toEqual([{ n: 0 }])
    })

    test('a transaction is kept whole or not at all', async () => {
      await expect(
        store.transaction(async (tx) => {
          await tx.run('insert into kept values (:id::int, :note::text)', { id: 1, note: 'lost' })
          await tx.load('kept', { id: Int32Array.of(2, 3) })
          expect(await tx.rows('select count(*) as n from kept')).toEqual([{ n: 3 }])
          expect(await store.rows('select count(*) as n from kept')).toEqual([{ n: 0 }])
          throw new Error('changed my mind')
        }),
      ).rejects.toThrow('changed my mind')
      expect(await store.rows('select count(*) as n from kept')).toEqual([{ n: 0 }])
      await expect(store.transaction((tx) => tx.run('insert into nowhere values (1)'))).rejects.toThrow('nowhere')
      const answer = await store.transaction(async (tx) => {
        await tx.run('insert into kept values (1, null); insert into kept values (2, null)')
        return 'done'
      })
      expect(answer).toBe('done')
      expect(await store.rows('select id, note from kept order by id')).toEqual([{ id: 1, note: null }, { id: 2, note: null }])
    })

    test('many reads and writes at once', async () => {
      await store.transaction((tx) => tx.run('create table counter (n int)'))
      const writes = Array.from({ length: 20 }, (_, n) => store.transaction((tx) => tx.run('insert into counter values (:n::int)', { n })))
      const reads = Array.from({ length: 40 }, () => store.rows<{ n: number }>('select count(*) as n from counter'))
      await Promise.all(writes)
      for (const [row] of await Promise.all(reads)) expect(row?.n).toBeLessThanOrEqual(20)
      expect(await store.rows('select count(*) as n, sum(n) as s from counter')).toEqual([{ n: 20, s: 190 }])
    })

    test('an array in a row has no plain value', async () => {
      await expect(store.rows('select array[1, 2] as x')).rejects.toThrow('no plain value')
    })

    test('portable constructs', async () => {
      const sql = `
        with recursive chain (step) as (select 1 union all select step + 1 from chain where step < 5),
        marked as (select step, row_number() over (order by step desc) as place, step % 2 = 0 as even from chain)
        select count(*) filter (where even) as evens, count(distinct step % 3) as thirds, max(place) as last,
          percentile_cont(0.5) within group (order by step) as middle,
          (select sum(g) from generate_series(1, 4) as x(g)) as series,
          (select count(*) from (select distinct on (even) step from marked order by even, step) as firsts) as firsts,
          (select sum(twice.y) from marked m cross join lateral (select m.step * 2 as y) as twice) as doubled
        from marked`
      expect(await store.rows(sql)).toEqual([{ evens: 2, thirds: 3, last: 5, middle: 3, series: 10, firsts: 2, doubled: 30 }])
    })
  })
}

describe.skipIf(postgresUrl === null)('PostgreSQL', () => {
  test('a read is asked again after a restart, a transaction is not', async () => {
    const server = await start()
    const store = await openPostgres(server.url, 'restarted')
    await store.transaction((tx) => tx.run('create table kept as select 1 as id'))
    const reading = store.rows('select id, pg_sleep(0.5)::text as slept from kept')
    const writing = store.transaction(async (tx) => {
      await tx.run('insert into kept values (2)')
      await server.restart()
      await tx.run('insert into kept values (3)')
    })
    await expect(writing).rejects.toThrow()
    expect(await reading).toEqual([{ id: 1, slept: '' }])
    await store.transaction((tx) => tx.run('insert into kept values (4)'))
    expect(await store.rows('select id from kept order by id')).toEqual([{ id: 1 }, { id: 4 }])
    await store.close()
    await server.stop()
  })

  test('a server that is not there is named as unreachable', async () => {
    await expect(openPostgres('postgres://postgres@127.0.0.1:1/postgres', 'nowhere')).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('DuckDB', () => {
  test('answers again after an error that invalidates the database', async () => {
    const store = await openDuckDb(join(folder, 'broken.duckdb'))
    await store.transaction((tx) => tx.run('create table kept as select 1 as id'))
    const reads = Array.from({ length: 5 }, () => store.rows('select count(*) as n from kept, range(100000)'))
    await expect(store.rows('select typeof(:x), :x::varchar', { x: 'breaks DuckDB 1.5' })).rejects.toThrow('INTERNAL')
    await Promise.allSettled(reads)
    expect(await store.rows('select id from kept')).toEqual([{ id: 1 }])
    await store.transaction((tx) => tx.run('insert into kept values (2)'))
    expect(await store.rows('select count(*) as n from kept')).toEqual([{ n: 2 }])
    await store.close()
  })

  test('reads no files and keeps its settings', async () => {
    const store = await openDuckDb(':memory:')
    await expect(store.rows(`select * from read_text('/etc/hostname')`)).rejects.toThrow('disabled by configuration')
    await expect(store.transaction((tx) => tx.run(`copy (select 1) to '${join(folder, 'out.csv')}'`))).rejects.toThrow('disabled by configuration')
    await expect(store.transaction((tx) => tx.run('set enable_external_access = true'))).rejects.toThrow()
    await expect(store.transaction((tx) => tx.run(`attach '${join(folder, 'other.duckdb')}'`))).rejects.toThrow()
    await store.close()
  })

  test('what does not fit into memory spills to disk', async () => {
    const store = await openDuckDb(join(folder, 'small.duckdb'), { memoryLimitMb: 128, threads: 2 })
    await store.transaction((tx) => tx.run('create table wide as select g, md5(g::text) as hash from generate_series(1, 2000000) as x(g)'))
    const [row] = await store.rows<{ n: number }>('select count(*) as n from (select hash, row_number() over (order by hash) as place from wide) as w where place % 1000 = 0')
    expect(row?.n).toBe(2000)
    await store.close()
  })

  test('a long read does not hold up writes', async () => {
    const store = await openDuckDb(join(folder, 'long.duckdb'))
    await store.transaction((tx) => tx.run('create table kept (id int)'))
    let reading = true
    const long = store.rows('select count(*) as n from range(10000) a, range(10000) b where (a.range * b.range) % 7 = 3').finally(() => { reading = false })
    await store.transaction((tx) => tx.run('insert into kept values (1)'))
    expect(await store.rows('select id from kept')).toEqual([{ id: 1 }])
    expect(reading).toBe(true)
    await long
    await store.close()
  })

  test('what was committed is there after the file was closed', async () => {
    const file = join(folder, 'again.duckdb')
    for (const n of [1, 2, 3]) {
      const store = await openDuckDb(file)
      await store.transaction(async (tx) => {
        await tx.run('create table if not exists kept (id int)')
        await tx.load('kept', { id: Int32Array.of(n) })
      })
      expect(await store.rows('select count(*) as n from kept')).toEqual([{ n }])
      await store.close()
    }
  })
})
