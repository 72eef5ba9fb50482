import { frequenciesOf, nearestAmong, vectorOf } from './topics-likeness.ts'
import type { Language, Topic } from '../roles/settings.ts'
import { tellingWords, topicOfText, type TopicSettings } from './topics-of-text.ts'
import { topicName } from './topics-own.ts'
import { type LooseText, type Phrase, phrasesIn } from './topics-phrases.ts'
import { topicsOf } from './topics-usual.ts'
import { languageOf, wordsIn } from './topics-words.ts'

/** A text that has a topic already: said by its source, or confirmed by a person. */
export interface KnownText {
  readonly text: string
  readonly topic: string
}

/** A text without one. */
export interface OpenText {
  readonly text: string
  readonly giver: number
  /** Topics, as names compare, that a person said it is not about. */
  readonly not: ReadonlySet<string>
}

export const WAYS = ['own-words', 'name', 'nearest', 'usual-words', 'phrase', 'model'] as const
export type Way = (typeof WAYS)[number]

export interface Suggested {
  /** Place of the text among those given. */
  readonly place: number
  readonly topic: string
  readonly way: Way
  /** 0 to 1: an order of trust, no probability; `docs/topics.md` says how often each was right. */
  readonly confidence: number
  readonly words: readonly string[]
  /** Of `nearest`: the example that is most like it; of `model` its name. */
  readonly example: string | null
}

/** A new topic that several texts may be about. */
export interface NewTopic extends Omit<Phrase, 'texts'> {
  readonly texts: readonly Suggested[]
}

/** So many examples are asked; a single one that is like it is not outvoted by many that are not, since votes weigh as likeness. */
const NEAREST = 5
/** One word in common is chance (2 of 19 such suggestions were right on the texts of bench/labelled-texts.ts that are known): two are needed, or one in several examples of a topic and in none of another. */
const WORDS_IN_COMMON = 2
const EXAMPLES_OF_ONE_WORD = 3
/** What each further word in common adds: three are hardly chance. */
const MORE_IN_COMMON = 0.1
/** Below this likeness two short texts share one frequent word only. */
const LIKE_ENOUGH = 0.2
/** The very same words, in any order. */
const THE_SAME = 0.99
const SURE_OF_OWN = 0.9
const SURE_OF_NAME = 0.7
const SURE_OF_USUAL = 0.55
/** Each further word of the same topic takes away this part of the doubt. */
const FURTHER_WORD = 0.4

/**
 * What texts without a topic may be about: by the team's own words; by the nearest texts that have one (TF-IDF cosine over stems); by the usual words; and, for what is left, phrases that several people use.
 * Pure: nothing counts before a person confirms it. Cost: grows with the texts and, for each, with the examples that share a word with it (`bench/p14-topics.ts`). Others are let in between.
 */
export async function suggested(settings: TopicSettings, open: readonly OpenText[], known: readonly KnownText[]): Promise<{ readonly texts: readonly Suggested[]; readonly fresh: readonly NewTopic[] }> {
  const language = settings.language ?? mostFrequentLanguage([...open, ...known])
  const words = open.map(({ text }) => tellingWords(text, language))
  const examples = different(known.map(({ text, topic }) => ({ topic, text, stems: tellingWords(text, language).stems })))
  const frequencies = frequenciesOf([...words.map(({ stems }) => stems), ...examples.map(({ stems }) => stems)])
  const nearest = nearestAmong(examples.map((is) => ({ is, vector: vectorOf(is.stems, frequencies) })))
  const said = { topics: namedOnly(settings, known), language }
  const texts: Suggested[] = []
  const left: number[] = []
  let restedAt = performance.now()
  for (const [place, { text, not }] of open.entries()) {
    if (performance.now() - restedAt > WORK_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      restedAt = performance.now()
    }
    const near = nearest(vectorOf(words[place]?.stems ?? [], frequencies), NEAREST).filter(({ is, likeness }) => likeness >= LIKE_ENOUGH && !not.has(topicName(is.topic)))
    const ways = [...byWords({ topics: settings.topics, language }, text, not, BOTH), ...byWords(said, text, not, NAMES), ...byNearest(near)].map((way) => ({ place, ...way }))
    const best = ways.sort((a, b) => b.confidence - a.confidence || WAYS.indexOf(a.way) - WAYS.indexOf(b.way))[0]
    if (best) texts.push(best)
    else left.push(place)
  }
  const loose = left.map((place): LooseText => ({ ...(words[place] as LooseText), giver: open[place]?.giver ?? 0, not: open[place]?.not ?? new Set() }))
  const fresh = phrasesIn(loose, frequencies).map((phrase) => ({
    ...phrase,
    texts: phrase.texts.map((at): Suggested => ({ place: left[at] as number, topic: phrase.name, way: 'phrase', confidence: 0.25, words: [phrase.name], example: null })),
  }))
  return { texts, fresh }
}

