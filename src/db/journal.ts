import { createHash } from 'node:crypto'

/** An append-only list of things that happened, each of which holds the SHA-256 of the one before. Kept in a file or in a table. */
export interface Journal {
  /** Appends one entry; it is on disk when this answers. Entries that come together share a flush. */
  append(content: object): Promise<Appended>
  /** All entries that can be read, oldest first. */
  entries(): Promise<readonly Entry[]>
  /** The hashes of all entries that can be read, oldest first. */
  hashes(): Promise<readonly string[]>
  /**
   * Entries and the state of the chain, of one moment. What was found whole before, and is the same byte for byte, is not looked at line by line again;
   * other work goes on meanwhile.
   */
  look(): Promise<{ readonly entries: readonly Entry[]; readonly chain: Verification }>
  /** Looks at every entry and at the head: was anything edited, taken out, put in or moved? Cost grows with the entries. */
  verify(): Promise<Verification>
  close(): Promise<void>
}

export interface Appended {
  readonly n: number
  readonly hash: string
}

/** What was appended, with its number. */
export interface Entry {
  readonly n: number
  readonly content: { readonly [field: string]: unknown }
}

/** Where the list ends, kept apart from it: so that entries taken away at the end are missed. */
export interface Head {
  readonly count: number
  readonly hash: string
  /** The end that the list is about to have; present only while entries are being written. */
  readonly next: { readonly count: number; readonly hash: string } | null
  /** True if a head was missing once, although there were entries. */
  readonly lost: boolean
}

export interface Verification {
  readonly entries: number
  readonly isUnbroken: boolean
  /** The number of the first entry that is not what it was; null if none. */
  readonly brokenAt: number | null
  /** What is wrong, in words. */
  readonly says: string | null
  /** Hash of the last entry: noted elsewhere, it proves that nobody wrote the whole list anew. */
  readonly hash: string
}

export const START: Head = { count: 0, hash: '0'.repeat(64), next: null, lost: false }

const LINE = /^\{"n":(\d{1,15}),"previous":"([0-9a-f]{64})",("content":\{.*\}),"hash":"([0-9a-f]{64})"\}$/s

/** The line of an entry and its hash: over every byte of the line before it, the hash of the one before included. */
export function lineOf(n: number, previous: string, content: object): { readonly line: string; readonly hash: string } {
  const start = `{"n":${n},"previous":"${previous}","content":${JSON.stringify(content)}`
  const hash = sha256(Buffer.from(start))
  return { line: `${start},"hash":"${hash}"}`, hash }
}

interface ReadLine {
  readonly n: number
  readonly previous: string
  readonly hash: string
  readonly isWhole: boolean
}

/** Bytes, not texts: broken UTF-8 is read as the same text as other broken UTF-8. */
export function readLine(bytes: Buffer): ReadLine | null {
  const found = LINE.exec(bytes.toString('latin1'))
  if (found === null) return null
  const [, n = '', previous = '', , hash = ''] = found
  const isWhole = sha256(bytes.subarray(0, bytes.length - `,"hash":"${hash}"}`.length)) === hash
  return { n: Number(n), previous, hash, isWhole }
}

/** The entry that a line holds, whether or not the chain is whole; null if it cannot be read. */
export function entryOf(bytes: Buffer): Entry | null {
  try {
    const { n, content } = JSON.parse(bytes.toString('utf8')) as Partial<Entry>
    return typeof n === 'number' && typeof content === 'object' && content !== null ? { n, content } : null
  } catch {
    return null
  }
}

/** Lines that were found to follow each other, and the first that does not. */
export interface Followed {
  readonly hashes: readonly string[]
  readonly broken: { readonly at: number; readonly says: string } | null
}

export const NOTHING_FOLLOWED: Followed = { hashes: [], broken: null }

/** Looks at lines that come after others. What stands behind a break is not looked at. */
export function followed(before: Followed, lines: readonly Buffer[]): Followed {
  if (before.broken !== null) return before
  const hashes = [...before.hashes]
  for (const bytes of lines) {
    const says = faultIn(readLine(bytes), hashes.length + 1, hashes.at(-1) ?? START.hash)
    if (typeof says === 'string') return { hashes, broken: { at: hashes.length + 1, says } }
    hashes.push(says.hash)
  }
  return { hashes, broken: null }
}

