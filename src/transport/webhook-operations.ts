import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { Deed } from './deeds.ts'
import type { House, HouseOperation, WithDeed } from './house.ts'
import { forbiddenHost, receiverFrom } from './webhook-send.ts'
import { newSecret } from './webhook-sign.ts'
import {
  changeWebhooks,
  type Delivery,
  deliveryOf,
  EVENTS,
  type EventType,
  hookIn,
  stopped,
  type Watched,
  type Webhook,
  type Webhooks,
  webhooksFrom,
} from './webhook-store.ts'
import { attempt } from './webhooks.ts'

const EVENT = Type.String({ enum: [...EVENTS] })
const HOOK = Type.Object({
  id: Type.String(),
  url: Type.String(),
  events: Type.Array(EVENT),
  created: Type.String(),
  private: Type.Boolean({ description: 'It may lie on this machine or in its own network.' }),
  stopped: Type.Union([Type.String(), Type.Null()], { description: 'Why nothing is sent; null: it is.' }),
  oldSecretUntil: Type.Union([Type.String(), Type.Null()], { description: 'Until when the secret before signs, too.' }),
  waiting: Type.Integer({ description: 'Messages that are still to be taken.' }),
  last: Type.Union([Type.Object({ at: Type.String(), isTaken: Type.Boolean(), says: Type.String() }), Type.Null()], { description: 'The last attempt.' }),
})
const DELIVERY = Type.Object({
  id: Type.String({ description: 'As in the header webhook-id: the same at every attempt.' }),
  webhook: Type.String(),
  type: Type.String(),
  created: Type.String(),
  status: Type.String({ enum: ['waiting', 'taken', 'failed'] }),
  nextAt: Type.Union([Type.String(), Type.Null()], { description: 'When it is tried next by itself.' }),
  attempts: Type.Array(
    Type.Object({
      at: Type.String(),
      status: Type.Union([Type.Integer(), Type.Null()]),
      isTaken: Type.Boolean(),
      ms: Type.Integer({ description: 'Time until the answer, in milliseconds.' }),
      says: Type.String(),
    }),
  ),
  body: Type.String({ description: 'What was sent: JSON.' }),
})
const SECRET = Type.Union([Type.String(), Type.Null()], { description: 'The secret with which messages are signed, shown this once; null where it stays.' })
const SAVED = Type.Object({ webhook: HOOK, secret: SECRET })

function shown({ deliveries }: Webhooks, { id, url, events, created, reachesPrivate, stopped: why, secrets }: Webhook) {
  const own = deliveries.filter(({ webhook }) => webhook === id)
  const [last] = own.flatMap(({ attempts }) => attempts).sort((a, b) => (a.at < b.at ? 1 : -1))
  return {
    id,
    url,
    events,
    created,
    private: reachesPrivate,
    stopped: why,
    oldSecretUntil: secrets.find(({ until }) => until !== null)?.until ?? null,
    waiting: own.filter(({ status }) => status === 'waiting').length,
    last: last ? { at: last.at, isTaken: last.isTaken, says: last.says } : null,
  }
}

async function keptOf({ workspace }: House): Promise<Webhooks> {
  return webhooksFrom(await workspace.webhooks.read())
}

async function hookOf(house: House, id: unknown) {
  const { hooks } = await keptOf(house)
  const hook = hooks.find((one) => one.id === id)
  return hook ? { url: hook.url, events: hook.events, private: hook.reachesPrivate, stopped: hook.stopped } : null
}

function ofHook(): Deed<House> {
  return {
    about: ({ id }, answer) => `webhook:${String((answer?.webhook as { id?: string } | undefined)?.id ?? id)}`,
    before: (house, { id }) => (id === undefined ? null : hookOf(house, id)),
    after: (house, { id }, answer) => hookOf(house, (answer.webhook as { id?: string } | undefined)?.id ?? id),
  }
}

const NOTHING = Type.Object({}, { additionalProperties: false })
const ID = Type.String({ description: 'Id of the webhook.' })
const ONE = Type.Object({ id: ID }, { additionalProperties: false })

const list: Operation<House, typeof NOTHING> = {
  name: 'webhooks',
  summary: 'Addresses that are told when something happens here, what of, and whether it arrives.',
  power: 'read',
  needs: 'admin',
  input: NOTHING,
  output: Type.Object({ webhooks: Type.Array(HOOK), events: Type.Array(EVENT, { description: 'All that can be told.' }) }),
  run: async (house) => {
    const kept = await keptOf(house)
    return { webhooks: kept.hooks.map((hook) => shown(kept, hook)), events: EVENTS }
  },
}

