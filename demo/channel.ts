import { anonymousIdentifier, live, useByStranger } from './activity.ts'
import { type DayNumber, stillSo } from './calendar.ts'
import { contractOf, type Deal, invoices, sign } from './deals.ts'
import { type Company, type Contract, employ, type Firm, foundFirm, type Person, registerPerson, type Span, sized } from './people.ts'
import { type Random, randomFrom } from './random.ts'

const habit = { product: 'drill', events: ['drilled', 'battery_charged', 'program_loaded', 'serviced'], source: 'devices', voice: 0.05 } as const

/** A dealer with what it knows of its own purchases. */
export interface Reseller {
  readonly firm: Firm
  /** When what it sells leads to Northlight, and over whose agreement. */
  readonly chain: NonNullable<Contract['chain']>
  /** How content its end users are: some shops help, some do not. */
  readonly content: number
}

/** Every so many dealers: one tells nobody to whom it sells; one, which stays with its wholesaler, sells to a smaller dealer. */
const SILENT_EVERY = 9
const SMALLER_EVERY = 12

/** The channel of the drill, through which other tools are sold as well. */
export interface Trade {
  readonly wholesalers: readonly Wholesaler[]
  /** All dealers, and of each the wholesaler it began with; some tell nobody to whom they sell. */
  readonly dealers: readonly { readonly reseller: Reseller; readonly wholesaler: number; readonly isTelling: boolean }[]
  readonly endUsers: readonly { readonly person: Person; readonly seller: Reseller }[]
}

export interface Wholesaler {
  readonly firm: Firm
  readonly key: string
}

/** The dealer that comes late with every second tool, and of whom its end users complain. */
export const LATE_DEALER = 4

/** World "channel": two wholesalers buy from us, forty dealers from them, and the users from the dealers: many of them we never see. */
export function channel(company: Company): Trade {
  const random = randomFrom(company.seed, 'channel')
  const { book, start, end } = company
  book.write({ type: 'product', key: 'drill', source: 'catalogue', name: 'Drill', fundedBy: null }, start, 0)

  const wholesalers = [
    wholesaler(company, random, 'Marchetti Grosshandel', 4_150_000, start),
    wholesaler(company, random, 'Van Houten Tools Wholesale', 2_800_000, start),
  ] as const
  const resellers: Reseller[] = []
  for (let n = 0; n < Math.max(6, Math.round(40 * Math.min(1, company.scale * 2))); n += 1) resellers.push(reseller(company, random, wholesalers, n))
  const telling = resellers.filter((_, n) => n % SILENT_EVERY !== SILENT_EVERY - 1)
  for (const [n, dealer] of resellers.entries()) if (n % SMALLER_EVERY === 0) telling.push(smallerDealer(company, random, dealer, n))
  const buyers = endUsers(company, random, telling)
  renters(company, random, telling)
  greyMarket(company, random)
  directBuyers(company, random)

  // Tools that report under a number of their own; who holds them, nobody told us.
  for (let n = sized(company, 700, 6); n > 0; n -= 1) {
    const stranger = { party: book.newParty(), identifier: anonymousIdentifier(random) }
    const first = start + random.int(0, end - start - 1)
    useByStranger(company, random, stranger, 'drill', random.chance(0.4) ? [first, first + random.int(1, 20)] : [first], 'unknown', 'drilled')
  }
  return { wholesalers, dealers: resellers.map((reseller, n) => ({ reseller, wholesaler: n % 2, isTelling: n % SILENT_EVERY !== SILENT_EVERY - 1 })), endUsers: buyers }
}

function wholesaler(company: Company, random: Random, name: string, amountMinor: number, from: DayNumber): Wholesaler {
  const { end, voices } = company
  const firm = foundFirm(company, random, 'shops', from, { name, category: 'wholesaler' })
  const deal: Deal = { product: 'drill', kind: 'licence', buyer: firm, amountMinor, interval: 'month', from, to: stillSo, source: 'crm' }
  const key = sign(company, deal)
  firm.contracts.push(contractOf(key, deal, 'organization'))
  invoices(company, random, key, deal, firm.account, 'bank')
  for (const fn of ['decider', 'billing', 'admin', 'champion'] as const) {
    const person = registerPerson(company, random, from, { mail: 'work', firm, category: 'trade' })
    employ(company, person, firm, { from: from - random.int(100, 2000), to: stillSo }, fn, from)
    if (fn === 'champion') live(company, random, person, { ...habit, days: 12, from, to: end, account: firm })
    for (let day = from + random.int(3, 40); day < end; day += random.int(25, 50))
      voices.push({ identifier: person.user, product: 'drill', side: 'customer', day, account: firm.account })
  }
  return { firm, key }
}

