import { once } from 'node:events'
import { createWriteStream, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Refusal } from '../../base/refusal.ts'
import { openProgress } from './progress.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type TargetOptions } from './target.ts'
import { plural } from './words.ts'

export interface ExportOptions extends TargetOptions {
  /** A file (gzipped if it ends in .gz); null for standard output. */
  readonly to: string | null
  readonly progress: boolean
}

/** Writes all evidence lines, as they were written, with the time they were learned. */
export async function exportAll(options: ExportOptions, around: Surroundings): Promise<Exit> {
  if (options.to !== null) checkPlace(options.to)
  const target = await openTarget(options, around)
  const bar = openProgress('Exporting', around.err, around.isWatched || options.progress, around.now)
  let write: Writing | null = null
  try {
    const { total, texts } = await target.lines()
    write = options.to === null ? toStandardOutput(around) : toFile(options.to)
    let lines = 0
    for await (const text of texts) {
      lines += linesIn(text)
      await write.text(text)
      bar.at(lines, total)
    }
    await write.end()
    bar.end()
    around.err(`${plural(lines, 'line')} exported\n`)
  } catch (error) {
    write?.drop()
    throw error
  } finally {
    bar.end()
    await target.close()
  }
  return EXIT.ok
}

/** Looked at before anything is opened or written. */
function checkPlace(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory())
      throw new Refusal('bad-command', `${path} is a folder; name a file in it, such as ${path.replace(/\/+$/, '')}/evidence.jsonl.gz`)
    return
  }
  const folder = dirname(path)
  if (!existsSync(folder)) throw new Refusal('no-such-file', `there is no folder ${folder}; make it, or name a file elsewhere`)
  if (!statSync(folder).isDirectory()) throw new Refusal('bad-command', `${folder} is a file, not a folder; name a file elsewhere`)
}

interface Writing {
  readonly text: (text: string | Uint8Array) => Promise<void>
  readonly end: () => Promise<void>
  /** Leaves nothing half written behind. */
  readonly drop: () => void
}

function toStandardOutput(around: Surroundings): Writing {
  return { text: (text) => around.write(text), end: async () => {}, drop() {} }
}

/** The file appears under its name when it is whole. */
function toFile(path: string): Writing {
  const partial = `${path}.part`
  const file = createWriteStream(partial, { fd: openSync(partial, 'w', 0o600) })
  const stream = path.endsWith('.gz') ? createGzip() : file
  if (stream !== file) stream.pipe(file)
  const closed = stream === file ? finished(file) : Promise.all([finished(file), finished(stream)])
  closed.catch(() => {})
  return {
    async text(text) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), closed])
    },
    async end() {
      stream.end()
      await closed
      renameSync(partial, path)
    },
    drop() {
      file.destroy()
      rmSync(partial, { force: true })
    },
  }
}

function linesIn(text: string | Uint8Array): number {
  const bytes = typeof text === 'string' ? null : Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  let lines = 0
  if (bytes) for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++
  else for (let at = (text as string).indexOf('\n'); at >= 0; at = (text as string).indexOf('\n', at + 1)) lines++
  return lines
}
