import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStripeSecrets } from '../stripe-secrets.ts'
import { signer } from '../stripe-signature.ts'
import { openTrial, type Trial } from '../trial.ts'

const SECRET = 'whsec_livesecretoftheendpoint01'
const ROLLED = 'whsec_livesecretoftheendpoint02'
const stripe = new Stripe('sk_test_none')

let trial: Trial
beforeAll(async () => {
  trial = await openTrial()
  const secrets = openStripeSecrets(trial.folder)
  secrets.add({ name: 'live', secret: SECRET }, Date.now())
  secrets.add({ name: 'rolled', secret: ROLLED }, Date.now())
  secrets.add({ name: 'testing', secret: 'whsec_testingsecretofanother01', workspace: 'demo', testMode: true, product: 'notes' }, Date.now())
})
afterAll(() => trial.close())

const nowS = (): number => Math.floor(Date.now() / 1000)

function headerFor(payload: string, secret = SECRET, timestamp = nowS()): string {
  return stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
}

async function knock(payload: string, header: string | null, path = '/v1/stripe'): Promise<{ status: number; body: { [field: string]: unknown } }> {
  const answer = await fetch(`${trial.url}${path}`, {
    method: 'POST',
    body: payload,
    headers: { 'content-type': 'application/json; charset=utf-8', ...(header === null ? {} : { 'stripe-signature': header }) },
  })
  return { status: answer.status, body: (await answer.json()) as { [field: string]: unknown } }
}

let events = 0
function eventOf(type: string, object: object, fields: object = {}): string {
  events += 1
  return JSON.stringify(
    { id: `evt_${events}`, object: 'event', api_version: '2026-10-28', created: nowS(), livemode: true, type, data: { object }, ...fields },
    null,
    2,
  )
}

const customer = (id: string): object => ({ id, object: 'customer', livemode: true, email: 'ann@gmail.com', name: 'Ann Lee', created: 1_772_323_200 })

async function exported(workspace: string): Promise<{ [field: string]: unknown }[]> {
  const text = await (await fetch(`${trial.url}/api/evidence?workspace=${workspace}`, { headers: { authorization: `Bearer ${trial.keys.admin}` } })).text()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { [field: string]: unknown })
}

describe('the signature', () => {
  const PAYLOAD = eventOf('customer.created', customer('cus_signed'))
  const at = nowS()
  const good = stripe.webhooks.generateTestHeaderString({ payload: PAYLOAD, secret: SECRET, timestamp: at })
  const v1 = good.split('v1=')[1] ?? ''

  const headers: readonly (readonly [name: string, header: string, payload?: string])[] = [
    ['good', good],
    ['of a body with one more blank', good, `${PAYLOAD} `],
    ['stale', stripe.webhooks.generateTestHeaderString({ payload: PAYLOAD, secret: SECRET, timestamp: at - 301 })],
    ['just not stale', stripe.webhooks.generateTestHeaderString({ payload: PAYLOAD, secret: SECRET, timestamp: at - 290 })],
    [
      'made anew for an old signature',
      `t=${at},v1=${stripe.webhooks.generateTestHeaderString({ payload: PAYLOAD, secret: SECRET, timestamp: at - 999 }).split('v1=')[1]}`,
    ],
    ['of another secret', stripe.webhooks.generateTestHeaderString({ payload: PAYLOAD, secret: 'whsec_another', timestamp: at })],
    ['two, the second good', `t=${at},v1=${'0'.repeat(64)},v1=${v1}`],
    ['two, the first good', `t=${at},v1=${v1},v1=${'0'.repeat(64)}`],
    ['of another scheme', `t=${at},v0=${v1}`],
    ['in capitals', `t=${at},v1=${v1.toUpperCase()}`],
    ['cut', `t=${at},v1=${v1.slice(0, -1)}`],
    ['without time', `v1=${v1}`],
    ['with a time that is none', `t=soon,v1=${v1}`],
    ['empty', ''],
  ]

  test.each(headers)("%s: taken exactly where Stripe's own package takes it", (_, header, payload = PAYLOAD) => {
    const theirs = (): boolean => {
      try {
        stripe.webhooks.constructEvent(payload, header ?? '', SECRET)
        return true
      } catch {
        return false
      }
    }
    expect(signer(header, Buffer.from(payload), [{ secret: SECRET }], Date.now()) !== null).toBe(theirs())
  })

  test('while a secret is rolled, either of the two is good', async () => {
    const both = `${headerFor(PAYLOAD, 'whsec_unknown')},${headerFor(PAYLOAD, ROLLED).split(',')[1]}`
    expect(signer(both, Buffer.from(PAYLOAD), [{ secret: SECRET }, { secret: ROLLED }], Date.now())).toEqual({ secret: ROLLED })
    expect((await knock(PAYLOAD, headerFor(PAYLOAD, ROLLED))).status).toBe(200)
  })

  test('without a good one nothing is taken, and nothing is told of which workspaces there are', async () => {
    const payload = eventOf('customer.created', customer('cus_forged'))
    for (const [header, path] of [
      [null, '/v1/stripe'],
      ['t=1,v1=00', '/v1/stripe'],
      [headerFor(payload, 'whsec_wrong'), '/v1/stripe'],
      [headerFor(payload), '/v1/stripe/demo'],
      [headerFor(payload), '/v1/stripe/elsewhere'],
      [headerFor(payload), '/v1/stripe/__proto__'],
    ] as const) {
      const { status, body } = await knock(payload, header, path)
      expect([status, body.code]).toEqual([400, 'bad-signature'])
    }
    expect((await exported('main')).filter(({ key }) => key === 'cus_forged')).toEqual([])
  })
})

