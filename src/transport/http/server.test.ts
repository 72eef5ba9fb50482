import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../base/refusal.ts'
import { openTrial, type Trial } from '../trial.ts'

let trial: Trial
beforeAll(async () => {
  trial = await openTrial()
})
afterAll(() => trial.close())

type Holder = 'admin' | 'write' | 'read' | 'browser' | 'demo' | 'wrong' | 'misspelt' | null

interface Scenario {
  readonly name: string
  readonly key?: Holder
  readonly method?: string
  readonly path: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
  readonly status: number
  /** Texts that the answer holds. */
  readonly has?: readonly string[]
  readonly hasNot?: readonly string[]
  readonly answers?: { readonly [header: string]: string }
}

let demoKey: string | null = null

function headersFor(key: Holder): { [name: string]: string } {
  if (key === null) return {}
  if (key === 'wrong') return { authorization: `Bearer hatrack_admin_${'0'.repeat(40)}_00000000` }
  if (key === 'misspelt') return { authorization: 'Bearer let-me-in' }
  if (key === 'demo') {
    demoKey ??= trial.keyOf('admin', 'demo')
    return { authorization: `Bearer ${demoKey}` }
  }
  return { authorization: `Bearer ${trial.keys[key]}` }
}

async function play({ key = 'admin', method, path, headers, body, status, has = [], hasNot = [], answers = {} }: Scenario): Promise<void> {
  const answer = await fetch(trial.url + path, { method: method ?? (body === undefined ? 'GET' : 'POST'), headers: { ...headersFor(key), ...headers }, body })
  const text = await answer.text()
  expect({ status: answer.status, text }).toMatchObject({ status })
  for (const part of has) expect(text).toContain(part)
  for (const part of hasNot) expect(text).not.toContain(part)
  for (const [header, value] of Object.entries(answers)) expect(answer.headers.get(header)).toContain(value)
}

const USAGE = '{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}'

describe('questions', () => {
  const scenarios: Scenario[] = [
    { name: 'a question without parameters', path: '/api/shown', status: 200, has: ['"workspace":"main"', '"input":{}'] },
    {
      name: 'numbers, switches and lists are read from texts',
      path: '/api/shown?limit=7&all=true&by=week&names=a,b',
      status: 200,
      has: ['"limit":7', '"all":true', '"by":"week"', '"names":["a","b"]'],
    },
    { name: 'a Hebrew name comes through whole', path: `/api/shown?product=${encodeURIComponent('מחברת')}`, status: 200, has: ['מחברת'] },
    { name: 'another workspace', path: '/api/shown?workspace=demo', status: 200, has: ['"workspace":"demo"'] },
    { name: 'a read key reads', key: 'read', path: '/api/shown', status: 200 },
    {
      name: 'an unknown parameter is named',
      path: '/api/shown?colour=red',
      status: 400,
      has: ['bad-parameter', 'colour', 'limit'],
      answers: { 'content-type': 'application/problem+json' },
    },
    { name: 'a number out of bounds', path: '/api/shown?limit=0', status: 400, has: ["'limit' must be a whole number from 1 to 100 (rows at most)"] },
    { name: 'a number that is none', path: '/api/shown?limit=many', status: 400, has: ['limit'] },
    { name: 'a word that is not in the list', path: '/api/shown?by=fortnight', status: 400, has: ["'day' or 'week'"] },
    { name: 'the same parameter twice', path: '/api/shown?product=a&product=b', status: 400, has: ['bad-parameter'] },
    { name: 'a workspace that is not there', path: '/api/shown?workspace=nowhere', status: 400, has: ['there is no workspace'] },
    { name: 'a workspace that is a path', path: '/api/shown?workspace=../main', status: 400, has: ['small letters'] },
    { name: 'a refusal brings its details', path: '/api/refused', status: 400, has: ['unknown-product', '"product":"drill"', 'is unknown'] },
    { name: 'overload is 429 and says when to come back', path: '/api/refused?busy=true', status: 429, answers: { 'retry-after': '1' } },
    { name: 'a bug shows nothing from inside', path: '/api/broken', status: 500, has: ['"code":"broken"'], hasNot: ['swordfish', 'stack'] },
    { name: 'an address that is not there', path: '/api/nothing', status: 404, has: ['unknown-route'] },
    { name: 'an address with a broken percent-encoding', path: '/api/%zz', status: 400, has: ['bad-parameter'] },
    { name: '__proto__ is no parameter', path: '/api/shown?__proto__=x', status: 400, has: ['bad-parameter'] },
    {
      name: 'answers are guarded by headers, without those that break plain http',
      path: '/api/shown',
      status: 200,
      answers: { 'content-security-policy': "script-src 'self'", 'x-content-type-options': 'nosniff' },
    },
  ]
  test.each(scenarios)('$name', play)

  test('nothing forces https on plain http', async () => {
    const { headers } = await fetch(`${trial.url}/docs`)
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests')
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
  })
})

