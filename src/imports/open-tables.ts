import { open, stat } from 'node:fs/promises'
import { openParquet } from '../db/engines/duckdb-files.ts'
import { rowCutter } from './read-delimited.ts'
import { type FileFault, type NamedFile, type PlainFile, plainFiles } from './read-files.ts'
import { beginsLikeJson, columnsOfObjects, type JsonLayout, layoutsOf, objectRows, type ParsedPiece, parsedPiece, pieceCutter, skeletonOf } from './read-json.ts'
import { DELIMITER_WORDS, distinctNames, shapeOf } from './read-shape.ts'
import { ENCODING_WORDS, type TextForm, textForm, utf8Chunks } from './read-text.ts'
import { fused, REFUSED_COLUMNS } from './refused-rows.ts'
import type { Row, Table } from './table.ts'

export type { FileFault, NamedFile } from './read-files.ts'

/** A table that tells how far its reading is. */
export interface OpenedTable extends Table {
  /** Size of what is read in one pass, in a unit of its own. */
  readonly size: number
  /** Of that, what the latest pass has read. */
  done(): number
}

export interface OpenedTables {
  readonly tables: readonly OpenedTable[]
  /** Files that cannot be read, each with what to do. */
  readonly faults: readonly FileFault[]
}

const BATCH_ROWS = 1_000
const SAMPLE_BYTES = 1_048_576
/** Columns of objects are gathered from so many of them. */
const SAMPLE_OBJECTS = 1_000

/**
 * Opens files, folders, zips and gzips as tables. What a file is, is told from its content. Nothing is held but a few chunks: rows come from the disk each time.
 * Unpacked files go to `scratch`, which is the caller's to remove.
 */
export async function openTables(files: readonly NamedFile[], scratch: string, signal?: AbortSignal): Promise<OpenedTables> {
  const { files: plain, faults: unread } = await plainFiles(files, scratch, signal)
  const tables: OpenedTable[] = []
  const faults: FileFault[] = [...unread]
  for (const file of plain) {
    const opened = await openFile(file, signal)
    if (typeof opened === 'string') faults.push({ file: file.name, says: opened })
    else tables.push(...opened)
  }
  return { tables, faults }
}

/** The tables of one file; a sentence if it has none. */
async function openFile(file: PlainFile, signal?: AbortSignal): Promise<readonly OpenedTable[] | string> {
  if (await isParquet(file.path)) return openParquetFile(file)
  const form = await textForm(file.path, signal)
  if (typeof form === 'string') return form
  const { start, isWhole } = await startOf(file.path, form, signal)
  if (start.toString('utf8').trim() === '') return 'the file is empty'
  if (beginsLikeJson(start.toString('utf8', 0, 4_096))) return openJson(file, form, start, isWhole, signal)
  return openDelimited(file, form, start, isWhole)
}

async function startOf(path: string, form: TextForm, signal?: AbortSignal): Promise<{ readonly start: Buffer; readonly isWhole: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of utf8Chunks(path, form, signal)) {
    if (bytes >= SAMPLE_BYTES) return { start: Buffer.concat(chunks), isWhole: false }
    chunks.push(chunk)
    bytes += chunk.length
  }
  return { start: Buffer.concat(chunks), isWhole: true }
}

// ---- cells with something between them

async function openDelimited(file: PlainFile, form: TextForm, start: Buffer, isWhole: boolean): Promise<readonly OpenedTable[] | string> {
  const shape = shapeOf(start, isWhole)
  if (shape === null) return 'there is not a single row in it'
  const { dialect, columns, skip, hasHeader, titles } = shape
  const width = columns.length
  const delimiter = DELIMITER_WORDS[dialect.delimiter] ?? `'${dialect.delimiter}'`
  const says = [dialect.delimiter === '\t' ? 'TSV' : 'CSV', dialect.delimiter === '\t' ? '' : delimiter, ...words(file, form), hasHeader ? '' : 'no header', titles > 0 ? `${titles} ${titles === 1 ? 'line' : 'lines'} above the header` : '']
  const size = (await stat(file.path)).size
  // Our own file of refused rows marks what a spreadsheet would take for a formula.
  const isOfRefused = REFUSED_COLUMNS.every((column) => columns.includes(column))
  let done = 0
  return [{
    name: file.name, read: says.filter((word) => word !== '').join(', '), columns, size, done: () => done,
    async *rows(signal) {
      done = 0
      const cutter = rowCutter(dialect)
      let toSkip = skip
      let number = 0
      const rowsFrom = (cuts: readonly { readonly cells: string[]; readonly fault: string | null }[]): Row[] => {
        const rows: Row[] = []
        for (const { cells, fault } of cuts) {
          if (toSkip > 0) {
            toSkip -= 1
            continue
          }
          number += 1
          rows.push(rowOf(number, isOfRefused ? cells.map((cell) => fused(cell)) : cells, fault, width, form.encoding === 'utf-8-broken'))
        }
        return rows
      }
      for await (const chunk of utf8Chunks(file.path, form, signal, (bytes) => { done = bytes })) yield* inBatches(rowsFrom(cutter.push(chunk)))
      yield* inBatches(rowsFrom(cutter.end()))
    },
  }]
}

