import { calendarDate, type Day, dayOfDate, mondayOf } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import type { Question } from './question.ts'

export type Period = 'day' | 'week' | 'month' | 'quarter'

/** Three years of days, 21 of weeks: more than anybody reads, and as much as one answer should hold. */
const PERIODS_AT_MOST = 1_100
const LONGER: Readonly<Record<Period, string>> = { day: ', or for weeks or months', week: ', or for months', month: '', quarter: '' }

/** The first days of the calendar periods of a window, cut to it. */
export function startsOf({ from, to }: Question, by: Period): Day[] {
  const starts: Day[] = []
  for (let day = from; day < to; ) {
    if (starts.length === PERIODS_AT_MOST) throw new Refusal('bad-parameter', `The window has more than ${PERIODS_AT_MOST} ${by}s. Ask for a shorter one${LONGER[by]}.`, { parameter: 'from' })
    starts.push(day)
    const { year, month } = calendarDate(day)
    day = by === 'day' ? day + 1 : by === 'week' ? mondayOf(day) + 7 : dayOfDate(year, by === 'month' ? month + 1 : month + 3 - ((month - 1) % 3))
  }
  return starts
}
