import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { ANSWERERS } from '../roles/settings.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { kept } from './kept-answers.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'
import { ROLES } from './voices.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import { hasWords, PEOPLE, peopleOf, sidesOf } from './topics-list.ts'
import { topicName } from './topics-own.ts'
import { type NewTopic, type Suggested, suggested, WAYS } from './topics-suggested.ts'
import { topicsOf } from './topics-usual.ts'

/** The newest of each are looked at: more can be confirmed and asked for again. */
const OPEN_AT_MOST = 2_000
const EXAMPLES_AT_MOST = 5_000
const LONGEST_SHOWN = 2_000

const TEXT = Type.Object({
  feedback: Type.String({ description: 'Key of the feedback, in the source that told it.' }), of: Type.String({ description: 'That source.' }),
  text: Type.String(), kind: Type.String(), at: Type.String(), party: PARTY,
  roles: Type.Array(Type.String({ enum: [...ROLES] }), { description: 'Roles of the giver at that moment.' }),
  way: Type.String({ enum: [...WAYS], description: 'What suggests it: own-words and usual-words of the topic, name (a topic without words is named), nearest (texts that have it), phrase (people use the same words), model (a language model that was asked).' }),
  confidence: Type.Number({ description: '0 to 1: an order of trust, no probability.' }),
  words: Type.Array(Type.String(), { description: 'The words that tell it; of `nearest` the stems in common.' }),
  because: Type.String(),
})
const INPUT = withCommon({})
export const SUGGESTION = Type.Object({
    topic: Type.String(), isNew: Type.Boolean({ description: 'true: no topic yet; confirming makes it one.' }),
    answeredBy: Type.Union([Type.String({ enum: [...ANSWERERS] }), Type.Null()]),
    words: Type.Array(Type.String(), { description: 'Words that tell it in these texts.' }),
    score: Type.Union([Type.Number(), Type.Null()], { description: 'Of a new one: people times rarity of the phrase.' }),
    because: Type.String(),
    people: PEOPLE,
    texts: Type.Array(TEXT, { description: 'The surest first.' }),
})
const OUTPUT = Type.Object({
  suggestions: Type.Array(SUGGESTION, { description: 'Known topics first, by the number of texts; then new ones by score.' }),
  withoutTopic: Type.Integer({ description: 'Feedback with words and without a topic in the window.' }),
  lookedAt: Type.Integer({ description: 'Of it, the newest that were looked at.' }),
  examples: Type.Integer({ description: 'Texts with a topic from which it is learned.' }),
  left: Type.Integer({ description: 'Looked at, and like nothing.' }),
})

/** What feedback without a topic may be about. Cost: `suggested`, over at most 2,000 texts and 5,000 examples; kept until more is known. */
export const topicSuggestions: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'topic-suggestions',
  summary: 'Topics that feedback without one may be about, each text with the reason. Nothing counts before a person confirms it with topic-confirm.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const { open, found, examples, heard } = await suggestionsOf(asked, question)
    const sides = sidesOf(heard)
    const known = new Map(topicsOf(asked.settings).map((topic) => [topicName(topic.name), topic]))
    const shown = (one: Suggested) => textShape(asked, open.looked[one.place] as StampedVoice, one)
    const givers = (texts: readonly Suggested[]): number[] => texts.map(({ place }) => open.looked[place]?.giver ?? 0)
    const byTopic = new Map<string, Suggested[]>()
    for (const one of found.texts) byTopic.set(topicName(one.topic), [...(byTopic.get(topicName(one.topic)) ?? []), one])
    const old = [...byTopic].map(([name, texts]) => ({
      topic: known.get(name)?.name ?? (texts[0] as Suggested).topic, isNew: false, answeredBy: known.get(name)?.answeredBy ?? null, words: mostSaid(texts), score: null,
      because: 'The words of these texts, or texts like them, belong to this topic.', people: peopleOf(givers(texts), sides), texts: surestFirst(texts).map(shown),
    }))
    const fresh = found.fresh.map((one) => ({
      topic: one.name, isNew: true, answeredBy: null, words: [one.name, ...one.telling], score: one.score, because: becauseOfPhrase(one), people: peopleOf(givers(one.texts), sides), texts: one.texts.map(shown),
    }))
    return {
      suggestions: [...old.sort((a, b) => b.texts.length - a.texts.length || (a.topic < b.topic ? -1 : 1)), ...fresh],
      withoutTopic: open.all, lookedAt: open.looked.length, examples, left: open.looked.length - found.texts.length - found.fresh.reduce((sum, { texts }) => sum + texts.length, 0),
    }
  }, 'topic-suggestions'),
}

