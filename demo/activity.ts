import { type DayNumber, weekdayOf } from './calendar.ts'
import { payerOf } from './payer.ts'
import type { Company, Firm, Person, Voice } from './people.ts'
import type { Random } from './random.ts'

export interface Habit {
  readonly product: string
  readonly events: readonly string[]
  /** Days of use on average, over the whole span. */
  readonly days: number
  readonly from: DayNumber
  readonly to: DayNumber
  /** Work happens on weekdays. */
  readonly work?: boolean
  readonly account?: Firm | null
  readonly channel?: string
  readonly source?: string
  /** Share of days on which the user says something about it. */
  readonly voice?: number
  /** How likely what is said is content; absent: as everywhere. */
  readonly content?: number
  /** What is complained of beyond the product. */
  readonly grievance?: Voice['grievance']
  /** Until this day the person was only known by the anonymous identifier. */
  readonly anonymous?: { readonly identifier: string; readonly until: DayNumber }
}

/** Lets a person use a product on some days of a span, now and then with a colleague's patience, mostly seldom. */
export function live(company: Company, random: Random, person: Person, habit: Habit): number {
  const { end } = company
  const from = Math.max(habit.from, company.start)
  const to = Math.min(habit.to, end)
  if (to <= from) return 0
  const wanted = Math.min(to - from, Math.max(1, random.heavy(habit.days)))
  const days = new Set<DayNumber>()
  for (let tries = 0; days.size < wanted && tries < wanted * 4; tries += 1) {
    const day = from + Math.floor(random.unit() * (to - from))
    if (habit.work === true && weekdayOf(day) > 5 && !random.chance(0.06)) continue
    days.add(day)
  }
  for (const day of days) useOn(company, random, person, habit, day)
  return days.size
}

export function useOn(company: Company, random: Random, person: Person, habit: Habit, day: DayNumber): void {
  const account = habit.account ?? null
  const hidden = habit.anonymous !== undefined && day < habit.anonymous.until ? habit.anonymous.identifier : null
  const identifier = hidden ?? (person.email !== null && random.chance(0.04) ? `email:${person.email}` : person.user)
  company.book.use({
    party: person.party,
    identifier,
    product: habit.product,
    day,
    second: random.int(6 * 3600, 22 * 3600),
    event: random.pick(habit.events),
    count: random.chance(0.3) ? 1 : random.int(1, 5),
    account: account?.account ?? null,
    channel: habit.channel ?? null,
    source: habit.source ?? 'app',
    // A few devices were offline and report days later.
    learned: random.chance(0.02) ? day + random.int(1, 12) : day,
    stamp: () => payerOf(person, habit.product, day, account),
  })
  if (hidden === null && habit.voice !== undefined && random.chance(habit.voice)) {
    company.voices.push({ identifier: person.user, product: habit.product, side: 'user', day, account: account?.account ?? null, ...(habit.content === undefined ? {} : { content: habit.content }), ...(habit.grievance === undefined ? {} : { grievance: habit.grievance }) })
  }
}

/** Use by somebody who is not known: an anonymous visitor, or a broken tracker. */
export function useByStranger(
  company: Company,
  random: Random,
  stranger: { readonly party: number; readonly identifier: string },
  product: string,
  days: readonly DayNumber[],
  stamp: 'unknown' | 'sponsor',
  event: string,
): void {
  for (const day of days) {
    if (day < company.start || day >= company.end) continue
    company.book.use({
      party: stranger.party,
      identifier: stranger.identifier,
      product,
      day,
      second: random.int(6 * 3600, 22 * 3600),
      event,
      count: random.int(1, 4),
      account: null,
      channel: null,
      source: 'app',
      learned: day,
      stamp: () => ({ kind: stamp, reason: null, agreement: null }),
    })
  }
}

export function anonymousIdentifier(random: Random): string {
  let text = ''
  for (let i = 0; i < 12; i += 1) text += '0123456789abcdef'[random.int(0, 15)] ?? '0'
  return `anonymous:${text}`
}
