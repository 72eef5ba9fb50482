import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { exportLines } from '../../src/evidence/lines-out.ts'
import type { PullState, PullRun } from '../../src/imports/pull-state.ts'
import { openWorkspace, type Workspace } from '../../src/roles/workspace.ts'
import { SILENT } from '../../src/transport/rooms.ts'

/** A workspace in a folder of its own, which may be closed and opened again. */
export interface Stage {
  readonly folder: string
  workspace: Workspace
  /** The instant that the workspace believes it is. */
  clock: number
  reopen(): Promise<void>
  close(): Promise<void>
}

export async function openStage({ runsPulls = false }: { readonly runsPulls?: boolean } = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'hatrack-pulls-'))
  const open = (): Promise<Workspace> => openWorkspace({ name: 'main', folder: join(folder, 'workspaces', 'main'), log: { ...SILENT, error: (details, message) => console.error(message, details) }, now: () => stage.clock, runsPulls })
  const stage: Stage = {
    folder,
    workspace: null as never,
    clock: Date.now(),
    async reopen() {
      await stage.workspace.close()
      stage.workspace = await open()
    },
    async close() {
      await stage.workspace.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  stage.workspace = await open()
  return stage
}

/** A run from its beginning to where it ends or waits. */
export async function ran({ workspace }: Stage, id: string): Promise<PullState> {
  workspace.pulls.run(id)
  return workspace.pulls.settled(id)
}

/** The yes of a person to the import that a pull's run waits with; the pull as it is after that. */
export async function saidYes({ workspace }: Stage, id: string): Promise<PullState> {
  const waiting = workspace.pulls.list().find((pull) => pull.id === id)?.run as PullRun
  const importId = waiting.import as string
  workspace.imports.take(importId)
  await workspace.imports.settled(importId)
  await workspace.pulls.settled(id)
  return workspace.pulls.list().find((pull) => pull.id === id) as PullState
}

/** All that is recorded, as an export gives it. */
export async function lines({ workspace }: Stage): Promise<readonly { readonly [field: string]: unknown }[]> {
  let text = ''
  for await (const piece of exportLines(workspace.record)) text += piece
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { [field: string]: unknown })
}

/** A database of its own on a server; dropped at the end. */
export async function ownDatabase(url: string, name: string): Promise<{ readonly url: string; readonly run: (...statements: readonly string[]) => Promise<void>; readonly drop: () => Promise<void> }> {
  const own = url.replace(/\/postgres$/, `/${name}`)
  const on = async (at: string, statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: at })
    client.on('error', () => undefined)
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await on(url, [`drop database if exists ${name} with (force)`, `create database ${name}`])
  return { url: own, run: (...statements) => on(own, statements), drop: () => on(url, [`drop database ${name} with (force)`]) }
}
