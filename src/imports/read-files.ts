import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import * as yauzl from 'yauzl'

export interface NamedFile {
  readonly name: string
  readonly path: string
}

export interface PlainFile extends NamedFile {
  /** What it was taken out of, the outermost first: `zip`, `gzip`. */
  readonly wrapped: readonly string[]
}

export interface FileFault {
  readonly file: string
  readonly says: string
}

/** Limits against files that are made to fill the disk. A table of usage shrinks to a thirtieth or so; a bomb to a thousandth. */
export interface UnpackLimits {
  readonly bytes: number
  readonly files: number
  /** Times as large as packed; looked at from `ratioFrom` bytes on. */
  readonly ratio: number
  readonly ratioFrom: number
}

export const UNPACK_LIMITS: UnpackLimits = { bytes: 64 * 2 ** 30, files: 10_000, ratio: 250, ratioFrom: 64 * 2 ** 20 }
const MAX_WRAPS = 4

/** Why a file is left out: a sentence for people. Everything else thrown is a bug, or the machine's. */
class Unfit extends Error {}

type Kind = 'zip' | 'gzip' | 'plain'

/** First bytes of what cannot be read, as Latin-1, each with what to do. */
const OTHERS: readonly (readonly [is: (start: string) => boolean, says: string])[] = [
  [begins('\xd0\xcf\x11\xe0'), 'this is an old Excel workbook; save each sheet as CSV'],
  [begins('%PDF'), 'this is a PDF; export the data as CSV'],
  [begins('\x28\xb5\x2f\xfd', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', 'Rar!'), 'this is packed in a way that is not read here; unpack it, or pack it as gzip or zip'],
  [(start) => start.startsWith('ustar', 257), 'this is a tar archive; unpack it, or pack it as zip'],
  [begins('Obj\x01', 'ORC'), 'this is Avro or ORC; export it as Parquet, CSV or JSON'],
  [begins('SQLite format 3'), 'this is a database file; export its tables as CSV'],
  [(start) => /^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)/i.test(start), 'this is a web page, perhaps that of a sign-in; export the data again'],
  [(start) => /^(?:\xef\xbb\xbf)?\s*<\?xml/.test(start), 'this is XML; export the data as CSV or JSON'],
]

function begins(...signs: readonly string[]): (start: string) => boolean {
  return (start) => signs.some((sign) => start.startsWith(sign))
}

/** Everything as plain files: folders walked through, zips and gzips unpacked into `scratch`. What a file is, its first bytes say, not its name. */
export async function plainFiles(
  files: readonly NamedFile[], scratch: string, signal?: AbortSignal, limits: UnpackLimits = UNPACK_LIMITS,
): Promise<{ readonly files: readonly PlainFile[]; readonly faults: readonly FileFault[] }> {
  const plain: PlainFile[] = []
  const faults: FileFault[] = []
  const used = { bytes: 0, files: 0 }
  await mkdir(scratch, { recursive: true })
  let unpacked = 0
  const scratchFile = (): string => join(scratch, `unpacked-${++unpacked}`)
  const count = (): void => {
    used.files += 1
    if (used.files > limits.files) throw new Unfit(`there are more than ${limits.files.toLocaleString('en')} files; import them in several parts`)
  }

  async function take(file: PlainFile, isTop: boolean): Promise<void> {
    signal?.throwIfAborted()
    try {
      const found = await (isTop ? stat(file.path) : lstat(file.path))
      if (found.isDirectory()) return await folder(file)
      // A link within a folder could lead anywhere.
      if (!found.isFile()) return
      count()
      if (found.size === 0) throw new Unfit('the file is empty')
      const start = await firstBytes(file.path)
      const kind = kindOf(start)
      if (kind === 'plain') {
        const other = OTHERS.find(([is]) => is(start.toString('latin1')))
        if (other) throw new Unfit(other[1])
        plain.push(file)
        return
      }
      if (file.wrapped.length >= MAX_WRAPS) throw new Unfit('archives lie within archives, too many; unpack it yourself')
      await (kind === 'gzip' ? gunzip(file, found.size) : unzip(file, found.size))
    } catch (error) {
      if (signal?.aborted) throw error
      if (error instanceof Unfit) faults.push({ file: file.name, says: error.message })
      else if (isMissing(error)) faults.push({ file: file.name, says: 'the file is not there, or may not be read' })
      else throw error
    }
  }

  async function folder(file: PlainFile): Promise<void> {
    const names = (await readdir(file.path)).filter((name) => !isHidden(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    for (const name of names) await take({ name: `${file.name}/${name}`, path: join(file.path, name), wrapped: file.wrapped }, false)
  }

  /** Writes a stream to disk, within the limits. */
  async function keep(stream: Readable, path: string, packed: number, more: readonly Transform[] = []): Promise<void> {
    let bytes = 0
    const limited = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        used.bytes += chunk.length
        if (used.bytes > limits.bytes) done(new Unfit(`unpacked it is larger than ${Math.round(limits.bytes / 2 ** 30)} GiB; import it in several parts`))
        else if (bytes > limits.ratioFrom && bytes > packed * limits.ratio) done(new Unfit('unpacked it is so much larger than packed that it looks like a trap; unpack it yourself'))
        else done(null, chunk)
      },
    })
    await pipeline([stream, ...more, limited, createWriteStream(path)], signal ? { signal } : {})
  }

  async function gunzip(file: PlainFile, packed: number): Promise<void> {
    const path = scratchFile()
    try {
      await keep(createReadStream(file.path), path, packed, [createGunzip()])
    } catch (error) {
      throw isPackingFault(error) ? new Unfit('the gzip file is damaged or cut off; fetch it again') : error
    }
    await take({ name: file.name, path, wrapped: [...file.wrapped, 'gzip'] }, false)
  }

  async function unzip(file: PlainFile, packed: number): Promise<void> {
    const zip = await openZip(file.path)
    /** Of the whole archive: entries may overlap, so that each by itself looks harmless. */
    let written = 0
    try {
      for await (const entry of entriesOf(zip)) {
        signal?.throwIfAborted()
        const name = entry.fileName
        if (name.endsWith('/') || name.split('/').some(isHidden)) continue
        if (name === '[Content_Types].xml') throw new Unfit('this is an Excel or Word file; save each sheet as CSV')
        if (entry.isEncrypted()) {
          faults.push({ file: `${file.name}/${name}`, says: 'it is encrypted; unpack it with its password and import the files' })
          continue
        }
        if (used.bytes + entry.uncompressedSize > limits.bytes) throw new Unfit(`unpacked it is larger than ${Math.round(limits.bytes / 2 ** 30)} GiB; import it in several parts`)
        const path = scratchFile()
        const stream = await new Promise<Readable>((resolve, reject) => zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened))))
        await keep(stream, path, packed)
        written += (await stat(path)).size
        if (written > limits.ratioFrom && written > packed * limits.ratio) throw new Unfit('unpacked it is so much larger than packed that it looks like a trap; unpack it yourself')
        await take({ name: `${file.name}/${name}`, path, wrapped: [...file.wrapped, 'zip'] }, false)
      }
    } catch (error) {
      throw isPackingFault(error) ? new Unfit(`the zip file cannot be read to its end (${(error as Error).message}); fetch it again, or unpack it yourself`) : error
    } finally {
      zip.close()
    }
  }

  for (const file of files) await take({ ...file, wrapped: [] }, true)
  return { files: plain, faults }
}

