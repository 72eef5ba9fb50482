import { test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { identify } from '../reference/identity.ts'
import { heldLines, namedIdentifiers, record } from '../reference/record.ts'
import { type Line, type Question, randomFrom } from '../reference/worlds.ts'
import { allAnswered, differencesOf, holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

const FIRST_DAY = Date.parse('2025-06-01T08:00:00Z')
const HOUR_MS = 3_600_000

/** Two parties that a line could merge by mistake; null if the world names fewer. */
function twoParties(lines: readonly Line[], random: () => number): readonly [string, string] | null {
  const held = heldLines(record(lines, FIRST_DAY).versions, null)
  const named = [...new Set(held.flatMap(namedIdentifiers))].sort()
  const { partyOf } = identify(held)
  const one = named[Math.floor(random() * named.length)]
  const others = named.filter((identifier) => one !== undefined && partyOf(identifier) !== partyOf(one))
  const other = others[Math.floor(random() * others.length)]
  return one === undefined || other === undefined ? null : [one, other]
}

describeOnEngines('a merge that is undone', (place) => {
  const open = opener(place, 'laws_undo')

  test.each([
    { how: 'a link and its retraction', merge: { type: 'link', key: 'mistake' }, undo: { type: 'link', key: 'mistake', retracted: true } },
    { how: 'a link and a word against it', merge: { type: 'link', key: 'mistake' }, undo: { type: 'override', key: 'correction', fact: 'not-same' } },
    { how: 'a merge by hand and its retraction', merge: { type: 'override', key: 'mistake', fact: 'same' }, undo: { type: 'override', key: 'mistake', retracted: true } },
  ])('leaves the answers as they were before it: $how', ({ merge, undo }) =>
    holdsInRandomWorlds(
      place.engine,
      async (world) => {
        const random = randomFrom(world.seed + 4)
        const ids = twoParties(world.lines, random)
        if (ids === null) return []
        let clock = FIRST_DAY
        const questions: Question[] = world.questions.filter(({ params }, number) => params.knownAt === undefined && number % 2 === 0)
        return within(open({ now: () => clock }), async (bench) => {
          await bench.take(world.lines)
          const before = await allAnswered(bench, questions)
          clock += HOUR_MS
          await bench.take([{ ...merge, ids }])
          const mergedAt = new Date(clock).toISOString()
          const merged = await allAnswered(bench, questions)
          clock += HOUR_MS
          await bench.take(['retracted' in undo ? undo : { ...undo, ids }])
          const thenKnown = questions.map(({ study, params }) => ({ study, params: { ...params, knownAt: mergedAt } }))
          return [
            ...differencesOf(questions, before, await allAnswered(bench, questions), `after ${ids.join(' and ')} were merged and parted again`),
            ...differencesOf(thenKnown, merged, await allAnswered(bench, thenKnown), `while ${ids.join(' and ')} were merged`),
          ]
        })
      },
      0.25,
    ),
    LAW_TEST_MS,
  )
})
