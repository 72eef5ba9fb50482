import { Type } from 'typebox'
import type { Asked } from '../roles/workspace.ts'
import type { Flow, Ways } from './channel-use.ts'
import type { Question } from './question.ts'
import { newestPerGiver } from './satisfaction.ts'
import { SCORES, scoreFrom } from './satisfaction-scores.ts'
import { wilson } from './statistics.ts'
import { type Voice, voices } from './voices.ts'

export const EXPERIENCES = [...SCORES, 'complaints'] as const
export type ExperienceKind = (typeof EXPERIENCES)[number]

const NUMBER = Type.Union([Type.Number(), Type.Null()])
export const EXPERIENCE = Type.Object({
  kind: Type.Union(EXPERIENCES.map((kind) => Type.Literal(kind))), n: Type.Integer(), score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
})

/** What end users said, by kind: their scores; for complaints 1 for each of those who said anything and complained, 0 for each who did not. */
export type Heard = Readonly<Record<ExperienceKind, number[]>>

export function nothingHeard(): Heard {
  return { nps: [], csat: [], ces: [], complaints: [] }
}

/**
 * What end users said, by the way on which they were served on the day they said it. Only who stands as a user counts, never customers or deciders as such;
 * people of the intermediaries themselves are heard apart. Of several answers of one giver the newest counts; who complained does so on the way on which it was said. Cost grows with the feedback of the window.
 */
export async function heardOn(asked: Asked, question: Question, ways: Ways): Promise<ReadonlyMap<Flow, HeardOnWay>> {
  const heard = new Map<Flow, HeardOnWay>()
  const of = (flow: Flow): HeardOnWay => {
    const known = heard.get(flow) ?? { scores: nothingHeard(), complained: new Map<string, boolean>() }
    heard.set(flow, known)
    return known
  }
  const all = (await voices(asked, question)).filter(({ roles }) => roles.has('user'))
  for (const voice of newestPerGiver(all)) {
    const { kind, score } = voice.feedback.line
    if (kind !== 'nps' && kind !== 'csat' && kind !== 'ces') continue
    const flow = flowOf(asked, question, ways, voice)
    if (flow) of(flow).scores[kind].push(score ?? 0)
  }
  for (const { place, giver, isComplaint } of complainersBy(all, (voice) => flowOf(asked, question, ways, voice))) of(place).complained.set(`${giver} ${place.dealers.at(-1)?.party ?? 0}`, isComplaint)
  return heard
}

/** What was heard on one way. Complaints by giver and by who served the giver: an intermediary may stand on several ways, and hears each giver once. */
export interface HeardOnWay {
  readonly scores: Heard
  readonly complained: Map<string, boolean>
}

/** What was heard on several ways, each giver once for whoever served. Cost grows with the voices. */
export function heardTogether(ways: Iterable<HeardOnWay>): Heard {
  const all = nothingHeard()
  const complainers = new Map<string, boolean>()
  for (const { scores, complained } of ways) {
    for (const kind of SCORES) for (const one of scores[kind]) all[kind].push(one)
    for (const [who, isComplaint] of complained) complainers.set(who, isComplaint || (complainers.get(who) ?? false))
  }
  for (const isComplaint of complainers.values()) all.complaints.push(isComplaint ? 1 : 0)
  return all
}

/** Everybody once at each place where they said anything, with whether and of what they complained there: what was said through one intermediary is no matter of another that served the same person later. */
export function complainersBy<V extends Voice, P extends object>(all: readonly V[], placeOf: (voice: V) => P | null): { readonly place: P; readonly giver: number; readonly isComplaint: boolean; readonly topics: ReadonlySet<string> }[] {
  const places = new Map<P, Map<number, { readonly place: P; readonly giver: number; isComplaint: boolean; readonly topics: Set<string> }>>()
  for (const voice of all) {
    const place = placeOf(voice)
    if (place === null) continue
    const { kind, topic } = voice.feedback.line
    const givers = places.get(place) ?? new Map<number, { readonly place: P; readonly giver: number; isComplaint: boolean; readonly topics: Set<string> }>()
    places.set(place, givers)
    const known = givers.get(voice.giver) ?? { place, giver: voice.giver, isComplaint: false, topics: new Set<string>() }
    givers.set(voice.giver, known)
    if (kind !== 'complaint') continue
    known.isComplaint = true
    known.topics.add(topic ?? '')
  }
  return [...places.values()].flatMap((givers) => [...givers.values()])
}

/** The way on which a giver is served that day; null where nobody is paid for it. */
export function flowOf({ view: { world, coverage }, projection }: Asked, question: Question, ways: Ways, { feedback: { line }, giver, day }: Voice): Flow | null {
  const account = line.account === null ? 0 : world.party(world.dictionary.find(line.account))
  const named = question.product ?? line.product
  for (const product of named === null ? [...projection.words.products.texts.slice(1)].sort() : [named]) {
    const cover = coverage.coversOn({ party: giver, product, account }, day)[0]
    if (!cover) continue
    const own = ways.ownerOf(cover.agreement)
    return cover.chain.length > 0 ? ways.through(world.party(cover.agreement.seller), product, day, own) : ways.direct(own)
  }
  return null
}

/** The scores of those heard, each kind for itself, with the 95 % interval; kinds of which nothing was heard are left out. */
export function experienceOf(heard: Heard, enough: number) {
  return EXPERIENCES.filter((kind) => heard[kind].length > 0).map((kind) => ({ kind, ...(kind === 'complaints' ? complaintsFrom(heard.complaints, enough) : scoreFrom(kind, heard[kind], enough)) }))
}

/** The share of those who complained, of those who said anything, in percent with Wilson's interval. */
export function complaintsFrom(raised: readonly number[], enough: number) {
  const n = raised.length
  if (n < enough) return { n, score: null, low: null, high: null, tooFew: true }
  const hits = raised.filter((one) => one === 1).length
  const { low, high } = wilson(hits, n)
  return { n, score: (100 * hits) / n, low: 100 * low, high: 100 * high, tooFew: false }
}
