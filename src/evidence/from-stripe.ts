import { dayOf, dayText, instantText } from '../base/day.ts'
import { isJunk, normalIdentifier } from '../base/identifier.ts'
import { amountText, largestRemainder, minorFrom } from '../base/money.ts'
import type { RefusalCode } from '../base/refusal.ts'
import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import { billedParty, emailIdentifier } from './billed-party.ts'
import type { EvidenceObject } from './from-segment.ts'
import { recurring, stripeAmount, type StripeAmount } from './stripe-money.ts'

/**
 * What Stripe's objects and events say, as evidence lines. Reads the shapes before and after the API version 2025-03-31 (periods on items, an invoice's
 * subscription under `parent`, no invoice on charges). Pure: every line carries a `version`, so that any order of arrival, with repeats, gives the same state.
 *
 * One key for each movement of money, whatever tells of it:
 *
 * | what moved | told by | key |
 * |---|---|---|
 * | an invoice was paid, by one payment or several, in Stripe or outside | invoice; before it arrives: charge, payment intent or invoice payment that names the invoice | `in_...` |
 * | a payment without invoice | payment intent; charge that names its payment intent | `pi_...` |
 * | a charge without both | charge | `ch_...` |
 * | money given back | refund; charge with its list of refunds; credit note that names the refund | `re_...` |
 * | money given back, of which only the sum on a charge is known | charge | `ch_.../refunded` |
 * | money given back outside of Stripe | credit note | `cn_.../outside` |
 * | money taken back by the bank | dispute that is lost | `dp_...` |
 *
 * Whatever knows two names of one movement takes the less telling key back (`retracted`): a charge seen first without its invoice counts no longer once
 * anything says that it settled one. A charge of newer versions does not name its invoice; there its payment intent counts, and the charge is left out.
 * A credit note for an unpaid invoice, and one put on the customer's balance, move no money: the next invoice asks for less, and counts as paid with that.
 */

export interface StripeTerms {
  /** Objects made in test mode are left out unless this is true. */
  readonly testMode?: boolean
  /** The product that everything is sold as; absent or null: the products of Stripe. */
  readonly product?: string | null
  /** Default `stripe`. */
  readonly source?: string
}

export interface StripeMoney {
  readonly currency: string
  /** Smallest units of the currency; refunds count negative. */
  readonly minor: number
}

/** What becomes of one object or event. */
export type FromStripe =
  | { readonly kind: 'lines'; readonly lines: readonly EvidenceObject[]; readonly money?: StripeMoney }
  | { readonly kind: 'left-out'; readonly why: string; readonly money?: StripeMoney }
  | { readonly kind: 'refused'; readonly reason: RefusalCode; readonly says: string; readonly money?: StripeMoney }

type Fields = Readonly<Record<string, unknown>>

/** How an object came: alone (an answer of the API, a row of an export), or with an event. */
interface Told {
  readonly source: string
  readonly product: string | null
  /** From which the version is made; an event's is its `created`. */
  readonly seconds: number | null
  readonly tie: number
  readonly event: Fields | null
  /** Seller of all that happens in a connected account. */
  readonly account: string | null
}

const NONE: Fields = {}

// ---- doors

/** One object of Stripe's API. */
export function fromStripeObject(value: unknown, terms: StripeTerms = {}): FromStripe {
  const object = fieldsOf(value)
  if (object === null) return refused('not-an-object', 'a Stripe object is a JSON object with "id" and "object"')
  if (object.object === 'event') return fromStripeEvent(object, terms)
  return made(object, { source: terms.source ?? 'stripe', product: terms.product ?? null, seconds: null, tie: 0, event: null, account: null }, terms)
}

/** One event, as webhooks deliver it and the API lists it. */
export function fromStripeEvent(value: unknown, terms: StripeTerms = {}): FromStripe {
  const event = fieldsOf(value)
  if (event === null) return refused('not-an-object', 'a Stripe event is a JSON object with "id", "type", "created" and "data"')
  const type = textIn(event, 'type')
  const object = fieldsOf(fieldsOf(event.data)?.object)
  const created = secondsIn(event, 'created')
  if (type === null || object === null) return refused('missing-field', 'a Stripe event has a "type", and the object it is about under "data"')
  if (created === null) return refused('bad-date', 'a Stripe event says when it was created, in seconds since 1970')
  if (event.livemode === false && terms.testMode !== true) return leftOut(TEST_MODE)
  if (type.endsWith('.deleted') && type !== 'customer.subscription.deleted') return leftOut(DELETED[type] ?? 'deleted in Stripe; what it said about the past stays')
  const account = stripeId(event.account)
  return made(object, { source: terms.source ?? 'stripe', product: terms.product ?? null, seconds: created, tie: tieOf(event, type, object), event, account }, terms)
}

const TEST_MODE = 'made in test mode: no real money'
const DELETED: { readonly [type: string]: string } = {
  'customer.deleted': 'deleted in Stripe; what the customer bought and paid stays true, and its subscriptions end by events of their own',
  'customer.discount.deleted': 'the subscription tells what is paid from now on',
}

function made(object: Fields, told: Told, terms: StripeTerms): FromStripe {
  const name = textIn(object, 'object')
  if (name === null) return refused('unknown-type', 'the field "object", which tells what it is, is missing')
  if (object.livemode === false && terms.testMode !== true) return leftOut(TEST_MODE)
  const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined
  if (make) return textIn(object, 'id') === null && name !== 'billing.meter_event' ? refused('missing-field', `a ${name} has an "id"`) : make(object, told)
  return leftOut((Object.hasOwn(NOTHING, name) ? NOTHING[name] : undefined) ?? `'${name.slice(0, 60)}' tells nothing about users and customers`)
}

const MAKERS: { readonly [object: string]: (object: Fields, told: Told) => FromStripe } = {
  customer, product, subscription, invoice, charge, refund, dispute, payment_intent: paymentIntent, invoice_payment: invoicePayment, credit_note: creditNote,
  'checkout.session': checkoutSession, 'billing.meter_event': meterEvent,
}

