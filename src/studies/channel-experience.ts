import { Type } from 'typebox'
import { dayOf } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { type Chain, chainOf } from './channel.ts'
import { add, deliveriesDue, deliveriesOfParties, type DeliveriesOf, type Due, noDeliveries } from './channel-deliveries.ts'
import type { Dealer } from './channel-graph.ts'
import { type ChannelSaid, dealerOf, type DealerSaid, saidThrough, type Step, STEPS } from './channel-said.ts'
import { CAUSE, CAUSE_OF_ALL, causesOf, LATE, LATE_OF_ALL, lateOf, type Standings, standingsOf, SHRUNK_SCORE, scoresOf } from './channel-scores.ts'
import { SPLIT, splitShape } from './channel-split.ts'
import { TRADE, tradeOf, unitsBought } from './channel-trade.ts'
import { EXPERIENCES, type ExperienceKind, experienceOf, EXPERIENCE, nothingHeard } from './channel-voices.ts'
import { kept } from './kept-answers.ts'
import { page, PAGING } from './paging.ts'
import { nameInWords, PARTY, partyShape } from './party-shape.ts'
import { categoryOf } from './party-traits.ts'
import { answer, type Question, withCommon } from './question.ts'

export const SORTS = ['score', 'users', 'late', 'complaints', 'units', 'name'] as const
type Sort = (typeof SORTS)[number]
const ROWS = 50
const NAMED = 3
const KINDS = EXPERIENCES.map((kind) => Type.Literal(kind))
const ROW = Type.Object({
  party: PARTY, category: Type.Union([Type.String(), Type.Null()]), level: Type.Integer(), because: Type.String(),
  seen: Type.Object({ users: Type.Integer(), usageDays: Type.Integer() }),
  unseen: Type.Object({ customers: Type.Integer(), silent: Type.Boolean(), blind: Type.Boolean(), units: Type.Union([Type.Integer(), Type.Null()]) }),
  ...TRADE,
  scores: Type.Array(SHRUNK_SCORE), late: Type.Object({ sells: LATE, buys: LATE }), complaints: Type.Array(CAUSE),
})
const INPUT = withCommon({
  step: Type.Optional(Type.String({ enum: [...STEPS], description: 'Whom an end user is counted with: `nearest`, who sold it to the user (default), or `first`, the first intermediary after the seller in view.' })),
  kind: Type.Optional(Type.String({ enum: [...EXPERIENCES], description: 'The answers that are split and sorted by; absent: those of which most were given.' })),
  sort: Type.Optional(Type.String({ enum: [...SORTS], description: '`score`: the worst first, by the score drawn towards the usual one (default); `users`, `late`, `complaints`, `units`: most first; `name`.' })),
  q: Type.Optional(Type.String({ description: 'Only intermediaries whose name or identifier holds this text, in any case.' })),
  ...PAGING,
})
const OUTPUT = Type.Object({
  kind: Type.Union([...KINDS, Type.Null()]), step: Type.Union(STEPS.map((step) => Type.Literal(step))),
  intermediaries: Type.Integer(), heard: Type.Integer({ description: 'Intermediaries of whose end users anybody said anything.' }), found: Type.Integer(),
  usual: Type.Array(Type.Object({
    kind: Type.Union(KINDS), n: Type.Integer(), intermediaries: Type.Integer(), usual: Type.Union([Type.Number(), Type.Null()]),
    spread: Type.Union([Type.Object({ mean: Type.Number(), low: Type.Number(), high: Type.Number() }), Type.Null()], { description: 'Standard deviation between intermediaries, in the unit of the score.' }),
    apart: Type.Integer({ description: 'Intermediaries whose interval leaves out the usual score.' }),
  })),
  through: Type.Array(EXPERIENCE), direct: Type.Array(EXPERIENCE),
  split: SPLIT, late: Type.Object({ sells: LATE_OF_ALL, buys: LATE }), complaints: Type.Array(CAUSE_OF_ALL),
  rows: Type.Array(ROW), next: Type.Union([Type.String(), Type.Null()]),
})

/**
 * What each intermediary's part is: end users seen and unseen, what it buys and sells, what they say, what comes late, of what they complain; and whether it is the product or the intermediary.
 * Cost: that of `channel`, then the feedback of the window and the delivery lines once; the split goes some 2,500 times through the pairs of product and intermediary that were heard of.
 */
