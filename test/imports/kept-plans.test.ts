import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import type { FieldPlan, TablePlan } from '../../src/imports/plan.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

type Correct = (plan: TablePlan) => TablePlan
const inEuro: Correct = (plan) => ((plan.fields.amount || plan.fields.paid) && !plan.fields.currency ? { ...plan, constants: { ...plan.constants, currency: 'EUR' } } : plan)

async function lookedAt(files: Readonly<Record<string, string>>): Promise<ImportState> {
  const { imports } = bench.workspace
  const { id } = imports.begin({})
  for (const [name, text] of Object.entries(files)) await imports.append(id, name, 0, (async function* () { yield Buffer.from(text) })())
  imports.look(id)
  return imports.settled(id)
}

async function taken(files: Readonly<Record<string, string>>, correct: Correct = inEuro): Promise<ImportState> {
  const { imports } = bench.workspace
  const { id, tables } = await lookedAt(files)
  await imports.plan(id, tables.map(({ plan }) => correct(plan)))
  imports.take(id)
  const state = await imports.settled(id)
  await bench.workspace.caughtUp()
  return state
}

/** What is told of the plan; what the few rows of a file do not hold is another matter. */
const codes = ({ warnings }: ImportState): readonly string[] => warnings.map(({ code }) => code).filter((code) => code !== 'rows-without-id')
const sources = ({ tables }: ImportState): readonly string[] => tables.map(({ plan }) => plan.source)
const payments = (...rows: readonly string[]): string => `payment_id,customer_id,payment_date,amount\n${rows.join('\n')}\n`

/** Lines of the same identity are versions of each other. */
const identities = ({ tables }: ImportState): readonly string[] => tables.flatMap(({ preview }) => preview.flatMap(({ lines }) => (lines as { source: string; type: string; key: string }[]).map(({ source, type, key }) => `${source} ${type} ${key}`)))

describe('the source of a table whose plan is kept', () => {
  test('two systems with the same columns and the same ids do not correct each other', async () => {
    const first = await taken({ 'paypal_payments.csv': payments('1,c1,2026-01-05,100.00', '2,c2,2026-01-06,50.00') })
    const second = await taken({ 'wise_payments.csv': payments('1,k7,2026-02-05,7.00', '2,k8,2026-02-06,8.00') })
    expect([sources(first), sources(second)]).toEqual([['paypal-payments'], ['wise-payments']])
    expect(second.tables[0]?.plan.fields.id?.column).toBe('payment_id')
    expect(second.tables[0]?.plan.because).toContain("its source is 'wise-payments', by its own name: that was paypal_payments.csv of 'paypal-payments'")
    expect(second.tables[0]?.tally).toMatchObject({ written: 2, known: 0 })
    expect(identities(second).filter((one) => identities(first).includes(one))).toEqual([])
  })

  test('contacts of two systems are not each other either', async () => {
    const header = 'contact_id,email,name,company\n'
    await taken({ 'pipedrive_contacts.csv': `${header}1,ann@acme.example,Ann Li,Acme\n` })
    const second = await taken({ 'mailchimp_contacts.csv': `${header}1,zoe@zeta.example,Zoe Q,Zeta\n` })
    expect(sources(second)).toEqual(['mailchimp-contacts'])
    expect(second.tables[0]?.tally).toMatchObject({ written: 1, known: 0 })
  })

  test('the next file of one source is of that source, and corrects it', async () => {
    const first = await taken({ 'payments-2026-01.csv': payments('1,c1,2026-01-05,100.00', '2,c2,2026-01-06,50.00') })
    const second = await taken({ 'payments-2026-02.csv': payments('1,c1,2026-01-05,90.00', '2,c2,2026-01-06,50.00') })
    expect(first.tables[0]?.plan.fields.id?.column).toBe('payment_id')
    expect(sources(second)).toEqual(['payments'])
    expect(identities(second)).toEqual(identities(first))
  })

  test('a source that somebody chose is kept, and told where the name is another', async () => {
    await taken({ 'payments-2026-01.csv': payments('1,c1,2026-01-05,100.00') }, (plan) => ({ ...inEuro(plan), source: 'bank' }))
    const same = await lookedAt({ 'payments-2026-02.csv': payments('2,c1,2026-02-05,100.00') })
    expect([sources(same), codes(same)]).toEqual([['bank'], []])
    const other = await lookedAt({ 'wise_payments.csv': payments('1,k7,2026-02-05,7.00') })
    expect([sources(other), codes(other)]).toEqual([['bank'], ['source-kept']])
    expect(other.warnings[0]?.mend).toContain("'wise-payments'")
  })

  test('refused rows that are mended are of the source that they were refused from, and of no other with the same columns', async () => {
    await taken({ 'paypal_payments.csv': payments('1,c1,2026-01-05,100.00', '2,c2,2026-13-45,50.00') })
    await taken({ 'wise_payments.csv': payments('1,k7,2026-02-05,7.00', '2,k8,2026-02-06,8.00') })
    const rows = 'payment_id,customer_id,payment_date,amount,hatrack_row,hatrack_reason,hatrack_says\n2,c2,2026-01-06,50.00,2,bad-date,no date\n'
    expect(sources(await lookedAt({ 'refused-paypal_payments.csv': rows }))).toEqual(['paypal-payments'])
    expect(sources(await lookedAt({ 'mended wise_payments.csv': rows }))).toEqual(['wise-payments'])
  })

  test('what was corrected for one source does not change the plan of another that has one', async () => {
    await taken({ 'paypal_payments.csv': payments('1,c1,2026-01-05,100.00') })
    await taken({ 'wise_payments.csv': payments('1,c1,2026-01-05,100.00') }, (plan) => ({ ...plan, constants: { ...plan.constants, currency: 'GBP' } }))
    const again = await lookedAt({ 'paypal_payments_2.csv': payments('2,c1,2026-01-05,100.00') })
    expect(again.tables[0]?.plan.constants.currency).toBe('EUR')
  })
})

