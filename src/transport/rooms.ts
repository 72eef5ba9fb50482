import type { Operation } from '../base/operation.ts'
import type { Log, Workspace, WorkspaceSettings } from '../roles/workspace.ts'

export type { Log, Workspace, WorkspaceSettings } from '../roles/workspace.ts'

/** Who writes evidence: a browser key may only say what was used, by whom, and what was said about it. */
export type WritingPower = 'admin' | 'write' | 'browser'

/** What the doors need from the rooms. main.ts hands it in; it is loaded when first needed, so that commands start fast. */
export interface Rooms {
  readonly openWorkspace: (settings: WorkspaceSettings) => Promise<Workspace>
  readonly operations: readonly Operation<Workspace>[]
}

/** A log that nobody reads. */
export const SILENT: Log = { info() {}, warn() {}, error() {} }
