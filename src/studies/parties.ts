import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { customersWithin, decidersWithin, payersWithin } from '../roles/customers.ts'
import { statedRoles } from '../roles/roles-over-time.ts'
import { PAYER_KINDS, UNPAID_REASONS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { everyParty } from './named.ts'
import { limitFrom, offsetFrom, PAGING } from './paging.ts'
import { PARTY, partyShape, statedName } from './party-shape.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'

const ROLES = ['user', 'customer', 'payer', 'decider', 'intermediary', 'sponsor', 'member', 'staff'] as const
const PARTY_KINDS = ['person', 'organization', 'machine'] as const
const INPUT = withCommon({
  q: Type.Optional(Type.String({ description: 'Part of a name or identifier, in any case.' })),
  role: Type.Optional(Type.String({ enum: [...ROLES], description: 'Only parties with this role in the window.' })),
  partyKind: Type.Optional(Type.String({ enum: [...PARTY_KINDS] })),
  kind: Type.Optional(Type.String({ enum: [...PAYER_KINDS], description: 'Only users counted under this payer kind.' })),
  reason: Type.Optional(Type.String({ enum: [...UNPAID_REASONS], description: 'Only unpaid users counted under this reason.' })),
  ...PAGING,
})
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const OUTPUT = Type.Object({
  parties: Type.Array(Type.Object({
    party: PARTY, roles: Type.Array(Type.String()), kinds: Type.Object({}, { additionalProperties: Type.Integer() }), kind: NULLABLE, reason: NULLABLE,
    usageDays: Type.Integer(), events: Type.Integer(), lastUse: NULLABLE, payer: Type.Union([PARTY, Type.Null()]), agreement: NULLABLE,
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

interface UserRow { readonly party: number; readonly kind: number; readonly reason: number | null; readonly usage_days: number; readonly events: number; readonly last_day: Day; readonly total: number }

/** The people, organizations and machines, with what they used and who paid. Cost grows with the usage days of the window, or with the number of parties. */
export const parties: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'parties',
  summary: 'People, organizations and machines: by name, role or payer kind, with their use and who pays for it.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit)
    const offset = offsetFrom(input.cursor)
    if (input.reason !== undefined && input.kind !== undefined && input.kind !== 'nobody') throw new Refusal('bad-parameter', "'reason' goes with kind nobody only.", { parameter: 'reason' })
    const kind = input.kind ?? (input.reason === undefined ? undefined : 'nobody')
    const wanted = { q: input.q?.trim().toLowerCase() ?? '', role: input.role, partyKind: input.partyKind }
    const users = kind !== undefined || wanted.role === 'user'
    const found = users ? await usersOf(asked, question, kind, input.reason, wanted, limit, offset) : await listed(asked, question, wanted, limit, offset)
    const rows = await Promise.all(found.rows.map((row) => rowOf(asked, row, found.use.get(row))))
    await addPayers(asked, question, rows)
    return { parties: rows.map(({ number: _, ...row }) => row), total: found.total, next: offset + limit < found.total ? String(offset + limit) : null }
  }),
}

interface Wanted { readonly q: string; readonly role: string | undefined; readonly partyKind: string | undefined }
interface Found { readonly rows: readonly number[]; readonly total: number; readonly use: ReadonlyMap<number, UserRow> }

/** Users of the window, most use first. */
async function usersOf(asked: Asked, question: Question, kind: string | undefined, reason: string | undefined, wanted: Wanted, limit: number, offset: number): Promise<Found> {
  const only = wanted.q !== '' || wanted.partyKind !== undefined
  const among = only ? (await everyParty(asked)).filter((party) => fits(asked, party, wanted)) : []
  const rows = await asked.db.rows<UserRow>(sql('users-by-kind'), {
    ...usageParameters(asked, question), kind: kind === undefined ? null : PAYER_KINDS.indexOf(kind as never), reason: reason === undefined ? null : UNPAID_REASONS.indexOf(reason as never),
    only, parties: among, limit, offset,
  })
  return { rows: rows.map(({ party }) => party), total: rows[0]?.total ?? 0, use: new Map(rows.map((row) => [row.party, row])) }
}

/** All parties, or those with a role in the window, by name. */
async function listed(asked: Asked, question: Question, wanted: Wanted, limit: number, offset: number): Promise<Found> {
  const candidates = wanted.role === undefined ? await everyParty(asked) : await withRole(asked, question, wanted.role)
  const found = candidates.filter((party) => fits(asked, party, wanted)).map((party) => ({ party, name: sortName(asked, party) }))
  found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.party - b.party))
  const rows = found.slice(offset, offset + limit).map(({ party }) => party)
  const use = rows.length === 0 ? [] : await asked.db.rows<UserRow>(sql('users-by-kind'), { ...usageParameters(asked, question), kind: null, reason: null, only: true, parties: rows, limit: rows.length, offset: 0 })
  return { rows, total: found.length, use: new Map(use.map((row) => [row.party, row])) }
}

async function withRole(asked: Asked, question: Question, role: string): Promise<number[]> {
  const { coverage } = asked.view
  const { from, to, staff } = question
  const sales = { coverage, product: question.product }
  if (role === 'customer') return [...customersWithin(sales, from, to, staff).customers]
  if (role === 'payer') return [...payersWithin(sales, from, to, staff)]
  if (role === 'decider') return [...new Set([...customersWithin(sales, from, to, staff).customers].flatMap((customer) => [...decidersWithin(coverage, customer, from, to)]))]
  // Who resells or sponsors buys: no need to look at everybody.
  const among = role === 'intermediary' || role === 'sponsor' ? buyersOf(asked) : await everyParty(asked)
  return among.filter((party) => statedRoles(coverage, party).some((interval) => interval.role === role && interval.from < to && from < interval.to && (question.product === null || interval.product === null || interval.product === question.product)))
}

function buyersOf({ view: { world } }: Asked): number[] {
  return [...new Set([...world.agreements.values()].map((agreement) => world.party(agreement.buyer)))]
}

function fits(asked: Asked, party: number, { q, partyKind }: Wanted): boolean {
  const { world } = asked.view
  if (partyKind !== undefined && world.kind(party) !== partyKind) return false
  if (q === '') return true
  return (statedName(world, party) ?? '').toLowerCase().includes(q) || world.identities.identifiers(party).some((id) => id.toLowerCase().includes(q))
}

function sortName(asked: Asked, party: number): string {
  return (statedName(asked.view.world, party) ?? `~${asked.view.world.identities.identifiers(party)[0]}`).toLowerCase()
}

async function rowOf(asked: Asked, party: number, use: UserRow | undefined) {
  const { world, coverage } = asked.view
  const roles = [...new Set([...(use ? ['user'] : []), ...statedRoles(coverage, party).map(({ role }) => role)])]
  return {
    number: party,
    party: partyShape(world, party),
    roles,
    kinds: use ? { [PAYER_KINDS[use.kind] as string]: use.usage_days } : {},
    kind: use ? (PAYER_KINDS[use.kind] as string) : null,
    reason: use && use.kind === 4 && use.reason !== null ? (UNPAID_REASONS[use.reason] as string) : null,
    usageDays: use?.usage_days ?? 0,
    events: use?.events ?? 0,
    lastUse: use ? dayText(use.last_day) : null,
    payer: null as ReturnType<typeof partyShape> | null,
    agreement: null as string | null,
  }
}

/** Usage days of each row by payer kind, and the payer of the kind that it is counted under. */
async function addPayers(asked: Asked, question: Question, rows: Awaited<ReturnType<typeof rowOf>>[]): Promise<void> {
  const users = rows.filter((row) => row.kind !== null)
  if (users.length === 0) return
  const { world } = asked.view
  const found = await asked.db.rows<{ party: number; kind: number; payer: number; agreement: number; usage_days: number }>(sql('payers-of-parties'), { ...usageParameters(asked, question), parties: users.map(({ number }) => number) })
  const byParty = new Map(users.map((row) => [row.number, row]))
  for (const row of users) row.kinds = {}
  for (const { party, kind, payer, agreement, usage_days } of found) {
    const row = byParty.get(party)
    if (!row) continue
    const name = PAYER_KINDS[kind] as string
    row.kinds = { ...row.kinds, [name]: (row.kinds[name] ?? 0) + usage_days }
    if (name !== row.kind || row.payer !== null || payer === 0) continue
    row.payer = partyShape(world, payer)
    row.agreement = world.agreementByNumber.get(agreement)?.key ?? null
  }
}
