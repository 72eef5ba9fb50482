import { locale } from './locale.ts'

/** Numbers, shares and money as the reader's own locale writes them. */

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
const moneyFormats = new Map<number, Intl.NumberFormat>()

/** One minus sign everywhere: the true one, as wide as a plus, whatever the locale writes. */
function withMinus(text: string): string {
  return text.replace('-', '\u2212')
}

export function count(value: number): string {
  return withMinus(whole.format(value))
}

/** A share 0..1. What is not nothing is never shown as 0 %, and what is not all never as 100 %. */
export function share(value: number): string {
  if (value > 0 && value < 0.005) return `<${percent.format(0.01)}`
  if (value < 1 && value > 0.995) return `>${percent.format(0.99)}`
  return percent.format(value)
}

const tenths = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** Shares of a whole that add up to 100 % as they are shown: largest remainder, to tenths where a part would be shown as nothing. */
export function shares(parts: readonly number[]): readonly string[] {
  const all = parts.reduce((sum, part) => sum + part, 0)
  if (all === 0) return parts.map(() => percent.format(0))
  const whole = split(parts, all, 100)
  if (parts.every((part, place) => part === 0 || whole[place] !== 0)) return whole.map((units) => percent.format(units / 100))
  return split(parts, all, 1_000).map((units, place) => (units === 0 && (parts[place] as number) > 0 ? `<${tenths.format(0.001)}` : tenths.format(units / 1_000)))
}

function split(parts: readonly number[], all: number, units: number): readonly number[] {
  const exact = parts.map((part) => (part / all) * units)
  const given = exact.map(Math.floor)
  const order = exact.map((value, place) => ({ place, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.place - b.place)
  for (const { place } of order.slice(0, units - given.reduce((sum, one) => sum + one, 0))) given[place] = (given[place] as number) + 1
  return given
}

export function ratio(part: number, all: number): number {
  return all === 0 ? 0 : part / all
}

/** A difference of shares, in percentage points. */
export function points(value: number): string {
  return withMinus(signed.format(value * 100))
}

/** A difference of counts, with its sign; a zero has none. */
export function change(value: number): string {
  return withMinus(signed.format(value))
}

/** A difference of amounts of one currency, exact, with its sign. */
export function amountChange(after: string, before: string): string {
  const difference = sum([after, before.startsWith('-') ? before.slice(1) : `-${before}`])
  return signedAmount(difference)
}

/** An amount with its sign; a zero has none. */
export function signedAmount(text: string): string {
  return isZero(text) || text.startsWith('-') ? amount(text) : `+${amount(text)}`
}

/** A decimal string as money, every digit kept; it is never turned into a float. */
export function amount(text: string): string {
  const digits = text.split('.')[1]?.length ?? 0
  let format = moneyFormats.get(digits)
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    moneyFormats.set(digits, format)
  }
  return withMinus(format.format(text as `${number}`))
}

export function money(text: string, currency: string): string {
  return `${amount(text)}\u00a0${currency}`
}

/** Only for the width of a drawing and the order of a list, never for a sum that is shown. */
export function drawnWidth(text: string): number {
  return Number(text)
}

export function isZero(text: string): boolean {
  return /^-?[0.]*$/.test(text)
}

/** The exact sum of decimal strings of one currency. */
export function sum(texts: readonly string[]): string {
  const digits = Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0))
  const total = texts.reduce((all, text) => {
    const [units = '0', fraction = ''] = text.replace('-', '').split('.')
    const minor = BigInt(units + fraction.padEnd(digits, '0'))
    return text.startsWith('-') ? all - minor : all + minor
  }, 0n)
  const plain = (total < 0n ? -total : total).toString().padStart(digits + 1, '0')
  const sign = total < 0n ? '-' : ''
  return digits === 0 ? sign + plain : `${sign}${plain.slice(0, -digits)}.${plain.slice(-digits)}`
}
