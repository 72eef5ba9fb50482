import { type Day, dayOf } from '../base/day.ts'
import { order } from '../base/order.ts'
import { inForceWithin } from '../roles/accrual.ts'
import { agreementsSold, type Sales, saidOfRole } from '../roles/customers.ts'
import { STEPS_AT_MOST } from '../roles/owners.ts'
import { pays } from '../roles/resale.ts'
import type { Agreement, Payment } from '../roles/world.ts'
import { categoryOf } from './party-traits.ts'
import { smallestIdentifier } from './party-shape.ts'
import type { Question } from './question.ts'

/** Categories that say that a party buys in order to resell, where no sale of it is known. Compared without case, blanks and hyphens. */
const RESELLING = new Set(['intermediary', 'reseller', 'valueaddedreseller', 'var', 'wholesaler', 'wholesale', 'distributor', 'dealer', 'retailer', 'retail', 'ecommerce', 'shop', 'marketplace', 'agent'])
/** Levels are drawn side by side; what stands deeper is drawn in the last. */
const LEVELS_AT_MOST = STEPS_AT_MOST + 1

/** What one party sells to another within the window: agreements in force, and payments without a known agreement. */
export interface Sale {
  readonly from: number
  readonly to: number
  readonly agreements: Agreement[]
  readonly charges: Payment[]
  /** Leads back to one that stands above: it is told, and not followed. */
  back: boolean
}

/** The seller in view, or one that buys in order to resell. */
export interface Dealer {
  readonly party: number
  /** The party's identifier that sorts first: ties are broken by it. */
  readonly name: string
  /** How we know that it resells: it sells, somebody said so by hand, or its category says so. */
  readonly because: 'seller' | 'sells' | 'hand' | 'category'
  level: number
  /** Place in an order in which every seller comes before those to whom it sells. */
  place: number
  readonly onward: Sale[]
  readonly inward: Sale[]
  /** To those who do not resell, by buyer. */
  readonly ends: Map<number, Sale>
}

export interface Graph {
  readonly seller: number
  readonly dealers: ReadonlyMap<number, Dealer>
  /** What the seller in view itself buys, by the one who sells it. */
  readonly suppliers: readonly Sale[]
  /** Those who sell the product in the window and are paid by nobody who pays up to the seller in view, with the number of their buyers. */
  readonly others: readonly { readonly party: number; readonly customers: number }[]
  readonly circles: readonly (readonly number[])[]
  /** Intermediaries that stand more than eight steps away: they are taken for end customers. */
  readonly tooDeep: number
}

/** Who sells to whom, from the seller in view down to those who do not resell. One pass over the agreements that are reached, and one over all of them for those that are not. */
export function graphOf(sales: Sales, question: Question): Graph {
  const walk = new Walk(sales, question)
  walk.run()
  const circles = layered(walk.dealers, sales.coverage.seller)
  return { seller: sales.coverage.seller, dealers: walk.dealers, suppliers: walk.suppliers(), others: walk.others(), circles, tooDeep: walk.tooDeep }
}

class Walk {
  readonly dealers = new Map<number, Dealer>()
  tooDeep = 0
  readonly #sales: Sales
  readonly #question: Question
  readonly #products: ReadonlySet<string>
  readonly #sold = new Map<number, ReadonlyMap<string, Agreement[]>>()
  readonly #chargesOf: ReadonlyMap<number, readonly Payment[]>
  readonly #pairs = new Map<string, Sale>()

  constructor(sales: Sales, question: Question) {
    this.#sales = sales
    this.#question = question
    this.#products = productsOf(sales)
    this.#chargesOf = this.#loose()
  }

