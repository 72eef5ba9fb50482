import { createReadStream, existsSync, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { dayOf, dayText } from '../../base/day.ts'
import { Refusal } from '../../base/refusal.ts'
import { looksGzipped } from '../http/body.ts'
import type { Imported } from './batches.ts'
import { choiceIn } from './import-choices.ts'
import { holdsEvidence, step } from './import-door.ts'
import type { FilesOptions } from './import-files.ts'
import { openProgress } from './progress.ts'
import { digestOf, importIdOf } from './stamp.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type Target, type TargetOptions } from './target.ts'
import { plural } from './words.ts'

export interface ImportOptions extends TargetOptions {
  readonly json: boolean
  readonly progress: boolean
  /** The id of the import; absent: one is made for each file. */
  readonly import: string | undefined
  /** Lines stay as they are, without an id. */
  readonly keep: boolean
}

/** What is told of one file. */
type Told = Imported & { readonly import: string | null }

const REJECTED_SHOWN = 20
const ID_CHARACTERS = 200

/** Takes what is named: files of evidence lines as they are, everything else as tables that are understood first. */
export async function importAll(paths: readonly string[], options: ImportOptions & FilesOptions, around: Surroundings): Promise<Exit> {
  if (paths.length === 0)
    throw new Refusal('bad-command', "name files, folders or archives, or - for evidence lines on standard input: 'hatrack import invoices.csv users.csv'")
  const lines: string[] = []
  const tables: string[] = []
  // Whoever says how tables are understood holds the file for one: where it is broken, its reader says why.
  const whenUnclear = choiceIn(options) === null
  for (const path of paths) {
    if (path !== '-' && !existsSync(path)) throw new Refusal('no-such-file', `there is no file ${path}`)
    if (path !== '-' && /\.xlsx?$/i.test(path)) throw new Refusal('bad-command', `${path}: workbooks are not read; save each sheet as CSV`)
    ;((path !== '-' && statSync(path).isDirectory()) || !(await holdsEvidence(path, whenUnclear)) ? tables : lines).push(path)
  }
  if (tables.length === 0) {
    const chosen = choiceIn(options)
    if (chosen !== null) throw new Refusal('bad-command', `${chosen} says how tables are understood; evidence lines are taken as they are`)
    return importFiles(lines, options, around)
  }
  if (options.keep || options.import !== undefined) throw new Refusal('bad-command', `--keep and --import are for evidence lines; ${tables[0]} holds none`)
  if (lines.length > 0) throw new Refusal('bad-command', `${lines[0]} holds evidence lines and ${tables[0]} does not; import them one after the other`)
  const { importTables } = await import('./import-files.ts')
  return importTables(tables, options, around)
}

/** Takes files of evidence lines: .jsonl, .json (an array), the same gzipped, or `-` for standard input. */
export async function importFiles(files: readonly string[], options: ImportOptions, around: Surroundings): Promise<Exit> {
  if (options.keep && options.import !== undefined) throw new Refusal('bad-command', '--keep leaves lines as they are, --import gives them an id; choose one')
  if (options.import !== undefined) checkId(options.import)
  const target = await openTarget(options, around)
  const all: { [file: string]: Told } = {}
  try {
    for (const file of files) {
      all[file] = await importFile(file, target, options, around)
      if (!options.json) report(file, all[file], around)
    }
  } finally {
    await target.close()
  }
  if (options.json) around.out(`${JSON.stringify(files.length === 1 ? all[files[0] ?? ''] : all)}\n`)
  else tellHowToUndo(Object.values(all), around)
  return Object.values(all).some(({ rejected }) => rejected.length > 0) ? EXIT.refused : EXIT.ok
}

async function importFile(file: string, target: Target, options: ImportOptions, around: Surroundings): Promise<Told> {
  const bar = openProgress(`Importing ${file}`, around.err, around.isWatched || options.progress, around.now)
  const size = file === '-' ? null : statSync(file).size
  const id = options.keep ? null : (options.import ?? (await idFor(file, around)))
  let read = 0
  const chunks = plain(file === '-' ? (around.stdin as AsyncIterable<Buffer>) : createReadStream(file, { highWaterMark: 256 * 1024 }), (bytes) => {
    read += bytes
    bar.at(read, size)
  })
  try {
    return { ...(await target.take(chunks, id, () => bar.at(read, size))), import: id }
  } catch (error) {
    bar.end()
    // What was taken until then stays, and can be undone.
    if (id !== null) around.err(`the import ${id} of ${file} was broken off; import it again as --import ${id} to go on\n`)
    throw error
  } finally {
    bar.end()
  }
}

async function idFor(file: string, around: Surroundings): Promise<string> {
  if (file === '-') return importIdOf(dayText(dayOf(around.now())), null)
  const contents = await digestOf(createReadStream(file, { highWaterMark: 1024 * 1024 }))
  return importIdOf(dayText(dayOf(Math.floor(statSync(file).mtimeMs))), contents)
}

/** Takes back all lines of an import, with an undo line. */
export async function undoImport(
  id: string,
  files: readonly string[],
  options: TargetOptions & { readonly json: boolean },
  around: Surroundings,
): Promise<Exit> {
  if (files.length > 0) throw new Refusal('bad-command', '--undo takes no files; it takes back what was imported under that id')
  checkId(id)
  const target = await openTarget(options, around)
  try {
    if (await isOfTables(target, id)) {
      const state = await step(target, 'import-undo', { id })
      around.out(options.json ? `${JSON.stringify(state)}\n` : `The import ${id} is undone: its lines no longer count, and what they replaced holds again.\n`)
      return EXIT.ok
    }
    const line = JSON.stringify({ type: 'undo', key: `undo ${id}`, import: id })
    const taken = await target.take(once(Buffer.from(line)), null, () => {})
    const [refused] = taken.rejected
    if (refused) throw new Refusal('bad-command', refused.says)
    if (options.json) around.out(`${JSON.stringify({ ...taken, import: id })}\n`)
    else
      around.out(
        taken.duplicate > 0
          ? `The import ${id} was undone already.\n`
          : `The import ${id} is undone: its lines no longer count, and what they replaced holds again.\n`,
      )
  } finally {
    await target.close()
  }
  return EXIT.ok
}

/** Has the import a state of its own, which must know that it is undone? */
async function isOfTables(target: Target, id: string): Promise<boolean> {
  return step(target, 'import', { id }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal && ['unknown-import', 'unknown-route', 'key-too-weak'].includes(error.code)) return false
      throw error
    },
  )
}