/** Short texts often do not tell their language: they are read in that of most others. */
function mostFrequentLanguage(texts: readonly { readonly text: string }[]): Language | null {
  const often = new Map<Language, number>()
  for (const { text } of texts) {
    const language = languageOf(wordsIn(text))
    if (language !== null) often.set(language, (often.get(language) ?? 0) + 1)
  }
  return [...often].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null
}

/** The same words about the same topic are one example: a sentence that many send must not be all the neighbours there are. */
function different<T extends { readonly topic: string; readonly stems: readonly string[] }>(examples: readonly T[]): readonly T[] {
  return [...new Map(examples.toReversed().map((one) => [`${topicName(one.topic)}\0${one.stems.join(' ')}`, one])).values()].reverse()
}

/** After so long without a rest others are let in. */
const WORK_MS = 15

type Found = Omit<Suggested, 'place'>

/** Topics that sources or persons named, and that have no words: their name is one. */
function namedOnly(settings: TopicSettings, known: readonly KnownText[]): readonly Topic[] {
  const others = new Set(topicsOf(settings).map(({ name }) => topicName(name)))
  const names = new Map(known.filter(({ topic }) => !others.has(topicName(topic)) && wordsIn(topic).length > 0).map(({ topic }) => [topicName(topic), topic] as const))
  return [...names.values()].map((name) => ({ name, words: [name], answeredBy: 'both' }))
}

const BOTH = ['own-words', 'usual-words'] as const
const NAMES = ['name'] as const
const SURE: Readonly<Record<(typeof BOTH)[number] | 'name', number>> = { 'own-words': SURE_OF_OWN, name: SURE_OF_NAME, 'usual-words': SURE_OF_USUAL }

function byWords(settings: TopicSettings, text: string, not: ReadonlySet<string>, which: readonly (keyof typeof SURE)[]): Found[] {
  const found = topicOfText(settings, text).filter(({ topic }) => !not.has(topicName(topic)))
  return which.flatMap((way): Found[] => {
    const these = found.filter(({ own }) => own === (way !== 'usual-words'))
    const [first] = these
    if (first === undefined) return []
    const sure = 1 - (1 - SURE[way]) * FURTHER_WORD ** (first.words.length - 1)
    // Words of several topics speak against each other.
    const share = first.words.length / these.reduce((sum, { words }) => sum + words.length, 0)
    return [{ topic: first.topic, way, confidence: sure * (0.5 + share / 2), words: first.words, example: null }]
  })
}

function byNearest(near: readonly { readonly is: { readonly topic: string; readonly text: string }; readonly likeness: number; readonly stems: readonly string[] }[]): Found[] {
  const votes = new Map<string, number>()
  for (const { is, likeness } of near) votes.set(is.topic, (votes.get(is.topic) ?? 0) + likeness)
  const [first] = [...votes].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  if (first === undefined) return []
  const [topic, vote] = first
  const all = [...votes.values()].reduce((sum, one) => sum + one, 0)
  const best = near.find(({ is }) => is.topic === topic)
  if (best === undefined) return []
  if (best.stems.length < WORDS_IN_COMMON && (votes.size > 1 || near.length < EXAMPLES_OF_ONE_WORD) && best.likeness < THE_SAME) return []
  // The same words again are as good as said; a likeness of a half is near for short texts.
  const likeness = Math.min(1, best.likeness)
  return [{ topic, way: 'nearest', confidence: (vote / all) * Math.min(0.98, 0.35 + likeness * 0.65 + MORE_IN_COMMON * Math.max(0, best.stems.length - WORDS_IN_COMMON)), words: best.stems.slice(0, 4), example: best.is.text }]
}
