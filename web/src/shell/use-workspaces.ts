import { useView } from '../view/use-view.ts'
import { useQuery } from '@tanstack/react-query'
import { problemFrom, unreachable } from '../api/problem.ts'

export interface WorkspaceState { readonly name: string; readonly recorded: number; readonly applied: number; readonly demo: boolean }

async function workspaces(signal: AbortSignal): Promise<readonly WorkspaceState[]> {
  const response = await fetch('/api/workspaces', { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause
    throw unreachable()
  })
  if (!response.ok) throw await problemFrom(response)
  return ((await response.json()) as { workspaces: WorkspaceState[] }).workspaces
}

/** The workspaces that there are, and how much each holds. */
export function useWorkspaces() {
  return useQuery({ queryKey: ['workspaces'], queryFn: ({ signal }) => workspaces(signal) })
}

/** How many lines of evidence the workspace in view holds; 0 until that is known. */
export function useLines(): number {
  const { workspace } = useView()
  return useWorkspaces().data?.find(({ name }) => name === workspace)?.recorded ?? 0
}
