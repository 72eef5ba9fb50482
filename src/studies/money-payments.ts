import { Type } from 'typebox'
import { dayOf, instantText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { accrues, isPurchase } from '../roles/accrual.ts'
import type { Payment } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { whyUnknown } from './import-reconciliation.ts'
import { isExplained } from './money.ts'
import { page, PAGING } from './paging.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'

/** Into which part of the difference between money in and money agreed a payment falls; the first that holds. */
export const PAYMENT_PARTS = ['refund', 'unknown', 'without-agreement', 'other-currency', 'purchase', 'not-accruing', 'timing'] as const
export type PaymentPart = (typeof PAYMENT_PARTS)[number]

/** Payments to the seller in view in the window, of all products: only so they add up to what the sources tell. */
export function paymentsWithin(asked: Asked, { from, to }: Question): Payment[] {
  const { world, seller } = asked.view.coverage
  return [...world.payments.values()].filter((payment) => {
    const day = dayOf(payment.line.at)
    return from <= day && day < to && world.party(payment.seller) === seller
  })
}

/** Refunds and credits count negative. */
export function signedMinor({ line }: Payment): bigint {
  return line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor)
}

export function partOf(asked: Asked, question: Question, payment: Payment): PaymentPart {
  const { world, coverage } = asked.view
  const { line } = payment
  if (!isExplained(coverage, payment)) return 'unknown'
  if (line.kind !== 'charge') return 'refund'
  const agreement = line.agreement === null ? undefined : world.agreements.get(line.agreement)
  if (!agreement || world.party(agreement.seller) !== coverage.seller) return 'without-agreement'
  if (agreement.currency !== null && agreement.currency !== line.currency) return 'other-currency'
  if (isPurchase(agreement)) return 'purchase'
  return accrues(agreement, question.from, question.to) ? 'timing' : 'not-accruing'
}

/** By currency, then the largest first, whichever way it went; then time and key. */
export function largestFirst(a: Payment, b: Payment): number {
  return order(a.line.currency, b.line.currency) || b.line.amountMinor - a.line.amountMinor || a.line.at - b.line.at || order(a.line.source, b.line.source) || order(a.line.key, b.line.key)
}

const NULLABLE = Type.Union([Type.String(), Type.Null()])
export const PAYMENT_ROW = {
  payment: Type.String({ description: 'Its key in the source.' }), source: Type.String(), kind: Type.String(), amount: Type.String({ description: 'Refunds and credits are negative.' }), currency: Type.String(), at: Type.String(),
  payer: Type.Union([PARTY, Type.Null()]), agreement: NULLABLE, product: NULLABLE,
  byHand: Type.Boolean({ description: 'Somebody said by hand what it is for, or who paid it.' }),
  why: Type.String({ description: 'Why it counts as explained or unknown, in words.' }),
}
const INPUT = withCommon({
  source: Type.Optional(Type.String({ description: 'Only payments that this source told.' })),
  currency: Type.Optional(Type.String({ description: 'Only payments in this currency.' })),
  state: Type.Optional(Type.String({ enum: ['explained', 'unknown'], description: 'Only what is explained, or what is unknown.' })),
  part: Type.Optional(Type.String({ enum: [...PAYMENT_PARTS], description: 'Only the payments of this part of the difference that money-by-month tells.' })),
  ...PAGING,
})
const OUTPUT = Type.Object({
  payments: Type.Array(Type.Object({ ...PAYMENT_ROW, state: Type.Union([Type.Literal('explained'), Type.Literal('unknown')]), part: Type.Union(PAYMENT_PARTS.map((part) => Type.Literal(part))) })),
  total: Type.Integer(),
  sums: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'Over all pages.' }),
  next: NULLABLE,
})

/** The rows behind the sums of `money`. Cost grows with the payments. */
export const payments: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'payments',
  summary: 'The payments of the window, largest first: explained or unknown, and why. The rows behind what money says of its sources.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { coverage } = asked.view
    const found = paymentsWithin(asked, question).filter((payment) => {
      const { source, currency } = payment.line
      return (input.source === undefined || source === input.source) && (input.currency === undefined || currency === input.currency)
        && (input.state === undefined || isExplained(coverage, payment) === (input.state === 'explained')) && (input.part === undefined || partOf(asked, question, payment) === input.part)
    }).sort(largestFirst)
    const { rows, next } = page(found, input)
    return { payments: rows.map((payment) => ({ ...paymentShape(asked, payment), state: isExplained(coverage, payment) ? 'explained' : 'unknown', part: partOf(asked, question, payment) })), total: found.length, sums: sumsOf(found), next }
  }),
}

export function sumsOf(payments: readonly Payment[]) {
  const sums = new Map<string, bigint>()
  for (const payment of payments) sums.set(payment.line.currency, (sums.get(payment.line.currency) ?? 0n) + signedMinor(payment))
  return [...sums].sort(([a], [b]) => order(a, b)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

export function paymentShape(asked: Asked, payment: Payment) {
  const { world } = asked.view
  const { line } = payment
  const payer = payment.payer === 0 ? null : world.party(payment.payer)
  return {
    payment: line.key, source: line.source, kind: line.kind, amount: amountText(signedMinor(payment), line.currency), currency: line.currency, at: instantText(line.at),
    payer: payer === null ? null : partyShape(world, payer), agreement: line.agreement, product: line.product, byHand: payment.byHand !== null, why: whyOf(asked, payment, payer),
  }
}

function whyOf(asked: Asked, payment: Payment, payer: number | null): string {
  const { world, coverage } = asked.view
  if (!isExplained(coverage, payment)) return whyUnknown(asked, payment, payer).why
  const agreement = payment.line.agreement === null ? undefined : world.agreements.get(payment.line.agreement)
  const hand = payment.byHand === null ? '' : ' So it was said by hand.'
  if (agreement && world.party(agreement.seller) === coverage.seller) return `It names the agreement ${agreement.key}, which the seller in view sells.${hand}`
  return `${payer === null ? 'Its payer' : nameInWords(world, payer)} buys, or pays for, an agreement of the seller in view.${hand}`
}
