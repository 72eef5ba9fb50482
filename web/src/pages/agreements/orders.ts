import type { AgreementUse } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { drawnWidth } from '../../format/numbers.ts'

export const ORDERS = ['unused', 'accrued', 'renews', 'buyer', 'users', 'lastUse'] as const
export type Order = (typeof ORDERS)[number]

export function isOrder(text: string | undefined): text is Order {
  return ORDERS.some((order) => order === text)
}

const LAST = '9999'

function compared(a: AgreementUse, b: AgreementUse, order: Order): number {
  switch (order) {
    case 'unused': return drawnWidth(b.unused) - drawnWidth(a.unused)
    case 'accrued': return drawnWidth(b.accrued) - drawnWidth(a.accrued)
    case 'renews': return (a.renews ?? LAST).localeCompare(b.renews ?? LAST)
    case 'buyer': return nameOf(a.buyer).localeCompare(nameOf(b.buyer))
    case 'users': return b.users - a.users
    case 'lastUse': return (a.lastUse ?? '').localeCompare(b.lastUse ?? '')
  }
}

/** Currencies are never compared: they stay apart, unless the order has nothing to do with money. */
export function sorted(rows: readonly AgreementUse[], order: Order): readonly AgreementUse[] {
  const isMoney = order === 'unused' || order === 'accrued'
  return [...rows].sort((a, b) => (isMoney ? a.currency.localeCompare(b.currency) : 0) || compared(a, b, order))
}
