// Which agreement covers a use, and who pays for it: the stamp (2.4, rules 1 to 20, 30, 31, 44).

import { type Day, holds } from './calendar.ts'
import { type Agreement, earlier, type Facts, isKnown, kindOf, membershipIn, type Ownership, organizationsOf, type Use } from './facts.ts'
import { type Edge, shortestWay } from './way.ts'

export const payerKinds = ['self', 'organization', 'intermediary', 'sponsor', 'nobody', 'unknown'] as const
export type PayerKind = (typeof payerKinds)[number]

export const unpaidReasons = ['elsewhere', 'expired', 'no-seat', 'machine', 'free'] as const
export type UnpaidReason = (typeof unpaidReasons)[number]

export interface Step {
  readonly evidence: string | null
  readonly inferred?: true
}

/** How an agreement reaches a party: what is shown before the agreement, and the organization through which it does. */
interface Cover {
  readonly agreement: Agreement
  readonly steps: readonly Step[]
  readonly organization: string | null
  readonly bySeat: boolean
}

export interface Stamp {
  readonly kind: PayerKind
  /** Sold by the seller in view; null for nobody, unknown and funded products. */
  readonly agreement: string | null
  readonly payer: string | null
  readonly path: readonly Step[]
  readonly alsoCoveredBy: readonly string[]
}

interface ResaleEdge extends Edge {
  readonly agreement: Agreement
}

export function ownershipWay(facts: Facts, lower: string, upper: string, day: Day): readonly Ownership[] | null {
  const edges = facts.ownerships.filter((ownership) => holds(ownership, day))
  return shortestWay(lower, upper, edges, earlier)
}

/** The agreements above a seller who is not S, up to the one that S sells; null if he does not lead to S that day. */
export function resaleWay(facts: Facts, seller: string, s: string, product: string, day: Day): readonly Agreement[] | null {
  if (seller === s) return null
  const edges: ResaleEdge[] = facts.agreements
    .filter((agreement) => agreement.product === product && holds(agreement, day))
    .map((agreement) => ({
      lower: agreement.buyer,
      upper: agreement.seller,
      agreement,
    }))
  const way = shortestWay(seller, s, edges, (a, b) => earlier(a.agreement, b.agreement))
  return way === null ? null : way.map((edge) => edge.agreement)
}

function leadsTo(facts: Facts, agreement: Agreement, s: string, day: Day): boolean {
  return agreement.seller === s || resaleWay(facts, agreement.seller, s, agreement.product, day) !== null
}

function ownershipSteps(way: readonly Ownership[]): Step[] {
  return way.map((ownership) => ({ evidence: ownership.key }))
}

function membershipStep(evidence: string | null): Step {
  return evidence === null ? { evidence, inferred: true } : { evidence }
}

/** How the party belongs to the owner, or to an organization that it owns, in the account of the use: the steps up to the owner. */
function belonging(facts: Facts, use: Use, owner: string): { readonly steps: readonly Step[]; readonly organization: string } | null {
  const upFrom = (organization: string): readonly Ownership[] | null => ownershipWay(facts, organization, owner, use.day)
  const isOwned = upFrom(use.party)
  if (isOwned !== null && (use.account === null || use.account === use.party)) return { steps: ownershipSteps(isOwned), organization: use.party }
  const through = use.account === null ? organizationsOf(facts, use) : [use.account]
  const ways = through.flatMap((organization) => {
    const way = upFrom(organization)
    const membership = membershipIn(facts, use, organization)
    return way === null || membership === null ? [] : [{ way, membership, organization }]
  })
  const first = ways.sort(
    (a, b) =>
      earlier({ from: a.membership.from, key: a.membership.evidence ?? '' }, { from: b.membership.from, key: b.membership.evidence ?? '' }) ||
      a.way.length - b.way.length ||
      (a.organization < b.organization ? -1 : 1),
  )[0]
  if (first === undefined) return null
  return {
    steps: [membershipStep(first.membership.evidence), ...ownershipSteps(first.way)],
    organization: first.organization,
  }
}

function coverInAccount(facts: Facts, agreement: Agreement, use: Use): Cover | null {
  const plain: Cover = {
    agreement,
    steps: [],
    organization: null,
    bySeat: false,
  }
  const owns = agreement.buyer === use.party
  const { beneficiary } = agreement
  switch (beneficiary.kind) {
    case 'buyer':
      return owns ? plain : null
    case 'everyone':
      return plain
    case 'members': {
      if (owns) return plain
      const way = belonging(facts, use, agreement.buyer)
      return way === null ? null : { ...plain, ...way }
    }
    case 'account': {
      if (use.account !== null && use.account !== beneficiary.account) return null
      const membership = membershipIn(facts, use, beneficiary.account)
      return membership === null
        ? null
        : {
            ...plain,
            steps: [membershipStep(membership.evidence)],
            organization: beneficiary.account,
          }
    }
    case 'seats': {
      const seat = facts.seats.filter((one) => one.agreement === agreement.key && one.party === use.party && holds(one, use.day)).sort(earlier)[0]
      if (seat === undefined) return null
      const tied = use.account !== null && kindOf(facts, agreement.buyer) === 'organization'
      if (tied && ownershipWay(facts, use.account ?? '', agreement.buyer, use.day) === null) return null
      return { ...plain, steps: [{ evidence: seat.key }], bySeat: true }
    }
  }
}

/** Whether the agreement reaches the party, its own time put aside. A party's own agreements count in every account. */
function cover(facts: Facts, agreement: Agreement, use: Use): Cover | null {
  if (agreement.product !== use.product) return null
  const inAccount = coverInAccount(facts, agreement, use)
  if (inAccount !== null || agreement.buyer !== use.party) return inAccount
  return coverInAccount(facts, agreement, {
    ...use,
    account: null,
    accountKnown: false,
  })
}

