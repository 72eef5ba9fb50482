import type { FeedbackLine, TopicOverride } from '../evidence/line.ts'
import { comesBefore } from '../identity/identities.ts'
import type { Held } from './statements.ts'
import type { Feedback } from './world.ts'

interface Word {
  readonly line: TopicOverride
  readonly held: Held
}

/**
 * Feedback as it holds, by type, source and key; where a person said what it is about, with that topic. Words and feedback may come in any order.
 * Cost of a word: the words about that one feedback.
 */
export class HeardFeedback extends Map<string, Feedback> {
  readonly #words = new Map<string, Word[]>()

  override set(name: string, feedback: Feedback): this {
    return super.set(name, this.#read(feedback))
  }

  addWord(line: TopicOverride, held: Held): void {
    const words = this.#words.get(aboutOf(line))
    if (words) words.push({ line, held })
    else this.#words.set(aboutOf(line), [{ line, held }])
    this.#readAnew(line)
  }

  removeWord(line: TopicOverride, held: Held): void {
    const rest = (this.#words.get(aboutOf(line)) ?? []).filter((word) => word.held.held !== held.held)
    if (rest.length === 0) this.#words.delete(aboutOf(line))
    else this.#words.set(aboutOf(line), rest)
    this.#readAnew(line)
  }

  /** Topics of which a person said that this feedback is not about them; null among them: about none at all. */
  notAbout({ source, key }: { readonly source: string; readonly key: string }): ReadonlySet<string | null> {
    return topicBy(this.#words.get(`${source}\0${key}`) ?? [], null).not
  }

  /** A feedback line and an answer of the same source and key are both meant. */
  #readAnew({ of, feedback: key }: TopicOverride): void {
    for (const type of ['feedback', 'answer']) {
      const name = `${type}\0${of}\0${key}`
      const known = this.get(name)
      if (known) this.set(name, known)
    }
  }

  #read(feedback: Feedback): Feedback {
    const stated = feedback.byHand?.stated ?? feedback.line
    const words = this.#words.get(`${stated.source}\0${stated.key}`)
    const { byHand: _, ...rest } = feedback
    if (words === undefined) return feedback.byHand === undefined ? feedback : { ...rest, line: stated }
    const { topic, word } = topicBy(words, stated.topic)
    return { ...rest, line: { ...stated, topic }, byHand: { stated, word: word?.line ?? null } }
  }
}

/** What a word by hand made of a feedback. */
export interface TopicByHand {
  readonly stated: FeedbackLine
  /** The word that gave it its topic; null if it only lost one, or was kept from one. */
  readonly word: TopicOverride | null
}

/**
 * The newest word about a topic holds: one that gives it beats older ones, one that denies it stands until it is given again; one that denies all topics beats all that is older.
 * Without a word that gives one, the feedback keeps its own, unless that was denied.
 */
function topicBy(words: readonly Word[], own: string | null): { topic: string | null; word: Word | null; not: ReadonlySet<string | null> } {
  const newestFirst = [...words].sort((a, b) => (comesBefore(a.held.held, b.held.held) ? 1 : -1))
  const not = new Set<string | null>()
  for (const word of newestFirst) {
    const { line } = word
    if (!line.not && !not.has(line.topic)) return { topic: line.topic, word, not }
    if (line.not) not.add(line.topic)
    if (line.not && line.topic === null) return { topic: null, word: null, not }
  }
  return { topic: own !== null && not.has(own) ? null : own, word: null, not }
}

function aboutOf({ of, feedback }: TopicOverride): string {
  return `${of}\0${feedback}`
}
