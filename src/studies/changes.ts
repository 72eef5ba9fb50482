import { Type } from 'typebox'
import { dayInWords, dayOf, dayText, type Instant, instantText, MS_PER_DAY } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { causesOf, flowName } from './changes-causes.ts'
import { countChanges, countsOf, figuresOf, moneyChanges } from './changes-figures.ts'
import { comboRows, flowRows, type MovedUse, movedParameters, moverRows, partyIn, SIDES, type TwoTimes } from './changes-flows.ts'
import { figuresInWords, flowsInWords, learnedInWords, NO_LONGER_KNOWN, NOT_KNOWN_BEFORE, windowsInWords } from './changes-in-words.ts'
import { learnedBetween } from './changes-learned.ts'
import { limitFrom, offsetFrom, PAGING } from './paging.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, knownAtFrom, knownProduct, type Question, questionFrom, withCommon } from './question.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const PAYER = Type.Union([PARTY, Type.Null()])
const SIDE = Type.Object({ kind: Type.String({ description: 'A payer kind, `staff` or `left-out`, or `not-known`: no such use was known.' }), payer: PAYER, says: Type.String() })
const CAUSE = Type.Object({
  how: Type.String({ description: 'learned, corrected, taken-back, or brought-back: undone, and counted again.' }), what: Type.String(), source: NULLABLE, import: NULLABLE, importName: NULLABLE, lines: Type.Integer(), example: NULLABLE, ids: Type.Array(Type.String()), says: Type.String(), users: Type.Integer(), usageDays: Type.Integer(),
})
const COUNT = Type.Object({ figure: Type.String(), kind: NULLABLE, was: Type.Integer(), now: Type.Integer(), difference: Type.Integer() })
const AMOUNT = Type.Object({ figure: Type.String(), kind: NULLABLE, currency: Type.String(), was: Type.String(), now: Type.String(), difference: Type.String() })
const MONEY_AT = Type.Object({ accrued: Type.String(), used: Type.String(), unused: Type.String(), payer: PAYER })
const INPUT = withCommon({
  against: Type.Optional(Type.String({ description: 'The earlier knowledge time, an instant. Absent: the end of the day eight days ago, so that a week of learning is compared.' })),
  only: Type.Optional(Type.String({ enum: ['before'], description: '`before`: only the window beside the one before it, without the two knowledge times, which cost more.' })),
  ...PAGING,
})
const OUTPUT = Type.Object({
  against: Type.String({ description: 'The earlier knowledge time.' }), knownAt: Type.String({ description: 'The later one.' }),
  says: Type.Array(Type.String(), { description: 'What we learned in between and what it moved, in sentences.' }),
  counts: Type.Array(COUNT), money: Type.Array(AMOUNT),
  world: Type.Object({ was: Type.String(), now: Type.String() }),
  flows: Type.Array(Type.Object({ from: SIDE, to: SIDE, users: Type.Integer(), usageDays: Type.Integer(), because: Type.Array(CAUSE) })),
  causes: Type.Array(CAUSE, { description: 'What is shown to stand behind the moved use; one use may have several causes, so they do not add up.' }),
  unexplainedDays: Type.Integer({ description: 'Of the usage days looked at, those for which no cause is shown.' }),
  looked: Type.Boolean({ description: 'false: causes were looked up for the greatest part only.' }),
  movers: Type.Array(Type.Object({ party: PARTY, from: SIDE, to: SIDE, usageDays: Type.Integer() })),
  total: Type.Integer({ description: 'Movers in all.' }),
  next: NULLABLE,
  agreements: Type.Array(Type.Object({ agreement: Type.String(), product: Type.String(), currency: Type.String(), buyer: PARTY, change: Type.String({ enum: ['new', 'gone', 'payer', 'money'] }), was: Type.Union([MONEY_AT, Type.Null()]), now: Type.Union([MONEY_AT, Type.Null()]) })),
  moreAgreements: Type.Integer(),
  learned: Type.Array(Type.Object({ what: Type.String(), source: NULLABLE, import: NULLABLE, importName: NULLABLE, lines: Type.Integer(), corrected: Type.Integer(), takenBack: Type.Integer(), events: Type.Integer(), lateEvents: Type.Integer(), first: Type.String(), last: Type.String() })),
  before: Type.Object({ from: Type.String(), to: Type.String(), counts: Type.Array(COUNT), says: Type.String() }),
})

const WEEK_DAYS = 7
const TRIES = 3
const FLOWS_AT_MOST = 200
const AGREEMENTS_AT_MOST = 200
/** Causes are looked up for so many identifiers and ways at most: some 40 microseconds each. */
const LOOKED_AT = 5_000

