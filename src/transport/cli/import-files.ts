import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Refusal } from '../../base/refusal.ts'
import type { ImportState, TableState } from '../../imports/import-state.ts'
import { type Choices, chosenKinds, chosenPlans, plansFrom } from './import-choices.ts'
import { type FileOnDisk, filesNamed, settled, step } from './import-door.ts'
import { faultsText, reconciliationText, refusedOf, shellWord, tallyText, understoodText } from './import-shown.ts'
import { openProgress } from './progress.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { openTarget, type Target, type TargetOptions } from './target.ts'
import { plural } from './words.ts'

export interface FilesOptions extends TargetOptions, Choices {
  readonly json: boolean
  readonly progress: boolean
  readonly yes: boolean
  /** A file of plans, as --show-plan writes it. */
  readonly plan: string | undefined
  readonly showPlan: boolean
}

/** Takes files of any kind that can be understood: sends them, shows what they are taken for, and writes after a yes. */
export async function importTables(paths: readonly string[], options: FilesOptions, around: Surroundings): Promise<Exit> {
  const files = await filesNamed(paths)
  if (files.length === 0) throw new Refusal('bad-command', 'there is no file in it')
  const planText = options.plan === undefined ? null : readPlan(options.plan)
  const target = await openTarget(options, around)
  try {
    return await stoppable(around, async (signal) => {
      const { id } = await step(target, 'import-begin', { files: files.map(({ name, bytes }) => ({ name, size: bytes })) })
      await sent(target, id, files, options, around, signal)
      let state = await looked(target, id, options, around, signal)
      state = await withChoices(target, state, options, planText)
      if (options.showPlan) {
        around.out(
          `${JSON.stringify(
            state.tables.map(({ plan }) => plan),
            null,
            2,
          )}\n`,
        )
        await step(target, 'import-forget', { id })
        return EXIT.ok
      }
      return goOn(target, state, options, around, signal)
    })
  } finally {
    await target.close()
  }
}

/** What the command line says of tables, once they are understood. */
export async function withChoices(
  target: Target,
  understood: ImportState,
  options: Choices & Pick<FilesOptions, 'plan'>,
  planText: string | null,
): Promise<ImportState> {
  const { id } = understood
  let state = understood
  for (const { table, kind } of chosenKinds(state, options)) state = await step(target, 'import-kind', { id, table, kind })
  if (planText !== null) state = await step(target, 'import-plan', { id, plans: plansFrom(state, planText, options.plan ?? '') })
  const plans = chosenPlans(state, options)
  return plans.length > 0 ? step(target, 'import-plan', { id, plans }) : state
}

/** From what was understood, over the yes, to what became of the rows. */
export async function goOn(
  target: Target,
  state: ImportState,
  options: Pick<FilesOptions, 'yes' | 'json' | 'progress'>,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Exit> {
  const { id } = state
  if (state.status === 'looked') {
    if (!options.json) around.out(await understoodText(state, around.columns))
    const lacking = state.tables.filter(({ plan, missing }) => plan.kind !== 'nothing' && missing.length > 0)
    if (lacking.length > 0 && options.yes)
      throw new Refusal('bad-command', `${lacking[0]?.table} lacks ${lacking[0]?.missing.join(' and ')}; nothing was written. ${lackingHint(id, lacking)}`)
    if (lacking.length > 0 || !(options.yes || (await saysYes(around)))) {
      around.err(`Nothing was written. ${lacking.length > 0 ? lackingHint(id, lacking) : resumeHint(id)}\n`)
      if (options.json) around.out(`${JSON.stringify(state)}\n`)
      return EXIT.ok
    }
  }
  await step(target, 'import-take', { id })
  const taken = await watched(target, id, 'Writing', options, around, signal)
  return report(target, taken, options, around)
}

async function report(target: Target, state: ImportState, options: Pick<FilesOptions, 'json'>, around: Surroundings): Promise<Exit> {
  const { id } = state
  if (state.status === 'stopped') {
    const why = state.faults.length > 0 ? `${faultsText(state)}\n` : ''
    around.err(`${why}The import ${id} was stopped; what was written stays. hatrack imports resume ${id} goes on, hatrack imports undo ${id} takes it back.\n`)
    if (options.json) around.out(`${JSON.stringify(state)}\n`)
    return EXIT.refused
  }
  await fresh(target)
  const reconciled = await reconciliation(target, id)
  if (options.json) around.out(`${JSON.stringify({ ...state, reconciliation: reconciled })}\n`)
  else {
    around.out(await tallyText(state, around.columns))
    const text = reconciled === null ? '' : reconciliationText(reconciled)
    around.out(`${text === '' ? '' : `\n${text}`}\nThe import is ${id}; to undo it: hatrack imports undo ${id}\n`)
    for (const { table, tally } of refusedOf(state)) {
      around.err(
        `${plural(tally?.refused, 'row')} of ${table} refused; to mend and import again: hatrack imports refused ${id} --table ${shellWord(table)} > refused.csv\n`,
      )
    }
  }
  return refusedOf(state).length > 0 || state.faults.length > 0 ? EXIT.refused : EXIT.ok
}

const FRESH_TRIES = 600
const FRESH_EVERY_MS = 100

/** Answers follow what is written within a second or so; the reconciliation should be of all of it. */
async function fresh(target: Target): Promise<void> {
  for (let tries = 0; tries < FRESH_TRIES; tries++) {
    const { recorded, applied } = await target.health()
    if (applied >= recorded) return
    await new Promise((settle) => setTimeout(settle, FRESH_EVERY_MS))
  }
}

/** Null for a key that may write but not read. */
async function reconciliation(target: Target, id: string): Promise<unknown> {
  const { importReconciliation } = await import('../../studies/import-reconciliation.ts')
  return target.ask(importReconciliation as never, { id }).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'key-too-weak') return null
    throw error
  })
}

