import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Columns } from '../db.ts'
import { lengthOf, quoted } from './columns.ts'

/** Rows that are written as one piece of text; larger pieces are not faster. */
const PIECE_ROWS = 2000

/** Appends columns by COPY. */
export async function loadByCopy(client: ClientBase, table: string, columns: Columns): Promise<void> {
  const rowCount = lengthOf(columns)
  if (rowCount === 0) return
  const names = Object.keys(columns).map(quoted).join(', ')
  const copy = client.query(copyFrom(`copy ${quoted(table)} (${names}) from stdin`))
  await pipeline(Readable.from(pieces(Object.values(columns), rowCount), { objectMode: true, highWaterMark: 4 }), copy)
}

function* pieces(columns: readonly Columns[string][], rowCount: number): Generator<Buffer> {
  const last = columns.length - 1
  for (let from = 0; from < rowCount; from += PIECE_ROWS) {
    const to = Math.min(from + PIECE_ROWS, rowCount)
    let text = ''
    for (let row = from; row < to; row++) {
      for (let place = 0; place <= last; place++) {
        const value = (columns[place] as Columns[string])[row] as number | string | null
        text += typeof value === 'number' ? whole(value) : value === null ? '\\N' : escaped(value)
        text += place === last ? '\n' : '\t'
      }
    }
    yield Buffer.from(text)
  }
}

function whole(value: number): string {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number within 2^53`)
  return String(value)
}

const SPECIAL = /[\\\n\r\t]/g
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(text: string): string {
  return text.replace(SPECIAL, (letter) => ESCAPES[letter] as string)
}
