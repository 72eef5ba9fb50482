import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { dayText, dayOf as dayOfInstant } from '../base/day.ts'
import { isJunk, SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { takeEvidence } from '../evidence/take.ts'
import { fitsScore } from '../evidence/understand.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Workspace } from '../roles/workspace.ts'
import { dayParameter, identifierParameter } from './question.ts'
import { changeOne, FORMS, keyOfAsk, RETROSPECTIVES, type Retrospective, retrospectivesOf, unknownRetrospective } from './retrospectives-kept.ts'

const ID = Type.Object({ id: Type.String() })
const BY = Type.Optional(Type.String({ description: 'Who says so.' }))
const SHORT = { minLength: 1, maxLength: 200 }

const SAVE = Type.Object({
  id: Type.Optional(Type.String({ description: 'Of one that is changed; absent: a new one.' })),
  agreement: Type.Optional(Type.String({ description: 'Key of the project; needed for a new one.' })), name: Type.Optional(Type.String(SHORT)),
  questions: Type.Optional(Type.Array(Type.Object({
    id: Type.Optional(Type.String({ description: 'Of a question that is kept, so that its course goes on; absent: a new one.' })), text: Type.String({ minLength: 1, maxLength: 1_000 }),
    form: Type.String({ enum: [...FORMS], description: 'csat (1 to 5), ces (1 to 7), nps (0 to 10) or text.' }), topic: Type.Optional(Type.Union([Type.String({ maxLength: 80 }), Type.Null()])),
  }, { additionalProperties: false }), { maxItems: 50 })),
  everyWeeks: Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 104 }), Type.Null()], { description: 'Weeks from one round to the next; null: a round at each milestone.' })),
  start: Type.Optional(Type.String({ description: 'First day of a round, YYYY-MM-DD; absent: today.' })), ended: Type.Optional(Type.Boolean({ description: 'True: no more rounds.' })), by: BY,
}, { additionalProperties: false })

export const retrospectiveSave: Operation<Workspace, typeof SAVE, typeof ID> = {
  name: 'retrospective-save',
  summary: 'Keeps a set of questions that the customers of a project are asked again and again, every so many weeks or at each milestone.',
  power: 'write',
  input: SAVE,
  output: ID,
  run: async (workspace, input) => {
    const id = input.id ?? `retro-${randomUUID().slice(0, 8)}`
    const isKnown = await workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => input.agreement === undefined || world.agreements.has(input.agreement))
    if (!isKnown) throw new Refusal('bad-parameter', `No agreement has the key '${input.agreement}'. delivery lists the projects.`, { parameter: 'agreement' })
    const start = input.start === undefined ? null : dayText(dayParameter('start', input.start))
    await changeOne(workspace, id, (before) => {
      if (input.id !== undefined && before === null) throw unknownRetrospective(input.id)
      const agreement = before?.agreement ?? input.agreement
      if (agreement === undefined) throw new Refusal('bad-parameter', "A new retrospective needs 'agreement', the key of its project.", { parameter: 'agreement' })
      const name = (input.name ?? before?.name ?? 'Retrospective').normalize('NFC').trim()
      if (name === '') throw new Refusal('bad-parameter', 'A retrospective needs a name.', { parameter: 'name' })
      const questions = input.questions?.map(({ id: known, text, form, topic }, place) => ({ id: known ?? `q${place + 1}-${randomUUID().slice(0, 4)}`, text: text.trim(), form: form as (typeof FORMS)[number], topic: topic?.trim() || null })) ?? before?.questions ?? []
      if (questions.length === 0) throw new Refusal('bad-parameter', "A retrospective needs at least one question in 'questions'.", { parameter: 'questions' })
      if (new Set(questions.map((question) => question.id)).size < questions.length || questions.some((question) => /\s/.test(question.id))) throw new Refusal('bad-parameter', 'Each question needs an id of its own, without blanks.', { parameter: 'questions' })
      return {
        id, agreement, name, questions, everyWeeks: input.everyWeeks === undefined ? (before?.everyWeeks ?? null) : input.everyWeeks, start: start ?? before?.start ?? dayText(dayOfInstant(workspace.now())),
        ended: input.ended ?? before?.ended ?? false, notes: before?.notes ?? [], actions: before?.actions ?? [], by: before?.by ?? input.by?.trim() ?? null,
      }
    })
    return { id }
  },
}

