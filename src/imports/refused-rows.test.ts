import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { openTables } from './open-tables.ts'
import { openRefusedRows, REFUSED_COLUMNS } from './refused-rows.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-refused-'))
  folders.push(folder)
  return folder
}

test('whatever the cells hold, the file read again has them as they were, and no cell begins as a formula does', async () => {
  const cell = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('=1+1', "'=1", '-5', '-5,00', '+49 30 1', '@x', "O'Hara", 'a,b', 'say "x"', 'two\nlines', ''))
    .filter((text) => !/[\0\r\ufeff]/.test(text) && text === text.trim())
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
    const folder = newFolder()
    const path = join(folder, 'refused.csv')
    const refused = openRefusedRows(path, ['id', 'note'], 0)
    rows.forEach((cells, place) => refused.add({ row: place + 1, cells, reason: 'bad-value', says: '=no' }))
    expect(await refused.flush()).toBe(readFileSync(path).length)
    const formulas = (parse(readFileSync(path), { bom: true }) as string[][]).flat().filter((text) => /^[=+\-@\t\r]/.test(text) && !/^-\d+([.,]\d+)*$/.test(text))
    expect(formulas).toEqual([])
    const { tables, faults } = await openTables([{ name: 'refused.csv', path }], folder)
    expect(faults).toEqual([])
    expect(tables[0]?.columns).toEqual(['id', 'note', ...REFUSED_COLUMNS])
    const read: unknown[] = []
    for await (const batch of tables[0]?.rows() ?? []) for (const { cells } of batch) read.push(cells)
    expect(read).toEqual(rows.map(([id, note], place) => [id, note, String(place + 1), 'bad-value', '=no']))
  }), { numRuns: 60 })
})

test('an import of mended rows that are refused again keeps our columns once', async () => {
  const path = join(newFolder(), 'refused.csv')
  const refused = openRefusedRows(path, ['id', ...REFUSED_COLUMNS], 0)
  refused.add({ row: 1, cells: ['a', '7', 'bad-date', 'no day'], reason: 'bad-amount', says: 'no amount' })
  await refused.flush()
  expect(readFileSync(path, 'utf8')).toBe('\ufeffid,hatrack_row,hatrack_reason,hatrack_says\r\na,1,bad-amount,no amount\r\n')
})

test('what was written after counts were kept is written again', async () => {
  const path = join(newFolder(), 'refused.csv')
  const first = openRefusedRows(path, ['id'], 0)
  first.add({ row: 1, cells: ['a'], reason: 'r', says: 's' })
  const bytes = await first.flush()
  first.add({ row: 2, cells: ['lost'], reason: 'r', says: 's' })
  await first.flush()
  const second = openRefusedRows(path, ['id'], bytes)
  second.add({ row: 2, cells: ['b'], reason: 'r', says: 's' })
  await second.flush()
  expect(readFileSync(path, 'utf8').split('\r\n')).toEqual(['\ufeffid,hatrack_row,hatrack_reason,hatrack_says', 'a,1,r,s', 'b,2,r,s', ''])
})
