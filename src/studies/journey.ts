import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { quarterBegin } from './deals.ts'
import { betweenOf, type Looked, ordersOf, stepsOf, SURPRISES, surprises } from './journey-figures.ts'
import { CHANNELS, type Journey, learnedOn, STEPS } from './journey-terms.ts'
import { journeysOf } from './journeys.ts'
import { kept } from './kept-answers.ts'
import { untilFrom } from './lives.ts'
import { limitFrom } from './paging.ts'
import { PARTY } from './party-shape.ts'
import { fitsWhere, type Reader, readerOf, type Use } from './population.ts'
import { answer, type CommonInput, type Question, questionFrom, withCommon } from './question.ts'
import { aspectOf, dimensionParameter, WHERE_PARTIES, type Where, whereOfParties } from './where.ts'

const WITHIN_DAYS = 180
const GROUPS = 12
const COHORTS_AT_MOST = 80

/** The parameters that the journey and its parties take besides the common ones. */
export const JOURNEY_INPUT = {
  where: WHERE_PARTIES,
  until: Type.Optional(Type.String({ description: 'Parties are watched up to this day, not included; absent: today, or the day of knownAt.' })),
  within: Type.Optional(Type.String({ description: `A step counts for the shares if it came so many days after the first trace; absent: ${WITHIN_DAYS}. Who was watched shorter is too young to say.` })),
  by: Type.Optional(Type.String({ description: 'What to group by: `channel` (of the first trace: direct, intermediary, sponsor), `product` or `intermediary` of the first trace, category, segment, partyKind, domain, or trait.NAME. Absent: channel.' })),
}
const INPUT = withCommon({ ...JOURNEY_INPUT, limit: Type.Optional(Type.String({ description: `Groups at most, those with the most parties first; absent: ${GROUPS}.` })) })
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const WHOLE = Type.Union([Type.Integer(), Type.Null()])
const STEP = Type.Union(STEPS.map((step) => Type.Literal(step)))
const COLUMNS = {
  parties: Type.Integer(),
  steps: Type.Array(Type.Object({
    step: STEP, reached: Type.Integer({ description: 'Parties that reached it before `until`.' }),
    couldHave: Type.Integer({ description: 'Parties watched for `within` days after their first trace; for renewed and left those whose first paid term has ended.' }),
    inTime: Type.Integer({ description: 'Of these, those that reached it, within these days.' }), tooYoung: Type.Integer(),
    share: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
  })),
  between: Type.Array(Type.Object({
    from: STEP, to: STEP, n: Type.Integer({ description: 'Parties that reached the first step, and not the second before it.' }), reached: Type.Integer(), waiting: Type.Integer(),
    before: Type.Integer({ description: 'Parties that had reached the second step before the first; left out of the days.' }),
    quartile1: WHOLE, median: Type.Union([Type.Integer(), Type.Null()], { description: 'Days by which half were there (Kaplan-Meier); null if fewer than half are yet.' }), low: WHOLE, high: WHOLE, quartile3: WHOLE, tooFew: Type.Boolean(),
  })),
}
const OUTPUT = Type.Object({
  until: Type.String(), within: Type.Integer(), by: Type.String(), ...COLUMNS,
  tooYoung: Type.Union([Type.String(), Type.Null()], { description: 'A sentence, where too few of the parties were watched for `within` days for any share, and what to ask instead.' }),
  unknownUsers: Type.Integer({ description: 'Users of whom nobody knows who they are, of all time; they can be followed nowhere.' }),
  surprises: Type.Array(Type.Object({ surprise: Type.Union(SURPRISES.map((one) => Type.Literal(one))), parties: Type.Integer() })),
  orders: Type.Array(Type.Object({ steps: Type.Array(STEP), parties: Type.Integer() })),
  groups: Type.Array(Type.Object({ value: Type.String(), name: Type.Union([Type.String(), Type.Null()]), party: Type.Union([PARTY, Type.Null()]), ...COLUMNS })),
  otherGroups: Type.Integer(),
  cohorts: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), ...COLUMNS }), { description: 'By the quarter of the first trace, cut to the window.' }),
})

/** From the first trace to leaving: how many come how far, and how long it takes. Cost: as journeysOf; then each group goes over its parties some twenty times. */
export const journey: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'journey',
  summary: 'The way of those who may buy, whose first trace lies in the window (absent: the last 2 x `within` days): learned, tested, decided, paid, renewed, left; with shares, days between the steps, channels and cohorts.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, longEnough(workspace, input), async (asked, question) => {
    const { all, looked, unknownUsers, group } = await journeysAsked(workspace, asked, question, input)
    const columns = (some: readonly Journey[]) => ({ parties: some.length, steps: stepsOf(some, looked), between: betweenOf(some, looked) })
    const groups = groupsOf(all, group)
    const limit = limitFrom(input.limit, GROUPS)
    return {
      until: dayText(looked.until), within: looked.within, by: group.dimension, ...columns(all), tooYoung: tooYoung(all, looked), unknownUsers,
      surprises: SURPRISES.map((surprise) => ({ surprise, parties: all.filter((each) => surprises(each, surprise)).length })),
      orders: ordersOf(all),
      groups: groups.slice(0, limit).map(({ value, name, party, journeys }) => ({ value, name, party, ...columns(journeys) })),
      otherGroups: Math.max(0, groups.length - limit),
      cohorts: cohortsOf(all, question).map(({ from, to, journeys }) => ({ from: dayText(from), to: dayText(to), ...columns(journeys) })),
    }
  }, 'journey'),
}

