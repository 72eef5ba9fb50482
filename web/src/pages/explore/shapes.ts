import type { Studies } from '../../api/types.ts'

/** Parts of the answers of this page, by the names it uses for them. */
export type Flows = Studies['flows']
export type FlowRow = Flows['rows'][number]
export type Side = FlowRow['group']
export type FlowUser = Studies['flow-users']['users'][number]
export type Dimension = Studies['dimensions']['dimensions'][number]
export type DimensionValue = Dimension['values'][number]
export type Conversion = Studies['conversion']
export type Cohort = Conversion['cohorts'][number]
export type Curve = Conversion['curve']
export type ConvertedUser = Studies['conversion-users']['users'][number]
export type Concentrated = Studies['concentration']['of'][number]
export type OverlapParty = Studies['overlap-parties']['parties'][number]
