import { createReadStream, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Columns that a file of refused rows has besides the table's own: which row it was, and why. Ignored when it is imported again. */
export const REFUSED_COLUMNS = ['hatrack_row', 'hatrack_reason', 'hatrack_says'] as const

export interface RefusedRow {
  readonly row: number
  readonly cells: readonly (string | null)[]
  readonly reason: string
  readonly says: string
}

/** What a spreadsheet would take for a formula, marked so or already marked. */
const FORMULA = /^'*[=+\-@\t\r]/
const NUMBER = /^-?\d+([.,]\d+)*$/

/** A cell that a spreadsheet would take for a formula gets an apostrophe; `fused` takes it away again, from exactly these. */
export function defused(cell: string): string {
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

/** A cell of a file of refused rows, as it was before `defused`. */
export function fused(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

function csvCell(cell: string | null): string {
  const text = defused(cell ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A row as RFC 4180 has it, in which no spreadsheet finds a formula. */
export function csvRow(cells: readonly (string | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Places of the table's own columns: a file of refused rows that is imported again has our three already. */
function ownPlaces(columns: readonly string[]): readonly number[] {
  return columns.flatMap((column, place) => ((REFUSED_COLUMNS as readonly string[]).includes(column) ? [] : [place]))
}

/** Rows that are refused, kept as CSV while a table is taken. */
export interface RefusedRows {
  add(row: RefusedRow): void
  /** Writes what was added; answers how long the file is now, once that is on disk. */
  flush(): Promise<number>
}

/** The file of a table, at the length it had when counts were last kept: what was written after that is written again. */
export function openRefusedRows(path: string, columns: readonly string[], bytes: number): RefusedRows {
  const places = ownPlaces(columns)
  let length = bytes
  let texts: string[] = []
  return {
    add({ row, cells, reason, says }) {
      // A spreadsheet takes a file without this mark for Windows-1252.
      if (length === 0 && texts.length === 0) texts.push(`\ufeff${csvRow([...places.map((place) => columns[place] ?? ''), ...REFUSED_COLUMNS])}`)
      texts.push(csvRow([...places.map((place) => cells[place] ?? null), String(row), reason, says]))
    },
    async flush() {
      if (texts.length === 0) return length
      const written = texts.length
      const chunk = Buffer.from(texts.join(''))
      const file = await open(path, existsSync(path) ? 'r+' : 'w+', 0o600)
      try {
        await file.truncate(length)
        await file.write(chunk, 0, chunk.length, length)
        await file.datasync()
      } finally {
        await file.close()
      }
      texts = texts.slice(written)
      length += chunk.length
      return length
    },
  }
}

/** The file of refused rows as far as it is counted; nothing if none was refused. */
export async function* refusedRowsText(path: string, bytes: number): AsyncGenerator<Buffer> {
  if (bytes === 0 || !existsSync(path)) return
  yield* createReadStream(path, { end: bytes - 1 }) as AsyncIterable<Buffer>
}
