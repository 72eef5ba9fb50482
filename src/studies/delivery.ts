import { Type } from 'typebox'
import { type Day, dayText, instantText, MS_PER_DAY, NEVER } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import { accrualMinor } from '../roles/accrual.ts'
import { daysOf, type Milestone, type MilestoneState, milestonesOf, stateAt } from '../roles/deliveries.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { JUDGED, judged, SAID_TOPIC, saidTopics, voicesOf } from './delivery-judged.ts'
import { type Schedule, scheduleOf } from './delivery-schedule.ts'
import { type EarnedValue, earnedValue, REASONS } from './delivery-value.ts'
import { delayDays, deliveryInWords } from './delivery-words.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'

const TEXT = Type.Union([Type.String(), Type.Null()])
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const VALUE = Type.Object({
  currency: Type.String(), done: Type.Integer(), of: Type.Integer(),
  bac: Type.Union([Type.String(), Type.Null()], { description: 'Budget at completion: what all milestones are planned to cost.' }),
  pv: Type.Union([Type.String(), Type.Null()], { description: 'Planned value: of the milestones due by now.' }), ev: Type.Union([Type.String(), Type.Null()], { description: 'Earned value: what the milestones that are done were planned to cost.' }),
  ac: Type.String({ description: 'Actual cost so far, of milestones that are not done, too.' }), cv: Type.Union([Type.String(), Type.Null()], { description: 'Cost variance: EV - AC; below 0 it costs more than planned.' }), sv: Type.Union([Type.String(), Type.Null()], { description: 'Schedule variance in money: EV - PV.' }),
  cpi: NUMBER, spi: NUMBER,
  eac: Type.Union([Type.Object({ atPlan: Type.String(), atPace: Type.String(), atPaceAndDelay: TEXT, low: Type.String(), high: Type.String() }), Type.Null()], { description: 'Estimate at completion: AC + (BAC - EV); AC + (BAC - EV) / CPI; AC + (BAC - EV) / (CPI x SPI); the range over these and over the pace without any one milestone.' }),
  etc: TEXT, vac: TEXT, tcpi: NUMBER, because: Type.Array(Type.Union(REASONS.map((reason) => Type.Literal(reason))), { description: 'Why something cannot be said, or should be taken with care.' }),
})
const SCHEDULE = Type.Object({
  start: Type.String(), plannedEnd: TEXT, firstPlannedEnd: Type.Union([Type.String(), Type.Null()], { description: 'As it was planned at first.' }), ended: TEXT, earnedDays: NUMBER, actualDays: NUMBER, spiTime: NUMBER, slipDays: NUMBER,
  weighedBy: Type.Union([Type.Literal('money'), Type.Literal('milestones')], { description: 'Milestones weigh what they are planned to cost; where that is not known of all, or not in one currency, all weigh the same.' }),
  end: Type.Union([Type.Object({ low: Type.String(), likely: Type.String(), high: TEXT }), Type.Null()]),
})
const MILESTONE = Type.Object({
  milestone: Type.String(), state: Type.Union((['done', 'overdue', 'open', 'undated'] as const).map((state) => Type.Literal(state))), currency: TEXT, planned: TEXT, actual: TEXT, actualCurrency: TEXT, costVariance: TEXT, due: TEXT, done: TEXT,
  delayDays: Type.Union([Type.Integer(), Type.Null()], { description: 'Done after (before: negative) its due day; overdue by now.' }),
  plans: Type.Array(Type.Object({ recordedAt: Type.String(), source: Type.String(), planned: TEXT, due: TEXT }), { description: 'What was planned, in the order in which it was learned; the first is what was planned at first.' }),
  lines: Type.Array(Type.Object({ source: Type.String(), key: Type.String() })), judged: JUDGED,
})
const POINT = Type.Object({ day: Type.String(), planned: TEXT, earned: TEXT, actual: TEXT })
const PROJECT = Type.Object({
  agreement: Type.String(), name: TEXT, product: Type.String(), customer: PARTY, payer: PARTY, from: Type.String(), to: TEXT, state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('unplanned')]),
  budget: Type.Union([Type.Object({ currency: Type.String(), amount: Type.String() }), Type.Null()], { description: 'What the agreement costs the customer in all; null where it has no amount or no end.' }),
  paid: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'Charges less refunds and credits that name the agreement, before `to`.' }),
  milestones: Type.Array(MILESTONE), values: Type.Array(VALUE), schedule: SCHEDULE,
  curves: Type.Array(Type.Object({ currency: Type.String(), points: Type.Array(POINT) }), { description: 'Planned, earned and spent, summed up over the days on which any of it changes; earned and spent until now.' }),
  topics: Type.Array(SAID_TOPIC), heard: Type.Object({ users: Type.Integer(), customers: Type.Integer() }), says: Type.String(),
})
const INPUT = withCommon({ agreement: Type.Optional(Type.String({ description: 'Key of one project; absent: all of the seller in view.' })) })
const OUTPUT = Type.Object({
  asOf: Type.String({ description: 'Everything is said as it stood at the beginning of this day, `to`.' }),
  projects: Type.Array(PROJECT), unknownAgreements: Type.Array(Type.Object({ agreement: Type.String(), milestones: Type.Integer() }), { description: 'Named by delivery lines, and told by no agreement line.' }),
})
type Project = ReturnType<typeof projectShape>

