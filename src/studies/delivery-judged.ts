import { Type } from 'typebox'
import type { Day } from '../base/day.ts'
import { order } from '../base/order.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement } from '../roles/world.ts'
import { newestPerGiver } from './satisfaction.ts'
import { SCORES, scoreFrom } from './satisfaction-scores.ts'
import type { StampedVoice } from './stamped-voices.ts'
import { topicOfText } from './topics-of-text.ts'

const NUMBER = Type.Union([Type.Number(), Type.Null()])
const SCORE = Type.Object({ kind: Type.Union(SCORES.map((kind) => Type.Literal(kind))), n: Type.Integer(), score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean() })
const HEARD = Type.Object({
  n: Type.Integer({ description: 'People who said anything about it.' }), praise: Type.Integer({ description: 'Of these, who praised it.' }), complaints: Type.Integer(), requests: Type.Integer(), scores: Type.Array(SCORE),
})
const SIDES = { users: HEARD, customers: HEARD }
/** What was said about a milestone, by side: in all, before it was done, and since. */
export const JUDGED = Type.Object({ ...SIDES, before: Type.Union([Type.Object(SIDES), Type.Null()]), since: Type.Union([Type.Object(SIDES), Type.Null()]) })
const RAISED = Type.Object({ n: Type.Integer({ description: 'People of this side who said anything about the project.' }), raised: Type.Integer({ description: 'Of these, who asked for something about the topic, or complained.' }) })
/** A topic other than a milestone, and on which side it is raised. */
export const SAID_TOPIC = Type.Object({ topic: Type.String(), answeredBy: Type.Union([Type.Literal('user'), Type.Literal('customer'), Type.Literal('both'), Type.Literal('channel'), Type.Null()], { description: 'Who can answer questions about it, by the topics of the settings.' }), users: RAISED, customers: RAISED })

type Side = 'users' | 'customers'
interface Said { readonly voice: StampedVoice; readonly side: Side }
type OfProject = readonly Said[]

/** What was said by people of a project: who belongs to the buyer that day, speaks for it, or uses under the agreement. Feedback about another product is none of it. */
export function voicesOf({ view: { world } }: Asked, agreement: Agreement, voices: readonly StampedVoice[]): OfProject {
  const buyer = world.party(agreement.buyer)
  const own = voices.filter(({ feedback: { line }, giver, organizations, speaksFor, use }) =>
    (line.product === null || line.product === agreement.product) && (giver === buyer || organizations.includes(buyer) || speaksFor.includes(buyer) || use.agreement === agreement.number))
  // Whoever is customer or decider at any of it stands with the customers throughout, so that nobody is on both sides.
  const isCustomer = ({ roles }: StampedVoice): boolean => roles.has('customer') || roles.has('decider')
  const customers = new Set(own.filter(isCustomer).map(({ giver }) => giver))
  const users = new Set(own.filter(({ roles, giver }) => roles.has('user') && !customers.has(giver)).map(({ giver }) => giver))
  return own.flatMap((voice): Said[] => (customers.has(voice.giver) ? [{ voice, side: 'customers' }] : users.has(voice.giver) ? [{ voice, side: 'users' }] : []))
}

/** A milestone and a topic are the same if they are written alike, but for capitals and blanks, or if the topic is the key of a line that tells of the milestone. */
export function isAbout(topic: string | null, milestone: { readonly name: string; readonly lines: readonly { readonly key: string }[] }): boolean {
  if (topic === null) return false
  const plain = written(topic)
  return plain === written(milestone.name) || milestone.lines.some(({ key }) => written(key) === plain)
}

function written(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** What users and customers said about one milestone, apart. */
export function judged(said: OfProject, milestone: Parameters<typeof isAbout>[1], done: Day | null, enough: number) {
  const about = said.filter(({ voice }) => isAbout(voice.feedback.line.topic, milestone))
  const sides = (some: OfProject) => ({ users: heard(some, 'users', enough), customers: heard(some, 'customers', enough) })
  return {
    ...sides(about),
    before: done === null ? null : sides(about.filter(({ voice }) => voice.day < done)),
    since: done === null ? null : sides(about.filter(({ voice }) => voice.day >= done)),
  }
}

function heard(about: OfProject, wanted: Side, enough: number) {
  const voices = about.filter(({ side }) => side === wanted).map(({ voice }) => voice)
  const givers = (kind: string): number => new Set(voices.filter(({ feedback: { line } }) => line.kind === kind).map(({ giver }) => giver)).size
  const newest = newestPerGiver(voices)
  return {
    n: new Set(voices.map(({ giver }) => giver)).size, praise: givers('praise'), complaints: givers('complaint'), requests: givers('request'),
    scores: SCORES.map((kind) => ({ kind, ...scoreFrom(kind, newest.filter(({ feedback: { line } }) => line.kind === kind).map(({ feedback: { line } }) => line.score ?? 0), enough) })).filter(({ n }) => n > 0),
  }
}

const TOPICS_AT_MOST = 12

/** What else each side raises about the project: the customer cost, time and risk, users what it does. Of a feedback without topic, what its text speaks of. Most raised first. */
export function saidTopics(asked: Asked, said: OfProject, milestones: readonly Parameters<typeof isAbout>[1][]) {
  const sizes = { users: new Set<number>(), customers: new Set<number>() }
  const raised = new Map<string, { readonly users: Set<number>; readonly customers: Set<number>; readonly name: string }>()
  for (const { voice: { feedback: { line }, giver }, side } of said) {
    sizes[side].add(giver)
    if ((line.kind !== 'request' && line.kind !== 'complaint') || milestones.some((milestone) => isAbout(line.topic, milestone))) continue
    const topic = line.topic ?? topicOfText(asked.settings, line.text ?? '')[0]?.topic
    if (topic === undefined) continue
    const known = raised.get(written(topic)) ?? { users: new Set<number>(), customers: new Set<number>(), name: topic }
    known[side].add(giver)
    raised.set(written(topic), known)
  }
  return [...raised.values()]
    .map(({ name, users, customers }) => ({
      topic: name, answeredBy: topicOfText(asked.settings, name)[0]?.answeredBy ?? null,
      users: { n: sizes.users.size, raised: users.size }, customers: { n: sizes.customers.size, raised: customers.size },
    }))
    .sort((a, b) => b.users.raised + b.customers.raised - a.users.raised - a.customers.raised || order(a.topic, b.topic))
    .slice(0, TOPICS_AT_MOST)
}
