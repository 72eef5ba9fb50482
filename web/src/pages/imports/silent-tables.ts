import type { TablePlan, TableState } from '../../api/import-shapes.ts'

/** What a product is called that nothing names. */
const UNNAMED = 'product'

/** Nothing in the table says which product it is about, whether or not it needs one. */
export function isSilent({ kind, fields, constants, format }: TablePlan): boolean {
  return kind !== 'products' && fields.product === undefined && (constants.product === UNNAMED || (constants.product === undefined && format === null))
}

/** A table of which not one shown row would be taken. */
export function isAllRefused(table: TableState): boolean {
  return table.preview.length > 0 && table.preview.every((row) => row.outcome === 'refused')
}
