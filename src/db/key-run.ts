import { crc32 } from 'node:zlib'
import type { Disk, DiskFile } from './disk.ts'
import type { Position } from './record.ts'

/**
 * A sealed run: keys sorted by hash, then position, in a file that never changes.
 * Pages of 4096 bytes, each 186 entries of 22 bytes (hash, 48 bits of position) and a CRC32; then fences (the first word of the first hash
 * of each page), the filter, and a foot of 40 bytes. Fences and filter stand in memory.
 */
const PAGE_BYTES = 4096
const ENTRY_BYTES = 22
export const PAGE_ENTRIES = 186
const FOOT_BYTES = 40
const FOOT_MAGIC = 0x6b52_7448
const HIGH = 0x1_0000_0000
const WRITE_BYTES = 256 * PAGE_BYTES
/** A block of the filter is one cache line, so that a look costs one miss. */
const BLOCK_WORDS = 16

/** A page or a foot that is not what was written. The index can be rebuilt from the record. */
export class IndexDamage extends Error {}

/** Says of most absent keys that they are absent: 10 bits a key let 1 in 90 through, 5 bits 1 in 10. */
class Filter {
  readonly words: Uint32Array
  readonly looks: number
  readonly #blocks: number

  constructor(words: Uint32Array, looks: number) {
    this.words = words
    this.looks = looks
    this.#blocks = words.length / BLOCK_WORDS
  }

  static for(keys: number, bitsPerKey: number): Filter {
    const blocks = Math.max(1, Math.ceil((keys * bitsPerKey) / (32 * BLOCK_WORDS)))
    return new Filter(new Uint32Array(blocks * BLOCK_WORDS), Math.min(6, Math.max(1, Math.round(bitsPerKey * 0.6))))
  }

  add(hashes: Uint32Array, at: number): void {
    const block = this.#blockOf(hashes[at + 1] as number)
    let bits = hashes[at + 2] as number
    for (let look = 0; look < this.looks; look++) {
      if (look === 3) bits = hashes[at + 3] as number
      this.words[block + ((bits >>> 5) & 15)] = (this.words[block + ((bits >>> 5) & 15)] as number) | (1 << (bits & 31))
      bits >>>= 9
    }
  }

  mayHold(hashes: Uint32Array, at: number): boolean {
    const block = this.#blockOf(hashes[at + 1] as number)
    let bits = hashes[at + 2] as number
    for (let look = 0; look < this.looks; look++) {
      if (look === 3) bits = hashes[at + 3] as number
      if (((this.words[block + ((bits >>> 5) & 15)] as number) & (1 << (bits & 31))) === 0) return false
      bits >>>= 9
    }
    return true
  }

  #blockOf(word: number): number {
    return Math.floor((word / HIGH) * this.#blocks) * BLOCK_WORDS
  }
}

/** Writes a run, entry by entry in order. */
export class KeyRunWriter {
  readonly #file: DiskFile
  readonly #filter: Filter
  readonly #fences: Uint32Array
  readonly #keys: number
  #buffer = Buffer.alloc(WRITE_BYTES + PAGE_BYTES)
  #view = viewOf(this.#buffer)
  #page = 0
  #inPage = 0
  #pages = 0
  #flushed = 0

  constructor(file: DiskFile, keys: number, bitsPerKey: number) {
    this.#file = file
    this.#file.truncate(0)
    this.#keys = keys
    this.#filter = Filter.for(keys, bitsPerKey)
    this.#fences = new Uint32Array(Math.ceil(keys / PAGE_ENTRIES))
  }

  /** True when `drain` should be awaited. */
  get isFull(): boolean {
    return this.#page >= WRITE_BYTES - 32 * PAGE_BYTES
  }