/** Why other objects are left out. */
const NOTHING: { readonly [object: string]: string } = {
  price: 'subscriptions carry their prices with them', plan: 'subscriptions carry their plans with them',
  subscription_item: 'subscriptions carry their items with them', line_item: 'invoices carry their lines with them',
  invoiceitem: 'counts with the invoice that it is put on', subscription_schedule: 'the subscription tells when a phase begins',
  quote: 'an offer; once accepted, its subscription or invoice counts', coupon: 'the subscription tells what is paid', promotion_code: 'the subscription tells what is paid',
  discount: 'the subscription tells what is paid', balance_transaction: 'the same money as the payment or refund that it books',
  payout: 'our own money on its way to our bank', transfer: 'our own money on its way to a connected account', topup: 'our own money',
  application_fee: 'the fee of a platform', customer_balance_transaction: 'no money moves: the next invoice asks for less or more',
  'billing.credit_grant': 'no money moves: credits are used up by invoices', account: 'a seller or platform account, no customer',
}

// ---- customers

function customer(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  if (object.deleted === true) return leftOut(DELETED['customer.deleted'] as string)
  const metadata = ownIds(object.metadata)
  const own = [metadata.account, metadata.user].filter((one) => one !== null)
  const since = secondsIn(object, 'created')
  const business = textIn(object, 'business_name')
  const person = textIn(object, 'individual_name')
  const taxIds = fieldsOf(object.tax_ids)?.data
  const isBusiness = business !== null || (Array.isArray(taxIds) && taxIds.length > 0)
  const lines = billedParty({
    id: `stripe:${id}`, key: id, source: told.source, own, version: versionOf(told, since, CUSTOMER_LANE),
    name: textIn(object, 'name') ?? business ?? person ?? textIn(object, 'description'), email: textIn(object, 'email'),
    kind: metadata.account !== null ? 'organization' : isBusiness ? 'organization' : person !== null ? 'person' : null,
    since: since === null ? null : dayText(dayOf(since * 1000)), traits: traitsOf(object.metadata),
  })
  return lines.length === 0 ? leftOut('nothing tells whether it is a person or an organization; what it buys and pays still counts') : { kind: 'lines', lines }
}

/** Who went through the checkout is our user; the money counts with its invoice or payment intent. */
function checkoutSession(object: Fields, told: Told): FromStripe {
  const buyer = stripeId(object.customer) ?? stripeId(object.customer_account)
  const status = textIn(object, 'status')
  if (status !== 'complete') return leftOut('a checkout that was not completed')
  if (buyer === null) return leftOut('a checkout without customer; its money counts with its payment intent')
  const metadata = ownIds(object.metadata)
  const reference = textIn(object, 'client_reference_id')
  const user = metadata.user ?? (reference === null || metadata.account === ownId('account', reference) ? null : ownId('user', reference))
  const details = fieldsOf(object.customer_details) ?? NONE
  const id = buyer.slice('stripe:'.length)
  const own = [metadata.account, user].filter((one) => one !== null)
  if (own.length === 0) return leftOut('a checkout that names nobody of our own; its money counts with its invoice or payment intent')
  const created = secondsIn(object, 'created')
  const business = textIn(details, 'business_name')
  const lines = billedParty({
    id: buyer, key: id, source: told.source, own, email: textIn(details, 'email') ?? textIn(object, 'customer_email'),
    name: textIn(details, 'name') ?? business ?? textIn(details, 'individual_name'),
    kind: metadata.account !== null || business !== null || (Array.isArray(details.tax_ids) && details.tax_ids.length > 0) ? 'organization' : kindByAddress(details, object),
    since: created === null ? null : dayText(dayOf(created * 1000)),
    // The customer itself, whenever it comes, holds before what a checkout says of it; among checkouts the latest.
    version: versionOf(told, created, CHECKOUT_LANE),
  })
  // Own ids of a person stay linked when the customer's own line, which may not know them, holds.
  const links = lines.some(({ kind }) => kind === 'person') && user !== null ? [{ type: 'link', key: `${id} ${user}`, source: told.source, ids: [buyer, user] }] : []
  return { kind: 'lines', lines: [...lines, ...links] }
}

/** A user who checks out with the address of a firm buys for the firm. */
function kindByAddress(details: Fields, session: Fields): 'organization' | 'person' {
  const lines = billedParty({ id: 'stripe:x', key: 'x', source: '', name: textIn(details, 'name'), email: textIn(details, 'email') ?? textIn(session, 'customer_email') })
  return lines[0]?.kind === 'organization' ? 'organization' : 'person'
}

/** Stripe bills by what its meters counted: so much was used by the customer. */
function meterEvent(object: Fields, told: Told): FromStripe {
  const payload = fieldsOf(object.payload) ?? NONE
  const buyer = stripeId(payload.stripe_customer_id)
  const at = secondsIn(object, 'timestamp') ?? secondsIn(object, 'created')
  const key = textIn(object, 'identifier') ?? textIn(object, 'id')
  const event = textIn(object, 'event_name')
  if (buyer === null || at === null || key === null) return refused('missing-field', 'a meter event names its customer under payload.stripe_customer_id, an identifier and a timestamp')
  const value = Number(payload.value)
  const count = Number.isSafeInteger(value) && value >= 1 ? { count: value } : {}
  const line = { type: 'usage', key, source: told.source, party: buyer, product: told.product ?? UNNAMED_PRODUCT, event: event ?? 'metered', at: instantText(at * 1000), ...count }
  return value === 0 ? leftOut('a meter event of nothing') : { kind: 'lines', lines: [line] }
}

function product(object: Fields, told: Told): FromStripe {
  if (told.product !== null) return leftOut(`everything is taken as the product '${told.product}'`)
  if (object.deleted === true) return leftOut('deleted in Stripe; what it said about the past stays')
  const id = textIn(object, 'id') ?? ''
  const name = textIn(object, 'name')
  const version = versionOf(told, secondsIn(object, 'updated') ?? secondsIn(object, 'created'), 0)
  return { kind: 'lines', lines: [{ type: 'product', key: id, source: told.source, ...(name === null ? {} : { name }), ...version_(version) }] }
}

// ---- subscriptions

