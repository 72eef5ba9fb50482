import { Type } from 'typebox'
import { expect, test } from 'vitest'
import type { Operation } from '../base/operation.ts'
import { readInput } from './input.ts'

const PLAN = Type.Object(
  { table: Type.String(), fields: Type.Record(Type.String(), Type.Object({ column: Type.String(), certainty: Type.Number() })) },
  { additionalProperties: false },
)
const operation: Operation = {
  name: 'import-plan',
  summary: '',
  power: 'write',
  output: Type.Object({}),
  run: async () => ({}),
  input: Type.Object({ id: Type.String(), plans: Type.Array(PLAN), first: Type.Optional(PLAN) }),
}
const plan = { table: 'a.csv', fields: { amount: { column: 'Sum', certainty: 1 } } }

test('objects and lists of objects are taken as a body brings them, or as JSON from a command line', () => {
  const read = { id: 'i1', plans: [plan], first: plan }
  expect(readInput(operation, read)).toEqual(read)
  expect(readInput(operation, { id: 'i1', plans: JSON.stringify([plan]), first: JSON.stringify(plan) })).toEqual(read)
  expect(readInput(operation, { id: 'i1', plans: JSON.stringify(plan) })).toEqual({ id: 'i1', plans: [plan] })
})

test.each([
  { what: 'what is no JSON', plans: 'nonsense' },
  { what: 'an unknown field deep inside', plans: [{ ...plan, colour: 'red' }] },
  { what: 'a wrong type deep inside', plans: [{ table: 'a.csv', fields: { amount: { column: 7, certainty: 1 } } }] },
])('$what is refused, and the sentence says what belongs there', ({ plans }) => {
  expect(() => readInput(operation, { id: 'i1', plans })).toThrow("'plans' must be a list of an object with table, fields")
})
