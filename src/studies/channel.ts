import { Type } from 'typebox'
import { Refusal } from '../base/refusal.ts'
import type { Operation } from '../base/operation.ts'
import { UNPAID_REASONS } from '../roles/stamp.ts'
import type { Coverage } from '../roles/cover.ts'
import type { World } from '../roles/world.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { type Graph, graphOf } from './channel-graph.ts'
import { addMoney, MONEY, moneyShape, noMoney, SalesMoney } from './channel-money.ts'
import { folded, type Folding, type Group, mainCurrency } from './channel-groups.ts'
import { type ChannelUse, type Flow, type Use, useOf, Ways } from './channel-use.ts'
import { EXPERIENCE, EXPERIENCES, type ExperienceKind, experienceOf, type Heard, heardOn, type HeardOnWay, heardTogether } from './channel-voices.ts'
import { limitFrom } from './paging.ts'
import { categoryOf } from './party-traits.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { answer, identifierParameter, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'

const SHOWN_AT_MOST = 2000
const SUPPLIERS_SHOWN = 12
const NULLABLE = { text: Type.Union([Type.String(), Type.Null()]), whole: Type.Union([Type.Integer(), Type.Null()]), party: Type.Union([PARTY, Type.Null()]) }
const USE = { users: Type.Integer(), usageDays: Type.Integer() }
const UNSEEN = Type.Object({ customers: Type.Integer(), silent: Type.Integer(), blind: Type.Integer(), units: NULLABLE.whole, unitsIn: NULLABLE.whole, unitsOut: Type.Integer() })
const NODE = Type.Object({
  id: Type.String(), level: Type.Integer(), party: NULLABLE.party, category: NULLABLE.text,
  because: Type.Union([...['seller', 'sells', 'hand', 'category'].map((because) => Type.Literal(because)), Type.Null()]),
  under: NULLABLE.party, folded: Type.Integer(), intermediaries: Type.Integer(), customers: Type.Integer(), ...USE,
  ends: Type.Object(USE), own: Type.Object(USE), bought: MONEY, sold: MONEY, unseen: UNSEEN, experience: Type.Array(EXPERIENCE),
})
const SUPPLIER = Type.Object({ party: PARTY, money: MONEY })
const INPUT = withCommon({
  measure: Type.Optional(Type.String({ enum: ['use', 'money'], description: 'Which buyers of a seller are shown first: those with most use below them (default), or those that buy for most.' })),
  limit: Type.Optional(Type.String({ description: 'Intermediaries shown below each seller; the others are folded into one. Absent: 12, and fewer where many sellers stand on one level.' })),
  open: Type.Optional(Type.String({ description: "Sellers of whose buyers more are shown: their identifiers with how many, `account:wang=50`, with `;` between." })),
})
const OUTPUT = Type.Object({
  seller: PARTY, nodes: Type.Array(NODE), edges: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), back: Type.Boolean(), money: MONEY, ...USE })),
  suppliers: Type.Array(SUPPLIER), moreSuppliers: Type.Integer(),
  unpaid: Type.Object(Object.fromEntries(UNPAID_REASONS.map((reason) => [reason, Type.Object(USE)]))), unknown: Type.Object(USE),
  others: Type.Array(Type.Object({ party: PARTY, customers: Type.Integer() })), moreOthers: Type.Integer(),
  totals: Type.Object({
    ...USE, direct: Type.Object(USE), through: Type.Object(USE), own: Type.Object(USE), levels: Type.Array(Type.Integer()), intermediaries: Type.Integer(), wholesalers: Type.Integer(), customers: Type.Integer(), directCustomers: Type.Integer(),
    unseen: UNSEEN, sold: MONEY, experience: Type.Array(EXPERIENCE),
  }),
  experience: Type.Union([...EXPERIENCES.map((kind) => Type.Literal(kind)), Type.Null()]), currency: Type.String(),
  warnings: Type.Array(Type.Object({ code: Type.String(), says: Type.String(), parties: Type.Array(PARTY) })),
})

/**
 * Through whom does it reach those who use it? Cost: one pass over agreements and payments, one over the usage days of the window, grouped before they are read;
 * then it grows with the intermediaries and their sales. Folding and paging do not change sums.
 */
