import type { Day } from '../base/day.ts'
import { type Journey, learnedOn, type Step, STEPS } from './journey-terms.ts'
import { wilson } from './statistics.ts'
import { quartilesOf, type Wait } from './survival.ts'

/** What journeys are looked at by: up to which day, and within how many days a step must come. */
export interface Looked {
  readonly until: Day
  readonly within: number
  readonly fewest: number
}

/** The ways between steps whose days are told. */
export const WAYS_BETWEEN = [['learned', 'tested'], ['tested', 'decided'], ['decided', 'paid'], ['learned', 'paid'], ['paid', 'renewed'], ['paid', 'left']] as const satisfies readonly (readonly [Step, Step])[]

/** What is otherwise than expected. */
export const SURPRISES = ['paid-first', 'paid-untested', 'tested-after-paid', 'decided-after-paid'] as const
export type Surprise = (typeof SURPRISES)[number]

/** How a party stands to a step. */
export const STANDINGS = ['reached', 'in-time', 'not-in-time', 'too-young', 'not-yet'] as const
export type StandingName = (typeof STANDINGS)[number]

export function dayOfStep({ steps }: Journey, step: Step): Day | null {
  return steps[step]?.day ?? null
}

/** True if the party could have reached the step: it was watched so many days after it was learned; renewing and leaving, if the first paid term has ended. */
export function couldHave(journey: Journey, step: Step, { until, within }: Looked): boolean {
  if (step === 'learned') return true
  if (step === 'renewed' || step === 'left') return journey.termEnd !== null && journey.termEnd < until
  return learnedOn(journey) + within < until
}

/** True if it reached the step, and within the days asked for; renewing and leaving have no such bound. */
export function inTime(journey: Journey, step: Step, { within }: Looked): boolean {
  const day = dayOfStep(journey, step)
  if (day === null) return false
  return step === 'learned' || step === 'renewed' || step === 'left' || day - learnedOn(journey) <= within
}

export function standsSo(journey: Journey, step: Step, standing: StandingName, looked: Looked): boolean {
  const could = couldHave(journey, step, looked)
  switch (standing) {
    case 'reached': return dayOfStep(journey, step) !== null
    case 'not-yet': return dayOfStep(journey, step) === null
    case 'in-time': return could && inTime(journey, step, looked)
    case 'not-in-time': return could && !inTime(journey, step, looked)
    case 'too-young': return !could && (step === 'renewed' || step === 'left' ? dayOfStep(journey, 'paid') !== null : true)
  }
}

/** Every step: how many reached it, of how many who could have, and how many are too young to say. */
export function stepsOf(journeys: readonly Journey[], looked: Looked) {
  return STEPS.map((step) => {
    const count = (standing: StandingName): number => journeys.filter((journey) => standsSo(journey, step, standing, looked)).length
    const [reached, hits, misses, tooYoung] = [count('reached'), count('in-time'), count('not-in-time'), count('too-young')]
    const could = hits + misses
    const tooFew = could < looked.fewest
    const { low, high } = tooFew ? { low: null, high: null } : wilson(hits, could)
    return { step, reached, couldHave: could, inTime: hits, tooYoung, share: tooFew ? null : hits / could, low, high, tooFew }
  })
}

/** The waits from one step to another: of those who reached the first, and not the second before. */
export function waitsBetween(journeys: readonly Journey[], from: Step, to: Step, until: Day): Wait[] {
  return journeys.flatMap((journey) => {
    const [start, end] = [dayOfStep(journey, from), dayOfStep(journey, to)]
    if (start === null || (end !== null && end < start)) return []
    return [{ days: (end ?? until - 1) - start, came: end !== null }]
  })
}

/** How long it took from step to step, with whom it took no time because it came before. */
export function betweenOf(journeys: readonly Journey[], { until, fewest }: Looked) {
  return WAYS_BETWEEN.map(([from, to]) => {
    const waits = waitsBetween(journeys, from, to, until)
    const started = journeys.filter((journey) => dayOfStep(journey, from) !== null).length
    const reached = waits.filter(({ came }) => came).length
    const tooFew = waits.length < fewest
    const days = tooFew ? { quartile1: null, median: null, low: null, high: null, quartile3: null } : quartilesOf(waits)
    return { from, to, n: waits.length, reached, waiting: waits.length - reached, before: started - waits.length, ...days, tooFew }
  })
}

/** Whether a journey surprises in this way. */
export function surprises(journey: Journey, surprise: Surprise): boolean {
  const [learned, tested, decided, paid] = [learnedOn(journey), dayOfStep(journey, 'tested'), dayOfStep(journey, 'decided'), dayOfStep(journey, 'paid')]
  if (paid === null) return false
  const testedBefore = tested !== null && tested <= paid
  switch (surprise) {
    case 'paid-first': return paid === learned && !testedBefore
    case 'paid-untested': return paid > learned && !testedBefore
    case 'tested-after-paid': return tested !== null && tested > paid
    case 'decided-after-paid': return decided === null || decided > paid
  }
}

/** The steps that a party took, in the order of their days; on the same day in the order expected. */
export function orderOf({ steps }: Journey): Step[] {
  return STEPS.filter((step) => steps[step] !== null).sort((a, b) => (steps[a]?.day ?? 0) - (steps[b]?.day ?? 0) || STEPS.indexOf(a) - STEPS.indexOf(b))
}

/** How many took the steps in which order, most first. */
export function ordersOf(journeys: readonly Journey[]): { readonly steps: readonly Step[]; readonly parties: number }[] {
  const found = new Map<string, { readonly steps: readonly Step[]; parties: number }>()
  for (const journey of journeys) {
    const steps = orderOf(journey)
    const key = steps.join()
    const known = found.get(key)
    if (known) known.parties += 1
    else found.set(key, { steps, parties: 1 })
  }
  return [...found].sort(([a, x], [b, y]) => y.parties - x.parties || (a < b ? -1 : 1)).map(([, order]) => order)
}
