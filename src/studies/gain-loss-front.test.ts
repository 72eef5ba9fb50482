import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aside } from './gain-loss-aside.ts'
import { frontOf } from './gain-loss-front.ts'
import { boundOf } from './gain-loss-greedy.ts'
import { openSolver } from './gain-loss-model.ts'
import { type Choice, costOf, dominates, faultsOf, merged, type Problem, valuesOf } from './gain-loss-problem.ts'
import { type FrontReckoned, reckon } from './gain-loss-reckon.ts'

const NO_HURRY = { most: 10_000, left: () => 600 }

async function front(problem: Problem, most = 10_000) {
  const solver = await openSolver(problem)
  try {
    return frontOf(problem, solver, { ...NO_HURRY, most })
  } finally {
    solver.close()
  }
}

/** All choices, tried one by one. */
function bruteForce(problem: Problem): { readonly values: readonly bigint[]; readonly cost: bigint }[] {
  const found: { values: bigint[]; cost: bigint }[] = []
  for (let mask = 0; mask < 2 ** problem.costs.length; mask += 1) {
    const choice: Choice = problem.costs.flatMap((_, option) => ((mask >> option) & 1 ? [option] : []))
    if (faultsOf(problem, choice).length === 0) found.push({ values: valuesOf(problem, choice), cost: costOf(problem, choice) })
  }
  const best = found.filter((one) => !found.some((other) => dominates(other.values, one.values)))
  const byValues = new Map<string, { values: bigint[]; cost: bigint }>()
  for (const one of best) {
    const known = byValues.get(one.values.join())
    if (!known || one.cost < known.cost) byValues.set(one.values.join(), one)
  }
  return [...byValues.values()]
}

const shown = (points: readonly { readonly values: readonly bigint[]; readonly cost: bigint }[]): string[] => points.map(({ values, cost }) => `${values.join(' ')} for ${cost}`).sort()

const OPTIONS = 7
const place = fc.integer({ min: 0, max: OPTIONS - 1 })
const group = fc.record({ any: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }).map((any) => any.sort((a, b) => a - b)), worth: fc.bigInt({ min: -6n, max: 30n }) })
const problems = (objectives: number): fc.Arbitrary<Problem> => fc.record({
  costs: fc.array(fc.bigInt({ min: 0n, max: 20n }), { minLength: OPTIONS, maxLength: OPTIONS }),
  budget: fc.option(fc.bigInt({ min: 0n, max: 80n }), { freq: 6 }),
  objectives: fc.array(fc.record({ name: fc.constant('people'), groups: fc.array(group, { maxLength: 12 }).map(merged) }), { minLength: objectives, maxLength: objectives }),
  notBoth: fc.array(fc.tuple(place, place).filter(([a, b]) => a !== b), { maxLength: 2 }),
  needs: fc.array(fc.tuple(place, place), { maxLength: 2 }),
  must: fc.uniqueArray(place, { maxLength: 1 }),
  never: fc.uniqueArray(place, { maxLength: 1 }),
})

describe('the sets that cannot be bettered are those that trying all choices finds, each at its cheapest', () => {
  for (const objectives of [1, 2, 3]) {
    test(`with ${objectives} objectives`, async () => {
      await fc.assert(fc.asyncProperty(problems(objectives), async (problem) => {
        const found = await front(problem)
        expect(found.complete).toBe(true)
        expect(found.points.every(({ gap }) => gap === 0)).toBe(true)
        expect(shown(found.points)).toEqual(shown(bruteForce(problem)))
        expect(found.impossible).toBe(found.points.length === 0)
      }), { numRuns: objectives === 2 ? 150 : 60 })
    })
  }
})

test('a larger budget never makes the best worse', async () => {
  await fc.assert(fc.asyncProperty(problems(2), fc.bigInt({ min: 0n, max: 30n }), async (problem, more) => {
    const [small, large] = [await front({ ...problem, budget: problem.budget ?? 40n }), await front({ ...problem, budget: (problem.budget ?? 40n) + more })]
    for (const point of small.points) expect(large.points.some(({ values }) => values.every((value, at) => value >= (point.values[at] as bigint)))).toBe(true)
  }), { numRuns: 60 })
})

test('a person who gains from two options counts once', async () => {
  const problem: Problem = { costs: [1n, 1n, 1n], budget: 2n, objectives: [{ name: 'users', groups: [{ any: [0, 1], worth: 10n }, { any: [0], worth: 3n }, { any: [2], worth: 5n }] }], notBoth: [], needs: [], must: [], never: [] }
  const { points } = await front(problem)
  expect(points).toMatchObject([{ choice: [0, 2], values: [18n], cost: 2n }])
})

