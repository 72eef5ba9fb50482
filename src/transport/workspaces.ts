import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../base/refusal.ts'
import type { Log, Workspace, WorkspaceSettings } from './rooms.ts'

export const MAIN = 'main'
export const DEMO = 'demo'

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

export function isWorkspaceName(name: string): boolean {
  return NAME.test(name)
}

/** The workspaces that are in a data folder. */
export function workspaceNames(folder: string): readonly string[] {
  const root = join(folder, 'workspaces')
  if (!existsSync(root)) return []
  const found = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && NAME.test(entry.name))
  return found.map((entry) => entry.name).sort()
}

/** All workspaces of a data folder; each is opened when first asked for, and once. */
export interface Workspaces {
  names(): readonly string[]
  /** The workspace of this name; refused if there is none. */
  get(name: string): Promise<Workspace>
  /** The workspace if it is open: the short way of hot routes. */
  opened(name: string): Workspace | undefined
  create(name: string): Promise<Workspace>
  close(): Promise<void>
}

export interface WorkspacesSettings {
  readonly folder: string
  readonly databaseUrl?: string | undefined
  readonly log: Log
  readonly openWorkspace: (settings: WorkspaceSettings) => Promise<Workspace>
  readonly onProgress?: (name: string, done: number, total: number) => void
  /** True in a server, where pulls run when their time comes. */
  readonly runsPulls?: boolean
  /** What runs beside an open workspace, and ends before it is closed. */
  readonly beside?: (workspace: Workspace) => { close(): Promise<void> }
}

export function openWorkspaces(settings: WorkspacesSettings): Workspaces {
  const root = join(settings.folder, 'workspaces')
  const opening = new Map<string, Promise<Workspace>>()
  const open = new Map<string, Workspace>()
  const beside: { close(): Promise<void> }[] = []

  function checked(name: string): string {
    if (!isWorkspaceName(name))
      throw new Refusal('bad-parameter', 'a workspace is named by 1 to 63 small letters, digits and hyphens', { parameter: 'workspace' })
    return name
  }

  async function openOnce(name: string): Promise<Workspace> {
    const { databaseUrl, log, onProgress, runsPulls } = settings
    const workspace = await settings.openWorkspace({
      name,
      folder: join(root, name),
      log,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      ...(runsPulls === undefined ? {} : { runsPulls }),
      ...(onProgress ? { onProgress: (done: number, total: number) => onProgress(name, done, total) } : {}),
    })
    open.set(name, workspace)
    if (settings.beside) beside.push(settings.beside(workspace))
    return workspace
  }

  function start(name: string): Promise<Workspace> {
    let started = opening.get(name)
    if (!started) {
      started = openOnce(name)
      opening.set(name, started)
      // A workspace that did not open may open later, when its cause is gone.
      started.catch(() => opening.delete(name))
    }
    return started
  }

  return {
    names: () => workspaceNames(settings.folder),
    async get(name) {
      if (opening.has(checked(name)) || existsSync(join(root, name))) return start(name)
      throw new Refusal('bad-parameter', `there is no workspace '${name}'; leave it out to use '${MAIN}'`, { parameter: 'workspace' })
    },
    opened: (name) => open.get(name),
    async create(name) {
      mkdirSync(join(root, checked(name)), { recursive: true })
      return start(name)
    },
    async close() {
      const all = await Promise.allSettled(opening.values())
      await Promise.all(beside.splice(0).map((one) => one.close()))
      opening.clear()
      open.clear()
      for (const one of all) if (one.status === 'fulfilled') await one.value.close()
    },
  }
}
