import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportState } from '../../src/imports/import-state.ts'
import type { TablePlan } from '../../src/imports/plan.ts'
import { importOperations } from '../../src/imports/operations.ts'
import { operations } from '../../src/studies/index.ts'
import type { Rooms } from '../../src/transport/rooms.ts'
import { openTrial, TRIAL_ROOMS, type Trial } from '../../src/transport/trial.ts'
import { type Bench, openBench } from '../harness/workspace.ts'

type Line = Readonly<Record<string, unknown>>

interface Case {
  readonly format: string
  readonly text: string
  /** The type of line that says product, money and day, and its field with the day. */
  readonly type: string
  readonly at?: string
  readonly product?: boolean
}

/** Dashboard exports whose dates were written anew by a spreadsheet: 3 April, or 4 March. */
const CASES: readonly Case[] = [
  { format: 'stripe-customers', text: 'id,Description,Email,Name,Created (UTC),Delinquent,Currency\ncus_1,,mia@acme.example,Acme Ltd,03/04/2026 10:00,false,eur\n', type: 'party' },
  {
    format: 'stripe-subscriptions', text: 'id,Customer ID,Customer Description,Customer Email,Plan,Product,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Application Fee Percent,Canceled At (UTC),Ended At (UTC)\n'
      + 'sub_1,cus_1,,mia@acme.example,price_1,prod_1,3,eur,month,100.00,active,03/04/2026 10:00,03/04/2026 10:00,03/04/2026 10:00,03/05/2026 10:00,,,,,\n', type: 'agreement', at: 'from', product: true,
  },
  {
    format: 'stripe-invoices', text: 'id,Amount Due,Closed,Currency,Customer,Customer Email,Date (UTC),Amount Paid,Number,Paid,Subscription,Subtotal,Total,Status\nin_1,100.00,true,eur,cus_1,a@acme.example,03/04/2026 10:00,100.00,A-1,true,,100.00,100.00,paid\n',
    type: 'payment', at: 'at',
  },
  {
    format: 'stripe-payments', text: 'id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Status,Customer ID,Customer Email,PaymentIntent ID,Invoice ID\nch_1,03/04/2026 10:00,100.00,0.00,eur,true,x,Paid,cus_1,a@acme.example,pi_1,\n',
    type: 'payment', at: 'at',
  },
  { format: 'stripe-refunds', text: 'id,Amount,Charge ID,PaymentIntent ID,Created date (UTC),Currency,Status,Customer ID\nre_1,20.00,ch_1,pi_1,03/04/2026 10:00,eur,succeeded,cus_1\n', type: 'payment', at: 'at' },
]

let bench: Bench
beforeAll(async () => { bench = await openBench() })
afterAll(() => bench.close())

async function lookedAt(name: string, text: string): Promise<ImportState> {
  const { imports } = bench.workspace
  const { id } = imports.begin({})
  await imports.append(id, name, 0, (async function* () { yield Buffer.from(text) })())
  imports.look(id)
  return imports.settled(id)
}

const linesOf = (state: ImportState): readonly Line[] => state.tables.flatMap(({ preview }) => preview.flatMap(({ lines }) => lines as readonly Line[]))

describe('a plan of a known format can be corrected over HTTP', () => {
  let trial: Trial
  beforeAll(async () => { trial = await openTrial({ rooms: { ...TRIAL_ROOMS, operations: [...operations, ...importOperations] as Rooms['operations'] } }) })
  afterAll(() => trial.close())

  async function ask(method: string, path: string, body?: object | string): Promise<ImportState> {
    const isPiece = typeof body === 'string'
    const headers = { authorization: `Bearer ${trial.keys.admin}`, ...(body === undefined || isPiece ? {} : { 'content-type': 'application/json' }) }
    const answer = await fetch(`${trial.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: isPiece ? body : JSON.stringify(body) }) })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as ImportState
  }

  test.each(CASES)('$format', async ({ format, text, type, at }) => {
    const { id } = await ask('POST', '/api/import-begin', {})
    await ask('PUT', `/api/imports/${id}/files?name=${format}.csv&offset=0`, text)
    await ask('POST', '/api/import-look', { id })
    let state = await ask('GET', `/api/import?id=${id}`)
    while (state.status === 'looking') {
      await new Promise((settle) => setTimeout(settle, 20))
      state = await ask('GET', `/api/import?id=${id}`)
    }
    const plan = state.tables[0]?.plan as TablePlan
    const { currency: _, ...fields } = plan.fields
    const dated = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.reading?.date === undefined ? field : { ...field, reading: { ...field.reading, date: 'day-first' } }]))
    const corrected = await ask('POST', '/api/import-plan', { id, plans: [{ ...plan, source: 'other', fields: dated, constants: { ...plan.constants, product: 'app', currency: 'GBP' } }] })
    expect(linesOf(corrected).find((line) => line.type === type)).toMatchObject({ source: 'other', ...(at === undefined ? {} : { currency: 'GBP', [at]: expect.stringMatching(/^2026-04-03/) }) })
  })
})

describe('a plan of a known format can be corrected', () => {
  test.each(CASES)('$format', async ({ format, text, type, at, product }) => {
    const { imports } = bench.workspace
    const state = await lookedAt(`${format}.csv`, text)
    const plan = state.tables[0]?.plan as TablePlan
    expect(plan.format).toBe(format)
    // What was shown is accepted as it is.
    await imports.plan(state.id, [plan])
    for (const order of ['day-first', 'month-first'] as const) {
      const { currency: _, ...fields } = plan.fields
      const dated = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.reading?.date === undefined ? field : { ...field, reading: { ...field.reading, date: order } }]))
      const corrected = await imports.plan(state.id, [{ ...plan, source: 'stripe-of-another-firm', fields: dated, constants: { ...plan.constants, product: 'app', currency: 'GBP' } }])
      const [line] = linesOf(corrected).filter((one) => one.type === type)
      expect(line, JSON.stringify(corrected.tables[0]?.preview)).toMatchObject({ source: 'stripe-of-another-firm' })
      if (at === undefined) continue
      expect(line).toMatchObject({ currency: 'GBP' })
      expect(String(line?.[at]).slice(0, 10)).toBe(order === 'day-first' ? '2026-04-03' : '2026-03-04')
      if (product) expect(line).toMatchObject({ product: 'app' })
    }
  })

  test('though not with fields that nobody knows', async () => {
    const { format, text } = CASES[3] as Case
    const { id, tables } = await lookedAt(`${format}.csv`, text)
    const plan = tables[0]?.plan as TablePlan
    await expect(bench.workspace.imports.plan(id, [{ ...plan, fields: { ...plan.fields, magic: { column: 'Amount', certainty: 1, because: '' } } }])).rejects.toMatchObject({ code: 'bad-parameter' })
  })
})
