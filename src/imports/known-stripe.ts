import { dayOf, dayText, type Instant } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { derivedVersion, type FromStripe, fromStripeObject, type StripeTerms } from '../evidence/from-stripe.ts'
import { recurring, stripeAmount, stripeMinor } from '../evidence/stripe-money.ts'
import type { Conversion, Join, KnownFormat, TableLook } from './known.ts'
import { leftOut, type RowOutcome, refused } from './outcome.ts'
import type { DataWarning, TablePlan } from './plan.ts'
import { type RowReader, rowReader } from './row-reader.ts'
import type { Cells, Row, Table } from './table.ts'
import { instantIn, isUnreadable, type Money, moneyIn } from './values.ts'

/*
 * Three shapes of the same things: the CSV exports of the dashboard (columns are ticked by whoever exports, so every one but the first few may be missing;
 * https://docs.stripe.com/reports/export, https://docs.stripe.com/reports/report-types), the tables that Fivetran writes
 * (https://fivetran.com/docs/connectors/applications/stripe, amounts in smallest units), and objects of the API as JSON (https://docs.stripe.com/api).
 * Every row is turned into the object of the API that it is a picture of, so that all of them, and the webhooks, give lines with the same keys.
 */

type Fields = Readonly<Record<string, unknown>>

// ---- what rows share

const READERS = new WeakMap<TablePlan, RowReader>()

function readerOf(plan: TablePlan, cells: Cells): RowReader {
  let read = READERS.get(plan)
  if (!read) READERS.set(plan, (read = rowReader(plan)))
  read.begin(cells)
  return read
}

/** A plan may name one product for everything, and take what was made in test mode. */
function termsOf({ plan }: Conversion): StripeTerms {
  const product = plan.constants.product?.trim()
  return { source: plan.source, product: product ? product : null, testMode: plan.constants.testMode === 'yes' }
}

/** What a row speaks of, for the reconciliation, where nothing follows from it. */
const AMOUNTS: { readonly [object: string]: readonly [sign: 1 | -1, ...fields: readonly string[]] } = {
  charge: [1, 'amount_captured', 'amount'], payment_intent: [1, 'amount_received', 'amount'], invoice: [1, 'amount_paid'], refund: [-1, 'amount'], dispute: [-1, 'amount'], credit_note: [-1, 'amount', 'total'],
}

function outcomeOf(made: FromStripe, object?: Fields): RowOutcome {
  if (made.kind === 'lines' || made.money !== undefined || object === undefined) return made
  const [sign, ...fields] = typeof object.object === 'string' && Object.hasOwn(AMOUNTS, object.object) ? (AMOUNTS[object.object] ?? [1]) : [1]
  const value = fields.map((field) => object[field]).find((one) => typeof one === 'number' && one > 0)
  const amount = stripeAmount(value, object.currency)
  return amount === null ? made : { ...made, money: { currency: amount.currency, minor: sign * amount.minor } }
}

/** What the rows of one table have told so far: customers, and movements of money that were counted. */
interface Told {
  readonly customers: Set<string>
  readonly counted: Set<string>
}

function newTold(): Told {
  return { customers: new Set(), counted: new Set() }
}

async function prepareTold(): Promise<Told> {
  return newTold()
}

/** The customer of a row, as far as the row knows it; once for each name and address. */
function customerLines(read: RowReader, told: Told, conversion: Conversion): readonly EvidenceObject[] {
  const id = read.text('customer')
  const email = read.text('customerEmail')
  const name = read.text('customerName')
  if (id === null || (email === null && name === null)) return []
  const said = `${id}\0${email ?? ''}\0${name ?? ''}`
  if (told.customers.has(said)) return []
  told.customers.add(said)
  const made = fromStripeObject({ object: 'customer', id, email, name }, termsOf(conversion))
  return made.kind === 'lines' ? made.lines : []
}

function withCustomer(made: FromStripe, object: Fields, lines: readonly EvidenceObject[]): RowOutcome {
  return made.kind === 'lines' && lines.length > 0 ? { ...made, lines: [...lines, ...made.lines] } : outcomeOf(made, object)
}

/** The key under which a row's money counts; null if it states none. */
function movementOf(made: FromStripe): string | null {
  const line = made.kind === 'lines' ? made.lines.find(({ type, retracted, kind }) => type === 'payment' && retracted !== true && kind === 'charge') : undefined
  return line === undefined ? null : String(line.key)
}

const COUNTED: { readonly [start: string]: string } = { in_: 'its invoice, which is part of this import', pi_: 'its payment intent, which is part of this import', ch_: 'its charge, which is part of this import' }

/** The same money is not counted by two rows of one import: what was given back stays. */
function countedElsewhere(made: FromStripe, by: string): RowOutcome {
  const refunds = made.kind === 'lines' ? made.lines.filter(({ kind, key }) => kind === 'refund' || String(key).endsWith('/refunded')) : []
  if (refunds.length === 0) return { ...leftOut(`the money counts with ${COUNTED[by.slice(0, 3)] ?? by}`), ...(made.money ? { money: made.money } : {}) }
  const minor = refunds.reduce((sum, { amount, currency, retracted }) => sum + (retracted === true ? 0 : (minorOf(amount, currency) ?? 0)), 0)
  const currency = refunds.find(({ currency: one }) => typeof one === 'string')?.currency
  return { kind: 'lines', lines: refunds, ...(typeof currency === 'string' ? { money: { currency, minor: -minor } } : {}) }
}

function minorOf(amount: unknown, currency: unknown): number | null {
  if (typeof amount !== 'string' || typeof currency !== 'string') return null
  const digits = amount.replace('.', '')
  return /^\d+$/.test(digits) ? Number(digits) : null
}

function secondsOf(instant: Instant | null): number | undefined {
  return instant === null ? undefined : Math.floor(instant / 1000)
}

/** In Stripe's smallest units. */
function unitsOf(money: Money | null): number | undefined {
  return money === null ? undefined : (stripeMinor(amountText(money.minor, money.currency), money.currency) ?? undefined)
}

/** `plan (metadata)`, `user_id (metadata)`: metadata that were ticked for the export. */
const METADATA = /^(.*?)\s*\(metadata\)$/i

function metadataOf(cells: Cells, columns: readonly string[]): Fields {
  return Object.fromEntries(columns.flatMap((column) => {
    const name = METADATA.exec(column.trim())?.[1]
    const text = name === undefined ? null : cells.text(column)
    return name === undefined || name === '' || name === '__proto__' || text === null ? [] : [[name, text] as const]
  }))
}

