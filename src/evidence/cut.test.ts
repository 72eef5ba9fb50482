import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cut, lineCutter } from './cut.ts'
import { isFault } from './fault.ts'
import { MAX_LINE_BYTES } from './parse.ts'

function cut(...chunks: (string | Uint8Array)[]): unknown[] {
  const cutter = lineCutter()
  return [...chunks.flatMap((chunk) => cutter.push(chunk)), ...cutter.end()].map(({ number, text }: Cut) => [number, isFault(text) ? text.reason : text.trim()])
}

test.each([
  ['nothing', '', []], ['blanks', ' \n\r\n\t\n', []], ['lines', '{"a":1}\n{"b":2}\n', [[1, '{"a":1}'], [2, '{"b":2}']]], ['a last line without its end', '{"a":1}\n{"b":2}', [[1, '{"a":1}'], [2, '{"b":2}']]],
  ['blank lines are counted', '\n{"a":1}\n \r\n\n{"b":2}', [[2, '{"a":1}'], [5, '{"b":2}']]], ['a byte order mark', '\ufeff{"a":1}', [[1, '{"a":1}']]], ['Windows line ends', '{"a":1}\r\n{"b":2}\r\n', [[1, '{"a":1}'], [2, '{"b":2}']]],
  ['one character', '7', [[1, '7']]], ['what is no JSON is left to others', 'hello\n{', [[1, 'hello'], [2, '{']]],
  ['a list', '[{"a":1},{"b":2}]', [[1, '{"a":1}'], [2, '{"b":2}']]], ['a list over several lines', '\n [\n {"a":\n1} ,\n {"b":[1,"]"]}\n]\n', [[1, '{"a":\n1}'], [2, '{"b":[1,"]"]}']]], ['an empty list', '[]', []], ['an empty list with blanks', '\ufeff [ \n ]\n', []],
  ['commas and brackets in texts', '[{"a":"],[{\\"},"},"\\\\",[[]]]', [[1, '{"a":"],[{\\"},"}'], [2, '"\\\\"'], [3, '[[]]']]],
  ['a missing element', '[1,,2]', [[1, '1'], [2, 'not-json'], [3, '2']]], ['a comma too much', '[1,]', [[1, '1'], [2, 'not-json']]], ['a list cut off', '[1,{"a":2', [[1, '1'], [2, 'not-json']]], ['a list cut off at its start', '[', [[1, 'not-json']]],
  ['more after the list', '[1] 2 3', [[1, '1'], [2, 'not-json']]], ['a broken element loses no other', '[{a},2]', [[1, '{a}'], [2, '2']]],
])('%s', (_, text, cuts) => {
  expect(cut(text)).toEqual(cuts)
  expect(cut(Buffer.from(text))).toEqual(cuts)
  expect(cut(...text)).toEqual(cuts)
  expect(cut(...[...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toEqual(cuts)
})

test('bytes that are no UTF-8 spoil only their line', () => {
  const bytes = Buffer.concat([Buffer.from('{"a":1}\n\n{"name":"'), Buffer.from([0xff]), Buffer.from('"}\n{"b":"\u00e9"}')])
  expect(cut(bytes)).toEqual([[1, '{"a":1}'], [3, 'bad-text'], [4, '{"b":"\u00e9"}']])
  expect(cut(Buffer.concat([Buffer.from('["'), Buffer.from([0xc3]), Buffer.from('","\u00e9"]')]))).toEqual([[1, 'bad-text'], [2, '"\u00e9"']])
})

test('half a surrogate pair in a text is kept as what it is', () => {
  expect(cut('{"a":"\ud800"}\n{"b":1}')).toEqual([[1, '{"a":"\\ud800"}'], [2, '{"b":1}']])
  expect(cut('{"a":"\ud83d', '\ude00"}')).toEqual([[1, '{"a":"\u{1f600}"}']])
  expect(cut('{"a":"\ud83d', 'x"}', '\ud83d')).toEqual([[1, '{"a":"\\ud83dx"}']])
})

test('a line that is too large is dropped while it arrives, and the next ones are read', () => {
  const piece = 'x'.repeat(MAX_LINE_BYTES / 2)
  expect(cut('{"a":1}\n"', piece, piece, piece, '"\n{"b":2}\n')).toEqual([[1, '{"a":1}'], [2, 'too-large-line'], [3, '{"b":2}']])
  expect(cut('{"a":1}\n"', piece, piece, piece)).toEqual([[1, '{"a":1}'], [2, 'too-large-line']])
  expect(cut('[1,"', piece, piece, piece, '",2]')).toEqual([[1, '1'], [2, 'too-large-line'], [3, '2']])
})

test('cutting gives the same lines wherever the chunks end', () => {
  const values = fc.array(fc.jsonValue({ stringUnit: 'grapheme' }), { minLength: 1, maxLength: 8 })
  fc.assert(fc.property(values, fc.boolean(), fc.array(fc.nat(400), { maxLength: 6 }), (list, asArray, ends) => {
    const text = asArray ? JSON.stringify(list, null, 1) : list.map((value) => JSON.stringify({ value })).join('\n')
    const bytes = Buffer.from(text)
    const places = [0, ...ends.map((end) => end % bytes.length).sort((a, b) => a - b), bytes.length]
    const chunks = places.slice(1).map((end, place) => bytes.subarray(places[place], end))
    const read = cut(...chunks) as [number, string][]
    expect(read.map(([number]) => number)).toEqual(list.map((_, place) => place + 1))
    expect(read.map(([, line]) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(asArray ? list : list.map((value) => ({ value })))))
  }))
})
