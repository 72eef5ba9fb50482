import { useQuery } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { ImportState } from '../../api/import-shapes.ts'
import { useView } from '../../view/use-view.ts'

const ASK_AGAIN_MS = 500
const AT_WORK: ReadonlySet<string> = new Set(['uploading', 'looking', 'taking', 'undoing'])

export function isAtWork(status: ImportState['status']): boolean {
  return AT_WORK.has(status)
}

export function importKey(workspace: string, id: string) {
  return ['import', { workspace, id }] as const
}

/** One import as it stands; asked again and again while the server is at work on it. */
export function useImportState(id: string) {
  const { workspace } = useView()
  return useQuery({
    queryKey: importKey(workspace, id),
    queryFn: ({ signal }): Promise<ImportState> => ask('import', { workspace, id }, signal),
    refetchInterval: (query) => (query.state.data !== undefined && isAtWork(query.state.data.status) ? ASK_AGAIN_MS : false),
  })
}
