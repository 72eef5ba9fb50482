import { amountText, currencyDigits } from '../base/money.ts'
import { dayFrom, dayText } from '../base/day.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { amountOfLine } from './amount-of-line.ts'
import { type Customer, type CustomerOf, customersOf } from './customers-of-rows.ts'
import { type KindTable, type KindTerms, type KindWay, keyFrom, line, type Made, type OpenWay } from './kind-way.ts'
import { emptyPeriod, periodOf } from './lines-of-parties.ts'
import { looseName } from './organizations-of-import.ts'
import type { RowMoney } from './outcome.ts'
import { TextNumbers } from './row-memory.ts'
import { nameId, type RowReader, rowReader } from './row-reader.ts'
import { agreementsNamed, isToldByPayments, namedByPayments } from './settled-by.ts'
import { currencyIn, type Money } from './values.ts'

const NO_LINES: readonly EvidenceObject[] = []

/** The amount without its sign, as lines write it. */
function amountOf(money: Money): { readonly amount: string; readonly currency: string } {
  return { amount: amountText(Math.abs(money.minor), money.currency), currency: money.currency }
}

function moneyOf(money: Money | null): { readonly money?: RowMoney } {
  return money === null ? {} : { money: { currency: money.currency, minor: money.minor } }
}

/** Who sells: we, unless a column or the plan names somebody. */
function sellerOf(read: RowReader): string | null {
  const text = read.text('seller')
  return text === null || /^(?:self|us|we|wir|nous|nosotros)$/i.test(text) ? null : read.id('seller', 'account', 'nothing')
}

function productOf(read: RowReader): string | null {
  const product = read.text('product')
  if (product !== null) return product
  return read.refuse('missing-field', `${read.gives('product') ? `${read.columnOf('product')} is empty` : 'No column names the product'}; name the product, or give one for the whole table in the plan`)
}

/** Who pays for a customer, by the list of organizations of the same import. */
async function payersByCustomer(others: readonly KindTable[]): Promise<ReadonlyMap<string, string>> {
  const payers = new Map<string, string>()
  for (const { plan, cells } of others) {
    if (plan.kind !== 'organizations' || !plan.fields.payer) continue
    const read = rowReader(plan)
    const namespace = plan.fields.organization?.reading?.namespace ?? 'account'
    for await (const row of cells()) {
      read.begin(row)
      const organization = read.id('organization', 'account', 'nothing')
      const payer = read.id('payer', namespace, 'nothing')
      if (organization !== null && payer !== null && payer !== organization) payers.set(organization, payer)
    }
  }
  return payers
}

/** Names of the products that the import lists, to find those that are written otherwise elsewhere. */
export async function productNames(others: readonly KindTable[]): Promise<ProductNames> {
  const exact = new Set<string>()
  const near = new Map<string, string>()
  const keyOfName = new Map<string, string>()
  for (const { plan, cells } of others) {
    if (plan.kind !== 'products') continue
    const read = rowReader(plan)
    for await (const row of cells()) {
      read.begin(row)
      const key = read.text('product')
      if (key === null) continue
      exact.add(key)
      near.set(looseName(key), key)
      const name = read.text('name')
      if (name !== null && name !== key) keyOfName.set(name, key)
    }
  }
  return { exact, near, keyOfName }
}

export interface ProductNames {
  readonly exact: ReadonlySet<string>
  /** By letters and digits only. */
  readonly near: ReadonlyMap<string, string>
  readonly keyOfName: ReadonlyMap<string, string>
}

/** Tells of a product that the list of products writes otherwise; it is never changed. */
function lookAtProduct(product: string | null, names: ProductNames, read: RowReader, terms: KindTerms): void {
  if (product === null || names.exact.size === 0 || names.exact.has(product) || !terms.plan.fields.product) return
  const near = names.near.get(looseName(product))
  terms.warn.tell('product-unknown', read.columnOf('product'), near === undefined ? product : `'${product}', perhaps '${near}'`)
}

/** What rows of money are looked up in, opened once for a table. */
interface Shop {
  readonly customer: CustomerOf
  readonly payers: ReadonlyMap<string, string>
  readonly products: ProductNames
}

