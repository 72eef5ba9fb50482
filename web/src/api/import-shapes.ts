import type { Studies } from './types.ts'

/** Parts of an import by the names that the page uses for them. */
export type ImportState = Studies['import']
export type ImportSummary = Studies['imports']['imports'][number]
export type TableState = ImportState['tables'][number]
export type TablePlan = TableState['plan']
export type FieldPlan = TablePlan['fields'][string]
export type Reading = NonNullable<FieldPlan['reading']>
export type PreviewRow = TableState['preview'][number]
export type Tally = NonNullable<TableState['tally']>
export type DataWarning = ImportState['warnings'][number]
export type Reconciliation = Studies['import-reconciliation']
export type KindField = Studies['import-kinds']['kinds'][number]['fields'][number]
