import { test } from 'vitest'
import { exportLines } from '../../src/evidence/lines-out.ts'
import { takeStream } from '../../src/evidence/take.ts'
import { describeOnEngines } from '../harness/engines.ts'
import { allAnswered, differencesOf, holdsInRandomWorlds, LAW_TEST_MS, opener, questionsAboutParties, within } from './law.ts'

describeOnEngines('an export, imported into an empty store', (place) => {
  const open = opener(place, 'laws_export')

  test('gives the same answers, those of earlier knowledge too, and the same export', () =>
    holdsInRandomWorlds(place.engine, async (world) => {
      const known = world.questions.filter(({ params }) => params.knownAt !== undefined)
      const others = world.questions.filter(({ params }) => params.knownAt === undefined)
      const questions = [...known.slice(0, 6), ...others.filter((_, number) => number % 3 === 0), ...questionsAboutParties(world)]
      const half = Math.ceil(world.lines.length / 2)
      const { expected, exported } = await within(open(), async (bench) => {
        await bench.take(world.lines.slice(0, half))
        await bench.take(world.lines.slice(half))
        const texts: string[] = []
        for await (const text of exportLines(bench.workspace.record)) texts.push(text)
        return { expected: await allAnswered(bench, questions), exported: texts.join('') }
      })
      return within(open(), async (bench) => {
        async function* chunks(): AsyncGenerator<string> {
          for (let at = 0; at < exported.length; at += 1000) yield exported.slice(at, at + 1000)
        }
        const taken = await takeStream(bench.workspace.record, chunks(), { power: 'admin', now: Date.now() })
        await bench.workspace.caughtUp()
        const broken = differencesOf(questions, expected, await allAnswered(bench, questions), 'imported')
        const again: string[] = []
        for await (const text of exportLines(bench.workspace.record)) again.push(text)
        if (again.join('') !== exported) broken.push(`the second export differs from the first: ${JSON.stringify(taken)}`)
        return broken
      })
    }, 0.5), LAW_TEST_MS)
})
