import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout as after } from 'node:timers/promises'
import type { Operation } from '../../base/operation.ts'
import { Refusal } from '../../base/refusal.ts'
import { pullOperations } from '../../imports/pull-operations.ts'
import type { PullRun, PullState } from '../../imports/pull-state.ts'
import type { Tried } from '../../imports/pulls.ts'
import { readInput } from '../input.ts'
import type { Workspace } from '../rooms.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { table } from './table.ts'
import { openTarget, type Target, type TargetOptions } from './target.ts'

export interface PullOptions extends TargetOptions {
  readonly json: boolean
}

/** What `save` and `try` take; `-` for the connection reads it from standard input, where nobody who lists processes sees it. */
export interface WantedFlags {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly kind?: string | undefined
  readonly connection?: string | undefined
  readonly authorization?: string | undefined
  readonly query?: string | undefined
  readonly queryFile?: string | undefined
  readonly cursor?: string | undefined
  readonly start?: string | undefined
  readonly every?: string | undefined
}

const LOOK_EVERY_MS = 300
const SHOWN_CHARACTERS = 40
const UNITS: { readonly [unit: string]: number } = { minutes: 1, minute: 1, hours: 60, hour: 60, days: 1_440, day: 1_440, weeks: 10_080, week: 10_080 }

type Ask = <Answer>(name: string, input?: { readonly [name: string]: unknown }) => Promise<Answer>

async function withPulls(options: PullOptions, around: Surroundings, work: (ask: Ask) => Promise<Exit>): Promise<Exit> {
  const target: Target = await openTarget(options, around)
  const ask: Ask = async <Answer>(name: string, input: { readonly [name: string]: unknown } = {}) => {
    const operation = pullOperations.find((one) => one.name === name) as unknown as Operation<Workspace>
    return (await target.ask(operation, readInput(operation, input))) as Answer
  }
  try {
    return await work(ask)
  } finally {
    await target.close()
  }
}

export function listPulls(options: PullOptions, around: Surroundings): Promise<Exit> {
  return withPulls(options, around, async (ask) => {
    const { pulls } = await ask<{ readonly pulls: readonly PullState[] }>('pulls')
    if (options.json) around.out(`${JSON.stringify(pulls)}\n`)
    else if (pulls.length === 0)
      around.out('Nothing is pulled; \'hatrack pulls save --name NAME --kind postgres --connection postgres://... --query "select ..."\' makes a pull.\n')
    else {
      const rows = pulls.map((pull) => [pull.id, pull.kind, shortened(pull.place), lastOf(pull), nextOf(pull)])
      around.out(`${await table(['id', 'kind', 'from', 'last run', 'next'], rows, around.columns)}\n`)
      for (const { id, run } of pulls)
        if (run && run.status !== 'running') around.out(`\n${id}: ${run.says}${run.import === null ? '' : `\n  the import: ${run.import}`}\n`)
    }
    return EXIT.ok
  })
}

export function savePull(flags: WantedFlags, options: PullOptions, around: Surroundings): Promise<Exit> {
  return withPulls(options, around, async (ask) => {
    const saved = await ask<PullState>('pull-save', {
      ...(await wantedOf(flags, around)),
      // A start that is said is one to begin from: what was taken before is read again.
      ...(flags.id === undefined || flags.start === undefined ? {} : { fromStart: true }),
      ...(flags.every === undefined ? {} : { everyMinutes: minutesOf(flags.every) }),
    })
    if (options.json) around.out(`${JSON.stringify(saved)}\n`)
    else around.out(`The pull '${saved.id}' reads ${saved.place}; next run: ${nextOf(saved)}. 'hatrack pulls run ${saved.id}' runs it now.\n`)
    return EXIT.ok
  })
}

export function tryPull(flags: WantedFlags, options: PullOptions, around: Surroundings): Promise<Exit> {
  return withPulls(options, around, async (ask) => {
    const tried = await ask<Tried>('pull-try', await wantedOf(flags, around))
    if (options.json) around.out(`${JSON.stringify(tried)}\n`)
    else {
      around.err(`${tried.says}\n`)
      if (tried.rows.length > 0)
        around.out(
          `${await table(
            tried.columns,
            tried.rows.map((row) => row.map((cell) => shortened(cell ?? ''))),
            around.columns,
          )}\n`,
        )
    }
    return EXIT.ok
  })
}

