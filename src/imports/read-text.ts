import { isAscii, isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'

export type Encoding = 'utf-8' | 'utf-8-broken' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** How the bytes of a file are to be read as text. */
export interface TextForm {
  readonly encoding: Encoding
  /** Bytes of the byte order mark. */
  readonly mark: number
}

/** For people. */
export const ENCODING_WORDS: { readonly [encoding in Encoding]: string } = {
  'utf-8': 'UTF-8', 'utf-8-broken': 'UTF-8 with broken bytes', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16', 'windows-1252': 'Windows-1252',
}

const CHUNK_BYTES = 262_144
/** NULs and control characters are looked for in so many bytes from the start. */
const SAMPLE_BYTES = 65_536

/** Bytes of a file from its start, in chunks of their own that may be kept. The next chunk is read while one is worked on. */
export async function* chunksOf(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const read = async (): Promise<Buffer> => {
      const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES)
      return buffer.subarray(0, bytesRead)
    }
    let next = read()
    try {
      for (;;) {
        const chunk = await next
        signal?.throwIfAborted()
        if (chunk.length === 0) return
        next = read()
        yield chunk
      }
    } finally {
      await next.catch(() => undefined)
    }
  } finally {
    await file.close()
  }
}

/** Text of a file as chunks of UTF-8, without its byte order mark; a chunk may end within a character. `onBytes` hears how many bytes of the file have been read. */
export async function* utf8Chunks(path: string, form: TextForm, signal?: AbortSignal, onBytes?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const decoder = form.encoding === 'utf-8' || form.encoding === 'utf-8-broken' ? null : new TextDecoder(form.encoding, { ignoreBOM: true })
  let bytes = 0
  for await (const chunk of chunksOf(path, signal)) {
    // A mark of three bytes fits into any first chunk but that of a tiny file, which is one chunk too.
    const text = bytes === 0 ? chunk.subarray(form.mark) : chunk
    bytes += chunk.length
    onBytes?.(bytes)
    // Windows-1252 and UTF-8 agree on ASCII.
    if (decoder === null || (form.encoding === 'windows-1252' && isAscii(text))) yield text
    else yield Buffer.from(decoder.decode(text, { stream: true }))
  }
  const rest = decoder?.decode()
  if (rest) yield Buffer.from(rest)
}

/** The encoding, decided from all bytes; a sentence where they are no text. */
export async function textForm(path: string, signal?: AbortSignal): Promise<TextForm | string> {
  let first = true
  let valid = true
  let rest = Buffer.alloc(0)
  let bytes = 0
  let sample: Buffer = rest
  const sequences = { sound: 0, broken: 0 }
  for await (const chunk of chunksOf(path, signal)) {
    if (first) {
      first = false
      const marked = byMark(chunk)
      if (marked && marked.encoding !== 'utf-8') return marked
      sample = chunk.subarray(0, SAMPLE_BYTES)
    }
    bytes += chunk.length
    if (rest.length === 0 && isAscii(chunk)) continue
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = wholeCharacters(all)
    rest = Buffer.from(all.subarray(end))
    const whole = all.subarray(0, end)
    if (isUtf8(whole)) {
      if (!isAscii(whole)) sequences.sound += 1
      continue
    }
    valid = false
    countSequences(whole, sequences)
  }
  if (rest.length > 0) {
    valid = false
    sequences.broken += 1
  }
  const wide = utf16ByNuls(sample, bytes, valid)
  if (wide) return { encoding: wide, mark: 0 }
  if (!isText(sample, valid)) return 'this is no text: it holds control characters; export it as CSV, JSON or Parquet'
  const mark = byMark(sample)?.mark ?? 0
  if (valid) return { encoding: 'utf-8', mark }
  // In Windows-1252 hardly any two letters happen to make a character of UTF-8; a mark says it anyway.
  if (mark > 0 || sequences.sound > 10 * sequences.broken) return { encoding: 'utf-8-broken', mark }
  return { encoding: 'windows-1252', mark: 0 }
}

function byMark(bytes: Buffer): TextForm | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', mark: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', mark: 2 }
  return null
}

/** Where the last whole character of UTF-8 ends: a chunk may cut one in two. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** Counts characters of several bytes, and bytes that belong to none. */
function countSequences(bytes: Buffer, count: { sound: number; broken: number }): void {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    if (byte < 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
    if (length > 1 && isUtf8(bytes.subarray(at, at + length))) {
      count.sound += 1
      at += length - 1
    } else {
      count.broken += 1
    }
  }
}

/** UTF-16 without a mark: NULs at every other place only. Text of Asia has few, but then it is no UTF-8 either. */
function utf16ByNuls(sample: Buffer, bytes: number, isValidUtf8: boolean): 'utf-16le' | 'utf-16be' | null {
  if (bytes % 2 !== 0 || !sample.includes(0)) return null
  const nuls = [0, 0]
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) nuls[at % 2] = (nuls[at % 2] as number) + 1
  const [even = 0, odd = 0] = nuls
  if (Math.max(even, odd) < (sample.length / 2) * (isValidUtf8 ? 0.05 : 0.002) || Math.min(even, odd) * 10 > Math.max(even, odd)) return null
  return partsAreWide(sample, odd > even ? 1 : 0) ? (odd > even ? 'utf-16le' : 'utf-16be') : null
}

/** What parts cells and rows is wide too: in text of single bytes, with a stray NUL in it, it has none beside it. `at` is the place of the NULs within a pair. */
function partsAreWide(sample: Buffer, at: 0 | 1): boolean {
  let wide = 0
  let narrow = 0
  for (let place = 0; place < sample.length; place += 1) {
    const byte = sample[place]
    if (byte !== 0x0a && byte !== 0x0d && byte !== 0x2c && byte !== 0x3b && byte !== 0x09) continue
    if (place % 2 !== at && sample[at === 1 ? place + 1 : place - 1] === 0) wide += 1
    else narrow += 1
  }
  return wide >= narrow
}

/** Control characters are rare in text. NUL alone may be dirt, so a few are let through. */
function isText(sample: Buffer, isValidUtf8: boolean): boolean {
  let control = 0
  for (const byte of sample) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x01 && byte !== 0x1e && byte !== 0x1f && byte !== 0x1b) control += 1
  return control <= Math.max(1, sample.length * (isValidUtf8 ? 0.2 : 0.02))
}
