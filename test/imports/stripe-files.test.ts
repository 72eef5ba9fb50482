import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RowOutcome } from '../../src/imports/outcome.ts'
import { isFault, understand } from '../../src/evidence/understand.ts'
import { openBench } from '../harness/workspace.ts'
import { rowsOfCsv } from '../adventureworks/csv.ts'
import { fixtures } from './fixtures.ts'
import { byType, converted, type Line, linesOf } from './whole-import.ts'

const money = (outcomes: readonly RowOutcome[], kind?: RowOutcome['kind']): number => outcomes.filter((one) => kind === undefined || one.kind === kind).reduce((sum, one) => sum + (one.money?.minor ?? 0), 0)

/** What is in force of payments, in minor units by kind, with what was taken back left out. */
function paid(lines: readonly Line[]): Record<string, string> {
  const held = new Map<string, Line>()
  for (const line of lines) {
    if (line.type !== 'payment') continue
    const known = held.get(String(line.key))
    if (!known || Number(line.version) >= Number(known.version)) held.set(String(line.key), line)
  }
  return Object.fromEntries([...held].filter(([, line]) => line.retracted !== true).map(([key, line]) => [key, `${line.kind} ${line.amount} ${line.currency}`]).sort())
}

function expectSound(lines: readonly Line[]): void {
  for (const line of lines) expect(isFault(understand(line)) ? [line, understand(line)] : null).toBeNull()
}

