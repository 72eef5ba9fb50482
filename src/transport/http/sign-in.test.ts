import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAttempts } from '../attempts.ts'
import { openPeople } from '../people.ts'
import { openTrial, type Trial } from '../trial.ts'
import { machineOf } from './machine.ts'

const PASSWORD = 'four words in a row'
const OWNER = 'ann@acme.com'

interface Change {
  readonly what: string
  readonly about: string | null
  readonly who: { readonly kind: string; readonly name: string }
  readonly after: { readonly [name: string]: unknown }
  readonly outcome: string
}

let trial: Trial
beforeEach(async () => {
  trial = await openTrial({ publicUrl: 'https://hatrack.acme.com' })
  const people = openPeople(trial.folder)
  for (const [name, role] of [
    ['Ann', 'admin'],
    ['Reyes', 'viewer'],
  ] as const) {
    const { token } = people.invite({ name, email: `${name.toLowerCase()}@acme.com`, role }, Date.now())
    await people.join(token, PASSWORD, Date.now())
  }
})
afterEach(() => trial.close())

/** As a proxy on this machine sends it on: what it adds stands last. */
async function signIn(email: string, password: string, machine = '8.8.4.4', before = ''): Promise<Response> {
  return fetch(`${trial.url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://hatrack.acme.com', 'x-forwarded-for': `${before}${machine}` },
    body: new URLSearchParams({ email, password }),
  })
}

async function statuses(email: string, password: string, times: number, machine?: string): Promise<readonly number[]> {
  const all: number[] = []
  for (let tries = 0; tries < times; tries++) all.push((await signIn(email, password, machine)).status)
  return all
}

const times = (count: number, status: number): readonly number[] => Array.from({ length: count }, () => status)

async function audit(): Promise<readonly Change[]> {
  const answer = await fetch(`${trial.url}/api/audit?limit=1000`, { headers: { authorization: `Bearer ${trial.keys.admin}` } })
  return ((await answer.json()) as { readonly changes: readonly Change[] }).changes
}

function cookieOf(answer: Response): string {
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

function changePassword(cookie: string, password: string, newPassword = 'five words in a row'): Promise<Response> {
  return fetch(`${trial.url}/api/password-change`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: 'https://hatrack.acme.com', 'x-forwarded-for': '8.8.4.4' },
    body: JSON.stringify({ password, newPassword }),
  })
}

describe('wrong passwords', () => {
  test('of somebody elsewhere do not shut the owner out, whatever they write into the header', async () => {
    const statusesOfGuesser: number[] = []
    for (let tries = 0; tries < 11; tries++) statusesOfGuesser.push((await signIn(OWNER, 'guess', '9.9.9.9', `8.8.4.4, 1.1.1.${tries}, `)).status)
    expect(statusesOfGuesser).toEqual([...times(10, 401), 429])
    expect((await signIn(OWNER, PASSWORD)).status).toBe(303)
  })

  test('are not forgotten because the guesser signs in under another name in between', async () => {
    for (let round = 0; round < 5; round++) {
      expect(await statuses(OWNER, 'guess', 2)).toEqual([401, 401])
      expect((await signIn('reyes@acme.com', PASSWORD)).status).toBe(303)
    }
    expect(await statuses(OWNER, 'guess', 1)).toEqual([429])
  })

  test('many at once are looked at no more often than one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(OWNER, 'guess')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  })

  test('in a change of the password count as well: who holds the cookie cannot guess on, and evidence is taken meanwhile', async () => {
    const cookie = cookieOf(await signIn('reyes@acme.com', PASSWORD))
    const guesses = Promise.all(Array.from({ length: 40 }, (_, place) => changePassword(cookie, `guess ${place}`)))
    const line = '{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2026-02-03T10:00:00Z"}'
    const taken = fetch(`${trial.url}/v1/evidence`, { method: 'POST', headers: { authorization: `Bearer ${trial.keys.write}` }, body: line })
    // It does not wait for the passwords: it is answered before even ten of them could be looked at.
    const first = await Promise.race([taken.then(() => 'evidence'), guesses.then(() => 'passwords')])
    expect([first, (await taken).status]).toEqual(['evidence', 200])
    const codes = (await guesses).map(({ status }) => status)
    expect([codes.filter((code) => code === 400).length, codes.filter((code) => code === 429).length]).toEqual([10, 30])
    const right = await changePassword(cookie, PASSWORD)
    expect([right.status, right.headers.get('retry-after')]).toEqual([429, '900'])
    expect((await audit()).filter(({ what }) => what.startsWith('password-')).map(({ what }) => what)).toEqual(times(10, 0).map(() => 'password-wrong'))
  })

  test('of one machine are counted over all names, and the oldest names are forgotten first', async () => {
    const attempts = openAttempts()
    let now = 0
    const look = (email: string, machine: string, isRight = false) =>
      attempts
        .look(
          { email, machine },
          () => now,
          async () => isRight,
        )
        .catch(({ code }: { code: string }) => code)
    for (let tries = 0; tries < 50; tries++) expect(await look(`p${tries}@acme.com`, 'one')).toBe(false)
    expect(await look('new@acme.com', 'one', true)).toBe('too-many-tries')
    for (let tries = 0; tries < 4_000; tries++) await look('ann@acme.com', `m${tries}`)
    // 8,050 names and more are remembered; many more make the oldest go, not all.
    expect(await look('new@acme.com', 'one', true)).toBe('too-many-tries')
    for (let tries = 4_000; tries < 6_000; tries++) await look('ann@acme.com', `m${tries}`)
    expect(await look('new@acme.com', 'one', true)).toBe(true)
    for (let tries = 0; tries < 9; tries++) await look('ann@acme.com', 'm5999')
    expect(await look('ann@acme.com', 'm5999', true)).toBe('too-many-tries')
    now += 15 * 60_000
    expect(await look('ann@acme.com', 'm5999', true)).toBe(true)
  })
})

describe('right passwords', () => {
  test('all come in, although many are looked at at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(OWNER, PASSWORD)))
    expect(answers.map(({ status }) => status)).toEqual(times(12, 303))
  })
})

describe('in the audit', () => {
  test('stand coming in, going out and another password, each under the name of who did it', async () => {
    const cookie = cookieOf(await signIn(OWNER, PASSWORD))
    expect((await changePassword(cookie, PASSWORD)).status).toBe(200)
    const again = cookieOf(await signIn(OWNER, 'five words in a row'))
    await fetch(`${trial.url}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: again, origin: 'https://hatrack.acme.com' },
    })
    expect((await audit()).map(({ what, about, who, outcome }) => [what, about, who.kind, who.name, outcome])).toEqual(
      ['sign-out', 'sign-in', 'password-change', 'sign-in'].map((what) => [what, `person:${OWNER}`, 'person', 'Ann', 'done']),
    )
  })

  test('stand wrong passwords: the first at once, the others together; nothing that was typed for an unknown address', async () => {
    await statuses(OWNER, 'guess', 1)
    expect(await audit()).toMatchObject([
      { what: 'sign-in-wrong', about: `person:${OWNER}`, who: { kind: 'nobody' }, after: { tries: 1, addresses: [OWNER], machines: ['8.8.4.4'] } },
    ])
    await statuses('my secret password', 'guess', 3)
    expect((await audit()).length).toBe(1)
    const [, ...rest] = await endedWith()
    expect(rest).toMatchObject([{ what: 'sign-in-wrong', after: { tries: 3, addresses: ['an address that nobody has'] } }])
  })

  /** What stands there once the server ended. */
  async function endedWith(): Promise<readonly object[]> {
    await trial.app.close()
    return (await trial.main.audit.entries()).map(({ content }) => content)
  }
})

test('the address of a machine is what the proxy says last, and only where a proxy was told of', () => {
  const from = (remoteAddress: string, forwarded?: string, publicUrl: string | null = 'https://x.acme.com') =>
    machineOf({ publicUrl }, { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as never)
  expect(from('127.0.0.1', '1.1.1.1, 9.9.9.9')).toBe('9.9.9.9')
  expect(from('::ffff:10.0.0.7', '9.9.9.9:4711')).toBe('9.9.9.9')
  expect(from('127.0.0.1', '9.9.9.9', null)).toBe('127.0.0.1')
  // Straight from elsewhere: the sender itself wrote the header.
  expect(from('8.8.8.8', '9.9.9.9')).toBe('8.8.8.8')
  expect(from('127.0.0.1', '')).toBe('127.0.0.1')
  // One subscriber has a whole network of version 6.
  expect(from('127.0.0.1', '2a02:8388::1')).toBe(from('127.0.0.1', '[2a02:8388:0:0:9:9:9:9]:443'))
  expect(from('127.0.0.1', '2a02:8388::1')).not.toBe(from('127.0.0.1', '2a02:8388:0:1::1'))
})
