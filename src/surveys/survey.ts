import { Refusal } from '../base/refusal.ts'
import { fieldsIn, listIn } from '../db/kept-document.ts'
import type { FeedbackKind } from '../evidence/line.ts'
import type { Workspace } from '../roles/workspace.ts'

/** How a question is answered: on a scale, by yes or no, by one of some choices, or in own words. */
export const FORMS = ['nps', 'csat', 'ces', 'yes-no', 'choice', 'text'] as const
export type Form = (typeof FORMS)[number]

/** On which side of the product somebody is asked. */
export const SIDES = ['users', 'customers'] as const
export type Side = (typeof SIDES)[number]

/** How people are reached. */
export const CHANNELS = ['mail', 'widget', 'list'] as const
export type Channel = (typeof CHANNELS)[number]

/** `draft`: nobody is asked yet; `open`: people are asked and may answer; `closed`: answers are no more taken. */
export type SurveyState = 'draft' | 'open' | 'closed'

/** How many answers, of whom. Empty texts say nothing. */
export interface SurveyPlan {
  /** Half of the interval's width: 0.05 is 5 points of percent, or 5 points of NPS. */
  readonly margin: number
  readonly confidence: number
  /** The dimension whose values are the strata. */
  readonly by: string
  readonly where: string
  /** At most so many are asked of a stratum: `trial:10,firm:20`. */
  readonly quotas: string
  /** At least so many answers are wanted of each stratum. */
  readonly least: number
  /** The same seed draws the same people. */
  readonly seed: string
}

/** A question that is asked. Whom it was asked and what came back are evidence lines that carry its id. */
export interface Survey {
  readonly id: string
  readonly question: string
  readonly form: Form
  /** Of `choice`. */
  readonly choices: readonly string[]
  /** The kind of feedback that an answer is; null: free text. */
  readonly kind: FeedbackKind | null
  readonly topic: string | null
  readonly product: string | null
  readonly sides: readonly Side[]
  /** Only users who came through an intermediary. */
  readonly throughChannel?: boolean
  readonly channel: Channel
  readonly plan: SurveyPlan
  /** `sample`: a drawn sample is asked once; `moments`: at random moments of real use, so often a week at most. */
  readonly mode: 'sample' | 'moments'
  readonly perWeek: number
  /** Names of those of the team who may ask; empty: whoever the settings name. */
  readonly askers: readonly string[]
  readonly state: SurveyState
  /** Who made it, and when. */
  readonly by: string | null
  readonly at: string
  readonly openedAt: string | null
  readonly closedAt: string | null
  /** Answers that the margin needed when people were asked, of all sides together. */
  readonly answers?: number
  /** People of each role when people were asked: what a sample is a part of. */
  readonly frame?: Readonly<Record<string, number>>
}

/** The source of the lines that a survey writes. */
export const SURVEYS = 'surveys'

/** All surveys, the newest first. */
export async function surveysOf({ surveys }: Pick<Workspace, 'surveys'>): Promise<readonly Survey[]> {
  return listIn<Survey>(await surveys.read(), 'surveys')
}

export async function surveyOf(workspace: Pick<Workspace, 'surveys'>, id: string): Promise<Survey> {
  const found = (await surveysOf(workspace)).find((survey) => survey.id === id)
  if (!found) throw unknownSurvey(id)
  return found
}

/** Changes surveys, one change after the other, each on top of the one before. */
export async function changeSurveys({ surveys }: Pick<Workspace, 'surveys'>, make: (surveys: readonly Survey[]) => readonly Survey[]): Promise<readonly Survey[]> {
  return listIn<Survey>(await surveys.change((before) => `${JSON.stringify({ ...fieldsIn(before), surveys: make(listIn<Survey>(before, 'surveys')) }, null, 2)}\n`), 'surveys')
}

export function unknownSurvey(id: string): Refusal {
  return new Refusal('bad-parameter', `There is no survey '${id}'. surveys lists them.`, { parameter: 'survey' })
}

