import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { dayText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { takeEvidence } from '../evidence/take.ts'
import { EVERYTHING } from '../roles/projection.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import { holds } from '../roles/statements.ts'
import { suppose } from '../roles/what-if.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { HeldWord } from '../roles/world.ts'
import { BY_HAND, CORRECTION, FACTS, signature, supposedly, wordsOf } from './corrections-facts.ts'
import { type Effect, effectOf } from './effect.ts'
import { answer, COMMON, type CommonInput, identifierParameter, questionFrom } from './question.ts'

export { BY_HAND, signature, supposedly } from './corrections-facts.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const SIGNED = {
  by: Type.Optional(Type.String({ description: 'Who says so; for the log.' })),
  why: Type.Optional(Type.String({ description: 'Why; for the log.' })),
}

/** Writes lines by hand; they are on disk and in the answers when it returns. */
export async function write(workspace: Workspace, values: readonly object[]): Promise<void> {
  const { rejected } = await takeEvidence(workspace.record, { values, power: 'write', now: workspace.now() })
  const first = rejected[0]
  if (first) throw new Refusal('bad-parameter', `That is no correction: ${first.says}.`)
  await workspace.caughtUp()
}

const AMOUNTS = Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))
const CHANGE = Type.Object({ kind: Type.Union(PAYER_KINDS.map((kind) => Type.Literal(kind))), users: Type.Integer(), usageDays: Type.Integer(), events: Type.Integer(), money: AMOUNTS })
export const EFFECT = Type.Object({
  sentence: Type.String({ description: 'What changes, in one plain sentence.' }),
  refused: NULLABLE,
  users: Type.Integer({ description: 'Users more (or fewer) in all.' }),
  usageDays: Type.Integer(),
  kinds: Type.Array(CHANGE, { description: 'After less before, per payer kind; only kinds that change.' }),
  leftOut: Type.Object({ staff: Type.Integer(), override: Type.Integer() }),
  used: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'Agreed money that has use behind it afterwards, and had none before.' }),
  explained: AMOUNTS,
  customers: Type.Integer({ description: 'Customers more (or fewer).' }),
  newCustomers: Type.Integer(),
  payersWithoutKnownDecider: Type.Integer({ description: 'Paying organizations of which we know no decider: more (or fewer).' }),
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
  summary: 'What a correction would change before it is made: users, usage days, customers and money, in figures and one sentence.',
  power: 'read',
  input: EFFECT_INPUT,
  output: EFFECT,
  run: async (workspace, input) => {
    const said = input.undo === undefined ? supposedly(wordsOf(correctionIn(neededFact(input))), workspace) : []
    return answer(workspace, input, async (asked, question) => effectShape(await effectOf(asked, question, input.undo === undefined ? [] : [heldWord(asked, input.undo)], said)))
  },
}

function neededFact<T extends { readonly fact?: string | undefined }>(input: T): T {
  if (input.fact === undefined) throw new Refusal('bad-parameter', `'correction-effect' needs the parameter 'fact' (${FACTS.join(', ')}), or 'undo' with the key of a correction.`, { parameter: 'fact' })
  return input
}

/** Of an input, what says the correction. */
function correctionIn(input: { readonly [name: string]: unknown }): { readonly [name: string]: string | boolean | undefined } {
  return Object.fromEntries(Object.keys(CORRECTION).map((name) => [name, input[name] as string | boolean | undefined]))
}

const CORRECT_INPUT = Type.Object({ ...WINDOW, ...CORRECTION, ...SIGNED }, { additionalProperties: false })
const CORRECTED = Type.Object({ key: Type.String({ description: 'Key of the line; correction-undo takes it back; of several the first.' }), import: Type.Union([Type.String(), Type.Null()], { description: 'Of several said together: by this all of them are taken back.' }), effect: NULLABLE })

