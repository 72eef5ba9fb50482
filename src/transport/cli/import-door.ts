import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { Refusal } from '../../base/refusal.ts'
import { lineCutter } from '../../evidence/cut.ts'
import type { ImportState } from '../../imports/import-state.ts'
import { importOperations } from '../../imports/operations.ts'
import { looksGzipped } from '../http/body.ts'
import type { Target } from './target.ts'

/** Asks for a step of an import by its name. */
export async function step<T = ImportState>(target: Target, name: string, input: { readonly [name: string]: unknown } = {}): Promise<T> {
  const operation = importOperations.find((one) => one.name === name)
  if (!operation) throw new Error(`no operation ${name}`)
  return (await target.ask(operation as never, input)) as T
}

const LOOK_EVERY_MS = 150

/** Waits until nothing is being done for the import. */
export async function settled(target: Target, id: string, onState: (state: ImportState) => void, signal: AbortSignal): Promise<ImportState> {
  for (let isStopping = false; ; ) {
    const state = await step(target, 'import', { id })
    onState(state)
    if (state.status !== 'looking' && state.status !== 'taking' && state.status !== 'undoing') return state
    if (signal.aborted && !isStopping) {
      isStopping = true
      await step(target, 'import-stop', { id })
    } else await after(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

export interface FileOnDisk {
  /** As it is called within the import: with its path within the folder that was named. */
  readonly name: string
  readonly path: string
  readonly bytes: number
}

/** The files that are named, and those in folders that are named. */
export async function filesNamed(paths: readonly string[]): Promise<readonly FileOnDisk[]> {
  const found: FileOnDisk[] = []
  for (const path of paths) {
    const about = await stat(path)
    if (!about.isDirectory()) found.push({ name: basename(path), path, bytes: about.size })
    else found.push(...(await filesIn(path, basename(path.replace(/\/+$/, '')))))
  }
  const names = new Set<string>()
  for (const { name } of found) {
    if (names.has(name)) throw new Refusal('bad-command', `two files are called ${name}; put them into one folder each, and name the folder that holds both`)
    names.add(name)
  }
  return found
}

async function filesIn(folder: string, name: string): Promise<readonly FileOnDisk[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))
  const found: FileOnDisk[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...(await filesIn(path, `${name}/${entry.name}`)))
    else if (entry.isFile()) found.push({ name: `${name}/${entry.name}`, path, bytes: (await stat(path)).size })
  }
  return found
}

const LINES_NAME = /\.(jsonl|ndjson|json)(\.gz)?$/i
const PEEKED_BYTES = 2 * 1_048_576

/** Is it a file of evidence lines? Others may be JSON, too: then their first object is no line. What cannot be told is taken for lines, and refused line by line. */
export async function holdsEvidence(path: string, whenUnclear = true): Promise<boolean> {
  if (path === '-') return true
  if (!LINES_NAME.test(path)) return false
  const first = await firstText(path)
  if (first === null) return whenUnclear
  try {
    const value = JSON.parse(first) as { readonly type?: unknown; readonly key?: unknown; readonly retracted?: unknown } | null
    if (typeof value !== 'object' || value === null) return whenUnclear
    return typeof value.type === 'string' && (typeof value.key === 'string' || !('id' in value || 'messageId' in value))
  } catch {
    return whenUnclear
  }
}

/** The first line, or element of a list, if one is whole within the first bytes. */
async function firstText(path: string): Promise<string | null> {
  const file = await open(path)
  const start = Buffer.alloc(3)
  try {
    await file.read(start, 0, 3, 0)
  } finally {
    await file.close()
  }
  const plain = createReadStream(path, { highWaterMark: 64 * 1024 })
  const unzip = looksGzipped(start) ? plain.pipe(createGunzip()) : plain
  const cutter = lineCutter()
  let bytes = 0
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      const [cut] = cutter.push(chunk)
      if (cut) return typeof cut.text === 'string' ? cut.text : null
      bytes += chunk.length
      if (bytes > PEEKED_BYTES) return null
    }
    const [cut] = cutter.end()
    return cut && typeof cut.text === 'string' ? cut.text : null
  } catch {
    return null
  } finally {
    plain.destroy()
  }
}
