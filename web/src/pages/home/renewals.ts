import type { AgreementUse } from '../../api/shapes.ts'
import { daysBetween } from '../../format/days.ts'
import { drawnWidth, isZero } from '../../format/numbers.ts'

const NEVER = 1_000_000

/** How many steps of so many days ahead the next renewal lies; what has no renewal to come is last. */
function stepsAhead(row: AgreementUse, today: string, step: number): number {
  const days = row.renews === null ? -1 : daysBetween(today, row.renews)
  return days < 0 ? NEVER : Math.floor(days / step)
}

/** Agreements with unused money: what renews within so many days first, then as many days after, and so on; within these the largest amount first. */
export function byRenewal(rows: readonly AgreementUse[], today: string, step: number): readonly AgreementUse[] {
  return rows
    .filter((row) => !isZero(row.unused))
    .map((row) => ({ row, steps: stepsAhead(row, today, step) }))
    .sort((a, b) => a.steps - b.steps || drawnWidth(b.row.unused) - drawnWidth(a.row.unused))
    .map(({ row }) => row)
}
