import type { RowOutcome } from './outcome.ts'
import type { DataWarning, FieldPlan, Kind, TablePlan } from './plan.ts'
import type { Cells, Table } from './table.ts'

/** What was seen of a table before it is planned: its header, its first rows, and what the whole of each column looks like. */
export interface TableLook {
  readonly name: string
  readonly read: string
  readonly columns: readonly string[]
  readonly rows: number
  readonly profiles: readonly ColumnProfile[]
  /** Rows from the start; at most 200. */
  readonly first: readonly import('./table.ts').Row[]
}

/** One column, looked at from the first row to the last. */
export interface ColumnProfile {
  readonly column: string
  readonly filled: number
  readonly blank: number
  /** Distinct values, exact up to 10,000, then estimated. */
  readonly distinct: number
  /** The most frequent values with their counts, at most 20; exact while there are at most 10,000 distinct ones. */
  readonly common: readonly (readonly [value: string, count: number])[]
  /** The first values that differ, at most 10. */
  readonly examples: readonly string[]
  /** Of the filled cells, how many have this form. A cell may have several. */
  readonly email: number
  readonly domain: number
  readonly url: number
  readonly uuid: number
  readonly truth: number
  readonly currency: number
  readonly whole: number
  /** Numbers by the decimal sign that they admit; 1,234 admits both. */
  readonly decimalPoint: number
  readonly decimalComma: number
  /** Dates by the order that they admit: 03/04/2026 admits day-first and month-first. */
  readonly iso: number
  readonly yearFirst: number
  readonly dayFirst: number
  readonly monthFirst: number
  /** The first cell that admits only this order, 17/02/2026; null if none does. Both there: the column contradicts itself. */
  readonly dayFirstProof?: string | null
  readonly monthFirstProof?: string | null
  readonly seconds: number
  readonly milliseconds: number
  /** Cells that say in a word that there is nothing, in a column of dates, numbers or addresses; they are counted as blank. */
  readonly nothing?: { readonly cells: number; readonly word: string }
  /** Smallest and largest as text, for whole numbers and ISO dates; null elsewhere. */
  readonly least: string | null
  readonly most: string | null
  /** The smallest hashes of the distinct values, at most SKETCHED, in order: all of them where there are fewer. Absent for dates and amounts. */
  readonly sketch?: readonly number[]
}

/** How many hashes of a column are kept to compare it with others. */
export const SKETCHED = 4_096

/** Rows of another table of the same import, looked up by one of its columns. */
export interface Join {
  /** How the converter calls it. */
  readonly name: string
  /** Name of the known format, or of the kind, that the other table must have. */
  readonly of: string
  /** The column of the other table that is looked up. */
  readonly by: string
}

export interface Conversion {
  readonly plan: TablePlan
  /** Id of the import; part of no key, so that the same file imported again is known already. */
  readonly import: string
  readonly now: number
  /** Rows of a joined table whose column `by` holds the value; none if the table is not part of the import. */
  joined(join: string, value: string | null): readonly Cells[]
}

/** A format that is recognized outright. Most are tables: which column gives which field of a kind. */
export interface KnownFormat {
  /** `stripe-subscriptions`. */
  readonly name: string
  /** `Stripe: subscriptions (dashboard export)`. */
  readonly title: string
  /** Source of its evidence lines, `stripe`; all formats of one system share it. */
  readonly system: string
  readonly kind: Kind
  /** Recognized if the table has all of these; compared by letters and digits only, in lower case. */
  readonly needs: readonly string[]
  /** ... and none of these. */
  readonly without?: readonly string[]
  /** ... and this holds; for formats that headers alone do not tell. For objects: looks at `first[].object`. */
  readonly holds?: (look: TableLook) => boolean
  /** Field -> column, or column with reading; columns that are not there are left out. Matched as `needs` are. */
  readonly fields: Readonly<Record<string, string | readonly string[] | {
    readonly column: string | readonly string[]
    readonly reading: FieldPlan['reading']
    /** The column stands in another table of the import; `convert` looks it up. Named in the plan though this table has no such column. */
    readonly joined?: true
  }>>
  readonly constants?: Readonly<Record<string, string>>
  /** Fields that neither the system's files nor `convert` give: without a column or a constant for them the table cannot be taken. `currency` only where there is an amount. */
  readonly asks?: readonly string[]
  /** Columns that `convert` reads besides the fields: they are not left over. */
  readonly reads?: readonly string[]
  /** Columns worth keeping as traits. */
  readonly traits?: readonly string[]
  readonly joins?: readonly Join[]
  /** Called before the first row; what it returns is handed to `convert` as `facts`. May read the whole table. */
  readonly prepare?: (table: Table, conversion: Conversion) => Promise<unknown>
  /**
   * Only where fields do not say enough; else the kind's own way is taken. `own` is that way: it may be asked with other cells (the first id of several,
   * an id in its long form), and what it answers may be added to.
   */
  readonly convert?: (cells: Cells, conversion: Conversion, facts: unknown, own: (cells: Cells) => RowOutcome) => RowOutcome
  /** Why the table is taken for what it is, in words for people; for the kind `nothing`: why nothing is taken from it. */
  readonly because?: string
  /** After the last row: what is odd in the table, from what `prepare` found. */
  readonly warnings?: (conversion: Conversion, facts: unknown) => readonly DataWarning[]
}
