import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Parameter, Parameters, Store } from '../src/db/db.ts'
import { openDuckDb } from '../src/db/engines/duckdb.ts'
import { numbered } from '../src/db/engines/parameters.ts'
import { openPostgres } from '../src/db/engines/postgres.ts'
import { createTables } from '../src/roles/tables.ts'
import { sql } from '../src/studies/sql.ts'
import { describeOnEngines } from './harness/engines.ts'

const folder = resolve(import.meta.dirname, '../src/studies')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.slice(0, -'.sql'.length))
  .sort()
const textOf = (name: string): string => readFileSync(join(folder, `${name}.sql`), 'utf8')

/** A whole query begins with the question it answers; a fragment is included by others. */
const fragments = new Set(names.flatMap((name) => [...textOf(name).matchAll(/^-- include (\S+)$/gm)].map(([, fragment]) => fragment ?? '')))
const queries = names.filter((name) => !fragments.has(name))

const CASTS = /(?<![\w\])]):([A-Za-z_]\w*)::(\w+(?:\[\])?)/g
const EMPTY: Readonly<Record<string, Parameter>> = { 'int[]': [], 'text[]': [], 'bigint[]': [] }
const SOME: Readonly<Record<string, Parameter>> = { int: 1, bigint: 1, text: 'ann', boolean: true, date: '2026-03-01', 'int[]': [1, 2], 'text[]': ['ann'], 'bigint[]': [1, 2] }

/** The types that a query states for its parameters. */
function typesOf(query: string): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>()
  for (const [, name = '', type = ''] of query.matchAll(CASTS)) types.set(name, (types.get(name) ?? new Set()).add(type))
  return types
}

describe('every query of the studies', () => {
  test('is there, and every fragment is included somewhere', () => {
    expect(queries.length).toBeGreaterThan(8)
    expect([...fragments].filter((fragment) => !names.includes(fragment))).toEqual([])
  })

  test.each(queries)('%s states the type of each parameter wherever it stands, and always the same', (name) => {
    const query = sql(name)
    const uncast = [...query.replace(/--.*$/gm, '').matchAll(/(?<![\w\]):]):([A-Za-z_]\w*)(?!\w|::)/g)].map(([, parameter]) => parameter)
    expect(uncast).toEqual([])
    const types = typesOf(query)
    expect([...types].filter(([, stated]) => stated.size > 1)).toEqual([])
    expect([...types.keys()].sort()).toEqual([...numbered(query).names].sort())
    expect([...types.values()].flatMap((stated) => [...stated]).filter((type) => !(type in SOME))).toEqual([])
  })

  test.each(queries)('%s begins with its question', (name) => {
    expect(textOf(name)).toMatch(/^-- .*[?.]\n/)
  })

  // What one engine takes and another does not, or takes to mean something else.
  const traps: readonly (readonly [what: string, pattern: RegExp])[] = [
    ['division, which is whole on one engine', /[\w)]\s\/\s(?!nullif)/],
    ['qualify', /\bqualify\b/i],
    ['group by all', /\bgroup by all\b/i],
    ['arg_max', /\barg_(max|min)\b/i],
    ['~ as a match', /\s~\s/],
    ['upper-case keywords', /\b(SELECT|FROM|WHERE|JOIN|GROUP|ORDER)\b/],
    ['recursion', /\brecursive\b/i],
  ]
  test.each(queries)('%s steps into no known trap', (name) => {
    const code = sql(name).replace(/--.*$/gm, '')
    expect(traps.filter(([, pattern]) => pattern.test(code)).map(([what]) => what)).toEqual([])
  })
})

describeOnEngines('every query of the studies is understood', ({ engine, freshDatabase }) => {
  const place = mkdtempSync(join(tmpdir(), 'hatrack-sql-'))
  let store: Store

  beforeAll(async () => {
    const url = await freshDatabase('portable_sql')
    store = url === undefined ? await openDuckDb(join(place, 'portable.duckdb')) : await openPostgres(url, 'portable')
    await store.transaction((tx) => createTables(tx))
  })
  afterAll(async () => {
    await store?.close()
    rmSync(place, { recursive: true, force: true })
  })

  const explained = async (name: string, values: (type: string) => Parameter): Promise<void> => {
    const query = sql(name)
    const parameters: Parameters = Object.fromEntries([...typesOf(query)].map(([parameter, types]) => [parameter, values([...types][0] ?? '')]))
    const rows = await store.rows(`explain ${query}`, parameters)
    expect(rows.length).toBeGreaterThan(0)
    // Without a row, every query answers all the same.
    await expect(store.rows(query, parameters), engine).resolves.toBeInstanceOf(Array)
  }

  test.each(queries)('%s with nothing given', (name) => explained(name, (type) => EMPTY[type] ?? null))
  test.each(queries)('%s with everything given', (name) => explained(name, (type) => SOME[type] ?? null))
})