/**
 * What changed between two knowledge times? Cost: a view at the earlier time, made once (as every question with `knownAt`); the figures of both;
 * then the use of those that stand otherwise.
 */
export const changes: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'changes',
  summary: 'What changed between two knowledge times, for one window: figures then and now, who moved from which payer to which, and what we learned in between.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const question = questionFrom(input, workspace.now())
    const against = againstFrom(input.against, workspace.now())
    if (against > workspace.now()) throw new Refusal('bad-parameter', `'against' is later than now (${instantText(workspace.now())}): nothing was learned since. Give an earlier time.`, { parameter: 'against' })
    if (against >= question.knownAt) throw new Refusal('bad-parameter', "'against' must be earlier than 'knownAt': it is the time that is compared with.", { parameter: 'against' })
    const { against: _, only, limit: __, cursor: ___, ...common } = input
    const window = { ...common, from: dayText(question.from), to: dayText(question.to) }
    if (only === 'before') return answer(workspace, window, async (asked) => ({ ...NOTHING, against: instantText(against), knownAt: timeText(question.knownAt, workspace.now()), before: await windowBefore(workspace, asked, window, question) }))
    return atBothTimes(workspace, question, against, async (times) => {
      if (question.product !== null) knownProduct(times.now, question.product)
      const [was, is] = [await figuresOf(workspace, times.was, window, question), await figuresOf(workspace, times.now, window, question)]
      const counts = countChanges(was.counts, is.counts)
      const money = moneyChanges(was.money, is.money)
      const learned = await learnedBetween(times)
      const names = new Map(workspace.imports.list().map(({ id, name }) => [id, name]))
      const moved = await movesOf(times, names, limitFrom(input.limit), offsetFrom(input.cursor))
      const until = timeText(question.knownAt, workspace.now())
      return {
        against: instantText(against), knownAt: until,
        says: saysOf(learned, moved.flows, counts, money, against, question),
        counts, money, world: { was: was.world, now: is.world }, ...moved, ...agreementsBetween(times, was.monies, is.monies),
        learned: learned.map((one) => ({ ...one, importName: one.import === null ? null : (names.get(one.import) ?? null) })),
        before: await windowBefore(workspace, times.now, window, question),
      }
    })
  },
}

const NOTHING = {
  says: [], counts: [], money: [], world: { was: 'mixed', now: 'mixed' }, flows: [], causes: [], unexplainedDays: 0, looked: true, movers: [], total: 0, next: null, agreements: [], moreAgreements: 0, learned: [],
}

function againstFrom(text: string | undefined, now: Instant): Instant {
  if (text === undefined) return Math.floor(now / MS_PER_DAY) * MS_PER_DAY - WEEK_DAYS * MS_PER_DAY - 1
  return knownAtFrom(text, 'against')
}

function timeText(knownAt: Instant, now: Instant): string {
  return instantText(knownAt >= EVERYTHING ? now : knownAt)
}

/** Runs work on both views at once, held still: the earlier one may be let go while the later one is made, and is made again. */
async function atBothTimes<T>(workspace: Workspace, question: Question, against: Instant, work: (times: TwoTimes) => Promise<T>): Promise<T> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    await workspace.ask(question.seller, against, async () => null)
    const done = await workspace.ask(question.seller, question.knownAt, async (now): Promise<{ readonly answer: T } | null> => {
      const view = now.projection.peekView(question.seller, against)
      return view === null ? null : { answer: await work({ now, was: { ...now, view, undone: now.projection.undoneImports(against) }, question }) }
    })
    if (done) return done.answer
  }
  throw new Refusal('not-ready', 'What is known changes too fast to compare two times. Ask again in a second.')
}

// -- moved use ---------------------------------------------------------------------------------

async function movesOf(times: TwoTimes, importNames: ReadonlyMap<string, string>, limit: number, offset: number) {
  const parameters = await movedParameters(times)
  const rows = await flowRows(times, parameters)
  const combos = await comboRows(times, parameters, LOOKED_AT)
  const movers = await moverRows(times, parameters, limit, offset)
  const { all, ofFlow, unexplainedDays } = causesOf(times, combos, importNames)
  const { world } = times.now.view
  const total = rows.reduce((sum, { users }) => sum + users, 0)
  const flows = rows.slice(0, FLOWS_AT_MOST).map((row) => ({ ...sidesOf(world, row), users: row.users, usageDays: row.usage_days, because: ofFlow.get(flowName(row)) ?? [] }))
  return {
    flows, causes: all, unexplainedDays, looked: combos.length < LOOKED_AT,
    movers: movers.map((row) => ({ party: partyShape(world, partyIn(world, row.party)), ...sidesOf(world, row), usageDays: row.usage_days })),
    total, next: offset + limit < total ? String(offset + limit) : null,
  }
}