interface Dashboard extends Told {
  readonly columns: readonly string[]
  /** Invoices of the import that a payment was taken for, though it does not name them. */
  readonly settled: Set<string>
  readonly maySettle: string[]
}

async function prepareDashboard(table: Table): Promise<Dashboard> {
  return { ...newTold(), columns: table.columns.filter((column) => METADATA.test(column.trim())), settled: new Set(), maySettle: [] }
}

function isLive(read: RowReader): boolean {
  return !/^test/i.test(read.text('mode') ?? '')
}

// ---- rows of the dashboard

function customerRow(cells: Cells, conversion: Conversion, facts: unknown): RowOutcome {
  const { columns } = facts as Dashboard
  const read = readerOf(conversion.plan, cells)
  const made = fromStripeObject({
    object: 'customer', id: read.text('contact'), email: read.text('email'), name: read.text('name') ?? read.text('description'), business_name: read.text('organizationName'),
    created: secondsOf(read.instant('created')), metadata: metadataOf(cells, columns), livemode: isLive(read),
  }, termsOf(conversion))
  return read.fault ? refused(read.fault.reason, read.fault.says) : outcomeOf(made)
}

const PAID = /^(paid|succeeded|refunded|partial(ly)?[ _-]refund(ed)?|disputed?|early fraud warning|captured)/i
const PENDING = /^(pending|processing|requires|uncaptured|authorized)/i

function paymentRow(cells: Cells, conversion: Conversion, facts: unknown): RowOutcome {
  const told = facts as Dashboard
  const read = readerOf(conversion.plan, cells)
  const amount = read.money('amount')
  const refunded = read.money('refunded')
  const id = read.text('id')
  const status = read.text('status') ?? 'paid'
  const at = secondsOf(read.instant('at'))
  const hasRefunds = conversion.joined('refunds', id).length > 0 || conversion.joined('refunds of intents', read.text('intent')).length > 0
  const object = {
    object: 'charge', id, livemode: isLive(read), amount: unitsOf(amount), currency: amount?.currency, created: at, customer: read.text('customer'), receipt_email: read.text('customerEmail'),
    invoice: read.text('invoice'), payment_intent: read.text('intent'), captured: read.truth('captured') ?? true, metadata: metadataOf(cells, told.columns),
    status: PAID.test(status) ? 'succeeded' : PENDING.test(status) ? 'pending' : 'failed', amount_refunded: hasRefunds ? 0 : unitsOf(refunded), refunded_at: secondsOf(read.instant('refundedAt')),
  }
  if (read.fault) return refused(read.fault.reason, read.fault.says)
  if (amount === null) return refused('missing-field', `${read.columnOf('amount')} is empty; a payment needs its amount`)
  const made = fromStripeObject(object, termsOf(conversion))
  const customer = customerLines(read, told, conversion)
  if (made.kind !== 'lines') return outcomeOf(made, object)
  if (conversion.joined('invoices', object.invoice).length > 0) return countedElsewhere(made, object.invoice ?? '')
  const invoice = conversion.plan.fields.invoice === undefined && amount.minor > 0 ? invoiceLikeIt(read, amount, at, conversion, told.settled) : null
  if (invoice === null) return withCustomer(made, object, customer)
  told.settled.add(invoice)
  if (told.maySettle.length < 1_000_000) told.maySettle.push(`${id}: ${read.text('amount')} ${amount.currency}, as invoice ${invoice}`)
  const instead = countedElsewhere(made, invoice)
  return instead.kind === 'left-out' ? { ...instead, why: 'it may have settled an invoice of this import, of the same customer and amount and about the same day; this export does not name invoices' } : instead
}

const DAY_S = 86_400
const THREE_DAYS_S = 3 * DAY_S

/** An invoice of the import that the payment may have settled, the nearest in time, each once: of the same customer, currency and amount paid, not more than three days away. */
function invoiceLikeIt(read: RowReader, amount: Money, at: number | undefined, { joined, plan }: Conversion, settled: ReadonlySet<string>): string | null {
  const customer = read.text('customer')
  let nearest: { readonly id: string; readonly away: number } | null = null
  for (const cells of [...joined('invoices of customers', customer), ...joined('invoices of customer ids', customer)]) {
    const id = cells.text('id')
    const paid = moneyIn(cells.text('Amount Paid') ?? '', plan.fields.amount?.reading ?? { decimal: '.' }, (cells.text('Currency') ?? '').toUpperCase())
    if (id === null || settled.has(id) || isUnreadable(paid) || paid.minor !== amount.minor || paid.currency !== amount.currency) continue
    const times = ['Paid At (UTC)', 'Finalized At (UTC)', 'Date (UTC)', 'Created (UTC)'].flatMap((column) => {
      const instant = instantIn(cells.text(column) ?? '', { date: 'iso' })
      return isUnreadable(instant) ? [] : [instant]
    })
    const away = Math.min(...times.map((instant) => Math.abs(instant / 1000 - (at ?? Number.NaN))))
    if (away <= THREE_DAYS_S && (nearest === null || away < nearest.away)) nearest = { id, away }
  }
  return nearest?.id ?? null
}

function paymentWarnings({ plan }: Conversion, facts: unknown): readonly DataWarning[] {
  const { maySettle } = facts as Dashboard
  if (maySettle.length === 0) return []
  return [{
    code: 'may-settle-invoice', table: plan.table, column: null, count: maySettle.length, examples: maySettle.slice(0, 5),
    says: 'These payments are left out, because they may have settled invoices of this import: this export of payments has no column Invoice ID, so Stripe does not say which.',
    mend: 'Export the payments again with the column Invoice ID ticked; then each payment is taken or left out by what Stripe says.',
  }]
}

function refundRow(cells: Cells, conversion: Conversion, facts: unknown): RowOutcome {
  const told = facts as Dashboard
  const read = readerOf(conversion.plan, cells)
  const amount = read.money('amount')
  const charge = read.text('charge')
  const [payment] = [...conversion.joined('payments', charge), ...conversion.joined('payments by intent', read.text('intent'))]
  const units = unitsOf(amount === null ? null : { ...amount, minor: Math.abs(amount.minor) })
  const object = {
    object: 'refund', id: read.text('id'), amount: units, currency: amount?.currency, created: secondsOf(read.instant('at')), charge, payment_intent: read.text('intent'),
    customer: read.text('customer') ?? payment?.text('Customer ID') ?? null, status: (read.text('status') ?? 'succeeded').toLowerCase().replace(/^paid$/, 'succeeded'), metadata: metadataOf(cells, told.columns), livemode: isLive(read),
  }
  if (read.fault) return refused(read.fault.reason, read.fault.says)
  return withCustomer(fromStripeObject(object, termsOf(conversion)), object, customerLines(read, told, conversion))
}

