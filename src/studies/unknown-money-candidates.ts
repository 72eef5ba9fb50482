import { Type } from 'typebox'
import { dayOf, dayText } from '../base/day.ts'
import { domainOfEmail, namespaceOf, valueOf } from '../base/identifier.ts'
import { order } from '../base/order.ts'
import { folded, jaroWinkler } from '../identity/letters.ts'
import { firmWords } from '../identity/names.ts'
import { labelOf } from '../identity/profile.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement, Payment } from '../roles/world.ts'
import { PARTY, type PartyShape, nameInWords, partyShape, smallestIdentifier, statedName } from './party-shape.ts'

/** What to say by hand about a payment or a stranger: the parameters of `correct`. */
export const CORRECTION_TO_SAY = Type.Object({
  fact: Type.String(), one: Type.Optional(Type.String()), other: Type.Optional(Type.String()), payment: Type.Optional(Type.String()), of: Type.Optional(Type.String()), agreement: Type.Optional(Type.String()), payer: Type.Optional(Type.String()),
})
export const CANDIDATE = Type.Object({
  party: PARTY, agreement: Type.Union([Type.String(), Type.Null()]), reasons: Type.Array(Type.String(), { description: 'Why it may be this one, the strongest first.' }), correct: CORRECTION_TO_SAY,
})

interface Customer {
  readonly party: number
  readonly words: ReadonlySet<string>
  readonly name: string
}

/** Who buys or pays anything from the seller in view, found by mail domain, by words of the name, and by what their agreements cost. */
export interface Customers {
  readonly byDomain: ReadonlyMap<string, readonly number[]>
  readonly byWord: ReadonlyMap<string, readonly number[]>
  readonly byAmount: ReadonlyMap<string, readonly Agreement[]>
  readonly byKey: ReadonlyMap<string, readonly Agreement[]>
  readonly customers: ReadonlyMap<number, Customer>
}

/** Names and amounts that more than so many share tell nobody apart. */
const SHARED_AT_MOST = 12
const CANDIDATES_AT_MOST = 6
/** A name is like another from here on; letters of firms' names that differ by a slip reach 0.93. */
const LIKE_FROM = 0.9
/** A payment lies at most so far from the days of the agreement that it may be for: bills come before and after. */
const DAYS_BESIDE = 62

function push<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else if (!list.includes(item)) list.push(item)
}

function keyWord(key: string): string {
  return folded(key).replace(/[^a-z0-9]/g, '').replace(/^0+/, '')
}

/** Works out the customers once for all candidates of an answer. Cost grows with the seller's agreements. */
export function customersOf(asked: Asked): Customers {
  const { world, seller } = asked.view.coverage
  const byDomain = new Map<string, number[]>()
  const byWord = new Map<string, number[]>()
  const byAmount = new Map<string, Agreement[]>()
  const byKey = new Map<string, Agreement[]>()
  const customers = new Map<number, Customer>()
  for (const agreement of seller === 0 ? [] : world.allOf(world.agreementsOfSeller, seller)) {
    if (agreement.amountMinor !== null && agreement.amountMinor > 0) push(byAmount, `${agreement.currency} ${agreement.amountMinor}`, agreement)
    push(byKey, keyWord(agreement.key), agreement)
    for (const party of [world.party(agreement.buyer), world.party(world.payerOf(agreement))]) {
      if (customers.has(party)) continue
      const words = wordsOfParty(asked, party)
      customers.set(party, { party, words, name: nameInWords(world, party) })
      for (const word of words) push(byWord, word, party)
      for (const domain of domainsOfParty(asked, party)) push(byDomain, domain, party)
    }
  }
  return { byDomain, byWord, byAmount, byKey, customers }
}

/** The mail domains of a party: its own, and of its addresses; personal mail left out. */
function domainsOfParty({ view: { world } }: Asked, party: number): string[] {
  return [...new Set(world.identities.identifiers(party).flatMap((id) => (namespaceOf(id) === 'domain' ? [id] : (domainOfEmail(id) ?? []))))]
}

/** The words of its name, and the names in its domains and accounts. */
function wordsOfParty(asked: Asked, party: number): ReadonlySet<string> {
  const { world } = asked.view
  const name = statedName(world, party)
  const written = world.identities.identifiers(party).filter((id) => ['account', 'domain'].includes(namespaceOf(id))).map((id) => (namespaceOf(id) === 'domain' ? labelOf(valueOf(id)) : valueOf(id)))
  return new Set([...(name === null ? [] : [name]), ...written, ...domainsOfParty(asked, party).map((id) => labelOf(valueOf(id)))].flatMap((text) => firmWords(text)).filter((word) => word.length > 2))
}

interface Found { readonly party: number; agreement: Agreement | null; points: number; readonly reasons: { readonly points: number; readonly says: string }[] }

class Finding {
  readonly found = new Map<number, Found>()

  add(party: number, points: number, says: string, agreement: Agreement | null = null): void {
    const known = this.found.get(party) ?? { party, agreement: null, points: 0, reasons: [] }
    known.points += points
    known.agreement ??= agreement
    known.reasons.push({ points, says })
    this.found.set(party, known)
  }

  /** Equals in the order of their identifiers, so that it does not matter when anything arrived. */
  best(nameOf: (party: number) => string): Found[] {
    return [...this.found.values()].sort((a, b) => b.points - a.points || order(nameOf(a.party), nameOf(b.party))).slice(0, CANDIDATES_AT_MOST)
  }
}

