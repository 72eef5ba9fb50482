import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { demoCompany } from '../../demo/company.ts'

const ROOT = join(import.meta.dirname, '../..')
const LINES_AT_ONCE = 4_000
const LOOK_EVERY_MS = 100

export interface RunningServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** The program as it ships, with an empty workspace; other workspaces that are named are there too, and empty. */
export async function startEmpty(workspaces: readonly string[] = []): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), 'hatrack-page-'))
  for (const name of workspaces) mkdirSync(join(data, 'workspaces', name), { recursive: true })
  const server = spawn(process.execPath, [join(ROOT, 'bin', 'hatrack'), 'start', '--data', data, '--port', '0', '--empty', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { url } = await ready(server)
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** The same, with a demo of so many people. */
export async function startServer({ people, until }: { readonly people: number; readonly until: string }): Promise<RunningServer> {
  const server = await startEmpty(['demo'])
  await sendLines(server.url, 'demo', demoCompany({ until, people }).lines)
  return server
}

/** Evidence into a workspace, visible when this answers. */
export async function sendLines(url: string, workspace: string, lines: readonly object[]): Promise<void> {
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const response = await fetch(`${url}/v1/evidence?workspace=${workspace}`, { method: 'POST', body: lines.slice(from, from + LINES_AT_ONCE).map((line) => JSON.stringify(line)).join('\n') })
    const { rejected } = (await response.json()) as { readonly rejected?: readonly unknown[] }
    if (rejected?.length !== 0) throw new Error(`lines were not taken: ${JSON.stringify(rejected ?? response.status)}`)
  }
  await caughtUp(url, workspace)
}

function ready(server: ChildProcess): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    if (server.stdout) createInterface(server.stdout).once('line', (line) => resolve(JSON.parse(line) as { url: string }))
  })
}

/** Waits until all that was recorded is visible in answers. */
export async function caughtUp(url: string, workspace: string): Promise<void> {
  for (;;) {
    const health = (await (await fetch(`${url}/health?workspace=${workspace}`)).json()) as { recorded: number; applied: number }
    if (health.recorded > 0 && health.applied >= health.recorded) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