test('without any time what is added option by option is told, with how much more there could be at most', async () => {
  await fc.assert(fc.asyncProperty(problems(1), async (problem) => {
    const solver = await openSolver(problem)
    const { points: [found], complete } = frontOf(problem, solver, { most: 10, left: () => 0 })
    solver.close()
    const [best] = bruteForce(problem)
    if (!found) return
    expect(complete).toBe(false)
    expect(faultsOf(problem, found.choice)).toEqual([])
    expect(best?.values[0]).toBeGreaterThanOrEqual(found.values[0] as bigint)
    expect(boundOf(problem, 0)).toBeGreaterThanOrEqual(best?.values[0] as bigint)
    if ((found.values[0] as bigint) > 0n) expect(Number(best?.values[0])).toBeLessThanOrEqual(Number(found.values[0]) * (1 + found.gap) + 1e-6)
  }), { numRuns: 80 })
})

test('what may not stand in the budget at all is said to be impossible', async () => {
  const found = await front({ costs: [5n, 1n], budget: 4n, objectives: [{ name: 'users', groups: [{ any: [1], worth: 1n }] }], notBoth: [], needs: [], must: [0], never: [] })
  expect(found).toMatchObject({ points: [], complete: true, impossible: true })
})

test('money beyond what doubles hold is compared in a coarser unit, and what is told of it is exact', async () => {
  const problem: Problem = {
    costs: [3n, 4n, 5n], budget: 8n, notBoth: [], needs: [], must: [], never: [],
    objectives: [{ name: 'money', groups: [{ any: [0], worth: 9_007_199_254_740_993n }, { any: [1], worth: 9_007_199_254_740_995n }, { any: [2], worth: 20_000_000_000_000_001n }] }, { name: 'people', groups: [{ any: [0], worth: 9n }, { any: [1], worth: 9n }, { any: [2], worth: 1n }] }],
  }
  const { points, steps } = (await reckon({ kind: 'front', problem, most: 100, seconds: 60 }, () => undefined)) as FrontReckoned
  expect(points.map(({ values }) => values)).toEqual([[29_007_199_254_740_994n, 10n], [18_014_398_509_481_988n, 18n]])
  expect(steps).toEqual([100_000_000n, 1n])
})

test('an option would come in at the cost that the cheapest rest leaves', async () => {
  const problem: Problem = { costs: [6n, 5n, 3n], budget: 8n, objectives: [{ name: 'users', groups: [{ any: [0], worth: 9n }, { any: [1], worth: 10n }, { any: [2], worth: 4n }] }], notBoth: [], needs: [], must: [], never: [] }
  expect((await front(problem)).points).toMatchObject([{ choice: [1, 2], values: [14n] }])
  // With the first, 14 needs the second besides (5): 3 of 8 are left for it.
  expect(await reckon({ kind: 'entry', problem, option: 0, values: [14n], seconds: 60 }, () => undefined)).toEqual({ most: 3n, choice: [0, 1], proved: true })
})

test('the thread tells how far it is, answers as the same work in this one, and can be stopped in the middle', async () => {
  const problem: Problem = { ...pisinger('uncorrelated', 60, 1_000, 7), notBoth: [[0, 1]] }
  let told = 0
  const answer = await aside<FrontReckoned>({ kind: 'front', problem, most: 6, seconds: 600 }, () => { told += 1 }).done
  expect(told).toBeGreaterThan(0)
  expect(shown(answer.points)).toEqual(shown((await front(problem, 6)).points))
  const work = aside<FrontReckoned>({ kind: 'front', problem: pisinger('strongly', 1_000, 100_000, 3), most: 100_000, seconds: 600 })
  setTimeout(() => work.stop(), 200)
  await expect(work.done).rejects.toThrow('stopped')
})

describe('knapsacks as D. Pisinger makes them (Where are the hard knapsack problems?, 2005), with a second profit', () => {
  for (const [kind, size, range] of [['uncorrelated', 30, 1_000], ['weakly', 30, 1_000], ['strongly', 24, 1_000], ['subset-sum', 20, 1_000], ['uncorrelated', 24, 10_000_000]] as const) {
    test(`${kind}, ${size} options, to ${range}: the front is that of dynamic programming in whole numbers`, async () => {
      const problem = pisinger(kind, size, range, 1)
      const found = (await reckon({ kind: 'front', problem, most: 10_000, seconds: 600 }, () => undefined)) as FrontReckoned
      expect(found.complete).toBe(true)
      expect(found.points.map(({ values }) => values.join(' ')).sort()).toEqual(dynamicFront(problem).map((values) => values.join(' ')).sort())
    })
  }

  test.each([['uncorrelated', 140], ['weakly', 140], ['strongly', 140], ['uncorrelated', 1_000], ['weakly', 1_000], ['subset-sum', 1_000]] as const)('%s, %i options: the best of one profit is proved, and is that of dynamic programming', async (kind, size) => {
    const { objectives, ...rest } = pisinger(kind, size, 1_000, 2)
    const problem = { ...rest, objectives: objectives.slice(0, 1) }
    const found = await front(problem)
    expect(found.complete).toBe(true)
    expect(found.points.map(({ values }) => values[0])).toEqual([bestByDynamics(problem)])
  })
})

