import type { Parameters } from '../../api/ask.ts'
import type { StudyName } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { periodBefore } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'

/** The same question for the period just before. Nothing waits for it; its column fills when it comes. */
export function useBefore<Name extends StudyName>(study: Name, extra: Parameters = {}, enabled = true) {
  const { period } = useView()
  const { data, isPlaceholderData } = useStudy(study, { ...extra, ...periodBefore(period) }, enabled)
  return isPlaceholderData ? undefined : data
}
