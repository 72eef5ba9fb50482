import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recurring, stripeAmount, stripeMinor } from './stripe-money.ts'

describe('amounts as Stripe writes them', () => {
  test.each([
    [4990, 'eur', '49.90', 4990], [5, 'USD', '0.05', 5], [0, 'eur', '0.00', 0],
    [500, 'jpy', '500', 500],
    [12340, 'kwd', '12.340', 12340],
    // Written with two digits, though they have none.
    [50000, 'isk', '500', 500], [1234500, 'ugx', '12345', 12345],
    // Written with none, though it has two.
    [500, 'mga', '500.00', 50000],
  ])('%s %s', (value, currency, text, minor) => {
    const amount = stripeAmount(value, currency)
    expect(amount).toEqual({ text, minor, currency: currency.toUpperCase() })
  })

  test.each([[550.5, 'eur'], [-1, 'eur'], ['100', 'eur'], [2 ** 60, 'eur'], [100, 'eurox'], [100, null], [50050, 'isk'], [Number.NaN, 'eur']])('%s %s is none', (value, currency) => {
    expect(stripeAmount(value, currency)).toBeNull()
  })

  test('what is turned to major units and back is the same', () => {
    fc.assert(fc.property(fc.nat({ max: 1e9 }), fc.constantFrom('eur', 'jpy', 'kwd', 'mga'), (value, currency) => {
      const amount = stripeAmount(value, currency)
      expect(amount && stripeMinor(amount.text, currency)).toBe(value)
    }))
  })
})

describe('every so often', () => {
  test.each([
    [1000, 'month', 1, { minor: 1000, interval: 'month' }], [1000, 'month', 3, { minor: 1000, interval: 'quarter' }], [1000, 'month', 12, { minor: 1000, interval: 'year' }],
    [1000, 'year', 1, { minor: 1000, interval: 'year' }], [1000, 'day', 7, { minor: 1000, interval: 'week' }], [1000, 'month', undefined, { minor: 1000, interval: 'month' }],
    [1000, 'month', 6, { minor: 500, interval: 'quarter' }],
    // 10.01 in half a year is no whole amount a quarter or a month, and exactly 20.02 a year.
    [1001, 'month', 6, { minor: 2002, interval: 'year' }],
    [2400, 'year', 2, { minor: 1200, interval: 'year' }], [1400, 'week', 2, { minor: 700, interval: 'week' }],
    // No interval is exact: per week, rounded half up.
    [1001, 'week', 2, { minor: 501, interval: 'week' }],
    [1000, 'fortnight', 1, null], [1000, 'month', 0, null], [1000, 'month', 797691627, null], [1000, 'toString', 1, null],
  ])('%s every %s x %s', (minor, interval, count, expected) => {
    expect(recurring(minor, interval, count)).toEqual(expected)
  })

  test('a split is exact, or not further off than half a minor unit an interval', () => {
    const months = { month: 1, quarter: 3, year: 12 } as const
    fc.assert(fc.property(fc.nat({ max: 1e9 }), fc.integer({ min: 1, max: 36 }), (minor, count) => {
      const split = recurring(minor, 'month', count)
      if (split === null) throw new Error('a number of months is always an interval')
      const size = months[split.interval as keyof typeof months]
      expect(Math.abs(split.minor * count - minor * size)).toBeLessThanOrEqual(count / 2)
    }))
  })
})