async function shopOf(terms: KindTerms): Promise<Shop> {
  return { customer: await customersOf(terms), payers: await payersByCustomer(terms.others), products: await productNames(terms.others) }
}

function payerOf(read: RowReader, customer: Customer, shop: Shop): string | null {
  const namespace = customer.id.slice(0, Math.max(0, customer.id.indexOf(':'))) || 'account'
  const payer = read.id('payer', namespace === 'email' || namespace === 'name' ? 'account' : namespace, 'nothing') ?? shop.payers.get(customer.id) ?? null
  return payer === customer.id ? null : payer
}

// ---- subscriptions

export const subscriptions: OpenWay = async (terms) => {
  const shop = await shopOf(terms)
  return {
    make: (key, read): Made => {
      const money = read.money('amount')
      const status = read.word('status')
      const trial = read.truth('trial') === true || status === 'trial'
      const customer = shop.customer(read)
      const product = productOf(read)
      const plan = read.text('plan')
      const seats = read.whole('seats')
      const [from, to] = periodOf(read)
      const renews = read.day('renews')
      const interval = read.word('interval')
      const seller = sellerOf(read)
      const payer = customer === null ? null : payerOf(read, customer, shop)
      if (from === null) read.refuse('missing-field', `${read.columnOf('from')} is empty; a subscription needs its first day`)
      if (seats !== null && seats < 0) read.refuse('bad-seats', `${read.columnOf('seats')}: ${seats} is no number of seats`)
      if (money !== null && money.minor < 0) read.refuse('bad-amount', `${read.columnOf('amount')}: a subscription has no negative amount; a discount belongs into the amount, a refund into a list of payments`)
      if (money !== null && interval === null) read.refuse('bad-interval', 'Nobody knows whether the amount is for a month or a year; give the interval in the plan')
      if (read.fault || customer === null || product === null || from === null) return { lines: NO_LINES }
      if (status === 'never-began') return { lines: NO_LINES, leftOut: `the subscription never began: ${read.text('status')}` }
      if (emptyPeriod(from, to).leftOut) return { lines: NO_LINES, leftOut: 'the subscription ends on the day on which it begins' }
      const end = to ?? (status === 'ended' && renews !== null && renews > from ? renews : null)
      if (status === 'ended' && end === null) terms.warn.tell('ended-without-end', null, key)
      lookAtProduct(product, shop.products, read, terms)
      return {
        lines: [...customer.lines, line({
          type: 'agreement', key, kind: 'subscription', product, seller, buyer: customer.id, payer, seats: seats === 0 ? null : seats,
          ...(trial ? { amount: '0', currency: money?.currency ?? currencyIn(read.text('currency') ?? '') ?? 'EUR' } : money === null ? {} : amountOf(money)),
          interval: interval ?? 'month', from, to: end, renews: end === null ? renews : null, name: plan,
        })],
      }
    },
  }
}

// ---- invoices

const COVERED: Readonly<Record<string, (day: number) => number>> = {
  day: (day) => day + 1, week: (day) => day + 7, month: (day) => afterMonths(day, 1), quarter: (day) => afterMonths(day, 3), year: (day) => afterMonths(day, 12),
}

/** The same day so many months later; the last day of a shorter month. */
export function afterMonths(day: number, months: number): number {
  const at = new Date(day * 86_400_000)
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate()
  return first / 86_400_000 + Math.min(at.getUTCDate(), days) - 1
}

/** Days of each customer's invoices, in order, for invoices that name no period. */
async function invoiceDays(terms: KindTerms): Promise<ReadonlyMap<string, readonly number[]>> {
  const days = new Map<string, number[]>()
  const { plan } = terms
  if (plan.fields.from || plan.fields.agreement || plan.constants.covers === 'once') return days
  const read = rowReader(plan)
  for await (const cells of terms.own.cells()) {
    read.begin(cells)
    const day = read.day('at')
    const status = read.word('status')
    const customer = customerKey(read)
    if (day === null || customer === null || status === 'draft' || status === 'void' || status === 'credit') continue
    const list = days.get(customer)
    if (list) list.push(dayFrom(day) as number)
    else days.set(customer, [dayFrom(day) as number])
  }
  for (const list of days.values()) list.sort((a, b) => a - b)
  return days
}

