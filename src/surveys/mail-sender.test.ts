import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime, { type Email } from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPost, type Post, refusal } from '../../test/harness/mail-server.ts'
import { takeEvidence } from '../evidence/take.ts'
import { openWorkspace, type Workspace } from '../roles/workspace.ts'
import { answerSecretOf, openedBy } from './answer-links.ts'
import { mailStates, openMailSender } from './mail-sender.ts'
import { changeMail, type MailServer, mailFrom } from './mail-settings.ts'
import { LATER_MS, mailEntry, mailNameOf } from './mail-states.ts'
import { changeSurveys, type Survey } from './survey.ts'

const SILENT = { info() {}, warn() {}, error() {} }
const DAY_MS = 86_400_000

const SERVER: MailServer = { host: '127.0.0.1', port: 0, security: 'none', user: null, secret: null, from: 'team@notes.example', fromName: 'Notes', replyTo: 'dina@notes.example', perMinute: 6_000, authority: null, dkim: null, reachesPrivate: true }
const PLAN = { margin: 0.1, confidence: 0.95, by: '', where: '', quotas: '', least: 0, seed: 'a' }
const SURVEY: Survey = { id: 's1', question: 'How likely is it that you recommend Notes?', form: 'nps', choices: [], kind: 'nps', topic: null, product: 'notes', sides: ['users'], channel: 'mail', plan: PLAN, mode: 'sample', perWeek: 0, askers: [], state: 'open', by: null, at: '2026-02-01T00:00:00Z', openedAt: null, closedAt: null }

