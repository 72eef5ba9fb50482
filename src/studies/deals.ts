import { Type } from 'typebox'
import { calendarDate, type Day, dayOfDate, dayText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import type { DealLine } from '../evidence/line.ts'
import { isLeftOut } from '../roles/customers.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { wilson } from './statistics.ts'

const STAGES = ['won', 'lost', 'open'] as const
const QUARTERS_AT_MOST = 80
const INPUT = withCommon({ stage: Type.Optional(Type.String({ enum: [...STAGES], description: 'List only deals of this stage at the end of the window.' })), ...PAGING })
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const DAYS = Type.Object({ n: Type.Integer({ description: 'Deals whose day of opening is known.' }), mean: NUMBER, median: NUMBER, quartile1: NUMBER, quartile3: NUMBER })
const SUMS = Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))
const OUTPUT = Type.Object({
  won: Type.Integer({ description: 'Won in the window, by the day of closing.' }), lost: Type.Integer(), open: Type.Integer({ description: 'Opened before the end of the window and not closed by then.' }),
  openWithoutDay: Type.Integer({ description: 'Deals that are open and do not say since when: in no other figure.' }),
  winRate: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
  days: Type.Object({ won: DAYS, lost: DAYS }),
  quarters: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), won: Type.Integer(), lost: Type.Integer(), amounts: SUMS })),
  deals: Type.Array(Type.Object({
    key: Type.String(), source: Type.String(), name: NULLABLE, stage: Type.Union(STAGES.map((stage) => Type.Literal(stage))), buyer: Type.Union([PARTY, Type.Null()]), product: NULLABLE,
    opened: NULLABLE, closed: NULLABLE, days: Type.Union([Type.Integer(), Type.Null()]), amount: NULLABLE, currency: NULLABLE, agreement: NULLABLE,
  })),
  total: Type.Integer(), next: NULLABLE,
})

interface Deal {
  readonly line: DealLine
  readonly buyer: number
  /** As of the end of the window: what was closed later is still open then. */
  readonly stage: (typeof STAGES)[number]
}

/** How do sales that were tried end, and how long do they take? Amounts are hopes and agreements, no money. Cost grows with the deals. */
export const deals: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'deals',
  summary: 'Deals won and lost in the window and open at its end: win rate with its interval, days from opening to closing, by quarter, and the deals themselves.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const found = dealsOf(asked, question)
    const of = (stage: Deal['stage']): Deal[] => found.filter((deal) => deal.stage === stage)
    const [won, lost, open] = [of('won'), of('lost'), of('open')]
    const closed = won.length + lost.length
    const tooFew = closed < asked.settings.thresholds.fewestPeople
    const { low, high } = tooFew ? { low: null, high: null } : wilson(won.length, closed)
    const listed = found.filter(({ stage }) => input.stage === undefined || stage === input.stage)
    const { rows, next } = page(listed, input)
    return {
      won: won.length, lost: lost.length, open: open.length, openWithoutDay: openWithoutDay(asked, question), winRate: tooFew ? null : won.length / closed, low, high, tooFew,
      days: { won: daysOf(won), lost: daysOf(lost) }, quarters: quartersOf([...won, ...lost], question),
      deals: rows.map((deal) => shapeOf(asked, deal)), total: listed.length, next,
    }
  }, 'deals'),
}

function soldInView({ view: { world, coverage } }: Asked, { product }: Question) {
  const fundedBy = product === null ? null : (world.products.get(product)?.fundedBy ?? null)
  return coverage.seller === 0 ? [] : [...world.deals.values()].filter(({ line, seller }) => world.party(seller) === coverage.seller && (product === null || line.product === null || line.product === product || line.product === fundedBy))
}