function customerKey(read: RowReader): string | null {
  return read.id('customer', 'account', 'nothing') ?? read.text('customerName') ?? read.email('customerEmail')
}

/** An invoice covers the time until the customer's next one, if that comes about when the usual gap says; else as long as the gap. */
function endOfCover(from: number, covers: string, days: readonly number[]): number | null {
  const usual = COVERED[covers]?.(from)
  if (usual === undefined) return null
  const gap = usual - from
  const next = days.find((day) => day - from > gap / 2)
  return next !== undefined && next - from < 1.5 * gap ? next : usual
}

export const invoices: OpenWay = async (terms) => {
  const shop = await shopOf(terms)
  const days = await invoiceDays(terms)
  const covers = terms.plan.constants.covers ?? 'month'
  const lastDayIsIn = terms.plan.constants.periodEnd === 'inclusive'
  const elsewhere = isToldByPayments(terms.plan)
  const named = await namedByPayments(terms)
  const totals = terms.plan.constants.totals === 'once' ? new TextNumbers() : null
  return {
    keyOf: (read) => read.text('id') ?? read.text('number'),
    // Lines of an invoice have its id by right.
    keyColumn: terms.plan.constants.totals === 'lines' ? null : (terms.plan.fields.id?.column ?? terms.plan.fields.number?.column ?? null),
    make: (key, read): Made => {
      const total = read.money('amount')
      const paid = read.money('paid')
      const status = read.word('status')
      const money = total ?? paid
      const name = read.text('id') ?? read.text('number')
      if (totals !== null && name !== null && money !== null) {
        const first = totals.get(`${name}\0${money.minor}`)
        if (first !== 0) return { lines: NO_LINES, leftOut: `the total of the invoice counts with its first row` }
        totals.set(`${name}\0${money.minor}`, read.cells.row.number)
      }
      const credit = status === 'credit' || (money !== null && money.minor < 0)
      const settled = money === null ? null : credit ? money : paidOf(paid, money, status)
      // A credit note that says refunded is the refund itself: it is not given back once more.
      const isGivenBack = status === 'refunded' && !credit
      const counted = moneyOf(money === null ? null : { ...money, minor: isGivenBack ? 0 : credit ? -Math.abs(money.minor) : Math.max(money.minor, settled?.minor ?? 0) })
      if (status === 'draft' || status === 'void') return { lines: NO_LINES, leftOut: `the invoice does not count: ${read.text('status')}`, ...counted }
      if (money === null) read.refuse('missing-field', `${read.columnOf(read.gives('amount') ? 'amount' : 'paid')} is empty; an invoice needs its amount`)
      const at = read.instantText('at')
      if (at === null) read.refuse('missing-field', `${read.columnOf('at')} is empty; an invoice needs its date`)
      const customer = shop.customer(read)
      const agreement = read.text('agreement')
      const product = agreement === null ? productOf(read) : read.text('product')
      const seats = read.whole('seats')
      const [from, to] = periodOf(read)
      const payer = customer === null ? null : payerOf(read, customer, shop)
      if (read.fault || customer === null || at === null || money === null) return { lines: NO_LINES, ...counted }
      lookAtProduct(product, shop.products, read, terms)
      if (credit && elsewhere) return { lines: NO_LINES, leftOut: 'the payments of this import tell what was given back', ...counted }
      const own = agreement === null && !credit && money.minor > 0 ? `invoice ${key}` : null
      const lines: EvidenceObject[] = [...customer.lines]
      if (own !== null) {
        const first = from ?? at.slice(0, 10)
        lines.push(line({
          type: 'agreement', key: own, kind: covers === 'once' && from === null ? 'purchase' : 'subscription', product, buyer: customer.id, payer, seats: seats !== null && seats > 0 ? seats : null,
          ...amountOf(money), interval: 'once', from: first, to: lastDay(first, to, lastDayIsIn) ?? (from !== null ? null : covered(first, covers, days.get(customerKey(read) ?? '') ?? [])), name: read.text('number') ?? key,
        }))
      }
      if (elsewhere) {
        if (settled !== null && settled.minor > 0 && named !== null && [read.text('id'), read.text('number')].every((one) => one === null || named.get(one) === 0)) {
          terms.warn.tell('paid-without-payment', null, `${key}: ${amountText(settled.minor, settled.currency)} ${settled.currency}`)
        }
        return lines.length === 0 ? { lines, leftOut: 'the payments of this import tell what was paid', ...counted } : { lines, ...counted }
      }
      if (settled !== null && settled.minor !== 0) {
        const moved = { agreement: agreement ?? own, payer: payer ?? customer.id, product: own === null ? product : null, ...amountOf(settled), at }
        lines.push(line({ type: 'payment', key, ...moved, kind: credit ? 'credit' : 'charge' }))
        if (isGivenBack) {
          terms.warn.tell('given-back', read.columnOf('status'), key)
          lines.push(line({ type: 'payment', key: keyFrom(key, 'refund'), ...moved, kind: 'refund' }))
        }
      }
      return lines.length === customer.lines.length && money.minor === 0 ? { lines, leftOut: 'the invoice is for nothing', ...counted } : { lines, ...counted }
    },
  }
}

