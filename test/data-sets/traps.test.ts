import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { rowsOfCsv } from '../adventureworks/csv.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const folder = mkdtempSync(join(tmpdir(), 'hatrack-traps-'))
afterAll(() => rmSync(folder, { recursive: true }))
let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

async function imported(files: Readonly<Record<string, string>>, constants: Readonly<Record<string, string>> = {}): Promise<ImportState> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text.trim().split('\n').map((row) => row.trim()).join('\n'))
  return await importFiles(bench, folder, Object.keys(files), Object.fromEntries(Object.keys(files).map((name) => [name, { constants }])))
}

describe('traps that the public data speak of, or that the same sources have elsewhere', () => {
  test('a date in the year 292278994, as a broken clock writes it, is refused with a plain reason, counted, and kept to be mended', async () => {
    const state = await imported({ 'users.csv': `
      user_id,email,last_login
      u1,ann@acme.com,2026-02-03
      u2,bob@acme.com,292278994-08-17T07:12:55.807Z
      u3,cy@acme.com,292278994-08-17
      u4,dee@acme.com,2026-02-04
      u5,eve@acme.com,2026-02-05` }, { product: 'notes' })
    expect(tableOf(state, 'users.csv').tally).toMatchObject({ rows: 5, written: 3, refused: 2, lines: { party: 3, usage: 3 } })
    let text = ''
    for await (const chunk of bench.workspace.imports.refused(state.id, 'users.csv').chunks) text += Buffer.from(chunk).toString()
    const refused = rowsOfCsv(text.replace(/^\uFEFF/, ''))
    expect(refused.map(({ user_id, hatrack_reason }) => [user_id, hatrack_reason])).toEqual([['u2', 'bad-date'], ['u3', 'bad-date']])
    for (const { hatrack_says = '' } of refused) expect(hatrack_says.toLowerCase()).toContain('lies outside the years 1900 to 9999, as a broken clock writes it; correct it or leave the cell empty')
  })

  test('a deal that was closed before it was opened is told, and counts by its day of closing', async () => {
    const state = await imported({ 'deals.csv': `
      opportunity_id,account,deal_stage,engage_date,close_date,close_value
      d1,Acme Inc,Won,2026-03-01,2026-02-01,100.00
      d2,Globex Corp,Won,2026-03-01,2026-04-01,100.00
      d3,Acme Inc,Lost,2026-03-05,2026-02-01,0` }, { product: 'notes', currency: 'EUR' })
    expect(state.warnings.find(({ code }) => code === 'closed-before-opened')).toMatchObject({ count: 2, examples: ['d1: opened 2026-03-01, closed 2026-02-01', 'd3: opened 2026-03-05, closed 2026-02-01'] })
    expect(tableOf(state, 'deals.csv').tally?.lines.agreement).toBe(2)
  })
})

const aw = expectedOf('adventureworks')
test.skipIf(aw === null)(aw === null ? skippedTitle('adventureworks') : 'versions of one article in the list of products are told', async () => {
  const state = await importFiles(bench, dataFolder('adventureworks'), ['products.csv'])
  const articles = new Map<string, Set<string>>()
  for (const { ProductName = '', ProductKey = '' } of rowsOfCsv(readFileSync(join(dataFolder('adventureworks'), 'products.csv'), 'utf8'))) articles.set(ProductName.toLowerCase(), (articles.get(ProductName.toLowerCase()) ?? new Set()).add(ProductKey))
  const again = [...articles.values()].reduce((sum, keys) => sum + keys.size - 1, 0)
  expect(again).toBeGreaterThan(0)
  expect(state.warnings.find(({ code }) => code === 'product-named-twice')?.count).toBe(again)
})
