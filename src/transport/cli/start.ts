import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../../base/refusal.ts'
import { isLoopback } from '../http/caller.ts'
import { openServer } from '../http/server.ts'
import { type KeyPower, type Keys, openKeys } from '../keys.ts'
import { openPeople, type People } from '../people.ts'
import { openStripeSecrets } from '../stripe-secrets.ts'
import type { Log } from '../rooms.ts'
import { hasMail, openMailSender } from '../../surveys/mail-sender.ts'
import { hasWebhooks, openWebhooks } from '../webhooks.ts'
import { MAIN, openWorkspaces, type Workspaces } from '../workspaces.ts'
import { checkDataFolder, rememberStore } from './data-folder.ts'
import { fillDemo } from './demo.ts'
import { openBrowser } from './open-browser.ts'
import { openProgress } from './progress.ts'
import { announce, findRunning, unannounce } from './running.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'

export interface StartOptions {
  readonly data: string
  /** Null: the usual one, or one of the next if it is taken. 0: any. */
  readonly port: number | null
  readonly host: string
  readonly databaseUrl: string | undefined
  readonly empty: boolean
  readonly json: boolean
  /** Null: if there is a desktop. */
  readonly open: boolean | null
  readonly requireKey: boolean
  /** The address at which a proxy or tunnel shows the page. */
  readonly publicUrl?: string | undefined
}

const USUAL_PORT = 4600
const PORTS_TRIED = 10
/** Requests under way get this long to end. */
const DRAIN_MS = 9_000
/** `start --json` makes new keys each time; of earlier ones so many sets stay good. */
const OLD_SETS_KEPT = 5

type KeySet = { readonly [power in 'admin' | 'write' | 'read']: string }

/** Opens the data folder, listens, and stays until asked to end. */
export async function start(options: StartOptions, around: Surroundings): Promise<Exit> {
  const { data, host } = options
  checkDataFolder(data, options.databaseUrl)
  const running = await findRunning(data)
  if (running)
    throw new Refusal('folder-in-use', `the data folder ${data} is open already, at ${running.url} (process ${running.pid}); use that one, or another --data`)
  mkdirSync(data, { recursive: true, mode: 0o700 })

  const log = await around.openLog(options.json ? 'info' : 'warn')
  const rooms = await around.loadRooms()
  const bar = openProgress('Deriving answers', around.err, around.isWatched, around.now)
  let shownAt = options.publicUrl?.replace(/\/+$/, '') ?? ''
  const workspaces = openWorkspaces({
    folder: data,
    databaseUrl: options.databaseUrl,
    log,
    openWorkspace: rooms.openWorkspace,
    runsPulls: true,
    beside: (workspace) => bothOf(openWebhooks(workspace, { log, pageUrl: () => shownAt }), openMailSender(workspace, { log, pageUrl: () => shownAt })),
    onProgress: (_name, done, total) => bar.at(done, total),
  })
  const main = await workspaces.create(MAIN)
  bar.end()
  rememberStore(data, options.databaseUrl)
  if (!options.empty && main.record.recorded === 0) await fillDemo(data, workspaces, around)

  const keys = openKeys(data)
  const people = openPeople(data)
  let isReady = false
  const isLocal = isLoopback(host)
  mustHaveAdmin(isLocal && options.publicUrl === undefined, keys, people, around.now())
  const app = await openServer({
    rooms,
    workspaces,
    keys,
    stripeSecrets: openStripeSecrets(data),
    people,
    publicUrl: options.publicUrl ?? null,
    trustLocal: isLocal && !options.requireKey,
    version: around.version,
    pageFolder: around.pageFolder,
    log,
    now: around.now,
    isReady: () => isReady,
  })
  const url = await listen(app, host, options.port)
  if (shownAt === '') shownAt = url
  announce(data, { pid: process.pid, url, key: keys.temporary({ name: 'commands on this machine', power: 'admin', workspace: '*' }, around.now()) })
  isReady = true
  const asked = around.asked()
  tell(options, around, url, keysFor(keys, options.json, around.now()))
  log.info({ url, data }, 'ready')
  await openThoseThatAct(data, options.databaseUrl, workspaces, log)

  log.info({ because: await asked }, 'ending')
  isReady = false
  await Promise.race([app.close(), new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())])
  await workspaces.close()
  unannounce(data, process.pid)
  return EXIT.ok
}

