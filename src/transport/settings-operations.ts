import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { ANSWERERS, LANGUAGES, SKILLS, type Settings, type Topic } from '../roles/settings.ts'
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

const TOPIC = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, description: 'What people speak of, such as offline.' }),
    words: Type.Array(Type.String({ minLength: 1, maxLength: 120 }), {
      maxItems: 200,
      description: 'Words and phrases that tell it; other forms of them are found, too.',
    }),
    answeredBy: Type.String({
      enum: [...ANSWERERS],
      description: 'Who can answer a question about it: user, customer (and decider), both, or channel: end users, about whom they bought from.',
    }),
  },
  { additionalProperties: false },
)
const LANGUAGE = Type.Union([...LANGUAGES.map((one) => Type.Literal(one)), Type.Null()], {
  description: 'The language of texts that do not tell it themselves; null: it is guessed only.',
})

const ASKER = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    email: Type.Union([Type.String({ maxLength: 254 }), Type.Null()]),
    skills: Type.Array(Type.String({ enum: [...SKILLS] }), {
      maxItems: 2,
      description: '`users`: deals with those who use; `customers`: with those who pay and decide.',
    }),
    organizations: Type.Array(Type.String({ maxLength: 512 }), {
      maxItems: 500,
      description: 'Identifiers of organizations to whom this person owns the relation.',
    }),
  },
  { additionalProperties: false },
)
const ASKING = {
  personDays: Type.Integer({
    minimum: 0,
    maximum: 3_650,
    description: 'A person is asked again after so many days at the earliest, whatever tool asked; usually 90.',
  }),
  organizationDays: Type.Integer({ minimum: 1, maximum: 3_650, description: 'Days over which the questions to an organization are counted; usually 30.' }),
  organizationMost: Type.Integer({
    minimum: 1,
    maximum: 100_000,
    description: 'So many people of an organization are asked in these days at most; usually 10.',
  }),
  organizationShare: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'And at most this share of its people who are known, but one; usually 0.2.' }),
  askUnknown: Type.Boolean({ description: 'Whether those are asked of whom nothing says that they may be; usually not.' }),
  quietFrom: Type.Integer({ minimum: 0, maximum: 23, description: 'From this hour, UTC, nobody is asked while using; usually 20.' }),
  quietTo: Type.Integer({ minimum: 0, maximum: 23, description: 'Until this hour; usually 7.' }),
  team: Type.Array(ASKER, { maxItems: 200, description: 'Who of the team asks.' }),
}

const SETTINGS = Type.Object({
  version: Type.Integer({ description: 'Grows with every change; 0 while everything is as usual.' }),
  thresholds: Type.Object(THRESHOLDS),
  categories: Type.Array(CATEGORY),
  topics: Type.Array(TOPIC, { description: 'The own ones; `topics` lists them with the usual ones.' }),
  language: LANGUAGE,
  asking: Type.Object(ASKING, { description: 'Limits of asking people, and who of the team asks.' }),
})
const NOTHING = Type.Object({}, { additionalProperties: false })

const shown: Operation<House, typeof NOTHING, typeof SETTINGS> = {
  name: 'settings',
  summary: 'What the workspace chose: thresholds, categories of users, topics with their words.',
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
    topics: Type.Optional(Type.Array(TOPIC, { maxItems: 500, description: 'All own topics, as they shall be. One named as a usual one stands in its place.' })),
    language: Type.Optional(LANGUAGE),
    asking: Type.Optional(
      Type.Partial(Type.Object(ASKING, { additionalProperties: false }), { description: 'Limits of asking, and who asks; what is not named stays.' }),
    ),
  },
  { additionalProperties: false },
)

type Chosen = { readonly [name in keyof Settings['thresholds'] | 'categories' | 'topics' | 'language' | 'asking']?: unknown }

/** Only what the change names, so that before and after can be read side by side. */
function named({ thresholds, categories, topics, language, asking }: Settings, input: Chosen): object {
  const all: Chosen = { ...thresholds, categories, topics, language, asking }
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
  run: async ({ workspace }, { version, categories, topics, language, asking, ...thresholds }) => {
    const names = categories?.map(({ name }) => name.trim()) ?? []
    const twice = firstTwice(names)
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
      ...(topics === undefined ? {} : { topics: (await import('../studies/topics-own.ts')).ownTopics(topics as readonly Topic[]) }),
      ...(language === undefined ? {} : { language }),
      ...(asking === undefined ? {} : { asking: asking as Partial<Settings['asking']> }),
    }
    return workspace.settings.save(change, version)
  },
}

function firstTwice(names: readonly string[]): string | undefined {
  return names.find((name, place) => names.indexOf(name) !== place)
}

export const settingsOperations = [shown, save] as unknown as readonly HouseOperation[]
