import type { Day } from '../base/day.ts'
import { order } from '../base/order.ts'
import { inForceWithin } from '../roles/accrual.ts'
import { byAge } from '../roles/owners.ts'
import { pays, Resales } from '../roles/resale.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { smallestIdentifier } from './party-shape.ts'
import { counts, type UseRow, useOfPopulation } from './population.ts'
import type { Question } from './question.ts'
import { UnnamedDomains } from './unnamed-domains.ts'
import type { Where } from './where.ts'

const NOBODY = PAYER_KINDS.indexOf('nobody')

/** How it is known that a user belongs to a firm: by the account it uses, by a stated membership, or by the domain of its address. */
export const HOWS = ['by-use', 'stated', 'guessed'] as const
export type How = (typeof HOWS)[number]

/** A user of the window for whose use nobody pays, with the firm it belongs to. */
export interface UnpaidUser {
  readonly party: number
  readonly usageDays: number
  readonly events: number
  /** Place of its first reason in UNPAID_REASONS. */
  readonly reason: number
  /** 0 where no firm is known; below 0 for the domain of a work address that no line names, by its place in `domains`. */
  readonly firm: number
  readonly how: How | null
}

/** The users of the window and the agreements with money that their firms have. */
export interface UnpaidUse {
  readonly users: readonly UnpaidUser[]
  /** Distinct users with use stamped with an agreement, by its number. */
  readonly usersOf: ReadonlyMap<number, number>
  agreementsOf(firm: number): readonly Agreement[]
  /** The domain of a firm that no line names; null for all others. */
  domainOf(firm: number): string | null
}

/**
 * The unpaid users of the window: those that payers-of-use counts under nobody. Each has one firm at most: of those that have an agreement the first, else the first of all, by use, then stated, then guessed.
 * Use in an account speaks of that account alone: what another firm of the same person pays has nothing to do with it.
 * Cost: grows with the usage days of the window.
 */
export async function unpaidUseOf(asked: Asked, question: Question, where: Where): Promise<UnpaidUse> {
  const rows = (await useOfPopulation(asked, question, where)).filter(counts(question))
  const agreementsOf = agreementsOfFirms(asked, question)
  const domains = new UnnamedDomains(asked)
  const users: UnpaidUser[] = []
  const underAgreement = new Map<number, Set<number>>()
  for (let at = 0; at < rows.length; ) {
    const start = at
    const { party } = rows[start] as UseRow
    while (at < rows.length && rows[at]?.party === party) at += 1
    const own = rows.slice(start, at)
    for (const { agreement } of own) {
      if (agreement === 0) continue
      const known = underAgreement.get(agreement)
      if (known) known.add(party)
      else underAgreement.set(agreement, new Set([party]))
    }
    if (own.some(({ kind }) => kind < NOBODY)) continue
    const unpaid = own.filter(({ kind }) => kind === NOBODY)
    if (unpaid.length > 0) users.push(userOf(asked, question, party, unpaid, agreementsOf, domains))
  }
  return { users, usersOf: new Map([...underAgreement].map(([agreement, parties]) => [agreement, parties.size])), agreementsOf, domainOf: (firm) => domains.text(firm) }
}

function userOf(asked: Asked, question: Question, party: number, rows: readonly UseRow[], agreementsOf: UnpaidUse['agreementsOf'], domains: UnnamedDomains): UnpaidUser {
  const firms = firmsOf(asked, question, party, rows, domains)
  const chosen = firms.find(({ firm }) => agreementsOf(firm).length > 0) ?? firms[0]
  return {
    party, usageDays: rows.reduce((sum, row) => sum + row.usage_days, 0), events: rows.reduce((sum, row) => sum + row.events, 0), reason: Math.min(...rows.map(({ reason }) => reason)),
    firm: chosen?.firm ?? 0, how: chosen?.how ?? null,
  }
}

/** The firms of a user, those of the accounts it uses first, by usage days; then those of stated memberships, the oldest first; then the guessed ones. */
function firmsOf({ view: { world, coverage } }: Asked, { from, to }: Question, party: number, rows: readonly UseRow[], domains: UnnamedDomains): { readonly firm: number; readonly how: How }[] {
  const accounts = new Map<number, number>()
  let isOutside = false
  for (const { account, usage_days } of rows) {
    if (account > 0 && world.isNamed(account)) accounts.set(account, (accounts.get(account) ?? 0) + usage_days)
    else isOutside = true
  }
  const byUse = [...accounts].sort(([a, x], [b, y]) => y - x || order(smallestIdentifier(world, a), smallestIdentifier(world, b))).map(([firm]) => ({ firm, how: 'by-use' as const }))
  if (!isOutside) return byUse
  if (world.kind(party) === 'organization') return [...byUse, { firm: party, how: 'stated' }]
  const stated = coverage.statedMemberships(party).memberships.filter((membership) => membership.from < to && from < membership.to).sort(byAge).map((membership) => ({ firm: world.party(membership.organization), how: 'stated' as const }))
  const guessed = stated.length > 0 ? [] : coverage.guessedOrganizations(party).filter((firm) => world.isNamed(firm)).sort((a, b) => order(smallestIdentifier(world, a), smallestIdentifier(world, b))).map((firm) => ({ firm, how: 'guessed' as const }))
  if (stated.length > 0 || guessed.length > 0) return [...byUse, ...stated, ...guessed]
  const [unnamed] = domains.of(party)
  return unnamed === undefined || coverage.statedMemberships(party).denied.size > 0 ? byUse : [...byUse, { firm: unnamed, how: 'guessed' }]
}

/** The agreements with money that a firm, or one that owns it, has from the seller in view, through others too, in force in the window. Worked out once for each firm. */
function agreementsOfFirms({ view: { world, coverage } }: Asked, { product, from, to }: Question): UnpaidUse['agreementsOf'] {
  const fundedBy = product === null ? null : (world.products.get(product)?.fundedBy ?? null)
  const resales = new Resales(world, coverage.seller)
  const reaches = (agreement: Agreement, day: Day): boolean => {
    const seller = world.party(agreement.seller)
    return coverage.seller !== 0 && (seller === coverage.seller || resales.chainOn(seller, agreement.product, day) !== null)
  }
  const fits = (agreement: Agreement): boolean =>
    pays(agreement) && (product === null || agreement.product === product || agreement.product === fundedBy) && inForceWithin(agreement, from, to) && reaches(agreement, Math.max(from, agreement.from))
  const found = new Map<number, readonly Agreement[]>()
  return (firm) => {
    if (firm <= 0) return []
    const known = found.get(firm)
    if (known) return known
    const owners = [...coverage.owners.ownersOn(firm, to - 1).keys()].filter((owner) => owner !== firm)
    const agreements = [firm, ...owners].flatMap((buyer) => world.allOf(world.agreementsOfBuyer, buyer).filter(fits)).sort(byAge)
    found.set(firm, agreements)
    return agreements
  }
}
