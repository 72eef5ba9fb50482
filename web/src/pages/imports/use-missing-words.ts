import type { TableState } from '../../api/import-shapes.ts'
import { texts } from '../../texts.ts'
import { useKinds } from './use-kinds.ts'

/** Does a table lack nothing but the product? That is asked once for all tables. */
export function isOnlyProduct({ missing }: TableState): boolean {
  return missing.length === 1 && missing[0] === 'product'
}

/** What a table lacks, in words. The first field of a group is named as missing where none of the group is given: any of them will do. */
export function useMissingWords(): (table: TableState) => readonly string[] {
  const { fieldsOf } = useKinds()
  return (table) => {
    const fields = fieldsOf(table.plan.kind)
    return table.missing.map((missing) => {
      const one = fields.find((field) => field.name === missing)
      const group = one?.needed === undefined ? [] : fields.filter((field) => field.needed === one.needed)
      return group.length > 1 ? texts.imports.oneOf(group.map((field) => field.says)) : (one?.says ?? missing)
    })
  }
}
