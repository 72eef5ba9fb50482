import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { UNPAID_REASONS } from '../roles/stamp.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answer, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'

const INPUT = withCommon({})
const OUTPUT = Type.Object({
  reasons: Type.Array(Type.Object({ reason: Type.Union(UNPAID_REASONS.map((reason) => Type.Literal(reason))), users: Type.Integer(), usageDays: Type.Integer() })),
  users: Type.Integer(),
  usageDays: Type.Integer(),
})

/** Which use has no money behind it? Cost grows with the usage days of the window. */
export const unpaidUse: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'unpaid-use',
  summary: 'Which use has no money behind it, and why: paid elsewhere, expired, no seat, a machine, or free.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const rows = await asked.db.rows<{ what: 'users' | 'days'; reason: number; n: number }>(sql('unpaid-use'), usageParameters(asked, question))
    const found = (what: string, reason: number): number => rows.find((row) => row.what === what && row.reason === reason)?.n ?? 0
    const reasons = UNPAID_REASONS.map((reason, place) => ({ reason, users: found('users', place), usageDays: found('days', place) }))
    return { reasons, users: reasons.reduce((sum, row) => sum + row.users, 0), usageDays: reasons.reduce((sum, row) => sum + row.usageDays, 0) }
  }, 'unpaid-use'),
}
