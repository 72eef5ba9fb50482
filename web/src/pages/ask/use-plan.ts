import { useStudy } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { useView } from '../../view/use-view.ts'

export type Plan = Studies['whom-to-ask']
export type Sample = Plan['samples'][number]
export type Reason = Plan['leftOut'][number]['reason']

/** Of the address what a plan is; a new question begins without. */
export const NO_PLAN = { topic: undefined, roles: undefined, form: undefined, channel: undefined, margin: undefined, confidence: undefined, quotas: undefined, least: undefined, askers: undefined, by: undefined, where: undefined, seed: undefined, why: undefined, open: undefined } as const

export const MARGIN = 10
export const CONFIDENCE = '0.95'
const SHOWN = 20

/** What of the address the server plans with. */
export function usePlanParameters() {
  const { address } = useView()
  const { ask, topic, roles, form, channel, margin, confidence, by, where, quotas, least, askers, seed } = address
  return { question: ask, topic, roles, form, channel, margin, confidence, by, where, quotas, least, askers, seed }
}

/** The plan for the question in the address, or for one that is kept. */
export function usePlan(survey?: string, limit: number | undefined = SHOWN) {
  const parameters = usePlanParameters()
  const own = survey === undefined ? parameters : { survey }
  return useStudy('whom-to-ask', { ...own, limit }, survey !== undefined || parameters.question !== undefined)
}

/** Those who are left out for a reason. */
export function useLeftOut(reason: Reason, survey?: string) {
  const parameters = usePlanParameters()
  return useStudy('whom-to-ask', { ...(survey === undefined ? parameters : { survey }), reason, limit: 50 })
}
