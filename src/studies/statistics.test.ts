import { describe, expect, test } from 'vitest'
import { meanOf, netPromoter, netPromoterDifference, newcombe, normalInterval, pairedDifference, tInterval, tQuantile, welchDifference, wilson } from './statistics.ts'

/** mulberry32: the same numbers on every machine. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function repeat<T>(n: number, draw: () => T): T[] {
  return Array.from({ length: n }, draw)
}

describe('published examples', () => {
  test.each([[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]])('Wilson: %i of %i (R. G. Newcombe, Statistics in Medicine 17, 1998, page 857)', (hits, n, low, high) => {
    const interval = wilson(hits, n)
    expect(Math.abs(interval.low - low)).toBeLessThan(2e-4)
    expect(Math.abs(interval.high - high)).toBeLessThan(2e-4)
  })

  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339], [9, 10, 3, 10, 0.1705, 0.809], [6, 7, 2, 7, 0.0582, 0.8062], [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775], [0, 10, 0, 10, -0.2775, 0.2775], [10, 10, 0, 20, 0.6791, 1], [10, 10, 0, 10, 0.6075, 1],
  ])('Newcombe: %i of %i beside %i of %i (method 10, same volume, page 873)', (a, n, b, m, low, high) => {
    const interval = newcombe(a, n, b, m)
    expect(Math.abs(interval.low - low)).toBeLessThan(2e-4)
    expect(Math.abs(interval.high - high)).toBeLessThan(2e-4)
  })

  test.each([[1, 12.706], [2, 4.303], [3, 3.182], [4, 2.776], [5, 2.571], [10, 2.228], [20, 2.086], [30, 2.042], [60, 2], [120, 1.98], [1e6, 1.96]])('the 97.5 %% quantile of t with %d degrees of freedom', (freedom, quantile) => {
    expect(Math.abs(tQuantile(freedom) - quantile)).toBeLessThan(6e-4)
  })

  test("Student's sleep data (1908): ten people, two drugs", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const welch = welchDifference(first, second)
    expect([welch.difference, welch.low, welch.high]).toEqual([expect.closeTo(-1.58, 10), expect.closeTo(-3.3654832, 6), expect.closeTo(0.2054832, 6)])
    const paired = pairedDifference(first.map((value, place) => [value, second[place] as number]))
    expect([paired.difference, paired.low, paired.high]).toEqual([expect.closeTo(-1.58, 10), expect.closeTo(-2.4598858, 6), expect.closeTo(-0.7001142, 6)])
  })
})

describe('worked by hand', () => {
  test('mean and standard deviation of 2, 4, 4, 4, 5, 5, 7, 9', () => {
    const { n, mean, sd } = meanOf([2, 4, 4, 4, 5, 5, 7, 9])
    expect([n, mean]).toEqual([8, 5])
    expect(sd).toBeCloseTo(Math.sqrt(32 / 7), 12)
  })

  test('where nobody differs from anybody the intervals have no width', () => {
    expect(welchDifference([5, 5, 5], [3, 3, 3])).toEqual({ difference: 2, low: 2, high: 2 })
    expect(pairedDifference([[5, 3], [6, 4], [7, 5]])).toEqual({ difference: 2, low: 2, high: 2 })
    expect(tInterval([4, 4, 4, 4, 4])).toMatchObject({ low: 4, high: 4 })
  })

  test('two net promoter scores: 6 of 10 promote and 2 detract, beside 2 and 6', () => {
    const some = [9, 9, 9, 9, 9, 9, 7, 7, 0, 0]
    const others = [9, 9, 7, 7, 0, 0, 0, 0, 0, 0]
    const half = 1.96 * 100 * Math.sqrt((2 * (0.8 - 0.16)) / 10)
    const { difference, low, high } = netPromoterDifference(some, others)
    expect([difference, low, high]).toEqual([expect.closeTo(80, 10), expect.closeTo(80 - half, 10), expect.closeTo(80 + half, 10)])
  })
})

/** The middle 95 % of what the same figure is in samples drawn from the sample (B. Efron, 1979). */
function bootstrap(figure: () => number): { low: number; high: number } {
  const found = repeat(4_000, figure).sort((a, b) => a - b)
  return { low: found[100] as number, high: found[3_899] as number }
}

function again(random: () => number, values: readonly number[]): number[] {
  return values.map(() => values[Math.floor(random() * values.length)] as number)
}