/**
 * One agreement per item. The first item (by age, then id) has the subscription's own key, so that payments, which name the subscription, always name a known
 * agreement; further ones have `sub_.../si_...`. A trial is an agreement of its own, `sub_.../trial`, of amount 0: it pays for nothing.
 * The line says what holds now: Stripe's object does not tell what quantity and price were before; `knownAt` gives back what was known then.
 */
function subscription(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  const status = textIn(object, 'status')
  if (status === 'incomplete' || status === 'incomplete_expired') return leftOut('its first payment was never made: it did not begin')
  const buyer = stripeId(object.customer) ?? stripeId(object.customer_account)
  if (buyer === null) return refused('missing-field', `the subscription ${id} names no customer`)
  const items = itemsOf(object)
  if (items.length === 0) return refused('missing-field', `the subscription ${id} has no items; ask for it with its items`)
  const began = secondsIn(object, 'start_date') ?? secondsIn(object, 'created') ?? secondsIn(object, 'current_period_start')
  if (began === null) return refused('missing-field', `the subscription ${id} has no start`)
  const periodStart = latest([secondsIn(object, 'current_period_start'), ...items.map((item) => secondsIn(item, 'current_period_start'))])
  // Only times that never move back say how old a picture is.
  const version = versionOf(told, latest([began, periodStart, secondsIn(object, 'ended_at')]), SUBSCRIPTION_LANE)
  const lines = items.flatMap((item, place) => itemLines(object, item, place, { id, buyer, began, status, told, version, items }))
  const all = [...lines, ...goneItems(object, items, id, told, version)]
  return all.length === 0 ? leftOut('it ended before it was in force for a day') : { kind: 'lines', lines: all }
}

interface Frame {
  readonly id: string
  readonly buyer: string
  readonly began: number
  readonly status: string | null
  readonly told: Told
  readonly version: number
  readonly items: readonly Fields[]
}

function itemLines(object: Fields, item: Fields, place: number, frame: Frame): readonly EvidenceObject[] {
  const { id, told, version } = frame
  const own = textIn(item, 'id')
  const key = place === 0 || own === null ? (place === 0 ? id : `${id}/${place + 1}`) : `${id}/${own}`
  const terms = agreementTerms(object, item, place, frame)
  const trialStart = secondsIn(object, 'trial_start')
  const trialEnd = secondsIn(object, 'trial_end')
  const itemBegan = place === 0 ? frame.began : Math.max(frame.began, secondsIn(item, 'created') ?? frame.began)
  const ended = endOf(object, item, frame.status)
  const inTrial = trialEnd !== null && (trialStart ?? frame.began) <= itemBegan + 86_400 && trialEnd > itemBegan
  const from = dayOf((inTrial ? trialEnd : itemBegan) * 1000)
  const to = ended === null ? null : dayOf(ended * 1000)
  const lines: EvidenceObject[] = []
  const base = { type: 'agreement', source: told.source, kind: 'subscription', ...terms.parties, ...version_(version) }
  if (inTrial) {
    const trialFrom = dayOf(itemBegan * 1000)
    const trialTo = to === null ? from : Math.min(from, to)
    const trialKey = `${key}/trial`
    const money = terms.currency === null ? {} : { amount: amountText(0, terms.currency), currency: terms.currency }
    if (trialTo > trialFrom) lines.push({ ...base, key: trialKey, ...money, interval: terms.interval, from: dayText(trialFrom), to: dayText(trialTo), name: terms.name === null ? 'Trial' : `Trial: ${terms.name}` })
  }
  // A trial that ended without a way to pay is paused: nothing was ever paid. What ended on its first day was never in force on any day.
  if (frame.status === 'paused' || (to !== null && to <= from)) {
    if (told.event !== null) lines.push({ type: 'agreement', key, source: told.source, retracted: true, ...version_(version) })
    return lines
  }
  const renews = ended === null ? (secondsIn(item, 'current_period_end') ?? secondsIn(object, 'current_period_end')) : null
  lines.push({
    ...base, key, ...(terms.seats === null ? {} : { seats: terms.seats }), ...(terms.amount === null || terms.currency === null ? {} : { amount: terms.amount, currency: terms.currency }),
    interval: terms.interval, from: dayText(from), ...(to === null ? {} : { to: dayText(to) }),
    ...(renews === null || dayOf(renews * 1000) <= from ? {} : { renews: dayText(dayOf(renews * 1000)) }), ...(terms.name === null ? {} : { name: terms.name }),
  })
  return lines
}

interface AgreementTerms {
  readonly parties: EvidenceObject
  readonly amount: string | null
  readonly currency: string | null
  readonly interval: string
  readonly seats: number | null
  readonly name: string | null
}

function agreementTerms(object: Fields, item: Fields, place: number, { buyer, told, items }: Frame): AgreementTerms {
  const price = priceOf(item)
  const product = told.product ?? idOf(price.product) ?? idOf(fieldsOf(item.plan)?.product) ?? textIn(price, 'id') ?? 'stripe'
  const quantity = quantityOf(item)
  const cycle = cycleOf(item)
  const gross = items.map(grossOf)
  const net = discounted(object, items, gross)[place] ?? null
  const spread = net === null ? null : recurring(net.minor, cycle.interval, cycle.count)
  const interval = recurring(0, cycle.interval, cycle.count)?.interval ?? 'month'
  const money = net === null || spread === null ? null : { amount: amountText(spread.minor, net.currency), currency: net.currency }
  const currency = money?.currency ?? stripeAmount(0, price.currency ?? object.currency)?.currency ?? null
  // A subscription made for an account or a user of ours: that one buys, and the Stripe customer pays. Whether both are the same is for identity to say.
  const metadata = ownIds(object.metadata)
  const ours = metadata.account ?? metadata.user
  const payer = metadata.payer ?? buyer
  const seller = stripeId(object.on_behalf_of) ?? told.account
  const parties = { product, buyer: ours ?? buyer, ...(payer === (ours ?? buyer) ? {} : { payer }), ...(seller === null ? {} : { seller }) }
  const isMetered = usageTypeOf(item) === 'metered'
  return { parties, amount: money?.amount ?? null, currency, interval: spread?.interval ?? interval, seats: quantity !== null && quantity >= 1 && !isMetered ? quantity : null, name: textIn(price, 'nickname') }
}

