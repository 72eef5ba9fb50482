import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { ImportSummary } from '../../api/import-shapes.ts'
import { useView } from '../../view/use-view.ts'
import { isAtWork } from './use-import-state.ts'

const ASK_AGAIN_MS = 2_000

/** All imports of the workspace, the newest first. */
export function useImports() {
  const { workspace } = useView()
  return useQuery({
    queryKey: ['imports', { workspace }] as const,
    queryFn: async ({ signal }): Promise<readonly ImportSummary[]> => (await ask('imports', { workspace }, signal)).imports,
    refetchInterval: (query) => (query.state.data?.some((one) => isAtWork(one.status)) ? ASK_AGAIN_MS : false),
  })
}
