import type { Order } from '../db/engines/foreign-query.ts'

/** The greatest value of a column, kept as the very text that the database gave. */
export class Greatest {
  value: string | null
  readonly #order: Order

  constructor(order: Order, since: string | null) {
    this.#order = order
    this.value = since
  }

  /** Null, NaN and infinity move nothing: after them nothing would ever be new again. */
  see(value: string | null): void {
    if (value === null || !/^-?\d/.test(value)) return
    if (this.value === null || this.#isAfter(value, this.value)) this.value = value
  }

  #isAfter(a: string, b: string): boolean {
    return this.#order === 'number' ? compareNumbers(a, b) > 0 : sortable(a) > sortable(b)
  }
}

/** ISO times of one form sort as texts, once their sign and zone do not count: `10:00:00` comes before `10:00:00.5`. */
function sortable(time: string): string {
  return time.replace(' ', 'T').replace(/(Z|\+00(:?00)?)$/, '')
}

/** Exact for whole numbers and decimals of any length; what has an exponent is compared as floating point, as it was in the database. */
export function compareNumbers(a: string, b: string): number {
  if (/e/i.test(a) || /e/i.test(b)) return Number(a) - Number(b)
  const fraction = Math.max(fractionOf(a), fractionOf(b))
  const [left, right] = [scaled(a, fraction), scaled(b, fraction)]
  return left < right ? -1 : left > right ? 1 : 0
}

function fractionOf(text: string): number {
  return text.split('.')[1]?.length ?? 0
}

function scaled(text: string, digits: number): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(digits, '0'))
}