/** Items that this event took away: they end on its day. One that moved up to the first place goes on under the subscription's key. */
function goneItems(object: Fields, items: readonly Fields[], id: string, told: Told, version: number): readonly EvidenceObject[] {
  const before = fieldsOf(fieldsOf(fieldsOf(told.event)?.data)?.previous_attributes)
  const earlier = before === null || before.items === undefined ? [] : itemsOf({ items: before.items })
  const lines: EvidenceObject[] = []
  earlier.forEach((item, place) => {
    const own = textIn(item, 'id')
    if (own === null || place === 0) return
    const now = items.findIndex((one) => textIn(one, 'id') === own)
    if (now > 0) return
    const key = `${id}/${own}`
    if (now === 0) {
      lines.push({ type: 'agreement', key, source: told.source, retracted: true, ...version_(version) })
      return
    }
    const frame: Frame = { id, buyer: stripeId(object.customer) ?? stripeId(object.customer_account) ?? '', began: secondsIn(object, 'start_date') ?? 0, status: 'active', told, version, items: earlier }
    const stopped = { ...object, ended_at: told.seconds, trial_end: null, status: 'canceled' }
    lines.push(...itemLines(stopped, item, place, frame))
  })
  return lines
}

/** When it ends or ended, in seconds; null while it goes on. */
function endOf(object: Fields, item: Fields, status: string | null): number | null {
  const ended = secondsIn(object, 'ended_at')
  if (ended !== null) return ended
  if (status === 'canceled') return secondsIn(object, 'canceled_at')
  const cancels = secondsIn(object, 'cancel_at')
  if (cancels !== null) return cancels
  const periodEnd = secondsIn(item, 'current_period_end') ?? secondsIn(object, 'current_period_end')
  if (object.cancel_at_period_end === true) return periodEnd
  // While collection is paused and invoices are voided nobody pays for what comes after the period that is paid.
  return fieldsOf(object.pause_collection)?.behavior === 'void' ? periodEnd : null
}

/** Items in the order of their age. Subscriptions of old API versions have one plan and one quantity instead. */
function itemsOf(object: Fields): readonly Fields[] {
  const listed = fieldsOf(object.items)?.data ?? object.items
  const items = (Array.isArray(listed) ? listed : []).map(fieldsOf).filter((item) => item !== null).slice(0, 1_000)
  if (items.length === 0) return fieldsOf(object.plan) === null ? [] : [{ plan: object.plan, quantity: object.quantity }]
  const age = (item: Fields): number => secondsIn(item, 'created') ?? 0
  return [...items].sort((a, b) => age(a) - age(b) || compare(textIn(a, 'id') ?? '', textIn(b, 'id') ?? ''))
}

/** The price; the plan of old API versions has the same meaning under other names. */
function priceOf(item: Fields): Fields {
  return fieldsOf(item.price) ?? fieldsOf(item.plan) ?? NONE
}

function cycleOf(item: Fields): { readonly interval: unknown; readonly count: unknown } {
  const price = priceOf(item)
  const cycle = fieldsOf(price.recurring) ?? price
  return { interval: cycle.interval, count: cycle.interval_count }
}

function usageTypeOf(item: Fields): unknown {
  const price = priceOf(item)
  return (fieldsOf(price.recurring) ?? price).usage_type
}

function quantityOf(item: Fields): number | null {
  const { quantity } = item
  return typeof quantity === 'number' && Number.isSafeInteger(quantity) && quantity >= 0 && quantity < 1e9 ? quantity : null
}

/** What an item costs each period, before discounts. Null where only use tells: metered prices, and tiers that the object does not carry. */
function grossOf(item: Fields): StripeAmount | null {
  if (usageTypeOf(item) === 'metered') return null
  const price = priceOf(item)
  const quantity = quantityOf(item) ?? 1
  const tiers = price.billing_scheme === 'tiered' ? tierTotal(price, quantity) : null
  const total = price.billing_scheme === 'tiered' ? tiers : unitTotal(price, packagesOf(price, quantity))
  return total === null ? null : stripeAmount(total, price.currency)
}

/** Prices may be finer than the currency: 0.5 cents a piece. The total is rounded half up, as Stripe's invoices are. */
function unitTotal(price: Fields, pieces: number): number | null {
  const whole = price.unit_amount ?? price.amount
  if (typeof whole === 'number') return Number.isSafeInteger(whole * pieces) ? whole * pieces : null
  return decimalTotal(price.unit_amount_decimal ?? price.amount_decimal, pieces)
}

function decimalTotal(decimal: unknown, pieces: number): number | null {
  const match = typeof decimal === 'string' ? /^(\d{1,15})(?:\.(\d{1,12}))?$/.exec(decimal.trim()) : null
  if (!match) return null
  const digits = (match[2] ?? '').length
  const scale = 10n ** BigInt(digits)
  const total = (2n * BigInt((match[1] ?? '') + (match[2] ?? '')) * BigInt(pieces) + scale) / (2n * scale)
  return total <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(total) : null
}

/** Prices per package: 10 seats in packages of 4 are 3 packages, or 2 where Stripe is told to round down. */
function packagesOf(price: Fields, quantity: number): number {
  const transform = fieldsOf(price.transform_quantity)
  const size = transform?.divide_by
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) return quantity
  return transform?.round === 'down' ? Math.floor(quantity / size) : Math.ceil(quantity / size)
}

function tierTotal(price: Fields, quantity: number): number | null {
  if (!Array.isArray(price.tiers)) return null
  const tiers = price.tiers.map(fieldsOf).filter((tier) => tier !== null)
  const top = (tier: Fields): number => (typeof tier.up_to === 'number' ? tier.up_to : Number.POSITIVE_INFINITY)
  const cost = (tier: Fields, pieces: number): number | null => {
    const unit = pieces === 0 ? 0 : unitTotal({ unit_amount: tier.unit_amount ?? undefined, unit_amount_decimal: tier.unit_amount_decimal ?? '0' }, pieces)
    const flat = unitTotal({ unit_amount: tier.flat_amount ?? undefined, unit_amount_decimal: tier.flat_amount_decimal ?? '0' }, 1)
    return unit === null || flat === null ? null : unit + flat
  }
  if (price.tiers_mode === 'volume') {
    const tier = tiers.find((one) => quantity <= top(one))
    return tier ? cost(tier, quantity) : null
  }
  if (price.tiers_mode !== 'graduated') return null
  let total = 0
  let below = 0
  for (const tier of tiers) {
    const pieces = Math.max(0, Math.min(quantity, top(tier)) - below)
    const part = pieces === 0 && below > 0 ? 0 : cost(tier, pieces)
    if (part === null) return null
    total += part
    below = top(tier)
    if (quantity <= below) return total
  }
  return null
}

