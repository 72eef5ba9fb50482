import { Command, CommanderError, InvalidArgumentError } from 'commander'
import type { Operation } from '../../base/operation.ts'
import type { Workspace } from '../rooms.ts'
import { MAIN } from '../workspaces.ts'
import { endingOf } from './ending.ts'
import type { NewKeyOptions } from './keys.ts'
import { optionHelp, placeholderOf } from './option-help.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import type { Choices } from './import-choices.ts'
import type { WantedFlags } from './pulls.ts'
import type { TargetOptions } from './target.ts'

const USUAL_PORT = 4600

/** Commands that are no questions; whatever else is asked loads the studies. */
const OWN_COMMANDS = ['start', 'import', 'imports', 'export', 'rebuild', 'doctor', 'keys', 'stripe-secret', 'pulls', 'audit', 'mcp']

const EXITS_EXPLAINED = `
Exit codes:
  0  done
  1  refused, or part of the lines was refused
  2  the command line is wrong
  3  no server answers and the data folder cannot be opened; or the server is full or busy, and may take it later
  4  something broke inside; the lines above say what`

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
    const { says, exit: ending } = endingOf(error, around.settings.showsStacks)
    around.err(`${says}\n`)
    return ending
  }
}

interface StartWords {
  readonly data: string
  readonly database?: string
  readonly port?: number
  readonly host: string
  readonly empty: boolean
  readonly json: boolean
  readonly open?: boolean
  readonly requireKey: boolean
  readonly publicUrl?: string
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
  const inFolder = (command: Command): Command =>
    command.option('--data <folder>', 'the data folder', data).option('--database <url>', 'PostgreSQL instead of files', around.settings.databaseUrl)

  inFolder(program.command('start').description('opens the data folder and listens; Ctrl-C ends it'))
    .option('--port <number>', 'port to listen on; 0 for any (default: 4600, or the next that is free)', portFrom)
    .option('--host <address>', 'address to listen on; others than this machine need a key', '127.0.0.1')
    .option('--empty', 'no demo company', false)
    .option('--json', 'prints one line when ready: {"url", "key", "keys"}; implies --no-open', false)
    .option('--open', 'shows the page in the browser')
    .option('--no-open', 'does not show the page')
    .option('--require-key', 'asks for a key on this machine too', false)
    .option('--public-url <address>', 'a proxy or tunnel shows it at this address; implies --require-key')
    .action(async (options: StartWords) => {
      const { start } = await import('./start.ts')
      const { port = null, database: databaseUrl, publicUrl } = options
      const open = options.json ? false : (options.open ?? null)
      end(await start({ ...options, port, databaseUrl, open, requireKey: options.requireKey || publicUrl !== undefined }, around))
    })

  const onTarget = (command: Command): Command =>
    inFolder(command)
      .option('--workspace <name>', 'the workspace', MAIN)
      .option('--url <address>', 'a server elsewhere', around.settings.url)
      .option('--key <key>', 'the key for it (better: HATRACK_KEY)', around.settings.key)
  const withProgress = (command: Command): Command => command.option('--progress', 'shows progress even where nobody seems to look', false)

  const withChoices = (command: Command): Command =>
    command
      .option('--set <value>', 'a value for all rows: product=notes, or of one table invoices.csv:currency=EUR', gathered, [])
      .option('--kind <kind>', 'what a table is about: accounts.csv=organizations', gathered, [])
      .option('--column <column>', 'which column gives a field: accounts.csv:organization=account_id', gathered, [])
      .option('--namespace <namespace>', 'whose ids a field holds, so that tables join: invoices.csv:customer=account', gathered, [])
      .option('--plan <file>', 'plans of tables, as --show-plan writes them')

  withChoices(withProgress(onTarget(program.command('import [path...]'))))
    .description(
      'takes files, folders and archives: CSV, JSON, Parquet and known exports, shown before anything is written; or evidence lines (- for standard input)',
    )
    .option('--yes', 'writes without asking', false)
    .option('--show-plan', 'shows the plans as JSON, and writes nothing', false)
    .option('--import <id>', 'of evidence lines: the id under which they can be undone (default: one is made, and told at the end)')
    .option('--keep', 'takes evidence lines as they are, without an id; lines of an export are always taken so', false)
    .option('--undo <id>', 'takes no files, but takes back what was imported under this id')
    .option('--json', 'tells what became of it as JSON', false)
    .action(async (paths: string[], options: TargetFlags & ImportFlags) => {
      const { importAll, undoImport } = await import('./import.ts')
      const { json, undo } = options
      if (undo !== undefined) end(await undoImport(undo, paths, { ...targetOf(options), json }, around))
      else end(await importAll(paths, { ...options, ...targetOf(options), import: options.import, plan: options.plan }, around))
    })

