import { crc32 } from 'node:zlib'
import type { HashKey } from './identity-hash.ts'
import type { Position } from './record.ts'

/**
 * A frame is what one flush brings to the disk: a header, lines, a trailer.
 *
 * Header (64 bytes, little-endian): 0 magic; 8 bytes of lines (u32); 12 bytes of trailer (u32); 16 number of lines (u32);
 * 20 CRC32 of everything else in the frame (u32); 24 position of the frame (f64); 32 lines kept before it (f64);
 * 40 the latest time of receipt (f64); 48 the record's hash key (16 bytes; in every frame, so that any whole frame can be judged alone).
 * Lines: NDJSON. Trailer: 16 bytes of identity hash per line, then the claims made, as JSON.
 *
 * JSON has no control characters, so the magic never occurs within lines.
 */
export const HEADER_BYTES = 64
const MAGIC = Buffer.from([0x00, 0x1e, 0x48, 0x61, 0x74, 0x52, 0x6b, 0x01])
const CRC_AT = 20
const HASH_BYTES = 16

export interface FrameHead {
  readonly position: Position
  readonly lineBytes: number
  readonly trailerBytes: number
  readonly lines: number
  readonly recordedBefore: number
  readonly receivedAt: number
  readonly key: HashKey
}

/** A name and the only source that may use it. */
export type Claim = readonly [name: string, source: string]

export function frameBytes(head: FrameHead): number {
  return HEADER_BYTES + head.lineBytes + head.trailerBytes
}

/** Fills in the first 64 bytes of a frame whose lines and trailer are in place. */
export function sealFrame(frame: Buffer, head: FrameHead): void {
  MAGIC.copy(frame, 0)
  frame.writeUInt32LE(head.lineBytes, 8)
  frame.writeUInt32LE(head.trailerBytes, 12)
  frame.writeUInt32LE(head.lines, 16)
  frame.writeDoubleLE(head.position, 24)
  frame.writeDoubleLE(head.recordedBefore, 32)
  frame.writeDoubleLE(head.receivedAt, 40)
  for (let word = 0; word < 4; word++) frame.writeUInt32LE(head.key[word] as number, 48 + 4 * word)
  frame.writeUInt32LE(checksum(frame), CRC_AT)
}

/** The head of a frame at this place, if there is one; its contents are not checked. */
export function headAt(bytes: Buffer, offset: number, position: Position): FrameHead | null {
  if (bytes.length - offset < HEADER_BYTES || bytes.compare(MAGIC, 0, MAGIC.length, offset, offset + MAGIC.length) !== 0) return null
  if (bytes.readDoubleLE(offset + 24) !== position) return null
  return {
    position,
    lineBytes: bytes.readUInt32LE(offset + 8),
    trailerBytes: bytes.readUInt32LE(offset + 12),
    lines: bytes.readUInt32LE(offset + 16),
    recordedBefore: bytes.readDoubleLE(offset + 32),
    receivedAt: bytes.readDoubleLE(offset + 40),
    key: Uint32Array.from([0, 1, 2, 3], (word) => bytes.readUInt32LE(offset + 48 + 4 * word)),
  }
}

/** True if the bytes, from the header to the end of the trailer, are what was written. */
export function isWhole(frame: Buffer): boolean {
  return frame.readUInt32LE(CRC_AT) === checksum(frame)
}

function checksum(frame: Buffer): number {
  return crc32(frame.subarray(CRC_AT + 4), crc32(frame.subarray(0, CRC_AT)))
}

/** Where the next frame may begin; -1 if nowhere in these bytes. */
export function nextMagic(bytes: Buffer, from: number): number {
  return bytes.indexOf(MAGIC, from)
}

export function hashesOf(frame: Buffer, head: FrameHead): Uint32Array {
  const start = HEADER_BYTES + head.lineBytes
  const hashes = new Uint32Array(head.lines * 4)
  for (let word = 0; word < hashes.length; word++) hashes[word] = frame.readUInt32LE(start + 4 * word)
  return hashes
}

export function claimsOf(frame: Buffer, head: FrameHead): readonly Claim[] {
  const start = HEADER_BYTES + head.lineBytes + HASH_BYTES * head.lines
  if (start >= frameBytes(head)) return []
  return JSON.parse(frame.toString('utf8', start, frameBytes(head))) as Claim[]
}

export function trailerOf(hashes: Uint32Array, lines: number, claims: readonly Claim[]): Buffer {
  const names = claims.length === 0 ? '' : JSON.stringify(claims)
  const trailer = Buffer.allocUnsafe(HASH_BYTES * lines + Buffer.byteLength(names))
  for (let word = 0; word < 4 * lines; word++) trailer.writeUInt32LE(hashes[word] as number, 4 * word)
  trailer.write(names, HASH_BYTES * lines)
  return trailer
}
