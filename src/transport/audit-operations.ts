import { Type } from 'typebox'
import { dayFrom, instantText, MS_PER_DAY } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import type { Verification } from '../db/journal.ts'
import { changesOf, tell, type ToldChange } from './audit.ts'
import type { House, HouseOperation } from './house.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const CHAIN = Type.Object({
  entries: Type.Integer({ description: 'Entries of the chain; a change has one or two.' }),
  changes: Type.Integer(),
  isUnbroken: Type.Boolean(),
  brokenAt: Type.Union([Type.Integer(), Type.Null()]),
  says: Type.String({ description: 'The state of the chain in one sentence.' }),
  since: NULLABLE,
  hash: Type.String({ description: 'Of the last entry. Noted elsewhere, it proves that nobody wrote the whole chain anew.' }),
})

const LISTED = Type.Object({
  changes: Type.Array(
    Type.Object({
      n: Type.Integer(),
      at: Type.String(),
      who: Type.Object({ kind: Type.String({ enum: ['person', 'key', 'machine', 'nobody'] }), name: Type.String(), id: Type.Optional(Type.String()) }),
      what: Type.String({ description: 'Name of the operation.' }),
      about: NULLABLE,
      before: Type.Unknown(),
      after: Type.Unknown(),
      outcome: Type.String({ enum: ['done', 'refused', 'failed', 'begun'] }),
      says: NULLABLE,
    }),
  ),
  total: Type.Integer(),
  next: NULLABLE,
  whos: Type.Array(Type.String(), { description: 'Everybody who changed something.' }),
  whats: Type.Array(Type.String(), { description: 'Everything that was done.' }),
  chain: CHAIN,
})

const LIST_INPUT = Type.Object(
  {
    who: Type.Optional(Type.String({ description: 'Only what this person or key did.' })),
    what: Type.Optional(Type.String({ description: 'Only this operation, such as correct.' })),
    q: Type.Optional(Type.String({ description: 'Only changes in which this text stands.' })),
    since: Type.Optional(Type.String({ description: 'First day, YYYY-MM-DD.' })),
    until: Type.Optional(Type.String({ description: 'Day after the last.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Changes at most; absent: 100.' })),
    cursor: Type.Optional(Type.String({ description: '`next` of the page before.' })),
  },
  { additionalProperties: false },
)

/** Who changed what, newest first. Read by admins: it names people and what they did. What was looked at in the last minute is looked at again only as a whole. */
const audit: Operation<House, typeof LIST_INPUT, typeof LISTED> = {
  name: 'audit',
  summary: 'Who changed what, when, and how it stood before and after, newest first; with the state of the chain that shows whether anybody touched the list.',
  power: 'read',
  needs: 'admin',
  input: LIST_INPUT,
  output: LISTED,
  run: async ({ workspace: { audit: journal } }, input) => {
    const { entries, chain } = await journal.look()
    const all = changesOf(entries)
    const from = input.since === undefined ? null : instantText(midnight('since', input.since))
    const to = input.until === undefined ? null : instantText(midnight('until', input.until))
    const text = input.q?.trim().toLowerCase()
    const found = all.filter(
      (change) =>
        (input.who === undefined || change.who.name === input.who) &&
        (input.what === undefined || change.what === input.what) &&
        (from === null || change.at >= from) &&
        (to === null || change.at < to) &&
        (text === undefined || JSON.stringify(change).toLowerCase().includes(text)),
    )
    // By number, so that what is done meanwhile moves nothing.
    const before = cursorFrom(input.cursor)
    const rest = before === null ? found : found.filter(({ n }) => n < before)
    const rows = rest.slice(0, input.limit ?? 100)
    return {
      changes: rows,
      total: found.length,
      next: rest.length > rows.length ? String(rows.at(-1)?.n) : null,
      whos: [...new Set(all.map(({ who }) => who.name))].sort(),
      whats: [...new Set(all.map(({ what }) => what))].sort(),
      chain: chainOf(chain, all),
    }
  },
}

function chainOf({ entries, isUnbroken, brokenAt, says, hash }: Verification, changes: readonly ToldChange[]) {
  const since = changes.at(-1)?.at ?? null
  const sentence = isUnbroken
    ? entries === 0
      ? 'Nothing was changed yet.'
      : `${entries.toLocaleString('en-US')} entries, unbroken since ${since?.slice(0, 10)}.${says === null ? '' : ` ${says}`}`
    : (says ?? 'The chain is broken.')
  return { entries, changes: changes.length, isUnbroken, brokenAt, says: sentence, since, hash }
}

function cursorFrom(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new Refusal('bad-parameter', `'cursor' is what \`next\` of the page before says, a number, not '${text.slice(0, 40)}'. Leave it out for the newest.`, {
    parameter: 'cursor',
  })
}

function midnight(parameter: string, text: string): number {
  const day = dayFrom(text)
  if (day === null) throw new Refusal('bad-parameter', `'${parameter}' must be a day such as 2026-11-01, not '${text}'.`, { parameter })
  return day * MS_PER_DAY
}

const VERIFY_INPUT = Type.Object(
  { expect: Type.Optional(Type.String({ description: 'A hash noted earlier: it must stand in the chain.' })) },
  { additionalProperties: false },
)

/** Is the chain what was written? Cost grows with the entries: every one is hashed again. */
const verify: Operation<House, typeof VERIFY_INPUT, typeof CHAIN> = {
  name: 'audit-verify',
  summary: 'Looks at every entry of the audit: was any edited, taken out, put in or moved?',
  power: 'read',
  needs: 'admin',
  input: VERIFY_INPUT,
  output: CHAIN,
  run: async ({ workspace: { audit: journal } }, { expect }) => {
    const chain = chainOf(await journal.verify(), changesOf(await journal.entries()))
    if (expect === undefined || !chain.isUnbroken || (await journal.hashes()).includes(expect.trim().toLowerCase())) return chain
    return {
      ...chain,
      isUnbroken: false,
      brokenAt: 1,
      says: 'The hash that was noted earlier does not stand in the chain: the whole of it was written anew, or the hash belongs to another workspace.',
    }
  },
}

const NOTE = Type.Object(
  {
    what: Type.String({ minLength: 1, maxLength: 200, description: 'What was done, such as key-create.' }),
    about: Type.Optional(Type.String({ maxLength: 500, description: 'What it was about.' })),
    before: Type.Optional(Type.Unknown({ description: 'How that stood before.' })),
    after: Type.Optional(Type.Unknown({ description: 'How it stands now.' })),
  },
  { additionalProperties: false },
)

/** As notes stand in the list, so that none looks like something that Hatrack did itself. */
const NOTED = 'note'

/**
 * Notes what was done outside of the operations. Commands on the data folder say so with the key that only they find there, and stand as what they are;
 * what anybody else writes stands as a note of theirs, with what they say in it.
 */
const note: Operation<House, typeof NOTE> = {
  name: 'audit-note',
  summary: 'Notes in the audit something that was done outside of Hatrack, as a note of who asks.',
  power: 'admin',
  input: NOTE,
  output: Type.Object({ noted: Type.Boolean() }),
  run: async ({ workspace, asks: { kind, name, id }, now }, { what, about = null, before = null, after = null }) => {
    const isCommand = kind === 'machine' && id !== null
    const actor = { kind, name, ...(id === null ? {} : { id }) }
    if (isCommand) await tell(workspace.audit, actor, now(), what, about, before, after)
    else await tell(workspace.audit, actor, now(), NOTED, null, null, { says: what, about, before, after })
    return { noted: true }
  },
}

export const auditOperations = [audit, verify, note] as unknown as readonly HouseOperation[]
