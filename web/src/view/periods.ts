import { daysBetween, firstOfMonth, plusDays, today } from '../format/days.ts'
import { texts } from '../texts.ts'

export interface Period { readonly from: string; readonly to: string }

/** Full days only: today is not over, so no preset but the month and the year holds it. */
export const DEFAULT_DAYS = 30

export function lastDays(days: number): Period {
  return { from: plusDays(today(), -days), to: today() }
}

export function presets(): readonly { readonly name: string; readonly period: Period }[] {
  const now = today()
  const tomorrow = plusDays(now, 1)
  return [
    { name: texts.periods.last30, period: lastDays(30) },
    { name: texts.periods.last90, period: lastDays(90) },
    { name: texts.periods.thisMonth, period: { from: firstOfMonth(now), to: tomorrow } },
    { name: texts.periods.lastMonth, period: { from: firstOfMonth(now, -1), to: firstOfMonth(now) } },
    { name: texts.periods.thisYear, period: { from: `${now.slice(0, 4)}-01-01`, to: tomorrow } },
  ]
}

/** The name of a preset, if the period is one. */
export function presetName(period: Period): string | null {
  return presets().find((preset) => preset.period.from === period.from && preset.period.to === period.to)?.name ?? null
}

/** The period before, as long as this one: whole months before whole months, else as many days. */
export function periodBefore({ from, to }: Period): Period {
  if (from.endsWith('-01') && to.endsWith('-01')) {
    const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
    return { from: firstOfMonth(from, -months), to: from }
  }
  return { from: plusDays(from, -daysBetween(from, to)), to: from }
}

/** The twelve months that end with the period. */
export function monthsUpTo(to: string): Period {
  return { from: firstOfMonth(plusDays(to, -1), -11), to }
}
