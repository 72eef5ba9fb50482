import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Operation } from '../../base/operation.ts'
import { openWorkspace } from '../../roles/workspace.ts'
import { operations } from '../../studies/index.ts'
import { openPeople, type Role } from '../people.ts'
import type { Rooms, Workspace } from '../rooms.ts'
import { openTrial, type Trial } from '../trial.ts'

const ALL: Rooms = { openWorkspace, operations: operations as unknown as readonly Operation<Workspace>[] }
const OVERRIDE = { type: 'override', source: 'by-hand', key: 'o1', fact: 'leave-out', party: 'user:robot', by: 'The Boss', why: 'because' }
const STAFF = { type: 'staff', source: 'by-hand', key: 's1', party: 'user:ann', by: 'The Boss' }
const RETRACTION = { type: 'override', source: 'by-hand', key: 'o1', retracted: true, by: 'The Boss' }
const UNDO = { type: 'undo', source: 'crm', key: 'x1', import: 'import-7' }
const USE = { type: 'usage', source: 'web', key: 'u1', party: 'user:ann', product: 'notes', at: '2026-02-03T10:00:00Z' }

interface Change {
  readonly who: { readonly kind: string; readonly name: string }
  readonly what: string
  readonly after: { readonly [name: string]: unknown }
  readonly outcome: string
  readonly says: string | null
}

let trial: Trial
beforeEach(async () => {
  trial = await openTrial({ rooms: ALL })
})
afterEach(() => trial.close())

const key = (power: 'admin' | 'write' | 'browser'): { readonly [name: string]: string } => ({ authorization: `Bearer ${trial.keys[power]}` })

/** A browser in which somebody is signed in. */
function signedIn(name: string, role: Role): { readonly [name: string]: string } {
  const people = openPeople(trial.folder)
  const { person } = people.invite({ name, email: `${name.toLowerCase()}@acme.com`, role }, Date.now())
  return { cookie: `hatrack=${people.begin(person, Date.now())}`, origin: trial.url }
}

async function send(headers: { readonly [name: string]: string }, lines: readonly object[]): Promise<Response> {
  return fetch(`${trial.url}/v1/evidence`, { method: 'POST', headers, body: lines.map((line) => JSON.stringify(line)).join('\n') })
}

async function asked<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(trial.url + path, { headers: key('admin') })).json()) as Answer
}

const audit = async (): Promise<readonly Change[]> => (await asked<{ readonly changes: readonly Change[] }>('/api/audit')).changes
const evidence = async (): Promise<readonly { readonly [name: string]: unknown }[]> =>
  (await (await fetch(`${trial.url}/api/evidence`, { headers: key('admin') })).text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { readonly [name: string]: unknown })

describe('people who send lines', () => {
  test('say them under their own name, whoever the lines name, and the audit tells of it', async () => {
    const answer = await send(signedIn('Bob', 'analyst'), [OVERRIDE, STAFF, USE])
    expect(await answer.json()).toMatchObject({ accepted: 3 })
    const { corrections } = await asked<{ readonly corrections: readonly { readonly by: string }[] }>('/api/corrections')
    expect(corrections.map(({ by }) => by)).toEqual(['Bob', 'Bob'])
    expect((await evidence()).map(({ type, by }) => [type, by])).toEqual([
      ['override', 'Bob'],
      ['staff', 'Bob'],
      ['usage', undefined],
    ])
    expect(await audit()).toMatchObject([
      {
        who: { kind: 'person', name: 'Bob' },
        what: 'evidence',
        outcome: 'done',
        after: { accepted: 3, overrides: 1, staff: 1, keys: ['override by-hand/o1', 'staff by-hand/s1'] },
      },
    ])
    // The same lines in the longer way, in which they are taken while they arrive.
    const many = Array.from({ length: 9_000 }, (_, place) => ({ ...USE, key: `later ${place}` }))
    const zoe = signedIn('Zoë', 'analyst')
    // The server looks at the list of people now and then.
    await expect.poll(async () => (await fetch(`${trial.url}/api/me`, { headers: zoe })).status).toBe(200)
    expect(await (await send(zoe, [...many, { ...OVERRIDE, key: 'o2' }])).json()).toMatchObject({ accepted: 9_001 })
    expect((await evidence()).find((line) => line.key === 'o2')).toMatchObject({ by: 'Zoë' })
  })

  test('take words back under their own name', async () => {
    await send(key('admin'), [OVERRIDE])
    await send(signedIn('Bob', 'analyst'), [RETRACTION])
    expect((await evidence()).at(-1)).toMatchObject({ retracted: true, by: 'Bob' })
    expect((await audit())[0]).toMatchObject({ who: { name: 'Bob' }, after: { retractions: 1, keys: ['retracted override by-hand/o1'] } })
  })
})

describe('a key that may write', () => {
  test('is told with the lines that overrule others, and with no other', async () => {
    await send(key('write'), [USE])
    expect(await audit()).toEqual([])
    for (const [line, counted] of [
      [OVERRIDE, 'overrides'],
      [STAFF, 'staff'],
      [RETRACTION, 'retractions'],
      [UNDO, 'undos'],
    ] as const) {
      await send(key('write'), [{ ...USE, key: `with ${counted}` }, line])
      expect((await audit())[0], counted).toMatchObject({
        who: { kind: 'key', name: 'write main' },
        what: 'evidence',
        outcome: 'done',
        after: { accepted: 2, [counted]: 1 },
      })
    }
    const many = Array.from({ length: 30 }, (_, place) => ({ ...STAFF, key: `many ${place}` }))
    await send(key('write'), many)
    const [{ after } = { after: {} as Change['after'] }] = await audit()
    expect([after.staff, (after.keys as string[]).length]).toEqual([30, 10])
  })

  test('what cannot be noted is not taken, by whatever power', async () => {
    // Where the list should be there is a folder, which nobody can write lines to.
    const list = join(trial.folder, 'workspaces', 'main', 'audit.jsonl')
    rmSync(list, { force: true })
    mkdirSync(list)
    expect((await send(key('admin'), [USE])).status).toBeGreaterThanOrEqual(500)
    expect((await send(key('write'), [OVERRIDE])).status).toBeGreaterThanOrEqual(500)
    expect(await evidence()).toEqual([])
    // Events of trackers are no changes, and wait for no list.
    expect((await send(key('write'), [USE])).status).toBe(200)
  })
})
