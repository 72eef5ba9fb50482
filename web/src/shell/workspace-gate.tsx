import { Navigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { DEMO, OWN, useView } from '../view/use-view.ts'
import { useWorkspaces } from './use-workspaces.ts'

/** An address that names no workspace means the demo; where there is none, the reader's own. */
export function WorkspaceGate({ children }: { readonly children: ReactNode }) {
  const { address } = useView()
  const { data, isPending } = useWorkspaces()
  if (address.workspace !== undefined) return children
  if (isPending) return null
  const hasDemo = data === undefined || data.some((one) => one.name === DEMO)
  return hasDemo ? children : <Navigate to="." search={{ ...address, workspace: OWN }} replace />
}
