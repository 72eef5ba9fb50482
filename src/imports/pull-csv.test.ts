import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openTables } from './open-tables.ts'
import { csvChunks, type Written } from './pull-csv.ts'

const folder = mkdtempSync(join(tmpdir(), 'hatrack-pull-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value
}

test('what is written for an import is read there cell by cell as it was', async () => {
  const cell = fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', ' ', '"', ',', 'a\nb', 'a\r\nb', '1,5', '0012', 'null', ';', '\t')).filter((text) => !text.includes('\0') && !/[\ud800-\udfff]/.test(text)), { nil: null })
  const tables = fc.integer({ min: 2, max: 5 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }))
  await fc.assert(fc.asyncProperty(tables, async (rows) => {
    const columns = (rows[0] as unknown[]).map((_, place) => ({ name: `column ${place}`, order: null }))
    const written: Written = { rows: 0, hash: '', greatest: null }
    const chunks: Uint8Array[] = []
    for await (const chunk of csvChunks({ columns, batches: once(rows) }, null, null, written)) chunks.push(chunk)
    const path = join(folder, 'table.csv')
    writeFileSync(path, Buffer.concat(chunks))
    const { tables: [table] } = await openTables([{ name: 'table.csv', path }], folder)
    const read: (readonly (string | null)[])[] = []
    for await (const batch of table?.rows() ?? []) for (const { cells } of batch) read.push(cells)
    expect(table?.columns).toEqual(columns.map(({ name }) => name))
    // Files know no null: it is a blank cell. A row of nothing but blanks is no row.
    const expected = rows.map((row) => row.map((one) => one ?? '')).filter((row) => row.some((one) => one.trim() !== ''))
    expect(read.filter((row) => row.some((one) => (one ?? '').trim() !== '')).map((row) => row.map((one) => one ?? ''))).toEqual(expected)
    expect(written).toMatchObject({ rows: rows.length, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  }), { numRuns: 60 })
})