  withChoices(withProgress(onTarget(program.command('imports [deed] [id]'))))
    .description('lists imports; or shows, resumes, undoes, redoes or forgets one: hatrack imports undo ID; refused gives its refused rows as CSV')
    .option('--yes', 'resume: writes without asking', false)
    .option('--table <name>', 'refused: of which table')
    .option('--json', 'as JSON', false)
    .action(
      async (
        deed: string | undefined,
        id: string | undefined,
        options: TargetFlags & Choices & { yes: boolean; json: boolean; progress: boolean; table?: string; plan?: string },
      ) => {
        const { imports } = await import('./import-list.ts')
        const { yes, json, progress, table, set, kind, column, namespace, plan } = options
        end(await imports(deed ?? 'list', id, { ...targetOf(options), yes, json, progress, table, set, kind, column, namespace, plan }, around))
      },
    )

  withProgress(onTarget(program.command('export [file]')))
    .description('writes all evidence lines to a file (gzipped if it ends in .gz), or to standard output')
    .action(async (file: string | undefined, options: TargetFlags & { progress: boolean }) => {
      const { exportAll } = await import('./export.ts')
      end(await exportAll({ ...targetOf(options), to: file === undefined || file === '-' ? null : file, progress: options.progress }, around))
    })

  withProgress(onTarget(program.command('rebuild')))
    .description('drops everything derived and derives it anew from the record')
    .action(async (options: TargetFlags & { progress: boolean }) => {
      const { rebuild } = await import('./rebuild.ts')
      end(await rebuild({ ...targetOf(options), progress: options.progress }, around))
    })

  inFolder(program.command('doctor'))
    .description('looks at everything that commonly goes wrong, and says what to do')
    .option('--port <number>', 'the port that should be free', portFrom, USUAL_PORT)
    .action(async (options: { data: string; database?: string; port: number }) => {
      const { doctor } = await import('./doctor.ts')
      end(await doctor({ data: options.data, databaseUrl: options.database, port: options.port }, around))
    })

  onTarget(program.command('mcp'))
    .description('answers assistants on standard input and output, in the Model Context Protocol; they only ask, and change nothing')
    .action(async (options: TargetFlags) => {
      const { serveMcp } = await import('./mcp.ts')
      end(await serveMcp(targetOf(options), around))
    })

  addKeys(program, inFolder, around, end)
  addStripeSecrets(program, inFolder, around, end)
  addPulls(program, onTarget, around, end)
  addAudit(program, onTarget, around, end)
  if (!OWN_COMMANDS.includes(words[0] ?? '')) await addStudies(program, onTarget, around, end)
  return program
}

function addAudit(program: Command, onTarget: (command: Command) => Command, around: Surroundings, end: (exit: Exit) => void): void {
  const audit = program.command('audit').description('who changed what, and when: lists it, newest first; or looks whether anybody touched the list')
  onTarget(audit.command('list', { isDefault: true }))
    .description('lists the changes, newest first')
    .option('--who <name>', 'only what this person or key did')
    .option('--what <operation>', 'only this, such as correct')
    .option('--since <day>', 'first day, YYYY-MM-DD')
    .option('--until <day>', 'day after the last')
    .option('--limit <number>', 'changes at most', '50')
    .option('--json', 'as JSON, with how it stood before and after', false)
    .action(async (options: TargetFlags & { json: boolean; who?: string; what?: string; since?: string; until?: string; limit: string }) => {
      const { listAudit } = await import('./audit.ts')
      const { json, who, what, since, until, limit } = options
      end(await listAudit({ who, what, since, until, limit }, { ...targetOf(options), json }, around))
    })
  onTarget(audit.command('verify'))
    .description('looks at every entry: was any edited, taken out, put in or moved?')
    .option('--expect <hash>', 'a hash that an earlier verify told: it must stand in the chain')
    .option('--json', 'as JSON', false)
    .action(async (options: TargetFlags & { json: boolean; expect?: string }) => {
      const { verifyAudit } = await import('./audit.ts')
      end(await verifyAudit(options.expect, { ...targetOf(options), json: options.json }, around))
    })
}

