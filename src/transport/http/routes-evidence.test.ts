import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrial, type Trial } from '../trial.ts'

let trial: Trial
beforeAll(async () => {
  trial = await openTrial({
    limits: { bodyBytes: 3_000_000, lines: 20_000, wholeBytes: 100_000 },
    timeouts: { headersMs: 700, requestMs: 1_200, checkedEveryMs: 100 },
    intakeBytes: 40_000_000,
  })
})
afterAll(() => trial.close())

let keys = 0
function usage(extra: object = {}): string {
  keys++
  return JSON.stringify({ type: 'usage', key: `u${keys}`, party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z', ...extra })
}

async function post(
  body: string | Buffer,
  headers: { [name: string]: string } = {},
  key: string = trial.keys.write,
): Promise<{ status: number; answer: { [field: string]: unknown } & { code?: string; rejected?: { line: number; reason: string }[] } }> {
  const answer = await fetch(`${trial.url}/v1/evidence`, { method: 'POST', body, headers: { authorization: `Bearer ${key}`, ...headers } })
  return { status: answer.status, answer: (await answer.json()) as { [field: string]: unknown } }
}

describe('evidence lines', () => {
  test('accepted, known already and refused are told apart, and the good ones are kept', async () => {
    const line = usage()
    const { status, answer } = await post([line, '', line, '{"type":"usage"', '{"type":"usage","key":"x"}', usage()].join('\n'))
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      accepted: 2,
      duplicate: 1,
      rejected: [
        { line: 4, key: null, reason: 'not-json' },
        { line: 5, key: 'x' },
      ],
    })
  })

  test('a JSON array, whatever the content type', async () => {
    expect(await post(`[${usage()},\n ${usage()}]`, { 'content-type': 'application/json' })).toMatchObject({ status: 200, answer: { accepted: 2 } })
    expect(await post(`[${usage()}]`, { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 200, answer: { accepted: 1 } })
  })

  test('gzip', async () => {
    expect(await post(gzipSync(`${usage()}\n${usage()}\n`), { 'content-encoding': 'gzip' })).toMatchObject({ status: 200, answer: { accepted: 2 } })
  })

  test('Hebrew names come back byte for byte', async () => {
    const line = '{"type":"party","key":"שרה","kind":"person","ids":["user:שרה"],"name":"שרה כהן־לוי 👩‍💻"}'
    expect(await post(line)).toMatchObject({ status: 200, answer: { accepted: 1 } })
    const exported = await fetch(`${trial.url}/api/evidence`, { headers: { authorization: `Bearer ${trial.keys.admin}` } })
    expect(exported.headers.get('content-type')).toContain('ndjson')
    expect(await exported.text()).toContain(line.slice(0, -1))
  })

  test('a long body is taken while it arrives; its lines keep their numbers', async () => {
    const lines = Array.from({ length: 9_000 }, () => usage())
    lines[7_777] = 'no json'
    const { status, answer } = await post(lines.join('\n'))
    expect(status).toBe(200)
    expect(answer).toMatchObject({ accepted: 8_999, duplicate: 0, rejected: [{ line: 7_778, reason: 'not-json' }] })
  })

  test('only an admin says when something was learned', async () => {
    const line = usage({ recordedAt: '2026-02-04T00:00:00Z' })
    expect(await post(line)).toMatchObject({ status: 200, answer: { accepted: 0, rejected: [{ reason: 'not-allowed' }] } })
    expect(await post(line, {}, trial.keys.admin)).toMatchObject({ status: 200, answer: { accepted: 1 } })
  })

  test('what is acknowledged is visible in health within a second', async () => {
    await post(usage())
    await new Promise((resolve) => setTimeout(resolve, 900))
    const { recorded, applied } = (await (await fetch(`${trial.url}/health`)).json()) as { recorded: number; applied: number }
    expect(applied).toBe(recorded)
  })
})

describe('what a browser key may write', () => {
  const said = (key: string): object => ({ type: 'usage', key, party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' })
  const exported = async (): Promise<string[]> =>
    (await (await fetch(`${trial.url}/api/evidence`, { headers: { authorization: `Bearer ${trial.keys.admin}` } })).text()).split('\n')

  const scenarios = [
    { name: 'usage', line: { type: 'usage', key: 'b1', party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' }, accepted: 1 },
    { name: 'feedback', line: { type: 'feedback', key: 'b2', party: 'user:ann', kind: 'nps', score: 9, at: '2026-02-03T10:00:00Z' }, accepted: 1 },
    { name: 'a visitor is a user', line: { type: 'link', key: 'b3', ids: ['anonymous:x1', 'user:ann'] }, accepted: 1 },
    { name: 'two users are the same', line: { type: 'link', key: 'b4', ids: ['user:bob', 'user:ann'] }, accepted: 0 },
    { name: 'a visitor is two users', line: { type: 'link', key: 'b5', ids: ['anonymous:x1', 'user:ann', 'user:bob'] }, accepted: 0 },
    { name: 'an agreement', line: { type: 'agreement', key: 'b6', product: 'notes', buyer: 'user:ann', interval: 'month', from: '2026-01-01' }, accepted: 0 },
    { name: 'a membership', line: { type: 'membership', key: 'b7', person: 'user:ann', organization: 'account:acme' }, accepted: 0 },
    { name: 'staff', line: { type: 'staff', key: 'b8', party: 'user:ann' }, accepted: 0 },
    { name: 'a retraction', line: { type: 'usage', key: 'b1', retracted: true }, accepted: 0 },
    { name: 'a version', line: { ...said('b10'), version: 2 }, accepted: 0 },
    { name: 'an import', line: { ...said('b11'), import: 'i1' }, accepted: 0 },
    { name: 'when it was learned', line: { ...said('b12'), recordedAt: '2026-02-03T10:00:00Z' }, accepted: 0 },
  ]
  test.each(scenarios)('$name', async ({ line, accepted }) => {
    const { status, answer } = await post(JSON.stringify(line), {}, trial.keys.browser)
    expect(status).toBe(200)
    expect(answer).toMatchObject({ accepted, rejected: accepted === 1 ? [] : [{ line: 1, reason: 'not-allowed' }] })
  })

  test('it writes under its own source only, so it corrects nobody else', async () => {
    await post(
      JSON.stringify({ type: 'usage', key: 'b9', source: 'crm', party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' }),
      {},
      trial.keys.browser,
    )
    expect((await exported()).find((line) => line.includes('"b9"'))).toContain('"source":"web"')
  })

  const known: { name: string; key: string; first: () => string; change: object }[] = [
    { name: 'what a server said under the same source', key: 'b13', first: () => trial.keys.write, change: { party: 'user:eve' } },
    { name: 'what a visitor said', key: 'b14', first: () => trial.keys.browser, change: { at: '2020-01-01T00:00:00Z', count: 900 } },
  ]
  test.each(known)('$name stays as it is', async ({ key, first, change }) => {
    expect(await post(JSON.stringify({ ...said(key), source: 'web' }), {}, first())).toMatchObject({ answer: { accepted: 1 } })
    expect(await post(JSON.stringify({ ...said(key), ...change }), {}, trial.keys.browser)).toMatchObject({
      answer: { accepted: 0, duplicate: 1, rejected: [] },
    })
    expect(await post(JSON.stringify({ ...said(key), ...change, version: 9 }), {}, trial.keys.browser)).toMatchObject({
      answer: { accepted: 0, duplicate: 0, rejected: [{ reason: 'not-allowed' }] },
    })
    const lines = (await exported()).filter((line) => line.includes(`"${key}"`))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('"user:ann"')
  })

  test('of two lines with one key in the same body the first counts', async () => {
    const both = [said('b15'), { ...said('b15'), party: 'user:eve' }].map((line) => JSON.stringify(line)).join('\n')
    expect(await post(both, {}, trial.keys.browser)).toMatchObject({ answer: { accepted: 1, duplicate: 1 } })
  })

  test('a server still corrects what a visitor said', async () => {
    await post(JSON.stringify(said('b16')), {}, trial.keys.browser)
    expect(await post(JSON.stringify({ ...said('b16'), source: 'web', count: 2 }))).toMatchObject({ answer: { accepted: 1 } })
  })
})

describe('bodies that are too much', () => {
  const bomb = gzipSync(Buffer.alloc(40_000_000, ' '))
  const scenarios: { name: string; body: () => string | Buffer; headers?: { [name: string]: string }; status: number; code: string }[] = [
    { name: 'an empty body', body: () => '', status: 400, code: 'bad-parameter' },
    { name: 'a body that says it is too long', body: () => 'x'.repeat(3_100_000), status: 413, code: 'too-large' },
    { name: 'a gzip bomb', body: () => bomb, headers: { 'content-encoding': 'gzip' }, status: 413, code: 'too-large' },
    { name: 'too many lines', body: () => '{}\n'.repeat(50_000), status: 413, code: 'too-many-lines' },
    { name: 'a body that is not gzip', body: () => 'this is no gzip', headers: { 'content-encoding': 'gzip' }, status: 400, code: 'bad-parameter' },
    {
      name: 'gzip that breaks off',
      body: () => gzipSync(usage()).subarray(0, 40),
      headers: { 'content-encoding': 'gzip' },
      status: 400,
      code: 'bad-parameter',
    },
    { name: 'an encoding that is not taken', body: () => usage(), headers: { 'content-encoding': 'br' }, status: 400, code: 'bad-parameter' },
  ]
  test.each(scenarios)('$name', async ({ body, headers, status, code }) => {
    const { status: got, answer } = await post(body(), headers)
    expect({ status: got, code: answer.code }).toEqual({ status, code })
  })

  test('a body that is too long without saying so', async () => {
    const status = await new Promise<number>((settle, reject) => {
      const request = httpRequest(
        `${trial.url}/v1/evidence`,
        { method: 'POST', headers: { authorization: `Bearer ${trial.keys.write}`, 'transfer-encoding': 'chunked' } },
        (answer) => {
          answer.resume()
          settle(answer.statusCode ?? 0)
        },
      )
      request.on('error', reject)
      for (let n = 0; n < 40; n++) request.write(`${usage({ event: 'x'.repeat(900) })}\n`.repeat(100))
      request.end()
    })
    expect(status).toBe(413)
  })

  const lines = [
    {
      name: 'nested too deep',
      text: `{"type":"usage","key":"d","party":"user:ann","product":"notes","at":"2026-02-03","properties":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    },
    {
      name: '40,000 keys',
      text: JSON.stringify({
        type: 'usage',
        key: 'k',
        party: 'user:ann',
        product: 'notes',
        at: '2026-02-03',
        properties: Object.fromEntries(Array.from({ length: 40_000 }, (_none, n) => [`k${n}`, n])),
      }),
    },
    { name: 'a number beyond 2^53', text: '{"type":"usage","key":"n","party":"user:ann","product":"notes","at":"2026-02-03","count":9007199254740993}' },
    { name: '1e400', text: '{"type":"usage","key":"n","party":"user:ann","product":"notes","at":"2026-02-03","properties":{"a":1e400}}' },
    { name: 'NUL', text: '{"type":"usage","key":"n\\u0000","party":"user:ann","product":"notes","at":"2026-02-03"}' },
    { name: 'half of a surrogate pair', text: '{"type":"usage","key":"n\\ud800","party":"user:ann","product":"notes","at":"2026-02-03"}' },
  ]
  test.each(lines)('one bad line never loses the good ones: $name', async ({ text }) => {
    const { status, answer } = await post(`${usage()}\n${text}\n${usage()}`)
    expect(status).toBe(200)
    expect(answer).toMatchObject({ accepted: 2 })
    expect(answer.rejected).toHaveLength(1)
    expect(answer.rejected?.[0]?.line).toBe(2)
  })

  test('broken UTF-8 is refused by the line, not changed', async () => {
    const broken = Buffer.concat([Buffer.from(`${usage()}\n{"type":"usage","key":"`), Buffer.from([0xc3, 0x28]), Buffer.from(`"}\n${usage()}`)])
    const { answer } = await post(broken)
    expect(answer).toMatchObject({ accepted: 2, rejected: [{ line: 2, reason: 'bad-text' }] })
  })

  test('__proto__ in a line pollutes nothing', async () => {
    await post('{"type":"usage","key":"p","party":"user:ann","product":"notes","at":"2026-02-03","__proto__":{"polluted":true}}')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('slow clients', () => {
  /** Sends some bytes and waits for the server to end it. */
  function trickle(bytes: string): Promise<{ heard: string; ms: number }> {
    const startedAt = Date.now()
    return new Promise((settle) => {
      let heard = ''
      const socket = connect(trial.port, '127.0.0.1', () => socket.write(bytes))
      socket.on('data', (data) => {
        heard += data.toString()
      })
      socket.on('error', () => {})
      socket.on('close', () => settle({ heard, ms: Date.now() - startedAt }))
    })
  }

  test('headers that do not end', async () => {
    const { heard, ms } = await trickle('POST /v1/evidence HTTP/1.1\r\nHost: x\r\n')
    expect(heard).toContain('408')
    expect(ms).toBeLessThan(3_000)
  })

  test('a body that does not end', async () => {
    const { ms } = await trickle(`POST /v1/evidence HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${trial.keys.write}\r\nContent-Length: 1000\r\n\r\n{"type":`)
    expect(ms).toBeLessThan(3_500)
  })

  test('others are answered meanwhile', async () => {
    const slow = trickle('POST /v1/evidence HTTP/1.1\r\nHost: x\r\n')
    expect(await post(usage())).toMatchObject({ status: 200 })
    await slow
  })
})

describe('overload', () => {
  test('what is more than can be under way is turned away with 429, and taken later', async () => {
    const tight = await openTrial({ intakeBytes: 50_000 })
    const body = Array.from({ length: 300 }, () => usage()).join('\n')
    const send = (): Promise<Response> => fetch(`${tight.url}/v1/evidence`, { method: 'POST', body, headers: { authorization: `Bearer ${tight.keys.write}` } })
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    const statuses = answers.map((answer) => answer.status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    expect(answers.find((answer) => answer.status === 429)?.headers.get('retry-after')).toBe('1')
    expect((await send()).status).toBe(200)
    await tight.close()
  })
})
