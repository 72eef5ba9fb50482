import { ALWAYS, type Day, dayText, NEVER } from '../base/day.ts'

/** A day as text; null where it stands for always or never. */
export function dayOrNull(day: Day): string | null {
  return day === ALWAYS || day === NEVER ? null : dayText(day)
}
