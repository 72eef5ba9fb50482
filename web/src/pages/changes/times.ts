import { dayText, instantText, isDay, plusDays, today } from '../../format/days.ts'
import { texts } from '../../texts.ts'

const DAYS_BACK = 7
const words = texts.changes

/** The earlier time that the address names: a day stands for its end, and an instant for itself; else a week ago. */
export function againstOf(address: string | undefined): { readonly instant: string; readonly says: string; readonly short: string; readonly day: string } {
  const usual = plusDays(today(), -DAYS_BACK)
  const given = address ?? usual
  const isInstant = given.length > 'YYYY-MM-DD'.length && !Number.isNaN(Date.parse(given))
  const day = isInstant ? null : isDay(given) ? given : usual
  return day === null ? { instant: given, says: words.whenInstant(instantText(given)), short: instantText(given), day: given.slice(0, 10) } : { instant: `${day}T23:59:59.999Z`, says: words.when(dayText(day)), short: dayText(day), day }
}

/** Just before something happened. */
export function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString()
}

export const PRESET_DAYS = { yesterday: 1, week: DAYS_BACK, month: 30 } as const