const INTERVAL = /^(?:every\s+)?(\d{1,3})?\s*(day|week|month|quarter|year|daily|weekly|monthly|quarterly|annual|yearly)(?:s|ly)?$/i
const INTERVALS: { readonly [word: string]: readonly [string, number] } = {
  day: ['day', 1], week: ['week', 1], month: ['month', 1], quarter: ['month', 3], year: ['year', 1], daily: ['day', 1], weekly: ['week', 1], monthly: ['month', 1], quarterly: ['month', 3], annual: ['year', 1], yearly: ['year', 1],
}

interface Subscriptions extends Dashboard {
  /** How many rows of each subscription were met: its items, if the export has a row for each. */
  readonly met: Map<string, number>
  /** Rows with a quantity above 1 whose amount was read as the price of one. */
  readonly several: string[]
}

async function prepareSubscriptions(table: Table): Promise<Subscriptions> {
  return { ...(await prepareDashboard(table)), met: new Map(), several: [] }
}

function subscriptionRow(cells: Cells, conversion: Conversion, facts: unknown): RowOutcome {
  const told = facts as Subscriptions
  const read = readerOf(conversion.plan, cells)
  const id = read.text('id')
  const money = read.money('amount')
  const word = read.text('interval') ?? 'month'
  const [, count, unit] = INTERVAL.exec(word.trim()) ?? []
  const cycle = unit === undefined ? undefined : INTERVALS[unit.toLowerCase()]
  if (cycle === undefined) return refused('bad-interval', `${read.columnOf('interval')}: '${word.slice(0, 60)}' is no interval such as month or year`)
  const quantity = read.whole('seats') ?? 1
  const total = conversion.plan.constants.amountIs === 'total'
  const seconds = (field: string): number | undefined => secondsOf(read.instant(field))
  const started = seconds('from') ?? seconds('created')
  const plan = read.text('plan')
  const place = told.met.get(id ?? '') ?? 0
  const units = unitsOf(money)
  const price = {
    id: plan, currency: money?.currency, product: read.text('product') ?? plan, nickname: read.text('planName'), recurring: { interval: cycle[0], interval_count: cycle[1] * Number(count ?? 1) },
    unit_amount: units === undefined ? undefined : total && quantity > 0 ? null : units, unit_amount_decimal: undefined,
  }
  const item = { id: plan, created: started, quantity, price: total && units !== undefined ? { ...price, billing_scheme: 'tiered', tiers_mode: 'volume', tiers: [{ up_to: null, unit_amount: 0, flat_amount: units }] } : price }
  const object = {
    object: 'subscription', id, livemode: isLive(read), customer: read.text('customer'), status: (read.text('status') ?? 'active').toLowerCase().replace(/ /g, '_'), created: seconds('created'), start_date: started,
    current_period_start: seconds('periodStart'), current_period_end: seconds('renews'), trial_start: seconds('trialStart'), trial_end: seconds('trialEnd'), canceled_at: seconds('canceledAt'),
    ended_at: seconds('to'), cancel_at: seconds('cancelAt'), cancel_at_period_end: read.truth('cancelsAtEnd') ?? false, metadata: metadataOf(cells, told.columns), items: { data: [item] },
  }
  if (read.fault) return refused(read.fault.reason, read.fault.says)
  if (id !== null) told.met.set(id, place + 1)
  if (quantity > 1 && units !== undefined && conversion.plan.constants.amountIs === undefined && told.several.length < 1_000_000) told.several.push(`${id}: ${quantity} at ${read.text('amount')}`)
  const made = withCustomer(fromStripeObject(object, termsOf(conversion)), object, customerLines(read, told, conversion))
  // A further row of the same subscription is a further item of it.
  return place === 0 || made.kind !== 'lines' ? made : { ...made, lines: made.lines.map((line) => (line.type === 'agreement' ? { ...line, key: `${String(line.key)}/${plan ?? place + 1}` } : line)) }
}

function subscriptionWarnings({ plan }: Conversion, facts: unknown): readonly DataWarning[] {
  const { several } = facts as Subscriptions
  if (several.length === 0) return []
  return [{
    code: 'price-times-quantity', table: plan.table, column: plan.fields.amount?.column ?? null, count: several.length, examples: several.slice(0, 5),
    says: 'The amount is taken as the price of one, and multiplied by the quantity.', mend: "If the amount is that of the whole subscription, set 'amountIs' to 'total' in the plan.",
  }]
}

// ---- invoices, which alone tell how long a subscription was paid for

interface Paid {
  readonly customer: string
  readonly from: number
  readonly to: number
  readonly lastPaidAt: number
  readonly minor: number
  readonly currency: string
  readonly interval: string
}

interface Invoices extends Dashboard {
  readonly subscriptions: ReadonlyMap<string, Paid>
  readonly said: Set<string>
}

const LENGTHS: readonly (readonly [least: number, most: number, interval: string, count: number])[] = [
  [1, 1, 'day', 1], [6, 8, 'week', 1], [13, 15, 'week', 2], [27, 32, 'month', 1], [58, 63, 'month', 2], [85, 95, 'month', 3], [175, 190, 'month', 6], [360, 372, 'year', 1], [720, 740, 'year', 2],
]

interface Covered {
  readonly from: number
  readonly to: number | null
  readonly at: number
  readonly minor: number
  readonly currency: string
  readonly customer: string
}

/** What each subscription's paid invoices cover, from the first to the last; its price is that of the last one of usual length. */
async function prepareInvoices(table: Table, conversion: Conversion): Promise<Invoices> {
  const covered = new Map<string, Covered[]>()
  const cellsOf = cellsBy(table.columns)
  for await (const rows of table.rows()) {
    for (const row of rows) {
      if (row.fault !== undefined) continue
      const cells = cellsOf(row)
      const read = readerOf(conversion.plan, cells)
      const id = read.text('agreement')
      const customer = read.text('customer')
      const at = secondsOf(read.instant('at'))
      if (id === null || customer === null || at === undefined || invoiceStatus(read) !== 'paid' || !isLive(read) || conversion.joined('subscriptions', id).length > 0) continue
      const total = read.money('total') ?? read.money('amount')
      const tax = read.money('tax')
      if (total === null || total.minor <= 0) continue
      const from = secondsOf(read.instant('from')) ?? at
      const to = secondsOf(read.instant('to')) ?? null
      const one = { from, to: to !== null && to > from ? to : null, at, minor: Math.max(0, total.minor - (tax?.minor ?? 0)), currency: total.currency, customer }
      const list = covered.get(id)
      if (list) list.push(one)
      else covered.set(id, [one])
    }
  }
  return { ...(await prepareDashboard(table)), subscriptions: new Map([...covered].map(([id, list]) => [id, paidFor(list)])), said: new Set() }
}

