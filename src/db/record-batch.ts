import type { Instant } from '../base/day.ts'
import { type Claim, frameBytes, HEADER_BYTES, sealFrame, trailerOf } from './frame.ts'
import type { HashKey } from './identity-hash.ts'
import type { KeptLine, Position, Verdict } from './record.ts'
import { NEWLINE, prefixOf, readLine, roomFor, writeLine } from './stored-line.ts'

/** Who waits for a batch to be on disk. */
export interface Waiting {
  readonly verdicts: readonly Verdict[]
  readonly bytes: number
  readonly resolve: (verdicts: readonly Verdict[]) => void
  readonly reject: (reason: unknown) => void
}

/** Lines that will be brought to disk by one flush, encoded as they come in. */
export class Batch<Line> {
  readonly start: Position
  readonly recordedBefore: number
  readonly lines: KeptLine<Line>[] = []
  readonly claims: Claim[] = []
  readonly waiting: Waiting[] = []
  #bytes: Buffer
  #used = HEADER_BYTES
  #hashes = new Uint32Array(4 * 256)
  #prefix: Buffer | null = null
  #prefixOf: Instant = Number.NaN

  constructor(start: Position, recordedBefore: number, buffer: Buffer) {
    this.start = start
    this.recordedBefore = recordedBefore
    this.#bytes = buffer
  }

  /** Bytes so far. */
  get size(): number {
    return this.#used
  }

  /** Where the next line will stand. */
  get next(): Position {
    return this.start + this.#used
  }

  get buffer(): Buffer {
    return this.#bytes
  }

  add(hash: Uint32Array, again: boolean, recordedAt: Instant, body: string, line: Line): void {
    if (recordedAt !== this.#prefixOf || this.#prefix === null) {
      this.#prefix = prefixOf(recordedAt)
      this.#prefixOf = recordedAt
    }
    this.#reserve(roomFor(body))
    const place = 4 * this.lines.length
    if (place === this.#hashes.length) {
      const wider = new Uint32Array(2 * place)
      wider.set(this.#hashes)
      this.#hashes = wider
    }
    this.#hashes.set(hash, place)
    const position = this.next
    this.#used += writeLine(this.#bytes, this.#used, this.#prefix, again, body)
    this.lines.push({ position, recordedAt, again, body, line })
  }

  /** A line of this batch, as it will be read from disk. */
  line(position: Position): KeptLine<never> {
    const start = position - this.start
    return readLine(this.#bytes, start, this.#bytes.indexOf(NEWLINE, start), position)
  }

  hashes(): Uint32Array {
    return this.#hashes.subarray(0, 4 * this.lines.length)
  }

  /** The whole frame, ready to be written; nothing can be added after. */
  seal(key: HashKey, receivedAt: Instant): Buffer {
    const trailer = trailerOf(this.#hashes, this.lines.length, this.claims)
    const head = {
      position: this.start, lineBytes: this.#used - HEADER_BYTES, trailerBytes: trailer.length, lines: this.lines.length,
      recordedBefore: this.recordedBefore, receivedAt, key,
    }
    this.#reserve(trailer.length)
    trailer.copy(this.#bytes, this.#used)
    const frame = this.#bytes.subarray(0, frameBytes(head))
    sealFrame(frame, head)
    return frame
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return
    const wider = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#used + bytes))
    this.#bytes.copy(wider, 0, 0, this.#used)
    this.#bytes = wider
  }
}
