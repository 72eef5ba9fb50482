import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingClients, runClient, type SdkCall } from './clients.ts'
import type { Fate } from './flaky-proxy.ts'
import { daysAgo, openStage, type Stage, STEPS_APART, stepNames, stepsIn } from './story.ts'

const missing = await missingClients()
if (missing !== null) console.error(`posthog-node is not tested: ${missing}`)

/** The SDK's own calls, as its manual has them. */
const STORY = [
  ['capture', { distinctId: 'v1', event: 'note_seen', properties: { product: 'notes' } }],
  ['identify', { distinctId: 'ann', properties: { email: 'ann@acme.example', name: 'Ann Example' } }],
  ['alias', { distinctId: 'ann', alias: 'v1' }],
  ['groupIdentify', { groupType: 'company', groupKey: 'acme', properties: { name: 'Acme' } }],
  ['capture', { distinctId: 'ann', event: 'note_written', properties: { product: 'notes' }, groups: { company: 'acme' } }],
] as unknown as readonly SdkCall[]

function captured(count: number, from: number): readonly SdkCall[] {
  return stepNames(count, from).map((event) => ['capture', { distinctId: 'ann', event, properties: { product: 'notes' } }]) as unknown as readonly SdkCall[]
}

describe.skipIf(missing !== null)('posthog-node, unchanged', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.stop())
  const send = (calls: readonly SdkCall[], settings: object = {}, writeKey = stage.writeKey): ReturnType<typeof runClient> =>
    runClient('posthog-node', { url: stage.proxy.url, writeKey, settings: { ...settings }, calls })

  test('what it says becomes use, people and accounts, and the right payer', async () => {
    expect(await send(STORY)).toEqual([])
    await stage.served.fresh()
    expect((await stage.evidence()).filter(({ type }) => type === 'usage').map(({ event, account }) => [event, account])).toEqual([['note_seen', undefined], ['note_written', 'account:acme']])
    const question = { party: 'user:ann', product: 'notes', day: daysAgo(0).day }
    expect(await stage.served.get('/api/who-pays', { ...question, account: 'account:acme' })).toMatchObject({ kind: 'organization', agreement: 'a1' })
    expect(await stage.served.get('/api/party', { party: 'user:ann' })).toMatchObject({ party: { name: 'Ann Example' } })
  })

  const troubles: readonly { readonly name: string; readonly fates: readonly Fate[] }[] = [
    { name: 'answers are lost after the server acknowledged', fates: ['lose-answer', 'lose-answer'] },
    { name: 'connections are cut', fates: ['cut', 'cut'] },
    { name: 'a balancer answers 500 and 503', fates: [{ status: 500 }, { status: 503 }] },
  ]
  test.each(troubles)('nothing is lost and nothing twice when $name', async ({ fates }) => {
    const from = STEPS_APART * (1 + troubles.findIndex((one) => one.fates === fates))
    stage.proxy.fates = [...fates]
    await send(captured(20, from), { flushAt: 5, fetchRetryDelay: 200, fetchRetryCount: 5 })
    expect(stage.proxy.fates).toEqual([])
    expect(await stepsIn(stage, from)).toEqual(stepNames(20, from))
  })

  test('a wrong key is told to the application', async () => {
    const errors = await send(captured(1, 9_000), { fetchRetryDelay: 50 }, 'no-such-key')
    expect(JSON.stringify(errors)).toContain('401')
    expect(await stepsIn(stage, 9_000)).toEqual([])
  })
})