async function sent(target: Target, id: string, files: readonly FileOnDisk[], options: FilesOptions, around: Surroundings, signal: AbortSignal): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const bar = openProgress('Sending', around.err, around.isWatched || options.progress, around.now)
  let before = 0
  try {
    for (const { name, path, bytes } of files) {
      await target.sendFile(id, name, path, (done) => bar.at(before + done, total), signal)
      before += bytes
    }
  } finally {
    bar.end()
  }
}

async function looked(target: Target, id: string, options: FilesOptions, around: Surroundings, signal: AbortSignal): Promise<ImportState> {
  await step(target, 'import-look', { id })
  const state = await watched(target, id, 'Reading', options, around, signal)
  if (state.status === 'looked') return state
  if (state.status === 'failed') throw new Refusal('bad-command', faultsText(state))
  throw new Refusal('bad-command', `stopped; nothing was written. hatrack imports forget ${id} removes what was sent`)
}

async function watched(
  target: Target,
  id: string,
  title: string,
  options: { readonly progress: boolean },
  around: Surroundings,
  signal: AbortSignal,
): Promise<ImportState> {
  const isShown = around.isWatched || options.progress
  const bar = openProgress(title, around.err, isShown, around.now)
  let waits = ''
  try {
    return await settled(
      target,
      id,
      ({ progress }) => {
        if (!progress) return
        if (progress.step.startsWith('Waits') && progress.step !== waits && isShown) around.err(`${progress.step}\n`)
        waits = progress.step
        bar.at(progress.done, progress.total)
      },
      signal,
    )
  } finally {
    bar.end()
  }
}

/** Runs work that stops in an orderly way when the process is asked to end; asked again, it ends at once. */
export async function stoppable<T>(around: Surroundings, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  void around.asked().then(() => stop.abort(new Refusal('bad-command', 'stopped; nothing was written')))
  return work(stop.signal)
}

async function saysYes(around: Surroundings): Promise<boolean> {
  if ((around.stdin as NodeJS.ReadStream).isTTY !== true) return false
  const lines = createInterface({ input: around.stdin })
  try {
    around.err('Write this? [y/N] ')
    return /^y(es)?$/i.test((await lines.question('')).trim())
  } finally {
    lines.close()
  }
}

function resumeHint(id: string): string {
  return `hatrack imports resume ${id} --yes writes it, hatrack imports forget ${id} removes it; or import again with other choices.`
}

function lackingHint(id: string, [first]: readonly TableState[]): string {
  const { table, missing } = first as TableState
  const field = missing[0] ?? ''
  return `Give what is missing, as in hatrack imports resume ${id} --yes --column ${shellWord(`${table}:${field}=COLUMN`)} (or --set ${shellWord(`${table}:${field}=VALUE`)}, or --kind ${shellWord(`${table}=nothing`)}); hatrack imports forget ${id} removes it.`
}

export function readPlan(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Refusal('no-such-file', `there is no file ${file} with a plan`)
  }
}
