import loadHighs, { type Highs, type Model } from 'highs'
import { type Choice, costOf, faultsOf, type Problem, stepOf, valuesOf } from './gain-loss-problem.ts'

const TOLERANCE = 1e-9
/** All values are whole, so a gap below one proves the best. */
const GAP_BELOW_ONE = 0.99

/** What is asked of the solver: the largest of one objective, or the smallest cost, where no objective falls below its floor. */
export interface Wanted {
  /** Place of an objective; `cost`: the cheapest. */
  readonly best: number | 'cost'
  readonly floors?: readonly (bigint | null)[]
  /** An option that is taken in, and costs nothing. */
  readonly given?: number
  /** A choice that holds, to begin from. */
  readonly start?: Choice
}

export type Solved =
  /** `gap`: how far the best could still be above what was found, as a share of it; 0 is proof. */
  | { readonly kind: 'found'; readonly choice: Choice; readonly values: readonly bigint[]; readonly cost: bigint; readonly gap: number }
  /** There is none: proved. */
  | { readonly kind: 'none' }
  /** The time was over before one was found. */
  | { readonly kind: 'late' }

/** One problem in the solver's memory; only floors and what is wanted change between two questions. */
export interface Solver {
  solve(wanted: Wanted, seconds: number): Solved
  close(): void
}

/** The package's types speak of its other form. */
const load = loadHighs as unknown as () => Promise<Highs>
let loading: Promise<Highs> | null = null

/**
 * The choice as an integer program: a column for each option, one for each set of options that reaches the same people, rows for budget, objectives, and what goes together.
 * Columns of people are continuous: with options whole they are whole by themselves. Size: grows with the different sets, and with the options in them.
 */
export async function openSolver(problem: Problem): Promise<Solver> {
  // In WebAssembly: 3.5 MB, loaded in 50 ms.
  loading ??= load()
  const highs = await loading
  const { data, scales, costColumns, limit } = modelOf(problem, highs.infinity)
  const model = highs.createModel({ ...data, sense: highs.constants.objectiveSense.maximize })
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: GAP_BELOW_ONE, mip_feasibility_tolerance: TOLERANCE, primal_feasibility_tolerance: TOLERANCE, random_seed: 1 })
  const all = { kind: 'range', from: 0, to: data.numCols - 1 } as const
  const { maximize, minimize } = highs.constants.objectiveSense
  const status = highs.constants.modelStatus

  function prepare({ best, floors, given, start }: Wanted): void {
    const costs = best === 'cost' ? costColumns.map((cost, option) => (option === given ? 0 : cost)) : (scales[best] as Scaled).columns
    model.changeObjectiveSense(best === 'cost' ? minimize : maximize)
    model.changeColsCost(all, padded(costs, data.numCols))
    scales.forEach(({ row, step }, place) => {
      const floor = floors?.[place] ?? null
      model.changeRowBounds(row, floor === null ? -highs.infinity : Number(ceilDivided(floor, step)), highs.infinity)
    })
    problem.costs.forEach((_, option) => {
      const [lower, upper] = given === option ? [1, 1] : boundsOf(problem, option)
      model.changeColBounds(option, lower, upper)
    })
    if (problem.budget !== null) model.changeRowBounds(0, -highs.infinity, limit + (given === undefined ? 0 : (costColumns[given] as number)))
    if (start) model.setSolution({ indices: start as number[], values: start.map(() => 1) })
  }

  function answer({ floors, given }: Wanted): Solved {
    const how = model.getModelStatus()
    if (how === status.infeasible || how === status.unboundedOrInfeasible) return { kind: 'none' }
    const { colValue } = model.getSolution()
    const isKnown = model.info.get('primal_solution_status') === 2
    if (!isKnown) return { kind: 'late' }
    const choice = problem.costs.flatMap((_, option) => ((colValue[option] as number) > 0.5 ? [option] : []))
    const values = valuesOf(problem, choice)
    const isBroken = faultsOf(given === undefined ? problem : { ...problem, costs: problem.costs.map((cost, option) => (option === given ? 0n : cost)), never: problem.never.filter((option) => option !== given) }, choice).length > 0
      || values.some((value, place) => (floors?.[place] ?? null) !== null && value < (floors?.[place] as bigint))
    // What was found is reckoned again in whole numbers: what the tolerance let through is not passed on.
    if (isBroken) return { kind: 'late' }
    return { kind: 'found', choice, values, cost: costOf(problem, choice), gap: how === status.optimal ? 0 : gapOf(model) }
  }

  return {
    solve(wanted, seconds) {
      if (problem.must.some((option) => problem.never.includes(option))) return { kind: 'none' }
      if (seconds <= 0) return { kind: 'late' }
      model.clearSolver()
      prepare(wanted)
      model.zeroAllClocks()
      model.options.set('time_limit', seconds)
      model.run()
      return answer(wanted)
    },
    close: () => model.dispose(),
  }
}

