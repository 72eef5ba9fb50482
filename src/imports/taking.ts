import { setImmediate as turn } from 'node:timers/promises'
import type { Record } from '../db/record.ts'
import { minorFrom } from '../base/money.ts'
import { isFault } from '../evidence/fault.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { identityOf } from '../evidence/judge.ts'
import type { Line } from '../evidence/line.ts'
import { type LineVerdict, takeEach } from '../evidence/take.ts'
import { DEFAULT_SOURCE } from '../evidence/understand.ts'
import type { ConvertedRow } from './reader.ts'
import type { Recall } from './recall.ts'
import type { RefusedRow } from './refused-rows.ts'
import type { RowOutcome } from './outcome.ts'
import type { TextNumbers } from './row-memory.ts'
import { type Count, countLine, countMoney, countRow, type End } from './tally.ts'

type LineOfEvidence = Pick<Line, 'type' | 'key'> & { readonly source?: string | null }

export interface TakingTerms {
  readonly import: string
  readonly now: () => number
  readonly recall: Recall
  readonly last: LastTaken
  /** True if the import was taken before, and something that it had known from elsewhere counts no more. */
  readonly again: boolean
  /** The lines that this counting has counted, where they are sent again: a file may hold one twice, and the second time it is known. */
  readonly met: TextNumbers
}

/** Hears of the last line that was counted as new. */
export interface LastTaken {
  identity: string | null
}

/** Lines that go to the record at once. Judging them takes about 10 ms, during which no request is answered. */
const LINES_AT_ONCE = 2_000

/** Takes the lines of rows, and counts each row once. The lines are on disk when this answers. */
export async function takeRows(record: Record<Line>, rows: readonly ConvertedRow[], terms: TakingTerms, count: Count, onRefused: (row: RefusedRow) => void): Promise<void> {
  let from = 0
  while (from < rows.length) {
    let to = from
    const lines: EvidenceObject[] = []
    const untimed = new Set<number>()
    while (to < rows.length && (to === from || lines.length < LINES_AT_ONCE)) {
      const { outcome } = rows[to] as ConvertedRow
      if (outcome.kind === 'lines') {
        for (const line of outcome.lines) {
          if (outcome.untimed) untimed.add(lines.length)
          lines.push(line)
        }
      }
      to += 1
    }
    // A write key may import, so lines may say nothing that needs an admin's word.
    const verdicts = await takeEach(record, lines, { power: 'write', now: terms.now(), import: terms.import, knownFromOthers: true, recall: terms.recall.of, again: terms.again, isUntimed: (place) => untimed.has(place) })
    const counted = terms.again ? verdicts.map((verdict, place) => onceOwn(verdict, lines[place] as LineOfEvidence, terms.met)) : verdicts
    let at = 0
    for (const row of rows.slice(from, to)) {
      const { outcome } = row
      const own = outcome.kind === 'lines' ? counted.slice(at, at + outcome.lines.length) : []
      at += own.length
      countOutcome(row, own, count, onRefused)
    }
    const last = lines[verdicts.lastIndexOf('new')] as LineOfEvidence | undefined
    if (last) terms.last.identity = identityOf({ ...last, source: last.source ?? DEFAULT_SOURCE })
    from = to
    await turn()
  }
}

function onceOwn(verdict: LineVerdict, line: LineOfEvidence, met: TextNumbers): LineVerdict {
  if (verdict !== 'own' && verdict !== 'new') return verdict
  const identity = identityOf({ ...line, source: line.source ?? DEFAULT_SOURCE })
  if (met.get(identity) !== 0) return 'known'
  met.set(identity, 1)
  return verdict
}

function countOutcome(row: ConvertedRow, verdicts: readonly LineVerdict[], count: Count, onRefused: (row: RefusedRow) => void): void {
  const { outcome } = row
  const refuse = (reason: string, says: string): void => {
    onRefused({ row: row.number, cells: row.cells, reason, says })
    countRow(count, 'refused', null)
  }
  if (outcome.kind !== 'lines') {
    if (outcome.money) countMoney(count, outcome.kind === 'refused' ? 'refused' : 'leftOut', outcome.money)
    return outcome.kind === 'refused' ? refuse(outcome.reason, outcome.says) : countRow(count, 'leftOut', outcome.why)
  }
  verdicts.forEach((verdict, place) => {
    if (verdict === 'new' || verdict === 'own') countLine(count, String(outcome.lines[place]?.type))
  })
  const faults = verdicts.filter(isFault)
  const [fault] = faults
  countMoneyOf(outcome, verdicts, count, fault ? 'refused' : 'leftOut')
  if (fault) return refuse(fault.reason, `${fault.says}${restOf(verdicts.length, faults.length)}`)
  if (verdicts.length === 0) return countRow(count, 'leftOut', 'nothing follows from it')
  countRow(count, verdicts.includes('new') || verdicts.includes('own') ? 'written' : 'known', null)
}

/** The money of a row ends where its payments end, so that it ties to them; what no payment tells of, such as what of an invoice is still open, ends with `rest`. */
function countMoneyOf({ lines, money }: Extract<RowOutcome, { kind: 'lines' }>, verdicts: readonly LineVerdict[], count: Count, rest: End): void {
  if (!money) return
  let left = money.minor
  lines.forEach((line, place) => {
    const { amount, currency, kind } = line as { readonly amount?: unknown; readonly currency?: unknown; readonly kind?: unknown }
    if (line.type !== 'payment' || line.retracted === true || typeof amount !== 'string' || currency !== money.currency) return
    const minor = (minorFrom(amount, money.currency) ?? 0) * (kind === 'charge' || kind === undefined ? 1 : -1)
    const verdict = verdicts[place]
    countMoney(count, verdict === 'new' || verdict === 'own' ? 'written' : verdict === undefined || isFault(verdict) ? 'refused' : 'known', { currency: money.currency, minor })
    left -= minor
  })
  countMoney(count, rest, { currency: money.currency, minor: left })
}

/** A refused row may have left lines behind: they stay, as they say something by themselves. */
function restOf(lines: number, refused: number): string {
  const kept = lines - refused
  if (kept === 0) return refused > 1 ? ` (and ${refused - 1} more of its lines are refused)` : ''
  return ` (${kept === 1 ? 'one other line' : `${kept} other lines`} of this row ${kept === 1 ? 'is' : 'are'} kept)`
}
