import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const NAME = 'crm_pipeline'
const folder = dataFolder(NAME)
const expected = expectedOf(NAME)
const FILES = ['accounts.csv', 'products.csv', 'sales_pipeline.csv', 'sales_teams.csv']

interface Accrued { readonly agreements: readonly { readonly currency: string; readonly accrued: string }[] }
interface Unused { readonly agreements: readonly { readonly accrued: string; readonly buyer: { readonly name: string } }[] }

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : `${NAME}, imported from its files as they are`, () => {
  let bench: Bench
  let state: ImportState
  const value = <T>(name: string): T => expected?.[name]?.value as T
  const ask = async <T>(study: string, params: Readonly<Record<string, string>>): Promise<T> => (await bench.ask(study, params)) as T
  const all = { from: '2016-01-01', to: '2018-01-01' }
  const out = (why: RegExp): number => tableOf(state, 'sales_pipeline.csv').tally?.leftOut.filter((one) => why.test(one.why)).reduce((sum, { rows }) => sum + rows, 0) ?? 0

  beforeAll(async () => {
    bench = await openBench()
    state = await importFiles(bench, folder, FILES, { 'sales_pipeline.csv': { constants: { currency: 'USD' } } })
  })
  afterAll(() => bench?.close())

  test('rows', () => {
    const rows = value<Record<string, number>>('rows')
    for (const { table, tally } of state.tables) expect([table, tally?.rows]).toEqual([table, rows[table.replace('.csv', '')]])
  })

  test('stages: won deals become agreements, lost and open ones are left out, each with its reason', () => {
    const stages = value<Record<string, number>>('stages')
    expect(tableOf(state, 'sales_pipeline.csv').tally?.lines.agreement).toBe(stages.Won)
    expect(out(/lost/)).toBe(stages.Lost)
    expect(out(/open/)).toBe((stages.Engaging ?? 0) + (stages.Prospecting ?? 0))
    expect(tableOf(state, 'sales_pipeline.csv').tally?.refused).toBe(0)
  })

  test('revenue_won', async () => {
    const { agreements } = await ask<Accrued>('money', all)
    expect(agreements.map(({ currency, accrued }) => [currency, Number(accrued)])).toEqual([['USD', value<number>('revenue_won')]])
  })

  test('won_by_quarter', async () => {
    const windows: Record<string, [string, string]> = { '2017-Q1': ['2017-01-01', '2017-04-01'], '2017-Q2': ['2017-04-01', '2017-07-01'], '2017-Q3': ['2017-07-01', '2017-10-01'], '2017-Q4': ['2017-10-01', '2018-01-01'] }
    const quarters = value<Record<string, [number, number]>>('won_by_quarter')
    for (const [quarter, [from, to]] of Object.entries(windows)) {
      const { agreements } = await ask<Unused>('unused-money', { from, to })
      // A deal won at 0 pays for nothing and has no row in money.
      expect([quarter, agreements.reduce((sum, { accrued }) => sum + Number(accrued), 0)]).toEqual([quarter, quarters[quarter]?.[1]])
      expect([quarter, agreements.length]).toEqual([quarter, quarters[quarter]?.[0]])
    }
  })

  test('customers and top5_accounts', async () => {
    expect((await ask<{ customers: number }>('overlap', all)).customers).toBe(value('customers'))
    const won = new Map<string, [number, number]>()
    for (const { accrued, buyer } of (await ask<Unused>('unused-money', all)).agreements) {
      const [sum, deals] = won.get(buyer.name) ?? [0, 0]
      won.set(buyer.name, [sum + Number(accrued), deals + 1])
    }
    const top = [...won].sort(([, [a]], [, [b]]) => b - a).slice(0, 5).map(([name, [sum, deals]]) => [name, sum, deals])
    expect(top).toEqual(value('top5_accounts'))
  })

  test('customers_as_of_2017_06_30', async () => {
    expect((await ask<{ customers: number }>('overlap', { from: '2017-06-30', to: '2017-07-01' })).customers).toBe(value('customers_as_of_2017_06_30'))
  })

  test('subsidiaries: parents become owners', async () => {
    const { accounts_with_parent } = value<{ accounts_with_parent: number }>('subsidiaries')
    expect(tableOf(state, 'accounts.csv').tally?.lines.ownership).toBe(accounts_with_parent)
  })

  test('accounts_in_pipeline_not_in_master: no account is unknown, and nothing is said', () => {
    expect(state.warnings.filter(({ code }) => code === 'account-unknown')).toHaveLength(value('accounts_in_pipeline_not_in_master'))
  })

  test('win_rate: won of those that were closed', () => {
    const { won, closed } = value<{ won: number; closed: number }>('win_rate')
    expect([tableOf(state, 'sales_pipeline.csv').tally?.lines.agreement, out(/lost/)]).toEqual([won, closed - won])
  })

  test('products_in_pipeline_not_in_master: the name that is written in two ways is told, with the near one', () => {
    const told = state.warnings.find(({ code, table }) => code === 'product-unknown' && table === 'sales_pipeline.csv')
    expect(told?.count).toBe(value<[string, number][]>('products_in_pipeline_not_in_master')[0]?.[1])
    expect(told?.examples.join() ?? '').toMatch(/GTXPro.*GTX Pro/)
  })
})
