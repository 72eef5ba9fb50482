import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { createGunzip, createInflate, gunzip, gunzipSync, inflate } from 'node:zlib'
import { Refusal } from '../../base/refusal.ts'

const gunzipLater = promisify(gunzip)
const inflateLater = promisify(inflate)

/** Below this a body is unzipped at once: a trip to another thread costs more than the work. */
const SMALL_GZIP_BYTES = 16 * 1024

export function tooLarge(limitBytes: number): Refusal {
  const limit = limitBytes >= 1_048_576 ? `${Math.round(limitBytes / 1_048_576)} MB` : `${limitBytes} bytes`
  return new Refusal('too-large', `the body is larger than ${limit} (unzipped); send it in smaller parts`, { limitBytes })
}

function unzipRefusal(error: unknown, limitBytes: number): Refusal {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(limitBytes)
  return new Refusal('bad-parameter', 'the body is not what Content-Encoding says; send it again, or without compression')
}

/** A gzip body begins with these bytes; some trackers send it without the header. */
export function looksGzipped(body: Buffer): boolean {
  return body.length > 2 && body[0] === 0x1f && body[1] === 0x8b
}

/** The body as it was before compression, up to a limit: what would grow beyond it is refused before it does. */
export async function unzipped(body: Buffer, encoding: string | undefined, limitBytes: number): Promise<Buffer> {
  const maxOutputLength = limitBytes
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip' || (encoding === undefined && looksGzipped(body))) {
      return body.length <= SMALL_GZIP_BYTES ? gunzipSync(body, { maxOutputLength }) : await gunzipLater(body, { maxOutputLength })
    }
    if (encoding === 'deflate') return await inflateLater(body, { maxOutputLength })
  } catch (error) {
    throw unzipRefusal(error, limitBytes)
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Refusal('bad-parameter', `Content-Encoding '${encoding}' is not taken here; use gzip, deflate or none`)
  }
  return body
}

/** A body as it was before compression, chunk by chunk. */
export interface PlainBody {
  readonly chunks: AsyncIterator<Buffer>
  /** Receives what is still coming and forgets it; the answer need not wait for it. */
  readonly drain: () => void
}

export function plainBody(request: IncomingMessage): PlainBody {
  const encoding = request.headers['content-encoding']
  if (encoding === undefined || encoding === 'identity') {
    const chunks = request[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    return { chunks, drain: () => void drained(chunks) }
  }
  if (encoding !== 'gzip' && encoding !== 'x-gzip' && encoding !== 'deflate') {
    throw new Refusal('bad-parameter', `Content-Encoding '${encoding}' is not taken here; use gzip, deflate or none`)
  }
  const unzip = encoding === 'deflate' ? createInflate() : createGunzip()
  // Without these a caller that goes away would leave the reader waiting for ever.
  request.on('error', (error) => unzip.destroy(error))
  request.on('close', () => {
    if (!request.complete) unzip.destroy(Object.assign(new Error('the body broke off'), { code: 'ECONNRESET' }))
  })
  const chunks = request.pipe(unzip)[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const drain = (): void => {
    request.unpipe(unzip)
    unzip.destroy()
    request.resume()
  }
  return { chunks, drain }
}

/** A body in one piece, without compression. An iterator costs more than a short body does. */
export function bodyInOnePiece(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', (error) => reject(readingRefusal(error)))
    request.on('close', () => {
      if (!request.complete) reject(readingRefusal(Object.assign(new Error('the body broke off'), { code: 'ECONNRESET' })))
    })
  })
}

async function drained(chunks: AsyncIterator<Buffer>): Promise<void> {
  try {
    while (!(await chunks.next()).done);
  } catch {
    // It was not wanted.
  }
}

/** What went wrong while a body was read, in words for its sender. */
export function readingRefusal(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code.startsWith('Z_')) return new Refusal('bad-parameter', 'the body is not what Content-Encoding says; send it again, or without compression')
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return new Refusal('bad-parameter', 'the body broke off; send it again')
  return error
}