  /** Breadth first over party and product: all agreements of a chain are for the same product. */
  run(): void {
    const { seller } = this.#sales.coverage
    this.#dealer(seller, 'seller')
    if (seller === 0) return
    let level = [...this.#products].map((product) => ({ party: seller, product }))
    const reached = new Set(level.map(nameOfPlace))
    for (let steps = 0; steps <= STEPS_AT_MOST && level.length > 0; steps += 1) {
      const next: typeof level = []
      for (const { party, product } of level) {
        for (const agreement of this.#soldBy(party).get(product) ?? []) {
          const buyer = this.#file(party, agreement, steps)
          if (buyer === 0) continue
          const place = { party: buyer, product }
          if (reached.has(nameOfPlace(place))) continue
          reached.add(nameOfPlace(place))
          next.push(place)
        }
      }
      level = next
    }
    for (const [party] of this.dealers) for (const charge of this.#chargesOf.get(party) ?? []) this.#fileCharge(party, charge)
  }

  /** What a party sells of each product within the window; all of it is looked at once. */
  #soldBy(party: number): ReadonlyMap<string, Agreement[]> {
    const known = this.#sold.get(party)
    if (known) return known
    const { world } = this.#sales.coverage
    const { from, to } = this.#question
    const sold = new Map<string, Agreement[]>()
    world.eachOf(world.agreementsOfSeller, party, (agreement) => {
      if (!this.#products.has(agreement.product) || !pays(agreement) || !inForceWithin(agreement, from, to)) return
      const list = sold.get(agreement.product)
      if (list) list.push(agreement)
      else sold.set(agreement.product, [agreement])
    })
    this.#sold.set(party, sold)
    return sold
  }

  /** Files a sale under its buyer. Answers the buyer if it resells the product and is near enough, else 0. */
  #file(seller: number, agreement: Agreement, steps: number): number {
    const buyer = this.#sales.coverage.world.party(agreement.buyer)
    const because = buyer === seller ? null : this.#resells(buyer, agreement.product)
    if (because !== null && steps === STEPS_AT_MOST && !this.dealers.has(buyer)) this.tooDeep += 1
    const isDealer = because !== null && (steps < STEPS_AT_MOST || this.dealers.has(buyer))
    if (!isDealer) {
      this.#end(seller, buyer).agreements.push(agreement)
      return 0
    }
    this.#dealer(buyer, because)
    this.#onward(seller, buyer).agreements.push(agreement)
    return buyer
  }

  #fileCharge(seller: number, charge: Payment): void {
    const payer = this.#sales.coverage.world.party(charge.payer)
    const sale = payer !== seller && this.dealers.has(payer) ? this.#onward(seller, payer) : this.#end(seller, payer)
    sale.charges.push(charge)
  }

