import type { Form } from './survey.ts'

/** Confidences that may be asked for, with how many standard errors the interval reaches; 1.96 as in the rest of the model. */
export const CONFIDENCES: ReadonlyMap<number, number> = new Map([[0.8, 1.2816], [0.9, 1.6449], [0.95, 1.96], [0.99, 2.5758]])

/**
 * The greatest variance of one answer. A share p has p (1 - p), at most 1/4. NPS is the mean of +1, 0 and -1 (times 100): with shares p and d of promoters and
 * detractors its variance is p + d - (p - d)^2, at most 1, when half promote and half detract.
 */
export function varianceOf(form: Form): number {
  return form === 'nps' ? 1 : 0.25
}

/** Answers for a margin among very many: z^2 S^2 / e^2 (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, sections 4.4 and 4.5). */
export function sizeAmongMany(form: Form, margin: number, z: number): number {
  return (z * z * varianceOf(form)) / (margin * margin)
}

/** Answers for a margin among N people: n0 / (1 + (n0 - 1) / N), upwards to whole ones (Cochran 1977, formula 4.2); never more than there are. */
export function sampleSize(form: Form, margin: number, z: number, population: number): number {
  if (population <= 0) return 0
  const many = sizeAmongMany(form, margin, z)
  // A hair less, so that 356.00000001 stays 356.
  return Math.min(population, Math.ceil(many / (1 + (many - 1) / population) - 1e-9))
}

/** The margin that n answers of N people give; null without any. */
export function marginOf(form: Form, n: number, z: number, population: number): number | null {
  if (n <= 0) return null
  return z * Math.sqrt((varianceOf(form) / n) * correctionOf(n, population))
}

/** What the variance of a sample's mean is multiplied by, since N is finite: (N - n) / (N - 1) (Cochran 1977, section 2.6, for shares 3.2). */
export function correctionOf(n: number, population: number): number {
  if (population <= 1) return 0
  return Math.max(0, (population - n) / (population - 1))
}

/** Divides a whole number in proportion to weights, by largest remainder; of equal remainders the earlier place takes one more. All zero if no weight is above 0. */
export function inProportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum <= 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (total * weight) / sum)
  const whole = exact.map(Math.floor)
  const left = total - whole.reduce((all, part) => all + part, 0)
  // Rounded, so that two remainders that are equal but for the last bit are taken as equal.
  const order = exact.map((part, place) => ({ place, rest: Math.round((part - Math.floor(part)) * 1e9) })).sort((a, b) => b.rest - a.rest || a.place - b.place)
  for (const { place } of order.slice(0, left)) whole[place] = (whole[place] as number) + 1
  return whole
}

/** What each stratum is asked for. */
export interface Stratum {
  /** People of the role in it, whether or not they may be asked, with those who were asked. */
  readonly population: number
  /** At most so many are asked; null: no quota. */
  readonly quota: number | null
  /** Asked of it before. */
  readonly asked: number
}

/**
 * How many to ask of each stratum, with those asked before: in proportion to its people, at least so many, at most its quota and its people. What a quota cuts
 * off is not given to others: a quota is a wish for fewer. Where more were asked than is its part now, as when people went elsewhere, the others get less.
 */
export function allocationOf(total: number, strata: readonly Stratum[], least: number): number[] {
  const shares = sharesOf(total, strata)
  return strata.map(({ population, quota }, place) => Math.min(Math.max(shares[place] as number, least), population, quota ?? Number.POSITIVE_INFINITY))
}

/** Proportional parts, none below what was asked; with the same sum as far as less was asked. Settles, since in each round one more stratum has what was asked of it. */
function sharesOf(total: number, strata: readonly Stratum[]): number[] {
  const settled = new Set<number>()
  for (;;) {
    const rest = Math.max(0, total - strata.reduce((sum, { asked }, place) => sum + (settled.has(place) ? asked : 0), 0))
    const shares = inProportion(rest, strata.map(({ population }, place) => (settled.has(place) ? 0 : population))).map((share, place) => (settled.has(place) ? (strata[place] as Stratum).asked : share))
    const above = strata.flatMap(({ asked }, place) => (!settled.has(place) && asked > (shares[place] as number) ? [place] : []))
    if (above.length === 0) return shares
    for (const place of above) settled.add(place)
  }
}
