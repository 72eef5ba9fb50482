import { netPromoter, netPromoterDifference, newcombe, wilson } from './statistics.ts'

/** Questions that are answered with a number. */
export const SCORES = ['nps', 'csat', 'ces'] as const
export type ScoredKind = (typeof SCORES)[number]

/** From which answer on somebody counts as satisfied: 4 of 1 to 5, 5 of 1 to 7. */
const SATISFIED_FROM = { csat: 4, ces: 5 } as const

/** A score with its 95 % interval, in points for NPS and in percent for the others; null where too few answered. */
export function scoreFrom(kind: ScoredKind, scores: readonly number[], enough: number) {
  const n = scores.length
  if (n < enough) return { n, score: null, low: null, high: null, tooFew: true }
  if (kind === 'nps') return { n, ...netPromoter(scores), tooFew: false }
  const good = satisfied(kind, scores)
  const { low, high } = wilson(good, n)
  return { n, score: (100 * good) / n, low: 100 * low, high: 100 * high, tooFew: false }
}

/** What the scores of some have over those of others, in points, with its 95 % interval. */
export function scoreDifference(kind: ScoredKind, some: readonly number[], others: readonly number[]): { readonly difference: number; readonly low: number; readonly high: number } {
  if (kind === 'nps') return netPromoterDifference(some, others)
  const { difference, low, high } = newcombe(satisfied(kind, some), some.length, satisfied(kind, others), others.length)
  return { difference: 100 * difference, low: 100 * low, high: 100 * high }
}

function satisfied(kind: 'csat' | 'ces', scores: readonly number[]): number {
  return scores.filter((score) => score >= SATISFIED_FROM[kind]).length
}