const HOLD = Type.Object({
  retrospective: Type.String({ description: 'Id of the retrospective.' }), day: Type.Optional(Type.String({ description: 'The day on which it was held; absent: today.' })),
  answers: Type.Array(Type.Object({
    party: Type.Optional(Type.String({ description: 'Identifier of who answered; absent: the customer as a whole.' })), question: Type.String({ description: 'Id of the question.' }),
    score: Type.Optional(Type.Union([Type.Number(), Type.Null()])), text: Type.Optional(Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()])),
    retracted: Type.Optional(Type.Boolean({ description: 'True: it was noted by mistake, and is taken back.' })),
  }, { additionalProperties: false }), { maxItems: 2_000 }),
  milestone: Type.Optional(Type.Union([Type.String(), Type.Null()])), note: Type.Optional(Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()])), by: BY,
}, { additionalProperties: false })
const HELD = Type.Object({ round: Type.String(), answers: Type.Integer({ description: 'Answers that were written.' }) })

/** Writes a round: for each answer what was asked and what came back, as evidence. The same person, question and day again corrects what was noted. */
export const retrospectiveHold: Operation<Workspace, typeof HOLD, typeof HELD> = {
  name: 'retrospective-hold',
  summary: 'Records the answers of a round that was held, for each person or for the customer as a whole; they are evidence, and count as feedback of those who gave them.',
  power: 'write',
  input: HOLD,
  output: HELD,
  run: async (workspace, input) => {
    const one = await oneOf(workspace, input.retrospective)
    const now = workspace.now()
    const today = dayText(dayOfInstant(now))
    const round = input.day === undefined ? today : dayText(dayParameter('day', input.day))
    if (round > today) throw new Refusal('bad-parameter', `'day' ${round} is still to come. Record a round once it was held.`, { parameter: 'day' })
    const project = await workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => {
      const agreement = world.agreements.get(one.agreement)
      return agreement === undefined ? null : { product: agreement.product, buyer: world.dictionary.text(agreement.buyer) }
    })
    if (project === null) throw new Refusal('bad-parameter', `The agreement '${one.agreement}' of this retrospective is not known any more.`)
    const at = round === today ? new Date(now).toISOString() : `${round}T12:00:00.000Z`
    const lines = input.answers.flatMap((answer) => linesOf(one, project, round, at, answer, input.by ?? null))
    const { rejected } = await takeEvidence(workspace.record, { values: lines, power: 'write', now })
    if (rejected[0]) throw new Refusal('bad-parameter', `An answer cannot be kept: ${rejected[0].says}.`, { parameter: 'answers' })
    await workspace.caughtUp()
    if (input.milestone != null || input.note != null) {
      await changeOne(workspace, one.id, (before) => {
        if (before === null) throw unknownRetrospective(one.id)
        const known = before.notes.find((note) => note.round === round)
        const note = { round, milestone: input.milestone ?? known?.milestone ?? null, note: input.note ?? known?.note ?? null, by: input.by ?? known?.by ?? null }
        return { ...before, notes: [...before.notes.filter((each) => each.round !== round), note] }
      })
    }
    return { round, answers: lines.length / 2 }
  },
}

const RANGES = { csat: '1 to 5', ces: '1 to 7', nps: '0 to 10' } as const

interface Given { readonly party?: string | undefined; readonly question: string; readonly score?: number | null | undefined; readonly text?: string | null | undefined; readonly retracted?: boolean | undefined }

function linesOf(one: Retrospective, { product, buyer }: { readonly product: string; readonly buyer: string }, round: string, at: string, { party: written, question: id, score, text, retracted }: Given, by: string | null): object[] {
  const question = one.questions.find((each) => each.id === id)
  if (!question) throw new Refusal('bad-parameter', `The retrospective has no question '${id}'; it has ${one.questions.map((each) => each.id).join(', ')}.`, { parameter: 'answers' })
  const party = written === undefined ? buyer : identifierParameter('answers', written)
  if (isJunk(party)) throw new Refusal('bad-parameter', `'${written}' is nobody in particular. Name who answered, or leave it out for the customer as a whole.`, { parameter: 'answers' })
  const key = keyOfAsk(one.id, id, round, party)
  const lines = { ask: { type: 'ask', key, source: RETROSPECTIVES }, answer: { type: 'answer', key, source: RETROSPECTIVES } }
  if (retracted === true) return [{ ...lines.answer, retracted: true }, { ...lines.ask, retracted: true }]
  if (question.form !== 'text' && score == null) throw new Refusal('bad-parameter', `'${question.text}' wants a number; leave the answer out where none was given.`, { parameter: 'answers' })
  if (question.form !== 'text' && !fitsScore(question.form, score ?? null)) throw new Refusal('bad-parameter', `'${question.text}' is answered by a whole number from ${RANGES[question.form]}, not by ${score}.`, { parameter: 'answers' })
  if (question.form === 'text' && !text?.trim()) throw new Refusal('bad-parameter', `'${question.text}' wants words; leave the answer out where none were said.`, { parameter: 'answers' })
  const kind = question.form === 'text' ? {} : { kind: question.form }
  return [
    { ...lines.ask, party, question: question.text, at, via: 'retrospective', product, survey: one.id, ...kind, ...(question.topic === null ? {} : { topic: question.topic }), ...(party === buyer ? {} : { organization: buyer, account: buyer }), ...(by === null ? {} : { by }) },
    { ...lines.answer, ask: key, at, ...(question.form === 'text' || score == null ? {} : { score }), ...(text?.trim() ? { text: text.trim() } : {}) },
  ]
}

