import { type Front, frontOf, undominated } from './gain-loss-front.ts'
import { openSolver } from './gain-loss-model.ts'
import { coarsened, costOf, faultsOf, type Choice, type Problem, valuesOf } from './gain-loss-problem.ts'

/** What is reckoned aside: the choices that cannot be bettered, or at what cost an option would stand in one that reaches as much. */
export type Task =
  | { readonly kind: 'front'; readonly problem: Problem; readonly most: number; readonly seconds: number }
  | { readonly kind: 'entry'; readonly problem: Problem; readonly option: number; readonly values: readonly bigint[]; readonly seconds: number }

export interface FrontReckoned extends Front {
  /** Units in which objectives had to be compared; 1 where nothing was rounded. */
  readonly steps: readonly bigint[]
  readonly costStep: bigint
}

/** The most that an option may cost so that a choice with it reaches at least these values; null if none does, even for nothing. */
export interface Entry { readonly most: bigint | null; readonly choice: Choice; readonly proved: boolean }

export type Told = { readonly kind: 'progress'; readonly found: number; readonly solves: number }

const SECOND_MS = 1_000

/** Does a task. What is found is reckoned again on the amounts as they were given, in whole numbers: a choice that breaks a rule would be a bug, and is never passed on. */
export async function reckon(task: Task, tell: (told: Told) => void): Promise<FrontReckoned | Entry> {
  const until = performance.now() + task.seconds * SECOND_MS
  const left = (): number => (until - performance.now()) / SECOND_MS
  const { problem, steps, costStep } = coarsened(task.problem)
  const solver = await openSolver(problem)
  try {
    if (task.kind === 'entry') return entryOf(task, solver, left)
    const front = frontOf(problem, solver, { most: task.most, left, onProgress: (found, solves) => tell({ kind: 'progress', found, solves }) })
    const exact = front.points.map((point) => ({ ...point, values: valuesOf(task.problem, point.choice), cost: costOf(task.problem, point.choice) }))
    const broken = exact.find(({ choice }) => faultsOf(task.problem, choice).length > 0)
    if (broken) throw new Error(`a choice breaks ${faultsOf(task.problem, broken.choice).join(', ')}`)
    return { ...front, points: undominated(exact), steps, costStep }
  } finally {
    solver.close()
  }
}

/** With the option for nothing: the cheapest rest that reaches as much. What the budget leaves is what it may cost. */
function entryOf({ problem, option, values }: Task & { kind: 'entry' }, solver: Awaited<ReturnType<typeof openSolver>>, left: () => number): Entry {
  const solved = solver.solve({ best: 'cost', floors: values, given: option }, left())
  if (solved.kind !== 'found') return { most: null, choice: [], proved: solved.kind === 'none' }
  const rest = costOf(problem, solved.choice) - (problem.costs[option] as bigint)
  return { most: problem.budget === null ? null : problem.budget - rest, choice: solved.choice, proved: solved.gap === 0 }
}