function gapOf(model: Model): number {
  const gap = Number(model.info.get('mip_gap'))
  return Number.isFinite(gap) ? gap : 1
}

function boundsOf({ must, never }: Problem, option: number): [number, number] {
  return never.includes(option) ? [0, 0] : must.includes(option) ? [1, 1] : [0, 1]
}

function padded(values: readonly number[], length: number): Float64Array {
  const all = new Float64Array(length)
  all.set(values)
  return all
}

function ceilDivided(value: bigint, by: bigint): bigint {
  const whole = value / by
  return whole * by < value ? whole + 1n : whole
}

interface Scaled {
  /** The row of the model that holds the objective. */
  readonly row: number
  /** What one unit of the model stands for: a common divisor, so that nothing is lost. */
  readonly step: bigint
  readonly columns: readonly number[]
}

function modelOf(problem: Problem, infinity: number) {
  const { costs, budget, objectives, notBoth, needs } = problem
  const columns = new Map<string, { readonly at: number; readonly any: readonly number[]; readonly isLoss: boolean }>()
  const columnOf = (any: readonly number[], isLoss: boolean): number => {
    if (any.length === 1) return any[0] as number
    const key = `${isLoss ? '-' : '+'}${any.join(' ')}`
    const known = columns.get(key)
    if (known) return known.at
    const at = costs.length + columns.size
    columns.set(key, { at, any, isLoss })
    return at
  }
  const [, step] = stepOf(costs)
  const costColumns = costs.map((cost) => Number(cost / step))
  const limit = budget === null ? 0 : Number(budget / step > total(costs) / step ? total(costs) / step : budget / step)
  const rows: { readonly entries: [number, number][]; readonly lower: number; readonly upper: number }[] = []
  if (budget !== null) rows.push({ entries: costColumns.flatMap((cost, option): [number, number][] => (cost === 0 ? [] : [[option, cost]])), lower: -infinity, upper: limit })
  const scales = objectives.map((objective): Scaled => {
    const [, step] = stepOf(objective.groups.map(({ worth }) => worth))
    const sums = new Map<number, number>()
    for (const { any, worth } of objective.groups) {
      const column = columnOf(any, worth < 0n)
      sums.set(column, (sums.get(column) ?? 0) + Number(worth / step))
    }
    rows.push({ entries: [...sums], lower: -infinity, upper: infinity })
    const values: number[] = []
    for (const [column, worth] of sums) {
      while (values.length <= column) values.push(0)
      values[column] = worth
    }
    return { row: rows.length - 1, step, columns: values }
  })
  for (const { at, any, isLoss } of columns.values()) {
    if (isLoss) for (const option of any) rows.push({ entries: [[at, 1], [option, -1]], lower: 0, upper: infinity })
    else rows.push({ entries: [[at, 1], ...any.map((option): [number, number] => [option, -1])], lower: -infinity, upper: 0 })
  }
  for (const [a, b] of notBoth) rows.push({ entries: a === b ? [[a, 1]] : [[a, 1], [b, 1]], lower: -infinity, upper: a === b ? 0 : 1 })
  for (const [a, b] of needs) if (a !== b) rows.push({ entries: [[a, 1], [b, -1]], lower: -infinity, upper: 0 })
  const numCols = costs.length + columns.size
  const starts = [0]
  for (const { entries } of rows) starts.push((starts[starts.length - 1] as number) + entries.length)
  const data = {
    numCols, numRows: rows.length,
    colCost: new Float64Array(numCols), colLower: new Float64Array(numCols), colUpper: new Float64Array(numCols).fill(1),
    rowLower: rows.map(({ lower }) => lower), rowUpper: rows.map(({ upper }) => upper),
    integrality: Int32Array.from({ length: numCols }, (_, column) => (column < costs.length ? 1 : 0)),
    matrix: { format: 'csr' as const, numRows: rows.length, numCols, starts: Int32Array.from(starts), indices: Int32Array.from(rows.flatMap(({ entries }) => entries.map(([column]) => column))), values: Float64Array.from(rows.flatMap(({ entries }) => entries.map(([, value]) => value))) },
  }
  return { data, scales, costColumns, limit }
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}
