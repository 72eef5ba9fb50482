import type { Operation } from '../base/operation.ts'
import type { Record } from '../db/record.ts'
import type { Line } from '../evidence/line.ts'

/** Who writes evidence: a browser key may only say what was used, by whom, and what was said about it. */
export type WritingPower = 'admin' | 'write' | 'browser'

/** One company's evidence and the answers derived from it. */
export interface Workspace {
  readonly name: string
  readonly record: Record<Line>
  /** Lines in the record, and lines visible in answers. */
  health(): { readonly recorded: number; readonly applied: number }
  rebuild(onProgress?: (done: number, total: number) => void): Promise<void>
  caughtUp(): Promise<void>
  close(): Promise<void>
}

/** Where the rooms say what happened; pino fits. */
export interface Log {
  info(details: object, message?: string): void
  warn(details: object, message?: string): void
  error(details: object, message?: string): void
}

export interface WorkspaceSettings {
  readonly name: string
  readonly folder: string
  readonly databaseUrl?: string
  readonly log: Log
  readonly onProgress?: (done: number, total: number) => void
}

/** What the doors need from the rooms. main.ts hands it in; it is loaded when first needed, so that commands start fast. */
export interface Rooms {
  readonly openWorkspace: (settings: WorkspaceSettings) => Promise<Workspace>
  readonly operations: readonly Operation<Workspace>[]
}
