import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

const BIN = resolve(import.meta.dirname, '../../bin/hatrack')
const READY_MS = 110_000

/** A server in a process of its own, as a script starts it. */
export interface Served {
  readonly url: string
  readonly keys: { readonly admin: string; readonly write: string; readonly read: string }
  /** GET as admin; the answer's JSON, or an error with the refusal. */
  get(path: string, params?: Readonly<Record<string, string>>): Promise<unknown>
  /** POST as admin; a null body is none. */
  post(path: string, body: string | null, params?: Readonly<Record<string, string>>): Promise<unknown>
  /** Resolves when all that is recorded is visible in answers. */
  fresh(workspace?: string): Promise<void>
  /** SIGTERM, as an orderly end. */
  stop(): Promise<void>
  /** SIGKILL: as if the machine had taken it away. */
  kill(): Promise<void>
}

export interface ServeOptions {
  readonly databaseUrl?: string | undefined
}

/** `bin/hatrack start` on a data folder; resolves when it is ready. */
export async function serve(data: string, { databaseUrl }: ServeOptions = {}): Promise<Served> {
  const { HATRACK_DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [BIN, 'start', '--data', data, '--port', '0', '--empty', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: databaseUrl === undefined ? env : { ...env, HATRACK_DATABASE_URL: databaseUrl },
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-3_000)
  })
  const ended = new Promise<void>((settle) => child.once('close', () => settle()))
  const ready = await firstLine(child, ended, () => said)
  const { url, keys } = JSON.parse(ready) as Pick<Served, 'url' | 'keys'>

  const ask = async (method: string, path: string, params: Readonly<Record<string, string>>, body: string | null): Promise<unknown> => {
    const response = await fetch(`${url}${path}?${new URLSearchParams(params)}`, {
      method,
      headers: { authorization: `Bearer ${keys.admin}`, ...(body === null ? {} : { 'content-type': 'application/x-ndjson' }) },
      body,
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} ${JSON.stringify(params)} was answered with ${response.status}: ${text}\n${said}`)
    return JSON.parse(text)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await ended
  }
  return {
    url,
    keys,
    get: (path, params = {}) => ask('GET', path, params, null),
    post: (path, body, params = {}) => ask('POST', path, params, body),
    async fresh(workspace) {
      const params: Record<string, string> = workspace === undefined ? {} : { workspace }
      for (let tries = 0; tries < 6000; tries++) {
        const { recorded, applied } = (await ask('GET', '/health', params, null)) as { recorded: number; applied: number }
        if (recorded === applied) return
        await new Promise((settle) => setTimeout(settle, 10))
      }
      throw new Error(`answers do not become fresh:\n${said}`)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

async function firstLine(child: ChildProcess, ended: Promise<void>, said: () => string): Promise<string> {
  const late = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const first = new Promise<string>((settle) => lines.once('line', settle))
  const line = await Promise.race([first, ended.then(() => null)])
  clearTimeout(late)
  if (line === null) throw new Error(`the server did not start:\n${said()}`)
  return line
}
