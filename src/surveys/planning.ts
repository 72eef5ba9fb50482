import { Type } from 'typebox'
import { Refusal } from '../base/refusal.ts'
import type { Settings } from '../roles/settings.ts'
import type { CommonInput } from '../studies/question.ts'
import { type Dimension, dimensionParameter, whereFrom } from '../studies/where.ts'
import type { Planning } from './plan.ts'
import { type Directed, directed } from './question-roles.ts'
import { CONFIDENCES } from './sample-size.ts'
import { type Channel, CHANNELS, FORMS, type Form, type Survey } from './survey.ts'

/** What a plan is asked for, as text from an address or a command line; with `survey` what is absent is as that survey has it. */
export const PLANNING = {
  survey: Type.Optional(Type.String({ description: 'Id of a survey: its question and plan; what is given besides stands in their place.' })),
  question: Type.Optional(Type.String({ maxLength: 2_000, description: 'The question in plain words, such as: Is the price fair?' })),
  topic: Type.Optional(Type.String({ description: 'Its topic; absent: as its words tell.' })),
  roles: Type.Optional(Type.String({ description: 'Whom to ask: users, customers, both joined by a comma, or channel; absent: as the topic tells.' })),
  form: Type.Optional(Type.String({ enum: [...FORMS], description: 'How it is answered; absent: yes-no. It decides how many answers a margin needs.' })),
  channel: Type.Optional(Type.String({ enum: [...CHANNELS], description: 'How people are reached: by mail, by the widget in the product, or by a list that somebody goes through. Absent: mail.' })),
  margin: Type.Optional(Type.String({ description: 'Half of the interval that is wanted, in points of percent or of NPS, from 1 to 50; absent: 10.' })),
  confidence: Type.Optional(Type.String({ enum: ['0.8', '0.9', '0.95', '0.99'], description: 'Of that interval; absent: 0.95.' })),
  by: Type.Optional(Type.String({ description: 'The dimension whose values are the strata; absent: category.' })),
  where: Type.Optional(Type.String({ description: 'Only people who fit, written as for flows.' })),
  quotas: Type.Optional(Type.String({ description: 'At most so many are asked of a stratum: `trial:10,firm:20`; values are percent-encoded where they hold a sign of these.' })),
  least: Type.Optional(Type.String({ description: 'Answers that are wanted of each stratum at least; absent: 0.' })),
  askers: Type.Optional(Type.String({ maxLength: 20_000, description: 'Names of those of the team who ask, with commas between; values are percent-encoded where they hold one. Absent: whoever has the skill.' })),
  seed: Type.Optional(Type.String({ maxLength: 200, description: 'The same seed draws the same people; absent: the question itself.' })),
}

export type PlanningInput = { readonly [name in keyof typeof PLANNING]?: string | undefined }

/** A plan as it was asked for, with what it is about. */
export interface Asked {
  readonly question: string
  readonly directed: Directed
  readonly planning: Planning
}

const MARGIN_AT_LEAST = 1
const MARGIN_AT_MOST = 50

export function planningFrom(input: PlanningInput & CommonInput, survey: Survey | null, open: ReadonlySet<string>, settings: Settings, now: number): Asked {
  const question = (input.question ?? survey?.question ?? '').trim()
  if (question === '') throw new Refusal('bad-parameter', "'whom-to-ask' needs the parameter 'question': what you want to know, in plain words, such as: Is the price fair?", { parameter: 'question' })
  const sides = survey === null || input.question !== undefined ? undefined : survey.throughChannel ? 'channel' : survey.sides.join(',')
  const about = directed(settings, question, { topic: input.topic ?? (input.question === undefined ? (survey?.topic ?? undefined) : undefined), roles: input.roles ?? sides })
  return {
    question,
    directed: about,
    planning: {
      directed: about,
      form: (input.form as Form | undefined) ?? survey?.form ?? 'yes-no',
      channel: (input.channel as Channel | undefined) ?? survey?.channel ?? 'mail',
      margin: input.margin === undefined ? (survey?.plan.margin ?? 0.1) : marginFrom(input.margin),
      confidence: input.confidence === undefined ? (survey?.plan.confidence ?? 0.95) : confidenceFrom(input.confidence),
      by: dimensionFrom(input.by ?? survey?.plan.by),
      where: whereFrom(input.where ?? survey?.plan.where),
      quotas: quotasFrom(input.quotas ?? survey?.plan.quotas ?? ''),
      least: input.least === undefined ? (survey?.plan.least ?? 0) : wholeFrom('least', input.least),
      seed: input.seed ?? survey?.plan.seed ?? question,
      askers: input.askers === undefined ? (survey?.askers ?? []) : askersFrom(input.askers),
      survey: survey?.id ?? null,
      open,
      now,
    },
  }
}

export function marginFrom(text: string): number {
  const points = Number(text)
  if (!Number.isFinite(points) || points < MARGIN_AT_LEAST || points > MARGIN_AT_MOST) throw new Refusal('bad-parameter', `'margin' must be a number of points from ${MARGIN_AT_LEAST} to ${MARGIN_AT_MOST}, such as 10, not '${text}'.`, { parameter: 'margin' })
  return points / 100
}

export function confidenceFrom(text: string): number {
  const confidence = Number(text)
  if (!CONFIDENCES.has(confidence)) throw new Refusal('bad-parameter', `'confidence' must be one of ${[...CONFIDENCES.keys()].join(', ')}, not '${text}'.`, { parameter: 'confidence' })
  return confidence
}

export function dimensionFrom(text: string | undefined, parameter = 'by'): Dimension {
  return text === undefined || text.trim() === '' ? 'category' : dimensionParameter(parameter, text)
}

export function quotasFrom(text: string): ReadonlyMap<string, number> {
  const quotas = new Map<string, number>()
  for (const part of text.split(',').map((one) => one.trim()).filter((one) => one !== '')) {
    const colon = part.lastIndexOf(':')
    const most = Number(part.slice(colon + 1))
    if (colon <= 0 || !Number.isInteger(most) || most < 0 || part.slice(colon + 1).trim() === '') throw new Refusal('bad-parameter', `'${part}' is no quota. Write the value of the stratum, a colon and a whole number: trial:10,firm:20.`, { parameter: 'quotas' })
    quotas.set(decoded('quotas', part.slice(0, colon)), most)
  }
  return quotas
}

function askersFrom(text: string): readonly string[] {
  return text.split(',').map((one) => decoded('askers', one)).filter((one) => one !== '')
}

function decoded(parameter: string, text: string): string {
  try {
    return decodeURIComponent(text).trim()
  } catch {
    throw new Refusal('bad-parameter', `'${text}' is not percent-encoded rightly. Write %25 for a percent sign itself.`, { parameter })
  }
}

function wholeFrom(parameter: string, text: string): number {
  const whole = Number(text)
  if (!Number.isInteger(whole) || whole < 0 || whole > 100_000) throw new Refusal('bad-parameter', `'${parameter}' must be a whole number from 0 to 100000, not '${text}'.`, { parameter })
  return whole
}
