import type { KindTerms } from './kind-way.ts'
import { TextNumbers } from './row-memory.ts'
import { rowReader } from './row-reader.ts'

/** The constant of invoices and sales that says who tells what was paid, and its value where a table of payments does. */
export const TOLD_BY_PAYMENTS = 'told-by-payments'

export function isToldByPayments(plan: KindTerms['plan']): boolean {
  return plan.constants.payments === TOLD_BY_PAYMENTS
}

/** The invoices or orders that payments of the import name; null where no payment names any. */
export async function namedByPayments(terms: KindTerms): Promise<TextNumbers | null> {
  if (!isToldByPayments(terms.plan)) return null
  const tables = terms.others.filter(({ plan }) => plan.kind === 'payments' && plan.fields.invoice)
  if (tables.length === 0) return null
  const named = new TextNumbers()
  for (const { plan, cells } of tables) {
    const read = rowReader(plan)
    for await (const row of cells()) {
      read.begin(row)
      const name = read.text('invoice')
      if (name !== null) named.set(name, 1)
    }
  }
  return named
}

/** The agreement that an invoice or order of the import stands for, by the name that a payment calls it. */
export async function agreementsNamed(terms: KindTerms): Promise<(name: string | null) => string | null> {
  const agreements = new Map<string, string>()
  const sales = new TextNumbers()
  if (terms.plan.fields.invoice) {
    for (const { plan, cells } of terms.others.filter(({ plan: one }) => isToldByPayments(one) && one.format === null)) {
      // The lines of an order are agreements of their own: a payment for the order is for all of them.
      if (plan.kind !== 'invoices' && (plan.kind !== 'sales' || plan.fields.line)) continue
      const read = rowReader(plan)
      for await (const row of cells()) {
        read.begin(row)
        const id = read.text('id')
        if (plan.kind === 'sales') {
          if (id !== null) sales.set(id, 1)
          continue
        }
        const number = read.text('number')
        const key = id ?? number
        const status = read.word('status')
        const money = read.money('amount') ?? read.money('paid')
        if (key === null || read.fault !== null || money === null || money.minor <= 0 || status === 'draft' || status === 'void' || status === 'credit') continue
        const agreement = read.text('agreement') ?? `invoice ${key}`
        for (const name of [id, number]) if (name !== null && !agreements.has(name)) agreements.set(name, agreement)
      }
    }
  }
  return (name) => (name === null ? null : (agreements.get(name) ?? (sales.get(name) === 0 ? null : `sale ${name}`)))
}