function coversOn(facts: Facts, use: Use): Cover[] {
  return facts.agreements.filter((agreement) => holds(agreement, use.day)).flatMap((agreement) => cover(facts, agreement, use) ?? [])
}

function ownOrganizations(facts: Facts, use: Use): string[] {
  return kindOf(facts, use.party) === 'organization' ? [use.party, ...organizationsOf(facts, use)] : organizationsOf(facts, use)
}

function kindOfDirect(facts: Facts, found: Cover, use: Use): 'self' | 'organization' | 'sponsor' {
  const { payer, buyer } = found.agreement
  if (payer === use.party) return 'self'
  if (ownOrganizations(facts, use).some((organization) => ownershipWay(facts, organization, payer, use.day) !== null)) return 'organization'
  if (payer !== buyer && ownershipWay(facts, buyer, payer, use.day) !== null) return 'organization'
  return found.bySeat && kindOf(facts, payer) === 'organization' ? 'organization' : 'sponsor'
}

/** Rule 19. Agreements for everyone need no membership, but it is shown where it makes the kind. */
function directPath(facts: Facts, found: Cover, kind: PayerKind, use: Use): Step[] {
  const { agreement } = found
  const covering: Step = { evidence: agreement.key }
  if (kind !== 'organization') return [...found.steps, covering]
  const fromBuyer = ownershipWay(facts, agreement.buyer, agreement.payer, use.day)
  let steps = found.steps
  let organization = found.organization
  if (agreement.beneficiary.kind === 'everyone') {
    const anywhere = { ...use, account: null }
    const way = belonging(facts, use, agreement.buyer) ?? belonging(facts, anywhere, agreement.buyer)
    const toPayer = way === null && fromBuyer === null ? (belonging(facts, use, agreement.payer) ?? belonging(facts, anywhere, agreement.payer)) : null
    steps = way?.steps ?? toPayer?.steps.slice(0, 1) ?? []
    organization = way?.organization ?? toPayer?.organization ?? null
  }
  const fromOrganization = organization === null ? null : ownershipWay(facts, organization, agreement.payer, use.day)
  const shown = new Set(steps.map((step) => step.evidence))
  const upwards = ownershipSteps(fromBuyer ?? fromOrganization ?? []).filter((step) => !shown.has(step.evidence))
  return [...steps, covering, ...upwards]
}

/** Rule 8. */
function isFundedFor(facts: Facts, product: string, s: string): boolean {
  const funding = facts.fundedBy.get(product)
  return funding !== undefined && facts.agreements.some((agreement) => agreement.product === funding && agreement.seller === s)
}

export function stampOf(facts: Facts, s: string, use: Use): Stamp {
  const covers = coversOn(facts, use).sort((a, b) => earlier(a.agreement, b.agreement))
  const direct = covers.filter((found) => found.agreement.seller === s).map((found) => ({ found, kind: kindOfDirect(facts, found, use) }))
  const resold = covers.flatMap((found) => {
    const way = resaleWay(facts, found.agreement.seller, s, use.product, use.day)
    return way === null ? [] : [{ found, way }]
  })
  const covering = [...direct, ...resold].map(({ found }) => found.agreement.key)
  const others = (...left: readonly string[]): string[] => covering.filter((key) => !left.includes(key)).sort()

  for (const kind of ['self', 'organization', 'intermediary', 'sponsor'] as const) {
    if (kind === 'intermediary') {
      const first = resold[0]
      const last = first?.way.at(-1)
      if (first === undefined || last === undefined) continue
      const path = [...first.found.steps, { evidence: first.found.agreement.key }, ...first.way.map((agreement) => ({ evidence: agreement.key }))]
      return {
        kind,
        agreement: last.key,
        payer: last.payer,
        path,
        alsoCoveredBy: others(first.found.agreement.key, last.key),
      }
    }
    const first = direct.find((one) => one.kind === kind)
    if (first === undefined) continue
    const { agreement } = first.found
    return {
      kind,
      agreement: agreement.key,
      payer: agreement.payer,
      path: directPath(facts, first.found, kind, use),
      alsoCoveredBy: others(agreement.key),
    }
  }
  const none = { agreement: null, payer: null, path: [], alsoCoveredBy: [] }
  if (isFundedFor(facts, use.product, s)) return { ...none, kind: 'sponsor', path: [{ evidence: use.product }] }
  const known = isKnown(facts, use.party) && (use.account === null || use.accountKnown)
  return { ...none, kind: known ? 'nobody' : 'unknown' }
}

/** Rules 30 and 31, for a use that is stamped `nobody`. */
export function unpaidReason(facts: Facts, s: string, use: Use): UnpaidReason {
  if (coversOn(facts, use).some(({ agreement }) => !leadsTo(facts, agreement, s, use.day))) return 'elsewhere'
  const ended = facts.agreements.filter((agreement) => agreement.to !== null && agreement.to <= use.day && leadsTo(facts, agreement, s, use.day))
  if (ended.some((agreement) => cover(facts, agreement, use) !== null)) return 'expired'
  const withSeats = facts.agreements.filter(
    (agreement) =>
      agreement.beneficiary.kind === 'seats' &&
      kindOf(facts, agreement.buyer) === 'organization' &&
      holds(agreement, use.day) &&
      leadsTo(facts, agreement, s, use.day) &&
      !facts.seats.some((seat) => seat.agreement === agreement.key && seat.party === use.party && holds(seat, use.day)),
  )
  if (withSeats.some((agreement) => cover(facts, { ...agreement, beneficiary: { kind: 'members' } }, use) !== null)) return 'no-seat'
  return kindOf(facts, use.party) === 'machine' ? 'machine' : 'free'
}
