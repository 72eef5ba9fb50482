import { dayOf, instantText } from '../base/day.ts'
import { isRetraction } from '../evidence/line.ts'
import type { TwoTimes } from './changes-flows.ts'
import { sql } from './sql.ts'

/** Lines of one type that were recorded between two knowledge times, from one source and import. Of use only events are counted. */
export interface Learned {
  readonly what: string
  readonly source: string | null
  readonly import: string | null
  readonly lines: number
  /** Of these lines, versions of what was known before, and retractions. */
  readonly corrected: number
  readonly takenBack: number
  /** Of use: events, and those about days before the earlier time. */
  readonly events: number
  readonly lateEvents: number
  readonly first: string
  readonly last: string
}

/** What was learned in between, most first. Cost grows with the lines that are not use, and with the use learned. */
export async function learnedBetween({ was, now }: TwoTimes): Promise<Learned[]> {
  const since = was.view.knownAt
  const until = now.view.knownAt
  const { statements, contested, words } = now.projection
  type Sum = { what: string; source: string | null; import: string | null; lines: number; corrected: number; takenBack: number; events: number; lateEvents: number; first: number; last: number }
  const sums = new Map<string, Sum>()
  const sumOf = (what: string, source: string | null, from: string | null, first: number): Sum => {
    const name = `${what}\0${source}\0${from}`
    const known = sums.get(name)
    if (known) return known
    const fresh = { what, source, import: from, lines: 0, corrected: 0, takenBack: 0, events: 0, lateEvents: 0, first, last: first }
    sums.set(name, fresh)
    return fresh
  }
  const count = (sum: Sum, recordedAt: number, takenBack: boolean, corrected: boolean): void => {
    sum.lines += 1
    if (takenBack) sum.takenBack += 1
    else if (corrected) sum.corrected += 1
    sum.first = Math.min(sum.first, recordedAt)
    sum.last = Math.max(sum.last, recordedAt)
  }
  statements.eachLearned(since, until, ({ type, source, import: from, recordedAt, isRetraction: takenBack, wasKnown }) => count(sumOf(type, source, from, recordedAt), recordedAt, takenBack, wasKnown))
  for (const versions of contested.values()) {
    for (const { line, recordedAt } of versions) {
      if (recordedAt <= since || recordedAt > until) continue
      count(sumOf('usage-corrected', line.source, line.import, recordedAt), recordedAt, isRetraction(line), versions.some((other) => other.recordedAt <= since))
    }
  }
  const use = await now.db.rows<{ import_id: number; events: number; late_events: number; first_recorded: number; last_recorded: number }>(sql('changes-learned-use'), { thenKnown: since, nowKnown: until, thenDay: dayOf(since) })
  for (const { import_id, events, late_events, first_recorded, last_recorded } of use) {
    const sum = sumOf('usage', null, import_id === 0 ? null : words.imports.text(import_id), first_recorded)
    sum.events = events
    sum.lateEvents = late_events
    sum.last = last_recorded
  }
  return [...sums.values()].sort((a, b) => b.lines + b.events - (a.lines + a.events) || (a.what < b.what ? -1 : 1))
    .map((sum) => ({ ...sum, first: instantText(sum.first), last: instantText(sum.last) }))
}
