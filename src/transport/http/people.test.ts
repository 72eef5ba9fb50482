import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../studies/index.ts'
import { surveyOperations } from '../../surveys/index.ts'
import { importOperations } from '../../imports/operations.ts'
import { pullOperations } from '../../imports/pull-operations.ts'
import { openWorkspace } from '../../roles/workspace.ts'
import type { Operation } from '../../base/operation.ts'
import { openPeople, type Role } from '../people.ts'
import type { Rooms, Workspace } from '../rooms.ts'
import { openTrial, type Trial } from '../trial.ts'
import { isPassword } from '../passwords.ts'

const PASSWORD = 'four words in a row'
const ALL: Rooms = {
  openWorkspace,
  operations: [...operations, ...surveyOperations, ...importOperations, ...pullOperations] as unknown as readonly Operation<Workspace>[],
}

let trial: Trial
const cookies: { [role: string]: string } = {}

async function form(
  path: string,
  fields: { readonly [name: string]: string },
  headers: { readonly [name: string]: string } = { origin: trial.url },
): Promise<Response> {
  return fetch(trial.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  })
}

function cookieOf(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

async function change(
  operation: string,
  input: object,
  headers: { readonly [name: string]: string } = { authorization: `Bearer ${trial.keys.admin}` },
): Promise<{ readonly status: number; readonly answer: Record<string, unknown> }> {
  const answer = await fetch(`${trial.url}/api/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  })
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> }
}

async function ask(path: string, headers: { readonly [name: string]: string }): Promise<{ readonly status: number; readonly answer: Record<string, unknown> }> {
  const answer = await fetch(trial.url + path, { headers })
  return { status: answer.status, answer: (await answer.json().catch(() => ({}))) as Record<string, unknown> }
}

const by = (role: string): { readonly [name: string]: string } => ({ cookie: cookies[role] as string, origin: trial.url })

async function joined(name: string, role: Role): Promise<string> {
  const { answer } = await change('person-invite', { name, email: `${name.toLowerCase()}@acme.com`, role })
  const token = new URL(`${trial.url}${String(answer.path)}`).searchParams.get('token') as string
  const answered = await form('/invitation', { token, password: PASSWORD })
  expect(answered.status).toBe(303)
  return cookieOf(answered)
}

beforeAll(async () => {
  trial = await openTrial({ rooms: ALL })
  cookies.admin = await joined('Ann', 'admin')
  cookies.analyst = await joined('Bob', 'analyst')
  cookies.viewer = await joined('Reyes', 'viewer')
})
afterAll(() => trial.close())

describe('signing in', () => {
  test('a right password opens a session, in a cookie that scripts do not see; a wrong one and an unknown address are told alike', async () => {
    const right = await form('/sign-in', { email: 'Ann@acme.com', password: PASSWORD, next: '/audit?workspace=main' })
    expect(right.status).toBe(303)
    expect(right.headers.get('location')).toBe('/audit?workspace=main')
    expect(right.headers.get('set-cookie')).toMatch(/^hatrack=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax/)
    expect(await ask('/api/me', { cookie: cookieOf(right) })).toMatchObject({ answer: { kind: 'person', name: 'Ann', power: 'admin' } })
    const wrong = await form('/sign-in', { email: 'ann@acme.com', password: 'something else' })
    const unknown = await form('/sign-in', { email: 'nobody@acme.com', password: 'something else' })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    const said = async (answer: Response): Promise<string> => (await answer.text()).replaceAll(/value="[^"]*"/g, '')
    expect(await said(wrong)).toBe(await said(unknown))
  })

  test('never leads to another server', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      expect((await form('/sign-in', { email: 'ann@acme.com', password: PASSWORD, next })).headers.get('location')).toBe('/')
    }
  })

  test('over https the cookie is for this very host only', async () => {
    const secure = await openTrial({ publicUrl: 'https://hatrack.acme.com' })
    const people = openPeople(secure.folder)
    const { token } = people.invite({ name: 'Ann', email: 'ann@acme.com', role: 'admin' }, Date.now())
    await people.join(token, PASSWORD, Date.now())
    const answer = await fetch(`${secure.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://hatrack.acme.com' },
      body: new URLSearchParams({ email: 'ann@acme.com', password: PASSWORD }),
    })
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
      303,
      expect.stringMatching(/^__Host-hatrack=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; .*; Secure/),
    ])
    await secure.close()
  })

  test('an invitation is good once', async () => {
    const { answer } = await change('person-invite', { name: 'Eva', email: 'eva@acme.com', role: 'viewer' })
    const token = String(answer.path).split('token=')[1] as string
    expect((await form('/invitation', { token, password: 'short' })).status).toBe(400)
    expect((await form('/invitation', { token, password: PASSWORD })).status).toBe(303)
    expect((await form('/invitation', { token, password: PASSWORD })).status).toBe(404)
  })

  test('ends with signing out, in this browser or everywhere, and when somebody is taken out', async () => {
    const first = cookieOf(await form('/sign-in', { email: 'eva@acme.com', password: PASSWORD }))
    const second = cookieOf(await form('/sign-in', { email: 'eva@acme.com', password: PASSWORD }))
    expect((await form('/sign-out', {}, { cookie: first, origin: trial.url })).status).toBe(303)
    expect((await ask('/api/me', { cookie: first })).status).toBe(401)
    expect((await ask('/api/me', { cookie: second })).status).toBe(200)
    await change('person-sign-out', { id: 'eva@acme.com' })
    expect(await ask('/api/me', { cookie: second })).toMatchObject({ status: 401, answer: { code: 'signed-out' } })
    const third = cookieOf(await form('/sign-in', { email: 'eva@acme.com', password: PASSWORD }))
    await change('person-remove', { id: 'eva@acme.com' })
    expect((await ask('/api/me', { cookie: third })).status).toBe(401)
  })

  test('after ten wrong passwords nothing more is looked at, not even the right one', async () => {
    const other = await openTrial()
    const wrong = () =>
      fetch(`${other.url}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: other.url },
        body: 'email=ann%40acme.com&password=guess',
      })
    for (let tries = 0; tries < 10; tries++) expect((await wrong()).status).toBe(401)
    const over = await wrong()
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '900'])
    await other.close()
  })

  test('where somebody can sign in, the page leads there; elsewhere the browser asks for a key', async () => {
    const page = await fetch(`${trial.url}/audit?workspace=demo`, { redirect: 'manual', headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=%2Faudit%3Fworkspace%3Ddemo'])
  })
})

describe('a page of others', () => {
  test('changes nothing with the cookie of somebody who is signed in', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, {}, { origin: 'null' }] as { [name: string]: string }[]) {
      const { status } = await change('settings-save', { fewestPeople: 9 }, { cookie: cookies.admin as string, ...headers })
      expect(status).toBe(403)
    }
    expect((await form('/sign-in', { email: 'ann@acme.com', password: PASSWORD }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await change('settings-save', { fewestPeople: 6 }, by('admin'))).status).toBe(200)
  })
})

const MAY: { readonly [who: string]: readonly string[] } = {
  nobody: [],
  viewer: ['read'],
  analyst: ['read', 'write'],
  admin: ['read', 'write', 'admin'],
  'key read': ['read'],
  'key write': ['write'],
  'key browser': [],
  'key admin': ['read', 'write', 'admin'],
}

describe('every address with every caller', () => {
  test('lets in who holds what it needs, and nobody else; no key opens a foreign workspace', async () => {
    interface Route {
      readonly 'x-needs'?: string
      readonly operationId: string
    }
    const { paths } = (await (await fetch(`${trial.url}/openapi.json`)).json()) as {
      readonly paths: { readonly [path: string]: { readonly [method: string]: Route } }
    }
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({ path, method, needs: route['x-needs'] })),
    )
    const guarded = routes.filter(({ needs }) => needs !== undefined)
    // What is not guarded by a power is open, or told apart by a key in the address or a signature.
    expect(
      routes
        .filter(({ needs }) => needs === undefined)
        .map(({ path }) => path)
        .filter((path) => path.startsWith('/api/')),
    ).toEqual([])
    expect(guarded.length).toBeGreaterThan(60)
    const demoKey = trial.keyOf('admin', 'demo')
    const wrong: string[] = []
    for (const { path, method, needs = '' } of guarded) {
      const address = `${trial.url}${path.replace(/\{[^}]*\}/g, 'x')}?unknown-parameter=1`
      const status = async (headers: { readonly [name: string]: string }, query = ''): Promise<number> => {
        const stop = new AbortController()
        const answer = await fetch(address + query, {
          method: method.toUpperCase(),
          headers: {
            ...headers,
            ...(method === 'get' || method === 'delete'
              ? {}
              : { 'content-type': path.startsWith('/v1') || path.includes('files') ? 'application/octet-stream' : 'application/json' }),
          },
          ...(method === 'get' || method === 'delete' ? {} : { body: '{"unknown-parameter":1}' }),
          signal: stop.signal,
        })
        stop.abort()
        return answer.status
      }
      for (const [who, powers] of Object.entries(MAY)) {
        // Keys in the browser write evidence, and nothing else.
        const isAllowed = powers.includes(needs) || (who === 'key browser' && path === '/v1/evidence')
        const headers: { readonly [name: string]: string } =
          who === 'nobody' ? {} : who.startsWith('key ') ? { authorization: `Bearer ${trial.keys[who.slice(4) as 'read']}` } : by(who)
        const got = await status(headers)
        const isTurnedAway = got === 401 || got === 403
        if (isTurnedAway === isAllowed) wrong.push(`${method} ${path} needs ${needs}, ${who} got ${got}`)
      }
      // Figures of the process name no workspace, and the list of workspaces holds those only that the key opens.
      if (path !== '/metrics' && path !== '/api/workspaces' && (await status({ authorization: `Bearer ${demoKey}` }, '&workspace=main')) !== 403)
        wrong.push(`${method} ${path} opens main with a key for demo`)
    }
    expect(wrong).toEqual([])
  })
})

describe('what people did', () => {
  test('stands under their name, in the audit and in the log of corrections, whatever the request says', async () => {
    const { status, answer } = await change('correct', { fact: 'leave-out', party: 'user:robot', by: 'somebody else', why: 'a test' }, by('analyst'))
    expect(status).toBe(200)
    const { answer: log } = await ask('/api/corrections', by('viewer'))
    expect((log.corrections as { readonly key: string; readonly by: string }[]).find(({ key }) => key === answer.key)).toMatchObject({ by: 'Bob' })
    const { answer: audit } = await ask('/api/audit?what=correct', by('admin'))
    expect((audit.changes as readonly object[])[0]).toMatchObject({ who: { kind: 'person', name: 'Bob' }, about: 'party:user:robot', outcome: 'done' })
  })

  test('no password, token or key stands in any file of the data folder', async () => {
    const made = await change('key-create', { name: 'planted', power: 'read' })
    const session = (cookies.admin as string).split('=')[1] as string
    await change('password-change', { password: PASSWORD, newPassword: 'a mark that must not be found' }, by('viewer'))
    await fetch(`${trial.url}/api/stripe-secrets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${trial.keys.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'live', secret: 'whsec_planted0000000000000' }),
    })
    const marks = [PASSWORD, 'a mark that must not be found', session, String(made.answer.text)]
    const files = readdirSync(trial.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(5)
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name))
      for (const mark of marks) expect(bytes.includes(mark), `${file.name} holds ${mark}`).toBe(false)
      // Stripe's secret is kept as it is, in one file only.
      if (file.name !== 'stripe-secrets.json') expect(bytes.includes('whsec_planted'), file.name).toBe(false)
    }
  })

  test('the last admin cannot be taken out, nor made anything less', async () => {
    const { answer } = await ask('/api/people', by('admin'))
    const ann = (answer.people as { readonly id: string; readonly name: string }[]).find(({ name }) => name === 'Ann') as { readonly id: string }
    expect((await change('person-remove', { id: ann.id })).status).toBe(409)
    expect((await change('person-change', { id: ann.id, role: 'viewer' })).status).toBe(409)
    await change('person-change', { id: 'bob@acme.com', role: 'admin' })
    expect((await change('person-change', { id: ann.id, role: 'viewer' })).status).toBe(200)
  })
})

test('a password is kept as a hash with a salt of its own', async () => {
  const people = openPeople(trial.folder)
  const kept = people.list().map(({ password }) => password)
  expect(new Set(kept).size).toBe(kept.length)
  for (const hash of kept) expect(hash).toMatch(/^scrypt\$15\$8\$3\$/)
  expect(await isPassword(PASSWORD, people.list().find(({ name }) => name === 'Ann')?.password ?? null)).toBe(true)
  expect(await isPassword(PASSWORD, null)).toBe(false)
})
