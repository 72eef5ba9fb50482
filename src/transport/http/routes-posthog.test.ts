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

let ids = 0
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64')
const zipped = (value: object): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(JSON.stringify(value)))

interface Knock {
  readonly name: string
  readonly path: string
  readonly body: (event: object) => string | Uint8Array<ArrayBuffer>
  readonly headers?: { [name: string]: string }
}

describe("doors that PostHog's clients knock on", () => {
  const knocks: readonly Knock[] = [
    {
      name: 'a server with a batch',
      path: '/batch/',
      body: (event) => JSON.stringify({ api_key: key, batch: [event], sent_at: new Date().toISOString() }),
      headers: { 'content-type': 'application/json' },
    },
    {
      name: 'a server with a gzipped batch',
      path: '/batch',
      body: (event) => zipped({ api_key: key, batch: [event] }),
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
    },
    {
      name: 'a browser with gzip that no header tells of',
      path: '/e/?ip=0&_=1&ver=1.300.0&compression=gzip-js',
      body: (event) => zipped([{ ...event, properties: { token: key } }]),
      headers: { 'content-type': 'text/plain' },
    },
    {
      name: 'a browser at the newer address',
      path: '/i/v0/e/?compression=gzip-js',
      body: (event) => zipped({ ...event, properties: { token: key } }),
      headers: { 'content-type': 'text/plain' },
    },
    {
      name: 'a form with base64',
      path: '/e/?compression=base64',
      body: (event) => `data=${encodeURIComponent(base64({ ...event, api_key: key }))}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    {
      name: 'a beacon whose base64 is not encoded once more',
      path: '/e/',
      body: (event) => `data=${base64({ ...event, properties: { token: key, note: '>>>???>>>' } })}`,
      headers: { 'content-type': 'text/plain' },
    },
    { name: 'a form with plain JSON', path: '/e/', body: (event) => `data=${encodeURIComponent(JSON.stringify({ ...event, api_key: key }))}` },
    {
      name: 'one event by hand',
      path: '/capture/',
      body: (event) => JSON.stringify({ ...event, api_key: key }),
      headers: { 'content-type': 'application/json' },
    },
    { name: 'a key in the address', path: '/capture?api_key=KEY', body: (event) => JSON.stringify(event) },
  ]
  test.each(knocks)('$name', async ({ path, body, headers }) => {
    const before = trial.main.record.recorded
    const event = { event: 'note_created', distinct_id: 'ann', uuid: `e${++ids}`, timestamp: new Date().toISOString() }
    const answer = await fetch(trial.url + path.replace('KEY', key), { method: 'POST', body: body(event), ...(headers ? { headers } : {}) })
    expect({ status: answer.status, answer: await answer.json() }).toEqual({ status: 200, answer: { status: 1 } })
    expect(trial.main.record.recorded).toBe(before + 1)
    expect((await exported()).find((line) => line.key === `e${ids}`)).toMatchObject({
      type: 'usage',
      party: 'user:ann',
      event: 'note_created',
      source: 'posthog:web',
    })
  })

  test('a retry with the same uuid is not taken twice, though its time is worked out anew', async () => {
    const send = (sent_at: string): Promise<Response> => {
      const event = { event: 'x', distinct_id: 'ann', uuid: 'again', timestamp: '2026-02-03T10:00:00Z' }
      return fetch(`${trial.url}/batch/`, { method: 'POST', body: JSON.stringify({ api_key: key, batch: [event], sent_at }) })
    }
    await send('2026-02-03T10:00:01Z')
    const before = trial.main.record.recorded
    expect((await send('2026-02-03T10:09:09Z')).status).toBe(200)
    expect(trial.main.record.recorded).toBe(before)
  })

  test('a browser key makes nobody a member and names nobody', async () => {
    const send = (event: object): Promise<Response> =>
      fetch(`${trial.url}/e/`, {
        method: 'POST',
        headers: { origin: 'https://app.example' },
        body: JSON.stringify({ distinct_id: 'zoe', api_key: trial.keys.browser, ...event }),
      })
    const answer = await send({ event: '$groupidentify', properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme' } } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
    await send({ event: '$identify', $set: { email: 'ceo@acme.com' }, properties: { $anon_distinct_id: 'visitor-9' } })
    await send({ event: 'x', uuid: 'z1', properties: { $groups: { company: 'acme' } } })
    const lines = await exported()
    expect(lines.find((line) => line.key === 'z1')).toMatchObject({ account: 'account:acme' })
    expect(lines.filter((line) => JSON.stringify(line).includes('zoe')).map((line) => line.type)).toEqual(['link', 'usage'])
    expect(JSON.stringify(lines)).not.toContain('ceo@acme.com')
  })

  test('there are no feature flags here', async () => {
    for (const path of ['/flags/?v=2', '/decide/?v=3']) {
      const answer = await fetch(trial.url + path, { method: 'POST', body: '{}' })
      expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status: 200, body: { featureFlags: {}, sessionRecording: false } })
    }
  })
})

describe('what is refused', () => {
  const scenarios: readonly {
    readonly name: string
    readonly body: () => string | Uint8Array<ArrayBuffer>
    readonly status: number
    readonly code: string
    readonly headers?: { [name: string]: string }
  }[] = [
    { name: 'no key', body: () => '{"batch":[]}', status: 401, code: 'no-key' },
    { name: 'a wrong key', body: () => '{"api_key":"phc_nobody","batch":[]}', status: 401, code: 'wrong-key' },
    { name: 'a key that only reads', body: () => JSON.stringify({ api_key: trial.keys.read, batch: [] }), status: 403, code: 'key-too-weak' },
    { name: 'broken JSON', body: () => '{"batch":[', status: 400, code: 'not-json' },
    { name: 'a form without sense', body: () => 'data=%%%', status: 400, code: 'not-json' },
    { name: 'no object', body: () => '"x"', status: 400, code: 'not-an-object' },
    { name: 'an empty body', body: () => '', status: 400, code: 'not-json' },
    { name: 'a gzip bomb', body: () => new Uint8Array(gzipSync(Buffer.alloc(60_000_000, ' '))), status: 413, code: 'too-large' },
    {
      name: 'a gzip bomb in base64',
      body: () => `data=${encodeURIComponent(gzipSync(Buffer.alloc(60_000_000, ' ')).toString('base64'))}`,
      status: 413,
      code: 'too-large',
    },
    { name: 'a compression that is not known', body: () => '{}', headers: { 'content-encoding': 'br' }, status: 400, code: 'bad-parameter' },
  ]
  test.each(scenarios)('$name', async ({ body, status, code, headers }) => {
    const answer = await fetch(`${trial.url}/batch/`, { method: 'POST', body: body(), ...(headers ? { headers } : {}) })
    expect({ status: answer.status, code: ((await answer.json()) as { code: string }).code }).toEqual({ status, code })
  })
})
