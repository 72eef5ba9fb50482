import type { Readable, Writable } from 'node:stream'

/** Messages between the reader's process and its parent: four bytes of length, then JSON. Measured with batches of 1,000 rows of 8 cells and a line each: see docs/decisions/0008-reading-files.md. */
const HEAD_BYTES = 4

/** Resolves when the stream takes more. */
export function sendFrame(stream: Writable, message: unknown): Promise<void> {
  return sendJson(stream, JSON.stringify(message))
}

export async function sendJson(stream: Writable, json: string): Promise<void> {
  const bytes = Buffer.byteLength(json)
  const frame = Buffer.allocUnsafe(HEAD_BYTES + bytes)
  frame.writeUInt32LE(bytes)
  frame.write(json, HEAD_BYTES)
  if (stream.write(frame)) return
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stream.removeListener('drain', go)
      stream.removeListener('close', go)
      resolve()
    }
    stream.on('drain', go).on('close', go)
  })
}

/** Calls back with each message of a stream. */
export function eachFrame(stream: Readable, tell: (message: unknown) => void): void {
  let chunks: Buffer[] = []
  let held = 0
  let wanted = HEAD_BYTES
  let isHead = true
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    held += chunk.length
    while (held >= wanted) {
      const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      const part = all.subarray(0, wanted)
      const rest = all.subarray(wanted)
      chunks = rest.length > 0 ? [rest] : []
      held = rest.length
      wanted = isHead ? part.readUInt32LE() : HEAD_BYTES
      if (!isHead) tell(JSON.parse(part.toString('utf8')))
      isHead = !isHead
    }
  })
}
