import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { Refusal } from '../base/refusal.ts'
import { ANSWERERS } from '../roles/settings.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { page, PAGING } from '../studies/paging.ts'
import { PARTY, partyShape } from '../studies/party-shape.ts'
import { answer, withCommon } from '../studies/question.ts'
import { REASON_NAMES, REASONS, type Reason } from './left-out.ts'
import { type LeftOut, planOf, type SidePlan, type Taken } from './plan.ts'
import { PLANNING, planningFrom } from './planning.ts'
import { CHANNELS, FORMS, SIDES, surveysOf, unknownSurvey } from './survey.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const SIDE = Type.Union(SIDES.map((side) => Type.Literal(side)))
const REASON = Type.String({ enum: [...REASON_NAMES] })

const INPUT = withCommon({
  ...PLANNING,
  ...PAGING,
  reason: Type.Optional(Type.String({ enum: [...REASON_NAMES], description: 'Lists those who are left out for this reason, in place of those who are asked.' })),
})

const STRATUM = Type.Object({
  value: Type.String(), name: NULLABLE, party: Type.Union([PARTY, Type.Null()]), population: Type.Integer({ description: 'People of the role in it.' }), candidates: Type.Integer({ description: 'Of them those who may be asked.' }),
  asked: Type.Integer({ description: 'Asked by this survey before.' }), quota: Type.Union([Type.Integer(), Type.Null()]), wanted: Type.Integer(), drawn: Type.Integer(), short: Type.Integer({ description: 'Wanted, and nobody there to ask.' }),
})

const OUTPUT = Type.Object({
  question: Type.String(), topic: NULLABLE,
  topics: Type.Array(Type.Object({ topic: Type.String(), answeredBy: Type.String(), own: Type.Boolean(), words: Type.Array(Type.String()) })),
  answeredBy: Type.Union(ANSWERERS.map((one) => Type.Literal(one))), sides: Type.Array(SIDE), because: Type.String(), byHand: Type.Boolean(),
  form: Type.Union(FORMS.map((form) => Type.Literal(form))), channel: Type.Union(CHANNELS.map((channel) => Type.Literal(channel))), by: Type.String(), margin: Type.Number(), confidence: Type.Number(), seed: Type.String(),
  rate: Type.Object({ rate: Type.Number(), low: Type.Number(), high: Type.Number(), asked: Type.Integer(), answered: Type.Integer(), assumed: Type.Boolean() }, { description: 'What share of those asked is expected to answer, from past questions.' }),
  samples: Type.Array(Type.Object({
    side: SIDE, population: Type.Integer(), candidates: Type.Integer(), answers: Type.Integer({ description: 'Answers that the margin needs.' }), toAsk: Type.Integer(), toAskLow: Type.Integer(), toAskHigh: Type.Integer(),
    drawn: Type.Integer(), asked: Type.Integer(), expectedAnswers: Type.Number(), expectedMargin: NUMBER, strata: Type.Array(STRATUM),
  }), { description: 'Users and customers apart: they are never one sample.' }),
  population: Type.Integer({ description: 'Everybody known who is no organization: those asked and those left out.' }),
  taken: Type.Integer(),
  leftOut: Type.Array(Type.Object({ reason: REASON, says: Type.String(), people: Type.Integer() }), { description: 'Everybody who is not asked, each for one reason, the first that holds.' }),
  customersWithoutPerson: Type.Integer({ description: 'Customers of whom nobody is known who buys or decides.' }),
  people: Type.Array(Type.Object({
    party: PARTY, side: Type.Union([SIDE, Type.Null()]), stratum: NULLABLE, organizations: Type.Array(PARTY), address: NULLABLE, because: Type.String(), asker: NULLABLE, askerBecause: NULLABLE,
  })),
  next: NULLABLE,
})

/** Who can answer a question, and whom to ask. Cost: the usage days of the window, all parties and all questions asked; nothing is written. */
export const whomToAsk: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'whom-to-ask',
  summary: 'A question in plain words: its topic, the role that can answer and why, how many to ask for a wanted margin, whom, why, and who of the team asks; and everybody left out with the reason.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: async (workspace, input) => {
    const surveys = await surveysOf(workspace)
    const survey = input.survey === undefined ? null : (surveys.find(({ id }) => id === input.survey) ?? null)
    if (input.survey !== undefined && survey === null) throw unknownSurvey(input.survey)
    const open = new Set(surveys.filter(({ state }) => state === 'open').map(({ id }) => id))
    const product = input.product ?? survey?.product ?? undefined
    return answer(workspace, { ...input, ...(product === undefined ? {} : { product }) }, async (asked, question) => {
      const { question: text, directed, planning } = planningFrom(input, survey, open, asked.settings, workspace.now())
      const unused = [...planning.quotas.keys()]
      const plan = await planOf(asked, question, planning)
      const values = new Set(plan.sides.flatMap(({ strata }) => strata.map(({ shape }) => shape.value)))
      const nowhere = unused.find((value) => !values.has(value))
      if (nowhere !== undefined && input.quotas !== undefined) throw new Refusal('bad-parameter', `No stratum of ${planning.by} is '${nowhere}'. There are: ${[...values].slice(0, 10).join(', ') || 'none'}.`, { parameter: 'quotas' })
      const shown = input.reason === undefined ? page(plan.taken, input) : page(plan.leftOut.filter(({ reason }) => reason === input.reason), input)
      const people = (shown.rows as readonly (Taken | LeftOut)[]).map((one) => ('side' in one ? takenShape(asked, one) : leftOutShape(asked, one)))
      return {
        question: text, topic: directed.topic, topics: directed.topics, answeredBy: directed.answeredBy, sides: directed.sides, because: directed.because, byHand: directed.byHand,
        form: planning.form, channel: planning.channel, by: planning.by, margin: planning.margin, confidence: planning.confidence, seed: planning.seed, rate: plan.rate,
        samples: plan.sides.map(sampleShape), population: plan.population, taken: plan.taken.length, leftOut: reasonsOf(plan.leftOut), customersWithoutPerson: plan.customersWithoutPerson, people, next: shown.next,
      }
    })
  },
}

function reasonsOf(leftOut: readonly LeftOut[]): { readonly reason: Reason; readonly says: string; readonly people: number }[] {
  const counts = new Map<Reason, number>()
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return REASON_NAMES.filter((reason) => counts.has(reason)).map((reason) => ({ reason, says: REASONS[reason], people: counts.get(reason) as number }))
}

function sampleShape(side: SidePlan) {
  return { ...side, strata: side.strata.map(({ shape, ...stratum }) => ({ ...shape, ...stratum, short: Math.max(0, stratum.wanted - stratum.asked - stratum.drawn) })) }
}

function takenShape({ view: { world } }: Asked, { party, side, stratum, organizations, address, because, assigned }: Taken) {
  return {
    party: partyShape(world, party), side, stratum, organizations: organizations.filter((one) => one > 0).map((one) => partyShape(world, one)), address, because,
    asker: assigned.asker?.name ?? null, askerBecause: assigned.says,
  }
}

function leftOutShape({ view: { world } }: Asked, { party, says, reason }: LeftOut) {
  return { party: partyShape(world, party), side: null, stratum: null, organizations: [], address: null, because: says() || REASONS[reason], asker: null, askerBecause: null }
}
