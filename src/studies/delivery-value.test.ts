import { expect, test } from 'vitest'
import { earnedSchedule, scheduleOf } from './delivery-schedule.ts'
import { earnedValue, type Work } from './delivery-value.ts'

const work = (planned: bigint | null, actual: bigint | null, due: number | null, done: number | null): Work => ({ planned, actual, due, done })

// R. Mulcahy, PMP Exam Prep, "the fence": four sides, a day and 1,000 each; at the end of day three the first is done for 1,000, the second for 1,200, half of the third for 600.
// Her EAC is 4,479, since she divides by a CPI rounded to 0.893; exactly it is 4,480.
test('the fence of the exam book has its figures', () => {
  const fence = [work(1_000n, 1_000n, 1, 1), work(1_000n, 1_200n, 2, 3), work(500n, 600n, 3, 3), work(500n, null, 3, null), work(1_000n, null, 4, null)]
  expect(earnedValue(fence, 4)).toMatchObject({ bac: 4_000n, pv: 3_000n, ev: 2_500n, ac: 2_800n, cv: -300n, sv: -500n, etc: 1_680n, vac: -480n, because: [] })
  const { cpi, spi, eac } = earnedValue(fence, 4)
  expect(cpi).toBeCloseTo(0.893, 3)
  expect(spi).toBeCloseTo(0.833, 3)
  // At plan: 2,800 + 1,500; with the delay: 2,800 + 1,500 / (0.893 x 0.833) = 2,800 + 2,016.
  expect(eac).toMatchObject({ atPlan: 4_300n, atPace: 4_480n, atPaceAndDelay: 4_816n, low: 4_300n, high: 4_816n })
})

test('the range holds what would be said without any one milestone', () => {
  // One went at half its plan, one at three times its plan: 5 + 30 for 20; without the first 30 for 10.
  const { eac } = earnedValue([work(10n, 5n, 1, 1), work(10n, 30n, 2, 2), work(10n, null, 9, null)], 4)
  expect(eac).toEqual({ atPlan: 45n, atPace: 53n, atPaceAndDelay: 53n, low: 40n, high: 65n })
})

test('what cannot be said is null, with its reason', () => {
  expect(earnedValue([work(null, 5n, 1, 1)], 4)).toMatchObject({ bac: null, ev: null, cpi: null, eac: null, ac: 5n, because: ['no-plan'] })
  expect(earnedValue([work(10n, null, 1, 1), work(10n, null, 2, null)], 4)).toMatchObject({ ev: 10n, cv: null, cpi: null, eac: null, because: ['cost-missing'] })
  expect(earnedValue([work(10n, 5n, 1, 1), work(null, null, 2, null)], 4)).toMatchObject({ eac: null, because: ['plan-missing'] })
  expect(earnedValue([work(10n, 5n, null, 1), work(10n, null, 2, null)], 4)).toMatchObject({ pv: null, sv: null, spi: null, because: ['due-missing', 'few-done'] })
  expect(earnedValue([work(10n, 4n, 9, null)], 4)).toMatchObject({ pv: 0n, ev: 0n, ac: 4n, cpi: 0, spi: null, eac: null, because: ['nothing-done'] })
  expect(earnedValue([], 4)).toMatchObject({ bac: null, because: ['no-plan'] })
})

test('a project that is done costs what it cost', () => {
  expect(earnedValue([work(10n, 12n, 1, 2), work(30n, 31n, 3, 3)], 9)).toMatchObject({ ac: 43n, etc: 0n, vac: -3n, tcpi: null, because: [], eac: { atPlan: 43n, atPace: 43n, atPaceAndDelay: 43n, low: 43n, high: 43n } })
})

// Lipke's own drawing: by the end of July the plan of May is reached, and a part of that of June: ES = 5 + (EV - PV(May)) / (PV(June) - PV(May)).
test('earned schedule lies between two points of the plan, as Lipke has it', () => {
  const course = [0, 10, 25, 45, 70, 100, 130, 150].map((value, day) => ({ day, value }))
  expect(earnedSchedule(course, 112)).toBeCloseTo(5.4)
  expect(earnedSchedule(course, 100)).toBe(5)
  expect(earnedSchedule(course, 0)).toBe(0)
  expect(earnedSchedule(course, 999)).toBe(7)
})

const step = (due: number | null, done: number | null, weight = 1) => ({ weight, due, done })

test('a project is not called late because its next milestone is not due yet', () => {
  expect(scheduleOf(0, [step(30, 30), step(60, null), step(90, null)], 50)).toMatchObject({ earnedDays: 30, actualDays: 30, spiTime: 1, slipDays: 0, end: { low: 90, likely: 90, high: 90 } })
})

test('a late milestone makes the end late by its pace, and by its delay at least', () => {
  expect(scheduleOf(0, [step(30, 40), step(60, null), step(90, null)], 50)).toMatchObject({ spiTime: 0.75, slipDays: 10, end: { low: 100, likely: 120, high: 120 } })
})

test('what is overdue counts as if it were done today at the earliest; the worst is that nothing of it is done', () => {
  // Day 80: the second should have been done on day 60. Reached at best: day 60 on day 80. At worst: day 30 on day 80.
  expect(scheduleOf(0, [step(30, 30), step(60, null), step(90, null)], 80)).toMatchObject({ earnedDays: 60, actualDays: 80, slipDays: 20, end: { low: 110, likely: 120, high: 240 } })
})

test('where nothing is done and something is overdue, there is no latest end', () => {
  expect(scheduleOf(0, [step(30, null), step(60, null)], 45)).toMatchObject({ spiTime: 30 / 45, end: { low: 75, likely: 90, high: null } })
  expect(scheduleOf(0, [step(30, null), step(60, null)], 20)).toMatchObject({ spiTime: null, slipDays: null, end: null })
})

test('all done: it has ended; without due days nothing is said of time', () => {
  expect(scheduleOf(0, [step(30, 40), step(60, 72)], 100)).toMatchObject({ ended: 72, plannedEnd: 60, slipDays: 12, end: { low: 72, likely: 72, high: 72 } })
  expect(scheduleOf(0, [step(null, 40), step(60, null)], 100)).toMatchObject({ plannedEnd: null, end: null })
  expect(scheduleOf(0, [], 100)).toMatchObject({ plannedEnd: null, ended: null, end: null })
})

test('milestones weigh what they cost: a dear one done out of order is more of the plan than a cheap one', () => {
  const steps = [step(30, null, 10), step(60, 50, 70), step(90, null, 20)]
  // 70 of 100: the plan reaches that on day 30 + 30 x 60 / 70 = 55.7, it was reached on day 50: 90 x 50 / 55.7 = 80.8; what is left as planned: 90 - 5.7 = 84.3.
  expect(scheduleOf(0, steps, 51).end).toEqual({ low: 81, likely: 81, high: 84 })
  expect(scheduleOf(0, steps.slice(1), 51)).toMatchObject({ actualDays: 50, slipDays: -10 })
})
