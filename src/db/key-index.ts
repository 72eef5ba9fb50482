import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Disk } from './disk.ts'
import type { Claim } from './frame.ts'
import type { HashKey } from './identity-hash.ts'
import { IndexDamage, KeyRun, KeyRunWriter } from './key-run.ts'
import { RecentKeys } from './recent-keys.ts'
import type { Position } from './record.ts'

/** Up to where the index on disk stands for the record. */
export interface Checkpoint {
  readonly through: Position
  readonly recorded: number
  readonly receivedAt: number
  readonly key: HashKey
}

export interface KeyIndexOptions {
  /** How many keys stay in memory before they are sealed into a run. */
  readonly recentKeys?: number
  /** What the filters of all runs may take together. */
  readonly filterBytes?: number
  /** Called when a damaged file is found in the background: the index must be made again. */
  readonly onDamage?: () => void
}

const RECENT_KEYS = 524_288
const FILTER_BYTES = 256 * 1024 * 1024
const BITS_PER_KEY = 10
/** So many runs of about the same size become one. */
const FAN_IN = 4
const RETRY_MS = 2000
const MANIFEST = 'checkpoint.json'
const NONE: readonly Position[] = []
const CLAIMS = 'claims.ndjson'

interface Manifest {
  readonly through: number
  readonly recorded: number
  readonly receivedAt: number
  readonly key: readonly number[]
  readonly runs: readonly string[]
  readonly nextRun: number
  readonly claimBytes: number
  readonly claimCrc: number
}

/**
 * From hashes of identities to the positions of their lines, for as long as the record is kept. It is made from the record and can be
 * made again: whatever is missing or damaged is a reason to begin anew, never to fail.
 *
 * Memory for 100 million keys: filters 125 MB (10 bits a key), fences 2.2 MB, recent keys at most 2 x 23 MB, pages 0.5 MB. Filters never
 * take more than `filterBytes` (256 MB, reached at 215 million keys); with more keys there are fewer bits for each and more looks at the disk.
 * On disk: 22 bytes a key. An absent key costs one memory access per run (at most 3 runs of each of the sizes 0.5, 2, 8, 32 ... million), a
 * present one a read of 4 KiB besides.
 */
export class KeyIndex {
  readonly #disk: Disk
  readonly #folder: string
  readonly #recentKeys: number
  readonly #filterBytes: number
  readonly #onDamage: () => void
  #recent: RecentKeys
  #frozen: RecentKeys | null = null
  #isSealing = false
  /** Largest first. */
  #runs: KeyRun[] = []
  readonly #found: Position[] = []
  #nextRun = 0
  #claimBytes = 0
  #claimCrc = 0
  #checkpoint: Checkpoint | null = null
  #sealing: Promise<void> = Promise.resolve()
  /** Merging large runs takes minutes; sealing must not wait for it, or recent keys would pile up in memory. */
  #merging: Promise<void> | null = null
  #committing: Promise<void> = Promise.resolve()
  readonly #wakes = new Set<() => void>()
  #isClosed = false

  constructor(disk: Disk, folder: string, options: KeyIndexOptions = {}) {
    this.#disk = disk
    this.#folder = folder
    this.#recentKeys = options.recentKeys ?? RECENT_KEYS
    this.#filterBytes = options.filterBytes ?? FILTER_BYTES
    this.#onDamage = options.onDamage ?? (() => undefined)
    this.#recent = new RecentKeys(this.#recentKeys)
  }

