import { setTimeout as after } from 'node:timers/promises'
import { Refusal } from '../base/refusal.ts'
import type { Candidate, Record, Verdict } from '../db/record.ts'
import { sameButImportAndTime } from './body.ts'
import { type Cut, lineCutter } from './cut.ts'
import { Fault, isFault, quoted } from './fault.ts'
import { judge, judgeSound, type Terms } from './judge.ts'
import type { Line } from './line.ts'
import { parseLine } from './parse.ts'

export { overrules } from './judge.ts'
export type { Terms } from './judge.ts'

export type Chunk = string | Uint8Array

export interface Before {
  /** Hears of lines before they are kept, a batch at a time; what it throws keeps them from being kept. */
  readonly before?: (lines: readonly Line[]) => Promise<void>
}

/** Text (NDJSON, or a JSON array), or values that were parsed already. */
export type TakeInput = Terms & Before & ({ readonly text: Chunk | readonly Chunk[] } | { readonly values: readonly unknown[] })

export interface Rejected {
  /** Counted from 1, blank lines too; in an array, the place of the element. */
  readonly line: number
  readonly key: string | null
  readonly reason: string
  readonly says: string
}

/** What became of the lines. The accepted are on disk. */
export interface Taken {
  readonly accepted: number
  readonly duplicate: number
  readonly rejected: readonly Rejected[]
  /** Present if more were rejected than are listed. */
  readonly rejectedUnlisted?: number
}

interface Judged {
  readonly number: number
  readonly candidate: Candidate<Line>
}

/** Judges all lines, keeps the good ones in one go, and answers when they are on disk. One bad line never loses the good ones. */
export async function takeEvidence(record: Record<Line>, input: TakeInput): Promise<Taken> {
  const tally = newTally(Number.POSITIVE_INFINITY)
  const good: Judged[] = []
  if ('values' in input) {
    input.values.forEach((value, place) => tally.sort(place + 1, value, judge(value, input), good))
  } else {
    const cutter = lineCutter()
    const chunks = typeof input.text === 'string' || input.text instanceof Uint8Array ? [input.text] : input.text
    for (const chunk of chunks) judgeCuts(cutter.push(chunk), input, tally, good)
    judgeCuts(cutter.end(), input, tally, good)
  }
  await keep(record, good, tally, input)
  return tally.taken()
}

/** What became of one line: kept, known already (from the very import that sends it again: own), or why not. */
export type LineVerdict = 'new' | 'known' | 'own' | Fault

export interface EachTerms extends Terms {
  /**
   * Asked of each good line, in order, before it is sent: `kept` if this very taking kept it before it was broken off, so that it counts as new and is
   * not sent; `passed` if it was sent then and nothing came of it, so that it must not become a version now; null: nothing is known of it.
   */
  readonly recall?: (candidate: Candidate<Line>) => 'kept' | 'passed' | null
  /** True: lines are sent again by their import. Only those of which no version counts any more are kept; what was said since is not overruled. */
  readonly again?: boolean
  /** Which of the values carry the time of the taking, for want of another: that time is nothing new. */
  readonly isUntimed?: (place: number) => boolean
}

/** Always true: a version that counts stands. Tells whether it came with this import. */
function ofImport(held: string, id: string | undefined, tell: () => void): boolean {
  if ((JSON.parse(held) as { readonly import?: unknown }).import === id) tell()
  return true
}

/** Takes values as lines and says of each what became of it. Waits while the record is busy. */
export async function takeEach(record: Record<Line>, values: readonly unknown[], terms: EachTerms): Promise<readonly LineVerdict[]> {
  const verdicts: LineVerdict[] = new Array<LineVerdict>(values.length).fill('new')
  const candidates: Candidate<Line>[] = []
  const places: number[] = []
  values.forEach((value, place) => {
    const judged = judge(value, terms)
    if (isFault(judged)) {
      verdicts[place] = judged
      return
    }
    const before = terms.recall?.(judged) ?? null
    if (before === 'kept') return
    candidates.push(before === 'passed' ? { ...judged, correctable: false } : judged)
    places.push(place)
  })
  if (candidates.length === 0) return verdicts
  const own = new Set<number>()
  const sent = candidates.map((candidate, at) => {
    if (terms.again === true) return { ...candidate, same: (_: string, held: string) => ofImport(held, terms.import, () => own.add(at)) }
    return terms.isUntimed?.(places[at] as number) ? { ...candidate, same: sameButImportAndTime } : candidate
  })
  const answered = await submitPatiently(record, sent)
  answered.forEach((verdict, at) => {
    const { line } = candidates[at] as Candidate<Line>
    verdicts[places[at] as number] = verdict === 'accepted' ? 'new' : verdict === 'duplicate' ? (own.has(at) ? 'own' : 'known') : keyTaken(line)
  })
  return verdicts
}

