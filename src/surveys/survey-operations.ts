import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { instantText } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Workspace } from '../roles/workspace.ts'
import { knownProduct } from '../studies/question.ts'
import { whereFrom } from '../studies/where.ts'
import { confidenceFrom, dimensionFrom, marginFrom, quotasFrom } from './planning.ts'
import { directed, ROLES_ASKED } from './question-roles.ts'
import { changeSurveys, CHANNELS, FORMS, type Form, type Survey, SIDES, surveysOf, unknownSurvey } from './survey.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const ID = Type.String({ description: 'Given when it was saved.' })
const NOTHING = Type.Object({}, { additionalProperties: false })
/** Kinds of feedback that an answer in own words, by yes or no, or by choice may be. */
const KINDS = ['request', 'complaint', 'praise', 'expectation', 'perception'] as const
const QUESTION_AT_MOST = 2_000
const CHOICES_AT_MOST = 20
const SURVEYS_AT_MOST = 2_000

export const SURVEY = Type.Object({
  id: ID, question: Type.String(), form: Type.Union(FORMS.map((form) => Type.Literal(form))), choices: Type.Array(Type.String()), kind: NULLABLE, topic: NULLABLE, product: NULLABLE,
  sides: Type.Array(Type.Union(SIDES.map((side) => Type.Literal(side)))), throughChannel: Type.Boolean(), channel: Type.Union(CHANNELS.map((channel) => Type.Literal(channel))),
  plan: Type.Object({ margin: Type.Number(), confidence: Type.Number(), by: Type.String(), where: Type.String(), quotas: Type.String(), least: Type.Integer(), seed: Type.String() }),
  mode: Type.Union([Type.Literal('sample'), Type.Literal('moments')]), perWeek: Type.Integer(), askers: Type.Array(Type.String()),
  state: Type.Union([Type.Literal('draft'), Type.Literal('open'), Type.Literal('closed')]), by: NULLABLE, at: Type.String(), openedAt: NULLABLE, closedAt: NULLABLE,
})

const LISTED = Type.Object({
  surveys: Type.Array(Type.Object({ ...SURVEY.properties, asked: Type.Integer(), answered: Type.Integer(), answers: Type.Integer({ description: 'Answers that the margin needs, as it was planned; 0 where nobody was asked yet.' }) }), { description: 'The newest first.' }),
})

/** Questions that are asked, with how far they are. Cost grows with the questions asked. */
export const surveys: Operation<Workspace, typeof NOTHING, typeof LISTED> = {
  name: 'surveys',
  summary: 'The questions that are or were asked: to whom, how, and how many answered.',
  power: 'read',
  input: NOTHING,
  output: LISTED,
  run: async (workspace) => {
    const all = await surveysOf(workspace)
    const counts = await workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => {
      const found = new Map<string, { asked: number; answered: number }>()
      for (const ask of world.asks.all()) {
        if (ask.line.survey === null) continue
        const one = found.get(ask.line.survey) ?? { asked: 0, answered: 0 }
        found.set(ask.line.survey, one)
        one.asked += 1
        if (world.asks.answersOf(ask).length > 0) one.answered += 1
      }
      return found
    })
    return { surveys: all.map((survey) => ({ ...shapeOf(survey), asked: counts.get(survey.id)?.asked ?? 0, answered: counts.get(survey.id)?.answered ?? 0, answers: survey.answers ?? 0 })) }
  },
}

export function shapeOf({ answers: _, frame: __, throughChannel = false, ...survey }: Survey): Omit<Survey, 'answers' | 'frame'> {
  return { ...survey, throughChannel }
}