const DAY = Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'YYYY-MM-DD; null: none.' }))
const ACT = Type.Object({
  retrospective: Type.String({ description: 'Id of the retrospective.' }), id: Type.Optional(Type.String({ description: 'Of an action that is changed; absent: a new one.' })), text: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000, description: 'What is to be done; needed for a new one.' })),
  round: Type.Optional(Type.String({ description: 'The day of the round in which it was agreed; absent: today.' })), question: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'Id of the question whose answers it is to change.' })),
  owner: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])), due: DAY, done: DAY, outcome: Type.Optional(Type.Union([Type.String({ maxLength: 5_000 }), Type.Null()], { description: 'What came of it.' })),
  removed: Type.Optional(Type.Boolean({ description: 'True: it was agreed by mistake, and is forgotten.' })), by: BY,
}, { additionalProperties: false })

const ACTIONS_AT_MOST = 1_000

export const retrospectiveAction: Operation<Workspace, typeof ACT, typeof ID> = {
  name: 'retrospective-action',
  summary: 'Adds an action to a retrospective, or changes it: who does it until when, that it is done, and what came of it.',
  power: 'write',
  input: ACT,
  output: ID,
  run: async (workspace, input) => {
    const days = Object.fromEntries((['round', 'due', 'done'] as const).flatMap((name) => (input[name] === undefined ? [] : [[name, input[name] === null ? null : dayText(dayParameter(name, input[name] as string))]]))) as { round?: string; due?: string | null; done?: string | null }
    const id = input.id ?? `act-${randomUUID().slice(0, 8)}`
    await oneOf(workspace, input.retrospective)
    await changeOne(workspace, input.retrospective, (one) => {
      if (one === null) throw unknownRetrospective(input.retrospective)
      const before = one.actions.find((action) => action.id === id)
      if (input.id !== undefined && !before) throw new Refusal('bad-parameter', `The retrospective has no action '${input.id}'. retrospectives lists them.`, { parameter: 'id' })
      const others = one.actions.filter((action) => action !== before)
      if (input.removed === true) return { ...one, actions: others }
      const text = (input.text ?? before?.text ?? '').trim()
      if (text === '') throw new Refusal('bad-parameter', "A new action needs 'text': what is to be done.", { parameter: 'text' })
      if (input.question != null && !one.questions.some((question) => question.id === input.question)) throw new Refusal('bad-parameter', `The retrospective has no question '${input.question}'.`, { parameter: 'question' })
      if (others.length >= ACTIONS_AT_MOST) throw new Refusal('bad-parameter', `No more than ${ACTIONS_AT_MOST} actions are kept for one retrospective. Begin a new one.`)
      const chosen = <T>(given: T | undefined, known: T): T => (given === undefined ? known : given)
      const action = {
        id, text, round: days.round ?? before?.round ?? dayText(dayOfInstant(workspace.now())), question: chosen(input.question, before?.question ?? null), owner: chosen(input.owner, before?.owner ?? null)?.trim() || null,
        due: chosen(days.due, before?.due ?? null), done: chosen(days.done, before?.done ?? null), outcome: chosen(input.outcome, before?.outcome ?? null)?.trim() || null, by: before?.by ?? input.by ?? null,
      }
      return { ...one, actions: [...others, action].sort((a, b) => (a.round === b.round ? (a.id < b.id ? -1 : 1) : a.round < b.round ? -1 : 1)) }
    })
    return { id }
  },
}

async function oneOf(workspace: Workspace, id: string): Promise<Retrospective> {
  const one = (await retrospectivesOf(workspace)).find((each) => each.id === id)
  if (!one) throw unknownRetrospective(id)
  return one
}
