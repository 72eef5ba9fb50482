import { Type } from 'typebox'
import { MS_PER_DAY } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { Deed } from './deeds.ts'
import type { House, HouseOperation, WithDeed } from './house.ts'
import { type Key, KEY_POWERS, type KeyPower } from './keys.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const KEY = Type.Object({
  id: Type.String(),
  name: Type.String(),
  power: Type.String({ enum: [...KEY_POWERS] }),
  workspace: Type.String({ description: 'What it opens; * for all workspaces.' }),
  source: Type.String({ description: 'The source that its events are filed under.' }),
  product: Type.String({ description: 'The product of events that name none.' }),
  prefix: NULLABLE,
  created: Type.String(),
  expires: NULLABLE,
  lastUsed: NULLABLE,
  isExpired: Type.Boolean(),
})
const NEW = Type.Object({ key: KEY, text: Type.String({ description: 'The key itself. It is shown this once: only its hash is kept.' }) })

/** Without the hash, and with when it was used. */
function shown({ keys, now }: House, { hash: _, prefix = undefined, ...key }: Key) {
  return { ...key, prefix: prefix ?? null, lastUsed: keys.lastUsed(key.id), isExpired: key.expires !== null && Date.parse(key.expires) <= now() }
}

/** Keys that the asker may see: those of the workspace, and those for all where they open all. */
function visible(house: House): readonly Key[] {
  return house.keys.list().filter(({ workspace }) => workspace === house.workspace.name || (workspace === '*' && house.asks.workspace === '*'))
}

function keyIn(house: House, id: unknown): Key {
  const found = visible(house).find((key) => key.id === id || key.name === id)
  if (!found)
    throw new Refusal('bad-parameter', `There is no key '${String(id)}' in this workspace. The list of keys shows those there are.`, { parameter: 'id' })
  return found
}

function ofKey(): Deed<House> {
  const now = (house: House, id: unknown) => {
    const key = visible(house).find((one) => one.id === id)
    return key ? shown(house, key) : null
  }
  return {
    about: ({ id, name }, answer) => `key:${String((answer?.key as { name?: string } | undefined)?.name ?? answer?.revoked ?? name ?? id)}`,
    before: (house, { id }) => (id === undefined ? null : now(house, keyIn(house, id).id)),
    after: (house, { id }, answer) => now(house, (answer.key as { id?: string } | undefined)?.id ?? id),
  }
}

const NOTHING = Type.Object({}, { additionalProperties: false })

const list: Operation<House, typeof NOTHING> = {
  name: 'keys',
  summary: 'The keys of the workspace, without their texts: what each may do, until when it is good and when it was last used.',
  power: 'read',
  needs: 'admin',
  input: NOTHING,
  output: Type.Object({ keys: Type.Array(KEY) }),
  run: async (house) => ({ keys: visible(house).map((key) => shown(house, key)) }),
}

const CREATE = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'A name for people, such as crm.' }),
    power: Type.String({ enum: [...KEY_POWERS], description: 'What it may do; `browser` keys are public, and only say what was used and said.' }),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The source that its events are filed under; absent: its name.' })),
    product: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The product of events that name none.' })),
    days: Type.Optional(Type.Number({ minimum: 0.01, maximum: 36_500, description: 'How long it stays good; absent: until it is revoked.' })),
    all: Type.Optional(Type.Boolean({ description: 'true: it opens all workspaces. Only who opens all can make one.' })),
  },
  { additionalProperties: false },
)

const create: WithDeed & Operation<House, typeof CREATE> = {
  name: 'key-create',
  summary: 'Makes a key and shows its text, once.',
  power: 'admin',
  input: CREATE,
  output: NEW,
  deed: ofKey(),
  run: async (house, { name, power, source, product, days, all }) => {
    if (name.trim() === '') throw new Refusal('bad-parameter', "A key needs a name, such as 'crm', by which you know it again.", { parameter: 'name' })
    if (all === true && house.asks.workspace !== '*')
      throw new Refusal('key-too-weak', `A key for all workspaces is made by who opens all of them; '${house.asks.name}' opens '${house.asks.workspace}' only.`)
    const now = house.now()
    const made = house.keys.create(
      {
        name: name.trim(),
        power: power as KeyPower,
        workspace: all === true ? '*' : house.workspace.name,
        ...(source === undefined ? {} : { source }),
        ...(product === undefined ? {} : { product }),
        expires: days === undefined ? null : new Date(now + days * MS_PER_DAY).toISOString(),
      },
      now,
    )
    return { key: shown(house, made.key), text: made.text }
  },
}

const ROTATE = Type.Object(
  {
    id: Type.String({ description: 'Id of the key.' }),
    days: Type.Optional(
      Type.Number({ minimum: 0, maximum: 365, description: 'How long the old text stays good beside the new one; absent: 7 days; 0: not at all.' }),
    ),
  },
  { additionalProperties: false },
)

const OVERLAP_DAYS = 7

const rotate: WithDeed & Operation<House, typeof ROTATE> = {
  name: 'key-rotate',
  summary: 'Gives a key a new text, shown once. The old text stays good for some days, so that nothing stops meanwhile.',
  power: 'admin',
  input: ROTATE,
  output: NEW,
  deed: ofKey(),
  run: async (house, { id, days = OVERLAP_DAYS }) => {
    const made = house.keys.rotate(keyIn(house, id).id, days * MS_PER_DAY, house.now())
    return { key: shown(house, made.key), text: made.text }
  },
}

const REVOKE = Type.Object({ id: Type.String({ description: 'Id or name of the key.' }) }, { additionalProperties: false })

const revoke: WithDeed & Operation<House, typeof REVOKE> = {
  name: 'key-revoke',
  summary: 'Takes a key away: it opens nothing from now on.',
  power: 'admin',
  input: REVOKE,
  output: Type.Object({ revoked: Type.String() }),
  deed: ofKey(),
  run: async (house, { id }) => {
    const key = keyIn(house, id)
    house.keys.revoke(key.id)
    return { revoked: key.name }
  },
}

export const keyOperations = [list, create, rotate, revoke] as unknown as readonly HouseOperation[]
