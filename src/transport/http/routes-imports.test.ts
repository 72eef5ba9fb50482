import { afterAll, beforeAll, expect, test } from 'vitest'
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
