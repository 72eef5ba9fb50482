/** Runs the load generator in its own process. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { LoadResult, LoadSettings } from './load.ts'
import { program, ROOT } from './report.ts'

export const USERS = 1_000_000

export async function load(settings: Partial<LoadSettings> & Pick<LoadSettings, 'url' | 'key' | 'batch' | 'connections' | 'seconds'>): Promise<LoadResult> {
  const all: LoadSettings = { rate: 0, users: USERS, watch: false, ...settings }
  const { stdout } = await promisify(execFile)(process.execPath, [...program('load'), JSON.stringify(all)], { cwd: ROOT })
  return JSON.parse(stdout) as LoadResult
}
