import { expect, test } from 'vitest'
import { demoCompany } from '../demo/company.ts'
import { truthAnswers } from '../demo/truth.ts'
import { describeOnEngines } from './harness/engines.ts'
import { type Bench, openBench } from './harness/workspace.ts'
import { compareAnswers } from './reference/compare.ts'

const UNTIL = '2026-03-15'
const LINES_A_TIME = 20_000

interface Company {
  readonly people: number
  /** Months of which everything is asked, besides the two years as a whole. */
  readonly months: number
}

/** Everything that the simulator knows and the answers do not meet. */
async function differences(bench: Bench, { people, months }: Company): Promise<string[]> {
  const demo = demoCompany({ until: UNTIL, people })
  for (let at = 0; at < demo.lines.length; at += LINES_A_TIME) expect(await bench.take(demo.lines.slice(at, at + LINES_A_TIME))).toMatchObject({ rejected: [] })
  const { truth } = demo
  const newest = [...new Set(truth.windows.map(({ from }) => from))].sort().slice(-months)
  const isWhole = ({ from, to }: Readonly<Record<string, string>>): boolean => from === truth.from && to === truth.until
  const answers = truthAnswers(truth).filter(({ params }) => isWhole(params) || newest.includes(params.from ?? ''))
  expect(answers.length).toBeGreaterThan(40 * (months + 1))
  const found: string[] = []
  for (const { study, params, answer } of answers) {
    for (const difference of compareAnswers(study, answer, await bench.ask(study, params))) found.push(`${JSON.stringify(params)} ${difference}`)
  }
  return found
}

describeOnEngines('the demo company', ({ engine, freshDatabase }) => {
  const companies: Company[] = engine === 'duckdb' ? [{ people: 600, months: 12 }, { people: 6_000, months: 1 }] : [{ people: 600, months: 3 }]
  test.each(companies)('of $people people: what really happened is answered exactly, for two years and $months months', async (company) => {
    const databaseUrl = await freshDatabase(`demo_${company.people}`)
    const bench = await openBench({ name: 'demo', ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    try {
      expect(await differences(bench, company)).toEqual([])
    } finally {
      await bench.close()
    }
  }, 0)
})
