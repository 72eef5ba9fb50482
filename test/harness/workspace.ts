import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeEvidence } from '../../src/evidence/take.ts'
import { openWorkspace, type Log, type Workspace } from '../../src/roles/workspace.ts'
import { operations } from '../../src/studies/index.ts'
import { surveyOperations } from '../../src/surveys/index.ts'

export const quiet: Log = { info() {}, warn() {}, error: (details) => console.error(details) }

/** A workspace of its own in a folder of its own, with the means to ask it like a door does. */
export interface Bench {
  readonly workspace: Workspace
  readonly folder: string
  take(lines: readonly object[]): Promise<unknown>
  ask(study: string, params: Readonly<Record<string, string>>): Promise<unknown>
  close(): Promise<void>
}

export async function openBench(options: { folder?: string; databaseUrl?: string; name?: string; now?: () => number } = {}): Promise<Bench> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'hatrack-')))
  const workspace = await openWorkspace({ name: options.name ?? 'main', folder, databaseUrl: options.databaseUrl, log: quiet, now: options.now })
  return {
    workspace,
    folder,
    async take(lines) {
      const taken = await takeEvidence(workspace.record, { values: lines, power: 'admin', now: (options.now ?? Date.now)() })
      await workspace.caughtUp()
      return taken
    },
    async ask(study, params) {
      const operation = [...operations, ...surveyOperations].find(({ name }) => name === study)
      if (!operation) throw new Error(`no study ${study}`)
      return operation.run(workspace, params as never)
    },
    async close() {
      await workspace.close()
      if (!options.folder) await rm(folder, { recursive: true, force: true })
    },
  }
}
