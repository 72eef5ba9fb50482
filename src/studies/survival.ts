/** How long something took, or how long nothing had come of it yet when we last looked. In days. */
export interface Wait {
  readonly days: number
  readonly came: boolean
}

/** A step of the curve of those of whom nothing came yet. */
export interface CurveStep {
  readonly days: number
  readonly atRisk: number
  readonly came: number
  /** The share still waiting after this day. */
  readonly waiting: number
  /** Greenwood's standard error of that share. */
  readonly error: number
}

/** A number of days by which a share of them were there, with its 95 % interval; null where so many were never there. */
export interface Quantile {
  readonly days: number | null
  readonly low: number | null
  readonly high: number | null
}

/** 97.5 % quantile of the normal distribution, as rounded in the model. */
const Z = 1.96

/**
 * The share still waiting after each day on which something came (E. L. Kaplan and P. Meier, 1958), with Greenwood's error (1926).
 * Who was not watched longer counts for as long as it was. Cost: grows with the waits, and their sorting.
 */
export function stillWaiting(waits: readonly Wait[]): CurveStep[] {
  const sorted = [...waits].sort((a, b) => a.days - b.days)
  const steps: CurveStep[] = []
  let waiting = 1
  let sum = 0
  for (let at = 0; at < sorted.length; ) {
    const { days } = sorted[at] as Wait
    const atRisk = sorted.length - at
    let came = 0
    for (; at < sorted.length && sorted[at]?.days === days; at += 1) if (sorted[at]?.came) came += 1
    if (came === 0) continue
    waiting = came === atRisk ? 0 : waiting * (1 - came / atRisk)
    sum += came === atRisk ? 0 : came / (atRisk * (atRisk - came))
    steps.push({ days, atRisk, came, waiting, error: waiting * Math.sqrt(sum) })
  }
  return steps
}

/** Shares that are equal but for the last bits of a float are equal: one half of 10 must be reached by 5. */
const ROUNDING = 1e-12

/**
 * By how many days a share of all were there: the first day after which at most `1 - share` were still waiting.
 * The interval holds the days at which that share is not refused at 5 % (R. Brookmeyer and J. Crowley, 1982), on the scale log(-log), as SAS takes it; it keeps within 0 and 1 and covers well where they are few.
 * `high` is null where the curve does not come down so far.
 */
export function quantileOf(steps: readonly CurveStep[], share: number): Quantile {
  const goal = 1 - share
  const scale = (waiting: number): number => Math.log(-Math.log(waiting))
  const days = steps.find(({ waiting }) => waiting <= goal + ROUNDING)?.days ?? null
  /** How far the share that still waits lies above the goal, in errors. On this scale what is nearer to 0 lies higher. */
  const above = ({ waiting, error }: CurveStep): number =>
    waiting <= 0 ? Number.NEGATIVE_INFINITY : waiting >= 1 ? Number.POSITIVE_INFINITY : (scale(goal) - scale(waiting)) / (error / Math.abs(waiting * Math.log(waiting)))
  const low = steps.find((step) => above(step) <= Z)?.days ?? null
  const high = steps.find((step) => above(step) <= -Z)?.days ?? null
  return { days, low, high }
}

/** Quartiles and median of waits, the median with its interval. */
export function quartilesOf(waits: readonly Wait[]): { readonly quartile1: number | null; readonly median: number | null; readonly low: number | null; readonly high: number | null; readonly quartile3: number | null } {
  const steps = stillWaiting(waits)
  const { days: median, low, high } = quantileOf(steps, 0.5)
  return { quartile1: quantileOf(steps, 0.25).days, median, low, high, quartile3: quantileOf(steps, 0.75).days }
}
