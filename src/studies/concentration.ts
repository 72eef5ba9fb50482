import { Type } from 'typebox'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { accrualMinor } from '../roles/accrual.ts'
import { agreementsAccruing, isLeftOut } from '../roles/customers.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { visitCells } from './flow-cells.ts'
import { limitFrom } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { counts, readerOf, useOfPopulation } from './population.ts'
import { answer, type Question, withCommon } from './question.ts'
import { TOGETHER_IN, type Together, together, togetherOf } from './together.ts'
import { WHERE, type Where, whereFrom } from './where.ts'

const TOP = 10
const POINTS_AT_MOST = 100
const SHARE = Type.Union([Type.Number(), Type.Null()])
const INPUT = withCommon({
  where: WHERE,
  currency: TOGETHER_IN,
  limit: Type.Optional(Type.String({ description: `Parties listed of each, the largest first; absent: ${TOP}.` })),
})
const SPREAD = {
  parties: Type.Integer(),
  total: Type.String({ description: 'Of all these parties: an amount of the currency, or usage days.' }),
  without: Type.String({ description: 'What has no such party: use that nobody pays, or in no organization; and what a payer pays who is staff on any day of the window. It is not in the total.' }),
  top: Type.Array(Type.Object({ party: PARTY, amount: Type.String(), share: Type.Number(), cumulative: Type.Number() })),
  top1: SHARE, top10: SHARE,
  half: Type.Integer({ description: 'How few parties make half of the total.' }),
  effective: Type.Union([Type.Number(), Type.Null()], { description: 'As many parties of equal size would be as concentrated: 1 over the sum of the squared shares.' }),
  lorenz: Type.Array(Type.Array(Type.Number()), { description: 'From the smallest: share of the parties, share of the total.' }),
}
const OUTPUT = Type.Object({
  of: Type.Array(Type.Object({
    measure: Type.Union([Type.Literal('money'), Type.Literal('usageDays')]),
    side: Type.Union([Type.Literal('payer'), Type.Literal('organization')]),
    currency: Type.Union([Type.String(), Type.Null()]),
    ...SPREAD,
  })),
  together: togetherOf({ money: Type.Union([Type.Object(SPREAD), Type.Null()], { description: 'Money by payer, of all currencies.' }) }),
})

/** How much hangs on how few? Cost: grows with the seller's agreements and the usage days of the window. */
export const concentration: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'concentration',
  summary: 'How much money and use hangs on how few: accrued money by payer, usage days by payer and by organization. With `where`, of the users that fit: their usage days, and the used money that is allocated to them.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit, TOP)
    const where = whereFrom(input.where)
    const rows = (await useOfPopulation(asked, question, where)).filter(counts(question))
    const shape = { asked, limit }
    const found = where.length === 0 ? moneyByPayer(asked, question) : await moneyOfFitting(asked, question, where)
    const byPayer = new Map([...found].map(([currency, amounts]) => [currency, withoutStaff(asked, question, amounts)]))
    const money = [...byPayer].sort(([a], [b]) => order(a, b))
      .map(([currency, amounts]) => ({ measure: 'money', side: 'payer', currency, ...spreadOf(shape, amounts, (minor) => amountText(minor, currency)) }))
    const use = (['payer', 'organization'] as const).map((side) => {
      const reader = readerOf(asked, question, side)
      const days = new Map<number, bigint>()
      for (const row of rows) days.set(reader.of(row) as number, (days.get(reader.of(row) as number) ?? 0n) + BigInt(row.usage_days))
      return { measure: 'usageDays', side, currency: null, ...spreadOf(shape, side === 'payer' ? withoutStaff(asked, question, days) : days, String) }
    })
    return { of: [...money, ...use], ...together(asked, question, input.currency, (inOne) => ({ money: spreadTogether(shape, byPayer, inOne) })) }
  }),
}

/** What accrues in the window, by who pays the agreement; who pays nothing is none. */
function moneyByPayer({ view: { world, coverage } }: Asked, { product, from, to }: Question): Map<string, Map<number, bigint>> {
  const found = new Map<string, Map<number, bigint>>()
  for (const agreement of agreementsAccruing({ coverage, product }, from, to)) {
    const accrued = accrualMinor(agreement, from, to)
    if (accrued === 0n) continue
    const amounts = found.get(agreement.currency ?? '') ?? new Map<number, bigint>()
    found.set(agreement.currency ?? '', amounts)
    const payer = world.party(world.payerOf(agreement))
    amounts.set(payer, (amounts.get(payer) ?? 0n) + accrued)
  }
  return found
}

