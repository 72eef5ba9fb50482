import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { dayFrom, dayText } from '../../src/base/day.ts'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const NAME = 'import_fixtures'
const expected = expectedOf(NAME)

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : 'the MRR playbook, imported from its file as it is', () => {
  let bench: Bench
  let state: ImportState
  beforeAll(async () => {
    bench = await openBench()
    state = await importFiles(bench, join(dataFolder(NAME), 'mrr_playbook'), ['subscription_periods.csv'])
  })
  afterAll(() => bench?.close())
  const value = <T>(name: string): T => expected?.[name]?.value as T

  test('mrr_rows: every period is an agreement', () => {
    const { periods } = value<{ periods: number }>('mrr_rows')
    expect(tableOf(state, 'subscription_periods.csv').tally).toMatchObject({ rows: periods, written: periods, lines: { agreement: periods } })
  })

  test('mrr_new_reactivated_churned: who is a customer on the first of each month, for the first time, again, or no longer', async () => {
    const customersOn = async (day: string): Promise<ReadonlySet<string>> => {
      const { parties } = (await bench.ask('parties', { role: 'customer', from: day, to: dayText((dayFrom(day) as number) + 1), limit: '1000' })) as { parties: readonly { party: { id: string } }[] }
      return new Set(parties.map(({ party }) => party.id))
    }
    const months = value<readonly (readonly [string, number, number, number])[]>('mrr_new_reactivated_churned')
    const [first = ''] = months[0] ?? []
    const before = new Date(Date.parse(first))
    before.setUTCMonth(before.getUTCMonth() - 1)
    let last = await customersOn(before.toISOString().slice(0, 10))
    const ever = new Set(last)
    const found: (readonly [string, number, number, number])[] = []
    for (const [day] of months) {
      const now = await customersOn(day)
      const arrived = [...now].filter((id) => !last.has(id))
      found.push([day, arrived.filter((id) => !ever.has(id)).length, arrived.filter((id) => ever.has(id)).length, [...last].filter((id) => !now.has(id)).length])
      for (const id of now) ever.add(id)
      last = now
    }
    expect(found).toEqual(months)
  })
})
