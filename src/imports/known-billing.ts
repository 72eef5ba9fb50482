import { amountText, currencyDigits, minorFrom } from '../base/money.ts'
import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import { billedParty } from '../evidence/billed-party.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { recurring } from '../evidence/stripe-money.ts'
import { cellOf, given, plainHeader, withFields } from './crm-cells.ts'
import type { Conversion, KnownFormat, TableLook } from './known.ts'
import { leftOut, type RowOutcome } from './outcome.ts'
import type { Cells } from './table.ts'
import { isUnreadable, moneyIn } from './values.ts'

/*
 * Billing tools. Names of columns are those of their APIs, as JSON or as CSV made of it; a dot in a name is a field inside of a field.
 * Ids that a tool makes up have its namespace. Ids that our own product gave it (Lago's external_id, OpenMeter's subjects, Stigg's customerId) are our own: `account:`.
 */

type Fields = Readonly<Record<string, unknown>>
type Convert = NonNullable<KnownFormat['convert']>

/** A customer as the tool knows it: person or organization, its parent, and its id in our own product. Who pays for it is read with its subscriptions. */
function billedCustomer(namespace: string, more: { readonly own?: readonly string[]; readonly email?: readonly string[]; readonly person?: readonly (readonly string[])[] }): Convert {
  return (cells, conversion) => {
    const id = given(cells, conversion, 'organization')
    if (id === null) return leftOut('a customer without id')
    const company = given(cells, conversion, 'organizationName')
    const names = (more.person ?? []).map((headers) => cellOf(cells, ...headers)).filter((name) => name !== null)
    const email = cellOf(cells, ...(more.email ?? ['email']))
    const own = (more.own ?? []).map((header) => cellOf(cells, header)).filter((one) => one !== null).map((one) => `account:${one}`)
    const identifier = `${namespace}:${id}`
    const told = { id: identifier, key: id, source: conversion.plan.source, email, own: own.filter((one) => one !== identifier) }
    const isCompany = company !== null && (more.person !== undefined || own.length > 0)
    const named = { ...told, name: company ?? (names.join(' ') || null), kind: isCompany ? ('organization' as const) : null }
    const lines = billedParty(named)
    const parent = given(cells, conversion, 'parent')
    const parentSpace = conversion.plan.fields.parent?.reading?.namespace ?? namespace
    const owned: EvidenceObject[] = parent === null || parent === id ? [] : [{ type: 'ownership', key: `${identifier} ${parentSpace}:${parent}`, organization: identifier, parent: `${parentSpace}:${parent}` }]
    // A customer that is part of another is an organization, and so is one of which nothing else tells.
    const known = lines.length > 0 && (owned.length === 0 || lines[0]?.kind === 'organization') ? lines : billedParty({ ...named, kind: 'organization' })
    return { kind: 'lines', lines: [...known, ...owned] }
  }
}

const UNITS: { readonly [word: string]: readonly [unit: string, count: number] } = {
  day: ['day', 1], daily: ['day', 1], week: ['week', 1], weekly: ['week', 1], month: ['month', 1], monthly: ['month', 1], quarter: ['month', 3], quarterly: ['month', 3], half_yearly: ['month', 6], semiannual: ['month', 6],
  year: ['year', 1], yearly: ['year', 1], annual: ['year', 1], annually: ['year', 1],
}

interface Sold {
  /** Smallest units per period of the tool. */
  readonly minor?: number | null
  readonly currency?: string | null
  readonly unit: string | null
  readonly count?: string | null
  readonly product?: unknown
  readonly seats?: unknown
}

/** The kind's own way, with what its fields cannot say: an amount that stands in a list of items, and a period of the tool as one of our intervals. */
function soldAs(cells: Cells, conversion: Conversion, own: (cells: Cells) => RowOutcome, { minor = null, currency = null, unit, count = null, product, seats }: Sold): RowOutcome {
  const known = UNITS[unit?.toLowerCase() ?? '']
  const spread = known === undefined ? null : recurring(minor ?? 0, known[0], known[1] * (count !== null && /^\d{1,4}$/.test(count) ? Number(count) : 1))
  const made = own(spread === null ? cells : withFields(cells, conversion, { interval: spread.interval }))
  if (made.kind !== 'lines') return made
  const code = currency?.toUpperCase() ?? ''
  const isPriced = spread !== null && minor !== null && currencyDigits(code) !== null
  const more = {
    ...(typeof product === 'string' && product !== '' && conversion.plan.fields.product === undefined && conversion.plan.constants.product === UNNAMED_PRODUCT ? { product } : {}),
    ...(typeof seats === 'number' && Number.isSafeInteger(seats) && seats > 0 ? { seats } : {}), ...(spread === null ? {} : { interval: spread.interval }),
  }
  const lines = made.lines.map((line) => (line.type !== 'agreement' ? line : { ...line, ...more, ...(isPriced && line.amount !== '0' ? { amount: amountText(spread.minor, code), currency: code } : {}) }))
  return { ...made, lines }
}

