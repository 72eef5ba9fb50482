import { boundOf, greedyChoice } from './gain-loss-greedy.ts'
import type { Solved, Solver } from './gain-loss-model.ts'
import { type Choice, costOf, dominates, type Problem, valuesOf } from './gain-loss-problem.ts'

/** A choice that no other betters in all objectives. */
export interface Point {
  readonly choice: Choice
  readonly values: readonly bigint[]
  readonly cost: bigint
  /** 0: proved; else how much more the best could be, as a share. */
  readonly gap: number
}

export interface Front {
  /** The first objective falls, from one to the next. */
  readonly points: readonly Point[]
  /** True if there is proof that no further one exists. */
  readonly complete: boolean
  /** True if there is proof that no choice keeps the rules. */
  readonly impossible: boolean
  readonly solves: number
}

export interface Search {
  /** Points at most. */
  readonly most: number
  /** Seconds that are left. */
  readonly left: () => number
  readonly onProgress?: (found: number, solves: number) => void
}

/** What became of one question about a point. */
type Sought = Point | 'none' | 'late'

/**
 * All choices that cannot be bettered, exactly: of two objectives by halving the boxes in which others may lie, widest first, so that what is found early lies apart; of more by the zones above no known point.
 * Every point is the largest of one objective, then of the next under its value, then the cheapest: so it cannot be bettered, and needs no second look.
 * Cost: two points sought for each found, each of as many integer programs as there are objectives, and one.
 */
export function frontOf(problem: Problem, solver: Solver, search: Search): Front {
  const seeker = new Seeker(problem, solver, search)
  const count = problem.objectives.length
  const found = count === 1 ? seeker.single() : count === 2 ? seeker.boxes() : seeker.zones(count)
  const points = [...found.points].sort((a, b) => compared(b.values, a.values))
  return { ...found, points, solves: seeker.solves }
}

/** Of those found in coarse units some may be bettered by others in exact ones: they are left out. */
export function undominated(points: readonly Point[]): Point[] {
  return points.filter((point) => !points.some((other) => dominates(other.values, point.values)))
}

function compared(a: readonly bigint[], b: readonly bigint[]): number {
  for (const [place, value] of a.entries()) if (value !== b[place]) return value < (b[place] as bigint) ? -1 : 1
  return 0
}

interface Found { readonly points: readonly Point[]; readonly complete: boolean; readonly impossible: boolean }
type Floors = readonly (bigint | null)[]

class Seeker {
  readonly #problem: Problem
  readonly #solver: Solver
  readonly #search: Search
  solves = 0

  constructor(problem: Problem, solver: Solver, search: Search) {
    this.#problem = problem
    this.#solver = solver
    this.#search = search
  }

  single(): Found {
    const best = this.#firstThen([0], [null])
    return typeof best === 'string' ? nothing(best) : { points: [best], complete: best.gap === 0, impossible: false }
  }

