import { randomUUID } from 'node:crypto'
import { instantText } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import { fieldsIn, type KeptDocument } from '../db/kept-document.ts'
import type { Outcome } from './webhook-send.ts'

/** What somebody may want to be told. */
export const EVENTS = [
  'import.taken',
  'import.undone',
  'correction.said',
  'correction.undone',
  'money.unknown',
  'agreement.renewal-near',
  'pull.failed',
] as const
export type EventType = (typeof EVENTS)[number]

export interface KeptSecret {
  readonly text: string
  /** Until when it signs, too; null: it is the one. */
  readonly until: string | null
}

export interface Webhook {
  readonly id: string
  readonly url: string
  readonly events: readonly EventType[]
  readonly created: string
  readonly secrets: readonly KeptSecret[]
  /** Somebody who opens the whole server allowed an address of its own network. */
  readonly reachesPrivate: boolean
  /** Why nothing is sent; null: it is. */
  readonly stopped: string | null
}

export interface Attempt extends Outcome {
  readonly at: string
}

/** Something that one receiver is to be told, with what came of it. */
export interface Delivery {
  readonly id: string
  readonly webhook: string
  readonly type: string
  /** The body, as it is signed each time. */
  readonly body: string
  readonly created: string
  readonly status: 'waiting' | 'taken' | 'failed'
  /** When it is tried next; null once it ended. */
  readonly nextAt: string | null
  readonly attempts: readonly Attempt[]
}

/** What was told last, so that a change is seen. */
export interface Watched {
  /** What ended before is not told. */
  readonly since: string
  /** Position in the record up to which corrections were told. */
  readonly position: number
  readonly imports: { readonly [id: string]: string }
  /** The last failed run of each pull. */
  readonly pulls: { readonly [id: string]: string }
  /** Unknown money of the last 30 days by currency, in texts; null before it was looked at. */
  readonly unknown: { readonly [currency: string]: string } | null
  /** Renewals told, as AGREEMENT DAY. */
  readonly renewals: readonly string[]
}

export interface Webhooks {
  readonly hooks: readonly Webhook[]
  readonly deliveries: readonly Delivery[]
  /** Null: nobody is told anything yet. */
  readonly watched: Watched | null
}

const NONE: Webhooks = { hooks: [], deliveries: [], watched: null }
/** Per receiver: older ones that ended are forgotten, and if so many wait, the oldest are given up. */
const ENDED_KEPT = 50
const WAITING_AT_MOST = 500
/** Waits after the first, second ... attempt that failed, as Standard Webhooks proposes; after the last it has failed for good, more than three days later. */
export const WAITS_MS = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000]
const GONE = 410

/** What is kept. */
export function webhooksFrom(text: string | null): Webhooks {
  return { ...NONE, ...(fieldsIn(text) as Partial<Webhooks>) }
}

/** Changes what is kept, in one step; the same again writes nothing. */
export async function changeWebhooks(document: KeptDocument, make: (now: Webhooks) => Webhooks): Promise<Webhooks> {
  const kept = await document.change((text) => {
    const before = webhooksFrom(text)
    const after = make(before)
    return after === before && text !== null ? text : `${JSON.stringify({ ...after, deliveries: bounded(after.deliveries) })}\n`
  })
  return webhooksFrom(kept)
}

/** Newest last. */
function bounded(deliveries: readonly Delivery[]): readonly Delivery[] {
  const counts = new Map<string, number>()
  const isKept = ({ webhook, status }: Delivery): boolean => {
    const name = `${webhook} ${status === 'waiting'}`
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count <= (status === 'waiting' ? WAITING_AT_MOST : ENDED_KEPT)
  }
  return deliveries.toReversed().filter(isKept).reverse()
}

/** One message for one receiver. */
export function deliveryOf(webhook: string, type: string, data: object, now: number): Delivery {
  const created = instantText(now)
  return {
    id: `msg_${randomUUID().replaceAll('-', '')}`,
    webhook,
    type,
    body: JSON.stringify({ type, timestamp: created, data }),
    created,
    status: 'waiting',
    nextAt: created,
    attempts: [],
  }
}

/** Secrets that sign now: the one, and those that still do beside it. */
export function secretsNow({ secrets }: Webhook, now: number): readonly string[] {
  return secrets.filter(({ until }) => until === null || Date.parse(until) > now).map(({ text }) => text)
}

/** What is kept after an attempt. One by hand changes nothing of when it is tried next, unless it was taken. A receiver that is gone is told nothing more. */
export function afterAttempt(kept: Webhooks, delivery: Delivery, outcome: Outcome, now: number, isByHand: boolean): Webhooks {
  const there = kept.deliveries.some(({ id }) => id === delivery.id)
  const added = (one: Delivery): Delivery => {
    const attempts = [...one.attempts, { at: instantText(now), ...outcome }]
    if (outcome.isTaken) return { ...one, attempts, status: 'taken', nextAt: null }
    if (isByHand) return { ...one, attempts, status: one.nextAt === null ? 'failed' : one.status }
    const wait = WAITS_MS[attempts.length - 1]
    return wait === undefined ? { ...one, attempts, status: 'failed', nextAt: null } : { ...one, attempts, nextAt: instantText(now + wait) }
  }
  const deliveries = (there ? kept.deliveries : [...kept.deliveries, delivery]).map((one) => (one.id === delivery.id ? added(one) : one))
  return outcome.status === GONE
    ? stopped({ ...kept, deliveries }, delivery.webhook, 'Its receiver answered 410: it does not want to be told any more.')
    : { ...kept, deliveries }
}

/** Nothing more is sent to it; what waited has failed, and can be sent again by hand. */
export function stopped(kept: Webhooks, id: string, why: string): Webhooks {
  return {
    ...kept,
    hooks: kept.hooks.map((hook) => (hook.id === id ? { ...hook, stopped: why } : hook)),
    deliveries: kept.deliveries.map((one) => (one.webhook === id && one.status === 'waiting' ? { ...one, status: 'failed', nextAt: null } : one)),
  }
}

export function hookIn({ hooks }: Webhooks, id: string): Webhook {
  const found = hooks.find((hook) => hook.id === id)
  if (!found) throw new Refusal('bad-parameter', `There is no webhook '${id}'. webhooks lists them.`, { parameter: 'id' })
  return found
}
