/** P15: the journey and free users by firm, asked of worlds that grow. `npx tsx bench/p15-journey.ts` */
import { operations } from '../src/studies/index.ts'
import { type Measure, median, report } from './report.ts'
import { emptyWorld, people, take, usageDays } from './world.ts'

const SIZES = [10_000, 100_000]
const DAYS_OF_USE = 5
const RUNS = 5
const WINDOW = { from: '2024-01-01', to: '2026-12-31', until: '2027-01-01' }
const { until: _, ...FIRMS_WINDOW } = WINDOW

const measures: Measure[] = []
for (const size of SIZES) {
  const { workspace, close } = await emptyWorld()
  await take(workspace, people(size))
  await take(workspace, usageDays(size, size * DAYS_OF_USE))
  await workspace.caughtUp()
  for (const [name, input] of [['journey', WINDOW], ['unpaid-firms', FIRMS_WINDOW]] as const) {
    const operation = operations.find((one) => one.name === name)
    const taken: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const began = performance.now()
      // Another window each time: an answer that is kept says nothing about the work.
      await operation?.run(workspace, { ...input, from: `2024-01-0${run + 1}` } as never)
      taken.push(performance.now() - began)
    }
    measures.push({ id: 'P15', what: `${name}, ${size.toLocaleString('en')} people, ${(size * DAYS_OF_USE).toLocaleString('en')} usage days`, unit: 'ms', got: Math.round(median(taken)), more: false })
  }
  await close()
}
report({ name: 'p15-journey', about: 'The journey over three years, and users without payer by firm, worked out anew each time; the median of five runs.', settings: { runs: RUNS, usageDaysAPerson: DAYS_OF_USE }, measures })