/** What of an invoice was paid: what the column says, else all of it unless the status says that it is open. */
function paidOf(paid: Money | null, total: Money, status: string | null): Money | null {
  if (paid !== null && (status !== 'refunded' || paid.minor > 0)) return paid
  return status === 'open' ? null : total
}

function lastDay(from: string, to: string | null, isIn: boolean): string | null {
  if (to === null) return null
  // A period of one day is often written with the same day twice.
  return isIn || to === from ? dayText((dayFrom(to) as number) + 1) : to
}

function covered(from: string, covers: string, days: readonly number[]): string | null {
  const end = endOfCover(dayFrom(from) as number, covers, days)
  return end === null ? null : dayText(end)
}

// ---- payments

export const payments: OpenWay = async (terms) => {
  const shop = await shopOf(terms)
  const agreementOf = await agreementsNamed(terms)
  return {
    make: (key, read): Made => {
      const money = read.money('amount')
      const status = read.word('status')
      const kindWord = read.word('kind')
      const back = kindWord === 'refund' || kindWord === 'credit' || (money !== null && money.minor < 0)
      const written = read.money('refunded')
      const whole = status === 'refunded' && !back && (written?.minor ?? 0) === 0
      const refunded = whole ? money : written
      const minor = money === null ? 0 : back ? -Math.abs(money.minor) : money.minor - Math.abs(refunded?.minor ?? 0)
      const counted = moneyOf(money === null ? null : { currency: money.currency, minor })
      if (status === 'failed' || status === 'pending') return { lines: NO_LINES, leftOut: `no money moved: ${read.text('status')}`, ...counted }
      if (money === null) read.refuse('missing-field', `${read.columnOf('amount')} is empty; a payment needs its amount`)
      const at = read.instantText('at')
      if (at === null) read.refuse('missing-field', `${read.columnOf('at')} is empty; a payment needs its day`)
      const agreement = read.text('agreement') ?? agreementOf(read.text('invoice'))
      const product = read.text('product')
      const customer = agreement !== null && !['customer', 'customerEmail', 'customerName'].some((field) => read.text(field) !== null) ? null : shop.customer(read)
      const payer = customer === null ? null : (payerOf(read, customer, shop) ?? customer.id)
      if (read.fault || money === null || at === null) return { lines: NO_LINES, ...counted }
      if (money.minor === 0) return { lines: NO_LINES, leftOut: 'a payment of nothing', ...counted }
      if (whole) terms.warn.tell('given-back', read.columnOf('status'), key)
      if (money.minor < 0 && kindWord === null) terms.warn.tell('inverted-sign', read.columnOf('amount'), read.text('amount') ?? '')
      const shared = { agreement, payer, product: agreement === null ? product : null, at }
      const lines: EvidenceObject[] = [...(customer?.lines ?? []), line({ type: 'payment', key, ...shared, ...amountOf(money), kind: back ? (kindWord === 'credit' ? 'credit' : 'refund') : 'charge' })]
      if (refunded !== null && refunded.minor !== 0 && !back) lines.push(line({ type: 'payment', key: keyFrom(key, 'refund'), ...shared, ...amountOf(refunded), kind: 'refund' }))
      return { lines, ...counted }
    },
  }
}

// ---- sales, once and for all