function addKeys(program: Command, inFolder: (command: Command) => Command, around: Surroundings, end: (exit: Exit) => void): void {
  const keys = program.command('keys').description('makes, lists and revokes keys')
  inFolder(keys.command('create <name>'))
    .description('makes a key and shows it, once')
    .option('--power <power>', 'admin, write, read, or browser (public: writes only what was used and said)', 'write')
    .option('--workspace <name>', 'the workspace that it opens; * for all', MAIN)
    .option('--source <name>', 'the source that its events are filed under (default: the name of the key)')
    .option('--product <key>', 'the product of events that name none (default: product, as with imports)')
    .option('--days <number>', 'how long it stays good (default: until revoked)')
    .option('--json', 'as JSON', false)
    .action(async (name: string, options: Omit<NewKeyOptions, 'days'> & { days?: string }) => {
      const { createKey } = await import('./keys.ts')
      end(await createKey(name, { ...options, days: options.days }, around))
    })
  inFolder(keys.command('list'))
    .description('lists the keys, without their texts, which are not kept')
    .option('--json', 'as JSON', false)
    .action(async (options: { data: string; json: boolean }) => {
      const { listKeys } = await import('./keys.ts')
      end(await listKeys(options, around))
    })
  inFolder(keys.command('revoke <name>'))
    .description('takes a key away, by its name or id')
    .action(async (name: string, options: { data: string; database?: string }) => {
      const { revokeKey } = await import('./keys.ts')
      end(await revokeKey(name, options, around))
    })
}

function addStripeSecrets(program: Command, inFolder: (command: Command) => Command, around: Surroundings, end: (exit: Exit) => void): void {
  const secrets = program.command('stripe-secret').description("adds, lists and removes the signing secrets of Stripe's webhook endpoints")
  inFolder(secrets.command('add <name>'))
    .description('takes the signing secret of an endpoint (whsec_...) from standard input and keeps it; it is never shown')
    .option('--workspace <name>', 'the workspace that the events are for', MAIN)
    .option('--product <key>', 'the product that everything is sold as (default: the products of Stripe)')
    .option('--test-mode', 'takes events made in test mode, too', false)
    .action(async (name: string, options: { data: string; database?: string; workspace: string; product?: string; testMode: boolean }) => {
      const { addStripeSecret } = await import('./stripe-secrets.ts')
      end(await addStripeSecret(name, { ...options, product: options.product }, around))
    })
  inFolder(secrets.command('list'))
    .description('lists the secrets, without themselves')
    .option('--json', 'as JSON', false)
    .action(async (options: { data: string; json: boolean }) => {
      const { listStripeSecrets } = await import('./stripe-secrets.ts')
      end(await listStripeSecrets(options, around))
    })
  inFolder(secrets.command('remove <name>'))
    .description('takes a secret away, by its name or id')
    .action(async (name: string, options: { data: string; database?: string }) => {
      const { removeStripeSecret } = await import('./stripe-secrets.ts')
      end(await removeStripeSecret(name, options, around))
    })
}

function addPulls(program: Command, onTarget: (command: Command) => Command, around: Surroundings, end: (exit: Exit) => void): void {
  const pulls = program.command('pulls').description('what is pulled from databases, folders and addresses: lists it; or makes, tries, runs and removes a pull')
  const command = (words: string, says: string, isDefault = false): Command =>
    onTarget(pulls.command(words, { isDefault })).description(says).option('--json', 'as JSON', false)
  const given = (options: TargetFlags & { json: boolean }): TargetOptions & { json: boolean } => ({ ...targetOf(options), json: options.json })
  const wanted = (words: string, says: string): Command =>
    command(words, says)
      .option('--id <pull>', 'a pull that is there; absent: a new one')
      .option('--name <name>', 'its name for people')
      .option('--kind <kind>', 'postgres, duckdb, folder or url')
      .option(
        '--connection <text>',
        'postgres://user:password@host/database, a path on the machine of the server, or an https address; - reads it from standard input',
      )
      .option('--authorization <text>', 'for addresses: the header Authorization')
      .option('--query <sql>', 'one select; :since stands for the greatest value of the cursor column so far')
      .option('--query-file <file>', 'a file with the query')
      .option('--cursor <column>', 'the column, of numbers or times, that tells what is new')
      .option(
        '--start <value>',
        'what :since is for the first run, such as 1970-01-01 or 0; said of a pull that is there, it reads everything from there again',
      )
  command('list', 'lists the pulls, how their last runs went and when they run next', true).action(async (options: TargetFlags & { json: boolean }) => {
    const { listPulls } = await import('./pulls.ts')
    end(await listPulls(given(options), around))
  })
  wanted('save', 'makes a pull, or changes one; its first run is shown before anything is written')
    .option('--every <time>', "minutes, or a time such as 'hour', '6 hours', 'day', 'week'; 'never': by hand only (a new pull: day)")
    .action(async (options: TargetFlags & WantedFlags & { json: boolean }) => {
      const { savePull } = await import('./pulls.ts')
      end(await savePull(flagsOf(options), given(options), around))
    })
  wanted('try', 'shows the first rows that a pull would read; nothing is written').action(async (options: TargetFlags & WantedFlags & { json: boolean }) => {
    const { tryPull } = await import('./pulls.ts')
    end(await tryPull(flagsOf(options), given(options), around))
  })
  command('run <pull>', 'runs a pull now, and waits until it has ended').action(async (id: string, options: TargetFlags & { json: boolean }) => {
    const { runPull } = await import('./pulls.ts')
    end(await runPull(id, given(options), around))
  })
  for (const [word, paused, says] of [
    ['pause', true, 'lets a pull rest'],
    ['resume', false, 'lets a pull run by itself again'],
  ] as const) {
    command(`${word} <pull>`, says).action(async (id: string, options: TargetFlags & { json: boolean }) => {
      const { pausePull } = await import('./pulls.ts')
      end(await pausePull(id, paused, given(options), around))
    })
  }
  command('remove <pull>', 'takes a pull away; what it brought stays').action(async (id: string, options: TargetFlags & { json: boolean }) => {
    const { removePull } = await import('./pulls.ts')
    end(await removePull(id, given(options), around))
  })
}

