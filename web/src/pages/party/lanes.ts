import type { Hat } from '../../api/shapes.ts'
import { daysBetween, monthAndYear, plusDays } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { nameOf } from '../../format/names.ts'
import { texts } from '../../texts.ts'

const words = texts.party

export type ProductName = (key: string) => string

/** The bars of one hat with one counterpart. */
export interface Lane { readonly name: string; readonly what: string; readonly bars: readonly Hat[] }

/** The days from the left edge of the picture to its right edge. */
export interface Span { readonly from: string; readonly to: string }

const AHEAD_AT_MOST = 365
const MARGIN = 20

/** A champion speaks for the product and does not decide: a hat of its own on the page. */
export function hatName({ hat, function: does }: Hat): string {
  return hat === 'decider' && does === 'champion' ? 'champion' : hat
}

/** "Customer of us, Notes": a hat in words; products by the names that people use. */
export function hatText(hat: Hat, productName: ProductName): { readonly what: string; readonly whom: string } {
  const product = hat.product === null ? null : productName(hat.product)
  const does = hat.function === null || hat.function === 'decider' || hat.function === 'champion' ? null : hat.function
  const name = hat.counterparts > 1 ? words.parties(count(hat.counterparts)) : hat.counterpart === null ? (hat.hat === 'payer' ? words.itself : '') : hat.counterpart.identifiers.includes('self') && hat.counterpart.name === null ? words.us : nameOf(hat.counterpart)
  const whom = hat.hat === 'user' ? (product ?? '') : [name, product, does].filter((part) => part !== null && part !== '').join(', ')
  return { what: words.hats[hatName(hat)] ?? hat.hat, whom }
}

export function lanesOf(hats: readonly Hat[], productName: ProductName): readonly Lane[] {
  const lanes = new Map<string, Hat[]>()
  for (const hat of hats) {
    const { what, whom } = hatText(hat, productName)
    const name = `${what} ${whom}`.trim()
    lanes.set(name, [...(lanes.get(name) ?? []), hat])
  }
  return [...lanes].map(([name, bars]) => ({ name, what: bars[0]?.hat ?? '', bars }))
}

/** From the first day that is known to a while after today or the end of the period. */
export function spanOf(hats: readonly Hat[], period: Span, today: string): Span {
  const days = hats.flatMap(({ from, to }) => [from, to]).filter((day) => day !== null)
  const first = [...days, period.from].reduce((least, day) => (day < least ? day : least))
  const latest = plusDays(today, AHEAD_AT_MOST)
  const last = [...days.filter((day) => day <= latest), period.to, today].reduce((most, day) => (day > most ? day : most))
  const margin = Math.max(MARGIN, Math.round(daysBetween(first, last) * 0.03))
  return { from: plusDays(first, -margin), to: plusDays(last, margin) }
}

/** Where a day stands, in percent of the width. */
export function placeOf(day: string, span: Span): number {
  return Math.max(0, Math.min(100, (daysBetween(span.from, day) / daysBetween(span.from, span.to)) * 100))
}

const TICKS_AT_MOST = 7

/** Beginnings of months or years, as many as fit. */
export function ticksOf(span: Span): readonly { readonly day: string; readonly name: string }[] {
  const [year = 0, month = 1] = span.from.split('-').map(Number)
  const months = daysBetween(span.from, span.to) / 30.4
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => months / one <= TICKS_AT_MOST) ?? 120
  const ticks = []
  for (let at = Math.ceil((year * 12 + month) / step) * step; ; at += step) {
    const day = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`
    if (day >= span.to) return ticks
    if (placeOf(day, span) < 94) ticks.push({ day, name: step >= 12 ? day.slice(0, 4) : monthAndYear(day) })
  }
}

/** True if the hat is worn on a day. */
export function isWorn({ from, to }: Hat, day: string): boolean {
  return (from === null || from <= day) && (to === null || day < to)
}