function saleKey(read: RowReader): string | null {
  const id = read.text('id')
  const part = read.text('line')
  return id === null || part === null ? id : `${id}-${part}`
}

/** The amount of a sale: as it is written, else price times quantity less the discount, exactly. */
function amountOfSale(read: RowReader, terms: KindTerms): Money | null {
  const written = read.money('amount')
  if (written !== null || read.fault || !read.gives('price')) return written
  const price = read.price('price')
  const quantity = read.gives('quantity') ? read.whole('quantity') : 1
  const discount = read.decimal('discount') ?? '0'
  if (read.fault) return null
  if (price === null) return read.refuse('missing-field', `${read.columnOf('price')} is empty; a sale without an amount needs its price`)
  if (quantity === null) return read.refuse('missing-field', `${read.columnOf('quantity')} is empty; the amount is price times quantity`)
  const isPercent = terms.plan.constants.discountIs === 'percent' || (read.text('discount')?.includes('%') ?? false)
  const amount = amountOfLine({ price: price.major, currency: price.currency, quantity, discount, isPercent })
  if (amount === null) return read.refuse('bad-number', `${read.columnOf('discount')}: ${discount} is no ${isPercent ? 'percentage from 0 to 100' : 'share from 0 to 1; if discounts are percentages, say so in the plan (discountIs: percent)'}`)
  if (!Number.isSafeInteger(amount.money.minor)) return read.refuse('bad-amount', `${amount.exact} is more money than there is`)
  if (!amount.isRounded) return amount.money
  if (terms.plan.constants.rounding === 'half-up') {
    terms.warn.tell('rounded', read.columnOf('price'), amount.exact)
    return amount.money
  }
  terms.warn.tell('not-exact', read.columnOf('price'), amount.exact)
  return read.refuse('bad-amount', `price, quantity and discount give ${amount.exact} ${price.currency}, which has more than the ${currencyDigits(price.currency) ?? 2} digits after the decimal sign that ${price.currency} has; say in the plan that amounts are rounded (rounding: half-up), or give the amount that was charged`)
}

/** Tells of what is sent to another name than that of the customer in the lists of the import. */
async function lookAtRecipients(terms: KindTerms): Promise<(key: string, read: RowReader) => void> {
  if (!terms.plan.fields.sentTo) return () => {}
  const names = new Map<string, string>()
  for (const { plan, cells } of terms.others) {
    if (!plan.fields.organization || !plan.fields.organizationName) continue
    const read = rowReader(plan)
    for await (const row of cells()) {
      read.begin(row)
      const id = read.id('organization', 'account', 'nothing')
      const name = read.name('organizationName')
      if (id !== null && name !== null) names.set(id, name)
    }
  }
  return (key, read) => {
    const sentTo = read.name('sentTo')
    const customer = read.id('customer', 'account', 'nothing')
    const name = read.name('customerName') ?? (customer === null ? null : (names.get(customer) ?? null))
    if (sentTo !== null && name !== null && sentTo !== name) terms.warn.tell('sent-to-other', read.columnOf('sentTo'), `${key}: bought by ${name}, sent to ${sentTo}`)
  }
}

/** Orders whose money stands in the lines of another table. */
async function headsOfOrders(terms: KindTerms, linesIn: string): Promise<KindWay> {
  const [own = null, lines = null] = await idsInLines(terms, linesIn)
  const lookAtRecipient = await lookAtRecipients(terms)
  return {
    make: (key, read): Made => {
      lookAtRecipient(key, read)
      const id = own === null ? null : read.cells.text(own)
      if (own !== null && id !== null && lines?.get(id) === 0) {
        terms.warn.tell('order-without-lines', own, id)
        return { lines: NO_LINES, leftOut: `the order has no line in ${linesIn}` }
      }
      return { lines: NO_LINES, leftOut: `the money of the order stands in its lines, in ${linesIn}` }
    },
  }
}

/** The column by which lines name their order, and the orders that they name. */
async function idsInLines(terms: KindTerms, linesIn: string): Promise<readonly [own: string, lines: TextNumbers] | readonly []> {
  const table = terms.others.find(({ plan }) => plan.table === linesIn)
  const from = Object.values(table?.plan.fields ?? {}).find((field) => field.from?.table === terms.plan.table)?.from
  if (!table || !from) return []
  const ids = new TextNumbers()
  for await (const cells of table.cells()) {
    const id = cells.text(from.own)
    if (id !== null) ids.set(id, 1)
  }
  return [from.by, ids]
}

