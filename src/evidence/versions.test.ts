import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KeptLine } from '../db/record.ts'
import { holdingAmong, holds, type Version, versionRules } from './versions.ts'

function kept(recordedAt: number, fields: object = {}): KeptLine {
  return { position: 0, recordedAt, again: true, body: JSON.stringify({ type: 'product', key: 'notes', ...fields }) }
}

test.each([
  ['nothing holds where nothing is', [], -1],
  ['the later learned holds', [kept(2), kept(1)], 0],
  ['learned at the same time, the later arrived holds', [kept(1), kept(1)], 1],
  ['a version holds before none, however late', [kept(1, { version: 0 }), kept(9)], 0],
  ['the greatest version holds, though learned earlier', [kept(3, { version: 7 }), kept(1, { version: 10 }), kept(9, { version: 9 })], 1],
  ['of equal versions the later learned holds', [kept(3, { version: 7 }), kept(1, { version: 7 })], 0],
  ['a word is not a version', [kept(1, { name: '"version":9' }), kept(2)], 1],
])('%s', (_, versions, place) => {
  expect(versionRules().holding(versions as KeptLine[])).toBe(place)
})

test('a version of an undone import does not count, and the earlier one holds again', () => {
  const versions = [{ version: null, recordedAt: 1, arrival: 0, import: null }, { version: null, recordedAt: 2, arrival: 1, import: 'i7' }]
  expect(holdingAmong(versions)?.arrival).toBe(1)
  expect(holdingAmong(versions, (one) => one.import !== 'i7')?.arrival).toBe(0)
  expect(holdingAmong(versions, () => false)).toBeNull()
})

test('which version holds depends on no order', () => {
  const version = fc.record<Version>({ version: fc.option(fc.integer({ min: 0, max: 3 })), recordedAt: fc.integer({ min: 0, max: 3 }), arrival: fc.nat() })
  fc.assert(fc.property(fc.uniqueArray(version, { selector: (one) => one.arrival, minLength: 1 }), (versions) => {
    const best = holdingAmong(versions)
    expect(holdingAmong(versions.toReversed())).toBe(best)
    for (const one of versions) if (best && one !== best) expect(holds(best, one)).toBeGreaterThan(0)
  }))
})
