import type { Book } from './book.ts'
import { until } from './book.ts'
import { type DayNumber, dayText, stillSo } from './calendar.ts'
import { type Names, slugOf, type Trade } from './names.ts'
import type { Random } from './random.ts'

export interface Span {
  readonly from: DayNumber
  readonly to: DayNumber
}

/** What a firm or a person bought, as far as it matters for who pays for a use. */
export interface Contract extends Span {
  readonly key: string
  readonly product: string
  /** Whose money it is for those whom it covers. */
  readonly kind: 'self' | 'organization' | 'intermediary' | 'sponsor'
  /** Null: it covers all members. Else only those who hold a seat, by party. */
  readonly seats: Map<number, Span[]> | null
  /** For resold products: when the seller's own purchases led to Northlight, and which agreement of ours stood at the end. */
  readonly chain: readonly (Span & { readonly agreement: string })[] | null
}

export interface Firm {
  readonly party: number
  readonly name: string
  readonly account: string
  readonly domain: string
  readonly trade: Trade | 'authority'
  /** What it bought, or what was bought for it: its members are covered. */
  readonly contracts: Contract[]
  readonly owners: { readonly parent: Firm; readonly from: DayNumber }[]
  readonly people: Person[]
}

export interface Job extends Span {
  readonly firm: Firm
}

export interface Person {
  readonly party: number
  readonly name: string
  readonly user: string
  readonly email: string | null
  readonly jobs: Job[]
  readonly contracts: Contract[]
  /** Contracts in which the person holds a seat without working for the buyer. */
  readonly guestSeats: Contract[]
  /** Since when the person has been registered. */
  readonly since: DayNumber
}

/** Someone who has an opinion on a product on a day; `feedback.ts` gives it words. */
export interface Voice {
  readonly identifier: string
  readonly product: string
  readonly side: 'user' | 'customer'
  readonly day: DayNumber
  readonly account: string | null
  /** Share of those who are content, where it depends on somebody else than the maker. */
  readonly content?: number
  /** A complaint of its own, and how likely it is said. */
  readonly grievance?: { readonly topic: string; readonly share: number; readonly words: readonly string[] }
}

/** Everything that the worlds of the demo share. */
export interface Company {
  readonly book: Book
  readonly names: Names
  readonly start: DayNumber
  readonly end: DayNumber
  /** 1 for twenty thousand people. */
  readonly scale: number
  readonly seed: number
  readonly voices: Voice[]
  readonly firms: Firm[]
  /** People who came on their own account, and may come to other products too. */
  readonly privates: Person[]
}

/** A number of people or firms for this size of the demo, never below a minimum. */
export function sized(company: Company, full: number, least: number): number {
  return Math.max(least, Math.round(full * company.scale))
}

export function foundFirm(
  company: Company,
  random: Random,
  trade: Trade,
  learned: DayNumber,
  more: { readonly ids?: readonly string[]; readonly category?: string; readonly name?: string } = {},
): Firm {
  const name = more.name ?? company.names.firm(trade)
  const slug = slugOf(name)
  const firm: Firm = {
    party: company.book.newParty(),
    name,
    account: `account:${slug}`,
    domain: `${slug}.example`,
    trade,
    contracts: [],
    owners: [],
    people: [],
  }
  company.book.write(
    {
      type: 'party',
      key: company.book.key('firm'),
      source: 'crm',
      kind: 'organization',
      ids: [firm.account, `domain:${firm.domain}`, ...(more.ids ?? [])],
      name,
      category: more.category ?? trade,
      traits: { country: random.pick(['DE', 'DE', 'AT', 'CH', 'FR', 'NL', 'IT', 'SE', 'GB', 'US']) },
    },
    learned,
  )
  company.firms.push(firm)
  return firm
}

export interface PersonWishes {
  readonly mail: 'work' | 'personal' | 'none'
  readonly firm?: Firm
  readonly category?: string
  readonly ids?: readonly string[]
  readonly learned?: DayNumber
  readonly name?: string
}

export function registerPerson(company: Company, random: Random, since: DayNumber, wishes: PersonWishes): Person {
  const { book, names } = company
  const name = wishes.name ?? names.person()
  const party = book.newParty()
  const email =
    wishes.mail === 'none' ? null : wishes.mail === 'work' && wishes.firm !== undefined ? names.workEmail(name, wishes.firm.domain) : names.personalEmail(name)
  const person: Person = { party, name, user: `user:${10_000 + party}`, email, jobs: [], contracts: [], guestSeats: [], since }
  const permission = random.unit()
  book.write(
    {
      type: 'party',
      key: book.key('person'),
      source: 'accounts',
      kind: 'person',
      ids: [person.user, ...(email === null ? [] : [`email:${email}`]), ...(wishes.ids ?? [])],
      name,
      ...(wishes.category === undefined ? {} : { category: wishes.category }),
      permission: permission < 0.55 ? 'yes' : permission < 0.68 ? 'no' : 'unknown',
    },
    wishes.learned ?? since,
  )
  return person
}

/** A person works for a firm; the membership may be learned long after it began. */
export function employ(
  company: Company,
  person: Person,
  firm: Firm,
  span: Span,
  fn: 'member' | 'admin' | 'billing' | 'decider' | 'champion',
  learned: DayNumber,
): void {
  person.jobs.push({ firm, ...span })
  firm.people.push(person)
  const { book } = company
  const key = book.key('member')
  const line = { type: 'membership', key, source: 'crm', person: person.user, organization: firm.account, function: fn, from: dayText(span.from) }
  if (span.to >= stillSo) {
    book.write(line, learned)
    return
  }
  // First known as open, later corrected: nobody knows on the first day when somebody will leave.
  if (learned < span.to) book.write(line, learned)
  book.write({ ...line, ...until(span.to) }, Math.max(learned, span.to), 30_000)
}

/** The firm is only guessed from the work address; it holds for all time, and only while nothing better is known. */
export function guessFirm(person: Person, firm: Firm): void {
  person.jobs.push({ firm, from: 0, to: stillSo })
}

export function own(company: Company, owned: Firm, parent: Firm, from: DayNumber, learned: DayNumber): void {
  const { book } = company
  book.write(
    { type: 'ownership', key: book.key('ownership'), source: 'crm', organization: owned.account, parent: parent.account, from: dayText(from) },
    learned,
  )
  owned.owners.push({ parent, from })
}

export function giveSeat(company: Company, contract: Contract, person: Person, span: Span, learned: DayNumber): void {
  if (contract.seats === null) throw new Error(`agreement ${contract.key} has no seats to give`)
  contract.seats.set(person.party, [...(contract.seats.get(person.party) ?? []), span])
  const { book } = company
  const line = { type: 'seat', key: book.key('seat'), source: 'licences', agreement: contract.key, party: person.user, from: dayText(span.from) }
  if (span.to >= stillSo) {
    book.write(line, learned)
    return
  }
  if (learned < span.to) book.write(line, learned)
  book.write({ ...line, ...until(span.to) }, Math.max(learned, span.to), 30_000)
}
