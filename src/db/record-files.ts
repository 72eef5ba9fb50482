import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import type { Instant } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import { type Disk, type DiskFile, fileDisk } from './disk.ts'
import { type Claim, claimsOf, frameBytes, hashesOf, HEADER_BYTES } from './frame.ts'
import { frames } from './frames.ts'
import { type HashKey, hashIdentity } from './identity-hash.ts'
import { KeyIndex, type KeyIndexOptions } from './key-index.ts'
import { IndexDamage } from './key-run.ts'
import type { Candidate, KeptLine, Position, Record, Verdict, VersionRules } from './record.ts'
import { Batch, type Waiting } from './record-batch.ts'
import { segmentName, Segments, segmentStarts } from './segments.ts'
import { linesOf, readLine } from './stored-line.ts'

export interface FileRecordOptions {
  readonly rules: VersionRules
  readonly now: () => Instant
  /** A new file is begun when one is this long. */
  readonly segmentBytes?: number
  /** What may wait to be written, before `busy`. */
  readonly queueBytes?: number
  readonly onDamage?: (damage: Damage) => void
  readonly disk?: Disk
  readonly index?: KeyIndexOptions
}

/** Bytes of a file that could not be read as frames. */
export interface Damage {
  readonly file: string
  readonly from: number
  readonly to: number
  readonly reason: string
}

const SEGMENT_BYTES = 128 * 1024 * 1024
const QUEUE_BYTES = 32 * 1024 * 1024
const BATCH_BYTES = 4 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024
/** How long submits are judged before others get their turn. */
const JUDGING_MS = 5
const PROBE_EVERY_MS = 1000
/** A flush that takes longer than this makes new submits wait at the client instead. */
const SLOW_FLUSH_MS = 1000
/** Beside the body: time, hash, newline, verdict. */
const LINE_OVERHEAD_BYTES = 64

interface Submit<Line> {
  readonly candidates: readonly Candidate<Line>[]
  readonly receivedAt: Instant
  readonly bytes: number
  readonly resolve: (verdicts: readonly Verdict[]) => void
  readonly reject: (reason: unknown) => void
}

/** Opens the record in a folder, and makes it if there is none. Never fails because of damage: what cannot be read is reported and left out. Throws Refusal `folder-in-use`. */
export async function openFileRecord<Line = unknown>(folder: string, options: FileRecordOptions): Promise<Record<Line>> {
  const disk = options.disk ?? fileDisk()
  disk.makeFolder(folder)
  const record = new FileRecord<Line>(folder, disk, options, disk.lock(folder))
  try {
    await record.recover()
    return record
  } catch (error) {
    await record.close()
    throw error
  }
}

export interface Verified {
  readonly frames: number
  readonly lines: number
  readonly damage: readonly Damage[]
}

/** Reads the whole record and checks every frame; changes nothing. Throws Refusal `folder-in-use`. */
export async function verifyRecord(folder: string, disk: Disk = fileDisk()): Promise<Verified> {
  const unlock = disk.lock(folder)
  const segments = new Segments(disk)
  const damage: Damage[] = []
  let count = 0
  let lines = 0
  try {
    listSegments(segments, disk, folder, (one) => damage.push(one))
    for await (const found of frames(segments, 0)) {
      if (found.kind === 'damage') damage.push(damageOf(segments, found.from, found.to, found.reason))
      else {
        count++
        lines += found.head.lines
      }
    }
    return { frames: count, lines, damage }
  } finally {
    segments.close()
    unlock()
  }
}

function listSegments(segments: Segments, disk: Disk, folder: string, onDamage: (damage: Damage) => void): void {
  const starts = segmentStarts(disk.names(folder))
  for (const [place, start] of starts.entries()) {
    const path = join(folder, segmentName(start))
    const segment = { start, path, end: start }
    segment.end = start + segments.file(segment).size()
    const next = starts[place + 1]
    // after a failed write the record goes on in a new file: what stands beyond was never acknowledged
    if (next !== undefined && next < segment.end) segment.end = next
    if (next !== undefined && next > segment.end) onDamage({ file: path, from: segment.end - start, to: next - start, reason: 'missing' })
    segments.list.push(segment)
  }
}

function damageOf(segments: Segments, from: Position, to: Position, reason: string): Damage {
  const segment = segments.list[segments.placeOf(from)]
  const start = segment?.start ?? 0
  return { file: segment?.path ?? '', from: from - start, to: to - start, reason }
}

class FileRecord<Line> implements Record<Line> {
  recorded = 0
  end: Position = 0