/** Discounts that go on are taken off; those for one invoice are not. Where the object only names a discount, nothing is known of it. */
function discounted(object: Fields, items: readonly Fields[], gross: readonly (StripeAmount | null)[]): readonly (Pick<StripeAmount, 'minor' | 'currency'> | null)[] {
  const own = gross.map((amount, place) => (amount === null ? null : lowered([amount], couponsOf(items[place] ?? NONE))[0] ?? null))
  const known = own.filter((amount) => amount !== null)
  const after = lowered(known, couponsOf(object))
  let next = 0
  return own.map((amount) => (amount === null ? null : (after[next++] ?? null)))
}

function lowered(amounts: readonly Pick<StripeAmount, 'minor' | 'currency'>[], coupons: readonly Fields[]): readonly Pick<StripeAmount, 'minor' | 'currency'>[] {
  let left = amounts
  for (const coupon of coupons) {
    const percent = coupon.percent_off
    const off = stripeAmount(coupon.amount_off, coupon.currency)
    if (typeof percent === 'number' && percent > 0 && percent <= 100) {
      // Percentages have at most two decimals.
      const kept = BigInt(10_000 - Math.round(percent * 100))
      left = left.map(({ minor, currency }) => ({ currency, minor: Number((2n * BigInt(minor) * kept + 10_000n) / 20_000n) }))
    } else if (off !== null) {
      const same = left.map((amount) => (amount.currency === off.currency ? amount.minor : 0))
      const sum = same.reduce((total, minor) => total + minor, 0)
      if (sum === 0 || !Number.isSafeInteger(sum)) continue
      const parts = largestRemainder(BigInt(Math.min(off.minor, sum)), same)
      left = left.map(({ minor, currency }, place) => ({ currency, minor: minor - Number(parts[place] ?? 0n) }))
    }
  }
  return left
}

function couponsOf(object: Fields): readonly Fields[] {
  const listed = Array.isArray(object.discounts) ? object.discounts : []
  const discounts = [...listed, object.discount].map(fieldsOf).filter((discount) => discount !== null).slice(0, 20)
  const seen = new Set<unknown>()
  return discounts.flatMap((discount) => {
    if (discount.id !== undefined && seen.has(discount.id)) return []
    seen.add(discount.id)
    const coupon = fieldsOf(discount.coupon) ?? fieldsOf(fieldsOf(discount.source)?.coupon)
    return coupon === null || coupon.duration === 'once' ? [] : [coupon]
  })
}

// ---- money

function invoice(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  const outside = object.paid_out_of_band === true
  // Before 2025 what was paid outside of Stripe stood in no amount but what was due.
  const minor = outside && !isPositive(object.amount_paid) ? (object.amount_due ?? object.total) : object.amount_paid
  const status = textIn(object, 'status')
  if (minor === 0 || minor === undefined || minor === null) return leftOut(INVOICES[status ?? ''] ?? 'nothing was paid on it')
  const amount = stripeAmount(minor, object.currency)
  if (amount === null) return badAmount(object, 'amount_paid')
  const moves = fieldsOf(object.status_transitions)
  const at = secondsIn(moves ?? NONE, 'paid_at') ?? secondsIn(moves ?? NONE, 'finalized_at') ?? secondsIn(object, 'effective_at') ?? secondsIn(object, 'created') ?? secondsIn(object, 'date')
  if (at === null) return refused('missing-field', `the invoice ${id} has no date`)
  const details = fieldsOf(fieldsOf(object.parent)?.subscription_details) ?? fieldsOf(object.subscription_details)
  const agreement = idOf(object.subscription) ?? idOf(details?.subscription)
  const metadata = { ...ownIds(details?.metadata) }
  const own = ownIds(object.metadata)
  const seller = stripeId(object.on_behalf_of) ?? told.account
  const version = versionOf(told, latest([secondsIn(object, 'created'), secondsIn(moves ?? NONE, 'finalized_at'), secondsIn(moves ?? NONE, 'paid_at')]), INVOICE_LANE)
  const line = paymentLine(told, {
    key: id, version, amount, at, payer: own.payer ?? metadata.payer ?? stripeId(object.customer) ?? stripeId(object.customer_account) ?? emailIdentifier(textIn(object, 'customer_email')),
    agreement, product: agreement === null ? (told.product ?? oneProduct(object)) : null, seller, kind: 'charge',
  })
  const taken = paymentsOf(object).filter((other) => other !== id).map((other) => takenBack(other, told, version))
  return { kind: 'lines', lines: [line, ...taken], money: { currency: amount.currency, minor: amount.minor } }
}

const INVOICES: { readonly [status: string]: string } = {
  draft: 'a draft, not sent yet', open: 'not paid yet', void: 'voided', uncollectible: 'given up, never paid', paid: 'paid without money: by balance, credit, or because it asks for nothing',
}

/** The payment intents and charges that settled an invoice, as far as it names them. */
function paymentsOf(object: Fields): readonly string[] {
  const listed = fieldsOf(object.payments)?.data
  const payments = (Array.isArray(listed) ? listed : []).map((one) => fieldsOf(fieldsOf(one)?.payment)).filter((one) => one !== null).slice(0, 100)
  const ids = [object.payment_intent, object.charge, ...payments.flatMap((one) => [one.payment_intent, one.charge])].map(idOf)
  return [...new Set(ids.filter((id) => id !== null))]
}