/**
 * The customer's side of projects as of `to`: cost, time, forecast, and beside it what users and customers say of the same milestones, since the project began.
 * A project is an agreement of kind project, or one with delivery lines, sold by the seller in view and begun before `to`. Cost: all delivery lines, all payments, and the feedback since the first project began.
 */
export const delivery: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'delivery',
  summary: 'Projects: cost and schedule variance, forecast at completion with its range and a plain sentence; beside it what users and customers say of the same milestones.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { world } = asked.view
    const milestones = milestonesOf(world, asked.projection.statements, asked.view.knownAt)
    const all = projectsOf(asked, question, milestones)
    const agreements = input.agreement === undefined ? all : all.filter(({ key }) => key === input.agreement)
    if (input.agreement !== undefined && agreements.length === 0) throw new Refusal('bad-parameter', `No project of the seller in view has the key '${input.agreement}'. delivery without 'agreement' lists them.`, { parameter: 'agreement' })
    const since = Math.min(question.to - 1, ...agreements.map(({ from }) => from))
    const voices = agreements.length === 0 ? [] : await stampedVoices(asked, { ...question, from: since })
    const paid = paidBefore(asked, question.to)
    const projects = agreements.map((agreement) => projectShape(asked, question, agreement, milestones.get(agreement.key) ?? [], voices, paid.get(agreement.key) ?? new Map()))
    const unknownAgreements = [...milestones].filter(([key]) => !world.agreements.has(key)).map(([agreement, its]) => ({ agreement, milestones: its.length })).sort((a, b) => order(a.agreement, b.agreement))
    return { asOf: dayText(question.to), projects: projects.sort(byState), unknownAgreements }
  }, 'delivery'),
}

/** The projects of the seller in view that began before the end of the window. */
export function projectsOf(asked: Asked, question: Question, milestones: ReadonlyMap<string, readonly Milestone[]>): Agreement[] {
  const { world, coverage } = asked.view
  return coverage.seller === 0 ? [] : world.allOf(world.agreementsOfSeller, coverage.seller).filter(({ key, kind, product, from }) =>
    (kind === 'project' || milestones.has(key)) && (question.product === null || product === question.product) && from < question.to)
}

const STATES = ['running', 'unplanned', 'done']

/** What runs first, by its planned end. */
function byState(a: Project, b: Project): number {
  return order(STATES.indexOf(a.state as string), STATES.indexOf(b.state)) || order(a.schedule.plannedEnd ?? '', b.schedule.plannedEnd ?? '') || order(a.agreement, b.agreement)
}

