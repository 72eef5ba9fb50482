import { Type } from 'typebox'
import type { Dealer, Sale } from './channel-graph.ts'
import { addMoney, MONEY, moneyShape, noMoney, type SalesMoney } from './channel-money.ts'
import type { Question } from './question.ts'

const UNITS = Type.Union([Type.Integer(), Type.Null()])
const SIDE = Type.Object({
  agreements: Type.Integer(), units: UNITS, begun: Type.Integer({ description: 'Agreements that begin in the window.' }), unitsBegun: UNITS, money: MONEY,
})
export const TRADE = {
  sellIn: SIDE,
  sellThrough: SIDE,
  inventory: Type.Union([Type.Integer(), Type.Null()], { description: 'Units bought that are not known to be sold on; null where not every purchase says how many, or where it sold on more than that.' }),
  soldOn: Type.Union([Type.Number(), Type.Null()], { description: 'Units known to be sold on, of those bought; null as for `inventory`.' }),
  beyond: Type.Union([Type.Integer(), Type.Null()], { description: 'Units sold on beyond those it is known to have bought: at least so many came from elsewhere, or were bought before. 0 if it bought enough; null where not every purchase says how many.' }),
}

/** What an intermediary bought in order to resell (sell-in) and what it sold on (sell-through), of agreements in force in the window; a sale without a number is one unit. */
export function tradeOf(money: SalesMoney, dealer: Dealer, question: Question) {
  const sellIn = sideOf(money, dealer.inward, question, null)
  const sellThrough = sideOf(money, [...dealer.onward, ...dealer.ends.values()], question, 1)
  const isKnown = sellIn.units !== null && dealer.inward.every(({ agreements }) => agreements.every(({ seats }) => seats !== null))
  const bought = isKnown ? (sellIn.units ?? 0) : null
  const sold = sellThrough.units ?? 0
  if (bought === null) return { sellIn, sellThrough, inventory: null, soldOn: null, beyond: null }
  // What was sold and not bought came from somewhere: then nothing can be said of what lies in store.
  return bought < sold ? { sellIn, sellThrough, inventory: null, soldOn: null, beyond: sold - bought } : { sellIn, sellThrough, inventory: bought - sold, soldOn: bought > 0 ? sold / bought : null, beyond: 0 }
}

function sideOf(money: SalesMoney, sales: readonly Sale[], { from, to }: Question, unstated: number | null) {
  const sum = noMoney()
  for (const sale of sales) addMoney(sum, money.of(sale))
  const agreements = sales.flatMap((sale) => sale.agreements)
  const begun = agreements.filter((agreement) => from <= agreement.from && agreement.from < to)
  const units = (of: typeof agreements): number | null => {
    const stated = of.map(({ seats }) => seats ?? unstated).filter((one) => one !== null)
    return stated.length === 0 ? (unstated === null ? null : 0) : stated.reduce((all, one) => all + one, 0)
  }
  return { agreements: agreements.length, units: units(agreements), begun: begun.length, unitsBegun: units(begun), money: moneyShape(sum) }
}

/** Units bought, for an order of many: the money behind them is not worked out. */
export function unitsBought({ inward }: Dealer): number {
  return inward.reduce((sum, { agreements }) => sum + agreements.reduce((all, { seats }) => all + (seats ?? 0), 0), 0)
}
