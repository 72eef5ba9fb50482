import { Type } from 'typebox'
import { order } from '../base/order.ts'
import { type Deliveries, type DeliveriesOf, noDeliveries } from './channel-deliveries.ts'
import type { Dealer } from './channel-graph.ts'
import type { ChannelSaid, DealerSaid } from './channel-said.ts'
import { SHRUNK_FROM, type Shrinkage, shrunkMeans, shrunkShares } from './channel-shrinkage.ts'
import { complaintsFrom, EXPERIENCES, type ExperienceKind } from './channel-voices.ts'
import { PARTY } from './party-shape.ts'
import { scoreFrom } from './satisfaction-scores.ts'
import { wilson } from './statistics.ts'

const NUMBER = Type.Union([Type.Number(), Type.Null()])
const STANDS = Type.Union([Type.Literal('above'), Type.Literal('below'), Type.Literal('among'), Type.Null()], { description: 'Where the whole interval stands against the usual one; `among`: it cannot be told from the others.' })
export const SHRUNK_SCORE = Type.Object({
  kind: Type.Union(EXPERIENCES.map((kind) => Type.Literal(kind))), n: Type.Integer(), score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
  shrunk: NUMBER, shrunkLow: NUMBER, shrunkHigh: NUMBER, stands: STANDS,
  rank: Type.Union([Type.Object({ from: Type.Integer(), to: Type.Integer(), of: Type.Integer() }), Type.Null()], { description: 'Places it may have, the best first: only those that differ at about 5 % are told apart.' }),
})
export const LATE = Type.Object({ n: Type.Integer(), late: Type.Integer(), open: Type.Integer({ description: 'Late ones that are not done yet.' }), share: NUMBER, low: NUMBER, high: NUMBER, meanDays: NUMBER, stands: STANDS })
export const CAUSE = Type.Object({
  topic: Type.Union([Type.String(), Type.Null()]), raised: Type.Integer(), n: Type.Integer(), share: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
  others: Type.Union([Type.Object({ raised: Type.Integer(), n: Type.Integer(), share: NUMBER }), Type.Null()]), stands: STANDS,
})

const WHO = { above: Type.Array(PARTY, { description: 'Intermediaries that stand above the usual share, the most first.' }), moreAbove: Type.Integer() }
export const CAUSE_OF_ALL = Type.Object({ ...CAUSE.properties, ...WHO })
export const LATE_OF_ALL = Type.Object({ ...LATE.properties, ...WHO })

type Stands = 'above' | 'below' | 'among' | null
interface Standing { readonly shrunk: number; readonly low: number; readonly high: number; readonly stands: Stands; readonly rank: { readonly from: number; readonly to: number; readonly of: number } }
interface KindStanding {
  readonly kind: ExperienceKind
  readonly n: number
  readonly intermediaries: number
  readonly usual: number | null
  readonly spread: Shrinkage['spread'] | null
  readonly apart: number
  /** Only those of whom enough was heard. */
  readonly of: ReadonlyMap<Dealer, Standing>
}

/** How all intermediaries stand to each other, for each kind of answers, for deliveries and for each cause. */
export interface Standings {
  readonly scores: readonly KindStanding[]
  readonly late: ReadonlyMap<number, Stands>
  readonly causes: ReadonlyMap<string, ReadonlyMap<Dealer, Stands>>
  readonly said: ChannelSaid
  readonly enough: number
}

/** As many causes as are told of one intermediary. */
const CAUSES_SHOWN = 8
const PERCENT = 100
/** Two estimates differ at 5 % on average if intervals of 1.39 standard errors do not touch (Goldstein & Healy, The graphical presentation of a collection of means, 1995). */
const APART = 1.39 / 1.96

