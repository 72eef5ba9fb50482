import { ALWAYS, type Day, NEVER } from '../base/day.ts'
import { domainOfEmail, SELF, valueOf } from '../base/identifier.ts'
import { isPublicSuffix } from '../base/public-suffix.ts'
import { byAge, isOn, Ownerships } from './owners.ts'
import { pays, Resales } from './resale.ts'
import { COUNTED, LEFT_OUT_BY_HAND, LEFT_OUT_STAFF, PAYER_KINDS, sameStamp, type Stamp, type StampSpan } from './stamp.ts'
import type { Agreement, Membership, Ownership, Seat, World } from './world.ts'

/** That a party belongs to an organization on a day: stated by a line, or inferred from its e-mail address or from its use in the account. */
export interface Belonging {
  readonly organization: number
  readonly membership: Membership | null
  readonly inferred: 'by-domain' | 'by-use' | null
}

/** How an agreement reaches a party: the steps before the agreement in the explanation. */
export interface Way {
  readonly seat: Seat | null
  readonly belonging: Belonging | null
  readonly ownerships: readonly Ownership[]
}

/** An agreement that covers a party on a day, with who pays the seller in view for it. */
export interface Cover {
  readonly kind: number
  readonly agreement: Agreement
  readonly way: Way
  /** For resold use: the agreements above, the last one sold by the seller in view. */
  readonly chain: readonly Agreement[]
  readonly payer: number
  /** The account of the use. */
  readonly account: number
}

/** Whose use, of what, where: the account is a party's number, 0 for none. */
export interface Use {
  readonly party: number
  readonly product: string
  readonly account: number
}

const SELF_KIND = PAYER_KINDS.indexOf('self')
const ORGANIZATION_KIND = PAYER_KINDS.indexOf('organization')
const INTERMEDIARY_KIND = PAYER_KINDS.indexOf('intermediary')
const SPONSOR_KIND = PAYER_KINDS.indexOf('sponsor')
const NOBODY_KIND = PAYER_KINDS.indexOf('nobody')
const UNKNOWN_KIND = PAYER_KINDS.indexOf('unknown')
const ELSEWHERE = 0
const EXPIRED = 1
const NO_SEAT = 2
const MACHINE_REASON = 3
const FREE = 4

const DIRECTLY: Way = { seat: null, belonging: null, ownerships: [] }
const NO_CHAIN: readonly Agreement[] = []
/** No product has the empty key: it asks who would pay for the use of any product, by the order of kinds and agreements that one product has. */
export const ANY_PRODUCT = ''

/** What the stamps of a use depend on over all time; worked out once for all its days. */
interface Background {
  readonly use: Use
  /** Stated memberships that count, by age. */
  readonly stated: readonly StatedBelonging[]
  readonly denied: ReadonlySet<number>
  readonly guessed: readonly Belonging[]
  /** Agreements that may reach the party on some day: bought by it, by what it belongs to, their owners; its seats; for everyone. */
  readonly agreements: readonly Agreement[]
  /** What the party belongs to on some day, its account and itself, with all that own any of these. */
  readonly organizations: ReadonlySet<number>
}

interface StatedBelonging extends Belonging {
  readonly membership: Membership
}

/** Who owns an organization on some day, and the days on which that changes. */
interface OwnersEver {
  readonly owners: readonly number[]
  readonly breaks: readonly Day[]
}

/** A person's standing on one day, worked out once and asked often. */
interface Standing {
  readonly background: Background
  readonly use: Use
  readonly day: Day
  /** Everything the party belongs to, stated, guessed, and by use in the account. */
  readonly belongings: readonly Belonging[]
  /** Those that count where the use took place: all without an account, else that in the account. */
  readonly here: readonly Belonging[]
}

/** All rules of who pays, for one graph and one seller in view. Pure: the same graph gives the same answers. */
export class Coverage {
  readonly world: World
  readonly seller: number
  readonly owners: Ownerships
  readonly #resales: Resales
  readonly #ownDomains: ReadonlySet<string>
  readonly #funded = new Map<string, boolean>()
  readonly #ownersEver = new Map<number, OwnersEver>()
  /** The last question about covers: its stamp and its explanation are asked together. */
  #lastCovers: { readonly standing: Standing; readonly covers: Cover[] } | null = null

  constructor(world: World, seller: number) {
    this.world = world
    this.seller = seller
    this.owners = new Ownerships(world)
    this.#resales = new Resales(world, seller)
    this.#ownDomains = new Set(world.identities.identifiers(world.party(world.dictionary.find(SELF))).filter((id) => id.startsWith('domain:')))
  }

