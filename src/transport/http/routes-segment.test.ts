import { get } from 'node:http'
import { json } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrial, type Trial } from '../trial.ts'

let trial: Trial
let key = ''
beforeAll(async () => {
  trial = await openTrial()
  key = trial.keys.write
})
afterAll(() => trial.close())

async function exported(): Promise<{ [field: string]: unknown }[]> {
  const text = await (await fetch(`${trial.url}/api/evidence`, { headers: { authorization: `Bearer ${trial.keys.admin}` } })).text()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { [field: string]: unknown })
}

const basic = (text: string): string => `Basic ${Buffer.from(`${text}:`).toString('base64')}`
let ids = 0
const messageId = (): string => `m${++ids}`

interface Knock {
  readonly name: string
  readonly path: string
  readonly body: () => object
  readonly headers?: () => { [name: string]: string }
  readonly zipped?: boolean
}

describe('doors that the SDKs knock on', () => {
  const knocks: Knock[] = [
    {
      name: '@segment/analytics-node',
      path: '/v1/batch',
      headers: () => ({ authorization: basic(key), 'content-type': 'application/json' }),
      body: () => ({ batch: [{ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}` }], writeKey: key, sentAt: new Date().toISOString() }),
    },
    {
      name: '@rudderstack/rudder-sdk-node',
      path: '/v1/batch',
      zipped: true,
      headers: () => ({ authorization: basic(key), 'content-type': 'application/x-www-form-urlencoded' }),
      body: () => ({ batch: [{ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}` }], sentAt: new Date().toISOString() }),
    },
    {
      name: '@segment/analytics-next',
      path: '/v1/t',
      headers: () => ({ authorization: basic(key), 'content-type': 'text/plain' }),
      body: () => ({ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}`, writeKey: key }),
    },
    {
      name: '@segment/analytics-next in batches',
      path: '/v1/b',
      headers: () => ({ 'content-type': 'text/plain' }),
      body: () => ({ writeKey: key, batch: [{ type: 'page', userId: 'ann', messageId: `M${ids}` }] }),
    },
    {
      name: '@rudderstack/analytics-js',
      path: '/v1/track',
      headers: () => ({ authorization: basic(key), anonymousid: 'abc' }),
      body: () => ({ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}`, originalTimestamp: new Date().toISOString() }),
    },
    {
      name: 'a beacon',
      path: '/beacon/v1/batch?writeKey=KEY',
      headers: () => ({ 'content-type': 'text/plain' }),
      body: () => ({ batch: [{ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}` }] }),
    },
    {
      name: 'a trailing slash',
      path: '/v1/batch/',
      headers: () => ({ authorization: basic(key) }),
      body: () => ({ batch: [{ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}` }] }),
    },
    {
      name: 'a key as bearer',
      path: '/v1/import',
      headers: () => ({ authorization: `Bearer ${key}` }),
      body: () => ({ batch: [{ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}` }] }),
    },
    {
      name: 'gzip that does not say so',
      path: '/v1/batch',
      zipped: true,
      headers: () => ({ authorization: basic(key), 'content-encoding': '' }),
      body: () => ({ batch: [{ type: 'track', event: 'a', userId: 'ann', messageId: `M${ids}` }] }),
    },
    {
      name: 'a path that names the call',
      path: '/v1/screen',
      headers: () => ({ authorization: basic(key) }),
      body: () => ({ userId: 'ann', messageId: `M${ids}` }),
    },
  ]
  test.each(knocks)('$name', async ({ path, headers, body, zipped }) => {
    ids++
    const before = trial.main.record.recorded
    const text = JSON.stringify(body())
    const given: { [name: string]: string } = { ...(zipped ? { 'content-encoding': 'gzip' } : {}), ...headers?.() }
    if (given['content-encoding'] === '') delete given['content-encoding']
    const answer = await fetch(trial.url + path.replace('KEY', key), { method: 'POST', body: zipped ? gzipSync(text) : text, headers: given })
    expect({ status: answer.status, answer: await answer.json() }).toEqual({ status: 200, answer: { success: true } })
    expect(trial.main.record.recorded).toBe(before + 1)
  })

  test('a retry with the same messageId is not taken twice', async () => {
    const id = messageId()
    const send = (sentAt: string): Promise<Response> =>
      fetch(`${trial.url}/v1/track`, {
        method: 'POST',
        headers: { authorization: basic(key) },
        body: JSON.stringify({ event: 'x', userId: 'ann', messageId: id, sentAt, timestamp: '2026-02-03T10:00:00Z' }),
      })
    await send('2026-02-03T10:00:01Z')
    const before = trial.main.record.recorded
    expect((await send('2026-02-03T10:09:09Z')).status).toBe(200)
    expect(trial.main.record.recorded).toBe(before)
  })

  test('one malformed call does not lose the others', async () => {
    const before = trial.main.record.recorded
    const batch = [{ type: 'track', userId: 'ann' }, null, 7, { type: 'track', event: 'fine', userId: 'ann', messageId: messageId() }]
    const answer = await fetch(`${trial.url}/v1/batch`, { method: 'POST', headers: { authorization: basic(key) }, body: JSON.stringify({ batch }) })
    expect(answer.status).toBe(200)
    expect(trial.main.record.recorded).toBe(before + 1)
  })

  test('Hebrew and product come through; who names no product uses the product of the key', async () => {
    const [a, b] = [messageId(), messageId()]
    const batch = [
      { type: 'track', event: 'פתיחה', userId: 'שרה', messageId: a, properties: { product: 'מחברת' } },
      { type: 'track', event: 'x', userId: 'ann', messageId: b },
    ]
    await fetch(`${trial.url}/v1/batch`, { method: 'POST', headers: { authorization: basic(key) }, body: JSON.stringify({ batch }) })
    const lines = await exported()
    expect(lines.find((line) => line.key === a)).toMatchObject({ event: 'פתיחה', party: 'user:שרה', product: 'מחברת', source: 'segment:web' })
    expect(lines.find((line) => line.key === b)).toMatchObject({ product: 'product' })
  })

  test('a browser key puts visitors into an account and makes nobody a member', async () => {
    const id = messageId()
    const headers = { authorization: basic(trial.keys.browser), origin: 'https://app.example' }
    const send = (path: string, body: object): Promise<Response> => fetch(trial.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    await send('/v1/group', { userId: 'zoe', groupId: 'acme', messageId: messageId(), traits: { name: 'Acme' } })
    await send('/v1/identify', { userId: 'zoe', anonymousId: 'anon-9', messageId: messageId(), traits: { email: 'ceo@acme.com' } })
    await send('/v1/track', { userId: 'zoe', event: 'x', messageId: id })
    const lines = await exported()
    expect(lines.find((line) => line.key === id)).toMatchObject({ account: 'account:acme' })
    expect(lines.filter((line) => JSON.stringify(line).includes('zoe')).map((line) => line.type)).toEqual(['link', 'usage'])
  })
})

describe('what is refused', () => {
  const scenarios: {
    name: string
    path?: string
    headers?: () => { [name: string]: string }
    body: string | (() => string | Buffer)
    status: number
    code: string
  }[] = [
    { name: 'no key', body: '{"batch":[]}', status: 401, code: 'no-key' },
    { name: 'a wrong key', headers: () => ({ authorization: basic('nobody') }), body: '{"batch":[]}', status: 401, code: 'wrong-key' },
    { name: 'a wrong key in the body', body: '{"batch":[],"writeKey":"nobody"}', status: 401, code: 'wrong-key' },
    { name: 'a key that only reads', headers: () => ({ authorization: basic(trial.keys.read) }), body: '{"batch":[]}', status: 403, code: 'key-too-weak' },
    { name: 'broken JSON', headers: () => ({ authorization: basic(key) }), body: '{"batch":[', status: 400, code: 'not-json' },
    { name: 'no object', headers: () => ({ authorization: basic(key) }), body: '"track"', status: 400, code: 'not-an-object' },
    { name: 'an empty body', headers: () => ({ authorization: basic(key) }), body: '', status: 400, code: 'not-json' },
    {
      name: 'more than 5 MB',
      headers: () => ({ authorization: basic(key) }),
      body: () => `{"batch":["${'x'.repeat(5_300_000)}"]}`,
      status: 413,
      code: 'too-large',
    },
    {
      name: 'a gzip bomb',
      headers: () => ({ authorization: basic(key), 'content-encoding': 'gzip' }),
      body: () => gzipSync(Buffer.alloc(60_000_000, ' ')),
      status: 413,
      code: 'too-large',
    },
    {
      name: 'a small gzip bomb',
      headers: () => ({ authorization: basic(key), 'content-encoding': 'gzip' }),
      body: () => gzipSync(Buffer.alloc(8_000_000, ' ')),
      status: 413,
      code: 'too-large',
    },
    { name: 'no gzip', headers: () => ({ authorization: basic(key), 'content-encoding': 'gzip' }), body: 'no', status: 400, code: 'bad-parameter' },
    { name: 'a call that is not known', path: '/v1/wave', headers: () => ({ authorization: basic(key) }), body: '{}', status: 404, code: 'unknown-route' },
  ]
  test.each(scenarios)('$name', async ({ path, headers, body, status, code }) => {
    const answer = await fetch(trial.url + (path ?? '/v1/batch'), { method: 'POST', headers: headers?.(), body: typeof body === 'string' ? body : body() })
    expect({ status: answer.status, code: ((await answer.json()) as { code: string }).code }).toEqual({ status, code })
  })

  test('a call nested deeper than the stack is refused alone', async () => {
    const deep = `{"type":"track","event":"x","userId":"ann","properties":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`
    const before = trial.main.record.recorded
    const answer = await fetch(`${trial.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: basic(key) },
      body: `{"batch":[${deep},{"type":"track","event":"x","userId":"ann","messageId":"${messageId()}"}]}`,
    })
    expect(answer.status).toBe(200)
    expect(trial.main.record.recorded).toBe(before + 1)
  })
})

