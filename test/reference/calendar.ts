/** A UTC day as `YYYY-MM-DD`; such texts sort as the days do. */
export type Day = string

/** Half-open. `from` is '' where it is absent (always), `to` is null where it is absent (still so). */
export interface Span {
  readonly from: Day
  readonly to: Day | null
}

export function holds(span: Span, day: Day): boolean {
  return span.from <= day && (span.to === null || day < span.to)
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

export function daysOf(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day)
  return days
}

export function dayCount(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

export function dayOfInstant(instantMs: number): Day {
  return new Date(instantMs).toISOString().slice(0, 10)
}

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/
const instantPattern = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

function isCalendarDay(text: string): boolean {
  if (!dayPattern.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && dayOfInstant(time) === text
}

/** Milliseconds since 1970; a bare day is its first instant; null if it is no date. */
export function instantOf(value: unknown): number | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (isCalendarDay(text)) return Date.parse(`${text}T00:00:00Z`)
  const match = instantPattern.exec(text)
  if (match === null || !isCalendarDay(match[1] ?? '')) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}

/** The UTC day of a day or an instant. */
export function dayOf(value: unknown): Day | null {
  const instant = instantOf(value)
  return instant === null ? null : dayOfInstant(instant)
}

function firstOfMonth(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

/** The calendar period that contains the day. ISO weeks begin on Monday. */
export function periodAround(day: Day, unit: 'day' | 'week' | 'month' | 'quarter' | 'year'): { readonly from: Day; readonly to: Day } {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7)) - 1
  if (unit === 'day') return { from: day, to: addDays(day, 1) }
  if (unit === 'week') {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
    return { from: addDays(day, -weekday), to: addDays(day, 7 - weekday) }
  }
  if (unit === 'month')
    return {
      from: firstOfMonth(year, month),
      to: firstOfMonth(year, month + 1),
    }
  if (unit === 'quarter') {
    const first = month - (month % 3)
    return {
      from: firstOfMonth(year, first),
      to: firstOfMonth(year, first + 3),
    }
  }
  return { from: firstOfMonth(year, 0), to: firstOfMonth(year + 1, 0) }
}