export const channel: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'channel',
  summary: 'Who sells to whom down to those who use it, seen from any seller: use, money and experience on each step, and what is known to exist and not seen.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { world } = asked.view
    const { graph, use, money, seen, heard: said } = await chainOf(asked, question)
    const heard = await said(asked)
    const measure = input.measure === 'money' ? 'money' : 'use'
    const folding = folded(graph, use.flows, heard, money, seen, { limit: input.limit === undefined ? null : limitFrom(input.limit), open: openFrom(world, input.open), measure })
    const all = heardByEnds(heard)
    return {
      seller: sellerShape(world, question, graph.seller),
      ...shapes(world, folding, asked.settings.thresholds.fewestPeople),
      suppliers: graph.suppliers.slice(0, SUPPLIERS_SHOWN).map((sale) => ({ party: partyShape(world, sale.from), money: moneyShape(money.of(sale)) })),
      moreSuppliers: Math.max(0, graph.suppliers.length - SUPPLIERS_SHOWN),
      unpaid: use.unpaid,
      unknown: use.unknown,
      others: graph.others.slice(0, SUPPLIERS_SHOWN).map(({ party, customers }) => ({ party: partyShape(world, party), customers })),
      moreOthers: Math.max(0, graph.others.length - SUPPLIERS_SHOWN),
      totals: { ...totalsOf(graph, use, folding), experience: experienceOf(all, asked.settings.thresholds.fewestPeople) },
      experience: mostHeard(all),
      currency: mainCurrency(graph, money),
      warnings: warningsOf(world, graph),
    }
  }),
}

/** A chain with all that was counted on it, before anything is folded. */
export interface Chain {
  readonly graph: Graph
  readonly ways: Ways
  readonly use: ChannelUse
  /** What end users said: worked out when somebody asks for it. */
  readonly heard: (asked: Asked) => Promise<ReadonlyMap<Flow, HeardOnWay>>
  readonly money: SalesMoney
  readonly seen: ReadonlySet<number>
}

/** The last chains of each view, while no line came: unfolding, and choosing another measure, then asks no table. */
const kept = new WeakMap<Coverage, Map<string, { readonly lines: number; readonly chain: Chain }>>()
const KEPT_OF_A_VIEW = 3

/** The chain of a question; the last ones are kept. */
export async function chainOf(asked: Asked, question: Question): Promise<Chain> {
  const { view: { coverage }, projection } = asked
  const name = JSON.stringify([question.product, question.from, question.to, question.staff])
  const chains = kept.get(coverage) ?? new Map()
  const known = chains.get(name)
  if (known?.lines === projection.lines) return known.chain
  const chain = await workedOut(asked, question)
  // Tables that another process writes may change without a word.
  if (!projection.writes) return chain
  chains.delete(name)
  for (const oldest of [...chains.keys()].slice(0, Math.max(0, chains.size - KEPT_OF_A_VIEW + 1))) chains.delete(oldest)
  kept.set(coverage, chains.set(name, { lines: projection.lines, chain }))
  return chain
}

async function workedOut(asked: Asked, question: Question): Promise<Chain> {
  const { coverage, world } = asked.view
  const graph = graphOf({ coverage, product: question.product }, question)
  const ways = new Ways(graph, coverage)
  const use = await useOf(asked, question, graph, ways)
  let known: ReadonlyMap<Flow, HeardOnWay> | null = null
  const heard = async (now: Asked): Promise<ReadonlyMap<Flow, HeardOnWay>> => (known ??= await heardOn(now, question, ways))
  return { graph, ways, use, heard, money: new SalesMoney(world, question), seen: await seenOf(asked, question, graph) }
}

/** A seller of whom nothing is known is answered by the name that was asked for. */
function sellerShape(world: World, { seller }: Question, party: number) {
  return party === 0 ? { id: 'p0', kind: null, name: null, identifiers: [seller] } : partyShape(world, party)
}

function openFrom(world: World, text: string | undefined): ReadonlyMap<number, number> {
  const open = new Map<number, number>()
  for (const item of (text ?? '').split(';').filter((one) => one !== '')) {
    const [, identifier = '', most = ''] = /^(.*)=(\d{1,6})$/.exec(item) ?? []
    if (identifier === '' || Number(most) < 1) throw new Refusal('bad-parameter', `'open' takes identifiers of sellers with how many to show, such as account:wang=50, with ; between, not '${item}'.`, { parameter: 'open' })
    open.set(world.party(world.dictionary.find(identifierParameter('open', identifier))), Math.min(SHOWN_AT_MOST, Number(most)))
  }
  return open
}

/** End customers that use it, in whose account it is used, or a known member of which uses it. */
async function seenOf(asked: Asked, question: Question, graph: Graph): Promise<ReadonlySet<number>> {
  const { world, coverage } = asked.view
  const buyers = new Set([...graph.dealers.values()].flatMap(({ ends }) => [...ends.keys()]))
  if (buyers.size === 0) return buyers
  const people = new Map<number, number[]>()
  for (const buyer of buyers) {
    if (world.kind(buyer) === 'person') continue
    for (const at of [buyer, ...coverage.owners.everOwned(buyer)]) {
      const found = at === buyer ? [] : [at]
      world.eachOf(world.membershipsOfOrganization, at, ({ person }) => found.push(world.party(person)))
      for (const one of found) people.set(one, [...(people.get(one) ?? []), buyer])
    }
  }
  const rows = await asked.db.rows<{ party: number }>(sql('channel-seen'), { ...usageParameters(asked, question), parties: [...new Set([...buyers, ...people.keys()])] })
  const seen = new Set<number>()
  for (const { party } of rows) {
    if (buyers.has(party)) seen.add(party)
    for (const buyer of people.get(party) ?? []) seen.add(buyer)
  }
  return seen
}

