import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { Settings } from '../roles/settings.ts'
import type { Deed } from './deeds.ts'
import type { House, HouseOperation, WithDeed } from './house.ts'

const CATEGORY = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, description: 'A name for people, such as trials.' }),
    where: Type.String({ minLength: 1, maxLength: 2_000, description: 'Who belongs to it, as filters are written: trait.plan=trial;payerKind=nobody.' }),
  },
  { additionalProperties: false },
)

const THRESHOLDS = {
  fewestPeople: Type.Integer({ minimum: 1, maximum: 1_000, description: 'Below so many people a score or share says `too few`; usually 5.' }),
  daysWithoutUse: Type.Integer({ minimum: 1, maximum: 3_650, description: 'After so many days without use a user is one no more; usually 30.' }),
  daysBeforeRenewal: Type.Integer({ minimum: 1, maximum: 365, description: 'So many days before its day a renewal is near; usually 30.' }),
}

const SETTINGS = Type.Object({
  version: Type.Integer({ description: 'Grows with every change; 0 while everything is as usual.' }),
  thresholds: Type.Object(THRESHOLDS),
  categories: Type.Array(CATEGORY),
})
const NOTHING = Type.Object({}, { additionalProperties: false })

const shown: Operation<House, typeof NOTHING, typeof SETTINGS> = {
  name: 'settings',
  summary: 'What the workspace chose: thresholds, and categories of users.',
  power: 'read',
  input: NOTHING,
  output: SETTINGS,
  run: async ({ workspace }) => workspace.settings.refresh(),
}

const SAVE = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({
        description: 'The version that the change begins from: if somebody else changed anything since, it is refused. Absent: it is made in any case.',
      }),
    ),
    fewestPeople: Type.Optional(THRESHOLDS.fewestPeople),
    daysWithoutUse: Type.Optional(THRESHOLDS.daysWithoutUse),
    daysBeforeRenewal: Type.Optional(THRESHOLDS.daysBeforeRenewal),
    categories: Type.Optional(Type.Array(CATEGORY, { maxItems: 200, description: 'All categories, as they shall be.' })),
  },
  { additionalProperties: false },
)

type Chosen = { readonly [name in keyof Settings['thresholds'] | 'categories']?: unknown }

/** Only what the change names, so that before and after can be read side by side. */
function named({ thresholds, categories }: Settings, input: Chosen): object {
  const all: Chosen = { ...thresholds, categories }
  return Object.fromEntries(Object.keys(all).flatMap((name) => (input[name as keyof Chosen] === undefined ? [] : [[name, all[name as keyof Chosen]]])))
}

const deed: Deed<House> = {
  about: () => 'settings',
  // Read anew: another process may have changed them a moment ago.
  before: async ({ workspace }, input) => named(await workspace.settings.refresh(), input as Chosen),
  after: ({ workspace }, input) => named(workspace.settings.current, input as Chosen),
}

const save: WithDeed & Operation<House, typeof SAVE, typeof SETTINGS> = {
  name: 'settings-save',
  summary: 'Changes what the workspace chose; what is not named stays. Answers change at once.',
  power: 'admin',
  input: SAVE,
  output: SETTINGS,
  deed,
  run: async ({ workspace }, { version, categories, ...thresholds }) => {
    const names = categories?.map(({ name }) => name.trim()) ?? []
    const twice = names.find((name, place) => names.indexOf(name) !== place)
    if (twice !== undefined)
      throw new Refusal('bad-parameter', `There are two categories named '${twice}'. Give each a name of its own.`, { parameter: 'categories' })
    if (categories) {
      // Only when needed: commands that ask no study start without them.
      const { NONE, whereOfSegment } = await import('../studies/where.ts')
      for (const { where } of categories) whereOfSegment(where)
      if (names.includes(NONE))
        throw new Refusal('bad-parameter', `'${NONE}' stands for who is in no category. Give it another name.`, { parameter: 'categories' })
    }
    const change = {
      thresholds: thresholds as Partial<Settings['thresholds']>,
      ...(categories === undefined ? {} : { categories: categories.map(({ name, where }) => ({ name: name.trim(), where: where.trim() })) }),
    }
    return workspace.settings.save(change, version)
  },
}

export const settingsOperations = [shown, save] as unknown as readonly HouseOperation[]
