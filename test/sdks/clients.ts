import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

/** Where the SDKs lie, apart from the program's own packages: some of them pull trees that nobody wants there. */
export const CLIENTS = join(import.meta.dirname, '../clients')
const LOOK_AGAIN_MS = 200

interface Locked {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>
}

function packagesIn(file: string): Locked['packages'] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Locked).packages : {}
}

function isInstalled(): boolean {
  const have = packagesIn(join(CLIENTS, 'node_modules', '.package-lock.json'))
  return Object.entries(packagesIn(join(CLIENTS, 'package-lock.json'))).every(([path, { version, optional }]) => path === '' || optional === true || have[path]?.version === version)
}

/** Installs the SDKs of the lock file if they are not there. Null where all is well, else why they cannot be had. */
export async function missingClients(): Promise<string | null> {
  if (isInstalled()) return null
  const lock = join(CLIENTS, '.cache', 'installing')
  mkdirSync(join(CLIENTS, '.cache'), { recursive: true })
  // Two test files may want them at once.
  while (!taken(lock)) await pause(LOOK_AGAIN_MS)
  try {
    if (isInstalled()) return null
    const said = await install()
    return isInstalled() ? null : `the SDKs of test/clients cannot be installed: ${said}`
  } finally {
    rmSync(lock, { force: true })
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!lives(lock)) rmSync(lock, { force: true })
    return false
  }
}

function lives(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    return pid === 0 || process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Without what is optional: RudderStack's queue in Redis is not used. */
function install(): Promise<string> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const child = spawn(npm, ['ci', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: CLIENTS, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
  let said = ''
  const hear = (text: Buffer): void => {
    said = (said + text.toString()).slice(-1_000)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return new Promise((settle) => {
    child.once('error', (error) => settle(error.message))
    child.once('close', () => settle(said))
  })
}

/** One call of an SDK: its name, and its argument as the SDK's manual has it. */
export type SdkCall = readonly [call: 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias', message: Readonly<Record<string, unknown>>]

export interface Sending {
  readonly url: string
  readonly writeKey: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly calls: readonly SdkCall[]
  /** Between two calls. */
  readonly everyMs?: number
}

export interface SdkError {
  readonly code?: string
  readonly reason: string
  readonly status?: number
  readonly event?: string
}

/** An application in a process of its own that sends with a stock SDK; resolves with what the SDK told of faults. */
export function runClient(program: 'segment-node' | 'rudder-node' | 'posthog-node', sending: Sending): Promise<readonly SdkError[]> {
  const child = spawn(process.execPath, [join(CLIENTS, `${program}.mjs`)], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said = (said + text.toString()).slice(-3_000)
  })
  let errors: readonly SdkError[] | null = null
  createInterface(child.stdout).on('line', (line) => {
    if (!line.startsWith('{')) return
    const told = JSON.parse(line) as { readonly errors?: readonly SdkError[] }
    if (told.errors) errors = told.errors
  })
  child.stdin.end(JSON.stringify(sending))
  return new Promise((settle, fail) => {
    child.once('close', (code) => (errors ? settle(errors) : fail(new Error(`${program} ended with ${code}: ${said}`))))
  })
}
