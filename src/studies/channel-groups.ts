import { order } from '../base/order.ts'
import type { Dealer, Graph, Sale } from './channel-graph.ts'
import { addMoney, noMoney, type SaleMoney, type SalesMoney } from './channel-money.ts'
import type { Flow, Use } from './channel-use.ts'
import { EXPERIENCES, type Heard, type HeardOnWay, heardTogether, nothingHeard } from './channel-voices.ts'

/** About so many are shown of one level unless somebody unfolds more, shared evenly among those who sell to them: a picture stays a picture. */
const SHOWN_OF_A_LEVEL = 40
const SHOWN_BELOW_A_SELLER = 12

/** One dealer, or all that are folded below one seller. What is summed over groups is the same however they are folded. */
export interface Group extends Use {
  readonly id: string
  readonly dealer: Dealer | null
  /** The seller below whom it is folded, or the one who sells most to it. */
  readonly under: Dealer | null
  readonly level: number
  readonly members: Dealer[]
  readonly ends: Use
  readonly own: Use
  readonly heard: Heard
  readonly bought: SaleMoney
  readonly sold: SaleMoney
  readonly unseen: Unseen
  intermediaries: number
  customers: number
}

/** What is known to exist and not seen: end customers without use; dealers of whom no sale is known (silent), or no use below (blind); units bought beyond those that we know were sold on. */
export interface Unseen { customers: number; silent: number; blind: number; units: number | null; unitsIn: number | null; unitsOut: number }

export interface Link extends Use { readonly from: Group; readonly to: Group; readonly money: SaleMoney }

export interface Folding {
  readonly groups: readonly Group[]
  readonly links: readonly Link[]
}

export interface FoldingAsked {
  /** Null: as many as a picture can bear. */
  readonly limit: number | null
  /** How many to show below a seller, by its party. */
  readonly open: ReadonlyMap<number, number>
  readonly measure: 'use' | 'money'
}

/** Folds the small ones below each seller, and sums up. Cost grows with dealers and their sales, and with the ways that use takes. */
export function folded(graph: Graph, flows: readonly Flow[], heard: ReadonlyMap<Flow, HeardOnWay>, money: SalesMoney, seen: ReadonlySet<number>, asked: FoldingAsked): Folding {
  const groupOf = groupsOf(graph, flows, money, asked)
  const groups = [...new Set(groupOf.values())]
  for (const [dealer, group] of groupOf) describe(group, dealer, graph, money, seen)
  const links = new Map<string, Link>()
  for (const { onward } of graph.dealers.values()) {
    for (const sale of onward) {
      const link = linkOf(links, groupOf, sale, graph)
      if (link) addMoney(link.money, money.of(sale))
    }
  }
  for (const flow of flows) count(flow, groupOf, links, graph)
  const saidIn = new Map(groups.map((group): [Group, HeardOnWay[]] => [group, []]))
  for (const [flow, said] of heard) {
    if (flow.own) continue
    for (const group of new Set(flow.dealers.map((dealer) => groupOf.get(dealer) as Group))) saidIn.get(group)?.push(said)
  }
  for (const [group, said] of saidIn) hear(group.heard, heardTogether(said))
  const withUse = new Set(flows.filter(({ own }) => !own).flatMap(({ dealers }) => dealers))
  for (const [dealer, group] of groupOf) {
    if (dealer.because === 'seller') continue
    if (dealer.onward.length === 0 && dealer.ends.size === 0) group.unseen.silent += 1
    else if (!withUse.has(dealer)) group.unseen.blind += 1
  }
  return { groups, links: [...links.values()] }
}

function linkOf(links: Map<string, Link>, groupOf: ReadonlyMap<Dealer, Group>, sale: Sale, graph: Graph): Link | null {
  const from = groupOf.get(graph.dealers.get(sale.from) as Dealer) as Group
  const to = groupOf.get(graph.dealers.get(sale.to) as Dealer) as Group
  if (from === to) return null
  const name = `${from.id}>${to.id}`
  const known = links.get(name) ?? { from, to, money: noMoney(), users: 0, usageDays: 0 }
  links.set(name, known)
  return known
}

function count(flow: Flow, groupOf: ReadonlyMap<Dealer, Group>, links: Map<string, Link>, graph: Graph): void {
  const add = (to: Use): void => {
    to.users += flow.users
    to.usageDays += flow.usageDays
  }
  for (const group of new Set(flow.dealers.map((dealer) => groupOf.get(dealer) as Group))) add(group)
  const last = groupOf.get(flow.dealers[flow.dealers.length - 1] as Dealer)
  if (last) add(flow.own ? last.own : last.ends)
  for (const sale of flow.sales) {
    const link = linkOf(links, groupOf, sale, graph)
    if (link) add(link)
  }
}

function hear(to: Heard, said: Heard): void {
  for (const kind of EXPERIENCES) for (const one of said[kind]) to[kind].push(one)
}

/** What a dealer buys and sells, and what of it is not seen. */
function describe(group: Group, dealer: Dealer, graph: Graph, money: SalesMoney, seen: ReadonlySet<number>): void {
  const inward = dealer.because === 'seller' ? graph.suppliers : dealer.inward
  for (const sale of inward) addMoney(group.bought, money.of(sale))
  for (const sale of [...dealer.onward, ...dealer.ends.values()]) addMoney(group.sold, money.of(sale))
  group.intermediaries += dealer.onward.length
  group.customers += dealer.ends.size
  for (const buyer of dealer.ends.keys()) if (!seen.has(buyer)) group.unseen.customers += 1
  if (dealer.because === 'seller') return
  const unitsIn = units(dealer.inward)
  const unitsOut = [...dealer.onward, ...dealer.ends.values()].reduce((sum, { agreements }) => sum + agreements.reduce((all, { seats }) => all + (seats ?? 1), 0), 0)
  group.unseen.unitsOut += unitsOut
  if (unitsIn === null) return
  group.unseen.unitsIn = (group.unseen.unitsIn ?? 0) + unitsIn
  group.unseen.units = (group.unseen.units ?? 0) + Math.max(0, unitsIn - unitsOut)
}

