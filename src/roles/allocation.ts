import { halfUp, largestRemainder } from '../base/money.ts'
import { accrualMinor } from './accrual.ts'
import type { Agreement } from './world.ts'

/** Usage days of one party under one agreement, by payer kind. */
export interface UseUnder {
  readonly agreement: number
  readonly party: number
  readonly kind: number
  readonly usageDays: number
}

/** What became of an agreement's money in a window, in minor units: used + unused = accrued. */
export interface AgreementMoney {
  readonly agreement: Agreement
  readonly accrued: bigint
  readonly used: bigint
  readonly unused: bigint
  readonly seatsUsed: number | null
  /** The parties that used it, with their usage days and their part of the used money. */
  readonly users: readonly { readonly party: number; readonly usageDays: number; readonly amount: bigint; readonly daysByKind: readonly number[] }[]
}

/**
 * Without seats one user makes all of the money used; with N seats and U users min(U, N) / N of it is, rounded half up.
 * The used part goes to the users in proportion to their usage days, by largest remainder, ties to the smallest identifier.
 */
export function moneyOf(agreement: Agreement, from: number, to: number, uses: readonly UseUnder[], smallestIdentifier: (party: number) => string): AgreementMoney {
  const accrued = accrualMinor(agreement, from, to)
  const byParty = new Map<number, { days: number; byKind: number[] }>()
  for (const use of uses) {
    const known = byParty.get(use.party) ?? { days: 0, byKind: [0, 0, 0, 0, 0, 0] }
    known.days += use.usageDays
    known.byKind[use.kind] = (known.byKind[use.kind] ?? 0) + use.usageDays
    byParty.set(use.party, known)
  }
  // One alone shares with nobody, and need not be named.
  const parties = [...byParty].map(([party, use]) => ({ party, use, name: byParty.size > 1 ? smallestIdentifier(party) : '' }))
  if (parties.length > 1) parties.sort((a, b) => (a.name < b.name ? -1 : 1))
  const seatsUsed = agreement.seats === null ? null : Math.min(parties.length, agreement.seats)
  const used = agreement.seats === null || seatsUsed === null ? (parties.length > 0 ? accrued : 0n) : halfUp(accrued * BigInt(seatsUsed), BigInt(agreement.seats))
  const amounts = largestRemainder(used, parties.map(({ use }) => use.days))
  const users = parties.map(({ party, use }, place) => ({ party, usageDays: use.days, amount: amounts[place] ?? 0n, daysByKind: use.byKind }))
  return { agreement, accrued, used, unused: accrued - used, seatsUsed, users }
}
