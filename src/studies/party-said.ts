import { Type } from 'typebox'
import { instantText, NEVER } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { keptFor } from './parties-order.ts'
import { partyNumber } from './party-number.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, withCommon } from './question.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import { ROLES } from './voices.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const SCORE = Type.Union([Type.Number(), Type.Null()])
const OR_NONE = Type.Union([PARTY, Type.Null()])
const INPUT = withCommon({ party: Type.String({ description: 'Any identifier of the party, or its id.' }) })
const OUTPUT = Type.Object({
  feedback: Type.Array(Type.Object({ key: Type.String(), kind: Type.String(), topic: NULLABLE, score: SCORE, text: NULLABLE, at: Type.String(), product: NULLABLE, channel: NULLABLE, roles: Type.Array(Type.String(), { description: 'Of that moment, as all that follows.' }),
    payerKind: Type.Union([...PAYER_KINDS.map((kind) => Type.Literal(kind)), Type.Null()], { description: 'Who would have paid for use that day; null for what staff says.' }), payer: OR_NONE, organizations: Type.Array(PARTY), category: NULLABLE }), { description: 'The newest first, of all time.' }),
  asked: Type.Array(Type.Object({
    key: Type.String(), question: Type.String(), topic: NULLABLE, by: NULLABLE, via: NULLABLE, at: Type.String(),
    answers: Type.Array(Type.Object({ at: Type.String(), score: SCORE, text: NULLABLE })),
  }), { description: 'What it was asked, the newest first, with what came back.' }),
})

/** Before every day of use; voices look some days further back. */
const LONG_AGO = -1_000_000

interface Answered { readonly at: string; readonly score: number | null; readonly text: string | null }
interface Question { readonly key: string; readonly question: string; readonly topic: string | null; readonly by: string | null; readonly via: string | null; readonly at: string; readonly answers: readonly Answered[] }

/** What one party said, was asked and answered. Cost: all feedback, and all lines but use once until new evidence comes. */
export const partySaid: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'party-said',
  summary: 'What one party said, with the roles it had then, what it was asked, and what it answered.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const found = await partyNumber(asked, input.party)
    const { world } = asked.view
    const heard = new Map((await stampedVoices(asked, { ...question, product: null, from: LONG_AGO, to: NEVER }, found)).map((voice) => [voice.feedback, voice]))
    const feedback = [...world.feedback.values()].filter(({ party }) => world.party(party) === found).sort((a, b) => b.line.at - a.line.at || (a.line.key < b.line.key ? -1 : 1))
    const questions = await keptFor(asked, 'questions', async () => questionsBy(asked))
    return {
      feedback: feedback.map((one) => ({
        key: one.line.key, kind: one.line.kind, topic: one.line.topic, score: one.line.score, text: one.line.text, at: instantText(one.line.at), product: one.line.product, channel: one.line.channel,
        ...standingOf(world, heard.get(one)),
      })),
      asked: questions.get(found) ?? [],
    }
  }),
}

/** What the giver was when it was said. */
function standingOf(world: World, voice: StampedVoice | undefined) {
  if (voice === undefined) return { roles: [], payerKind: null, payer: null, organizations: [], category: null }
  return {
    roles: ROLES.filter((role) => voice.roles.has(role)), payerKind: voice.payerKind, payer: voice.payer === 0 ? null : partyShape(world, voice.payer),
    organizations: voice.organizations.map((organization) => partyShape(world, organization)), category: voice.category,
  }
}

/** Everything asked, with its answers, by party. */
function questionsBy({ view: { world, knownAt }, projection }: Asked): ReadonlyMap<number, readonly Question[]> {
  const asks = []
  const answers = new Map<string, Answered[]>()
  for (const { line } of projection.statements.held(knownAt)) {
    if (line.type === 'ask') asks.push(line)
    else if (line.type === 'answer') answers.set(line.ask, [...(answers.get(line.ask) ?? []), { at: instantText(line.at), score: line.score, text: line.text }])
  }
  asks.sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1))
  const found = new Map<number, Question[]>()
  for (const { key, question, topic, by, via, at, party } of asks) {
    const number = world.dictionary.find(party)
    const owner = number === 0 ? 0 : world.party(number)
    const own = found.get(owner) ?? []
    own.push({ key, question, topic, by, via, at: instantText(at), answers: (answers.get(key) ?? []).sort((a, b) => (a.at < b.at ? -1 : 1)) })
    found.set(owner, own)
  }
  return found
}
