import { amount, count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import type { Concentrated } from './shapes.ts'

const words = texts.explore.concentration

/** What is concentrated, by its name in the address: `money-payer-EUR`, `usageDays-organization`. */
export function keyOf({ measure, side, currency }: Concentrated): string {
  return [measure, side, currency].filter((part) => part !== null).join('-')
}

export function nameOfConcentrated({ measure, side, currency }: Concentrated): string {
  return `${measure === 'money' ? (currency ?? words.money) : words.use} ${words.by[side]}`
}

export function amountOf({ currency }: Concentrated, text: string): string {
  return currency === null ? count(Number(text)) : `${amount(text)}\u00a0${currency}`
}

/** The amount with its unit, for a sentence. */
export function amountWithUnit(one: Concentrated, text: string): string {
  return one.currency === null ? `${amountOf(one, text)} ${words.useUnit}` : amountOf(one, text)
}

/** "3 payers make half of the money". */
export function headline({ half, parties, side, measure, currency }: Concentrated): string {
  return words.headline(count(half), words.parties[side](half), measure === 'money' ? words.ofMoney(currency ?? '') : words.ofUse, count(parties))
}
