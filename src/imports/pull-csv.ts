import { createHash } from 'node:crypto'
import type { ForeignColumn, ForeignRows } from '../db/engines/foreign-query.ts'
import { wrongQuery } from '../db/engines/foreign-query.ts'
import { Greatest } from './pull-cursor.ts'

/** A full table in place of what is new is a mistake more often than not. */
const ROWS_AT_MOST = 50_000_000

/** Counts of what was written, complete when all chunks were read. */
export interface Written {
  rows: number
  hash: string
  greatest: string | null
}

/** Rows as CSV, chunk by chunk. Blank text is quoted, null is not, so that both come back as they were. */
export async function* csvChunks(rows: ForeignRows, cursor: string | null, since: string | null, written: Written): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  const place = cursor === null ? -1 : cursorPlace(rows.columns, cursor)
  const greatest = new Greatest(rows.columns[place]?.order ?? 'number', since)
  const bytes = (text: string): Uint8Array => {
    const chunk = Buffer.from(text)
    hash.update(chunk)
    return chunk
  }
  yield bytes(`${distinct(rows.columns.map(({ name }) => name)).map(cell).join(',')}\n`)
  for await (const batch of rows.batches) {
    written.rows += batch.length
    if (written.rows > ROWS_AT_MOST) throw wrongQuery(`it gives more than ${ROWS_AT_MOST.toLocaleString('en')} rows. Ask for less at once, with a condition on :since.`)
    let text = ''
    for (const row of batch) {
      if (place >= 0) greatest.see(row[place] ?? null)
      text += `${row.map(cell).join(',')}\n`
    }
    yield bytes(text)
  }
  written.hash = hash.digest('hex')
  written.greatest = greatest.value
}

function cursorPlace(columns: readonly ForeignColumn[], cursor: string): number {
  const place = columns.findIndex(({ name }) => name === cursor)
  if (place < 0) throw wrongQuery(`it gives no column '${cursor}', whose greatest value is to stand for :since. It gives ${columns.map(({ name }) => name).join(', ')}.`)
  if (columns[place]?.order === null) throw wrongQuery(`the column '${cursor}' holds texts, whose order differs from database to database. Choose one with numbers or times, or cast it.`)
  return place
}

/** As the tables of files do it, so that a plan finds its columns. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

function cell(value: string | null): string {
  if (value === null) return ''
  return value === '' || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
