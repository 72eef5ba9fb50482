import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../../src/transport/keys.ts'
import { type Served, serve } from '../harness/server.ts'
import type { SdkCall } from './clients.ts'
import { type FlakyProxy, flakyProxy } from './flaky-proxy.ts'

const DAY_MS = 86_400_000

/** A day or an instant so many days before now. */
export function daysAgo(days: number): { readonly day: string; readonly instant: string } {
  const instant = new Date(Date.now() - days * DAY_MS).toISOString()
  return { day: instant.slice(0, 10), instant }
}

/** A server with an agreement of Acme for the product notes, and a bad network in front of it. */
export interface Stage {
  readonly proxy: FlakyProxy
  /** Changes when the server is started again. */
  served: Served
  readonly writeKey: string
  readonly browserKey: string
  /** SIGKILL, and the same folder again. */
  killAndStart(): Promise<void>
  /** All evidence, as an export gives it. */
  evidence(): Promise<readonly EvidenceLine[]>
  stop(): Promise<void>
}

export type EvidenceLine = { readonly type: string; readonly key: string; readonly source?: string; readonly [field: string]: unknown }

export async function openStage(): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'hatrack-sdks-'))
  const served = await serve(data)
  await served.post('/v1/evidence', JSON.stringify({ type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '490.00', currency: 'EUR', interval: 'month', from: '2024-01-01' }))
  const browserKey = openKeys(data).create({ name: 'website', power: 'browser', product: 'notes' }, Date.now()).text
  const stage: Stage = {
    served,
    proxy: await flakyProxy(served.url),
    writeKey: served.keys.write,
    browserKey,
    async killAndStart() {
      await stage.served.kill()
      stage.served = await serve(data)
      stage.proxy.target = stage.served.url
    },
    async evidence() {
      const response = await fetch(`${stage.served.url}/api/evidence`, { headers: { authorization: `Bearer ${stage.served.keys.admin}` } })
      const text = await response.text()
      return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as EvidenceLine)
    },
    async stop() {
      await stage.proxy.stop()
      await stage.served.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
  return stage
}

/** The visitor that was Bob, as a tracker makes them up. */
export const BOBS_VISITOR = 'b6f1a3de-6f2c-4c36-9d9c-2f0a8f6f7b11'

/** Ann reads unknown, says who she is and in which firm she works, and writes; Bob reads unknown and becomes Bob by an alias. */
export const STORY: readonly SdkCall[] = [
  ['track', { anonymousId: 'v1', event: 'note_seen', properties: { product: 'notes' }, timestamp: daysAgo(3).instant }],
  ['identify', { userId: 'ann', anonymousId: 'v1', traits: { email: 'ann@acme.example', name: 'Ann Example', plan: 'team' } }],
  ['group', { userId: 'ann', groupId: 'acme', traits: { name: 'Acme', website: 'https://www.acme.example/about' }, timestamp: daysAgo(10).instant }],
  ['track', { userId: 'ann', event: 'note_written', properties: { product: 'notes', groupId: 'acme', words: 120 } }],
  ['page', { userId: 'ann', name: 'Prices', properties: { product: 'notes', path: '/prices' } }],
  ['screen', { userId: 'ann', name: 'Start', properties: { product: 'notes' } }],
  ['track', { anonymousId: BOBS_VISITOR, event: 'note_seen', properties: { product: 'notes' }, timestamp: daysAgo(2).instant }],
  ['alias', { previousId: BOBS_VISITOR, userId: 'bob' }],
  ['track', { userId: 'bob', event: 'note_written', properties: { product: 'notes' } }],
]

/** Each test counts its own steps, from a thousand of its own. */
export const STEPS_APART = 1_000

/** So many calls that can be told apart, by one user. */
export function steps(count: number, from = 0): readonly SdkCall[] {
  return Array.from({ length: count }, (_, place) => ['track', { userId: 'ann', event: `step ${from + place}`, properties: { product: 'notes' } }] as const)
}

/** The steps from so many on that are in the record, in their order: nothing lost and nothing twice if they are exactly those that were sent. */
export async function stepsIn(stage: Stage, from = 0): Promise<readonly string[]> {
  const events = (await stage.evidence()).filter(({ type }) => type === 'usage').map(({ event }) => String(event))
  const numbers = events.filter((event) => event.startsWith('step ')).map((event) => Number(event.slice(5)))
  return numbers.filter((number) => number >= from && number < from + STEPS_APART).toSorted((a, b) => a - b).map((number) => `step ${number}`)
}

export function stepNames(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, place) => `step ${from + place}`)
}