function shapes(world: World, { groups, links }: Folding, enough: number) {
  const nodes = [...groups].sort((a, b) => a.level - b.level || placeOf(a) - placeOf(b)).map((group) => nodeOf(world, group, enough))
  const edges = links.map(({ from, to, money, users, usageDays }) => ({ from: from.id, to: to.id, back: to.level <= from.level, money: moneyShape(money), users, usageDays }))
  return { nodes, edges }
}

/** Groups come as they were ranked below their sellers; a fold comes last. */
function placeOf({ dealer }: Group): number {
  return dealer === null ? 1 : 0
}

function nodeOf(world: World, group: Group, enough: number) {
  const { dealer, under } = group
  return {
    id: group.id, level: group.level,
    party: dealer ? partyShape(world, dealer.party) : null,
    category: dealer ? categoryOf(world, dealer.party) : null,
    because: dealer ? dealer.because : null,
    under: under ? partyShape(world, under.party) : null,
    folded: dealer ? 0 : group.members.length,
    intermediaries: group.intermediaries, customers: group.customers, users: group.users, usageDays: group.usageDays,
    ends: group.ends, own: group.own, bought: moneyShape(group.bought), sold: moneyShape(group.sold), unseen: group.unseen, experience: experienceOf(group.heard, enough),
  }
}

function totalsOf(graph: Graph, { flows, unpaid, unknown }: ChannelUse, { groups }: Folding) {
  const sum = (uses: readonly Use[]): Use => uses.reduce<Use>((all, { users, usageDays }) => ({ users: all.users + users, usageDays: all.usageDays + usageDays }), { users: 0, usageDays: 0 })
  const levels: number[] = []
  for (const { level, because } of graph.dealers.values()) if (because !== 'seller') levels[level - 1] = (levels[level - 1] ?? 0) + 1
  const below = groups.filter(({ dealer }) => dealer?.because !== 'seller')
  const start = groups.find(({ dealer }) => dealer?.because === 'seller')
  const add = (pick: (group: Group) => number): number => below.reduce((all, group) => all + pick(group), 0)
  const known = (pick: (group: Group) => number | null): number | null => below.reduce<number | null>((all, group) => (pick(group) === null ? all : (all ?? 0) + (pick(group) ?? 0)), null)
  return {
    ...sum([...flows, ...Object.values(unpaid), unknown]),
    direct: sum(flows.filter(({ own, dealers }) => !own && dealers.length === 1)),
    through: sum(flows.filter(({ own, dealers }) => !own && dealers.length > 1)),
    own: sum(flows.filter(({ own }) => own)),
    levels: Array.from(levels, (n) => n ?? 0),
    intermediaries: graph.dealers.size - 1,
    wholesalers: [...graph.dealers.values()].filter(({ because, onward }) => because !== 'seller' && onward.some(({ back }) => !back)).length,
    customers: add(({ customers }) => customers),
    directCustomers: start?.customers ?? 0,
    unseen: {
      customers: add(({ unseen }) => unseen.customers), silent: add(({ unseen }) => unseen.silent), blind: add(({ unseen }) => unseen.blind),
      units: known(({ unseen }) => unseen.units), unitsIn: known(({ unseen }) => unseen.unitsIn), unitsOut: add(({ unseen }) => unseen.unitsOut),
    },
    sold: moneyShape(groups.reduce((all, { sold }) => { addMoney(all, sold); return all }, noMoney())),
  }
}

function heardByEnds(heard: ReadonlyMap<Flow, HeardOnWay>): Heard {
  return heardTogether([...heard].flatMap(([{ own }, said]) => (own ? [] : [said])))
}

/** The question that most end users answered; complaints only where nobody was asked. */
function mostHeard(heard: Heard): ExperienceKind | null {
  const asked = (['csat', 'nps', 'ces'] as const).reduce((best, kind) => (heard[kind].length > heard[best].length ? kind : best), 'csat')
  return heard[asked].length > 0 ? asked : heard.complaints.length > 0 ? 'complaints' : null
}

function warningsOf(world: World, graph: Graph) {
  const named = (parties: readonly number[]): string => parties.map((party) => nameInWords(world, party)).join(', ')
  return [
    ...graph.circles.map((parties) => ({ code: 'circle', says: `${named(parties)} sell in a circle: what leads back is told, and not followed.`, parties: parties.map((party) => partyShape(world, party)) })),
    ...(graph.tooDeep === 0 ? [] : [{ code: 'too-deep', says: `${graph.tooDeep} who resell stand more than eight steps away; they are shown as end customers.`, parties: [] }]),
  ]
}
