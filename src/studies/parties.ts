import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { customersWithin, decidersWithin, payersWithin } from '../roles/customers.ts'
import { statedRoles } from '../roles/roles-over-time.ts'
import { PAYER_KINDS, UNPAID_REASONS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { limitFrom, offsetFrom, PAGING } from './paging.ts'
import { type Columns, columnsFrom, EXTRA_COLUMNS, extraColumns, moneyByParty } from './parties-columns.ts'
import { GROUPS, type Group, partiesOfGroup } from './parties-groups.ts'
import { cursorAfter, keptFor, type Ordered, ordered, placeAfter } from './parties-order.ts'
import { holding, rosterOf } from './parties-roster.ts'
import { type UseTable, useTable } from './parties-use.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { partiesThatFit } from './population.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { WHERE, type Where, whereFrom, whereText } from './where.ts'

const ROLES = ['user', 'customer', 'payer', 'decider', 'intermediary', 'sponsor', 'member', 'staff'] as const
const PARTY_KINDS = ['person', 'organization', 'machine'] as const
const SORTS = ['name', 'usageDays', 'events', 'lastUse', 'allocated', 'paid'] as const
type Sort = (typeof SORTS)[number]
const INPUT = withCommon({
  q: Type.Optional(Type.String({ description: 'Part of a name or identifier, in any case.' })),
  role: Type.Optional(Type.String({ enum: [...ROLES], description: 'Only parties with this role in the window.' })),
  partyKind: Type.Optional(Type.String({ enum: [...PARTY_KINDS] })),
  kind: Type.Optional(Type.String({ enum: [...PAYER_KINDS], description: 'Only users counted under this payer kind.' })),
  reason: Type.Optional(Type.String({ enum: [...UNPAID_REASONS], description: 'Only unpaid users counted under this reason.' })),
  group: Type.Optional(Type.String({ enum: [...GROUPS], description: 'Only parties of this group.' })),
  where: WHERE,
  sort: Type.Optional(Type.String({ description: `${SORTS.join(', ')}; with - before it: the greatest first. What is alike stands by name; who has none stands last. Absent: name, of users -usageDays.` })),
  columns: Type.Optional(Type.String({ description: 'More columns, with commas between: category, organizations, allocated, paid, trait.NAME.' })),
  offset: Type.Optional(Type.String({ description: 'Place of the first row, from 0 on, in place of a cursor: for a list that is scrolled.' })),
  ...PAGING,
})
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const OUTPUT = Type.Object({
  parties: Type.Array(Type.Object({
    party: PARTY, roles: Type.Array(Type.String(), { description: 'Worn in the window.' }), kinds: Type.Object({}, { additionalProperties: Type.Integer() }), kind: NULLABLE, reason: NULLABLE,
    usageDays: Type.Integer(), events: Type.Integer(), lastUse: NULLABLE, payer: Type.Union([PARTY, Type.Null()]), agreement: NULLABLE, ...EXTRA_COLUMNS,
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

/**
 * The people, organizations and machines, with what they used and who paid. Cost of the first page: the use of the window where it decides what is listed or in which order,
 * else the number of parties; it is kept until new evidence comes, and every further page costs its own rows.
 */
export const parties: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'parties',
  summary: 'People, organizations and machines: by name, role or payer kind, in any order, with their use and who pays for it.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit)
    const columns = columnsFrom(input.columns)
    const wanted = wantedFrom(input)
    const name = JSON.stringify([question, { ...wanted, where: whereText(wanted.where) }])
    const list = await keptFor(asked, `list ${name}`, () => listed(asked, question, wanted))
    const { world } = asked.view
    const start = input.cursor === undefined ? offsetFrom(input.offset, 'offset') : placeAfter(world, list, input.cursor)
    const end = Math.min(start + limit, list.parties.length)
    const rows = await rowsOf(asked, question, [...list.parties.subarray(start, end)], columns, wanted)
    return { parties: rows.map(({ number: _, ...row }) => row), total: list.parties.length, next: end < list.parties.length && end > start ? cursorAfter(world, list, end - 1) : null }
  }),
}

interface Wanted {
  readonly q: string
  readonly role: string | undefined
  readonly partyKind: string | undefined
  readonly kind: number | null
  readonly reason: number | null
  readonly group: Group | undefined
  readonly where: Where
  readonly sort: Sort
  readonly descending: boolean
}

function wantedFrom(input: { readonly [name in 'q' | 'role' | 'partyKind' | 'kind' | 'reason' | 'group' | 'where' | 'sort']?: string | undefined }): Wanted {
  if (input.reason !== undefined && input.kind !== undefined && input.kind !== 'nobody') throw new Refusal('bad-parameter', "'reason' goes with kind nobody only.", { parameter: 'reason' })
  const kind = input.kind ?? (input.reason === undefined ? undefined : 'nobody')
  const users = kind !== undefined || input.role === 'user'
  const text = input.sort ?? (users ? '-usageDays' : 'name')
  const sort = text.replace(/^-/, '')
  if (!(SORTS as readonly string[]).includes(sort)) throw new Refusal('bad-parameter', `'sort' is one of ${SORTS.join(', ')}, with - before it for the greatest first, not '${text}'.`, { parameter: 'sort' })
  return {
    q: input.q?.trim().toLowerCase() ?? '', role: input.role, partyKind: input.partyKind,
    kind: kind === undefined ? null : PAYER_KINDS.indexOf(kind as never), reason: input.reason === undefined ? null : UNPAID_REASONS.indexOf(input.reason as never),
    group: input.group as Group | undefined, where: whereFrom(input.where), sort: sort as Sort, descending: text.startsWith('-'),
  }
}

function useOf(asked: Asked, question: Question): Promise<UseTable> {
  return keptFor(asked, `use ${JSON.stringify(question)}`, () => useTable(asked, question))
}

/** All parties that fit, in order. */
async function listed(asked: Asked, question: Question, wanted: Wanted): Promise<Ordered> {
  const roster = await rosterOf(asked)
  const found = await candidates(asked, question, wanted)
  const all = wanted.q === '' && wanted.partyKind === undefined && wanted.where.length === 0
  const named = fitting(asked, found ?? (all ? null : roster.parties), wanted)
  const among = named === null || wanted.where.length === 0 ? named : await partiesThatFit(asked, question, wanted.where, named)
  return ordered(asked, roster, among, await valueFor(asked, question, wanted.sort), wanted.descending)
}

/** Those with a role or a payer kind; null for everybody. */
async function candidates(asked: Asked, question: Question, { role, kind, reason, group }: Wanted): Promise<Iterable<number> | null> {
  const found = both(group === undefined ? null : await partiesOfGroup(asked, question, group), role === undefined || role === 'user' ? null : await withRole(asked, question, role))
  if (kind === null && role !== 'user') return found
  const use = await useOf(asked, question)
  const users: number[] = []
  for (let row = 0; row < use.size; row += 1) {
    if ((kind === null || use.kinds[row] === kind) && (reason === null || use.reasons[row] === reason)) users.push(use.parties[row] as number)
  }
  return both(users, found)
}

/** Those in both; null stands for everybody. */
function both(some: Iterable<number> | null, others: Iterable<number> | null): Iterable<number> | null {
  if (some === null || others === null) return some ?? others
  const among = new Set(others)
  return [...some].filter((party) => among.has(party))
}

function fitting(asked: Asked, parties: Iterable<number> | null, { q, partyKind }: Wanted): Iterable<number> | null {
  if (parties === null || (q === '' && partyKind === undefined)) return parties
  const { world } = asked.view
  const holds = q === '' ? () => true : holding(world, q)
  const found: number[] = []
  for (const party of parties) if ((partyKind === undefined || world.kind(party) === partyKind) && holds(party)) found.push(party)
  return found
}

/** What parties are ordered by; null for their name alone. */
async function valueFor(asked: Asked, question: Question, sort: Sort): Promise<((party: number) => number | null) | null> {
  if (sort === 'name') return null
  if (sort === 'allocated' || sort === 'paid') return (await moneyByParty(asked, question)).orderBy(sort)
  const use = await useOf(asked, question)
  const column = { usageDays: use.usageDays, events: use.events, lastUse: use.lastDays }[sort]
  const none = sort === 'lastUse' ? null : 0
  return (party) => {
    const row = use.rowOf(party)
    return row < 0 ? none : (column[row] as number)
  }
}

async function withRole(asked: Asked, question: Question, role: string): Promise<Iterable<number>> {
  const { coverage } = asked.view
  const { from, to, staff } = question
  const sales = { coverage, product: question.product }
  if (role === 'customer') return customersWithin(sales, from, to, staff).customers
  if (role === 'payer') return payersWithin(sales, from, to, staff)
  if (role === 'decider') return new Set([...customersWithin(sales, from, to, staff).customers].flatMap((customer) => [...decidersWithin(coverage, customer, from, to)]))
  // Who resells or sponsors buys: no need to look at everybody.
  const among = role === 'intermediary' || role === 'sponsor' ? buyersOf(asked) : (await rosterOf(asked)).parties
  return [...among].filter((party) => rolesWithin(asked, question, party).includes(role))
}

function rolesWithin(asked: Asked, { from, to, product }: Question, party: number): string[] {
  return statedRoles(asked.view.coverage, party).filter((interval) => interval.from < to && from < interval.to && (product === null || interval.product === null || interval.product === product)).map(({ role }) => role)
}

function buyersOf({ view: { world } }: Asked): Set<number> {
  return new Set([...world.agreements.values()].map((agreement) => world.party(agreement.buyer)))
}

interface UserRow { readonly party: number; readonly kind: number; readonly reason: number | null; readonly usage_days: number; readonly events: number; readonly last_day: Day }

/** The use of these parties: from what is kept of all, or asked for them alone, which costs less. */
async function useOfRows(asked: Asked, question: Question, parties: readonly number[], { kind, role, sort }: Wanted): Promise<ReadonlyMap<number, UserRow>> {
  if (kind === null && role !== 'user' && (sort === 'name' || sort === 'allocated' || sort === 'paid')) {
    const rows = await asked.db.rows<UserRow>(sql('users-by-kind'), { ...usageParameters(asked, question), kind: null, reason: null, only: true, parties, limit: parties.length, offset: 0 })
    return new Map(rows.map((row) => [row.party, row]))
  }
  const use = await useOf(asked, question)
  const found = new Map<number, UserRow>()
  for (const party of parties) {
    const row = use.rowOf(party)
    if (row < 0) continue
    found.set(party, { party, kind: use.kinds[row] as number, reason: use.reasons[row] as number, usage_days: use.usageDays[row] as number, events: use.events[row] as number, last_day: use.lastDays[row] as Day })
  }
  return found
}

async function rowsOf(asked: Asked, question: Question, parties: readonly number[], columns: Columns, wanted: Wanted) {
  if (parties.length === 0) return []
  const use = await useOfRows(asked, question, parties, wanted)
  const rows = parties.map((party) => rowOf(asked, question, party, use.get(party)))
  await addPayers(asked, question, rows)
  const extra = await extraColumns(asked, question, columns)
  return rows.map((row) => ({ ...row, ...extra(row.number) }))
}

function rowOf(asked: Asked, question: Question, party: number, use: UserRow | undefined) {
  return {
    number: party,
    party: partyShape(asked.view.world, party),
    roles: [...new Set([...(use ? ['user'] : []), ...rolesWithin(asked, question, party)])],
    kinds: use ? { [PAYER_KINDS[use.kind] as string]: use.usage_days } : {},
    kind: use ? (PAYER_KINDS[use.kind] as string) : null,
    reason: use && use.kind === 4 && use.reason !== null ? (UNPAID_REASONS[use.reason] ?? null) : null,
    usageDays: use?.usage_days ?? 0,
    events: use?.events ?? 0,
    lastUse: use ? dayText(use.last_day) : null,
    payer: null as ReturnType<typeof partyShape> | null,
    agreement: null as string | null,
  }
}

/** Usage days of each row by payer kind, and the payer of the kind that it is counted under. */
async function addPayers(asked: Asked, question: Question, rows: ReturnType<typeof rowOf>[]): Promise<void> {
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