function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null
}

function objectIn(cells: Cells, ...path: readonly string[]): unknown {
  let value: unknown = cells.row.object
  for (const name of path) value = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields)[name] : undefined
  return value
}

const MINOR = { unit: 'minor', decimal: '.' } as const
const SECONDS = { date: 'seconds' } as const
const ISO = { date: 'iso' } as const

// ---- Chargebee: https://apidocs.chargebee.com/docs/api (customers, subscriptions, invoices, transactions; times in seconds, amounts in cents)

const CHARGEBEE = { namespace: 'chargebee' }
/** Lists of the API wrap every object in its name. */
const of = (object: string, ...names: readonly string[]): readonly string[] => names.flatMap((name) => [`${object}.${name}`, name])

/** Headers that everybody uses need company. */
function hasOneOf(headers: readonly string[]): (look: TableLook) => boolean {
  const bare = (header: string): string => header.toLowerCase().replace(/[^a-z0-9]+/g, '')
  const known = new Set(headers.map(bare))
  return ({ columns }) => columns.some((column) => known.has(bare(column)) || headers.some((header) => column.startsWith(`${header}.`)))
}

function chargebee(name: string, object: string, needs: readonly string[], format: Pick<KnownFormat, 'kind' | 'fields'> & Partial<KnownFormat>): readonly KnownFormat[] {
  const shared = { name: `chargebee-${name}`, title: `Chargebee: ${name}`, system: 'chargebee', ...format }
  return [{ ...shared, needs }, { ...shared, needs: needs.map((one) => `${object}.${one}`) }]
}

