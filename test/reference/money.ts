// What accrues, what of it is used, and by whom (2.5, rules 5, 7, 9, 27, 28, 47).

import { type Day, dayCount, daysOf, holds, periodAround } from './calendar.ts'
import { type PayerKind, payerKinds, type Stamp } from './cover.ts'
import type { Agreement, Facts, Use } from './facts.ts'
import { fraction, type Rational, roundedHalfUp, split, sum, zero } from './rational.ts'
import { currencyDigits } from './record.ts'

export interface Window {
  readonly from: Day
  readonly to: Day
}

/** What a question is about. `product` null: all products. */
export interface View {
  readonly facts: Facts
  readonly seller: string
  readonly product: string | null
  readonly window: Window
  readonly isLeftOut: (party: string, day: Day) => boolean
  readonly stampOf: (use: Use) => Stamp
}

export interface Accrual {
  readonly agreement: Agreement
  readonly currency: string
  readonly accruedMinor: bigint
  readonly usedMinor: bigint
  readonly unusedMinor: bigint
  /** The usage days under it, within the window. */
  readonly uses: readonly Use[]
  readonly users: readonly string[]
  readonly allocatedMinor: ReadonlyMap<string, bigint>
  readonly seatsUsed: number | null
}

export function moneyText(minor: bigint, currency: string): string {
  const digits = currencyDigits(currency) ?? 0
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return digits === 0 ? `${sign}${size}` : `${sign}${size.slice(0, -digits)}.${size.slice(-digits)}`
}

/** Sums per currency, sorted by currency. */
export function perCurrency<T>(rows: readonly T[], currencyOf: (row: T) => string): (readonly [string, readonly T[]])[] {
  const currencies = [...new Set(rows.map(currencyOf))].sort()
  return currencies.map((currency) => [currency, rows.filter((row) => currencyOf(row) === currency)])
}

export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n)
}

/** Rule 7: the agreements of a product are those for it and those for the product that funds it. */
export function isOfProduct(facts: Facts, product: string, asked: string | null): boolean {
  return asked === null || product === asked || product === facts.fundedBy.get(asked)
}

export function agreementsInView(view: View): Agreement[] {
  return view.facts.agreements.filter((agreement) => agreement.seller === view.seller && isOfProduct(view.facts, agreement.product, view.product))
}

/** What the agreement accrues on a day on which it is in force. */
function accrualOfDay(agreement: Agreement, amountMinor: bigint, day: Day): Rational {
  if (agreement.interval === 'once') {
    if (agreement.to === null) return day === agreement.from ? fraction(amountMinor, 1n) : zero
    return fraction(amountMinor, BigInt(dayCount(agreement.from, agreement.to)))
  }
  const period = periodAround(day, agreement.interval)
  return fraction(amountMinor, BigInt(dayCount(period.from, period.to)))
}

export function usesIn(view: View, window: Window, product: string | null): Use[] {
  return view.facts.uses.filter(
    (use) => (product === null || use.product === product) && window.from <= use.day && use.day < window.to && !view.isLeftOut(use.party, use.day),
  )
}

/** The agreement of its stamp, and those of rule 9. */
export function countsUnder(view: View, use: Use, agreement: Agreement): boolean {
  const stamp = view.stampOf(use)
  if (stamp.agreement === agreement.key) return true
  if (stamp.kind !== 'sponsor' || agreement.seller !== view.seller || !holds(agreement, use.day)) return false
  return (agreement.product === use.product && agreement.beneficiary.kind === 'everyone') || agreement.product === view.facts.fundedBy.get(use.product)
}

function allocation(view: View, usedMinor: bigint, uses: readonly Use[], users: readonly string[]): ReadonlyMap<string, bigint> {
  const claims = users.map((party) => ({
    name: party,
    weight: uses.filter((use) => use.party === party).length,
  }))
  const smallest = (party: string): string => view.facts.identity.identifiersOf(party)[0] ?? party
  return split(
    usedMinor,
    claims.sort((a, b) => (smallest(a.name) < smallest(b.name) ? -1 : 1)),
  )
}

export function accruals(view: View): Accrual[] {
  const uses = usesIn(view, view.window, null)
  return agreementsInView(view).flatMap((agreement): Accrual[] => {
    const { amountMinor, currency, seats } = agreement
    if (amountMinor === null || currency === null) return []
    const days = daysOf(view.window.from, view.window.to).filter((day) => holds(agreement, day))
    const exact = days.reduce((all, day) => sum(all, accrualOfDay(agreement, amountMinor, day)), zero)
    if (exact.over === 0n) return []
    const accruedMinor = roundedHalfUp(exact)
    const under = uses.filter((use) => countsUnder(view, use, agreement))
    const users = [...new Set(under.map((use) => use.party))]
    const seatsUsed = seats === null ? null : Math.min(users.length, seats)
    const usedMinor =
      seats === null || seatsUsed === null ? (users.length > 0 ? accruedMinor : 0n) : roundedHalfUp(fraction(accruedMinor * BigInt(seatsUsed), BigInt(seats)))
    return [
      {
        agreement,
        currency,
        accruedMinor,
        usedMinor,
        unusedMinor: accruedMinor - usedMinor,
        uses: under,
        users,
        allocatedMinor: allocation(view, usedMinor, under, users),
        seatsUsed,
      },
    ]
  })
}

/** What is allocated to the users of each payer kind: each user's part, split by his days of each kind under that agreement. */
export function moneyByKind(view: View): ReadonlyMap<PayerKind, readonly { readonly currency: string; readonly amount: string }[]> {
  const parts = accruals(view).flatMap((accrual) =>
    [...accrual.allocatedMinor].flatMap(([party, minor]) => {
      const uses = accrual.uses.filter((use) => use.party === party)
      const claims = payerKinds.map((kind) => ({
        name: kind,
        weight: uses.filter((use) => view.stampOf(use).kind === kind).length,
      }))
      const shares = split(
        minor,
        claims.filter((claim) => claim.weight > 0),
      )
      return [...shares].map(([kind, share]) => ({
        kind,
        currency: accrual.currency,
        share,
      }))
    }),
  )
  return new Map(
    payerKinds.map((kind) => [
      kind,
      perCurrency(
        parts.filter((part) => part.kind === kind),
        (part) => part.currency,
      ).map(([currency, rows]) => ({
        currency,
        amount: moneyText(total(rows.map((row) => row.share)), currency),
      })),
    ]),
  )
}
