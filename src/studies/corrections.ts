import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { isFault } from '../evidence/fault.ts'
import { judge } from '../evidence/judge.ts'
import { isRetraction, type OverrideLine } from '../evidence/line.ts'
import { takeEvidence } from '../evidence/take.ts'
import { EVERYTHING } from '../roles/projection.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import { holds, type Version } from '../roles/statements.ts'
import { suppose } from '../roles/what-if.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { HeldOverride } from '../roles/world.ts'
import { type Effect, effectOf } from './effect.ts'
import { page, PAGING } from './paging.ts'
import { nameInWords } from './party-shape.ts'
import { answer, COMMON } from './question.ts'
import { SELF } from '../base/identifier.ts'

/** Lines written on the page or the command line by a person carry this source. */
export const BY_HAND = 'by-hand'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const FACTS = ['same', 'not-same', 'membership', 'payer', 'leave-out', 'payment'] as const

/** A correction in plain parameters; each fact takes its own. */
export const CORRECTION = {
  fact: Type.String({ enum: [...FACTS], description: '`same`, `not-same`: one, other. `membership`: person, organization. `payer`: agreement, payer. `leave-out`: party. `payment`: payment, of, and agreement or payer.' }),
  one: Type.Optional(Type.String({ description: 'Identifier of one of two parties that are, or are not, the same.' })),
  other: Type.Optional(Type.String({ description: 'Identifier of the other.' })),
  person: Type.Optional(Type.String({ description: 'Identifier of the member.' })),
  organization: Type.Optional(Type.String({ description: 'Identifier of the organization.' })),
  function: Type.Optional(Type.String({ description: 'Function of the member: member, admin, billing, decider or champion.' })),
  not: Type.Optional(Type.Boolean({ description: 'true: is not a member, for all time.' })),
  agreement: Type.Optional(Type.String({ description: 'Key of the agreement.' })),
  payer: Type.Optional(Type.String({ description: 'Identifier of who pays it.' })),
  payment: Type.Optional(Type.String({ description: 'Key of the payment, as its source gives it.' })),
  of: Type.Optional(Type.String({ description: 'Source of the payment.' })),
  party: Type.Optional(Type.String({ description: 'Identifier of the party that is left out.' })),
  since: Type.Optional(Type.String({ description: 'First day of the membership, or of leaving out; absent: always.' })),
  until: Type.Optional(Type.String({ description: 'Day after the last; absent: without end.' })),
}
const SIGNED = {
  by: Type.Optional(Type.String({ description: 'Who says so; for the log.' })),
  why: Type.Optional(Type.String({ description: 'Why; for the log.' })),
}

type CorrectionInput = { readonly [name in keyof typeof CORRECTION]?: string | boolean | undefined }

const PARTS: Readonly<Record<string, readonly (keyof typeof CORRECTION)[]>> = {
  same: ['one', 'other'], 'not-same': ['one', 'other'], membership: ['person', 'organization', 'function', 'not', 'since', 'until'], payer: ['agreement', 'payer'], 'leave-out': ['party', 'since', 'until'],
  payment: ['payment', 'of', 'agreement', 'payer'],
}
const OPTIONAL: ReadonlySet<string> = new Set(['function', 'not', 'since', 'until'])
/** Of a payment its agreement is said, or its payer, or both: the line is refused if it says neither. */
const isOptional = (fact: string, part: string): boolean => OPTIONAL.has(part) || (fact === 'payment' && (part === 'agreement' || part === 'payer'))

/** The override line of a correction, without key. Refuses what the fact needs and is not there, and what it does not take. */
export function overrideOf(input: CorrectionInput): { readonly [field: string]: unknown } {
  const fact = String(input.fact)
  const parts = PARTS[fact] ?? []
  for (const part of parts) if (!isOptional(fact, part) && input[part] === undefined) throw new Refusal('bad-parameter', `A correction '${fact}' needs '${part}'. It takes ${parts.join(', ')}.`, { parameter: part })
  for (const name of Object.keys(CORRECTION) as (keyof typeof CORRECTION)[]) {
    if (name !== 'fact' && input[name] !== undefined && !parts.includes(name)) throw new Refusal('bad-parameter', `A correction '${fact}' has no '${name}'. It takes ${parts.join(', ')}.`, { parameter: name })
  }
  const given = Object.fromEntries(parts.flatMap((part) => (input[part] === undefined || input[part] === false ? [] : [[NAMES_IN_LINES[part] ?? part, input[part]]])))
  if (fact !== 'same' && fact !== 'not-same') return { type: 'override', fact, ...given }
  return { type: 'override', fact, ids: [input.one, input.other] }
}

