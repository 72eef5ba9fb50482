/** Starts the built program as anybody would, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { program, ROOT } from './report.ts'

export interface Running {
  readonly url: string
  readonly key: string
  readonly pid: number
  /** From the start of the process to the line that says it is ready. */
  readonly startMs: number
  stop(): Promise<void>
}

/** `profile` names a folder for a CPU profile of the server. */
export async function startHatrack(folder: string, profile?: string): Promise<Running> {
  const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  return started([...flags, join(ROOT, 'bin', 'hatrack'), 'start', '--json', '--empty', '--data', folder, '--port', '0'])
}

/** Starts a program of this folder that prints one JSON line `{url}` when it is ready. */
export function startPeer(name: string, env: Readonly<Record<string, string>>): Promise<Running> {
  return started(program(name), env)
}

async function started(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Running> {
  const begin = performance.now()
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], cwd: ROOT, env: { ...process.env, ...env } })
  const line = await firstLine(child)
  const startMs = performance.now() - begin
  const { url, keys } = JSON.parse(line) as { url: string; keys?: { write: string } }
  return {
    url, startMs, key: keys?.write ?? '', pid: child.pid ?? 0,
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    }),
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('no output'))
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

const TICKS_A_SECOND = 100

/**
 * Processor seconds that a process has used. On a machine that others use, too, it tells more than the clock: whoever has more processes gets
 * more of the cores.
 */
export function processorSeconds(pid: number): number {
  const fields = statOf(pid)
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND : 0
}

/** Of all processes below this one that run a program of this name. */
export function processorSecondsOf(command: string): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) if (/^\d+$/.test(name)) parents.set(Number(name), Number(statOf(Number(name))?.[1] ?? 0))
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid) ?? 0; at > 1; at = parents.get(at) ?? 0) if (at === process.pid) return true
    return false
  }
  return [...parents.keys()].filter((pid) => isBelow(pid) && commandOf(pid) === command).reduce((sum, pid) => sum + processorSeconds(pid), 0)
}

/** What follows the name of the program in /proc/<pid>/stat: state, parent, ... */
function statOf(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}