describe('changes', () => {
  const scenarios: Scenario[] = [
    { name: 'an admin changes', path: '/api/change', body: '{"name":"x"}', headers: { 'content-type': 'application/json' }, status: 200, has: ['"name":"x"'] },
    {
      name: 'a needed parameter is missing',
      path: '/api/change',
      body: '{}',
      headers: { 'content-type': 'application/json' },
      status: 400,
      has: ["needs the parameter 'name'"],
    },
    { name: 'the body is not JSON', path: '/api/change', body: '{"name":', headers: { 'content-type': 'application/json' }, status: 400, has: ['not JSON'] },
    {
      name: 'the body poisons a prototype',
      path: '/api/change',
      body: '{"__proto__":{"name":"x"}}',
      headers: { 'content-type': 'application/json' },
      status: 400,
    },
    { name: 'a change is not asked with GET', path: '/api/change?name=x', status: 405 },
    {
      name: 'a write key is too weak for it',
      key: 'write',
      path: '/api/change',
      body: '{"name":"x"}',
      headers: { 'content-type': 'application/json' },
      status: 403,
    },
    {
      name: 'what the server itself can reach is not for an admin of one workspace',
      key: 'demo',
      path: '/api/reach?workspace=demo',
      body: '{}',
      headers: { 'content-type': 'application/json' },
      status: 403,
      has: ['all workspaces'],
    },
    { name: 'it is for an admin of all', path: '/api/reach', body: '{}', headers: { 'content-type': 'application/json' }, status: 200 },
  ]
  test.each(scenarios)('$name', play)
})

