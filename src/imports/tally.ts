import { amountText } from '../base/money.ts'
import type { Tally } from './import-state.ts'
import type { RowMoney } from './outcome.ts'

/** Where a row ends: in exactly one of these. */
export const ENDS = ['written', 'known', 'refused', 'leftOut'] as const
export type End = (typeof ENDS)[number]

/** What is counted of one table. Money in minor units, as text, since sums may be larger than a double holds exactly. */
export interface Count {
  rows: number
  written: number
  known: number
  refused: number
  leftOut: { [why: string]: number }
  lines: { [type: string]: number }
  money: { [currency: string]: { [end in End]: string } }
}

/** Rows left out for reasons that are too many to list are counted together. */
const REASONS_AT_MOST = 50
const OTHER_REASONS = 'other reasons'

export function emptyCount(): Count {
  return { rows: 0, written: 0, known: 0, refused: 0, leftOut: {}, lines: {}, money: {} }
}

export function countRow(count: Count, end: End, why: string | null): void {
  count.rows += 1
  if (end === 'leftOut') countReason(count, why ?? OTHER_REASONS)
  else count[end] += 1
}

export function countLine(count: Count, type: string): void {
  count.lines[type] = (count.lines[type] ?? 0) + 1
}

function countReason(count: Count, why: string): void {
  const known = Object.hasOwn(count.leftOut, why) || Object.keys(count.leftOut).length < REASONS_AT_MOST
  const counted = known ? why : OTHER_REASONS
  count.leftOut[counted] = (count.leftOut[counted] ?? 0) + 1
}

/** Money is counted apart from its row: of one invoice a part may be paid and written, and the rest still open. */
export function countMoney(count: Count, end: End, { currency, minor }: RowMoney): void {
  const sums = count.money[currency] ?? { written: '0', known: '0', refused: '0', leftOut: '0' }
  sums[end] = String(BigInt(sums[end]) + BigInt(minor))
  count.money[currency] = sums
}

/** As it is shown. */
export function tallyOf({ rows, written, known, refused, leftOut, lines, money }: Count): Tally {
  return {
    rows, written, known, refused,
    leftOut: Object.entries(leftOut).map(([why, n]) => ({ why, rows: n })).sort((a, b) => b.rows - a.rows || (a.why < b.why ? -1 : 1)),
    lines,
    money: Object.entries(money).sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sums]) => {
      const text = (minor: bigint): string => amountText(minor, currency)
      const all = ENDS.reduce((sum, end) => sum + BigInt(sums[end]), 0n)
      return { currency, in: text(all), written: text(BigInt(sums.written)), known: text(BigInt(sums.known)), refused: text(BigInt(sums.refused)), leftOut: text(BigInt(sums.leftOut)) }
    }),
  }
}

/** Several tables together. */
export function sumOf(counts: readonly Count[]): Count {
  const sum = emptyCount()
  for (const count of counts) {
    sum.rows += count.rows
    sum.written += count.written
    sum.known += count.known
    sum.refused += count.refused
    for (const [why, rows] of Object.entries(count.leftOut)) sum.leftOut[why] = (sum.leftOut[why] ?? 0) + rows
    for (const [type, lines] of Object.entries(count.lines)) sum.lines[type] = (sum.lines[type] ?? 0) + lines
    for (const [currency, parts] of Object.entries(count.money)) {
      const sums = sum.money[currency] ?? { written: '0', known: '0', refused: '0', leftOut: '0' }
      for (const end of ENDS) sums[end] = String(BigInt(sums[end]) + BigInt(parts[end]))
      sum.money[currency] = sums
    }
  }
  return sum
}