function paidFor(list: readonly Covered[]): Paid {
  const ordered = [...list].sort((a, b) => a.from - b.from || a.at - b.at)
  const lengths = ordered.map(({ from, to }, place) => Math.round(((to ?? ordered[place + 1]?.from ?? 0) - from) / DAY_S)).filter((days) => days > 0).sort((a, b) => a - b)
  const usual = lengths[Math.floor(lengths.length / 2)] ?? 30
  const last = ordered.at(-1) as Covered
  const priced = ordered.findLast(({ from, to }) => to === null || Math.abs((to - from) / DAY_S - usual) <= usual / 5) ?? last
  const known = LENGTHS.find(([least, most]) => usual >= least && usual <= most)
  const spread = recurring(priced.minor, known?.[2] ?? 'day', known?.[3] ?? usual) ?? { minor: priced.minor, interval: 'month' }
  const ends = ordered.map(({ from, to }) => to ?? from + usual * DAY_S)
  return { customer: last.customer, from: (ordered[0] as Covered).from, to: Math.max(...ends), lastPaidAt: Math.max(...ordered.map(({ at }) => at)), minor: spread.minor, currency: priced.currency, interval: spread.interval }
}

function invoiceStatus(read: RowReader): string {
  const status = (read.text('status') ?? '').toLowerCase()
  if (status !== '') return status
  return read.truth('isPaid') === true ? 'paid' : 'open'
}

function invoiceRow(cells: Cells, conversion: Conversion, facts: unknown): RowOutcome {
  const told = facts as Invoices
  const read = readerOf(conversion.plan, cells)
  const due = read.money('amount')
  const total = read.money('total') ?? due
  const status = invoiceStatus(read)
  const paid = read.money('paid') ?? (status === 'paid' ? total : null)
  const at = secondsOf(read.instant('at'))
  const agreement = read.text('agreement')
  const object = {
    object: 'invoice', id: read.text('id'), livemode: isLive(read), status, currency: (paid ?? total)?.currency ?? read.text('currency'), amount_paid: unitsOf(paid), amount_due: unitsOf(due), total: unitsOf(total), created: at,
    customer: read.text('customer'), customer_email: read.text('customerEmail'), subscription: agreement, charge: read.text('charge'), metadata: metadataOf(cells, told.columns),
    status_transitions: { paid_at: secondsOf(read.instant('paidAt')), finalized_at: secondsOf(read.instant('finalizedAt')) },
  }
  if (read.fault) return refused(read.fault.reason, read.fault.says)
  const made = withCustomer(fromStripeObject(object, termsOf(conversion)), object, customerLines(read, told, conversion))
  const known = agreement === null ? undefined : told.subscriptions.get(agreement)
  if (made.kind !== 'lines' || agreement === null || known === undefined || told.said.has(agreement)) return made
  told.said.add(agreement)
  return { ...made, lines: [...made.lines, agreementOf(agreement, known, conversion)] }
}

/** In force for as long as its invoices were paid. Whatever Stripe itself says of the subscription holds before it. */
function agreementOf(id: string, paid: Paid, { plan }: Conversion): EvidenceObject {
  const from = dayOf(paid.from * 1000)
  const to = Math.max(from + 1, dayOf(paid.to * 1000))
  return {
    type: 'agreement', key: id, source: plan.source, kind: 'subscription', product: plan.constants.product || UNNAMED_PRODUCT, buyer: `stripe:${paid.customer}`, amount: amountText(paid.minor, paid.currency), currency: paid.currency,
    interval: paid.interval, from: dayText(from), to: dayText(to), inferred: true, version: derivedVersion(paid.lastPaidAt),
  }
}

function cellsBy(columns: readonly string[]): (row: Row) => Cells {
  const places = new Map(columns.map((column, place) => [column, place]))
  return (row) => ({
    row,
    text: (column) => {
      const text = row.cells[places.get(column) ?? -1]?.trim()
      return text === undefined || text === '' ? null : text
    },
  })
}

// ---- tables of Fivetran

type Shape = 'text' | 'seconds' | 'number' | 'truth' | 'json'

/** Column of the table, field of the object (with dots), and how the text is read. Fields without column have the same name. */
const COLUMNS: { readonly [column: string]: readonly [field: string, shape: Shape] } = {
  customer_id: ['customer', 'text'], invoice_id: ['invoice', 'text'], subscription_id: ['subscription', 'text'], charge_id: ['charge', 'text'], payment_intent_id: ['payment_intent', 'text'], product_id: ['product', 'text'],
  created: ['created', 'seconds'], updated: ['updated', 'seconds'], start_date: ['start_date', 'seconds'], current_period_start: ['current_period_start', 'seconds'], current_period_end: ['current_period_end', 'seconds'],
  trial_start: ['trial_start', 'seconds'], trial_end: ['trial_end', 'seconds'], canceled_at: ['canceled_at', 'seconds'], ended_at: ['ended_at', 'seconds'], cancel_at: ['cancel_at', 'seconds'], effective_at: ['effective_at', 'seconds'],
  status_transitions_paid_at: ['paid_at', 'seconds'], status_transitions_finalized_at: ['finalized_at', 'seconds'], period_start: ['period_start', 'seconds'],
  amount: ['amount', 'number'], amount_captured: ['amount_captured', 'number'], amount_refunded: ['amount_refunded', 'number'], amount_received: ['amount_received', 'number'], amount_paid: ['amount_paid', 'number'],
  amount_due: ['amount_due', 'number'], total: ['total', 'number'], unit_amount: ['unit_amount', 'number'], quantity: ['quantity', 'number'], out_of_band_amount: ['out_of_band_amount', 'number'], interval_count: ['interval_count', 'number'],
  livemode: ['livemode', 'truth'], paid: ['paid', 'truth'], captured: ['captured', 'truth'], cancel_at_period_end: ['cancel_at_period_end', 'truth'], paid_out_of_band: ['paid_out_of_band', 'truth'], is_deleted: ['deleted', 'truth'],
  metadata: ['metadata', 'json'], refund_id: ['refund', 'text'], customer_balance_transaction_id: ['customer_balance_transaction', 'text'], on_behalf_of: ['on_behalf_of', 'text'],
  id: ['id', 'text'], name: ['name', 'text'], email: ['email', 'text'], description: ['description', 'text'], status: ['status', 'text'], currency: ['currency', 'text'], type: ['type', 'text'], nickname: ['nickname', 'text'],
  receipt_email: ['receipt_email', 'text'], interval: ['interval', 'text'], usage_type: ['usage_type', 'text'], billing_scheme: ['billing_scheme', 'text'], unit_amount_decimal: ['unit_amount_decimal', 'text'],
  recurring_interval: ['interval', 'text'], recurring_interval_count: ['interval_count', 'number'], recurring_usage_type: ['usage_type', 'text'],
}

