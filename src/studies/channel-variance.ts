import { factored, solvedBy } from './cholesky.ts'
import { ALMOST_ONE, type Box, halfCauchy, intervalOf, weighed, type Weighed } from './weighed-grid.ts'

/** What was said of one product through one intermediary: how many scores, their sum, and the sum of their squares. */
export interface Cell { readonly product: number; readonly dealer: number; readonly n: number; readonly sum: number; readonly squares: number }

export interface Share { readonly share: number; readonly low: number; readonly high: number }

/** Shares of the variance of scores. The four parts add up to 1, and so do the three of the channel. */
export interface Split {
  readonly product: Share
  readonly dealer: Share
  /** What one product does at one intermediary beyond both; null where too few scores share a cell to tell it from the rest. */
  readonly together: Share | null
  readonly rest: Share
  /** The same without the rest: of the differences that have a cause in what is sold and by whom. */
  readonly ofChannel: { readonly product: Share; readonly dealer: Share; readonly together: Share | null }
  /** How likely intermediaries differ more than products: near 1 it is the intermediary, near 0 the product. */
  readonly dealerAboveProduct: number
}

/** Standard deviations relative to that of single answers of the same product through the same intermediary. */
export interface Ratios { readonly product: number; readonly dealer: number; readonly together: number }

/** The smaller of the two sides is solved as a full matrix, so its number is bounded. Measured: 150 cost 2 ms a try. */
export const SOLVED_AT_MOST = 150
const GRID = { points: 11, onTrial: 7, passes: 4 }
/** How near to the top of the likelihood an axis is searched. Measured: a fifth more processor time than 4e-3 takes, 2.3 s for 40,000 cells. */
const FINE = 1e-6
/** A share nearer to 0 or 1 than the grid can tell stands there. */
const AT_THE_END = 0.003
/** Half of the prior of a spread stands below half of the spread between people. */
const PRIOR_SCALE = 0.5

/**
 * "Is it the product or the reseller?": a linear model with crossed random effects, score = mean + product + intermediary + both together + rest (Searle, Casella & McCulloch, Variance Components, 1992).
 * Shares are those at which the restricted likelihood is greatest (REML). For the intervals the likelihood of the three ratios of standard deviations, with the mean and the rest integrated out, is weighed over a grid: they go from the 2.5 % to the 97.5 % point, and hold the share.
 * The mean over the grid would lean towards the product where there are three or four of them, by 12 to 15 points. Each ratio has a half-Cauchy prior with scale 0.5 (Gelman, Prior distributions for variance parameters, 2006).
 * In simulated channels these held the truth in 89 to 100 of 100 cases, as the percentiles of a parametric bootstrap did (91 to 99), which takes hundreds of fits and draws lots (docs/decisions/0018).
 * Cost: some 2,500 tries, each of which grows with the cells times the products that one intermediary sells, and with the cube of the smaller side.
 */
export function splitOf(cells: readonly Cell[]): Split | null {
  const design = new Design(cells)
  if (design.isFlat) return null
  const axes = design.isTogetherTold ? 3 : 2
  const top = climbed(design, axes, [0.2, 0.2, 0.1], FINE)
  const points = weighed((place) => heightAt(design, place), boxAround(design, axes, top), GRID)
  const all = points.map(({ place }) => sharesAt(place))
  const likely = sharesAt(top)
  // At 0 along all axes nothing has a cause in the channel, and of nothing there are no shares: then the mean over the grid stands in.
  const isNothing = likely.rest === 1
  const share = (name: keyof Shares): Share => {
    const weighedShare = ratioOf(all.map((one, place) => ({ value: one[name], weight: points[place]?.weight ?? 0 })))
    return isNothing && (name === 'ofProduct' || name === 'ofDealer' || name === 'ofTogether') ? weighedShare : around(likely[name], weighedShare)
  }
  const isTold = axes === 3
  const dealerAboveProduct = all.reduce((sum, one, place) => sum + (one.dealer > one.product ? (points[place]?.weight ?? 0) : 0), 0)
  return {
    product: share('product'), dealer: share('dealer'), together: isTold ? share('together') : null, rest: share('rest'),
    ofChannel: { product: share('ofProduct'), dealer: share('ofDealer'), together: isTold ? share('ofTogether') : null }, dealerAboveProduct,
  }
}