/** Cost grows with the intermediaries that were heard of, for each kind of answers and each of the most frequent causes. */
export function standingsOf(said: ChannelSaid, enough: number, deliveries: ReadonlyMap<number, DeliveriesOf>, members: ReadonlySet<number>): Standings {
  const scores = EXPERIENCES.map((kind) => standingOf(kind, said, enough))
  const sellers = [...deliveries].filter(([party, { sells }]) => members.has(party) && sells.n > 0)
  const late = standsOf(sellers.map(([, { sells }]) => ({ hits: sells.late, n: sells.n })))
  const heard = [...said.byDealer].filter(([, { heard: { complaints } }]) => complaints.length > 0)
  const causes = new Map(mostRaised(heard.map(([, { causes: own }]) => own)).map((topic) => {
    const stands = standsOf(heard.map(([, { heard: { complaints }, causes: own }]) => ({ hits: own.get(topic) ?? 0, n: complaints.length })))
    return [topic, new Map(heard.map(([dealer], place) => [dealer, stands[place] ?? null]))] as const
  }))
  return { scores, late: new Map(sellers.map(([party], place) => [party, late[place] ?? null])), causes, said, enough }
}

function mostRaised(all: readonly ReadonlyMap<string, number>[]): readonly string[] {
  const raised = new Map<string, number>()
  for (const causes of all) for (const [topic, n] of causes) raised.set(topic, (raised.get(topic) ?? 0) + n)
  return [...raised].sort(([a, n], [b, m]) => m - n || order(a, b)).slice(0, CAUSES_SHOWN).map(([topic]) => topic)
}

function standsOf(all: readonly { readonly hits: number; readonly n: number }[]): readonly Stands[] {
  if (all.length < SHRUNK_FROM) return all.map(() => null)
  const { usual, each } = shrunkShares(all)
  return each.map(({ low, high }) => sideOf(low, high, usual))
}

function sideOf(low: number, high: number, usual: number): 'above' | 'below' | 'among' {
  return low > usual ? 'above' : high < usual ? 'below' : 'among'
}

/** Everybody's answers teach what is usual; told is only what enough people said. */
function standingOf(kind: ExperienceKind, said: ChannelSaid, enough: number): KindStanding {
  const heard = [...said.byDealer].flatMap(([dealer, { heard: own }]) => (own[kind].length > 0 ? [{ dealer, values: own[kind] }] : []))
  const n = heard.reduce((sum, { values }) => sum + values.length, 0)
  if (heard.length < SHRUNK_FROM) return { kind, n, intermediaries: heard.length, usual: null, spread: null, apart: 0, of: new Map() }
  const { usual, spread, each } = kind === 'nps' ? promoterMeans(heard.map(({ values }) => values)) : inPercent(shrunkShares(heard.map(({ values }) => ({ hits: values.filter((one) => isHit(kind, one)).length, n: values.length }))))
  const told = heard.flatMap(({ dealer, values }, place) => (values.length < enough ? [] : [{ dealer, ...(each[place] as Shrinkage['each'][number]) }]))
  const narrowed = told.map(({ mean, low, high }) => ({ low: mean - (mean - low) * APART, high: mean + (high - mean) * APART }))
  const lows = narrowed.map(({ low }) => low).sort((a, b) => a - b)
  const highs = narrowed.map(({ high }) => high).sort((a, b) => a - b)
  const isGood = kind !== 'complaints'
  const of = new Map(told.map(({ dealer, mean, low, high }, place) => {
    const own = narrowed[place] ?? { low, high }
    const [above, below] = [told.length - upTo(lows, own.high), before(highs, own.low)]
    const rank = { from: 1 + (isGood ? above : below), to: told.length - (isGood ? below : above), of: told.length }
    return [dealer, { shrunk: mean, low, high, stands: sideOf(low, high, usual), rank }] as const
  }))
  return { kind, n, intermediaries: heard.length, usual, spread, apart: [...of.values()].filter(({ stands }) => stands !== 'among').length, of }
}

