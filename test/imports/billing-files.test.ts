import { expect, test } from 'vitest'
import { isFault, understand } from '../../src/evidence/understand.ts'
import type { TablePlan } from '../../src/imports/plan.ts'
import { missingFields } from '../../src/imports/recognize.ts'
import { openBench } from '../harness/workspace.ts'
import { byType, converted, type Line, linesOf } from './whole-import.ts'

const lines = (objects: readonly object[]): string => objects.map((one) => JSON.stringify(one)).join('\n')

function agreements(all: readonly Line[]): readonly unknown[] {
  for (const line of all) expect(isFault(understand(line)) ? [line, understand(line)] : null).toBeNull()
  return all.filter(({ type }) => type === 'agreement').map(({ key, product, buyer, payer, amount, currency, interval, seats, from, to }) => [key, product, buyer, payer ?? null, amount ?? null, currency ?? null, interval, seats ?? null, from, to ?? null])
}

const formats = (tables: Awaited<ReturnType<typeof converted>>): unknown => Object.fromEntries(Object.entries(tables).map(([name, { plan }]) => [name, plan.format]))

test('Chargebee: a parent firm pays for what its part buys', async () => {
  const tables = await converted({
    'customers.jsonl': lines([
      { customer: { id: 'c1', company: 'Acme', email: 'ann@acme.example', first_name: 'Ann', last_name: 'Lee', auto_collection: 'on', net_term_days: 0, relationship: { parent_id: 'c2', payment_owner_id: 'c2', invoice_owner_id: 'c2' } } },
      { customer: { id: 'c2', company: 'Globex', email: 'pay@globex.example', auto_collection: 'on', net_term_days: 30 } }, { customer: { id: 'c3', email: 'bob@gmail.com', first_name: 'Bob', last_name: 'Cohen', auto_collection: 'on', net_term_days: 0 } },
    ]),
    'subscriptions.jsonl': lines([
      { subscription: { id: 's1', customer_id: 'c1', status: 'active', billing_period: 1, billing_period_unit: 'year', currency_code: 'EUR', started_at: 1_767_225_600, next_billing_at: 1_798_761_600, subscription_items: [{ item_price_id: 'team-EUR', quantity: 10, amount: 120_000 }, { item_price_id: 'add-on', amount: 10_050 }] } },
      { subscription: { id: 's2', customer_id: 'c3', status: 'cancelled', billing_period: 6, billing_period_unit: 'month', currency_code: 'EUR', started_at: 1_767_225_600, cancelled_at: 1_772_323_200, plan_id: 'solo', plan_quantity: 1, plan_unit_price: 3000, plan_amount: 3000 } },
      { subscription: { id: 's3', customer_id: 'c3', status: 'future', billing_period: 1, billing_period_unit: 'month', currency_code: 'EUR', started_at: 1_798_761_600 } },
    ]),
  })
  expect(formats(tables)).toEqual({ 'customers.jsonl': 'chargebee-customers', 'subscriptions.jsonl': 'chargebee-subscriptions' })
  const all = linesOf(tables)
  expect(agreements(all).slice(0, 2)).toMatchObject([
    ['s1', expect.anything(), 'chargebee:c1', 'chargebee:c2', '1300.50', 'EUR', 'year', 10, '2026-01-01', null], ['s2', expect.anything(), 'chargebee:c3', null, '15.00', 'EUR', 'quarter', 1, '2026-01-01', '2026-03-01'],
  ])
  expect(all.filter(({ type }) => type === 'ownership')).toMatchObject([{ organization: 'chargebee:c1', parent: 'chargebee:c2' }])
  expect(all.filter(({ type, key }) => type === 'party' && ['c1', 'c2', 'c3'].includes(String(key))).map(({ key, kind, name }) => [key, kind, name])).toEqual([['c1', 'organization', 'Acme'], ['c2', 'organization', 'Globex'], ['c3', 'person', 'Bob Cohen']])
})

test('Chargebee: subscriptions as CSV with plain headers; the interval is that of the period, or of the names of plans', async () => {
  const header = 'Subscription Id,Customer Id,Customer Email,Plan Id,Plan Quantity,Status,Started At,Currency,Plan Amount,Invoice Owner Id'
  const named = await converted({ 'Subscriptions.csv': `${header}\ns1,c1,a@acme.example,pro-EUR-Monthly,3,Active,2026-01-01,EUR,10.00,c9\ns2,c2,b@beta.example,pro-EUR-Yearly,1,In Trial,2026-01-01,EUR,99.00,\n` })
  expect(formats(named)).toEqual({ 'Subscriptions.csv': 'chargebee-subscriptions-csv' })
  expect(agreements(linesOf(named))).toMatchObject([
    ['s1', 'pro-EUR-Monthly', 'chargebee:c1', 'chargebee:c9', '10.00', 'EUR', 'month', 3, '2026-01-01', null], ['s2', 'pro-EUR-Yearly', 'chargebee:c2', null, '0', 'EUR', 'year', 1, '2026-01-01', null],
  ])
  const periods = await converted({
    'Subscriptions.csv': 'Subscription Id,Customer Id,Item Price Id,Plan Quantity,Plan Unit Price,Billing Period,Billing Period Unit,Status,Started At,Currency Code,Next Billing At\n'
      + 's3,c1,solo,4,2.50,6,month,Active,01-Jan-2026,EUR,01-Jul-2026\n',
  })
  expect(agreements(linesOf(periods))).toMatchObject([['s3', 'solo', 'chargebee:c1', null, '5.00', 'EUR', 'quarter', 4, '2026-01-01', null]])
  const silent = await converted({ 'Subscriptions.csv': `${header}\ns1,c1,a@acme.example,pro,3,Active,2026-01-01,EUR,10.00,c9\n` })
  expect(missingFields(silent['Subscriptions.csv']?.plan as TablePlan)).toEqual(['interval'])
})

