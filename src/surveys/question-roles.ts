import { Refusal } from '../base/refusal.ts'
import type { AnsweredBy } from '../roles/settings.ts'
import { answeredByAll } from '../studies/topics-of-question.ts'
import { type TopicFound, type TopicSettings, topicOfText } from '../studies/topics-of-text.ts'
import { topicsOf } from '../studies/topics-usual.ts'
import type { Side } from './survey.ts'

/** What a question is about, and who can answer it. */
export interface Directed {
  readonly topic: string | null
  readonly topics: readonly TopicFound[]
  readonly answeredBy: AnsweredBy
  readonly sides: readonly Side[]
  /** Only users who came through an intermediary. */
  readonly throughChannel: boolean
  /** Why, in a sentence. */
  readonly because: string
  /** True where a person said the topic or the role. */
  readonly byHand: boolean
}

export const ROLES_ASKED = ['users', 'customers', 'channel'] as const

const WHO: Readonly<Record<AnsweredBy, string>> = {
  user: 'users can answer that: they use it',
  customer: 'customers and deciders can answer that: they pay and decide',
  both: 'users and customers must both be asked, each apart: they see different sides of it',
  channel: 'end users who came through an intermediary can answer that: they dealt with it',
}
const SIDES_OF: Readonly<Record<AnsweredBy, readonly Side[]>> = { user: ['users'], customer: ['customers'], both: ['customers', 'users'], channel: ['users'] }

/** Finds the topic of a question in its words, and the role that can answer; topic and roles may be said instead. */
export function directed(settings: TopicSettings, question: string, said: { readonly topic?: string | undefined; readonly roles?: string | undefined }): Directed {
  const topics = topicOfText(settings, question)
  const named = said.topic === undefined || said.topic.trim() === '' ? null : said.topic.trim()
  const byTopic = named === null ? null : (topicsOf(settings).find(({ name }) => name.toLowerCase() === named.toLowerCase()) ?? null)
  const first = topics[0]
  const topic = named === null ? (first?.topic ?? null) : (byTopic?.name ?? named)
  const answeredBy = byTopic?.answeredBy ?? (named === null ? answeredByAll(topics) : 'both')
  const why = named === null ? foundIn(topics) : byTopic ? `You chose the topic ${byTopic.name}` : `You chose the topic ${named}`
  if (said.roles === undefined || said.roles.trim() === '') {
    return { topic, topics, answeredBy, sides: SIDES_OF[answeredBy], throughChannel: answeredBy === 'channel', because: `${why}. ${capital(WHO[answeredBy])}.`, byHand: named !== null }
  }
  const roles = rolesFrom(said.roles)
  const chosen: AnsweredBy = roles.has('channel') ? 'channel' : roles.size === 2 ? 'both' : roles.has('users') ? 'user' : 'customer'
  const differs = chosen === answeredBy ? '' : ` Its topic would say: ${WHO[answeredBy]}.`
  return { topic, topics, answeredBy: chosen, sides: SIDES_OF[chosen], throughChannel: chosen === 'channel', because: `You said whom to ask.${differs}`, byHand: true }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function foundIn(topics: readonly TopicFound[]): string {
  if (topics.length === 0) return 'No word of the question tells its topic, so nobody is ruled out'
  return topics.slice(0, 3).map(({ topic, words }) => `${words.slice(0, 3).map((word) => `"${word}"`).join(', ')} ${words.length === 1 ? 'speaks' : 'speak'} of ${topic}`).join('; ')
}

function rolesFrom(text: string): Set<(typeof ROLES_ASKED)[number]> {
  const roles = new Set<(typeof ROLES_ASKED)[number]>()
  for (const part of text.split(',').map((one) => one.trim()).filter((one) => one !== '')) {
    const role = ROLES_ASKED.find((one) => one === part)
    if (role === undefined) throw new Refusal('bad-parameter', `'${part}' is none who can be asked. Use users, customers, both joined by a comma, or channel.`, { parameter: 'roles' })
    roles.add(role)
  }
  if (roles.has('channel') && roles.size > 1) throw new Refusal('bad-parameter', "'channel' stands alone: these are users, too.", { parameter: 'roles' })
  return roles
}
