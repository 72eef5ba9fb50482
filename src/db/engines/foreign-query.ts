import { Refusal } from '../../base/refusal.ts'
import { numbered, replacedNames } from './parameters.ts'

/** How the values of a column are ordered; null where they have no order that can be relied on. */
export type Order = 'number' | 'time' | null

export interface ForeignColumn {
  readonly name: string
  readonly order: Order
}

/** Rows of somebody else's database, as text: instants in ISO form (UTC), numbers with a point, null as null. */
export interface ForeignRows {
  readonly columns: readonly ForeignColumn[]
  /** In the order of the query, some at a time; memory holds one batch. */
  readonly batches: AsyncIterable<readonly (readonly (string | null)[])[]>
}

export interface ForeignTerms {
  readonly query: string
  /** What stands for `:name` in the query. */
  readonly values: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** The database is asked to give up after this. */
  readonly timeoutMs: number
}

/** The query with `$1`, `$2`, ..., and the values for them; a name that is not known is refused. */
export function boundQuery({ query, values }: ForeignTerms): { readonly text: string; readonly bound: readonly string[] } {
  const { text, names } = numbered(bare(query))
  return { text, bound: names.map((name) => valueOf(name, values)) }
}

/** The query with its values written in it as texts: a table function must know them before anything is bound. */
export function literalQuery({ query, values }: ForeignTerms): string {
  return replacedNames(bare(query), (name) => quoted(valueOf(name, values)))
}

function bare(query: string): string {
  return query.trim().replace(/;\s*$/, '')
}

function valueOf(name: string, values: ForeignTerms['values']): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value !== undefined) return value
  const known = Object.keys(values).map((one) => `:${one}`)
  throw wrongQuery(`it names :${name}, which is not known; known ${known.length === 0 ? 'is none' : `are ${known.join(' and ')}`}.`)
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Which names of the form `:name` a query uses. */
export function namesIn(query: string): readonly string[] {
  return numbered(query).names
}

export function wrongQuery(says: string): Refusal {
  return new Refusal('bad-parameter', `The query does not work: ${says}`, { parameter: 'query' })
}

export function wrongConnection(says: string): Refusal {
  return new Refusal('bad-parameter', says, { parameter: 'connection' })
}

export function tooSlow(timeoutMs: number): Refusal {
  return wrongQuery(`it took longer than ${Math.round(timeoutMs / 60_000)} minutes. Ask for less at once, with a condition on :since or an index on its column.`)
}
