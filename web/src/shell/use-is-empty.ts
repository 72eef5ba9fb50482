import { useView } from '../view/use-view.ts'
import { useWorkspaces } from './use-workspaces.ts'

/** True if nothing was ever recorded in this workspace. */
export function useIsEmpty(): boolean {
  const { workspace } = useView()
  const { data } = useWorkspaces()
  const here = data?.find((one) => one.name === workspace)
  return here !== undefined && here.recorded === 0
}
