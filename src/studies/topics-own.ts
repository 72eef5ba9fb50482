import { Refusal } from '../base/refusal.ts'
import type { Topic } from '../roles/settings.ts'
import { wordsIn } from './topics-words.ts'

/** Two names that differ in case and blanks only are one topic. */
export function topicName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase()
}

/** Topics as they are kept: blanks at the ends gone, each word once. Refuses two of one name, and words in which nothing is to be found. */
export function ownTopics(topics: readonly Topic[]): readonly Topic[] {
  const names = new Set<string>()
  return topics.map(({ name: written, words, answeredBy }) => {
    const name = written.normalize('NFC').trim()
    if (name === '') throw new Refusal('bad-parameter', 'A topic needs a name. Write what people speak of, such as offline.', { parameter: 'topics' })
    if (names.has(topicName(name))) throw new Refusal('bad-parameter', `There are two topics named '${name}'. Put their words together under one.`, { parameter: 'topics' })
    names.add(topicName(name))
    const kept = [...new Map(words.map((word) => [topicName(word), word.normalize('NFC').trim()] as const)).values()].filter((word) => word !== '')
    const empty = kept.find((word) => wordsIn(word).length === 0)
    if (empty !== undefined) throw new Refusal('bad-parameter', `'${empty}' holds no letter and no digit, so it is found nowhere. Leave it out of '${name}'.`, { parameter: 'topics' })
    return { name, words: kept, answeredBy }
  })
}