const SIDE_SAYS: Readonly<Record<string, string>> = { self: 'themselves', sponsor: 'the customers of another product', nobody: 'nobody', unknown: 'unknown', staff: 'staff, left out', 'left-out': 'left out by hand' }

function sidesOf(world: World, { from_side, from_payer, to_side, to_payer }: MovedUse) {
  const side = (place: number, number: number, ofNothing: string) => {
    const kind = SIDES[place] as string
    const payer = kind === 'self' ? 0 : partyIn(world, number)
    const says = kind === 'not-known' ? ofNothing : (payer === 0 ? (SIDE_SAYS[kind] ?? kind) : nameInWords(world, payer))
    return { kind, payer: payer === 0 ? null : partyShape(world, payer), says }
  }
  return { from: side(from_side, from_payer, NOT_KNOWN_BEFORE), to: side(to_side, to_payer, NO_LONGER_KNOWN) }
}

// -- agreements --------------------------------------------------------------------------------

function agreementsBetween({ was, now }: TwoTimes, moniesThen: readonly AgreementMoney[], moniesNow: readonly AgreementMoney[]) {
  const [before, after] = [new Map(moniesThen.map((one) => [one.agreement.key, one])), new Map(moniesNow.map((one) => [one.agreement.key, one]))]
  const payerAt = (asked: Asked, one: AgreementMoney): number => partyIn(now.view.world, asked.view.world.payerOf(one.agreement))
  const shape = (asked: Asked, one: AgreementMoney | undefined) => {
    if (one === undefined) return null
    const currency = one.agreement.currency ?? ''
    return { accrued: amountText(one.accrued, currency), used: amountText(one.used, currency), unused: amountText(one.unused, currency), payer: partyShape(now.view.world, payerAt(asked, one)) }
  }
  const rows = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)]
    const change = a === undefined ? 'new' : b === undefined ? 'gone' : payerAt(was, a) !== payerAt(now, b) ? 'payer' : a.accrued !== b.accrued || a.used !== b.used ? 'money' : null
    if (change === null) return []
    const { agreement } = (b ?? a) as AgreementMoney
    const size = (b?.used ?? 0n) - (a?.used ?? 0n)
    return [{
      size: size < 0n ? -size : size,
      row: { agreement: key, product: agreement.product, currency: agreement.currency ?? '', buyer: partyShape(now.view.world, partyIn(now.view.world, agreement.buyer)), change, was: shape(was, a), now: shape(now, b) },
    }]
  })
  rows.sort((a, b) => (a.size === b.size ? (a.row.agreement < b.row.agreement ? -1 : 1) : a.size < b.size ? 1 : -1))
  return { agreements: rows.slice(0, AGREEMENTS_AT_MOST).map(({ row }) => row), moreAgreements: Math.max(0, rows.length - AGREEMENTS_AT_MOST) }
}

// -- in words ----------------------------------------------------------------------------------

type Moved = Awaited<ReturnType<typeof movesOf>>

function saysOf(learned: Awaited<ReturnType<typeof learnedBetween>>, flows: Moved['flows'], counts: ReturnType<typeof countChanges>, money: ReturnType<typeof moneyChanges>, against: Instant, question: Question): string[] {
  const isNow = question.knownAt >= EVERYTHING
  const between = isNow ? `since ${minuteText(against)}` : `between ${minuteText(against)} and ${minuteText(question.knownAt)}`
  const first = learnedInWords(learned, between)
  if (learned.length === 0) return [first]
  const moved = [...flowsInWords(flows.map(({ from, to, ...flow }) => ({ ...flow, from: from.says, to: to.says }))), ...figuresInWords(counts, money, isNow ? 'now' : 'then')]
  return moved.length === 0 ? [first, 'No figure of this period changed by it.'] : [first, ...moved]
}

/** "15 Nov 2026, 09:30 UTC"; the last moment of a day is that day. */
function minuteText(instant: Instant): string {
  const day = dayInWords(dayOf(instant))
  return (instant + 1) % MS_PER_DAY === 0 ? `the end of ${day}` : `${day}, ${instantText(instant).slice(11, 16)} UTC`
}

/** The window beside the one of the same length before it, both as known at the later time. */
async function windowBefore(workspace: Workspace, asked: Asked, window: { readonly [name: string]: string | undefined }, { from, to }: Question) {
  const earlier = { ...window, from: dayText(from - (to - from)), to: dayText(from) }
  const counts = countChanges(await countsOf(workspace, asked, earlier), await countsOf(workspace, asked, window))
  return { from: earlier.from, to: earlier.to, counts, says: windowsInWords(counts, to - from) }
}