const CHARGEBEE_FORMATS: readonly KnownFormat[] = [
  ...chargebee('customers', 'customer', ['id', 'auto_collection', 'net_term_days'], {
    kind: 'organizations',
    fields: {
      organization: { column: of('customer', 'id'), reading: CHARGEBEE }, organizationName: of('customer', 'company'), parent: { column: of('customer', 'relationship.parent_id', 'parent_id'), reading: CHARGEBEE },
      payer: { column: of('customer', 'relationship.invoice_owner_id', 'invoice_owner_id', 'relationship.payment_owner_id', 'payment_owner_id'), reading: CHARGEBEE },
    },
    convert: billedCustomer('chargebee', { email: of('customer', 'email'), person: [of('customer', 'first_name'), of('customer', 'last_name')] }),
  }),
  ...chargebee('subscriptions', 'subscription', ['id', 'customer_id', 'billing_period', 'billing_period_unit', 'status'], {
    kind: 'subscriptions', holds: hasOneOf(of('subscription', 'current_term_start', 'current_term_end', 'has_scheduled_changes', 'resource_version', 'due_invoices_count', 'plan_unit_price', 'subscription_items', 'activated_at')),
    fields: {
      id: of('subscription', 'id'), customer: { column: of('subscription', 'customer_id'), reading: CHARGEBEE }, payer: { column: of('subscription', 'invoice_owner_id'), reading: CHARGEBEE }, product: of('subscription', 'plan_id', 'item_price_id'),
      seats: of('subscription', 'plan_quantity'), currency: of('subscription', 'currency_code'), interval: of('subscription', 'billing_period_unit'),
      from: { column: of('subscription', 'started_at', 'activated_at', 'created_at'), reading: SECONDS }, to: { column: of('subscription', 'cancelled_at'), reading: SECONDS }, renews: { column: of('subscription', 'next_billing_at', 'current_term_end'), reading: SECONDS },
      status: { column: of('subscription', 'status'), reading: { words: { future: 'never-began', in_trial: 'trial', active: 'in-force', non_renewing: 'in-force', paused: 'in-force', cancelled: 'ended', transferred: 'ended' } } },
    },
    constants: { product: UNNAMED_PRODUCT },
    convert: (cells, conversion, _facts, own) => {
      const items = objectIn(cells, 'subscription', 'subscription_items') ?? objectIn(cells, 'subscription_items')
      const listed = Array.isArray(items) ? (items as readonly Fields[]).filter((one) => typeof one === 'object' && one !== null) : []
      const unit = cellOf(cells, ...of('subscription', 'billing_period_unit'))
      const currency = cellOf(cells, ...of('subscription', 'currency_code'))
      const count = cellOf(cells, ...of('subscription', 'billing_period'))
      if (listed.length > 0) {
        const [plan] = listed
        return soldAs(cells, conversion, own, { minor: listed.reduce((sum, { amount }) => sum + (wholeOf(amount) ?? 0), 0), currency, unit, count, product: plan?.item_price_id, seats: plan?.quantity })
      }
      const amount = cellOf(cells, ...of('subscription', 'plan_amount'))
      const each = cellOf(cells, ...of('subscription', 'plan_unit_price'))
      const quantity = wholeOf(cellOf(cells, ...of('subscription', 'plan_quantity')) ?? 1)
      if (amount === null && each === null) return soldAs(cells, conversion, own, { minor: wholeOf(cellOf(cells, ...of('subscription', 'mrr'))), currency, unit: 'month' })
      return soldAs(cells, conversion, own, { minor: wholeOf(amount) ?? (quantity === null ? null : (wholeOf(each) ?? 0) * quantity), currency, unit, count })
    },
  }),
  ...chargebee('invoices', 'invoice', ['id', 'customer_id', 'amount_paid', 'amount_due', 'price_type'], {
    kind: 'invoices',
    fields: {
      id: of('invoice', 'id'), customer: { column: of('invoice', 'customer_id'), reading: CHARGEBEE }, agreement: of('invoice', 'subscription_id'), amount: { column: of('invoice', 'total'), reading: MINOR }, paid: { column: of('invoice', 'amount_paid'), reading: MINOR },
      currency: of('invoice', 'currency_code'), at: { column: of('invoice', 'date', 'generated_at'), reading: SECONDS },
      status: { column: of('invoice', 'status'), reading: { words: { paid: 'paid', posted: 'open', payment_due: 'open', not_paid: 'open', voided: 'void', pending: 'draft' } } },
    },
    constants: { product: UNNAMED_PRODUCT },
  }),
  // With invoices in the same import the money stands there; payments that name invoices are left out.
  ...chargebee('transactions', 'transaction', ['id', 'gateway', 'payment_method', 'amount', 'type', 'status'], {
    kind: 'payments', holds: hasOneOf(of('transaction', 'gateway_account_id', 'id_at_gateway', 'linked_invoices', 'payment_source_id', 'masked_card_number', 'resource_version', 'amount_unused')),
    fields: {
      id: of('transaction', 'id'), customer: { column: of('transaction', 'customer_id'), reading: CHARGEBEE }, agreement: of('transaction', 'subscription_id'), amount: { column: of('transaction', 'amount'), reading: MINOR }, currency: of('transaction', 'currency_code'),
      at: { column: of('transaction', 'date'), reading: SECONDS }, kind: { column: of('transaction', 'type'), reading: { words: { payment: 'charge', refund: 'refund' } } },
      status: { column: of('transaction', 'status'), reading: { words: { success: 'paid', in_progress: 'pending', needs_attention: 'pending', failure: 'failed', timeout: 'failed', voided: 'failed', late_failure: 'failed' } } },
    },
    convert: (cells, conversion, _facts, own) => {
      const type = cellOf(cells, ...of('transaction', 'type'))
      if (type !== null && type !== 'payment' && type !== 'refund') return leftOut('only reserved or taken back before it was paid')
      const linked = objectIn(cells, 'transaction', 'linked_invoices') ?? objectIn(cells, 'linked_invoices')
      const invoices = Array.isArray(linked) ? (linked as readonly Fields[]).map((one) => one?.invoice_id) : []
      if (type === 'payment' && invoices.some((id) => typeof id === 'string' && (conversion.joined('invoices', id).length > 0 || conversion.joined('listed invoices', id).length > 0))) return leftOut('the money counts with its invoice, which is part of this import')
      return own(cells)
    },
    joins: [{ name: 'invoices', of: 'chargebee-invoices', by: 'id' }, { name: 'listed invoices', of: 'chargebee-invoices', by: 'invoice.id' }],
  }),
]