/** A row as the object of the API. Null, with why, for a cell that cannot be read. */
function objectOf(cells: Cells, object: string): Fields | { readonly bad: string } {
  const fields: { [field: string]: unknown } = { object }
  for (const [column, [field, shape]] of Object.entries(COLUMNS)) {
    const text = cells.text(column)
    if (text === null) continue
    const value = read(text, shape)
    if (value === undefined) return { bad: `${column}: '${text.slice(0, 60)}' cannot be read as ${shape === 'seconds' ? 'a time' : shape === 'number' ? 'a number in smallest units' : 'true or false'}` }
    fields[field] = value
  }
  return fields
}

function read(text: string, shape: Shape): unknown {
  if (shape === 'text') return text
  if (shape === 'number') return /^-?\d+(\.0+)?$/.test(text) ? Number(text) : undefined
  if (shape === 'truth') return /^(true|t|1)$/i.test(text) ? true : /^(false|f|0)$/i.test(text) ? false : undefined
  if (shape === 'json') return jsonOf(text)
  const instant = instantIn(text, { date: 'iso' })
  return isUnreadable(instant) ? undefined : Math.floor(instant / 1000)
}

/** Some tables hold JSON that was written as JSON twice. What is none is no metadata. */
function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as unknown) : value
  } catch {
    return null
  }
}

function isBad(fields: Fields | { readonly bad: string }): fields is { readonly bad: string } {
  return 'bad' in fields && Object.keys(fields).length === 1
}

function fivetranRow(object: string, finish: (fields: Fields, cells: Cells, conversion: Conversion) => Fields | RowOutcome = (fields) => fields) {
  return (cells: Cells, conversion: Conversion): RowOutcome => {
    const fields = objectOf(cells, object)
    if (isBad(fields)) return refused('bad-value', fields.bad)
    const whole = finish(fields, cells, conversion)
    if (isOutcome(whole)) return whole
    return outcomeOf(fromStripeObject(whole, termsOf(conversion)), whole)
  }
}

function isOutcome(value: Fields | RowOutcome): value is RowOutcome {
  return value.kind === 'left-out' || value.kind === 'refused' || value.kind === 'lines'
}

/** Items and prices of a subscription stand in tables of their own. Without them it is still an agreement, of which the amount is not known. */
function fivetranSubscription(fields: Fields, cells: Cells, conversion: Conversion): Fields | RowOutcome {
  if (/^(false|f|0)$/i.test(cells.text('_fivetran_active') ?? '')) return leftOut('an earlier version of the subscription')
  const priceOf = (id: string | null): Fields => {
    const [row] = [...conversion.joined('prices', id), ...conversion.joined('plans', id)]
    const price = row === undefined ? { bad: '' } : objectOf(row, 'price')
    return isBad(price) ? { id, product: id } : { ...price, unit_amount: price.unit_amount ?? price.amount, recurring: { interval: price.interval, interval_count: price.interval_count, usage_type: price.usage_type } }
  }
  const items = conversion.joined('items', cells.text('id')).map((row) => {
    const item = objectOf(row, 'subscription_item')
    return isBad(item) ? { id: row.text('id') } : { ...item, price: priceOf(row.text('price_id') ?? row.text('plan_id')) }
  })
  const alone = { id: null, quantity: fields.quantity, price: priceOf(cells.text('price_id') ?? cells.text('plan_id')) }
  return { ...fields, items: { data: items.length > 0 ? items : [alone] } }
}

function customerOf(conversion: Conversion, join: string, id: string | null): string | null {
  return conversion.joined(join, id)[0]?.text('customer_id') ?? null
}

const fivetranCharge = (cells: Cells, conversion: Conversion): RowOutcome => {
  const fields = objectOf(cells, 'charge')
  if (isBad(fields)) return refused('bad-value', fields.bad)
  const hasRefunds = conversion.joined('refunds', cells.text('id')).length > 0
  const made = fromStripeObject({ ...fields, invoice: fields.invoice ?? null, ...(hasRefunds ? { amount_refunded: 0 } : {}) }, termsOf(conversion))
  const invoice = cells.text('invoice_id')
  return made.kind === 'lines' && conversion.joined('invoices', invoice).length > 0 ? countedElsewhere(made, invoice ?? '') : outcomeOf(made, fields)
}

/** The table of payment intents does not say which invoice they settled; the charge does. */
function fivetranIntent(fields: Fields, cells: Cells, conversion: Conversion): Fields | RowOutcome {
  const charges = conversion.joined('charges', cells.text('id'))
  return charges.length > 0 && fields.status === 'succeeded' ? outcomeOf(leftOut(`the money counts with ${COUNTED.ch_}`), fields) : fields
}

function fivetranInvoice(fields: Fields): Fields {
  return { ...fields, status_transitions: { paid_at: fields.paid_at, finalized_at: fields.finalized_at }, created: fields.created ?? fields.period_start }
}

const FIVETRAN_JOINS: { readonly [name: string]: Join } = {
  items: { name: 'items', of: 'stripe-fivetran-subscription-item', by: 'subscription_id' }, plans: { name: 'plans', of: 'stripe-fivetran-plan', by: 'id' }, prices: { name: 'prices', of: 'stripe-fivetran-price', by: 'id' },
  invoices: { name: 'invoices', of: 'stripe-fivetran-invoice', by: 'id' }, charges: { name: 'charges', of: 'stripe-fivetran-charge', by: 'payment_intent_id' }, 'charges by id': { name: 'charges by id', of: 'stripe-fivetran-charge', by: 'id' },
  refunds: { name: 'refunds', of: 'stripe-fivetran-refund', by: 'charge_id' },
}

function fivetran(name: string, title: string, kind: KnownFormat['kind'], needs: readonly string[], fields: KnownFormat['fields'], convert: KnownFormat['convert'], joins: readonly string[] = [], more: Partial<KnownFormat> = {}): KnownFormat {
  return {
    name: `stripe-fivetran-${name}`, title: `Stripe: ${title} (Fivetran)`, system: 'stripe', kind, needs, fields, ...(convert ? { convert } : {}),
    ...(joins.length > 0 ? { joins: joins.map((join) => FIVETRAN_JOINS[join] as Join) } : {}), ...more,
  }
}

