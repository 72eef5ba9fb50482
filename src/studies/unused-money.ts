import { Type } from 'typebox'
import { ALWAYS, type Day, dayText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import { decidersWithin } from '../roles/customers.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { type LastUse, lastUses, moneyOfAgreements, SUMS_TOGETHER, sumsByCurrency, sumsTogether } from './agreement-money.ts'
import { dayOfKnowing } from './agreements-rows.ts'
import { kept } from './kept-answers.ts'
import { limitFrom, page, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { TOGETHER_IN, together, togetherOf } from './together.ts'

const NULLABLE_TEXT = Type.Union([Type.String(), Type.Null()])
const SUMS = { currency: Type.String(), accrued: Type.String(), used: Type.String(), unused: Type.String() }
const INPUT = withCommon({
  currency: TOGETHER_IN,
  of: Type.Optional(Type.String({ description: 'Only agreements in this currency.' })),
  near: Type.Optional(Type.String({ description: 'Days: only agreements with unused money, those that renew within so many days first, then those of as many days after, and so on; within these the largest amount first. Absent: all, by currency, most unused first.' })),
  ...PAGING,
})
const OUTPUT = Type.Object({
  agreements: Type.Array(Type.Object({
    agreement: Type.String(), name: NULLABLE_TEXT, product: Type.String(), buyer: PARTY, payer: PARTY, ...SUMS,
    users: Type.Integer(), usageDays: Type.Integer(), seats: Type.Union([Type.Integer(), Type.Null()]), seatsUsed: Type.Union([Type.Integer(), Type.Null()]),
    lastUse: NULLABLE_TEXT, lastUser: Type.Union([PARTY, Type.Null()]), renews: NULLABLE_TEXT, deciders: Type.Array(PARTY),
  })),
  total: Type.Integer({ description: 'Agreements on all pages.' }),
  totals: Type.Array(Type.Object(SUMS), { description: 'Over all agreements, whatever `of` and `near` leave out.' }),
  together: togetherOf(SUMS_TOGETHER),
  next: NULLABLE_TEXT,
})

/** Which money has no user behind it? Cost grows with the seller's agreements and with all use before the window's end. */
export const unusedMoney: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'unused-money',
  summary: 'Which money has no user behind it: agreements with what they accrue, what of it is used, by how many, and who decides.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const near = input.near === undefined ? null : limitFrom(input.near, 1, 'near')
    const today = dayOfKnowing(question, workspace.now())
    const monies = await kept(asked, 'unused-money of all', [question], async () => (await moneyOfAgreements(asked, question)).toSorted(mostUnused), 2)
    const wanted = input.of === undefined ? monies : monies.filter(({ agreement }) => agreement.currency === input.of)
    const { rows, next } = page(near === null ? wanted : byRenewal(wanted, today, near), input)
    const last = await lastUses(asked, question, rows.map(({ agreement }) => agreement.number), ALWAYS)
    return { agreements: rows.map((money) => rowOf(asked, question, money, last.get(money.agreement.number))), total: near === null ? wanted.length : wanted.filter(hasUnused).length, totals: sumsByCurrency(monies), ...together(asked, question, input.currency, (inOne) => sumsTogether(monies, inOne)), next }
  }, input.limit === undefined ? undefined : 'unused-money'),
}

function mostUnused(a: AgreementMoney, b: AgreementMoney): number {
  return order(a.agreement.currency ?? '', b.agreement.currency ?? '') || order(b.unused, a.unused) || order(a.agreement.key, b.agreement.key)
}

function hasUnused({ unused }: AgreementMoney): boolean {
  return unused > 0n
}

/** With unused money: by how many steps of so many days ahead the next renewal lies, those with none to come last; then by amount, whatever the currency. */
function byRenewal(monies: readonly AgreementMoney[], today: Day, step: number): readonly AgreementMoney[] {
  const steps = ({ renews }: AgreementMoney['agreement']): number => (renews === null || renews < today ? Number.POSITIVE_INFINITY : Math.floor((renews - today) / step))
  const placed = monies.filter(hasUnused).map((money) => ({ money, steps: steps(money.agreement), amount: Number(amountText(money.unused, money.agreement.currency ?? '')) }))
  return placed.sort((a, b) => order(a.steps, b.steps) || b.amount - a.amount).map(({ money }) => money)
}

function rowOf(asked: Asked, question: Question, money: AgreementMoney, last: LastUse | undefined) {
  const { world, coverage } = asked.view
  const { agreement } = money
  const currency = agreement.currency ?? ''
  const buyer = world.party(agreement.buyer)
  return {
    agreement: agreement.key,
    name: agreement.name,
    product: agreement.product,
    buyer: partyShape(world, buyer),
    payer: partyShape(world, world.party(world.payerOf(agreement))),
    currency,
    accrued: amountText(money.accrued, currency),
    used: amountText(money.used, currency),
    unused: amountText(money.unused, currency),
    users: money.users.length,
    usageDays: money.users.reduce((sum, user) => sum + user.usageDays, 0),
    seats: agreement.seats,
    seatsUsed: money.seatsUsed,
    lastUse: last ? dayText(last.day) : null,
    lastUser: last ? partyShape(world, last.party) : null,
    renews: agreement.renews === null ? null : dayText(agreement.renews),
    deciders: [...decidersWithin(coverage, buyer, lastDay(question), question.to)].sort((a, b) => order(smallestIdentifier(world, a), smallestIdentifier(world, b))).map((decider) => partyShape(world, decider)),
  }
}

function lastDay(question: Question): Day {
  return question.to - 1
}