function paidBefore({ view: { world } }: Asked, to: Day): Map<string, Map<string, bigint>> {
  const paid = new Map<string, Map<string, bigint>>()
  for (const { line: { agreement, at, kind, amountMinor, currency } } of world.payments.values()) {
    if (agreement === null || at >= to * MS_PER_DAY) continue
    const sums = paid.get(agreement) ?? new Map<string, bigint>()
    sums.set(currency, (sums.get(currency) ?? 0n) + (kind === 'charge' ? 1n : -1n) * BigInt(amountMinor))
    paid.set(agreement, sums)
  }
  return paid
}

function projectShape(asked: Asked, question: Question, agreement: Agreement, milestones: readonly Milestone[], voices: readonly StampedVoice[], paid: ReadonlyMap<string, bigint>) {
  const { world } = asked.view
  const { to } = question
  const states = milestones.map((milestone) => ({ milestone, state: stateAt(milestone, to) })).sort((a, b) => order(a.state.due ?? NEVER, b.state.due ?? NEVER) || order(a.state.name, b.state.name))
  const currencies = [...new Set(states.flatMap(({ state: { currency, actualCurrency } }) => [currency, actualCurrency].filter((one) => one !== null)))].sort()
  const valued = currencies.map((currency) => ({ currency, value: valueIn(currency, states.map(({ state }) => state), to) }))
  const weighedBy = currencies.length === 1 && states.every(({ state: { plannedMinor } }) => plannedMinor !== null && plannedMinor > 0) ? 'money' as const : 'milestones' as const
  const steps = states.map(({ state: { plannedMinor, due, done } }) => ({ weight: weighedBy === 'money' ? (plannedMinor as number) : 1, due, done }))
  const schedule = scheduleOf(agreement.from, steps, to)
  const said = voicesOf(asked, agreement, voices)
  const done = steps.filter(({ done: day }) => day !== null).length
  const heard = (wanted: 'users' | 'customers'): number => new Set(said.filter(({ side }) => side === wanted).map(({ voice }) => voice.giver)).size
  return {
    agreement: agreement.key, name: agreement.name, product: agreement.product, customer: partyShape(world, world.party(agreement.buyer)), payer: partyShape(world, world.party(world.payerOf(agreement))),
    from: dayText(agreement.from), to: agreement.to === NEVER ? null : dayText(agreement.to), state: states.length === 0 ? 'unplanned' : done === states.length ? 'done' : 'running' as const,
    budget: budgetOf(agreement), paid: [...paid].sort(([a], [b]) => order(a, b)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) })),
    milestones: states.map(({ milestone, state }) => ({ ...milestoneShape(milestone, state, to), judged: judged(said, milestone, state.done, asked.settings.thresholds.fewestPeople) })),
    values: valued.map(({ currency, value }) => valueShape(currency, value)), schedule: scheduleShape(schedule, milestones, weighedBy), curves: currencies.map((currency) => ({ currency, points: curve(currency, milestones, agreement.from, to) })),
    topics: saidTopics(asked, said, milestones), heard: { users: heard('users'), customers: heard('customers') }, says: deliveryInWords(steps, valued, schedule, to),
  }
}

/** Of work in several currencies each is valued for itself; a milestone planned in one and paid in another keeps both from being forecast. */
function valueIn(currency: string, states: readonly MilestoneState[], to: Day): EarnedValue {
  const own = states.filter((state) => state.currency === currency || state.actualCurrency === currency)
  const mixed = own.some((state) => state.actualCurrency !== null && state.actualCurrency !== state.currency)
  const value = earnedValue(own.map((state) => ({
    planned: state.currency === currency && state.plannedMinor !== null ? BigInt(state.plannedMinor) : null,
    actual: state.actualCurrency === currency && state.actualMinor !== null ? BigInt(state.actualMinor) : null, due: state.due, done: state.done,
  })), to)
  return mixed ? { ...value, cv: null, cpi: null, eac: null, etc: null, vac: null, tcpi: null, because: ['currencies', ...value.because] } : value
}

/** What the customer owes in all for it. */
function budgetOf(agreement: Agreement): { readonly currency: string; readonly amount: string } | null {
  const { amountMinor, currency, interval, from, to } = agreement
  if (amountMinor === null || currency === null || (interval !== 'once' && to === NEVER)) return null
  return { currency, amount: amountText(interval === 'once' ? BigInt(amountMinor) : accrualMinor(agreement, from, to), currency) }
}