const SAVE = Type.Object({
  id: Type.Optional(Type.String({ description: 'Of a draft that is changed; absent: a new one. What is not named stays.' })),
  question: Type.Optional(Type.String({ maxLength: QUESTION_AT_MOST, description: 'In plain words, as people will read it. A new one needs it.' })),
  form: Type.Optional(Type.String({ enum: [...FORMS] })),
  choices: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: CHOICES_AT_MOST, description: 'Of the form `choice`: from 2 on.' })),
  kind: Type.Optional(Type.String({ enum: [...KINDS, 'none'], description: 'What an answer without a scale counts as; `none`: as no feedback. Scales are their own kind.' })),
  topic: Type.Optional(Type.String({ maxLength: 80, description: 'Absent: as the words of the question tell.' })),
  product: Type.Optional(Type.String({ description: 'Key of the product that it is about.' })),
  roles: Type.Optional(Type.String({ description: `Whom to ask: ${ROLES_ASKED.join(', ')}; absent: as the topic tells.` })),
  channel: Type.Optional(Type.String({ enum: [...CHANNELS] })),
  margin: Type.Optional(Type.String({ description: 'In points, from 1 to 50; a new one: 10.' })),
  confidence: Type.Optional(Type.String()),
  spread: Type.Optional(Type.String({ description: 'Dimension over whose values it is spread, as `by` of whom-to-ask.' })),
  where: Type.Optional(Type.String()),
  quotas: Type.Optional(Type.String()),
  least: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  seed: Type.Optional(Type.String({ maxLength: 200 })),
  mode: Type.Optional(Type.String({ enum: ['sample', 'moments'], description: '`moments`: people are asked by the widget at random moments of real use.' })),
  perWeek: Type.Optional(Type.Integer({ minimum: 1, maximum: 21, description: 'With `moments`: so often a week a person is asked at most.' })),
  askers: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 200, description: 'Names of those of the team who ask; empty: whoever has the skill.' })),
  by: Type.Optional(Type.String({ description: 'Who saves it.' })),
}, { additionalProperties: false })
const SAVED = Type.Object({ id: ID })

/** Saves a question as a draft. Nobody is asked by that. */
export const surveySave: Operation<Workspace, typeof SAVE, typeof SAVED> = {
  name: 'survey-save',
  summary: 'Saves a question with its plan as a draft, or changes a draft. Nobody is asked by that.',
  power: 'write',
  input: SAVE,
  output: SAVED,
  run: async (workspace, input) => {
    const id = input.id ?? `survey-${randomUUID().slice(0, 8)}`
    if (input.product !== undefined) await workspace.ask(SELF, EVERYTHING, async (asked) => knownProduct(asked, input.product as string))
    const isAsked = input.id !== undefined && (await wasAsked(workspace, id))
    await changeSurveys(workspace, (all) => {
      const before = all.find((survey) => survey.id === id)
      if (input.id !== undefined && before === undefined) throw unknownSurvey(id)
      if (before !== undefined && (before.state !== 'draft' || isAsked)) throw new Refusal('not-now', 'People were asked this question already, so it stays as it is. Close it, and save a new one.')
      if (before === undefined && all.length >= SURVEYS_AT_MOST) throw new Refusal('bad-parameter', `No more than ${SURVEYS_AT_MOST} questions can be kept. Forget drafts that nobody needs.`)
      const survey = made(workspace, id, before ?? null, input)
      return before === undefined ? [survey, ...all] : all.map((one) => (one.id === id ? survey : one))
    })
    return { id }
  },
}

/** True if any line tells of a question of this survey, whatever its state says. */
function wasAsked(workspace: Workspace, id: string): Promise<boolean> {
  return workspace.ask(SELF, EVERYTHING, async ({ view: { world } }) => {
    for (const { line } of world.asks.all()) if (line.survey === id) return true
    return false
  })
}

type SaveInput = Parameters<typeof surveySave.run>[1]