  readonly #folder: string
  readonly #disk: Disk
  readonly #rules: VersionRules
  readonly #now: () => Instant
  readonly #segmentBytes: number
  readonly #queueBytes: number
  readonly #onDamage: (damage: Damage) => void
  readonly #unlock: () => void

  readonly #segments: Segments
  readonly #indexOptions: KeyIndexOptions
  #index: KeyIndex
  /** Made since the index was last sealed. */
  #newClaims: Claim[] = []
  readonly #claims = new Map<string, string>()
  #key: HashKey = randomFillSync(new Uint32Array(4))
  #lastReceived: Instant = Number.NEGATIVE_INFINITY
  #file: DiskFile | null = null

  /** Submits in order of receipt that are not judged yet. */
  #queue: Submit<Line>[] = []
  #waitingBytes = 0
  #open: Batch<Line>
  #flushing: Batch<Line> | null = null
  #flushingSince = 0
  #buffers: Buffer[] = []
  #pumping = false
  #follower: ((lines: readonly KeptLine<Line>[]) => void) | null = null

  #failing = false
  /** The index was found damaged and is made again from the record; reading goes on, writing waits. */
  #indexing: 'no' | 'soon' | 'now' = 'no'
  #probedAt = Number.NEGATIVE_INFINITY
  #probe: NodeJS.Timeout | null = null
  #recovering: Promise<void> = Promise.resolve()
  #closed = false
  #whenIdle: (() => void) | null = null
  readonly #hash = new Uint32Array(4)

  constructor(folder: string, disk: Disk, options: FileRecordOptions, unlock: () => void) {
    this.#folder = folder
    this.#disk = disk
    this.#rules = options.rules
    this.#now = options.now
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES
    this.#queueBytes = options.queueBytes ?? QUEUE_BYTES
    this.#onDamage = options.onDamage ?? (() => undefined)
    this.#unlock = unlock
    this.#indexOptions = options.index ?? {}
    this.#index = this.#newIndex()
    this.#segments = new Segments(disk)
    this.#open = new Batch(0, 0, Buffer.allocUnsafeSlow(HEADER_BYTES))
  }