function keyTaken({ type, key }: Line): Fault {
  return new Fault('key-taken', `${type} ${quoted(key)} belongs to another source; choose another key, or send it with that source`)
}

export interface StreamTerms extends Terms, Before {
  /** Lines that go to the record at once; default 1,000. */
  readonly batchLines?: number
  /** Rejected lines that are listed, the rest is counted; default 1,000. */
  readonly listed?: number
  /** What to do while the record is busy: an import waits, a request is turned away. Default `refuse`. */
  readonly whenBusy?: 'wait' | 'refuse'
  /** Called after each batch. */
  readonly onProgress?: (soFar: Taken) => void
  /** Stops between two batches; what was taken stays. */
  readonly signal?: AbortSignal
}

/** As takeEvidence, for bodies and files of any size: works in batches, with memory for one of them. Taking the same stream again is safe. */
export async function takeStream(record: Record<Line>, chunks: AsyncIterable<Chunk>, terms: StreamTerms): Promise<Taken> {
  const tally = newTally(terms.listed ?? 1_000)
  const batchLines = terms.batchLines ?? 1_000
  const cutter = lineCutter()
  let good: Judged[] = []
  const work = async (cuts: readonly Cut[]): Promise<void> => {
    for (let from = 0; from < cuts.length; from += batchLines) {
      judgeCuts(cuts.slice(from, from + batchLines), terms, tally, good)
      if (good.length >= batchLines) await send()
    }
  }
  const send = async (): Promise<void> => {
    terms.signal?.throwIfAborted()
    const batch = good
    good = []
    await keep(record, batch, tally, terms)
    terms.onProgress?.(tally.taken())
  }
  for await (const chunk of chunks) await work(cutter.push(chunk))
  await work(cutter.end())
  await send()
  return tally.taken()
}

function judgeCuts(cuts: readonly Cut[], terms: Terms, tally: Tally, good: Judged[]): void {
  for (const { number, text } of cuts) {
    const parsed = isFault(text) ? ({ ok: false, fault: text } as const) : parseLine(text)
    if (parsed.ok) tally.sort(number, parsed.value, judgeSound(parsed.value, terms), good)
    else tally.reject(number, null, parsed.fault)
  }
}

async function keep(record: Record<Line>, judged: readonly Judged[], tally: Tally, { before, whenBusy = 'refuse' }: Before & Pick<StreamTerms, 'whenBusy'>): Promise<void> {
  if (judged.length === 0) return
  const candidates = judged.map(({ candidate }) => candidate)
  if (before) await before(candidates.map(({ line }) => line))
  const verdicts = whenBusy === 'wait' ? await submitPatiently(record, candidates) : await record.submit(candidates)
  judged.forEach(({ number, candidate }, place) => tally.count(number, candidate, verdicts[place] ?? 'accepted'))
}

const BUSY_WAIT_MS = 100
const BUSY_TRIES = 600

async function submitPatiently(record: Record<Line>, candidates: readonly Candidate<Line>[]): Promise<readonly Verdict[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await record.submit(candidates)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'busy' || tries === BUSY_TRIES) throw error
      await after(BUSY_WAIT_MS)
    }
  }
}

interface Tally {
  readonly sort: (number: number, value: unknown, judged: Candidate<Line> | Fault, good: Judged[]) => void
  readonly reject: (number: number, key: string | null, fault: Pick<Fault, 'reason' | 'says'>) => void
  readonly count: (number: number, candidate: Candidate<Line>, verdict: Verdict) => void
  readonly taken: () => Taken
}

function newTally(listed: number): Tally {
  let accepted = 0
  let duplicate = 0
  let unlisted = 0
  const rejected: Rejected[] = []
  const reject: Tally['reject'] = (line, key, { reason, says }) => {
    if (rejected.length < listed) rejected.push({ line, key, reason, says })
    else unlisted += 1
  }
  return {
    reject,
    sort: (number, value, judged, good) => {
      if (isFault(judged)) reject(number, keyIn(value), judged)
      else good.push({ number, candidate: judged })
    },
    count: (number, { line }, verdict) => {
      if (verdict === 'accepted') accepted += 1
      else if (verdict === 'duplicate') duplicate += 1
      else reject(number, line.key, keyTaken(line))
    },
    taken: () => {
      const sorted = rejected.toSorted((a, b) => a.line - b.line)
      return { accepted, duplicate, rejected: sorted, ...(unlisted > 0 ? { rejectedUnlisted: unlisted } : {}) }
    },
  }
}

function keyIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const { key } = value as { readonly key?: unknown }
  return typeof key === 'string' ? key.slice(0, 512) : null
}
