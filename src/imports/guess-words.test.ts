import { expect, test } from 'vitest'
import { intervalOfName, meaningOf } from './guess-words.ts'

test.each([
  ['Pro Monthly', 'month'], ['Team (yearly)', 'year'], ['pro_annual_2026', 'year'], ['Basis monatlich', 'month'], ['Jahresabo', 'year'], ['Team vierteljährlich', 'quarter'], ['Pro mensuel', 'month'], ['Équipe / an', 'year'],
  ['Plan anual', 'year'], ['Básico por mes', 'month'], ['Pro 12 months', 'year'], ['Pro 3-month', 'quarter'], ['Pro/mo', 'month'], ['Weekly', 'week'],
  ['Pro', null], ['Enterprise', null], ['Pro 6 months', null], ['Monthly, billed annually', null], ['Android', null], ['Momentum', null], ['Yearbook', null],
])('the plan %s says %s', (name, interval) => {
  expect(intervalOfName(name)).toBe(interval)
})

test('words of a column of intervals mean what they always did', () => {
  expect(['m', '12 months', 'p1y', 'once', 'quarterly'].map((word) => meaningOf('subscriptions', 'interval', word))).toEqual(['month', 'year', 'year', 'once', 'quarter'])
})