/** Of this family branch and bound proves only small ones. */
test('where the time is over, what was found is told with how much more there could be, and that is true', async () => {
  const { objectives, ...rest } = pisinger('strongly', 1_000, 1_000, 2)
  const problem = { ...rest, objectives: objectives.slice(0, 1) }
  const { points: [found], complete } = (await reckon({ kind: 'front', problem, most: 10, seconds: 3 }, () => undefined)) as FrontReckoned
  const best = bestByDynamics(problem)
  expect(faultsOf(problem, found?.choice ?? [])).toEqual([])
  expect(complete).toBe(found?.gap === 0)
  expect(Number(best)).toBeLessThanOrEqual(Number(found?.values[0]) * (1 + (found?.gap ?? 0)) + 1)
  expect(found?.values[0]).toBeLessThanOrEqual(best)
})

/** Weights and profits by the published formulas; the budget is half of all weights. Numbers by a generator of Lehmer's, so that they are the same everywhere. */
function pisinger(kind: 'uncorrelated' | 'weakly' | 'strongly' | 'subset-sum', size: number, range: number, seed: number): Problem {
  let state = BigInt(seed * 7919 + 1)
  const upTo = (most: number): number => {
    state = (state * 48_271n) % 2_147_483_647n
    return 1 + Number(state % BigInt(most))
  }
  const weights = Array.from({ length: size }, () => upTo(range))
  const profitOf = { uncorrelated: () => upTo(range), weakly: (weight: number) => Math.max(1, weight - Math.floor(range / 10) + upTo(Math.floor(range / 5))), strongly: (weight: number) => weight + Math.floor(range / 10), 'subset-sum': (weight: number) => weight }[kind]
  const groups = (of: (weight: number) => number) => weights.map((weight, option) => ({ any: [option], worth: BigInt(of(weight)) }))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  return { costs: weights.map(BigInt), budget: BigInt(Math.floor(sum / 2)), objectives: [{ name: 'one', groups: groups(profitOf) }, { name: 'other', groups: groups(() => upTo(range)) }], notBoth: [], needs: [], must: [], never: [] }
}

/** The states (weight, profits) that none betters, item after item (Nemhauser and Ullmann, 1969). */
function dynamicFront({ costs, budget, objectives }: Problem): (readonly bigint[])[] {
  let states: (readonly bigint[])[] = [[0n, 0n, 0n]]
  for (const [option, cost] of costs.entries()) {
    const worths = objectives.map(({ groups }) => groups[option]?.worth ?? 0n)
    const grown = states.map(([weight = 0n, ...profits]) => [weight + cost, ...profits.map((profit, at) => profit + (worths[at] as bigint))]).filter(([weight = 0n]) => weight <= (budget as bigint))
    // By weight, then the best first: a state is bettered only by one that stands before it.
    const all = [...states, ...grown].sort((a, b) => sign(a[0] as bigint, b[0] as bigint) || sign(b[1] as bigint, a[1] as bigint) || sign(b[2] as bigint, a[2] as bigint))
    const stairs: (readonly bigint[])[] = []
    states = all.filter((state) => {
      if (stairs.some((other) => (other[1] as bigint) >= (state[1] as bigint) && (other[2] as bigint) >= (state[2] as bigint))) return false
      for (let at = stairs.length - 1; at >= 0; at -= 1) if ((state[1] as bigint) >= (stairs[at]?.[1] as bigint) && (state[2] as bigint) >= (stairs[at]?.[2] as bigint)) stairs.splice(at, 1)
      stairs.push(state)
      return true
    })
  }
  const profits = states.map(([, ...values]) => values)
  return profits.filter((values) => !profits.some((other) => dominates(other, values)))
}

function sign(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The best profit for each weight (Bellman); all numbers are whole and below 2^53. */
function bestByDynamics({ costs, budget, objectives: [objective] }: Problem): bigint {
  const best = new Float64Array(Number(budget) + 1)
  for (const [option, cost] of costs.entries()) {
    const worth = Number(objective?.groups[option]?.worth ?? 0n)
    const weight = Number(cost)
    for (let room = best.length - 1; room >= weight; room -= 1) best[room] = Math.max(best[room] as number, (best[room - weight] as number) + worth)
  }
  return BigInt(best.at(-1) as number)
}
