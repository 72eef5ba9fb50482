import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { isExplained } from './money.ts'
import { largestFirst, PAYMENT_ROW, paymentShape, paymentsWithin, sumsOf } from './money-payments.ts'
import { page, PAGING } from './paging.ts'
import { answer, withCommon } from './question.ts'
import { CANDIDATE, candidatesFor, customersOf } from './unknown-money-candidates.ts'

const INPUT = withCommon({
  source: Type.Optional(Type.String({ description: 'Only payments that this source told.' })),
  currency: Type.Optional(Type.String({ description: 'Only payments in this currency.' })),
  ...PAGING,
})
const OUTPUT = Type.Object({
  payments: Type.Array(Type.Object({ ...PAYMENT_ROW, candidates: Type.Array(CANDIDATE, { description: 'What it may be for, best first; `correct` is what to say to the operation of that name.' }) })),
  total: Type.Integer(),
  sums: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'What is unknown in all, as money says.' }),
  next: Type.Union([Type.String(), Type.Null()]),
})

/** Payments that nothing explains, with what they may be for. Cost grows with the payments, and with the seller's agreements; names are compared for the rows of the page. */
export const unknownMoney: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'unknown-money',
  summary: 'Payments that nothing explains, largest first: why each is unknown, and which customers or agreements it may belong to, with the correction that would say so.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const unknown = paymentsWithin(asked, question).filter((payment) => !isExplained(asked.view.coverage, payment)
      && (input.source === undefined || payment.line.source === input.source) && (input.currency === undefined || payment.line.currency === input.currency)).sort(largestFirst)
    const { rows, next } = page(unknown, input)
    const customers = customersOf(asked)
    return { payments: rows.map((payment) => ({ ...paymentShape(asked, payment), candidates: candidatesFor(asked, customers, payment) })), total: unknown.length, sums: sumsOf(unknown), next }
  }),
}
