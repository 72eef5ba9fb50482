import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import { normalHeader, share } from './guess-columns.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { DataWarning, FieldPlan, Kind, TablePlan } from './plan.ts'
import { totalWarning } from './guess-invoice-lines.ts'
import { containment } from './same-ids.ts'
import { TOLD_BY_PAYMENTS } from './settled-by.ts'

/** Tables that tell what was agreed, and of which payments may tell what was paid. */
const AGREED: ReadonlySet<Kind> = new Set(['invoices', 'sales'])
const BUYERS = ['customer', 'customerEmail', 'customerName'] as const
/** What two columns must share to be about the same things. */
const LEAST = 0.5
/** Headers of a column of payments that names the order, whatever the orders call it. */
const OF_AN_ORDER = /^(order|sale|purchase|bestell|auftrag|commande|pedido)/

function profileOf(looks: readonly TableLook[], table: string, column: string | undefined): ColumnProfile | undefined {
  return column === undefined ? undefined : looks.find(({ name }) => name === table)?.profiles.find((profile) => profile.column === column)
}

/** The part of the smaller column's values that the larger holds too; 0 where nobody knows. */
function overlap(one: ColumnProfile | undefined, other: ColumnProfile | undefined): number {
  return one === undefined || other === undefined || one.filled === 0 || other.filled === 0 ? 0 : (containment(one, other) ?? 0)
}

/** How payments are found to be about the invoices or orders of a table. */
type Found = { readonly by: 'name'; readonly column: string; readonly own: string; readonly shared: number } | { readonly by: 'customer'; readonly column: string; readonly own: string; readonly shared: number }

/** The column of payments that names the rows of the table, else the one that names the same customers. */
function found(agreed: TablePlan, payments: TablePlan, looks: readonly TableLook[]): Found | null {
  const names = [agreed.fields.id, agreed.fields.number].filter((field): field is FieldPlan => field !== undefined && field.from === undefined)
  const look = looks.find(({ name }) => name === payments.table)
  const columns = payments.fields.invoice ? [payments.fields.invoice.column] : (look?.columns ?? []).filter((column) => payments.leftOver.includes(column) && (OF_AN_ORDER.test(normalHeader(column)) || names.some((name) => normalHeader(name.column) === normalHeader(column))))
  for (const column of columns) {
    for (const own of names) {
      const shared = overlap(profileOf(looks, payments.table, column), profileOf(looks, agreed.table, own.column))
      if (shared >= LEAST) return { by: 'name', column, own: own.column, shared }
    }
  }
  // Payments that name something else by name are no payments of these.
  if (payments.fields.invoice && (profileOf(looks, payments.table, payments.fields.invoice.column)?.filled ?? 0) > 0) return null
  for (const field of BUYERS) {
    const [one, other] = [agreed.fields[field], payments.fields[field]]
    if (!one || !other || one.from || other.from || one.reading?.namespace !== other.reading?.namespace) continue
    const shared = overlap(profileOf(looks, agreed.table, one.column), profileOf(looks, payments.table, other.column))
    if (shared >= LEAST) return { by: 'customer', column: other.column, own: one.column, shared }
  }
  return null
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}

/**
 * Invoices or orders together with payments tell the same money twice. Where payments name them, or at least share their customers, the payments tell what was
 * paid, and the invoices what was agreed. Known formats settle it by themselves; what a plan says already stays.
 */
export function withPayments(plans: readonly TablePlan[], looks: readonly TableLook[]): TablePlan[] {
  const now = [...plans]
  plans.forEach((agreed, place) => {
    if (!AGREED.has(agreed.kind) || agreed.format !== null || agreed.constants.payments !== undefined || agreed.constants.linesIn !== undefined) return
    for (const [at, payments] of now.entries()) {
      if (payments.kind !== 'payments' || payments.table === agreed.table) continue
      const link = found(agreed, payments, looks)
      if (link === null) continue
      const because = link.by === 'name' ? `${payments.table} tells what of it was paid: ${percent(link.shared)} of its ${link.column} and ${link.own} here are the same` : `${payments.table} has the same customers (${link.column}), so it may tell what of it was paid`
      now[place] = { ...agreed, constants: { ...agreed.constants, payments: TOLD_BY_PAYMENTS }, because: `${agreed.because}; ${because}` }
      if (link.by === 'name' && !payments.fields.invoice && payments.format === null) {
        const invoice: FieldPlan = { column: link.column, certainty: 0.9, because: `${percent(link.shared)} of its values are those of ${link.own} in ${agreed.table}` }
        now[at] = { ...payments, fields: { ...payments.fields, invoice }, leftOver: payments.leftOver.filter((column) => column !== link.column) }
      }
      return
    }
  })
  return now
}

/** Tables that make agreements of their rows, each of its own. */
const AGREES: ReadonlySet<Kind> = new Set(['subscriptions', 'deals', 'invoices', 'sales'])

function agrees(plan: TablePlan): boolean {
  return AGREES.has(plan.kind) && !(plan.kind === 'invoices' && (plan.fields.agreement !== undefined || plan.format !== null)) && plan.constants.linesIn === undefined
}

