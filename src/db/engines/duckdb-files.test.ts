import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, test } from 'vitest'
import { openParquet } from './duckdb-files.ts'

const folder = await mkdtemp(join(tmpdir(), 'hatrack-parquet-'))
afterAll(() => rm(folder, { recursive: true }))

async function parquet(name: string, select: string): Promise<string> {
  const path = join(folder, name)
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`copy (${select}) to '${path.replaceAll("'", "''")}' (format parquet)`)
  return path
}

async function rows(path: string): Promise<(readonly (string | null)[])[]> {
  const found: (readonly (string | null)[])[] = []
  for await (const batch of (await openParquet(path)).batches()) found.push(...batch)
  return found
}

test.each(['plain.parquet', "it's.parquet", 'export[1].parquet', 'all*.parquet', 'what?.parquet', 'no ending', '[!a].parquet'])('a file is read by its name, whatever that is: %s', async (name) => {
  // What a pattern would find.
  await parquet('all others.parquet', "select 'wrong' as id")
  await parquet('export1.parquet', "select 'wrong' as id")
  const path = await parquet(name, "select 'right' as id")
  expect(await rows(path)).toEqual([['right']])
})

test('no column name leads out of its place', async () => {
  expect(await rows(await parquet('names.parquet', `select 1 as "a"", (select 2) as ""b", 2 as "read_csv('/etc/passwd')"`))).toEqual([['1', '2']])
})

test('what is no Parquet is refused', async () => {
  await expect(openParquet(join(folder, 'absent.parquet'))).rejects.toThrow()
  await expect(openParquet(import.meta.filename)).rejects.toThrow()
})
