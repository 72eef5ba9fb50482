import { dayFrom } from '../base/day.ts'
import { currencyOfHeader, wordsOfHeader } from './guess-columns.ts'
import { intervalOfName } from './guess-words.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { FieldPlan, Kind } from './plan.ts'
import { currencyInAmount, dayIn, isUnreadable } from './values.ts'

type Fields = Readonly<Record<string, FieldPlan>>

const INTERVAL_WORDS: readonly (readonly [word: RegExp, interval: string])[] = [
  [/^(mrr|monthly|month|monat|monats|monatlich|mensuel|mensuelle|mensual|mes|mois|monatsbetrag|monatspreis)$/, 'month'],
  [/^(arr|annual|annually|yearly|year|acv|jahr|jahres|jahrlich|annuel|annuelle|anual|jahresbetrag|jahrespreis)$/, 'year'],
  [/^(quarterly|quarter|quartal|trimestriel|trimestral)$/, 'quarter'],
  [/^(weekly|week|woche|hebdomadaire|semanal)$/, 'week'],
  [/^(daily)$/, 'day'],
]

/** The interval that the header of an amount names: `mrr_amount` is a month's, whatever the billing frequency. */
export function intervalOfHeader(header: string): string | null {
  for (const word of wordsOfHeader(header)) {
    const found = INTERVAL_WORDS.find(([pattern]) => pattern.test(word))
    if (found) return found[1]
  }
  return null
}

function cellsOfColumn(look: TableLook, column: string): readonly (string | null)[] {
  const place = look.columns.indexOf(column)
  return look.first.map((row) => row.cells[place]?.trim() || null)
}