function flagsOf({ id, name, kind, connection, authorization, query, queryFile, cursor, start, every }: WantedFlags): WantedFlags {
  return { id, name, kind, connection, authorization, query, queryFile, cursor, start, every }
}

/** One command per operation, with its parameters as options. */
async function addStudies(program: Command, onTarget: (command: Command) => Command, around: Surroundings, end: (exit: Exit) => void): Promise<void> {
  const { operations } = await around.loadRooms()
  const { ownOperations } = await import('../own-operations.ts')
  for (const operation of [...operations, ...ownOperations.filter(({ name }) => !/^(keys?|audit|stripe-secret|me|password)(-|$)/.test(name))]) {
    if (isStepOfImport(operation.name) || /^pulls?(-|$)/.test(operation.name)) continue
    const command = onTarget(program.command(operation.name)).description(operation.summary).option('--json', 'the answer as JSON', false)
    const names = Object.keys(operation.input.properties)
    for (const name of names) {
      const schema = operation.input.properties[name] ?? {}
      const flag = flagOf(name)
      const isNeeded = (operation.input.required as readonly string[] | undefined)?.includes(name) ?? false
      const placeholder = placeholderOf(name, schema)
      command.option(placeholder === null ? `--${flag}` : `--${flag} <${placeholder}>`, `${isNeeded ? 'needed: ' : ''}${optionHelp(schema)}`)
    }
    command.action(async (options: TargetFlags & { json: boolean; [name: string]: unknown }) => {
      const { runStudy } = await import('./study.ts')
      const given = names.map((name) => [name, options[attributeOf(name)]] as const).filter(([, value]) => value !== undefined)
      end(await runStudy(operation as Operation<Workspace>, Object.fromEntries(given), { ...targetOf(options), json: options.json }, around))
    })
  }
}

/** Options that every question has: where it is asked. */
const OF_TARGET: ReadonlySet<string> = new Set(['data', 'database', 'workspace', 'url', 'key', 'json'])

/** `knownAt` is asked as --known-at; a parameter that is called as an option of all questions gets `line-` before it. */
function flagOf(name: string): string {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return OF_TARGET.has(flag) ? `line-${flag}` : flag
}

function attributeOf(name: string): string {
  return OF_TARGET.has(name) ? `line${name.charAt(0).toUpperCase()}${name.slice(1)}` : name
}

/** `import` and `imports` go through the steps of an import by themselves. */
function isStepOfImport(name: string): boolean {
  return /^imports?$/.test(name) || (name.startsWith('import-') && name !== 'import-kinds' && name !== 'import-reconciliation')
}

interface ImportFlags {
  readonly json: boolean
  readonly progress: boolean
  readonly import?: string
  readonly keep: boolean
  readonly undo?: string
  readonly yes: boolean
  readonly set: readonly string[]
  readonly kind: readonly string[]
  readonly column: readonly string[]
  readonly namespace: readonly string[]
  readonly plan?: string
  readonly showPlan: boolean
}

/** An option that may be given several times. */
function gathered(one: string, before: readonly string[]): readonly string[] {
  return [...before, one]
}

interface TargetFlags {
  readonly data: string
  readonly database?: string
  readonly workspace: string
  readonly url?: string
  readonly key?: string
}

function targetOf({ data, database, workspace, url, key }: TargetFlags): TargetOptions {
  return { data, databaseUrl: database, workspace, url, key }
}

function portFrom(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is a whole number from 0 to 65535')
  return port
}