  // -- belonging --------------------------------------------------------------------------------

  /** Stated memberships of a party, after what was said by hand; those that are denied for all time are in `denied`. */
  statedMemberships(party: number): { readonly memberships: readonly Membership[]; readonly denied: ReadonlySet<number> } {
    const stated = this.world.allOf(this.world.membershipsOfPerson, party)
    if (!stated.some((membership) => membership.byHand)) return { memberships: stated, denied: NOTHING_DENIED }
    const newest = new Map<number, Membership>()
    for (const membership of stated) {
      if (!membership.byHand) continue
      const organization = this.world.party(membership.organization)
      const known = newest.get(organization)
      if (!known || isNewer(membership, known)) newest.set(organization, membership)
    }
    const kept = stated.filter((membership) => {
      const byHand = newest.get(this.world.party(membership.organization))
      return byHand === undefined ? true : byHand === membership && !membership.not
    })
    const denied = new Set([...newest].filter(([, membership]) => membership.not).map(([organization]) => organization))
    return { memberships: kept, denied }
  }

  /** Organizations guessed from the party's e-mail addresses, apart from those about which something is stated for any time. */
  guessedOrganizations(party: number): number[] {
    if (this.world.kind(party) !== 'person') return []
    const components = this.world.identities.components
    let guessed: number[] | null = null
    let at = party
    do {
      const domain = domainOfEmail(this.world.dictionary.text(at))
      if (domain !== null && !this.#ownDomains.has(domain)) {
        const identifier = this.world.dictionary.find(domain)
        if (identifier !== 0 && identifier <= components.size && !isPublicSuffix(valueOf(domain))) guessed = [...(guessed ?? []), this.world.party(identifier)]
      }
      at = components.next(at)
    } while (at !== party)
    if (guessed === null) return []
    const spokenOf = new Set(this.world.allOf(this.world.membershipsOfPerson, party).map((membership) => this.world.party(membership.organization)))
    return [...new Set(guessed)].filter((organization) => !spokenOf.has(organization))
  }

  /** Everything a party belongs to on a day, without regard to where it uses. The guess holds where nothing is stated that day. */
  belongingsOn(party: number, day: Day): Belonging[] {
    const stated = this.statedMemberships(party).memberships.filter((membership) => isOn(membership, day)).sort(byAge)
    if (stated.length > 0) return stated.map((membership) => ({ organization: this.world.party(membership.organization), membership, inferred: null }))
    return this.guessedOrganizations(party).map((organization) => ({ organization, membership: null, inferred: 'by-domain' }))
  }

  /** Everything a party belongs to on a day, with the account of the use; by age. */
  belongingsIn(use: Use, day: Day): readonly Belonging[] {
    return this.#standingOn(this.#backgroundOf(use), day).belongings
  }

  #backgroundOf(use: Use): Background {
    const { world } = this
    const { party, product, account } = use
    const { memberships, denied } = this.statedMemberships(party)
    const stated: StatedBelonging[] = []
    for (const membership of memberships) stated.push({ organization: world.party(membership.organization), membership, inferred: null })
    if (stated.length > 1) stated.sort((a, b) => byAge(a.membership, b.membership))
    const guessed: Belonging[] = []
    for (const organization of this.guessedOrganizations(party)) guessed.push({ organization, membership: null, inferred: 'by-domain' })
    const organizations = new Set<number>()
    const belong = (organization: number): void => {
      if (organization <= 0 || organizations.has(organization)) return
      organizations.add(organization)
      for (const owner of this.#ownersEverOf(organization).owners) organizations.add(owner)
    }
    belong(party)
    belong(account)
    for (const { organization } of stated) belong(organization)
    for (const { organization } of guessed) belong(organization)
    const agreements: Agreement[] = []
    const take = (agreement: Agreement): void => {
      if ((product === ANY_PRODUCT || agreement.product === product) && pays(agreement)) agreements.push(agreement)
    }
    for (const agreement of product === ANY_PRODUCT ? [...world.agreementsForEveryone.values()].flat() : (world.agreementsForEveryone.get(product) ?? NO_CHAIN)) take(agreement)
    world.eachOf(world.seatsOfParty, party, (seat) => {
      const agreement = world.agreements.get(seat.agreement)
      if (agreement) take(agreement)
    })
    for (const organization of organizations) {
      world.eachOf(world.agreementsOfBuyer, organization, take)
      world.eachOf(world.agreementsForAccount, organization, take)
    }
    return { use, stated, denied, guessed, agreements: agreements.length > 1 ? [...new Set(agreements)] : agreements, organizations }
  }