const NAMES_IN_LINES: Readonly<Record<string, string>> = { since: 'from', until: 'to' }

/** Reads a line as the record would; a line that it would refuse is the caller's mistake. */
export function supposedly(values: readonly object[], workspace: Workspace): HeldOverride[] {
  return values.map((value, place) => {
    const judged = judge({ key: `supposed-${place}`, source: BY_HAND, ...value }, { power: 'write', now: workspace.now() })
    if (isFault(judged)) throw new Refusal('bad-parameter', `That is no correction: ${judged.says}.`)
    const held = { line: judged.line, recordedAt: workspace.now(), position: Number.MAX_SAFE_INTEGER - values.length + place }
    return { line: judged.line as OverrideLine, place: held, held }
  })
}

/** Writes lines by hand; they are on disk and in the answers when it returns. */
export async function write(workspace: Workspace, values: readonly object[]): Promise<void> {
  const { rejected } = await takeEvidence(workspace.record, { values, power: 'write', now: workspace.now() })
  const first = rejected[0]
  if (first) throw new Refusal('bad-parameter', `That is no correction: ${first.says}.`)
  await workspace.caughtUp()
}

const CHANGE = Type.Object({
  kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))),
  users: Type.Integer(), usageDays: Type.Integer(), events: Type.Integer(), money: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() })),
})
const AMOUNTS = Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))
export const EFFECT = Type.Object({
  sentence: Type.String({ description: 'What changes, in one plain sentence.' }),
  refused: NULLABLE,
  users: Type.Integer({ description: 'Users more (or fewer) in all.' }),
  usageDays: Type.Integer(),
  kinds: Type.Array(CHANGE, { description: 'After less before, per payer kind; only kinds that change.' }),
  leftOut: Type.Object({ staff: Type.Integer(), override: Type.Integer() }),
  used: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'Agreed money that has use behind it afterwards, and had none before.' }),
  explained: AMOUNTS,
  flows: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), users: Type.Integer(), usageDays: Type.Integer() })),
})

