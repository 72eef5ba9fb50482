import type { Disk, DiskFile } from './disk.ts'
import type { Position } from './record.ts'
import { NEWLINE } from './stored-line.ts'

const PAGE_BYTES = 16_384
const PAGES_HELD = 256
const FILES_HELD = 128

export interface Segment {
  /** The position of its first byte; its file is named by it. */
  readonly start: Position
  readonly path: string
  /** The position after its last byte in use. */
  end: Position
}

export function segmentName(start: Position): string {
  return `${String(start).padStart(12, '0')}.log`
}

export function segmentStarts(names: readonly string[]): Position[] {
  return names.filter((name) => /^\d{12,16}\.log$/.test(name)).map((name) => Number(name.slice(0, -4))).sort((a, b) => a - b)
}

/** The files of a record, as one range of bytes that can be read at any position. */
export class Segments {
  readonly list: Segment[] = []
  readonly #disk: Disk
  readonly #files = new Map<Position, DiskFile>()
  /** Files that are being read aside must not be closed under the read. */
  readonly #busy = new Map<DiskFile, number>()
  readonly #pages = new Map<Position, Buffer>()

  constructor(disk: Disk) {
    this.#disk = disk
  }

  get last(): Segment | undefined {
    return this.list.at(-1)
  }

  /** The place in the list of the segment that holds a position, or of the last one before it; -1 for none. */
  placeOf(position: Position): number {
    let low = 0
    let high = this.list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.list[middle] as Segment).start <= position) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Files are opened when first read; the one unused for longest is closed first. */
  file(segment: Segment): DiskFile {
    const open = this.#files.get(segment.start) ?? this.#disk.open(segment.path, 'read')
    this.#files.delete(segment.start)
    this.#files.set(segment.start, open)
    if (this.#files.size > FILES_HELD) {
      const [oldest, file] = this.#files.entries().next().value as [Position, DiskFile]
      this.#files.delete(oldest)
      this.#close(file)
    }
    return open
  }

  async readAside(segment: Segment, into: Uint8Array, at: number): Promise<number> {
    const file = this.file(segment)
    this.#busy.set(file, (this.#busy.get(file) ?? 0) + 1)
    try {
      return await file.readAside(into, at)
    } finally {
      const others = (this.#busy.get(file) ?? 1) - 1
      if (others > 0) this.#busy.set(file, others)
      else this.#busy.delete(file)
      if (others === 0 && this.#files.get(segment.start) !== file) file.close()
    }
  }

  #close(file: DiskFile): void {
    if (!this.#busy.has(file)) file.close()
  }

  /** The line that begins at a position, without its newline, in bytes of its own; null if there is none. */
  line(position: Position): Buffer | null {
    const segment = this.list[this.placeOf(position)]
    if (segment === undefined || position >= segment.end) return null
    const parts: Buffer[] = []
    for (let at = position; at < segment.end; ) {
      const pageStart = at - ((at - segment.start) % PAGE_BYTES)
      const page = this.#page(segment, pageStart)
      const from = at - pageStart
      if (from >= page.length) return null
      const end = page.indexOf(NEWLINE, from)
      parts.push(page.subarray(from, end < 0 ? page.length : end))
      if (end >= 0) return Buffer.concat(parts)
      at = pageStart + page.length
    }
    return null
  }

  #page(segment: Segment, start: Position): Buffer {
    const held = this.#pages.get(start)
    if (held !== undefined) return held
    const bytes = Buffer.allocUnsafe(Math.min(PAGE_BYTES, segment.end - start))
    const page = bytes.subarray(0, this.file(segment).read(bytes, start - segment.start))
    // a page that can still grow is not kept
    if (page.length === PAGE_BYTES) {
      if (this.#pages.size >= PAGES_HELD) this.#pages.delete(this.#pages.keys().next().value as Position)
      this.#pages.set(start, page)
    }
    return page
  }

  close(): void {
    const files = [...this.#files.values()]
    this.#files.clear()
    for (const file of files) this.#close(file)
    this.#pages.clear()
  }
}