function oneProduct(object: Fields): string | null {
  const lines = fieldsOf(object.lines)?.data
  const products = (Array.isArray(lines) ? lines : []).slice(0, 1_000).map((line) => {
    const fields = fieldsOf(line) ?? NONE
    return idOf(fieldsOf(fields.price)?.product) ?? idOf(fieldsOf(fieldsOf(fields.pricing)?.price_details)?.product) ?? idOf(fieldsOf(fields.plan)?.product)
  })
  const [first] = products
  return first !== undefined && first !== null && products.every((one) => one === first) ? first : null
}

/** Joins a payment to its invoice; knows neither who paid nor for what. */
function invoicePayment(object: Fields, told: Told): FromStripe {
  if (textIn(object, 'status') !== 'paid') return leftOut('not paid yet')
  const invoiceId = idOf(object.invoice)
  const payment = fieldsOf(object.payment) ?? NONE
  const amount = stripeAmount(object.amount_paid ?? 0, object.currency)
  const at = secondsIn(fieldsOf(object.status_transitions) ?? NONE, 'paid_at') ?? secondsIn(object, 'created')
  if (invoiceId === null || at === null) return refused('missing-field', 'an invoice payment names its invoice, and when it was paid')
  if (amount === null) return badAmount(object, 'amount_paid')
  const version = versionOf(told, at, 0)
  const others = [payment.payment_intent, payment.charge].map(idOf).filter((id) => id !== null)
  const stated = amount.minor === 0 ? [] : [paymentLine(told, { key: invoiceId, version, amount, at, payer: null, agreement: null, product: told.product, seller: told.account, kind: 'charge' })]
  return { kind: 'lines', lines: [...stated, ...others.map((other) => takenBack(other, told, version))] }
}

function paymentIntent(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  if (textIn(object, 'status') !== 'succeeded') return leftOut('not paid')
  const invoiceId = idOf(object.invoice) ?? orderReference(object)
  const charges = fieldsOf(object.charges)?.data
  const others = [idOf(object.latest_charge), ...(Array.isArray(charges) ? charges.slice(0, 100).map(idOf) : [])].filter((other) => other !== null)
  return settled(object, told, { names: [invoiceId, id, ...new Set(others)], minor: object.amount_received ?? object.amount })
}

/** Newer versions name an invoice's id here. */
function orderReference(object: Fields): string | null {
  const reference = idOf(fieldsOf(object.payment_details)?.order_reference)
  return reference?.startsWith('in_') ? reference : null
}

function charge(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  const back = refundsOfCharge(object, told)
  const intent = idOf(object.payment_intent)
  const invoiceId = idOf(object.invoice) ?? orderReference(object)
  const status = textIn(object, 'status')
  const isPaid = status === 'succeeded' || status === 'paid' || (status === null && object.paid === true)
  if (!isPaid || object.paid === false) return leftOut(status === 'pending' ? 'not paid yet' : 'the payment failed')
  if (object.captured === false) return leftOut('only reserved, not collected')
  if (intent !== null && invoiceId === null && !Object.hasOwn(object, 'invoice')) {
    const why = 'its payment intent counts: a charge of this API version does not say whether it settled an invoice'
    return back.length === 0 ? leftOut(why) : { kind: 'lines', lines: back }
  }
  const made = settled(object, told, { names: [invoiceId, intent, id], minor: object.amount_captured ?? object.amount })
  if (made.kind !== 'lines' || back.length === 0) return made
  const given = back.reduce((sum, line) => sum + (line.retracted === true ? 0 : (stripeRefundMinor(line) ?? 0)), 0)
  return { ...made, lines: [...made.lines, ...back], ...(made.money ? { money: { ...made.money, minor: made.money.minor - given } } : {}) }
}

function stripeRefundMinor({ amount, currency }: EvidenceObject): number | null {
  return typeof amount === 'string' && typeof currency === 'string' ? minorFrom(amount, currency) : null
}

interface Settled {
  /** What the movement is called, the most telling name first. */
  readonly names: readonly (string | null)[]
  readonly minor: unknown
}

function settled(object: Fields, told: Told, { names, minor }: Settled): FromStripe {
  const [key, ...others] = names.filter((name) => name !== null)
  const amount = stripeAmount(minor, object.currency)
  const at = secondsIn(object, 'created')
  if (key === undefined || at === null) return refused('missing-field', 'a payment has an id and the time of its creation')
  if (amount === null) return badAmount(object, 'amount')
  if (amount.minor === 0) return leftOut('an amount of nothing')
  const metadata = ownIds(object.metadata)
  const payer = metadata.payer ?? stripeId(object.customer) ?? stripeId(object.customer_account) ?? emailIdentifier(textIn(object, 'receipt_email') ?? textIn(fieldsOf(object.billing_details) ?? NONE, 'email'))
  // Who knows the payer holds before who does not.
  const version = versionOf(told, at, payer === null ? 0 : PAYMENT_LANE)
  const agreement = idOf(object.subscription)
  const line = paymentLine(told, { key, version, amount, at, payer, agreement, product: agreement === null ? told.product : null, seller: stripeId(object.on_behalf_of) ?? told.account, kind: 'charge' })
  return { kind: 'lines', lines: [line, ...[...new Set(others)].map((other) => takenBack(other, told, version))], money: { currency: amount.currency, minor: amount.minor } }
}

/** Refunds as a charge tells of them: each one, or only their sum. */
function refundsOfCharge(object: Fields, told: Told): readonly EvidenceObject[] {
  const listed = fieldsOf(object.refunds)
  const refunds = (Array.isArray(listed?.data) ? (listed.data as readonly unknown[]) : []).map(fieldsOf).filter((one) => one !== null).slice(0, 100)
  if (refunds.length > 0 && listed?.has_more !== true) {
    return refunds.flatMap((one) => {
      const told_ = { ...told, event: null }
      const made = refund({ currency: object.currency, ...one, charge: object.id, payment_intent: object.payment_intent, customer: one.customer ?? object.customer }, told_)
      return made.kind === 'lines' ? made.lines : []
    })
  }
  // Other events of the charge, later ones, would only move the time of the refund.
  if (told.event !== null && told.event.type !== 'charge.refunded') return []
  const amount = stripeAmount(object.amount_refunded, object.currency)
  const at = secondsIn(object, 'refunded_at') ?? told.seconds ?? secondsIn(object, 'created')
  if (amount === null || amount.minor === 0 || at === null) return []
  const payer = ownIds(object.metadata).payer ?? stripeId(object.customer) ?? stripeId(object.customer_account)
  return [paymentLine(told, {
    key: `${(textIn(object, 'id') ?? '')}/refunded`, version: versionOf(told, secondsIn(object, 'created'), 0), amount, at, payer, agreement: null, product: told.product,
    seller: stripeId(object.on_behalf_of) ?? told.account, kind: 'refund',
  })]
}