  boxes(): Found {
    const [one, other] = [this.#firstThen([0, 1], [null, null]), this.#firstThen([1, 0], [null, null])]
    if (typeof one === 'string') return nothing(one)
    if (typeof other === 'string') return nothing(other)
    const points = [one]
    if (same(one, other)) return { points, complete: one.gap === 0, impossible: false }
    points.push(other)
    if (one.gap > 0 || other.gap > 0) return { points: undominated(points), complete: false, impossible: false }
    const spans = [valueAt(one, 0) - valueAt(other, 0), valueAt(other, 1) - valueAt(one, 1)] as const
    const boxes: Box[] = [{ one, other }]
    while (boxes.length > 0) {
      this.#search.onProgress?.(points.length, this.solves)
      if (points.length >= this.#search.most || this.#search.left() <= 0) return { points, complete: false, impossible: false }
      const { one: high, other: low } = takeWidest(boxes, spans)
      const floor = (valueAt(high, 1) + valueAt(low, 1) + 1n) / 2n
      // The upper half first: the largest of the first objective where the second is at least at the middle.
      const above = this.#firstThen([0, 1], [valueAt(low, 0), maximum(floor, valueAt(high, 1) + 1n)], low)
      if (typeof above === 'string' || above.gap > 0) return { points, complete: false, impossible: false }
      if (!same(above, low)) {
        points.push(above)
        put(boxes, above, low)
      }
      // What is better in the first objective lies below the middle.
      if (valueAt(high, 0) - valueAt(above, 0) < 2n) continue
      const below = this.#firstThen([1, 0], [valueAt(above, 0) + 1n, valueAt(high, 1)], high)
      if (typeof below === 'string' || below.gap > 0) return { points, complete: false, impossible: false }
      if (same(below, high)) continue
      points.push(below)
      put(boxes, high, below)
    }
    return { points, complete: true, impossible: false }
  }

  /** Zones are given by what each objective must exceed. A point found splits all zones that hold it, one for each objective (Klamroth, Lacour and Vanderpooten, 2015). */
  zones(count: number): Found {
    const order = Array.from({ length: count }, (_, place) => place)
    const points: Point[] = []
    let zones: Floors[] = [order.map(() => null)]
    while (zones.length > 0) {
      this.#search.onProgress?.(points.length, this.solves)
      if (points.length >= this.#search.most || this.#search.left() <= 0) return { points, complete: false, impossible: false }
      const zone = zones.shift() as Floors
      const point = this.#firstThen(order, zone.map((floor) => (floor === null ? null : floor + 1n)))
      if (point === 'late') return { points, complete: false, impossible: false }
      if (point === 'none') {
        if (points.length === 0) return nothing('none')
        continue
      }
      if (point.gap > 0) return { points: points.length === 0 ? [point] : points, complete: false, impossible: false }
      points.push(point)
      const holds = (floors: Floors): boolean => floors.every((floor, place) => floor === null || valueAt(point, place) > floor)
      // In the zone that was searched nothing exceeds the first objective of what was found.
      const splits = [...zones.filter(holds).flatMap((floors) => order.map((place) => raised(floors, place, point))), ...order.slice(1).map((place) => raised(zone, place, point))]
      zones = withoutInner([...zones.filter((floors) => !holds(floors)), ...splits])
    }
    return { points, complete: true, impossible: false }
  }

  /** The largest of the first objective named, then of the next with that kept, and of all such choices the cheapest. */
  #firstThen(order: readonly number[], floors: Floors, start?: Point): Sought {
    const kept = [...floors]
    let best: Point | null = null
    const begun = start?.choice ?? (floors.every((floor) => floor === null) ? greedyChoice(this.#problem, order[0] as number) : null)
    for (const place of order) {
      const solved = this.#ask({ best: place, floors: kept, start: best?.choice ?? begun ?? undefined })
      if (solved.kind === 'none') return best === null ? 'none' : 'late'
      if (solved.kind === 'late') return best === null ? this.#unproved(begun, place) : { ...best, gap: this.#gapOf(best.values[place] as bigint, place) }
      best = pointOf(solved)
      if (best.gap > 0) return best
      kept[place] = valueAt(best, place)
    }
    if (best === null) return 'late'
    const cheapest = this.#ask({ best: 'cost', floors: best.values, start: best.choice })
    return cheapest.kind === 'found' ? { ...best, choice: cheapest.choice, values: cheapest.values, cost: cheapest.cost } : best
  }

  /** What was begun from, where the time was over before the solver found anything. */
  #unproved(begun: Choice | null, place: number): Sought {
    if (begun === null) return 'late'
    const values = valuesOf(this.#problem, begun)
    return { choice: begun, values, cost: costOf(this.#problem, begun), gap: this.#gapOf(values[place] as bigint, place) }
  }

  #gapOf(value: bigint, place: number): number {
    return Math.max(1e-9, value > 0n ? Number(boundOf(this.#problem, place) - value) / Number(value) : 1)
  }

  #ask(wanted: Parameters<Solver['solve']>[0]): Solved {
    this.solves += 1
    return this.#solver.solve(wanted, this.#search.left())
  }
}

interface Box { readonly one: Point; readonly other: Point }

function pointOf({ choice, values, cost, gap }: Solved & { kind: 'found' }): Point {
  return { choice, values, cost, gap }
}

function nothing(why: 'none' | 'late'): Found {
  return { points: [], complete: why === 'none', impossible: why === 'none' }
}

function valueAt({ values }: { readonly values: readonly bigint[] }, place: number): bigint {
  return values[place] as bigint
}

function same(a: Point, b: Point): boolean {
  return a.values.every((value, place) => value === b.values[place])
}

function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** Only where a whole number lies strictly between in both is there room for another. */
function put(boxes: Box[], one: Point, other: Point): void {
  if (valueAt(one, 0) - valueAt(other, 0) > 1n && valueAt(other, 1) - valueAt(one, 1) > 1n) boxes.push({ one, other })
}

/** The box of the largest area, as a share of the whole. */
function takeWidest(boxes: Box[], [first, second]: readonly [bigint, bigint]): Box {
  const area = ({ one, other }: Box): number => (Number(valueAt(one, 0) - valueAt(other, 0)) / Number(first)) * (Number(valueAt(other, 1) - valueAt(one, 1)) / Number(second))
  const widest = boxes.reduce((best, box, place) => (area(box) > area(boxes[best] as Box) ? place : best), 0)
  return boxes.splice(widest, 1)[0] as Box
}

function raised(floors: Floors, place: number, point: Point): Floors {
  return floors.map((floor, at) => (at === place ? valueAt(point, place) : floor))
}

/** A zone within another says nothing new. */
function withoutInner(zones: readonly Floors[]): Floors[] {
  const isWithin = (inner: Floors, outer: Floors): boolean => outer.every((floor, place) => floor === null || ((inner[place] ?? null) !== null && (inner[place] as bigint) >= floor))
  return zones.filter((zone, at) => !zones.some((other, place) => place !== at && isWithin(zone, other) && (place < at || !isWithin(other, zone))))
}
