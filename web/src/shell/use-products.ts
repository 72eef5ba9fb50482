import { useQuery } from '@tanstack/react-query'
import type { ProductName } from '../api/types.ts'
import { studyOptions } from '../api/use-study.ts'
import { useView } from '../view/use-view.ts'

const NONE: readonly ProductName[] = []

/** The products of the workspace, whatever the period. */
export function useProducts(): readonly ProductName[] {
  const { workspace } = useView()
  return useQuery(studyOptions('products', { workspace })).data?.products ?? NONE
}
