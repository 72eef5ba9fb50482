import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { ANSWERERS, type AnsweredBy } from '../roles/settings.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Workspace } from '../roles/workspace.ts'
import { BY_HAND, signature } from './corrections-facts.ts'
import { write } from './corrections.ts'
import { ownTopics, topicName } from './topics-own.ts'
import { topicsOf } from './topics-usual.ts'

const TEXTS_AT_MOST = 500
const TEXTS = Type.Array(Type.Object({ feedback: Type.String({ description: 'Key of the feedback.' }), of: Type.String({ description: 'The source that told it.' }) }, { additionalProperties: false }), {
  minItems: 1, maxItems: TEXTS_AT_MOST, description: 'The feedback that is meant.',
})
const SIGNED = { by: Type.Optional(Type.String({ description: 'Who says so; for the log.' })), why: Type.Optional(Type.String({ description: 'Why; for the log.' })) }
const SAID = Type.Object({
  texts: Type.Integer(), topic: Type.Union([Type.String(), Type.Null()]), isNew: Type.Boolean({ description: 'true: the topic was made by this.' }),
  key: Type.String({ description: 'Key of the (first) line; correction-undo takes it back.' }),
  import: Type.Union([Type.String(), Type.Null()], { description: 'Of several said together: by this all of them are taken back.' }),
})

interface Meant { readonly feedback: string; readonly of: string }

/** Writes what was said, one line for each text; several are taken back together. */
async function say(workspace: Workspace, texts: readonly Meant[], about: { readonly topic?: string; readonly not?: true }, effect: string, input: { readonly by?: string | undefined; readonly why?: string | undefined }) {
  const different = [...new Map(texts.map((text) => [`${text.of}\0${text.feedback}`, text])).values()]
  await workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => {
    for (const { of, feedback } of different) {
      if (world.feedback.get(`feedback\0${of}\0${feedback}`) ?? world.feedback.get(`answer\0${of}\0${feedback}`)) continue
      throw new Refusal('bad-parameter', `There is no feedback '${feedback}' from '${of}'. topic-suggestions names both.`, { parameter: 'texts' })
    }
  })
  const keys = different.map(() => `topic-${randomUUID().slice(0, 13)}`)
  const together = different.length > 1 ? `topic-${randomUUID().slice(0, 13)}` : null
  await write(workspace, different.map(({ feedback, of }, place) => ({
    type: 'override', fact: 'topic', key: keys[place], source: BY_HAND, feedback, of, ...about, effect, ...(together === null ? {} : { import: together }), ...signature(input.by, input.why),
  })))
  return { texts: different.length, key: keys[0], import: together }
}

function topicFrom(text: string): string {
  const topic = text.normalize('NFC').trim().replace(/\s+/gu, ' ')
  if (topic === '' || topic.length > 80) throw new Refusal('bad-parameter', 'A topic needs a name of 1 to 80 letters.', { parameter: 'topic' })
  return topic
}

const inTexts = (texts: number): string => (texts === 1 ? '1 text' : `${texts} texts`)

const CONFIRM = Type.Object({
  topic: Type.String({ minLength: 1, maxLength: 80, description: 'What they are about. One that nobody knows yet becomes a topic of the team.' }), texts: TEXTS,
  words: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 120 }), { maxItems: 50, description: 'Of a new topic: words that tell it; absent: its name.' })),
  answeredBy: Type.Optional(Type.String({ enum: [...ANSWERERS], description: 'Of a new topic: who can answer about it; absent: both, apart.' })), ...SIGNED,
}, { additionalProperties: false })

/** Says what feedback is about: from then on it counts so. A name that nobody knows becomes a topic, with its words, so that the next text finds it. */
export const topicConfirm: Operation<Workspace, typeof CONFIRM, typeof SAID> = {
  name: 'topic-confirm',
  summary: 'Says what feedback is about, one or many; a new topic is made with its words. It is a correction by hand, and can be taken back.',
  power: 'write',
  input: CONFIRM,
  output: SAID,
  run: async (workspace, input) => {
    const asGiven = topicFrom(input.topic)
    const known = topicsOf(await workspace.settings.refresh()).find(({ name }) => topicName(name) === topicName(asGiven))
    const topic = known?.name ?? asGiven
    const isStated = known === undefined && (await isSaid(workspace, topic))
    const isNew = known === undefined && (!isStated || input.words !== undefined)
    const [fresh] = isNew ? ownTopics([{ name: topic, words: input.words ?? [topic], answeredBy: (input.answeredBy ?? 'both') as AnsweredBy }]) : []
    const said = await say(workspace, input.texts, { topic }, `${inTexts(input.texts.length)} ${input.texts.length === 1 ? 'counts' : 'count'} under ${topic}.`, input)
    if (fresh !== undefined) {
      const { topics, version } = await workspace.settings.refresh()
      await workspace.settings.save({ topics: ownTopics([...topics.filter(({ name }) => topicName(name) !== topicName(topic)), fresh]) }, version)
    }
    return { ...said, topic, isNew }
  },
}

function isSaid(workspace: Workspace, topic: string): Promise<boolean> {
  return workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => [...world.feedback.values()].some(({ line }) => line.topic !== null && topicName(line.topic) === topicName(topic)))
}

const NOT = Type.Object({
  topic: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'What they are not about; absent: about no topic at all, and nothing is suggested for them any more.' })), texts: TEXTS, ...SIGNED,
}, { additionalProperties: false })

/** Says that feedback is not about a topic: it is not suggested for them again, and a topic that they had is gone. */
export const topicNot: Operation<Workspace, typeof NOT, typeof SAID> = {
  name: 'topic-not',
  summary: 'Says that feedback is not about a topic, or about none: it is not suggested for it again. It is a correction by hand, and can be taken back.',
  power: 'write',
  input: NOT,
  output: SAID,
  run: async (workspace, input) => {
    const topic = input.topic === undefined ? null : topicFrom(input.topic)
    const said = await say(workspace, input.texts, { not: true, ...(topic === null ? {} : { topic }) }, `${inTexts(input.texts.length)} ${input.texts.length === 1 ? 'does' : 'do'} not count under ${topic ?? 'any topic'}.`, input)
    return { ...said, topic, isNew: false }
  },
}
