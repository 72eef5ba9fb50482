import { createHash, type Hash } from 'node:crypto'
import { join } from 'node:path'
import { setImmediate as otherWork } from 'node:timers/promises'
import { Refusal } from '../base/refusal.ts'
import { type Disk, type DiskFile, fileDisk } from './disk.ts'
import { type Appended, ended, type Entry, entryOf, type Followed, followed, type Head, type Journal, linesAfter, NOTHING_FOLLOWED, queue, readLine, START, type Verification, verified, type Waiting } from './journal.ts'

/** The beginning of the file as it was found whole, so that only what came after it is looked at line by line. */
interface Known {
  readonly bytes: number
  /** SHA-256 of these bytes, which can go on: a hundred times cheaper than looking at each line. */
  readonly hash: Hash
  readonly followed: Followed
  readonly entries: readonly Entry[]
}

const NOTHING_KNOWN: Known = { bytes: 0, hash: createHash('sha256'), followed: NOTHING_FOLLOWED, entries: [] }
/** What nobody asked for in this time is let go: 200,000 entries take about 150 MB. */
const KEPT_MS = 60_000
/** Other work goes on after so much: about 10 ms each. */
const SLICE_LINES = 500
const SLICE_BYTES = 4 * 1_048_576

/** What was set aside because a line was torn. */
export interface TornLine {
  readonly file: string
  readonly bytes: number
  readonly keptIn: string
}

export interface FileJournalSettings {
  readonly onTorn?: (torn: TornLine) => void
  readonly disk?: Disk
}

interface Read {
  readonly lines: readonly Buffer[]
  /** Bytes after the last line. */
  readonly torn: Buffer
  readonly head: Head | null
}

/**
 * A journal in a folder: `NAME.jsonl`, and `NAME-head.json`, which says where it ends.
 * The head is written before and after the entries, so that a kill at any moment leaves either state, and nothing else looks like one. An append flushes five
 * times (about 1 ms); the file is only made with the first entry. Reading costs as the file is long; it is not kept in memory.
 */