function isHit(kind: ExperienceKind, value: number): boolean {
  return kind === 'complaints' ? value === 1 : value >= (kind === 'csat' ? 4 : 5)
}

/** How many of sorted numbers are at most so large. */
function upTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of sorted numbers are smaller. */
function before(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Promoters are 1, detractors -1: the score is their mean. The variance between people is taken from all, for that of a few answers is often 0. */
function promoterMeans(all: readonly (readonly number[])[]): Shrinkage {
  const points = all.map((values) => values.map((value): number => (value >= 9 ? PERCENT : value <= 6 ? -PERCENT : 0)))
  const means = points.map((values) => values.reduce((sum, one) => sum + one, 0) / values.length)
  let [squares, freedom] = [0, 0]
  for (const [place, values] of points.entries()) {
    for (const one of values) squares += (one - (means[place] ?? 0)) ** 2
    freedom += values.length - 1
  }
  // Where everybody answered once, or the same, the widest variance that such points have stands in.
  const variance = freedom > 0 && squares > 0 ? squares / freedom : PERCENT ** 2
  const found = shrunkMeans(points.map((values, place) => ({ mean: means[place] ?? 0, variance: variance / values.length })), Math.sqrt(variance) / 2)
  return { ...found, each: found.each.map(({ mean, low, high }) => ({ mean, low: Math.max(-PERCENT, low), high: Math.min(PERCENT, high) })) }
}

function inPercent({ usual, spread, each }: Shrinkage): Shrinkage {
  const scaled = ({ mean, low, high }: Shrinkage['spread']) => ({ mean: PERCENT * mean, low: PERCENT * low, high: PERCENT * high })
  return { usual: PERCENT * usual, spread: scaled(spread), each: each.map(scaled) }
}

/** Scores of one intermediary, raw and shrunk; kinds of which nothing was heard are left out. */
export function scoresOf(dealer: Dealer, { scores, said, enough }: Standings) {
  const heard = said.byDealer.get(dealer)?.heard
  return scores.flatMap(({ kind, of }) => {
    const values = heard?.[kind] ?? []
    if (values.length === 0) return []
    const standing = of.get(dealer)
    const raw = kind === 'complaints' ? complaintsFrom(values, enough) : scoreFrom(kind, values, enough)
    return [{ kind, ...raw, shrunk: standing?.shrunk ?? null, shrunkLow: standing?.low ?? null, shrunkHigh: standing?.high ?? null, stands: standing?.stands ?? null, rank: standing?.rank ?? null }]
  })
}

/** The share that came late, with Wilson's interval, and the mean delay of the late ones in days. */
export function lateOf({ n, late, open, delayDays }: Deliveries = noDeliveries(), stands: Stands = null) {
  if (n === 0) return { n, late, open, share: null, low: null, high: null, meanDays: null, stands: null }
  return { n, late, open, share: late / n, ...wilson(late, n), meanDays: late === 0 ? null : delayDays / late, stands }
}

/** Of what those who said anything complain, most first; of one intermediary beside all others. */
export function causesOf({ heard: { complaints }, causes }: DealerSaid, all: DealerSaid | null, standings: Standings, dealer: Dealer | null = null) {
  const n = complaints.length
  const tooFew = n < standings.enough
  return [...causes].sort(([a, raised], [b, other]) => other - raised || order(a, b)).slice(0, CAUSES_SHOWN).map(([topic, raised]) => {
    const others = all === null ? null : { raised: (all.causes.get(topic) ?? 0) - raised, n: all.heard.complaints.length - n }
    return {
      topic: topic === '' ? null : topic, raised, n, tooFew,
      ...(tooFew ? { share: null, low: null, high: null } : { share: raised / n, ...wilson(raised, n) }),
      others: others === null ? null : { ...others, share: others.n < standings.enough ? null : others.raised / others.n },
      stands: tooFew || dealer === null ? null : (standings.causes.get(topic)?.get(dealer) ?? null),
    }
  })
}