export const sales: OpenWay = async (terms) => {
  const linesIn = terms.plan.constants.linesIn
  if (linesIn !== undefined && !terms.plan.fields.amount) return await headsOfOrders(terms, linesIn)
  const shop = await shopOf(terms)
  const lookAtRecipient = await lookAtRecipients(terms)
  const elsewhere = isToldByPayments(terms.plan)
  return {
    keyOf: saleKey,
    keyColumn: terms.plan.fields.id?.column ?? null,
    make: (key, read): Made => {
      const money = amountOfSale(read, terms)
      const at = read.instantText('at')
      const quantity = read.whole('quantity')
      const back = (money?.minor ?? 0) < 0 || (quantity !== null && quantity < 0)
      const counted = moneyOf(money === null ? null : { ...money, minor: back ? -Math.abs(money.minor) : money.minor })
      const seller = sellerOf(read)
      const customer = shop.customer(read)
      const product = productOf(read)
      const payer = customer === null ? null : payerOf(read, customer, shop)
      if (at === null) read.refuse('missing-field', `${read.columnOf('at')} is empty; a sale needs its day`)
      if (money === null) read.refuse('missing-field', `${read.columnOf('amount')} is empty; a sale needs its amount`)
      if (read.fault || customer === null || product === null || at === null || money === null) return { lines: NO_LINES, ...counted }
      lookAtProduct(product, shop.products, read, terms)
      lookAtRecipient(key, read)
      if (back) {
        if (elsewhere) return { lines: NO_LINES, leftOut: 'the payments of this import tell what was given back', ...counted }
        if (money.minor < 0) terms.warn.tell('inverted-sign', read.columnOf('amount'), read.text('amount') ?? amountText(money.minor, money.currency))
        return { lines: [...customer.lines, line({ type: 'payment', key, payer: payer ?? customer.id, seller, product, ...amountOf(money), kind: 'refund', at })], ...counted }
      }
      const agreement = `sale ${key}`
      const lines: EvidenceObject[] = [...customer.lines, line({
        type: 'agreement', key: agreement, kind: 'purchase', product, seller, buyer: customer.id, payer, ...amountOf(money), interval: 'once', from: at.slice(0, 10), quantity: quantity !== null && quantity > 1 ? quantity : null, name: key,
      })]
      if (seller === null && money.minor > 0 && !elsewhere) lines.push(line({ type: 'payment', key, agreement, payer: payer ?? customer.id, ...amountOf(money), kind: 'charge', at }))
      return { lines, ...counted }
    },
  }
}

/** What resellers sold on. The money is theirs: it is no payment to us. */
export const sellThrough: OpenWay = async (terms) => {
  const shop = await shopOf(terms)
  return {
    make: (key, read): Made => {
      const money = read.money('amount')
      const at = read.day('at')
      const name = read.name('resellerName')
      const seller = read.id('reseller', 'account') ?? (name === null ? null : nameId(name))
      const quantity = read.whole('quantity')
      const customer = shop.customer(read)
      const product = productOf(read)
      if (seller === null) read.refuse('missing-field', `${read.columnOf(read.gives('reseller') ? 'reseller' : 'resellerName')} is empty; fill in who sold it`)
      if (at === null) read.refuse('missing-field', `${read.columnOf('at')} is empty; a sale needs its day`)
      if (money !== null && money.minor < 0) read.refuse('bad-amount', `${read.columnOf('amount')}: a sale has no negative amount`)
      if (read.fault || customer === null || product === null || at === null || seller === null) return { lines: NO_LINES }
      lookAtProduct(product, shop.products, read, terms)
      const party = seller.startsWith('account:') && name === null ? [] : [terms.derived(line({ type: 'party', key: seller, kind: 'organization', ids: [seller], name, category: 'reseller' }))]
      return {
        lines: [...customer.lines, ...party, line({
          type: 'agreement', key: `sale ${key}`, kind: 'purchase', product, seller, buyer: customer.id, ...(money === null ? {} : amountOf(money)), interval: 'once', from: at, quantity: quantity !== null && quantity > 1 ? quantity : null, name: key,
        })],
      }
    },
  }
}

