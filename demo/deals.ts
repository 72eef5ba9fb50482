import { type Agreement, moneyText, until } from './book.ts'
import { type DayNumber, dayText, monthsLater, stillSo } from './calendar.ts'
import type { Company, Contract, Firm, Person, Span } from './people.ts'
import type { Random } from './random.ts'

export interface Deal extends Span {
  readonly product: string
  readonly kind: Agreement['kind']
  readonly buyer: Firm | Person
  readonly payer?: Firm
  /** Identifier of the seller; absent: Northlight. */
  readonly seller?: string
  readonly beneficiary?: string
  readonly seats?: number
  readonly amountMinor: number | null
  readonly currency?: 'EUR' | 'USD'
  readonly interval: Agreement['interval']
  readonly renews?: DayNumber
  readonly learned?: DayNumber
  readonly source?: string
  /** First recorded with this wrong amount, corrected some weeks later. */
  readonly mistypedMinor?: number
  readonly name?: string
}

const keyOfProduct: Readonly<Record<string, string>> = {
  lamp: 'order',
  notes: 'notes',
  suite: 'suite',
  drill: 'drill',
  saw: 'saw',
  sander: 'sander',
  grinder: 'grinder',
  ads: 'ads',
  search: 'plus',
  classroom: 'class',
  portal: 'portal',
}

export function identifierOf(party: Firm | Person): string {
  return 'account' in party ? party.account : party.user
}

/** An agreement is signed: its lines, and what the simulator knows of it. The end is known when it comes, not before. */
export function sign(company: Company, deal: Deal): string {
  const { book } = company
  const key = book.key(deal.seller === undefined ? (keyOfProduct[deal.product] ?? deal.product) : 'resale')
  const currency = deal.currency ?? 'EUR'
  const learned = deal.learned ?? deal.from
  book.note({
    key,
    product: deal.product,
    kind: deal.kind,
    buyer: deal.buyer.party,
    soldBySelf: deal.seller === undefined,
    amountMinor: deal.amountMinor,
    currency,
    interval: deal.interval,
    from: deal.from,
    to: deal.to,
    seats: deal.seats ?? null,
  })
  const line = {
    type: 'agreement',
    key,
    source: deal.source ?? 'billing',
    kind: deal.kind,
    product: deal.product,
    seller: deal.seller ?? 'self',
    buyer: identifierOf(deal.buyer),
    ...(deal.payer === undefined ? {} : { payer: deal.payer.account }),
    ...(deal.beneficiary === undefined ? {} : { beneficiary: deal.beneficiary }),
    ...(deal.seats === undefined ? {} : { seats: deal.seats }),
    ...(deal.amountMinor === null ? {} : { amount: moneyText(deal.amountMinor), currency }),
    interval: deal.interval,
    from: dayText(deal.from),
    ...(deal.renews === undefined ? {} : { renews: dayText(deal.renews) }),
    ...(deal.name === undefined ? {} : { name: deal.name }),
  }
  const agreedEnd = deal.interval === 'once' || deal.amountMinor === 0
  const first = { ...line, ...(agreedEnd ? until(deal.to) : {}) }
  if (deal.mistypedMinor !== undefined) {
    book.write({ ...first, amount: moneyText(deal.mistypedMinor) }, learned)
    book.write(first, learned + 40, 40_000)
  } else {
    book.write(first, learned)
  }
  if (!agreedEnd && deal.to < stillSo) book.write({ ...line, ...until(deal.to) }, Math.max(learned + 41, deal.to), 41_000)
  return key
}

export function contractOf(key: string, deal: Deal, kind: Contract['kind'], seats: Contract['seats'] = null, chain: Contract['chain'] = null): Contract {
  return { key, product: deal.product, kind, from: deal.from, to: deal.to, seats, chain }
}

const monthsOfInterval = { month: 1, quarter: 3, year: 12 } as const

/** The bills of an agreement, paid when they fall due or a few days later. */
export function invoices(company: Company, random: Random, key: string, deal: Deal, payer: string, source: 'stripe' | 'bank'): void {
  if (deal.amountMinor === null || deal.amountMinor === 0) return
  const { book, end } = company
  const currency = deal.currency ?? 'EUR'
  const last = Math.min(deal.to, end)
  for (let n = 0; ; n += 1) {
    const due = deal.interval === 'once' ? deal.from : monthsLater(deal.from, n * monthsOfInterval[deal.interval])
    if (due >= last) break
    const day = source === 'bank' ? due + random.int(2, 21) : due
    // Some transfers name no agreement; the payer is known all the same.
    const loose = source === 'bank' && n > 0 && deal.payer === undefined && random.chance(0.03) && day < last
    book.pay({
      source,
      payer,
      agreement: loose ? null : key,
      product: loose ? deal.product : null,
      amountMinor: deal.amountMinor,
      currency,
      kind: 'charge',
      day,
      explained: true,
    })
    if (loose && day < end) book.looseCharges.push({ party: deal.buyer.party, product: deal.product, day })
    if (deal.interval !== 'once' && random.chance(0.008)) {
      const kind = random.chance(0.6) ? 'credit' : 'refund'
      book.pay({
        source,
        payer,
        agreement: key,
        product: null,
        amountMinor: Math.round(deal.amountMinor / random.int(2, 6)),
        currency,
        kind,
        day: day + random.int(3, 20),
        explained: true,
      })
    }
    if (deal.interval === 'once') break
  }
}

/** The next anniversary of a yearly contract after the end of the demo. */
export function nextRenewal(from: DayNumber, end: DayNumber): DayNumber {
  for (let years = 1; ; years += 1) {
    const day = monthsLater(from, 12 * years)
    if (day >= end) return day
  }
}
