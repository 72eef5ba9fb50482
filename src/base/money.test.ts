import fc from 'fast-check'
import { expect, test } from 'vitest'
import { split } from '../../test/reference/rational.ts'
import { largestRemainder } from './money.ts'

test('an amount is split by largest remainder, to the unit, small or beyond what numbers hold', () => {
  const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 1_000n }), fc.bigInt({ min: 0n, max: 2n ** 50n }), fc.bigInt({ min: 2n ** 45n, max: 2n ** 70n }))
  const weights = fc.array(fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 1_000_000 })), { maxLength: 8 })
  fc.assert(
    fc.property(amounts, weights, (amount, of) => {
      const parts = largestRemainder(amount, of)
      const expected = split(amount, of.map((weight, place) => ({ name: String(place), weight })))
      expect(parts).toEqual(of.map((_, place) => expected.get(String(place)) ?? 0n))
    }),
    { seed: 2026, numRuns: 2_000 },
  )
})
