import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import { type Bench, openBench } from '../harness/workspace.ts'
import { dataFolder, expectedOf, importFiles, skippedTitle, tableOf } from './importing.ts'

const NAME = 'adventureworks'
const folder = dataFolder(NAME)
const expected = expectedOf(NAME)
const FILES = ['customers.csv.gz', 'resellers.csv', 'internet_sales.csv.gz', 'reseller_sales.csv.gz', 'survey_response.csv', 'prospective_buyers.csv.gz']
/** As the set's own answers do: amounts as recorded, in one currency, four decimals. What was sold is one product. */
const SALES = { constants: { product: 'adventure-works', currency: 'USD', rounding: 'half-up' }, fields: { product: null } }

interface Sources { readonly sources: readonly { readonly source: string; readonly in: string; readonly explained: string; readonly unknown: string }[] }
interface Unused { readonly agreements: readonly { readonly accrued: string; readonly buyer: { readonly name: string } }[] }

describe.skipIf(expected === null)(expected === null ? skippedTitle(NAME) : `${NAME}, imported from its files as they are`, () => {
  let bench: Bench
  let state: ImportState
  const value = <T>(name: string): T => expected?.[name]?.value as T
  const ask = async <T>(study: string, params: Readonly<Record<string, string>>): Promise<T> => (await bench.ask(study, params)) as T
  const year = (of: string): { from: string; to: string } => ({ from: `${of}-01-01`, to: `${Number(of) + 1}-01-01` })

  beforeAll(async () => {
    bench = await openBench()
    state = await importFiles(bench, folder, FILES, {
      'internet_sales.csv.gz': { ...SALES, source: 'internet' }, 'reseller_sales.csv.gz': { ...SALES, source: 'reseller' }, 'prospective_buyers.csv.gz': { traits: [] },
    })
  })
  afterAll(() => bench?.close())

  test('rows: every row of every file is written, but surveys and prospects keep what they cannot tell', () => {
    const rows = value<Record<string, number>>('rows')
    for (const { table, tally } of state.tables) {
      expect([table, tally?.rows]).toEqual([table, rows[table.replace(/\.csv.*$/, '')]])
      expect([table, tally?.refused, tally?.written]).toEqual([table, 0, tally?.rows])
    }
  })

  test('direct_customers, resellers_with_sales, overlap_direct_and_reseller_parties: nobody is both', async () => {
    const { customers } = await ask<{ customers: number }>('overlap', { from: '2010-01-01', to: '2014-12-31' })
    expect(customers).toBe(value<number>('direct_customers') + value<number>('resellers_with_sales') - value<number>('overlap_direct_and_reseller_parties'))
  })

  test('revenue_total and revenue_by_channel_year: to the cent of the rounded rows, all of it explained', async () => {
    const years = value<Record<string, { direct: number; reseller: number }>>('revenue_by_channel_year')
    for (const [of, { direct, reseller }] of Object.entries(years)) {
      const { sources } = await ask<Sources>('money', year(of))
      for (const [source, file, sum] of [['internet', 'internet_sales.csv.gz', direct], ['reseller', 'reseller_sales.csv.gz', reseller]] as const) {
        const told = sources.find((row) => row.source === source)
        expect([of, source, Math.round(Number(told?.in ?? '0') * 100)]).toEqual([of, source, roundedCents(file, of)])
        expect(Number(told?.unknown ?? '0')).toBe(0)
        expect(Math.abs(Number(told?.in ?? '0') - sum)).toBeLessThan(10)
      }
    }
  })

  test('money in = written, to the cent, in the import itself', () => {
    for (const file of ['internet_sales.csv.gz', 'reseller_sales.csv.gz']) {
      const [money] = tableOf(state, file).tally?.money ?? []
      expect(money).toMatchObject({ currency: 'USD', in: money?.written, refused: '0.00', leftOut: '0.00' })
    }
  })

  test('top5_resellers', async () => {
    const sums = new Map<string, number>()
    for (const { accrued, buyer } of (await ask<Unused>('unused-money', { from: '2010-01-01', to: '2014-12-31' })).agreements) sums.set(buyer.name, (sums.get(buyer.name) ?? 0) + Number(accrued))
    const top = [...sums].sort(([, a], [, b]) => b - a).slice(0, 5)
    expect(top.map(([name]) => name)).toEqual(value<{ name: string }[]>('top5_resellers').map(({ name }) => name))
    value<{ revenue: number }[]>('top5_resellers').forEach(({ revenue }, place) => expect(Math.abs((top[place]?.[1] ?? 0) - revenue)).toBeLessThan(1))
  })

  test('overlap_by_phone: the phone numbers that customers and resellers share are told, and join nobody', async () => {
    const { warnings } = await ask<{ warnings: readonly { code: string; says: string; import: string | null }[] }>('data-warnings', {})
    const told = warnings.find((one) => one.code === 'shared-phone' && one.import === null)
    expect(told?.says).toContain(`${value<number>('overlap_by_phone')} times by a person and an organization`)
  })

  test('what tells people and firms apart is kept with them, before what is only told of them', () => {
    expect(tableOf(state, 'customers.csv.gz').plan.traits).toEqual(expect.arrayContaining(['AddressLine1', 'BirthDate', 'Phone']))
    expect(tableOf(state, 'resellers.csv').plan.traits).toEqual(expect.arrayContaining(['AddressLine1', 'Phone']))
    expect(tableOf(state, 'resellers.csv').plan.traits).not.toContain('GeographyKey')
  })

  test('prospects: addresses of two people are told; none is a customer', async () => {
    expect(state.warnings.find(({ code, table }) => code === 'email-of-many' && table === 'prospective_buyers.csv.gz')?.count).toBeGreaterThan(0)
    const { prospects, email_matches_customer } = value<{ prospects: number; email_matches_customer: number }>('prospects')
    expect(email_matches_customer).toBe(0)
    // Thirteen have the name of a customer, and are somebody else.
    expect((await ask<{ total: number }>('parties', { from: '2010-01-01', to: '2014-12-31', partyKind: 'person', limit: '1' })).total).toBe(value<number>('direct_customers') + prospects)
  })
})

/** The sum of a year's amounts, each rounded half up to the cent: worked out from the file, without Hatrack. */
function roundedCents(file: string, year: string): number {
  const [header = '', ...lines] = gunzipSync(readFileSync(join(folder, file))).toString('utf8').trim().split(/\r?\n/)
  const columns = header.split(',')
  const [amount, date] = [columns.indexOf('SalesAmount'), columns.indexOf('OrderDate')]
  return lines.map((line) => line.split(',')).filter((cells) => cells[date]?.startsWith(year)).reduce((sum, cells) => {
    const [whole = '0', fraction = ''] = (cells[amount] ?? '0').split('.')
    return sum + Number(whole) * 100 + Number(fraction.padEnd(3, '0').slice(0, 2)) + (Number(fraction.padEnd(3, '0')[2]) >= 5 ? 1 : 0)
  }, 0)
}