describe('exports of the dashboard', () => {
  const SUBSCRIPTIONS = [
    'id,Customer ID,Customer Description,Customer Email,Customer Name,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start Date (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC),account_id (metadata)',
    'sub_1,cus_1,,ann@acme.com,Acme GmbH,price_team,10,eur,month,49.00,active,2026-01-15 09:00:00,2026-01-15 09:00:00,2026-10-15 09:00:00,2026-11-15 09:00:00,,,,,',
    'sub_2,cus_2,,bob@gmail.com,Bob Cohen,price_solo,1,eur,year,"1,200.00",canceled,2025-03-01 00:00:00,2025-03-01 00:00:00,2025-03-01 00:00:00,2026-03-01 00:00:00,,,2026-01-05 00:00:00,2026-03-01 00:00:00,',
    'sub_3,cus_3,,pay@globex.com,Globex,price_team,5,eur,3 months,147.00,trialing,2026-10-01 00:00:00,2026-10-01 00:00:00,2026-10-01 00:00:00,2026-10-31 00:00:00,2026-10-01 00:00:00,2026-10-31 00:00:00,,,reyes',
    'sub_4,cus_4,,x@y.example,,price_team,1,eur,month,49.00,incomplete_expired,2026-10-01 00:00:00,2026-10-01 00:00:00,,,,,,,',
  ].join('\n')

  test('subscriptions: agreements with seats, trials and ends, and the parties that buy and pay', async () => {
    const tables = await converted({ 'subscriptions.csv': SUBSCRIPTIONS })
    const { plan, outcomes, warnings } = tables['subscriptions.csv'] ?? { plan: undefined, outcomes: [], warnings: [] }
    expect(plan?.format).toBe('stripe-subscriptions')
    const lines = linesOf(tables)
    expectSound(lines)
    expect(lines.filter(({ type }) => type === 'agreement').map(({ key, buyer, payer, amount, interval, seats, from, to }) => [key, buyer, payer, amount, interval, seats, from, to])).toEqual([
      ['sub_1', 'stripe:cus_1', undefined, '490.00', 'month', 10, '2026-01-15', undefined],
      ['sub_2', 'stripe:cus_2', undefined, '1200.00', 'year', 1, '2025-03-01', '2026-03-01'],
      ['sub_3/trial', 'account:reyes', 'stripe:cus_3', '0.00', 'quarter', undefined, '2026-10-01', '2026-10-31'],
      ['sub_3', 'account:reyes', 'stripe:cus_3', '735.00', 'quarter', 5, '2026-10-31', undefined],
    ])
    expect(lines.filter(({ type }) => type === 'party').map(({ key, kind, name }) => [key, kind, name])).toEqual([['cus_1', 'organization', 'Acme GmbH'], ['cus_2', 'person', 'Bob Cohen'], ['cus_3', 'organization', 'Globex']])
    expect(outcomes[3]).toMatchObject({ kind: 'left-out', why: /did not begin/ })
    // What the amount means is a guess where there are several pieces: it is said.
    expect(warnings).toMatchObject([{ code: 'price-times-quantity', count: 2 }])
  })

  test('the amount of the whole subscription, if the plan says so; one product for everything', async () => {
    const tables = await converted({ 'subscriptions.csv': SUBSCRIPTIONS }, (plan) => ({ ...plan, constants: { ...plan.constants, amountIs: 'total', product: 'notes' } }))
    expect(linesOf(tables).filter(({ key }) => key === 'sub_1')).toMatchObject([{ product: 'notes', amount: '49.00', seats: 10 }])
    expect(tables['subscriptions.csv']?.warnings).toEqual([])
  })

  const INVOICES = [
    'id,Amount Due,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subscription,Subtotal,Total Discount Amount,Applied Coupons,Tax,Tax Percent,Total,Amount Paid,Status,Minimum Line Item Period Start (UTC),Maximum Line Item Period End (UTC),Customer Name,Customer Email',
    'in_1,583.10,charge_automatically,true,eur,cus_1,2026-08-15 09:00,,A-1,true,sub_1,490.00,0.00,,93.10,19,583.10,583.10,paid,2026-08-15 09:00,2026-09-15 09:00,Acme GmbH,ann@acme.com',
    'in_2,583.10,charge_automatically,true,eur,cus_1,2026-09-15 09:00,,A-2,true,sub_1,490.00,0.00,,93.10,19,583.10,583.10,paid,2026-09-15 09:00,2026-10-15 09:00,Acme GmbH,ann@acme.com',
    'in_3,583.10,charge_automatically,false,eur,cus_1,2026-10-15 09:00,,A-3,false,sub_1,490.00,0.00,,93.10,19,583.10,0.00,open,2026-10-15 09:00,2026-11-15 09:00,Acme GmbH,ann@acme.com',
    'in_4,99.00,send_invoice,true,eur,cus_2,2026-09-01 00:00,,A-4,true,,99.00,0.00,,0.00,,99.00,99.00,paid,,,Bob Cohen,bob@gmail.com',
  ].join('\n')
  const PAYMENTS = [
    'id,Description,Created (UTC),Amount,Amount Refunded,Currency,Status,Captured,Customer ID,Customer Email,Invoice ID,PaymentIntent ID,Mode,Refunded date (UTC)',
    'ch_1,Subscription,2026-08-15 09:01,583.10,0.00,eur,Paid,true,cus_1,ann@acme.com,in_1,pi_1,Live,',
    'ch_2,Subscription,2026-09-15 09:01,583.10,100.00,eur,Refunded,true,cus_1,ann@acme.com,in_2,pi_2,Live,2026-09-20 10:00',
    'ch_3,Shirt,2026-09-02 09:01,25.00,0.00,eur,Paid,true,,guest@gmail.com,,pi_3,Live,',
    'ch_4,Shirt,2026-09-03 09:01,25.00,0.00,eur,Failed,true,,guest@gmail.com,,pi_4,Live,',
    'ch_5,Test,2026-09-03 09:01,5.00,0.00,eur,Paid,true,cus_9,t@gmail.com,,pi_5,Test,',
  ].join('\n')

  test('invoices alone tell who paid, and for how long', async () => {
    const tables = await converted({ 'invoices.csv': INVOICES })
    expect(tables['invoices.csv']?.plan.format).toBe('stripe-invoices')
    const lines = linesOf(tables)
    expectSound(lines)
    expect(paid(lines)).toEqual({ in_1: 'charge 583.10 EUR', in_2: 'charge 583.10 EUR', in_4: 'charge 99.00 EUR' })
    // Net of tax, from the first period that was paid to the end of the last one.
    expect(lines.filter(({ type }) => type === 'agreement')).toMatchObject([{ key: 'sub_1', buyer: 'stripe:cus_1', amount: '490.00', interval: 'month', from: '2026-08-15', to: '2026-10-15', inferred: true }])
    expect(byType(lines)).toEqual({ party: 2, link: 1, membership: 1, payment: 3, agreement: 1 })
    expect(tables['invoices.csv']?.outcomes[2]).toMatchObject({ kind: 'left-out', why: 'not paid yet' })
  })

  test('with the subscriptions beside them, what Stripe says of a subscription holds', async () => {
    const lines = linesOf(await converted({ 'invoices.csv': INVOICES, 'subscriptions.csv': SUBSCRIPTIONS }))
    expect(lines.filter(({ type, key }) => type === 'agreement' && key === 'sub_1')).toMatchObject([{ from: '2026-01-15', seats: 10 }])
  })

  test('payments and invoices of one import are the same money, counted once; of two imports too', async () => {
    const both = await converted({ 'invoices.csv': INVOICES, 'payments.csv': PAYMENTS })
    const expected = { 'ch_2/refunded': 'refund 100.00 EUR', in_1: 'charge 583.10 EUR', in_2: 'charge 583.10 EUR', in_4: 'charge 99.00 EUR', pi_3: 'charge 25.00 EUR' }
    expect(paid(linesOf(both))).toEqual(expected)
    const payments = both['payments.csv']?.outcomes ?? []
    expect(payments.map(({ kind }) => kind)).toEqual(['left-out', 'lines', 'lines', 'left-out', 'left-out'])
    // All that the rows speak of: what was written, and what was left out.
    expect(money(both['invoices.csv']?.outcomes ?? [], 'lines') + money(payments, 'lines')).toBe(58_310 + 58_310 + 9_900 + 2_500 - 10_000)
    const apart = [...linesOf(await converted({ 'payments.csv': PAYMENTS })), ...linesOf(await converted({ 'invoices.csv': INVOICES }))]
    expectSound(apart)
    expect(paid(apart)).toEqual(expected)
  })

  test('refunds as rows of their own take the place of the sums on payments', async () => {
    const REFUNDS = ['id,Created (UTC),Amount,Currency,Status,Charge ID,PaymentIntent ID', 're_1,2026-09-20 10:00,60.00,eur,succeeded,ch_2,pi_2', 're_2,2026-09-21 10:00,40.00,eur,succeeded,ch_2,pi_2', 're_3,2026-09-22 10:00,1.00,eur,failed,ch_2,pi_2'].join('\n')
    const both = await converted({ 'payments.csv': PAYMENTS, 'refunds.csv': REFUNDS })
    expect(both['refunds.csv']?.plan.format).toBe('stripe-refunds')
    const lines = linesOf(both)
    expectSound(lines)
    expect(paid(lines)).toEqual({ in_1: 'charge 583.10 EUR', in_2: 'charge 583.10 EUR', pi_3: 'charge 25.00 EUR', re_1: 'refund 60.00 EUR', re_2: 'refund 40.00 EUR' })
    expect(lines.find(({ key }) => key === 're_1')).toMatchObject({ payer: 'stripe:cus_1' })
    const apart = [...linesOf(await converted({ 'payments.csv': PAYMENTS })), ...linesOf(await converted({ 'refunds.csv': REFUNDS }))]
    expect(paid(apart)).toEqual(paid(lines))
  })

  test('customers; and exports that say nothing of their own', async () => {
    const tables = await converted({
      'customers.csv': 'id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,user_id (metadata)\ncus_1,,ann@acme.com,Acme GmbH,2026-01-02 10:00,false,,,0.00,\ncus_2,,bob@gmail.com,Bob Cohen,2026-01-03 10:00,false,,,0.00,42\ncus_3,,,Somebody,2026-01-03 10:00,false,,,0.00,',
      'balance.csv': 'id,Type,Source,Amount,Fee,Destination Platform Fee,Net,Currency,Created (UTC)\ntxn_1,charge,ch_1,10.00,0.50,,9.50,eur,2026-01-02 10:00',
      'payouts.csv': 'id,Amount,Arrival Date (UTC),Destination,Status\npo_1,10.00,2026-01-02,ba_1,paid',
    })
    expect(Object.fromEntries(Object.entries(tables).map(([name, { plan }]) => [name, plan.format]))).toEqual({ 'customers.csv': 'stripe-customers', 'balance.csv': 'stripe-balance-history', 'payouts.csv': 'stripe-payouts' })
    expect(tables['customers.csv']?.outcomes.map(({ kind }) => kind)).toEqual(['lines', 'lines', 'left-out'])
    expect(linesOf(tables).filter(({ type }) => type === 'party')).toMatchObject([{ key: 'cus_1', kind: 'organization' }, { key: 'cus_2', kind: 'person', ids: ['stripe:cus_2', 'user:42', 'email:bob@gmail.com'] }])
    expect([...(tables['balance.csv']?.outcomes ?? []), ...(tables['payouts.csv']?.outcomes ?? [])].map(({ kind }) => kind)).toEqual(['left-out', 'left-out'])
  })

  test('the same file again gives the same lines', async () => {
    for (const file of [SUBSCRIPTIONS, INVOICES, PAYMENTS]) expect(linesOf(await converted({ 'a.csv': file }))).toEqual(linesOf(await converted({ 'b.csv': file })))
  })

  test('semicolons and decimal commas of a spreadsheet', async () => {
    const german = 'id;Created (UTC);Amount;Amount Refunded;Currency;Status;Customer ID;PaymentIntent ID\nch_1;2026-08-15 09:01;"1.583,10";0,00;eur;Paid;cus_1;pi_1\nch_2;2026-08-16 09:01;20,50;0,00;eur;Paid;cus_1;pi_2'
    expect(paid(linesOf(await converted({ 'payments.csv': german })))).toEqual({ pi_1: 'charge 1583.10 EUR', pi_2: 'charge 20.50 EUR' })
  })

  test('an amount that is none is refused with its column', async () => {
    const tables = await converted({ 'payments.csv': PAYMENTS.replace('25.00,0.00,eur,Paid', 'much,0.00,eur,Paid') })
    expect(tables['payments.csv']?.outcomes[2]).toMatchObject({ kind: 'refused', reason: 'bad-amount', says: /^Amount/ })
  })
})

