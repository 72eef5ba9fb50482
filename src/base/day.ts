/** A calendar day in UTC, as the number of days since 1970-01-01. */
export type Day = number

/** An instant, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export const MS_PER_DAY = 86_400_000

/** Later than every day that evidence can name. It stands for "without end"; fits a 32-bit integer. */
export const NEVER: Day = 2_147_483_647

/** Earlier than every day that evidence can name. It stands for "always". */
export const ALWAYS: Day = -2_147_483_648

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}:?\d{2})?$/

/** The first and the last year that evidence may name; trackers send 0 and 292278994 when their clock is broken. */
const FIRST_YEAR = 1900
const LAST_YEAR = 9999

/** Reads `YYYY-MM-DD`; null if it is no day of the calendar. */
export function dayFrom(text: string): Day | null {
  const match = DAY.exec(text)
  if (!match) return null
  const year = Number(match[1])
  const month = Number(match[2])
  const date = Number(match[3])
  if (year < FIRST_YEAR || year > LAST_YEAR) return null
  const ms = Date.UTC(year, month - 1, date)
  const read = new Date(ms)
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== date) return null
  return ms / MS_PER_DAY
}

/** Reads an ISO-8601 instant (UTC where no offset is given) or a day (its midnight); null if it is neither. */
export function instantFrom(text: string): Instant | null {
  const match = INSTANT.exec(text)
  if (!match) {
    const day = dayFrom(text)
    return day === null ? null : day * MS_PER_DAY
  }
  const day = dayFrom(match[1] ?? '')
  const hours = Number(match[2])
  const minutes = Number(match[3])
  const seconds = Number(match[4] ?? 0)
  if (day === null || hours > 23 || minutes > 59 || seconds > 60) return null
  const ms = Number((match[5] ?? '').padEnd(3, '0').slice(0, 3))
  return day * MS_PER_DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms - offsetMs(match[6])
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.slice(1).replace(':', '')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}

export function dayOf(instant: Instant): Day {
  return Math.floor(instant / MS_PER_DAY)
}

export function dayText(day: Day): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day as English sentences say it: 14 Nov 2026. */
export function dayInWords(day: Day): string {
  const { year, month, date } = calendarDate(day)
  return `${date} ${MONTHS[month - 1]} ${year}`
}

export function instantText(instant: Instant): string {
  return new Date(instant).toISOString()
}

export interface CalendarDate {
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  readonly date: number
}

export function calendarDate(day: Day): CalendarDate {
  const at = new Date(day * MS_PER_DAY)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() }
}

/** The day of a date; months beyond 12 run on into the next year. */
export function dayOfDate(year: number, month: number, date = 1): Day {
  return Date.UTC(year, month - 1, date) / MS_PER_DAY
}

/** Monday of the ISO week of a day. */
export function mondayOf(day: Day): Day {
  return day - ((((day + 3) % 7) + 7) % 7)
}
