import { createReadStream, existsSync, statSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Refusal } from '../../base/refusal.ts'
import type { Taken } from '../../evidence/take.ts'
import { looksGzipped } from '../http/body.ts'
import { openProgress } from './progress.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type TargetOptions } from './target.ts'

export interface ImportOptions extends TargetOptions {
  readonly json: boolean
  readonly progress: boolean
}

const REJECTED_SHOWN = 20

/** Takes files of evidence lines: .jsonl, .json (an array), the same gzipped, or `-` for standard input. */
export async function importFiles(files: readonly string[], options: ImportOptions, around: Surroundings): Promise<Exit> {
  for (const file of files) checkFile(file)
  const target = await openTarget(options, around)
  let exit: Exit = EXIT.ok
  const all: { [file: string]: Taken } = {}
  try {
    for (const file of files) {
      const bar = openProgress(`Importing ${file}`, around.err, around.isWatched || options.progress, around.now)
      const size = file === '-' ? null : statSync(file).size
      let read = 0
      const chunks = plain(file === '-' ? (around.stdin as AsyncIterable<Buffer>) : createReadStream(file, { highWaterMark: 256 * 1024 }), (bytes) => {
        read += bytes
        bar.at(read, size)
      })
      const taken = await target.take(chunks, () => bar.at(read, size)).finally(() => bar.end())
      all[file] = taken
      if (taken.rejected.length > 0) exit = EXIT.refused
      if (!options.json) report(file, taken, around)
    }
  } finally {
    await target.close()
  }
  if (options.json) around.out(`${JSON.stringify(files.length === 1 ? all[files[0] ?? ''] : all)}\n`)
  return exit
}

function checkFile(file: string): void {
  if (file === '-') return
  if (!existsSync(file)) throw new Refusal('no-such-file', `there is no file ${file}`)
  if (statSync(file).isDirectory()) throw new Refusal('bad-command', `${file} is a folder; name the files in it`)
  const kind = /\.(csv|tsv|xlsx?|parquet)(\.gz)?$/i.exec(file)?.[1]?.toLowerCase()
  if (kind) throw new Refusal('bad-command', `${file}: ${kind} files are not read yet; turn them into evidence lines (.jsonl, one JSON object a line) first`)
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

function report(file: string, taken: Taken, around: Surroundings): void {
  const rejected = taken.rejected.length + (taken.rejectedUnlisted ?? 0)
  around.out(`${file}: ${count(taken.accepted)} accepted, ${count(taken.duplicate)} known already, ${count(rejected)} refused\n`)
  for (const one of taken.rejected.slice(0, REJECTED_SHOWN)) around.err(`  line ${one.line}: ${one.says} (${one.reason})\n`)
  if (rejected > REJECTED_SHOWN) around.err(`  and ${count(rejected - REJECTED_SHOWN)} more; --json lists them\n`)
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
