import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { limitFrom } from './paging.ts'
import { PARTY } from './party-shape.ts'
import { counts, type Key, type Reader, readerOf, traitsOf, type UseRow, useOfPopulation } from './population.ts'
import { answer, type Question, withCommon } from './question.ts'
import { DIMENSIONS, type Dimension, dimensionParameter, WHERE, whereFrom } from './where.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const VALUES_OF_EACH = 20
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
})

/** By what can use be chosen and grouped? Cost: grows with the use of the window, once for each dimension; with `dimension`, once. */
export const dimensions: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'dimensions',
  summary: 'What users can be chosen and grouped by in this workspace: category, organization, payer, traits and more, with their most frequent values.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit, VALUES_OF_EACH)
    const rows = (await useOfPopulation(asked, question, whereFrom(input.where))).filter(counts(question))
    const all = input.dimension === undefined ? [...(Object.keys(DIMENSIONS) as Dimension[]), ...traitDimensions(asked, rows)] : [dimensionParameter('dimension', input.dimension)]
    const found = all.map((dimension) => valuesOf(asked, question, rows, dimension, input.q?.trim().toLowerCase() ?? '', limit))
    return { dimensions: input.dimension === undefined ? found.filter(({ values }) => values.some(({ value }) => value !== 'none')) : found }
  }),
}

/** The traits that lines give the users of the window. */
function traitDimensions({ view: { world } }: Asked, rows: readonly UseRow[]): Dimension[] {
  const names = new Set<string>()
  let last = 0
  for (const { party } of rows) {
    if (party !== last) for (const name of traitsOf(world, party).keys()) names.add(name)
    last = party
  }
  return [...names].sort().map((name) => `trait.${name}` as const)
}

/** Users with any usage day of each value; a user with several counts for each. Most users first, then by value. */
function valuesOf(asked: Asked, question: Question, rows: readonly UseRow[], dimension: Dimension, q: string, limit: number) {
  const reader = readerOf(asked, question, dimension)
  const found = [...usersByKey(reader, rows)].map(([key, { users }]) => ({ key, users }))
  // Only what may be listed is named: a dimension may have as many values as there are users.
  const listed = q === '' ? mostFirst(found, limit) : found
  const shaped = listed.map(({ key, users }) => ({ ...reader.shape(key), users })).filter((row) => fitsText(row, q))
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

function fitsText({ value, name, party }: ReturnType<Reader['shape']>, q: string): boolean {
  return q === '' || value.toLowerCase().includes(q) || (name ?? '').toLowerCase().includes(q) || (party?.identifiers.some((id) => id.toLowerCase().includes(q)) ?? false)
}

/** Rows come in order of the party, so the last one counted is enough to count each once. */
function usersByKey(reader: Reader, rows: readonly UseRow[]): Map<Key, { users: number; last: number }> {
  const found = new Map<Key, { users: number; last: number }>()
  for (const row of rows) {
    const key = reader.of(row)
    const known = found.get(key)
    if (!known) found.set(key, { users: 1, last: row.party })
    else if (known.last !== row.party) {
      known.users += 1
      known.last = row.party
    }
  }
  return found
}

/** A dimension's name for people; a trait is called as the lines call it. */
export function nameOf(dimension: Dimension): string {
  return dimension in DIMENSIONS ? DIMENSIONS[dimension as keyof typeof DIMENSIONS].name : dimension.slice('trait.'.length)
}
