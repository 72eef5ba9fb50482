import { currencyDigits } from '../base/money.ts'
import { type Day, dayOf, type Instant } from '../base/day.ts'
import type { RateLine } from '../evidence/line.ts'
import { BY_HAND } from './statements.ts'
import type { World } from './world.ts'

/** A number that is not negative, exactly. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

export const WAYS = ['same', 'direct', 'inverse', 'through'] as const

/** What one unit of a currency is worth in another, and from which rates that follows. */
export interface Conversion {
  readonly from: string
  readonly to: string
  readonly way: (typeof WAYS)[number]
  /** The rates as they are stated; two where it goes through a third currency. */
  readonly steps: readonly RateLine[]
  /** Units of `to` for one unit of `from`. */
  readonly worth: Fraction
  /** Of the older step. */
  readonly at: Instant
}

const ONE: Fraction = { over: 1n, under: 1n }

/**
 * How currencies turn into one on a day: the latest rate stated for that day or an earlier one; if there is none, the latest one of the other direction turned round;
 * else through one third currency, the one of which the older of the two rates is latest. Of rates of one instant a person's word holds, then the source and key that sort first.
 * Null where no rate leads there. Cost grows with the rates, once; then with the currencies.
 */
export function conversionsInto(world: World, to: string, day: Day): (from: string) => Conversion | null {
  const latest = new Map<string, RateLine>()
  const currencies = new Set<string>()
  for (const rate of world.rates.values()) {
    if (dayOf(rate.at) > day || rate.currencyFrom === rate.currencyTo) continue
    currencies.add(rate.currencyFrom).add(rate.currencyTo)
    const pair = `${rate.currencyFrom} ${rate.currencyTo}`
    const known = latest.get(pair)
    if (known === undefined || holdsOver(rate, known)) latest.set(pair, rate)
  }

  function step(from: string, into: string): Conversion | null {
    const direct = latest.get(`${from} ${into}`)
    if (direct) return { from, to: into, way: 'direct', steps: [direct], worth: fractionOf(direct.rate), at: direct.at }
    const inverse = latest.get(`${into} ${from}`)
    if (inverse === undefined) return null
    const { over, under } = fractionOf(inverse.rate)
    return { from, to: into, way: 'inverse', steps: [inverse], worth: { over: under, under: over }, at: inverse.at }
  }

  return (from) => {
    if (from === to) return { from, to, way: 'same', steps: [], worth: ONE, at: Number.POSITIVE_INFINITY }
    const alone = step(from, to)
    if (alone) return alone
    let best: Conversion | null = null
    for (const third of [...currencies].sort()) {
      const [first, second] = third === from || third === to ? [null, null] : [step(from, third), step(third, to)]
      if (first === null || second === null) continue
      const at = Math.min(first.at, second.at)
      if (best !== null && best.at >= at) continue
      best = { from, to, way: 'through', steps: [...first.steps, ...second.steps], worth: { over: first.worth.over * second.worth.over, under: first.worth.under * second.worth.under }, at }
    }
    return best
  }
}

function holdsOver(a: RateLine, b: RateLine): boolean {
  if (a.at !== b.at) return a.at > b.at
  if ((a.source === BY_HAND) !== (b.source === BY_HAND)) return a.source === BY_HAND
  return a.source === b.source ? a.key < b.key : a.source < b.source
}

/** A decimal text as the fraction that it is. */
function fractionOf(text: string): Fraction {
  const [whole = '', part = ''] = text.split('.')
  return { over: BigInt(whole + part), under: 10n ** BigInt(part.length) }
}

/** Smallest units of `to` for one smallest unit of `from`: currencies differ in digits. */
export function worthOfSmallest({ from, to, worth }: Conversion): Fraction {
  return { over: worth.over * 10n ** BigInt(currencyDigits(to) ?? 2), under: worth.under * 10n ** BigInt(currencyDigits(from) ?? 2) }
}

const DIGITS_SHOWN = 8

/** What one unit is worth, to eight digits after the point at most; exact where that is enough. */
export function worthText({ worth: { over, under } }: Conversion): string {
  const shift = 10n ** BigInt(DIGITS_SHOWN)
  const text = ((2n * over * shift + under) / (2n * under)).toString().padStart(DIGITS_SHOWN + 1, '0')
  const part = text.slice(-DIGITS_SHOWN).replace(/0+$/, '')
  return part === '' ? text.slice(0, -DIGITS_SHOWN) : `${text.slice(0, -DIGITS_SHOWN)}.${part}`
}
