import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fetchAddress, FILE_BYTES_AT_MOST } from '../db/engines/address-query.ts'
import { withDuckDbRows } from '../db/engines/duckdb-query.ts'
import { type ForeignColumn, type ForeignRows, type ForeignTerms, wrongConnection } from '../db/engines/foreign-query.ts'
import { withPostgresRows } from '../db/engines/postgres-query.ts'
import { csvChunks, type Written } from './pull-csv.ts'
import type { KeptPull, Seen } from './pull-state.ts'

/** Puts a file where the import will read it. */
export type StageFile = (name: string, chunks: AsyncIterable<Uint8Array>) => Promise<void>

/** What was read, and what holds once it is taken; or that there is nothing new. */
export type Staged =
  | { readonly kind: 'files'; readonly rows: number | null; readonly since: string | null; readonly seen: Seen }
  | { readonly kind: 'nothing'; readonly says: string; readonly seen: Seen | null }

type Source = Pick<KeptPull, 'id' | 'kind' | 'connection' | 'authorization' | 'query' | 'cursor' | 'start' | 'since' | 'seen'>

const QUERY_MS = 30 * 60_000
const FILE_ENDING = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|zip|gz)$/i

/** Reads a source once, from the place it was taken to until now. */
export async function stageFrom(source: Source, folder: string, stage: StageFile, signal: AbortSignal): Promise<Staged> {
  if (source.query !== null) return stageQuery(source, folder, stage, signal)
  return source.kind === 'url' ? stageAddress(source, stage, signal) : stageFolder(source, folder, stage, signal)
}

async function stageQuery(source: Source, folder: string, stage: StageFile, signal: AbortSignal): Promise<Staged> {
  const { cursor, since, seen } = source
  return withRows(source, folder, signal, async ({ columns, batches }): Promise<Staged> => {
    const reading = batches[Symbol.asyncIterator]()
    const first = await reading.next()
    if (first.done) return { kind: 'nothing', says: cursor === null ? 'The query gives no rows.' : 'Nothing is new.', seen: null }
    const written: Written = { rows: 0, hash: '', greatest: since }
    await stage(`${source.id}.csv`, csvChunks({ columns, batches: continued(first.value, reading) }, cursor, since, written))
    if (written.hash === seen.hash) return { kind: 'nothing', says: 'The query gives the same rows as before.', seen: null }
    return { kind: 'files', rows: written.rows, since: written.greatest, seen: { hash: written.hash } }
  })
}

async function* continued<T>(first: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/** Columns and the first rows of a query. */
export async function firstRows(source: Source, folder: string, count: number, signal: AbortSignal): Promise<{ readonly columns: readonly ForeignColumn[]; readonly rows: readonly (readonly (string | null)[])[] }> {
  return withRows(source, folder, signal, async ({ columns, batches }) => {
    const rows: (readonly (string | null)[])[] = []
    for await (const batch of batches) {
      rows.push(...batch.slice(0, count - rows.length))
      if (rows.length >= count) break
    }
    return { columns, rows }
  })
}

async function withRows<T>(source: Source, folder: string, signal: AbortSignal, work: (rows: ForeignRows) => Promise<T>): Promise<T> {
  const { kind, connection, since, start } = source
  const from = since ?? start
  const terms: ForeignTerms = { query: source.query ?? '', values: from === null ? {} : { since: from }, signal, timeoutMs: QUERY_MS }
  if (kind === 'postgres') return withPostgresRows(connection, terms, work)
  const place = placeOnDisk(connection, kind === 'duckdb' ? 'file' : 'folder', folder)
  return withDuckDbRows(kind === 'duckdb' ? { file: place } : { folder: place }, terms, work)
}

async function stageAddress(source: Source, stage: StageFile, signal: AbortSignal): Promise<Staged> {
  const { connection: url, authorization, seen } = source
  const fetched = await fetchAddress({ url, authorization, seen, signal, bytesAtMost: FILE_BYTES_AT_MOST })
  if (fetched === null) return { kind: 'nothing', says: 'The file has not changed, says its server.', seen: null }
  const hash = createHash('sha256')
  await stage(fetched.name, watched(fetched.chunks, hash))
  const now = { ...fetched.seen, hash: hash.digest('hex') }
  return now.hash === seen.hash ? { kind: 'nothing', says: 'The file has not changed.', seen: now } : { kind: 'files', rows: null, since: null, seen: now }
}

async function stageFolder(source: Source, ownFolder: string, stage: StageFile, signal: AbortSignal): Promise<Staged> {
  const folder = placeOnDisk(source.connection, 'folder', ownFolder)
  const files = filesOf(folder)
  if (files.length === 0) throw wrongConnection('The folder holds no file that can be read. Put CSV, TSV, JSON, JSON lines, Parquet or zip files there.')
  const before = source.seen.files ?? {}
  const now: { [name: string]: string } = {}
  for (const name of files) {
    const stampBefore = stampOf(join(folder, name))
    now[name] = stampBefore
    if (before[name] === stampBefore) continue
    await stage(name, createReadStream(join(folder, name), { signal }) as AsyncIterable<Uint8Array>)
    if (stampOf(join(folder, name)) !== stampBefore) throw wrongConnection(`The file ${name} is being written just now. It is tried again later.`)
  }
  const isNew = files.some((name) => before[name] !== now[name])
  return isNew ? { kind: 'files', rows: null, since: null, seen: { files: now } } : { kind: 'nothing', says: 'No file is new or has changed.', seen: null }
}

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile() && FILE_ENDING.test(entry.name) && !entry.name.startsWith('.'))
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort()
}

function stampOf(path: string): string {
  const { size, mtimeMs } = statSync(path)
  return `${size} ${mtimeMs}`
}

/** A path that a pull may read: there, of the right sort, and not Hatrack's own, where keys and passwords lie and DuckDB files are open. */
export function placeOnDisk(path: string, sort: 'file' | 'folder', ownFolder: string): string {
  if (resolve(path) !== path.replace(/(.)\/+$/, '$1')) throw wrongConnection(`Give the whole path of the ${sort} on the machine of the server, from its root on.`)
  if (!existsSync(path)) throw wrongConnection(`There is no ${sort} ${path} on the machine of the server. Correct the path.`)
  const real = realpathSync(path)
  if (statSync(real).isDirectory() !== (sort === 'folder')) throw wrongConnection(`${path} is no ${sort}. Correct the path.`)
  const own = existsSync(ownFolder) ? realpathSync(ownFolder) : ownFolder
  const data = basename(dirname(own)) === 'workspaces' ? dirname(dirname(own)) : own
  if (isWithin(real, data) || isWithin(data, real)) throw wrongConnection("Hatrack's own data folder is not pulled from. Choose another place.")
  return real
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

async function* watched(chunks: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
}
