import { expect, test } from 'vitest'
import { scheduleOf } from './delivery-schedule.ts'
import { type Dated, deliveryInWords } from './delivery-words.ts'

const TODAY = 100
const step = (due: number | null, done: number | null): Dated => ({ due, done })
const says = (...steps: readonly Dated[]): string => deliveryInWords(steps, [], scheduleOf(0, steps.map((one) => ({ ...one, weight: 1 })), TODAY), TODAY)

test('milestones that were late are told though the last came on its day, and the whole stands apart from them', () => {
  const said = says(step(10, 14), step(20, 46), step(40, 58), step(60, 77), step(80, 80), step(150, null))
  expect(said).toContain('Five of six milestones are done, four of them late by 4 to 26 days, the last on its day; the whole stands where it was planned to stand (earned schedule)')
})

test.each([
  ['Two of three milestones are done, none of them late; the whole', [step(10, 10), step(20, 18), step(150, null)]],
  ['Two of three milestones are done, one of them 3 days late, the last; the whole', [step(10, 10), step(20, 23), step(150, null)]],
  ['Two of three milestones are done, one of them 1 day late, the last 2 days early; the whole', [step(10, 11), step(20, 18), step(150, null)]],
  ['Two of three milestones are done, both of them late by 5 days, the last 5 days late; the whole', [step(10, 15), step(20, 25), step(150, null)]],
  ['One of two milestones is done, 2 days early; the whole', [step(10, 8), step(150, null)]],
  ['One of three milestones is done, on its day; two are overdue by up to 70 days; the whole', [step(10, 10), step(30, null), step(90, null)]],
  ['None of two milestones is done; one is overdue by 70 days; the whole', [step(30, null), step(150, null)]],
  ['Two of three milestones are done, one of them 4 days late, the last, of one no due day is known', [step(10, 14), step(null, 20), step(150, null)]],
  ['All three milestones were done by 1 Feb 1970, two of them late by 1 to 2 days, the last 2 days late.', [step(10, 10), step(20, 21), step(29, 31)]],
] as const)('%s', (beginning, steps) => {
  expect(says(...steps)).toContain(beginning)
})
