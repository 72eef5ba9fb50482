import { isDeepStrictEqual } from 'node:util'
import { test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { type Line, type Question, randomFrom } from '../reference/worlds.ts'
import { allAnswered, batches, differencesOf, holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

/** Later than all days in the lines, so that none lies in the future. */
const FIRST_DAY = Date.parse('2025-06-01T08:00:00Z')
const HOUR_MS = 3_600_000
/** Products come first in every world, with what is guessed between them. */
const isProduct = ({ type }: Line): boolean => type === 'product'
/** Who asks about a product before anything is known of it is told so; afterwards it is known to have been empty. */
const isTooEarly = (answer: unknown): boolean => isDeepStrictEqual(answer, { refused: 'unknown-product' })

describeOnEngines('the answer as known at a moment', (place) => {
  const open = opener(place, 'laws_known')

  test('is the answer that was given at that moment', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      const random = randomFrom(world.seed + 3)
      let clock = FIRST_DAY
      const stampedOnReceipt = world.lines.map(({ recordedAt: _, ...line }) => line)
      const first = stampedOnReceipt.slice(0, stampedOnReceipt.findLastIndex(isProduct) + 1)
      const timeless = world.questions.map(({ study, params: { knownAt: _, ...params } }) => ({ study, params }))
      return within(open({ now: () => clock }), async (bench) => {
        const given: { readonly knownAt: string; readonly questions: readonly Question[]; readonly answers: readonly unknown[] }[] = []
        for (const batch of [first, ...batches(random, stampedOnReceipt.slice(first.length))]) {
          clock += HOUR_MS
          await bench.take(batch)
          if (random() < 0.6) continue
          const questions = timeless.filter(() => random() < 0.25)
          // Later on the same hour, when nothing more was learned.
          const knownAt = new Date(clock + (random() < 0.5 ? 0 : HOUR_MS - 1)).toISOString()
          const answers = await allAnswered(bench, questions)
          const isGiven = (_: unknown, place: number): boolean => !isTooEarly(answers[place])
          given.push({ knownAt, questions: questions.filter(isGiven), answers: answers.filter(isGiven) })
        }
        const broken: string[] = []
        for (const { knownAt, questions, answers } of given) {
          const asked = questions.map(({ study, params }) => ({ study, params: { ...params, knownAt } }))
          broken.push(...differencesOf(asked, answers, await allAnswered(bench, asked), 'as known'))
        }
        return broken
      })
    }, 0.7), LAW_TEST_MS)
})
