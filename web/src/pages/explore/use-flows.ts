import { useStudy } from '../../api/use-study.ts'
import type { Parameters } from '../../api/ask.ts'
import { useView } from '../../view/use-view.ts'

/** As many of each column as can still be read when the small ones are opened. */
const MANY = 100

/** True if the small ones are to be shown, each for itself. */
export function useIsUnfolded(): boolean {
  return useView().address.open === 'all'
}

/** What the flows are asked with, besides the view. */
export function useFlowParameters(): Parameters {
  const { address } = useView()
  const unfolded = useIsUnfolded()
  return { by: address.by, where: address.where, limit: unfolded ? MANY : undefined }
}

export function useFlows() {
  return useStudy('flows', useFlowParameters())
}
