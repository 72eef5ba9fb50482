import { calendarDate, type Day, dayOf, dayOfDate } from '../base/day.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { signedMinor } from './money-payments.ts'
import type { Question } from './question.ts'

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

/** The day on which an interval that begins on this day is over: 31 January and a month is the end of February. */
function intervalEnd({ interval, to }: Agreement, day: Day): Day {
  if (interval === 'once') return to
  if (interval === 'day' || interval === 'week') return day + (interval === 'day' ? 1 : 7)
  const { year, month, date } = calendarDate(day)
  return Math.min(dayOfDate(year, month + MONTHS[interval], date), dayOfDate(year, month + MONTHS[interval] + 1))
}

/**
 * Until when these agreements are paid by charges before the window: each pays one interval, from its day on, or from the agreement's first day if it came before that.
 * Only agreements whose charges reach into the window; where refunds and credits since took back as much as was charged, nothing is paid. Cost grows with the payments.
 */
export function paidUntil(asked: Asked, { from }: Question, agreements: readonly Agreement[]): Map<Agreement, Day> {
  const { world, seller } = asked.view.coverage
  const byKey = new Map(agreements.map((agreement) => [agreement.key, agreement]))
  const found = new Map<Agreement, { until: Day; minor: bigint; since: Day }>()
  const before = [...world.payments.values()].flatMap((payment) => {
    const { line } = payment
    const agreement = line.agreement === null ? undefined : byKey.get(line.agreement)
    const day = dayOf(line.at)
    return agreement !== undefined && day < from && line.currency === agreement.currency && world.party(payment.seller) === seller ? [{ payment, agreement, day }] : []
  })
  for (const { payment, agreement, day } of before) {
    if (payment.line.kind !== 'charge') continue
    const until = intervalEnd(agreement, Math.max(day, agreement.from))
    if (until <= from) continue
    const known = found.get(agreement) ?? { until, minor: 0n, since: day }
    found.set(agreement, { until: Math.max(until, known.until), minor: known.minor + signedMinor(payment), since: Math.min(day, known.since) })
  }
  for (const { payment, agreement, day } of before) {
    const known = found.get(agreement)
    if (known !== undefined && payment.line.kind !== 'charge' && day >= known.since) known.minor += signedMinor(payment)
  }
  return new Map([...found].filter(([, { minor }]) => minor > 0n).map(([agreement, { until }]) => [agreement, until]))
}