describe('beside the bootstrap, intervals are as wide and lie in the same place', () => {
  const random = chance(7)
  const some = repeat(150, () => Math.floor(random() ** 0.6 * 11))
  const others = repeat(120, () => Math.floor(random() * 11))
  const mean = (values: readonly number[]): number => meanOf(values).mean
  const nps = (values: readonly number[]): number => netPromoter(values).score
  test.each([
    ['mean, Student', tInterval(some), () => mean(again(random, some)), 0.08],
    ['mean, normal', normalInterval(some), () => mean(again(random, some)), 0.08],
    ['difference of means, Welch', welchDifference(some, others), () => mean(again(random, some)) - mean(again(random, others)), 0.12],
    ['net promoter score', netPromoter(some), () => nps(again(random, some)), 2.5],
    ['difference of net promoter scores', netPromoterDifference(some, others), () => nps(again(random, some)) - nps(again(random, others)), 3.5],
    ['share, Wilson', wilson(90, 150), () => again(random, repeat(150, () => 0).map((_, place) => (place < 90 ? 1 : 0))).filter((one) => one === 1).length / 150, 0.015],
    ['difference of shares, Newcombe', newcombe(90, 150, 40, 120),
      () => mean(again(random, repeat(150, () => 0).map((_, place) => (place < 90 ? 1 : 0)))) - mean(again(random, repeat(120, () => 0).map((_, place) => (place < 40 ? 1 : 0)))), 0.02],
  ])('%s', (_, interval, figure, within) => {
    const second = bootstrap(figure)
    expect(Math.abs(interval.low - second.low)).toBeLessThan(within)
    expect(Math.abs(interval.high - second.high)).toBeLessThan(within)
  })
})

/** Answers on a scale, each with its chance. */
function answer(random: () => number, chances: readonly (readonly [answer: number, chance: number])[]): number {
  let left = random()
  for (const [value, part] of chances) {
    left -= part
    if (left < 0) return value
  }
  return chances.at(-1)?.[0] as number
}

describe('of 2,000 samples with a known truth, 93 to 97 of 100 intervals hold it', () => {
  const random = chance(2026)
  const draw = (share: number, n: number): number => repeat(n, random).filter((one) => one < share).length
  const HAPPY = [[10, 0.3], [9, 0.2], [8, 0.15], [7, 0.1], [5, 0.15], [2, 0.1]] as const
  const DULL = [[10, 0.1], [9, 0.15], [8, 0.3], [7, 0.15], [5, 0.2], [2, 0.1]] as const
  const meanWith = (chances: readonly (readonly [number, number])[]): number => chances.reduce((sum, [value, part]) => sum + value * part, 0)
  const holds = (truth: number, interval: () => { readonly low: number; readonly high: number }): number => repeat(2_000, interval).filter(({ low, high }) => low <= truth && truth <= high).length / 2_000
  test.each([
    ['Wilson, 60 % of 40', () => holds(0.6, () => wilson(draw(0.6, 40), 40))],
    ['Wilson, 10 % of 30', () => holds(0.1, () => wilson(draw(0.1, 30), 30))],
    ['Newcombe, 30 % of 60 beside 10 % of 25', () => holds(0.2, () => newcombe(draw(0.3, 60), 60, draw(0.1, 25), 25))],
    ['net promoter score of 60', () => holds(25, () => netPromoter(repeat(60, () => answer(random, HAPPY))))],
    ['difference of net promoter scores, 80 beside 50', () => holds(25 - -5, () => netPromoterDifference(repeat(80, () => answer(random, HAPPY)), repeat(50, () => answer(random, DULL))))],
    ['Student, mean of 15', () => holds(meanWith(DULL), () => tInterval(repeat(15, () => answer(random, DULL))))],
    ['normal, mean of 200', () => holds(meanWith(HAPPY), () => normalInterval(repeat(200, () => answer(random, HAPPY))))],
    ['Welch, 12 beside 30 of another spread', () => holds(meanWith(HAPPY) - meanWith(DULL), () => welchDifference(repeat(12, () => answer(random, HAPPY)), repeat(30, () => answer(random, DULL))))],
    ['paired, 14 of whom both are known', () => holds(1.5, () => pairedDifference(repeat(14, () => {
      const mood = random() * 2
      return [4 + mood + random() * 3, 2.5 + mood + random() * 3] as const
    })))],
  ])('%s', (_, share) => {
    const found = share()
    expect(found).toBeGreaterThanOrEqual(0.93)
    expect(found).toBeLessThanOrEqual(0.97)
  })
})
