import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from './transport/cli/program.ts'
import type { Surroundings } from './transport/cli/surroundings.ts'
import type { Log, Rooms } from './transport/rooms.ts'

/** config -> db -> workspaces -> transport -> listen. The only file that knows everybody, and the only reader of environment and arguments. */

const { env, argv, stdin, stdout, stderr } = process
const root = rootFolder(dirname(fileURLToPath(import.meta.url)))

/** The folder of package.json: above src/, or above dist/src/. */
function rootFolder(here: string): string {
  return here.endsWith(join('dist', 'src')) ? resolve(here, '../..') : resolve(here, '..')
}

async function loadRooms(): Promise<Rooms> {
  const [{ openWorkspace }, { operations }, { surveyOperations }, { importOperations }, { pullOperations }] = await Promise.all([
    import('./roles/workspace.ts'),
    import('./studies/index.ts'),
    import('./surveys/index.ts'),
    import('./imports/operations.ts'),
    import('./imports/pull-operations.ts'),
  ])
  return { openWorkspace, operations: [...operations, ...surveyOperations, ...importOperations, ...pullOperations] as Rooms['operations'] }
}

/** Logs go to standard error; what could name a person or open a door is left out. */
async function openLog(level: 'info' | 'warn'): Promise<Log> {
  const { destination, pino } = await import('pino')
  const redact = [
    'key',
    'email',
    'authorization',
    'cookie',
    'writeKey',
    'password',
    'token',
    '*.key',
    '*.email',
    '*.authorization',
    '*.cookie',
    '*.writeKey',
    '*.password',
    '*.token',
  ]
  const log: Log = pino(
    { level: env.HATRACK_LOG_LEVEL ?? level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"`, redact },
    destination({ fd: 2, sync: true }),
  )
  return log
}

function asked(): Promise<string> {
  return new Promise((settle) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, settle)
  })
}

const around: Surroundings = {
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  nodeVersion: process.versions.node,
  pageFolder: join(root, 'dist', 'web'),
  settings: {
    data: env.HATRACK_DATA,
    databaseUrl: env.HATRACK_DATABASE_URL,
    url: env.HATRACK_URL,
    key: env.HATRACK_KEY,
    hasDesktop:
      env.CI === undefined && stdout.isTTY === true && (process.platform !== 'linux' || env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined),
    showsStacks: env.HATRACK_LOG_LEVEL === 'debug' || env.HATRACK_LOG_LEVEL === 'trace',
  },
  stdin,
  write: (text) => (stdout.write(text) ? Promise.resolve() : new Promise((settle) => stdout.once('drain', settle))),
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  columns: stdout.isTTY === true ? stdout.columns : null,
  isWatched: stderr.isTTY === true,
  now: Date.now,
  loadRooms,
  loadDemo: async (until) => (await import('../demo/company.ts')).demoCompany({ until }),
  openLog,
  asked,
}

// A reader that goes away (hatrack ... | head) is no fault.
stdout.on('error', () => process.exit(0))
const exit = await runCommandLine(argv.slice(2), around)
// What was written must have left before the process ends; worker threads may still be idling.
stdout.write('', () => process.exit(exit))