type Shares = Readonly<Record<'product' | 'dealer' | 'together' | 'rest' | 'ofProduct' | 'ofDealer' | 'ofTogether', number>>

/** What a place on the axes means as shares of the variance. */
function sharesAt(place: readonly number[]): Shares {
  const { product, dealer, together } = ratiosAt(place)
  const [a, b, g] = [product ** 2, dealer ** 2, together ** 2]
  const channel = a + b + g
  const sum = channel + 1
  return { product: a / sum, dealer: b / sum, together: g / sum, rest: 1 / sum, ofProduct: channel === 0 ? 0 : a / channel, ofDealer: channel === 0 ? 0 : b / channel, ofTogether: channel === 0 ? 0 : g / channel }
}

/** The most likely share with the interval of the grid, which is widened where it would leave that share out. */
function around(share: number, { low, high }: Share): Share {
  return { share, low: Math.min(low, share), high: Math.max(high, share) }
}

/** The ratios at which the restricted likelihood alone is greatest (REML), found along one axis after the other. */
export function mostLikely(cells: readonly Cell[], isTogetherTold = true): Ratios {
  const design = new Design(cells)
  return ratiosAt(climbed(design, isTogetherTold && design.isTogetherTold ? 3 : 2, [0.2, 0.2, 0.1], FINE))
}

/** Logarithm of the restricted likelihood, but for a constant. For tests that work it out another way. */
export function likelihoodOf(cells: readonly Cell[], { product, dealer, together }: Ratios): number {
  return new Design(cells).logLikelihood(product ** 2, dealer ** 2, together ** 2)
}

/** What the effects come to at given ratios: best linear unbiased predictions, on the scale of the scores; by product and by intermediary. */
export function effectsOf(cells: readonly Cell[], ratios: Ratios) {
  return new Design(cells).effects(ratios.product ** 2, ratios.dealer ** 2, ratios.together ** 2)
}

/** The cells, dealer by dealer, as numbers in rows: what one try goes through. The side with fewer members is solved as a matrix. */
class Design {
  readonly #start: Int32Array
  readonly #of: Int32Array
  readonly #weights: Float64Array
  readonly #means: Float64Array
  readonly #within: number
  readonly #n: number
  readonly #solved: number
  readonly #isSwapped: boolean
  readonly #w: Float64Array
  readonly isTogetherTold: boolean
  readonly isFlat: boolean