describe('a reading of a kept plan', () => {
  const CASES: readonly { readonly title: string; readonly before: readonly string[]; readonly after: readonly string[]; readonly reads: object; readonly column: string; readonly says: string }[] = [
    {
      title: 'decimal commas become points', before: ['P1,c1,2026-01-05,"12,50"'], after: ['P2,c1,2026-01-05,99.50', 'P3,c1,2026-01-05,"1,250"', 'P4,c1,2026-01-05,"2,500"'],
      reads: { amount: { reading: { decimal: '.' } } }, column: 'amount', says: 'numbers had decimal commas before; here 99.50 proves decimal points',
    },
    {
      title: 'decimal points become commas', before: ['P1,c1,2026-01-05,12.50'], after: ['P2,c1,2026-01-05,"99,50"'],
      reads: { amount: { reading: { decimal: ',' } } }, column: 'amount', says: 'here 99,50 proves decimal commas',
    },
    {
      title: 'the month stands first', before: ['P1,c1,25/01/2026,12.50'], after: ['P2,c1,01/25/2026,12.50'],
      reads: { at: { reading: { date: 'month-first' } } }, column: 'payment_date', says: 'dates were day-first before; here month-first: 01/25/2026 occurs',
    },
    {
      title: 'ids become addresses', before: ['P1,c1,2026-01-05,12.50', 'P2,c2,2026-01-05,12.50'], after: ['P3,ann@acme.example,2026-01-05,12.50', 'P4,bo@beta.example,2026-01-05,12.50'],
      reads: { customer: { reading: { namespace: 'email' } } }, column: 'customer_id', says: 'the column held ids before; here it holds e-mail addresses, such as ann@acme.example',
    },
  ]
  test.each(CASES)('is guessed anew where the new column disproves it, with a warning: $title', async ({ before, after, reads, column, says }) => {
    await taken({ 'p.csv': payments(...before) })
    const state = await lookedAt({ 'p.csv': payments(...after) })
    expect(state.tables[0]?.plan.fields).toMatchObject(reads)
    expect(state.warnings).toContainEqual(expect.objectContaining({ code: 'reading-changed', table: 'p.csv', column, says: expect.stringContaining(says) }))
    expect(state.tables[0]?.preview.map(({ outcome }) => outcome)).toEqual(after.map(() => 'lines'))
  })

  test('holds where nothing disproves it, without a word', async () => {
    await taken({ 'p.csv': payments('P1,c1,25/01/2026,"12,50"') })
    const state = await lookedAt({ 'p.csv': payments('P2,c1,03/04/2026,"1,250"', 'P3,c1,2026-04-05,7') })
    expect(state.tables[0]?.plan.fields).toMatchObject({ at: { reading: { date: 'day-first' } }, amount: { reading: { decimal: ',' } } })
    expect(codes(state)).toEqual([])
  })

  test('amounts in cents that now have decimals are major units; whole ones that are far larger are asked about', async () => {
    await taken({ 'p.csv': payments('P1,c1,2026-01-05,4990') }, (plan) => ({ ...inEuro(plan), fields: { ...plan.fields, amount: { ...(plan.fields.amount as FieldPlan), reading: { unit: 'minor' } } } }))
    const major = await lookedAt({ 'p.csv': payments('P2,c1,2026-01-05,49.90') })
    expect(major.tables[0]?.plan.fields.amount?.reading?.unit).toBe('major')
    expect(codes(major)).toEqual(['reading-changed'])
    await taken({ 'q.csv': payments('P1,c1,2026-01-05,49.90') }, (plan) => ({ ...inEuro(plan), fields: { ...plan.fields, amount: { ...(plan.fields.amount as FieldPlan), reading: { decimal: '.' } } } }))
    expect(codes(await lookedAt({ 'q.csv': payments('P2,c1,2026-01-05,4990', 'P3,c1,2026-01-05,5990') }))).toEqual(['amounts-larger'])
  })

  test('of words: those that were not there before are told', async () => {
    const subscriptions = (...rows: readonly string[]): string => `subscription_id,account_id,status,start_date,amount,currency,interval\n${rows.join('\n')}\n`
    const withProduct: Correct = (plan) => ({ ...plan, constants: { ...plan.constants, product: 'app' } })
    await taken({ 's.csv': subscriptions('S1,a1,active,2026-01-01,10.00,EUR,month') }, withProduct)
    const state = await lookedAt({ 's.csv': subscriptions('S1,a1,terminated,2026-01-01,10.00,EUR,month') })
    expect(state.warnings).toContainEqual(expect.objectContaining({ code: 'reading-changed', column: 'status', says: expect.stringContaining("'terminated' is taken for 'ended'") }))
  })
})