/** Says something by hand: it beats what sources say. What it changes in the window asked about is kept for the log. */
export const correct: Operation<Workspace, typeof CORRECT_INPUT, typeof CORRECTED> = {
  name: 'correct',
  summary: 'Writes a correction by hand: the same or not the same, a membership, a payer, a role, staff, left out, a name. It beats sources and guesses, and can be taken back.',
  power: 'write',
  input: CORRECT_INPUT,
  output: CORRECTED,
  run: async (workspace, input) => {
    const { by, why } = input
    const lines = wordsOf(correctionIn(input))
    const said = supposedly(lines, workspace)
    if (input.fact === 'same') await refuseImpossible(workspace, said)
    if (input.fact === 'name') await refuseNamingPeople(workspace, String(input.party))
    const effect = await effectInWords(workspace, input, said)
    const keys = lines.map(() => `${input.fact}-${randomUUID().slice(0, 13)}`)
    const together = lines.length > 1 ? `${input.fact}-${randomUUID().slice(0, 13)}` : null
    await write(workspace, lines.map((line, place) => ({ ...line, key: keys[place], source: BY_HAND, effect, ...(together === null ? {} : { import: together }), ...signature(by, why) })))
    return { key: keys[0], import: together, effect }
  },
}

/** The sentence for the log names its period: a correction changes all others, too. */
async function effectInWords(workspace: Workspace, input: CommonInput, said: readonly HeldWord[]): Promise<string> {
  const { from, to } = questionFrom(input, workspace.now())
  const { sentence } = await answer(workspace, input, (asked, question) => effectOf(asked, question, [], said))
  return `${dayText(from)} to ${dayText(to - 1)}: ${sentence}`
}

async function refuseImpossible(workspace: Workspace, said: readonly HeldWord[]): Promise<void> {
  const refusal = await workspace.ask(SELF, EVERYTHING, async (asked) => suppose(asked.projection, asked.view, [], said, () => null).refusal)
  if (refusal === 'two-kinds') throw new Refusal('bad-parameter', 'A person and an organization are never one, nor is a machine either of them. Correct the line that says so.', { parameter: 'other' })
  if (refusal !== null) throw new Refusal('bad-parameter', 'Others of the two were said by hand not to be the same. Take that word back first: corrections lists it.', { parameter: 'other' })
}

async function refuseNamingPeople(workspace: Workspace, text: string): Promise<void> {
  const identifier = identifierParameter('party', text)
  const kind = await workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => world.kind(world.party(world.dictionary.find(identifier))))
  if (kind !== null && kind !== 'organization') throw new Refusal('bad-parameter', 'Only organizations and accounts are named here; this is a person or a machine. Say who it is with `same`.', { parameter: 'party' })
}

/** The word by hand that holds under a key. */
function heldWord(asked: Asked, key: string): HeldWord {
  const { statements } = asked.projection
  const undone = statements.undone(EVERYTHING)
  for (const versions of statements.wordsByHand()) {
    if (versions[0]?.line.key !== key) continue
    const held = holds(versions, EVERYTHING, undone)
    if (held) return held as HeldWord
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
    const lines = await workspace.ask(SELF, EVERYTHING, async (asked): Promise<readonly HeldWord['line'][]> => {
      if (key !== undefined) return [heldWord(asked, key).line]
      if (together === undefined) throw new Refusal('bad-parameter', "'correction-undo' needs the parameter 'key', or 'import' for all that was written together.", { parameter: 'key' })
      const undone = asked.projection.statements.undone(EVERYTHING)
      const held = [...asked.projection.statements.wordsByHand()].map((versions) => holds(versions, EVERYTHING, undone)).filter((one) => one !== null)
      const found = held.map((one) => one.line as HeldWord['line']).filter((line) => line.import === together)
      if (found.length === 0) throw new Refusal('bad-parameter', `No correction that holds was written under '${together}'. It may have been taken back already: corrections lists them.`, { parameter: 'import' })
      return found
    })
    // Each line is retracted, not the import undone: that would derive everything anew.
    await write(workspace, lines.map((line) => ({ type: line.type, key: line.key, source: line.source, retracted: true, ...signature(by, why) })))
    return { lines: lines.length }
  },
}
