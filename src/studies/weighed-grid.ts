/** A part of the unit cube: the places that are looked at on each axis. */
export interface Box { readonly low: readonly number[]; readonly high: readonly number[] }
export interface Point { readonly place: readonly number[]; readonly index: readonly number[]; readonly weight: number }
export interface Weighed { readonly value: number; readonly weight: number }

/** Beyond it a tangent is no number to reckon with. */
export const ALMOST_ONE = 0.995

/** From a place between 0 and 1 to a ratio such that all places weighing alike is a half-Cauchy prior of scale 1. */
export function halfCauchy(place: number): number {
  return Math.tan((Math.PI / 2) * Math.min(ALMOST_ONE, Math.max(0, place)))
}

/**
 * Weighs a likelihood over a grid, given its logarithm; the weights add up to 1. First with few points, until the box holds all that weighs and little more.
 * No draw of lots: asked again it is the same. Cost: points and passes to the power of the axes.
 */
export function weighed(height: (place: readonly number[]) => number, start: Box, { points, onTrial, passes }: { readonly points: number; readonly onTrial: number; readonly passes: number }): readonly Point[] {
  let box = start
  for (let pass = 1; pass <= passes; pass += 1) {
    const next = changed(box, onTrial, weighedIn(height, box, onTrial))
    if (next === null) break
    box = next
  }
  return weighedIn(height, box, points)
}

function weighedIn(height: (place: readonly number[]) => number, box: Box, points: number): readonly Point[] {
  let places: { place: number[]; index: number[] }[] = [{ place: [], index: [] }]
  for (const [axis, low] of box.low.entries()) {
    const step = ((box.high[axis] ?? 0) - low) / points
    places = places.flatMap(({ place, index }) => Array.from({ length: points }, (_, n) => ({ place: [...place, low + step * (n + 0.5)], index: [...index, n] })))
  }
  const heights = places.map(({ place }) => height(place))
  const top = heights.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY)
  const sum = heights.reduce((all, one) => all + Math.exp(one - top), 0)
  return places.map((one, at) => ({ ...one, weight: Math.exp((heights[at] ?? 0) - top) / sum }))
}

/** A larger box where much stands at an edge, a smaller one where nothing does; null where it fits. */
function changed(box: Box, points: number, found: readonly Point[]): Box | null {
  const next = { low: [...box.low], high: [...box.high] }
  let isChanged = false
  for (const [axis, low] of box.low.entries()) {
    const mass = Array.from({ length: points }, () => 0)
    for (const { index, weight } of found) mass[index[axis] ?? 0] = (mass[index[axis] ?? 0] ?? 0) + weight
    const high = box.high[axis] ?? 0
    const step = (high - low) / points
    const first = mass.findIndex((one) => one > 1e-4)
    const last = mass.findLastIndex((one) => one > 1e-4)
    if ((mass[0] ?? 0) > 0.01 && low > 0) next.low[axis] = Math.max(0, low - 2 * step)
    else if (first > 1) next.low[axis] = low + (first - 1) * step
    if ((mass[points - 1] ?? 0) > 0.01 && high < 1) next.high[axis] = Math.min(1, high + 2 * step)
    else if (last < points - 2) next.high[axis] = low + (last + 2) * step
    isChanged ||= next.low[axis] !== low || next.high[axis] !== high
  }
  return isChanged ? next : null
}

/**
 * The mean, and the interval from the 2.5 % to the 97.5 % point. Where the shortest interval of 95 % begins at one end of all values, so does this one: a spread that may not be there at all.
 * The shortest one alone held simulated truths in 91 of 100 cases, this one in 94.
 */
export function intervalOf(values: readonly Weighed[]): { readonly mean: number; readonly low: number; readonly high: number } {
  const sorted = [...values].sort((a, b) => a.value - b.value)
  const mean = sorted.reduce((sum, { value, weight }) => sum + value * weight, 0)
  const { from, to } = shortest(sorted)
  let [below, low, high] = [0, sorted[0]?.value ?? 0, sorted.at(-1)?.value ?? 0]
  for (const { value, weight } of sorted) {
    if (below < 0.025 && below + weight >= 0.025 && from > 0) low = value
    if (below < 0.975 && below + weight >= 0.975 && to < sorted.length - 1) high = value
    below += weight
  }
  return { mean, low: Math.min(low, mean), high: Math.max(high, mean) }
}

/** Where the shortest interval that holds 95 % of the weight begins and ends. */
function shortest(sorted: readonly Weighed[]): { readonly from: number; readonly to: number } {
  let [least, from, to, first, held] = [Number.POSITIVE_INFINITY, 0, sorted.length - 1, 0, 0]
  for (const [last, { value, weight }] of sorted.entries()) {
    held += weight
    while (held - (sorted[first]?.weight ?? 0) >= 0.95) {
      held -= sorted[first]?.weight ?? 0
      first += 1
    }
    const width = value - (sorted[first]?.value ?? 0)
    if (held < 0.95 || width >= least) continue
    ;[least, from, to] = [width, first, last]
  }
  return { from, to }
}
