import { BIGINT, DOUBLE, type DuckDBConnection, DuckDBDataChunk, type DuckDBType, DuckDBTypeId, INTEGER, VARCHAR } from '@duckdb/node-api'
import type { Columns } from '../db.ts'
import { lengthOf, quoted } from './columns.ts'

/** Rows that one data chunk holds; DuckDB's own vector size. */
const CHUNK_ROWS = 2048

type Column = Columns[string]

/** A vector of fixed width: its items are a typed array, which is filled in bulk and then flushed. */
interface TypedVector<Items> {
  readonly items: Items
  flush(): void
}

/**
 * Appends columns by data chunks. Typed arrays are copied into the vectors whole; one item at a time is several times slower.
 * Runs on the calling thread and keeps it for as long as it takes.
 */
export async function loadChunks(connection: DuckDBConnection, table: string, columns: Columns): Promise<void> {
  const rowCount = lengthOf(columns)
  if (rowCount === 0) return
  const names = (await connection.run(`select * from ${quoted(table)} limit 0`)).columnNames()
  for (const name of Object.keys(columns)) if (!names.includes(name)) throw new Error(`the table ${table} has no column ${name}`)
  const appender = await connection.createAppender(table)
  try {
    const types = names.map((name, place) => chunkType(columns[name], appender.columnType(place)))
    for (let from = 0; from < rowCount; from += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rowCount - from)
      const chunk = DuckDBDataChunk.create(types, count)
      names.forEach((name, place) => fill(chunk, place, columns[name], from, count))
      appender.appendDataChunk(chunk)
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** The appender casts what is not of the table's own type, so a chunk may stay in the type of what is given. */
function chunkType(column: Column | undefined, tableType: DuckDBType): DuckDBType {
  if (column === undefined || column instanceof Int32Array) return INTEGER
  if (column instanceof Float64Array) return tableType.typeId === DuckDBTypeId.DOUBLE ? DOUBLE : BIGINT
  return VARCHAR
}

function fill(chunk: DuckDBDataChunk, place: number, column: Column | undefined, from: number, count: number): void {
  const vector = chunk.getColumnVector(place)
  if (column === undefined) {
    for (let row = 0; row < count; row++) vector.setItem(row, null)
    vector.flush()
  } else if (column instanceof Int32Array) {
    const typed = vector as unknown as TypedVector<Int32Array>
    typed.items.set(column.subarray(from, from + count))
    typed.flush()
  } else if (column instanceof Float64Array) {
    const typed = vector as unknown as TypedVector<BigInt64Array | Float64Array>
    if (typed.items instanceof Float64Array) typed.items.set(column.subarray(from, from + count))
    else setWhole(typed.items, column, from, count)
    typed.flush()
  } else {
    for (let row = 0; row < count; row++) vector.setItem(row, column[from + row] ?? null)
    vector.flush()
  }
}

const TWO_TO_32 = 4_294_967_296

/** Writes whole doubles as 64-bit integers by halves; making a BigInt of each takes five times as long. */
function setWhole(items: BigInt64Array, column: Float64Array, from: number, count: number): void {
  const halves = new Int32Array(items.buffer, items.byteOffset, count * 2)
  for (let row = 0; row < count; row++) {
    const value = column[from + row] as number
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number within 2^53`)
    const low = value >>> 0
    halves[row * 2] = low
    halves[row * 2 + 1] = (value - low) / TWO_TO_32
  }
}