/** What a model says of texts that nothing else suggests, as suggestions by topic. */
export function suggestionsOfModel(asked: Asked, made: Awaited<ReturnType<typeof suggestionsOf>>, model: string, said: readonly { readonly place: number; readonly topic: string }[]) {
  const { open, found, heard } = made
  const sides = sidesOf(heard)
  const known = new Map(topicsOf(asked.settings).map((topic) => [topicName(topic.name), topic]))
  const placed = new Set([...found.texts, ...found.fresh.flatMap(({ texts }) => texts)].map(({ place }) => place))
  const byTopic = new Map<string, Suggested[]>()
  for (const { place, topic } of said) {
    if (placed.has(place)) continue
    const one: Suggested = { place, topic, way: 'model', confidence: CONFIDENCE_OF_MODEL, words: [], example: model }
    byTopic.set(topicName(topic), [...(byTopic.get(topicName(topic)) ?? []), one])
  }
  return [...byTopic].map(([name, texts]) => {
    const topic = known.get(name)
    return {
      topic: topic?.name ?? (texts[0] as Suggested).topic, isNew: topic === undefined && !isSaid(asked, name), answeredBy: topic?.answeredBy ?? null, words: [], score: null, because: `${model} says so.`,
      people: peopleOf(texts.map(({ place }) => open.looked[place]?.giver ?? 0), sides), texts: texts.map((one) => textShape(asked, open.looked[one.place] as StampedVoice, one)),
    }
  })
}

/** It was not measured: what a model says stands below what words tell. */
const CONFIDENCE_OF_MODEL = 0.3

function isSaid({ view: { world } }: Asked, name: string): boolean {
  return [...world.feedback.values()].some(({ line: { topic } }) => topic !== null && topicName(topic) === name)
}

/** The suggestions of a window, with what they were made from. Examples come from all times, whatever the window: what was confirmed once is learned. */
export function suggestionsOf(asked: Asked, question: Question) {
  return kept(asked, 'topics-suggested', question, async () => {
    const heard = await stampedVoices(asked, question)
    const all = heard.filter(({ feedback: { line } }) => line.topic === null && hasWords(line.text)).filter(({ feedback: { line } }) => !asked.view.world.feedback.notAbout(line).has(null))
    const looked = all.toSorted(newestFirst).slice(0, OPEN_AT_MOST)
    const examples = [...asked.view.world.feedback.values()]
      .flatMap(({ line }) => (line.topic !== null && hasWords(line.text) ? [{ at: line.at, key: line.key, text: line.text, topic: line.topic }] : []))
      .sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1))
      .slice(0, EXAMPLES_AT_MOST)
    const notAbout = ({ feedback: { line } }: StampedVoice): ReadonlySet<string> => new Set([...asked.view.world.feedback.notAbout(line)].map((topic) => topicName(topic ?? '')))
    const found = await suggested(asked.settings, looked.map((voice) => ({ text: voice.feedback.line.text ?? '', giver: voice.giver, not: notAbout(voice) })), examples)
    return { heard, open: { all: all.length, looked }, examples: examples.length, found }
  }, 2)
}

function newestFirst({ feedback: { line: a } }: StampedVoice, { feedback: { line: b } }: StampedVoice): number {
  return b.at - a.at || (a.key < b.key ? -1 : 1)
}

function surestFirst(texts: readonly Suggested[]): Suggested[] {
  return texts.toSorted((a, b) => b.confidence - a.confidence || a.place - b.place)
}

function mostSaid(texts: readonly Suggested[]): string[] {
  const often = new Map<string, number>()
  for (const { words, way } of texts) if (way !== 'nearest') for (const word of words) often.set(word, (often.get(word) ?? 0) + 1)
  return [...often].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, 6).map(([word]) => word)
}

function textShape({ view: { world } }: Asked, { feedback: { line }, giver, roles }: StampedVoice, one: Suggested) {
  return {
    feedback: line.key, of: line.source, text: (line.text ?? '').slice(0, LONGEST_SHOWN), kind: line.kind, at: instantText(line.at), party: partyShape(world, giver),
    roles: ROLES.filter((role) => roles.has(role)), way: one.way, confidence: one.confidence, words: one.words, because: becauseOf(one),
  }
}

const quotedAll = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

function becauseOf({ way, words, topic, example }: Suggested): string {
  switch (way) {
    case 'own-words': return `It says ${quotedAll(words)}: your own words for ${topic}.`
    case 'name': return `It says ${quotedAll(words)}: that is the name of a topic.`
    case 'usual-words': return `It says ${quotedAll(words)}: usual words for ${topic}.`
    case 'model': return `${example} says so.`
    case 'nearest': return `It is like '${(example ?? '').slice(0, 120)}', which is about ${topic}.`
    default: return `It says '${topic}', as others do.`
  }
}

function becauseOfPhrase({ name, givers, texts, telling }: NewTopic): string {
  return `${givers} people say '${name}' in ${texts.length} texts${telling.length === 0 ? '' : `, often with ${quotedAll(telling)}`}; no topic has that word.`
}
