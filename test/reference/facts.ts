// The facts that were known at a time, with every identifier turned into its party.

import { type Day, dayOf, holds, instantOf, type Span } from './calendar.ts'
import { identifierOf, isJunk, mailDomain, namespaceOf } from './identifiers.ts'
import { type Identity, identify, newestLast } from './identity.ts'
import { type Kind, personalMailDomains } from './lists.ts'
import { currencyDigits, type Held, isGiven, namedIdentifiers, scoreRange, textOf } from './record.ts'
import type { Edge } from './way.ts'

export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'once'

export type Beneficiary = { readonly kind: 'buyer' | 'members' | 'seats' | 'everyone' } | { readonly kind: 'account'; readonly account: string }

export interface Agreement extends Span {
  readonly key: string
  readonly product: string
  readonly seller: string
  readonly buyer: string
  readonly payer: string
  readonly kind: string | null
  readonly beneficiary: Beneficiary
  readonly seats: number | null
  readonly amountMinor: bigint | null
  readonly currency: string | null
  readonly interval: Interval
  readonly renews: Day | null
}

export interface Membership extends Span {
  readonly person: string
  readonly organization: string
  readonly function: string | null
  /** The key of its line; null for a guess and for a membership by use. */
  readonly evidence: string | null
}

export interface Ownership extends Span, Edge {
  readonly key: string
}

export interface Seat extends Span {
  readonly key: string
  readonly agreement: string
  readonly party: string
}

export interface Payment {
  readonly source: string
  readonly payer: string | null
  readonly seller: string
  readonly agreement: string | null
  readonly product: string | null
  readonly kind: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly day: Day
}

/** One usage day (2.4), or the question of who-pays, which has no events. */
export interface Use {
  readonly party: string
  readonly product: string
  readonly day: Day
  readonly account: string | null
  readonly accountKnown: boolean
  readonly events: number
  readonly lastInstantMs: number
}

export interface Feedback {
  readonly party: string
  readonly account: string | null
  readonly accountKnown: boolean
  readonly product: string | null
  readonly kind: string
  readonly score: number | null
  readonly topic: string | null
  readonly instantMs: number
  readonly day: Day
  readonly recordedAtMs: number
  readonly arrival: number
}

export interface Facts {
  readonly identity: Identity
  readonly named: ReadonlySet<string>
  readonly fundedBy: ReadonlyMap<string, string>
  /** Agreements with money only: rule 6 leaves the others out of everything but `explained`. */
  readonly agreements: readonly Agreement[]
  readonly everyAgreement: readonly Agreement[]
  readonly memberships: readonly Membership[]
  readonly denied: ReadonlySet<string>
  readonly ownerships: readonly Ownership[]
  readonly seats: readonly Seat[]
  readonly payments: readonly Payment[]
  readonly uses: readonly Use[]
  readonly feedback: readonly Feedback[]
  readonly staff: readonly (Span & { readonly party: string })[]
  readonly ownDomains: ReadonlySet<string>
  readonly accountsNamed: ReadonlySet<string>
}

export function minorOf(amount: string, currency: string): bigint {
  const digits = currencyDigits(currency) ?? 0
  const [whole, rest = ''] = amount.trim().split('.')
  return BigInt(`${whole}${rest.padEnd(digits, '0')}`)
}

function spanOf(line: Held): Span {
  return { from: dayOf(line.line.from) ?? '', to: dayOf(line.line.to) }
}

/** Earliest `from`, then smallest key. */
export function earlier(a: { readonly from: Day; readonly key: string }, b: { readonly from: Day; readonly key: string }): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

export function pair(person: string, organization: string): string {
  return `${person} ${organization}`
}

