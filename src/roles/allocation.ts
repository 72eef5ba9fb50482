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

/** Usage days under agreements in columns, in order of agreement, party and kind. */
export interface UsesUnder {
  readonly agreement: Int32Array
  readonly party: Int32Array
  readonly kind: Int32Array
  readonly usage_days: Int32Array
}

/** What became of an agreement's money in a window, in minor units: used + unused = accrued. */
export interface AgreementMoney {
  readonly agreement: Agreement
  readonly accrued: bigint
  readonly used: bigint
  readonly unused: bigint
  readonly seatsUsed: number | null
  /** The payer kind of all its use; null where that is of several, or not worked out. */
  readonly onlyKind?: number | null
  /** Whether any of these parties used it, without working out what is allocated to each; absent where that is worked out already. */
  readonly isUsedByAny?: (parties: ReadonlySet<number>) => boolean
  /** The parties that used it, with their usage days and their part of the used money. */
  readonly users: readonly { readonly party: number; readonly usageDays: number; readonly amount: bigint; readonly daysByKind: readonly number[] }[]
}

/**
 * Without seats one user makes all of the money used; with N seats and U users min(U, N) / N of it is, rounded half up.
 * The used part goes to the users in proportion to their usage days, by largest remainder, ties to the smallest identifier.
 */
export function moneyOf(agreement: Agreement, from: number, to: number, uses: readonly UseUnder[], smallestIdentifier: (party: number) => string): AgreementMoney {
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
  const { accrued, used, seatsUsed } = usedBy(agreement, from, to, parties.length)
  const amounts = largestRemainder(used, parties.map(({ use }) => use.days))
  const users = parties.map(({ party, use }, place) => ({ party, usageDays: use.days, amount: amounts[place] ?? 0n, daysByKind: use.byKind }))
  return { agreement, accrued, used, unused: accrued - used, seatsUsed, users }
}

/** The same for many agreements at once: who used each is worked out when it is asked for, and not kept. Cost grows with the rows of use. */
export function moniesOf(agreements: readonly Agreement[], from: number, to: number, uses: UsesUnder, smallestIdentifier: (party: number) => string): AgreementMoney[] {
  const begins = new Map<number, number>()
  for (let row = 0; row < uses.agreement.length; row += 1) if (row === 0 || uses.agreement[row] !== uses.agreement[row - 1]) begins.set(uses.agreement[row] as number, row)
  return agreements.map((agreement) => new MoneyOfRows(agreement, from, to, uses, begins.get(agreement.number) ?? uses.agreement.length, smallestIdentifier))
}

class MoneyOfRows implements AgreementMoney {
  readonly agreement: Agreement
  readonly accrued: bigint
  readonly used: bigint
  readonly unused: bigint
  readonly seatsUsed: number | null
  readonly onlyKind: number | null
  readonly #uses: UsesUnder
  readonly #begin: number
  readonly #end: number
  readonly #smallestIdentifier: (party: number) => string

  constructor(agreement: Agreement, from: number, to: number, uses: UsesUnder, begin: number, smallestIdentifier: (party: number) => string) {
    let parties = 0
    let end = begin
    let onlyKind = uses.kind[begin] ?? null
    for (; end < uses.agreement.length && uses.agreement[end] === agreement.number; end += 1) {
      if (end === begin || uses.party[end] !== uses.party[end - 1]) parties += 1
      if (uses.kind[end] !== onlyKind) onlyKind = null
    }
    const { accrued, used, seatsUsed } = usedBy(agreement, from, to, parties)
    this.agreement = agreement
    this.accrued = accrued
    this.used = used
    this.unused = accrued - used
    this.seatsUsed = seatsUsed
    this.onlyKind = onlyKind
    this.#uses = uses
    this.#begin = begin
    this.#end = end
    this.#smallestIdentifier = smallestIdentifier
  }

  isUsedByAny(parties: ReadonlySet<number>): boolean {
    for (let row = this.#begin; row < this.#end; row += 1) if (parties.has(this.#uses.party[row] as number)) return true
    return false
  }

  get users(): AgreementMoney['users'] {
    const { party, kind, usage_days } = this.#uses
    const found: { party: number; usageDays: number; amount: bigint; daysByKind: number[] }[] = []
    for (let row = this.#begin; row < this.#end; row += 1) {
      const days = usage_days[row] as number
      const known = found[found.length - 1]
      const user = known?.party === party[row] ? (known as (typeof found)[number]) : { party: party[row] as number, usageDays: 0, amount: 0n, daysByKind: [0, 0, 0, 0, 0, 0] }
      if (user !== known) found.push(user)
      user.usageDays += days
      user.daysByKind[kind[row] as number] = days
    }
    const users = inOrderOfNames(found, this.#smallestIdentifier)
    largestRemainder(this.used, users.map(({ usageDays }) => usageDays)).forEach((amount, place) => { (users[place] as (typeof users)[number]).amount = amount })
    return users
  }
}

function inOrderOfNames<U extends { readonly party: number }>(users: U[], smallestIdentifier: (party: number) => string): U[] {
  if (users.length < 2) return users
  const named = users.map((user) => ({ user, name: smallestIdentifier(user.party) }))
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ user }) => user)
}

function usedBy(agreement: Agreement, from: number, to: number, parties: number): { readonly accrued: bigint; readonly used: bigint; readonly seatsUsed: number | null } {
  const accrued = accrualMinor(agreement, from, to)
  const seatsUsed = agreement.seats === null ? null : Math.min(parties, agreement.seats)
  return { accrued, seatsUsed, used: agreement.seats === null || seatsUsed === null ? (parties > 0 ? accrued : 0n) : halfUp(accrued * BigInt(seatsUsed), BigInt(agreement.seats)) }
}
