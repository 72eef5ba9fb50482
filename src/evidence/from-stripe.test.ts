import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixtures } from '../../test/imports/fixtures.ts'
import { type FromStripe, fromStripeEvent, fromStripeObject } from './from-stripe.ts'
import { isFault, understand } from './understand.ts'
import { holds } from './versions.ts'

type Line = { readonly [field: string]: unknown }

const MARCH = 1_772_323_200 // 2026-03-01T00:00:00Z
const DAY = 86_400

function linesOf(made: FromStripe): readonly Line[] {
  if (made.kind !== 'lines') throw new Error(JSON.stringify(made))
  return made.lines
}

/** The lines without versions, which are tested by their effect. */
function said(made: FromStripe): readonly Line[] {
  return linesOf(made).map(({ version: _, ...line }) => line)
}

function subscriptionObject(fields: object = {}, item: object = {}): Line {
  return {
    id: 'sub_1', object: 'subscription', livemode: true, customer: 'cus_9', status: 'active', created: MARCH, start_date: MARCH, cancel_at_period_end: false,
    items: { data: [{
      id: 'si_1', created: MARCH, quantity: 10, current_period_start: MARCH, current_period_end: MARCH + 31 * DAY,
      price: { id: 'price_1', currency: 'eur', unit_amount: 4900, product: 'prod_1', recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' } }, ...item,
    }] }, ...fields,
  }
}

describe('a subscription', () => {
  const BASE = { type: 'agreement', key: 'sub_1', source: 'stripe', kind: 'subscription', product: 'prod_1', buyer: 'stripe:cus_9', seats: 10, amount: '490.00', currency: 'EUR', interval: 'month', from: '2026-03-01' }

  test('is an agreement: price times quantity, seats, and the day on which it renews', () => {
    expect(said(fromStripeObject(subscriptionObject()))).toEqual([{ ...BASE, renews: '2026-04-01' }])
  })

  test('of API versions before 2025 says the same', () => {
    const old = {
      ...subscriptionObject(), items: undefined, current_period_start: MARCH, current_period_end: MARCH + 31 * DAY, quantity: 10,
      plan: { id: 'plan_1', currency: 'eur', amount: 4900, product: 'prod_1', interval: 'month', interval_count: 1, usage_type: 'licensed' },
    }
    expect(said(fromStripeObject(old))).toEqual([{ ...BASE, renews: '2026-04-01' }])
  })

  test.each([
    ['that ended', { status: 'canceled', ended_at: MARCH + 10 * DAY, canceled_at: MARCH + 5 * DAY }, { to: '2026-03-11' }],
    ['canceled, not ended, goes on until the end of its period', { cancel_at_period_end: true, canceled_at: MARCH + 5 * DAY }, { to: '2026-04-01' }],
    ['with a day of its end', { cancel_at: MARCH + 100 * DAY }, { to: '2026-06-09' }],
    ['whose collection is paused for nothing', { pause_collection: { behavior: 'void' } }, { to: '2026-04-01' }],
    ['whose collection is paused for later', { pause_collection: { behavior: 'keep_as_draft' } }, { renews: '2026-04-01' }],
    ['that is past due', { status: 'past_due' }, { renews: '2026-04-01' }],
  ])('%s', (_, fields, end) => expect(said(fromStripeObject(subscriptionObject(fields)))).toEqual([{ ...BASE, ...end }]))

  test('a trial pays for nothing, and then the paid time begins', () => {
    const trial = { status: 'trialing', trial_start: MARCH, trial_end: MARCH + 14 * DAY }
    expect(said(fromStripeObject(subscriptionObject(trial)))).toEqual([
      { type: 'agreement', key: 'sub_1/trial', source: 'stripe', kind: 'subscription', product: 'prod_1', buyer: 'stripe:cus_9', amount: '0.00', currency: 'EUR', interval: 'month', from: '2026-03-01', to: '2026-03-15', name: 'Trial' },
      { ...BASE, from: '2026-03-15', renews: '2026-04-01' },
    ])
    // Given up during the trial: nothing was ever paid.
    expect(said(fromStripeObject(subscriptionObject({ ...trial, status: 'canceled', ended_at: MARCH + 5 * DAY }))).map(({ key, to }) => [key, to])).toEqual([['sub_1/trial', '2026-03-06']])
  })

  test.each(['incomplete', 'incomplete_expired'])('%s: it did not begin', (status) => {
    expect(fromStripeObject(subscriptionObject({ status })).kind).toBe('left-out')
  })

  test('several items are an agreement each; the oldest has the key that payments name', () => {
    const [item] = (subscriptionObject().items as { data: Line[] }).data
    const addOn = { ...item, id: 'si_2', created: MARCH + 9 * DAY, quantity: 1, price: { ...(item?.price as object), unit_amount: 9900, product: 'prod_2' } }
    const both = subscriptionObject({ items: { data: [addOn, item] } })
    expect(said(fromStripeObject(both)).map(({ key, product, amount, from }) => ({ key, product, amount, from }))).toEqual([
      { key: 'sub_1', product: 'prod_1', amount: '490.00', from: '2026-03-01' }, { key: 'sub_1/si_2', product: 'prod_2', amount: '99.00', from: '2026-03-10' },
    ])
    // Taken away by an update, it ends on that day.
    const event = { object: 'event', id: 'evt_1', type: 'customer.subscription.updated', created: MARCH + 20 * DAY, data: { object: subscriptionObject(), previous_attributes: { items: { data: [item, addOn] } } } }
    expect(said(fromStripeEvent(event)).map(({ key, to }) => ({ key, to }))).toEqual([{ key: 'sub_1', to: undefined }, { key: 'sub_1/si_2', to: '2026-03-21' }])
  })

  const price = (fields: object, recurring: object = {}): object => ({ price: { id: 'price_1', currency: 'eur', product: 'prod_1', unit_amount: 4900, recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed', ...recurring }, ...fields } })
  test.each([
    ['three months are a quarter', price({}, { interval_count: 3 }), {}, ['490.00', 'quarter', 10]],
    ['twelve months are a year', price({}, { interval_count: 12 }), {}, ['490.00', 'year', 10]],
    ['half a year is told per quarter', price({}, { interval_count: 6 }), {}, ['245.00', 'quarter', 10]],
    ['a currency without decimals', price({ currency: 'jpy' }), {}, ['49000', 'month', 10]],
    ['a price finer than a cent', price({ unit_amount: null, unit_amount_decimal: '0.55' }), {}, ['0.06', 'month', 10]],
    ['packages of four', price({ transform_quantity: { divide_by: 4, round: 'up' } }), {}, ['147.00', 'month', 10]],
    ['metered: covers, for an amount that only use tells', price({ unit_amount: 1 }, { usage_type: 'metered' }), {}, [undefined, 'month', undefined]],
    ['tiers that the object does not carry', price({ unit_amount: null, billing_scheme: 'tiered' }), {}, [undefined, 'month', 10]],
    ['graduated tiers', price({ unit_amount: null, billing_scheme: 'tiered', tiers_mode: 'graduated', tiers: [{ up_to: 5, unit_amount: 0, flat_amount: 2000 }, { up_to: null, unit_amount: 500 }] }), {}, ['45.00', 'month', 10]],
    ['volume tiers', price({ unit_amount: null, billing_scheme: 'tiered', tiers_mode: 'volume', tiers: [{ up_to: 5, unit_amount: 1000 }, { up_to: null, unit_amount: 500 }] }), {}, ['50.00', 'month', 10]],
    ['a lasting discount', {}, { discounts: [{ id: 'di_1', coupon: { percent_off: 25.5, duration: 'forever' } }] }, ['365.05', 'month', 10]],
    ['a lasting discount, in the new shape', {}, { discounts: [{ id: 'di_1', source: { coupon: { amount_off: 9000, currency: 'eur', duration: 'repeating' } } }] }, ['400.00', 'month', 10]],
    ['a discount of one invoice', {}, { discount: { id: 'di_1', coupon: { percent_off: 50, duration: 'once' } } }, ['490.00', 'month', 10]],
    ['a discount of which only the id is known', {}, { discounts: ['di_1'] }, ['490.00', 'month', 10]],
  ])('%s', (_, item, fields, expected) => {
    const [line] = said(fromStripeObject(subscriptionObject(fields, item)))
    expect([line?.amount, line?.interval, line?.seats]).toEqual(expected)
  })

  test('made for an account of ours: the account buys, the customer pays; a named payer pays for it', () => {
    const parties = (metadata: object): unknown[] => {
      const [line] = said(fromStripeObject(subscriptionObject({ metadata })))
      return [line?.buyer, line?.payer]
    }
    expect(parties({ account_id: '7' })).toEqual(['account:7', 'stripe:cus_9'])
    expect(parties({ accountId: '7', userId: '3' })).toEqual(['account:7', 'stripe:cus_9'])
    expect(parties({ 'User ID': '3' })).toEqual(['user:3', 'stripe:cus_9'])
    expect(parties({ paying_customer: 'cus_parent' })).toEqual(['stripe:cus_9', 'stripe:cus_parent'])
    expect(parties({ org: 'acme', payer: 'globex' })).toEqual(['account:acme', 'account:globex'])
    expect(parties({ external_id: '7', user_id: 'null' })).toEqual(['stripe:cus_9', undefined])
  })

  test('of a customer of the new accounts; sold by a connected account; of a product of ours', () => {
    expect(said(fromStripeObject(subscriptionObject({ customer: null, customer_account: 'acct_5' })))[0]).toMatchObject({ buyer: 'stripe:acct_5' })
    expect(said(fromStripeObject(subscriptionObject({ on_behalf_of: 'acct_6' })))[0]).toMatchObject({ seller: 'stripe:acct_6' })
    expect(said(fromStripeObject(subscriptionObject(), { product: 'notes' }))[0]).toMatchObject({ product: 'notes' })
  })
})

describe('one key for each movement of money', () => {
  const CHARGE = { id: 'ch_1', object: 'charge', amount: 4900, amount_captured: 4900, captured: true, paid: true, status: 'succeeded', currency: 'eur', customer: 'cus_9', created: MARCH }
  const INTENT = { id: 'pi_1', object: 'payment_intent', status: 'succeeded', amount: 4900, amount_received: 4900, currency: 'eur', customer: 'cus_9', created: MARCH, latest_charge: 'ch_1' }
  const INVOICE = { id: 'in_1', object: 'invoice', status: 'paid', amount_due: 4900, amount_paid: 4900, currency: 'eur', customer: 'cus_9', created: MARCH - 5, status_transitions: { paid_at: MARCH + 3 } }
  const SUBSCRIBED = { parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1' } } }
  const INVOICE_PAYMENT = { id: 'inpay_1', object: 'invoice_payment', status: 'paid', amount_paid: 4900, currency: 'eur', invoice: 'in_1', payment: { type: 'payment_intent', payment_intent: 'pi_1' }, status_transitions: { paid_at: MARCH + 3 } }
  const REFUND = { id: 're_1', object: 'refund', amount: 1000, currency: 'eur', status: 'succeeded', charge: 'ch_1', payment_intent: 'pi_1', customer: 'cus_9', created: MARCH + DAY }

  /** What holds in the end, however the objects arrive. */
  function total(objects: readonly object[]): Record<string, string> {
    const held = new Map<string, Line>()
    const lines = objects.flatMap((object) => {
      const made = fromStripeObject(object)
      return made.kind === 'lines' ? made.lines : []
    })
    for (const line of lines) {
      if (line.type !== 'payment') continue
      const known = held.get(String(line.key))
      if (!known || holds({ version: line.version as number, recordedAt: 0, arrival: 1 }, { version: known.version as number, recordedAt: 0, arrival: 0 }) > 0) held.set(String(line.key), line)
    }
    return Object.fromEntries([...held].filter(([, line]) => line.retracted !== true).map(([key, line]) => [key, `${line.kind} ${line.amount} ${line.currency} ${line.agreement ?? line.payer ?? 'nobody'}`]).sort())
  }

  const OLD_CHARGE = { ...CHARGE, invoice: 'in_1', payment_intent: 'pi_1' }
  const NEW_INTENT = { ...INTENT, payment_details: { order_reference: 'in_1' } }
  const NEW_CHARGE = { ...CHARGE, payment_intent: 'pi_1' }
  const OLD_INVOICE = { ...INVOICE, subscription: 'sub_1', charge: 'ch_1', payment_intent: 'pi_1' }
  const NEW_INVOICE = { ...INVOICE, ...SUBSCRIBED }
  const ONCE = { in_1: 'charge 49.00 EUR sub_1' }
  const BY_CUSTOMER = { in_1: 'charge 49.00 EUR stripe:cus_9' }

  test.each([
    ['old shapes, all of them', [OLD_CHARGE, { ...INTENT, invoice: 'in_1' }, OLD_INVOICE], ONCE],
    ['new shapes, all of them', [NEW_CHARGE, NEW_INTENT, NEW_INVOICE, INVOICE_PAYMENT], ONCE],
    ['new shapes, where the intent does not name its invoice', [NEW_CHARGE, INTENT, NEW_INVOICE, INVOICE_PAYMENT], ONCE],
    ['an invoice that names its payments', [NEW_CHARGE, INTENT, { ...NEW_INVOICE, payments: { data: [{ payment: { type: 'payment_intent', payment_intent: 'pi_1' } }] } }], ONCE],
    ['old and new shapes mixed', [OLD_CHARGE, INTENT, NEW_CHARGE, NEW_INVOICE], ONCE],
    ['only the invoice', [NEW_INVOICE], ONCE],
    ['only the charge of an invoice', [OLD_CHARGE], BY_CUSTOMER],
    ['only the payment intent of an invoice', [NEW_INTENT], BY_CUSTOMER],
    ['a payment without invoice', [{ ...CHARGE, invoice: null, payment_intent: 'pi_2' }, { ...INTENT, id: 'pi_2' }], { pi_2: 'charge 49.00 EUR stripe:cus_9' }],
    ['a charge of the old days', [{ ...CHARGE, invoice: null, payment_intent: null }], { ch_1: 'charge 49.00 EUR stripe:cus_9' }],
    ['a charge that an export told alone, and then its intent', [{ ...CHARGE, invoice: null, payment_intent: null }, INTENT], { pi_1: 'charge 49.00 EUR stripe:cus_9' }],
    ['an invoice paid outside', [{ ...INVOICE, amount_paid: 0, paid_out_of_band: true }], BY_CUSTOMER],
    ['an invoice paid by balance', [{ ...INVOICE, amount_due: 0, amount_paid: 0 }], {}],
    ['an invoice that is open, and one that is a draft', [{ ...INVOICE, status: 'open', amount_paid: 0 }, { ...INVOICE, id: 'in_2', status: 'draft', amount_paid: 0 }], {}],
    ['a charge that failed, and one only reserved', [{ ...CHARGE, status: 'failed', paid: false }, { ...CHARGE, id: 'ch_2', captured: false }], {}],
    ['part of what was reserved', [{ ...CHARGE, invoice: null, amount_captured: 900 }], { ch_1: 'charge 9.00 EUR stripe:cus_9' }],
    ['a refund', [REFUND], { re_1: 'refund 10.00 EUR stripe:cus_9' }],
    ['a refund, and the charge that only knows the sum', [{ ...OLD_CHARGE, amount_refunded: 1000 }, REFUND], { ...BY_CUSTOMER, re_1: 'refund 10.00 EUR stripe:cus_9' }],
    ['only the sum', [{ ...NEW_CHARGE, amount_refunded: 1000 }], { 'ch_1/refunded': 'refund 10.00 EUR stripe:cus_9' }],
    ['the charge with its list of refunds', [{ ...OLD_CHARGE, amount_refunded: 1000, refunds: { data: [{ ...REFUND, customer: undefined }], has_more: false } }, { ...REFUND, customer: undefined }], { ...BY_CUSTOMER, re_1: 'refund 10.00 EUR stripe:cus_9' }],
    ['a refund that failed', [{ ...REFUND, status: 'failed' }], {}],
    ['a credit note names the refund', [{ id: 'cn_1', object: 'credit_note', type: 'post_payment', status: 'issued', total: 1000, amount: 1000, currency: 'eur', customer: 'cus_9', created: MARCH + DAY, refund: 're_1' }, REFUND], { re_1: 'refund 10.00 EUR stripe:cus_9' }],
    ['a credit note in the new shape, part of it outside', [{ id: 'cn_1', object: 'credit_note', type: 'mixed', status: 'issued', amount: 1500, currency: 'eur', customer: 'cus_9', created: MARCH + DAY, refunds: [{ refund: 're_1', amount_refunded: 1000 }], out_of_band_amount: 500 }], { 'cn_1/outside': 'refund 5.00 EUR stripe:cus_9', re_1: 'refund 10.00 EUR stripe:cus_9' }],
    ['a credit note on the balance', [{ id: 'cn_1', object: 'credit_note', type: 'post_payment', status: 'issued', amount: 1000, currency: 'eur', customer: 'cus_9', created: MARCH, customer_balance_transaction: 'cbtxn_1' }], {}],
    ['a dispute that is lost', [{ id: 'dp_1', object: 'dispute', status: 'lost', amount: 4900, currency: 'eur', charge: { id: 'ch_1', customer: 'cus_9' }, created: MARCH }], { dp_1: 'refund 49.00 EUR stripe:cus_9' }],
    ['disputes that are won or open', [{ id: 'dp_1', object: 'dispute', status: 'won', amount: 1, currency: 'eur', created: MARCH }, { id: 'dp_2', object: 'dispute', status: 'under_review', amount: 1, currency: 'eur', created: MARCH }], {}],
  ])('%s', (_, objects, expected) => {
    fc.assert(fc.property(fc.shuffledSubarray([...objects, ...objects], { minLength: objects.length * 2 }), (order) => {
      expect(total(order)).toEqual(expected)
    }), { numRuns: 30 })
  })
})

describe('customers and checkouts', () => {
  test('a customer of ours', () => {
    const made = fromStripeObject({ id: 'cus_9', object: 'customer', name: 'Acme', email: 'ann@acme.com', created: MARCH, metadata: { account_id: '7', plan: 'gold', external_id: 'x' } })
    expect(said(made)[0]).toEqual({ type: 'party', key: 'cus_9', source: 'stripe', kind: 'organization', ids: ['stripe:cus_9', 'account:7'], name: 'Acme', traits: { plan: 'gold', external_id: 'x' } })
    expect(said(made).map(({ type }) => type)).toEqual(['party', 'link', 'membership'])
  })

  test('who checked out is our user; with the address of a firm, for the firm', () => {
    const session = { id: 'cs_1', object: 'checkout.session', status: 'complete', customer: 'cus_9', client_reference_id: '42', created: MARCH, customer_details: { email: 'ann@gmail.com', name: 'Ann Lee' } }
    expect(said(fromStripeObject(session))).toMatchObject([{ type: 'party', kind: 'person', ids: ['stripe:cus_9', 'user:42', 'email:ann@gmail.com'] }, { type: 'link', ids: ['stripe:cus_9', 'user:42'] }])
    const firm = said(fromStripeObject({ ...session, customer_details: { email: 'ann@acme.com', name: 'Ann Lee' } }))
    expect(firm[0]).toMatchObject({ type: 'party', kind: 'organization', ids: ['stripe:cus_9'] })
    expect(firm.filter(({ type }) => type === 'membership').map(({ person }) => person)).toEqual(['user:42', 'email:ann@acme.com'])
    expect(fromStripeObject({ ...session, status: 'expired' }).kind).toBe('left-out')
  })

  test('deleted, a customer keeps its past', () => {
    expect(fromStripeObject({ id: 'cus_9', object: 'customer', deleted: true })).toMatchObject({ kind: 'left-out', why: /past|stays true/ })
    expect(fromStripeEvent({ id: 'evt_1', type: 'customer.deleted', created: MARCH, data: { object: { id: 'cus_9', object: 'customer', email: 'ann@gmail.com' } } }).kind).toBe('left-out')
  })

  test('test mode is left out unless it is asked for', () => {
    const customer = { id: 'cus_9', object: 'customer', livemode: false, email: 'ann@gmail.com' }
    expect(fromStripeObject(customer)).toEqual({ kind: 'left-out', why: 'made in test mode: no real money' })
    expect(fromStripeObject(customer, { testMode: true }).kind).toBe('lines')
  })
})

describe.skipIf(fixtures === null)('objects that Stripe publishes', () => {
  const folder = fixtures ?? ''
  const objects = fixtures === null ? {} : (JSON.parse(readFileSync(`${folder}/stripe/fixtures3_subset.json`, 'utf8')) as Record<string, Line>)
  const answers = fixtures === null ? {} : (JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as { answers: Record<string, { value: unknown }> }).answers

  test('each is known by its field "object", and is lines that the judge takes, or left out for a reason of its own', () => {
    const kinds = answers.stripe_objects?.value as Record<string, string>
    expect(Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, object.object]))).toEqual(kinds)
    const made = Object.entries(objects).map(([name, object]) => [name, fromStripeObject(object, { testMode: true })] as const)
    const stated = made.filter(([, one]) => one.kind === 'lines').map(([name]) => name)
    // The charge is only reserved, the subscription ended when it began, the others are drafts or no evidence.
    expect(stated.sort()).toEqual(['billing.meter_event', 'product', 'refund'])
    expect(made.filter(([, one]) => one.kind === 'refused')).toEqual([])
    for (const [, one] of made) if (one.kind === 'lines') for (const line of one.lines) expect(isFault(understand(line)) ? { line, fault: understand(line) } : null).toBeNull()
  })

  test('who pays is whom the object names', () => {
    const customers = answers.stripe_customer_of?.value as Record<string, string | null>
    // As they would be if they were paid and in force.
    const inForce: Record<string, object> = {
      subscription: { ended_at: null, cancel_at: null, trial_end: null, cancel_at_period_end: false }, invoice: { status: 'paid', amount_paid: 1000 }, charge: { captured: true, amount_captured: 100 },
      credit_note: { type: 'post_payment', out_of_band_amount: 500 }, payment_intent: { status: 'succeeded', amount_received: 1099 },
    }
    const parties = Object.entries(objects).flatMap(([name, object]) => {
      const made = fromStripeObject({ ...object, ...inForce[name] }, { testMode: true })
      const lines = made.kind === 'lines' ? made.lines : []
      return lines.filter(({ type, retracted }) => (type === 'agreement' || type === 'payment') && retracted !== true).map((line) => [name, (line.payer ?? line.buyer ?? null) as string | null] as const)
    })
    expect([...new Set(parties.map(([name]) => name))]).toEqual(['charge', 'credit_note', 'invoice', 'payment_intent', 'refund', 'subscription'])
    for (const [name, party] of parties) expect(party).toBe(customers[name] === null ? null : `stripe:${customers[name]}`)
  })

  test('every event that the Stripe CLI can trigger is understood: nothing is refused, whatever object it carries', () => {
    const types = readdirSync(`${folder}/stripe_cli_triggers`).map((file) => file.replace(/\.json$/, ''))
    expect(types.length).toBe(answers.stripe_cli_events?.value)
    const objectOf = (type: string): Line => {
      const parts = type.split('.')
      const named = [parts.slice(0, -1).join('.'), parts.slice(-2, -1).join('.'), parts[0] ?? ''].map((name) => name.replace(/^source$/, 'payment_method')).find((name) => objects[name])
      return objects[named ?? ''] ?? { id: 'x_1', object: parts[0] }
    }
    const kinds = types.map((type) => [type, fromStripeEvent({ object: 'event', id: `evt_${type}`, type, created: MARCH, livemode: false, data: { object: objectOf(type) } }, { testMode: true }).kind])
    expect(kinds.filter(([, kind]) => kind === 'refused')).toEqual([])
    expect(kinds.filter(([, kind]) => kind === 'lines').map(([type]) => type)).toContain('product.updated')
    expect(kinds.length).toBe(82)
  })
})

test('whatever is sent, nothing is thrown, and what comes out is evidence', () => {
  const names = ['customer', 'subscription', 'invoice', 'charge', 'payment_intent', 'refund', 'credit_note', 'dispute', 'checkout.session', 'invoice_payment', 'product', 'billing.meter_event', 'price', '__proto__']
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('cus_9', 'eur', 'succeeded', 'paid', -1, 1e300, Number.MAX_SAFE_INTEGER, MARCH, null, '', '\u0000', { data: [null, 3, { id: 'x' }] }))
  const fields = ['id', 'amount', 'amount_paid', 'currency', 'customer', 'created', 'items', 'status', 'metadata', 'discounts', 'trial_end', 'start_date', 'plan', 'quantity', 'refunds', 'payments', 'lines', 'email', 'name', 'charge', 'status_transitions', 'tax_ids', 'payload', 'timestamp', 'identifier', 'total', 'type', 'customer_details', 'client_reference_id', 'ended_at', 'invoice', 'payment', 'deleted']
  const hostile = fc.record({ object: fc.constantFrom(...names), ...Object.fromEntries(fields.map((field) => [field, odd])) }, { requiredKeys: ['object'] })
  fc.assert(fc.property(hostile, (object) => {
    const event = { object: 'event', id: 'evt_1', type: 'x.updated', created: MARCH, data: { object, previous_attributes: object } }
    for (const made of [fromStripeObject(object), fromStripeEvent(event), fromStripeEvent(object)]) {
      expect(['lines', 'left-out', 'refused']).toContain(made.kind)
      for (const line of made.kind === 'lines' ? made.lines : []) {
        expect(Number.isSafeInteger(line.version ?? 0)).toBe(true)
        const read = understand(line)
        // What is left to the judge: texts that no field may hold.
        if (isFault(read)) expect(['bad-text', 'bad-value', 'bad-identifier', 'junk-identifier', 'bad-date', 'bad-ids', 'bad-period', 'too-deep']).toContain(read.reason)
      }
    }
  }), { numRuns: 1_000 })
  for (const value of [null, 3, 'x', [], undefined, {}, { object: 'event' }, { object: 'event', data: {} }]) expect(fromStripeObject(value).kind).toBe('refused')
})