describe('objects of the API', () => {
  const CHARGE = { id: 'ch_1', object: 'charge', livemode: true, amount: 4900, captured: true, paid: true, status: 'succeeded', currency: 'eur', customer: 'cus_9', created: 1_772_323_200, invoice: 'in_1', payment_intent: 'pi_1' }
  const INVOICE = { id: 'in_1', object: 'invoice', livemode: true, status: 'paid', amount_paid: 4900, currency: 'eur', customer: 'cus_9', created: 1_772_323_100, subscription: 'sub_1' }
  const INTENT = { id: 'pi_1', object: 'payment_intent', livemode: true, status: 'succeeded', amount_received: 4900, currency: 'eur', customer: 'cus_9', created: 1_772_323_200, invoice: 'in_1', latest_charge: 'ch_1' }

  test('lists in files of their own are the same money, counted once', async () => {
    const list = (data: readonly object[]): string => JSON.stringify({ object: 'list', data, has_more: false, url: '/v1/x' })
    const tables = await converted({ 'charges.json': list([CHARGE]), 'invoices.json': list([INVOICE]), 'intents.json': list([INTENT]) })
    const all = Object.values(tables)
    expect(all.map(({ plan }) => plan.format)).toEqual(['stripe-objects', 'stripe-objects', 'stripe-objects'])
    expect(paid(linesOf(tables))).toEqual({ in_1: 'charge 49.00 EUR' })
    expect(all.reduce((sum, { outcomes }) => sum + money(outcomes, 'lines'), 0)).toBe(4900)
  })

  test('events, one a line, tell the same money several times, and it is counted once', async () => {
    const events = [CHARGE, INTENT, INVOICE].map((object, place) => JSON.stringify({ id: `evt_${place}`, object: 'event', type: `${object.object}.updated`, created: 1_772_323_300 + place, livemode: true, data: { object } }))
    const tables = await converted({ 'events.jsonl': events.join('\n') })
    expect(Object.values(tables).map(({ plan }) => plan.format)).toEqual(['stripe-objects'])
    expect(paid(linesOf(tables))).toEqual({ in_1: 'charge 49.00 EUR' })
    expect(money(Object.values(tables)[0]?.outcomes ?? [], 'lines')).toBe(4900)
  })

  test.skipIf(fixtures === null)('those that Stripe publishes', async () => {
    const objects = Object.values(JSON.parse(readFileSync(`${fixtures}/stripe/fixtures3_subset.json`, 'utf8')) as Record<string, object>)
    const whole = await converted({ 'objects.jsonl': objects.map((one) => JSON.stringify(one)).join('\n') }, (plan) => ({ ...plan, kind: 'objects', format: 'stripe-objects', source: 'stripe', constants: { testMode: 'yes' } }))
    const outcomes = Object.values(whole)[0]?.outcomes ?? []
    expect(outcomes.length).toBe(objects.length)
    expect(outcomes.filter(({ kind }) => kind === 'refused')).toEqual([])
    expect(byType(linesOf(whole))).toEqual({ usage: 1, product: 1, payment: 1, 'payment taken back': 1 })
  })
})

