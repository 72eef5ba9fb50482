import type { AgreementUse } from '../../api/shapes.ts'
import { daysBetween } from '../../format/days.ts'
import { drawnWidth, isZero } from '../../format/numbers.ts'

const DAYS_AHEAD = 30
const NEVER = 1_000_000

/** How many months ahead the next renewal lies; what has no renewal to come is last. */
function monthsAhead(row: AgreementUse, today: string): number {
  const days = row.renews === null ? -1 : daysBetween(today, row.renews)
  return days < 0 ? NEVER : Math.floor(days / DAYS_AHEAD)
}

/** Agreements with unused money: what renews within thirty days first, then the thirty days after, and so on; within these the largest amount first. */
export function byRenewal(rows: readonly AgreementUse[], today: string): readonly AgreementUse[] {
  return rows
    .filter((row) => !isZero(row.unused))
    .map((row) => ({ row, months: monthsAhead(row, today) }))
    .sort((a, b) => a.months - b.months || drawnWidth(b.row.unused) - drawnWidth(a.row.unused))
    .map(({ row }) => row)
}
