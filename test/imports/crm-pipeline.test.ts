import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TrialTable, trialImport } from '../../src/imports/trial.ts'

const folder = process.env.HATRACK_TEST_DATA ? join(process.env.HATRACK_TEST_DATA, 'crm_pipeline') : resolve(import.meta.dirname, '../../../shared/data/crm_pipeline')
const there = existsSync(join(folder, 'expected.json'))

function expected<T>(name: string): T {
  const { answers } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { answers: { [name: string]: { value: unknown } } }
  return answers[name]?.value as T
}

if (!there) console.log('skipped: the CRM pipeline is not here; HATRACK_TEST_DATA names the folder of data')

describe.skipIf(!there)('a CRM pipeline that no format knows', () => {
  let tables: ReadonlyMap<string, TrialTable>
  beforeAll(async () => {
    tables = await trialImport(['accounts', 'products', 'sales_pipeline', 'sales_teams'].map((name) => join(folder, `${name}.csv`)), { currency: 'USD' })
  })
  const deals = (): TrialTable => tables.get('sales_pipeline.csv') as TrialTable
  const agreements = () => deals().lines.filter(({ type }) => type === 'agreement')

  test('what was won adds up to the dollar, for as many customers as there are', () => {
    expect(agreements().reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(expected<number>('revenue_won'))
    expect(new Set(agreements().map(({ buyer }) => buyer)).size).toBe(expected<number>('customers'))
  })

  test('deals that were lost and deals that are open are told as deals; those without account are among the open ones', () => {
    const { Won, Lost, Engaging, Prospecting } = expected<{ Won: number; Lost: number; Engaging: number; Prospecting: number }>('stages')
    const told = deals().lines.filter(({ type }) => type === 'deal')
    expect(['won', 'lost', 'open'].map((stage) => told.filter((line) => line.stage === stage).length)).toEqual([Won, Lost, Engaging + Prospecting])
    expect(told.filter(({ buyer, stage }) => buyer === undefined && stage === 'open')).toHaveLength(expected<number>('opportunities_without_account'))
    expect(deals().outcomes.filter(({ kind }) => kind !== 'lines')).toEqual([])
  })

  test('parts belong to their parents', () => {
    const { accounts_with_parent, parents } = expected<{ accounts_with_parent: number; parents: [string, number][] }>('subsidiaries')
    const owners = tables.get('accounts.csv')?.lines.filter(({ type }) => type === 'ownership') ?? []
    expect(owners).toHaveLength(accounts_with_parent)
    expect(new Set(owners.map(({ parent }) => parent))).toEqual(new Set(parents.map(([name]) => `name:${name.toLowerCase()}`)))
  })

  test('a product that is written in two ways is told', () => {
    const [[name, rows]] = expected<[[string, number]]>('products_in_pipeline_not_in_master')
    expect(deals().warnings).toMatchObject([{ code: 'product-unknown', count: rows, examples: [`'${name}', perhaps 'GTX Pro'`] }])
  })

  test('our own sales people are no users', () => {
    expect(tables.get('sales_teams.csv')?.lines).toEqual([])
  })
})