describe('an event', () => {
  test('is on disk when it is answered; sent again it is a duplicate', async () => {
    const payload = eventOf('customer.created', customer('cus_1'))
    expect(await knock(payload, headerFor(payload))).toEqual({ status: 200, body: { received: true, accepted: 1, duplicate: 0 } })
    expect((await exported('main')).find(({ key }) => key === 'cus_1')).toMatchObject({
      type: 'party',
      source: 'stripe',
      ids: ['stripe:cus_1', 'email:ann@gmail.com'],
    })
    expect(await knock(payload, headerFor(payload))).toEqual({ status: 200, body: { received: true, accepted: 0, duplicate: 1 } })
  })

  test('of other things is answered with 200 and a reason', async () => {
    for (const [type, object] of [
      ['payout.paid', { id: 'po_1', object: 'payout' }],
      ['something.new', { id: 'x_1', object: 'something' }],
      ['v1.billing.meter.no_meter_found', {}],
    ] as const) {
      const payload = eventOf(type, object)
      const { status, body } = await knock(payload, headerFor(payload))
      expect([status, body.accepted, typeof body.leftOut]).toEqual([200, 0, 'string'])
    }
    const thin = JSON.stringify({ id: 'evt_thin', object: 'v2.core.event', type: 'v2.core.event_destination.ping', created: '2026-11-01T00:00:00Z' })
    expect((await knock(thin, headerFor(thin))).status).toBe(200)
  })

  test('of test mode is left out, unless the secret says otherwise', async () => {
    const payload = eventOf('customer.created', { ...customer('cus_test'), livemode: false }, { livemode: false })
    expect((await knock(payload, headerFor(payload))).body).toMatchObject({ received: true, accepted: 0, leftOut: 'made in test mode: no real money' })
    expect((await knock(payload, headerFor(payload, 'whsec_testingsecretofanother01'), '/v1/stripe/demo')).body).toMatchObject({ accepted: 1 })
  })

  test('that is no JSON, though well signed, is refused', async () => {
    expect((await knock('{"id":', headerFor('{"id":'))).body.code).toBe('not-json')
  })

  test('with letters beyond ASCII is checked byte by byte', async () => {
    const payload = eventOf('customer.created', { ...customer('cus_2'), name: 'Zoë Müller 😀', metadata: { Größe: 'groß' } })
    expect((await knock(payload, headerFor(payload))).body.accepted).toBe(1)
    expect((await exported('main')).find(({ key }) => key === 'cus_2')).toMatchObject({ name: 'Zoë Müller 😀', traits: { Größe: 'groß' } })
  })

  test('a secret with a product sells everything as that product', async () => {
    const price = { id: 'price_1', currency: 'eur', unit_amount: 4900, product: 'prod_1', recurring: { interval: 'month', interval_count: 1 } }
    const object = {
      id: 'sub_9',
      object: 'subscription',
      customer: 'cus_test',
      status: 'active',
      start_date: 1_772_323_200,
      items: { data: [{ id: 'si_1', quantity: 2, price }] },
    }
    const payload = eventOf('customer.subscription.created', object, { livemode: false })
    expect((await knock(payload, headerFor(payload, 'whsec_testingsecretofanother01'), '/v1/stripe/demo')).body).toMatchObject({ accepted: 1 })
    expect((await exported('demo')).find(({ key }) => key === 'sub_9')).toMatchObject({ product: 'notes', amount: '98.00', seats: 2 })
  })
})

