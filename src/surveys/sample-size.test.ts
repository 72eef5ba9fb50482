import { describe, expect, test } from 'vitest'
import { chanceOf, shuffledBy } from './drawing.ts'
import { figuresOf, goodmanQuantile, normalQuantile } from './result-figures.ts'
import { allocationOf, correctionOf, inProportion, marginOf, sampleSize, sizeAmongMany } from './sample-size.ts'

describe('how many answers', () => {
  test("Cochran's islanders: a share of 3,200 people to 5 points, at two standard errors, takes 400 among many and 356 among them (1977, 4.1 and 4.2)", () => {
    expect(sizeAmongMany('yes-no', 0.05, 2)).toBeCloseTo(400, 9)
    expect(sampleSize('yes-no', 0.05, 2, 3_200)).toBe(356)
  })

  // R. V. Krejcie, D. W. Morgan, Educational and Psychological Measurement 30 (1970), table 1: chi-square 3.841, P = 0.5, d = 0.05; rounded there to the nearest.
  test.each([[100, 80], [200, 132], [500, 217], [1_000, 278], [2_000, 322], [5_000, 357], [10_000, 370], [75_000, 382]])('of %i people %i, as Krejcie and Morgan publish it', (population, published) => {
    const z = Math.sqrt(3.841)
    const many = sizeAmongMany('yes-no', 0.05, z)
    expect(Math.abs(many / (1 + (many - 1) / population) - published)).toBeLessThan(0.75)
    expect([published, published + 1]).toContain(sampleSize('yes-no', 0.05, z, population))
  })

  test('NPS has four times the variance of a share, so it takes four times the answers', () => {
    expect(sizeAmongMany('nps', 0.1, 1.96)).toBeCloseTo(4 * sizeAmongMany('yes-no', 0.1, 1.96), 9)
  })

  test('the margin of that many answers is the one that was wanted, and all of few are enough for any', () => {
    for (const form of ['nps', 'yes-no'] as const) for (const population of [50, 300, 4_000]) for (const margin of [0.03, 0.1, 0.3]) {
      const n = sampleSize(form, margin, 1.96, population)
      expect(marginOf(form, n, 1.96, population) as number).toBeLessThanOrEqual(margin * 1.001)
      if (n > 1) expect(marginOf(form, n - 1, 1.96, population) as number).toBeGreaterThan(margin * 0.999)
    }
    expect([sampleSize('nps', 0.01, 1.96, 7), sampleSize('nps', 0.01, 1.96, 0), marginOf('nps', 0, 1.96, 9), correctionOf(9, 9)]).toEqual([7, 0, null, 0])
  })
})

describe('strata', () => {
  test('are given their part by largest remainder, and add up', () => {
    expect(inProportion(10, [1, 1, 1])).toEqual([4, 3, 3])
    expect(inProportion(7, [53, 24, 23])).toEqual([4, 2, 1])
    expect(inProportion(5, [0, 0])).toEqual([0, 0])
    let seed = 7
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    for (let run = 0; run < 500; run += 1) {
      const weights = Array.from({ length: 1 + Math.floor(random() * 8) }, () => Math.floor(random() * 50))
      const total = Math.floor(random() * 200)
      const parts = inProportion(total, weights)
      const sum = weights.reduce((all, one) => all + one, 0)
      if (sum > 0) expect(parts.reduce((all, one) => all + one, 0)).toBe(total)
      weights.forEach((weight, place) => expect(Math.abs((parts[place] as number) - (sum === 0 ? 0 : (total * weight) / sum))).toBeLessThan(1))
    }
  })

  test('have at least what is wanted of each, and never more than their quota or their people', () => {
    expect(allocationOf(20, [{ population: 100, quota: 5, asked: 0 }, { population: 90, quota: null, asked: 0 }, { population: 2, quota: null, asked: 0 }], 4)).toEqual([5, 9, 2])
  })
})