const OURS = { namespace: 'stripe' }
const MINOR = { unit: 'minor', decimal: '.' } as const
const ISO = { date: 'iso' } as const
/** What is sold is named by the objects themselves; a product may still be filled in for all of them. */
const OWN_PRODUCTS = { product: '' }

const FIVETRAN: readonly KnownFormat[] = [
  fivetran('customer', 'customers', 'contacts', ['id', 'created', 'delinquent', 'invoice_prefix', 'livemode'], { contact: { column: 'id', reading: OURS }, email: 'email', name: 'name' }, fivetranRow('customer')),
  fivetran('subscription', 'subscriptions', 'subscriptions', ['id', 'customer_id', 'billing_cycle_anchor', 'current_period_start', 'status', 'livemode'], {
    id: 'id', customer: { column: 'customer_id', reading: OURS }, seats: 'quantity', from: ['start_date', 'created'], to: 'ended_at', renews: 'current_period_end', status: 'status',
  }, fivetranRow('subscription', fivetranSubscription), ['items', 'plans', 'prices'], { constants: OWN_PRODUCTS }),
  fivetran('invoice', 'invoices', 'invoices', ['id', 'amount_due', 'amount_paid', 'amount_remaining', 'customer_id', 'period_start'], {
    id: 'id', customer: { column: 'customer_id', reading: OURS }, number: 'number', amount: { column: 'total', reading: MINOR }, paid: { column: 'amount_paid', reading: MINOR }, currency: 'currency', at: ['created', 'period_start'],
    from: 'period_start', to: 'period_end', agreement: 'subscription_id', status: 'status',
  }, fivetranRow('invoice', fivetranInvoice)),
  fivetran('charge', 'charges', 'payments', ['id', 'amount', 'amount_refunded', 'balance_transaction_id', 'captured', 'payment_intent_id', 'livemode'], {
    id: 'id', customer: { column: 'customer_id', reading: OURS }, customerEmail: 'receipt_email', amount: { column: 'amount', reading: MINOR }, refunded: { column: 'amount_refunded', reading: MINOR }, currency: 'currency', at: 'created',
    invoice: 'invoice_id', status: 'status',
  }, fivetranCharge, ['invoices', 'refunds']),
  fivetran('payment-intent', 'payment intents', 'payments', ['id', 'amount', 'amount_capturable', 'amount_received', 'status'], {
    id: 'id', customer: { column: 'customer_id', reading: OURS }, amount: { column: 'amount_received', reading: MINOR }, currency: 'currency', at: 'created', status: 'status',
  }, fivetranRow('payment_intent', fivetranIntent), ['charges']),
  fivetran('refund', 'refunds', 'payments', ['id', 'amount', 'charge_id', 'failure_reason', 'reason', 'status'], { id: 'id', amount: { column: 'amount', reading: MINOR }, currency: 'currency', at: 'created', status: 'status' },
    fivetranRow('refund', (fields, cells, conversion) => ({ ...fields, customer: customerOf(conversion, 'charges by id', cells.text('charge_id')) })), ['charges by id']),
  fivetran('credit-note', 'credit notes', 'payments', ['id', 'amount', 'invoice_id', 'customer_balance_transaction_id', 'memo', 'status'], { id: 'id', amount: { column: 'amount', reading: MINOR }, currency: 'currency', at: 'created', invoice: 'invoice_id', status: 'status' },
    fivetranRow('credit_note', (fields, cells, conversion) => ({ ...fields, customer: customerOf(conversion, 'invoices', cells.text('invoice_id')) })), ['invoices']),
  fivetran('dispute', 'disputes', 'payments', ['id', 'amount', 'charge_id', 'evidence_details_due_by', 'reason', 'status'], { id: 'id', amount: { column: 'amount', reading: MINOR }, currency: 'currency', at: 'created', status: 'status' },
    fivetranRow('dispute', (fields, cells, conversion) => ({ ...fields, customer: customerOf(conversion, 'charges by id', cells.text('charge_id')) })), ['charges by id']),
  fivetran('product', 'products', 'products', ['id', 'active', 'name', 'statement_descriptor', 'unit_label', 'livemode'], { product: 'id', name: 'name' }, fivetranRow('product')),
]

/** Tables that say nothing of their own, with why. */
const NOTHING: readonly (readonly [name: string, title: string, needs: readonly string[], because: string, without?: readonly string[]])[] = [
  ['fivetran-subscription-item', 'subscription items (Fivetran)', ['id', 'plan_id', 'quantity', 'subscription_id', 'created'], 'counts with the subscriptions of the same import', ['customer_id', 'invoice_id']],
  ['fivetran-plan', 'plans (Fivetran)', ['id', 'active', 'amount', 'interval', 'interval_count', 'usage_type'], 'counts with the subscriptions of the same import'],
  ['fivetran-price', 'prices (Fivetran)', ['id', 'active', 'unit_amount', 'recurring_interval', 'product_id'], 'counts with the subscriptions of the same import'],
  ['fivetran-invoice-line-item', 'lines of invoices (Fivetran)', ['id', 'invoice_id', 'amount', 'proration', 'unique_id'], 'the invoices carry the money'],
  ['fivetran-credit-note-line-item', 'lines of credit notes (Fivetran)', ['credit_note_id', 'id', 'amount', 'unit_amount'], 'the credit notes carry the money'],
  ['fivetran-balance-transaction', 'balance transactions (Fivetran)', ['id', 'available_on', 'fee', 'net', 'source'], 'the same money as the payments and refunds that they book'],
  ['fivetran-fee', 'fees (Fivetran)', ['balance_transaction_id', 'index', 'amount', 'type'], "Stripe's own fees, which no customer pays to us"],
  ['fivetran-payout', 'payouts (Fivetran)', ['id', 'amount', 'arrival_date', 'automatic', 'method'], 'our own money on its way to our bank'],
  ['fivetran-payout-balance-transaction', 'payouts and what they hold (Fivetran)', ['payout_id', 'balance_transaction_id'], 'our own money on its way to our bank', ['amount']],
  ['fivetran-transfer', 'transfers (Fivetran)', ['id', 'amount', 'amount_reversed', 'destination', 'transfer_group'], 'our own money on its way to other accounts'],
  ['fivetran-coupon', 'coupons (Fivetran)', ['id', 'duration', 'percent_off', 'times_redeemed'], 'the subscriptions tell what is paid'],
  ['fivetran-discount', 'discounts (Fivetran)', ['id', 'coupon_id', 'customer_id', 'promotion_code', 'start'], 'the subscriptions tell what is paid'],
  ['fivetran-subscription-discount', 'discounts of subscriptions (Fivetran)', ['id', 'coupon_id', 'subscription_id', 'checkout_session', 'start'], 'the subscriptions tell what is paid'],
  ['fivetran-card', 'cards (Fivetran)', ['id', 'brand', 'exp_month', 'exp_year', 'fingerprint'], 'how somebody pays, not what'],
  ['fivetran-payment-method', 'payment methods (Fivetran)', ['id', 'billing_detail_email', 'billing_detail_name', 'type'], 'how somebody pays, not what'],
  ['fivetran-payment-method-card', 'cards of payment methods (Fivetran)', ['payment_method_id', 'brand', 'fingerprint', 'funding'], 'how somebody pays, not what'],
  ['fivetran-account', 'accounts (Fivetran)', ['id', 'business_profile_mcc', 'charges_enabled', 'payouts_enabled'], 'accounts that sell, no customers'],
  ['balance', 'balance (dashboard export)', ['balance_transaction_id', 'reporting_category', 'gross', 'net'], 'the same money as the payments and refunds that it books'],
  ['balance-history', 'balance history (dashboard export)', ['id', 'Type', 'Source', 'Amount', 'Fee', 'Net'], 'the same money as the payments and refunds that it books', ['_fivetran_synced']],
  ['payouts', 'payouts (dashboard export)', ['id', 'Amount', 'Arrival Date (UTC)', 'Destination'], 'our own money on its way to our bank'],
  ['payouts', 'payouts (dashboard export)', ['payout_id', 'payout_expected_arrival_date'], 'our own money on its way to our bank'],
]

