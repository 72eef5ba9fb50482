import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importOperations } from '../../imports/operations.ts'
import { operations } from '../../studies/index.ts'
import type { Rooms } from '../rooms.ts'
import { openTrial, TRIAL_ROOMS, type Trial } from '../trial.ts'

let trial: Trial
beforeAll(async () => {
  trial = await openTrial({
    rooms: { ...TRIAL_ROOMS, operations: [...operations, ...importOperations] as Rooms['operations'] },
    limits: { bodyBytes: 100_000 },
  })
})
afterAll(() => trial.close())

interface Answer {
  readonly status: number
  readonly body: { readonly [field: string]: unknown } & {
    readonly id?: string
    readonly code?: string
    readonly status?: unknown
    readonly tables?: readonly { readonly tally: unknown }[]
  }
}

async function ask(method: string, path: string, body?: unknown, key: string = trial.keys.admin): Promise<Answer> {
  const headers: { [name: string]: string } = { authorization: `Bearer ${key}` }
  const isPiece = typeof body === 'string' || Buffer.isBuffer(body)
  if (body !== undefined && !isPiece) headers['content-type'] = 'application/json'
  const answer = await fetch(`${trial.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: isPiece ? (body as string) : JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

const USERS = 'email,name\nann@acme.com,Ann\nbob@acme.com,Bob\n'

async function until(id: string, status: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await ask('GET', `/api/import?id=${id}`)
    if (body.status === status) return body
    if (body.status === 'failed') throw new Error(JSON.stringify(body))
    await new Promise((settle) => setTimeout(settle, 20))
  }
}

test('a file is sent in pieces, understood, shown, taken after a yes, and undone', async () => {
  const {
    body: { id },
  } = await ask('POST', '/api/import-begin', {})
  expect(await ask('PUT', `/api/imports/${id}/files?name=users.csv&offset=0`, USERS.slice(0, 20))).toEqual({ status: 200, body: { bytes: 20 } })
  expect(await ask('PUT', `/api/imports/${id}/files?name=users.csv&offset=7`, 'x')).toMatchObject({ status: 409, body: { code: 'wrong-offset', bytes: 20 } })
  expect(await ask('PUT', `/api/imports/${id}/files?name=users.csv&offset=20`, USERS.slice(20))).toEqual({ status: 200, body: { bytes: USERS.length } })
  expect(await ask('POST', '/api/import-look', { id })).toMatchObject({ status: 200, body: { status: 'looking' } })
  const looked = await until(id ?? '', 'looked')
  expect(looked).toMatchObject({ name: 'users.csv', tables: [{ table: 'users.csv', rows: 2, missing: [], plan: { kind: 'users' } }] })
  expect((await ask('GET', '/health')).body.recorded).toBe(0)
  expect(await ask('POST', '/api/import-take', { id })).toMatchObject({ status: 200, body: { status: 'taking' } })
  expect(await until(id ?? '', 'taken')).toMatchObject({ tables: [{ tally: { rows: 2, written: 2, known: 0, refused: 0, leftOut: [] } }] })
  expect(await ask('POST', '/api/import-undo', { id })).toMatchObject({ status: 200, body: { status: 'undone' } })
})

test('a file may come gzipped, with its path, in pieces of which none is larger than a body may be', async () => {
  const {
    body: { id },
  } = await ask('POST', '/api/import-begin', { name: 'Users of May' })
  const gzipped = await fetch(`${trial.url}/api/imports/${id}/files?name=crm%2Fusers.csv`, {
    method: 'PUT',
    body: gzipSync(USERS),
    headers: { authorization: `Bearer ${trial.keys.write}`, 'content-encoding': 'gzip' },
  })
  expect(await gzipped.json()).toEqual({ bytes: USERS.length })
  const piece = 'x'.repeat(60_000)
  expect(await ask('PUT', `/api/imports/${id}/files?name=long.txt&offset=0`, piece)).toEqual({ status: 200, body: { bytes: 60_000 } })
  expect(await ask('PUT', `/api/imports/${id}/files?name=long.txt&offset=60000`, piece)).toEqual({ status: 200, body: { bytes: 120_000 } })
  expect(await ask('PUT', `/api/imports/${id}/files?name=long.txt&offset=120000`, 'x'.repeat(100_001))).toMatchObject({
    status: 413,
    body: { code: 'too-large' },
  })
  expect(await ask('GET', `/api/import?id=${id}`, undefined, trial.keys.read)).toMatchObject({
    body: {
      name: 'Users of May',
      files: [
        { name: 'crm/users.csv', bytes: USERS.length },
        { name: 'long.txt', bytes: 120_000 },
      ],
    },
  })
  expect(await ask('POST', '/api/import-forget', { id })).toEqual({ status: 200, body: { import: null } })
  expect(await ask('GET', `/api/import?id=${id}`)).toMatchObject({ status: 404, body: { code: 'unknown-import' } })
})

test('refused rows come as a file of their own', async () => {
  const {
    body: { id },
  } = await ask('POST', '/api/import-begin', {})
  await ask('PUT', `/api/imports/${id}/files?name=crm%2Fpeople%20%C3%BC.csv`, 'email,name\nann@reyes.example,Ann\nnobody,=1+1\n')
  await ask('POST', '/api/import-look', { id })
  await until(id ?? '', 'looked')
  await ask('POST', '/api/import-take', { id })
  await until(id ?? '', 'taken')
  const answer = await fetch(`${trial.url}/api/imports/${id}/refused`, { headers: { authorization: `Bearer ${trial.keys.read}` } })
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''refused-crm-people%20%C3%BC.csv")
  const text = await answer.text()
  expect(text).toContain('email,name,hatrack_row,hatrack_reason,hatrack_says')
  expect(text).toContain("nobody,'=1+1,2,")
})

describe('who may', () => {
  const steps: readonly {
    readonly what: string
    readonly method: string
    readonly path: (id: string) => string
    readonly body?: (id: string) => unknown
    readonly may: readonly string[]
  }[] = [
    { what: 'list imports', method: 'GET', path: () => '/api/imports', may: ['admin', 'read'] },
    { what: 'see one', method: 'GET', path: (id) => `/api/import?id=${id}`, may: ['admin', 'read'] },
    { what: 'see its refused rows', method: 'GET', path: (id) => `/api/imports/${id}/refused?table=a.csv`, may: ['admin', 'read'] },
    { what: 'begin one', method: 'POST', path: () => '/api/import-begin', body: () => ({}), may: ['admin', 'write'] },
    { what: 'send a file', method: 'PUT', path: (id) => `/api/imports/${id}/files?name=a.csv`, body: () => 'a,b', may: ['admin', 'write'] },
    { what: 'stop it', method: 'POST', path: () => '/api/import-stop', body: (id) => ({ id }), may: ['admin', 'write'] },
  ]
  const powers = ['admin', 'write', 'read', 'browser'] as const
  test.each(steps.flatMap((step) => powers.map((power) => ({ ...step, power }))))(
    '$what with a key that is $power',
    async ({ method, path, body, may, power }) => {
      const {
        body: { id = '' },
      } = await ask('POST', '/api/import-begin', {})
      const { status } = await ask(method, path(id), body?.(id), trial.keys[power])
      if (may.includes(power)) expect(status).not.toBe(403)
      else expect(status).toBe(403)
    },
  )

  test('without a key nobody; from a page of another origin not even an admin', async () => {
    const {
      body: { id },
    } = await ask('POST', '/api/import-begin', {})
    const put = (headers: { [name: string]: string }): Promise<number> =>
      fetch(`${trial.url}/api/imports/${id}/files?name=a.csv`, { method: 'PUT', body: 'a,b', headers }).then(({ status }) => status)
    expect(await put({})).toBe(401)
    expect(await put({ authorization: `Bearer ${trial.keys.admin}`, origin: 'https://elsewhere.example' })).toBe(403)
    expect(await put({ authorization: `Bearer ${trial.keys.admin}`, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await put({ authorization: `Bearer ${trial.keyOf('write', 'demo')}` })).toBe(404)
  })
})

describe('what is refused', () => {
  const scenarios: readonly {
    readonly what: string
    readonly method: string
    readonly path: string
    readonly body?: unknown
    readonly status: number
    readonly code: string
    readonly says: string
  }[] = [
    { what: 'an import that is not there', method: 'GET', path: '/api/import?id=i7', status: 404, code: 'unknown-import', says: "there is no import 'i7'" },
    {
      what: 'a file for an import that is not there',
      method: 'PUT',
      path: '/api/imports/i7/files?name=a.csv',
      body: 'a',
      status: 404,
      code: 'unknown-import',
      says: 'there is no import',
    },
    { what: 'a file without a name', method: 'PUT', path: '/api/imports/ID/files', body: 'a', status: 400, code: 'bad-parameter', says: "'name'" },
    {
      what: 'an offset that is none',
      method: 'PUT',
      path: '/api/imports/ID/files?name=a&offset=-1',
      body: 'a',
      status: 400,
      code: 'bad-parameter',
      says: "'offset'",
    },
    {
      what: 'a first piece that is not the first',
      method: 'PUT',
      path: '/api/imports/ID/files?name=a&offset=5',
      body: 'a',
      status: 409,
      code: 'wrong-offset',
      says: 'has 0 bytes so far',
    },
    { what: 'looking without files', method: 'POST', path: '/api/import-look', body: { id: 'ID' }, status: 409, code: 'not-now', says: 'it has no files yet' },
    { what: 'taking before looking', method: 'POST', path: '/api/import-take', body: { id: 'ID' }, status: 409, code: 'not-now', says: 'look at it first' },
    {
      what: 'undoing what was not taken',
      method: 'POST',
      path: '/api/import-undo',
      body: { id: 'ID' },
      status: 409,
      code: 'not-now',
      says: 'nothing of it is taken',
    },
    {
      what: 'a plan with an unknown field',
      method: 'POST',
      path: '/api/import-plan',
      body: { id: 'ID', plans: [{ table: 'a', colour: 'red' }] },
      status: 400,
      code: 'bad-parameter',
      says: "'plans' must be a list of an object",
    },
    {
      what: 'a kind that is none',
      method: 'POST',
      path: '/api/import-kind',
      body: { id: 'ID', table: 'a', kind: 'cats' },
      status: 400,
      code: 'bad-parameter',
      says: "'kind' must be",
    },
    {
      what: 'refused rows where there are none',
      method: 'GET',
      path: '/api/imports/ID/refused',
      status: 400,
      code: 'bad-parameter',
      says: 'no row of the import was refused',
    },
    { what: 'another method', method: 'DELETE', path: '/api/imports/ID/files', status: 405, code: 'unknown-route', says: 'takes PUT' },
  ]
  test.each(scenarios)('$what', async ({ method, path, body, status, code, says }) => {
    const {
      body: { id = '' },
    } = await ask('POST', '/api/import-begin', {})
    const answer = await ask(
      method,
      path.replace('ID', id),
      body === undefined ? undefined : typeof body === 'string' ? body : JSON.parse(JSON.stringify(body).replace('ID', id)),
    )
    expect(answer).toMatchObject({ status, body: { code, detail: expect.stringContaining(says) } })
  })
})

test('a table can be planned as something else, and back, before anything is written', async () => {
  const {
    body: { id },
  } = await ask('POST', '/api/import-begin', {})
  await ask('PUT', `/api/imports/${id}/files?name=users.csv`, USERS)
  await ask('POST', '/api/import-look', { id })
  const looked = await until(id ?? '', 'looked')
  expect(await ask('POST', '/api/import-kind', { id, table: 'users.csv', kind: 'payments' })).toMatchObject({
    status: 200,
    body: { tables: [{ plan: { kind: 'payments' }, kept: false, missing: expect.arrayContaining(['amount']) }] },
  })
  expect(await ask('POST', '/api/import-take', { id })).toMatchObject({
    status: 400,
    body: { code: 'bad-parameter', detail: expect.stringContaining("the table 'users.csv' lacks") },
  })
  const plans = (looked.tables as unknown as { plan: unknown }[]).map(({ plan }) => plan)
  expect(await ask('POST', '/api/import-plan', { id, plans })).toMatchObject({ status: 200, body: { tables: [{ plan: { kind: 'users' }, missing: [] }] } })
})