/** Customers that a stranger is like by mail domain or name. */
function likeParty(asked: Asked, customers: Customers, party: number, finding: Finding): void {
  const { world } = asked.view
  for (const domain of domainsOfParty(asked, party)) {
    const same = customers.byDomain.get(domain) ?? []
    if (same.length <= SHARED_AT_MOST) for (const one of same) if (one !== party) finding.add(one, 5, `same mail domain, ${valueOf(domain)}`)
  }
  const words = wordsOfParty(asked, party)
  const compared = new Set<number>()
  for (const word of words) {
    const same = customers.byWord.get(word) ?? []
    if (same.length > SHARED_AT_MOST) continue
    for (const one of same) {
      if (one === party || compared.has(one)) continue
      compared.add(one)
      const other = customers.customers.get(one) as Customer
      const shared = [...words].filter((mine) => other.words.has(mine))
      finding.add(one, 2 + (2 * shared.length) / new Set([...words, ...other.words]).size, `name has ${shared.map((text) => `'${text}'`).join(' and ')} too`)
    }
  }
  const stated = statedName(world, party)
  if (stated === null || customers.customers.size > 20_000) return
  const name = firmWords(stated).join(' ') || folded(stated)
  for (const other of customers.customers.values()) {
    if (other.party === party || compared.has(other.party)) continue
    const likeness = jaroWinkler(name, firmWords(other.name).join(' ') || folded(other.name))
    if (likeness >= LIKE_FROM) finding.add(other.party, 4 * likeness, `name is written almost the same: ${other.name}`)
  }
}

/** For what a payment may be, best first: whom its payer is like, whose instalment it equals, which agreement's key it nearly names. */
export function candidatesFor(asked: Asked, customers: Customers, payment: Payment) {
  const { world } = asked.view
  const { line } = payment
  const payer = payment.payer === 0 ? null : world.party(payment.payer)
  const finding = new Finding()
  if (line.agreement !== null) for (const agreement of customers.byKey.get(keyWord(line.agreement)) ?? []) finding.add(world.party(agreement.buyer), 6, `names '${line.agreement}', written almost as the agreement ${agreement.key}`, agreement)
  if (payer !== null) likeParty(asked, customers, payer, finding)
  const day = dayOf(line.at)
  const equal = (customers.byAmount.get(`${line.currency} ${line.amountMinor}`) ?? []).filter((agreement) => agreement.from - DAYS_BESIDE <= day && day < agreement.to + DAYS_BESIDE)
  // However many of its instalments are equal, a customer is spoken for once: by the first by key.
  const byBuyer = new Map<number, Agreement[]>()
  for (const agreement of equal) push(byBuyer, world.party(agreement.buyer), agreement)
  for (const [buyer, agreements] of byBuyer) {
    // An amount that many pay says something only of those for whom something else speaks.
    if (byBuyer.size > SHARED_AT_MOST && !finding.found.has(buyer)) continue
    const [agreement, ...more] = agreements.sort((one, other) => order(one.key, other.key)) as [Agreement, ...Agreement[]]
    const amount = `the same amount as ${agreement.interval === 'once' ? 'the price' : `the ${agreement.interval}'s`} of ${agreement.key}${agreement.renews === null ? '' : `, renews ${dayText(agreement.renews)}`}`
    const others = more.length === 0 ? '' : `, and of ${more.length} more agreement${more.length === 1 ? '' : 's'}`
    finding.add(buyer, byBuyer.size > SHARED_AT_MOST ? 1 : 1 + 3 / byBuyer.size, `${amount}${others}`, agreement)
  }
  return finding.best((party) => smallestIdentifier(world, party)).map((found) => candidateShape(asked, payment, payer, found))
}

/** What to say, so that the payment is explained: both are one party, if they can be; else what it was for, or who paid it. */
function candidateShape(asked: Asked, payment: Payment, payer: number | null, { party, agreement, reasons }: Found) {
  const { world } = asked.view
  const { line } = payment
  const shape = partyShape(world, party)
  const isLike = reasons.some(({ says }) => says.startsWith('same mail') || says.startsWith('name'))
  const correct = isLike && payer !== null && canBeOne(asked, payer, party) ? { fact: 'same', one: smallestIdentifier(world, payer), other: telling(shape) }
    : agreement !== null ? { fact: 'payment', payment: line.key, of: line.source, agreement: agreement.key }
      : { fact: 'payment', payment: line.key, of: line.source, payer: telling(shape) }
  return { party: shape, agreement: agreement?.key ?? null, reasons: [...reasons].sort((a, b) => b.points - a.points).map(({ says }) => says), correct }
}

/** A person and an organization are never one; who is known by nothing but an anonymous name is not joined with a firm for a payment. */
export function canBeOne({ view: { world } }: Asked, a: number, b: number): boolean {
  const [first, second] = [world.kind(a), world.kind(b)]
  return world.isKnown(a) && (first === null || second === null || first === second)
}

function telling({ identifiers }: PartyShape): string {
  for (const namespace of ['account', 'domain', 'user', 'email']) {
    const found = identifiers.find((id) => namespaceOf(id) === namespace)
    if (found !== undefined) return found
  }
  return identifiers[0] ?? ''
}

/** Customers that an account nobody knows may belong to. */
export function candidatesForAccount(asked: Asked, customers: Customers, account: number) {
  const { world } = asked.view
  const finding = new Finding()
  likeParty(asked, customers, account, finding)
  return finding.best((party) => smallestIdentifier(world, party)).filter(({ party }) => canBeOne(asked, account, party)).map(({ party, reasons }) => {
    const shape = partyShape(world, party)
    return { party: shape, agreement: null, reasons: reasons.map(({ says }) => says), correct: { fact: 'same', one: smallestIdentifier(world, account), other: telling(shape) } }
  })
}