function faultIn(read: ReadLine | null, wanted: number, previous: string): string | ReadLine {
  if (read === null) return `Entry ${wanted} cannot be read: it was edited.`
  if (!read.isWhole) return `Entry ${wanted} is not what was written: it was edited.`
  if (read.n > wanted) return `Entry ${wanted} is missing: entry ${read.n} stands in its place.`
  if (read.n < wanted) return `In the place of entry ${wanted} stands another that is called ${read.n}: it was put in or moved.`
  if (read.previous !== previous) return `Entry ${wanted} does not follow the one before it: one of the two was put in or written anew.`
  return read
}

/** Looks at lines from the first to the last, and at where they should end. `torn`: bytes after the last line. */
export function verified(lines: readonly Buffer[], head: Head | null, torn = 0): Verification {
  return ended(followed(NOTHING_FOLLOWED, lines), lines.length, head, torn)
}

/** Do so many lines, of which these follow each other, end where they should? */
export function ended({ hashes, broken: found }: Followed, count: number, head: Head | null, torn: number): Verification {
  const previous = hashes.at(-1) ?? START.hash
  const broken = (brokenAt: number, says: string): Verification => ({ entries: count, isUnbroken: false, brokenAt, says, hash: previous })
  if (found !== null) return broken(found.at, found.says)
  const ends: Verification = { entries: count, isUnbroken: true, brokenAt: null, says: null, hash: previous }
  if (head === null) return count === 0 ? ends : broken(count, 'The note of how many entries there are is missing, so entries may have been taken away at the end.')
  if (head.lost) return broken(1, 'The note of how many entries there are was missing once, so entries may have been taken away at the end then.')
  if (count < head.count) return broken(count + 1, `Entries ${count + 1} to ${head.count} are missing at the end.`)
  const most = head.next?.count ?? head.count
  if (count > most) return broken(most + 1, `Entry ${most + 1} was put in at the end: only ${most} were written.`)
  const at = (place: number): string => (place === 0 ? START.hash : (hashes[place - 1] ?? ''))
  if (at(head.count) !== head.hash) return broken(head.count, `Entry ${head.count} is not the one that was written: it was written anew.`)
  if (head.next !== null && count === head.next.count && previous !== head.next.hash) return broken(count, `Entry ${count} is not the one that was written: it was written anew.`)
  // A torn line while entries were being written is what a power cut leaves; at any other time somebody cut it.
  if (torn > 0 && head.next === null) return broken(count + 1, `${torn} bytes stand after the last entry: they were put in.`)
  return torn > 0 ? { ...ends, says: `The last line is torn (${torn} bytes): the process ended while it was written. Nothing before it is touched.` } : ends
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Entries as they wait to be written, and whom to tell. */
export interface Waiting {
  readonly content: object
  readonly settle: (appended: Appended) => void
  readonly fail: (error: unknown) => void
}

/** Lines for what waits, after an end. */
export function linesAfter(count: number, hash: string, waiting: readonly Waiting[]): readonly (Appended & { readonly line: string })[] {
  let previous = hash
  return waiting.map(({ content }, place) => {
    const n = count + place + 1
    const made = lineOf(n, previous, content)
    previous = made.hash
    return { n, ...made }
  })
}

/** One batch after the other; what comes meanwhile is the next batch. */
export function queue(writeAll: (waiting: readonly Waiting[]) => Promise<readonly Appended[]>): { append(content: object): Promise<Appended>; idle(): Promise<void> } {
  let waiting: Waiting[] = []
  let working: Promise<void> | null = null
  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const appended = await writeAll(batch)
        for (const [place, one] of batch.entries()) one.settle(appended[place] as Appended)
      } catch (error) {
        for (const one of batch) one.fail(error)
      }
    }
    // At once: whoever comes after this must find nobody at work.
    working = null
  }
  return {
    append: (content) =>
      new Promise((settle, fail) => {
        waiting.push({ content, settle, fail })
        working ??= work()
      }),
    async idle() {
      while (working) await working
    },
  }
}
