import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answer, withCommon } from './question.ts'
import { PARTY } from './party-shape.ts'
import { BY, WHERE } from './where.ts'

const COLUMNS = {
  users: Type.Integer({ description: 'Each user counts once.' }), usageDays: Type.Integer(), events: Type.Integer(),
  money: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'What is allocated, per currency.' }),
}
const SIDE = Type.Object({
  value: Type.Union([Type.String(), Type.Null()], { description: 'As `where` takes it; `none` for what is not known; null for all those that are folded together.' }),
  name: Type.Union([Type.String(), Type.Null()]),
  party: Type.Union([PARTY, Type.Null()]),
})
const OR_NONE = Type.Union([SIDE, Type.Null()])
const LEFT_OUT = Type.Object({ usageDays: Type.Integer(), events: Type.Integer() })
const INPUT = withCommon({
  by: BY,
  where: WHERE,
  limit: Type.Optional(Type.String({ description: 'Groups, intermediaries and payers shown at most; the others are folded together. Absent: 12.' })),
})
const OUTPUT = Type.Object({
  by: Type.String(),
  rows: Type.Array(Type.Object({ group: SIDE, kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), intermediary: OR_NONE, payer: OR_NONE, ...COLUMNS })),
  groups: Type.Array(Type.Object({ group: SIDE, ...COLUMNS })),
  kinds: Type.Array(Type.Object({ kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), ...COLUMNS })),
  intermediaries: Type.Array(Type.Object({ intermediary: SIDE, ...COLUMNS })),
  payers: Type.Array(Type.Object({ payer: SIDE, ...COLUMNS })),
  foldedGroups: Type.Integer(), foldedIntermediaries: Type.Integer(), foldedPayers: Type.Integer(),
  ...COLUMNS,
  leftOut: Type.Object({ staff: LEFT_OUT, override: LEFT_OUT }),
})

export const flows: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'flows',
  summary: 'Users by group, and through which intermediaries which payers pay for them.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async () => { throw new Error('not yet') }),
}
