import { Type } from 'typebox'
import { type Day, dayOf, dayText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { accrualMinor, isPurchase } from '../roles/accrual.ts'
import { agreementsAccruing } from '../roles/customers.ts'
import type { Agreement, Payment } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { isExplained } from './money.ts'
import { partOf, paymentsWithin, signedMinor } from './money-payments.ts'
import { paidUntil } from './paid-before.ts'
import { startsOf } from './periods.ts'
import { answer, type Question, withCommon } from './question.ts'

/** Why money in differs from what was agreed: the parts add up to the difference. */
export const DIFFERENCE_PARTS = ['timing', 'paid-earlier', 'not-paid', 'purchase', 'without-agreement', 'not-accruing', 'other-currency', 'refund', 'unknown'] as const

const INPUT = withCommon({})
const OUTPUT = Type.Object({
  months: Type.Array(Type.Object({
    from: Type.String(), to: Type.String(),
    sums: Type.Array(Type.Object({ currency: Type.String(), in: Type.String(), explained: Type.String(), unknown: Type.String(), agreed: Type.String() })),
  }), { description: 'Calendar months, cut to the window. What is agreed is rounded in each month by itself, so the months may differ from the whole by some cents.' }),
  difference: Type.Array(Type.Object({
    currency: Type.String(), in: Type.String(), agreed: Type.String(), difference: Type.String({ description: 'in - agreed; the sum of the parts.' }),
    parts: Type.Array(Type.Object({
      part: Type.Union(DIFFERENCE_PARTS.map((part) => Type.Literal(part))), amount: Type.String(), paid: Type.String(), agreed: Type.String(), payments: Type.Integer(), agreements: Type.Integer(),
    })),
  })),
})

/** Money in beside money agreed, of all products. Cost grows with the payments, and with the seller's agreements times the months. */
export const moneyByMonth: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'money-by-month',
  summary: 'Money in beside money agreed, month by month, of all products; and why the two differ, in parts that add up to the difference.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const accruing = agreementsAccruing({ coverage: asked.view.coverage, product: null }, question.from, question.to)
    const payments = paymentsWithin(asked, question)
    return { months: monthsOf(question).map(([from, to]) => ({ from: dayText(from), to: dayText(to), sums: monthSums(asked, accruing, payments, from, to) })), difference: differences(asked, question, accruing, payments) }
  }),
}

function monthsOf(question: Question): [Day, Day][] {
  const starts = startsOf(question, 'month')
  return starts.map((start, place) => [start, starts[place + 1] ?? question.to])
}

interface Sum { in: bigint; explained: bigint; agreed: bigint }

function monthSums(asked: Asked, accruing: readonly Agreement[], payments: readonly Payment[], from: Day, to: Day) {
  const sums = new Map<string, Sum>()
  const sumOf = (currency: string): Sum => {
    const sum = sums.get(currency) ?? { in: 0n, explained: 0n, agreed: 0n }
    sums.set(currency, sum)
    return sum
  }
  for (const payment of payments) {
    const day = dayOf(payment.line.at)
    if (day < from || day >= to) continue
    const sum = sumOf(payment.line.currency)
    sum.in += signedMinor(payment)
    if (isExplained(asked.view.coverage, payment)) sum.explained += signedMinor(payment)
  }
  for (const agreement of accruing) sumOf(agreement.currency ?? '').agreed += accrualMinor(agreement, from, to)
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => ({
    currency, in: amountText(sum.in, currency), explained: amountText(sum.explained, currency), unknown: amountText(sum.in - sum.explained, currency), agreed: amountText(sum.agreed, currency),
  }))
}

interface Part { paid: bigint; agreed: bigint; payments: number; readonly agreements: Set<string> }

/**
 * Each payment, and each day that an agreement accrues, falls into exactly one part. Of an agreement without a payment in the window, the days that an earlier payment pays are `paid-earlier`, the others `not-paid`.
 */
function differences(asked: Asked, question: Question, accruing: readonly Agreement[], payments: readonly Payment[]) {
  const byCurrency = new Map<string, Map<string, Part>>()
  const part = (currency: string, name: (typeof DIFFERENCE_PARTS)[number]): Part => {
    const parts = byCurrency.get(currency) ?? new Map<string, Part>()
    byCurrency.set(currency, parts)
    const found = parts.get(name) ?? { paid: 0n, agreed: 0n, payments: 0, agreements: new Set<string>() }
    parts.set(name, found)
    return found
  }
  const paid = new Set<string>()
  for (const payment of payments) {
    const name = partOf(asked, question, payment)
    const sum = part(payment.line.currency, name)
    sum.paid += signedMinor(payment)
    sum.payments += 1
    if (name !== 'timing' && name !== 'purchase' && name !== 'not-accruing') continue
    sum.agreements.add(payment.line.agreement as string)
    if (name === 'timing') paid.add(payment.line.agreement as string)
  }
  const agree = (agreement: Agreement, name: (typeof DIFFERENCE_PARTS)[number], minor: bigint): void => {
    const sum = part(agreement.currency ?? '', name)
    sum.agreed += minor
    sum.agreements.add(agreement.key)
  }
  const unpaid = accruing.filter((agreement) => !isPurchase(agreement) && !paid.has(agreement.key))
  const until = paidUntil(asked, question, unpaid)
  for (const agreement of accruing) {
    const agreed = accrualMinor(agreement, question.from, question.to)
    const end = until.get(agreement)
    const earlier = end === undefined ? 0n : accrualMinor(agreement, question.from, Math.min(end, question.to))
    if (end !== undefined) agree(agreement, 'paid-earlier', earlier)
    if (end === undefined || agreed > earlier) agree(agreement, isPurchase(agreement) ? 'purchase' : paid.has(agreement.key) ? 'timing' : 'not-paid', agreed - earlier)
  }
  return [...byCurrency].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, parts]) => {
    const all = [...parts.values()]
    const [moneyIn, agreed] = [all.reduce((sum, one) => sum + one.paid, 0n), all.reduce((sum, one) => sum + one.agreed, 0n)]
    return {
      currency, in: amountText(moneyIn, currency), agreed: amountText(agreed, currency), difference: amountText(moneyIn - agreed, currency),
      parts: DIFFERENCE_PARTS.flatMap((name) => {
        const one = parts.get(name)
        return one === undefined ? [] : [{ part: name, amount: amountText(one.paid - one.agreed, currency), paid: amountText(one.paid, currency), agreed: amountText(one.agreed, currency), payments: one.payments, agreements: one.agreements.size }]
      }),
    }
  })
}
