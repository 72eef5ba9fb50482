import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log, Workspace } from './rooms.ts'
import { correctionsSaid, type Happened, importsEnded, type LinkTo, moneyUnknown, pullsFailed, renewalsNear } from './webhook-events.ts'
import { type Outcome, sendOnce } from './webhook-send.ts'
import { signed } from './webhook-sign.ts'
import { afterAttempt, changeWebhooks, type Delivery, deliveryOf, secretsNow, type Webhook, type Webhooks, webhooksFrom } from './webhook-store.ts'

export interface WebhooksSettings {
  readonly log: Log
  /** Where the page is shown, without a path. */
  readonly pageUrl: () => string
  /** How often it is looked whether something happened; absent: every second. 0: only when told to. */
  readonly lookEveryMs?: number
  readonly answerMs?: number
}

/** Tells receivers what happens in a workspace: one process of those that share it sends. */
export interface WebhookSender {
  /** Looks at once, at everything, and sends what is due. */
  look(): Promise<void>
  close(): Promise<void>
}

const LOOK_EVERY_MS = 1_000
/** Money and renewals cost a question: they are asked when lines came, and then once a minute at most; and when the day changes. */
const ASKED_EVERY_MS = 60_000
/** Where nothing is told, the place reached is noted now and then only; so much is read again after a start. */
const NOTED_EVERY_MS = 3_600_000
const FILE = 'webhooks.json'

/** Whether a workspace tells anybody, without opening it. */
export function hasWebhooks(folder: string): boolean {
  return existsSync(join(folder, FILE))
}

/** How an attempt is made where it is not by hand. */
interface ByItself {
  readonly answerMs?: number | undefined
  readonly signal: AbortSignal
}

/** Sends a message once and keeps what came of it; an attempt that the end of the process broke off is as none. */
export async function attempt(workspace: Workspace, hook: Webhook, delivery: Delivery, byItself?: ByItself): Promise<Outcome> {
  const now = workspace.now()
  const headers = signed(delivery.id, now, delivery.body, secretsNow(hook, now))
  const outcome = await sendOnce({
    url: hook.url,
    headers,
    body: delivery.body,
    reachesPrivate: hook.reachesPrivate,
    ...(byItself === undefined ? {} : { signal: byItself.signal }),
    ...(byItself?.answerMs === undefined ? {} : { answerMs: byItself.answerMs }),
  })
  if (byItself?.signal.aborted && !outcome.isTaken) return outcome
  // Removed meanwhile: then nobody asks what came of it.
  await changeWebhooks(workspace.webhooks, (kept) =>
    kept.hooks.some(({ id }) => id === hook.id) ? afterAttempt(kept, delivery, outcome, now, byItself === undefined) : kept,
  )
  return outcome
}

export function openWebhooks(workspace: Workspace, { log, pageUrl, lookEveryMs = LOOK_EVERY_MS, answerMs }: WebhooksSettings): WebhookSender {
  const sending = new Map<string, Promise<void>>()
  let working: Promise<void> | null = null
  const ending = new AbortController()
  /** Up to where no word by hand stands that was not told. */
  const read = { position: 0, notedAt: Date.now() }
  let asked = { at: 0, applied: -1, day: '' }

  const link: LinkTo = (path, search = {}) => `${pageUrl()}${path}?${new URLSearchParams({ workspace: workspace.name, ...search })}`

  async function happened(kept: Webhooks, isThorough: boolean): Promise<readonly Happened[]> {
    const { watched } = kept
    if (watched === null) return []
    const found: Happened[] = [...importsEnded(workspace, watched, link), ...pullsFailed(workspace, watched, link)]
    if (!workspace.derives) return found
    const from = Math.max(watched.position, read.position)
    if (workspace.record.end > from) {
      const said = await correctionsSaid(workspace, from, link)
      if (said.found.events.length > 0 || Date.now() - read.notedAt > NOTED_EVERY_MS) {
        found.push(said.found)
        read.notedAt = Date.now()
      } else read.position = said.end
    }
    if (!isThorough && !isAskingDue()) return found
    asked = { at: Date.now(), applied: workspace.health().applied, day: today() }
    const wants = (type: string): boolean => kept.hooks.some(({ events, stopped }) => stopped === null && (events as readonly string[]).includes(type))
    if (wants('money.unknown')) found.push(...(await moneyUnknown(workspace, watched, link)))
    if (wants('agreement.renewal-near')) found.push(...(await renewalsNear(workspace, watched, link)))
    return found
  }

  function today(): string {
    return new Date(workspace.now()).toISOString().slice(0, 10)
  }

  function isAskingDue(): boolean {
    if (today() !== asked.day) return true
    return workspace.health().applied !== asked.applied && Date.now() - asked.at >= ASKED_EVERY_MS
  }

  /** What happened becomes messages and is noted as told in one step, so that a kill in between neither loses nor doubles it. */
  function queued(kept: Webhooks, found: readonly Happened[]): Webhooks {
    let { watched } = kept
    if (watched === null) return kept
    const deliveries: Delivery[] = []
    for (const { events, noted } of found) {
      const next = noted(watched)
      if (next === null) continue
      watched = next
      for (const { type, data } of events) {
        for (const hook of kept.hooks) {
          if (hook.stopped === null && hook.events.includes(type))
            deliveries.push(deliveryOf(hook.id, type, { workspace: workspace.name, ...data }, workspace.now()))
        }
      }
    }
    return watched === kept.watched ? kept : { ...kept, watched, deliveries: [...kept.deliveries, ...deliveries] }
  }

  async function work(isThorough: boolean): Promise<void> {
    try {
      let kept = webhooksFrom(await workspace.webhooks.read())
      if (kept.hooks.length === 0) return
      const found = await happened(kept, isThorough)
      if (found.length > 0) kept = await changeWebhooks(workspace.webhooks, (now) => queued(now, found))
      if (workspace.derives) for (const hook of kept.hooks) sendTo(hook, kept)
    } catch (error) {
      log.warn({ workspace: workspace.name, error: String(error) }, 'it could not be looked at what webhooks are to be told; it is tried again')
    }
  }

  /** One message after the other to each receiver: one that hangs keeps no other waiting. */
  function sendTo(hook: Webhook, { deliveries }: Webhooks): void {
    if (hook.stopped !== null || sending.has(hook.id) || ending.signal.aborted) return
    const due = deliveries.find(
      ({ webhook, status, nextAt }) => webhook === hook.id && status === 'waiting' && nextAt !== null && Date.parse(nextAt) <= workspace.now(),
    )
    if (!due) return
    const sent = attempt(workspace, hook, due, { answerMs, signal: ending.signal })
      .then(() => undefined)
      .catch((error: unknown) =>
        log.warn({ workspace: workspace.name, webhook: hook.id, error: String(error) }, 'what came of a webhook could not be kept; it is sent again'),
      )
      .finally(() => sending.delete(hook.id))
    sending.set(hook.id, sent)
  }

  function look(isThorough: boolean): Promise<void> {
    working ??= work(isThorough).finally(() => {
      working = null
    })
    return working
  }

  const timer = lookEveryMs === 0 ? null : setInterval(() => void look(false), lookEveryMs)
  timer?.unref()

  return {
    async look() {
      if (working) await working
      await look(true)
      while (sending.size > 0) {
        await Promise.all(sending.values())
        await look(false)
      }
    },
    async close() {
      ending.abort()
      if (timer) clearInterval(timer)
      await working
      await Promise.all(sending.values())
    },
  }
}
