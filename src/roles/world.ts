import type { Day, Instant } from '../base/day.ts'
import { domainOfEmail, isAnonymous, isJunk, namespaceOf, SELF } from '../base/identifier.ts'
import type { PartyKind } from '../base/lists.ts'
import type { AgreementKind, DealLine, DeliveryLine, FeedbackLine, Interval, MembershipFunction, NoAskOverride, OverrideLine, PartyLine, PaymentLine, PaymentOverride, RateLine, RoleOverride, SameOverride, StaffLine, Statement } from '../evidence/line.ts'
import type { Dictionary } from '../identity/dictionary.ts'
import { comesBefore, Identities, type Joining, type Place } from '../identity/identities.ts'
import { Asks } from './asks.ts'
import { HeardFeedback, type TopicByHand } from './heard-feedback.ts'
import { type Held, type Statements, StoredHeld, type Version } from './statements.ts'

/** A fact holds from a day to a day. Among several the one with the earliest `from` is chosen, then the smallest key. */
interface Fact {
  readonly key: string
  readonly from: Day
  readonly to: Day
  /** The version that says so. */
  readonly origin: Version
}

/** Persons and organizations stand as numbers of identifiers; the party is looked up when asked, so that a merge rewrites nothing. */
export interface Membership extends Fact {
  readonly person: number
  readonly organization: number
  readonly function: MembershipFunction | null
  /** Said by hand: replaces everything stated about this person and organization. */
  readonly byHand: boolean
  /** Said by hand: is not a member, for all time. */
  readonly not: boolean
  readonly source: string
}

export interface Ownership extends Fact {
  readonly organization: number
  readonly parent: number
}

export interface Agreement extends Fact {
  /** Number of the key, for tables. */
  readonly number: number
  readonly kind: AgreementKind | null
  readonly product: string
  readonly seller: number
  readonly buyer: number
  readonly statedPayer: number
  readonly beneficiary: 'buyer' | 'members' | 'seats' | 'everyone' | 'account' | null
  /** The organization whose members are covered, for beneficiary `account`; else 0. */
  readonly account: number
  readonly seats: number | null
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly interval: Interval
  readonly renews: Day | null
  readonly name: string | null
  readonly source: string
}

export interface Seat extends Fact {
  readonly agreement: string
  readonly party: number
}

export interface Staff extends Fact {
  readonly party: number
  /** Left out by hand, not as staff. */
  readonly byHand: boolean
}

export interface Product {
  readonly key: string
  readonly name: string | null
  readonly fundedBy: string | null
}

export interface Payment {
  /** As the source tells it, with agreement and payer as said by hand, where they are. */
  readonly line: PaymentLine
  readonly held: Held
  /** The word by hand that holds about it. */
  readonly byHand: PaymentOverride | null
  readonly payer: number
  readonly seller: number
}

export interface Feedback {
  /** With the topic that a person gave it by hand, if one did. */
  readonly line: FeedbackLine
  readonly party: number
  readonly held: Held
  /** Absent where nobody said by hand what it is about. */
  readonly byHand?: TopicByHand
}

class Lists<T> {
  readonly #lists = new Map<number, T[]>()

  get(at: number): readonly T[] {
    return this.#lists.get(at) ?? (NONE as readonly T[])
  }

  add(at: number, item: T): void {
    const list = this.#lists.get(at)
    if (list) list.push(item)
    else this.#lists.set(at, [item])
  }

  remove(at: number, matches: (item: T) => boolean): void {
    const list = this.#lists.get(at)
    if (!list) return
    const rest = list.filter((item) => !matches(item))
    if (rest.length === 0) this.#lists.delete(at)
    else this.#lists.set(at, rest)
  }

  has(at: number): boolean {
    return this.#lists.has(at)
  }

  keys(): Iterable<number> {
    return this.#lists.keys()
  }

  get size(): number {
    return this.#lists.size
  }
}

/** Lists of which nearly every identifier has one, mostly with one item: that stands there without a list. Items are objects, and no arrays. */
class DenseLists<T extends object> {
  readonly #lists: (T | T[] | undefined)[] = []

  get(at: number): readonly T[] {
    const found = this.#lists[at]
    return found === undefined ? (NONE as readonly T[]) : Array.isArray(found) ? found : [found]
  }

  add(at: number, item: T): void {
    for (let free = this.#lists.length; free <= at; free += 1) this.#lists.push(undefined)
    const found = this.#lists[at]
    if (found === undefined) this.#lists[at] = item
    else if (Array.isArray(found)) found.push(item)
    else this.#lists[at] = [found, item]
  }

  remove(at: number, matches: (item: T) => boolean): void {
    const rest = this.get(at).filter((item) => !matches(item))
    this.#lists[at] = rest.length > 1 ? rest : rest[0]
  }
}

/** Party lines by their identifiers. They are read when they are asked for. */
class PartyLines {
  readonly #lists = new DenseLists<StoredHeld>()

  get(at: number): readonly { readonly line: PartyLine; readonly held: Held }[] {
    const found = this.#lists.get(at)
    return found.length === 0 ? NONE : found.map((held) => new FiledPartyLine(held))
  }

