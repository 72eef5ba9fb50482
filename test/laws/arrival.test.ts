import { test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { record } from '../reference/record.ts'
import { type Line, randomFrom } from '../reference/worlds.ts'
import { allAnswered, batches, differencesOf, holdsInRandomWorlds, LAW_TEST_MS, type Law, opener, questionsAboutParties, shuffled, within } from './law.ts'

const LEARNED_FROM = Date.parse('2023-01-01T00:00:00Z')
const MINUTE_MS = 60_000

/** What the record takes of a world, each line learned at a time of its own. */
function learnedOneByOne(lines: readonly Line[]): Line[] {
  const { rejected } = record(lines, Date.now())
  const refused = new Set(rejected.map(({ line }) => line - 1))
  // The times keep the order in which the world was told, and stay before its questions' knowledge times were made up.
  return lines.filter((_, place) => !refused.has(place)).map((line, place) => ({ ...line, recordedAt: new Date(LEARNED_FROM + place * 97 * MINUTE_MS).toISOString() }))
}

const identity = ({ type, source, key }: Line): string => JSON.stringify([type, source ?? 'default', key])

/** The first line of each identity. */
function distinct(lines: readonly Line[]): Line[] {
  const seen = new Set<string>()
  return lines.filter((line) => !seen.has(identity(line)) && seen.add(identity(line)))
}

/** Versions that all say something else, so that none is a duplicate of another. */
function allDifferent(lines: readonly Line[]): Line[] {
  return lines.map((line, place) => ({ ...line, note: `version ${place}` }))
}

describeOnEngines('any order of arrival', (place) => {
  const open = opener(place, 'laws_arrival')

  const law =
    (chosen: (lines: readonly Line[]) => Line[]): Law =>
    async (world) => {
      const random = randomFrom(world.seed + 2)
      const lines = chosen(learnedOneByOne(world.lines))
      const later = shuffled(random, lines)
      const times = lines.map(({ recordedAt }) => String(recordedAt))
      const asked = world.questions
        .filter((_, number) => number % 3 === 0)
        // Knowledge times within the life of this record.
        .map(({ study, params }) => ({ study, params: params.knownAt === undefined ? params : { ...params, knownAt: times[Math.floor(times.length / 2)] ?? '' } }))
      const questions = [...asked, ...questionsAboutParties(world)]
      const expected = await within(open(), async (bench) => {
        await bench.take(lines)
        return allAnswered(bench, questions)
      })
      return within(open(), async (bench) => {
        for (const batch of batches(random, later)) await bench.take(batch)
        return differencesOf(questions, expected, await allAnswered(bench, questions), `arrived as ${later.map(({ key }) => key).join(' ')}`)
      })
    }

  test('of distinct lines gives the same answers', () => holdsInRandomWorlds(place.engine, law(distinct), 0.4), LAW_TEST_MS)

  test('of versions learned at different times gives the same answers', () => holdsInRandomWorlds(place.engine, law(allDifferent), 0.4), LAW_TEST_MS)
})
