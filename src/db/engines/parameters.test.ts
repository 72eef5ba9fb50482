import { expect, test } from 'vitest'
import { numbered, valuesFor } from './parameters.ts'

const CASES: readonly (readonly [what: string, sql: string, text: string, names: readonly string[]])[] = [
  ['a name becomes a number', 'select :day', 'select $1', ['day']],
  ['a name used twice keeps its number', ':a + :b + :a', '$1 + $2 + $1', ['a', 'b']],
  ['casts stay', 'select :day::int, x::text', 'select $1::int, x::text', ['day']],
  ['arrays are cast', 'unnest(:parties::int[])', 'unnest($1::int[])', ['parties']],
  ['strings stay', `select ':no', 'it''s :no' || :yes`, `select ':no', 'it''s :no' || $1`, ['yes']],
  ['quoted names stay', 'select ":no" from t where x = :yes', 'select ":no" from t where x = $1', ['yes']],
  ['comments stay', '-- of :no\nselect :yes /* not\n :no */', '-- of :no\nselect $1 /* not\n :no */', ['yes']],
  ['dollar quotes stay', 'select $$:no$$, $a$:no$a$, :yes', 'select $$:no$$, $a$:no$a$, $1', ['yes']],
  ['slices stay', 'select x[1:2], y[a:b]', 'select x[1:2], y[a:b]', []],
  ['a quote within a comment opens no string', "-- it's :no\nselect :yes", "-- it's :no\nselect $1", ['yes']],
]

test.each(CASES)('%s', (_what, sql, text, names) => {
  expect(numbered(sql)).toEqual({ text, names })
})

test('a parameter that is not given is an error, null is a value', () => {
  expect(valuesFor(['a', 'b'], { a: 1, b: null })).toEqual([1, null])
  expect(() => valuesFor(['a', 'b'], { a: 1 })).toThrow(':b')
})