  add(hashes: Uint32Array, at: number, position: Position): void {
    if (this.#inPage === 0) this.#fences[this.#pages] = hashes[at] as number
    const offset = this.#page + this.#inPage * ENTRY_BYTES
    for (let word = 0; word < 4; word++) this.#view.setUint32(offset + 4 * word, hashes[at + word] as number, true)
    this.#view.setUint32(offset + 16, position >>> 0, true)
    this.#view.setUint16(offset + 20, Math.floor(position / HIGH), true)
    this.#filter.add(hashes, at)
    if (++this.#inPage === PAGE_ENTRIES) this.#endPage()
  }

  #endPage(): void {
    const entries = PAGE_ENTRIES * ENTRY_BYTES
    this.#buffer.fill(0, this.#page + this.#inPage * ENTRY_BYTES, this.#page + PAGE_BYTES)
    this.#buffer.writeUInt32LE(crc32(this.#buffer.subarray(this.#page, this.#page + entries)), this.#page + entries)
    this.#page += PAGE_BYTES
    this.#inPage = 0
    this.#pages++
    if (this.#page + PAGE_BYTES > this.#buffer.length) this.#grow()
  }

  #grow(): void {
    const wider = Buffer.alloc(2 * this.#buffer.length)
    this.#buffer.copy(wider)
    this.#buffer = wider
    this.#view = viewOf(wider)
  }

  async drain(): Promise<void> {
    if (this.#page === 0) return
    const bytes = this.#buffer.subarray(0, this.#page)
    await this.#file.write(bytes, this.#flushed)
    this.#flushed += bytes.length
    this.#buffer.copy(this.#buffer, 0, this.#page, this.#page + this.#inPage * ENTRY_BYTES)
    this.#page = 0
  }

  async finish(): Promise<void> {
    if (this.#inPage > 0) this.#endPage()
    await this.drain()
    const fences = bytesOf(this.#fences)
    const filter = bytesOf(this.#filter.words)
    const foot = Buffer.alloc(FOOT_BYTES)
    foot.writeUInt32LE(FOOT_MAGIC, 0)
    foot.writeDoubleLE(this.#keys, 4)
    foot.writeUInt32LE(this.#fences.length, 12)
    foot.writeUInt32LE(this.#filter.words.length, 16)
    foot.writeUInt32LE(this.#filter.looks, 20)
    foot.writeUInt32LE(crc32(filter, crc32(fences)), 24)
    foot.writeUInt32LE(crc32(foot.subarray(0, FOOT_BYTES - 4)), FOOT_BYTES - 4)
    for (const part of [fences, filter, foot]) {
      await this.#file.write(part, this.#flushed)
      this.#flushed += part.length
    }
    await this.#file.flush()
  }
}

export class KeyRun {
  readonly name: string
  readonly keys: number
  readonly #file: DiskFile
  readonly #fences: Uint32Array
  readonly #filter: Filter
  readonly #pages = new Map<number, Buffer>()

  /** Opens a finished run; throws IndexDamage if it is not whole. Pages are checked when they are read. */
  constructor(disk: Disk, path: string, name: string) {
    this.name = name
    this.#file = disk.open(path, 'read')
    const foot = Buffer.alloc(FOOT_BYTES)
    const size = this.#file.size()
    if (size < FOOT_BYTES || this.#file.read(foot, size - FOOT_BYTES) < FOOT_BYTES || foot.readUInt32LE(0) !== FOOT_MAGIC
      || foot.readUInt32LE(FOOT_BYTES - 4) !== crc32(foot.subarray(0, FOOT_BYTES - 4))) throw this.#damage()
    this.keys = foot.readDoubleLE(4)
    this.#fences = new Uint32Array(foot.readUInt32LE(12))
    const words = new Uint32Array(foot.readUInt32LE(16))
    if (size !== this.#fences.length * PAGE_BYTES + this.#fences.byteLength + words.byteLength + FOOT_BYTES) throw this.#damage()
    this.#file.read(bytesOf(this.#fences), this.#fences.length * PAGE_BYTES)
    this.#file.read(bytesOf(words), this.#fences.length * PAGE_BYTES + this.#fences.byteLength)
    if (crc32(bytesOf(words), crc32(bytesOf(this.#fences))) !== foot.readUInt32LE(24)) throw this.#damage()
    this.#filter = new Filter(words, foot.readUInt32LE(20))
  }

  #damage(): IndexDamage {
    this.#file.close()
    return new IndexDamage(`the index file ${this.name} is damaged`)
  }

  /** Bytes of memory that the run holds while it is open, without pages. */
  get memoryBytes(): number {
    return this.#fences.byteLength + this.#filter.words.byteLength
  }

  find(hashes: Uint32Array, at: number, found: Position[]): void {
    if (!this.#filter.mayHold(hashes, at)) return
    const first = hashes[at] as number
    for (let page = this.#pageBefore(first); page < this.#fences.length && (this.#fences[page] as number) <= first; page++) {
      const bytes = this.#page(page)
      const entries = this.#entriesOn(page)
      for (let entry = lowerBound(bytes, entries, first); entry < entries; entry++) {
        const offset = entry * ENTRY_BYTES
        if (bytes.readUInt32LE(offset) !== first) break
        if (bytes.readUInt32LE(offset + 4) === hashes[at + 1] && bytes.readUInt32LE(offset + 8) === hashes[at + 2]
          && bytes.readUInt32LE(offset + 12) === hashes[at + 3]) found.push(positionAt(bytes, offset))
      }
    }
  }

  /** The last page that begins with a smaller word: the first that can hold this one. */
  #pageBefore(word: number): number {
    let low = 0
    let high = this.#fences.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#fences[middle] as number) < word) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  #entriesOn(page: number): number {
    return Math.min(PAGE_ENTRIES, this.keys - page * PAGE_ENTRIES)
  }

  #page(page: number): Buffer {
    const held = this.#pages.get(page)
    if (held !== undefined) return held
    const bytes = Buffer.allocUnsafe(PAGE_BYTES)
    if (this.#file.read(bytes, page * PAGE_BYTES) < PAGE_BYTES || !isWholePage(bytes)) throw new IndexDamage(`the index file ${this.name} is damaged`)
    if (this.#pages.size >= 32) this.#pages.delete(this.#pages.keys().next().value as number)
    this.#pages.set(page, bytes)
    return bytes
  }

  /** All entries in order, some pages at a time; hashes and positions are valid until the next step. */
  async *blocks(): AsyncGenerator<{ readonly hashes: Uint32Array; readonly positions: Float64Array; readonly count: number }> {
    const pagesAtOnce = 16
    const hashes = new Uint32Array(4 * PAGE_ENTRIES * pagesAtOnce)
    const positions = new Float64Array(PAGE_ENTRIES * pagesAtOnce)
    const buffer = Buffer.alloc(PAGE_BYTES * pagesAtOnce)
    const view = viewOf(buffer)
    for (let page = 0; page < this.#fences.length; page += pagesAtOnce) {
      const pages = Math.min(pagesAtOnce, this.#fences.length - page)
      const bytes = buffer.subarray(0, pages * PAGE_BYTES)
      if (await this.#file.readAside(bytes, page * PAGE_BYTES) < bytes.length) throw new IndexDamage(`the index file ${this.name} is damaged`)
      let count = 0
      for (let one = 0; one < pages; one++) {
        const own = bytes.subarray(one * PAGE_BYTES, (one + 1) * PAGE_BYTES)
        if (!isWholePage(own)) throw new IndexDamage(`the index file ${this.name} is damaged`)
        for (let entry = 0; entry < this.#entriesOn(page + one); entry++) {
          const offset = one * PAGE_BYTES + entry * ENTRY_BYTES
          for (let word = 0; word < 4; word++) hashes[4 * count + word] = view.getUint32(offset + 4 * word, true)
          positions[count++] = view.getUint16(offset + 20, true) * HIGH + view.getUint32(offset + 16, true)
        }
      }
      yield { hashes, positions, count }
    }
  }

  close(): void {
    this.#file.close()
  }
}

function bytesOf(words: Uint32Array): Buffer {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
}

/** A view writes and reads numbers twice as fast as a buffer's own methods. */
function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

function positionAt(page: Buffer, offset: number): Position {
  return page.readUInt16LE(offset + 20) * HIGH + page.readUInt32LE(offset + 16)
}

function isWholePage(page: Buffer): boolean {
  const entries = PAGE_ENTRIES * ENTRY_BYTES
  return page.readUInt32LE(entries) === crc32(page.subarray(0, entries))
}

function lowerBound(page: Buffer, entries: number, word: number): number {
  let low = 0
  let high = entries
  while (low < high) {
    const middle = (low + high) >> 1
    if (page.readUInt32LE(middle * ENTRY_BYTES) < word) low = middle + 1
    else high = middle
  }
  return low
}