/** A window for journeys: without days of their own the last 2 x `within` days, of which the first half was watched long enough for shares. */
export function longEnough<Input extends JourneyAsked & CommonInput>(workspace: Workspace, input: Input): Input {
  if (input.from !== undefined || input.to !== undefined) return input
  const { to } = questionFrom(input, workspace.now())
  return { ...input, from: dayText(Math.max(0, to - 2 * limitFrom(input.within, WITHIN_DAYS, 'within'))), to: dayText(to) }
}

/** Too young is not too few: who came lately may still come further. */
function tooYoung(all: readonly Journey[], { until, within, fewest }: Looked): string | null {
  const young = all.filter((one) => learnedOn(one) + within >= until).length
  if (young < fewest || all.length - young >= fewest) return null
  return `${young} of ${all.length} parties were first seen ${within} days or fewer before ${dayText(until)}: they are too young for shares, not too few. Ask with a smaller 'within', or with a 'from' before ${dayText(until - within)}, such as ${dayText(until - 2 * within)}.`
}

export interface JourneyAsked {
  readonly where?: string | undefined
  readonly until?: string | undefined
  readonly within?: string | undefined
  readonly by?: string | undefined
}

/** How journeys are grouped. */
export interface Grouping {
  readonly dimension: string
  of(journey: Journey): { readonly key: number | string; shape(): ReturnType<Reader['shape']> }
}

/** The journeys that a question asks for: first trace in the window, and fitting. Worked out once for all that ask about them, while nothing more is known. */
export async function journeysAsked(workspace: Workspace, asked: Asked, question: Question, input: JourneyAsked): Promise<{ readonly all: readonly Journey[]; readonly looked: Looked; readonly unknownUsers: number; readonly group: Grouping }> {
  const until = untilFrom(workspace, question, input.until)
  const where = whereOfParties(input.where)
  const group = groupingOf(asked, question, input.by)
  const looked = { until, within: limitFrom(input.within, WITHIN_DAYS, 'within'), fewest: asked.settings.thresholds.fewestPeople }
  const { product, seller, staff, from } = question
  const { journeys, unknownUsers } = await kept(asked, 'journeys', [product, seller, staff, from, until], () => journeysOf(asked, question, until), 2)
  const fits = fitting(asked, question, where)
  return { all: journeys.filter((one) => learnedOn(one) >= question.from && learnedOn(one) < question.to && fits(one)), looked, unknownUsers, group }
}

function fitting(asked: Asked, question: Question, where: Where): (journey: Journey) => boolean {
  if (where.length === 0) return () => true
  const fits = fitsWhere(asked, question, where)
  return (journey) => fits(useOf(asked, journey))
}

/** A journey as a use of its first trace, so that it can be read by dimensions. */
function useOf(asked: Asked, { party, steps: { learned } }: Journey): Use {
  const product = learned?.product ?? null
  return { party, account: 0, product: product === null ? 0 : asked.projection.words.products.find(product), kind: -1, payer: 0, agreement: 0, via: learned?.via ?? 0, reason: -1 }
}

function groupingOf(asked: Asked, question: Question, by = 'channel'): Grouping {
  if (by.trim() === 'channel') return { dimension: 'channel', of: ({ steps }) => ({ key: CHANNELS.indexOf(steps.learned?.channel ?? 'direct'), shape: () => ({ value: steps.learned?.channel ?? 'direct', name: null, party: null }) }) }
  const dimension = dimensionParameter('by', by)
  if (aspectOf(dimension) === 'use' && dimension !== 'product' && dimension !== 'intermediary') throw new Refusal('bad-parameter', `'${dimension}' is about single usage days. Group journeys by channel, product, intermediary, category, segment, partyKind, domain, or trait.NAME.`, { parameter: 'by' })
  const reader = readerOf(asked, question, dimension)
  return { dimension, of: (one) => { const key = reader.of(useOf(asked, one)); return { key, shape: () => reader.shape(key) } } }
}

function groupsOf(all: readonly Journey[], group: Grouping) {
  const found = new Map<number | string, { readonly shape: () => ReturnType<Reader['shape']>; readonly journeys: Journey[] }>()
  for (const one of all) {
    const { key, shape } = group.of(one)
    const known = found.get(key)
    if (known) known.journeys.push(one)
    else found.set(key, { shape, journeys: [one] })
  }
  return [...found.values()].map(({ shape, journeys }) => ({ ...shape(), journeys })).sort((a, b) => b.journeys.length - a.journeys.length || order(a.value, b.value))
}

/** By the quarter of the first trace; quarters without any stand there too. */
export function cohortsOf(all: readonly Journey[], { from, to }: Question): { readonly from: Day; readonly to: Day; readonly journeys: Journey[] }[] {
  const cohorts: { from: Day; to: Day; journeys: Journey[] }[] = []
  const first = all.reduce((least, one) => Math.min(least, learnedOn(one)), to)
  for (let day = Math.max(from, quarterBegin(first)); day < to; ) {
    const next = Math.min(to, quarterBegin(day, 1))
    cohorts.push({ from: day, to: next, journeys: [] })
    if (cohorts.length > COHORTS_AT_MOST) throw new Refusal('bad-parameter', `The window has more than ${COHORTS_AT_MOST} quarters with first traces. Ask for a shorter one.`, { parameter: 'from' })
    day = next
  }
  for (const one of all) cohorts.find(({ from, to }) => from <= learnedOn(one) && learnedOn(one) < to)?.journeys.push(one)
  return cohorts
}
