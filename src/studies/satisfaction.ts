import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answer, withCommon } from './question.ts'
import { netPromoter, wilson } from './statistics.ts'
import { ROLES, type Role, type Voice, voices } from './voices.ts'

/** Questions that are answered with a number. */
export const SCORES = ['nps', 'csat', 'ces'] as const
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const INPUT = withCommon({})
const OUTPUT = Type.Object({
  scores: Type.Array(Type.Object({
    kind: Type.Union(SCORES.map((kind) => Type.Literal(kind))), role: Type.Union(ROLES.map((role) => Type.Literal(role))), n: Type.Integer(),
    score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
  })),
})

/** Scores by role, never mixed. Roles overlap and must not be added. Cost grows with the feedback of the window. */
export const satisfaction: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'satisfaction',
  summary: 'NPS, CSAT and CES by the role of those who answer, with n and the 95 % interval; never over mixed roles.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const newest = newestPerGiver(await voices(asked, question))
    const scores = SCORES.flatMap((kind) => ROLES.map((role) => scoreOf(kind, role, newest, asked.settings.thresholds.fewestPeople))).filter((row) => row.n > 0)
    return { scores }
  }, 'satisfaction'),
}

/** Of several answers of one giver of one kind the newest counts. */
export function newestPerGiver(heard: readonly Voice[]): Voice[] {
  const newest = new Map<string, Voice>()
  for (const voice of heard) {
    const name = `${voice.giver}\0${voice.feedback.line.kind}`
    const known = newest.get(name)
    if (!known || isNewer(voice, known)) newest.set(name, voice)
  }
  return [...newest.values()]
}

function isNewer({ feedback: a }: Voice, { feedback: b }: Voice): boolean {
  if (a.line.at !== b.line.at) return a.line.at > b.line.at
  if (a.held.held.recordedAt !== b.held.held.recordedAt) return a.held.held.recordedAt > b.held.held.recordedAt
  return a.held.held.position > b.held.held.position
}

function scoreOf(kind: (typeof SCORES)[number], role: Role, newest: readonly Voice[], enough: number) {
  const scores = newest.filter((voice) => voice.feedback.line.kind === kind && voice.roles.has(role)).map((voice) => voice.feedback.line.score ?? 0)
  return { kind, role, ...scoreFrom(kind, scores, enough) }
}

/** A score with its 95 % interval, in points for NPS and in percent for the others; null where too few answered. */
export function scoreFrom(kind: (typeof SCORES)[number], scores: readonly number[], enough: number) {
  const n = scores.length
  if (n < enough) return { n, score: null, low: null, high: null, tooFew: true }
  if (kind === 'nps') return { n, ...netPromoter(scores), tooFew: false }
  const good = scores.filter((score) => score >= (kind === 'csat' ? 4 : 5)).length
  const { low, high } = wilson(good, n)
  return { n, score: (100 * good) / n, low: 100 * low, high: 100 * high, tooFew: false }
}
