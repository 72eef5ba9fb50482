import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type OpenedTable, openTables } from './open-tables.ts'

const { HATRACK_TEST_DATA: given } = process.env
const data = given === undefined || given === '' ? resolve(import.meta.dirname, '../../../shared/data') : given
const isThere = existsSync(join(data, 'import_fixtures', 'expected.json'))
const scratch = await mkdtemp(join(tmpdir(), 'hatrack-data-'))
afterAll(() => rm(scratch, { recursive: true }))

async function shapeOfTable(table: OpenedTable): Promise<{ rows: number; columns: number; faults: number; short: number }> {
  let rows = 0
  let faults = 0
  let short = 0
  for await (const batch of table.rows()) {
    for (const row of batch) {
      rows += 1
      expect(row.number).toBe(rows)
      if (row.fault !== undefined) faults += 1
      if (row.cells.includes(null)) short += 1
    }
  }
  return { rows, columns: table.columns.length, faults, short }
}

const folders = isThere ? readdirSync(data).filter((name) => statSync(join(data, name)).isDirectory()) : []

test.skipIf(!isThere)('exports of others have the rows and columns that were counted in them', async () => {
  const { answers } = JSON.parse(readFileSync(join(data, 'import_fixtures', 'expected.json'), 'utf8')) as { answers: { [name: string]: { value: { [file: string]: { rows: number; columns: number; ragged_rows: number } } } } }
  let compared = 0
  for (const folder of ['fivetran_stripe', 'fivetran_hubspot', 'fivetran_salesforce', 'fivetran_zendesk']) {
    const { tables, faults } = await openTables([{ name: folder, path: join(data, 'import_fixtures', folder) }], scratch)
    expect(faults).toEqual([])
    const expected = answers[folder]?.value ?? {}
    expect(tables.map(({ name }) => name.replace(`${folder}/`, '')).sort()).toEqual(Object.keys(expected).sort())
    for (const table of tables) {
      const counted = expected[table.name.replace(`${folder}/`, '')]
      const { rows, columns, faults: ragged, short } = await shapeOfTable(table)
      expect({ rows, columns, ragged_rows: ragged + short }, table.name).toEqual(counted)
      compared += 1
    }
  }
  expect(compared).toBe(119)
})

test.skipIf(!isThere)('files have the rows and columns that the data says of itself', async () => {
  let compared = 0
  for (const folder of folders) {
    const readme = join(data, folder, 'README.md')
    if (!existsSync(readme)) continue
    for (const [, file = '', rows = '', columns = ''] of readFileSync(readme, 'utf8').matchAll(/^- `([^`]+\.csv(?:\.gz)?)` ([\d,]+) rows, [\d,]+ bytes: (.*)$/gm)) {
      const { tables, faults } = await openTables([{ name: file, path: join(data, folder, file) }], scratch)
      expect(faults, file).toEqual([])
      const [table] = tables as [OpenedTable]
      expect(table.columns, file).toEqual(columns.split(', '))
      expect(await shapeOfTable(table), file).toMatchObject({ rows: Number(rows.replaceAll(',', '')), faults: 0 })
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(30)
})

test.skipIf(!isThere)('objects of others are read as the rows that they are', async () => {
  const fixtures = join(data, 'import_fixtures')
  const { answers } = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as { answers: { [name: string]: { value: unknown } } }
  const files = [['stripe', 'fixtures3_subset.json'], ['segment_spec', 'payloads.json'], ['mrr_playbook', 'subscription_periods.csv']].map(([folder = '', name = '']) => ({ name, path: join(fixtures, folder, name) }))
  const { tables, faults } = await openTables([...files, { name: 'triggers', path: join(fixtures, 'stripe_cli_triggers') }], scratch)
  expect(faults).toEqual([])
  const rows = async (name: string) => shapeOfTable(tables.find((table) => table.name === name) as OpenedTable)
  expect(await rows('fixtures3_subset.json')).toMatchObject({ rows: Object.keys(answers['stripe_objects']?.value as object).length, faults: 0 })
  expect(await rows('payloads.json')).toMatchObject({ rows: (answers['segment_payloads'] as { value: { total: number } }).value.total, faults: 0 })
  expect(await rows('subscription_periods.csv')).toMatchObject({ rows: 121, faults: 0 })
  for (const [event, steps] of Object.entries(answers['stripe_cli_steps']?.value as { [event: string]: number })) {
    expect(await rows(`triggers/${event}.json`), event).toMatchObject({ rows: steps, faults: 0 })
  }
})
