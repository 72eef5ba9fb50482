import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import type { FieldPlan, TablePlan } from '../../src/imports/plan.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

let bench: Bench
beforeAll(async () => { bench = await openBench() })
afterAll(() => bench.close())

async function lookedAt(text: string): Promise<ImportState> {
  const { imports } = bench.workspace
  const { id } = imports.begin({})
  await imports.append(id, 'payments.csv', 0, (async function* () { yield Buffer.from(text) })())
  imports.look(id)
  return imports.settled(id)
}

const payments = (...rows: readonly string[]): string => `payment_id,customer_id,payment_date,amount\n${rows.join('\n')}\n`
const told = ({ warnings }: ImportState, code: string) => warnings.filter((warning) => warning.code === code)
const planOf = ({ tables }: ImportState): TablePlan => tables[0]?.plan as TablePlan
const money = (state: ImportState): readonly unknown[] => (state.tables[0]?.preview ?? []).flatMap(({ lines }) => (lines as { type: string; amount?: string; currency?: string }[]).filter(({ type }) => type === 'payment').map(({ amount, currency }) => `${amount} ${currency}`))

describe('before the yes it is told', () => {
  test('that amounts can be read in two ways, and choosing one silences it', async () => {
    const state = await lookedAt(payments('P1,c1,2026-01-05,"1,250"', 'P2,c2,2026-01-05,"2,500"', 'P3,c2,2026-01-05,7'))
    expect(told(state, 'amounts-two-ways')).toMatchObject([{ table: 'payments.csv', column: 'amount', count: 2, examples: ['1,250', '2,500'], says: expect.stringContaining('1,250 is taken for 1250, and may be 1.250') }])
    const plan = planOf(state)
    const chosen = (decimal: '.' | ',') => bench.workspace.imports.plan(state.id, [{ ...plan, fields: { ...plan.fields, amount: { ...(plan.fields.amount as FieldPlan), reading: { decimal }, certainty: 1 } }, constants: { ...plan.constants, currency: 'EUR' } }])
    const thousands = await chosen('.')
    expect([told(thousands, 'amounts-two-ways'), money(thousands)]).toEqual([[], ['1250.00 EUR', '2500.00 EUR', '7.00 EUR']])
    expect(told(await chosen(','), 'amounts-two-ways')).toEqual([])
  })

  test('nothing where a cell proves it', async () => {
    expect(told(await lookedAt(payments('P1,c1,2026-01-05,"1,250"', 'P2,c2,2026-01-05,"2,500.50"')), 'amounts-two-ways')).toEqual([])
  })

  test.each([['$', 'USD', 'CAD'], ['¥', 'JPY', 'CNY']])('that a bare %s is taken for %s, and it can be %s', async (sign, taken, other) => {
    const state = await lookedAt(payments(`P1,c1,2026-01-05,${sign}100`, `P2,c2,2026-01-05,${sign}200`))
    expect(told(state, 'currency-guessed')).toMatchObject([{ column: 'amount', count: 2, examples: [`${sign}100`, `${sign}200`], says: expect.stringContaining(`They are taken for ${taken}`) }])
    const plan = planOf(state)
    const mended = await bench.workspace.imports.plan(state.id, [{ ...plan, constants: { ...plan.constants, currency: other } }])
    expect([told(mended, 'currency-guessed'), money(mended)]).toEqual([[], [`100.00 ${other}`, `200.00 ${other}`]])
  })

  test('which krone it is, is asked, for no country calls it its own alone', async () => {
    const state = await lookedAt(payments('P1,c1,2026-01-05,100 kr', 'P2,c2,2026-01-05,200 kr'))
    expect(state.tables[0]?.missing).toContain('currency')
    const plan = planOf(state)
    expect(money(await bench.workspace.imports.plan(state.id, [{ ...plan, constants: { ...plan.constants, currency: 'NOK' } }]))).toEqual(['100.00 NOK', '200.00 NOK'])
    expect(money(await bench.workspace.imports.plan(state.id, [{ ...plan, constants: { ...plan.constants, currency: 'EUR' } }]))).toEqual([])
  })

  test('nothing of the currency where a column says it', async () => {
    expect(told(await lookedAt('payment_id,customer_id,payment_date,amount,currency\nP1,c1,2026-01-05,$100,USD\n'), 'currency-guessed')).toEqual([])
  })

  test('what is odd in the rows of a table of any size: the first 100,000 rows, and whole columns', async () => {
    const rows = Array.from({ length: 100_100 }, (_, i) => `I${i},c${i % 50},0${1 + (i % 9)}/0${1 + ((i * 5) % 9)}/2026,${i % 2 === 0 ? '' : '-'}100.00,EUR`)
    const state = await lookedAt(payments(...rows).replace('amount', 'amount,currency'))
    expect(told(state, 'date-order')).toMatchObject([{ count: 100_100, column: 'payment_date' }])
    expect(told(state, 'inverted-sign')).toMatchObject([{ count: 50_000, says: expect.stringMatching(/^In the first 100,000 rows: /) }])
  })
})