function amountsOf(money: ReadonlyMap<string, bigint>) {
  return [...money].map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

export function effectShape(effect: Effect) {
  return {
    ...effect,
    kinds: effect.kinds.map((change, place) => ({ kind: PAYER_KINDS[place] as string, ...change, money: amountsOf(change.money) })).filter(({ users, usageDays, events, money }) => users !== 0 || usageDays !== 0 || events !== 0 || money.length > 0),
    used: amountsOf(effect.used),
    explained: amountsOf(effect.explained),
  }
}

const { knownAt: _, ...WINDOW } = COMMON
const EFFECT_INPUT = Type.Object({ ...WINDOW, ...CORRECTION, undo: Type.Optional(Type.String({ description: 'Instead of a fact: key of a correction that would be taken back.' })), fact: Type.Optional(CORRECTION.fact) }, { additionalProperties: false })

/** What would a correction change? Nothing is written. Cost: as the correction itself, but for writing. */
export const correctionEffect: Operation<Workspace, typeof EFFECT_INPUT, typeof EFFECT> = {
  name: 'correction-effect',
  summary: 'What a correction would change before it is made: users, usage days and money, in figures and one sentence.',
  power: 'read',
  input: EFFECT_INPUT,
  output: EFFECT,
  run: async (workspace, input) => {
    const said = input.undo === undefined ? supposedly([overrideOf(neededFact(input))], workspace) : []
    return answer(workspace, input, async (asked, question) => effectShape(await effectOf(asked, question, input.undo === undefined ? [] : [heldCorrection(asked, input.undo)], said)))
  },
}

function neededFact<T extends { readonly fact?: string | undefined }>(input: T): T {
  if (input.fact === undefined) throw new Refusal('bad-parameter', `'correction-effect' needs the parameter 'fact' (${FACTS.join(', ')}), or 'undo' with the key of a correction.`, { parameter: 'fact' })
  return input
}

const CORRECT_INPUT = Type.Object({ ...CORRECTION, ...SIGNED }, { additionalProperties: false })
const CORRECTED = Type.Object({ key: Type.String({ description: 'Key of the override line; correction-undo takes it back.' }) })

/** Says something by hand: it beats what sources say. */
export const correct: Operation<Workspace, typeof CORRECT_INPUT, typeof CORRECTED> = {
  name: 'correct',
  summary: 'Writes a correction by hand: the same or not the same, a membership, a payer, left out. It beats sources and guesses, and can be taken back.',
  power: 'write',
  input: CORRECT_INPUT,
  output: CORRECTED,
  run: async (workspace, input) => {
    const { by, why, ...correction } = input
    const line = overrideOf(correction)
    const said = supposedly([line], workspace)
    if (input.fact === 'same') {
      const refusal = await workspace.ask(SELF, EVERYTHING, async (asked) => suppose(asked.projection, asked.view, [], said, () => null).refusal)
      if (refusal === 'two-kinds') throw new Refusal('bad-parameter', 'A person and an organization are never one, nor is a machine either of them. Correct the line that says so.', { parameter: 'other' })
      if (refusal !== null) throw new Refusal('bad-parameter', 'Others of the two were said by hand not to be the same. Take that word back first: corrections lists it.', { parameter: 'other' })
    }
    const key = `${input.fact}-${randomUUID().slice(0, 13)}`
    await write(workspace, [{ ...line, key, source: BY_HAND, ...signature(by, why) }])
    return { key }
  },
}

export function signature(by: string | undefined, why: string | undefined): object {
  return { ...(by === undefined || by.trim() === '' ? {} : { by: by.trim() }), ...(why === undefined || why.trim() === '' ? {} : { why: why.trim() }) }
}

const LOG_INPUT = Type.Object({ ...PAGING }, { additionalProperties: false })
const LOG = Type.Object({
  corrections: Type.Array(Type.Object({
    key: Type.String(), source: Type.String(), import: NULLABLE, lines: Type.Integer({ description: 'Lines that were written together, and are taken back together.' }),
    fact: Type.String(), says: Type.String(), ids: Type.Array(Type.String()), by: NULLABLE, why: NULLABLE, at: Type.String(), takenBack: Type.Boolean(), takenBackAt: NULLABLE,
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

interface Entry {
  readonly key: string
  readonly source: string
  readonly import: string | null
  lines: number
  readonly fact: string
  says: string
  readonly ids: readonly string[]
  readonly by: string | null
  readonly why: string | null
  readonly at: number
  readonly takenBack: boolean
  readonly takenBackAt: number | null
}

/** Who said what by hand, when, and why. Cost grows with the words by hand. */
export const corrections: Operation<Workspace, typeof LOG_INPUT, typeof LOG> = {
  name: 'corrections',
  summary: 'The log of all corrections by hand, newest first: what, who, when, why, and whether it was taken back.',
  power: 'read',
  input: LOG_INPUT,
  output: LOG,
  run: (workspace, input) => workspace.ask(SELF, EVERYTHING, async (asked) => {
    const entries = together(entriesOf(asked)).sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1))
    const { rows, next } = page(entries, input)
    return { corrections: rows.map((entry) => ({ ...entry, at: instantText(entry.at), takenBackAt: entry.takenBackAt === null ? null : instantText(entry.takenBackAt) })), total: entries.length, next }
  }),
}

function entriesOf(asked: Asked): Entry[] {
  const { statements } = asked.projection
  const undone = statements.undone(EVERYTHING)
  const undoneAt = new Map<string, number>()
  for (const { line, recordedAt } of statements.undoes()) if (line.type === 'undo' && !isRetraction(line)) undoneAt.set(line.undone, recordedAt)
  const entries: Entry[] = []
  for (const versions of statements.overrides()) {
    const spoken = [...versions].reverse().find(({ line }) => !isRetraction(line))
    if (!spoken) continue
    const line = spoken.line as OverrideLine
    const held = holds(versions, EVERYTHING, undone)
    const last = versions[versions.length - 1] as Version
    entries.push({
      key: line.key, source: line.source, import: line.import, lines: 1, fact: line.fact, ...inWords(asked, line), by: line.by, why: line.why, at: spoken.recordedAt, takenBack: held === null,
      takenBackAt: held !== null ? null : isRetraction(last.line) ? last.recordedAt : (undoneAt.get(line.import ?? '') ?? null),
    })
  }
  return entries
}

/** What was written together is one entry. */
function together(entries: readonly Entry[]): Entry[] {
  const found: Entry[] = []
  const ofImport = new Map<string, Entry>()
  for (const entry of entries) {
    const first = entry.import === null || entry.source !== BY_HAND ? undefined : ofImport.get(`${entry.import} ${entry.takenBack}`)
    if (first) {
      first.lines += 1
      continue
    }
    if (entry.import !== null && entry.source === BY_HAND) ofImport.set(`${entry.import} ${entry.takenBack}`, entry)
    found.push(entry)
  }
  for (const entry of found) if (entry.lines > 1) entry.says = `${entry.says}, and ${entry.lines - 1} more together with it`
  return found
}

function inWords(asked: Asked, line: OverrideLine): { readonly says: string; readonly ids: readonly string[] } {
  const { world } = asked.view
  const name = (identifier: string): string => {
    const number = world.dictionary.find(identifier)
    // What is joined has one name; the log says which names were joined.
    const own = number === 0 ? undefined : world.partyLines.get(number).findLast(({ line }) => line.name !== null)
    const called = own?.line.name ?? (number === 0 ? identifier : nameInWords(world, world.party(number)))
    return called === identifier || identifier.endsWith(`:${called}`) ? called : `${called} (${identifier})`
  }
  switch (line.fact) {
    case 'same': return { says: `${name(line.ids[0])} and ${name(line.ids[1])} are the same`, ids: line.ids }
    case 'not-same': return { says: `${name(line.ids[0])} and ${name(line.ids[1])} are not the same`, ids: line.ids }
    case 'membership': return { says: `${name(line.person)} is ${line.not ? 'not ' : ''}a member of ${name(line.organization)}${line.function === null ? '' : `, as ${line.function}`}`, ids: [line.person, line.organization] }
    case 'payer': return { says: `${name(line.payer)} pays ${line.agreement}`, ids: [line.payer] }
    case 'role': return { says: `${name(line.party)} is ${line.not ? 'not ' : ''}${line.role}${line.product === null ? '' : ` of ${line.product}`}`, ids: [line.party] }
    case 'leave-out': return { says: `${name(line.party)} is left out`, ids: [line.party] }
    case 'payment': return {
      says: `payment ${line.payment} of ${line.of} is ${[line.agreement === null ? null : `for ${line.agreement}`, line.payer === null ? null : `from ${name(line.payer)}`].filter((part) => part !== null).join(' and ')}`,
      ids: line.payer === null ? [] : [line.payer],
    }
  }
}

/** The correction that holds under a key. */
function heldCorrection(asked: Asked, key: string): HeldOverride {
  const { statements } = asked.projection
  const undone = statements.undone(EVERYTHING)
  for (const versions of statements.overrides()) {
    if (versions[0]?.line.key !== key) continue
    const held = holds(versions, EVERYTHING, undone)
    if (held) return held as HeldOverride
  }
  throw new Refusal('bad-parameter', `No correction that holds has the key '${key}'. It may have been taken back already: corrections lists them.`, { parameter: 'key' })
}

const UNDO_INPUT = Type.Object({
  key: Type.Optional(Type.String({ description: 'Key of the correction.' })),
  import: Type.Optional(Type.String({ description: 'Instead: takes back all that was written together under this import.' })),
  ...SIGNED,
}, { additionalProperties: false })
const UNDONE = Type.Object({ lines: Type.Integer({ description: 'Lines taken back.' }) })

/** Takes a correction back: everything is again as if it had not been said. */
export const correctionUndo: Operation<Workspace, typeof UNDO_INPUT, typeof UNDONE> = {
  name: 'correction-undo',
  summary: 'Takes a correction back, or all that were written together.',
  power: 'write',
  input: UNDO_INPUT,
  output: UNDONE,
  run: async (workspace, { key, import: together, by, why }) => {
    const lines = await workspace.ask(SELF, EVERYTHING, async (asked): Promise<readonly HeldOverride['line'][]> => {
      if (key !== undefined) return [heldCorrection(asked, key).line]
      if (together === undefined) throw new Refusal('bad-parameter', "'correction-undo' needs the parameter 'key', or 'import' for all that was written together.", { parameter: 'key' })
      const undone = asked.projection.statements.undone(EVERYTHING)
      const held = [...asked.projection.statements.overrides()].map((versions) => holds(versions, EVERYTHING, undone)).filter((one) => one !== null)
      const found = held.map((one) => one.line as OverrideLine).filter((line) => line.import === together)
      if (found.length === 0) throw new Refusal('bad-parameter', `No correction that holds was written under '${together}'. It may have been taken back already: corrections lists them.`, { parameter: 'import' })
      return found
    })
    // Each line is retracted, not the import undone: that would derive everything anew.
    await write(workspace, lines.map((line) => ({ type: 'override', key: line.key, source: line.source, retracted: true, ...signature(by, why) })))
    return { lines: lines.length }
  },
}