  constructor(all: readonly Cell[]) {
    const products = Math.max(-1, ...distinct(all, 'product')) + 1
    const dealers = maximum(all) + 1
    this.#isSwapped = products > dealers
    const outer = this.#isSwapped ? 'product' : 'dealer'
    const inner = this.#isSwapped ? 'dealer' : 'product'
    const cells = [...all].sort((a, b) => a[outer] - b[outer] || a[inner] - b[inner])
    this.#solved = Math.min(products, dealers)
    const outers = Math.max(products, dealers)
    this.#start = new Int32Array(outers + 1)
    this.#of = Int32Array.from(cells, (cell) => cell[inner])
    this.#weights = Float64Array.from(cells, ({ n }) => 1 / n)
    this.#means = Float64Array.from(cells, ({ n, sum }) => sum / n)
    this.#w = new Float64Array(cells.length)
    for (const cell of cells) this.#start[cell[outer] + 1] = (this.#start[cell[outer] + 1] ?? 0) + 1
    for (let at = 0; at < outers; at += 1) this.#start[at + 1] = (this.#start[at + 1] ?? 0) + (this.#start[at] ?? 0)
    this.#n = cells.reduce((sum, { n }) => sum + n, 0)
    this.#within = cells.reduce((sum, { n, sum: of, squares }) => sum + Math.max(0, squares - (of * of) / n), 0)
    // Means are taken from the overall one, so that nothing is lost to rounding.
    const mean = cells.reduce((sum, { sum: of }) => sum + of, 0) / this.#n
    for (let at = 0; at < this.#means.length; at += 1) this.#means[at] = (this.#means[at] ?? 0) - mean
    this.isTogetherTold = this.#n - cells.length >= Math.max(20, cells.length / 4) && cells.length - outers >= 3
    this.isFlat = this.#within + this.#means.reduce((sum, one) => sum + one * one, 0) < 1e-9 * this.#n
  }

  /** Restricted likelihood of the variances of product, intermediary and both, relative to the rest, with the mean and the rest integrated out. */
  logLikelihood(product: number, dealer: number, together: number): number {
    const { logDeterminant, ones, quadratic } = this.#solve(product, dealer, together)
    return -0.5 * (logDeterminant + Math.log(ones) + (this.#n - 1) * Math.log(this.#within + quadratic))
  }

  effects(product: number, dealer: number, together: number) {
    const { inner, mean, b, solved } = this.#solve(product, dealer, together)
    const outer = new Float64Array(this.#start.length - 1)
    for (let at = 0; at < outer.length; at += 1) {
      let [s, left] = [0, 0]
      for (let cell = this.#start[at] ?? 0; cell < (this.#start[at + 1] ?? 0); cell += 1) {
        const w = this.#w[cell] ?? 0
        s += w
        left += w * ((this.#means[cell] ?? 0) - mean - (solved[this.#of[cell] ?? 0] ?? 0))
      }
      outer[at] = (b * left) / (1 + b * s)
    }
    return this.#isSwapped ? { products: outer, dealers: inner } : { products: inner, dealers: outer }
  }

  /** The outer effects are taken away cell by cell (Sherman & Morrison), the inner ones by one small matrix (Woodbury). */
  #solve(product: number, dealer: number, together: number) {
    const [a, b] = this.#isSwapped ? [dealer, product] : [product, dealer]
    const size = this.#solved
    const matrix = new Float64Array(size * size)
    const u = new Float64Array(size)
    const v = new Float64Array(size)
    const [start, of, weights, means, w] = [this.#start, this.#of, this.#weights, this.#means, this.#w]
    let [logDeterminant, quadratic, ones, sums] = [0, 0, 0, 0]
    for (let at = 0; at + 1 < start.length; at += 1) {
      const first = start[at] as number
      const end = start[at + 1] as number
      let [s, sy, product] = [0, 0, 1]
      for (let cell = first; cell < end; cell += 1) {
        const d = together + (weights[cell] as number)
        const one = 1 / d
        w[cell] = one
        const y = means[cell] as number
        s += one
        sy += one * y
        quadratic += one * y * y
        product *= d
        // A logarithm is dear: one for many factors, as long as their product is a number.
        if (product < 1e-200 || product > 1e200) {
          logDeterminant += Math.log(product)
          product = 1
        }
      }
      const k = b / (1 + b * s)
      logDeterminant += Math.log(product * (1 + b * s))
      quadratic -= k * sy * sy
      ones += s - k * s * s
      sums += sy - k * s * sy
      for (let cell = first; cell < end; cell += 1) {
        const one = w[cell] as number
        const row = of[cell] as number
        u[row] = (u[row] as number) + one * ((means[cell] as number) - k * sy)
        v[row] = (v[row] as number) + one * (1 - k * s)
        matrix[row * size + row] = (matrix[row * size + row] as number) + one
        for (let other = first; other <= cell; other += 1) {
          const place = row * size + (of[other] as number)
          matrix[place] = (matrix[place] as number) - k * one * (w[other] as number)
        }
      }
    }
    const inner = new Float64Array(size)
    if (a === 0) return { logDeterminant, ones, quadratic: quadratic - (sums * sums) / ones, inner, solved: inner, mean: sums / ones, b }
    for (let row = 0; row < size; row += 1) matrix[row * size + row] = (matrix[row * size + row] as number) + 1 / a
    logDeterminant += size * Math.log(a) + factored(matrix, size)
    const x = solvedBy(matrix, size, u)
    const z = solvedBy(matrix, size, v)
    for (let row = 0; row < size; row += 1) {
      quadratic -= (u[row] as number) * (x[row] as number)
      sums -= (v[row] as number) * (x[row] as number)
      ones -= (v[row] as number) * (z[row] as number)
    }
    const mean = sums / ones
    for (let row = 0; row < size; row += 1) inner[row] = (x[row] as number) - mean * (z[row] as number)
    return { logDeterminant, ones, quadratic: quadratic - (sums * sums) / ones, inner, solved: inner, mean, b }
  }
}

function distinct(cells: readonly Cell[], side: 'product' | 'dealer'): ReadonlySet<number> {
  return new Set(cells.map((cell) => cell[side]))
}

/** Not by spreading: there may be more dealers than a call takes arguments. */
function maximum(cells: readonly Cell[]): number {
  return cells.reduce((most, { dealer }) => Math.max(most, dealer), -1)
}

/** Places on the axes go from 0 to 1; the ratio there is the tangent, so that the half-Cauchy prior weighs all places alike. */
type Place = readonly [product: number, dealer: number, together: number]

function ratiosAt([product, dealer, together = 0]: readonly number[]): Ratios {
  const ratio = (place = 0): number => PRIOR_SCALE * halfCauchy(place)
  return { product: ratio(product), dealer: ratio(dealer), together: ratio(together) }
}

function heightAt(design: Design, place: readonly number[]): number {
  const { product, dealer, together } = ratiosAt(place)
  return design.logLikelihood(product ** 2, dealer ** 2, together ** 2)
}

/** Golden section along one axis after the other; the restricted likelihood of variance ratios has one top in all that was tried. */
function climbed(design: Design, axes: number, start: Place, tolerance: number): number[] {
  const at = [start[0], start[1], axes === 3 ? start[2] : 0]
  const golden = (Math.sqrt(5) - 1) / 2
  let height = heightAt(design, at)
  for (let round = 0; round < 12; round += 1) {
    const before = height
    for (let axis = 0; axis < axes; axis += 1) {
      let [low, high] = [0, ALMOST_ONE]
      const along = (place: number): number => heightAt(design, at.map((one, n) => (n === axis ? place : one)))
      let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
      let [hl, hr] = [along(left), along(right)]
      while (high - low > tolerance) {
        if (hl >= hr) {
          high = right
          ;[right, hr] = [left, hl]
          left = high - golden * (high - low)
          hl = along(left)
        } else {
          low = left
          ;[left, hl] = [right, hr]
          right = low + golden * (high - low)
          hr = along(right)
        }
      }
      const middle = (low + high) / 2
      const best = [[0, along(0)], [middle, along(middle)]].reduce((a, b) => ((b[1] ?? 0) > (a[1] ?? 0) ? b : a)) as [number, number]
      if (best[1] > height) [at[axis], height] = best
    }
    if (height - before < tolerance / 4) break
  }
  return at
}

/** So far from the top along each axis that what is beyond weighs nothing. */
function boxAround(design: Design, axes: number, top: readonly number[]): Box {
  const height = heightAt(design, top)
  const box = { low: [] as number[], high: [] as number[] }
  for (let axis = 0; axis < axes; axis += 1) {
    const at = top[axis] ?? 0
    const isFar = (place: number): boolean => heightAt(design, top.map((one, n) => (n === axis ? place : one))) < height - 8
    const end = (limit: number): number => {
      for (let step = 1 / 512; step < 1; step *= 2) {
        const place = at + (limit - at) * step
        if (isFar(place)) return place
      }
      return limit
    }
    box.low[axis] = end(0)
    box.high[axis] = end(1)
  }
  return box
}

function ratioOf(values: readonly Weighed[]): Share {
  const { mean, low, high } = intervalOf(values)
  return { share: mean, low: low < AT_THE_END ? 0 : low, high: high > 1 - AT_THE_END ? 1 : high }
}
