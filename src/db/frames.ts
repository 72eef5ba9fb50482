import { type FrameHead, frameBytes, HEADER_BYTES, headAt, isWhole, nextMagic } from './frame.ts'
import type { Position } from './record.ts'
import type { Segment, Segments } from './segments.ts'

export type Found =
  /** `frame` is valid until the next step. */
  | { readonly kind: 'frame'; readonly head: FrameHead; readonly frame: Buffer }
  | { readonly kind: 'damage'; readonly from: Position; readonly to: Position; readonly reason: string }

const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * The frames that hold positions from `from` on, and between them the ranges that are no frames. A frame after a damaged range is found by
 * its magic, its own position and its checksum. Frames that are kept while this runs are read too.
 */
export async function* frames(segments: Segments, from: Position): AsyncGenerator<Found> {
  for (let place = Math.max(0, segments.placeOf(from)); place < segments.list.length; place++) {
    yield* framesOf(segments, segments.list[place] as Segment, from)
  }
}

async function* framesOf(segments: Segments, segment: Segment, from: Position): AsyncGenerator<Found> {
  const window = new Window(segments, segment)
  // most readers go on where a frame begins; others find it from the start of the file
  let at = from > segment.start && await window.whole(from) !== null ? from : segment.start
  let lost: Position | null = null
  while (at < segment.end) {
    const head = await window.whole(at)
    if (head === null) {
      lost ??= at
      at = await window.magicAfter(at)
      continue
    }
    if (lost !== null) yield { kind: 'damage', from: lost, to: at, reason: 'unreadable' }
    lost = null
    const next = at + frameBytes(head)
    if (next > from) yield { kind: 'frame', head, frame: window.bytes(at, next) }
    at = next
  }
  if (lost !== null) yield { kind: 'damage', from: lost, to: segment.end, reason: 'unreadable' }
}

/** A part of a segment in memory, that moves on as asked. */
class Window {
  readonly #segments: Segments
  readonly #segment: Segment
  #bytes: Buffer = Buffer.alloc(0)
  #start: Position

  constructor(segments: Segments, segment: Segment) {
    this.#segments = segments
    this.#segment = segment
    this.#start = segment.start
  }

  async head(at: Position): Promise<FrameHead | null> {
    if (at + HEADER_BYTES > this.#segment.end) return null
    await this.#load(at, at + HEADER_BYTES)
    const head = headAt(this.#bytes, at - this.#start, at)
    return head !== null && at + frameBytes(head) <= this.#segment.end ? head : null
  }

  async whole(at: Position): Promise<FrameHead | null> {
    const head = await this.head(at)
    if (head === null) return null
    await this.#load(at, at + frameBytes(head))
    return this.#bytes.length >= at - this.#start + frameBytes(head) && isWhole(this.bytes(at, at + frameBytes(head))) ? head : null
  }

  bytes(from: Position, to: Position): Buffer {
    return this.#bytes.subarray(from - this.#start, to - this.#start)
  }

  /** The next place that looks like the begin of a frame; the end of the segment if there is none. */
  async magicAfter(at: Position): Promise<Position> {
    for (let from = at + 1; from < this.#segment.end; ) {
      const to = Math.min(from + CHUNK_BYTES / 4, this.#segment.end)
      await this.#load(from, to)
      const found = nextMagic(this.bytes(from, to), 0)
      if (found >= 0) return from + found
      if (to === this.#segment.end) break
      from = to - 8
    }
    return this.#segment.end
  }

  async #load(from: Position, to: Position): Promise<void> {
    if (from >= this.#start && to <= this.#start + this.#bytes.length) return
    const bytes = Buffer.allocUnsafe(Math.min(Math.max(to - from, CHUNK_BYTES), this.#segment.end - from))
    const count = await this.#segments.readAside(this.#segment, bytes, from - this.#segment.start)
    this.#bytes = bytes.subarray(0, count)
    this.#start = from
  }
}