describe('the drawing', () => {
  test('is fair: over many seeds everybody is drawn equally often (chi-square, 30 people, 10 of them, 3,000 seeds)', () => {
    const people = Array.from({ length: 30 }, (_, place) => `user:${place}`)
    const drawn = new Map(people.map((name) => [name, 0]))
    const seeds = 3_000
    for (let seed = 0; seed < seeds; seed += 1) for (const name of shuffledBy(`seed ${seed}`, people, (one) => one).slice(0, 10)) drawn.set(name, (drawn.get(name) ?? 0) + 1)
    const expected = seeds / 3
    // Without replacement the variance of a count is that of a binomial times (N - 1) / N of its degrees of freedom.
    const chi = [...drawn.values()].reduce((sum, count) => sum + (count - expected) ** 2 / (expected * (2 / 3)), 0) * (29 / 30)
    // 99.9 % of chi-square with 29 degrees of freedom lie below 58.3; seeds are fixed, so this is no matter of chance.
    expect(chi).toBeLessThan(58.3)
    // And it is no fixed rotation either: that would give next to no deviation.
    expect(chi).toBeGreaterThan(8)
  })

  test('depends on the seed and the name only, not on who else is there', () => {
    const order = (names: readonly string[]) => shuffledBy('s', names, (one) => one)
    expect(order(['c', 'a', 'b'])).toEqual(order(['a', 'b', 'c']))
    expect(order(['a', 'b', 'c', 'd']).filter((one) => one !== 'd')).toEqual(order(['a', 'b', 'c']))
    expect(chanceOf('a', 'b')).not.toBe(chanceOf('a\0b', ''))
  })
})

describe('figures of a result', () => {
  const yes = (n: number, of: number) => Array.from({ length: of }, (_, place) => ({ score: null, text: place < n ? 'yes' : 'no' }))

  test('a share has the interval of Wilson; of a finite population a narrower one; of everybody none', () => {
    const of = { form: 'yes-no' as const, choices: [] }
    const [wide] = figuresOf(of, yes(15, 50), null)
    // E. B. Wilson's interval for 15 of 50: 19.1 % to 43.8 %.
    expect([wide?.low, wide?.high].map((one) => Math.round((one as number) * 10) / 10)).toEqual([19.1, 43.8])
    const [narrow] = figuresOf(of, yes(15, 50), 100)
    expect((narrow?.high as number) - (narrow?.low as number)).toBeLessThan(((wide?.high as number) - (wide?.low as number)) * 0.75)
    expect(figuresOf(of, yes(15, 50), 50)).toMatchObject([{ value: 30, low: 30, high: 30 }])
  })

  test('of several choices the intervals hold together: the quantile grows with their number', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6)
    expect(normalQuantile(0.0005)).toBeCloseTo(-3.290527, 6)
    // Chi-square with one degree of freedom, 1 - 0.05 / 3: 5.731 (Goodman's own choice of quantile).
    expect(goodmanQuantile(3) ** 2).toBeCloseTo(5.7311, 3)
    const answers = ['a', 'a', 'b', 'c', 'c', 'c', 'c', 'b', 'a', 'c'].map((text) => ({ score: null, text }))
    const figures = figuresOf({ form: 'choice', choices: ['a', 'b', 'c'] }, answers, null)
    expect(figures.map(({ choice, value }) => [choice, value])).toEqual([['a', 30], ['b', 20], ['c', 50]])
    expect(figures.reduce((sum, { hits }) => sum + hits, 0)).toBe(10)
  })

  test('the interval of a share in a finite population holds the truth in 93 to 97.5 of 100 simulated samples', () => {
    let seed = 11
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const truth = Array.from({ length: 400 }, (_, place) => (place < 140 ? 'yes' : 'no'))
    let held = 0
    const runs = 2_000
    for (let run = 0; run < runs; run += 1) {
      const left = [...truth]
      const sample = Array.from({ length: 120 }, () => left.splice(Math.floor(random() * left.length), 1)[0] as string)
      const [figure] = figuresOf({ form: 'yes-no', choices: [] }, sample.map((text) => ({ score: null, text })), 400)
      if ((figure?.low as number) <= 35 && 35 <= (figure?.high as number)) held += 1
    }
    expect(held / runs).toBeGreaterThan(0.93)
    expect(held / runs).toBeLessThan(0.975)
  })
})
