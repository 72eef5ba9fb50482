/** P13: sets of options that cannot be bettered: 140 and 1,000 options, so many people with wishes. `npx tsx bench/p13-options.ts [--size 100000] [--peer FOLDER with javascript-lp-solver installed]` */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { merged, type Problem } from '../src/studies/gain-loss-problem.ts'
import { type FrontReckoned, reckon } from '../src/studies/gain-loss-reckon.ts'
import { isMain, type Measure, option, randomFrom, report } from './report.ts'

const SECONDS = 30

/** How many different wishes each role has; what people ask for together repeats, the more often the more they are. */
const WISHES = 1_000

/** A wish is for one to three options, some for much what others ask for; one in ten loses by something besides. Users ask for other things than customers. */
function sheet(options: number, people: number, seed: number): Problem {
  const random = randomFrom(seed)
  const at = (shift: number): number => (Math.floor(random() ** 2 * options) + shift) % options
  const groups = (count: number, shift: number) => {
    const wishes = Array.from({ length: WISHES }, () => ({ gains: [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => at(shift)))].sort((a, b) => a - b), loses: random() < 0.1 ? [at(shift + Math.floor(options / 3))] : [] }))
    return merged(Array.from({ length: count }, () => wishes[Math.floor(random() ** 2 * WISHES)] as (typeof wishes)[number]).flatMap(({ gains, loses }) => [{ any: gains, worth: 1n }, { any: loses, worth: -1n }]))
  }
  const costs = Array.from({ length: options }, () => BigInt(1 + Math.floor(random() * 200)) * 50_000n)
  const budget = costs.reduce((sum, cost) => sum + cost, 0n) / 4n
  return { costs, budget, objectives: [{ name: 'users', groups: groups(Math.round(people * 0.9), 0) }, { name: 'customers', groups: groups(Math.round(people * 0.1), Math.floor(options / 2)) }], notBoth: [[0, 1]], needs: [[2, 3]], must: [], never: [] }
}

/** Nobody gains from two: what a solver needs that keeps all of its table in memory. */
function knapsack(options: number): Problem {
  const random = randomFrom(5)
  const costs = Array.from({ length: options }, () => BigInt(1 + Math.floor(random() * 200)) * 50_000n)
  return { costs, budget: costs.reduce((sum, cost) => sum + cost, 0n) / 2n, objectives: [{ name: 'users', groups: costs.map((_, place) => ({ any: [place], worth: BigInt(1 + Math.floor(random() * 1_000)) })) }], notBoth: [], needs: [], must: [], never: [] }
}

/** Processor time, which says the same on a machine that does other things too; the search ends by the clock. */
interface Took { readonly seconds: number; readonly front: FrontReckoned }

async function search(problem: Problem, most: number, seconds = SECONDS): Promise<Took> {
  const begin = process.cpuUsage().user
  const front = (await reckon({ kind: 'front', problem, most, seconds }, () => undefined)) as FrontReckoned
  return { seconds: (process.cpuUsage().user - begin) / 1e6, front }
}

/** The same best set by a solver written in JavaScript, which is given as long. With the wishes of many people its table does not fit into 4 GB. */
function peer(folder: string, { costs, budget, objectives: [objective] }: Problem): { seconds: number; value: number } {
  const solver = createRequire(join(folder, 'package.json'))('javascript-lp-solver') as { Solve(model: object): { result: number; feasible: boolean } }
  const constraints: { [name: string]: object } = { cost: { max: Number(budget) / 50_000 } }
  const variables: { [name: string]: { [row: string]: number } } = {}
  const ints: { [name: string]: 1 } = {}
  for (const [place, cost] of costs.entries()) {
    variables[`x${place}`] = { cost: Number(cost) / 50_000, [`one${place}`]: 1 }
    constraints[`one${place}`] = { max: 1 }
    ints[`x${place}`] = 1
  }
  for (const [place, { any, worth }] of (objective?.groups ?? []).entries()) {
    if (any.length === 1) {
      const own = variables[`x${any[0]}`] as { [row: string]: number }
      own['people'] = (own['people'] ?? 0) + Number(worth)
      continue
    }
    variables[`y${place}`] = { people: Number(worth), [`of${place}`]: 1, [`up${place}`]: 1 }
    constraints[`of${place}`] = { max: 0 }
    constraints[`up${place}`] = { max: 1 }
    for (const one of any) (variables[`x${one}`] as { [row: string]: number })[`of${place}`] = -1
  }
  const begin = process.cpuUsage().user
  const { result } = solver.Solve({ optimize: 'people', opType: 'max', constraints, variables, ints, options: { timeout: SECONDS * 1000 } })
  return { seconds: (process.cpuUsage().user - begin) / 1e6, value: result }
}

if (isMain(import.meta.url)) {
  const people = option('size', 100_000)
  const place = process.argv.indexOf('--peer')
  const folder = place < 0 ? null : (process.argv[place + 1] ?? null)
  const measures: Measure[] = []
  for (const options of [140, 1_000]) {
    const problem = sheet(options, people, 13)
    const one = { ...problem, objectives: problem.objectives.slice(0, 1) }
    const best = await search(one, 1)
    const { points: [point] } = best.front
    measures.push({ id: 'P13', what: `the best set of ${options} options for ${people} people, ${one.objectives[0]?.groups.length} different wishes`, unit: 's', got: best.seconds, more: false })
    measures.push({ id: 'P13', what: `gap left for ${options} options`, unit: '%', got: (point?.gap ?? 1) * 100, more: false })
    const front = await search(problem, 40)
    measures.push({ id: 'P13', what: `${front.front.points.length} sets that cannot be bettered for users and customers, of ${options} options${front.front.complete ? ', all there are' : `, within ${SECONDS} s by the clock`}`, unit: 's', got: front.seconds, more: false })
  }
  const alone = knapsack(140)
  const best = await search(alone, 1)
  const other = folder === null ? null : peer(folder, alone)
  measures.push({ id: 'P13', what: `the best set of 140 options of which each has people of its own`, unit: 's', got: best.seconds, more: false, peers: other === null ? [] : [{ name: `javascript-lp-solver${BigInt(Math.round(other.value)) === best.front.points[0]?.values[0] ? '' : ', which found less'}`, got: other.seconds }] })
  report({ name: 'p13-options', about: 'Sets of options under a budget that cannot be bettered, in whole numbers, proved where no gap is left; a person counts once. Processor time.', settings: { people, secondsAtMost: SECONDS, solver: 'HiGHS 1.15.3, WebAssembly' }, measures })
}
