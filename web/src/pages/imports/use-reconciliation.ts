import { useQuery } from '@tanstack/react-query'
import { studyOptions } from '../../api/use-study.ts'
import { useView } from '../../view/use-view.ts'

/** What the lines of an import came to: money explained or unknown, use by who pays. */
export function useReconciliation(id: string) {
  const { workspace } = useView()
  return useQuery(studyOptions('import-reconciliation', { workspace, id }))
}
