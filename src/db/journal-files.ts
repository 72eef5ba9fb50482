import { join } from 'node:path'
import { Refusal } from '../base/refusal.ts'
import { type Disk, type DiskFile, fileDisk } from './disk.ts'
import { type Appended, entryOf, type Head, type Journal, linesAfter, queue, readLine, START, verified, type Waiting } from './journal.ts'

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
    const bytes = contentOf(path) ?? Buffer.alloc(0)
    const lines: Buffer[] = []
    let from = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      lines.push(bytes.subarray(from, at))
      from = at + 1
    }
    return { lines, torn: bytes.subarray(from), head: headOf(contentOf(headPath)) }
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
      file?.close()
      file = null
    },
  }
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
