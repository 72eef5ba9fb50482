import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { ANSWERERS, type AnsweredBy } from '../roles/settings.ts'
import type { Workspace } from '../roles/workspace.ts'
import { type TopicFound, topicOfText, type TopicSettings } from './topics-of-text.ts'

/** A role that can answer. */
export type AskedRole = 'user' | 'customer' | 'decider'

/** Who is asked about a topic. End users answer about whom they bought from, too: they are found through the channel. */
export const ROLES_ASKED: Readonly<Record<AnsweredBy, readonly AskedRole[]>> = {
  user: ['user'], customer: ['customer', 'decider'], both: ['user', 'customer', 'decider'], channel: ['user'],
}

const BECAUSE: Readonly<Record<AnsweredBy, string>> = {
  customer: 'those who buy and decide can answer: users do not see the contract',
  user: 'those who use it can answer: a buyer may never have opened it',
  both: 'both must be asked, and counted apart',
  channel: 'end users can answer, about the intermediary through whom they came',
}

export interface QuestionUnderstood {
  readonly topics: readonly TopicFound[]
  readonly answeredBy: AnsweredBy
  readonly roles: readonly AskedRole[]
  readonly because: string
}

/** Which role can answer a question, by the topics in its words. Topics that different roles answer, or none at all: both are asked, apart. */
export function questionUnderstood(settings: TopicSettings, question: string): QuestionUnderstood {
  const topics = topicOfText(settings, question)
  const answeredBy = answeredByAll(topics)
  return { topics, answeredBy, roles: ROLES_ASKED[answeredBy], because: becauseOf(topics, answeredBy) }
}

/** Who can answer about all of these: the team's own topics decide where there are some. Users, and end users through the channel, are both asked through it; any other two sides are both asked. */
export function answeredByAll(topics: readonly TopicFound[]): AnsweredBy {
  const deciding = topics.filter(({ own }) => own === topics[0]?.own)
  const sides = [...new Set(deciding.map(({ answeredBy }) => answeredBy))]
  if (sides.length === 1) return sides[0] as AnsweredBy
  return sides.length === 2 && sides.every((side) => side === 'user' || side === 'channel') ? 'channel' : 'both'
}

function becauseOf(topics: readonly TopicFound[], answeredBy: AnsweredBy): string {
  if (topics.length === 0) return 'No word of the question belongs to a topic, so both are asked, and counted apart. Add its words to a topic, or say the topic.'
  const about = topics.map(({ topic, words }) => `${topic} (${words.map((word) => `'${word}'`).join(', ')})`)
  return `It is about ${about.length === 1 ? about[0] : `${about.slice(0, -1).join(', ')} and ${about.at(-1)}`}: ${BECAUSE[answeredBy]}.`
}

export const TOPIC_FOUND = Type.Object({
  topic: Type.String(), answeredBy: Type.String({ enum: [...ANSWERERS] }), own: Type.Boolean({ description: 'true: of the team; false: a usual one.' }),
  words: Type.Array(Type.String(), { description: 'The words of the text that tell it.' }),
})
const INPUT = Type.Object({ question: Type.String({ minLength: 1, maxLength: 2_000, description: 'A question in plain words, such as: is the price fair?' }) }, { additionalProperties: false })
const OUTPUT = Type.Object({
  topics: Type.Array(TOPIC_FOUND), answeredBy: Type.String({ enum: [...ANSWERERS] }),
  roles: Type.Array(Type.String({ enum: ['user', 'customer', 'decider'] }), { description: 'Those who are asked, each counted apart.' }),
  because: Type.String(),
})

/** What is a question about, and which role can answer it? Cost: the words of the question. */
export const topicOfQuestion: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'topic-of-question',
  summary: 'What a question is about, and which role can answer it: users, customers and deciders, both apart, or end users about whom they bought from.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, { question }) => questionUnderstood(workspace.settings.current, question),
}