export function openFileJournal(folder: string, name: string, { onTorn, disk = fileDisk() }: FileJournalSettings = {}): Journal {
  const path = join(folder, `${name}.jsonl`)
  const headPath = join(folder, `${name}-head.json`)
  let file: DiskFile | null = null
  /** How long the file is if nobody else wrote to it. */
  let size = -1
  let end: Head = START
  let known: Known | null = null
  let forgetting: NodeJS.Timeout | null = null

  function contentOf(path: string): Buffer | null {
    if (!disk.names(folder).includes(path.slice(folder.length + 1))) return null
    const opened = disk.open(path, 'read')
    try {
      const bytes = Buffer.alloc(opened.size())
      return bytes.subarray(0, opened.read(bytes, 0))
    } finally {
      opened.close()
    }
  }

  function read(): Read {
    return { ...linesIn(contentOf(path) ?? Buffer.alloc(0)), head: headOf(contentOf(headPath)) }
  }

  async function bytesBetween(opened: DiskFile, from: number, to: number): Promise<Buffer> {
    const bytes = Buffer.alloc(to - from)
    return bytes.subarray(0, await opened.readAside(bytes, from))
  }

  /** What was found whole before, if the file still begins with the very same bytes. */
  async function stillKnown(opened: DiskFile, size: number): Promise<Known> {
    // Another look may put a longer one in its place meanwhile.
    const mine = known
    if (mine === null || mine.bytes > size) return NOTHING_KNOWN
    const hash = createHash('sha256')
    for (let at = 0; at < mine.bytes; at += SLICE_BYTES) hash.update(await bytesBetween(opened, at, Math.min(at + SLICE_BYTES, mine.bytes)))
    return hash.digest('hex') === mine.hash.copy().digest('hex') ? mine : NOTHING_KNOWN
  }

  async function look(): Promise<{ readonly entries: readonly Entry[]; readonly chain: Verification }> {
    await idle()
    // Both of one moment: nothing else runs between the two.
    const head = headOf(contentOf(headPath))
    if (!disk.names(folder).includes(`${name}.jsonl`)) return { entries: [], chain: verified([], head) }
    const opened = disk.open(path, 'read')
    try {
      const size = opened.size()
      const before = await stillKnown(opened, size)
      const rest = await bytesBetween(opened, before.bytes, size)
      const { lines, torn } = linesIn(rest)
      const entries = [...before.entries]
      let state: Followed = before.followed
      for (let from = 0; from < lines.length; from += SLICE_LINES) {
        const slice = lines.slice(from, from + SLICE_LINES)
        state = followed(state, slice)
        for (const bytes of slice) {
          const entry = entryOf(bytes)
          if (entry !== null) entries.push(entry)
        }
        await otherWork()
      }
      const count = before.followed.hashes.length + lines.length
      if (state.broken === null) {
        const hash = before.hash.copy()
        const whole = rest.subarray(0, rest.length - torn.length)
        for (let at = 0; at < whole.length; at += SLICE_BYTES) hash.update(whole.subarray(at, at + SLICE_BYTES))
        remember({ bytes: before.bytes + whole.length, hash, followed: state, entries })
      }
      return { entries, chain: ended(state, count, head, torn.length) }
    } finally {
      opened.close()
    }
  }

  function remember(next: Known): void {
    known = next
    if (forgetting !== null) clearTimeout(forgetting)
    forgetting = setTimeout(forget, KEPT_MS)
    forgetting.unref()
  }

  function forget(): void {
    if (forgetting !== null) clearTimeout(forgetting)
    known = null
    forgetting = null
  }

  async function writeHead(head: Head): Promise<void> {
    const partial = `${headPath}.tmp`
    const opened = disk.open(partial, 'create')
    try {
      const bytes = Buffer.from(`${JSON.stringify(head)}\n`)
      opened.truncate(0)
      await opened.write(bytes, 0)
      await opened.flush()
    } finally {
      opened.close()
    }
    disk.rename(partial, headPath)
    await disk.flushFolder(folder)
  }

  /** Finds where to go on. A torn line is set aside; entries of a write that was broken off, and are whole, stay. */
  async function begin(): Promise<DiskFile> {
    disk.makeFolder(folder)
    const { lines, torn, head } = read()
    const opened = disk.open(path, 'create')
    size = opened.size() - torn.length
    if (torn.length > 0) {
      const keptIn = `${path}.torn-${size}`
      const aside = disk.open(keptIn, 'create')
      await aside.write(torn, 0)
      await aside.flush()
      aside.close()
      opened.truncate(size)
      await opened.flush()
      onTorn?.({ file: path, bytes: torn.length, keptIn })
    }
    end = endOf(lines, head, torn.length)
    return opened
  }

  async function writeAll(waiting: readonly Waiting[]): Promise<readonly Appended[]> {
    try {
      // Another process may have written: a command, while no server ran.
      if (file !== null && file.size() !== size) {
        file.close()
        file = null
      }
      file ??= await begin()
      const made = linesAfter(end.count, end.hash, waiting)
      const last = made.at(-1) ?? end
      const next = { count: end.count + made.length, hash: last.hash }
      const bytes = Buffer.from(made.map(({ line }) => `${line}\n`).join(''))
      await writeHead({ ...end, next })
      await file.write(bytes, size)
      await file.flush()
      size += bytes.length
      end = { ...next, next: null, lost: end.lost }
      await writeHead(end)
      return made
    } catch (error) {
      file?.close()
      file = null
      throw refusalOf(error)
    }
  }

  const { append, idle } = queue(writeAll)
  return {
    append,
    look,
    async entries() {
      await idle()
      return read().lines.flatMap((bytes) => entryOf(bytes) ?? [])
    },
    async hashes() {
      await idle()
      return read().lines.flatMap((bytes) => readLine(bytes)?.hash ?? [])
    },
    async verify() {
      await idle()
      const { lines, torn, head } = read()
      return verified(lines, head, torn.length)
    },
    async close() {
      await idle()
      forget()
      file?.close()
      file = null
    },
  }
}

function linesIn(bytes: Buffer): { readonly lines: readonly Buffer[]; readonly torn: Buffer } {
  const lines: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, at))
    from = at + 1
  }
  return { lines, torn: bytes.subarray(from) }
}

/**
 * The end to go on from. What a broken-off write left counts only if it follows the head; anything else is somebody's doing, and the next entry
 * follows the head all the same, so that it is found.
 */
function endOf(lines: readonly Buffer[], head: Head | null, torn: number): Head {
  if (head === null) {
    if (lines.length === 0) return START
    return { count: lines.length, hash: readLine(lines.at(-1) as Buffer)?.hash ?? START.hash, next: null, lost: true }
  }
  const stands: Head = { ...head, next: null }
  if (head.next === null || lines.length <= head.count) return stands
  const { isUnbroken, hash } = verified(lines, head, torn)
  return isUnbroken ? { ...stands, count: lines.length, hash } : stands
}

/** A head that cannot be read is as good as none. */
function headOf(bytes: Buffer | null): Head | null {
  if (bytes === null) return null
  try {
    const { count, hash, next = null, lost = false } = JSON.parse(bytes.toString('utf8')) as Partial<Head>
    return typeof count === 'number' && typeof hash === 'string' ? { count, hash, next, lost } : null
  } catch {
    return null
  }
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])

function refusalOf(error: unknown): unknown {
  if (!FULL.has((error as NodeJS.ErrnoException).code)) return error
  return new Refusal('storage-full', 'the disk takes nothing more, so the change cannot be noted in the audit; make room, then do it again')
}