describe('a plan that nobody corrected', () => {
  const users = (...seen: readonly string[]): string => `id,email,last_seen\n${seen.map((one, n) => `${n},u${n}@acme.com,${one}`).join('\n')}\n`

  test('is guessed anew from the next file: a mistake is not made twice, and nothing is told as said', async () => {
    const first = await taken({ 'users.csv': users('2026-11-04', 'last week', 'some day', 'soon') }, (plan) => plan)
    expect(first.tables[0]?.plan.fields.lastActive).toBeUndefined()
    const second = await lookedAt({ 'users.csv': users('2026-11-04', '2026-11-05', 'never', '2026-11-06') })
    expect([second.tables[0]?.plan.fields.lastActive?.column, second.tables[0]?.kept]).toEqual(['last_seen', false])
  })

  test('is as it was said where somebody corrected it', async () => {
    await taken({ 'users.csv': users('2026-11-04', '2026-11-05') }, (plan) => ({ ...plan, fields: Object.fromEntries(Object.entries(plan.fields).filter(([name]) => name !== 'lastActive')), constants: {}, leftOver: ['last_seen'] }))
    for (const round of [1, 2]) {
      const next = await taken({ 'users.csv': users('2026-11-04', `2026-11-0${4 + round}`) }, (plan) => plan)
      expect([next.tables[0]?.plan.fields.lastActive, next.tables[0]?.kept]).toEqual([undefined, true])
    }
  })
})