function made(workspace: Workspace, id: string, before: Survey | null, input: SaveInput): Survey {
  const question = (input.question ?? before?.question ?? '').normalize('NFC').trim()
  if (question === '') throw new Refusal('bad-parameter', "'survey-save' needs the parameter 'question': what people will read.", { parameter: 'question' })
  const form = (input.form as Form | undefined) ?? before?.form ?? 'yes-no'
  const choices = form === 'choice' ? (input.choices ?? before?.choices ?? []).map((choice) => choice.trim()) : []
  if (form === 'choice' && (choices.length < 2 || new Set(choices).size < choices.length || choices.includes(''))) throw new Refusal('bad-parameter', 'A question with choices needs from 2 to 20 of them, all different.', { parameter: 'choices' })
  const about = directed(workspace.settings.current, question, { topic: input.topic ?? (input.question === undefined ? (before?.topic ?? undefined) : undefined), roles: input.roles ?? (input.question === undefined && input.topic === undefined && before !== null ? (before.throughChannel ? 'channel' : before.sides.join(',')) : undefined) })
  const plan = before?.plan ?? { margin: 0.1, confidence: 0.95, by: 'category', where: '', quotas: '', least: 0, seed: question }
  if (input.where !== undefined) whereFrom(input.where)
  if (input.quotas !== undefined) quotasFrom(input.quotas)
  const mode = (input.mode as Survey['mode'] | undefined) ?? before?.mode ?? 'sample'
  const channel = (input.channel as Survey['channel'] | undefined) ?? (mode === 'moments' ? 'widget' : (before?.channel ?? 'mail'))
  if (mode === 'moments' && channel !== 'widget') throw new Refusal('bad-parameter', 'Moments of use are where the widget is: choose the channel widget, or ask a sample.', { parameter: 'channel' })
  const kind = form === 'nps' || form === 'csat' || form === 'ces' ? form : input.kind === undefined ? (before?.kind ?? null) : input.kind === 'none' ? null : (input.kind as Survey['kind'])
  return {
    id, question, form, choices, kind: kind !== form && (kind === 'nps' || kind === 'csat' || kind === 'ces') ? null : kind, topic: about.topic, product: input.product ?? before?.product ?? null,
    sides: about.sides, throughChannel: about.throughChannel, channel,
    plan: {
      margin: input.margin === undefined ? plan.margin : marginFrom(input.margin), confidence: input.confidence === undefined ? plan.confidence : confidenceFrom(input.confidence),
      by: input.spread === undefined ? plan.by : dimensionFrom(input.spread, 'spread'), where: input.where ?? plan.where, quotas: input.quotas ?? plan.quotas, least: input.least ?? plan.least, seed: input.seed ?? (before?.plan.seed === before?.question ? question : plan.seed),
    },
    mode, perWeek: input.perWeek ?? before?.perWeek ?? 1, askers: input.askers ?? before?.askers ?? [], state: 'draft', by: input.by?.trim() || before?.by || null,
    at: before?.at ?? instantText(workspace.now()), openedAt: null, closedAt: null,
  }
}

const STATE = Type.Object({ id: ID, state: Type.String({ enum: ['open', 'closed'], description: '`open`: people may answer; of the mode `moments` they are asked from now on. `closed`: no answer is taken any more.' }) }, { additionalProperties: false })
const STATED = Type.Object({ state: Type.String() })

export const surveyState: Operation<Workspace, typeof STATE, typeof STATED> = {
  name: 'survey-state',
  summary: 'Opens a question, or closes it: then no answer is taken any more.',
  power: 'write',
  input: STATE,
  output: STATED,
  run: async (workspace, { id, state }) => {
    await setState(workspace, id, state as 'open' | 'closed')
    return { state }
  },
}

export async function setState(workspace: Workspace, id: string, state: 'open' | 'closed', more: Partial<Survey> = {}): Promise<void> {
  const at = instantText(workspace.now())
  await changeSurveys(workspace, (all) => {
    if (!all.some((survey) => survey.id === id)) throw unknownSurvey(id)
    return all.map((survey) => (survey.id !== id ? survey : { ...survey, ...more, state, openedAt: survey.openedAt ?? (state === 'open' ? at : null), closedAt: state === 'closed' ? at : null }))
  })
}

const FORGET = Type.Object({ id: ID }, { additionalProperties: false })
const FORGOTTEN = Type.Object({ forgotten: Type.Boolean() })

export const surveyForget: Operation<Workspace, typeof FORGET, typeof FORGOTTEN> = {
  name: 'survey-forget',
  summary: 'Forgets a draft that nobody was asked.',
  power: 'write',
  input: FORGET,
  output: FORGOTTEN,
  run: async (workspace, { id }) => {
    const isAsked = await wasAsked(workspace, id)
    await changeSurveys(workspace, (all) => {
      const survey = all.find((one) => one.id === id)
      if (survey === undefined) throw unknownSurvey(id)
      if (survey.state !== 'draft' || isAsked) throw new Refusal('not-now', 'People were asked this question, so it is kept. Close it instead.')
      return all.filter((one) => one.id !== id)
    })
    return { forgotten: true }
  },
}