describe('keys', () => {
  const scenarios: Scenario[] = [
    { name: 'no key', key: null, path: '/api/shown', status: 401, has: ['no-key'], answers: { 'www-authenticate': 'Bearer' } },
    { name: 'a key that was never made', key: 'wrong', path: '/api/shown', status: 401, has: ['wrong-key'] },
    { name: 'a text that is no key', key: 'misspelt', path: '/api/shown', status: 401, has: ['wrong-key'] },
    { name: 'a write key does not read', key: 'write', path: '/api/shown', status: 403, has: ['key-too-weak', "power 'read'"] },
    { name: 'a browser key does not read', key: 'browser', path: '/api/shown', status: 403 },
    { name: 'a read key does not write', key: 'read', path: '/v1/evidence', body: USAGE, status: 403, has: ['key-too-weak'] },
    { name: 'a read key does not export', key: 'read', path: '/api/evidence', status: 403 },
    { name: 'a write key does not export', key: 'write', path: '/api/evidence', status: 403 },
    { name: 'a write key does not rebuild', key: 'write', path: '/api/rebuild', method: 'POST', status: 403 },
    { name: 'a key of one workspace does not open another', key: 'read', path: '/api/shown?workspace=demo', status: 403, has: ['does not open'] },
    { name: 'nor write to it', key: 'write', path: '/v1/evidence?workspace=demo', body: USAGE, status: 403 },
    { name: 'nor learn whether it is there', key: 'read', path: '/api/shown?workspace=nowhere', status: 403 },
    { name: 'nor see how much it holds', key: 'read', path: '/health?workspace=demo', status: 403 },
    { name: 'a key of the demo opens the demo without saying so', key: 'demo', path: '/api/shown', status: 200, has: ['"workspace":"demo"'] },
    {
      name: 'a workspace is listed for those who may see it',
      key: 'read',
      path: '/api/workspaces',
      status: 200,
      has: ['"name":"main"', '"demo":false'],
      hasNot: ['"name":"demo"'],
    },
    { name: 'all are listed for an admin', path: '/api/workspaces', status: 200, has: ['"name":"main"', '"name":"demo"', '"demo":true'] },
    {
      name: 'an admin key that a foreign page made the browser send',
      path: '/api/change',
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      status: 403,
      has: ['another origin'],
    },
    { name: 'nor does it read', path: '/api/shown', headers: { origin: 'https://evil.example' }, status: 403 },
    { name: 'nor write', path: '/v1/evidence', body: USAGE, headers: { origin: 'https://evil.example' }, status: 403 },
    { name: 'health is open', key: null, path: '/health', status: 200, has: ['"status":"ok"', '"recorded":'] },
    { name: 'metrics are not', key: null, path: '/metrics', status: 401 },
    { name: 'metrics', path: '/metrics', status: 200, has: ['hatrack_requests_total', 'hatrack_recorded_lines{workspace="main"}', 'process_cpu'] },
    { name: 'alive', key: null, path: '/livez', status: 200 },
    { name: 'ready', key: null, path: '/readyz', status: 200 },
    { name: 'the description of all addresses', key: null, path: '/openapi.json', status: 200, has: ['"openapi":"3.1.0"', '/api/shown', '/v1/evidence'] },
    ...['/api/rebuild', '/api/workspaces', '/api/events', '/livez', '/readyz', '/metrics', '/v1/track', '/v1/b', '/beacon/v1/batch'].map(
      (path): Scenario => ({ name: `it lists ${path}`, key: null, path: '/openapi.json', status: 200, has: [`"${path}":`] }),
    ),
    { name: 'a wrong method', path: '/v1/track', method: 'GET', status: 405, has: ['takes POST, not GET'], answers: { allow: 'POST' } },
    { name: 'a question posted', path: '/api/shown/', method: 'POST', status: 405, answers: { allow: 'GET, HEAD' } },
    { name: 'a change asked for', path: '/api/change', status: 405, answers: { allow: 'POST' } },
    { name: 'evidence deleted', path: '/api/evidence', method: 'DELETE', status: 405, answers: { allow: 'GET, HEAD' } },
    { name: 'an address with a name in it', path: '/v1/projects/x/settings', method: 'PUT', status: 405, answers: { allow: 'GET, HEAD' } },
    { name: 'a file of the page posted is no address', path: '/favicon.svg', method: 'POST', status: 404 },
    { name: 'the page of all addresses', key: null, path: '/docs', status: 200, has: ['/api/shown', 'rows at most', 'key-too-weak'] },
  ]
  test.each(scenarios)('$name', play)

  test('an expired key opens nothing, and the file holds no texts of keys', async () => {
    const { openKeys } = await import('../keys.ts')
    const { readFileSync, statSync } = await import('node:fs')
    const expired = openKeys(trial.folder).create({ name: 'old', power: 'admin', expires: '2020-01-01T00:00:00Z' }, Date.now()).text
    await new Promise((resolve) => setTimeout(resolve, 600))
    const answer = await fetch(`${trial.url}/api/shown`, { headers: { authorization: `Bearer ${expired}` } })
    expect(answer.status).toBe(401)
    const file = `${trial.folder}/keys.json`
    for (const text of Object.values(trial.keys)) expect(readFileSync(file, 'utf8')).not.toContain(text)
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('a revoked key opens nothing any more, though another process revoked it', async () => {
    const { openKeys } = await import('../keys.ts')
    const keys = openKeys(trial.folder)
    const { text } = keys.create({ name: 'short', power: 'read' }, Date.now())
    const ask = async (): Promise<number> => (await fetch(`${trial.url}/api/shown`, { headers: { authorization: `Bearer ${text}` } })).status
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await ask()).toBe(200)
    keys.revoke('short')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await ask()).toBe(401)
  })
})

