import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromStripeEvent } from '../../src/evidence/from-stripe.ts'
import { holds } from '../../src/evidence/versions.ts'
import { openBench } from '../harness/workspace.ts'

const START = 1_767_225_600 // 2026-01-01T00:00:00Z
const DAY = 86_400
const PRICE = { id: 'price_1', currency: 'eur', unit_amount: 3100, product: 'prod_notes', recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' } }

function subscription(fields: object, quantity: number, day: number): object {
  return {
    id: 'sub_1', object: 'subscription', customer: 'cus_acme', start_date: START, created: START, trial_start: START, trial_end: START + 14 * DAY, status: 'active',
    items: { data: [{ id: 'si_1', created: START, quantity, price: PRICE, current_period_start: START + day * DAY, current_period_end: START + (day + 31) * DAY }] }, ...fields,
  }
}

const invoice = (id: string, amount: number, day: number): object => ({
  id, object: 'invoice', status: 'paid', amount_due: amount, amount_paid: amount, currency: 'eur', customer: 'cus_acme', created: START + day * DAY,
  status_transitions: { finalized_at: START + day * DAY, paid_at: START + day * DAY + 60 }, parent: { subscription_details: { subscription: 'sub_1' } },
})

let number = 0
function event(type: string, day: number, object: object, previous: object = {}): object {
  number += 1
  return { id: `evt_${number}`, object: 'event', type, created: START + Math.round(day * DAY), livemode: true, data: { object, previous_attributes: previous } }
}

const CHARGE = { id: 'ch_1', object: 'charge', payment_intent: 'pi_1', amount: 31_000, amount_captured: 31_000, captured: true, paid: true, status: 'succeeded', currency: 'eur', customer: 'cus_acme', created: START + 14 * DAY }
const INTENT = { id: 'pi_1', object: 'payment_intent', status: 'succeeded', amount: 31_000, amount_received: 31_000, currency: 'eur', customer: 'cus_acme', created: START + 14 * DAY, latest_charge: 'ch_1' }

/** A subscription's life: a trial, more seats in the same second as its end, paid, renewed, part given back, canceled. */
const LIFE: readonly object[] = [
  event('customer.created', 0, { id: 'cus_acme', object: 'customer', name: 'Acme GmbH', email: 'ann@acme.com', created: START }),
  event('customer.subscription.created', 0, subscription({ status: 'trialing' }, 5, 0)),
  event('customer.subscription.updated', 14, subscription({}, 10, 14), { status: 'trialing' }),
  event('invoice.paid', 14, invoice('in_1', 31_000, 14)),
  event('payment_intent.succeeded', 14, INTENT),
  event('charge.succeeded', 14, CHARGE),
  event('invoice_payment.paid', 14, { id: 'inpay_1', object: 'invoice_payment', status: 'paid', amount_paid: 31_000, currency: 'eur', invoice: 'in_1', payment: { type: 'payment_intent', payment_intent: 'pi_1' }, created: START + 14 * DAY }),
  event('customer.subscription.updated', 45, subscription({}, 10, 45)),
  event('invoice.paid', 45, invoice('in_2', 31_000, 45)),
  event('charge.refunded', 50, { ...CHARGE, amount_refunded: 6_000, refunded: false }),
  event('refund.created', 50, { id: 're_1', object: 'refund', amount: 6_000, currency: 'eur', status: 'succeeded', charge: 'ch_1', payment_intent: 'pi_1', customer: 'cus_acme', created: START + 50 * DAY }),
  event('customer.subscription.updated', 60, subscription({ cancel_at_period_end: true, canceled_at: START + 60 * DAY }, 10, 45)),
  event('customer.subscription.deleted', 76, subscription({ status: 'canceled', ended_at: START + 76 * DAY, canceled_at: START + 60 * DAY }, 10, 45)),
]

type Line = { readonly [field: string]: unknown }

const linesOf = (one: object): readonly Line[] => {
  const made = fromStripeEvent(one)
  return made.kind === 'lines' ? made.lines : []
}

/** What holds in the end, by key. */
function held(events: readonly object[]): string {
  const best = new Map<string, Line>()
  events.flatMap(linesOf).forEach((line, arrival) => {
    const name = `${line.type} ${line.key}`
    const known = best.get(name)
    if (!known || holds({ version: (line.version as number | undefined) ?? null, recordedAt: 0, arrival: arrival + 1 }, { version: (known.version as number | undefined) ?? null, recordedAt: 0, arrival }) >= 0) best.set(name, line)
  })
  return JSON.stringify([...best].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function* orders<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length <= 1) {
    yield list
    return
  }
  for (let place = 0; place < list.length; place += 1) {
    for (const rest of orders([...list.slice(0, place), ...list.slice(place + 1)])) yield [list[place] as T, ...rest]
  }
}

describe('however a life arrives', () => {
  test('all orders of its seven great events give the same', () => {
    const great = [1, 2, 3, 5, 8, 10, 12].map((place) => LIFE[place] as object)
    const expected = held(great)
    let seen = 0
    for (const order of orders(great)) {
      if (held(order) !== expected) expect(held(order)).toBe(expected)
      seen += 1
    }
    expect(seen).toBe(5_040)
  })

  test('any order of all of them, with repeats, gives the same', () => {
    const expected = held(LIFE)
    fc.assert(fc.property(fc.shuffledSubarray([...LIFE, ...LIFE, ...LIFE.slice(4)], { minLength: 2 * LIFE.length + LIFE.length - 4 }), (order) => held(order) === expected), { numRuns: 500 })
  })

  test('the answers of a workspace are those of its life, in any order', async () => {
    const questions: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['unused-money', { from: '2026-01-01', to: '2026-04-01' }], ['sources', { from: '2026-01-01', to: '2026-04-01' }], ['overlap', { product: 'prod_notes', from: '2026-01-01', to: '2026-04-01' }],
      ['who-pays', { party: 'user:ann', product: 'prod_notes', day: '2026-02-01' }], ['who-pays', { party: 'user:ann', product: 'prod_notes', day: '2026-01-05' }], ['who-pays', { party: 'user:ann', product: 'prod_notes', day: '2026-03-30' }],
    ]
    const answersTo = async (events: readonly object[]): Promise<unknown[]> => {
      const bench = await openBench({ now: () => (START + 100 * DAY) * 1000 })
      await bench.take([
        { type: 'product', key: 'prod_notes', name: 'Notes' }, { type: 'party', key: 'p1', kind: 'person', ids: ['user:ann', 'email:ann@acme.com'] },
        { type: 'usage', key: 'u1', party: 'user:ann', product: 'prod_notes', at: '2026-02-01T10:00:00Z' }, { type: 'usage', key: 'u2', party: 'user:ann', product: 'prod_notes', at: '2026-01-05T10:00:00Z' },
      ])
      for (const one of events) await bench.take(linesOf(one))
      const answers = []
      for (const [study, params] of questions) answers.push(await bench.ask(study, params))
      await bench.close()
      // How many versions of a line are kept depends on their order; what holds does not.
      return JSON.parse(JSON.stringify(answers), (name, value: unknown) => (name === 'lines' ? null : value)) as unknown[]
    }
    const expected = await answersTo(LIFE)
    // 310.00 a month for 10 seats, from the end of the trial on 15 January to 18 March: 17/31 + 1 + 17/31 months. Paid twice, 60.00 given back. Ann is paid for by Acme.
    expect(expected[0]).toMatchObject({ totals: [{ currency: 'EUR', accrued: '650.00' }] })
    expect(expected[1]).toMatchObject({ sources: [{}, { source: 'stripe', money: [{ currency: 'EUR', amount: '560.00' }] }] })
    expect(expected[3]).toMatchObject({ kind: 'organization' })
    expect(expected[4]).not.toMatchObject({ kind: 'organization' })
    expect(expected[5]).not.toMatchObject({ kind: 'organization' })
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...LIFE, ...LIFE.slice(0, 5)], { minLength: LIFE.length + 5 }), async (order) => {
      expect(await answersTo(order)).toEqual(expected)
    }), { numRuns: 12 })
  })
})
