import { type Day, dayOf, dayText } from '../base/day.ts'
import { order } from '../base/order.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Question } from './question.ts'
import { smallestIdentifier } from './party-shape.ts'
import { type AskedAgain, questionOf, type Retrospective } from './retrospectives-kept.ts'
import { scoreFrom } from './satisfaction-scores.ts'
import { type Role, rolesThen } from './voices.ts'

export const SIDES = ['customers', 'users', 'others'] as const
export type Side = (typeof SIDES)[number]

/** One answer of a round. */
export interface RoundAnswer {
  /** The day on which it was asked. */
  readonly round: Day
  readonly question: string
  readonly party: number
  readonly side: Side
  readonly score: number | null
  readonly text: string | null
  readonly key: string
}

function sideOf(roles: ReadonlySet<Role>): Side {
  return roles.has('customer') || roles.has('decider') ? 'customers' : roles.has('user') ? 'users' : 'others'
}

/** What was answered to the questions of a retrospective before a day, oldest first. The side is that of the round's day; whoever is customer and user speaks for the customer. Cost: all asks. */
export async function answersOf(asked: Asked, question: Question, retrospective: Retrospective, product: string | null): Promise<RoundAnswer[]> {
  const { world } = asked.view
  const found: Omit<RoundAnswer, 'side'>[] = []
  for (const ask of world.asks.all()) {
    if (ask.line.survey !== retrospective.id) continue
    const put = questionOf(retrospective, ask.line)
    if (put === null) continue
    for (const { line } of world.asks.answersOf(ask)) {
      if (dayOf(line.at) >= question.to) continue
      found.push({ round: dayOf(ask.line.at), question: put.id, party: world.party(ask.party), score: line.score, text: line.text, key: line.key })
    }
  }
  if (found.length === 0) return []
  const days = found.map(({ round }) => round)
  const roles = await rolesThen(asked, { ...question, product, from: Math.min(...days), to: Math.max(...days) + 1 }, found.map(({ party, round }) => ({ giver: party, day: round })))
  return found.map((one, place) => ({ ...one, side: sideOf(roles[place]?.roles ?? new Set()) }))
    .sort((a, b) => a.round - b.round || order(a.question, b.question) || order(smallestIdentifier(world, a.party), smallestIdentifier(world, b.party)) || order(a.key, b.key))
}

/** Of those who answered in two rounds: how many answered higher in the later one, lower, and the same. */
export interface Paired { readonly better: number; readonly worse: number; readonly same: number }

export function paired(before: readonly RoundAnswer[], after: readonly RoundAnswer[]): Paired {
  const counts = { better: 0, worse: 0, same: 0 }
  for (const { party, score } of after) {
    const last = before.findLast((one) => one.party === party)?.score ?? null
    if (last === null || score === null) continue
    counts[score > last ? 'better' : score < last ? 'worse' : 'same'] += 1
  }
  return counts
}

/** The course of one question on one side: a score for each round, and how those who answered before too changed. In words there is no score. */
export function course(question: AskedAgain, side: Side, answers: readonly RoundAnswer[], enough: number) {
  const own = answers.filter((one) => one.question === question.id && one.side === side)
  const rounds = [...new Set(own.map(({ round }) => round))]
  return rounds.map((round, place) => {
    const now = own.filter((one) => one.round === round)
    const scores = now.flatMap(({ score }) => (score === null ? [] : [score]))
    const score = question.form === 'text' ? { n: now.length, score: null, low: null, high: null, tooFew: false } : scoreFrom(question.form, scores, enough)
    const last = place === 0 ? null : paired(own.filter((one) => one.round === rounds[place - 1]), now)
    return { round: dayText(round), ...score, sinceLast: question.form === 'text' ? null : last }
  })
}

/** What the rounds after an action was done say to its question: the last answer of each before it was agreed or in that round, against the first after it was done. Null where nobody answered twice. */
export function followedUp(answers: readonly RoundAnswer[], question: string, agreed: Day, done: Day): { readonly round: Day; readonly bySide: Readonly<Record<Side, Paired>> } | null {
  const own = answers.filter((one) => one.question === question && one.score !== null)
  const next = own.find(({ round }) => round > agreed && round >= done)?.round
  if (next === undefined) return null
  const of = (side: Side): Paired => paired(own.filter((one) => one.side === side && one.round <= agreed), own.filter((one) => one.side === side && one.round === next))
  return { round: next, bySide: { customers: of('customers'), users: of('users'), others: of('others') } }
}