const SAVE = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'Id of the webhook that changes; absent: a new one.' })),
    url: Type.Optional(Type.String({ maxLength: 2_000, description: 'The https address that is told.' })),
    events: Type.Optional(Type.Array(EVENT, { minItems: 1, maxItems: EVENTS.length, description: 'What it is told; absent: everything, or what it was.' })),
    stopped: Type.Optional(Type.Boolean({ description: 'true: nothing is sent any more. false: it is again.' })),
    private: Type.Optional(
      Type.Boolean({ description: 'true: the address may lie on this machine or in its own network. Only who opens all workspaces can allow that.' }),
    ),
  },
  { additionalProperties: false },
)
const HOOKS_AT_MOST = 20

const save: WithDeed & Operation<House, typeof SAVE> = {
  name: 'webhook-save',
  summary: 'Makes a webhook, or changes one: an address that is told when something happens. A new one shows its secret, once.',
  power: 'admin',
  input: SAVE,
  output: SAVED,
  deed: ofHook(),
  run: async (house, { id, url, events, stopped: stops, private: allows }) => {
    const now = house.now()
    const made = id ?? `webhook-${randomUUID().slice(0, 8)}`
    const secret = id === undefined ? newSecret() : null
    const kept = await changeWebhooks(house.workspace.webhooks, (before) => {
      const old = id === undefined ? null : hookIn(before, id)
      const address = url?.trim() ?? old?.url
      if (address === undefined) throw new Refusal('bad-parameter', 'Say which address is told, such as https://example.com/hatrack.', { parameter: 'url' })
      const moved = old === null || address !== old.url
      const reachesPrivate = allows ?? (moved ? false : old.reachesPrivate)
      if (reachesPrivate && (moved || allows === true) && house.asks.workspace !== '*')
        throw new Refusal(
          'key-too-weak',
          `An address on this machine or in its own network is allowed by who opens all workspaces; '${house.asks.name}' opens '${house.asks.workspace}' only.`,
        )
      const no = forbiddenHost(receiverFrom(address), reachesPrivate)
      if (no !== null) throw new Refusal('bad-parameter', no, { parameter: 'url' })
      if (old === null && before.hooks.length >= HOOKS_AT_MOST)
        throw new Refusal('bad-parameter', `No more than ${HOOKS_AT_MOST} webhooks can be kept. Remove one that nobody needs.`)
      const hook: Webhook = {
        id: made,
        url: address,
        events: (events as readonly EventType[] | undefined) ?? old?.events ?? EVENTS,
        created: old?.created ?? instantText(now),
        reachesPrivate,
        secrets: old?.secrets ?? [{ text: secret as string, until: null }],
        stopped: stops === undefined ? (old?.stopped ?? null) : stops ? 'Somebody stopped it.' : null,
      }
      const saved = {
        ...before,
        hooks: old === null ? [...before.hooks, hook] : before.hooks.map((one) => (one.id === made ? hook : one)),
        watched: before.watched ?? beginning(house),
      }
      return stops === true ? stopped(saved, made, 'Somebody stopped it.') : saved
    })
    return { webhook: shown(kept, hookIn(kept, made)), secret }
  },
}

/** From now on. */
function beginning({ workspace, now }: House): Watched {
  return { since: instantText(now()), position: workspace.record.end, imports: {}, pulls: {}, unknown: null, renewals: [] }
}

const ROTATE = Type.Object(
  {
    id: ID,
    hours: Type.Optional(
      Type.Number({ minimum: 0, maximum: 720, description: 'How long the old secret signs beside the new one; absent: 24; 0: not at all.' }),
    ),
  },
  { additionalProperties: false },
)
const OVERLAP_HOURS = 24
const MS_PER_HOUR = 3_600_000