function refund(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  const at = secondsIn(object, 'created')
  const status = textIn(object, 'status')
  const whole = fieldsOf(object.charge)
  const payer = ownIds(object.metadata).payer ?? stripeId(object.customer) ?? stripeId(object.customer_account) ?? stripeId(whole?.customer)
  const version = versionOf(told, at, payer === null && (status === null || status === 'succeeded') ? PAYMENT_LANE : REFUND_LANE)
  if (status !== null && status !== 'succeeded') {
    if (told.event !== null && (status === 'failed' || status === 'canceled')) return { kind: 'lines', lines: [{ type: 'payment', key: id, source: told.source, retracted: true, ...version_(version) }] }
    return leftOut(status === 'failed' || status === 'canceled' ? 'the refund did not succeed' : 'not given back yet')
  }
  const amount = stripeAmount(object.amount, object.currency)
  if (amount === null) return badAmount(object, 'amount')
  if (at === null) return refused('missing-field', `the refund ${id} has no time of creation`)
  const line = paymentLine(told, { key: id, version, amount, at, payer, agreement: null, product: told.product, seller: told.account, kind: 'refund' })
  const sums = [idOf(object.charge), idOf(object.payment_intent)].filter((one) => one !== null)
  const lines = [line, ...sums.map((one) => takenBack(`${one}/refunded`, told, version))]
  return { kind: 'lines', lines, money: { currency: amount.currency, minor: -amount.minor } }
}

function creditNote(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  if (textIn(object, 'status') === 'void') return leftOut('voided')
  const at = secondsIn(object, 'effective_at') ?? secondsIn(object, 'created')
  if (at === null) return refused('missing-field', `the credit note ${id} has no time of creation`)
  const listed = (Array.isArray(object.refunds) ? object.refunds : []).map(fieldsOf).filter((one) => one !== null).slice(0, 100)
  const total = object.amount ?? object.total
  const refunds: readonly (readonly [string | null, unknown])[] = listed.length > 0
    ? listed.map((one) => [idOf(one.refund), one.amount_refunded] as const)
    : [[idOf(object.refund), idOf(object.customer_balance_transaction) === null && !isPositive(object.out_of_band_amount) ? total : null]]
  const payer = ownIds(object.metadata).payer ?? stripeId(object.customer) ?? stripeId(object.customer_account)
  const version = versionOf(told, secondsIn(object, 'created'), 0)
  const lines: EvidenceObject[] = []
  let minor = 0
  let currency = ''
  const given: readonly (readonly [string | null, unknown])[] = [...refunds, [isPositive(object.out_of_band_amount) ? `${id}/outside` : null, object.out_of_band_amount]]
  if (object.type !== 'pre_payment') {
    for (const [key, value] of given) {
      const amount = key === null ? null : stripeAmount(value, object.currency)
      if (key === null || amount === null || amount.minor === 0) continue
      lines.push(paymentLine(told, { key, version, amount, at, payer, agreement: null, product: told.product, seller: told.account, kind: 'refund' }))
      minor -= amount.minor
      currency = amount.currency
    }
  }
  if (lines.length > 0) return { kind: 'lines', lines, money: { currency, minor } }
  return leftOut('no money moved: it lowers an invoice that was not paid yet, or lies on the balance of the customer, and the next invoice asks for less')
}

function dispute(object: Fields, told: Told): FromStripe {
  const id = textIn(object, 'id') ?? ''
  const status = textIn(object, 'status')
  const at = secondsIn(object, 'created')
  const version = versionOf(told, at, 0)
  if (status !== 'lost') {
    if (status === 'won' && told.event !== null) return { kind: 'lines', lines: [takenBack(id, told, version, 0)] }
    return leftOut(status === 'won' ? 'won: the money came back' : 'not decided: the money is only held back')
  }
  const amount = stripeAmount(object.amount, object.currency)
  if (amount === null) return badAmount(object, 'amount')
  if (at === null) return refused('missing-field', `the dispute ${id} has no time of creation`)
  const whole = fieldsOf(object.charge)
  const line = paymentLine(told, { key: id, version, amount, at, payer: stripeId(object.customer) ?? stripeId(whole?.customer), agreement: null, product: told.product, seller: told.account, kind: 'refund' })
  return { kind: 'lines', lines: [line], money: { currency: amount.currency, minor: -amount.minor } }
}

interface Payment {
  readonly key: string
  readonly version: number
  readonly amount: StripeAmount
  readonly at: number
  readonly payer: string | null
  readonly agreement: string | null
  readonly product: string | null
  readonly seller: string | null
  readonly kind: 'charge' | 'refund'
}

function paymentLine({ source }: Told, { key, version, amount, at, payer, agreement, product, seller, kind }: Payment): EvidenceObject {
  return {
    type: 'payment', key, source, kind, ...(payer === null ? {} : { payer }), ...(seller === null ? {} : { seller }), ...(agreement === null ? {} : { agreement }),
    ...(product === null ? {} : { product }), amount: amount.text, currency: amount.currency, at: instantText(at * 1000), ...version_(version),
  }
}

/** The movement goes by another key. It stays so, whatever is learned later: the greatest lane. */
function takenBack(key: string, { source }: Told, version: number, lane = TAKEN_BACK_LANE): EvidenceObject {
  return { type: 'payment', key, source, retracted: true, ...version_(lane === 0 ? version : lane * LANE + (version % LANE)) }
}

// ---- versions

/**
 * A version is lane, second, tie-break, the first the weightiest, below 2^53. The lane ranks who tells (an invoice knows more of its payment than a charge does);
 * the second is when the event happened, or the latest time that an object by itself proves to be past; the tie-break ranks events of one second.
 */
