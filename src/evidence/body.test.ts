import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyOf, sameBody } from './body.ts'
import { parseLine } from './parse.ts'

test('the body keeps unknown fields and the order of keys, and leaves out recordedAt', () => {
  expect(bodyOf({ type: 'usage', zebra: [1, { b: 2, a: 1 }], recordedAt: '2024-01-01T00:00:00Z', key: 'u1' })).toBe('{"type":"usage","zebra":[1,{"b":2,"a":1}],"key":"u1"}')
  expect(bodyOf({ type: 'usage', key: 'u1' })).toBe('{"type":"usage","key":"u1"}')
})

test('a key named __proto__ is kept as a key', () => {
  const raw = JSON.parse('{"type":"usage","__proto__":{"a":1},"recordedAt":"2024-01-01T00:00:00Z"}') as object
  expect(bodyOf(raw)).toBe('{"type":"usage","__proto__":{"a":1}}')
})

test.each([
  ['{"a":1,"b":2}', '{"b":2,"a":1}', true], ['{"a":1}', '{"a":1,"source":"default"}', true], ['{"a":1,"source":null}', '{"a":1,"source":"default"}', true], ['{"a":1}', '{"a":1,"source":"web"}', false],
  ['{"a":{"x":1,"y":[1,2]}}', '{"a":{"y":[1,2],"x":1}}', true], ['{"a":[1,2]}', '{"a":[2,1]}', false], ['{"a":[1]}', '{"a":{"0":1}}', false], ['{"a":1}', '{"a":"1"}', false], ['{"a":null}', '{}', false],
  ['{"a":1,"import":"i1"}', '{"a":1,"import":"i2"}', false], ['{"__proto__":1}', '{"constructor":1}', false], ['{"a":0}', '{"a":0.0}', true], ['{"a":1}', '{"a":1,"b":2}', false],
])('%s and %s say the same: %s', (a, b, same) => {
  expect(sameBody(a, b)).toBe(same)
  expect(sameBody(b, a)).toBe(same)
})

test('a body read back and written again is the same text, whatever the fields', () => {
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), (raw) => {
    const parsed = parseLine(JSON.stringify(raw))
    if (!parsed.ok) return
    const body = bodyOf(parsed.value as object)
    expect(bodyOf(JSON.parse(body) as object)).toBe(body)
    expect(sameBody(body, JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body) as object).reverse())))).toBe(true)
  }))
})