/** What is allocated to the users that fit, by who pays for it. Cost: as flows. */
async function moneyOfFitting(asked: Asked, question: Question, where: Where): Promise<Map<string, Map<number, bigint>>> {
  const found = new Map<string, Map<number, bigint>>()
  await visitCells(asked, question, { by: readerOf(asked, question, 'partyKind'), where, money: true }, {
    use: () => undefined,
    leftOut: () => undefined,
    money: (party, cell, currency, amount) => {
      const amounts = found.get(currency) ?? new Map<number, bigint>()
      found.set(currency, amounts)
      const payer = cell.payer || party
      amounts.set(payer, (amounts.get(payer) ?? 0n) + amount)
    },
  })
  return found
}

/** Who is staff on any day of the window is no payer, as in overlap: what they pay is put under 0. */
function withoutStaff({ view: { coverage } }: Asked, { from, to, staff }: Question, amounts: ReadonlyMap<number, bigint>): Map<number, bigint> {
  const found = new Map<number, bigint>()
  for (const [payer, amount] of amounts) {
    const key = payer !== 0 && isLeftOut(coverage, payer, from, to, staff) ? 0 : payer
    found.set(key, (found.get(key) ?? 0n) + amount)
  }
  return found
}

/** The same over all currencies: exact in fractions of the smallest unit, so that shares are of unrounded amounts. */
function spreadTogether(shape: Parameters<typeof spreadOf>[0], byPayer: ReadonlyMap<string, ReadonlyMap<number, bigint>>, inOne: Together) {
  const worth = inOne.worth(byPayer.keys())
  if (worth === null) return null
  const amounts = new Map<number, bigint>()
  for (const [currency, ofCurrency] of byPayer) for (const [payer, minor] of ofCurrency) amounts.set(payer, (amounts.get(payer) ?? 0n) + minor * (worth.overs.get(currency) ?? 0n))
  return spreadOf(shape, amounts, (over) => inOne.text({ over, under: worth.under }))
}

/** How amounts are spread over parties, what is under 0 beside them, exact sums in whole units; shares are rounded numbers only where they are shown. */
function spreadOf({ asked: { view: { world } }, limit }: { readonly asked: Asked; readonly limit: number }, amounts: ReadonlyMap<number, bigint>, text: (amount: bigint) => string) {
  const without = amounts.get(0) ?? 0n
  const sorted = [...amounts].filter(([party]) => party !== 0).sort(([, a], [, b]) => (a === b ? 0 : a > b ? -1 : 1))
  const total = sorted.reduce((sum, [, amount]) => sum + amount, 0n)
  const share = (amount: bigint): number => Number(amount) / Number(total)
  const upTo: bigint[] = []
  for (const [place, [, amount]] of sorted.entries()) upTo.push((upTo[place - 1] ?? 0n) + amount)
  const largest = withNames(sorted, limit, (party) => smallestIdentifier(world, party))
  return {
    parties: sorted.length,
    total: text(total),
    without: text(without),
    top: largest.map(([party, amount], place) => ({ party: partyShape(world, party), amount: text(amount), share: share(amount), cumulative: share(upTo[place] ?? 0n) })),
    top1: total === 0n ? null : share(upTo[0] ?? 0n),
    top10: total === 0n ? null : share(upTo[Math.min(10, sorted.length) - 1] ?? 0n),
    half: total === 0n ? 0 : upTo.findIndex((sum) => 2n * sum >= total) + 1,
    effective: total === 0n ? null : 1 / sorted.reduce((sum, [, amount]) => sum + share(amount) ** 2, 0),
    lorenz: total === 0n ? [] : lorenzOf(upTo.map((sum) => share(total - sum))),
  }
}

/** The largest, those of equal size by name; only they are named. */
function withNames(sorted: readonly (readonly [number, bigint])[], limit: number, name: (party: number) => string): readonly (readonly [number, bigint])[] {
  const least = sorted[Math.min(limit, sorted.length) - 1]?.[1] ?? 0n
  const named = sorted.filter(([, amount]) => amount >= least).map(([party, amount]) => ({ party, amount, name: name(party) }))
  named.sort((a, b) => (a.amount === b.amount ? order(a.name, b.name) : a.amount > b.amount ? -1 : 1))
  return named.slice(0, limit).map(({ party, amount }) => [party, amount])
}

/** From the smallest party on: `rest` is the share of all but the n + 1 largest. Evenly spread over the parties, ends included. */
function lorenzOf(rest: readonly number[]): [number, number][] {
  const parties = rest.length
  const steps = Math.min(parties, POINTS_AT_MOST - 1)
  return Array.from({ length: steps + 1 }, (_, step): [number, number] => {
    const smallest = Math.round((step * parties) / steps)
    return [smallest / parties, smallest === parties ? 1 : (rest[parties - smallest - 1] as number)]
  })
}