/** By day of closing, what is open by day of opening; then by source and key. */
function dealsOf(asked: Asked, question: Question): Deal[] {
  const { world, coverage } = asked.view
  const found: Deal[] = []
  for (const { line, buyer: identifier } of soldInView(asked, question)) {
    const buyer = world.party(identifier)
    if (buyer !== 0 && isLeftOut(coverage, buyer, question.from, question.to, question.staff)) continue
    const closed = line.stage === 'open' ? null : line.closed
    if (closed !== null && closed >= question.from && closed < question.to) found.push({ line, buyer, stage: line.stage })
    else if (line.opened !== null && line.opened < question.to && (closed === null || closed >= question.to)) found.push({ line, buyer, stage: 'open' })
  }
  const dayOf = ({ line, stage }: Deal): Day => (stage === 'open' ? line.opened : line.closed) ?? 0
  return found.sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || dayOf(a) - dayOf(b) || order(a.line.source, b.line.source) || order(a.line.key, b.line.key))
}

function openWithoutDay(asked: Asked, question: Question): number {
  return soldInView(asked, question).filter(({ line }) => line.stage === 'open' && line.opened === null).length
}

/** Days from opening to closing. The median of an even number is the mean of the two in the middle, as everybody has it. */
function daysOf(closed: readonly Deal[]) {
  const days = closed.flatMap(({ line: { opened, closed: at } }) => (opened === null || at === null ? [] : [at - opened])).sort((a, b) => a - b)
  const n = days.length
  const rank = (share: number): number | null => days[Math.ceil(share * n) - 1] ?? null
  const median = n === 0 ? null : ((days[Math.floor((n - 1) / 2)] as number) + (days[Math.floor(n / 2)] as number)) / 2
  return { n, mean: n === 0 ? null : days.reduce((sum, one) => sum + one, 0) / n, median, quartile1: rank(0.25), quartile3: rank(0.75) }
}

function quartersOf(closed: readonly Deal[], { from, to }: Question) {
  const quarters: { from: Day; to: Day; deals: Deal[] }[] = []
  const first = closed.reduce((least, { line }) => Math.min(least, line.closed ?? to), to)
  const last = closed.reduce((most, { line }) => Math.max(most, line.closed ?? 0), 0)
  for (let day = Math.max(from, quarterBegin(first)); day <= last && day < to; ) {
    const next = Math.min(to, quarterBegin(day, 1))
    if (quarters.length === QUARTERS_AT_MOST) throw new Refusal('bad-parameter', `The window has deals over more than ${QUARTERS_AT_MOST} quarters. Ask for a shorter one.`, { parameter: 'from' })
    quarters.push({ from: day, to: next, deals: [] })
    day = next
  }
  for (const deal of closed) quarters.find(({ from, to }) => from <= (deal.line.closed as Day) && (deal.line.closed as Day) < to)?.deals.push(deal)
  return quarters.map(({ from, to, deals }) => {
    const won = deals.filter(({ stage }) => stage === 'won')
    return { from: dayText(from), to: dayText(to), won: won.length, lost: deals.length - won.length, amounts: sumsOf(won) }
  })
}

/** The first day of the calendar quarter of a day, or of one that comes later. */
export function quarterBegin(day: Day, later = 0): Day {
  const { year, month } = calendarDate(day)
  return dayOfDate(year, (Math.floor((month - 1) / 3) + later) * 3 + 1)
}

function sumsOf(won: readonly Deal[]) {
  const sums = new Map<string, bigint>()
  for (const { line: { amountMinor, currency } } of won) if (amountMinor !== null && currency !== null) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor))
  return [...sums].sort(([a], [b]) => order(a, b)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

function shapeOf({ view: { world } }: Asked, { line, buyer, stage }: Deal) {
  const { key, source, name, product, opened, amountMinor, currency } = line
  const closed = stage === 'open' ? null : line.closed
  return {
    key, source, name, stage, buyer: buyer === 0 ? null : partyShape(world, buyer), product, opened: opened === null ? null : dayText(opened), closed: closed === null ? null : dayText(closed),
    days: opened === null || closed === null ? null : closed - opened, amount: amountMinor === null || currency === null ? null : amountText(amountMinor, currency), currency, agreement: stage === 'won' ? line.agreement : null,
  }
}
