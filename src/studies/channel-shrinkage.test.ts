import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../demo/random.ts'
import { betaPoint, betaShare, logGamma } from './beta-distribution.ts'
import { shrunkMeans, shrunkShares } from './channel-shrinkage.ts'

/** Rubin's eight schools: effects of coaching and their standard errors (Gelman et al., Bayesian Data Analysis, table 5.2). */
const SCHOOLS = [[28, 15], [8, 10], [-3, 16], [7, 11], [-1, 9], [1, 11], [18, 10], [12, 18]] as const
/** Hits of eighteen batters in their first 45 times at bat in 1970, and their averages in the rest of the season (Efron & Morris 1975, table 1). */
const BATTERS = [[18, 0.346], [17, 0.298], [16, 0.276], [15, 0.222], [14, 0.273], [14, 0.27], [13, 0.263], [12, 0.21], [11, 0.269], [11, 0.23], [10, 0.264], [10, 0.256], [10, 0.303], [10, 0.264], [10, 0.226], [9, 0.285], [8, 0.316], [7, 0.2]] as const
const AT_BAT = 45

describe('scores of few answers are drawn towards the usual one', () => {
  test('as published of eight schools: means of the posterior to half a point', () => {
    // A uniform prior of the spread, as the book has it, is a half-Cauchy of a very large scale.
    const { each, usual, spread } = shrunkMeans(SCHOOLS.map(([mean, error]) => ({ mean, variance: error * error })), 1e4)
    const published = [11.4, 7.9, 6.2, 7.7, 5.1, 6.2, 10.6, 8.4]
    for (const [place, { mean }] of each.entries()) expect(mean).toBeCloseTo(published[place] ?? 0, 0)
    expect(usual).toBeGreaterThan(7.4)
    expect(usual).toBeLessThan(8.4)
    expect(spread.mean).toBeGreaterThan(6)
    expect(spread.mean).toBeLessThan(7.2)
  })

  test('as Efron and Morris found of batters: closer to the rest of the season than what they hit themselves, for all together', () => {
    const { each } = shrunkShares(BATTERS.map(([hits]) => ({ hits, n: AT_BAT })))
    const error = (of: (place: number) => number): number => BATTERS.reduce((sum, [, later], place) => sum + (of(place) - later) ** 2, 0)
    const [own, shrunk] = [error((place) => (BATTERS[place]?.[0] ?? 0) / AT_BAT), error((place) => each[place]?.mean ?? 0)]
    // Theirs are 0.077 and 0.022: three and a half times better.
    expect(own).toBeCloseTo(0.0755, 2)
    expect(shrunk).toBeLessThan(own / 2.5)
    // Clemente hit 18 of 45 and is expected at 0.290.
    expect(each[0]?.mean).toBeGreaterThan(0.28)
    expect(each[0]?.mean).toBeLessThan(0.305)
  })

  test('the same by a normal model of the same batters', () => {
    const means = shrunkMeans(BATTERS.map(([hits]) => ({ mean: hits / AT_BAT, variance: 0.0659 ** 2 })), 0.5)
    const shares = shrunkShares(BATTERS.map(([hits]) => ({ hits, n: AT_BAT })))
    for (const [place, { mean }] of means.each.entries()) expect(mean).toBeCloseTo(shares.each[place]?.mean ?? 0, 2)
  })

  test('who answered first makes no difference, and more of the same answers move further', () => {
    fc.assert(fc.property(fc.array(fc.record({ hits: fc.nat({ max: 12 }), misses: fc.nat({ max: 12 }) }).filter(({ hits, misses }) => hits + misses > 0), { minLength: 3, maxLength: 12 }), (all) => {
      const groups = all.map(({ hits, misses }) => ({ hits, n: hits + misses }))
      const [forth, back] = [shrunkShares(groups), shrunkShares([...groups].reverse())]
      for (const [place, { mean, low, high }] of forth.each.entries()) {
        expect(back.each[groups.length - 1 - place]?.mean).toBeCloseTo(mean, 9)
        const raw = (groups[place]?.hits ?? 0) / (groups[place]?.n ?? 1)
        // Between the raw and the usual share, but for what the usual one itself is unsure of.
        expect(mean).toBeGreaterThan(Math.min(raw, forth.usual) - 0.05)
        expect(mean).toBeLessThan(Math.max(raw, forth.usual) + 0.05)
        expect(low).toBeLessThanOrEqual(mean)
        expect(high).toBeGreaterThanOrEqual(mean)
      }
    }), { numRuns: 40, seed: 2026 })
  })

  test.each([[8, 12, 10], [40, 12, 10], [40, 12, 60]])('of %d simulated intermediaries with about %d answers each the intervals hold the truth, and the error is smaller than that of raw scores', (intermediaries, answers, alike) => {
    const random = randomFrom(intermediaries + alike, 'shrinkage')
    let [held, all, shrunkError, rawError] = [0, 0, 0, 0]
    for (let run = 0; run < 40; run += 1) {
      const truths = Array.from({ length: intermediaries }, () => shareAround(() => random.unit(), 0.65, alike))
      const heard = truths.map((truth) => {
        const n = random.int(1, 2 * answers - 1)
        return { n, hits: Array.from({ length: n }, () => random.chance(truth)).filter((one) => one).length }
      })
      for (const [place, { mean, low, high }] of shrunkShares(heard).each.entries()) {
        const truth = truths[place] ?? 0
        all += 1
        if (low <= truth && truth <= high) held += 1
        shrunkError += (mean - truth) ** 2
        rawError += ((heard[place]?.hits ?? 0) / (heard[place]?.n ?? 1) - truth) ** 2
      }
    }
    expect(held / all).toBeGreaterThan(0.9)
    expect(shrunkError).toBeLessThan(0.6 * rawError)
  })
})

/** A share from a beta distribution with that mean; the larger `alike`, the narrower. By turning an even number over. */
function shareAround(unit: () => number, mean: number, alike: number): number {
  return betaPoint(Math.min(0.9999, Math.max(0.0001, unit())), mean * alike, (1 - mean) * alike)
}

describe('the beta distribution', () => {
  test('is the binomial one seen from the other side', () => {
    // P(X >= k) for n times p is the share below p of a beta distribution with k and n - k + 1.
    for (const [n, k, p] of [[5, 2, 0.3], [10, 7, 0.55], [40, 3, 0.1]] as const) {
      let above = 0
      for (let hits = k; hits <= n; hits += 1) above += Math.exp(logGamma(n + 1) - logGamma(hits + 1) - logGamma(n - hits + 1)) * p ** hits * (1 - p) ** (n - hits)
      expect(betaShare(p, k, n - k + 1)).toBeCloseTo(above, 10)
    }
  })

  test('has the points of the tables, and a gamma function that is a factorial', () => {
    expect(Math.exp(logGamma(11))).toBeCloseTo(3_628_800, 3)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
    // With 1 and 1 it is even; with 1 and b it is closed.
    expect(betaPoint(0.3, 1, 1)).toBeCloseTo(0.3, 10)
    expect(betaPoint(0.975, 1, 4)).toBeCloseTo(1 - 0.025 ** (1 / 4), 10)
  })
})
