import { wilson } from '../studies/statistics.ts'
import { correctionOf } from './sample-size.ts'
import type { Survey } from './survey.ts'

/** 97.5 % quantile of the normal distribution, as everywhere in the model. */
const Z = 1.96

/** One figure of a result: a score, or the share of one choice in percent. */
export interface Figure {
  readonly choice: string | null
  readonly n: number
  /** Answers that speak for it: promoters, good scores, this choice. */
  readonly hits: number
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What somebody answered. */
export interface Answered {
  readonly score: number | null
  readonly text: string | null
}

/** True if an answer is one that the form takes. */
export function isAnswer({ form, choices }: Pick<Survey, 'form' | 'choices'>, { score, text }: Answered): boolean {
  if (form === 'nps') return isWhole(score, 0, 10)
  if (form === 'csat') return isWhole(score, 1, 5)
  if (form === 'ces') return isWhole(score, 1, 7)
  if (form === 'yes-no') return text === 'yes' || text === 'no'
  return form === 'choice' ? text !== null && choices.includes(text) : text !== null && text.trim() !== ''
}

function isWhole(score: number | null, least: number, most: number): boolean {
  return score !== null && Number.isInteger(score) && score >= least && score <= most
}

/**
 * The figures of some answers, with 95 % intervals that know how few people there are in all: n answers of N people count like n / f of very many, with f = (N - n) / (N - 1).
 * NPS by its multinomial variance; shares by Wilson's interval; of several choices by Goodman's simultaneous intervals (L. A. Goodman, Technometrics 7, 1965),
 * which are Wilson's with the quantile of 1 - 0.05 / k in place of that of 0.95. Own words have no figure.
 */
export function figuresOf({ form, choices }: Pick<Survey, 'form' | 'choices'>, answers: readonly Answered[], population: number | null): readonly Figure[] {
  const n = answers.length
  if (n === 0 || form === 'text') return []
  const f = population === null || population < n ? 1 : correctionOf(n, population)
  if (form === 'nps') {
    const promoters = answers.filter(({ score }) => (score as number) >= 9).length / n
    const detractors = answers.filter(({ score }) => (score as number) <= 6).length / n
    const value = 100 * (promoters - detractors)
    const half = 100 * Z * Math.sqrt(((promoters + detractors - (promoters - detractors) ** 2) / n) * f)
    return [{ choice: null, n, hits: Math.round(promoters * n), value, low: Math.max(-100, value - half), high: Math.min(100, value + half) }]
  }
  const share = (choice: string | null, hits: number, z = Z): Figure => ({ choice, n, hits, value: (100 * hits) / n, ...inPercent(wilsonOf(hits, n, f, z)) })
  if (form === 'csat') return [share(null, answers.filter(({ score }) => (score as number) >= 4).length)]
  if (form === 'ces') return [share(null, answers.filter(({ score }) => (score as number) >= 5).length)]
  if (form === 'yes-no') return [share('yes', answers.filter(({ text }) => text === 'yes').length)]
  const z = goodmanQuantile(choices.length)
  return choices.map((choice) => share(choice, answers.filter(({ text }) => text === choice).length, z))
}

function wilsonOf(hits: number, n: number, f: number, z: number): { low: number; high: number } {
  if (f === 0) return { low: hits / n, high: hits / n }
  // The interval with z instead of 1.96 is that of n (1.96 / z)^2 answers: Wilson's depends on n / z^2 only.
  const scale = (Z / z) ** 2 / f
  return wilson(hits * scale, n * scale)
}

function inPercent({ low, high }: { readonly low: number; readonly high: number }): { low: number; high: number } {
  return { low: 100 * low, high: 100 * high }
}

/** The square root of the chi-square quantile (one degree of freedom) of 1 - 0.05 / k: the normal quantile of 1 - 0.025 / k. */
export function goodmanQuantile(choices: number): number {
  return normalQuantile(1 - 0.025 / Math.max(1, choices))
}

/** By halving, since it is asked for a handful of times; 1e-9 exact. */
export function normalQuantile(p: number): number {
  let [low, high] = [-10, 10]
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The normal distribution function, by its series around 0 (Abramowitz and Stegun, 26.2.11). */
function normalBelow(x: number): number {
  if (x < -8) return 0
  if (x > 8) return 1
  let [sum, term] = [x, x]
  for (let odd = 3; Math.abs(term) > 1e-17 && odd < 600; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}
