import { Type } from 'typebox'
import { calendarDate, type Day, dayFrom, dayOfDate, dayText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { Workspace } from '../roles/workspace.ts'
import { AGREEMENT_ROW, type AgreementEntry, agreementEntries, agreementShapes, atStakeMinor, dayOfKnowing, decidersOf, dueDay } from './agreements-rows.ts'
import { AGREEMENTS_WHERE, agreementsWhereFrom, asksForDeciders, chosen, isLasting } from './agreements-where.ts'
import { answer, withCommon } from './question.ts'
import { ABOUT, TOGETHER_IN, together, togetherOf } from './together.ts'

const MONTHS_AHEAD = 12
const INPUT = withCommon({
  where: AGREEMENTS_WHERE,
  q: Type.Optional(Type.String({ description: 'Words that the key, name, product, buyer or payer hold.' })),
  day: Type.Optional(Type.String({ description: 'The day to look ahead from; absent: today, or the day of `knownAt`.' })),
  currency: TOGETHER_IN,
  months: Type.Optional(Type.String({ description: 'Calendar months ahead, the current one included, from 1 to 36; absent: 12.' })),
})
const SUMS = Type.Array(Type.Object({ currency: Type.String(), atStake: Type.String() }))
const OUTPUT = Type.Object({
  day: Type.String(),
  months: Type.Array(Type.Object({ month: Type.String({ description: 'YYYY-MM' }), renewals: Type.Array(AGREEMENT_ROW), sums: SUMS })),
  overdue: Type.Array(AGREEMENT_ROW, { description: 'In force on the day, with a day of renewal that has passed: nobody told us whether it was renewed.' }),
  missing: Type.Array(AGREEMENT_ROW, { description: 'In force on the day, paid interval after interval, with neither a day of renewal nor an end.' }),
  later: Type.Integer({ description: 'Agreements whose day lies beyond the months shown.' }),
  together: togetherOf({ atStake: Type.Union([Type.String(), Type.Null()], { description: 'Of all months shown.' }), months: Type.Array(Type.Object({ month: Type.String(), atStake: ABOUT })) }),
})

/** When do agreements renew or end, and what is at stake? Cost as `agreements`. */
export const renewals: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'renewals',
  summary: 'Renewals and ends month by month, with the money at stake, its use and who decides; overdue ones, and agreements whose renewal nobody knows.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => {
    const where = agreementsWhereFrom(input.where)
    const ahead = monthsFrom(input.months)
    return answer(workspace, input, async (asked, question) => {
      const day = input.day === undefined ? dayOfKnowing(question, workspace.now()) : dayFrom(input.day)
      if (day === null) throw new Refusal('bad-parameter', `'day' must be a day such as 2026-11-01, not '${input.day}'.`, { parameter: 'day' })
      const all = await agreementEntries(asked, question)
      const deciders = asksForDeciders(where) ? await decidersOf(asked, question, all) : () => []
      const entries = chosen(asked, all, where, input.q, { deciders, last: new Map() }).filter(isLasting)
      const now = entries.filter(({ agreement }) => agreement.from <= day && day < agreement.to)
      const { year, month } = calendarDate(day)
      const end = dayOfDate(year, month + ahead)
      // What is in force is in one list; what is to begin, in that of its month, unless it would renew before.
      const coming = entries.filter(({ agreement }) => { const due = dueDay(agreement); return due !== null && due >= day && agreement.to > day && agreement.from <= due })
      const overdue = now.filter(({ agreement }) => (dueDay(agreement) ?? day) < day)
      const missing = now.filter(({ agreement }) => dueDay(agreement) === null)
      const within = coming.filter(({ agreement }) => (dueDay(agreement) ?? end) < end)
      const listed = [...new Set([...overdue, ...missing, ...within])]
      const shapes = new Map((await agreementShapes(asked, question, listed)).map((shape, place) => [listed[place] as AgreementEntry, shape]))
      const shown = (some: readonly AgreementEntry[]) => [...some].sort(byDay).map((entry) => shapes.get(entry))
      const months = Array.from({ length: ahead }, (_, place) => {
        const [first, next] = [dayOfDate(year, month + place), dayOfDate(year, month + place + 1)]
        const here = within.filter(({ agreement }) => inside(dueDay(agreement), first, next))
        return { month: dayText(first).slice(0, 7), here }
      })
      const inOne = together(asked, question, input.currency, (sums) => ({
        atStake: sums.about(stakesOf(within)), months: months.map(({ month: name, here }) => ({ month: name, atStake: sums.about(stakesOf(here)) })),
      }))
      return { day: dayText(day), months: months.map(({ month: name, here }) => ({ month: name, renewals: shown(here), sums: sumsOf(here) })), overdue: shown(overdue), missing: shown(missing), later: coming.length - within.length, ...inOne }
    })
  },
}

function monthsFrom(text: string | undefined): number {
  const months = text === undefined ? MONTHS_AHEAD : Number(text)
  if (!Number.isInteger(months) || months < 1 || months > 36) throw new Refusal('bad-parameter', `'months' must be a whole number from 1 to 36, not '${text}'.`, { parameter: 'months' })
  return months
}

function inside(day: Day | null, from: Day, to: Day): boolean {
  return day !== null && from <= day && day < to
}

function byDay(a: AgreementEntry, b: AgreementEntry): number {
  return (dueDay(a.agreement) ?? 0) - (dueDay(b.agreement) ?? 0) || (a.agreement.key < b.agreement.key ? -1 : 1)
}

/** What is at stake, per currency; agreements without an amount are in no sum. */
function sumsOf(entries: readonly AgreementEntry[]) {
  return [...stakesOf(entries)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, atStake: amountText(minor, currency) }))
}

function stakesOf(entries: readonly AgreementEntry[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { agreement } of entries) {
    const stake = atStakeMinor(agreement, dueDay(agreement) ?? 0)
    if (stake !== null && agreement.currency !== null) sums.set(agreement.currency, (sums.get(agreement.currency) ?? 0n) + stake)
  }
  return sums
}