test('Chargebee: payments of an invoice in the same import are not counted beside it', async () => {
  const tables = await converted({
    'invoices.jsonl': lines([{ invoice: { id: 'i1', customer_id: 'c1', subscription_id: 's1', status: 'paid', total: 4900, amount_paid: 4900, amount_due: 0, currency_code: 'EUR', date: 1_772_323_200, price_type: 'tax_exclusive' } }]),
    'transactions.jsonl': lines([
      { transaction: { id: 't1', customer_id: 'c1', gateway: 'stripe', payment_method: 'card', type: 'payment', status: 'success', amount: 4900, currency_code: 'EUR', date: 1_772_323_200, linked_invoices: [{ invoice_id: 'i1', applied_amount: 4900 }] } },
      { transaction: { id: 't2', customer_id: 'c1', gateway: 'stripe', payment_method: 'card', type: 'refund', status: 'success', amount: 900, currency_code: 'EUR', date: 1_772_409_600 } },
      { transaction: { id: 't3', customer_id: 'c1', gateway: 'stripe', payment_method: 'card', type: 'authorization', status: 'success', amount: 900, currency_code: 'EUR', date: 1_772_409_600 } },
    ]),
  })
  expect(linesOf(tables).filter(({ type }) => type === 'payment').map(({ key, kind, amount }) => [key, kind, amount])).toEqual([['i1', 'charge', '49.00'], ['t2', 'refund', '9.00']])
})

test('Paddle: amounts of several items, in smallest units, as texts', async () => {
  const price = (amount: string, product: string): object => ({ product_id: product, unit_price: { amount, currency_code: 'USD' } })
  const tables = await converted({
    'customers.jsonl': lines([{ id: 'ctm_1', name: 'Acme Inc', email: 'ann@acme.example', marketing_consent: false, locale: 'en', status: 'active' }]),
    'subscriptions.jsonl': lines([{ id: 'sub_p1', status: 'active', customer_id: 'ctm_1', currency_code: 'USD', started_at: '2026-01-15T09:00:00Z', next_billed_at: '2026-04-15T09:00:00Z', canceled_at: null, collection_mode: 'automatic', billing_cycle: { interval: 'month', frequency: 3 }, items: [{ quantity: 5, price: price('3000', 'pro_1') }, { quantity: 1, price: price('50', 'pro_2') }] }]),
    'transactions.jsonl': lines([
      { id: 'txn_1', status: 'completed', customer_id: 'ctm_1', subscription_id: 'sub_p1', currency_code: 'USD', billed_at: '2026-01-15T09:00:00Z', details: { totals: { grand_total: '15050', currency_code: 'USD' } } },
      { id: 'txn_2', status: 'past_due', customer_id: 'ctm_1', subscription_id: 'sub_p1', currency_code: 'USD', billed_at: '2026-01-15T09:00:00Z', details: { totals: { grand_total: '15050', currency_code: 'USD' } } },
    ]),
  })
  expect(formats(tables)).toEqual({ 'customers.jsonl': 'paddle-customers', 'subscriptions.jsonl': 'paddle-subscriptions', 'transactions.jsonl': 'paddle-transactions' })
  const all = linesOf(tables)
  expect(agreements(all)).toEqual([['sub_p1', 'pro_1', 'paddle:ctm_1', null, '150.50', 'USD', 'quarter', 5, '2026-01-15', null]])
  expect(all.filter(({ type }) => type === 'payment')).toMatchObject([{ key: 'txn_1', agreement: 'sub_p1', amount: '150.50' }])
})

