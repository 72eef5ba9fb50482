import { normalHeader, share } from './guess-columns.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { DataWarning, FieldPlan, TablePlan } from './plan.ts'
import { isUnreadable, numberIn } from './values.ts'

type Fields = Readonly<Record<string, FieldPlan>>

/** Headers that speak of a whole invoice ... */
const OF_ALL = /total|gesamt|summe|brutto|invoiceamount|invoicevalue|rechnungsbetrag|amountdue|montantttc/
/** ... and of a part of it. */
const OF_A_LINE = /line|item|unit|position|zeile|ligne|linea/

/** Rows of the first ones by their invoice, where it has several; the last invoice may go on behind them. */
function invoicesOfSeveralRows(look: TableLook, fields: Fields): readonly (readonly (readonly (string | null)[])[])[] {
  const place = look.columns.indexOf((fields.id ?? fields.number)?.column ?? '')
  if (place < 0) return []
  const groups = new Map<string, (readonly (string | null)[])[]>()
  const last = look.rows > look.first.length ? look.first.at(-1)?.cells[place] : undefined
  for (const { cells } of look.first) {
    const id = cells[place]?.trim()
    if (!id || id === last?.trim()) continue
    const group = groups.get(id)
    if (group) group.push(cells)
    else groups.set(id, [cells])
  }
  return [...groups.values()].filter((group) => new Set(group.map((cells) => cells.join('\u001f'))).size > 1)
}

function isConstant(groups: readonly (readonly (readonly (string | null)[])[])[], place: number): boolean {
  return place >= 0 && groups.every((group) => group.every((cells) => cells[place]?.trim() === group[0]?.[place]?.trim() && cells[place]?.trim()))
}

/** In millionths, so that sums are exact. */
function millionths(text: string | null | undefined, plan: FieldPlan): number | null {
  const number = text ? numberIn(text, plan.reading ?? {}) : null
  return number === null || isUnreadable(number) ? null : Math.round(Number(number) * 1e6)
}

/** Of several rows of one invoice, which repeat its total: are there amounts of the lines that add up to it? Else the total counts once, if its header says that it is one. */
export function settleInvoiceLines(look: TableLook, fields: Record<string, FieldPlan>, constants: Record<string, string>, profiles: ReadonlyMap<string, ColumnProfile>): void {
  const { amount, paid } = fields
  const total = amount ?? paid
  if (!total) return
  const groups = invoicesOfSeveralRows(look, fields)
  const place = look.columns.indexOf(total.column)
  if (groups.length === 0 || !isConstant(groups, place)) return
  const isPaidOnce = amount !== undefined && paid !== undefined && isConstant(groups, look.columns.indexOf(paid.column))
  const taken = new Set(Object.values(fields).map(({ column }) => column))
  const lines = !amount || isPaidOnce ? undefined : look.columns.find((column, at) => {
    const profile = profiles.get(column)
    if (taken.has(column) || !profile || share(Math.max(profile.decimalPoint, profile.decimalComma, profile.whole), profile) < 0.9) return false
    return groups.every((group) => group.reduce<number | null>((sum, cells) => {
      const one = millionths(cells[at], amount)
      return sum === null || one === null ? null : sum + one
    }, 0) === millionths(group[0]?.[place], amount))
  })
  if (lines !== undefined && amount) {
    fields.amount = { ...amount, column: lines, because: `the rows are lines of invoices: ${lines} adds up to ${amount.column}, which repeats on each of them` }
    constants.totals = 'lines'
  } else if (isPaidOnce || (OF_ALL.test(normalHeader(total.column)) && !OF_A_LINE.test(normalHeader(total.column)))) {
    constants.totals = 'once'
  }
}

/** Totals that repeat on the rows of an invoice, and what becomes of them. */
export function totalWarning(plan: TablePlan, look: TableLook): DataWarning | null {
  const total = plan.fields.amount ?? plan.fields.paid
  if (plan.kind !== 'invoices' || plan.format !== null || !total || plan.constants.totals === 'lines') return null
  const groups = invoicesOfSeveralRows(look, plan.fields)
  if (groups.length === 0 || !isConstant(groups, look.columns.indexOf(total.column))) return null
  const id = (plan.fields.id ?? plan.fields.number)?.column ?? ''
  const place = look.columns.indexOf(id)
  const once = plan.constants.totals === 'once'
  return {
    code: 'total-repeats', table: null, column: total.column, count: groups.length, examples: groups.slice(0, 3).map((group) => String(group[0]?.[place])),
    says: `Several rows of ${plan.table} have one ${id}, and each repeats the same ${total.column}. ${once ? 'It counts once for each invoice' : 'It counts for each row'}.`,
    mend: once ? `If it is the amount of each row, set 'totals' to each for ${plan.table}.` : `If it is the total of the invoice, set 'totals' to once for ${plan.table}, or choose the column with the amount of the row.`,
  }
}
