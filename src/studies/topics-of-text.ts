import { type AnsweredBy, LANGUAGES, type Language, type Settings } from '../roles/settings.ts'
import { type KnownTopic, topicsOf } from './topics-usual.ts'
import { isStopWord, languageOf, stemOf, wordsIn } from './topics-words.ts'

/** A topic that a text speaks of, with what tells it. */
export interface TopicFound {
  readonly topic: string
  readonly answeredBy: AnsweredBy
  /** One of the team's own, not a usual one. */
  readonly own: boolean
  /** The words of the text that tell it, as they stand there in small letters. */
  readonly words: readonly string[]
}

export type TopicSettings = Pick<Settings, 'topics' | 'language'>

/** A word or phrase of a topic, as it is looked for. */
interface Entry {
  readonly topic: number
  readonly stems: readonly string[]
}

/** All entries by their first stem, for texts of one language. */
type Index = ReadonlyMap<string, readonly Entry[]>
interface Matcher {
  readonly topics: readonly KnownTopic[]
  /** By the language of the text; `alone de` holds what is German only, for texts that do not tell their language. */
  readonly indexes: Map<string, Index>
}

const matchers = new WeakMap<TopicSettings['topics'], Matcher>()

function matcherOf({ topics }: TopicSettings): Matcher {
  const known = matchers.get(topics)
  if (known) return known
  const made: Matcher = { topics: topicsOf({ topics }), indexes: new Map() }
  matchers.set(topics, made)
  return made
}

/**
 * In a text of a language: the usual words of it and of English, which is met everywhere, and the team's own, all reduced as that language does. In a text that does not tell its language
 * (`alone`): usual words reduced as their own language does, and the team's own as they are written.
 */
function indexOf(matcher: Matcher, language: Language | null, alone: boolean): Index {
  const name = `${alone ? 'alone ' : ''}${language}`
  const known = matcher.indexes.get(name)
  if (known) return known
  const index = new Map<string, Entry[]>()
  matcher.topics.forEach(({ byLanguage }, topic) => {
    for (const { language: own, words } of byLanguage) {
      if (alone ? own !== language : own !== null && own !== language && own !== 'en') continue
      for (const word of words) {
        const stems = wordsIn(word).map((part) => stemOf(part, language))
        const first = stems[0]
        if (first === undefined) continue
        const list = index.get(first)
        if (list) list.push({ topic, stems })
        else index.set(first, [{ topic, stems }])
      }
    }
  })
  matcher.indexes.set(name, index)
  return index
}

/**
 * The topics that a text speaks of: whole words and phrases, whatever their form, those with the team's own words first, then by how many words tell them.
 * Pure. Cost: its words; some 10 microseconds for a sentence, once the words were met before. Negations are not weighed: "not expensive" speaks of the price, too.
 */
export function topicOfText(settings: TopicSettings, text: string): readonly TopicFound[] {
  const words = wordsIn(text)
  if (words.length === 0) return []
  const language = languageOf(words, settings.language)
  const matcher = matcherOf(settings)
  const found = new Map<number, { length: number; words: Set<string> }>()
  for (const way of language === null ? [null, ...LANGUAGES] : [language]) match(matcher, words, way, language === null, found)
  return [...found]
    .sort(([a, one], [b, other]) => Number(matcher.topics[b]?.own) - Number(matcher.topics[a]?.own) || other.length - one.length || a - b)
    .map(([topic, { words: told }]) => {
      const { name, answeredBy, own } = matcher.topics[topic] as KnownTopic
      return { topic: name, answeredBy, own, words: [...told] }
    })
}

function match(matcher: Matcher, words: readonly string[], language: Language | null, alone: boolean, found: Map<number, { length: number; words: Set<string> }>): void {
  const index = indexOf(matcher, language, alone)
  const stems = words.map((word) => stemOf(word, language))
  for (let place = 0; place < stems.length; place += 1) {
    for (const entry of index.get(stems[place] as string) ?? []) {
      if (!entry.stems.every((stem, further) => stems[place + further] === stem)) continue
      const said = words.slice(place, place + entry.stems.length).join(' ')
      const told = found.get(entry.topic) ?? { length: 0, words: new Set<string>() }
      if (!told.words.has(said)) {
        told.words.add(said)
        told.length += entry.stems.length
      }
      found.set(entry.topic, told)
    }
  }
}

/** The words by which a text is compared with others: without those that say nothing of its topic, each with its stem. */
export function tellingWords(text: string, chosen: Language | null): { readonly words: readonly string[]; readonly stems: readonly string[] } {
  const all = wordsIn(text)
  const language = languageOf(all, chosen)
  const words = all.filter((word) => word.length > 1 && !isStopWord(word, language))
  return { words, stems: words.map((word) => stemOf(word, language)) }
}
