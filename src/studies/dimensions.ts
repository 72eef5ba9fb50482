import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { limitFrom } from './paging.ts'
import { PARTY } from './party-shape.ts'
import { traitsOf } from './party-traits.ts'
import { counts, type Key, type Reader, readerOf, type Shape, shapeOfText, type UseRow, useOfPopulation } from './population.ts'
import { answer, withCommon } from './question.ts'
import { DIMENSIONS, type Dimension, dimensionParameter, isDimension, NONE, WHERE, whereFrom } from './where.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const VALUES_OF_EACH = 20
const TRAITS_LISTED = 50
/** So long others may wait while the users of the window are gone through. */
const TURN_MS = 15
const INPUT = withCommon({
  where: WHERE,
  dimension: Type.Optional(Type.String({ description: 'Only this dimension, such as category or trait.country.' })),
  q: Type.Optional(Type.String({ description: 'Only values that hold this text, in any case.' })),
  limit: Type.Optional(Type.String({ description: `Values of each dimension at most; absent: ${VALUES_OF_EACH}.` })),
})
const OUTPUT = Type.Object({
  dimensions: Type.Array(Type.Object({
    dimension: Type.String({ description: 'As `where` and `by` take it.' }),
    name: Type.String(),
    values: Type.Array(Type.Object({ value: Type.String(), name: NULLABLE, party: Type.Union([PARTY, Type.Null()]), users: Type.Integer() })),
    more: Type.Integer({ description: 'Values that are not listed.' }),
  })),
  moreTraits: Type.Integer({ description: 'Traits that fewer users have, and that are not listed; each can be asked for by name.' }),
})

/** By what can use be chosen and grouped? Cost: grows with the use of the window, once for each dimension, and with the traits of its users, once; with `dimension`, once. */
export const dimensions: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'dimensions',
  summary: 'What users can be chosen and grouped by in this workspace: category, organization, payer, traits and more, with their most frequent values.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit, VALUES_OF_EACH)
    const rows = (await useOfPopulation(asked, question, whereFrom(input.where))).filter(counts(question))
    const q = input.q?.trim().toLowerCase() ?? ''
    const dimensionsAsked = input.dimension === undefined ? (Object.keys(DIMENSIONS) as Dimension[]) : [dimensionParameter('dimension', input.dimension)]
    const found: Found[] = []
    for (const dimension of dimensionsAsked) {
      const reader = readerOf(asked, question, dimension)
      found.push(listed(dimension, [...(await usersByKey(reader, rows))].map(([key, { users }]) => ({ users, shape: () => reader.shape(key) })), q, limit))
    }
    if (input.dimension !== undefined) return { dimensions: found, moreTraits: 0 }
    const traits = await traitsOfUsers(asked, rows)
    for (const { name, values } of traits.slice(0, TRAITS_LISTED).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      found.push(listed(`trait.${name}`, [...values].map(([text, users]) => ({ users, shape: () => shapeOfText(text) })), q, limit))
    }
    return { dimensions: found.filter(({ values }) => values.some(({ value }) => value !== NONE)), moreTraits: Math.max(0, traits.length - TRAITS_LISTED) }
  }),
}

/** The traits of the users of the window, most users first, and how many have each value; '' for those without it. Each user's own traits are read once. */
async function traitsOfUsers({ view: { world } }: Asked, rows: readonly UseRow[]): Promise<{ readonly name: string; readonly values: ReadonlyMap<string, number> }[]> {
  const found = new Map<string, { users: number; readonly values: Map<string, number> }>()
  let users = 0
  let last = 0
  await inTurns(rows, ({ party }) => {
    if (party === last) return
    last = party
    users += 1
    for (const [name, text] of traitsOf(world, party)) {
      if (!isDimension(`trait.${name}`)) continue
      let one = found.get(name)
      if (one === undefined) found.set(name, (one = { users: 0, values: new Map() }))
      one.users += 1
      one.values.set(text, (one.values.get(text) ?? 0) + 1)
    }
  })
  const sorted = [...found].sort(([a, { users: n }], [b, { users: m }]) => m - n || (a < b ? -1 : 1))
  return sorted.map(([name, one]) => ({ name, values: one.users === users ? one.values : one.values.set('', users - one.users) }))
}

/** Goes through rows, and lets others have their turn in between. */
async function inTurns<T>(rows: readonly T[], visit: (row: T) => void): Promise<void> {
  let began = performance.now()
  for (let at = 0; at < rows.length; at += 1) {
    visit(rows[at] as T)
    if (at % 100 !== 99 || performance.now() - began < TURN_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    began = performance.now()
  }
}

interface Counted { readonly users: number; readonly shape: () => Shape }
type Found = ReturnType<typeof listed>

/** Users with any usage day of each value; a user with several counts for each. Most users first, then by value. */
function listed(dimension: Dimension, found: readonly Counted[], q: string, limit: number) {
  // Only what may be listed is named: a dimension may have as many values as there are users.
  const named = q === '' ? mostFirst(found, limit) : found
  const shaped = named.map(({ shape, users }) => ({ ...shape(), users })).filter((row) => fitsText(row, q))
  shaped.sort((a, b) => b.users - a.users || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  const values = shaped.slice(0, limit)
  return { dimension, name: nameOf(dimension), values, more: (q === '' ? found.length : shaped.length) - values.length }
}

/** All that have as many users as the last one that is listed, so that ties can be settled by name. */
function mostFirst<T extends { readonly users: number }>(found: readonly T[], limit: number): readonly T[] {
  if (found.length <= limit) return found
  const least = [...found].sort((a, b) => b.users - a.users)[limit - 1]?.users ?? 0
  return found.filter(({ users }) => users >= least)
}

function fitsText({ value, name, party }: Shape, q: string): boolean {
  return q === '' || value.toLowerCase().includes(q) || (name ?? '').toLowerCase().includes(q) || (party?.identifiers.some((id) => id.toLowerCase().includes(q)) ?? false)
}

/** Rows come in order of the party, so the last one counted is enough to count each once. */
async function usersByKey(reader: Reader, rows: readonly UseRow[]): Promise<Map<Key, { users: number; last: number }>> {
  const found = new Map<Key, { users: number; last: number }>()
  await inTurns(rows, (row) => {
    const key = reader.of(row)
    const known = found.get(key)
    if (!known) found.set(key, { users: 1, last: row.party })
    else if (known.last !== row.party) {
      known.users += 1
      known.last = row.party
    }
  })
  return found
}

/** A dimension's name for people; a trait is called as the lines call it. */
export function nameOf(dimension: Dimension): string {
  return dimension in DIMENSIONS ? DIMENSIONS[dimension as keyof typeof DIMENSIONS].name : dimension.slice('trait.'.length)
}
