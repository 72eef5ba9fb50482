import { currencyDigits, minorFrom } from '../base/money.ts'

/** Where Stripe's smallest unit is not the currency's own: these two are written with two digits for old times' sake, the ariary with none. */
const STRIPE_DIGITS: ReadonlyMap<string, number> = new Map([['ISK', 2], ['UGX', 2], ['MGA', 0]])

export interface StripeAmount {
  /** In major units, as evidence lines carry it. */
  readonly text: string
  readonly currency: string
  /** In the currency's own smallest units. */
  readonly minor: number
}

/** An amount in Stripe's smallest units. Null if the currency is unknown, the number is none, negative, or finer than the currency. */
export function stripeAmount(value: unknown, currencyCode: unknown): StripeAmount | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || typeof currencyCode !== 'string') return null
  const currency = currencyCode.trim().toUpperCase()
  const own = currencyDigits(currency)
  if (own === null) return null
  const digits = STRIPE_DIGITS.get(currency) ?? own
  const padded = String(value).padStart(digits + 1, '0')
  const fraction = digits === 0 ? '' : padded.slice(padded.length - digits)
  const whole = digits === 0 ? padded : padded.slice(0, padded.length - digits)
  if (/[1-9]/.test(fraction.slice(own))) return null
  const shown = fraction.slice(0, own).padEnd(own, '0')
  const text = own === 0 ? whole : `${whole}.${shown}`
  const minor = minorFrom(text, currency)
  return minor === null ? null : { text, currency, minor }
}

/** An amount in major units ("49.90", "1,200.00" read before) in Stripe's smallest units, for tables that write major units; null if it is none. */
export function stripeMinor(text: string, currencyCode: string): number | null {
  const currency = currencyCode.trim().toUpperCase()
  const own = currencyDigits(currency)
  const minor = minorFrom(text, currency)
  if (own === null || minor === null) return null
  const digits = STRIPE_DIGITS.get(currency) ?? own
  const turned = digits >= own ? minor * 10 ** (digits - own) : minor / 10 ** (own - digits)
  return Number.isSafeInteger(turned) ? turned : null
}

export type StripeInterval = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** An amount of money that falls due every so often, in Stripe's words, as an amount per interval of ours. */
export interface Recurring {
  readonly minor: number
  readonly interval: StripeInterval
}

const MONTHS: { readonly [interval: string]: number } = { month: 1, year: 12 }
const DAYS: { readonly [interval: string]: number } = { day: 1, week: 7 }
/** Longest first. */
const OF_MONTHS: readonly (readonly [StripeInterval, number])[] = [['year', 12], ['quarter', 3], ['month', 1]]
const OF_DAYS: readonly (readonly [StripeInterval, number])[] = [['week', 7], ['day', 1]]

/**
 * Every `count` intervals, as one of our intervals. 3 months are a quarter, 12 a year, 7 days a week. Another length is split: into the longest of our
 * intervals within it whose amount is a whole number of minor units; else it is told per year (6 months: twice the amount a year, exactly);
 * only if that is not whole either, it is rounded half up.
 */
export function recurring(minor: number, interval: unknown, count: unknown): Recurring | null {
  const times = count === undefined || count === null ? 1 : count
  if (typeof interval !== 'string' || typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > 10_000) return null
  const months = MONTHS[interval]
  const length = times * (months ?? DAYS[interval] ?? 0)
  if (length === 0 || !Object.hasOwn(months === undefined ? DAYS : MONTHS, interval)) return null
  const units = months === undefined ? OF_DAYS : OF_MONTHS
  const shorter = units.filter(([, size]) => size <= length)
  const longer = units.filter(([, size]) => size > length).reverse()
  for (const [unit, size] of [...shorter, ...longer]) {
    const share = (BigInt(minor) * BigInt(size)) / BigInt(length)
    if (share * BigInt(length) === BigInt(minor) * BigInt(size)) return { minor: Number(share), interval: unit }
  }
  const [unit, size] = shorter[0] as readonly [StripeInterval, number]
  return { minor: Number((2n * BigInt(minor) * BigInt(size) + BigInt(length)) / (2n * BigInt(length))), interval: unit }
}