/** Words of Chargebee's subscriptions that other tools have not; two of them beside the ids tell a table of its columns, with blanks and capitals as people write them. */
const TELLING = ['invoiceownerid', 'paymentownerid', 'planquantity', 'planamount', 'planunitprice', 'planfreequantity', 'billingperiodunit', 'nextbillingat', 'currenttermstart', 'currenttermend', 'remainingbillingcycles', 'autocollection', 'ponumber']

/** CSV of the same fields, headed `Subscription Id`: amounts are in major units there, and days are written as people write them. */
const CHARGEBEE_SHEETS: readonly KnownFormat[] = [
  {
    name: 'chargebee-subscriptions-csv', title: 'Chargebee: subscriptions (CSV)', system: 'chargebee', kind: 'subscriptions', needs: ['Subscription Id', 'Customer Id'],
    holds: ({ columns }) => {
      const headers = new Set(columns.map((column) => plainHeader(column)))
      return (headers.has('planid') || headers.has('itempriceid')) && TELLING.filter((word) => headers.has(word)).length >= 2
    },
    fields: {
      id: 'Subscription Id', customer: { column: 'Customer Id', reading: CHARGEBEE }, customerEmail: ['Customer Email', 'Email'], customerName: ['Customer Company', 'Company'],
      payer: { column: ['Invoice Owner Id', 'Payment Owner Id'], reading: CHARGEBEE }, product: ['Plan Id', 'Item Price Id'], seats: ['Plan Quantity', 'Quantity'], amount: ['Plan Amount', 'Subscription Amount', 'Amount'],
      unitPrice: ['Plan Unit Price', 'Unit Price'], currency: ['Currency Code', 'Currency'], interval: 'Billing Period Unit', periodCount: 'Billing Period', from: ['Started At', 'Start Date', 'Activated At', 'Created At'],
      to: ['Cancelled At', 'Canceled At'], renews: ['Next Billing At', 'Current Term End'],
      status: { column: ['Status', 'Subscription Status'], reading: { words: { future: 'never-began', 'in trial': 'trial', in_trial: 'trial', active: 'in-force', 'non renewing': 'in-force', non_renewing: 'in-force', paused: 'in-force', cancelled: 'ended', canceled: 'ended', transferred: 'ended' } } },
    },
    asks: ['interval', 'currency'],
    convert: (cells, conversion, _facts, own) => {
      const { fields, constants } = conversion.plan
      const currency = (given(cells, conversion, 'currency') ?? constants.currency ?? '').toUpperCase()
      const moneyOf = (field: string): number | null => {
        const text = given(cells, conversion, field)
        const money = text === null ? null : moneyIn(text, fields[field]?.reading ?? {}, currencyDigits(currency) === null ? null : currency)
        return money === null || isUnreadable(money) ? null : money.minor
      }
      const each = moneyOf('unitPrice')
      const seats = wholeOf(given(cells, conversion, 'seats') ?? 1)
      const minor = moneyOf('amount') ?? (each === null || seats === null ? null : each * seats)
      const unit = given(cells, conversion, 'interval')
      const count = given(cells, conversion, 'periodCount')
      if (minor === null || currencyDigits(currency) === null) return own(cells)
      if (UNITS[unit?.toLowerCase() ?? ''] !== undefined) return soldAs(cells, conversion, own, { minor, currency, unit, count })
      const made = own(cells)
      if (made.kind !== 'lines') return made
      return { ...made, lines: made.lines.map((line) => (line.type === 'agreement' && line.amount === undefined ? { ...line, amount: amountText(minor, currency), currency } : line)) }
    },
  },
  {
    name: 'chargebee-customers-csv', title: 'Chargebee: customers (CSV)', system: 'chargebee', kind: 'organizations', needs: ['Customer Id', 'Auto Collection', 'Net Term Days'], without: ['Subscription Id'],
    fields: {
      organization: { column: 'Customer Id', reading: CHARGEBEE }, organizationName: ['Company', 'Customer Company'], email: ['Email', 'Customer Email'], firstName: 'First Name', lastName: 'Last Name', parent: { column: 'Parent Id', reading: CHARGEBEE },
      payer: { column: ['Invoice Owner Id', 'Payment Owner Id'], reading: CHARGEBEE },
    },
    convert: (cells, conversion, facts, own) => {
      const column = (field: string): readonly string[] => (conversion.plan.fields[field] ? [conversion.plan.fields[field].column] : [])
      return billedCustomer('chargebee', { email: column('email'), person: [column('firstName'), column('lastName')] })(cells, conversion, facts, own)
    },
  },
]