function reseller(
  company: Company,
  random: Random,
  wholesalers: readonly [Wholesaler, Wholesaler],
  n: number,
): Reseller {
  const { start, end } = company
  const from = n % 3 === 0 ? start : start + random.int(0, 300)
  const firm = foundFirm(company, random, 'shops', from, { category: n % 4 === 0 ? 'e-commerce' : n % 4 === 1 ? 'value-added reseller' : 'retailer' })
  const first = wholesalers[n % 2 === 0 ? 0 : 1]
  const second = wholesalers[n % 2 === 0 ? 1 : 0]
  const changes = n % 8 === 3
  const stops = n % 10 === 6
  const turn = Math.min(end - 40, from + random.int(200, 420))
  const buy = (from: DayNumber, to: DayNumber, seller: Wholesaler | null): Span & { readonly agreement: string } => {
    const deal: Deal = {
      product: 'drill',
      kind: 'licence',
      buyer: firm,
      ...(seller === null ? {} : { seller: seller.firm.account }),
      // What dealers pay wholesalers we know from two thirds of them.
      amountMinor: seller !== null && n % 3 === 2 ? null : random.int(4, 30) * 10_000,
      interval: 'month',
      from,
      to,
      // Of half of them we know how many tools a wholesaler delivered.
      ...(seller !== null && n % 2 === 0 ? { seats: Math.max(4, Math.round((24 + ((n * 7) % 60)) * company.scale)) } : {}),
      source: 'partners',
      learned: from + (n % 6 === 5 ? random.int(30, 200) : 2),
    }
    const key = sign(company, deal)
    if (seller === null) {
      firm.contracts.push(contractOf(key, deal, 'organization'))
      invoices(company, random, key, deal, firm.account, 'bank')
      return { from, to, agreement: key }
    }
    firm.contracts.push(contractOf(key, deal, 'intermediary', null, [{ from: 0, to: stillSo, agreement: seller.key }]))
    return { from, to, agreement: seller.key }
  }
  const chain = changes ? [buy(from, turn, first), buy(turn, stillSo, n % 16 === 3 ? null : second)] : [buy(from, stops ? turn : stillSo, first)]

  const clerk = registerPerson(company, random, from, { mail: 'work', firm, category: 'trade' })
  employ(company, clerk, firm, { from: from - 200, to: stillSo }, n % 2 === 0 ? 'decider' : 'member', from + 10)
  if (n % 3 === 1) live(company, random, clerk, { ...habit, days: 8, from, to: stops ? turn : end, account: firm })
  return { firm, chain, content: contentOf(n) }
}

/** One dealer in seven serves badly, one in seven very well. */
function contentOf(n: number): number {
  if (n === LATE_DEALER) return 0.28
  return n % 7 === 2 ? 0.15 : n % 7 === 5 ? 0.88 : 0.5 + (n % 5) * 0.07
}

/** Buys from a dealer and sells on: a third step between us and those who use. */
function smallerDealer(company: Company, random: Random, dealer: Reseller, n: number): Reseller {
  const [first] = dealer.chain
  const from = (first?.from ?? company.start) + random.int(20, 120)
  const firm = foundFirm(company, random, 'shops', from, { category: 'e-commerce' })
  const deal: Deal = { product: 'drill', kind: 'licence', buyer: firm, seller: dealer.firm.account, amountMinor: random.int(2, 9) * 10_000, interval: 'month', from, to: stillSo, source: 'partners' }
  const chain = dealer.chain.map((span) => ({ ...span, from: Math.max(from, span.from) })).filter((span) => span.from < span.to)
  firm.contracts.push(contractOf(sign(company, deal), deal, 'intermediary', null, dealer.chain))
  return { firm, chain, content: contentOf(n + 2) }
}

