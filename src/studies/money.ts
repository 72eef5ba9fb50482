import { Type } from 'typebox'
import { dayOf } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import type { Coverage } from '../roles/cover.ts'
import type { Payment } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { moneyOfAgreements, SUMS_TOGETHER, sumsByCurrency, sumsTogether } from './agreement-money.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { ABOUT, TOGETHER_IN, together, togetherOf } from './together.ts'

const INPUT = withCommon({
  currency: TOGETHER_IN,
  detail: Type.Optional(Type.String({ enum: ['allocation'], description: '`allocation` adds what each user stands for.' })),
})
const SHARE = Type.Union([Type.Number(), Type.Null()])
const OUTPUT = Type.Object({
  sources: Type.Array(Type.Object({ source: Type.String(), currency: Type.String(), in: Type.String(), explained: Type.String(), unknown: Type.String() })),
  agreements: Type.Array(Type.Object({ currency: Type.String(), accrued: Type.String(), used: Type.String(), unused: Type.String() })),
  allocation: Type.Optional(Type.Array(Type.Object({ agreement: Type.String(), party: PARTY, currency: Type.String(), amount: Type.String() }))),
  coverage: Type.Object({ moneyWithUse: SHARE, useWithKnownPayer: SHARE }),
  together: togetherOf({ in: ABOUT, explained: ABOUT, unknown: ABOUT, ...SUMS_TOGETHER }),
})

/** Does it add up? Cost grows with the payments, the seller's agreements, and the usage days of the window. */
export const money: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'money',
  summary: 'Does it add up: money in is explained or named unknown, money accrued is used or unused, to the minor unit.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const monies = await moneyOfAgreements(asked, question)
    const allocation = input.detail === 'allocation' ? { allocation: allocationOf(asked, monies) } : {}
    return { sources: sourcesOf(asked, question), agreements: sumsByCurrency(monies), ...allocation, coverage: await coverageOf(asked, question, monies), ...inOneCurrency(asked, question, input.currency, monies) }
  }, input.detail === undefined ? 'money' : undefined),
}

function inOneCurrency(asked: Asked, question: Question, currency: string | undefined, monies: Awaited<ReturnType<typeof moneyOfAgreements>>) {
  return together(asked, question, currency, (inOne) => {
    const sources = paymentsOf(asked.view.coverage, question)
    const about = (amount: (sum: MoneyOfSource) => bigint) => inOne.about(sources.map((sum) => [sum.currency, amount(sum)]))
    return { in: about((sum) => sum.in), explained: about((sum) => sum.explained), unknown: about((sum) => sum.in - sum.explained), ...sumsTogether(monies, inOne) }
  })
}

function allocationOf(asked: Asked, monies: Awaited<ReturnType<typeof moneyOfAgreements>>) {
  const rows = monies.flatMap(({ agreement, users }) => users.map(({ party, amount }) => ({ agreement, party, amount })))
  return rows.sort((a, b) => (a.agreement.key < b.agreement.key ? -1 : a.agreement.key > b.agreement.key ? 1 : 0))
    .map(({ agreement, party, amount }) => ({ agreement: agreement.key, party: partyShape(asked.view.world, party), currency: agreement.currency ?? '', amount: amountText(amount, agreement.currency ?? '') }))
}

export interface MoneyOfSource {
  readonly source: string
  readonly currency: string
  readonly in: bigint
  readonly explained: bigint
}

/** Payments to the seller in view, per source and currency, in minor units. Refunds and credits count negative. The product does not matter, or it would not add up to the source. */
export function paymentsOf(coverage: Coverage, question: Question): MoneyOfSource[] {
  const { world } = coverage
  const sums = new Map<string, MoneyOfSource>()
  for (const payment of world.payments.values()) {
    const { line } = payment
    const day = dayOf(line.at)
    if (day < question.from || day >= question.to || world.party(payment.seller) !== coverage.seller) continue
    const name = `${line.source}\0${line.currency}`
    const sum = sums.get(name) ?? { source: line.source, currency: line.currency, in: 0n, explained: 0n }
    const amount = line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor)
    sums.set(name, { ...sum, in: sum.in + amount, explained: sum.explained + (isExplained(coverage, payment) ? amount : 0n) })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

function sourcesOf(asked: Asked, question: Question) {
  return paymentsOf(asked.view.coverage, question).map((sum) => ({
    source: sum.source, currency: sum.currency, in: amountText(sum.in, sum.currency), explained: amountText(sum.explained, sum.currency), unknown: amountText(sum.in - sum.explained, sum.currency),
  }))
}

/** Its agreement is known and sold by the seller in view; or its payer is known, and buys or pays any agreement sold by it, at any time. */
export function isExplained(coverage: Coverage, payment: Payment): boolean {
  const { world } = coverage
  const agreement = payment.line.agreement === null ? undefined : world.agreements.get(payment.line.agreement)
  if (agreement && world.party(agreement.seller) === coverage.seller) return true
  if (payment.payer === 0) return false
  const payer = world.party(payment.payer)
  return world.isKnown(payer) && payersAndBuyers(coverage).has(payer)
}

const known = new WeakMap<object, Set<number>>()

/** Everyone who buys or pays an agreement sold by the seller in view, at any time; worked out once per graph. */
function payersAndBuyers(coverage: Coverage): Set<number> {
  const { world } = coverage
  const before = known.get(coverage)
  if (before) return before
  const parties = new Set<number>()
  for (const agreement of coverage.seller === 0 ? [] : world.allOf(world.agreementsOfSeller, coverage.seller)) parties.add(world.party(agreement.buyer)).add(world.party(world.payerOf(agreement)))
  known.set(coverage, parties)
  return parties
}

async function coverageOf(asked: Asked, question: Question, monies: Awaited<ReturnType<typeof moneyOfAgreements>>) {
  const currencies = new Set(monies.map(({ agreement }) => agreement.currency))
  const accrued = monies.reduce((sum, { accrued: amount }) => sum + amount, 0n)
  const used = monies.reduce((sum, { used: amount }) => sum + amount, 0n)
  const rows = await asked.db.rows<{ what: string; kind: number; n: number }>(sql('payers-of-use'), { ...usageParameters(asked, question), starts: [question.from] })
  const days = (kinds: (kind: number) => boolean): number => rows.filter((row) => row.what === 'days' && kinds(row.kind)).reduce((sum, row) => sum + row.n, 0)
  const all = days(() => true)
  return {
    moneyWithUse: currencies.size === 1 && accrued > 0n ? Number(used) / Number(accrued) : null,
    useWithKnownPayer: all === 0 ? null : days((kind) => kind <= 3) / all,
  }
}