export const channelExperience: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'channel-experience',
  summary: 'The part of each intermediary: end users seen and unseen, sell-in and sell-through, their scores drawn towards the usual one where few answered, late deliveries, complaints by cause; and whether it is the product or the intermediary.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const step = (input.step ?? 'nearest') as Step
    const sort = (input.sort ?? 'score') as Sort
    const today = dayOf(question.knownAt === EVERYTHING ? workspace.now() : Math.min(question.knownAt, workspace.now()))
    const part = await kept(asked, 'channel-experience', [question, step, today], () => workedOut(asked, question, step, today), 3)
    const kind = (input.kind ?? part.kind) as ExperienceKind | null
    const split = await kept(asked, 'channel-split', [question, step, kind], async () => splitShape(kind ?? 'csat', kind === null ? [] : part.said.cells[kind]))
    const fitting = found(asked, part, input.q)
    const sorted = [...fitting].sort(bySort(asked, part, sort, kind))
    const { rows, next } = page(sorted, { limit: input.limit ?? String(ROWS), cursor: input.cursor })
    const enough = asked.settings.thresholds.fewestPeople
    return {
      kind, step, intermediaries: part.dealers.length, heard: part.said.byDealer.size, found: fitting.length,
      usual: part.standings.scores.map(({ kind: of, n, intermediaries, usual, spread, apart }) => ({ kind: of, n, intermediaries, usual, spread, apart })),
      through: experienceOf(part.all.heard, enough), direct: experienceOf(part.said.direct.heard, enough),
      split, late: { sells: { ...lateOf(part.late.sells), ...apartOf(asked, part, (dealer) => part.standings.late.get(dealer.party), (dealer) => part.deliveries.get(dealer.party)?.sells.late ?? 0) }, buys: lateOf(part.late.buys) },
      complaints: causesOf(part.all, null, part.standings).map((cause) => {
        const topic = cause.topic ?? ''
        return { ...cause, ...apartOf(asked, part, (dealer) => (told(part, dealer, enough) ? part.standings.causes.get(topic)?.get(dealer) : null), (dealer) => part.said.byDealer.get(dealer)?.causes.get(topic) ?? 0) }
      }),
      rows: rows.map((dealer) => rowOf(asked, question, part, dealer)), next,
    }
  }),
}

/** Everything about all intermediaries, before any is chosen. */
interface Part {
  readonly chain: Chain
  readonly said: ChannelSaid
  readonly all: DealerSaid
  readonly dealers: readonly Dealer[]
  readonly seen: ReadonlyMap<Dealer, { readonly users: number; readonly usageDays: number }>
  readonly deliveries: ReadonlyMap<number, DeliveriesOf>
  readonly late: DeliveriesOf
  readonly standings: Standings
  readonly kind: ExperienceKind | null
}

async function workedOut(asked: Asked, question: Question, step: Step, today: number): Promise<Part> {
  const chain = await chainOf(asked, question)
  const resold = new Set([...chain.graph.dealers.values()].flatMap(({ onward }) => onward.flatMap(({ agreements }) => agreements.map(({ product }) => product))))
  const said = await saidThrough(asked, question, chain.ways, step, resold)
  const seen = new Map<Dealer, { users: number; usageDays: number }>()
  for (const flow of chain.use.flows) {
    const dealer = flow.own ? null : dealerOf(flow, step)
    if (dealer === null) continue
    const known = seen.get(dealer) ?? { users: 0, usageDays: 0 }
    seen.set(dealer, { users: known.users + flow.users, usageDays: known.usageDays + flow.usageDays })
  }
  const dealers = [...chain.graph.dealers.values()].filter((dealer) => dealer.because !== 'seller' && (isAt(dealer, step, chain.graph.seller) || seen.has(dealer) || said.byDealer.has(dealer)))
  const members = new Set([...chain.graph.dealers.values()].filter(({ because }) => because !== 'seller').map(({ party }) => party))
  const due = deliveriesDue(asked, question, today)
  const all = together([...said.byDealer.values()])
  const heard = (kind: ExperienceKind): number => all.heard[kind].length
  const mostAsked = (['csat', 'nps', 'ces'] as const).reduce<ExperienceKind>((best, kind) => (heard(kind) > heard(best) ? kind : best), 'csat')
  return {
    chain, said, all, dealers, seen, deliveries: deliveriesOfParties(due), standings: standingsOf(said, asked.settings.thresholds.fewestPeople, deliveriesOfParties(due), members),
    late: { sells: lateTotal(due.filter(({ seller }) => members.has(seller))), buys: lateTotal(due.filter(({ buyer }) => members.has(buyer))) },
    kind: heard(mostAsked) > 0 ? mostAsked : heard('complaints') > 0 ? 'complaints' : null,
  }
}

function lateTotal(due: readonly Due[]) {
  const total = noDeliveries()
  for (const one of due) add(total, one)
  return total
}

