import { calendarDate, type Day, dayOfDate, NEVER } from '../base/day.ts'
import { halfUp } from '../base/money.ts'
import { pays } from './resale.ts'
import type { Agreement } from './world.ts'

/** A purchase (`once` without end) accrues whole on its day; `once` with an end evenly over its days. */
export function isPurchase(agreement: Agreement): boolean {
  return agreement.interval === 'once' && agreement.to === NEVER
}

/** True if the agreement has money in the window: it may then still round to zero. */
export function accrues(agreement: Agreement, from: Day, to: Day): boolean {
  if (agreement.amountMinor === null || !pays(agreement)) return false
  return isPurchase(agreement) ? from <= agreement.from && agreement.from < to : agreement.from < to && from < agreement.to
}

/** In force on some day of the window. A purchase is in force from its day on without end. */
export function inForceWithin(agreement: Agreement, from: Day, to: Day): boolean {
  return agreement.from < to && from < agreement.to
}

/**
 * What an agreement accrues in a window, in minor units: the exact sum over its days, rounded half up once.
 * A day's share is the interval's amount divided by 1, 7, or the days of the calendar month, quarter or year that contains the day.
 */
export function accrualMinor(agreement: Agreement, from: Day, to: Day): bigint {
  if (!accrues(agreement, from, to)) return 0n
  const amount = BigInt(agreement.amountMinor as number)
  if (isPurchase(agreement)) return amount
  const start = Math.max(from, agreement.from)
  const end = Math.min(to, agreement.to)
  if (agreement.interval === 'once') return halfUp(amount * BigInt(end - start), BigInt(agreement.to - agreement.from))
  const daysByDivisor = shares(agreement.interval, start, end)
  let denominator = 1n
  for (const divisor of daysByDivisor.keys()) denominator = lcm(denominator, BigInt(divisor))
  let numerator = 0n
  for (const [divisor, days] of daysByDivisor) numerator += (denominator / BigInt(divisor)) * BigInt(days)
  return halfUp(amount * numerator, denominator)
}

/** How many days of the window are divided by how many days of their interval. */
function shares(interval: Exclude<Agreement['interval'], 'once'>, from: Day, to: Day): Map<number, number> {
  if (interval === 'day') return new Map([[1, to - from]])
  if (interval === 'week') return new Map([[7, to - from]])
  const months = interval === 'month' ? 1 : interval === 'quarter' ? 3 : 12
  const daysByDivisor = new Map<number, number>()
  for (let day = from; day < to; ) {
    const { year, month } = calendarDate(day)
    const first = Math.floor((month - 1) / months) * months + 1
    const begin = dayOfDate(year, first)
    const end = dayOfDate(year, first + months)
    const until = Math.min(end, to)
    daysByDivisor.set(end - begin, (daysByDivisor.get(end - begin) ?? 0) + until - day)
    day = until
  }
  return daysByDivisor
}

function lcm(a: bigint, b: bigint): bigint {
  let x = a
  let y = b
  while (y > 0n) [x, y] = [y, x % y]
  return (a / x) * b
}
