/** 97.5 % quantile of the normal distribution, as rounded in the model. */
const Z = 1.96

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Wilson's score interval for a share, 95 % (E. B. Wilson, 1927). */
export function wilson(hits: number, n: number): Interval {
  const p = hits / n
  const middle = p + (Z * Z) / (2 * n)
  const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))
  const scale = 1 + (Z * Z) / n
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) }
}

/** Newcombe's interval for the difference of two independent shares, 95 %, from Wilson's of each (R. G. Newcombe, 1998, method 10). */
export function newcombe(hitsA: number, nA: number, hitsB: number, nB: number): Interval & { readonly difference: number } {
  const a = hitsA / nA
  const b = hitsB / nB
  const wilsonA = wilson(hitsA, nA)
  const wilsonB = wilson(hitsB, nB)
  const difference = a - b
  return {
    difference,
    low: difference - Math.hypot(a - wilsonA.low, wilsonB.high - b),
    high: difference + Math.hypot(wilsonA.high - a, b - wilsonB.low),
  }
}

/** Net promoter score with its 95 % interval from the multinomial variance, in points from -100 to 100. */
export function netPromoter(scores: readonly number[]): Interval & { readonly score: number } {
  const { score, variance } = promoterSpread(scores)
  const half = Z * Math.sqrt(variance)
  return { score, low: Math.max(-100, score - half), high: Math.min(100, score + half) }
}

/** Net promoter score, and the variance of its mean, in points and squared points. */
function promoterSpread(scores: readonly number[]): { readonly score: number; readonly variance: number } {
  const n = scores.length
  const promoters = scores.filter((score) => score >= 9).length / n
  const detractors = scores.filter((score) => score <= 6).length / n
  return { score: 100 * (promoters - detractors), variance: (10_000 * (promoters + detractors - (promoters - detractors) ** 2)) / n }
}

/** Mean and standard deviation (n - 1) of values; of one value the deviation is not known. Summed in order of size, so that the order of arrival does not alter the last digit. */
export function meanOf(given: readonly number[]): { readonly n: number; readonly mean: number; readonly sd: number } {
  const values = [...given].sort((a, b) => a - b)
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN }
}

/** The normal 95 % interval of a mean; right for many values, too narrow for few. */
export function normalInterval(values: readonly number[]): Interval & { readonly mean: number; readonly sd: number } {
  const { n, mean, sd } = meanOf(values)
  const half = (Z * sd) / Math.sqrt(n)
  return { mean, sd, low: mean - half, high: mean + half }
}

/** Student's 95 % interval of a mean (Student, 1908). */
export function tInterval(values: readonly number[]): Interval & { readonly mean: number; readonly sd: number } {
  const { n, mean, sd } = meanOf(values)
  const half = (tQuantile(n - 1) * sd) / Math.sqrt(n)
  return { mean, sd, low: mean - half, high: mean + half }
}

/** What the same givers' first values have over their second, with Student's 95 % interval of the differences. */
export function pairedDifference(pairs: readonly (readonly [first: number, second: number])[]): Interval & { readonly difference: number } {
  const { mean, low, high } = tInterval(pairs.map(([first, second]) => first - second))
  return { difference: mean, low, high }
}

/** The difference of two means of different givers whose spread may differ, 95 % (B. L. Welch, 1947; degrees of freedom by F. E. Satterthwaite, 1946). */
export function welchDifference(first: readonly number[], second: readonly number[]): Interval & { readonly difference: number } {
  const a = meanOf(first)
  const b = meanOf(second)
  const [ofA, ofB] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n]
  const difference = a.mean - b.mean
  // Where nobody differs from anybody, there is nothing to spread.
  if (ofA + ofB === 0) return { difference, low: difference, high: difference }
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.n - 1) + ofB ** 2 / (b.n - 1))
  const half = tQuantile(freedom) * Math.sqrt(ofA + ofB)
  return { difference, low: difference - half, high: difference + half }
}

/** The difference of two net promoter scores of different givers, in points, 95 %: the variances of both multinomials add up. */
export function netPromoterDifference(first: readonly number[], second: readonly number[]): Interval & { readonly difference: number } {
  const a = promoterSpread(first)
  const b = promoterSpread(second)
  const difference = a.score - b.score
  const half = Z * Math.sqrt(a.variance + b.variance)
  return { difference, low: Math.max(-200, difference - half), high: Math.min(200, difference + half) }
}

/** 97.5 % quantile of Student's t, for any degrees of freedom above 0, whole or not: found by halving, to 12 digits. */
export function tQuantile(freedom: number): number {
  let low = 0
  let high = 2
  while (tBeyond(high, freedom) > 0.025) high *= 2
  for (let step = 0; step < 100 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2
    if (tBeyond(middle, freedom) > 0.025) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The chance that Student's t is above a positive value. */
function tBeyond(value: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + value * value), freedom / 2, 0.5) / 2
}

/** The regularized incomplete beta function, by its continued fraction (M. Abramowitz, I. A. Stegun, 1964, 26.5.8), evaluated as W. J. Lentz (1976) does. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= 1_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}

/** Away from zero, so that it can divide. */
function away(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}

/** C. Lanczos (1964), with g = 7 and nine terms: 15 digits. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const terms = [676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7]
  const sum = terms.reduce((total, term, place) => total + term / (x + place), 0.9999999999998099)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}
