import { type Instant, instantText } from '../base/day.ts'
import type { KeptLine, Position } from './record.ts'

/**
 * A stored line is a plain evidence line: `{"recordedAt":"2024-01-01T00:00:00.000Z", "type":...}`. The 42nd character, a blank or a tab
 * between two members, says whether the record held a version of it before: so one line can be read by its position alone.
 */
export const PREFIX_BYTES = 42
const TIME_AT = 15
const TIME_BYTES = 24
const MARK_AT = PREFIX_BYTES - 1
const FIRST = 0x20
const AGAIN = 0x09
const BRACE = 0x7b
export const NEWLINE = 0x0a

/** The most bytes that a line can need. */
export function roomFor(body: string): number {
  return PREFIX_BYTES + 3 * body.length
}

export function prefixOf(recordedAt: Instant): Buffer {
  const text = instantText(recordedAt)
  if (text.length !== TIME_BYTES) throw new RangeError(`recordedAt ${text} is beyond the year 9999`)
  return Buffer.from(`{"recordedAt":"${text}",`)
}

/** Writes prefix, body and newline; answers how many bytes. */
export function writeLine(into: Buffer, offset: number, prefix: Buffer, again: boolean, body: string): number {
  // newlines in JSON are blanks between tokens; in the record they part the lines
  const oneLine = body.includes('\n') ? body.replaceAll('\n', ' ') : body
  into.set(prefix, offset)
  const bytes = into.write(oneLine, offset + MARK_AT)
  into[offset + MARK_AT] = again ? AGAIN : FIRST
  into[offset + MARK_AT + bytes] = NEWLINE
  return MARK_AT + bytes + 1
}

/** Reads the line between two offsets, without its newline. The bytes must be the caller's own: the mark is written over. */
export function readLine(bytes: Buffer, start: number, end: number, position: Position): KeptLine<never> {
  const again = bytes[start + MARK_AT] === AGAIN
  bytes[start + MARK_AT] = BRACE
  const body = bytes.toString('utf8', start + MARK_AT, end)
  bytes[start + MARK_AT] = again ? AGAIN : FIRST
  return { position, recordedAt: Date.parse(bytes.toString('latin1', start + TIME_AT, start + TIME_AT + TIME_BYTES)), again, body }
}

/** Start and end (before the newline) of each line between two offsets. */
export function* linesOf(bytes: Buffer, from: number, to: number): Generator<readonly [start: number, end: number]> {
  for (let start = from; start < to; ) {
    const end = bytes.indexOf(NEWLINE, start)
    yield [start, end]
    start = end + 1
  }
}