describe.skipIf(fixtures === null)('tables of Fivetran', () => {
  const folder = `${fixtures ?? ''}/fivetran_stripe`
  const names = fixtures === null ? [] : readdirSync(folder)
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]))
  const raw = (name: string): readonly Readonly<Record<string, string>>[] => rowsOfCsv(files[`${name}_data.csv`] ?? '') as readonly Readonly<Record<string, string>>[]
  const isTrue = (text: string | undefined): boolean => text?.toLowerCase() === 'true'
  const sum = (rows: readonly Readonly<Record<string, string>>[], column: string): number => rows.reduce((total, row) => total + Number(row[column]), 0)

  test('each is recognized as what it is, and every row has one outcome', async () => {
    const tables = await converted(files)
    const counts = (JSON.parse(readFileSync(`${fixtures}/expected.json`, 'utf8')) as { answers: { fivetran_stripe: { value: Record<string, { rows: number }> } } }).answers.fivetran_stripe.value
    expect(Object.fromEntries(Object.entries(tables).map(([name, { outcomes }]) => [name, outcomes.length]))).toEqual(Object.fromEntries(Object.entries(counts).map(([name, { rows }]) => [name, rows])))
    const formats = Object.fromEntries(Object.entries(tables).map(([name, { plan }]) => [name.replace('_data.csv', ''), plan.format]))
    const expected = Object.fromEntries(names.map((name) => [name.replace('_data.csv', ''), `stripe-fivetran-${name.replace('_data.csv', '').replaceAll('_', '-')}`]))
    expect(formats).toEqual({ ...expected, subscription_history: 'stripe-fivetran-subscription' })
    const taken = Object.entries(tables).filter(([, { plan }]) => plan.kind !== 'nothing').map(([name]) => name.replace('_data.csv', '')).sort()
    expect(taken).toEqual(['charge', 'credit_note', 'customer', 'dispute', 'invoice', 'payment_intent', 'product', 'refund', 'subscription', 'subscription_history'])
    for (const { outcomes } of Object.values(tables)) for (const one of outcomes) expect(one.kind).not.toBe('refused')
    expectSound(linesOf(tables))
  })

  test('lines by type, and money to the cent as the raw columns have it', async () => {
    const tables = await converted(files)
    const lines = Object.fromEntries(Object.entries(tables).map(([name, { outcomes }]) => [name.replace('_data.csv', ''), byType(outcomes.flatMap((one) => (one.kind === 'lines' ? one.lines : [])))]).filter(([, counts]) => Object.keys(counts as object).length > 0))
    const lost = raw('dispute').filter(({ status }) => status === 'lost')
    const succeeded = raw('payment_intent').filter(({ status }) => status === 'succeeded')
    const live = raw('invoice').filter(({ livemode, amount_paid }) => isTrue(livemode) && Number(amount_paid) > 0)
    const notes = raw('credit_note').filter(({ livemode, type, refund_id }) => isTrue(livemode) && type === 'post_payment' && refund_id !== '')
    const refunds = raw('refund').filter(({ status }) => status === 'succeeded')
    // Charges that failed and customers of whom nothing tells what they are give no lines.
    expect(raw('charge').filter(({ status }) => status === 'succeeded')).toEqual([])
    expect(lines).toEqual({
      credit_note: { payment: notes.length }, dispute: { payment: lost.length }, invoice: { payment: live.length }, payment_intent: { payment: succeeded.length }, product: { product: raw('product').length },
      refund: { payment: refunds.length, 'payment taken back': refunds.length }, subscription: { agreement: 2 }, subscription_history: { agreement: 1 },
    })
    const written = (name: string): number => money(tables[`${name}_data.csv`]?.outcomes ?? [], 'lines')
    expect(written('payment_intent')).toBe(sum(succeeded, 'amount_received'))
    expect(written('invoice')).toBe(sum(live, 'amount_paid'))
    expect(written('refund')).toBe(-sum(refunds, 'amount'))
    expect(written('dispute')).toBe(-sum(lost, 'amount'))
    expect(written('credit_note')).toBe(-sum(notes, 'amount'))
    // What is left out speaks of money too: all of it adds up to the column.
    expect(money(tables['charge_data.csv']?.outcomes ?? [])).toBe(sum(raw('charge'), 'amount'))
    expect(money(tables['dispute_data.csv']?.outcomes ?? [])).toBe(-sum(raw('dispute'), 'amount'))
    const stated = Object.values(paid(linesOf(tables))).reduce((total, text) => total + (text.startsWith('refund') ? -1 : 1) * Math.round(Number(text.split(' ')[1]) * 100), 0)
    expect(stated).toBe(sum(succeeded, 'amount_received') + sum(live, 'amount_paid') - sum(refunds, 'amount') - sum(lost, 'amount') - sum(notes, 'amount'))
  })

  test('charges, invoices and payment intents of the same money are counted once', async () => {
    const of = (name: string, change: (row: Record<string, string>) => Record<string, string>): string => {
      const [row] = raw(name)
      const changed = change({ ...row })
      return `${Object.keys(changed).join(',')}\n${Object.values(changed).map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}`
    }
    const invoice = of('invoice', (row) => ({ ...row, id: 'in_1', amount_paid: '4900', customer_id: 'cus_9' }))
    const charge = of('charge', (row) => ({ ...row, id: 'ch_1', amount: '4900', amount_refunded: '900', status: 'succeeded', paid: 'TRUE', captured: 'TRUE', invoice_id: 'in_1', payment_intent_id: 'pi_1', customer_id: 'cus_9' }))
    const intent = of('payment_intent', (row) => ({ ...row, id: 'pi_1', amount: '4900', amount_received: '4900', customer_id: 'cus_9' }))
    const refund = of('refund', (row) => ({ ...row, id: 're_1', amount: '900', charge_id: 'ch_1' }))
    const together = await converted({ 'invoice.csv': invoice, 'charge.csv': charge, 'payment_intent.csv': intent, 'refund.csv': refund })
    expect(paid(linesOf(together))).toEqual({ in_1: 'charge 49.00 USD', re_1: 'refund 9.00 USD' })
    expect(Object.values(together).reduce((total, { outcomes }) => total + money(outcomes, 'lines'), 0)).toBe(4900 - 900)
    expect(linesOf(together).find(({ key }) => key === 're_1')).toMatchObject({ payer: 'stripe:cus_9' })
    const apart = []
    for (const file of [intent, charge, invoice, refund]) apart.push(...linesOf(await converted({ 'one.csv': file })))
    expect(paid(apart)).toEqual({ in_1: 'charge 49.00 USD', re_1: 'refund 9.00 USD' })
  })

  test('items and plans of a subscription are looked up in their tables', async () => {
    const [first] = raw('subscription')
    const text = (row: Readonly<Record<string, string>>): string => `${Object.keys(row).join(',')}\n${Object.values(row).map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}`
    const running = text({ ...first, trial_start: '', trial_end: '', ended_at: '', cancel_at: '', cancel_at_period_end: 'FALSE', id: 'sdfg5638', status: 'active', start_date: '2024-07-04 11:30:00' })
    const tables = await converted({ 'subscription.csv': running, 'subscription_item.csv': files['subscription_item_data.csv'] ?? '', 'plan.csv': files['plan_data.csv'] ?? '' })
    // Three of 1800.00 in half a year are 2700.00 a quarter.
    expect(linesOf(tables)).toMatchObject([{ type: 'agreement', key: 'sdfg5638', product: 'prod_BUonomUNsdG3qx', seats: 3, amount: '2700.00', currency: 'USD', interval: 'quarter', from: '2024-07-04' }])
    expect(linesOf(await converted({ 'subscription.csv': running }))).toMatchObject([{ key: 'sdfg5638', product: 'stripe', seats: 4, interval: 'month' }])
  })
})