/** Seats or pieces bought; null where no agreement says how many. */
function units(sales: readonly Sale[]): number | null {
  const stated = sales.flatMap(({ agreements }) => agreements.flatMap(({ seats }) => seats ?? []))
  return stated.length === 0 ? null : stated.reduce((sum, seats) => sum + seats, 0)
}

/** Which dealer stands in which group: the first of each seller for themselves, the others folded with all that is below them. */
function groupsOf(graph: Graph, flows: readonly Flow[], money: SalesMoney, { limit, open, measure }: FoldingAsked): ReadonlyMap<Dealer, Group> {
  const use = new Map<Sale | Dealer, Use>()
  for (const flow of flows) for (const at of [...flow.sales, ...flow.dealers]) {
    const known = use.get(at) ?? { users: 0, usageDays: 0 }
    known.users += flow.users
    known.usageDays += flow.usageDays
    use.set(at, known)
  }
  const currency = mainCurrency(graph, money)
  // What the order looks at is worked out once for each, in the order in which it is looked at; as numbers, for it is no sum that is shown.
  const keys = new Map([...graph.dealers.values()].map((dealer) => {
    const { usageDays, users } = use.get(dealer) ?? { usageDays: 0, users: 0 }
    const bought = Number(dealer.inward.reduce((sum, sale) => sum + (money.of(sale).accrued.get(currency) ?? 0n), 0n))
    return [dealer, [...(measure === 'money' ? [bought, usageDays, users] : [usageDays, users, bought]), dealer.ends.size + dealer.onward.length]]
  }))
  const byStanding = (a: Dealer, b: Dealer): number => {
    const [mine, other] = [keys.get(a) ?? [], keys.get(b) ?? []]
    const differs = mine.findIndex((key, place) => key !== other[place])
    return differs < 0 ? order(a.name, b.name) : (other[differs] ?? 0) - (mine[differs] ?? 0)
  }

  const below = new Map<Dealer, Dealer[]>()
  for (const dealer of graph.dealers.values()) {
    const ahead = dealer.inward.filter(({ back }) => !back)
    const main = ahead.length < 2 ? ahead[0] : ahead
      .sort((a, b) => (use.get(b)?.usageDays ?? 0) - (use.get(a)?.usageDays ?? 0) || b.agreements.length - a.agreements.length || order(graph.dealers.get(a.from)?.name ?? '', graph.dealers.get(b.from)?.name ?? ''))[0]
    const seller = main && graph.dealers.get(main.from)
    if (!seller || dealer.because === 'seller') continue
    const known = below.get(seller)
    if (known) known.push(dealer)
    else below.set(seller, [dealer])
  }

  const groupOf = new Map<Dealer, Group>()
  const start = graph.dealers.get(graph.seller) as Dealer
  groupOf.set(start, groupFor(start, null))
  for (let level = [start]; level.length > 0; ) {
    const next: Dealer[] = []
    const sellers = level.filter((seller) => below.has(seller))
    const share = limit ?? Math.min(SHOWN_BELOW_A_SELLER, Math.max(1, Math.floor(SHOWN_OF_A_LEVEL / sellers.length)))
    for (const seller of sellers) {
      const buyers = (below.get(seller) ?? []).sort(byStanding)
      const most = open.get(seller.party) ?? share
      // One that is left alone needs no fold.
      const shown = buyers.length === most + 1 ? buyers : buyers.slice(0, most)
      for (const buyer of shown) groupOf.set(buyer, groupFor(buyer, seller))
      next.push(...shown)
      if (buyers.length > shown.length) foldInto(foldFor(seller), buyers.slice(shown.length), below, groupOf)
    }
    level = next
  }
  return groupOf
}

function foldInto(fold: Group, buyers: readonly Dealer[], below: ReadonlyMap<Dealer, readonly Dealer[]>, groupOf: Map<Dealer, Group>): void {
  const rest = [...buyers]
  for (const dealer of rest) {
    groupOf.set(dealer, fold)
    fold.members.push(dealer)
    for (const buyer of below.get(dealer) ?? []) rest.push(buyer)
  }
}

function groupFor(dealer: Dealer, under: Dealer | null): Group {
  return { ...emptyGroup(), id: `p${dealer.party}`, dealer, under, level: dealer.level, members: [dealer] }
}

function foldFor(under: Dealer): Group {
  return { ...emptyGroup(), id: `fold:p${under.party}`, dealer: null, under, level: under.level + 1, members: [] }
}

function emptyGroup() {
  return {
    users: 0, usageDays: 0, ends: { users: 0, usageDays: 0 }, own: { users: 0, usageDays: 0 }, heard: nothingHeard(), bought: noMoney(), sold: noMoney(), intermediaries: 0, customers: 0,
    unseen: { customers: 0, silent: 0, blind: 0, units: null, unitsIn: null, unitsOut: 0 },
  }
}

/** The currency in which most sales to dealers are priced. */
export function mainCurrency(graph: Graph, money: SalesMoney): string {
  const sales = new Map<string, number>()
  for (const { onward } of graph.dealers.values()) for (const sale of onward) for (const currency of money.of(sale).accrued.keys()) sales.set(currency, (sales.get(currency) ?? 0) + 1)
  return [...sales].sort(([a, n], [b, m]) => m - n || order(a, b))[0]?.[0] ?? ''
}
