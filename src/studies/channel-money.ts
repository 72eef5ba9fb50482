import { Type } from 'typebox'
import { dayOf } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import { accrualMinor, accrues } from '../roles/accrual.ts'
import type { World } from '../roles/world.ts'
import type { Sale } from './channel-graph.ts'
import type { Question } from './question.ts'

const SUMS = Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))
/** Money of sales: what they accrue in the window, of how many the amount is not known, and what was paid, refunds taken off. */
export const MONEY = Type.Object({ agreements: Type.Integer(), accrued: SUMS, unpriced: Type.Integer(), paid: SUMS })

type Minor = Map<string, bigint>

/** Sums of sales, in minor units per currency; currencies are never added up. */
export interface SaleMoney { agreements: number; readonly accrued: Minor; unpriced: number; readonly paid: Minor }

export function noMoney(): SaleMoney {
  return { agreements: 0, accrued: new Map(), unpriced: 0, paid: new Map() }
}

export function addMoney(sum: SaleMoney, more: SaleMoney): void {
  sum.agreements += more.agreements
  sum.unpriced += more.unpriced
  for (const [currency, minor] of more.accrued) add(sum.accrued, currency, minor)
  for (const [currency, minor] of more.paid) add(sum.paid, currency, minor)
}

function add(sums: Minor, currency: string, minor: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + minor)
}

export function moneyShape({ agreements, accrued, unpriced, paid }: SaleMoney) {
  return { agreements, accrued: texts(accrued), unpriced, paid: texts(paid) }
}

function texts(sums: Minor) {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

/** What each sale stands for; each is worked out once. One pass over the payments. */
export class SalesMoney {
  readonly #question: Question
  readonly #paid: ReadonlyMap<string, Minor>
  readonly #known = new Map<Sale, SaleMoney>()

  constructor(world: World, question: Question) {
    this.#question = question
    this.#paid = paidBetween(world, question)
  }

  of(sale: Sale): SaleMoney {
    const known = this.#known.get(sale)
    if (known) return known
    const { from, to } = this.#question
    const money: SaleMoney = { ...noMoney(), agreements: sale.agreements.length, paid: this.#paid.get(`${sale.from}:${sale.to}`) ?? new Map() }
    for (const agreement of sale.agreements) {
      if (agreement.amountMinor === null) money.unpriced += 1
      else if (accrues(agreement, from, to)) add(money.accrued, agreement.currency ?? '', accrualMinor(agreement, from, to))
    }
    this.#known.set(sale, money)
    return money
  }
}

/** Payments of the window by who sold and who bought: refunds and credits count negative. */
function paidBetween(world: World, question: Question): Map<string, Minor> {
  const paid = new Map<string, Minor>()
  const { from, to, product } = question
  const funding = product === null ? null : (world.products.get(product)?.fundedBy ?? null)
  for (const { line, payer, seller } of world.payments.values()) {
    const day = dayOf(line.at)
    if (day < from || day >= to) continue
    const agreement = line.agreement === null ? undefined : world.agreements.get(line.agreement)
    const of = agreement?.product ?? line.product
    if (product !== null && of !== null && of !== product && of !== funding) continue
    const name = agreement ? `${world.party(agreement.seller)}:${world.party(agreement.buyer)}` : `${world.party(seller)}:${world.party(payer)}`
    const sums = paid.get(name) ?? new Map()
    paid.set(name, sums)
    add(sums, line.currency, line.kind === 'charge' ? BigInt(line.amountMinor) : -BigInt(line.amountMinor))
  }
  return paid
}
