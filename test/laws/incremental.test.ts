import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { takeEvidence } from '../../src/evidence/take.ts'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { randomFrom } from '../reference/worlds.ts'
import { allAnswered, batches, differencesOf, holdsInRandomWorlds, LAW_TEST_MS, opener, questionsAboutParties, within } from './law.ts'

/** Lines without a time are all learned then, however they are cut into batches. */
const NOW = Date.parse('2025-06-01T08:00:00Z')

describeOnEngines('evidence in batches of any size, with a restart between two of them', (place) => {
  const open = opener(place, 'laws_incremental')
  let worlds = 0

  test('gives the answers of one batch, and those of a rebuild', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      const random = randomFrom(world.seed + 1)
      const questions = [...world.questions.filter((_, place) => place % 3 === 0), ...questionsAboutParties(world)]
      const cut = batches(random, world.lines)
      const restartBefore = Math.floor(random() * cut.length)
      const expected = await within(open({ now: () => NOW }), async (bench) => {
        await bench.take(world.lines)
        return allAnswered(bench, questions)
      })

      const folder = await mkdtemp(join(tmpdir(), 'hatrack-laws-'))
      worlds += 1
      const again = (): Promise<Bench> => open({ folder, name: `batches-${worlds}`, now: () => NOW })
      let bench = await again()
      const restart = async (): Promise<void> => {
        await bench.close()
        bench = await again()
      }
      try {
        for (const [number, batch] of cut.entries()) {
          if (number === restartBefore) await restart()
          // Now and then the next batch comes before this one is derived.
          if (random() < 0.4) await takeEvidence(bench.workspace.record, { values: batch, power: 'admin', now: NOW })
          else await bench.take(batch)
          // A question now and then makes views, which the next batch makes stale.
          const question = random() < 0.2 ? questions[Math.floor(random() * questions.length)] : undefined
          if (question) await allAnswered(bench, [question])
        }
        await bench.workspace.caughtUp()
        const broken = differencesOf(questions, expected, await allAnswered(bench, questions), 'in batches')
        await restart()
        broken.push(...differencesOf(questions, expected, await allAnswered(bench, questions), 'after a restart'))
        await bench.workspace.rebuild()
        broken.push(...differencesOf(questions, expected, await allAnswered(bench, questions), 'after a rebuild'))
        return broken
      } finally {
        await bench.close()
        await rm(folder, { recursive: true, force: true })
      }
    }, 0.4), LAW_TEST_MS)
})
