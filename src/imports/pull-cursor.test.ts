import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareNumbers, Greatest } from './pull-cursor.ts'

const greatest = (order: 'number' | 'time', values: readonly (string | null)[], since: string | null = null): string | null => {
  const seen = new Greatest(order, since)
  for (const value of values) seen.see(value)
  return seen.value
}

test('whole numbers and decimals are compared exactly, whatever their length', () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  const text = ([value, digits]: readonly [bigint, number]): string => {
    const plain = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
    return `${value < 0n ? '-' : ''}${digits === 0 ? plain : `${plain.slice(0, -digits)}.${plain.slice(-digits)}`}`
  }
  fc.assert(fc.property(decimal, decimal, (a, b) => {
    const [left, right] = [a[0] * 10n ** BigInt(b[1]), b[0] * 10n ** BigInt(a[1])]
    expect(Math.sign(compareNumbers(text(a), text(b)))).toBe(left < right ? -1 : left > right ? 1 : 0)
  }))
  expect(greatest('number', ['9007199254740993', '9007199254740992'])).toBe('9007199254740993')
  expect(greatest('number', ['-1', '-10', '-0.5'])).toBe('-0.5')
})

test('times are compared to the microsecond, in every way that databases write them', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999 })), { minLength: 1 }), (instants) => {
    const written = instants.map(([seconds, micros]) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}${micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`}Z`)
    const last = instants.map(([seconds, micros], place) => ({ at: BigInt(seconds) * 1_000_000n + BigInt(micros), text: written[place] })).reduce((a, b) => (b.at > a.at ? b : a))
    expect(greatest('time', written)).toBe(last.text)
  }))
  expect(greatest('time', ['2026-01-02', '2026-01-10', '2026-01-09'])).toBe('2026-01-10')
})

test('null, infinity and NaN move nothing, and what was seen before is never gone behind', () => {
  expect(greatest('time', [null, 'infinity', '-infinity'], '2026-01-01')).toBe('2026-01-01')
  expect(greatest('number', ['NaN', 'Infinity', null, '3'], '7')).toBe('7')
})
