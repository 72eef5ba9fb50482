import { expect, test } from 'vitest'
import { lookAt } from './look.ts'
import type { ColumnProfile } from './known.ts'
import { containment } from './same-ids.ts'
import { textTable } from './trial.ts'

async function profileOf(values: readonly string[]): Promise<ColumnProfile> {
  return (await lookAt(textTable('t.csv', ['id'], values.map((value) => [value])))).profiles[0] as ColumnProfile
}

const ids = (from: number, to: number): readonly string[] => Array.from({ length: to - from }, (_, place) => `a${from + place}`)

test('what two small columns share is told exactly, whichever is asked first', async () => {
  const [one, other] = [await profileOf(['a1', 'a2', 'a3', 'a4', ' a4 ']), await profileOf(['a4', 'a3', 'a9'])]
  expect(containment(one, other)).toBeCloseTo(2 / 3, 10)
  expect(containment(other, one)).toBeCloseTo(2 / 3, 10)
})

test('what two large columns share is told within a few per cent', async () => {
  const [users, customers] = [await profileOf(ids(0, 40_000)), await profileOf(ids(20_000, 50_000))]
  expect(Math.abs((containment(users, customers) as number) - 2 / 3)).toBeLessThan(0.04)
  expect(containment(users, await profileOf(ids(50_000, 80_000)))).toBe(0)
})

test('a few hundred who pay are found among many who do not; a handful beside a million says nothing', async () => {
  expect(containment(await profileOf(ids(0, 60_000)), await profileOf(ids(7_000, 7_300)))).toBe(1)
  expect(containment(await profileOf(ids(0, 1_000_000)), await profileOf(ids(0, 10)))).toBeNull()
})

test('dates and amounts are not compared', async () => {
  const days = await profileOf(['2026-02-03', '2026-02-04'])
  expect(containment(days, days)).toBeNull()
})