const TIE = 2 ** 17
const LANE = 2 ** 50
const MAX_SECONDS = 2 ** 33 - 1
const CHECKOUT_LANE = 0
const CUSTOMER_LANE = 2
const SUBSCRIPTION_LANE = 2
const PAYMENT_LANE = 1
const REFUND_LANE = 2
const INVOICE_LANE = 2
const TAKEN_BACK_LANE = 7

function versionOf(told: Told, own: number | null, lane: number): number {
  const seconds = Math.min(MAX_SECONDS, Math.max(0, told.seconds ?? own ?? 0))
  return lane * LANE + seconds * TIE + told.tie
}

/** Of what is only worked out from other rows: whatever Stripe itself says of it holds before. */
export function derivedVersion(seconds: number): number {
  return Math.min(MAX_SECONDS, Math.max(0, seconds)) * TIE
}

function version_(version: number): { readonly version: number } {
  return { version }
}

/** What happens to an object, in the order in which it can. */
const STEPS: readonly (readonly [RegExp, number])[] = [[/\.(created|pending)$/, 0], [/\.finalized$/, 2], [/\.paused$/, 4], [/\.resumed$/, 5], [/\.(paid|succeeded|completed|captured)$/, 6], [/\.(deleted|voided|closed|refunded)$/, 7]]
const STATES: { readonly [status: string]: number } = { incomplete: 1, trialing: 2, canceled: 7 }

/** Events of the same second about the same object: by what happened, then by a hash of the event's id, so that every order of arrival gives the same state. */
function tieOf(event: Fields, type: string, object: Fields): number {
  const step = STEPS.find(([pattern]) => pattern.test(type))?.[1] ?? 3
  const status = textIn(object, 'status') ?? ''
  const state = Object.hasOwn(STATES, status) ? (STATES[status] ?? 0) : 0
  let hash = 0
  for (const letter of (textIn(event, 'id') ?? '').slice(0, 200)) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 16_381
  return (Math.max(step, state) * 16_384 + hash) % TIE
}

// ---- reading

/** Ids of ours that Stripe keeps for us in metadata; `payer`: who pays, where it is not the customer. */
interface OwnIds {
  readonly account: string | null
  readonly user: string | null
  readonly payer: string | null
}

/** Names of metadata, in letters and digits only, the most telling first. `external_id` may be anything, and is no identity. */
const ACCOUNTS = ['accountid', 'account', 'organizationid', 'organisationid', 'organization', 'organisation', 'orgid', 'org', 'companyid', 'tenantid', 'teamid', 'workspaceid']
const USERS = ['userid', 'uid', 'user']
const PAYERS = ['payer', 'payerid', 'payingcustomer', 'payingcustomerid', 'payeraccount', 'payeraccountid', 'payingaccount', 'payingaccountid', 'paidby', 'billedto']
const MAX_METADATA = 100

function ownIds(value: unknown): OwnIds {
  const metadata = fieldsOf(value) ?? NONE
  const found = new Map<string, string>()
  for (const name of Object.keys(metadata).slice(0, MAX_METADATA)) {
    const text = textIn(metadata, name)
    const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
    if (text !== null && !found.has(plain)) found.set(plain, text)
  }
  const first = (names: readonly string[]): string | null => names.map((name) => found.get(name)).find((text) => text !== undefined) ?? null
  const account = first(ACCOUNTS)
  const user = first(USERS)
  const payer = first(PAYERS)
  return { account: account === null ? null : ownId('account', account), user: user === null ? null : ownId('user', user), payer: payer === null ? null : payerId(payer) }
}

function ownId(namespace: 'account' | 'user', text: string): string | null {
  const identifier = normalIdentifier(text.startsWith(`${namespace}:`) ? text : `${namespace}:${text}`)
  return identifier === null || isJunk(identifier) ? null : identifier
}

const OF_STRIPE = /^(cus|acct)_[A-Za-z0-9_]+$/

function payerId(text: string): string | null {
  if (OF_STRIPE.test(text)) return `stripe:${text}`
  const address = emailIdentifier(text)
  if (address !== null) return address
  const named = /^[a-z][a-z-]*:./.test(text) ? normalIdentifier(text) : normalIdentifier(`account:${text}`)
  return named === null || isJunk(named) ? null : named
}

/** Metadata that is not an identity is worth keeping beside the name. */
function traitsOf(value: unknown): Record<string, string> {
  const metadata = fieldsOf(value) ?? NONE
  const taken = new Set([...ACCOUNTS, ...USERS, ...PAYERS])
  const kept = Object.keys(metadata).slice(0, MAX_METADATA).filter((name) => name !== '' && name !== '__proto__' && !taken.has(name.toLowerCase().replace(/[^a-z0-9]/g, '')))
  return Object.fromEntries(kept.flatMap((name) => {
    const text = textIn(metadata, name)
    return text === null ? [] : [[name, text] as const]
  }))
}

/** The id of a customer or account, which may stand as an object. */
function stripeId(value: unknown): string | null {
  const id = idOf(value)
  if (id === null) return null
  const identifier = normalIdentifier(`stripe:${id}`)
  return identifier === null || isJunk(identifier) ? null : identifier
}

function idOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value : fieldsOf(value)?.id
  return typeof text === 'string' && text.trim() !== '' && text.length <= 255 ? text.trim() : null
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

function textIn(fields: Fields, name: string): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Seconds since 1970, of the years that evidence may name. */
function secondsIn(fields: Fields, name: string): number | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= MAX_SECONDS ? value : null
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}

function latest(seconds: readonly (number | null)[]): number | null {
  const known = seconds.filter((one) => one !== null)
  return known.length === 0 ? null : Math.max(...known)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function leftOut(why: string): FromStripe {
  return { kind: 'left-out', why }
}

function refused(reason: RefusalCode, says: string): FromStripe {
  return { kind: 'refused', reason, says }
}

function badAmount(object: Fields, field: string): FromStripe {
  const code = typeof object.currency === 'string' ? object.currency.toUpperCase().slice(0, 10) : ''
  if (stripeAmount(0, object.currency) === null) return refused('unknown-currency', `the currency '${code}' is no ISO-4217 code such as eur`)
  return refused('bad-amount', `${field} is not a whole number of the smallest unit of ${code}`)
}