export function factsOf(held: readonly Held[]): Facts {
  const identity = identify(held)
  const inArrival = [...held].sort((a, b) => a.arrival - b.arrival)
  const ofType = (type: string): Held[] => inArrival.filter((line) => line.type === type)
  const party = (value: unknown): string => identity.partyOf(identifierOf(value) ?? '')
  const partyIfGiven = (value: unknown): string | null => (isGiven(value) ? party(value) : null)
  const overrides = (fact: string): Held[] => newestLast(ofType('override').filter((line) => line.line.fact === fact))

  const beneficiaryOf = (line: Held): Beneficiary => {
    const said = textOf(line.line.beneficiary)
    if (said === 'buyer' || said === 'members' || said === 'seats' || said === 'everyone') return { kind: said }
    if (said !== null) return { kind: 'account', account: party(said) }
    return {
      kind: identity.kindOf(party(line.line.buyer)) === 'organization' ? 'members' : 'buyer',
    }
  }
  const payerByHand = new Map(overrides('payer').map((line) => [String(line.line.agreement), party(line.line.payer)]))
  const paymentByHand = new Map(overrides('payment').map((line) => [`${textOf(line.line.of) ?? 'default'} ${String(line.line.payment)}`, line.line]))
  const saidOfPayment = (line: Held, field: 'agreement' | 'payer'): unknown => paymentByHand.get(`${line.source} ${line.key}`)?.[field] ?? line.line[field]
  const everyAgreement = ofType('agreement').map((line): Agreement => {
    const currency = textOf(line.line.currency)
    return {
      ...spanOf(line),
      key: line.key,
      product: String(line.line.product),
      seller: party(isGiven(line.line.seller) ? line.line.seller : 'self'),
      buyer: party(line.line.buyer),
      payer: payerByHand.get(line.key) ?? partyIfGiven(line.line.payer) ?? party(line.line.buyer),
      kind: textOf(line.line.kind),
      beneficiary: beneficiaryOf(line),
      seats: typeof line.line.seats === 'number' ? line.line.seats : null,
      amountMinor: isGiven(line.line.amount) && currency !== null ? minorOf(String(line.line.amount), currency) : null,
      currency,
      interval: line.line.interval as Interval,
      renews: dayOf(line.line.renews),
    }
  })

  const byHand = new Map(overrides('membership').map((line) => [pair(party(line.line.person), party(line.line.organization)), line]))
  const membershipFrom = (line: Held): Membership => ({
    ...spanOf(line),
    person: party(line.line.person),
    organization: party(line.line.organization),
    function: textOf(line.line.function),
    evidence: line.key,
  })
  const stated = ofType('membership')
    .map(membershipFrom)
    .filter((membership) => !byHand.has(pair(membership.person, membership.organization)))

  const accountsNamed = new Set(held.filter((line) => !['usage', 'feedback', 'ask', 'answer'].includes(line.type)).flatMap(namedIdentifiers))

  const accountOf = (given: unknown): { account: string | null; accountKnown: boolean } => {
    const named = isGiven(given) ? identifierOf(given) : null
    const account = named === null || isJunk(named) ? null : named
    return { account: account === null ? null : identity.partyOf(account), accountKnown: account !== null && accountsNamed.has(account) }
  }

  const uses = new Map<string, Use>()
  for (const line of ofType('usage')) {
    const instantMs = instantOf(line.line.at) ?? 0
    const use: Use = {
      party: party(line.line.party),
      product: String(line.line.product),
      day: dayOf(line.line.at) ?? '',
      ...accountOf(line.line.account),
      events: typeof line.line.count === 'number' ? line.line.count : 1,
      lastInstantMs: instantMs,
    }
    const unit = JSON.stringify([use.party, use.product, use.day, use.account])
    const before = uses.get(unit)
    uses.set(
      unit,
      before === undefined
        ? use
        : {
            ...before,
            events: before.events + use.events,
            lastInstantMs: Math.max(before.lastInstantMs, instantMs),
          },
    )
  }

  // An answer speaks for the ask of its own source, else of the source that sorts first; it is feedback if that ask has a kind, and the kind takes its score.
  const answersThatCount = ofType('answer').flatMap((line) => {
    const asks = ofType('ask').filter((ask) => ask.key === line.line.ask).sort((a, b) => Number(b.source === line.source) - Number(a.source === line.source) || (a.source < b.source ? -1 : 1))
    const about = asks[0]?.line
    if (about === undefined || !isGiven(about.kind)) return []
    const range = scoreRange[String(about.kind)]
    const { score } = line.line
    const fits = range === undefined || (typeof score === 'number' && Number.isInteger(score) && score >= range[0] && score <= range[1])
    return fits ? [{ line, about }] : []
  })

  // A word that gives a topic stands unless a later one denies it, or all; the newest that stands holds, else the feedback's own topic, if no word denies it.
  const topicBy = (line: Held, own: string | null): string | null => {
    const words = overrides('topic').map(({ line: word }) => word).filter((word) => word.feedback === line.key && (textOf(word.of) ?? 'default') === line.source)
    const denies = (word: Held['line'], topic: unknown): boolean => word.not === true && (!isGiven(word.topic) || word.topic === topic)
    const standing = words.filter((word, place) => word.not !== true && !words.slice(place + 1).some((later) => denies(later, word.topic)))
    const newest = standing.at(-1)
    return newest ? textOf(newest.topic) : words.some((word) => denies(word, own)) ? null : own
  }

  return {
    identity,
    named: new Set(held.flatMap(namedIdentifiers)),
    fundedBy: new Map(ofType('product').flatMap((line) => (isGiven(line.line.fundedBy) ? [[line.key, String(line.line.fundedBy)] as const] : []))),
    agreements: everyAgreement.filter((agreement) => agreement.amountMinor === null || agreement.amountMinor > 0n),
    everyAgreement,
    memberships: [...stated, ...[...byHand.values()].filter((line) => line.line.not !== true).map(membershipFrom)],
    denied: new Set([...byHand].filter(([, line]) => line.line.not === true).map(([about]) => about)),
    ownerships: ofType('ownership').map((line) => ({
      ...spanOf(line),
      key: line.key,
      lower: party(line.line.organization),
      upper: party(line.line.parent),
    })),
    seats: ofType('seat').map((line) => ({
      ...spanOf(line),
      key: line.key,
      agreement: String(line.line.agreement),
      party: party(line.line.party),
    })),
    payments: ofType('payment').map((line) => ({
      source: line.source,
      payer: partyIfGiven(saidOfPayment(line, 'payer')),
      seller: party(isGiven(line.line.seller) ? line.line.seller : 'self'),
      agreement: textOf(saidOfPayment(line, 'agreement')),
      product: textOf(line.line.product),
      kind: textOf(line.line.kind) ?? 'charge',
      amountMinor: minorOf(String(line.line.amount), String(line.line.currency)),
      currency: String(line.line.currency),
      day: dayOf(line.line.at) ?? '',
    })),
    uses: [...uses.values()],
    feedback: [...ofType('feedback').map((line) => ({ line, about: line.line })), ...answersThatCount].map(({ line, about }) => ({
      party: party(about.party),
      ...accountOf(isGiven(line.line.account) ? line.line.account : about.account),
      product: textOf(about.product),
      kind: String(about.kind),
      score: typeof line.line.score === 'number' ? line.line.score : null,
      topic: topicBy(line, textOf(about.topic)),
      instantMs: instantOf(line.line.at) ?? 0,
      day: dayOf(line.line.at) ?? '',
      recordedAtMs: line.recordedAtMs,
      arrival: line.arrival,
    })),
    staff: ofType('staff').map((line) => ({
      ...spanOf(line),
      party: party(line.line.party),
    })),
    ownDomains: new Set(identity.identifiersOf(identity.partyOf('self')).filter((identifier) => namespaceOf(identifier) === 'domain')),
    accountsNamed,
  }
}