describe.skipIf(fixtures === null)('the MRR playbook', () => {
  test('at each first of a month, the customers and the revenue are those that were computed', async () => {
    const text = readFileSync(`${fixtures}/mrr_playbook/subscription_periods.csv`, 'utf8')
    const tables = await converted({ 'subscription_periods.csv': text })
    expect(tables['subscription_periods.csv']?.plan.format).toBe('mrr-playbook')
    const lines = linesOf(tables)
    expectSound(lines)
    const answers = (JSON.parse(readFileSync(`${fixtures}/expected.json`, 'utf8')) as { answers: { mrr_by_month_start: { value: Record<string, { customers: number; mrr: number }> }; mrr_rows: { value: { periods: number; customers: number } } } }).answers
    expect(byType(lines).agreement).toBe(answers.mrr_rows.value.periods)
    const product = tables['subscription_periods.csv']?.plan.constants.product ?? ''
    const bench = await openBench()
    await bench.take(lines)
    const found: Record<string, { customers: number; mrr: number }> = {}
    for (const day of Object.keys(answers.mrr_by_month_start.value)) {
      const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
      const { customers } = (await bench.ask('overlap', { product, from: day, to: next })) as { customers: number }
      const { agreements } = (await bench.ask('unused-money', { product, from: day, to: next })) as { agreements: readonly { agreement: string }[] }
      const keys = new Set(agreements.map(({ agreement }) => agreement))
      const monthly = lines.filter(({ type, key }) => type === 'agreement' && keys.has(String(key))).reduce((total, { amount, interval }) => total + (interval === 'month' ? Number(amount) : Number.NaN), 0)
      found[day] = { customers, mrr: monthly }
    }
    await bench.close()
    expect(found).toEqual(answers.mrr_by_month_start.value)
  })
})
