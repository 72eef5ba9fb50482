import { type TSchema, Type } from 'typebox'
import { Refusal } from '../base/refusal.ts'
import { isFault } from '../evidence/fault.ts'
import { judge } from '../evidence/judge.ts'
import { BY_HAND } from '../roles/statements.ts'
import type { Workspace } from '../roles/workspace.ts'
import type { HeldWord } from '../roles/world.ts'

export { BY_HAND } from '../roles/statements.ts'

export const FACTS = ['same', 'not-same', 'membership', 'payer', 'role', 'leave-out', 'staff', 'no-ask', 'payment', 'name'] as const

/** A correction in plain parameters; each fact takes its own. */
export const CORRECTION = {
  fact: Type.String({ enum: [...FACTS], description: '`same`, `not-same`: one, other. `membership`: person, organization. `payer`: agreement, payer. `role`: party, role. `leave-out`, `staff`, `no-ask`: party. `payment`: payment, of, and agreement or payer. `name`: party, name.' }),
  one: Type.Optional(Type.String({ description: 'Identifier of one of two parties that are, or are not, the same.' })),
  other: Type.Optional(Type.String({ description: 'Identifier of the other.' })),
  person: Type.Optional(Type.String({ description: 'Identifier of the member.' })),
  organization: Type.Optional(Type.String({ description: 'Identifier of the organization.' })),
  function: Type.Optional(Type.String({ description: 'Function of the member: member, admin, billing, decider or champion.' })),
  not: Type.Optional(Type.Boolean({ description: 'true: is not a member, or has not the role, for all time or in the days given.' })),
  agreement: Type.Optional(Type.String({ description: 'Key of the agreement.' })),
  payer: Type.Optional(Type.String({ description: 'Identifier of who pays it.' })),
  party: Type.Optional(Type.String({ description: 'Identifier of the party that has the role, is left out, is staff, or is not to be asked. An account that is left out takes the use in it along.' })),
  parties: Type.Optional(Type.String({ maxLength: 100_000, description: 'With `leave-out`, `staff` and `no-ask`, instead of party: identifiers of several, joined by commas, each percent-encoded. They are said, and can be taken back, together.' })),
  role: Type.Optional(Type.String({ description: 'With `role`: customer (counts as one, or as none), decider (of what the person belongs to), user, intermediary, sponsor.' })),
  ofProduct: Type.Optional(Type.String({ description: 'With `role`: key of the product; absent: every product.' })),
  payment: Type.Optional(Type.String({ description: 'Key of the payment, in the source that told it.' })),
  of: Type.Optional(Type.String({ description: 'That source.' })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'With `name`: what the organization is called. An account of which nothing was known is known then.' })),
  since: Type.Optional(Type.String({ description: 'First day on which it holds; absent: always.' })),
  until: Type.Optional(Type.String({ description: 'Day after the last; absent: without end.' })),
} satisfies { readonly [name: string]: TSchema }

export type CorrectionInput = { readonly [name in keyof typeof CORRECTION]?: string | boolean | undefined }

const PARTS: Readonly<Record<string, readonly (keyof typeof CORRECTION)[]>> = {
  same: ['one', 'other'], 'not-same': ['one', 'other'], membership: ['person', 'organization', 'function', 'not', 'since', 'until'], payer: ['agreement', 'payer'],
  role: ['party', 'role', 'ofProduct', 'not', 'since', 'until'], 'leave-out': ['party', 'since', 'until'], staff: ['party', 'since', 'until'], 'no-ask': ['party', 'since', 'until'], payment: ['payment', 'of', 'agreement', 'payer'], name: ['party', 'name'],
}
const OPTIONAL: ReadonlySet<string> = new Set(['function', 'not', 'ofProduct', 'since', 'until'])
/** A payment is for an agreement or somebody's: one of the two is enough, which the line's own check sees to. */
const OPTIONAL_FOR_PAYMENT: ReadonlySet<string> = new Set(['agreement', 'payer', 'of'])
const NAMES_IN_LINES: Readonly<Record<string, string>> = { since: 'from', until: 'to', ofProduct: 'product' }

