import type { Disk, DiskFile } from '../../src/db/disk.ts'

/** From 0 up to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly bytes: number }

interface Stored {
  /** What readers see. */
  now: Buffer
  /** What survives. */
  durable: Buffer
  /** What only the next flush makes durable. */
  pending: Change[]
}

const SECTOR_BYTES = 512

function changed(bytes: Buffer, change: Change): Buffer {
  const length = change.kind === 'truncate' ? change.bytes : Math.max(bytes.length, change.at + change.bytes.length)
  const after = length === bytes.length ? bytes : Buffer.concat([bytes.subarray(0, length), Buffer.alloc(Math.max(0, length - bytes.length))])
  if (change.kind === 'write') change.bytes.copy(after, change.at)
  return after
}

/**
 * A disk that forgets what was not flushed, as far as a real one may: after `cutPower` any part of it is there or not, in any order, by
 * sectors; names of files too. A failed flush drops what it should have brought to disk, although readers go on seeing it (as Linux does).
 */
export class DiskInMemory implements Disk {
  /** ENOSPC beyond this many bytes. */
  capacityBytes = Number.POSITIVE_INFINITY
  /** The next so many writes or flushes fail with EIO. */
  failingWrites = 0
  failingFlushes = 0
  flushMs = 0
  flushes = 0
  /** The power fails at this change of the disk. */
  cutAfter = Number.POSITIVE_INFINITY
  isDead = false
  readonly #files: Map<string, Stored>
  #durableNames: Map<string, Stored>

  constructor(files: Map<string, Stored> = new Map()) {
    this.#files = files
    this.#durableNames = new Map(files)
  }

  /** The disk as it is found when the power is back. */
  afterPowerLoss(random: () => number): DiskInMemory {
    const found = new Map<string, Stored>()
    for (const path of new Set([...this.#files.keys(), ...this.#durableNames.keys()])) {
      const now = this.#files.get(path)
      const durable = this.#durableNames.get(path)
      const stored = now === durable || random() < 0.5 ? now : durable
      if (stored !== undefined) found.set(path, survivor(stored, random))
    }
    return new DiskInMemory(found)
  }

  bytesOf(path: string): Buffer {
    return Buffer.from(this.#stored(path).now)
  }

  setBytes(path: string, bytes: Buffer): void {
    this.#files.set(path, { now: bytes, durable: Buffer.from(bytes), pending: [] })
    this.#durableNames = new Map(this.#files)
  }

  paths(): string[] {
    return [...this.#files.keys()].sort()
  }

  copy(): DiskInMemory {
    return this.afterPowerLoss(() => 1)
  }

  #stored(path: string): Stored {
    const stored = this.#files.get(path)
    if (stored === undefined) throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' })
    return stored
  }

  #change(): void {
    if (this.isDead) throw new Error('no power')
    if (--this.cutAfter <= 0) {
      this.isDead = true
      throw new Error('no power')
    }
  }

  makeFolder(): void {}

  names(folder: string): string[] {
    return this.paths().filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/')).map((path) => path.slice(folder.length + 1))
  }

  open(path: string, how: 'read' | 'create'): DiskFile {
    if (how === 'create' && !this.#files.has(path)) {
      this.#change()
      this.#files.set(path, { now: Buffer.alloc(0), durable: Buffer.alloc(0), pending: [] })
    }
    return this.#fileOf(this.#stored(path))
  }

  #fileOf(stored: Stored): DiskFile {
    const apply = (change: Change) => {
      stored.now = changed(stored.now, change)
      stored.pending.push(change)
    }
    return {
      size: () => stored.now.length,
      read: (into, at) => stored.now.copy(into, 0, at, at + into.length),
      readAside: async (into, at) => {
        await turn()
        return stored.now.copy(into, 0, at, at + into.length)
      },
      write: async (bytes, at) => {
        const change = { kind: 'write', at, bytes: Buffer.from(bytes) } as const
        await turn()
        if (this.failingWrites-- > 0) throw Object.assign(new Error('EIO'), { code: 'EIO' })
        this.failingWrites = Math.max(0, this.failingWrites)
        const room = this.capacityBytes - this.#usedBytes() + stored.now.length - at
        if (bytes.length > room) {
          if (room > 0) apply({ ...change, bytes: change.bytes.subarray(0, room) })
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
        }
        // the write under way when the power fails may reach the disk in part
        if (!this.isDead) apply(change)
        this.#change()
      },
      flush: async () => {
        this.#change()
        const changes = [...stored.pending]
        if (this.flushMs > 0) await new Promise((resolve) => setTimeout(resolve, this.flushMs))
        else await turn()
        if (this.isDead) throw new Error('no power')
        stored.pending = stored.pending.slice(changes.length)
        if (this.failingFlushes > 0) {
          this.failingFlushes--
          throw Object.assign(new Error('EIO'), { code: 'EIO' })
        }
        for (const change of changes) stored.durable = changed(stored.durable, change)
        this.flushes++
      },
      truncate: (bytes) => {
        this.#change()
        apply({ kind: 'truncate', bytes })
      },
      close: () => undefined,
    }
  }

  #usedBytes(): number {
    let used = 0
    for (const stored of this.#files.values()) used += stored.now.length
    return used
  }

  rename(from: string, to: string): void {
    this.#change()
    this.#files.set(to, this.#stored(from))
    this.#files.delete(from)
  }

  remove(path: string): void {
    this.#change()
    this.#files.delete(path)
  }

  async flushFolder(folder: string): Promise<void> {
    this.#change()
    await turn()
    if (this.isDead) throw new Error('no power')
    const inFolder = (path: string) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/')
    for (const path of [...this.#durableNames.keys()]) if (inFolder(path)) this.#durableNames.delete(path)
    for (const [path, stored] of this.#files) if (inFolder(path)) this.#durableNames.set(path, stored)
  }

  lock(): () => void {
    return () => undefined
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function survivor(stored: Stored, random: () => number): Stored {
  let bytes: Buffer = Buffer.from(stored.durable)
  const pieces = stored.pending.flatMap(sectorsOf)
  if (random() < 0.5) pieces.sort(() => random() - 0.5)
  const share = random()
  for (const piece of pieces) if (random() < share) bytes = changed(bytes, piece)
  return { now: bytes, durable: Buffer.from(bytes), pending: [] }
}

function sectorsOf(change: Change): Change[] {
  if (change.kind === 'truncate') return [change]
  const sectors: Change[] = []
  for (let from = 0; from < change.bytes.length; ) {
    const to = Math.min(change.bytes.length, from + SECTOR_BYTES - ((change.at + from) % SECTOR_BYTES))
    sectors.push({ kind: 'write', at: change.at + from, bytes: change.bytes.subarray(from, to) })
    from = to
  }
  return sectors
}
