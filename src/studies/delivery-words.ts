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

/** Where a project stands, in one or two plain sentences: what is done, how late, what was spent, and where it ends at this pace. */
export function deliveryInWords(milestones: number, done: number, valued: readonly Valued[], schedule: Schedule): string {
  if (milestones === 0) return 'No milestone is known: cost and time cannot be said. Send delivery lines, or import a list of milestones.'
  if (done === milestones && schedule.ended !== null) return `${milestones === 1 ? 'The one milestone was' : `All ${count(milestones)} milestones were`} done by ${dayInWords(schedule.ended)}${late(schedule)}${spentAtLast(valued)}.`
  const some = milestones === 1 ? 'The one milestone is not done' : `${capital(count(done))} of ${count(milestones)} milestones ${done < 2 ? 'is' : 'are'} done`
  const state = `${some}${late(schedule)}`
  const costs = valued.map((one) => cost(one))
  const end = ending(schedule)
  const sayable = valued.filter(({ value }) => value.eac !== null)
  const why = valued.flatMap(({ value: { because } }) => because.flatMap((reason) => WHY_NOT[reason] ?? [])).at(0)
  const forecast = sayable.length > 0
    ? `at this pace it ends at ${sayable.map(({ currency, value }) => `${money(value.eac?.atPace ?? 0n, currency)}`).join(' and ')}${end === null ? '' : `, ${end}`}${sayable.some(({ value }) => value.because.includes('few-done')) ? ' (few milestones are done: that may be chance)' : ''}`
    : [why, end === null ? null : `at this pace it ends ${end}`].filter((part) => part != null).join('; ')
  return `${[state, ...costs].join('; ')}${forecast === '' ? '' : `: ${forecast}`}.`
}

function late({ slipDays, ended }: Schedule): string {
  const days = Math.round(slipDays ?? 0)
  if (slipDays === null) return ''
  if (days === 0) return ended === null ? ', on time so far' : ', on time'
  return `, ${many(Math.abs(days), 'day')} ${days > 0 ? 'late' : 'early'}`
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
