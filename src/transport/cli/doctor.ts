import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openWorkspaces, workspaceNames } from '../workspaces.ts'
import { checkDataFolder } from './data-folder.ts'
import { findRunning } from './running.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { countOf, listOf, plural } from './words.ts'

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
  /** True if it should be known, but nothing is lost and nothing must be done at once. */
  readonly isWarning?: boolean
}

/** What a workspace warned of while it was opened and read. */
interface Heard {
  readonly damage?: { readonly file: string; readonly from: number; readonly to: number; readonly reason: string }
  readonly message: string
}

const OLDEST_NODE = [20, 19] as const
const LITTLE_SPACE_BYTES = 2 * 1024 ** 3
/** A clock before this is surely wrong. */
const BUILT = Date.UTC(2026, 0, 1)

/** Looks at everything that commonly goes wrong; each line says ok, or what to do. */
export async function doctor(options: DoctorOptions, around: Surroundings): Promise<Exit> {
  let isWell = true
  const tell = (finding: Finding): void => {
    const isBad = finding.advice !== null && finding.isWarning !== true
    if (isBad) isWell = false
    const mark = isBad ? 'BAD ' : finding.isWarning ? 'warn' : 'ok  '
    around.out(`${mark} ${finding.about}: ${finding.says}${finding.advice === null ? '' : `; ${finding.advice}`}\n`)
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
  const store = running ? null : storeFinding(options)
  if (store) tell(store)
  if (folder.advice === null && store === null && existsSync(options.data)) {
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
  return workspaces.map(({ name, recorded, applied }) => {
    const about = `workspace ${name}`
    const says = `${plural(recorded, 'line')} recorded, ${countOf(applied)} visible in answers`
    if (applied >= recorded) return { about, says, advice: null }
    return {
      about,
      says: `${says}, so answers are behind by ${countOf(recorded - applied)}`,
      advice: 'wait a moment and look again; if it stays so, its log says why',
      isWarning: true,
    }
  })
}

async function* openAndLook(options: DoctorOptions, around: Surroundings): AsyncGenerator<Finding> {
  const { openWorkspace } = await around.loadRooms()
  for (const name of workspaceNames(options.data)) {
    const warnings: Heard[] = []
    const heard = (details: { readonly damage?: Heard['damage'] }, message?: string): void =>
      void warnings.push({ damage: details.damage, message: message ?? '' })
    const log = { info() {}, warn: heard, error: heard }
    const workspaces = openWorkspaces({ folder: options.data, databaseUrl: options.databaseUrl, log, openWorkspace })
    try {
      const workspace = await workspaces.get(name)
      let read = 0
      for await (const lines of workspace.record.read(0)) read += lines.length
      yield ofRecord(name, read, workspace.record.recorded, warnings)
      await workspace.caughtUp()
      const { recorded, applied } = workspace.health()
      yield {
        about: `answers of ${name}`,
        says: `made from ${countOf(applied)} of ${plural(recorded, 'line')}`,
        advice: applied === recorded ? null : `run 'hatrack rebuild --workspace ${name}'`,
      }
    } catch (error) {
      yield { about: `workspace ${name}`, says: (error as Error).message, advice: 'stop the other process, or put back a copy of the folder' }
    } finally {
      await workspaces.close()
    }
  }
}

/** A folder that keeps its evidence elsewhere than the command looks: the same sentence that other commands end with. */
function storeFinding(options: DoctorOptions): Finding | null {
  try {
    if (existsSync(options.data) && statSync(options.data).isDirectory()) checkDataFolder(options.data, options.databaseUrl)
    return null
  } catch (error) {
    const [says = '', advice = 'see above'] = (error as Error).message.split(/; (.*)/s)
    return { about: 'store', says, advice }
  }
}

/** Lines that were acknowledged and cannot be read are bad; what was set aside or made again beside them is only to be known. */
function ofRecord(name: string, read: number, recorded: number, warnings: readonly Heard[]): Finding {
  const about = `record of ${name}`
  const notes = warnings.map(inWords)
  if (read < recorded) {
    const says = [`${countOf(read)} of ${plural(recorded, 'line')} are readable`, ...notes].join('; ')
    return { about, says, advice: 'put back a copy of its folder, or go on without the lines that are lost' }
  }
  if (notes.length === 0) return { about, says: `${plural(read, 'line')}, all readable`, advice: null }
  return { about, says: `${plural(read, 'line')}, all readable; ${listOf(notes)}`, advice: 'nothing needs to be done', isWarning: true }
}

function inWords({ damage, message }: Heard): string {
  if (damage === undefined) return message.replace('; ', ', ')
  if (damage.reason.includes('index')) return 'the list of known keys was damaged and is made again from the record'
  return `${plural(damage.to - damage.from, 'byte')} of ${damage.file}, from byte ${countOf(damage.from)} on, could not be read (${damage.reason}) and are set aside in a file damaged-*.bin beside it`
}