/** Nearest: it sells to those who do not resell, or nobody knows to whom. First: it buys from the seller in view. */
function isAt(dealer: Dealer, step: Step, seller: number): boolean {
  return step === 'first' ? dealer.inward.some(({ from, back }) => from === seller && !back) : dealer.ends.size > 0 || dealer.onward.every(({ back }) => back)
}

function together(all: readonly DealerSaid[]): DealerSaid {
  const heard = nothingHeard()
  const causes = new Map<string, number>()
  for (const said of all) {
    for (const kind of EXPERIENCES) for (const one of said.heard[kind]) heard[kind].push(one)
    for (const [topic, raised] of said.causes) causes.set(topic, (causes.get(topic) ?? 0) + raised)
  }
  return { heard, causes }
}

function found({ view: { world } }: Asked, { dealers }: Part, q: string | undefined): readonly Dealer[] {
  const text = q?.trim().toLowerCase() ?? ''
  if (text === '') return dealers
  return dealers.filter(({ party }) => nameInWords(world, party).toLowerCase().includes(text) || world.identities.identifiers(party).some((id) => id.toLowerCase().includes(text)))
}

/** What is not known stands last; ties by the identifier that sorts first. */
function bySort({ view: { world } }: Asked, { standings, seen, deliveries, said, dealers }: Part, sort: Sort, kind: ExperienceKind | null): (a: Dealer, b: Dealer) => number {
  const scores = standings.scores.find((one) => one.kind === kind)?.of
  const sign = kind === 'complaints' ? -1 : 1
  const shareOf = (part: number, of: number): number => (of === 0 ? Number.POSITIVE_INFINITY : -part / of)
  const value = (dealer: Dealer): number => {
    if (sort === 'score') return sign * (scores?.get(dealer)?.shrunk ?? sign * Number.POSITIVE_INFINITY)
    if (sort === 'users') return -(seen.get(dealer)?.users ?? 0)
    if (sort === 'late') return shareOf(deliveries.get(dealer.party)?.sells.late ?? 0, deliveries.get(dealer.party)?.sells.n ?? 0)
    if (sort === 'complaints') return shareOf(said.byDealer.get(dealer)?.heard.complaints.filter((one) => one === 1).length ?? 0, said.byDealer.get(dealer)?.heard.complaints.length ?? 0)
    return -unitsBought(dealer)
  }
  if (sort === 'name') {
    const names = new Map(dealers.map((dealer) => [dealer, nameInWords(world, dealer.party).toLowerCase()]))
    return (a, b) => order(names.get(a) ?? '', names.get(b) ?? '') || order(a.name, b.name)
  }
  const values = new Map(dealers.map((dealer) => [dealer, value(dealer)]))
  return (a, b) => {
    const [mine, other] = [values.get(a) ?? 0, values.get(b) ?? 0]
    return mine === other ? (seen.get(b)?.users ?? 0) - (seen.get(a)?.users ?? 0) || order(a.name, b.name) : mine - other
  }
}

/** Those that stand above the usual share, by how much there is of it. */
function apartOf({ view: { world } }: Asked, { dealers }: Part, standing: (dealer: Dealer) => string | null | undefined, size: (dealer: Dealer) => number) {
  const above = dealers.filter((dealer) => standing(dealer) === 'above').sort((a, b) => size(b) - size(a) || order(a.name, b.name))
  return { above: above.slice(0, NAMED).map(({ party }) => partyShape(world, party)), moreAbove: Math.max(0, above.length - NAMED) }
}

/** Of too few nothing is told that one could be known by. */
function told({ said }: Part, dealer: Dealer, enough: number): boolean {
  return (said.byDealer.get(dealer)?.heard.complaints.length ?? 0) >= enough
}

function rowOf(asked: Asked, question: Question, { chain, said, seen, deliveries, standings, all }: Part, dealer: Dealer) {
  const { world } = asked.view
  const late = deliveries.get(dealer.party)
  const of = said.byDealer.get(dealer) ?? null
  const used = seen.get(dealer) ?? { users: 0, usageDays: 0 }
  const silent = dealer.onward.length === 0 && dealer.ends.size === 0
  const trade = tradeOf(chain.money, dealer, question)
  return {
    party: partyShape(world, dealer.party), category: categoryOf(world, dealer.party), level: dealer.level, because: dealer.because, seen: used,
    unseen: { customers: [...dealer.ends.keys()].filter((buyer) => !chain.seen.has(buyer)).length, silent, blind: !silent && used.users === 0 && used.usageDays === 0, units: trade.inventory },
    ...trade,
    scores: scoresOf(dealer, standings), late: { sells: lateOf(late?.sells, standings.late.get(dealer.party)), buys: lateOf(late?.buys) },
    complaints: of === null ? [] : causesOf(of, all, standings, dealer),
  }
}
