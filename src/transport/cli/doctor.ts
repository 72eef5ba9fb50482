import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openWorkspaces } from '../workspaces.ts'
import { findRunning } from './running.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'

export interface DoctorOptions {
  readonly data: string
  readonly databaseUrl: string | undefined
  readonly port: number
}

interface Finding {
  readonly about: string
  /** Null if all is well; else what to do. */
  readonly advice: string | null
  readonly says: string
}

const OLDEST_NODE = [20, 19] as const
const LITTLE_SPACE_BYTES = 2 * 1024 ** 3
/** A clock before this is surely wrong. */
const BUILT = Date.UTC(2026, 0, 1)

/** Looks at everything that commonly goes wrong; each line says ok, or what to do. */
export async function doctor(options: DoctorOptions, around: Surroundings): Promise<Exit> {
  let isWell = true
  const tell = (finding: Finding): void => {
    if (finding.advice !== null) isWell = false
    const mark = finding.advice === null ? 'ok ' : 'BAD'
    around.out(`${mark}  ${finding.about}: ${finding.says}${finding.advice === null ? '' : `; ${finding.advice}`}\n`)
  }
  tell(nodeVersion(around.nodeVersion))
  tell(clock(around.now()))
  tell({
    about: 'page',
    says: existsSync(join(around.pageFolder, 'index.html')) ? 'built' : 'not built',
    advice: existsSync(join(around.pageFolder, 'index.html')) ? null : "run 'npm run build'",
  })
  const folder = dataFolder(options.data)
  tell(folder)
  const running = await findRunning(options.data)
  tell(running ? { about: 'server', says: `runs at ${running.url} (process ${running.pid})`, advice: null } : await port(options.port))
  if (folder.advice === null && existsSync(options.data)) {
    tell(await space(options.data))
    if (running) for (const finding of await askServer(running.url, running.key)) tell(finding)
    else for await (const finding of openAndLook(options, around)) tell(finding)
  }
  return isWell ? EXIT.ok : EXIT.refused
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
  return { about: 'node', says: version, advice: isOld ? `install Node ${OLDEST_NODE.join('.')} or later` : null }
}

function clock(now: number): Finding {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const advice = now < BUILT ? 'set the clock of this machine: everything received would be filed under a wrong time' : null
  return { about: 'clock', says: `${new Date(now).toISOString()}, time zone ${zone} (all days are UTC days, whatever the zone)`, advice }
}

function dataFolder(data: string): Finding {
  const about = 'data folder'
  if (!existsSync(data)) return { about, says: `${data} is not there yet; 'hatrack start' makes it`, advice: null }
  if (!statSync(data).isDirectory()) return { about, says: `${data} is no folder`, advice: 'name a folder with --data' }
  try {
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return { about, says: `${data} cannot be written`, advice: 'give this user the right to read and write it' }
  }
  return { about, says: `${data} can be written`, advice: null }
}

async function port(wanted: number): Promise<Finding> {
  const isFree = await new Promise<boolean>((settle) => {
    const probe = createServer()
    probe.on('error', () => settle(false))
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => settle(true)))
  })
  if (isFree) return { about: 'port', says: `${wanted} is free`, advice: null }
  return {
    about: 'port',
    says: `${wanted} is taken by another program`,
    advice: "nothing needs to be done ('hatrack start' takes the next one), or choose one with --port",
  }
}

async function space(data: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(data)
  const free = bavail * bsize
  const says = `${(free / 1024 ** 3).toFixed(1)} GB free`
  return { about: 'disk', says, advice: free < LITTLE_SPACE_BYTES ? 'make room: nothing can be taken when the disk is full' : null }
}

async function askServer(url: string, key: string): Promise<Finding[]> {
  const answer = await fetch(`${url}/api/workspaces`, { headers: { authorization: `Bearer ${key}` } })
  const { workspaces } = (await answer.json()) as { workspaces: { name: string; recorded: number; applied: number }[] }
  return workspaces.map(({ name, recorded, applied }) => ({
    about: `workspace ${name}`,
    says: `${recorded} lines recorded, ${applied} visible in answers`,
    advice: null,
  }))
}

async function* openAndLook(options: DoctorOptions, around: Surroundings): AsyncGenerator<Finding> {
  const { openWorkspace } = await around.loadRooms()
  const root = join(options.data, 'workspaces')
  const names = existsSync(root) ? readdirSync(root) : []
  for (const name of names) {
    const warnings: string[] = []
    const heard = (details: object, message?: string): void => void warnings.push(`${message ?? ''} ${JSON.stringify(details)}`.trim())
    const log = { info() {}, warn: heard, error: heard }
    const workspaces = openWorkspaces({ folder: options.data, databaseUrl: options.databaseUrl, log, openWorkspace })
    try {
      const workspace = await workspaces.get(name)
      let read = 0
      for await (const lines of workspace.record.read(0)) read += lines.length
      const isWhole = read === workspace.record.recorded && warnings.length === 0
      const says = isWhole
        ? `${read} lines, all readable`
        : `${read} of ${workspace.record.recorded} lines are readable${warnings.map((warning) => `; ${warning}`).join('')}`
      yield { about: `record of ${name}`, says, advice: isWhole ? null : 'put back a copy of its folder, or go on without the lines that are lost' }
      await workspace.caughtUp()
      const { recorded, applied } = workspace.health()
      yield {
        about: `answers of ${name}`,
        says: `made from ${applied} of ${recorded} lines`,
        advice: applied === recorded ? null : `run 'hatrack rebuild --workspace ${name}'`,
      }
    } catch (error) {
      yield { about: `workspace ${name}`, says: (error as Error).message, advice: 'stop the other process, or put back a copy of the folder' }
    } finally {
      await workspaces.close()
    }
  }
}
