import { betaPoint } from './beta-distribution.ts'
import { type Box, halfCauchy, intervalOf, weighed } from './weighed-grid.ts'

/** What is expected of one intermediary, with its 95 % interval. */
export interface Shrunk { readonly mean: number; readonly low: number; readonly high: number }
export interface Shrinkage {
  /** What is expected of one of whom nothing was heard. */
  readonly usual: number
  /** Standard deviation between intermediaries, with its 95 % interval. */
  readonly spread: Shrunk
  readonly each: readonly Shrunk[]
}

/** Fewer tell nothing about how much intermediaries differ. */
export const SHRUNK_FROM = 3
const PRIOR_SCALE = 0.5
const Z = 1.96
const WHOLE: Box = { low: [0, 0], high: [1, 1] }

/**
 * Scores that are shares, drawn towards the usual share the more, the fewer answered: hits are binomial, the shares of intermediaries a beta distribution whose mean and spread are
 * learned from all of them (empirical Bayes: Efron & Morris, Data analysis using Stein's estimator, 1975; beta-binomial: Kleinman, 1973). The marginal likelihood is weighed over a grid of both,
 * so that intervals hold what few intermediaries leave open about the spread. Cost: the most hits, and the different pairs of hits and n, some 2,000 times.
 */
export function shrunkShares(all: readonly { readonly hits: number; readonly n: number }[]): Shrinkage {
  const kinds = new Map<string, { readonly hits: number; readonly n: number; times: number }>()
  for (const { hits, n } of all) {
    const known = kinds.get(`${hits} ${n}`)
    if (known) known.times += 1
    else kinds.set(`${hits} ${n}`, { hits, n, times: 1 })
  }
  const pairs = [...kinds.values()]
  const most = pairs.reduce((n, one) => Math.max(n, one.n), 0)
  // Sums of logarithms up to each number: a beta function is their difference, also where nobody differs.
  const sums = { hits: new Float64Array(most + 1), misses: new Float64Array(most + 1), all: new Float64Array(most + 1) }
  const height = ([usual = 0, place = 0]: readonly number[]): number => {
    const spread = (PRIOR_SCALE * halfCauchy(place)) ** 2
    for (let i = 0; i < most; i += 1) {
      sums.hits[i + 1] = (sums.hits[i] ?? 0) + Math.log(usual + i * spread)
      sums.misses[i + 1] = (sums.misses[i] ?? 0) + Math.log(1 - usual + i * spread)
      sums.all[i + 1] = (sums.all[i] ?? 0) + Math.log(1 + i * spread)
    }
    return pairs.reduce((sum, { hits, n, times }) => sum + times * ((sums.hits[hits] ?? 0) + (sums.misses[n - hits] ?? 0) - (sums.all[n] ?? 0)), 0)
  }
  const grid = weighed(height, WHOLE, { points: 15, onTrial: 11, passes: 10 }).map(({ place: [usual = 0, place = 0], weight }) => ({ usual, spread: (PRIOR_SCALE * halfCauchy(place)) ** 2, weight }))
  const shrunk = new Map(pairs.map(({ hits, n }) => {
    const [mean, variance] = mixed(grid.map(({ usual, spread, weight }) => {
      const one = (hits * spread + usual) / (n * spread + 1)
      return { mean: one, variance: (one * (1 - one) * spread) / ((n + 1) * spread + 1), weight }
    }))
    return [`${hits} ${n}`, betaAround(mean, variance)] as const
  }))
  const spread = intervalOf(grid.map(({ usual, spread: of, weight }) => ({ value: Math.sqrt((usual * (1 - usual) * of) / (1 + of)), weight })))
  return { usual: grid.reduce((sum, { usual, weight }) => sum + usual * weight, 0), spread, each: all.map(({ hits, n }) => shrunk.get(`${hits} ${n}`) as Shrunk) }
}

/**
 * Scores that are means, drawn towards the usual mean the more, the larger their own variance: normal means of normal variables (Efron & Morris 1975; the random effects of DerSimonian & Laird 1986).
 * The spread is weighed over a grid with the usual mean integrated out (Gelman et al., Bayesian Data Analysis, 3rd edition, 5.4); `scale` is half of the spread that is thought possible before any data.
 */
export function shrunkMeans(all: readonly { readonly mean: number; readonly variance: number }[], scale: number): Shrinkage {
  const at = (spread: number) => {
    let [weights, sum] = [0, 0]
    for (const { mean, variance } of all) {
      const weight = 1 / (variance + spread * spread)
      weights += weight
      sum += weight * mean
    }
    return { usual: sum / weights, variance: 1 / weights }
  }
  const height = ([place = 0]: readonly number[]): number => {
    const spread = scale * halfCauchy(place)
    const { usual, variance } = at(spread)
    return 0.5 * Math.log(variance) - all.reduce((sum, one) => {
      const of = one.variance + spread * spread
      return sum + 0.5 * (Math.log(of) + (one.mean - usual) ** 2 / of)
    }, 0)
  }
  const grid = weighed(height, { low: [0], high: [1] }, { points: 61, onTrial: 41, passes: 12 }).map(({ place: [place = 0], weight }) => {
    const spread = scale * halfCauchy(place)
    return { spread, ...at(spread), weight }
  })
  const each = all.map(({ mean, variance }) => {
    const [middle, of] = mixed(grid.map((one) => {
      const kept = one.spread ** 2 / (one.spread ** 2 + variance)
      return { mean: one.usual + kept * (mean - one.usual), variance: kept * variance + (1 - kept) ** 2 * one.variance, weight: one.weight }
    }))
    return { mean: middle, low: middle - Z * Math.sqrt(of), high: middle + Z * Math.sqrt(of) }
  })
  return { usual: grid.reduce((sum, { usual, weight }) => sum + usual * weight, 0), spread: intervalOf(grid.map(({ spread: value, weight }) => ({ value, weight }))), each }
}

/** Mean and variance of a mixture. */
function mixed(parts: readonly { readonly mean: number; readonly variance: number; readonly weight: number }[]): [mean: number, variance: number] {
  const mean = parts.reduce((sum, one) => sum + one.weight * one.mean, 0)
  return [mean, parts.reduce((sum, one) => sum + one.weight * (one.variance + (one.mean - mean) ** 2), 0)]
}

/** The beta distribution of that mean and variance, from its 2.5 % to its 97.5 % point. */
function betaAround(mean: number, variance: number): Shrunk {
  if (variance < 1e-12) return { mean, low: mean, high: mean }
  const size = (mean * (1 - mean)) / variance - 1
  return { mean, low: betaPoint(0.025, mean * size, (1 - mean) * size), high: betaPoint(0.975, mean * size, (1 - mean) * size) }
}