// ---- Paddle Billing: https://developer.paddle.com/api-reference (customers, subscriptions, transactions; amounts as texts in smallest units)

const PADDLE = { namespace: 'paddle' }

const PADDLE_FORMATS: readonly KnownFormat[] = [
  {
    name: 'paddle-customers', title: 'Paddle: customers', system: 'paddle', kind: 'organizations', needs: ['id', 'email', 'marketing_consent', 'locale'], fields: { organization: { column: 'id', reading: PADDLE }, organizationName: 'name' },
    convert: billedCustomer('paddle', {}),
  },
  {
    name: 'paddle-subscriptions', title: 'Paddle: subscriptions', system: 'paddle', kind: 'subscriptions', needs: ['id', 'customer_id', 'currency_code', 'billing_cycle.interval', 'billing_cycle.frequency', 'collection_mode'],
    fields: {
      id: 'id', customer: { column: 'customer_id', reading: PADDLE }, currency: 'currency_code', interval: 'billing_cycle.interval', from: { column: ['started_at', 'first_billed_at', 'created_at'], reading: ISO }, to: { column: 'canceled_at', reading: ISO },
      renews: { column: ['next_billed_at', 'current_billing_period.ends_at'], reading: ISO },
      status: { column: 'status', reading: { words: { active: 'in-force', past_due: 'in-force', paused: 'in-force', trialing: 'trial', canceled: 'ended' } } },
    },
    constants: { product: UNNAMED_PRODUCT },
    convert: (cells, conversion, _facts, own) => {
      const items = objectIn(cells, 'items')
      const listed = (Array.isArray(items) ? (items as readonly Fields[]) : []).map((item) => ({ quantity: Number((item as Fields | null)?.quantity ?? 1), price: ((item as Fields | null)?.price ?? {}) as Fields }))
      const total = listed.reduce((sum, { quantity, price }) => sum + quantity * Number((price.unit_price as Fields | undefined)?.amount ?? Number.NaN), 0)
      return soldAs(cells, conversion, own, {
        minor: listed.length > 0 ? wholeOf(total) : null, currency: cellOf(cells, 'currency_code'), unit: cellOf(cells, 'billing_cycle.interval'), count: cellOf(cells, 'billing_cycle.frequency'), product: listed[0]?.price.product_id, seats: listed[0]?.quantity,
      })
    },
  },
  {
    name: 'paddle-transactions', title: 'Paddle: transactions', system: 'paddle', kind: 'payments', needs: ['id', 'customer_id', 'currency_code', 'details.totals.grand_total', 'status'],
    fields: {
      id: 'id', customer: { column: 'customer_id', reading: PADDLE }, agreement: 'subscription_id', amount: { column: 'details.totals.grand_total', reading: MINOR }, currency: ['details.totals.currency_code', 'currency_code'], at: { column: ['billed_at', 'created_at'], reading: ISO },
      status: { column: 'status', reading: { words: { completed: 'paid', paid: 'paid', billed: 'pending', ready: 'pending', draft: 'pending', past_due: 'pending', canceled: 'failed' } } },
    },
  },
]

// ---- Lago: https://getlago.com/docs/api-reference (external ids are those of our own product)

const OWN = { namespace: 'account' }
const LAGO_STATUS = { words: { active: 'in-force', pending: 'never-began', terminated: 'ended', canceled: 'ended' } }