/** Sold by a dealer to somebody who does not resell. Answers the key of the agreement. */
export function resold(
  company: Company,
  random: Random,
  seller: Reseller,
  buyer: Person | Firm,
  from: DayNumber,
  to: DayNumber,
  kind: 'purchase' | 'subscription',
  product = 'drill',
): string {
  const deal: Deal = {
    product,
    kind,
    seller: seller.firm.account,
    buyer,
    amountMinor: random.chance(0.3) ? null : kind === 'purchase' ? random.pick([12_900, 18_900, 24_900]) : random.int(2, 9) * 4000,
    interval: kind === 'purchase' ? 'once' : 'month',
    from,
    to,
    source: 'partners',
    learned: from + random.pick([0, 1, 7, 7, 30, 31, 92]),
  }
  const key = sign(company, deal)
  buyer.contracts.push(contractOf(key, deal, 'intermediary', null, seller.chain))
  return key
}

function endUsers(company: Company, random: Random, resellers: readonly Reseller[]): Trade['endUsers'] {
  const { start, end } = company
  const buyers: { person: Person; seller: Reseller }[] = []
  for (let n = sized(company, 1500, 16); n > 0; n -= 1) {
    const seller = random.pick(resellers)
    const opened = seller.chain[0]?.from ?? start
    const bought = opened + Math.floor((end - 3 - opened) * random.unit() ** 0.8)
    const person = registerPerson(company, random, Math.min(end - 2, bought + random.int(0, 20)), {
      mail: 'personal',
      category: random.pick(['craftsman', 'craftsman', 'do-it-yourself']),
    })
    // Some register without saying where they bought, so nobody known pays for their use.
    if (random.chance(0.9)) resold(company, random, seller, person, bought, stillSo, 'purchase')
    live(company, random, person, { ...habit, voice: 0.22, content: seller.content, days: 4, from: person.since, to: end, channel: seller.firm.account })
    buyers.push({ person, seller })
  }
  return buyers
}

/** Firms rent tools from dealers; some hand them back on paper only. */
function renters(company: Company, random: Random, resellers: readonly Reseller[]): void {
  const { start, end } = company
  for (let n = sized(company, 84, 2); n > 0; n -= 1) {
    const seller = random.pick(resellers)
    const from = (seller.chain[0]?.from ?? start) + random.int(5, 250)
    const firm = foundFirm(company, random, 'industry', from, { category: 'construction' })
    const to = n % 6 === 1 ? Math.min(end - 20, from + random.int(90, 300)) : stillSo
    resold(company, random, seller, firm, from, to, 'subscription')
    for (let i = Math.max(2, random.heavy(5)); i > 0; i -= 1) {
      const since = Math.min(end - 2, from + random.int(0, 120))
      const person = registerPerson(company, random, since, { mail: random.chance(0.7) ? 'work' : 'none', firm, category: 'craftsman' })
      employ(company, person, firm, { from: since - random.int(0, 900), to: stillSo }, i === 1 ? 'decider' : 'member', since + (random.chance(0.1) ? 150 : 0))
      live(company, random, person, { ...habit, voice: 0.12, content: seller.content, days: 7, from: since, to: end, work: true, account: random.chance(0.5) ? firm : null })
    }
  }
}

/** Somebody sells our tools who does not buy them from us or from those who do. */
function greyMarket(company: Company, random: Random): void {
  const { start, end } = company
  const firm = foundFirm(company, random, 'shops', start + 200, { name: 'Bargain Bay Outlet', category: 'e-commerce' })
  const seller: Reseller = { firm, chain: [], content: 0.3 }
  for (let n = sized(company, 50, 2); n > 0; n -= 1) {
    const bought = start + random.int(200, end - start - 20)
    const person = registerPerson(company, random, bought, { mail: 'personal', category: 'do-it-yourself' })
    resold(company, random, seller, person, bought, stillSo, 'purchase')
    live(company, random, person, { ...habit, days: 4, from: bought, to: end })
  }
}

function directBuyers(company: Company, random: Random): void {
  const { start, end, voices } = company
  for (let n = sized(company, 120, 3); n > 0; n -= 1) {
    const bought = start + random.int(10, end - start - 10)
    const person = registerPerson(company, random, bought, { mail: 'personal', category: 'craftsman' })
    const deal: Deal = { product: 'drill', kind: 'purchase', buyer: person, amountMinor: 26_900, interval: 'once', from: bought, to: stillSo, source: 'shop' }
    const key = sign(company, deal)
    person.contracts.push(contractOf(key, deal, 'self'))
    invoices(company, random, key, deal, person.user, 'stripe')
    live(company, random, person, { ...habit, days: 5, from: bought, to: end })
    if (random.chance(0.3))
      voices.push({ identifier: person.user, product: 'drill', side: 'customer', day: Math.min(end - 1, bought + random.int(5, 90)), account: null })
  }
}
