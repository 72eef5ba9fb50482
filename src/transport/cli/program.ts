import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'

/** Commands that are no questions; whatever else is asked loads the studies. */
const OWN_COMMANDS = ['start', 'import', 'export', 'rebuild', 'doctor', 'keys']

const EXITS_EXPLAINED = `
Exit codes:
  0  done
  1  refused, or part of the lines was refused
  2  the command line is wrong
  3  no server answers and the data folder cannot be opened
  4  something broke inside; the lines above say what`

/** Refusals that mean: nothing could be reached, rather than: you asked for the wrong thing. */
const UNREACHABLE = new Set(['unreachable', 'folder-in-use', 'folder-too-new', 'storage-full', 'not-ready', 'busy'])

export async function runCommandLine(words: readonly string[], around: Surroundings): Promise<Exit> {
  let exit: Exit = EXIT.ok
  const program = await programOf(words, around, (code) => {
    exit = code
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (error instanceof Refusal) {
      around.err(`${error.message} (${error.code})\n`)
      return error.code === 'bad-command' || error.code === 'bad-parameter' ? EXIT.usage : UNREACHABLE.has(error.code) ? EXIT.unreachable : EXIT.refused
    }
    around.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return EXIT.broken
  }
}

async function programOf(words: readonly string[], around: Surroundings, end: (exit: Exit) => void): Promise<Command> {
  const program = new Command('hatrack')
    .description('Who uses your product, who pays for it, and how the two belong together.')
    .version(around.version)
    .configureOutput({ writeOut: around.out, writeErr: around.err })
    .exitOverride()
    .showHelpAfterError('(hatrack --help lists the commands)')
    .addHelpText('after', EXITS_EXPLAINED)
  const data = around.settings.data ?? './data'
  const inFolder = (command: Command): Command => command.option('--data <folder>', 'the data folder', data).option('--database <url>', 'PostgreSQL instead of files', around.settings.databaseUrl)

  inFolder(program.command('start').description('opens the data folder and listens; Ctrl-C ends it'))
    .option('--port <number>', 'port to listen on; 0 for any (default: 4600, or the next that is free)', portFrom)
    .option('--host <address>', 'address to listen on; others than this machine need a key', '127.0.0.1')
    .option('--empty', 'no demo company', false)
    .option('--json', 'prints one line when ready: {"url", "key", "keys"}; implies --no-open', false)
    .option('--open', 'shows the page in the browser')
    .option('--no-open', 'does not show the page')
    .option('--require-key', 'asks for a key on this machine too', false)
    .action(async (options: { data: string; database?: string; port?: number; host: string; empty: boolean; json: boolean; open?: boolean; requireKey: boolean }) => {
      const { start } = await import('./start.ts')
      end(await start({ ...options, port: options.port ?? null, databaseUrl: options.database, open: options.json ? false : (options.open ?? null) }, around))
    })
  return program
}

function portFrom(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is a whole number from 0 to 65535')
  return port
}
