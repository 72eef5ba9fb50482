import { locale } from './locale.ts'

/** Numbers, shares and money as the reader's own locale writes them. */

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
const moneyFormats = new Map<number, Intl.NumberFormat>()

export function count(value: number): string {
  return whole.format(value)
}

/** A share 0..1. What is not nothing is never shown as 0 %, and what is not all never as 100 %. */
export function share(value: number): string {
  if (value > 0 && value < 0.005) return `<${percent.format(0.01)}`
  if (value < 1 && value > 0.995) return `>${percent.format(0.99)}`
  return percent.format(value)
}

export function ratio(part: number, all: number): number {
  return all === 0 ? 0 : part / all
}

/** A difference of shares, in percentage points. */
export function points(value: number): string {
  return signed.format(value * 100)
}

/** A difference of counts, with its sign; a zero has none. */
export function change(value: number): string {
  return signed.format(value)
}

/** A difference of amounts of one currency, exact, with its sign. */
export function amountChange(after: string, before: string): string {
  const difference = sum([after, before.startsWith('-') ? before.slice(1) : `-${before}`])
  return isZero(difference) ? amount(difference) : difference.startsWith('-') ? `\u2212${amount(difference.slice(1))}` : `+${amount(difference)}`
}

/** A decimal string as money, every digit kept; it is never turned into a float. */
export function amount(text: string): string {
  const digits = text.split('.')[1]?.length ?? 0
  let format = moneyFormats.get(digits)
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    moneyFormats.set(digits, format)
  }
  return format.format(text as `${number}`)
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