test('when too much comes at once, Stripe is told to come again', async () => {
  const busy = await openTrial({ intakeBytes: 1 })
  openStripeSecrets(busy.folder).add({ name: 'live', secret: SECRET }, Date.now())
  const payload = eventOf('customer.created', customer('cus_busy'))
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => fetch(`${busy.url}/v1/stripe`, { method: 'POST', body: payload, headers: { 'stripe-signature': headerFor(payload) } })),
  )
  const statuses = [...new Set(answers.map(({ status }) => status))].sort()
  await busy.close()
  expect(statuses).toEqual([200, 429])
})

describe('signing secrets', () => {
  const ask = async (method: string, path: string, key: string, body?: object): Promise<{ status: number; body: { [field: string]: unknown } }> => {
    const answer = await fetch(`${trial.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, body: (await answer.json()) as { [field: string]: unknown } }
  }

  test('are added, listed without themselves, and removed by admins only', async () => {
    const secret = 'whsec_addedoverhttp0123456789'
    for (const key of [trial.keys.read, trial.keys.write, trial.keys.browser]) {
      expect((await ask('GET', '/api/stripe-secrets', key)).status).toBe(403)
      expect((await ask('POST', '/api/stripe-secrets', key, { name: 'x', secret })).status).toBe(403)
    }
    expect((await ask('POST', '/api/stripe-secrets', trial.keys.admin, { name: 'added', secret })).body).toMatchObject({
      name: 'added',
      workspace: 'main',
      testMode: false,
    })
    const listed = await ask('GET', '/api/stripe-secrets', trial.keys.admin)
    expect(JSON.stringify(listed.body)).not.toContain('whsec_')
    expect((listed.body.secrets as { name: string }[]).map(({ name }) => name)).toEqual(['live', 'rolled', 'added'])
    const payload = eventOf('customer.created', customer('cus_3'))
    expect((await knock(payload, headerFor(payload, secret))).status).toBe(200)
    expect((await ask('DELETE', '/api/stripe-secrets/added', trial.keys.admin)).body).toEqual({ removed: 'added' })
    expect((await knock(payload, headerFor(payload, secret))).status).toBe(400)
    expect((await ask('DELETE', '/api/stripe-secrets/added', trial.keys.admin)).status).toBe(400)
  })

  test('an admin of one workspace does not reach those of another', async () => {
    const key = trial.keyOf('admin', 'demo')
    expect((await ask('GET', '/api/stripe-secrets', key)).body).toMatchObject({ secrets: [{ name: 'testing' }] })
    expect((await ask('GET', '/api/stripe-secrets?workspace=main', key)).status).toBe(403)
    expect((await ask('DELETE', '/api/stripe-secrets/live', key)).status).toBe(400)
    expect((await ask('DELETE', '/api/stripe-secrets/live?workspace=main', key)).status).toBe(403)
  })

  test.each([
    ['an API key instead of a secret', { name: 'x', secret: 'sk_live_123456789012345678' }],
    ['no secret', { name: 'x' }],
    ['a name that is taken', { name: 'live', secret: 'whsec_0123456789abcdef0' }],
    ['a secret that is there', { name: 'again', secret: SECRET }],
    ['no name', { name: ' ', secret: 'whsec_0123456789abcdef0' }],
  ])('%s is refused, and not repeated in the answer', async (_, body) => {
    const answer = await ask('POST', '/api/stripe-secrets', trial.keys.admin, body)
    expect([answer.status, answer.body.code]).toEqual([400, 'bad-parameter'])
    expect(JSON.stringify(answer.body)).not.toMatch(/sk_live_1|whsec_[0l]/)
  })

  test('lie in a file that only its owner may read', () => {
    const file = join(trial.folder, 'stripe-secrets.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain(SECRET)
  })
})
