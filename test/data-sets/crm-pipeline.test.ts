import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const NAME = 'crm_pipeline'
const folder = dataFolder(NAME)
const expected = expectedOf(NAME)
const FILES = ['accounts.csv', 'products.csv', 'sales_pipeline.csv', 'sales_teams.csv']

interface Accrued { readonly agreements: readonly { readonly currency: string; readonly accrued: string }[] }
interface Deals {
  readonly won: number; readonly lost: number; readonly open: number; readonly openWithoutDay: number; readonly winRate: number; readonly low: number; readonly high: number
  readonly days: Readonly<Record<'won' | 'lost', { readonly n: number; readonly mean: number; readonly median: number }>>
  readonly quarters: readonly { readonly won: number; readonly amounts: readonly { readonly amount: string }[] }[]
}
interface Journey { readonly parties: number; readonly steps: readonly { readonly reached: number }[]; readonly between: readonly { readonly from: string; readonly to: string }[] }

/** The middle one of the 85 numbers of days from the first deal engaged to the first deal won, straight from the file. */
function firstWins(from: string): number {
  const accounts = new Map<string, { engaged: string; won: string }>()
  for (const row of readFileSync(join(from, 'sales_pipeline.csv'), 'utf8').trim().split('\n').slice(1)) {
    const [, , , account = '', stage, engaged = '', closed = ''] = row.split(',')
    if (account === '' || engaged === '') continue
    const first = accounts.get(account) ?? { engaged, won: '9999-12-31' }
    accounts.set(account, { engaged: engaged < first.engaged ? engaged : first.engaged, won: stage === 'Won' && closed < first.won ? closed : first.won })
  }
  const days = [...accounts.values()].map(({ engaged, won }) => (Date.parse(won) - Date.parse(engaged)) / 86_400_000).sort((a, b) => a - b)
  return days[Math.floor(days.length / 2)] as number
}
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

  test('stages: won deals become agreements; every deal is told as what it is, and none is left out', async () => {
    const stages = value<Record<string, number>>('stages')
    expect(tableOf(state, 'sales_pipeline.csv').tally?.lines.agreement).toBe(stages.Won)
    expect(tableOf(state, 'sales_pipeline.csv').tally?.lines.deal).toBe(value<Record<string, number>>('rows').sales_pipeline)
    expect(out(/./)).toBe(0)
    // Those that are only prospected do not say since when.
    const { won, lost, open, openWithoutDay } = await ask<Deals>('deals', { ...all, limit: '1' })
    expect({ Won: won, Lost: lost, Engaging: open, Prospecting: openWithoutDay }).toEqual(stages)
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

  test('win_rate: won of those that were closed, with its interval', async () => {
    const { won, lost, winRate, low, high } = await ask<Deals>('deals', { ...all, limit: '1' })
    const { closed, rate, wilson95, ...rest } = value<{ won: number; closed: number; rate: number; wilson95: [number, number] }>('win_rate')
    expect([won, won + lost]).toEqual([rest.won, closed])
    for (const [found, right] of [[winRate, rate], [low, wilson95[0]], [high, wilson95[1]]] as const) expect(Math.abs(found - right)).toBeLessThan(1e-6)
  })

  test('days_engage_to_close, of deals won and lost', async () => {
    const { days } = await ask<Deals>('deals', { ...all, limit: '1' })
    const right = value<Deals['days']>('days_engage_to_close')
    for (const stage of ['won', 'lost'] as const) {
      expect([days[stage].n, days[stage].median]).toEqual([right[stage].n, right[stage].median])
      expect(Math.abs(days[stage].mean - right[stage].mean)).toBeLessThan(1e-4)
    }
  })

  test('won_by_quarter, as deals', async () => {
    const { quarters } = await ask<Deals>('deals', { ...all, limit: '1' })
    const right = Object.entries(value<Record<string, [number, number]>>('won_by_quarter')).map(([, [n, amount]]) => [n, amount])
    expect(quarters.map(({ won, amounts }) => [won, Number(amounts[0]?.amount)])).toEqual(right)
  })

  test('open_pipeline_as_of_2017_06_30, though some of it was closed later', async () => {
    expect((await ask<Deals>('deals', { from: '2016-01-01', to: '2017-07-01', limit: '1' })).open).toBe(value('open_pipeline_as_of_2017_06_30'))
  })

  test('the journey of the 85 customers: from the first deal opened to the first won, and won again', async () => {
    const { parties, steps, between } = await ask<Journey>('journey', { ...all, until: '2018-01-01' })
    expect([parties, ...steps.map(({ reached }) => reached)]).toEqual([85, 85, 0, 85, 85, 85, 0])
    // Counted in the file itself: the days from the first engagement of an account to its first deal won.
    expect(between.find(({ from, to }) => from === 'learned' && to === 'paid')).toMatchObject({ n: 85, reached: 85, median: firstWins(folder) })
  })

  test('products_in_pipeline_not_in_master: the name that is written in two ways is told, with the near one', () => {
    const told = state.warnings.find(({ code, table }) => code === 'product-unknown' && table === 'sales_pipeline.csv')
    expect(told?.count).toBe(value<[string, number][]>('products_in_pipeline_not_in_master')[0]?.[1])
    expect(told?.examples.join() ?? '').toMatch(/GTXPro.*GTX Pro/)
  })
})
