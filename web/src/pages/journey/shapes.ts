import type { Studies } from '../../api/types.ts'

export type Journey = Studies['journey']
export type Step = Journey['steps'][number]
export type StepName = Step['step']
export type Between = Journey['between'][number]
export type Columns = Pick<Journey, 'parties' | 'steps' | 'between'>
export type Traveller = Studies['journey-parties']['parties'][number]
export type Deals = Studies['deals']
export type UnpaidFirms = Studies['unpaid-firms']
export type UnpaidGroup = UnpaidFirms['groups'][number]['group']
export type Firm = UnpaidFirms['firms'][number]
export type FirmUser = Studies['unpaid-firm-users']['users'][number]

export const STEPS = ['learned', 'tested', 'decided', 'paid', 'renewed', 'left'] as const satisfies readonly StepName[]