let folder: string
let workspace: Workspace
let post: Post
let clock = Date.UTC(2026, 1, 10)
let asked = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hatrack-mail-'))
  workspace = await open()
  await take([{ type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Notes & Co' }])
})
afterAll(async () => {
  await workspace.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  post = await openPost()
})
afterEach(() => post.close())

const open = (): Promise<Workspace> => openWorkspace({ name: 'main', folder, log: SILENT, now: () => clock })
async function take(lines: readonly object[]): Promise<void> {
  expect((await takeEvidence(workspace.record, { values: lines, power: 'write', now: clock })).rejected).toEqual([])
  await workspace.caughtUp()
}

/** A survey of its own, of which so many are asked by mail; the addresses. */
async function survey(people: number, name: (n: number) => string = (n) => `Person ${n}`): Promise<{ readonly id: string; readonly to: readonly string[] }> {
  const id = `s${++asked}`
  const to = Array.from({ length: people }, (_, n) => `${id}-${n}@acme.example`)
  await changeSurveys(workspace, (all) => [...all, { ...SURVEY, id }])
  await take(to.flatMap((address, n) => [
    { type: 'party', key: `p-${address}`, kind: 'person', ids: [`email:${address}`, `user:${address}`], name: name(n) },
    { type: 'ask', source: 'surveys', key: `${id}-${n}`, party: `user:${address}`, question: SURVEY.question, kind: 'nps', product: 'notes', survey: id, via: 'mail', at: new Date(clock).toISOString() },
  ]))
  return { id, to }
}
const go = (id: string, state: 'sending' | 'stopped' = 'sending') => changeMail(workspace.mail, () => ({ server: { ...SERVER, port: post.port }, runs: { [id]: { state, why: null, by: 'Dina', at: '2026-02-10T00:00:00Z' } } }))
const sender = () => openMailSender(workspace, { log: SILENT, pageUrl: () => 'https://hatrack.example', lookEveryMs: 0, waitMs: 5_000 })
async function send(): Promise<void> {
  const one = sender()
  await one.look()
  await one.close()
}
const stateOf = async (id: string, n: number) => (await mailStates(workspace)).get(mailNameOf({ source: 'surveys', key: `${id}-${n}` }))
const read = (n: number): Promise<Email> => PostalMime.parse(post.arrived[n]?.bytes ?? Buffer.alloc(0))
const header = ({ headers }: Email, name: string) => headers.filter(({ key }) => key === name).map(({ value }) => value)

test('an invitation says who asks what, and brings a link of its own, by which one click ends it', async () => {
  const { id, to } = await survey(1, () => 'Ann')
  await go(id)
  await send()
  expect(post.arrived.map((one) => one.to)).toEqual(to)
  const mail = await read(0)
  expect(mail).toMatchObject({ subject: SURVEY.question, from: { name: 'Notes', address: 'team@notes.example' }, to: [{ name: 'Ann', address: to[0] }], replyTo: [{ address: 'dina@notes.example' }] })
  const link = /https:\/\/hatrack\.example(\/a\/([\w-]+))\n/.exec(mail.text ?? '')
  expect(openedBy(await answerSecretOf(workspace), 'answer', link?.[2] ?? '', clock)).toMatchObject({ kind: 'open', named: { workspace: 'main', source: 'surveys', key: `${id}-0` } })
  expect(mail.html).toContain(`https://hatrack.example${link?.[1]}`)
  expect(mail.text).toContain('Hello Ann,')
  expect(mail.text).toContain('Notes & Co asks you')
  expect([header(mail, 'list-unsubscribe'), header(mail, 'list-unsubscribe-post'), header(mail, 'auto-submitted')]).toEqual([[`<https://hatrack.example${link?.[1]}/stop>`], ['List-Unsubscribe=One-Click'], ['auto-generated']])
})

test('nobody gets it twice, however often it is begun, looked at, and opened anew', async () => {
  const { id, to } = await survey(12)
  await go(id)
  await Promise.all([send(), send(), send()])
  for (let turn = 0; turn < 3; turn++) {
    await workspace.close()
    workspace = await open()
    await go(id)
    await send()
  }
  expect(post.arrived.map((one) => one.to).sort()).toEqual([...to].sort())
})

test('killed at any moment of any mail, nobody gets it twice, and who may not have got it is told', async () => {
  const { id, to } = await survey(8)
  await go(id)
  // The connection breaks after the mail was taken, as when the process is killed: in the journal stands that it was handed over, and nothing more.
  let n = 0
  post.says = (_, when) => (when === 'data' && n++ % 2 === 1 ? 'break' : null)
  for (let turn = 0; turn < 6; turn++) await send()
  expect(post.arrived.map((one) => one.to).sort()).toEqual([...to].sort())
  const states = await Promise.all(to.map(async (_, place) => (await stateOf(id, place))?.state))
  expect(states.sort()).toEqual(['sent', 'sent', 'sent', 'sent', 'unsure', 'unsure', 'unsure', 'unsure'])
  await workspace.mailJournal.append(mailEntry({ source: 'surveys', key: `${id}-x` }, id, 'handing', clock))
  await workspace.close()
  workspace = await open()
  expect((await mailStates(workspace)).get(mailNameOf({ source: 'surveys', key: `${id}-x` }))).toMatchObject({ state: 'unsure' })
})

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test.each(Array.from({ length: 6 }, (_, seed) => [seed + 1]))('whatever server, time and restarts do (seed %i), nobody gets it twice, and everybody is told of', async (seed) => {
  const draw = drawn(seed)
  const { id, to } = await survey(6)
  post.says = (_, when) => {
    const lot = draw()
    if (lot < 0.1) return refusal(550, '5.1.1 no')
    if (lot < 0.3) return refusal(451, '4.7.1 later')
    return lot < 0.45 && when === 'data' ? 'break' : null
  }
  for (let turn = 0; turn < 14; turn++) {
    await go(id, draw() < 0.15 ? 'stopped' : 'sending')
    await Promise.all(draw() < 0.4 ? [send(), send()] : [send()])
    clock += Math.floor(draw() * DAY_MS * 2)
    if (draw() < 0.2) {
      await workspace.close()
      workspace = await open()
    }
  }
  const got = post.arrived.map((one) => one.to)
  expect(got.length).toBe(new Set(got).size)
  const states = await Promise.all(to.map(async (address, n) => [address, (await stateOf(id, n))?.state] as const))
  // Who is told to have got it has; who has got it is told so, or as unsure.
  expect(states.filter(([address, state]) => (state === 'sent' || state === 'unsure') !== got.includes(address) && !(state === 'waiting' && !got.includes(address)))).toEqual([])
})

test('sent again by hand it keeps its Message-ID', async () => {
  const { id } = await survey(1)
  await go(id)
  post.says = (_, when) => (when === 'data' ? 'break' : null)
  await send()
  post.says = () => null
  await workspace.mailJournal.append(mailEntry({ source: 'surveys', key: `${id}-0` }, id, 'again', clock))
  await send()
  const ids = (await Promise.all([read(0), read(1)])).map(({ messageId }) => messageId)
  expect([post.arrived.length, ids[0] === ids[1]]).toEqual([2, true])
})

test.each(['http://127.0.0.1:4747', 'http://localhost:80', 'http://192.168.1.4', 'http://[::1]:1', ''])('links to %j would open nothing for others, so nothing goes out and it is said why', async (pageUrl) => {
  const { id } = await survey(1)
  await changeMail(workspace.mail, () => ({ server: { ...SERVER, port: post.port, reachesPrivate: false }, runs: { [id]: { state: 'sending', why: null, by: 'Dina', at: '2026-02-10T00:00:00Z' } } }))
  const own = openMailSender(workspace, { log: SILENT, pageUrl: () => pageUrl, lookEveryMs: 0, waitMs: 5_000 })
  await own.look()
  await own.close()
  const run = mailFrom(await workspace.mail.read()).runs[id]
  expect([run?.state, run?.why?.includes('--public-url'), post.arrived.length, await stateOf(id, 0)]).toEqual(['stopped', true, 0, undefined])
})

test('an address that is refused is told for its person, without the address, and the others get theirs', async () => {
  const { id, to } = await survey(3)
  await go(id)
  post.says = (address, when) => (address === to[1] && when === 'rcpt' ? refusal(550, `5.1.1 <${address}> no such user; ask postmaster@acme.example`) : null)
  await send()
  await send()
  expect(post.arrived.map((one) => one.to).sort()).toEqual([to[0], to[2]])
  const state = await stateOf(id, 1)
  expect(state).toMatchObject({ state: 'refused' })
  expect(state?.says).toContain('no such user')
  expect(JSON.stringify(await workspace.mailJournal.entries())).not.toContain('@acme.example')
})

test('what a server puts off is tried again later and later, and then given up', async () => {
  const { id } = await survey(1)
  await go(id)
  let tries = 0
  post.says = () => {
    tries++
    return refusal(451, '4.7.1 greylisted')
  }
  await send()
  await send()
  expect([tries, (await stateOf(id, 0))?.state]).toEqual([1, 'waiting'])
  for (const wait of LATER_MS) {
    clock += wait
    await send()
  }
  expect([tries, await stateOf(id, 0)]).toEqual([LATER_MS.length + 1, expect.objectContaining({ state: 'given-up' })])
  clock += 30 * DAY_MS
  await send()
  expect(tries).toBe(LATER_MS.length + 1)
})

test('a server that is away keeps all waiting, and nobody is given up', async () => {
  const { id, to } = await survey(2)
  await go(id)
  await post.close()
  await send()
  expect(mailFrom(await workspace.mail.read()).runs[id]).toMatchObject({ state: 'sending', why: expect.stringContaining('cannot be reached') })
  expect(await stateOf(id, 0)).toBeUndefined()
  post = await openPost()
  await go(id)
  await send()
  expect(post.arrived.map((one) => one.to).sort()).toEqual([...to].sort())
})

test('who answered meanwhile, does not want to be asked, or has no address gets none; a closed survey sends none', async () => {
  const { id, to } = await survey(4)
  await take([
    { type: 'answer', source: 'surveys', key: `${id}-0`, ask: `${id}-0`, score: 9, at: new Date(clock).toISOString() },
    { type: 'override', source: 'asked', key: `no-${to[1]}`, fact: 'no-ask', party: `email:${to[1]}` },
    { type: 'party', key: `p-${to[2]}`, kind: 'person', ids: [`email:${to[2]}`], permission: 'no', version: clock },
    { type: 'ask', source: 'surveys', key: `${id}-9`, party: 'user:nobody-knows', question: 'Eh?', survey: id, via: 'mail', at: new Date(clock).toISOString() },
  ])
  await go(id)
  await send()
  expect(post.arrived.map((one) => one.to)).toEqual([to[3]])
  const closed = await survey(1)
  await changeSurveys(workspace, (all) => all.map((one) => (one.id === closed.id ? { ...one, state: 'closed' } : one)))
  await go(closed.id)
  await send()
  expect(post.arrived).toHaveLength(1)
})

test('stopped, no more go out; gone on, the rest does', async () => {
  const { id, to } = await survey(5)
  await go(id)
  post.says = () => {
    if (post.arrived.length === 1) void go(id, 'stopped')
    return null
  }
  await send()
  const sent = post.arrived.length
  expect(sent).toBeLessThan(to.length)
  await send()
  expect(post.arrived.length).toBe(sent)
  post.says = () => null
  await go(id)
  await send()
  expect(post.arrived.map((one) => one.to).sort()).toEqual([...to].sort())
})