function openZip(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new Unfit('the zip file is damaged or cut off; fetch it again'))
      else resolve(zip)
    })
  })
}

/** Entries one by one. yauzl refuses names that lead out of the archive; what is unpacked is named by number anyway. */
async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const entry = await new Promise<yauzl.Entry | null>((resolve, reject) => {
      const settle = (): void => {
        zip.removeListener('entry', onEntry)
        zip.removeListener('end', onEnd)
        zip.removeListener('error', onError)
      }
      const onEntry = (found: yauzl.Entry): void => { settle(); resolve(found) }
      const onEnd = (): void => { settle(); resolve(null) }
      const onError = (error: Error): void => { settle(); reject(new PackingFault(error.message)) }
      zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
      zip.readEntry()
    })
    if (entry === null) return
    yield entry
  }
}

class PackingFault extends Error {}

function isPackingFault(error: unknown): boolean {
  if (error instanceof PackingFault) return true
  const code = (error as { readonly code?: unknown }).code
  // What zlib and yauzl say of damaged bytes.
  return error instanceof Error && !(error instanceof Unfit) && ((typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')) || (code === undefined && error.name === 'Error'))
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'ELOOP'].includes(String((error as { readonly code?: unknown }).code))
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || name === 'Thumbs.db' || name === 'desktop.ini'
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function kindOf(start: Buffer): Kind {
  const sign = start.toString('latin1', 0, 4)
  if (['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'].includes(sign)) return 'zip'
  return sign.startsWith('\x1f\x8b') ? 'gzip' : 'plain'
}
