import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { convert, ordersOf } from './adventureworks/convert.ts'
import { adventureWorksFolder, readAdventureWorks, readExpected } from './adventureworks/data.ts'
import { isWithin, questions } from './adventureworks/expected.ts'
import { type Bench, openBench } from './harness/workspace.ts'

const folder = adventureWorksFolder(process.env.HATRACK_TEST_DATA)
const data = readAdventureWorks(folder)
const LINES_A_TIME = 20_000

describe.skipIf(data === null)(data === null ? `AdventureWorks (skipped: there is no data in ${folder}; HATRACK_TEST_DATA names another)` : 'AdventureWorks, on duckdb', () => {
  let bench: Bench

  beforeAll(async () => {
    if (data === null) return
    bench = await openBench()
    let batch: object[] = []
    const send = async (): Promise<void> => {
      expect(await bench.take(batch)).toMatchObject({ accepted: batch.length, duplicate: 0, rejected: [] })
      batch = []
    }
    for (const line of convert(data)) if (batch.push(line) === LINES_A_TIME) await send()
    await send()
  })
  afterAll(() => bench?.close())

  const asked = data === null ? [] : questions(readExpected(folder), ordersOf(data))
  test.each(asked)('$name: $how', async ({ study, params, read, expected, tolerance }) => {
    const given = read(await bench.ask(study, params))
    expect(isWithin(expected, given, tolerance), `expected ${JSON.stringify(expected)} within ${tolerance}, got ${JSON.stringify(given)}`).toBe(true)
  })
})
