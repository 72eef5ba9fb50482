import { once } from 'node:events'
import { createWriteStream, renameSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { openProgress } from './progress.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type TargetOptions } from './target.ts'

export interface ExportOptions extends TargetOptions {
  /** A file (gzipped if it ends in .gz); null for standard output. */
  readonly to: string | null
  readonly progress: boolean
}

/** Writes all evidence lines, as they were written, with the time they were learned. */
export async function exportAll(options: ExportOptions, around: Surroundings): Promise<Exit> {
  const target = await openTarget(options, around)
  const bar = openProgress('Exporting', around.err, around.isWatched || options.progress, around.now)
  try {
    const { total, texts } = await target.lines()
    const write = options.to === null ? toStandardOutput(around) : toFile(options.to)
    let lines = 0
    for await (const text of texts) {
      lines += linesIn(text)
      await write.text(text)
      bar.at(lines, total)
    }
    await write.end()
    bar.end()
    around.err(`${lines.toLocaleString('en-US')} lines exported\n`)
  } finally {
    bar.end()
    await target.close()
  }
  return EXIT.ok
}

interface Writing {
  readonly text: (text: string | Uint8Array) => Promise<void>
  readonly end: () => Promise<void>
}

function toStandardOutput(around: Surroundings): Writing {
  return { text: (text) => around.write(text), end: async () => {} }
}

/** The file appears under its name when it is whole. */
function toFile(path: string): Writing {
  const partial = `${path}.part`
  const file = createWriteStream(partial, { mode: 0o600 })
  const stream = path.endsWith('.gz') ? createGzip() : file
  if (stream !== file) stream.pipe(file)
  const closed = finished(file)
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
  }
}

function linesIn(text: string | Uint8Array): number {
  const bytes = typeof text === 'string' ? null : Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  let lines = 0
  if (bytes) for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++
  else for (let at = (text as string).indexOf('\n'); at >= 0; at = (text as string).indexOf('\n', at + 1)) lines++
  return lines
}
