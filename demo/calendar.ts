/** Days since 1 January 1970, UTC: the simulator counts in whole days. */
export type DayNumber = number

/** Later than every day of the demo: "still so". */
export const stillSo: DayNumber = 1_000_000

const msPerDay = 86_400_000

export function dayNumber(day: string): DayNumber {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`'${day}' is no day; write it as 2026-03-01`)
  const ms = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) throw new RangeError(`there is no day '${day}'`)
  return ms / msPerDay
}

const dayTexts = new Map<DayNumber, string>()

export function dayText(day: DayNumber): string {
  let text = dayTexts.get(day)
  if (text === undefined) {
    text = new Date(day * msPerDay).toISOString().slice(0, 10)
    dayTexts.set(day, text)
  }
  return text
}

const two = (n: number) => String(n).padStart(2, '0')

export function instantText(day: DayNumber, second: number): string {
  return `${dayText(day)}T${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}Z`
}

export function dateOf(day: DayNumber): { readonly year: number; readonly month: number; readonly date: number } {
  const text = dayText(day)
  return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), date: Number(text.slice(8, 10)) }
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: DayNumber): number {
  return ((day + 3) % 7) + 1
}

/** The same date so many months later, or the last of the month where that date does not exist. */
export function monthsLater(day: DayNumber, months: number): DayNumber {
  const { year, month, date } = dateOf(day)
  const count = year * 12 + (month - 1) + months
  const first = firstOfMonth(Math.floor(count / 12), (count % 12) + 1)
  const last = firstOfMonth(Math.floor((count + 1) / 12), ((count + 1) % 12) + 1) - 1
  return Math.min(first + date - 1, last)
}

export function firstOfMonth(year: number, month: number): DayNumber {
  return Date.UTC(year, month - 1, 1) / msPerDay
}

/** The calendar months of a window, cut to it. */
export function monthsOf(from: DayNumber, to: DayNumber): { readonly from: DayNumber; readonly to: DayNumber }[] {
  const months = []
  let at = from
  while (at < to) {
    const { year, month } = dateOf(at)
    const next = Math.min(to, month === 12 ? firstOfMonth(year + 1, 1) : firstOfMonth(year, month + 1))
    months.push({ from: at, to: next })
    at = next
  }
  return months
}