/** From and to of the first rows as days since 1970. */
function periods(look: TableLook, fields: Fields): readonly (readonly [from: number, to: number])[] {
  if (!fields.from || !fields.to) return []
  const [froms, tos] = [cellsOfColumn(look, fields.from.column), cellsOfColumn(look, fields.to.column)]
  const read = (text: string | null, plan: FieldPlan): number | null => {
    const day = text === null ? null : dayIn(text, plan.reading ?? {})
    return day === null || isUnreadable(day) ? null : dayFrom(day)
  }
  return froms.map((from, place) => [read(from, fields.from as FieldPlan), read(tos[place] ?? null, fields.to as FieldPlan)] as const).filter((pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null && pair[1] >= pair[0])
}

const LENGTHS: readonly (readonly [least: number, most: number, interval: string])[] = [[1, 1, 'day'], [6, 8, 'week'], [27, 32, 'month'], [88, 93, 'quarter'], [363, 367, 'year']]

function intervalOfDays(days: number): string | null {
  return LENGTHS.find(([least, most]) => days >= least && days <= most)?.[2] ?? null
}

/** The interval of an amount by the usual length of the periods; null if they differ. */
export function intervalOfPeriods(look: TableLook, fields: Fields): string | null {
  const intervals = periods(look, fields).map(([from, to]) => intervalOfDays(to - from)).filter((interval) => interval !== null)
  const all = periods(look, fields).length
  const first = mostFrequent(intervals)
  return first !== null && intervals.filter((interval) => interval === first).length > 0.7 * all ? first : null
}

/** The interval of amounts by the names of the plans, where most of them say one; rows whose plan says none then ask for it. */
export function intervalOfPlans(plan: FieldPlan | undefined, profiles: ReadonlyMap<string, ColumnProfile>): FieldPlan | null {
  const names = (plan && profiles.get(plan.column)?.common) ?? []
  const said = names.flatMap(([name]) => {
    const interval = intervalOfName(name)
    return interval === null ? [] : [[name, interval] as const]
  })
  const [first] = said
  if (!plan || !first || said.length < names.length / 2) return null
  const silent = names.find(([name]) => intervalOfName(name) === null)?.[0]
  const because = `no column says for how long the amount is, the names of the plans do: '${first[0]}' is for a ${first[1]}${silent === undefined ? '' : `, but '${silent}' says nothing`}; please check`
  return { column: plan.column, reading: { words: Object.fromEntries(said.map(([name, interval]) => [name.toLowerCase(), interval])) }, certainty: 0.6, because }
}

/** Is the end of a period its last day (31 January) or the day after (1 February)? Null if there is no period. */
export function periodEnd(look: TableLook, fields: Fields): 'inclusive' | 'exclusive' | null {
  const known = periods(look, fields)
  if (known.length === 0) return null
  const dateOf = (day: number): number => new Date(day * 86_400_000).getUTCDate()
  const inclusive = known.filter(([from, to]) => dateOf(to + 1) === dateOf(from)).length
  const exclusive = known.filter(([from, to]) => dateOf(to) === dateOf(from) && to > from).length
  return inclusive > exclusive ? 'inclusive' : 'exclusive'
}

/** How long an invoice without a period covers: the usual gap between the invoices of one customer, from the first rows, else from the whole span. */
export function gapOfInvoices(look: TableLook, fields: Fields, profiles: ReadonlyMap<string, ColumnProfile>): string | null {
  const at = fields.at
  const customer = fields.customer ?? fields.customerName ?? fields.customerEmail
  if (!at || !customer) return null
  const customers = cellsOfColumn(look, customer.column)
  const days = cellsOfColumn(look, at.column).map((text) => (text === null ? null : dayIn(text, at.reading ?? {}))).map((day) => (day === null || isUnreadable(day) ? null : dayFrom(day)))
  const byCustomer = new Map<string, number[]>()
  customers.forEach((one, place) => {
    const day = days[place]
    if (one !== null && day !== null && day !== undefined) byCustomer.set(one, [...(byCustomer.get(one) ?? []), day])
  })
  const gaps = [...byCustomer.values()].flatMap((list) => {
    const sorted = [...new Set(list)].sort((a, b) => a - b)
    return sorted.slice(1).map((day, place) => day - (sorted[place] as number))
  })
  const usual = mostFrequent(gaps.map(intervalOfDays).filter((interval) => interval !== null))
  if (usual !== null && gaps.length >= 2) return usual
  const dates = profiles.get(at.column)
  const distinct = profiles.get(customer.column)?.distinct ?? 0
  const [least, most] = [dates?.least?.slice(0, 10), dates?.most?.slice(0, 10)].map((text) => (text === undefined ? null : dayFrom(text)))
  if (least === null || most === null || least === undefined || most === undefined || distinct === 0 || look.rows <= distinct) return null
  return intervalOfDays(Math.round((most - least) / (look.rows / distinct - 1)))
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null
}

/** The currency of an amount where no column says it: its header, or the sign in its cells. `cells`: several signs occur, each cell says its own. */
export function currencyOfAmount(amount: FieldPlan, profile: ColumnProfile | undefined): { readonly currency: string } | 'cells' | null {
  const header = currencyOfHeader(amount.column)
  if (header !== null) return { currency: header }
  const signs = new Set((profile?.examples ?? []).map(currencyInAmount))
  if (signs.size === 0 || signs.has(null)) return null
  const [only] = signs
  return signs.size === 1 && only ? { currency: only } : 'cells'
}

/** Are discounts shares of the price or percentages? Decided from the whole column: a share is never more than 1. */
export function discountOf(values: readonly string[]): { readonly is: 'share' | 'percent'; readonly because: string } {
  const percent = values.find((value) => value.includes('%') || Number(value.replace(',', '.')) > 1)
  return percent === undefined ? { is: 'share', because: 'no discount is more than 1, so they are shares of the price' } : { is: 'percent', because: `percentages: ${percent.trim()} occurs` }
}

/** Kinds that need a product for their lines. */
export const WITH_PRODUCT: ReadonlySet<Kind> = new Set(['objects', 'usage-events', 'usage-days', 'subscriptions', 'invoices', 'sales', 'sell-through', 'deals', 'users'])

const MONTH_WORDS = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|januar|februar|marz|mai|juni|juli|oktober|dezember|q[1-4]|copy|kopie|copie|final|new|export|exports|download|report|full|all|utf8|data|v\d+|part|page|\d+)$/

/** The source of a table's lines: its name without days, months and numbers, so that next month's file is the same source. */
export function sourceOfTable(table: string): string {
  const base = table.replace(/^.*\//, '').replace(/(\.(csv|tsv|txt|tab|json|jsonl|ndjson|parquet|gz|zip|xz|bz2|zst|psv|dat))+$/i, '')
  const words = wordsOfHeader(base)
  const kept = words.filter((word) => !MONTH_WORDS.test(word) && !/\d{4,}/.test(word))
  return slugOf((kept.length === 0 ? words : kept).join(' ')) || 'import'
}

export function slugOf(text: string): string {
  return wordsOfHeader(text).join('-').slice(0, 60)
}