describe('what SDKs ask before they send', () => {
  test('the settings of analytics.js send events here', async () => {
    const answer = await fetch(`${trial.url}/v1/projects/${key}/settings`, { headers: { origin: 'https://app.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(await answer.json()).toEqual({
      integrations: { 'Segment.io': { apiKey: key, apiHost: `127.0.0.1:${trial.port}/v1`, protocol: 'http' } },
      plan: {},
      edgeFunction: {},
      metrics: { sampleRate: 0 },
    })
  })

  const https = { origin: 'https://app.example' }
  test.each([
    ['a proxy that says how it was asked', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evidence.example' }, 'evidence.example/v1', 'https'],
    ['two proxies in a row', { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'evidence.example, inner:4600' }, 'evidence.example/v1', 'https'],
    ['a proxy that says nothing, asked by a page on https', { host: 'evidence.example', ...https }, 'evidence.example/v1', 'https'],
    ['a page on https that tries a server on its own machine', { host: 'localhost:4600', ...https }, 'localhost:4600/v1', 'http'],
    ['a page on http', { host: 'evidence.example', origin: 'http://app.example' }, 'evidence.example/v1', 'http'],
  ])('the settings name the address that the page can reach: %s', async (_, headers, apiHost, protocol) => {
    const answer = await settingsAskedWith(headers)
    expect(answer.integrations['Segment.io']).toMatchObject({ apiHost, protocol })
  })

  /** fetch() does not let anybody choose Host. */
  function settingsAskedWith(headers: { readonly [name: string]: string }): Promise<{ readonly integrations: { readonly [name: string]: object } }> {
    return new Promise((settle, fail) => {
      get(`${trial.url}/v1/projects/${key}/settings`, { headers }, (answer) => json(answer).then((told) => settle(told as never), fail)).once('error', fail)
    })
  }

  test.each(['/sourceConfig', '/sourceConfig/'])('the configuration of RudderStack at %s', async (path) => {
    const answer = await fetch(`${trial.url}${path}?p=npm&v=3.34.1&writeKey=${key}`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      source: { writeKey: key, enabled: true, destinations: [], config: { statsCollection: { errors: { enabled: false } } } },
      isHosted: true,
    })
  })

  test('a preflight lets any page send', async () => {
    for (const path of ['/v1/t', '/v1/batch', '/beacon/v1/batch', '/v1/evidence']) {
      const answer = await fetch(trial.url + path, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      })
      expect(answer.status).toBe(204)
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
      expect(answer.headers.get('access-control-allow-headers')).toContain('anonymousid')
      expect(answer.headers.get('access-control-max-age')).toBe('86400')
    }
  })

  test.each([
    ["RudderStack's browser SDK", 'anonymousid,authorization,content-type,rsa-since-last-attempt,sentat', 'rsa-since-last-attempt'],
    ['a header that nobody knows yet', 'x-next-year', 'x-next-year'],
  ])('a preflight allows what trackers add to their requests: %s', async (_, wanted, allowed) => {
    const answer = await fetch(`${trial.url}/v1/track`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-headers': wanted },
    })
    expect(answer.headers.get('access-control-allow-headers')?.split(/, ?/)).toContain(allowed)
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('answers to questions are for our own page only', async () => {
    const answer = await fetch(`${trial.url}/api/shown`, { headers: { origin: 'https://app.example', authorization: `Bearer ${trial.keys.read}` } })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})
