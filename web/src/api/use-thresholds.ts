import type { Studies } from './types.ts'
import { useStudy } from './use-study.ts'

/** As the server has them where nobody chose others; so nothing waits for them. */
const USUAL: Studies['settings']['thresholds'] = { fewestPeople: 5, daysWithoutUse: 30, daysBeforeRenewal: 30 }

/** From when on something counts, as the workspace's settings say. */
export function useThresholds(): Studies['settings']['thresholds'] {
  return useStudy('settings').data?.thresholds ?? USUAL
}
