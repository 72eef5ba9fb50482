import type { ImportState, TableState } from '../../api/import-shapes.ts'
import { useKinds } from './use-kinds.ts'

/** Tables that have a place for a product, and neither a column nor a value that says which. */
export function useSilentTables(state: ImportState): readonly TableState[] {
  const { fieldsOf } = useKinds()
  return state.tables.filter(({ plan }) => plan.kind !== 'products' && plan.fields.product === undefined && plan.constants.product === undefined && plan.format === null && fieldsOf(plan.kind).some((field) => field.name === 'product'))
}

/** A table of which not one shown row would be taken. */
export function isAllRefused(table: TableState): boolean {
  return table.preview.length > 0 && table.preview.every((row) => row.outcome === 'refused')
}
