import { type Day, dayInWords } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Schedule } from './delivery-schedule.ts'
import type { EarnedValue, Reason } from './delivery-value.ts'
import { grouped, many } from './effect-in-words.ts'

/** Earned value in one currency. */
export interface Valued {
  readonly currency: string
  readonly value: EarnedValue
}

const SMALL = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

function count(n: number): string {
  return SMALL[n] ?? grouped(String(n))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const WHY_NOT: { readonly [reason in Reason]?: string } = {
  'no-plan': 'no milestone has a planned cost, so what it will cost cannot be said',
  'plan-missing': 'not every milestone has a planned cost, so what it will cost cannot be said',
  'cost-missing': 'of work that is done the cost is not known, so what it will cost cannot be said',
  'nothing-done': 'nothing is done yet, so there is no pace from which to say what it will cost',
  currencies: 'planned and spent in different currencies, so what it will cost cannot be said',
}

/** What a sentence tells of a milestone. */
export interface Dated {
  readonly due: Day | null
  /** Null while it is not done. */
  readonly done: Day | null
}

/** Where a project stands as of a day, in one or two plain sentences: what is done, which of it late, how far the whole is from its plan, what was spent, and where it ends at this pace. */
export function deliveryInWords(steps: readonly Dated[], valued: readonly Valued[], schedule: Schedule, to: Day): string {
  const milestones = steps.length
  const done = steps.filter((step) => step.done !== null).length
  const late = lateness(steps, to)
  if (milestones === 0) return 'No milestone is known: cost and time cannot be said. Send delivery lines, or import a list of milestones.'
  if (done === milestones && schedule.ended !== null) return `${milestones === 1 ? 'The one milestone was' : `All ${count(milestones)} milestones were`} done by ${dayInWords(schedule.ended)}${late}${spentAtLast(valued)}.`
  const some = milestones === 1 ? 'The one milestone is not done' : `${capital(count(done))} of ${count(milestones)} milestones ${done < 2 ? 'is' : 'are'} done`
  const state = `${some}${late}${whole(schedule)}`
  const costs = valued.map((one) => cost(one))
  const end = ending(schedule)
  const sayable = valued.filter(({ value }) => value.eac !== null)
  const why = valued.flatMap(({ value: { because } }) => because.flatMap((reason) => WHY_NOT[reason] ?? [])).at(0)
  const forecast = sayable.length > 0
    ? `at this pace it ends at ${sayable.map(({ currency, value }) => `${money(value.eac?.atPace ?? 0n, currency)}`).join(' and ')}${end === null ? '' : `, ${end}`}${sayable.some(({ value }) => value.because.includes('few-done')) ? ' (few milestones are done: that may be chance)' : ''}`
    : [why, end === null ? null : `at this pace it ends ${end}`].filter((part) => part != null).join('; ')
  return `${[state, ...costs].join('; ')}${forecast === '' ? '' : `: ${forecast}`}.`
}

/** Milestone by milestone, each against its own due day: how many of those that are done were late, by how much, and the last of them; and what is overdue. */
function lateness(steps: readonly Dated[], to: Day): string {
  const done = steps.flatMap(({ due, done: day }) => (due === null || day === null ? [] : [{ day, due, delay: day - due }])).sort((a, b) => a.day - b.day || a.due - b.due)
  const late = done.filter(({ delay }) => delay > 0)
  const overdue = steps.flatMap(({ due, done: day }) => (day === null && due !== null && due < to ? [to - due] : []))
  const undated = steps.filter(({ due, done: day }) => day !== null && due === null).length
  const waits = overdue.length === 0 ? '' : `; ${count(overdue.length)} ${overdue.length === 1 ? 'is' : 'are'} overdue by ${overdue.length === 1 ? '' : 'up to '}${many(Math.max(...overdue), 'day')}`
  const last = done.at(-1)
  if (last === undefined) return waits
  const unsaid = undated === 0 ? '' : `, of ${count(undated)} no due day is known`
  if (done.length === 1 && undated === 0) return `, ${delayed(last.delay)}${waits}`
  const of = late.length === done.length && undated === 0 ? (late.length === 2 ? 'both' : 'all') : count(late.length)
  const lates = late.length === 0 ? ', none of them late' : late.length === 1 ? `, one of them ${delayed(late[0]?.delay ?? 0)}` : `, ${of} of them late by ${spanned(late.map(({ delay }) => delay))}`
  const lastly = late.length === 0 ? '' : late.length === 1 && last.delay > 0 ? ', the last' : `, the last ${delayed(last.delay)}`
  return `${lates}${lastly}${unsaid}${waits}`
}

function delayed(days: number): string {
  return days === 0 ? 'on its day' : `${many(Math.abs(days), 'day')} ${days > 0 ? 'late' : 'early'}`
}

function spanned(days: readonly number[]): string {
  const [least, most] = [Math.min(...days), Math.max(...days)]
  return least === most ? many(most, 'day') : `${least} to ${many(most, 'day')}`
}

/** The whole against its plan is another thing than its milestones: one that was late can have been made up for, and one that is overdue weighs what it was planned to cost. */
function whole({ slipDays }: Schedule): string {
  if (slipDays === null) return ''
  const days = Math.round(slipDays)
  return `; the whole stands ${days === 0 ? 'where it was planned to stand' : `${many(Math.abs(days), 'day')} ${days > 0 ? 'behind' : 'ahead of'} its plan`} (earned schedule)`
}

function money(minor: bigint, currency: string): string {
  return `${grouped(amountText(minor, currency))} ${currency}`
}

function cost({ currency, value: { bac, ev, ac } }: Valued): string {
  return bac === null || ev === null ? `${money(ac, currency)} spent` : `${money(ac, currency)} of ${money(bac, currency)} spent for work planned at ${money(ev, currency)}`
}

function spentAtLast(valued: readonly Valued[]): string {
  if (valued.length === 0) return ''
  const parts = valued.map(({ currency, value: { bac, ac, because } }) =>
    because.includes('cost-missing') ? `what all of it cost is not known, ${money(ac, currency)} is` : `${money(ac, currency)} ${bac === null ? 'spent' : `spent for work planned at ${money(bac, currency)}`}`)
  return `; ${parts.join('; ')}`
}

function ending({ end }: Schedule): string | null {
  if (end === null) return null
  return end.high === null ? `not before ${dayInWords(end.likely)}` : `around ${dayInWords(end.likely)}`
}

/** A milestone's delay in days as of a day: of what is done against its due day, of what is overdue against now; null where nothing is due yet. */
export function delayDays({ due, done }: { readonly due: Day | null; readonly done: Day | null }, to: Day): number | null {
  if (due === null) return null
  if (done !== null) return done - due
  return due < to ? to - due : null
}
