import { calendarDate, type Day, dayOfDate, NEVER } from '../base/day.ts'
import { isPurchase } from '../roles/accrual.ts'
import type { Agreement } from '../roles/world.ts'

/** The steps from the first trace to leaving, in the order in which they are expected. */
export const STEPS = ['learned', 'tested', 'decided', 'paid', 'renewed', 'left'] as const
export type Step = (typeof STEPS)[number]

/** What shows a step; of two on the same day the first of these is told. */
export const WHATS = ['agreement', 'payment', 'deal', 'use', 'feedback', 'membership'] as const
export type What = (typeof WHATS)[number]

/** How a party came to us: by its first trace. */
export const CHANNELS = ['direct', 'intermediary', 'sponsor'] as const
export type Channel = (typeof CHANNELS)[number]

/** What shows that a step was reached. */
export interface Trace {
  readonly day: Day
  readonly what: What
  /** The key of the line; null for use, which is counted by days. */
  readonly key: string | null
  /** Whoever did it, where that is not the party of the journey itself; else 0. */
  readonly by: number
  readonly channel: Channel
  /** The seller nearest to the party, for what was resold; else 0. */
  readonly via: number
  readonly product: string | null
}

/** One party on its way, as far as it was watched. */
export interface Journey {
  readonly party: number
  /** What shows each step; null where it was not reached. `learned` is always there. */
  readonly steps: Readonly<Record<Step, Trace | null>>
  /** The first day after the first paid term; null where nothing was paid. It may lie beyond the day up to which was watched. */
  readonly termEnd: Day | null
}

/** The day of the first trace. */
export function learnedOn({ steps }: Journey): Day {
  return (steps.learned as Trace).day
}

/** Something that a party pays for: an agreement, or a charge that names none. */
export interface Paid {
  readonly day: Day
  /** NEVER for what was bought once. */
  readonly to: Day
  readonly product: string | null
  readonly agreement: Agreement | null
  readonly key: string
}

/** What was found of one party, while it is gathered. */
export interface Draft {
  readonly party: number
  learned: Trace | null
  tested: Trace | null
  decided: Trace | null
  paid: Trace | null
  readonly agreed: Paid[]
  /** Charges for agreements of the party. */
  readonly charges: { readonly day: Day; readonly key: string; readonly agreement: string }[]
}

type Before = (a: Trace, b: Trace) => boolean

/** The steps of what was gathered, with renewing and leaving (rules 8 and 9 of journeysOf). */
export function journeyOf(draft: Draft, until: Day, comesBefore: Before): Omit<Journey, 'party'> {
  const { learned, tested, decided, paid } = draft
  const agreed = draft.agreed.sort((a, b) => a.day - b.day || (a.key < b.key ? -1 : 1))
  const first = agreed[0]
  const termEnd = first === undefined || paid === null ? null : termEndOf(first)
  const renewed = first === undefined || termEnd === null || termEnd >= until ? null : renewal(draft, first, termEnd, until, comesBefore)
  return { steps: { learned, tested, decided, paid, renewed, left: paid === null ? null : leaving(agreed, until) }, termEnd }
}

function renewal({ agreed, charges }: Draft, first: Paid, termEnd: Day, until: Day, comesBefore: Before): Trace | null {
  let best: Trace | null = null
  const see = (day: Day, what: What, { key, product }: { readonly key: string; readonly product: string | null }): void => {
    const trace: Trace = { day, what, key, by: 0, channel: 'direct', via: 0, product }
    if (day < until && (best === null || comesBefore(trace, best))) best = trace
  }
  for (const other of agreed) {
    if (other === first) continue
    const what = other.agreement === null ? 'payment' : 'agreement'
    if (other.day >= termEnd) see(other.day, what, other)
    else if (!isOnce(other) && !isOnce(first) && other.product === first.product && other.to > termEnd) see(termEnd, what, other)
  }
  if (first.to > termEnd && !isOnce(first)) for (const { agreement, day, key } of charges) if (agreement === first.key && day >= termEnd) see(day, 'payment', { key, product: first.product })
  return best
}

function leaving(agreed: readonly Paid[], until: Day): Trace | null {
  const begun = agreed.filter(({ day }) => day < until)
  const last = begun.reduce<Paid | null>((latest, one) => (latest === null || one.to > latest.to ? one : latest), null)
  return last === null || last.to >= until ? null : { day: last.to, what: 'agreement', key: last.key, by: 0, channel: 'direct', via: 0, product: last.product }
}

/** Bought once: there is no term that could end. */
function isOnce({ agreement }: Paid): boolean {
  return agreement === null || isPurchase(agreement)
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

function termEndOf(paid: Paid): Day {
  const { agreement, day, to } = paid
  if (agreement === null || isPurchase(agreement)) return day + 1
  const { renews, interval } = agreement
  if (renews !== null && renews > day && renews < to) return renews
  if (to !== NEVER) return to
  if (interval === 'day' || interval === 'once') return day + 1
  if (interval === 'week') return day + 7
  const { year, month, date } = calendarDate(day)
  const next = dayOfDate(year, month + MONTHS[interval])
  // From the last day of a long month to the last of a short one.
  return Math.min(next + date - 1, dayOfDate(year, month + MONTHS[interval] + 1) - 1)
}
