import { useStudy } from '../../api/use-study.ts'
import type { Parameters } from '../../api/ask.ts'
import { useView } from '../../view/use-view.ts'
import { useDimensions } from './use-dimensions.ts'

/** As many of each column as can still be read when the small ones are opened. */
const MANY = 100

/** True if the small ones are to be shown, each for itself. */
export function useIsUnfolded(): boolean {
  return useView().address.open === 'all'
}

/** By what users are grouped: as the address says, if there is such a thing here; else as usual, and what was asked is told. */
export function useGroupedBy(): { readonly by: string | undefined; readonly unknown: string | null } {
  const asked = useView().address.by
  const dimensions = useDimensions()
  const isUnknown = asked !== undefined && dimensions.length > 0 && !dimensions.some(({ dimension }) => dimension === asked)
  return isUnknown ? { by: undefined, unknown: asked } : { by: asked, unknown: null }
}

/** What the flows are asked with, besides the view. */
export function useFlowParameters(): Parameters {
  const { address } = useView()
  const unfolded = useIsUnfolded()
  const { by } = useGroupedBy()
  return { by, where: address.where, limit: unfolded ? MANY : undefined }
}

export function useFlows() {
  return useStudy('flows', useFlowParameters())
}
