import { locale } from './locale.ts'

/** Days are UTC days, written YYYY-MM-DD; a period [from, to) does not hold its last day. */
const MS_PER_DAY = 86_400_000

const full = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const monthShort = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
const monthYear = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const instantFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

function dateOf(day: string): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`)
}

export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

export function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dateOf(text).getTime()) && dateOf(text).toISOString().slice(0, 10) === text
}

export function plusDays(day: string, days: number): string {
  return new Date(dateOf(day).getTime() + days * MS_PER_DAY).toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / MS_PER_DAY)
}

export function firstOfMonth(day: string, months = 0): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10)
}

export function dayText(day: string): string {
  return full.format(dateOf(day))
}

export function monthText(day: string): string {
  return monthShort.format(dateOf(day))
}

export function monthAndYear(day: string): string {
  return monthYear.format(dateOf(day.length === 7 ? `${day}-01` : day))
}

export function instantText(instant: string): string {
  return `${instantFormat.format(new Date(instant))} UTC`
}

/** A half-open period in words; a whole month by its name. */
export function periodText(from: string, to: string): string {
  if (from.endsWith('-01') && to === firstOfMonth(from, 1)) return monthAndYear(from)
  return full.formatRange(dateOf(from), dateOf(plusDays(to, -1)))
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const IN_WORDS = new RegExp(`\\b(\\d{1,2}) (${MONTHS.join('|')}) (\\d{4})\\b`, 'g')

/** Days inside of a sentence of the server, `2026-10-23` or `23 Oct 2026`, as the reader's locale writes them. */
export function daysIn(sentence: string): string {
  return sentence.replace(/\b(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})\b/g, (all, from: string, last: string) => (isDay(from) && isDay(last) ? full.formatRange(dateOf(from), dateOf(last)) : all))
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => (isDay(day) ? dayText(day) : day))
    .replace(IN_WORDS, (all, date: string, month: string, year: string) => {
      const day = `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`
      return isDay(day) ? dayText(day) : all
    })
}

/** "in 12 days", "3 months ago". */
export function fromNow(day: string): string {
  const days = daysBetween(today(), day)
  if (Math.abs(days) < 60) return relative.format(days, 'day')
  return relative.format(Math.round(days / 30.44), 'month')
}