  #ownersEverOf(organization: number): OwnersEver {
    const known = this.#ownersEver.get(organization)
    if (known) return known
    const owners = [...this.owners.everOwners(organization)]
    const breaks = new Set<Day>()
    this.owners.addBreaks(organization, breaks)
    const found = owners.length === 0 && breaks.size === 0 ? NO_OWNERS_EVER : { owners, breaks: [...breaks] }
    this.#ownersEver.set(organization, found)
    return found
  }

  #standingOn(background: Background, day: Day): Standing {
    const { use, stated, guessed, denied } = background
    const now = stated.filter(({ membership }) => isOn(membership, day))
    const belongings: readonly Belonging[] = now.length > 0 ? now : guessed
    if (use.account === 0) return { background, use, day, belongings, here: belongings }
    const inAccount = belongings.find((belonging) => belonging.organization === use.account)
    if (inAccount) return { background, use, day, belongings, here: [inAccount] }
    if (!this.world.isNamed(use.account) || denied.has(use.account)) return { background, use, day, belongings, here: [] }
    const byUse: Belonging = { organization: use.account, membership: null, inferred: 'by-use' }
    return { background, use, day, belongings: [...belongings, byUse], here: [byUse] }
  }

  // -- reach ------------------------------------------------------------------------------------

  /** Who an agreement is for, where the line does not say: the members of an organization, else the buyer alone. */
  beneficiaryOf(agreement: Agreement): NonNullable<Agreement['beneficiary']> {
    return agreement.beneficiary ?? (this.world.kind(this.world.party(agreement.buyer)) === 'organization' ? 'members' : 'buyer')
  }

  /** How an agreement reaches the party that day, whether or not it is in force; null if it does not. */
  #wayOf(agreement: Agreement, standing: Standing): Way | null {
    const buyer = this.world.party(agreement.buyer)
    switch (this.beneficiaryOf(agreement)) {
      case 'everyone': return DIRECTLY
      case 'buyer': return buyer === standing.use.party ? DIRECTLY : null
      case 'members': return this.#wayAsMember(buyer, standing)
      case 'seats': return this.#wayBySeat(agreement, buyer, standing)
      case 'account': return wayThrough(standing.here, (organization) => (organization === this.world.party(agreement.account) ? [] : null))
    }
  }

  /** Members of the buyer and of the organizations it owns, and these organizations themselves. */
  #wayAsMember(buyer: number, standing: Standing): Way | null {
    const { party, account } = standing.use
    if (buyer === party) return DIRECTLY
    // That a party is part of another is taken at its word, whatever kind of party it is.
    if (account === 0 && this.world.allOf(this.world.ownershipsOfOrganization, party).length > 0) {
      const up = this.owners.ownersOn(party, standing.day).get(buyer)
      if (up) return { ...DIRECTLY, ownerships: up }
    }
    return wayThrough(standing.here, (organization) => (organization === buyer ? [] : (this.owners.ownersOn(organization, standing.day).get(buyer) ?? null)))
  }

  #wayBySeat(agreement: Agreement, buyer: number, standing: Standing): Way | null {
    const seats = this.#seatsOn(agreement, standing)
    if (seats.length === 0) return null
    const { account } = standing.use
    const counts = account === 0 || account === buyer || this.world.kind(buyer) !== 'organization' || this.owners.owns(buyer, account, standing.day)
    return counts ? { ...DIRECTLY, seat: seats[0] as Seat } : null
  }

  #seatsOn(agreement: Agreement, standing: Standing): Seat[] {
    return this.world.allOf(this.world.seatsOfParty, standing.use.party).filter((seat) => seat.agreement === agreement.key && isOn(seat, standing.day)).sort(byAge)
  }

  // -- who pays ---------------------------------------------------------------------------------

  /** The agreements above one that covers, up to the seller in view; empty if that sells it itself, null if no money gets there. */
  #chainAbove(agreement: Agreement, day: Day): readonly Agreement[] | null {
    const seller = this.world.party(agreement.seller)
    return seller === this.seller ? NO_CHAIN : this.#resales.chainOn(seller, agreement.product, day)
  }

  #coverBy(agreement: Agreement, way: Way, standing: Standing): Cover | null {
    const chain = this.#chainAbove(agreement, standing.day)
    if (chain === null) return null
    const last = chain[chain.length - 1]
    if (last) return { kind: INTERMEDIARY_KIND, agreement, way, chain, payer: this.world.party(this.world.payerOf(last)), account: standing.use.account }
    const payer = this.world.party(this.world.payerOf(agreement))
    return { kind: this.#kindOf(agreement, way, payer, standing), agreement, way, chain, payer, account: standing.use.account }
  }

  #kindOf(agreement: Agreement, way: Way, payer: number, standing: Standing): number {
    if (payer === standing.use.party) return SELF_KIND
    if (way.seat) return this.world.kind(payer) === 'organization' ? ORGANIZATION_KIND : SPONSOR_KIND
    const { day } = standing
    const ours = standing.belongings.some(({ organization }) => organization === payer || this.owners.owns(payer, organization, day))
    if (ours || this.owners.owns(payer, this.world.party(agreement.buyer), day)) return ORGANIZATION_KIND
    return this.world.kind(standing.use.party) === 'organization' && this.owners.owns(payer, standing.use.party, day) ? ORGANIZATION_KIND : SPONSOR_KIND
  }

  /** All agreements that cover the use on a day for the seller in view, the one of the stamp first. */
  coversOn(use: Use, day: Day): Cover[] {
    const standing = this.#standingOn(this.#backgroundOf(use), day)
    const covers = this.#covers(standing)
    this.#lastCovers = { standing, covers }
    return covers
  }

  #covers(standing: Standing): Cover[] {
    const covers: Cover[] = []
    for (const agreement of standing.background.agreements) {
      if (!isOn(agreement, standing.day)) continue
      const way = this.#wayOf(agreement, standing)
      const cover = way && this.#coverBy(agreement, way, standing)
      if (cover) covers.push(cover)
    }
    return covers.length > 1 ? covers.sort((a, b) => a.kind - b.kind || byAge(a.agreement, b.agreement)) : covers
  }

  /** A product is funded for the seller in view if that sells, at any time, an agreement with money for the product that funds it. */
  isFunded(product: string): boolean {
    const known = this.#funded.get(product)
    if (known !== undefined) return known
    if (product === ANY_PRODUCT) {
      const any = [...this.world.products.keys()].some((one) => this.isFunded(one))
      this.#funded.set(ANY_PRODUCT, any)
      return any
    }
    const funding = this.world.products.get(product)?.fundedBy ?? null
    const funded = funding !== null && this.world.allOf(this.world.agreementsOfSeller, this.seller).some((agreement) => agreement.product === funding && pays(agreement))
    this.#funded.set(product, funded)
    return funded
  }

  stampOn(use: Use, day: Day): Stamp {
    const last = this.#lastCovers
    if (last && last.standing.use === use && last.standing.day === day) return this.#stampFrom(last.standing, last.covers[0])
    const standing = this.#standingOn(this.#backgroundOf(use), day)
    return this.#stampFrom(standing, this.#covers(standing)[0])
  }

  #stampFrom(standing: Standing, cover: Cover | undefined): Stamp {
    const { use, day } = standing
    const leftOut = this.#leftOutOf(use, day)
    if (cover) {
      const above = cover.chain[cover.chain.length - 1]
      return { kind: cover.kind, payer: cover.payer, agreement: (above ?? cover.agreement).number, via: above ? this.world.party(cover.agreement.seller) : 0, reason: -1, leftOut }
    }
    if (this.isFunded(use.product)) return { kind: SPONSOR_KIND, payer: 0, agreement: 0, via: 0, reason: -1, leftOut }
    if (!this.world.isKnown(use.party) || (use.account !== 0 && !this.world.isNamed(use.account))) return { kind: UNKNOWN_KIND, payer: 0, agreement: 0, via: 0, reason: -1, leftOut }
    return { kind: NOBODY_KIND, payer: 0, agreement: 0, via: 0, reason: this.#reasonOn(standing), leftOut }
  }

  leftOutOn(party: number, day: Day): number {
    let leftOut = COUNTED
    this.world.eachOf(this.world.staffOfParty, party, (staff) => {
      if (!isOn(staff, day)) return
      if (!staff.byHand) leftOut = LEFT_OUT_STAFF
      else if (leftOut === COUNTED) leftOut = LEFT_OUT_BY_HAND
    })
    return leftOut
  }

  /** Use is left out with its party, and with its account where that was left out by hand. */
  #leftOutOf({ party, account }: Use, day: Day): number {
    const leftOut = this.leftOutOn(party, day)
    if (leftOut !== COUNTED || account <= 0) return leftOut
    let isOut = false
    this.world.eachOf(this.world.staffOfParty, account, (staff) => { isOut ||= staff.byHand && isOn(staff, day) })
    return isOut ? LEFT_OUT_BY_HAND : COUNTED
  }

  #reasonOn(standing: Standing): number {
    const { day } = standing
    const reaching = standing.background.agreements.map((agreement) => ({ agreement, way: this.#wayOf(agreement, standing) }))
    if (reaching.some(({ agreement, way }) => way && isOn(agreement, day))) return ELSEWHERE
    if (reaching.some(({ agreement, way }) => way && agreement.to <= day && this.#chainAbove(agreement, day))) return EXPIRED
    if (reaching.some(({ agreement }) => this.#lacksSeat(agreement, standing))) return NO_SEAT
    return this.world.kind(standing.use.party) === 'machine' ? MACHINE_REASON : FREE
  }

  #lacksSeat(agreement: Agreement, standing: Standing): boolean {
    const buyer = this.world.party(agreement.buyer)
    return this.beneficiaryOf(agreement) === 'seats' && isOn(agreement, standing.day) && this.world.kind(buyer) === 'organization'
      && this.#seatsOn(agreement, standing).length === 0 && this.#wayAsMember(buyer, standing) !== null && this.#chainAbove(agreement, standing.day) !== null
  }

  /** The agreements for seats that would cover the use that day if they were for members: the party holds none of their seats. */
  withoutSeatOn(use: Use, day: Day): Agreement[] {
    const standing = this.#standingOn(this.#backgroundOf(use), day)
    return standing.background.agreements.filter((agreement) => this.#lacksSeat(agreement, standing))
  }

  // -- over time --------------------------------------------------------------------------------

  /** The stamps of a use over all time: spans without gaps, equal neighbours joined. */
  spansOf(use: Use): StampSpan[] {
    const background = this.#backgroundOf(use)
    const days = this.#breaksOf(background)
    const spans: StampSpan[] = []
    let from = ALWAYS
    let stamp: Stamp | null = null
    for (let place = 0; place < days.length; place += 1) {
      const day = days[place] as Day
      if (place > 0 && day === days[place - 1]) continue
      const standing = this.#standingOn(background, day)
      const next = this.#stampFrom(standing, this.#covers(standing)[0])
      if (stamp && sameStamp(stamp, next)) continue
      if (stamp) spans.push(spanOf(stamp, from, day))
      stamp = next
      from = day
    }
    if (stamp) spans.push(spanOf(stamp, from, NEVER))
    return spans
  }

  /** Every day on which something changes that the stamp of a use may depend on, in order; some stand there twice. */
  #breaksOf({ use, agreements, organizations }: Background): readonly Day[] {
    const { world } = this
    const breaks: Day[] = [ALWAYS]
    world.eachOf(world.membershipsOfPerson, use.party, (membership) => { breaks.push(membership.from, membership.to) })
    world.eachOf(world.staffOfParty, use.party, (staff) => { breaks.push(staff.from, staff.to) })
    world.eachOf(world.staffOfParty, use.account, (staff) => { if (staff.byHand) breaks.push(staff.from, staff.to) })
    world.eachOf(world.seatsOfParty, use.party, (seat) => { breaks.push(seat.from, seat.to) })
    for (const organization of organizations) for (const day of this.#ownersEverOf(organization).breaks) breaks.push(day)
    for (const agreement of agreements) this.#addBreaks(agreement, use.product, breaks)
    return breaks.filter((day) => day !== NEVER).sort((a, b) => a - b)
  }

  #addBreaks(agreement: Agreement, product: string, breaks: Day[]): void {
    breaks.push(agreement.from, agreement.to)
    for (const day of this.#ownersEverOf(this.world.party(agreement.buyer)).breaks) breaks.push(day)
    const seller = this.world.party(agreement.seller)
    if (seller === this.seller) return
    const above = new Set<Day>()
    this.#resales.addBreaks(seller, product, above)
    for (const day of above) breaks.push(day)
  }
}

const NO_OWNERS_EVER: OwnersEver = { owners: [], breaks: [] }

function spanOf({ kind, payer, agreement, via, reason, leftOut }: Stamp, from: Day, to: Day): StampSpan {
  return { kind, payer, agreement, via, reason, leftOut, from, to }
}

const NOTHING_DENIED: ReadonlySet<number> = new Set()

/** Several memberships: the earliest `from`, then the smallest key; they come in that order. */
function wayThrough(belongings: readonly Belonging[], up: (organization: number) => readonly Ownership[] | null): Way | null {
  for (const belonging of belongings) {
    const ownerships = up(belonging.organization)
    if (ownerships) return { seat: null, belonging, ownerships }
  }
  return null
}

function isNewer(a: Membership, b: Membership): boolean {
  return a.origin.recordedAt === b.origin.recordedAt ? a.origin.position > b.origin.position : a.origin.recordedAt > b.origin.recordedAt
}