  async recover(): Promise<void> {
    listSegments(this.#segments, this.#disk, this.#folder, this.#onDamage)
    await this.#replay(this.#loadIndex())
    await this.#openLast()
    this.#open = this.#newBatch(this.end, this.recorded)
  }

  #newIndex(): KeyIndex {
    return new KeyIndex(this.#disk, join(this.#folder, 'index'), { ...this.#indexOptions, onDamage: () => this.#reindexSoon() })
  }

  /** Takes over what the index holds; answers from where the record must be read. */
  #loadIndex(): Position {
    const loaded = this.#index.load()
    const first = this.#segments.list[0]?.start ?? 0
    if (loaded === null) return first
    const { through, recorded, receivedAt, key } = loaded.checkpoint
    if (through > (this.#segments.last?.end ?? 0) || through < first) {
      // the index speaks of lines that the record no longer has
      this.#index.clear()
      return first
    }
    for (const [name, source] of loaded.claims) this.#claims.set(name, source)
    this.recorded = recorded
    this.#lastReceived = receivedAt
    this.#key = key
    return through
  }

  /** Brings keys and claims from a position on into memory. */
  async #replay(from: Position): Promise<void> {
    for await (const found of frames(this.#segments, from)) {
      if (found.kind === 'damage') {
        this.#onDamage(damageOf(this.#segments, found.from, found.to, found.reason))
        if (found.to === this.#segments.last?.end) await this.#cutTail(found.from)
        continue
      }
      const { head, frame } = found
      this.#key = head.key
      const hashes = hashesOf(frame, head)
      let line = 0
      for (const [start] of linesOf(frame, HEADER_BYTES, HEADER_BYTES + head.lineBytes)) {
        this.#index.add(hashes, 4 * line, head.position + start)
        line++
      }
      for (const claim of claimsOf(frame, head)) {
        this.#claims.set(claim[0], claim[1])
        this.#newClaims.push(claim)
      }
      this.recorded = head.recordedBefore + head.lines
      this.#lastReceived = Math.max(this.#lastReceived, head.receivedAt)
      if (!this.#index.isFull) continue
      this.#index.freeze()
      await this.#seal(head.position + frameBytes(head))
    }
  }

  #seal(through: Position): Promise<void> {
    const claims = this.#newClaims
    this.#newClaims = []
    return this.#index.seal({ through, recorded: this.recorded, receivedAt: this.#lastReceived, key: this.#key }, claims)
  }

  #reindexSoon(): void {
    if (this.#indexing !== 'no') return
    this.#indexing = 'soon'
    this.#pumpSoon()
  }

  async #reindex(): Promise<void> {
    this.#indexing = 'now'
    this.#onDamage({ file: join(this.#folder, 'index'), from: 0, to: 0, reason: 'the index is damaged and made again' })
    try {
      await this.#index.close()
      this.#index = this.#newIndex()
      this.#index.clear()
      this.#newClaims = []
      await this.#replay(this.#segments.list[0]?.start ?? 0)
      this.#indexing = 'no'
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS).unref())
      this.#indexing = 'soon'
    }
    this.#pumpSoon()
  }

  /** Damage at the end of the record is moved beside, as writing goes on there. */
  async #cutTail(from: Position): Promise<void> {
    const last = this.#segments.last
    if (last === undefined || from >= last.end) return
    const bytes = Buffer.alloc(last.end - from)
    this.#segments.file(last).read(bytes, from - last.start)
    last.end = from
    try {
      const beside = this.#disk.open(join(this.#folder, `damaged-${from}.bin`), 'create')
      await beside.write(bytes, 0).finally(() => beside.close())
    } catch {
      // a copy for people to look at; the record does not need it
    }
  }

  async #openLast(): Promise<void> {
    const last = this.#segments.last
    if (last === undefined) {
      await this.#beginSegment(0)
      return
    }
    this.end = last.end
    this.#file = this.#disk.open(last.path, 'create')
    if (this.#file.size() > last.end - last.start) this.#file.truncate(last.end - last.start)
    // lines that a killed process had written but not flushed are kept from now on, so they must not be lost by a later power cut
    await this.#file.flush()
    await this.#disk.flushFolder(this.#folder)
  }

  async #beginSegment(start: Position): Promise<void> {
    this.#file?.close()
    this.#file = null
    const path = join(this.#folder, segmentName(start))
    this.#file = this.#disk.open(path, 'create')
    if (this.#file.size() > 0) this.#file.truncate(0)
    await this.#disk.flushFolder(this.#folder)
    if (this.#segments.last?.start !== start) this.#segments.list.push({ start, path, end: start })
  }

  #newBatch(start: Position, recordedBefore: number): Batch<Line> {
    return new Batch<Line>(start, recordedBefore, this.#buffers.pop() ?? Buffer.allocUnsafeSlow(64 * 1024))
  }

  submit(candidates: readonly Candidate<Line>[]): Promise<readonly Verdict[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new Refusal('not-ready', 'the record is closed; start again')
      if (this.#failing) throw storageFull()
      if (this.#indexing !== 'no') throw indexing()
      let bytes = 0
      for (const candidate of candidates) bytes += candidate.body.length + LINE_OVERHEAD_BYTES
      const isSlow = this.#flushing !== null && performance.now() - this.#flushingSince > SLOW_FLUSH_MS
      if (isSlow || (this.#waitingBytes > 0 && this.#waitingBytes + bytes > this.#queueBytes)) {
        throw new Refusal('busy', 'more lines arrive than the disk takes; send them again in a second')
      }
      this.#lastReceived = Math.max(this.#now(), this.#lastReceived)
      this.#waitingBytes += bytes
      this.#queue.push({ candidates, receivedAt: this.#lastReceived, bytes, resolve, reject })
      this.#pumpSoon()
    })
  }

  /** At the end of the turn, so that submits of one turn share one flush. */
  #pumpSoon(): void {
    if (this.#pumping) return
    this.#pumping = true
    setImmediate(() => {
      this.#pumping = false
      this.#pump()
    })
  }

  /** Judges what has come in, also while a flush runs, and begins the next flush when none does. */
  #pump(): void {
    if (this.#failing) return
    if (this.#indexing !== 'no') this.#refuseQueue(indexing())
    const until = performance.now() + JUDGING_MS
    let taken = 0
    while (taken < this.#queue.length && this.#open.size < BATCH_BYTES && performance.now() < until) {
      this.#judgeSubmit(this.#queue[taken] as Submit<Line>)
      taken++
    }
    this.#queue = taken === this.#queue.length ? [] : this.#queue.slice(taken)
    if (this.#flushing === null && this.#open.waiting.length > 0) void this.#flush()
    else if (this.#queue.length > 0 && this.#open.size < BATCH_BYTES) this.#pumpSoon()
    if (this.#flushing !== null || this.#queue.length > 0) return
    this.#whenIdle?.()
    if (this.#indexing === 'soon' && !this.#closed) void this.#reindex()
  }

  #refuseQueue(refusal: Refusal): void {
    const queue = this.#queue
    this.#queue = []
    for (const { bytes, reject } of queue) {
      this.#waitingBytes -= bytes
      reject(refusal)
    }
  }

  #judgeSubmit(submit: Submit<Line>): void {
    try {
      const verdicts = submit.candidates.map((candidate) => this.#judge(candidate, submit.receivedAt))
      this.#open.waiting.push({ verdicts, bytes: submit.bytes, resolve: submit.resolve, reject: submit.reject })
    } catch (error) {
      this.#waitingBytes -= submit.bytes
      if (error instanceof IndexDamage) this.#reindexSoon()
      submit.reject(error instanceof IndexDamage ? indexing() : error)
    }
  }

  #judge(candidate: Candidate<Line>, receivedAt: Instant): Verdict {
    const { claim, source, body } = candidate
    const holder = claim === null ? undefined : this.#claims.get(claim)
    if (holder !== undefined && holder !== source) return 'key-taken'
    hashIdentity(candidate.identity, this.#key, this.#hash, 0)
    const earlier = this.#index.find(this.#hash, 0)
    if (earlier.length > 0) {
      if (!candidate.correctable) return 'duplicate'
      if (this.#saysTheSame(body, this.#lines(earlier), candidate.same ?? this.#rules.same)) return 'duplicate'
    }
    const position = this.#open.next
    this.#open.add(this.#hash, earlier.length > 0, candidate.recordedAt ?? receivedAt, body, candidate.line)
    this.#index.add(this.#hash, 0, position)
    this.#rules.taken?.(candidate.line)
    if (claim !== null && holder === undefined) {
      this.#claims.set(claim, source)
      this.#open.claims.push([claim, source])
    }
    return 'accepted'
  }

  #saysTheSame(body: string, versions: readonly KeptLine[], same: VersionRules['same']): boolean {
    try {
      const holding = versions[this.#rules.holding(versions)]
      return holding !== undefined && same(body, holding.body)
    } catch (error) {
      // a line that has rotted on disk counts as absent; any other mistake is the rules'
      const readable = versions.filter((version) => isJson(version.body))
      if (readable.length === versions.length) throw error
      return this.#saysTheSame(body, readable, same)
    }
  }

  /** Lines on disk or still on their way there. */
  #lines(positions: readonly Position[]): KeptLine<never>[] {
    const lines: KeptLine<never>[] = []
    for (const position of positions) {
      if (position >= this.#open.start) lines.push(this.#open.line(position))
      else if (this.#flushing !== null && position >= this.#flushing.start) lines.push(this.#flushing.line(position))
      else {
        const bytes = this.#segments.line(position)
        if (bytes !== null) lines.push(readLine(bytes, 0, bytes.length, position))
      }
    }
    return lines
  }

  async #flush(): Promise<void> {
    const batch = this.#open
    const isEmpty = batch.lines.length === 0
    const frame = isEmpty ? null : batch.seal(this.#key, this.#lastReceived)
    const seals = this.#index.isFull
    if (seals) this.#index.freeze()
    const after = batch.start + (frame?.length ?? 0)
    this.#flushing = batch
    this.#flushingSince = performance.now()
    this.#open = this.#newBatch(after, batch.recordedBefore + batch.lines.length)
    // what came in while this batch was judged is judged during the flush
    if (this.#queue.length > 0) this.#pumpSoon()
    try {
      if (frame !== null) await this.#write(frame, batch.start)
    } catch (error) {
      this.#fail(error)
      return
    }
    const segment = this.#segments.last
    if (segment !== undefined) segment.end = after
    this.end = after
    this.recorded += batch.lines.length
    this.#flushing = null
    this.#newClaims.push(...batch.claims)
    if (seals) void this.#seal(after)
    this.#acknowledge(batch)
    this.#pump()
  }

  async #write(frame: Buffer, position: Position): Promise<void> {
    const last = this.#segments.last
    if (last !== undefined && position - last.start >= this.#segmentBytes) await this.#beginSegment(position)
    const segment = this.#segments.last
    if (segment === undefined || this.#file === null) throw new Error('no segment to write to')
    await this.#file.write(frame, position - segment.start)
    await this.#file.flush()
  }

  #acknowledge(batch: Batch<Line>): void {
    if (this.#follower !== null && batch.lines.length > 0) {
      try {
        this.#follower(batch.lines)
      } catch (error) {
        // the follower's mistake must not hold back what is on disk
        queueMicrotask(() => { throw error })
      }
    }
    for (const { verdicts, bytes, resolve } of batch.waiting) {
      this.#waitingBytes -= bytes
      resolve(verdicts)
    }
    if (this.#buffers.length < 2 && batch.buffer.length <= 2 * BATCH_BYTES) this.#buffers.push(batch.buffer)
  }

  /** Nothing that waits is acknowledged; the record goes back to the last acknowledged byte and tries to go on in a new file. */
  #fail(error: unknown): void {
    this.#failing = true
    const refusal = storageFull(error)
    const batches = this.#flushing === null ? [this.#open] : [this.#flushing, this.#open]
    this.#flushing = null
    this.#index.keepBefore(this.end)
    for (const [name] of batches.flatMap((batch) => batch.claims)) this.#claims.delete(name)
    const queued = this.#queue
    this.#queue = []
    this.#waitingBytes = 0
    this.#open = this.#newBatch(this.end, this.recorded)
    for (const { reject } of [...batches.flatMap((batch): (Waiting | Submit<Line>)[] => batch.waiting), ...queued]) reject(refusal)
    this.#closeFile()
    this.#probeLater()
    this.#whenIdle?.()
  }

  #closeFile(): void {
    try {
      this.#file?.close()
    } catch {
      // nothing of it is trusted any more
    }
    this.#file = null
  }

  #probeLater(): void {
    if (this.#closed) return
    const wait = Math.max(0, this.#probedAt + PROBE_EVERY_MS - performance.now())
    this.#probe = setTimeout(() => { this.#recovering = this.#recoverSpace() }, wait)
    this.#probe.unref()
  }

  async #recoverSpace(): Promise<void> {
    this.#probedAt = performance.now()
    this.#probe = null
    try {
      await this.#cutBack()
      await this.#beginSegment(this.end)
      const file = this.#file as DiskFile | null
      await file?.write(Buffer.alloc(64 * 1024), 0)
      await file?.flush()
      file?.truncate(0)
      await file?.flush()
      this.#failing = false
    } catch {
      this.#closeFile()
      this.#probeLater()
    }
  }

  async #cutBack(): Promise<void> {
    const last = this.#segments.last
    if (last === undefined) return
    const file = this.#disk.open(last.path, 'create')
    try {
      file.truncate(last.end - last.start)
      await file.flush()
    } finally {
      file.close()
    }
  }

  async *read(from: Position): AsyncGenerator<readonly KeptLine<Line>[]> {
    let chunk: KeptLine<Line>[] = []
    let bytes = 0
    for await (const found of frames(this.#segments, from)) {
      if (found.kind === 'damage') {
        this.#onDamage(damageOf(this.#segments, found.from, found.to, found.reason))
        continue
      }
      const { head, frame } = found
      for (const [start, end] of linesOf(frame, HEADER_BYTES, HEADER_BYTES + head.lineBytes)) {
        if (head.position + start >= from) chunk.push(readLine(frame, start, end, head.position + start))
      }
      bytes += frame.length
      if (bytes < CHUNK_BYTES) continue
      yield chunk
      chunk = []
      bytes = 0
    }
    if (chunk.length > 0) yield chunk
  }

  async versions(identity: string): Promise<readonly KeptLine<Line>[]> {
    hashIdentity(identity, this.#key, this.#hash, 0)
    return this.at(this.#index.find(this.#hash, 0).filter((position) => position < this.end))
  }

  async at(positions: readonly Position[]): Promise<readonly KeptLine<Line>[]> {
    const lines: KeptLine<Line>[] = []
    for (let place = 0; place < positions.length; place += 256) {
      if (place > 0) await new Promise((resolve) => setImmediate(resolve))
      lines.push(...this.#lines(positions.slice(place, place + 256)))
    }
    return lines
  }

  follow(listener: (lines: readonly KeptLine<Line>[]) => void): void {
    this.#follower = listener
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    if (this.#probe !== null) clearTimeout(this.#probe)
    if (this.#flushing !== null || this.#queue.length > 0 || this.#open.waiting.length > 0) {
      await new Promise<void>((resolve) => { this.#whenIdle = resolve })
    }
    await this.#recovering
    await this.#index.close()
    this.#closeFile()
    this.#segments.close()
    this.#unlock()
  }
}

function indexing(): Refusal {
  return new Refusal('not-ready', 'the index of known lines is made again; send the lines again in some seconds')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function storageFull(cause?: unknown): Refusal {
  const detail = cause instanceof Error ? { cause: cause.message } : {}
  return new Refusal('storage-full', 'the disk takes no more lines; make room, then send them again', detail)
}

