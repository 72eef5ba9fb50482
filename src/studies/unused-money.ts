import { Type } from 'typebox'
import { ALWAYS, type Day, dayText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import { decidersWithin } from '../roles/customers.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { type LastUse, lastUses, moneyOfAgreements, SUMS_TOGETHER, sumsByCurrency, sumsTogether } from './agreement-money.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { TOGETHER_IN, together, togetherOf } from './together.ts'

const NULLABLE_TEXT = Type.Union([Type.String(), Type.Null()])
const SUMS = { currency: Type.String(), accrued: Type.String(), used: Type.String(), unused: Type.String() }
const INPUT = withCommon({ currency: TOGETHER_IN, ...PAGING })
const OUTPUT = Type.Object({
  agreements: Type.Array(Type.Object({
    agreement: Type.String(), name: NULLABLE_TEXT, product: Type.String(), buyer: PARTY, payer: PARTY, ...SUMS,
    users: Type.Integer(), usageDays: Type.Integer(), seats: Type.Union([Type.Integer(), Type.Null()]), seatsUsed: Type.Union([Type.Integer(), Type.Null()]),
    lastUse: NULLABLE_TEXT, lastUser: Type.Union([PARTY, Type.Null()]), renews: NULLABLE_TEXT, deciders: Type.Array(PARTY),
  })),
  totals: Type.Array(Type.Object(SUMS)),
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
    const monies = (await moneyOfAgreements(asked, question)).toSorted((a, b) => order(a.agreement.currency ?? '', b.agreement.currency ?? '') || order(b.unused, a.unused) || order(a.agreement.key, b.agreement.key))
    const { rows, next } = page(monies, input)
    const last = await lastUses(asked, question, rows.map(({ agreement }) => agreement.number), ALWAYS)
    return { agreements: rows.map((money) => rowOf(asked, question, money, last.get(money.agreement.number))), totals: sumsByCurrency(monies), ...together(asked, question, input.currency, (inOne) => sumsTogether(monies, inOne)), next }
  }, input.limit === undefined ? undefined : 'unused-money'),
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
    deciders: [...decidersWithin(coverage, buyer, lastDay(question), question.to)].map((decider) => partyShape(world, decider)),
  }
}

function lastDay(question: Question): Day {
  return question.to - 1
}
