import { Refusal } from '../../base/refusal.ts'
import type { ImportState } from '../../imports/import-state.ts'
import { step } from './import-door.ts'
import { choiceIn, type Choices } from './import-choices.ts'
import { goOn, readPlan, stoppable, withChoices } from './import-files.ts'
import { reconciliationText, tallyText, understoodText } from './import-shown.ts'
import { EXIT, type Exit, type Surroundings } from './surroundings.ts'
import { table } from './table.ts'
import { openTarget, type Target, type TargetOptions } from './target.ts'
import { countOf } from './words.ts'

export interface ListOptions extends TargetOptions, Choices {
  readonly plan: string | undefined
  readonly json: boolean
  readonly progress: boolean
  readonly yes: boolean
  readonly table: string | undefined
}

/** What `hatrack imports` may do with one import. */
const DEEDS = ['show', 'undo', 'redo', 'resume', 'refused', 'forget'] as const
type Deed = (typeof DEEDS)[number]

/** Lists imports, or does something with one. */
export async function imports(deed: string, id: string | undefined, options: ListOptions, around: Surroundings): Promise<Exit> {
  if (deed !== 'list' && !(DEEDS as readonly string[]).includes(deed))
    throw new Refusal('bad-command', `'${deed}' cannot be done with imports; there are list, ${DEEDS.join(', ')}`)
  const chosen = choiceIn(options)
  if (deed !== 'resume' && chosen !== null)
    throw new Refusal('bad-command', `${chosen} says how tables are understood; only hatrack imports resume ID takes it`)
  if (deed !== 'list' && id === undefined) throw new Refusal('bad-command', `name the import: hatrack imports ${deed} ID; hatrack imports lists them`)
  const target = await openTarget(options, around)
  try {
    const { imports: all } = await step<{ readonly imports: readonly ImportState[] }>(target, 'imports')
    if (deed === 'list') return await list(all, options, around)
    return await DO[deed as Deed](target, await step(target, 'import', { id: idFrom(all, id ?? '') }), options, around)
  } finally {
    await target.close()
  }
}

/** The whole id, or enough of it to be the only one. */
function idFrom(all: readonly ImportState[], text: string): string {
  const found = all.filter(({ id }) => id === text || id.startsWith(text) || id.endsWith(text))
  if (found.length === 1 && found[0]) return found[0].id
  throw new Refusal(
    'unknown-import',
    found.length === 0 ? `there is no import '${text}'; hatrack imports lists them` : `'${text}' may be ${found.map(({ id }) => id).join(' or ')}`,
  )
}

async function list(all: readonly ImportState[], options: ListOptions, around: Surroundings): Promise<Exit> {
  if (options.json) around.out(`${JSON.stringify({ imports: all })}\n`)
  else if (all.length === 0) around.out('There are no imports yet; hatrack import FILE begins one.\n')
  else {
    const rows = all.map(({ id, name, status, created, tables }) => {
      const sum = (part: 'rows' | 'written' | 'known' | 'refused'): string => countOf(tables.reduce((n, { tally }) => n + (tally?.[part] ?? 0), 0))
      return [id, status, created.slice(0, 16).replace('T', ' '), sum('rows'), sum('written'), sum('known'), sum('refused'), name]
    })
    around.out(`${await table(['id', 'status', 'begun', 'rows', 'written', 'known', 'refused', 'name'], rows, around.columns)}\n`)
  }
  return EXIT.ok
}

const DO: { readonly [deed in Deed]: (target: Target, state: ImportState, options: ListOptions, around: Surroundings) => Promise<Exit> } = {
  async show(target, state, options, around) {
    const { importReconciliation } = await import('../../studies/import-reconciliation.ts')
    const reconciled = await target.ask(importReconciliation as never, { id: state.id })
    if (options.json) around.out(`${JSON.stringify({ ...state, reconciliation: reconciled })}\n`)
    else {
      around.out(`${state.id}: ${state.name}, ${state.status}\n\n${await understoodText(state, around.columns)}`)
      if (state.tables.some(({ tally }) => tally !== null))
        around.out(`\n${await tallyText({ ...state, warnings: [] }, around.columns)}${reconciliationText(reconciled)}`)
    }
    return EXIT.ok
  },
  undo: (target, { id }, options, around) =>
    changed(target, 'import-undo', id, options, around, `The import ${id} is undone: its lines no longer count, and what they replaced holds again.`),
  redo: (target, { id }, options, around) => changed(target, 'import-redo', id, options, around, `The import ${id} counts again.`),
  resume: (target, state, options, around) => {
    const planText = options.plan === undefined ? null : readPlan(options.plan)
    return stoppable(around, async (signal) => {
      if (state.status !== 'looked' && state.status !== 'stopped')
        throw new Refusal('not-now', `the import ${state.id} is ${state.status}; only one that waits for a yes or was stopped can go on`)
      if (state.status === 'stopped' && choiceIn(options) !== null)
        throw new Refusal(
          'bad-command',
          `rows of the import ${state.id} are written already, so ${choiceIn(options)} comes too late; undo it and import the files again`,
        )
      return goOn(target, state.status === 'looked' ? await withChoices(target, state, options, planText) : state, options, around, signal)
    })
  },
  async refused(target, { id }, { table: name }, around) {
    for await (const chunk of await target.refusedRows(id, name)) await around.write(chunk)
    return EXIT.ok
  },
  forget: (target, { id }, options, around) => changed(target, 'import-forget', id, options, around, `The files of the import ${id} are removed.`),
}

async function changed(target: Target, name: string, id: string, options: ListOptions, around: Surroundings, says: string): Promise<Exit> {
  const state = await step(target, name, { id })
  around.out(options.json ? `${JSON.stringify(state)}\n` : `${says}\n`)
  return EXIT.ok
}