/** Runs a pull and waits until it has ended, or waits itself. */
export function runPull(id: string, options: PullOptions, around: Surroundings): Promise<Exit> {
  return withPulls(options, around, async (ask) => {
    let pull = await ask<PullState>('pull-run', { id })
    let said = ''
    while (pull.run?.status === 'running') {
      if (!options.json && pull.run.says !== said) around.err(`${(said = pull.run.says)}\n`)
      await after(LOOK_EVERY_MS)
      const { pulls } = await ask<{ readonly pulls: readonly PullState[] }>('pulls')
      const now = pulls.find((one) => one.id === id)
      if (!now) throw new Refusal('bad-parameter', `the pull '${id}' was taken away while it ran`)
      pull = now
    }
    const run = (pull.run ?? pull.runs[0]) as PullRun
    if (options.json) around.out(`${JSON.stringify(run)}\n`)
    else
      around.out(
        `${run.says}${run.status === 'waiting' ? `\nLook at the import ${run.import} on the page, or say yes with 'hatrack imports resume ${run.import}'.` : ''}\n`,
      )
    return run.status === 'failed' ? EXIT.refused : EXIT.ok
  })
}

export function pausePull(id: string, paused: boolean, options: PullOptions, around: Surroundings): Promise<Exit> {
  return withPulls(options, around, async (ask) => {
    const pull = await ask<PullState>('pull-pause', { id, paused })
    around.out(
      options.json
        ? `${JSON.stringify(pull)}\n`
        : `The pull '${id}' ${paused ? "rests; 'hatrack pulls resume' lets it go on" : `goes on; next run: ${nextOf(pull)}`}.\n`,
    )
    return EXIT.ok
  })
}

export function removePull(id: string, options: PullOptions, around: Surroundings): Promise<Exit> {
  return withPulls(options, around, async (ask) => {
    const removed = await ask<object>('pull-remove', { id })
    around.out(options.json ? `${JSON.stringify(removed)}\n` : `The pull '${id}' is taken away; what it brought stays.\n`)
    return EXIT.ok
  })
}

async function wantedOf({ every: _, queryFile, ...flags }: WantedFlags, around: Surroundings): Promise<{ readonly [name: string]: unknown }> {
  const connection = flags.connection === '-' ? (await text(around.stdin)).trim() : flags.connection
  const query = queryFile === undefined ? flags.query : contentOf(queryFile)
  return Object.fromEntries(Object.entries({ ...flags, connection, query }).filter(([, value]) => value !== undefined))
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Refusal('no-such-file', `there is no file ${file} to read the query from`)
  }
}

/** `15`, `6 hours`, `day`, `never`. */
function minutesOf(words: string): number {
  if (words === 'never') return 0
  const [, number = '1', unit = 'minutes'] = /^(\d+)?\s*([a-z]+)?$/.exec(words.trim()) ?? []
  const minutes = UNITS[unit]
  if (words.trim() === '' || minutes === undefined)
    throw new Refusal('bad-command', "--every takes minutes, or a time such as 'hour', '6 hours', 'day', 'week', or 'never' for by hand only")
  return Number(number) * minutes
}

function lastOf({ run, runs }: PullState): string {
  const last = run ?? runs[0]
  if (!last) return 'not yet'
  const when = (last.endedAt ?? last.startedAt).slice(0, 16).replace('T', ' ')
  return last.status === 'taken' ? `${when}: ${last.rows} rows, ${last.written} new` : `${when}: ${WORDS[last.status]}`
}

const WORDS: { readonly [status in PullRun['status']]: string } = {
  running: 'runs now',
  waiting: 'waits for a yes',
  taken: 'taken',
  unchanged: 'nothing new',
  failed: 'did not work',
  dropped: 'not taken',
}

function nextOf({ run, paused, everyMinutes, nextAt }: PullState): string {
  if (run?.status === 'waiting') return 'after the yes'
  if (everyMinutes === null) return 'by hand only'
  if (paused) return 'rests'
  return nextAt === null ? '' : `${nextAt.slice(0, 16).replace('T', ' ')} UTC`
}

function shortened(words: string): string {
  return words.length <= SHOWN_CHARACTERS ? words : `${words.slice(0, SHOWN_CHARACTERS - 1)}…`
}
