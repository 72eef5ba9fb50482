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
  const n = scores.length
  const promoters = scores.filter((score) => score >= 9).length / n
  const detractors = scores.filter((score) => score <= 6).length / n
  const half = Z * 100 * Math.sqrt((promoters + detractors - (promoters - detractors) ** 2) / n)
  const score = 100 * (promoters - detractors)
  return { score, low: Math.max(-100, score - half), high: Math.min(100, score + half) }
}
