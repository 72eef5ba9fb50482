import { CURRENCY_DIGITS } from './lists.ts'

/** Digits after the decimal point of a currency; null if the code is unknown. */
export function currencyDigits(currency: string): number | null {
  return CURRENCY_DIGITS.get(currency) ?? null
}

/** Reads a decimal string in major units, without sign, as a whole number of minor units. Null if it is no amount of that currency, or beyond 2^53. */
export function minorFrom(text: string, currency: string): number | null {
  const digits = currencyDigits(currency)
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text)
  if (digits === null || !match) return null
  const fraction = match[2] ?? ''
  if (fraction.length > digits) return null
  const minor = Number((match[1] ?? '') + fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(minor) ? minor : null
}

/** Writes minor units as a decimal string with the currency's digits. */
export function amountText(minor: number | bigint, currency: string): string {
  const digits = currencyDigits(currency) ?? 2
  const value = BigInt(minor)
  const sign = value < 0n ? '-' : ''
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** numerator / denominator, rounded half up, for numbers that are not negative. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator)
}

/**
 * Splits a whole amount in proportion to weights; the rest goes to the largest remainders, ties to the earlier place.
 * The parts add up to the amount exactly. All weights zero: all parts zero.
 */
export function largestRemainder(amount: bigint, weights: readonly number[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum === 0) return weights.map(() => 0n)
  if (weights.length === 1) return [amount]
  // Amounts of a workspace hardly ever need more than 2^53, and numbers are ten times as quick there.
  if (Number.isSafeInteger(sum) && amount >= 0n && amount * BigInt(sum) <= MOST) return inNumbers(Number(amount), weights, sum)
  const total = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  const parts = weights.map((weight) => (amount * BigInt(weight)) / total)
  const remainders = weights.map((weight, place) => ({ place, remainder: (amount * BigInt(weight)) % total }))
  let rest = amount - parts.reduce((all, part) => all + part, 0n)
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1))
  for (const { place } of remainders) {
    if (rest === 0n) break
    parts[place] = (parts[place] ?? 0n) + 1n
    rest -= 1n
  }
  return parts
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER)

/** The same where every product fits into a number exactly. */
function inNumbers(amount: number, weights: readonly number[], sum: number): bigint[] {
  const remainders = weights.map((weight, place) => ({ place, remainder: (amount * weight) % sum }))
  const parts = remainders.map(({ place, remainder }) => (amount * (weights[place] as number) - remainder) / sum)
  let rest = amount - parts.reduce((all, part) => all + part, 0)
  if (rest > 0) {
    remainders.sort((a, b) => b.remainder - a.remainder || a.place - b.place)
    for (const { place } of remainders) {
      if (rest === 0) break
      parts[place] = (parts[place] as number) + 1
      rest -= 1
    }
  }
  return parts.map(BigInt)
}
