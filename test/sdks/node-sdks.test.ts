import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingClients, runClient, type Sending } from './clients.ts'
import type { Fate } from './flaky-proxy.ts'
import { BOBS_VISITOR, daysAgo, openStage, type Stage, STORY, STEPS_APART, stepNames, steps, stepsIn } from './story.ts'

/** What must be set so that a client outlives a restart of the server, as an application that cares would set it. */
const PATIENT = {
  'segment-node': { maxRetries: 30, flushAt: 5, flushInterval: 100 },
  'rudder-node': { retryCount: 30, flushAt: 5, flushInterval: 100 },
} as const
const NAMES = { 'segment-node': '@segment/analytics-node', 'rudder-node': '@rudderstack/rudder-sdk-node' } as const
const PROGRAMS = Object.keys(NAMES) as (keyof typeof NAMES)[]

const missing = await missingClients()
const suite = missing === null ? describe.each(PROGRAMS) : describe.skip.each(PROGRAMS)
if (missing !== null) console.error(`the stock SDKs are not tested: ${missing}`)

suite(`%s, unchanged${missing === null ? '' : ` (${missing})`}`, (program) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.stop())

  const send = (calls: Sending['calls'], more: Partial<Sending> = {}): ReturnType<typeof runClient> =>
    runClient(program, { url: stage.proxy.url, writeKey: stage.writeKey, settings: {}, calls, ...more })

  describe('what it says becomes the right answers', () => {
    beforeAll(async () => {
      expect(await send(STORY)).toEqual([])
      await stage.served.fresh()
    })
    const whoPays = (party: string, day: string): Promise<unknown> => stage.served.get('/api/who-pays', { party, product: 'notes', day })
    const identifiersOf = async (party: string): Promise<readonly string[]> =>
      ((await stage.served.get('/api/party', { party })) as { party: { identifiers: readonly string[] } }).party.identifiers

    test('group makes Ann a member of Acme, who pays for her', async () => {
      expect(await whoPays('user:ann', daysAgo(0).day)).toMatchObject({ kind: 'organization', payer: { name: 'Acme' }, agreement: 'a1' })
      expect(await whoPays('user:bob', daysAgo(0).day)).toMatchObject({ kind: 'nobody' })
    })

    test("identify gives Ann's past as a visitor to her, so that Acme paid for it", async () => {
      expect(await identifiersOf('anonymous:v1')).toEqual(['anonymous:v1', 'email:ann@acme.example', 'user:ann'])
      expect(await whoPays('anonymous:v1', daysAgo(3).day)).toMatchObject({ kind: 'organization', agreement: 'a1' })
    })

    test('alias does so for Bob', async () => {
      expect(await identifiersOf('user:bob')).toEqual([`anonymous:${BOBS_VISITOR}`, 'user:bob'])
    })

    test("the organization has its name and domain, and the caller's times are kept", async () => {
      expect(await identifiersOf('account:acme')).toEqual(['account:acme', 'domain:acme.example'])
      const membership = (await stage.evidence()).find(({ type }) => type === 'membership')
      expect(membership).toMatchObject({ person: 'user:ann', organization: 'account:acme', from: daysAgo(10).day })
      const seen = (await stage.evidence()).filter(({ event }) => event === 'note_seen').map(({ at }) => String(at).slice(0, 10))
      expect(seen).toEqual([daysAgo(3).day, daysAgo(2).day])
    })

    test('every kind of call arrived, and use is counted', async () => {
      const events = (await stage.evidence()).filter(({ type }) => type === 'usage').map(({ event }) => event)
      expect(events.toSorted()).toEqual(['note_seen', 'note_seen', 'note_written', 'note_written', 'page', 'screen'])
      const use = await stage.served.get('/api/payers-of-use', { product: 'notes', from: daysAgo(5).day, to: daysAgo(-1).day })
      expect(use).toMatchObject({ kinds: expect.arrayContaining([expect.objectContaining({ kind: 'organization', users: 1, events: 4 }), expect.objectContaining({ kind: 'nobody', users: 1, events: 2 })]) })
    })
  })

  test('many calls come in batches, zipped where it does so', async () => {
    const before = stage.proxy.seen.length
    expect(await send(steps(95))).toEqual([])
    const requests = stage.proxy.seen.slice(before)
    expect(requests.length).toBeLessThan(15)
    expect(requests.every(({ path, status }) => path === '/v1/batch' && status === 200)).toBe(true)
    const isZipped = program === 'rudder-node'
    expect(requests.every(({ headers }) => (headers['content-encoding'] === 'gzip') === isZipped)).toBe(true)
    const bodies = requests.map(({ body }) => JSON.parse((isZipped ? gunzipSync(body) : body).toString()) as { batch: unknown[] })
    expect(bodies.reduce((sum, { batch }) => sum + batch.length, 0)).toBe(95)
    expect(await stepsIn(stage)).toEqual(stepNames(95))
  })

  const troubles: readonly { readonly name: string; readonly fates: readonly Fate[] }[] = [
    { name: 'answers are lost after the server acknowledged', fates: ['lose-answer', 'lose-answer', 'pass', 'lose-answer'] },
    { name: 'connections are cut before the server saw anything', fates: ['cut', 'pass', 'cut', 'cut'] },
    { name: 'a balancer answers 500, 502 and 503', fates: [{ status: 500 }, { status: 502 }, 'pass', { status: 503, retryAfterS: 1 }] },
    { name: 'a balancer answers 429 with Retry-After', fates: [{ status: 429, retryAfterS: 1 }, 'pass', { status: 429, retryAfterS: 1 }] },
    { name: 'all of it at once', fates: ['lose-answer', { status: 500 }, 'cut', 'pass', { status: 429, retryAfterS: 1 }, 'lose-answer'] },
  ]
  test.each(troubles)('nothing is lost and nothing twice when $name', async ({ fates }) => {
    const from = STEPS_APART * (1 + troubles.findIndex((one) => one.fates === fates))
    stage.proxy.fates = [...fates]
    expect(await send(steps(20, from), { settings: { ...PATIENT[program], flushAt: 5 } })).toEqual([])
    expect(stage.proxy.fates).toEqual([])
    expect(await stepsIn(stage, from)).toEqual(stepNames(20, from))
  })

  test('an answer that breaks off in the middle loses nothing and makes nothing twice', async () => {
    stage.proxy.fates = ['break-answer']
    await send(steps(5, 7000), { settings: PATIENT[program] })
    expect(await stepsIn(stage, 7000)).toEqual(stepNames(5, 7000))
  })

  test('a server that is killed and started again in the middle gets all of it once, by the own retries of the SDK', async () => {
    const sending = send(steps(60, 8000), { settings: PATIENT[program], everyMs: 40 })
    const before = stage.proxy.seen.length
    while (stage.proxy.seen.length < before + 3) await new Promise((settle) => setTimeout(settle, 10))
    await stage.killAndStart()
    expect(await sending).toEqual([])
    expect(stage.proxy.seen.slice(before).some(({ status }) => status === null)).toBe(true)
    expect(await stepsIn(stage, 8000)).toEqual(stepNames(60, 8000))
  })

  test('a wrong write key is told to the application at once, and not tried again', async () => {
    const before = stage.proxy.seen.length
    const errors = await send([['track', { userId: 'ann', event: 'lost', properties: { product: 'notes' } }]], { writeKey: 'no-such-key' })
    expect(stage.proxy.seen.slice(before).map(({ status }) => status)).toEqual([401])
    expect(errors).toMatchObject(program === 'segment-node' ? [{ code: 'delivery_failure', reason: '[401] Unauthorized', event: 'lost' }] : [{ reason: 'Request failed with status code 401', status: 401 }])
    expect((await stage.evidence()).filter(({ event }) => event === 'lost')).toEqual([])
  })
})