  held(at: number): readonly StoredHeld[] {
    return this.#lists.get(at)
  }

  add(at: number, held: StoredHeld): void {
    this.#lists.add(at, held)
  }

  remove(at: number, { row }: StoredHeld): void {
    this.#lists.remove(at, (item) => item.row === row)
  }
}

/** Lines that hold, by the row of the version that does. */
class HeldLines {
  readonly #byRow: (StoredHeld | undefined)[] = []

  add(held: StoredHeld): void {
    for (let free = this.#byRow.length; free <= held.row; free += 1) this.#byRow.push(undefined)
    this.#byRow[held.row] = held
  }

  remove({ row }: StoredHeld): void {
    this.#byRow[row] = undefined
  }

  *all(): Generator<StoredHeld> {
    for (const held of this.#byRow) if (held) yield held
  }
}

class FiledPartyLine {
  readonly held: Held

  constructor(held: Held) {
    this.held = held
  }

  get line(): PartyLine {
    return this.held.line as PartyLine
  }
}

/** A membership that a line states; its days and parties stand here, the rest is read from the line. */
class StatedMembership implements Membership {
  readonly #held: StoredHeld
  readonly person: number
  readonly organization: number
  readonly from: Day
  readonly to: Day
  readonly function: MembershipFunction | null

  constructor(held: StoredHeld) {
    const { person, organization, from, to, function: fn } = held.statements.membership(held.row)
    this.#held = held
    this.person = person
    this.organization = organization
    this.from = from
    this.to = to
    this.function = fn as MembershipFunction | null
  }

  get key(): string { return this.#held.statements.key(this.#held.row) }
  get source(): string { return this.#held.statements.source(this.#held.row) }
  get origin(): Version { return this.#held.held }
  get byHand(): boolean { return false }
  get not(): boolean { return false }
}

const NONE: readonly never[] = []
const NO_PARTIES: ReadonlySet<number> = new Set()

/** A word by hand that holds: an override, a line that says who is staff, or one that gives a party a name. */
export interface HeldWord extends Held {
  readonly line: OverrideLine | StaffLine | PartyLine
}

/** What a change may alter: the parties and products whose cover must be worked out again. */
export interface Touched {
  all: boolean
  readonly identifiers: Set<number>
  readonly organizations: Set<number>
  readonly products: Set<string>
}

/** Takes no notes. */
class Unnoted<T> extends Set<T> {
  override add(): this {
    return this
  }
}

export function nothingTouched(): Touched {
  return { all: false, identifiers: new Set(), organizations: new Set(), products: new Set() }
}

/**
 * The graph: everything that holds but usage, as known at one time, indexed by identifier.
 * Lines are added and removed one by one; the same lines give the same graph in any order.
 */
export class World {
  readonly dictionary: Dictionary
  readonly agreementKeys: Dictionary
  identities: Identities
  readonly products = new Map<string, Product>()
  readonly agreements = new Map<string, Agreement>()
  readonly agreementByNumber = new Map<number, Agreement>()
  readonly membershipsOfPerson = new DenseLists<Membership>()
  readonly membershipsOfOrganization = new DenseLists<Membership>()
  readonly ownershipsOfOrganization = new Lists<Ownership>()
  readonly ownershipsOfParent = new Lists<Ownership>()
  readonly agreementsOfBuyer = new Lists<Agreement>()
  readonly agreementsOfSeller = new Lists<Agreement>()
  /** By the payer that the line states; overrides are not in here. */
  readonly agreementsOfPayer = new Lists<Agreement>()
  readonly agreementsForAccount = new Lists<Agreement>()
  readonly agreementsForEveryone = new Map<string, Agreement[]>()
  readonly seatsOfParty = new Lists<Seat>()
  readonly seatsOfAgreement = new Map<string, Seat[]>()
  readonly staffOfParty = new Lists<Staff>()
  readonly partyLines = new PartyLines()
  readonly payments = new Map<string, Payment>()
  /** Feedback lines, and the answers that are feedback. */
  readonly feedback = new HeardFeedback()
  readonly asks = new Asks(this.feedback)
  /** Who is not to be asked. No stamp depends on it. */
  readonly noAsks = new Lists<{ readonly line: NoAskOverride; readonly held: Held }>()
  /** What holds about milestones, by type, source and key. No stamp depends on it. */
  readonly deliveries = new Map<string, { readonly line: DeliveryLine; readonly held: Held }>()
  /** Sales that were tried. No stamp and no money depends on them. */
  readonly deals = new Map<string, { readonly line: DealLine; readonly buyer: number; readonly person: number; readonly seller: number }>()
  /** What currencies are worth in each other. No stamp depends on it. */
  readonly rates = new Map<string, RateLine>()
  readonly roleOverrides = new Lists<{ readonly line: RoleOverride; readonly held: Held }>()
  readonly #payerOverrides = new Map<string, { payer: number; held: Held }[]>()
  /** By the payment's source and key. */
  readonly #paymentOverrides = new Map<string, { line: PaymentOverride; held: Held }[]>()
  readonly #joinings = new HeldLines()
  /** Of these, what was said by hand. */
  readonly #saidSame = new Map<string, Joining>()
  readonly #peopleOfDomain = new Map<string, number[]>()
  #domainsLearned = 0
  #lastPlace = { recordedAt: Number.NEGATIVE_INFINITY, position: -1 }
  #identitiesStale = false
  #named = new Int32Array(1024)
  readonly #spokenOf = new Map<number, number>()
  readonly #self: number
  #isMade = true
  touched = nothingTouched()

  constructor(dictionary: Dictionary, agreementKeys: Dictionary) {
    this.dictionary = dictionary
    this.agreementKeys = agreementKeys
    this.identities = new Identities(dictionary)
    this.#self = dictionary.number(SELF)
    this.identities.grow()
  }

  /** Everything that holds as known at a time. */
  static of(statements: Statements, knownAt: Instant, dictionary: Dictionary, agreementKeys: Dictionary): World {
    const world = new World(dictionary, agreementKeys)
    // Nobody asks what making a graph alters: noting it for a million costs a second.
    world.#isMade = false
    world.touched = { all: false, identifiers: new Unnoted(), organizations: new Unnoted(), products: new Unnoted() }
    for (const held of statements.held(knownAt)) world.#add(held, false)
    world.#isMade = true
    world.#identitiesStale = true
    world.settle()
    world.touched = nothingTouched()
    return world
  }

  /** Takes in what holds now in place of what held before; either may be null. Call settle() after the last one. */
  replace(before: Held | null, after: Held | null): void {
    if (before && after && joinsTheSame(before, after)) return this.#rename(before, after)
    if (before) this.#remove(before)
    if (after) this.#add(after, true)
  }

  /** A party line that says a new name, and joins what it joined before: identities stay as they are. */
  #rename(before: Held, after: Held): void {
    this.#joinings.remove(before as StoredHeld)
    this.#joinings.add(after as StoredHeld)
    if (after.line.type !== 'party') return
    for (const identifier of (after as StoredHeld).numbers) {
      this.partyLines.remove(identifier, before as StoredHeld)
      this.partyLines.add(identifier, after as StoredHeld)
    }
  }

  /** Brings identities up to date after lines were taken in. */
  settle(): void {
    this.identities.grow()
    if (this.#identitiesStale) {
      this.identities = Identities.resolve(this.dictionary, [...(this.#joinings.all() as Iterable<Joining>), ...this.#saidSame.values()])
      this.#identitiesStale = false
      this.touched.all = true
      this.#lastPlace = { recordedAt: Number.NEGATIVE_INFINITY, position: -1 }
      for (const { place } of this.#joinings.all()) this.#passed(place)
      for (const { place } of this.#saidSame.values()) this.#passed(place)
    } else if (this.identities.guessAnew()) this.touched.all = true
    this.#learnDomains()
  }

  /**
   * Runs work on the graph as it would be with some words by hand taken back and others said, and puts everything back. `touched` says meanwhile what they may alter.
   * Nothing else may run meanwhile, so work is not asynchronous. Cost: as `Identities.supposing` where parties are merged or parted; else what the words name.
   */
  supposing<T>(takenBack: readonly HeldWord[], said: readonly HeldWord[], work: () => T): T {
    const { size } = this.dictionary
    const before = this.identities
    const lines = [...takenBack, ...said].map(({ line }) => line)
    this.touched = nothingTouched()
    try {
      for (const line of lines) for (const id of namedIn(line)) this.dictionary.number(id)
      // New identifiers must not grow the identities that are kept.
      if (this.dictionary.size > size) this.identities = before.supposing([], [], () => NONE).identities
      for (const held of takenBack) this.#remove(held)
      for (const held of said) this.#add(held, true)
      this.#learnDomains()
      if (this.#identitiesStale) this.#supposeIdentities(before, lines)
      for (const line of lines) if (line.type === 'override' && line.fact === 'payer') this.#narrowPayer(line.agreement)
      return work()
    } finally {
      for (const held of said) this.#remove(held)
      for (const held of takenBack) this.#add(held, true)
      this.identities = before
      this.#identitiesStale = false
      for (let identifier = size + 1; identifier <= this.dictionary.size; identifier += 1) this.#unlearnDomain(identifier)
      this.#domainsLearned = Math.min(this.#domainsLearned, size)
      this.dictionary.cutBack(size)
      this.touched = nothingTouched()
    }
  }

  #supposeIdentities(before: Identities, lines: readonly HeldWord['line'][]): void {
    const named = lines.flatMap((line) => (line.type === 'override' && (line.fact === 'same' || line.fact === 'not-same') ? line.ids : [])).map((id) => this.dictionary.number(id))
    const aloneIn = (identifier: number): readonly Joining[] => this.partyLines.held(identifier) as readonly Joining[]
    const { identities, replayed } = before.supposing([...new Set(named)], [...this.#saidSame.values()], aloneIn)
    this.identities = identities
    this.#touchReplayed(before, replayed)
  }

  /** Of the identifiers that were joined anew: those whose party is another one now, with everybody who depends on it. */
  #touchReplayed(before: Identities, replayed: readonly number[]): void {
    const was = (identifier: number): number => (identifier <= before.components.size ? before.components.root(identifier) : 0)
    const parties = { before: new Set<number>(), after: new Set<number>() }
    for (const identifier of replayed) {
      const [old, now] = [was(identifier), this.party(identifier)]
      if (old === now && before.components.kinds(old) === this.identities.components.kinds(now)) continue
      parties.before.add(old)
      parties.after.add(now)
    }
    for (const identifier of replayed) if (parties.before.has(was(identifier)) || parties.after.has(this.party(identifier))) this.#touchAsParty(identifier)
  }

  /** Everybody who may depend on the party of an identifier: itself, its members, what it owns, whom its agreements reach, those above whom it sells. */
  #touchAsParty(identifier: number): void {
    if (this.party(identifier) === this.party(this.#self)) this.touched.all = true
    this.touched.identifiers.add(identifier)
    this.touched.organizations.add(identifier)
    for (const agreement of this.agreementsOfSeller.get(identifier)) this.touched.products.add(agreement.product)
    for (const lists of [this.agreementsOfBuyer, this.agreementsOfPayer, this.agreementsForAccount]) for (const agreement of lists.get(identifier)) this.#touchAgreement(agreement)
    for (const [key, overrides] of this.#payerOverrides) {
      const agreement = overrides.some(({ payer }) => payer === identifier) ? this.agreements.get(key) : undefined
      if (agreement) this.#touchAgreement(agreement)
    }
  }

  /** Another payer alters the stamps of those only whom the agreement reaches, not of all who use the product. */
  #narrowPayer(key: string): void {
    const agreement = this.agreements.get(key)
    if (!agreement) return
    this.touched.products.delete(agreement.product)
    this.#touchAgreement(agreement)
  }

  #unlearnDomain(identifier: number): void {
    const domain = domainOfEmail(this.dictionary.text(identifier))
    const people = domain === null ? undefined : this.#peopleOfDomain.get(domain)
    if (domain === null || people === undefined) return
    people.pop()
    if (people.length === 0) this.#peopleOfDomain.delete(domain)
  }

  /** Emails by domain, so that a firm's domain leads to the people guessed to belong to it. */
  #learnDomains(): void {
    const from = this.#domainsLearned + 1
    this.#domainsLearned = this.dictionary.size
    for (let identifier = from; identifier <= this.dictionary.size; identifier += 1) {
      const domain = domainOfEmail(this.dictionary.text(identifier))
      if (domain === null) continue
      const people = this.#peopleOfDomain.get(domain)
      if (people) people.push(identifier)
      else this.#peopleOfDomain.set(domain, [identifier])
    }
  }

  peopleOfDomain(domain: string): readonly number[] {
    return this.#peopleOfDomain.get(domain) ?? NONE
  }

  /** Domains of the e-mail addresses met so far, personal mail left out. */
  get mailDomains(): ReadonlyMap<string, readonly number[]> {
    return this.#peopleOfDomain
  }

  party(identifier: number): number {
    return identifier === 0 ? 0 : this.identities.components.root(identifier)
  }

  kind(party: number): PartyKind | null {
    return this.identities.kind(party)
  }

  /** A party is known if any of its identifiers is neither anonymous nor junk. */
  isKnown(party: number): boolean {
    const components = this.identities.components
    let at = party
    do {
      const text = this.dictionary.text(at)
      if (!isAnonymous(text) && !isJunk(text)) return true
      at = components.next(at)
    } while (at !== party)
    return false
  }

  /** An account is known if any line other than usage, feedback, ask or answer names it. */
  isNamed(party: number): boolean {
    if (party <= 0) return false
    const components = this.identities.components
    let at = party
    do {
      if ((this.#named[at] ?? 0) > 0) return true
      at = components.next(at)
    } while (at !== party)
    return false
  }

  /** True if a line that holds, of any type but usage, names this very identifier. */
  isMentioned(identifier: number): boolean {
    return (this.#named[identifier] ?? 0) > 0 || (this.#spokenOf.get(identifier) ?? 0) > 0
  }

  /** The payer of an agreement, as identifier: by hand, else as stated, else the buyer. */
  payerOf(agreement: Agreement): number {
    const byHand = this.#payerOverrides.get(agreement.key)
    if (byHand && byHand.length > 0) return byHand.reduce((best, next) => (comesBefore(best.held.held, next.held.held) ? next : best)).payer
    return agreement.statedPayer || agreement.buyer
  }

  /** Everybody of whom a role was said by hand. */
  partiesWithRoleByHand(): ReadonlySet<number> {
    return this.roleOverrides.size === 0 ? NO_PARTIES : new Set([...this.roleOverrides.keys()].map((identifier) => this.party(identifier)))
  }

  /** The word by hand that says who pays an agreement; null if nobody said so. */
  payerWord(agreement: Agreement): Held | null {
    const words = this.#payerOverrides.get(agreement.key)
    return words === undefined || words.length === 0 ? null : words.reduce((best, next) => (comesBefore(best.held.held, next.held.held) ? next : best)).held
  }

  /** Calls back with every item filed under any identifier of a party. */
  eachOf<T>(lists: { get(at: number): readonly T[] }, party: number, visit: (item: T) => void): void {
    if (party <= 0) return
    const components = this.identities.components
    let at = party
    do {
      const list = lists.get(at)
      for (let place = 0; place < list.length; place += 1) visit(list[place] as T)
      at = components.next(at)
    } while (at !== party)
  }

  /** The party lines that describe a party, each once. */
  linesOf(party: number): readonly PartyLine[] {
    if (party <= 0) return NONE
    const components = this.identities.components
    const found: StoredHeld[] = []
    let at = party
    do {
      for (const held of this.partyLines.held(at)) if (!found.includes(held)) found.push(held)
      at = components.next(at)
    } while (at !== party)
    return found.map(({ line }) => line as PartyLine)
  }

  /** All items filed under any identifier of a party. */
  allOf<T>(lists: { get(at: number): readonly T[] }, party: number): T[] {
    const found: T[] = []
    this.eachOf(lists, party, (item) => found.push(item))
    return found
  }

  #name(identifier: number, by: 1 | -1): void {
    if (identifier === 0) return
    if (identifier >= this.#named.length) {
      const wider = new Int32Array(Math.max(identifier + 1, this.#named.length * 2))
      wider.set(this.#named)
      this.#named = wider
    }
    const before = this.#named[identifier] as number
    this.#named[identifier] = before + by
    if (before === 0 || before + by === 0) this.touched.identifiers.add(identifier)
  }

  #number(identifier: string | null): number {
    return identifier === null ? 0 : this.dictionary.number(identifier)
  }

  /** Lines that come later than this place join after all that joined so far. */
  #passed({ recordedAt, position }: Place): void {
    if (comesBefore(this.#lastPlace, { recordedAt, position })) this.#lastPlace = { recordedAt, position }
  }

  #add(held: Held, live: boolean): void {
    // What comes by the million is taken in without reading the line.
    if (held instanceof StoredHeld && (held.type === 'party' || held.type === 'link')) {
      for (const identifier of held.numbers) this.#name(identifier, 1)
      return this.#addJoining(held, held.type, live)
    }
    if (held instanceof StoredHeld && held.type === 'membership') {
      const membership = new StatedMembership(held)
      this.#name(membership.person, 1)
      this.#name(membership.organization, 1)
      return this.#addMembership(membership)
    }
    const line = held.line as Exclude<Statement, { type: 'party' | 'link' }>
    this.#nameAll(line, 1)
    switch (line.type) {
      case 'override': return this.#addOverride(held, line)
      default: return this.#addFact(held, line)
    }
  }

  #addFact(held: Held, line: Exclude<Statement, { type: 'party' | 'link' | 'override' }>): void {
    switch (line.type) {
      case 'product':
        this.products.set(line.key, { key: line.key, name: line.name, fundedBy: line.fundedBy })
        this.touched.products.add(line.key)
        return
      case 'membership': return this.#addMembership({ ...fact(held, line), person: this.#number(line.person), organization: this.#number(line.organization), function: line.function, byHand: false, not: false, source: line.source })
      case 'ownership': {
        const ownership = { ...fact(held, line), organization: this.#number(line.organization), parent: this.#number(line.parent) }
        this.ownershipsOfOrganization.add(ownership.organization, ownership)
        this.ownershipsOfParent.add(ownership.parent, ownership)
        this.touched.all = true
        return
      }
      case 'agreement': return this.#addAgreement(agreementFrom(held, line, (id) => this.#number(id), this.agreementKeys))
      case 'seat': {
        const seat = { ...fact(held, line), agreement: line.agreement, party: this.#number(line.party) }
        this.seatsOfParty.add(seat.party, seat)
        const list = this.seatsOfAgreement.get(seat.agreement)
        if (list) list.push(seat)
        else this.seatsOfAgreement.set(seat.agreement, [seat])
        this.touched.identifiers.add(seat.party)
        return
      }
      case 'staff': {
        const party = this.#number(line.party)
        this.staffOfParty.add(party, { ...fact(held, line), party, byHand: false })
        this.touched.identifiers.add(party)
        return
      }
      case 'payment': return this.#addPayment(held, line)
      case 'feedback': this.feedback.set(fileName(line), { line, party: this.#number(line.party), held }); return
      case 'rate': this.rates.set(fileName(line), line); return
      case 'ask': return this.asks.addAsk({ line, party: this.#number(line.party), organization: this.#number(line.organization), held })
      case 'answer': return this.asks.addAnswer(line, held)
      case 'delivery': this.deliveries.set(fileName(line), { line, held }); return
      case 'deal': this.deals.set(fileName(line), { line, buyer: this.#number(line.buyer), person: this.#number(line.person), seller: this.#number(line.seller) }); return
      default: return
    }
  }

  /** The newest word by hand about a payment holds; what it does not say stays as the source tells it. */
  #addPayment(held: Held, stated: PaymentLine): void {
    const words = this.#paymentOverrides.get(fileName(stated))
    const byHand = words === undefined || words.length === 0 ? null : words.reduce((best, next) => (comesBefore(best.held.held, next.held.held) ? next : best)).line
    const line = byHand === null ? stated : { ...stated, agreement: byHand.agreement ?? stated.agreement, payer: byHand.payer ?? stated.payer }
    this.payments.set(fileName(stated), { line, held, byHand, payer: this.#number(line.payer), seller: this.#number(line.seller) })
  }

  /** A payment reads anew after a word about it came or went. No stamp depends on payments, so nothing is touched. */
  #payAnew(word: PaymentOverride): void {
    const known = this.payments.get(paymentOf(word))
    if (known) this.#addPayment(known.held, known.held.line as PaymentLine)
  }

  #addMembership(membership: Membership): void {
    this.membershipsOfPerson.add(membership.person, membership)
    this.membershipsOfOrganization.add(membership.organization, membership)
    this.touched.identifiers.add(membership.person)
  }

  #addAgreement(agreement: Agreement): void {
    this.agreements.set(agreement.key, agreement)
    this.agreementByNumber.set(agreement.number, agreement)
    this.agreementsOfBuyer.add(agreement.buyer, agreement)
    this.agreementsOfSeller.add(agreement.seller, agreement)
    if (agreement.statedPayer !== 0) this.agreementsOfPayer.add(agreement.statedPayer, agreement)
    if (agreement.beneficiary === 'account') this.agreementsForAccount.add(agreement.account, agreement)
    if (agreement.beneficiary === 'everyone') {
      const list = this.agreementsForEveryone.get(agreement.product)
      if (list) list.push(agreement)
      else this.agreementsForEveryone.set(agreement.product, [agreement])
    }
    this.#touchAgreement(agreement)
  }

  /** Most agreements reach the members of one organization; those that resell, or are for everyone, reach further. */
  #touchAgreement(agreement: Agreement): void {
    if (!this.#isMade) return
    this.touched.identifiers.add(agreement.buyer)
    const resells = this.party(agreement.seller) !== this.party(this.#self) || this.allOf(this.agreementsOfSeller, this.#partyNow(agreement.buyer)).length > 0
    if (resells || agreement.beneficiary === 'everyone' || this.#firstSale(agreement)) this.touched.products.add(agreement.product)
    this.touched.organizations.add(agreement.buyer)
    if (agreement.account) this.touched.organizations.add(agreement.account)
    for (const seat of this.seatsOfAgreement.get(agreement.key) ?? NONE) this.touched.identifiers.add(seat.party)
  }

  /** The first sale of a product that funds others begins their funding, the last one's end ends it. */
  #firstSale(agreement: Agreement): boolean {
    for (const product of this.products.values()) if (product.fundedBy === agreement.product) return true
    return false
  }

  #partyNow(identifier: number): number {
    this.identities.grow()
    return this.party(identifier)
  }

  #addJoining(held: StoredHeld, type: 'party' | 'link', live: boolean): void {
    const joining = held as Joining
    this.#joinings.add(held)
    if (type === 'party') for (const identifier of held.numbers) this.partyLines.add(identifier, held)
    if (!live || this.#identitiesStale) return
    if (comesBefore(this.#lastPlace, held.place)) {
      this.#passed(held.place)
      this.#joinNow(joining)
    } else this.#identitiesStale = true
  }

  #joinNow(joining: Joining): void {
    const identities = this.identities
    const numbers = [...(joining as StoredHeld).numbers]
    identities.grow()
    const kindsBefore = numbers.map((number) => identities.components.kinds(this.party(number)))
    const changed = identities.join(joining)
    const kindsAfter = numbers.map((number) => identities.components.kinds(this.party(number)))
    if (!changed && kindsBefore.every((kinds, place) => kinds === kindsAfter[place])) return
    for (const number of numbers) {
      this.touched.identifiers.add(number)
      const party = this.party(number)
      if (this.#reachesOthers(party)) this.touched.all = true
      // Whoever is covered by what the party buys or pays carries its number and its kind in the stamp.
      this.eachOf(this.agreementsOfBuyer, party, (agreement) => this.#touchAgreement(agreement))
      this.eachOf(this.agreementsOfPayer, party, (agreement) => this.#touchAgreement(agreement))
      for (const [key, overrides] of this.#payerOverrides) {
        const agreement = overrides.some(({ payer }) => this.party(payer) === party) ? this.agreements.get(key) : undefined
        if (agreement) this.#touchAgreement(agreement)
      }
    }
  }

  /** True if others depend on the party by more than agreements that it buys or pays: its members, those it owns or sells to, its domain. */
  #reachesOthers(party: number): boolean {
    return party === this.party(this.#self) || [this.agreementsOfSeller, this.agreementsForAccount, this.ownershipsOfOrganization, this.ownershipsOfParent, this.membershipsOfOrganization]
      .some((lists) => this.allOf<unknown>(lists, party).length > 0) || this.identities.identifiers(party).some((id) => namespaceOf(id) === 'domain')
  }

  #addSame(held: Held, line: SameOverride): void {
    const joining: Joining = { place: held.place, held: held.held, line }
    this.#saidSame.set(fileName(line), joining)
    this.#identitiesStale = true
  }

  #addOverride(held: Held, line: OverrideLine): void {
    switch (line.fact) {
      case 'same': case 'not-same':
        return this.#addSame(held, line)
      case 'membership':
        return this.#addMembership({ ...fact(held, line), person: this.#number(line.person), organization: this.#number(line.organization), function: line.function, byHand: true, not: line.not, source: line.source })
      case 'payer': {
        const list = this.#payerOverrides.get(line.agreement) ?? []
        list.push({ payer: this.#number(line.payer), held })
        this.#payerOverrides.set(line.agreement, list)
        const agreement = this.agreements.get(line.agreement)
        if (agreement) this.touched.products.add(agreement.product)
        else this.touched.all = true
        return
      }
      case 'leave-out': {
        const party = this.#number(line.party)
        this.staffOfParty.add(party, { ...fact(held, line), party, byHand: true })
        this.touched.identifiers.add(party)
        return
      }
      case 'role': this.roleOverrides.add(this.#number(line.party), { line, held }); return
      case 'topic': this.feedback.addWord(line, held); return
      case 'no-ask': this.noAsks.add(this.#number(line.party), { line, held }); return
      case 'payment': {
        const list = this.#paymentOverrides.get(paymentOf(line)) ?? []
        list.push({ line, held })
        this.#paymentOverrides.set(paymentOf(line), list)
        return this.#payAnew(line)
      }
    }
  }

  #remove(held: Held): void {
    const line = held.line
    this.#nameAll(line, -1)
    switch (line.type) {
      case 'product': this.products.delete(line.key); this.touched.products.add(line.key); this.touched.all = true; return
      case 'party':
        // A name that is supposed, or taken back on trial, joins nothing: whether the party is named is all it tells.
        if (!(held instanceof StoredHeld)) return
        for (const identifier of held.numbers) this.partyLines.remove(identifier, held)
        return this.#removeJoining(held)
      case 'link': return this.#removeJoining(held)
      case 'membership': return this.#removeMembership(line, held)
      case 'ownership':
        this.ownershipsOfOrganization.remove(this.#number(line.organization), (item) => item.origin === held.held)
        this.ownershipsOfParent.remove(this.#number(line.parent), (item) => item.origin === held.held)
        this.touched.all = true
        return
      case 'agreement': return this.#removeAgreement(line.key)
      case 'seat': {
        const party = this.#number(line.party)
        this.seatsOfParty.remove(party, (item) => item.origin === held.held)
        this.seatsOfAgreement.set(line.agreement, (this.seatsOfAgreement.get(line.agreement) ?? []).filter((item) => item.origin !== held.held))
        this.touched.identifiers.add(party)
        return
      }
      case 'staff': return this.#removeStaff(line, held)
      case 'payment': this.payments.delete(fileName(line)); return
      case 'feedback': this.feedback.delete(fileName(line)); return
      case 'rate': this.rates.delete(fileName(line)); return
      case 'ask': return this.asks.removeAsk(line, held)
      case 'answer': return this.asks.removeAnswer(line, held)
      case 'delivery': this.deliveries.delete(fileName(line)); return
      case 'deal': this.deals.delete(fileName(line)); return
      case 'override': return this.#removeOverride(held, line)
      default: return
    }
  }

  #removeMembership(line: { readonly person: string; readonly organization: string }, held: Held): void {
    const person = this.#number(line.person)
    this.membershipsOfPerson.remove(person, (item) => item.origin === held.held)
    this.membershipsOfOrganization.remove(this.#number(line.organization), (item) => item.origin === held.held)
    this.touched.identifiers.add(person)
  }

  #removeStaff(line: { readonly party: string }, held: Held): void {
    const party = this.#number(line.party)
    this.staffOfParty.remove(party, (item) => item.origin === held.held)
    this.touched.identifiers.add(party)
  }

  #removeAgreement(key: string): void {
    const agreement = this.agreements.get(key)
    if (!agreement) return
    this.#touchAgreement(agreement)
    this.agreements.delete(key)
    this.agreementByNumber.delete(agreement.number)
    const same = (item: Agreement) => item === agreement
    this.agreementsOfBuyer.remove(agreement.buyer, same)
    this.agreementsOfSeller.remove(agreement.seller, same)
    this.agreementsOfPayer.remove(agreement.statedPayer, same)
    this.agreementsForAccount.remove(agreement.account, same)
    const everyone = this.agreementsForEveryone.get(agreement.product)
    if (everyone) this.agreementsForEveryone.set(agreement.product, everyone.filter((item) => item !== agreement))
  }

  #removeJoining(held: Held): void {
    if (held.line.type === 'override') this.#saidSame.delete(fileName(held.line))
    else this.#joinings.remove(held as StoredHeld)
    this.#identitiesStale = true
  }

  #removeOverride(held: Held, line: OverrideLine): void {
    switch (line.fact) {
      case 'same': case 'not-same': return this.#removeJoining(held)
      case 'membership': return this.#removeMembership(line, held)
      case 'payer': {
        this.#payerOverrides.set(line.agreement, (this.#payerOverrides.get(line.agreement) ?? []).filter((item) => item.held.held !== held.held))
        const agreement = this.agreements.get(line.agreement)
        if (agreement) this.touched.products.add(agreement.product)
        else this.touched.all = true
        return
      }
      case 'leave-out': return this.#removeStaff(line, held)
      case 'role': this.roleOverrides.remove(this.#number(line.party), (item) => item.held.held === held.held); return
      case 'topic': this.feedback.removeWord(line, held); return
      case 'no-ask': this.noAsks.remove(this.#number(line.party), (item) => item.held.held === held.held); return
      case 'payment':
        this.#paymentOverrides.set(paymentOf(line), (this.#paymentOverrides.get(paymentOf(line)) ?? []).filter((item) => item.held.held !== held.held))
        return this.#payAnew(line)
    }
  }

  #nameAll(line: Statement, by: 1 | -1): void {
    for (const identifier of namedIn(line)) this.#name(this.#number(identifier), by)
    for (const identifier of spokenOfIn(line)) {
      const number = this.#number(identifier)
      this.#spokenOf.set(number, (this.#spokenOf.get(number) ?? 0) + by)
    }
  }
}

function joinsTheSame(before: Held, after: Held): boolean {
  const a = before.line
  const b = after.line
  if ((a.type !== 'party' && a.type !== 'link') || a.type !== b.type) return false
  if (before.place.recordedAt !== after.place.recordedAt || before.place.position !== after.place.position) return false
  const kinds = a.type === 'party' ? b.type === 'party' && a.kind === b.kind : b.type === 'link' && a.inferred === b.inferred
  return kinds && a.ids.length === (b as typeof a).ids.length && a.ids.every((id, place) => id === (b as typeof a).ids[place])
}

function fileName(line: { readonly type: string; readonly source: string; readonly key: string }): string {
  return `${line.type}\0${line.source}\0${line.key}`
}

function paymentOf(word: PaymentOverride): string {
  return fileName({ type: 'payment', source: word.of, key: word.payment })
}

function fact(held: Held, line: { readonly key: string; readonly from: Day; readonly to: Day }): Fact {
  return { key: line.key, from: line.from, to: line.to, origin: held.held }
}

function agreementFrom(held: Held, line: Extract<Statement, { type: 'agreement' }>, number: (id: string | null) => number, keys: Dictionary): Agreement {
  const account = typeof line.beneficiary === 'object' && line.beneficiary !== null ? line.beneficiary.account : null
  // One literal: an object that is spread first and filled then takes several times the memory.
  return {
    key: line.key,
    from: line.from,
    to: line.to,
    origin: held.held,
    number: keys.number(line.key),
    kind: line.kind,
    product: line.product,
    seller: number(line.seller),
    buyer: number(line.buyer),
    statedPayer: number(line.payer),
    beneficiary: account === null ? (line.beneficiary as Exclude<Agreement['beneficiary'], 'account'>) : 'account',
    account: number(account),
    seats: line.seats,
    amountMinor: line.amountMinor,
    currency: line.currency,
    interval: line.interval,
    renews: line.renews,
    name: line.name,
    source: line.source,
  }
}

/** The identifiers that a line names, apart from usage, feedback, ask and answer, whose naming tells nothing. */
export function namedIn(line: Statement): readonly string[] {
  switch (line.type) {
    case 'party': case 'link': return line.ids
    case 'membership': return [line.person, line.organization]
    case 'ownership': return [line.organization, line.parent]
    case 'agreement': {
      const named = [line.seller, line.buyer]
      if (line.payer !== null) named.push(line.payer)
      if (typeof line.beneficiary === 'object' && line.beneficiary !== null) named.push(line.beneficiary.account)
      return named
    }
    case 'deal': return [line.seller, line.buyer, line.person].filter((one) => one !== null)
    case 'seat': case 'staff': return [line.party]
    case 'payment': return line.payer === null ? [line.seller] : [line.seller, line.payer]
    case 'override':
      switch (line.fact) {
        case 'same': case 'not-same': return line.ids
        case 'membership': return [line.person, line.organization]
        case 'payer': return [line.payer]
        case 'payment': return line.payer === null ? NONE : [line.payer]
        case 'topic': return NONE
        default: return [line.party]
      }
    default: return NONE
  }
}

/** The identifiers that feedback, ask and answer lines speak of: they make a party, but no account known. */
export function spokenOfIn(line: Statement): readonly string[] {
  switch (line.type) {
    case 'feedback': return line.account === null ? [line.party] : [line.party, line.account]
    case 'ask': return [line.party, line.organization, line.account].filter((id) => id !== null)
    case 'answer': return line.account ? [line.account] : NONE
    default: return NONE
  }
}
