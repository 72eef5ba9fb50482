import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../base/refusal.ts'

/** Where the evidence of a data folder is kept: `store.json` says so, without an address, which may hold a password. */
export type StoreKind = 'files' | 'postgres'

const POSTGRES_URL = /^postgres(ql)?:\/\//i

/** Refuses what is no data folder, and a database that is not the kind this folder keeps its evidence in: an answer from the wrong store would look like an empty one. */
export function checkDataFolder(data: string, databaseUrl: string | undefined): void {
  checkIsFolder(data)
  if (databaseUrl !== undefined && !POSTGRES_URL.test(databaseUrl)) {
    throw new Refusal('bad-command', '--database (or HATRACK_DATABASE_URL) is no PostgreSQL URL; write postgres://user:password@host/database')
  }
  const kept = storeOf(data)
  if (kept === 'postgres' && databaseUrl === undefined) {
    throw new Refusal(
      'bad-command',
      `${data} keeps its evidence in PostgreSQL; name the database with HATRACK_DATABASE_URL or --database, or another folder with --data`,
    )
  }
  if (kept === 'files' && databaseUrl !== undefined) {
    throw new Refusal(
      'bad-command',
      `${data} keeps its evidence in files, and a database was named; leave the database out, or move the evidence: 'hatrack export FILE' without the database, then 'hatrack import FILE' with it and a new --data folder`,
    )
  }
}

/** A file in the place of the data folder is a slip; what is not there yet is well. */
export function checkIsFolder(data: string): void {
  if (existsSync(data) && !statSync(data).isDirectory()) throw new Refusal('bad-command', `${data} is a file, not a data folder; name a folder with --data`)
}

/** Notes that this folder's evidence is in PostgreSQL. A folder with files needs no note: they are there. */
export function rememberStore(data: string, databaseUrl: string | undefined): void {
  if (databaseUrl === undefined || storeOf(data) === 'postgres') return
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const partial = `${fileIn(data)}.${process.pid}.tmp`
  writeFileSync(partial, `${JSON.stringify({ store: 'postgres' })}\n`, { mode: 0o600, flush: true })
  renameSync(partial, fileIn(data))
}

/** Null for a folder that keeps nothing yet. */
export function storeOf(data: string): StoreKind | null {
  if (existsSync(fileIn(data))) return noted(data)
  return holdsRecord(data) ? 'files' : null
}

function fileIn(data: string): string {
  return join(data, 'store.json')
}

function noted(data: string): StoreKind {
  try {
    const { store } = JSON.parse(readFileSync(fileIn(data), 'utf8')) as { store?: unknown }
    if (store === 'postgres' || store === 'files') return store
  } catch {
    // Said below.
  }
  throw new Refusal('bad-command', `${fileIn(data)} cannot be read; write {"store":"postgres"} into it, or remove it if the evidence is in files`)
}

function holdsRecord(data: string): boolean {
  const root = join(data, 'workspaces')
  return namesIn(root).some((workspace) => {
    const record = join(root, workspace, 'record')
    return namesIn(record).some((name) => name.endsWith('.log') && statSync(join(record, name)).size > 0)
  })
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : []
}
