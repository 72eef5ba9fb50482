import type { Conversion } from './known.ts'
import type { RowOutcome } from './outcome.ts'
import type { DataWarning, TablePlan } from './plan.ts'
import type { Row, Table } from './table.ts'

/** Turns the rows of one table, in their order, into outcomes. Remembers ids it has met, so that an id used twice with other content is told and never lost. */
export interface Converter {
  convert(row: Row): RowOutcome
  /** After the last row: what is odd in the table. */
  warnings(): readonly DataWarning[]
}

export interface ConverterTerms {
  readonly plan: TablePlan
  readonly table: Table
  /** All tables of the import with their plans, for joins. */
  readonly others: readonly { readonly table: Table; readonly plan: TablePlan }[]
  readonly import: Conversion['import']
  readonly now: number
}