export function kindOf(facts: Facts, party: string): Kind | null {
  return facts.identity.kindOf(party)
}

/** Rule 46. */
export function isKnown(facts: Facts, party: string): boolean {
  return facts.identity.identifiersOf(party).some((identifier) => namespaceOf(identifier) !== 'anonymous' && !isJunk(identifier))
}

/** Rule 11: for each e-mail address the organization of its domain. */
export function guessedOrganizations(facts: Facts, party: string): string[] {
  const domains = facts.identity.identifiersOf(party).flatMap((identifier) => (isJunk(identifier) ? [] : (mailDomain(identifier) ?? [])))
  const usable = domains.filter((domain) => !personalMailDomains.has(domain) && !facts.ownDomains.has(`domain:${domain}`) && !isJunk(`domain:${domain}`))
  return [...new Set(usable.map((domain) => facts.identity.partyOf(`domain:${domain}`)))]
}

/** Stated memberships of the day, or, where there is none, the guessed ones. */
export function membershipsOn(facts: Facts, party: string, day: Day): Membership[] {
  const ever = facts.memberships.filter((membership) => membership.person === party)
  const stated = ever.filter((membership) => holds(membership, day))
  if (stated.length > 0) return stated
  return guessedOrganizations(facts, party)
    .filter((organization) => !ever.some((membership) => membership.organization === organization) && !facts.denied.has(pair(party, organization)))
    .map((organization) => ({
      person: party,
      organization,
      function: null,
      evidence: null,
      from: '',
      to: null,
    }))
}

/** The membership by which the party of a use belongs to an organization: stated first, then guessed or by the use itself (rule 4). */
export function membershipIn(facts: Facts, use: Use, organization: string): Membership | null {
  const found = membershipsOn(facts, use.party, use.day)
    .filter((membership) => membership.organization === organization)
    .sort((a, b) => earlier({ from: a.from, key: a.evidence ?? '' }, { from: b.from, key: b.evidence ?? '' }))[0]
  if (found !== undefined) return found
  const byUse = use.account === organization && use.accountKnown && !facts.denied.has(pair(use.party, organization))
  return byUse
    ? {
        person: use.party,
        organization,
        function: null,
        evidence: null,
        from: '',
        to: null,
      }
    : null
}

/** All organizations of the party on that usage day, by statement, guess and use. */
export function organizationsOf(facts: Facts, use: Use): string[] {
  const byStatement = membershipsOn(facts, use.party, use.day).map((membership) => membership.organization)
  const byUse = use.account !== null && membershipIn(facts, use, use.account) !== null ? [use.account] : []
  return [...new Set([...byStatement, ...byUse])]
}

export function isStaff(facts: Facts, party: string, day: Day): boolean {
  return facts.staff.some((staff) => staff.party === party && holds(staff, day))
}