// ---- deals

interface DealFacts {
  readonly stage: 'open' | 'won' | 'lost'
  readonly buyer: string | null
  readonly person: string | null
  readonly product: string | null
  readonly opened: string | null
  readonly closed: string | null
  readonly money: Parameters<typeof amountOf>[0] | null
  readonly name: string | null
  readonly agreement: string | null
}

/** That a sale was tried, and how it ended. A day of closing before that of opening is told as a warning, and the opening left out. */
function dealLine(key: string, { opened, closed, money, ...facts }: DealFacts): EvidenceObject {
  return line({ type: 'deal', key, ...facts, opened: opened !== null && closed !== null && closed < opened ? null : opened, closed, ...(money === null || money.minor < 0 ? {} : amountOf(money)) })
}

/** A deal that was lost or is still open is no agreement, but evidence that somebody was spoken with; of whom, it may not say. The day on which an open one is hoped to close is none. */
function untaken(key: string, stage: 'open' | 'lost', opened: string | null, at: string | null, money: DealFacts['money'], read: RowReader, shop: Shop): Made {
  const closed = stage === 'lost' ? at : null
  if (stage === 'lost' && closed === null) return { lines: NO_LINES, leftOut: 'the deal was lost, and no day says when' }
  const customer = ['customer', 'customerName', 'customerEmail'].some((field) => read.gives(field) && read.text(field) !== null) ? shop.customer(read) : null
  if (read.fault) return { lines: NO_LINES }
  return { lines: [...(customer?.lines ?? []), dealLine(key, { stage, buyer: customer?.id ?? null, person: null, product: read.text('product'), opened, closed, money, name: read.text('name'), agreement: null })] }
}

export const deals: OpenWay = async (terms): Promise<KindWay> => {
  const shop = await shopOf(terms)
  return {
    make: (key, read): Made => {
      const money = read.money('amount')
      const stage = read.word('stage')
      const opened = read.day('opened')
      const at = read.day('at')
      const to = read.day('to')
      if (opened !== null && at !== null && at < opened) terms.warn.tell('closed-before-opened', read.columnOf('at'), `${key}: opened ${opened}, closed ${at}`)
      if (read.fault) return { lines: NO_LINES }
      lookAtProduct(read.text('product'), shop.products, read, terms)
      if (stage === null) return { lines: NO_LINES, leftOut: 'the deal has no stage' }
      if (stage !== 'won') return untaken(key, stage === 'lost' ? 'lost' : 'open', opened, at, money, read, shop)
      const customer = shop.customer(read)
      const product = productOf(read)
      const contact = read.id('contact', 'contact', 'nothing')
      const interval = read.word('interval')
      const payer = customer === null ? null : payerOf(read, customer, shop)
      if (at === null) read.refuse('missing-field', `${read.columnOf('at')} is empty; a deal that was won needs its day of closing`)
      if (money !== null && money.minor < 0) read.refuse('bad-amount', `${read.columnOf('amount')}: a deal has no negative amount`)
      if (at !== null && to !== null && to <= at) read.refuse('bad-period', `${read.columnOf('to')}: the contract ends on ${to}, not after the deal was closed on ${at}`)
      if (read.fault || customer === null || product === null || at === null) return { lines: NO_LINES }
      const runs = to !== null || (interval !== null && interval !== 'once')
      const lines: EvidenceObject[] = [...customer.lines, line({
        type: 'agreement', key: `deal ${key}`, kind: runs ? 'subscription' : 'purchase', product, buyer: customer.id, payer, ...(money === null ? {} : amountOf(money)), interval: interval ?? 'once', from: at, to, name: read.text('name') ?? key,
      }), dealLine(key, { stage: 'won', buyer: customer.id, person: contact, product, opened, closed: at, money, name: read.text('name'), agreement: `deal ${key}` })]
      if (contact !== null) {
        const role = read.word('function') ?? 'champion'
        lines.push(terms.derived(line({ type: 'party', key: contact, kind: 'person', ids: [contact] })), line({ type: 'membership', key: keyFrom(contact, customer.id, role), person: contact, organization: customer.id, function: role }))
      }
      return { lines }
    },
  }
}