  /** What is on disk and whole, and the claims made up to there; null if the index must be made from the whole record. */
  load(): { readonly checkpoint: Checkpoint; readonly claims: readonly Claim[] } | null {
    this.#disk.makeFolder(this.#folder)
    try {
      const manifest = this.#manifest()
      if (manifest === null) return this.clear()
      for (const name of manifest.runs) this.#runs.push(new KeyRun(this.#disk, join(this.#folder, name), name))
      const claims = this.#readClaims(manifest)
      this.#nextRun = manifest.nextRun
      this.#claimBytes = manifest.claimBytes
      this.#claimCrc = manifest.claimCrc
      const { through, recorded, receivedAt } = manifest
      this.#checkpoint = { through, recorded, receivedAt, key: Uint32Array.from(manifest.key) }
      this.#removeOthers()
      return { checkpoint: this.#checkpoint, claims }
    } catch {
      return this.clear()
    }
  }

  #manifest(): Manifest | null {
    if (!this.#disk.names(this.#folder).includes(MANIFEST)) return null
    const [json = '', crc] = this.#text(MANIFEST).split('\n')
    return String(crc32(json)) === crc ? (JSON.parse(json) as Manifest) : null
  }

  #text(name: string, bytes?: number): string {
    const file = this.#disk.open(join(this.#folder, name), 'read')
    try {
      const buffer = Buffer.alloc(bytes ?? file.size())
      return buffer.toString('utf8', 0, file.read(buffer, 0))
    } finally {
      file.close()
    }
  }