// ---- exports of the dashboard

const AT = ['Created (UTC)', 'Created date (UTC)', 'Created at (UTC)', 'Created', 'Date (UTC)', 'created_utc'] as const
const MODE = ['Mode', 'Live Mode'] as const

const DASHBOARD: readonly KnownFormat[] = [
  {
    name: 'stripe-customers', title: 'Stripe: customers (dashboard export)', system: 'stripe', kind: 'contacts', needs: ['id', 'Email', 'Created (UTC)', 'Delinquent'], without: ['Customer ID', 'invoice_prefix'], holds: beginsWith('id', /^g?cus_/),
    fields: { contact: { column: 'id', reading: OURS }, email: 'Email', name: 'Name', organizationName: 'Business Name', description: 'Description', created: { column: [...AT], reading: ISO }, mode: [...MODE] },
    prepare: prepareDashboard, convert: customerRow,
  },
  {
    name: 'stripe-subscriptions', title: 'Stripe: subscriptions (dashboard export)', system: 'stripe', kind: 'subscriptions', needs: ['id', 'Customer ID', 'Plan', 'Interval'], holds: beginsWith('id', /^sub_/),
    fields: {
      id: 'id', customer: { column: 'Customer ID', reading: OURS }, customerEmail: 'Customer Email', customerName: ['Customer Name', 'Customer Description'], plan: ['Plan', 'Plan ID', 'Price ID'], planName: ['Plan Nickname', 'Plan Name'], product: ['Product', 'Product ID'],
      seats: 'Quantity', amount: 'Amount', currency: 'Currency', interval: 'Interval', status: 'Status', created: { column: [...AT], reading: ISO }, from: { column: ['Start (UTC)', 'Start Date (UTC)', 'Start Date'], reading: ISO },
      periodStart: { column: 'Current Period Start (UTC)', reading: ISO }, renews: { column: 'Current Period End (UTC)', reading: ISO }, trialStart: { column: 'Trial Start (UTC)', reading: ISO }, trialEnd: { column: 'Trial End (UTC)', reading: ISO },
      canceledAt: { column: 'Canceled At (UTC)', reading: ISO }, cancelAt: { column: 'Cancel At (UTC)', reading: ISO }, cancelsAtEnd: 'Cancel At Period End', to: { column: 'Ended At (UTC)', reading: ISO }, mode: [...MODE],
    },
    prepare: prepareSubscriptions, convert: subscriptionRow, warnings: subscriptionWarnings,
  },
  {
    name: 'stripe-invoices', title: 'Stripe: invoices (dashboard export)', system: 'stripe', kind: 'invoices', needs: ['id', 'Amount Due', 'Amount Paid', 'Currency', 'Customer'], without: ['amount_remaining', 'livemode'], holds: beginsWith('id', /^in_/),
    fields: {
      id: 'id', number: 'Number', customer: { column: ['Customer', 'Customer ID'], reading: OURS }, customerEmail: 'Customer Email', customerName: ['Customer Name', 'Customer Description'], amount: 'Amount Due', paid: 'Amount Paid', total: 'Total', tax: 'Tax',
      currency: 'Currency', at: { column: ['Date (UTC)', ...AT], reading: ISO }, paidAt: { column: 'Paid At (UTC)', reading: ISO }, finalizedAt: { column: 'Finalized At (UTC)', reading: ISO }, isPaid: 'Paid', status: 'Status', agreement: ['Subscription', 'Subscription ID'], charge: 'Charge',
      from: { column: ['Minimum Line Item Period Start (UTC)', 'Period Start (UTC)'], reading: ISO }, to: { column: ['Maximum Line Item Period End (UTC)', 'Period End (UTC)'], reading: ISO }, mode: [...MODE],
    },
    joins: [{ name: 'subscriptions', of: 'stripe-subscriptions', by: 'id' }], prepare: prepareInvoices, convert: invoiceRow,
  },
  {
    name: 'stripe-payments', title: 'Stripe: payments (dashboard export)', system: 'stripe', kind: 'payments', needs: ['id', 'Amount', 'Amount Refunded', 'Currency', 'Status'], without: ['livemode', 'balance_transaction_id'], holds: beginsWith('id', /^(ch|py|pi)_/),
    fields: {
      id: 'id', customer: { column: 'Customer ID', reading: OURS }, customerEmail: ['Customer Email', 'Receipt Email'], customerName: ['Customer Name', 'Customer Description'], amount: 'Amount', refunded: 'Amount Refunded', currency: 'Currency', at: { column: [...AT], reading: ISO },
      refundedAt: { column: ['Refunded date (UTC)', 'Refunded (UTC)'], reading: ISO }, invoice: 'Invoice ID', intent: ['PaymentIntent ID', 'Payment Intent ID'], captured: 'Captured', status: 'Status', mode: [...MODE],
    },
    joins: [
      { name: 'invoices', of: 'stripe-invoices', by: 'id' }, { name: 'invoices of customers', of: 'stripe-invoices', by: 'Customer' }, { name: 'invoices of customer ids', of: 'stripe-invoices', by: 'Customer ID' },
      { name: 'refunds', of: 'stripe-refunds', by: 'Charge ID' }, { name: 'refunds of intents', of: 'stripe-refunds', by: 'PaymentIntent ID' },
    ],
    prepare: prepareDashboard, convert: paymentRow, warnings: paymentWarnings,
  },
  {
    name: 'stripe-refunds', title: 'Stripe: refunds (dashboard export)', system: 'stripe', kind: 'payments', needs: ['id', 'Amount', 'Currency'], without: ['livemode', '_fivetran_synced', 'Amount Refunded'], holds: beginsWith('id', /^(re|pyr)_/),
    fields: {
      id: 'id', customer: { column: 'Customer ID', reading: OURS }, customerEmail: 'Customer Email', customerName: ['Customer Name', 'Customer Description'], amount: 'Amount', currency: 'Currency', at: { column: [...AT], reading: ISO }, charge: ['Charge ID', 'Charge', 'Payment ID'],
      intent: ['PaymentIntent ID', 'Payment Intent ID'], status: 'Status', mode: [...MODE],
    },
    joins: [{ name: 'payments', of: 'stripe-payments', by: 'id' }, { name: 'payments by intent', of: 'stripe-payments', by: 'PaymentIntent ID' }],
    prepare: prepareDashboard, convert: refundRow,
  },
  {
    name: 'stripe-products', title: 'Stripe: products (dashboard export)', system: 'stripe', kind: 'products', needs: ['id', 'Name', 'Tax Code'], without: ['livemode', 'Email'], holds: beginsWith('id', /^prod_/), fields: { product: 'id', name: 'Name' },
  },
  {
    name: 'stripe-prices', title: 'Stripe: prices (dashboard export)', system: 'stripe', kind: 'nothing', needs: ['Price ID', 'Product ID', 'Product Name'], fields: {}, because: 'subscriptions carry their prices with them', convert: () => leftOut('subscriptions carry their prices with them'),
  },
]