function rowOf(number: number, cells: (string | null)[], fault: string | null, width: number, mayBeBroken: boolean): Row {
  if (fault !== null) return { number, cells, fault }
  // A letter is lost for good: better told than kept.
  if (mayBeBroken && cells.some((cell) => cell?.includes('\ufffd'))) return { number, cells, fault: 'the row holds bytes that are no UTF-8, so a letter is lost; export the file again as UTF-8' }
  while (cells.length < width) cells.push(null)
  if (cells.length > width) {
    if (cells.every((cell, place) => place < width || (cell as string).trim() === '')) cells.length = width
    else return { number, cells, fault: `the row has ${cells.length} cells, the header has ${width}; put quotes around cells that hold the delimiter` }
  }
  return { number, cells }
}

function* inBatches<T>(rows: readonly T[]): Generator<readonly T[]> {
  if (rows.length <= BATCH_ROWS) {
    if (rows.length > 0) yield rows
    return
  }
  for (let from = 0; from < rows.length; from += BATCH_ROWS) yield rows.slice(from, from + BATCH_ROWS)
}

function words(file: PlainFile, form: TextForm | null): readonly string[] {
  return [...(form ? [ENCODING_WORDS[form.encoding]] : []), ...file.wrapped.filter((wrap) => wrap === 'gzip').slice(0, 1)]
}

// ---- JSON

const LAYOUT_WORDS = { lines: 'JSON lines', values: 'JSON objects', elements: 'JSON list', members: 'JSON objects by key', one: 'JSON object' } as const

async function openJson(file: PlainFile, form: TextForm, start: Buffer, isWhole: boolean, signal?: AbortSignal): Promise<readonly OpenedTable[]> {
  const layouts: readonly JsonLayout[] = isLines(start, isWhole) ? [{ kind: 'lines' }] : layoutsOf(await skeletonOf(utf8Chunks(file.path, form, signal)))
  const size = (await stat(file.path)).size
  const tables: OpenedTable[] = []
  for (const layout of layouts) {
    const name = layouts.length > 1 && layout.kind === 'elements' && layout.member !== null ? `${file.name}/${layout.member}` : file.name
    let done = 0
    const pieces = async function* (asked?: AbortSignal): AsyncGenerator<readonly ParsedPiece[]> {
      done = 0
      const cutter = pieceCutter(layout)
      for await (const chunk of utf8Chunks(file.path, form, asked, (bytes) => { done = bytes })) yield cutter.push(chunk).map(parsedPiece)
      yield cutter.end().map(parsedPiece)
    }
    const sample: ParsedPiece[] = []
    for await (const some of pieces(signal)) {
      sample.push(...some)
      if (sample.length >= SAMPLE_OBJECTS) break
    }
    const columns = columnsOfObjects(sample.slice(0, SAMPLE_OBJECTS))
    const toRow = objectRows(columns)
    const at = layout.kind === 'elements' && layout.member !== null ? `, list '${layout.within === undefined ? '' : `${layout.within}.`}${layout.member}'` : ''
    tables.push({
      name, read: [`${LAYOUT_WORDS[layout.kind]}${at}`, ...words(file, form)].join(', '), columns, size, done: () => done,
      async *rows(asked) {
        let number = 0
        for await (const some of pieces(asked)) yield* inBatches(some.map((piece) => toRow(piece, ++number)))
      },
    })
  }
  return tables
}

/** One value a line: the first line is a whole object, and so is the next, or what is there of it begins as one. */
function isLines(start: Buffer, isWhole: boolean): boolean {
  const lines = start.toString('utf8').split('\n', 50).map((line) => line.trim()).filter((line) => line !== '')
  const [first = '', second] = lines
  if (!first.startsWith('{') || second === undefined || !second.startsWith('{')) return false
  const isObject = (line: string): boolean => parsedPiece({ text: line.replace(/\},$/, '}'), key: null, fault: null }).fault === null
  // A broken line must not make a file of lines anything else.
  const whole = isWhole ? lines : lines.slice(0, -1)
  return isObject(first) || (whole.length > 2 && whole.filter(isObject).length > whole.length / 2)
}

// ---- Parquet

async function isParquet(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('latin1') === 'PAR1'
  } finally {
    await file.close()
  }
}

async function openParquetFile(file: PlainFile): Promise<readonly OpenedTable[] | string> {
  let opened: Awaited<ReturnType<typeof openParquet>>
  try {
    opened = await openParquet(file.path)
  } catch (error) {
    return `the Parquet file cannot be read (${(String((error as Error).message).split('\n')[0] ?? '').replaceAll(file.path, file.name)}); export it again`
  }
  const { columns, rows: count } = opened
  let done = 0
  return [{
    name: file.name, read: ['Parquet', ...words(file, null)].join(', '), columns: distinctNames(columns), size: count, done: () => done,
    async *rows(signal) {
      done = 0
      for await (const batch of opened.batches(signal)) {
        yield* inBatches(batch.map((cells) => ({ number: ++done, cells })))
      }
    },
  }]
}
