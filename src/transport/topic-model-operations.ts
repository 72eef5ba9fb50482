import { type Static, Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { answer, withCommon } from '../studies/question.ts'
import { topicName } from '../studies/topics-own.ts'
import { SUGGESTION, suggestionsOf, suggestionsOfModel } from '../studies/topics-suggestions.ts'
import { topicsOf } from '../studies/topics-usual.ts'
import type { House, HouseOperation, WithDeed } from './house.ts'
import { askModel, chatAddress, type TopicModel, topicModelFrom } from './topic-model.ts'

const SHOWN = Type.Object({
  model: Type.Union(
    [
      Type.Object({
        url: Type.String(),
        model: Type.String(),
        hasSecret: Type.Boolean({ description: 'A key is kept; it is shown to nobody.' }),
        private: Type.Boolean({ description: 'It may lie on this machine or in its own network.' }),
      }),
      Type.Null(),
    ],
    { description: 'null: none is set, and no text leaves the server.' },
  ),
})
const NOTHING = Type.Object({}, { additionalProperties: false })

function shown(model: TopicModel | null): Static<typeof SHOWN> {
  return { model: model === null ? null : { url: model.url, model: model.model, hasSecret: model.secret !== null, private: model.reachesPrivate } }
}

async function modelOf({ workspace }: House): Promise<TopicModel | null> {
  return topicModelFrom(await workspace.topicModel.read())
}

const show: Operation<House, typeof NOTHING, typeof SHOWN> = {
  name: 'topic-model',
  summary: 'The language model that may be asked for topics, too; usually none, and then no text leaves the server.',
  power: 'read',
  input: NOTHING,
  output: SHOWN,
  run: async (house) => shown(await modelOf(house)),
}

const SAVE = Type.Object(
  {
    url: Type.Optional(
      Type.String({
        maxLength: 2_000,
        description: 'The address of a server that speaks the protocol of OpenAI, such as https://api.example.com/v1; empty: no model is asked.',
      }),
    ),
    model: Type.Optional(Type.String({ maxLength: 200, description: 'The name of the model there.' })),
    secret: Type.Optional(Type.String({ maxLength: 2_000, description: 'Its key; absent: it stays; empty: none.' })),
    private: Type.Optional(
      Type.Boolean({ description: 'true: the server may lie on this machine or in its own network. Only who opens all workspaces can allow that.' }),
    ),
  },
  { additionalProperties: false },
)

const save: WithDeed & Operation<House, typeof SAVE, typeof SHOWN> = {
  name: 'topic-model-save',
  summary: 'Sets the language model that may be asked for topics, too, or takes it away; what is not named stays.',
  power: 'admin',
  input: SAVE,
  output: SHOWN,
  deed: { about: () => 'topic-model', before: async (house) => shown(await modelOf(house)), after: async (house) => shown(await modelOf(house)) },
  run: async (house, input) => {
    const kept = await house.workspace.topicModel.change((text) => `${JSON.stringify({ model: changed(house, topicModelFrom(text), input) }, null, 2)}\n`)
    return shown(topicModelFrom(kept))
  },
}

function changed(house: House, old: TopicModel | null, input: Static<typeof SAVE>): TopicModel | null {
  const url = (input.url ?? old?.url ?? '').trim().replace(/\/+$/, '')
  if (url === '') return null
  const moved = url !== old?.url
  const model = (input.model ?? old?.model ?? '').trim()
  if (model === '') throw new Refusal('bad-parameter', 'Say which model is asked, by its name at that server.', { parameter: 'model' })
  const reachesPrivate = input.private ?? (moved ? false : (old?.reachesPrivate ?? false))
  if (reachesPrivate && (moved || input.private === true) && house.asks.workspace !== '*')
    throw new Refusal(
      'key-too-weak',
      `A server on this machine or in its own network is allowed by who opens all workspaces; '${house.asks.name}' opens '${house.asks.workspace}' only.`,
    )
  // A key that somebody gave for one server is sent to no other.
  if (moved && old?.secret && input.secret === undefined)
    throw new Refusal('bad-parameter', 'The server is another one: give its key as well, or an empty one.', { parameter: 'secret' })
  chatAddress({ url, reachesPrivate })
  return { url, model, secret: input.secret === undefined ? (old?.secret ?? null) : input.secret.trim() || null, reachesPrivate }
}

/** One request: more do not fit the window of a small model. */
const TEXTS_AT_ONCE = 40

const ASK = withCommon({})
const ASKED = Type.Object({
  model: Type.String(),
  sent: Type.Integer({ description: 'Texts that were sent.' }),
  texts: Type.Array(Type.Object({ feedback: Type.String(), of: Type.String() }), { description: 'Which they were.' }),
  failed: Type.Union([Type.String(), Type.Null()], { description: 'Why nothing came back; everything else works without.' }),
  suggestions: Type.Array(Type.Object({ feedback: Type.String(), of: Type.String(), topic: Type.String(), isNew: Type.Boolean() }), {
    description: 'What the model says of them. Nothing counts before a person confirms it.',
  }),
  more: Type.Array(SUGGESTION, { description: 'Of these, texts for which topic-suggestions has nothing.' }),
})

const ask: WithDeed & Operation<House, typeof ASK, typeof ASKED> = {
  name: 'topic-model-ask',
  summary:
    'Sends the newest texts without a topic, and the names of all topics, to the model that an admin set, and tells what it says. Names, addresses and keys are not sent. Nothing counts before a person confirms it.',
  power: 'write',
  input: ASK,
  output: ASKED,
  deed: { about: () => 'topic-model', after: (_house, _input, { model, texts, failed }) => ({ model, texts, failed }) },
  run: async (house, input) => {
    const model = await modelOf(house)
    if (model === null) throw new Refusal('not-now', 'No language model is set, and none is needed. An admin can set one under Settings, Topics and words.')
    const open = await answer(house.workspace, input, async (asked, question) => {
      const {
        open: { looked },
      } = await suggestionsOf(asked, question)
      return {
        texts: looked.slice(0, TEXTS_AT_ONCE).map(({ feedback: { line } }) => ({ feedback: line.key, of: line.source, text: line.text ?? '' })),
        topics: topicsIn(asked),
      }
    })
    const texts = open.texts.map(({ feedback, of }) => ({ feedback, of }))
    if (texts.length === 0) return { model: model.model, sent: 0, texts, failed: null, suggestions: [], more: [] }
    const { said, failed } = await askModel(
      model,
      open.topics,
      open.texts.map(({ text }) => text),
    )
    const known = new Map(open.topics.map((topic) => [topicName(topic), topic]))
    const suggestions = said.map(({ place, topic }) => ({
      ...(texts[place] as (typeof texts)[number]),
      topic: known.get(topicName(topic)) ?? topic,
      isNew: !known.has(topicName(topic)),
    }))
    // Meanwhile more may have been said: only texts that are still open, at their place, are told.
    const more = await answer(house.workspace, input, async (asked, question) => {
      const made = await suggestionsOf(asked, question)
      const places = new Map(made.open.looked.map(({ feedback: { line } }, place) => [`${line.source}\0${line.key}`, place]))
      const placed = suggestions.flatMap(({ feedback, of, topic }) => {
        const place = places.get(`${of}\0${feedback}`)
        return place === undefined ? [] : [{ place, topic }]
      })
      return suggestionsOfModel(asked, made, model.model, placed)
    })
    return { model: model.model, sent: texts.length, texts, failed, suggestions, more }
  },
}

function topicsIn({ settings, view: { world } }: Parameters<typeof suggestionsOf>[0]): string[] {
  const known = topicsOf(settings).map(({ name }) => name)
  const said = [...world.feedback.values()].flatMap(({ line: { topic } }) => (topic === null ? [] : [topic]))
  return [...new Map([...known, ...said].map((topic) => [topicName(topic), topic])).values()].sort()
}

/** A language model that may be asked for topics: never needed, and off until an admin sets one. */
export const topicModelOperations = [show, save, ask] as unknown as readonly HouseOperation[]
