import { type Static, Type } from 'typebox'

/** What a table can be about. Each kind has fields (kinds.ts); a plan says which column gives which field. */
export const KINDS = [
  'users', 'usage-events', 'usage-days', 'organizations', 'contacts', 'memberships', 'ownerships', 'products', 'subscriptions', 'invoices', 'payments', 'sales',
  'resellers', 'sell-through', 'scores', 'requests', 'deals', 'deliveries', 'links', 'evidence', 'objects', 'nothing',
] as const
export type Kind = (typeof KINDS)[number]

/** One of several words, as a schema and as a type. */
export function oneOfWords<const Words extends readonly string[]>(words: Words, description?: string) {
  return Type.Unsafe<Words[number]>(Type.Union(words.map((word) => Type.Literal(word)), description === undefined ? {} : { description }))
}

/** How the text of a column is read. Decided from the whole column, never from one cell. */
export const Reading = Type.Object({
  /** Order of day, month and year in dates that could be read in two ways; or seconds or milliseconds since 1970. */
  date: Type.Optional(oneOfWords(['iso', 'day-first', 'month-first', 'year-first', 'seconds', 'milliseconds'])),
  /** Sign before the decimals. */
  decimal: Type.Optional(Type.Union([Type.Literal('.'), Type.Literal(',')])),
  /** Are amounts written in major units (49.90) or in minor ones (4990)? */
  unit: Type.Optional(Type.Union([Type.Literal('major'), Type.Literal('minor')])),
  /** Namespace of identifiers: `user`, `account`, `stripe`. */
  namespace: Type.Optional(Type.String()),
  /** What words of the column mean, by the word in lower case: `{"won": "won", "closed lost": "lost"}`. */
  words: Type.Optional(Type.Record(Type.String(), Type.String())),
}, { additionalProperties: false })
export type Reading = Static<typeof Reading>

export const FieldPlan = Type.Object({
  column: Type.String({ description: 'Name of the column as in the header.' }),
  /** Where the column stands in another table of the import: its name, and the column `by` in which it holds the value that `own` has in this table. */
  from: Type.Optional(Type.Object({ table: Type.String(), by: Type.String(), own: Type.String() }, { additionalProperties: false })),
  reading: Type.Optional(Reading),
  /** From 0 to 1. Known formats and what a person chose: 1. */
  certainty: Type.Number({ minimum: 0, maximum: 1 }),
  because: Type.String({ description: 'Why this column is taken for this field, in words.' }),
}, { additionalProperties: false })
export type FieldPlan = Static<typeof FieldPlan>

/** What becomes of one table. Shown before anything is written; everything in it can be corrected. */
export const TablePlan = Type.Object({
  table: Type.String(),
  kind: oneOfWords(KINDS),
  /** Name of the known format that was recognized; null: guessed, or chosen by a person. */
  format: Type.Union([Type.String(), Type.Null()]),
  /** Source of the evidence lines. */
  source: Type.String(),
  certainty: Type.Number({ minimum: 0, maximum: 1 }),
  because: Type.String(),
  /** By name of the field. */
  fields: Type.Record(Type.String(), FieldPlan),
  /** Values for all rows, where no column says it: `product`, `currency`, `interval`, `seller`, `customerIs`. */
  constants: Type.Record(Type.String(), Type.String()),
  /** Columns kept as traits of the party, or as properties of the use. */
  traits: Type.Array(Type.String()),
  /** Columns of which nothing is taken. */
  leftOver: Type.Array(Type.String()),
}, { additionalProperties: false })
export type TablePlan = Static<typeof TablePlan>

/** What can be wrong with data without being wrong enough to refuse it; shown with a count, examples and a way to mend it. */
export const DataWarning = Type.Object({
  code: Type.String({ description: 'Stable name, such as `id-reused` or `use-before-agreement`.' }),
  table: Type.Union([Type.String(), Type.Null()]),
  column: Type.Union([Type.String(), Type.Null()]),
  count: Type.Integer(),
  says: Type.String({ description: 'What is odd, in one plain sentence.' }),
  examples: Type.Array(Type.String()),
  mend: Type.String({ description: 'What to do about it, in one plain sentence.' }),
}, { additionalProperties: false })
export type DataWarning = Static<typeof DataWarning>