const LAGO_FORMATS: readonly KnownFormat[] = [
  {
    name: 'lago-customers', title: 'Lago: customers', system: 'lago', kind: 'organizations', needs: ['lago_id', 'external_id', 'name', 'sequential_id'], fields: { organization: { column: 'external_id', reading: OWN }, organizationName: ['legal_name', 'name'] },
    convert: billedCustomer('account', { own: [] }),
  },
  {
    name: 'lago-subscriptions', title: 'Lago: subscriptions', system: 'lago', kind: 'subscriptions', needs: ['lago_id', 'external_id', 'external_customer_id', 'plan_code', 'status'],
    fields: {
      id: 'external_id', customer: { column: 'external_customer_id', reading: OWN }, product: 'plan_code', currency: ['plan_amount_currency', 'plan.amount_currency'], interval: ['plan.interval', 'interval'],
      from: { column: ['started_at', 'subscription_at', 'created_at'], reading: ISO }, to: { column: ['terminated_at', 'ending_at', 'canceled_at'], reading: ISO }, status: { column: 'status', reading: LAGO_STATUS },
    },
    convert: (cells, conversion, _facts, own) => soldAs(cells, conversion, own, {
      minor: wholeOf(cellOf(cells, 'plan_amount_cents', 'plan.amount_cents')), currency: cellOf(cells, 'plan_amount_currency', 'plan.amount_currency'), unit: cellOf(cells, 'plan.interval', 'interval'),
    }),
  },
  {
    name: 'lago-invoices', title: 'Lago: invoices', system: 'lago', kind: 'invoices', needs: ['lago_id', 'number', 'issuing_date', 'payment_status', 'total_amount_cents'],
    fields: {
      id: 'lago_id', number: 'number', customer: { column: ['customer.external_id', 'external_customer_id'], reading: OWN }, customerName: 'customer.name', amount: { column: 'total_amount_cents', reading: MINOR }, paid: { column: 'total_paid_amount_cents', reading: MINOR },
      currency: ['currency', 'total_amount_currency'], at: { column: 'issuing_date', reading: ISO }, status: { column: 'payment_status', reading: { words: { succeeded: 'paid', pending: 'open', failed: 'open' } } },
    },
    constants: { product: UNNAMED_PRODUCT },
    convert: (cells, conversion, _facts, own) => {
      const status = cellOf(cells, 'status')
      if (status === 'draft' || status === 'voided' || status === 'generating') return leftOut(`the invoice does not count: ${status}`)
      const subscriptions = objectIn(cells, 'subscriptions')
      const id = Array.isArray(subscriptions) ? (subscriptions[0] as Fields | undefined)?.external_id : undefined
      return own(typeof id === 'string' ? withFields(cells, conversion, { agreement: id }) : cells)
    },
  },
]

// ---- OpenMeter: https://openmeter.io/docs/api (events are CloudEvents; a subject is an id of our own product)

function openMeterCustomer(cells: Cells, conversion: Conversion): RowOutcome {
  const id = given(cells, conversion, 'organization')
  if (id === null) return leftOut('a customer without id')
  const keys = objectIn(cells, 'usageAttribution', 'subjectKeys')
  const subjects = (Array.isArray(keys) ? keys : []).filter((key): key is string => typeof key === 'string')
  const own = [...new Set([cellOf(cells, 'key'), cellOf(cells, 'usageAttribution.subjectKeys.0'), ...subjects].filter((one) => one !== null))]
  const lines = billedParty({ id: `openmeter:${id}`, key: id, source: conversion.plan.source, name: cellOf(cells, 'name'), email: cellOf(cells, 'primaryEmail'), own: own.map((one) => `account:${one}`), kind: 'organization' })
  return { kind: 'lines', lines }
}

const OPENMETER_FORMATS: readonly KnownFormat[] = [
  {
    name: 'openmeter-customers', title: 'OpenMeter: customers', system: 'openmeter', kind: 'organizations', needs: ['id', 'name', 'createdAt'], holds: (look) => look.first.length > 0 && look.first.every(({ object }) => typeof object?.usageAttribution === 'object'),
    fields: { organization: { column: 'id', reading: { namespace: 'openmeter' } }, organizationName: 'name' }, convert: openMeterCustomer,
  },
  {
    name: 'openmeter-events', title: 'OpenMeter: events (CloudEvents)', system: 'openmeter', kind: 'usage-events', needs: ['id', 'source', 'specversion', 'type', 'subject'],
    fields: { id: 'id', account: { column: 'subject', reading: OWN }, event: 'type', at: { column: 'time', reading: ISO } },
  },
  {
    name: 'openmeter-meters', title: 'OpenMeter: meters', system: 'openmeter', kind: 'nothing', needs: ['id', 'slug', 'aggregation', 'eventType'], fields: {}, because: 'meters say what is counted, not who used it; the events do', convert: () => leftOut('meters say what is counted, not who used it; the events do'),
  },
]

// ---- Stigg: https://docs.stigg.io/api-and-sdks (ids of customers are those of our own product; payingCustomerId pays for customerId)