describe('readiness and a full disk', () => {
  test('far behind the record is not ready; health goes on telling how far', async () => {
    const behind = await openTrial()
    try {
      const { health } = behind.main
      behind.main.health = () => ({ recorded: 20_001, applied: 10_000 })
      const answer = await fetch(`${behind.url}/readyz`)
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await (await fetch(`${behind.url}/health`)).json()).toEqual({ status: 'ok', recorded: 20_001, applied: 10_000 })
      behind.main.health = () => ({ recorded: 20_000, applied: 10_000 })
      expect((await fetch(`${behind.url}/readyz`)).status).toBe(200)
      behind.main.health = health
    } finally {
      await behind.close()
    }
  })

  test('a full disk is logged once when it begins and once when it ends', async () => {
    const said: string[] = []
    const say = (level: string) => (_details: object, message?: string) => void said.push(`${level} ${message?.split(':')[0]}`)
    const full = await openTrial({ log: { info: say('info'), warn: say('warn'), error: say('error') } })
    try {
      const { submit } = full.main.record
      const post = async (path: string, body: string): Promise<number> =>
        (await fetch(full.url + path, { method: 'POST', body, headers: { authorization: `Bearer ${full.keys.write}` } })).status
      const event = '{"userId":"ann","event":"a","messageId":"m1"}'
      full.main.record.submit = () => Promise.reject(new Refusal('storage-full', 'the disk takes no more lines', { cause: 'ENOSPC' }))
      for (let time = 0; time < 3; time++) expect([await post('/v1/evidence', USAGE), await post('/v1/track', event)]).toEqual([503, 503])
      expect(await post('/v1/evidence', '{"type":"usage"}')).toBe(200)
      expect(said).toEqual(['warn the disk is full'])
      full.main.record.submit = submit.bind(full.main.record)
      for (let time = 0; time < 3; time++) expect([await post('/v1/evidence', USAGE), await post('/v1/track', event)]).toEqual([200, 200])
      expect(said).toEqual(['warn the disk is full', 'info the disk has room again'])
    } finally {
      await full.close()
    }
  })
})

describe('the page', () => {
  const scenarios: Scenario[] = [
    {
      name: 'where a key is needed the browser asks for it',
      key: null,
      path: '/',
      status: 401,
      has: ['needs a key'],
      answers: { 'www-authenticate': 'Basic' },
    },
    { name: 'a key that cannot read does not open the page', key: 'write', path: '/', status: 401 },
    { name: 'without a built page the first address says what to do', key: 'read', path: '/', status: 200, has: ['npm run build'] },
    {
      name: 'addresses that the page understands give the page',
      key: 'read',
      path: '/parties/x',
      headers: { accept: 'text/html' },
      status: 200,
      has: ['Hatrack'],
    },
    { name: 'others are not found', key: null, path: '/parties/x', status: 404 },
    { name: 'they ask for the key, too', key: null, path: '/parties/x', headers: { accept: 'text/html' }, status: 401 },
    { name: 'an address below /api never gives the page', key: null, path: '/api/x', headers: { accept: 'text/html' }, status: 404 },
    { name: 'no way out of the folder', key: null, path: '/..%2fkeys.json', status: 404 },
  ]
  test.each(scenarios)('$name', play)
})
