import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a running server leaves in its data folder, so that commands find it; only its owner can read it. */
export interface Running {
  readonly pid: number
  readonly url: string
  /** An admin key that lives as long as the server. */
  readonly key: string
}

const ANSWER_WITHIN_MS = 2_000

function fileIn(folder: string): string {
  return join(folder, 'server.json')
}

export function announce(folder: string, running: Running): void {
  const partial = `${fileIn(folder)}.${running.pid}.tmp`
  writeFileSync(partial, JSON.stringify(running), { mode: 0o600 })
  renameSync(partial, fileIn(folder))
}

export function unannounce(folder: string, pid: number): void {
  if (read(folder)?.pid === pid) rmSync(fileIn(folder), { force: true })
}

/** The server that has this data folder open, if one answers. */
export async function findRunning(folder: string): Promise<Running | null> {
  const running = read(folder)
  if (!running) return null
  try {
    // Not only alive but of this folder: another server may have taken over the port.
    const headers = { authorization: `Bearer ${running.key}` }
    const answer = await fetch(`${running.url}/api/workspaces`, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    return answer.ok ? running : null
  } catch {
    return null
  }
}

function read(folder: string): Running | null {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Running
  } catch {
    return null
  }
}
