import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readColumns, writeColumns } from './columns-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'hatrack-columns-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'graph.bin')
const COLUMNS = { ints: Int32Array.of(1, -2, 3), floats: Float64Array.of(0.5, Number.POSITIVE_INFINITY), bytes: Uint8Array.of(7), none: new Int32Array(0) }
const anyHead = (): boolean => true

async function read() {
  const found = await readColumns<{ id: number }>(path, anyHead)
  return found && Object.fromEntries(Object.entries(found.columns).map(([name, column]) => [name, [...column.subarray(0, found.lengths[name])]]))
}

test('columns come back as they were written', async () => {
  await writeColumns(path, { id: 7 }, COLUMNS)
  expect(await read()).toEqual({ ints: [1, -2, 3], floats: [0.5, Number.POSITIVE_INFINITY], bytes: [7], none: [] })
  expect(await readColumns<{ id: number }>(path, ({ id }) => id === 8)).toBeNull()
  expect(await readColumns(join(folder, 'other.bin'), anyHead)).toBeNull()
})

test('a file that was cut or altered anywhere is no file', async () => {
  await writeColumns(path, { id: 7 }, COLUMNS)
  const whole = readFileSync(path)
  for (let at = 0; at < whole.length; at += 1) {
    writeFileSync(path, whole.subarray(0, at))
    expect(await read(), `cut at ${at}`).toBeNull()
    const altered = Buffer.from(whole)
    altered[at] = (altered[at] as number) ^ 4
    writeFileSync(path, altered)
    expect(await read(), `altered at ${at}`).toBeNull()
  }
})