const STIGG_FORMATS: readonly KnownFormat[] = [
  {
    name: 'stigg-subscriptions', title: 'Stigg: subscriptions', system: 'stigg', kind: 'subscriptions', needs: ['customerId', 'payingCustomerId', 'planId', 'status'],
    fields: {
      id: ['subscriptionId', 'id'], customer: { column: 'customerId', reading: OWN }, payer: { column: 'payingCustomerId', reading: OWN }, product: ['productId', 'planId'], plan: 'planId', from: { column: ['startDate', 'effectiveStartDate', 'createdAt'], reading: ISO },
      to: { column: ['effectiveEndDate', 'endDate', 'cancellationDate'], reading: ISO }, renews: { column: 'currentBillingPeriodEnd', reading: ISO },
      status: { column: 'status', reading: { words: { active: 'in-force', in_trial: 'trial', canceled: 'ended', expired: 'ended', not_started: 'never-began', payment_pending: 'never-began' } } },
    },
    convert: (cells, conversion, _facts, own) => {
      const prices = objectIn(cells, 'prices')
      const listed = (Array.isArray(prices) ? (prices as readonly Fields[]) : []).map((price) => ((price as Fields | null)?.price ?? price ?? {}) as Fields)
      const [only] = listed
      const currency = typeof only?.currency === 'string' ? only.currency.toUpperCase() : null
      // In major units, a number; 0.1 + 0.2 is 0.30000000000000004, so its shortest text is what was meant.
      const minor = listed.length === 1 && currency !== null && typeof only?.amount === 'number' ? minorFrom(String(only.amount), currency) : null
      return soldAs(cells, conversion, own, { minor, currency, unit: cellOf(cells, 'billingPeriod') ?? (typeof only?.billingPeriod === 'string' ? only.billingPeriod : null) })
    },
  },
]

// ---- Flexprice: https://docs.flexprice.io/api-reference (invoicing_customer_id pays for customer_id)

const FLEXPRICE = { namespace: 'flexprice' }

const FLEXPRICE_FORMATS: readonly KnownFormat[] = [
  {
    name: 'flexprice-customers', title: 'Flexprice: customers', system: 'flexprice', kind: 'organizations', needs: ['id', 'external_id', 'name', 'email', 'tenant_id', 'environment_id'], fields: { organization: { column: 'id', reading: FLEXPRICE }, organizationName: 'name', parent: { column: 'parent_customer_id', reading: FLEXPRICE } },
    convert: billedCustomer('flexprice', { own: ['external_id'] }),
  },
  {
    name: 'flexprice-subscriptions', title: 'Flexprice: subscriptions', system: 'flexprice', kind: 'subscriptions', needs: ['id', 'customer_id', 'invoicing_customer_id', 'plan_id', 'subscription_status'],
    fields: {
      id: 'id', customer: { column: 'customer_id', reading: FLEXPRICE }, payer: { column: 'invoicing_customer_id', reading: FLEXPRICE }, product: 'plan_id', currency: 'currency', interval: 'billing_period', from: { column: 'start_date', reading: ISO }, to: { column: ['end_date', 'cancelled_at'], reading: ISO },
      renews: { column: 'current_period_end', reading: ISO }, status: { column: 'subscription_status', reading: { words: { active: 'in-force', paused: 'in-force', trialing: 'trial', cancelled: 'ended', draft: 'never-began', incomplete: 'never-began', incomplete_expired: 'never-began' } } },
    },
    convert: (cells, conversion, _facts, own) => soldAs(cells, conversion, own, { unit: cellOf(cells, 'billing_period'), count: cellOf(cells, 'billing_period_count') }),
  },
]

// ---- MRR playbook: https://www.getdbt.com/blog/modeling-subscription-revenue (a row for each time in which a customer paid one amount; it names no currency: dollars)

const MRR_PLAYBOOK: KnownFormat = {
  name: 'mrr-playbook', title: 'MRR playbook: subscription periods', system: 'mrr-playbook', kind: 'subscriptions', needs: ['subscription_id', 'customer_id', 'start_date', 'end_date', 'monthly_amount'],
  fields: { id: 'subscription_id', customer: { column: 'customer_id', reading: OWN }, from: 'start_date', to: 'end_date', amount: 'monthly_amount' }, constants: { interval: 'month', currency: 'USD' },
}

export const BILLING_FORMATS: readonly KnownFormat[] = [...CHARGEBEE_FORMATS, ...CHARGEBEE_SHEETS, ...PADDLE_FORMATS, ...LAGO_FORMATS, ...OPENMETER_FORMATS, ...STIGG_FORMATS, ...FLEXPRICE_FORMATS, MRR_PLAYBOOK]
