import type { Day } from '../base/day.ts'

/** A piece of work as a schedule looks at it; its weight is what it is planned to cost, or 1 where costs are not known of all. */
export interface Step {
  readonly weight: number
  readonly due: Day | null
  readonly done: Day | null
}

/** Where a project stands in time; days. */
export interface Schedule {
  readonly start: Day
  /** The last due day; null where a milestone has none. */
  readonly plannedEnd: Day | null
  /** The last day on which something was done, where all is done. */
  readonly ended: Day | null
  /** Earned schedule: in how many days the plan would have come to what was reached. */
  readonly earnedDays: number | null
  /** In how many it came there. */
  readonly actualDays: number | null
  /** SPI(t) = earned / actual days: below 1 it is slower than planned. */
  readonly spiTime: number | null
  /** Days behind the plan at that place; below 0 it is ahead. */
  readonly slipDays: number | null
  readonly end: Forecast | null
}

/** When it will end: `low` if what is left goes as planned, `likely` at the pace so far, `high` if what is overdue has not even begun; null where no end can be said. */
export interface Forecast {
  readonly low: Day
  readonly likely: Day
  readonly high: Day | null
}

/** A planned course: what should be reached by when, from (start, 0) on. */
export type PlannedCourse = readonly { readonly day: number; readonly value: number }[]

/** Work that is due on one day is one step of the course. */
export function plannedCourse(start: Day, steps: readonly Step[]): PlannedCourse {
  const byDay = new Map<Day, number>()
  for (const { due, weight } of steps) if (due !== null) byDay.set(Math.max(due, start), (byDay.get(Math.max(due, start)) ?? 0) + weight)
  const course = [{ day: start as number, value: 0 }]
  let value = 0
  for (const [day, weight] of [...byDay].sort(([a], [b]) => a - b)) {
    value += weight
    if (day === start) course[0] = { day, value }
    else course.push({ day, value })
  }
  return course
}

/** Earned schedule (W. Lipke, "Schedule is different", 2003): the time at which the plan reaches a value, straight between two points of its course. In the unit of the course, since its beginning. */
export function earnedSchedule(course: PlannedCourse, value: number): number {
  const start = course[0]?.day ?? 0
  const next = course.findIndex((point) => point.value >= value)
  if (next === 0 || course.length === 0) return 0
  const after = course[next]
  if (after === undefined) return (course.at(-1)?.day ?? start) - start
  const before = course[next - 1] as { day: number; value: number }
  return before.day + ((after.day - before.day) * (value - before.value)) / (after.value - before.value) - start
}

/**
 * Where a project stands at the beginning of day `to`. Milestones earn in jumps, so between two of them time passes and nothing is earned; comparing then would call waiting lateness.
 * So earned schedule is compared where it jumps: on the day of the last milestone that is done, and, where some are overdue, today as if all these were done today, which is the best that can still be; the slower of both holds.
 * The end at that pace is IEAC(t) = PD / SPI(t); what it would be if nothing of the overdue were done, as Lipke has it for any day, is `high`.
 */
export function scheduleOf(start: Day, steps: readonly Step[], to: Day): Schedule {
  const doneSteps = steps.filter(({ done }) => done !== null && done < to)
  const lastDone = Math.max(...doneSteps.map(({ done }) => done as Day))
  const allDone = steps.length > 0 && doneSteps.length === steps.length
  const nothing = { start, ended: allDone ? lastDone : null, earnedDays: null, actualDays: null, spiTime: null, slipDays: null, end: null }
  if (steps.length === 0 || steps.some(({ due }) => due === null)) return { ...nothing, plannedEnd: null }
  const course = plannedCourse(start, steps)
  const plannedEnd = course.at(-1)?.day as Day
  const whole = { ...nothing, plannedEnd }
  const weightOf = (some: readonly Step[]): number => some.reduce((all, { weight }) => all + weight, 0)
  const overdue = steps.filter(({ due, done }) => (done === null || done >= to) && (due as Day) < to)
  const earned = weightOf(doneSteps)
  if (allDone) {
    const [earnedDays, actualDays] = [plannedEnd - start, lastDone - start]
    return { ...whole, earnedDays, actualDays, spiTime: actualDays > 0 ? earnedDays / actualDays : null, slipDays: lastDone - plannedEnd, end: { low: lastDone, likely: lastDone, high: lastDone } }
  }
  const places = [...(earned > 0 ? [{ value: earned, day: lastDone }] : []), ...(overdue.length > 0 ? [{ value: earned + weightOf(overdue), day: to }] : [])]
    .map(({ value, day }) => ({ earnedDays: earnedSchedule(course, value), actualDays: day - start }))
    .filter(({ earnedDays, actualDays }) => earnedDays > 0 && actualDays > 0)
  const [first] = places
  if (first === undefined) return whole
  const { earnedDays, actualDays } = places.reduce((slowest, place) => (place.earnedDays / place.actualDays < slowest.earnedDays / slowest.actualDays ? place : slowest), first)
  const planned = plannedEnd - start
  // What is not done cannot have ended before today.
  const soonest = (days: number): Day => Math.max(to, start + days)
  const likely = soonest(Math.round((planned * actualDays) / earnedDays))
  const asPlanned = soonest(Math.floor(planned + actualDays - earnedDays))
  const plainly = earnedSchedule(course, earned)
  const slowest = overdue.length === 0 ? likely : plainly > 0 ? soonest(Math.ceil((planned * (to - start)) / plainly)) : null
  return {
    ...whole, earnedDays, actualDays, spiTime: earnedDays / actualDays, slipDays: actualDays - earnedDays,
    end: { low: Math.min(asPlanned, likely), likely, high: slowest === null ? null : Math.max(slowest, asPlanned, likely) },
  }
}
