import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Dictionary } from './dictionary.ts'

const TEXTS = fc.array(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.nat(5000).map((n) => `user:${n}`)), { maxLength: 300 })

describe('a dictionary', () => {
  test('numbers texts in order of arrival, as a map would, and forgets the newest', () => {
    fc.assert(fc.property(TEXTS, fc.nat(300), TEXTS, (first, left, second) => {
      const dictionary = new Dictionary()
      const map = new Map<string, number>()
      const learn = (text: string): void => {
        if (!map.has(text)) map.set(text, map.size + 1)
        expect(dictionary.number(text)).toBe(map.get(text))
      }
      for (const text of first) learn(text)
      const size = Math.min(left, map.size)
      dictionary.cutBack(size)
      for (const [text, number] of [...map]) if (number > size) map.delete(text)
      for (const text of second) expect(dictionary.find(text)).toBe(map.get(text) ?? 0)
      for (const text of second) learn(text)
      const again = Dictionary.from(dictionary.parts())
      for (const [text, number] of map) {
        expect(dictionary.text(number)).toBe(text)
        expect(again.text(number)).toBe(text)
        expect(again.find(text)).toBe(number)
      }
      expect(again.number('never met before: 7')).toBe(map.size + 1)
    }))
  })
})
