import type { Studies } from '../../api/types.ts'
import { nameOf } from '../../format/names.ts'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'

const words = texts.changes
export type Changes = Studies['changes']
export type Side = Changes['flows'][number]['from']

/** "Users", "Users: nobody", "Usage days: left out, staff". */
export function figureName({ figure, kind }: { readonly figure: string; readonly kind: string | null }): string {
  const name = words.names[figure] ?? figure
  if (kind === null) return name
  return words.of(name, isPayerKind(kind) ? texts.kinds[kind].name : (words.names[kind] ?? kind))
}

/** Where a figure explains itself. */
export function whyOfFigure({ figure, kind, currency }: { readonly figure: string; readonly kind: string | null; readonly currency?: string }): string {
  if (kind !== null && isPayerKind(kind)) return `kind:${kind}`
  if (currency !== undefined) return figure === 'paid' || figure === 'unknown' ? `money:${currency}` : `unused:${currency}`
  return figure === 'users' || figure === 'usageDays' || figure === 'events' ? 'use' : 'overlap'
}

export function sideName(side: Side, end: 'from' | 'to'): string {
  if (side.payer !== null) return nameOf(side.payer)
  if (side.kind === 'not-known') return words.sides['not-known'][end]
  if (side.kind === 'staff' || side.kind === 'left-out') return words.sides[side.kind]
  if (side.kind === 'sponsor') return words.sides.funded
  return isPayerKind(side.kind) ? texts.kinds[side.kind].name : side.says
}