const rotate: WithDeed & Operation<House, typeof ROTATE> = {
  name: 'webhook-rotate',
  summary: 'Gives a webhook a new secret, shown once. Messages are signed with the old one, too, for some hours, so that nothing is refused meanwhile.',
  power: 'admin',
  input: ROTATE,
  output: SAVED,
  deed: ofHook(),
  run: async (house, { id, hours = OVERLAP_HOURS }) => {
    const secret = newSecret()
    const now = house.now()
    const until = instantText(now + hours * MS_PER_HOUR)
    const kept = await changeWebhooks(house.workspace.webhooks, (before) => {
      const old = hookIn(before, id).secrets.filter((one) => one.until === null || Date.parse(one.until) > now)
      const secrets = [{ text: secret, until: null }, ...old.map((one) => ({ ...one, until: one.until === null || one.until > until ? until : one.until }))]
      return {
        ...before,
        hooks: before.hooks.map((hook) =>
          hook.id === id ? { ...hook, secrets: secrets.filter((one) => one.until === null || Date.parse(one.until) > now) } : hook,
        ),
      }
    })
    return { webhook: shown(kept, hookIn(kept, id)), secret }
  },
}

const remove: WithDeed & Operation<House, typeof ONE> = {
  name: 'webhook-remove',
  summary: 'Takes a webhook away, with its secret and what is kept of its messages. What waited is not sent.',
  power: 'admin',
  input: ONE,
  output: Type.Object({ removed: Type.String() }),
  deed: ofHook(),
  run: async ({ workspace }, { id }) => {
    await changeWebhooks(workspace.webhooks, (before) => {
      hookIn(before, id)
      const hooks = before.hooks.filter((hook) => hook.id !== id)
      return { hooks, deliveries: before.deliveries.filter(({ webhook }) => webhook !== id), watched: hooks.length === 0 ? null : before.watched }
    })
    return { removed: id }
  },
}

/** What came of an attempt by hand: the message as it is kept then. */
async function sentNow(house: House, hook: Webhook, delivery: Delivery) {
  const outcome = await attempt(house.workspace, hook, delivery)
  const { deliveries } = await keptOf(house)
  return { isTaken: outcome.isTaken, says: outcome.says, delivery: deliveries.find(({ id }) => id === delivery.id) ?? delivery }
}

const SENT = Type.Object({ isTaken: Type.Boolean(), says: Type.String(), delivery: DELIVERY })
const aboutSent: Deed<House> = { about: ({ id }) => `webhook:${String(id)}`, after: (_house, input, { says }) => ({ ...input, says }) }

const test: WithDeed & Operation<House, typeof ONE> = {
  name: 'webhook-test',
  summary: 'Sends a message of the type test at once, and tells what came of it. It is not sent again by itself.',
  power: 'admin',
  input: ONE,
  output: SENT,
  deed: aboutSent,
  run: async (house, { id }) => {
    const hook = hookIn(await keptOf(house), id)
    const data = { workspace: house.workspace.name, says: 'Hatrack can reach you. Nothing happened.' }
    return sentNow(house, hook, { ...deliveryOf(id, 'test', data, house.now()), nextAt: null })
  },
}

const OF_DELIVERIES = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'Only those of this webhook.' })),
    status: Type.Optional(Type.String({ enum: ['waiting', 'taken', 'failed'], description: 'Only those that are so.' })),
  },
  { additionalProperties: false },
)

const deliveries: Operation<House, typeof OF_DELIVERIES> = {
  name: 'webhook-deliveries',
  summary: 'The messages that were sent or wait, newest first, with each attempt: when, what was answered, and how long that took.',
  power: 'read',
  needs: 'admin',
  input: OF_DELIVERIES,
  output: Type.Object({ deliveries: Type.Array(DELIVERY) }),
  run: async (house, { id, status }) => {
    const kept = await keptOf(house)
    if (id !== undefined) hookIn(kept, id)
    return {
      deliveries: kept.deliveries.filter((one) => (id === undefined || one.webhook === id) && (status === undefined || one.status === status)).toReversed(),
    }
  },
}

const RESEND = Type.Object({ id: Type.String({ description: 'Id of the message.' }) }, { additionalProperties: false })

const resend: WithDeed & Operation<House, typeof RESEND> = {
  name: 'webhook-resend',
  summary: 'Sends a message once more, at once, under the id that it had; whoever took it before knows it.',
  power: 'admin',
  input: RESEND,
  output: SENT,
  deed: { ...aboutSent, about: ({ id }) => `message:${String(id)}` },
  run: async (house, { id }) => {
    const kept = await keptOf(house)
    const delivery = kept.deliveries.find((one) => one.id === id)
    if (!delivery)
      throw new Refusal('bad-parameter', `There is no message '${id}' any more. webhook-deliveries lists those that are kept.`, { parameter: 'id' })
    return sentNow(house, hookIn(kept, delivery.webhook), delivery)
  },
}

export const webhookOperations = [list, save, rotate, remove, test, deliveries, resend] as unknown as readonly HouseOperation[]