  #readClaims(manifest: Manifest): readonly Claim[] {
    if (manifest.claimBytes === 0) return []
    const text = this.#text(CLAIMS, manifest.claimBytes)
    if (crc32(text) !== manifest.claimCrc) throw new Error('the claims are damaged')
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Claim)
  }

  /** Everything on disk goes: the index is to be made from the whole record. */
  clear(): null {
    this.#disk.makeFolder(this.#folder)
    for (const run of this.#runs) run.close()
    this.#runs = []
    this.#claimBytes = 0
    this.#claimCrc = 0
    this.#checkpoint = null
    for (const name of this.#disk.names(this.#folder)) this.#disk.remove(join(this.#folder, name))
    return null
  }

  #removeOthers(): void {
    const kept = new Set([MANIFEST, CLAIMS, ...this.#runs.map((run) => run.name)])
    for (const name of this.#disk.names(this.#folder)) if (!kept.has(name)) this.#disk.remove(join(this.#folder, name))
  }

  add(hashes: Uint32Array, at: number, position: Position): void {
    this.#recent.add(hashes, at, position)
  }

  /** All positions of a hash, in order of arrival. Throws IndexDamage. */
  find(hashes: Uint32Array, at: number): readonly Position[] {
    const found = this.#found
    found.length = 0
    this.#recent.find(hashes, at, found)
    this.#frozen?.find(hashes, at, found)
    for (const run of this.#runs) run.find(hashes, at, found)
    return found.length === 0 ? NONE : found.toSorted((a, b) => a - b)
  }

  get runs(): number {
    return this.#runs.length
  }

  /** Bytes of memory for what is sealed. */
  get sealedMemoryBytes(): number {
    return this.#runs.reduce((sum, run) => sum + run.memoryBytes, 0)
  }

  /** True when the recent keys should be frozen, and can be. */
  get isFull(): boolean {
    return this.#frozen === null && this.#recent.count >= this.#recentKeys
  }

  /** Sets the recent keys apart, to be sealed once all their lines are on disk. */
  freeze(): void {
    this.#frozen = this.#recent
    this.#recent = new RecentKeys(this.#recentKeys)
  }

  /** Forgets keys at this position and later, which were never brought to disk. */
  keepBefore(position: Position): void {
    // frozen too early: what is not being sealed becomes recent again (all recent keys came after it and are forgotten)
    if (this.#frozen !== null && !this.#isSealing) {
      this.#recent = this.#frozen
      this.#frozen = null
    }
    this.#recent.keepBefore(position)
  }

  /** Brings the frozen keys to disk in the background, then merges runs. `claims` are those made since the checkpoint before. */
  seal(checkpoint: Checkpoint, claims: readonly Claim[]): Promise<void> {
    this.#isSealing = true
    this.#sealing = this.#sealing.then(async () => {
      await this.#untilDone(() => this.#sealFrozen(checkpoint, claims))
      this.#merging ??= this.#untilDone(() => this.#merge()).finally(() => { this.#merging = null })
    })
    return this.#sealing
  }

  /** Resolves when nothing is left to merge. */
  async settled(): Promise<void> {
    await this.#sealing
    await this.#merging
  }

  /** A full disk is waited out: until then the keys stay in memory. */
  async #untilDone(task: () => Promise<void>): Promise<void> {
    while (!this.#isClosed) {
      try {
        return await task()
      } catch (error) {
        if (this.#isClosed) return
        if (error instanceof IndexDamage) return this.#onDamage()
        await new Promise<void>((resolve) => {
          setTimeout(resolve, RETRY_MS).unref()
          this.#wakes.add(resolve)
        })
      }
    }
  }

  async #sealFrozen(checkpoint: Checkpoint, claims: readonly Claim[]): Promise<void> {
    const frozen = this.#frozen
    if (frozen === null) return
    const run = await this.#write(frozen.count, async (writer) => {
      for (const _ of frozen.inOrder((hashes, at, position) => writer.add(hashes, at, position))) {
        if (writer.isFull) await writer.drain()
        await this.#turn()
      }
    })
    try {
      await this.#commit(async () => {
        const before = { bytes: this.#claimBytes, crc: this.#claimCrc }
        try {
          await this.#writeClaims(claims)
          await this.#writeManifest(checkpoint, [...this.#runs, run])
        } catch (error) {
          this.#claimBytes = before.bytes
          this.#claimCrc = before.crc
          throw error
        }
        this.#checkpoint = checkpoint
        this.#runs = [...this.#runs, run]
        this.#frozen = null
        this.#isSealing = false
      })
    } catch (error) {
      run.close()
      throw error
    }
  }

  /** One change of the manifest after the other. */
  #commit(change: () => Promise<void>): Promise<void> {
    const done = this.#committing.then(change)
    this.#committing = done.catch(() => undefined)
    return done
  }

  async #write(keys: number, fill: (writer: KeyRunWriter) => Promise<void>): Promise<KeyRun> {
    const name = `${String(this.#nextRun++).padStart(8, '0')}.keys`
    const path = join(this.#folder, name)
    const all = this.#runs.reduce((sum, run) => sum + run.keys, 0) + keys
    const file = this.#disk.open(path, 'create')
    try {
      const writer = new KeyRunWriter(file, keys, Math.min(BITS_PER_KEY, (this.#filterBytes * 8) / all))
      await fill(writer)
      await writer.finish()
    } catch (error) {
      this.#disk.remove(path)
      throw error
    } finally {
      file.close()
    }
    return new KeyRun(this.#disk, path, name)
  }

  async #writeClaims(claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) return
    const bytes = Buffer.from(claims.map((claim) => `${JSON.stringify(claim)}\n`).join(''))
    const file = this.#disk.open(join(this.#folder, CLAIMS), 'create')
    try {
      await file.write(bytes, this.#claimBytes)
      await file.flush()
    } finally {
      file.close()
    }
    this.#claimBytes += bytes.length
    this.#claimCrc = crc32(bytes, this.#claimCrc)
  }

  async #writeManifest(checkpoint: Checkpoint, runs: readonly KeyRun[]): Promise<void> {
    const manifest: Manifest = {
      through: checkpoint.through, recorded: checkpoint.recorded, receivedAt: checkpoint.receivedAt, key: [...checkpoint.key],
      runs: runs.map((run) => run.name), nextRun: this.#nextRun, claimBytes: this.#claimBytes, claimCrc: this.#claimCrc,
    }
    const json = JSON.stringify(manifest)
    const aside = join(this.#folder, `${MANIFEST}.new`)
    const file = this.#disk.open(aside, 'create')
    try {
      const bytes = Buffer.from(`${json}\n${crc32(json)}\n`)
      file.truncate(0)
      await file.write(bytes, 0)
      await file.flush()
    } finally {
      file.close()
    }
    // the runs' names must be on disk before the manifest that speaks of them
    await this.#disk.flushFolder(this.#folder)
    this.#disk.rename(aside, join(this.#folder, MANIFEST))
    await this.#disk.flushFolder(this.#folder)
  }

  /** Runs of about the same size become one, until no four are left. */
  async #merge(): Promise<void> {
    for (let merged = this.#alike(); merged !== null && !this.#isClosed; merged = this.#alike()) await this.#mergeRuns(merged)
  }

  /** Runs to be merged next, the smallest first; null if there are not enough of any size. */
  #alike(): ReadonlySet<KeyRun> | null {
    for (const run of this.#runs.toReversed()) {
      const alike = this.#runs.filter((other) => this.#level(other) === this.#level(run))
      if (alike.length >= FAN_IN) return new Set(alike)
    }
    return null
  }

  #level(run: KeyRun): number {
    return Math.floor(Math.log(run.keys / this.#recentKeys + 0.5) / Math.log(FAN_IN) + 0.01)
  }

  async #mergeRuns(merged: ReadonlySet<KeyRun>): Promise<void> {
    const keys = [...merged].reduce((sum, one) => sum + one.keys, 0)
    const run = await this.#write(keys, (writer) => this.#mergeInto(writer, [...merged]))
    try {
      await this.#commit(async () => {
        // younger runs may have been sealed meanwhile
        const runs = [...this.#runs.filter((one) => !merged.has(one)), run].sort((a, b) => b.keys - a.keys)
        if (this.#checkpoint !== null) await this.#writeManifest(this.#checkpoint, runs)
        this.#runs = runs
      })
    } catch (error) {
      run.close()
      throw error
    }
    for (const old of merged) {
      old.close()
      this.#disk.remove(join(this.#folder, old.name))
    }
  }

  async #mergeInto(writer: KeyRunWriter, runs: readonly KeyRun[]): Promise<void> {
    const cursors: Cursor[] = []
    for (const run of runs) {
      const cursor = new Cursor(run)
      if (await cursor.load()) cursors.push(cursor)
    }
    let sinceTurn = 0
    while (cursors.length > 0) {
      let least = 0
      for (let one = 1; one < cursors.length; one++) if (isBefore(cursors[one] as Cursor, cursors[least] as Cursor)) least = one
      const cursor = cursors[least] as Cursor
      writer.add(cursor.hashes, 4 * cursor.at, cursor.positions[cursor.at] as number)
      if (++cursor.at === cursor.count && !(await cursor.load())) cursors.splice(least, 1)
      if (++sinceTurn < 4096) continue
      sinceTurn = 0
      if (writer.isFull) await writer.drain()
      await this.#turn()
    }
  }

  /** Lets others run: sealing and merging is work for idle moments. */
  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    if (this.#isClosed) throw new Error('the index was closed')
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const wake of this.#wakes) wake()
    await this.settled()
    for (const run of this.#runs) run.close()
    this.#runs = []
  }
}

/** A place in a run that is read from its begin to its end. */
class Cursor {
  readonly #blocks: ReturnType<KeyRun['blocks']>
  hashes: Uint32Array = new Uint32Array(0)
  positions: Float64Array = new Float64Array(0)
  count = 0
  at = 0

  constructor(run: KeyRun) {
    this.#blocks = run.blocks()
  }

  async load(): Promise<boolean> {
    const next = await this.#blocks.next()
    if (next.done === true) return false
    this.hashes = next.value.hashes
    this.positions = next.value.positions
    this.count = next.value.count
    this.at = 0
    return true
  }
}

function isBefore(a: Cursor, b: Cursor): boolean {
  for (let word = 0; word < 4; word++) {
    const left = a.hashes[4 * a.at + word] as number
    const right = b.hashes[4 * b.at + word] as number
    if (left !== right) return left < right
  }
  return (a.positions[a.at] as number) < (b.positions[b.at] as number)
}