/** Shown to others than this machine, somebody must be able to let people in and shut them out. At the first start an admin key is made. */
function mustHaveAdmin(isLocal: boolean, keys: Keys, people: People, now: number): void {
  const all = keys.list()
  const isAdmin = ({ power, expires }: (typeof all)[number]): boolean => power === 'admin' && (expires === null || Date.parse(expires) > now)
  if (isLocal || all.length === 0 || people.hasAdmin() || all.some(isAdmin)) return
  throw new Refusal(
    'bad-command',
    "others than this machine could open it, and nobody is an admin: 'hatrack keys create NAME --power admin --workspace *' makes an admin key, 'hatrack person-invite' invites an admin",
  )
}

function bothOf(...those: readonly { close(): Promise<void> }[]): { close(): Promise<void> } {
  return { close: async () => void (await Promise.all(those.map((one) => one.close()))) }
}

/** Workspaces are opened when they are asked for; those in which pulls wait for their time, or that tell others, must be open without being asked. */
async function openThoseThatAct(data: string, databaseUrl: string | undefined, workspaces: Workspaces, log: Log): Promise<void> {
  const { hasPulls } = await import('../../imports/pulls.ts')
  // In a database it is seen only once a workspace is open whether it tells others.
  const acts = (folder: string): boolean => databaseUrl !== undefined || hasPulls(folder) || hasWebhooks(folder) || hasMail(folder)
  for (const name of workspaces.names().filter((known) => acts(join(data, 'workspaces', known)))) {
    await workspaces
      .get(name)
      .catch((error: unknown) =>
        log.error({ workspace: name, error: String(error) }, 'a workspace could not be opened; its pulls do not run, and its webhooks are told nothing'),
      )
  }
}

async function listen(app: FastifyInstance, host: string, wanted: number | null): Promise<string> {
  const first = wanted ?? USUAL_PORT
  const last = wanted === null ? first + PORTS_TRIED - 1 : first
  for (let port = first; ; port++) {
    try {
      await app.listen({ port, host })
      const { port: taken } = app.server.address() as AddressInfo
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
      return `http://${shown}:${taken}`
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && port < last) continue
      if (code === 'EADDRINUSE') throw new Refusal('bad-command', `port ${port} is taken by another program; choose one with --port, or --port 0 for any`)
      if (code === 'EACCES') throw new Refusal('bad-command', `port ${port} is not open to ordinary users; choose one above 1023 with --port`)
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
        throw new Refusal('bad-command', `this machine has no address ${host}; --host takes 127.0.0.1, 0.0.0.0 or one of its own`)
      throw error
    }
  }
}

/** At the first start keys are made and shown; later only a script that asks for the line gets new ones, as only hashes are kept. */
function keysFor(keys: Keys, json: boolean, now: number): KeySet | null {
  const isFirst = keys.list().length === 0
  if (!isFirst && !json) return null
  const prefix = isFirst ? '' : `start-${new Date(now).toISOString()}-`
  const make = (power: KeyPower, workspace: string): string =>
    keys.create({ name: prefix + power, power, workspace, source: power === 'write' ? 'events' : power }, now).text
  const made = { admin: make('admin', '*'), write: make('write', MAIN), read: make('read', MAIN) }
  const old = keys.list().filter((key) => key.name.startsWith('start-'))
  for (const key of old.slice(0, Math.max(0, old.length - 3 * OLD_SETS_KEPT))) keys.revoke(key.id)
  return made
}

function tell(options: StartOptions, around: Surroundings, url: string, keys: KeySet | null): void {
  if (options.json) {
    around.out(`${JSON.stringify({ url, key: keys?.admin, keys })}\n`)
    return
  }
  around.out(`Hatrack runs at ${url}\n`)
  if (keys) {
    around.out('\nKeys for trackers and scripts, shown this once (hatrack keys create makes more):\n')
    around.out(`  write  ${keys.write}\n  read   ${keys.read}\n  admin  ${keys.admin}\n`)
  }
  if (!isLoopback(options.host) || options.requireKey) around.out('\nThe page asks for a key: give one that reads as user name, without a password.\n')
  around.out('\nCtrl-C ends it.\n')
  if (options.open ?? around.settings.hasDesktop) openBrowser(url)
}