test('Lago: its external ids are our own', async () => {
  const tables = await converted({
    'subscriptions.jsonl': lines([{ lago_id: 'l1', external_id: 'sub-7', external_customer_id: '7', plan_code: 'team', status: 'active', started_at: '2026-01-15T09:00:00Z', plan_amount_cents: 4900, plan_amount_currency: 'EUR', plan: { interval: 'monthly' } }]),
    'invoices.jsonl': lines([
      { lago_id: 'l2', number: 'A-1', issuing_date: '2026-02-15', status: 'finalized', payment_status: 'succeeded', currency: 'EUR', total_amount_cents: 4900, customer: { external_id: '7', name: 'Acme' }, subscriptions: [{ external_id: 'sub-7' }] },
      { lago_id: 'l3', number: 'A-2', issuing_date: '2026-03-15', status: 'voided', payment_status: 'pending', currency: 'EUR', total_amount_cents: 4900, customer: { external_id: '7', name: 'Acme' } },
    ]),
  })
  expect(formats(tables)).toEqual({ 'subscriptions.jsonl': 'lago-subscriptions', 'invoices.jsonl': 'lago-invoices' })
  const all = linesOf(tables)
  expect(agreements(all).slice(0, 1)).toEqual([['sub-7', 'team', 'account:7', null, '49.00', 'EUR', 'month', null, '2026-01-15', null]])
  expect(all.filter(({ type }) => type === 'payment')).toMatchObject([{ key: 'l2', payer: 'account:7', amount: '49.00', kind: 'charge' }])
})

test('OpenMeter: a customer and its subjects are one; events are use by them; meters say nothing', async () => {
  const tables = await converted({
    'customers.jsonl': lines([{ id: '01H', key: 'acme', name: 'Acme', createdAt: '2026-01-01T00:00:00Z', primaryEmail: 'ann@acme.example', usageAttribution: { subjectKeys: ['acme', 'acme-test'] } }]),
    'events.jsonl': lines([{ id: 'e1', source: 'api', specversion: '1.0', type: 'request', subject: 'acme', time: '2026-02-01T10:00:00Z', data: { duration_ms: 3 } }]),
    'meters.jsonl': lines([{ id: 'm1', slug: 'requests', aggregation: 'COUNT', eventType: 'request' }]),
  })
  expect(formats(tables)).toEqual({ 'customers.jsonl': 'openmeter-customers', 'events.jsonl': 'openmeter-events', 'meters.jsonl': 'openmeter-meters' })
  const all = linesOf(tables)
  expect(all.find(({ type }) => type === 'party')).toMatchObject({ kind: 'organization', ids: ['openmeter:01H', 'account:acme', 'account:acme-test'] })
  expect(all.filter(({ type }) => type === 'usage')).toMatchObject([{ key: 'e1', account: 'account:acme', event: 'request', at: '2026-02-01T10:00:00Z' }])
})

test('Stigg and Flexprice: who is invoiced pays for who uses; the workspace says so too', async () => {
  const stigg = await converted({ 'subscriptions.jsonl': lines([{ subscriptionId: 'st1', customerId: 'acme', payingCustomerId: 'globex', planId: 'plan-team', status: 'ACTIVE', startDate: '2026-01-15T00:00:00Z', currentBillingPeriodEnd: '2026-02-15T00:00:00Z', prices: [{ price: { amount: 49.9, currency: 'eur', billingPeriod: 'MONTHLY' } }] },
    { subscriptionId: 'st2', customerId: 'reyes', payingCustomerId: null, planId: 'plan-team', status: 'EXPIRED', startDate: '2025-01-15T00:00:00Z', endDate: '2025-03-15T00:00:00Z', prices: [] }]) })
  expect(formats(stigg)).toEqual({ 'subscriptions.jsonl': 'stigg-subscriptions' })
  expect(agreements(linesOf(stigg))).toEqual([['st1', 'plan-team', 'account:acme', 'account:globex', '49.90', 'EUR', 'month', null, '2026-01-15', null], ['st2', 'plan-team', 'account:reyes', null, null, null, 'month', null, '2025-01-15', '2025-03-15']])

  const flexprice = await converted({
    'customers.jsonl': lines([{ id: 'cust_1', external_id: 'acme', name: 'Acme', email: 'ann@acme.example', tenant_id: 't', environment_id: 'e' }, { id: 'cust_2', external_id: 'globex', name: 'Globex', email: 'pay@globex.example', tenant_id: 't', environment_id: 'e' }]),
    'subscriptions.jsonl': lines([{ id: 'subs_1', customer_id: 'cust_1', invoicing_customer_id: 'cust_2', plan_id: 'plan_1', subscription_status: 'active', currency: 'usd', billing_period: 'MONTHLY', billing_period_count: 1, start_date: '2026-01-15T00:00:00Z', end_date: null, current_period_end: '2026-02-15T00:00:00Z' }]),
  })
  expect(formats(flexprice)).toEqual({ 'customers.jsonl': 'flexprice-customers', 'subscriptions.jsonl': 'flexprice-subscriptions' })
  const all = linesOf(flexprice)
  expect(agreements(all)).toEqual([['subs_1', 'plan_1', 'flexprice:cust_1', 'flexprice:cust_2', null, null, 'month', null, '2026-01-15', null]])
  expect(byType(all)).toMatchObject({ agreement: 1 })
  const bench = await openBench()
  await bench.take([...all, { type: 'ownership', key: 'o', organization: 'account:acme', parent: 'account:globex' }, { type: 'membership', key: 'm', person: 'user:ann', organization: 'account:acme' }])
  expect(await bench.ask('who-pays', { party: 'user:ann', product: 'plan_1', day: '2026-02-01' })).toMatchObject({ kind: 'organization', payer: { name: 'Globex' } })
  await bench.close()
})
