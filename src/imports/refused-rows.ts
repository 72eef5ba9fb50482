import { type FileHandle, open } from 'node:fs/promises'
import { createReadStream, existsSync } from 'node:fs'

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

function csvRow(cells: readonly (string | null)[]): string {
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
  close(): Promise<void>
}

/** Opens the file of a table, at the length it had when counts were last kept: what was written after that is written again. */
export async function openRefusedRows(path: string, columns: readonly string[], bytes: number): Promise<RefusedRows> {
  const places = ownPlaces(columns)
  let file: FileHandle | null = null
  let length = bytes
  let texts: string[] = []
  const opened = async (): Promise<FileHandle> => {
    if (file) return file
    file = await open(path, existsSync(path) ? 'r+' : 'w+', 0o600)
    await file.truncate(length)
    // A spreadsheet takes a file without this mark for Windows-1252.
    if (length === 0) texts.unshift(`\ufeff${csvRow([...places.map((place) => columns[place] ?? ''), ...REFUSED_COLUMNS])}`)
    return file
  }
  return {
    add({ row, cells, reason, says }) {
      texts.push(csvRow([...places.map((place) => cells[place] ?? null), String(row), reason, says]))
    },
    async flush() {
      if (texts.length === 0) return length
      const handle = await opened()
      const chunk = Buffer.from(texts.join(''))
      texts = []
      await handle.write(chunk, 0, chunk.length, length)
      await handle.datasync()
      length += chunk.length
      return length
    },
    async close() {
      await file?.close()
      file = null
    },
  }
}

/** The file of refused rows as far as it is counted; nothing if none was refused. */
export async function* refusedRowsText(path: string, bytes: number): AsyncGenerator<Buffer> {
  if (bytes === 0 || !existsSync(path)) return
  yield* createReadStream(path, { end: bytes - 1 }) as AsyncIterable<Buffer>
}