/** The line of a correction, without key. Refuses what the fact needs and is not there, and what it does not take. */
export function wordOf(input: CorrectionInput): { readonly [field: string]: unknown } {
  const fact = String(input.fact)
  const parts = PARTS[fact] ?? []
  for (const part of parts) if (!OPTIONAL.has(part) && !(fact === 'payment' && OPTIONAL_FOR_PAYMENT.has(part)) && input[part] === undefined) throw new Refusal('bad-parameter', `A correction '${fact}' needs '${part}'. It takes ${parts.join(', ')}.`, { parameter: part })
  for (const name of Object.keys(CORRECTION) as (keyof typeof CORRECTION)[]) {
    if (name !== 'fact' && input[name] !== undefined && !parts.includes(name)) throw new Refusal('bad-parameter', `A correction '${fact}' has no '${name}'. It takes ${parts.join(', ')}.`, { parameter: name })
  }
  if (fact === 'same' || fact === 'not-same') return { type: 'override', fact, ids: [input.one, input.other] }
  if (fact === 'name') return { type: 'party', kind: 'organization', ids: [input.party], name: input.name }
  const given = Object.fromEntries(parts.flatMap((part) => (input[part] === undefined || input[part] === false ? [] : [[NAMES_IN_LINES[part] ?? part, input[part]]])))
  return fact === 'staff' ? { type: 'staff', ...given } : { type: 'override', fact, ...given }
}

const TOGETHER_AT_MOST = 500

/** The lines of a correction: one, or one for each of several parties. */
export function wordsOf(input: CorrectionInput): readonly { readonly [field: string]: unknown }[] {
  const { parties, ...rest } = input
  if (parties === undefined) return [wordOf(rest)]
  if (input.fact !== 'leave-out' && input.fact !== 'staff' && input.fact !== 'no-ask') throw new Refusal('bad-parameter', "Only 'leave-out', 'staff' and 'no-ask' are said of several parties at once. Say it of each.", { parameter: 'parties' })
  if (input.party !== undefined) throw new Refusal('bad-parameter', "Give 'party' or 'parties', not both.", { parameter: 'parties' })
  const all = [...new Set(String(parties).split(',').map(decoded).filter((party) => party !== ''))]
  if (all.length === 0 || all.length > TOGETHER_AT_MOST) throw new Refusal('bad-parameter', `'parties' names ${all.length} parties; give from 1 to ${TOGETHER_AT_MOST}.`, { parameter: 'parties' })
  return all.map((party) => wordOf({ ...rest, party }))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).trim()
  } catch {
    throw new Refusal('bad-parameter', `'${text}' is not percent-encoded rightly. Write %25 for a percent sign itself.`, { parameter: 'parties' })
  }
}

/** Reads lines as the record would; a line that it would refuse is the caller's mistake. */
export function supposedly(values: readonly object[], workspace: Workspace): HeldWord[] {
  return values.map((value, place) => {
    const judged = judge({ key: `supposed-${place}`, source: BY_HAND, ...value }, { power: 'write', now: workspace.now() })
    if (isFault(judged)) throw new Refusal('bad-parameter', `That is no correction: ${judged.says}.`)
    const held = { line: judged.line, recordedAt: workspace.now(), position: Number.MAX_SAFE_INTEGER - values.length + place }
    return { line: judged.line as HeldWord['line'], place: held, held }
  })
}

/** Who says it and why, as a line keeps it; blanks are nothing. */
export function signature(by: string | undefined, why: string | undefined): object {
  return { ...(by === undefined || by.trim() === '' ? {} : { by: by.trim() }), ...(why === undefined || why.trim() === '' ? {} : { why: why.trim() }) }
}