/** Might both be about the same product? Not, if both say which and none is in both. */
function mayShareProducts(one: TablePlan, other: TablePlan, looks: readonly TableLook[]): boolean {
  const [a, b] = [one.fields.product, other.fields.product]
  if (a && b) return overlap(profileOf(looks, one.table, a.column), profileOf(looks, other.table, b.column)) > 0
  const [said, column] = a ? [other.constants.product, profileOf(looks, one.table, a.column)] : [one.constants.product, b && profileOf(looks, other.table, b.column)]
  const isSaid = (product: string | undefined): boolean => product !== undefined && product !== '' && product !== UNNAMED_PRODUCT
  if (!a && !b) return one.constants.product === other.constants.product || !isSaid(one.constants.product) || !isSaid(other.constants.product)
  return !isSaid(said) || column === undefined || column.distinct > column.common.length || column.common.some(([value]) => value.trim() === said)
}

/** What the tables of an import may tell twice, to be shown before anything is written. */
export function moneyWarnings(plans: readonly TablePlan[], looks: readonly TableLook[]): readonly DataWarning[] {
  const warnings: DataWarning[] = []
  for (const agreed of plans.filter(({ kind, format }) => AGREED.has(kind) && format === null)) {
    const payments = plans.filter(({ kind, table }) => kind === 'payments' && table !== agreed.table)
    const told = agreed.constants.payments === TOLD_BY_PAYMENTS
    if (told && payments.length === 0) {
      warnings.push(warning('payments-elsewhere', 0, [], `${agreed.table} tells what was agreed, and leaves it to payments to tell what was paid; this import has none.`,
        `Bring the payments too, in this import or another one, or set 'payments' to told-here for ${agreed.table}.`))
    }
    for (const one of payments) {
      const link = found(agreed, one, looks)
      const example = link === null ? [] : (profileOf(looks, one.table, link.column)?.examples ?? []).slice(0, 3)
      const count = link === null ? 0 : Math.round(link.shared * Math.min(profileOf(looks, one.table, link.column)?.distinct ?? 0, profileOf(looks, agreed.table, link.own)?.distinct ?? 0))
      if (link !== null && told && link.by === 'customer') {
        warnings.push(warning('told-by-payments', count, example, `No column of ${one.table} names the rows of ${agreed.table}, but both have the same customers. So ${one.table} tells what was paid, and ${agreed.table} what was agreed.`,
          `If they are two different kinds of money, set 'payments' to told-here for ${agreed.table}; then both count.`))
      } else if (link !== null && !told) {
        warnings.push(warning('money-twice', count, example, `${agreed.table} and ${one.table} may tell the same money: ${link.column} of the one holds ${percent(link.shared)} of the values of ${link.own} of the other. Both count as paid.`,
          `Set 'payments' to told-by-payments for ${agreed.table}, or take nothing from one of them.`))
      }
    }
  }
  const totals = plans.flatMap((plan) => looks.filter(({ name }) => name === plan.table).flatMap((look) => totalWarning(plan, look) ?? []))
  return [...totals, ...warnings, ...agreedTwice(plans.filter(agrees), looks)]
}

/** A won deal, a subscription and an invoice of one customer are three agreements, though perhaps one contract. */
function agreedTwice(plans: readonly TablePlan[], looks: readonly TableLook[]): readonly DataWarning[] {
  const warnings: DataWarning[] = []
  plans.forEach((one, place) => {
    for (const other of plans.slice(place + 1)) {
      if (!mayShareProducts(one, other, looks)) continue
      for (const field of BUYERS) {
        const [a, b] = [one.fields[field], other.fields[field]]
        if (!a || !b || a.from || b.from || a.reading?.namespace !== b.reading?.namespace) continue
        const [mine, theirs] = [profileOf(looks, one.table, a.column), profileOf(looks, other.table, b.column)]
        const shared = overlap(mine, theirs)
        if (shared === 0 || !mine || !theirs || (share(mine.whole, mine) > 0.9 && shared < LEAST)) continue
        const invoices = [one, other].find(({ kind }) => kind === 'invoices')
        const named = invoices && [one, other].some(({ kind }) => kind === 'subscriptions') ? `Choose the column of ${invoices.table} that names the subscription, or take nothing` : 'Take nothing'
        warnings.push(warning('agreement-twice', Math.max(1, Math.round(shared * Math.min(mine.distinct, theirs.distinct))), mine.examples.slice(0, 3),
          `${one.table} (${one.kind}) and ${other.table} (${other.kind}) have customers in common. If they tell of the same contracts, each of these is two agreements, and what was agreed counts twice.`,
          `${named} from one of the two tables.`))
        break
      }
    }
  })
  return warnings
}

/** Warnings of one table are replaced by those of its rows when it is taken; these are about several. */
function warning(code: string, count: number, examples: readonly string[], says: string, mend: string): DataWarning {
  return { code, table: null, column: null, count, says, examples: [...examples], mend }
}