  #end(seller: number, buyer: number): Sale {
    const { ends } = this.dealers.get(seller) as Dealer
    const known = ends.get(buyer)
    if (known) return known
    const sale = { from: seller, to: buyer, agreements: [], charges: [], back: false }
    ends.set(buyer, sale)
    return sale
  }

  #onward(seller: number, buyer: number): Sale {
    const name = `${seller}:${buyer}`
    const known = this.#pairs.get(name)
    if (known) return known
    const sale = { from: seller, to: buyer, agreements: [], charges: [], back: false }
    this.#pairs.set(name, sale)
    this.dealers.get(seller)?.onward.push(sale)
    this.dealers.get(buyer)?.inward.push(sale)
    return sale
  }

  #dealer(party: number, because: Dealer['because']): void {
    if (this.dealers.has(party)) return
    this.dealers.set(party, { party, name: smallestIdentifier(this.#sales.coverage.world, party), because, level: 0, place: 0, onward: [], inward: [], ends: new Map() })
  }

  /** A word by hand counts most, then a sale at any time, then the category of an organization. */
  #resells(party: number, product: string): 'sells' | 'hand' | 'category' | null {
    const { world, seller } = this.#sales.coverage
    const { from, to } = this.#question
    const said = saidOfRole({ coverage: this.#sales.coverage, product }, party, 'intermediary', from, to)
    if (said === false && party !== seller) return null
    let sells = false
    world.eachOf(world.agreementsOfSeller, party, (agreement) => { sells ||= agreement.product === product && pays(agreement) })
    if (sells || party === seller) return 'sells'
    if (said === true) return 'hand'
    const category = world.kind(party) === 'person' ? null : categoryOf(world, party)
    return category !== null && RESELLING.has(category.toLowerCase().replace(/[\s_-]/g, '')) ? 'category' : null
  }

  /** Charges of the window that name no known agreement, by seller. Refunds make no customer. */
  #loose(): Map<number, Payment[]> {
    const { world } = this.#sales.coverage
    const { from, to } = this.#question
    const found = new Map<number, Payment[]>()
    for (const payment of world.payments.values()) {
      const { line } = payment
      if (line.kind !== 'charge' || payment.payer === 0 || (line.agreement !== null && world.agreements.has(line.agreement))) continue
      if (line.product !== null && !this.#products.has(line.product)) continue
      const day: Day = dayOf(line.at)
      if (day < from || day >= to) continue
      const seller = world.party(payment.seller)
      const list = found.get(seller)
      if (list) list.push(payment)
      else found.set(seller, [payment])
    }
    return found
  }

  suppliers(): Sale[] {
    const { world, seller } = this.#sales.coverage
    const { from, to } = this.#question
    const bySupplier = new Map<number, Sale>()
    world.eachOf(world.agreementsOfBuyer, seller, (agreement) => {
      const supplier = world.party(agreement.seller)
      if (supplier === seller || !this.#products.has(agreement.product) || !pays(agreement) || !inForceWithin(agreement, from, to)) return
      const sale = bySupplier.get(supplier) ?? { from: supplier, to: seller, agreements: [], charges: [], back: false }
      sale.agreements.push(agreement)
      bySupplier.set(supplier, sale)
    })
    return [...bySupplier.values()].sort((a, b) => b.agreements.length - a.agreements.length || order(smallestIdentifier(world, a.from), smallestIdentifier(world, b.from)))
  }

  others(): { party: number; customers: number }[] {
    const { world } = this.#sales.coverage
    const { from, to } = this.#question
    const buyers = new Map<number, Set<number>>()
    for (const agreement of world.agreements.values()) {
      if (!this.#products.has(agreement.product)) continue
      const seller = world.party(agreement.seller)
      if (this.dealers.has(seller) || !pays(agreement) || !inForceWithin(agreement, from, to)) continue
      const known = buyers.get(seller)
      const buyer = world.party(agreement.buyer)
      if (known) known.add(buyer)
      else buyers.set(seller, new Set([buyer]))
    }
    return [...buyers].map(([party, all]) => ({ party, customers: all.size, name: smallestIdentifier(world, party) }))
      .sort((a, b) => b.customers - a.customers || order(a.name, b.name)).map(({ party, customers }) => ({ party, customers }))
  }
}

function nameOfPlace({ party, product }: { readonly party: number; readonly product: string }): string {
  return `${party}\0${product}`
}

/** The products that count: the one asked about with the one that funds it, or all of which any agreement speaks. */
function productsOf(sales: Sales): ReadonlySet<string> {
  const { world } = sales.coverage
  if (sales.product === null) return new Set([...[...world.agreements.values()].map(({ product }) => product), ...agreementsSold(sales).map(({ product }) => product)])
  const funding = world.products.get(sales.product)?.fundedBy ?? null
  return new Set(funding === null ? [sales.product] : [sales.product, funding])
}

/**
 * Breaks circles where a walk, the oldest sales first, comes back to one it stands on, then gives each dealer the level of the longest way to it.
 * Without recursion: a chain of sales may be as long as there are dealers. Answers the circles.
 */
function layered(dealers: ReadonlyMap<number, Dealer>, seller: number): number[][] {
  const start = dealers.get(seller)
  if (!start) return []
  const circles: number[][] = []
  const done: Dealer[] = []
  const stands = new Map<number, 'on the way' | 'done'>([[seller, 'on the way']])
  const way = [{ dealer: start, sales: inOrder(start, dealers), next: 0 }]
  while (way.length > 0) {
    const at = way[way.length - 1] as (typeof way)[number]
    const sale = at.sales[at.next]
    at.next += 1
    if (!sale) {
      stands.set(at.dealer.party, 'done')
      done.push(at.dealer)
      way.pop()
      continue
    }
    const buyer = dealers.get(sale.to) as Dealer
    const stand = stands.get(sale.to)
    if (stand === 'on the way') {
      sale.back = true
      circles.push(way.slice(way.findIndex(({ dealer }) => dealer === buyer)).map(({ dealer }) => dealer.party))
    } else if (stand === undefined) {
      stands.set(sale.to, 'on the way')
      way.push({ dealer: buyer, sales: inOrder(buyer, dealers), next: 0 })
    }
  }
  done.reverse().forEach((dealer, place) => {
    dealer.place = place
    for (const sale of dealer.onward) {
      const buyer = dealers.get(sale.to) as Dealer
      if (!sale.back) buyer.level = Math.max(buyer.level, Math.min(LEVELS_AT_MOST, dealer.level + 1))
    }
  })
  return circles
}

function inOrder(dealer: Dealer, dealers: ReadonlyMap<number, Dealer>): readonly Sale[] {
  const since = (sale: Sale): Day => Math.min(...sale.agreements.map(({ from }) => from))
  return dealer.onward.map((sale) => ({ sale, since: since(sale), name: dealers.get(sale.to)?.name ?? '' })).sort((a, b) => (a.since === b.since ? order(a.name, b.name) : a.since - b.since)).map(({ sale }) => sale)
}
