import type { Converter } from './converter.ts'
import { FIELDS } from './fields.ts'
import { leftOut, type RowOutcome } from './outcome.ts'
import type { TablePlan } from './plan.ts'

/** Kinds whose tables have a place for a product; objects and lists of products have it in their rows. */
export function hasPlaceForProduct({ kind }: TablePlan): boolean {
  return kind === 'objects' || (kind !== 'evidence' && FIELDS[kind].some(({ name }) => name === 'product'))
}

/** Everything in the table is of one product, whatever its rows name. */
export function asOneProduct(plan: TablePlan, product: string): TablePlan {
  if (!hasPlaceForProduct(plan)) return plan
  const { product: given, ...fields } = plan.fields
  const constants = { ...plan.constants, product, productIs: 'one' }
  // A list of products is still one, of which nothing is taken.
  if (plan.kind === 'products') return { ...plan, constants }
  const isUsedElse = given === undefined || Object.values(fields).some(({ column, from }) => from === undefined && column === given.column)
  return { ...plan, fields, constants, leftOver: isUsedElse || given.from !== undefined || plan.leftOver.includes(given.column) ? plan.leftOver : [...plan.leftOver, given.column] }
}

const WITH_PRODUCT: ReadonlySet<unknown> = new Set(['usage', 'agreement', 'payment', 'feedback'])

/** Rows of a table that is all one product name that one and no other. */
export function ofOneProduct(converter: Converter, { constants: { product, productIs } }: TablePlan): Converter {
  if (productIs !== 'one' || product === undefined || product === '') return converter
  const renamed = (outcome: RowOutcome): RowOutcome => {
    if (outcome.kind !== 'lines') return outcome
    const lines = outcome.lines.filter(({ type }) => type !== 'product').map((line) => (WITH_PRODUCT.has(line.type) && line.product !== undefined && line.product !== null ? { ...line, product } : line))
    return lines.length > 0 ? { ...outcome, lines } : { ...leftOut(`everything is taken as the product '${product}'`), ...(outcome.money ? { money: outcome.money } : {}) }
  }
  return { convert: (row) => renamed(converter.convert(row)), warnings: () => converter.warnings() }
}
