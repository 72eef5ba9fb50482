import { Type } from 'typebox'
import { dayOf, dayText, type Instant, instantText } from '../base/day.ts'
import { amountText, currencyDigits } from '../base/money.ts'
import { Refusal } from '../base/refusal.ts'
import { type Conversion, conversionsInto, type Fraction, WAYS, worthOfSmallest, worthText } from '../roles/rates.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Question } from './question.ts'

export const TOGETHER_IN = Type.Optional(Type.String({
  description: 'A currency such as EUR: adds `together`, the sums of all currencies in this one, about: at the latest rates stated for the last day of the window or before it, as known then. The sums per currency stay as they are.',
}))

const RATES = Type.Array(Type.Object({
  from: Type.String(),
  rate: Type.String({ description: 'What one unit of `from` is worth in the currency, to eight digits after the point; sums use it exactly.' }),
  at: Type.String({ description: 'When the rate is of; of two the older.' }),
  way: Type.Union(WAYS.map((way) => Type.Literal(way)), { description: 'direct as stated; inverse: only the other direction is stated, and was turned round; through: two rates by way of a third currency.' }),
  steps: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), rate: Type.String(), at: Type.String(), source: Type.String(), key: Type.String() }), { description: 'The rates as they are stated.' }),
}))

/** The shape of what is added up in one currency, with these amounts. */
export function togetherOf<T extends { readonly [name: string]: import('typebox').TSchema }>(own: T) {
  return Type.Optional(Type.Object({
    currency: Type.String(),
    ...own,
    day: Type.String({ description: 'The last day of the window: no later rate is used.' }),
    rates: RATES,
    missing: Type.Array(Type.String(), { description: 'Currencies with money for which no rate is known: sums that would need one are null.' }),
  }, { description: 'About: one rate for each currency and window, each sum rounded once, half up.' }))
}

export const ABOUT = Type.Union([Type.String(), Type.Null()])

/** Amounts in smallest units, by currency. */
export type ByCurrency = ReadonlyMap<string, bigint>

/** Adds up amounts of several currencies in one, exactly until they are written. */
export class Together {
  readonly currency: string
  readonly #day: number
  readonly #conversionOf: (from: string) => Conversion | null
  readonly #used = new Map<string, Conversion | null>()

  constructor(asked: Asked, question: Question, currency: string) {
    this.currency = currency
    this.#day = question.to - 1
    this.#conversionOf = conversionsInto(asked.view.world, currency, this.#day)
  }

  #conversion(from: string): Conversion | null {
    const known = this.#used.get(from)
    if (known !== undefined) return known
    const conversion = this.#conversionOf(from)
    this.#used.set(from, conversion)
    return conversion
  }

  /** The sum as a fraction of smallest units; null if a rate lacks that it needs. Nothing of a currency needs none. */
  exact(amounts: Iterable<readonly [currency: string, minor: bigint]>): Fraction | null {
    let sum: Fraction | null = { over: 0n, under: 1n }
    for (const [from, minor] of amounts) {
      if (minor === 0n) continue
      const conversion = this.#conversion(from)
      if (conversion === null) sum = null
      else if (sum !== null) {
        const { over, under } = worthOfSmallest(conversion)
        sum = { over: sum.over * under + minor * over * sum.under, under: sum.under * under }
      }
    }
    return sum
  }

  /** What one smallest unit of each is worth, over one denominator; null if a rate lacks. */
  worth(currencies: Iterable<string>): { readonly overs: ReadonlyMap<string, bigint>; readonly under: bigint } | null {
    const found = [...currencies].map((from) => [from, this.#conversion(from)] as const)
    const fractions = found.flatMap(([from, conversion]) => (conversion === null ? [] : [[from, worthOfSmallest(conversion)] as const]))
    if (fractions.length < found.length) return null
    const under = fractions.reduce((all, [, fraction]) => (all / greatestDivisor(all, fraction.under)) * fraction.under, 1n)
    return { under, overs: new Map(fractions.map(([from, fraction]) => [from, (fraction.over * under) / fraction.under])) }
  }

  /** The sum as text, rounded once. */
  about(amounts: Iterable<readonly [currency: string, minor: bigint]>): string | null {
    const sum = this.exact(amounts)
    return sum === null ? null : this.text(sum)
  }

  text(sum: Fraction): string {
    return amountText(rounded(sum), this.currency)
  }

  /** The rates that the sums asked for so far have used, and those that lack. */
  get told() {
    const used = [...this.#used].sort(([a], [b]) => (a < b ? -1 : 1))
    return {
      day: dayText(this.#day),
      rates: used.flatMap(([from, conversion]) => (conversion === null || conversion.way === 'same' ? [] : [{
        from, rate: worthText(conversion), at: timeText(conversion.at), way: conversion.way,
        steps: conversion.steps.map(({ currencyFrom, currencyTo, rate, at, source, key }) => ({ from: currencyFrom, to: currencyTo, rate, at: timeText(at), source, key })),
      }])),
      missing: used.flatMap(([from, conversion]) => (conversion === null ? [from] : [])),
    }
  }
}

/** `together` for an answer, if a currency is asked for. `work` says the amounts; rates are told of those that it asked for. */
export function together<T extends object>(asked: Asked, question: Question, currency: string | undefined, work: (sums: Together) => T) {
  if (currency === undefined) return {}
  const code = currency.trim().toUpperCase()
  if (currencyDigits(code) === null) throw new Refusal('bad-parameter', `'${currency}' is no currency. Use a code of three letters such as EUR or USD.`, { parameter: 'currency' })
  const sums = new Together(asked, question, code)
  const amounts = work(sums)
  return { together: { currency: code, ...amounts, ...sums.told } }
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b)
}

/** Half up by size, so that a refund is rounded as its charge was. */
function rounded({ over, under }: Fraction): bigint {
  const size = over < 0n ? -over : over
  const units = (2n * size + under) / (2n * under)
  return over < 0n ? -units : units
}

function timeText(at: Instant): string {
  return at % 86_400_000 === 0 ? dayText(dayOf(at)) : instantText(at)
}