/** Do the values of a column begin as the ids of Stripe do? */
function beginsWith(column: string, start: RegExp): (look: TableLook) => boolean {
  return (look) => {
    const place = look.columns.findIndex((name) => name.trim().toLowerCase() === column)
    const ids = look.first.map(({ cells }) => cells[place]?.trim() ?? '').filter((id) => id !== '')
    return place >= 0 && ids.length > 0 && ids.every((id) => start.test(id))
  }
}

// ---- objects of the API

const OBJECTS: ReadonlySet<string> = new Set([
  'customer', 'subscription', 'invoice', 'charge', 'refund', 'dispute', 'payment_intent', 'invoice_payment', 'credit_note', 'checkout.session', 'billing.meter_event', 'product', 'event', 'price', 'plan', 'subscription_item', 'line_item',
  'invoiceitem', 'subscription_schedule', 'quote', 'coupon', 'promotion_code', 'discount', 'balance_transaction', 'payout', 'transfer', 'customer_balance_transaction', 'list', 'search_result', 'account', 'payment_method', 'tax_id',
])

/** The objects that a row holds: itself, the data of a list, or the values of an object that names them. */
function objectsIn(row: Fields): readonly unknown[] {
  if ((row.object === 'list' || row.object === 'search_result') && Array.isArray(row.data)) return row.data as readonly unknown[]
  if (typeof row.object === 'string') return [row]
  const named = Object.values(row)
  return named.length > 0 && named.every((one) => typeof one === 'object' && one !== null && typeof (one as Fields).object === 'string') ? named : [row]
}

function looksLikeStripe(look: TableLook): boolean {
  const objects = look.first.map(({ object }) => object)
  return objects.length > 0 && objects.every((row) => row !== undefined && objectsIn(row).every((one) => typeof one === 'object' && one !== null && OBJECTS.has((one as Fields).object as string) && hasId(one as Fields)))
}

function hasId(object: Fields): boolean {
  return typeof object.id === 'string' || object.object === 'discount' || object.object === 'list' || object.object === 'billing.meter_event' || object.object === 'search_result'
}

function objectRow(cells: Cells, conversion: Conversion, facts: unknown): RowOutcome {
  const { counted } = facts as Told
  const outcomes = objectsIn(cells.row.object ?? {}).map((one) => objectOutcome(one, conversion, counted))
  const [only] = outcomes
  if (outcomes.length === 1 && only) return only
  const stated = outcomes.filter((one) => one.kind === 'lines')
  if (stated.length === 0) return outcomes.find(({ kind }) => kind === 'refused') ?? only ?? leftOut('an empty list')
  const currencies = new Set(stated.flatMap(({ money }) => (money ? [money.currency] : [])))
  const [currency] = currencies
  const money = currencies.size === 1 && currency !== undefined ? { money: { currency, minor: stated.reduce((sum, one) => sum + (one.money?.minor ?? 0), 0) } } : {}
  return { kind: 'lines', lines: stated.flatMap(({ lines }) => lines), ...money }
}

function objectOutcome(value: unknown, conversion: Conversion, counted: Set<string>): RowOutcome {
  const made = fromStripeObject(value, termsOf(conversion))
  const movement = movementOf(made)
  if (movement === null) return outcomeOf(made, (value as Fields | null) ?? {})
  const id = (value as Fields).id
  if (movement !== id && (value as Fields).object !== 'event' && conversion.joined('others', movement).length > 0) return countedElsewhere(made, movement)
  if (!counted.has(movement)) {
    counted.add(movement)
    return outcomeOf(made)
  }
  // Told again, by another object or event: the line may say more than the one before, but it is no more money.
  const { money: _, ...again } = made
  return again as RowOutcome
}

const OBJECT_FORMAT: KnownFormat = {
  name: 'stripe-objects', title: "Stripe: objects of the API, or events (JSON)", system: 'stripe', kind: 'objects', needs: [], holds: looksLikeStripe, fields: {}, constants: OWN_PRODUCTS, prepare: prepareTold, convert: objectRow,
  joins: [{ name: 'others', of: 'stripe-objects', by: 'id' }],
}

export const STRIPE_FORMATS: readonly KnownFormat[] = [
  ...DASHBOARD, ...FIVETRAN,
  ...NOTHING.map(([name, title, needs, because, without]): KnownFormat => ({ name: `stripe-${name}`, title: `Stripe: ${title}`, system: 'stripe', kind: 'nothing', needs, because, fields: {}, convert: () => leftOut(because), ...(without ? { without } : {}) })),
  OBJECT_FORMAT,
]