async function* once(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk
}

function checkId(id: string): void {
  if (id.trim() === '' || id.length > ID_CHARACTERS) throw new Refusal('bad-command', `the id of an import is a text of 1 to ${ID_CHARACTERS} characters`)
}

/** The bytes as they were before compression; a gzip file is known by its first bytes, not by its name. */
async function* plain(source: AsyncIterable<Buffer>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]()
  let first = await iterator.next()
  // Two bytes tell, and a pipe may bring one.
  while (!first.done && first.value.length < 3) {
    const next = await iterator.next()
    if (next.done) break
    first = { done: false, value: Buffer.concat([first.value, next.value]) }
  }
  if (first.done) return
  const start = first.value
  async function* all(): AsyncGenerator<Buffer> {
    for (let next: IteratorResult<Buffer> = { done: false, value: start }; !next.done; next = await iterator.next()) {
      onRead(next.value.length)
      yield next.value
    }
  }
  if (looksGzipped(start)) {
    const { Readable } = await import('node:stream')
    const unzip = createGunzip()
    const zipped = Readable.from(all())
    zipped.on('error', (error) => unzip.destroy(error))
    yield* zipped.pipe(unzip) as AsyncIterable<Buffer>
  } else yield* all()
}

function report(file: string, told: Told, around: Surroundings): void {
  const rejected = told.rejected.length + (told.rejectedUnlisted ?? 0)
  around.out(`${file}: ${count(told.accepted)} accepted, ${count(told.duplicate)} known already, ${count(rejected)} refused\n`)
  for (const one of told.rejected.slice(0, REJECTED_SHOWN)) around.err(`  line ${one.line}: ${one.says} (${one.reason})\n`)
  if (rejected > REJECTED_SHOWN) around.err(`  and ${count(rejected - REJECTED_SHOWN)} more; --json lists them\n`)
}

function tellHowToUndo(all: readonly Told[], around: Surroundings): void {
  for (const id of new Set(all.filter((one) => one.accepted > 0 && one.stamped > 0).map((one) => one.import))) {
    const lines = all.reduce((sum, one) => (one.import === id ? sum + one.stamped : sum), 0)
    around.out(`The import is ${id} (${plural(lines, 'line')}); to undo it: hatrack import --undo ${quoted(id ?? '')}\n`)
  }
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w.:@/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
