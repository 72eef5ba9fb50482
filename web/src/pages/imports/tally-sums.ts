import type { Tally } from '../../api/import-shapes.ts'
import { sum } from '../../format/numbers.ts'

export function leftOutRows(tally: Tally): number {
  return tally.leftOut.reduce((rows, one) => rows + one.rows, 0)
}

export interface MoneySum { readonly currency: string; readonly in: string; readonly written: string; readonly known: string; readonly refused: string; readonly leftOut: string }

/** The money of several tables, by currency, exactly. */
export function moneyOf(tallies: readonly Tally[]): readonly MoneySum[] {
  const all = tallies.flatMap((tally) => tally.money)
  return [...new Set(all.map((one) => one.currency))].map((currency) => {
    const here = all.filter((one) => one.currency === currency)
    const of = (part: 'in' | 'written' | 'known' | 'refused' | 'leftOut') => sum(here.map((one) => one[part]))
    return { currency, in: of('in'), written: of('written'), known: of('known'), refused: of('refused'), leftOut: of('leftOut') }
  })
}
