import { currencyDigits } from '../base/money.ts'
import type { Money } from './values.ts'

/** A number without loss: `units` divided by ten to the power of `places`. */
interface Decimal {
  readonly units: bigint
  readonly places: number
}

/** What an order line is made of. Numbers as text with a point, `-12.50`. */
export interface OrderLine {
  /** In major units of the currency. */
  readonly price: string
  readonly currency: string
  readonly quantity: number
  /** Of the whole price: 0.15 of it is given away. */
  readonly discount: string
  readonly isPercent: boolean
}

/** The amount, or where it has more digits than the currency, what it is exactly. */
export type LineAmount = { readonly money: Money; readonly exact: string; readonly isRounded: boolean }

function decimalOf(text: string): Decimal {
  const [whole = '0', fraction = ''] = text.split('.')
  return { units: BigInt(whole + fraction), places: fraction.length }
}

function textOf({ units, places }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const fraction = places === 0 ? '' : digits.slice(-places).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${fraction === '' ? '' : `.${fraction}`}`
}

/** Share of the price that is to be paid, exactly; null if the discount is more than all of it, or a surcharge. */
function shareToPay(discount: string, isPercent: boolean): Decimal | null {
  const { units, places } = decimalOf(discount)
  const all = 10n ** BigInt(places + (isPercent ? 2 : 0))
  return units < 0n || units > all ? null : { units: all - units, places: places + (isPercent ? 2 : 0) }
}

/** Price times quantity less the discount, without floats; rounded half up, away from zero, where the currency has fewer digits. Null: no such discount. */
export function amountOfLine({ price, currency, quantity, discount, isPercent }: OrderLine): LineAmount | null {
  const one = decimalOf(price)
  const share = shareToPay(discount, isPercent)
  if (share === null) return null
  const exact: Decimal = { units: one.units * BigInt(quantity) * share.units, places: one.places + share.places }
  const digits = currencyDigits(currency) ?? 2
  const scaled = exact.units * 10n ** BigInt(digits)
  const whole = 10n ** BigInt(exact.places)
  const size = scaled < 0n ? -scaled : scaled
  const rounded = (2n * size + whole) / (2n * whole)
  const minor = Number(rounded)
  return { money: { minor: scaled < 0n && minor !== 0 ? -minor : minor, currency }, exact: textOf(exact), isRounded: size % whole !== 0n }
}
