import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FeedbackLine, TopicOverride } from '../evidence/line.ts'
import { HeardFeedback } from './heard-feedback.ts'
import type { Held } from './statements.ts'
import type { Feedback } from './world.ts'

interface Word { readonly topic: string | null; readonly not: boolean }

const line = (topic: string | null): FeedbackLine => ({ type: 'feedback', key: 'f1', source: 'inbox', version: null, import: null, party: 'user:ann', product: null, kind: 'request', score: null, topic, text: 'A train.', at: 0, channel: null, account: null })
const feedback = (topic: string | null): Feedback => ({ line: line(topic), party: 1, held: {} as Held })

/** A word as it holds, learned as the number says. */
function word({ topic, not }: Word, learned: number): { readonly line: TopicOverride; readonly held: Held } {
  const said: TopicOverride = { type: 'override', fact: 'topic', key: `w${learned}`, source: 'by-hand', version: null, import: null, by: null, why: null, feedback: 'f1', of: 'inbox', topic, not }
  const version = { line: said, recordedAt: learned, position: learned }
  return { line: said, held: { line: said, place: version, held: version } }
}

/** The rule as it is told: a topic that was given stands unless a later word denies it, or all; the newest that stands holds, else the feedback's own, if no word denies that. */
function topicBy(words: readonly Word[], own: string | null): string | null {
  const denied = (topic: string | null, from: number): boolean => words.slice(from).some((later) => later.not && (later.topic === null || later.topic === topic))
  const standing = words.filter((one, place) => !one.not && !denied(one.topic, place + 1))
  return standing.at(-1)?.topic ?? (own !== null && denied(own, 0) ? null : own)
}

const TOPIC = fc.constantFrom('price', 'offline', 'speed')
const WORD: fc.Arbitrary<Word> = fc.oneof({ weight: 3, arbitrary: fc.record({ topic: TOPIC, not: fc.constant(false) }) }, { weight: 2, arbitrary: fc.record({ topic: TOPIC, not: fc.constant(true) }) }, { weight: 1, arbitrary: fc.constant({ topic: null, not: true }) })

describe('what a feedback is about, by hand', () => {
  test.each([
    ['its own stands', [], 'price', 'price'],
    ['the newest that was given holds', [{ topic: 'speed', not: false }, { topic: 'offline', not: false }], 'price', 'offline'],
    ['what was given and denied falls back to what was given before', [{ topic: 'speed', not: false }, { topic: 'offline', not: false }, { topic: 'offline', not: true }], 'price', 'speed'],
    ['its own is gone when it was denied', [{ topic: 'price', not: true }], 'price', null],
    ['what was denied and given again stands', [{ topic: 'price', not: true }, { topic: 'price', not: false }], null, 'price'],
    ['all is gone when all was denied', [{ topic: 'speed', not: false }, { topic: null, not: true }], 'price', null],
    ['what is given after all was denied stands', [{ topic: null, not: true }, { topic: 'speed', not: false }], 'price', 'speed'],
  ] as const)('%s', (_, words, own, topic) => {
    const heard = new HeardFeedback()
    heard.set('feedback\0inbox\0f1', feedback(own))
    for (const [place, one] of words.entries()) { const { line: said, held } = word(one, place); heard.addWord(said, held) }
    expect(heard.get('feedback\0inbox\0f1')?.line.topic).toBe(topic)
  })

  test('is the same whatever comes first, and as if a word taken back had never been said', () => fc.assert(fc.property(
    fc.array(WORD, { maxLength: 6 }), fc.option(TOPIC, { nil: null }), fc.array(WORD, { maxLength: 2 }), fc.infiniteStream(fc.nat()),
    (words, own, takenBack, numbers) => {
      const random = (below: number): number => (numbers.next().value as number) % below
      const said = words.map(word)
      const mistakes = takenBack.map((one, place) => word(one, place * 2 + 0.5))
      const heard = new HeardFeedback()
      const steps: (() => unknown)[] = [() => heard.set('feedback\0inbox\0f1', feedback(own)), ...[...said, ...mistakes].map((one) => () => heard.addWord(one.line, one.held))]
      while (steps.length > 0) steps.splice(random(steps.length), 1)[0]?.()
      for (const one of mistakes) heard.removeWord(one.line, one.held)
      expect(heard.get('feedback\0inbox\0f1')?.line.topic).toBe(topicBy(words, own))
      // The line as the source tells it is still there, and comes back when all words are gone.
      for (const one of said) heard.removeWord(one.line, one.held)
      expect(heard.get('feedback\0inbox\0f1')).toEqual(feedback(own))
    },
  ), { numRuns: 2_000 }))

  test('words speak of one feedback and of the answer of the same key, of no other', () => {
    const heard = new HeardFeedback()
    for (const name of ['feedback\0inbox\0f1', 'answer\0inbox\0f1', 'feedback\0crm\0f1']) heard.set(name, { ...feedback(null), line: { ...line(null), source: name.split('\0')[1] as string } })
    const { line: said, held } = word({ topic: 'price', not: false }, 1)
    heard.addWord(said, held)
    expect([...heard.values()].map((one) => one.line.topic)).toEqual(['price', 'price', null])
  })
})
