import type { Parameters } from '../../api/ask.ts'
import { useView } from '../../view/use-view.ts'
import { periodFrom } from './model.ts'

/** What scores and disagreements are asked with, besides the view. */
export function useScoreParameters(): Parameters {
  const { address, period } = useView()
  return { by: address.by, where: address.where, period: periodFrom(address.measure, period.from, period.to) }
}
