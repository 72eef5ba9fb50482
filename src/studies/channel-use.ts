import type { Day } from '../base/day.ts'
import { order } from '../base/order.ts'
import type { Coverage } from '../roles/cover.ts'
import { Resales } from '../roles/resale.ts'
import { PAYER_KINDS, UNPAID_REASONS, type UnpaidReason } from '../roles/stamp.ts'
import type { Agreement } from '../roles/world.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Dealer, Graph, Sale } from './channel-graph.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

const INTERMEDIARY = PAYER_KINDS.indexOf('intermediary')
const NOBODY = PAYER_KINDS.indexOf('nobody')
const NO_CHAIN: readonly Agreement[] = []

export interface Use { users: number; usageDays: number }

/** Use that came one way: from the seller in view through these dealers to the end users of the last one, or to that one's own people. */
export interface Flow extends Use {
  readonly dealers: readonly Dealer[]
  readonly sales: readonly Sale[]
  readonly own: boolean
}

/** All use of the window: what came through the chain, and what did not. Every usage day and every user is counted once. */
export interface ChannelUse {
  readonly flows: readonly Flow[]
  readonly unpaid: Readonly<Record<UnpaidReason, Use>>
  readonly unknown: Use
}

interface Row { readonly what: 'days' | 'users'; readonly kind: number; readonly reason: number; readonly via: number; readonly bought: number; readonly product: number; readonly day: Day; readonly n: number }
interface OwnRow { readonly party: number; readonly product: number; readonly account: number; readonly day: Day; readonly via: number; readonly first_there: number }

/** Chains are worked out once per graph and kept: asking again with other periods costs nothing. */
const chains = new WeakMap<Coverage, Resales>()

function resalesOf(coverage: Coverage): Resales {
  const known = chains.get(coverage) ?? new Resales(coverage.world, coverage.seller)
  chains.set(coverage, known)
  return known
}

/** The ways that use can take through a graph, each with what was counted on it. */
export class Ways {
  readonly #graph: Graph
  readonly #coverage: Coverage
  readonly #resales: Resales
  readonly #sales = new Map<string, Sale>()
  readonly #flows = new Map<readonly Agreement[], Map<number, Flow & Use>>()

  constructor(graph: Graph, coverage: Coverage) {
    this.#graph = graph
    this.#coverage = coverage
    this.#resales = resalesOf(coverage)
    for (const { onward } of graph.dealers.values()) for (const sale of onward) this.#sales.set(`${sale.from}:${sale.to}`, sale)
  }

