/** What is chosen from: options by their place, what each costs, and who is reached by which. All amounts are whole numbers of any size. */
export interface Problem {
  /** What each option costs, in smallest units of money or hundredths of a person-day; nothing is below zero. */
  readonly costs: readonly bigint[]
  /** All costs together may be so much; null: as much as it takes. */
  readonly budget: bigint | null
  /** What is to be large, each on its own. */
  readonly objectives: readonly Objective[]
  /** Two of which at most one is chosen. */
  readonly notBoth: readonly (readonly [number, number])[]
  /** The first only together with the second. */
  readonly needs: readonly (readonly [number, number])[]
  readonly must: readonly number[]
  readonly never: readonly number[]
}

export interface Objective {
  readonly name: string
  readonly groups: readonly Group[]
}

/** Those whom the same options reach: their worth counts once if any of these is chosen. A loss is below zero. */
export interface Group {
  /** Places of options, ascending, at least one. */
  readonly any: readonly number[]
  readonly worth: bigint
}

/** Places of the chosen options, ascending. */
export type Choice = readonly number[]

/** What a choice reaches in each objective, exactly. Cost grows with the groups. */
export function valuesOf({ objectives }: Problem, choice: Choice): bigint[] {
  const chosen = new Set(choice)
  return objectives.map(({ groups }) => groups.reduce((sum, { any, worth }) => (any.some((option) => chosen.has(option)) ? sum + worth : sum), 0n))
}

export function costOf({ costs }: Problem, choice: Choice): bigint {
  return choice.reduce((sum, option) => sum + (costs[option] as bigint), 0n)
}

/** What a choice breaks; nothing for one that holds. Exact, whatever found it. */
export function faultsOf(problem: Problem, choice: Choice): ('budget' | 'not-both' | 'needs' | 'must' | 'never')[] {
  const { budget, notBoth, needs, must, never } = problem
  const chosen = new Set(choice)
  const holds = {
    budget: budget === null || costOf(problem, choice) <= budget,
    'not-both': notBoth.every(([a, b]) => !(chosen.has(a) && chosen.has(b))),
    needs: needs.every(([a, b]) => !chosen.has(a) || chosen.has(b)),
    must: must.every((option) => chosen.has(option)),
    never: never.every((option) => !chosen.has(option)),
  }
  return (Object.keys(holds) as (keyof typeof holds)[]).filter((rule) => !holds[rule])
}

/** True if the first is at least as large everywhere, and larger somewhere. */
export function dominates(a: readonly bigint[], b: readonly bigint[]): boolean {
  return a.every((value, place) => value >= (b[place] as bigint)) && a.some((value, place) => value > (b[place] as bigint))
}

/** Groups with the same options are one; those worth nothing are none. 100,000 people are as many groups as there are different wishes. */
export function merged(groups: Iterable<Group>): Group[] {
  const found = new Map<string, { readonly any: readonly number[]; worth: bigint }>()
  for (const { any, worth } of groups) {
    if (any.length === 0) continue
    const key = any.join(' ')
    const known = found.get(key)
    if (known) known.worth += worth
    else found.set(key, { any, worth })
  }
  return [...found.values()].filter(({ worth }) => worth !== 0n)
}

export function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/**
 * Sums beyond this are reckoned in a coarser unit: the solver works with doubles and a tolerance of 1e-9, in which a step of one must not be lost.
 * Pisinger's instances with sums up to 1e9 come out as dynamic programming in whole numbers has them.
 */
const LARGEST_SUM = 1_000_000_000n

/** The problem in numbers that the solver holds exactly, and the unit of each objective: 1 where nothing had to be rounded. Costs are rounded up and the budget down, so that what fits here fits in truth. */
export function coarsened(problem: Problem): { readonly problem: Problem; readonly steps: readonly bigint[]; readonly costStep: bigint } {
  const [costStep, costDivisor] = stepOf(problem.costs)
  const units = problem.objectives.map(({ groups }) => stepOf(groups.map(({ worth }) => worth)))
  const isExact = costStep === costDivisor && units.every(([step, divisor]) => step === divisor)
  const steps = units.map(([step, divisor]) => (step === divisor ? 1n : step))
  if (isExact) return { problem, steps, costStep: 1n }
  const costs = costStep === costDivisor ? problem.costs : problem.costs.map((cost) => ((cost + costStep - 1n) / costStep) * costStep)
  const objectives = problem.objectives.map(({ name, groups }, place) => {
    const step = steps[place] as bigint
    return step === 1n ? { name, groups } : { name, groups: groups.map(({ any, worth }) => ({ any, worth: nearest(worth, step) * step })).filter(({ worth }) => worth !== 0n) }
  })
  return { problem: { ...problem, costs, objectives }, steps, costStep: costStep === costDivisor ? 1n : costStep }
}

/** What all amounts have in common, and a unit in which their sum is small enough. */
export function stepOf(amounts: readonly bigint[]): readonly [step: bigint, divisor: bigint] {
  const divisor = amounts.reduce(greatestDivisor, 0n) || 1n
  const sum = amounts.reduce((all, amount) => all + (amount < 0n ? -amount : amount), 0n)
  let step = divisor
  while (sum / step > LARGEST_SUM) step *= 10n
  return [step, divisor]
}

function nearest(amount: bigint, step: bigint): bigint {
  return amount < 0n ? -nearest(-amount, step) : (2n * amount + step) / (2n * step)
}
