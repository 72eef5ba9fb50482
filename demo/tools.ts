import { live } from './activity.ts'
import { dayText, stillSo } from './calendar.ts'
import { LATE_DEALER, type Reseller, resold, type Trade } from './channel.ts'
import { contractOf, type Deal, invoices, sign } from './deals.ts'
import type { Company, Span } from './people.ts'
import { type Random, randomFrom } from './random.ts'

/** What is said of each product beside what is said of the dealer: the grinder is weak wherever it is bought. */
export const TOOLS = { saw: { name: 'Saw', content: 0.08, amountMinor: 640_000 }, sander: { name: 'Sander', content: 0.02, amountMinor: 410_000 }, grinder: { name: 'Grinder', content: -0.36, amountMinor: 380_000 } } as const
/** How content end users are of a tool as good as the drill at a dealer who does no more and no less than others. */
const USUAL = 0.62
const DAYS_TO_DELIVER = 6
const LATE_SHARE = { usual: 0.07, late: 0.6 }
const LATE_WORDS = ['It came two weeks after the day they gave me.', 'Late again, and nobody called.', 'I waited, and then I waited more.']

/** What is true of the channel, known to the simulator. */
export interface ChannelTruth {
  readonly weakProduct: string
  /** Account of the dealer that comes late. */
  readonly lateDealer: string
  /** Share of the variance between products and dealers that lies between dealers. */
  readonly dealersShare: number
  /** Deliveries of each dealer: how many, and how many of them late. */
  readonly deliveries: ReadonlyMap<string, { readonly n: number; readonly late: number }>
}

/** Three more tools take the way of the drill: two wholesalers, the same dealers, each with two or three of them, and end users who have a drill already. */
export function tools(company: Company, { wholesalers, dealers, endUsers }: Trade): ChannelTruth {
  const random = randomFrom(company.seed, 'tools')
  const { book, start, end } = company
  const selling = new Map<string, Map<Reseller, Reseller>>()
  for (const [place, [product, { name, amountMinor }]] of Object.entries(TOOLS).entries()) {
    book.write({ type: 'product', key: product, source: 'catalogue', name, fundedBy: null }, start, place + 1)
    const bought = wholesalers.map(({ firm }) => {
      const deal: Deal = { product, kind: 'licence', buyer: firm, amountMinor, interval: 'month', from: start, to: stillSo, source: 'crm' }
      const key = sign(company, deal)
      firm.contracts.push(contractOf(key, deal, 'organization'))
      invoices(company, random, key, deal, firm.account, 'bank')
      return { firm, key }
    })
    const sellers = new Map<Reseller, Reseller>()
    for (const [n, { reseller, wholesaler, isTelling }] of dealers.entries()) {
      const from = bought[wholesaler]
      if (n % 4 === place || from === undefined) continue
      const opened = reseller.chain[0]?.from ?? start
      const deal: Deal = {
        product, kind: 'licence', buyer: reseller.firm, seller: from.firm.account, amountMinor: n % 3 === 2 ? null : random.int(2, 12) * 10_000, interval: 'month', from: opened, to: stillSo,
        ...(n % 2 === 0 ? { seats: Math.max(3, Math.round((10 + ((n * 5) % 30)) * company.scale)) } : {}), source: 'partners',
      }
      reseller.firm.contracts.push(contractOf(sign(company, deal), deal, 'intermediary', null, [{ from: 0, to: stillSo, agreement: from.key }]))
      const chain: readonly (Span & { readonly agreement: string })[] = [{ from: opened, to: stillSo, agreement: from.key }]
      if (isTelling) sellers.set(reseller, { ...reseller, chain })
    }
    selling.set(product, sellers)
  }

  const late = dealers[LATE_DEALER]?.reseller
  const deliveries = new Map<string, { n: number; late: number }>()
  for (const { person, seller } of endUsers) {
    for (const [product, { content }] of Object.entries(TOOLS)) {
      if (!random.chance(0.45)) continue
      const sellers = selling.get(product) ?? new Map<Reseller, Reseller>()
      const dealer = sellers.get(seller) ?? (random.chance(0.4) ? random.pick([...sellers.values()]) : undefined)
      if (dealer === undefined) continue
      const bought = Math.max(person.since, dealer.chain[0]?.from ?? start) + random.int(0, 120)
      if (bought >= end - 3) continue
      const key = resold(company, random, dealer, person, bought, stillSo, 'purchase', product)
      const isLate = dealer.firm === late?.firm
      deliver(company, random, { key, dealer, bought, isLate }, deliveries)
      live(company, random, person, {
        product, events: ['switched_on', 'battery_charged', 'serviced'], source: 'devices', voice: 0.4, days: 4, from: bought, to: end, channel: dealer.firm.account,
        content: Math.min(0.97, Math.max(0.03, dealer.content + content)), ...(isLate ? { grievance: { topic: 'delivery', share: 0.55, words: LATE_WORDS } } : {}),
      })
    }
  }
  const told = dealers.filter(({ isTelling }) => isTelling).map(({ reseller }) => reseller.content - USUAL)
  const [between, products] = [variance(told), variance([0, ...Object.values(TOOLS).map(({ content }) => content)])]
  return { weakProduct: 'grinder', lateDealer: late?.firm.account ?? '', dealersShare: between / (between + products), deliveries }
}

/** The dealer says a day, and mostly keeps it; what is still on its way at the end has no day of arrival yet. */
function deliver(company: Company, random: Random, { key, dealer, bought, isLate }: { readonly key: string; readonly dealer: Reseller; readonly bought: number; readonly isLate: boolean }, deliveries: Map<string, { n: number; late: number }>): void {
  const { book, end } = company
  const due = bought + DAYS_TO_DELIVER
  const comesLate = random.chance(isLate ? LATE_SHARE.late : LATE_SHARE.usual)
  const done = comesLate ? due + random.int(2, 24) : due - random.int(0, 3)
  const line = { type: 'delivery', key: book.key('delivery'), source: 'partners', agreement: key, milestone: 'delivered', due: dayText(due) }
  book.write(line, bought, 60_000)
  if (done < end) book.write({ ...line, done: dayText(done) }, done, 61_000)
  if (due >= end) return
  const known = deliveries.get(dealer.firm.account) ?? { n: 0, late: 0 }
  deliveries.set(dealer.firm.account, { n: known.n + 1, late: known.late + (comesLate ? 1 : 0) })
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1)
}
