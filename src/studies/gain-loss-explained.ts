import type { Point } from './gain-loss-front.ts'

/** Options that are in all of the sets, and in none. */
export function coreOf(points: readonly Point[], options: number): { readonly core: number[]; readonly none: number[] } {
  const times = new Array<number>(options).fill(0)
  for (const { choice } of points) for (const option of choice) times[option] = (times[option] ?? 0) + 1
  const which = (count: number): number[] => (points.length === 0 ? [] : times.flatMap((one, option) => (one === count ? [option] : [])))
  return { core: which(points.length), none: which(0) }
}

/** What one set has and another has not. */
export function exchange(one: Point, other: Point): { readonly in: number[]; readonly out: number[]; readonly differences: bigint[]; readonly cost: bigint } {
  const [a, b] = [new Set(one.choice), new Set(other.choice)]
  return { in: other.choice.filter((option) => !a.has(option)), out: one.choice.filter((option) => !b.has(option)), differences: other.values.map((value, place) => value - (one.values[place] as bigint)), cost: other.cost - one.cost }
}

/** By how much each objective is divided, so that weights speak of shares of what can be had at most. */
export function mostOf(points: readonly Point[], objectives: number): bigint[] {
  return Array.from({ length: objectives }, (_, place) => points.reduce((most, { values }) => {
    const value = values[place] as bigint
    const size = value < 0n ? -value : value
    return size > most ? size : most
  }, 0n))
}

/** The set whose weighted shares add up to most, exactly; of equal ones the cheapest, then the first. -1 if there is none. */
export function bestBy(weights: readonly number[], points: readonly Point[]): number {
  const most = mostOf(points, weights.length).map((size) => size || 1n)
  const product = most.reduce((all, size) => all * size, 1n)
  const scoreOf = ({ values }: Point): bigint => values.reduce((sum, value, place) => sum + BigInt(weights[place] ?? 0) * value * (product / (most[place] as bigint)), 0n)
  let best = -1
  for (const [place, point] of points.entries()) {
    const known = points[best]
    if (known === undefined || scoreOf(point) > scoreOf(known) || (scoreOf(point) === scoreOf(known) && point.cost < known.cost)) best = place
  }
  return best
}

/** Of two objectives: which set is best while the first has a weight from..to of 1, and the second the rest. Sets that are best with no weights are not named: they lie below the line between their neighbours. */
export function rangesOf(points: readonly Point[]): { readonly set: number; readonly from: number; readonly to: number }[] {
  if (points.length === 0 || points[0]?.values.length !== 2) return []
  const [first = 1, second = 1] = mostOf(points, 2).map((size) => Number(size || 1n))
  const at = points.map(({ values: [a = 0n, b = 0n] }) => ({ a: Number(a) / first, b: Number(b) / second }))
  // From all weight on the second objective to all on the first: the upper line of a + b values.
  const found: { set: number; from: number; to: number }[] = []
  let share = 0
  let set = at.reduce((best, point, place) => (point.b > (at[best]?.b ?? 0) || (point.b === at[best]?.b && point.a > (at[best]?.a ?? 0)) ? place : best), 0)
  for (;;) {
    const here = at[set] as (typeof at)[number]
    let [next, where] = [-1, 1]
    for (const [place, point] of at.entries()) {
      if (point.a <= here.a) continue
      const meets = (here.b - point.b) / (here.b - point.b + point.a - here.a)
      if (meets < where - 1e-12 || (next !== -1 && Math.abs(meets - where) <= 1e-12 && point.a > (at[next]?.a ?? 0))) [next, where] = [place, meets]
    }
    found.push({ set, from: share, to: next === -1 ? 1 : where })
    if (next === -1) return found
    share = where
    set = next
  }
}
