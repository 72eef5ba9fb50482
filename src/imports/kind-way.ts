import { createHash } from 'node:crypto'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import type { RowMoney } from './outcome.ts'
import type { TablePlan } from './plan.ts'
import type { RowReader } from './row-reader.ts'
import type { RowWarnings } from './row-warnings.ts'
import type { Cells } from './table.ts'

/** What a row of a kind becomes. The reader's fault beats it. */
export interface Made {
  readonly lines: readonly EvidenceObject[]
  /** Why nothing follows from the row. */
  readonly leftOut?: string
  readonly money?: RowMoney
}

/** A table of the same import, its own rows included. */
export interface KindTable {
  readonly plan: TablePlan
  cells(): AsyncIterable<Cells>
}

export interface KindTerms {
  readonly plan: TablePlan
  readonly read: RowReader
  readonly warn: RowWarnings
  readonly now: number
  /** The table itself, to be read before its first row is converted. */
  readonly own: KindTable
  readonly others: readonly KindTable[]
  /** Marks a line about something that many rows name, such as the organization of a user: it is said by the first row only. */
  derived(line: EvidenceObject): EvidenceObject
}

/** How the rows of one kind become lines. */
export interface KindWay {
  /** What names the row, where it is not the field `id`: an identifier for lists of parties. Null: the row's content. */
  readonly keyOf?: (read: RowReader) => string | null
  /** The column that holds it, for the warning about ids used again; null where a key may well occur again. */
  readonly keyColumn?: string | null
  /** `key` is new for each row that is kept. */
  readonly make: (key: string, read: RowReader) => Made
}

export type OpenWay = (terms: KindTerms) => Promise<KindWay> | KindWay

/** Fields that are null are left out of a line. */
export function line(fields: { readonly type: string; readonly key: string } & { readonly [field: string]: unknown }): EvidenceObject {
  const kept: { [field: string]: unknown } = {}
  for (const name in fields) if (fields[name] !== null && fields[name] !== undefined) kept[name] = fields[name]
  return kept
}

const MAX_KEY_LENGTH = 512

/** A key that names several things; of one that is too long the end becomes its hash, so that it stays one of its kind. */
export function keyFrom(...parts: readonly (string | null)[]): string {
  const key = parts.filter((part) => part !== null).join(' ')
  return key.length <= MAX_KEY_LENGTH ? key : `${key.slice(0, 400)} ${createHash('sha256').update(key).digest('base64url')}`
}
