import type { Day } from '../base/day.ts'
import { halfUp } from '../base/money.ts'

/** A piece of work as earned value looks at it: amounts in minor units of one currency. */
export interface Work {
  readonly planned: bigint | null
  readonly actual: bigint | null
  readonly due: Day | null
  /** Null while it is not done. */
  readonly done: Day | null
}

/** Why something cannot be said. */
export const REASONS = ['no-plan', 'plan-missing', 'due-missing', 'cost-missing', 'currencies', 'nothing-done', 'few-done'] as const
export type Reason = (typeof REASONS)[number]

/** Cost at completion by each formula of the field, in minor units. */
export interface Completion {
  /** What is left costs what was planned: AC + (BAC - EV). */
  readonly atPlan: bigint
  /** What is left costs as much more as what is done did: AC + (BAC - EV) / CPI. */
  readonly atPace: bigint
  /** Being late costs, too: AC + (BAC - EV) / (CPI x SPI). Null where nothing was due yet. */
  readonly atPaceAndDelay: bigint | null
  /** From the least to the most of these, and of the pace without any one milestone that is done. */
  readonly low: bigint
  readonly high: bigint
}

/** Earned value of a project on a day, with the field's names. Amounts in minor units of one currency. */
export interface EarnedValue {
  readonly done: number
  readonly of: number
  /** Budget at completion: what all work is planned to cost. */
  readonly bac: bigint | null
  /** Planned value: of what was due by now. */
  readonly pv: bigint | null
  /** Earned value: what the work that is done was planned to cost. */
  readonly ev: bigint | null
  /** Actual cost, of work that is not done yet, too. */
  readonly ac: bigint
  readonly cv: bigint | null
  readonly sv: bigint | null
  readonly cpi: number | null
  readonly spi: number | null
  readonly eac: Completion | null
  readonly etc: bigint | null
  readonly vac: bigint | null
  /** How well the rest would have to go for the plan to hold; null where the plan is spent. */
  readonly tcpi: number | null
  readonly because: readonly Reason[]
}

/** From fewer milestones done than this, a pace may be chance. */
const ENOUGH_DONE = 3

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n)
const some = (amounts: readonly (bigint | null)[]): bigint => sum(amounts.map((amount) => amount ?? 0n))

/**
 * Earned value as ANSI/EIA-748 and the PMI's standard have it, by the 0/100 rule: a milestone earns its planned cost when it is done, and nothing before.
 * `to` is the day as of whose beginning it is said. A forecast is said only where all work has a plan and all that is done has a cost; sums of what is known are given always. Linear in the work, but for the range, which leaves out each in turn.
 */
export function earnedValue(works: readonly Work[], to: Day): EarnedValue {
  const isDone = ({ done }: Work): boolean => done !== null && done < to
  const doneWork = works.filter(isDone)
  const ac = some(works.map(({ actual }) => actual))
  const counts = { done: doneWork.length, of: works.length }
  if (works.every(({ planned }) => planned === null)) {
    return { ...counts, bac: null, pv: null, ev: null, ac, cv: null, sv: null, cpi: null, spi: null, eac: null, etc: null, vac: null, tcpi: null, because: ['no-plan'] }
  }
  const because: Reason[] = []
  if (works.some(({ planned }) => planned === null)) because.push('plan-missing')
  if (works.some(({ due }) => due === null)) because.push('due-missing')
  if (doneWork.some(({ actual }) => actual === null)) because.push('cost-missing')
  const bac = some(works.map(({ planned }) => planned))
  const ev = some(doneWork.map(({ planned }) => planned))
  const pv = because.includes('due-missing') ? null : some(works.filter(({ due }) => (due as Day) < to).map(({ planned }) => planned))
  if (ev === 0n) because.push('nothing-done')
  const isSayable = !because.includes('plan-missing') && !because.includes('cost-missing') && ev > 0n
  const eac = isSayable ? completion({ bac, pv, ev, ac }, doneWork) : null
  if (isSayable && ev < bac && doneWork.length < ENOUGH_DONE) because.push('few-done')
  return {
    ...counts, bac, pv, ev, ac, cv: because.includes('cost-missing') || because.includes('plan-missing') ? null : ev - ac, sv: pv === null ? null : ev - pv,
    cpi: because.includes('cost-missing') || because.includes('plan-missing') || ac === 0n ? null : Number(ev) / Number(ac), spi: pv === null || pv === 0n ? null : Number(ev) / Number(pv),
    eac, etc: eac === null ? null : eac.atPace - ac, vac: eac === null ? null : bac - eac.atPace, tcpi: because.includes('plan-missing') || bac <= ac || ev === bac ? null : Number(bac - ev) / Number(bac - ac), because,
  }
}

/** Exact, each rounded half up once to the minor unit. */
function completion({ bac, pv, ev, ac }: { readonly bac: bigint; readonly pv: bigint | null; readonly ev: bigint; readonly ac: bigint }, doneWork: readonly Work[]): Completion {
  const left = bac - ev
  const atPace = ac + halfUp(left * ac, ev)
  const atPlan = ac + left
  const atPaceAndDelay = pv === null || pv === 0n ? null : ac + halfUp(left * ac * pv, ev * ev)
  // One milestone that went very well or very ill should not be taken for the pace: what would be said without it.
  const withoutOne = doneWork.flatMap(({ planned, actual }) => {
    const [restEarned, restCost] = [ev - (planned as bigint), ac - (actual as bigint)]
    return restEarned > 0n && restCost > 0n ? [ac + halfUp(left * restCost, restEarned)] : []
  })
  const all = [atPlan, atPace, ...(atPaceAndDelay === null ? [] : [atPaceAndDelay]), ...withoutOne]
  return { atPlan, atPace, atPaceAndDelay, low: all.reduce((a, b) => (b < a ? b : a)), high: all.reduce((a, b) => (b > a ? b : a)) }
}
