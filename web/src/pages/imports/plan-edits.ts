import type { FieldPlan, Reading, TablePlan } from '../../api/import-shapes.ts'

/** What a column is taken for: a field, a trait of the party, or nothing. */
export type Use = { readonly as: 'field'; readonly name: string } | { readonly as: 'trait' } | { readonly as: 'nothing' }

const BY_HAND = { certainty: 1, because: 'You chose it.' }

/** The fields that a column gives; usually one. */
export function fieldsOf(plan: TablePlan, column: string): readonly string[] {
  return Object.entries(plan.fields).filter(([, field]) => field.column === column).map(([name]) => name)
}

export function usesOf(plan: TablePlan, column: string): readonly Use[] {
  const fields = fieldsOf(plan, column)
  if (fields.length > 0) return fields.map((name) => ({ as: 'field', name }))
  return [plan.traits.includes(column) ? { as: 'trait' } : { as: 'nothing' }]
}

/** Columns that give no field are kept as traits or left over; the order is that of the file. */
function sorted(plan: TablePlan, columns: readonly string[], traits: ReadonlySet<string>): TablePlan {
  const used = new Set(Object.values(plan.fields).map((field) => field.column))
  const kept = columns.filter((column) => traits.has(column) && !used.has(column))
  return { ...plan, traits: kept, leftOver: columns.filter((column) => !used.has(column) && !kept.includes(column)) }
}

/** The plan with a column taken for something else. A field has one column: taken from another column, that one is left over. */
export function withUse(plan: TablePlan, columns: readonly string[], column: string, before: Use, after: Use): TablePlan {
  const fields: { [name: string]: FieldPlan } = { ...plan.fields }
  const reading = before.as === 'field' ? fields[before.name]?.reading : undefined
  if (before.as === 'field') delete fields[before.name]
  const traits = new Set(plan.traits)
  traits.delete(column)
  if (after.as === 'trait') traits.add(column)
  if (after.as === 'field') fields[after.name] = { column, ...BY_HAND, ...(reading === undefined ? {} : { reading: withoutMeaning(reading) }) }
  const constants = after.as === 'field' ? Object.fromEntries(Object.entries(plan.constants).filter(([name]) => name !== after.name)) : plan.constants
  return sorted({ ...plan, fields, constants }, columns, traits)
}

/** How numbers and dates are written stays with the column; what its words meant belonged to the field. */
function withoutMeaning({ words: _, namespace: __, ...reading }: Reading): Reading {
  return reading
}

export function withReading(plan: TablePlan, name: string, change: Reading): TablePlan {
  const field = plan.fields[name]
  if (field === undefined) return plan
  return { ...plan, fields: { ...plan.fields, [name]: { ...field, ...BY_HAND, reading: { ...field.reading, ...change } } } }
}

const USUAL_NAMESPACES = ['account', 'customer', 'user']

/** Whose ids a column may hold: those that the tables of the import name, the usual ones, and those of the system that a table comes from. */
export function namespacesOf(plans: readonly TablePlan[]): readonly string[] {
  const named = plans.flatMap((plan) => Object.values(plan.fields).flatMap(({ reading }) => (reading?.namespace === undefined ? [] : [reading.namespace])))
  return [...new Set([...named, ...USUAL_NAMESPACES, ...plans.map(({ source }) => source)])].filter((namespace) => namespace !== 'name').sort()
}

/** A value for all rows; an empty one is taken out. */
export function withConstant(plan: TablePlan, name: string, value: string): TablePlan {
  const { [name]: _, ...others } = plan.constants
  return { ...plan, constants: value.trim() === '' ? others : { ...others, [name]: value.trim() } }
}

/** Everything in a table is of one product, whatever its rows name; a list of products is still one, of which nothing is taken. */
export function withOneProduct(plan: TablePlan, product: string): TablePlan {
  const { product: given, ...fields } = plan.fields
  const constants = { ...plan.constants, product, productIs: 'one' }
  if (plan.kind === 'products') return { ...plan, constants }
  const isFree = given !== undefined && given.from === undefined && !Object.values(fields).some(({ column, from }) => from === undefined && column === given.column) && !plan.leftOver.includes(given.column)
  return { ...plan, fields, constants, leftOver: isFree ? [...plan.leftOver, given.column] : plan.leftOver }
}

/** Every column of which nothing is taken is kept as a trait. */
export function withAllTraits(plan: TablePlan, columns: readonly string[]): TablePlan {
  return sorted(plan, columns, new Set([...plan.traits, ...plan.leftOver]))
}

/** What is said once of all tables that were silent about it, or said the same: the product is hardly ever another in the next file. */
const SAID_ONCE: ReadonlySet<string> = new Set(['product'])

/** A value for all rows of a table, and of the tables that it is true of too. `takes` tells whether a table has a place for it. */
export function withConstantOfAll(plans: readonly TablePlan[], of: TablePlan, name: string, value: string, takes: (plan: TablePlan) => boolean): readonly TablePlan[] {
  const before = of.constants[name] ?? ''
  const others = SAID_ONCE.has(name) ? plans.filter((plan) => plan.table !== of.table && takes(plan) && plan.fields[name] === undefined && (plan.constants[name] ?? '') === before) : []
  return [of, ...others].map((plan) => withConstant(plan, name, value))
}
