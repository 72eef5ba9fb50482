import { distinctness, normalHeader, wordsOfHeader } from './guess-columns.ts'
import { sourceOfTable } from './guess-constants.ts'
import { isOfStaff } from './guess-kinds.ts'
import type { TableLook } from './known.ts'
import type { FieldPlan, Kind, TablePlan } from './plan.ts'

const BUYERS = ['customer', 'customerName', 'customerEmail']
/** What belongs to an order as a whole, and so is true of each of its lines. */
const OF_THE_ORDER = [...BUYERS, 'payer', 'seller', 'currency', 'at']
/** Names of the own id of a table, whatever the table is about. */
const OWN_ID = /^(id|key|uuid|nummer|number|no|nr)$/

/** `order_items.csv` sounds like a list of items. */
const MAY_BE_LINES: ReadonlySet<Kind> = new Set(['sales', 'nothing', 'products'])

/** A guess of this run: neither a known format nor what a person said of an earlier file. */
function isGuessed(plan: TablePlan): boolean {
  return plan.format === null && !plan.because.startsWith('as an earlier')
}

/** Orders with customer and date, each once. */
function isOrders(plan: TablePlan, look: TableLook | undefined): boolean {
  const { id, at } = plan.fields
  if (plan.kind !== 'sales' || !isGuessed(plan) || !id || !at || plan.constants.linesIn !== undefined || !BUYERS.some((name) => plan.fields[name])) return false
  const profile = look?.profiles.find(({ column }) => column === id.column)
  return profile === undefined || distinctness(profile) > 0.99
}

/** The column of a table that holds ids of another table's rows: of the same name, or `order_id` for the `id` of orders. */
function columnOfIds(id: FieldPlan, of: string, columns: readonly string[]): string | null {
  const own = normalHeader(id.column)
  if (!OWN_ID.test(own)) return columns.find((column) => normalHeader(column) === own) ?? null
  const entity = (wordsOfHeader(sourceOfTable(of)).at(-1) ?? '').replace(/s$/, '')
  return columns.find((column) => normalHeader(column).replace(/(id|key|uuid|nummer|number|no|nr)$/, '') === normalHeader(entity)) ?? null
}

/**
 * A table of order lines says neither who bought nor when; the table of their orders does. The lines get both from there, and the orders give no money themselves.
 * Only where the orders have no amount: else it would count twice.
 */
export function withOrders(plans: readonly TablePlan[], looks: readonly TableLook[], asSales: (look: TableLook) => TablePlan): readonly TablePlan[] {
  const lookOf = (plan: TablePlan): TableLook | undefined => looks.find(({ name }) => name === plan.table)
  const orders = plans.filter((plan) => isOrders(plan, lookOf(plan)))
  const linesOf = new Map<string, string>()
  const made = plans.map((plan) => {
    const look = lookOf(plan)
    if (!look || !isGuessed(plan) || look.rows === 0 || !MAY_BE_LINES.has(plan.kind) || isOfStaff(plan.table)) return plan
    const lines = plan.kind === 'sales' ? plan : asSales(look)
    const hasBuyer = BUYERS.some((name) => lines.fields[name])
    if ((hasBuyer && lines.fields.at) || !(lines.fields.quantity || (plan.kind !== 'products' && (lines.fields.amount || lines.fields.price)))) return plan
    for (const head of orders) {
      const own = head.table === plan.table ? null : columnOfIds(head.fields.id as FieldPlan, head.table, look.columns)
      if (own === null) continue
      if (head.fields.amount || head.fields.price) return plan.kind === 'sales' ? plan : leftAlone(plan, look, `its rows are lines of the orders in ${head.table}, which give the money`)
      linesOf.set(head.table, plan.table)
      return withHead(lines, head, own)
    }
    return plan
  })
  return made.map((plan) => {
    const linesIn = linesOf.get(plan.table)
    return linesIn === undefined ? plan : { ...plan, constants: { ...plan.constants, linesIn }, because: `${plan.because}; it has no amounts, they follow from the lines in ${linesIn}` }
  })
}

function leftAlone(plan: TablePlan, look: TableLook, because: string): TablePlan {
  return { ...plan, kind: 'nothing', because, certainty: 0.7, fields: {}, constants: {}, traits: [], leftOver: [...look.columns] }
}

function withHead(lines: TablePlan, head: TablePlan, own: string): TablePlan {
  const by = (head.fields.id as FieldPlan).column
  const fields = { ...lines.fields }
  const hasBuyer = BUYERS.some((name) => fields[name])
  for (const name of OF_THE_ORDER) {
    const given = head.fields[name]
    if (!given || fields[name] || (hasBuyer && BUYERS.includes(name))) continue
    fields[name] = { ...given, from: { table: head.table, by, own }, certainty: Math.min(given.certainty, 0.9), because: `${head.table} says it of each order, found by ${own}` }
  }
  const { customerIs, currency } = head.constants
  const constants = { ...lines.constants, ...(hasBuyer || customerIs === undefined ? {} : { customerIs }), ...(currency === undefined || fields.currency ? {} : { currency }) }
  const kept = new Set(Object.values(fields).filter(({ from }) => from === undefined).map(({ column }) => column))
  return { ...lines, kind: 'sales', fields, constants, certainty: Math.min(head.certainty, 0.8), because: `its rows are lines of the orders in ${head.table}, found by ${own}`, leftOver: lines.leftOver.filter((column) => !kept.has(column)) }
}

/** Sales that say how many pieces of which product, and no money: the price is that of the list of products. */
export function withPrices(plans: readonly TablePlan[]): readonly TablePlan[] {
  const lists = plans.filter(({ kind, fields, format }) => kind === 'products' && format === null && fields.product && fields.price)
  return plans.map((plan) => {
    const { fields } = plan
    if (plan.kind !== 'sales' || !isGuessed(plan) || fields.amount || fields.price || plan.constants.linesIn !== undefined || !fields.product || !fields.quantity) return plan
    const own = fields.product.column
    const named = lists.filter((list) => normalHeader((list.fields.product as FieldPlan).column) === normalHeader(own))
    const [list, another] = named.length > 0 ? named : lists
    const price = list?.fields.price
    const product = list?.fields.product
    if (!list || !price || !product || another) return plan
    const joined: FieldPlan = {
      ...price, from: { table: list.table, by: product.column, own }, certainty: 0.5,
      because: `no column says what was paid: ${price.column} of ${list.table} times ${fields.quantity.column}, found by ${own}; please check that the list price was charged`,
    }
    return { ...plan, fields: { ...fields, price: joined }, constants: { ...plan.constants, rounding: 'exact', ...(list.constants.currency ? { currency: list.constants.currency } : {}) } }
  })
}