  get flows(): readonly Flow[] {
    return [...this.#flows.values()].flatMap((byOwn) => [...byOwn.values()])
  }

  /** The way to what `via` sells on a day; with `own` the dealer whose people use what it bought there. */
  through(via: number, product: string, day: Day, own = 0): Flow & Use {
    return this.#flow(this.#resales.chainOn(via, product, day) ?? NO_CHAIN, own)
  }

  direct(own = 0): Flow & Use {
    return this.#flow(NO_CHAIN, own)
  }

  /** The dealer that bought this, if it uses it with its own people. */
  ownerOf(agreement: Agreement): number {
    const { world } = this.#coverage
    const buyer = world.party(agreement.buyer)
    return this.#sales.has(`${world.party(agreement.seller)}:${buyer}`) ? buyer : 0
  }

  #flow(chain: readonly Agreement[], own: number): Flow & Use {
    const byOwn = this.#flows.get(chain) ?? new Map<number, Flow & Use>()
    this.#flows.set(chain, byOwn)
    const known = byOwn.get(own)
    if (known) return known
    const { world } = this.#coverage
    const parties = [this.#graph.seller, ...[...chain].reverse().map((agreement) => world.party(agreement.buyer)), ...(own === 0 ? [] : [own])]
    const dealers = parties.flatMap((party) => this.#graph.dealers.get(party) ?? [])
    const sales = parties.slice(1).flatMap((party, place) => this.#sales.get(`${parties[place]}:${party}`) ?? [])
    const flow = { dealers, sales, own: own !== 0, users: 0, usageDays: 0 }
    byOwn.set(own, flow)
    return flow
  }

  /** Dealers whose way to the seller in view is another one on some day of the window than on its first. */
  changing(from: Day, to: Day, products: readonly string[]): number[] {
    return [...this.#graph.dealers.keys()].filter((party) => party !== this.#graph.seller && products.some((product) => {
      const breaks = new Set<Day>()
      this.#resales.addBreaks(party, product, breaks)
      return [...breaks].some((day) => from < day && day < to)
    }))
  }
}

/** Counts all use of the window on its ways. Cost grows with the usage days of the window; what is read back grows with the dealers. */
export async function useOf(asked: Asked, question: Question, graph: Graph, ways: Ways): Promise<ChannelUse> {
  const { products } = asked.projection.words
  const names = question.product === null ? products.texts.slice(1) : [question.product]
  const dealers = [...graph.dealers.values()].filter(({ party }) => party !== graph.seller).sort((a, b) => order(a.name, b.name))
  const bought = [...(graph.dealers.get(graph.seller)?.onward ?? [])].flatMap(({ agreements }) => agreements).sort((a, b) => order(a.key, b.key))
  const parameters = {
    ...usageParameters(asked, question),
    sellers: dealers.map(({ party }) => party), sellerPlaces: dealers.map((_, place) => place + 1),
    bought: bought.map(({ number }) => number), boughtPlaces: bought.map((_, place) => place + 1),
  }
  const rows = await asked.db.rows<Row>(sql('channel'), { ...parameters, changing: ways.changing(question.from, question.to, names) })
  const unpaid = Object.fromEntries(UNPAID_REASONS.map((reason) => [reason, { users: 0, usageDays: 0 }])) as Record<UnpaidReason, Use>
  const unknown = { users: 0, usageDays: 0 }
  for (const { what, kind, reason, via, bought: place, product, day, n } of rows) {
    const agreement = bought[place - 1]
    const use = kind === INTERMEDIARY ? ways.through(via, products.text(product), day)
      : kind < NOBODY ? ways.direct(agreement ? ways.ownerOf(agreement) : 0)
      : kind === NOBODY ? unpaid[UNPAID_REASONS[reason] ?? 'free'] : unknown
    if (what === 'days') use.usageDays += n
    else use.users += n
  }
  await moveOwn(asked, graph, ways, parameters)
  return { flows: ways.flows.filter(({ users, usageDays }) => users > 0 || usageDays > 0), unpaid, unknown }
}

/** What people of dealers use of what their firm bought was counted at the one who sold it: it is counted one step further, at the dealer itself. */
async function moveOwn(asked: Asked, graph: Graph, ways: Ways, parameters: Parameters<typeof asked.db.rows>[1]): Promise<void> {
  const resellers = [...graph.dealers.values()].filter(({ party, onward }) => party !== graph.seller && onward.length > 0)
  if (resellers.length === 0) return
  const { coverage } = asked.view
  const rows = await asked.db.rows<OwnRow>(sql('channel-own'), { ...parameters, resellers: resellers.map(({ party }) => party), ...peopleOf(asked, resellers) })
  const moved = new Set<number>()
  for (const { party, product, account, day, via, first_there } of rows) {
    const name = asked.projection.words.products.text(product)
    const cover = coverage.coversOn({ party, product: name, account }, day)[0]
    const own = cover ? ways.ownerOf(cover.agreement) : 0
    if (own === 0) continue
    const [before, after] = [ways.through(via, name, day), ways.through(via, name, day, own)]
    before.usageDays -= 1
    after.usageDays += 1
    if (first_there === 0 || moved.has(party)) continue
    moved.add(party)
    before.users -= 1
    after.users += 1
  }
}

/** Whom agreements of dealers may reach: the dealers, what they own, members of these, holders of seats. More than it reaches is looked at, never less. */
function peopleOf(asked: Asked, resellers: readonly Dealer[]): { parties: number[]; accounts: number[]; everybody: boolean } {
  const { world, coverage } = asked.view
  const parties = new Set<number>()
  const accounts = new Set<number>()
  let everybody = false
  const organization = (at: number): void => {
    if (accounts.has(at)) return
    accounts.add(at)
    parties.add(at)
    world.eachOf(world.membershipsOfOrganization, at, ({ person }) => parties.add(world.party(person)))
    for (const identifier of world.identities.components.members(at)) {
      const text = world.dictionary.text(identifier)
      if (text.startsWith('domain:')) for (const person of world.peopleOfDomain(text)) parties.add(world.party(person))
    }
  }
  for (const { to, agreements } of resellers.flatMap(({ onward }) => onward)) {
    for (const at of [to, ...coverage.owners.everOwned(to)]) organization(at)
    for (const { key, beneficiary, account } of agreements) {
      if (beneficiary === 'everyone') everybody = true
      if (beneficiary === 'account') organization(world.party(account))
      for (const { party } of world.seatsOfAgreement.get(key) ?? []) parties.add(world.party(party))
    }
  }
  return { parties: [...parties], accounts: [...accounts], everybody }
}
