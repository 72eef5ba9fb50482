import type { ImportState, TableState } from '../../api/import-shapes.ts'
import { useKinds } from './use-kinds.ts'

/** What a product is called that nothing names. */
const UNNAMED = 'product'

/** Tables that have a place for a product, and nothing in them says which. */
export function useSilentTables(state: ImportState): readonly TableState[] {
  const { fieldsOf } = useKinds()
  const isSilent = ({ kind, fields, constants, format }: TableState['plan']) =>
    kind !== 'products' && fields.product === undefined && (constants.product === UNNAMED || (constants.product === undefined && format === null)) && fieldsOf(kind).some((field) => field.name === 'product')
  return state.tables.filter(({ plan }) => isSilent(plan))
}

/** A table of which not one shown row would be taken. */
export function isAllRefused(table: TableState): boolean {
  return table.preview.length > 0 && table.preview.every((row) => row.outcome === 'refused')
}
