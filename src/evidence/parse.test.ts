import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_LINE_BYTES, parseLine } from './parse.ts'

function outcome(text: string): unknown {
  const parsed = parseLine(text)
  return parsed.ok ? parsed.value : parsed.fault.reason
}

test.each([
  ['not-json', ''], ['not-json', '{'], ['not-json', "{'a':1}"], ['not-json', '{"a":1}}'], ['not-json', '{"a":01}'], ['not-json', '{"a":NaN}'], ['not-json', '[1,]'], ['not-json', '"\u0001"'], ['not-json', '\ufeff{}'],
  ['bad-number', '{"a":9007199254740993}'], ['bad-number', '{"a":9007199254740992}'], ['bad-number', '{"a":-9007199254740993}'], ['bad-number', '{"a":1e400}'], ['bad-number', '{"a":-1e400}'], ['bad-number', '{"a":[{"b":123456789012345678901234567890}]}'],
  ['bad-number', '{"a":90071992547409930e-1}'], ['bad-text', '{"a":"\\u0000"}'], ['bad-text', '{"\\u0000":1}'], ['bad-text', '{"a":"\\ud83d"}'], ['bad-text', '{"a":"\\ude00\\ud83d"}'], ['bad-text', '{"\\udc00":1}'],
  ['too-deep', '['.repeat(33) + ']'.repeat(33)], ['too-deep', '{"a":'.repeat(33) + '1' + '}'.repeat(33)], ['too-deep', '['.repeat(500_000) + ']'.repeat(500_000)],
  ['too-many-keys', JSON.stringify(Object.fromEntries(Array.from({ length: 40_000 }, (_, place) => [`k${place}`, 0])))],
  ['too-large-line', JSON.stringify('x'.repeat(MAX_LINE_BYTES))], ['too-large-line', JSON.stringify('\u20ac'.repeat(MAX_LINE_BYTES / 3))],
])('refused as %s: %.60s', (reason, text) => {
  expect(outcome(text)).toBe(reason)
})

test.each([
  ['{"a":9007199254740991}', { a: 9007199254740991 }], ['{"a":-9007199254740991.0}', { a: -9007199254740991 }], ['{"a":90071992547409910e-1}', { a: 9007199254740991 }], ['{"a":"9007199254740993 1e400"}', { a: '9007199254740993 1e400' }],
  ['{"a":0.1234567890123456789}', { a: 0.12345678901234568 }], ['{"a":"\\ud83d\\ude00"}', { a: '\u{1f600}' }], ['{"a":1,"a":2}', { a: 2 }], [' \t{"a":1}\r', { a: 1 }], ['['.repeat(32) + ']'.repeat(32), JSON.parse('['.repeat(32) + ']'.repeat(32))],
])('taken: %.60s', (text, value) => {
  expect(outcome(text)).toEqual(value)
})

test('what is let through is what JSON.parse reads', () => {
  fc.assert(fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
    const parsed = parseLine(text)
    if (parsed.ok) expect(parsed.value).toEqual(JSON.parse(text))
  }))
})

test('no whole number that is let through was another one in the text', () => {
  const literal = fc.tuple(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), fc.constantFrom('', '.0', 'e0')).map(([whole, end]) => [whole, `${whole}${end}`] as const)
  fc.assert(fc.property(literal, ([whole, text]) => {
    const parsed = parseLine(text)
    if (parsed.ok) expect(BigInt(parsed.value as number)).toBe(whole)
    else expect(whole >= 2n ** 53n || whole <= -(2n ** 53n)).toBe(true)
  }))
})

test('any text gets an answer', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(typeof parseLine(text).ok).toBe('boolean')
  }))
})
