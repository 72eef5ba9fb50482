/** A step upwards: from an organization to its parent, from a seller to whom he buys from. */
export interface Edge {
  readonly lower: string
  readonly upper: string
}

export const mostSteps = 8

/** The shortest way up, null if there is none within 8 steps; at each step the edge that precedes the others. */
export function shortestWay<E extends Edge>(start: string, goal: string, edges: readonly E[], order: (a: E, b: E) => number): readonly E[] | null {
  const stepsToGoal = new Map([[goal, 0]])
  for (let steps = 1; steps <= mostSteps; steps++)
    for (const edge of edges) if (stepsToGoal.get(edge.upper) === steps - 1 && !stepsToGoal.has(edge.lower)) stepsToGoal.set(edge.lower, steps)
  const way: E[] = []
  let at = start
  for (let left = stepsToGoal.get(start); left !== undefined && left > 0; left--) {
    const next = edges.filter((edge) => edge.lower === at && stepsToGoal.get(edge.upper) === (left ?? 0) - 1).sort(order)[0]
    if (next === undefined) return null
    way.push(next)
    at = next.upper
  }
  return at === goal ? way : null
}