const amountOf = (minor: number | bigint | null, currency: string | null): string | null => (minor === null || currency === null ? null : amountText(minor, currency))
const dayOf = (day: Day | null): string | null => (day === null ? null : dayText(day))

function milestoneShape(milestone: Milestone, state: MilestoneState, to: Day) {
  const { plannedMinor, actualMinor, currency, actualCurrency, due, done } = state
  const comparable = done !== null && plannedMinor !== null && actualMinor !== null && currency === actualCurrency
  return {
    milestone: milestone.name, state: done !== null ? 'done' : due === null ? 'undated' : due < to ? 'overdue' : 'open',
    currency, planned: amountOf(plannedMinor, currency), actual: amountOf(actualMinor, actualCurrency), actualCurrency, costVariance: comparable ? amountOf(plannedMinor - actualMinor, currency) : null,
    due: dayOf(due), done: dayOf(done), delayDays: delayDays(state, to),
    plans: milestone.plans.map(({ recordedAt, source, plannedMinor: minor, due: day }) => ({ recordedAt: instantText(recordedAt), source, planned: amountOf(minor, currency), due: dayOf(day) })), lines: milestone.lines,
  }
}

function valueShape(currency: string, { done, of, bac, pv, ev, ac, cv, sv, cpi, spi, eac, etc, vac, tcpi, because }: EarnedValue) {
  const text = (minor: bigint | null): string | null => amountOf(minor, currency)
  const each = eac === null ? null : { atPlan: amountText(eac.atPlan, currency), atPace: amountText(eac.atPace, currency), atPaceAndDelay: text(eac.atPaceAndDelay), low: amountText(eac.low, currency), high: amountText(eac.high, currency) }
  return { currency, done, of, bac: text(bac), pv: text(pv), ev: text(ev), ac: amountText(ac, currency), cv: text(cv), sv: text(sv), cpi, spi, eac: each, etc: text(etc), vac: text(vac), tcpi, because }
}

function scheduleShape(schedule: Schedule, milestones: readonly Milestone[], weighedBy: 'money' | 'milestones') {
  const { start, plannedEnd, ended, end, ...days } = schedule
  const first = milestones.map(({ plans }) => plans.find(({ due }) => due !== null)?.due ?? null)
  return {
    start: dayText(start), plannedEnd: dayOf(plannedEnd), firstPlannedEnd: first.length === 0 || first.includes(null) ? null : dayText(Math.max(...(first as Day[]))), ended: dayOf(ended), ...days, weighedBy,
    end: end === null ? null : { low: dayText(end.low), likely: dayText(end.likely), high: dayOf(end.high) },
  }
}

/** The sums at the end of each day on which one of them changes: what was to be done by then, what was, and what was spent. */
function curve(currency: string, milestones: readonly Milestone[], start: Day, to: Day) {
  const now = milestones.map((milestone) => stateAt(milestone, to)).filter((state) => state.currency === currency)
  const planned = now.every(({ due, plannedMinor }) => due !== null && plannedMinor !== null)
  const days = [...new Set([start, to - 1, ...milestones.flatMap(daysOf).filter((day) => day < to), ...now.flatMap(({ due }) => due ?? [])])].filter((day) => day >= start).sort((a, b) => a - b)
  const sumOf = (amounts: readonly (number | null)[]): string => amountText(amounts.reduce((all: bigint, one) => all + BigInt(one ?? 0), 0n), currency)
  return days.map((day) => ({
    day: dayText(day), planned: planned ? sumOf(now.filter(({ due }) => (due as Day) <= day).map(({ plannedMinor }) => plannedMinor)) : null,
    earned: day < to ? sumOf(now.filter(({ done }) => done !== null && done <= day).map(({ plannedMinor }) => plannedMinor)) : null,
    actual: day < to ? sumOf(milestones.map((milestone) => stateAt(milestone, day + 1)).filter(({ actualCurrency }) => actualCurrency === currency).map(({ actualMinor }) => actualMinor)) : null,
  }))
}
