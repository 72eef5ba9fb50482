import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { ImportState, TableState } from '../../src/imports/import-state.ts'
import type { Kind, TablePlan } from '../../src/imports/plan.ts'
import type { Bench } from '../harness/workspace.ts'

/** The folder of a set of public data; the environment may name another place. */
export function dataFolder(name: string): string {
  return resolve(process.env.HATRACK_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data'), name)
}

export type Expected = Readonly<Record<string, { readonly definition: string; readonly value: never; readonly tolerance?: number }>>

/** The answers of a set that were computed without us; null where the data is absent. */
export function expectedOf(name: string): Expected | null {
  const file = join(dataFolder(name), 'expected.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly answers: Expected }).answers : null
}

export function skippedTitle(name: string): string {
  return `${name} (skipped: there is no data in ${dataFolder(name)}; HATRACK_TEST_DATA names another place)`
}

/** What a person would correct in what was understood of a table. */
export interface Correction {
  readonly kind?: Kind
  readonly constants?: Readonly<Record<string, string>>
  /** Field -> column; null takes the field away. */
  readonly fields?: Readonly<Record<string, string | null>>
  /** Whom the ids of a field name. */
  readonly namespaces?: Readonly<Record<string, string>>
  readonly traits?: readonly string[]
  readonly source?: string
}

/** Imports files as the page does: sends them, looks, corrects what was understood, says yes, waits. */
export async function importFiles(bench: Bench, folder: string, files: readonly string[], corrections: Readonly<Record<string, Correction>> = {}): Promise<ImportState> {
  const { imports } = bench.workspace
  const { id } = imports.begin({ name: basename(folder) })
  for (const file of files) await imports.append(id, file, 0, createReadStream(join(folder, file)))
  imports.look(id)
  let state = await imports.settled(id)
  for (const table of state.tables) {
    const kind = corrections[table.table]?.kind
    if (kind !== undefined && kind !== table.plan.kind) {
      await imports.kind(id, table.table, kind)
      state = await imports.settled(id)
    }
  }
  const plans = state.tables.flatMap((table) => corrected(table, corrections[table.table]) ?? [])
  if (plans.length > 0) {
    await imports.plan(id, plans)
    state = await imports.settled(id)
  }
  const missing = state.tables.filter((table) => table.missing.length > 0).map((table) => `${table.table}: ${table.missing.join(', ')}`)
  if (missing.length > 0 || state.status !== 'looked') throw new Error(`${state.status}: ${JSON.stringify(state.faults)} ${missing.join('; ')}`)
  imports.take(id)
  state = await imports.settled(id)
  await bench.workspace.caughtUp()
  return state
}

function corrected({ plan }: TableState, correction: Correction | undefined): TablePlan | null {
  if (!correction) return null
  const fields = { ...plan.fields }
  for (const [field, column] of Object.entries(correction.fields ?? {})) {
    if (column === null) delete fields[field]
    else fields[field] = { ...(plan.fields[field] ?? {}), column, certainty: 1, because: 'said by hand' }
  }
  for (const [field, namespace] of Object.entries(correction.namespaces ?? {})) {
    const before = fields[field]
    if (before) fields[field] = { ...before, reading: { ...before.reading, namespace }, certainty: 1, because: 'said by hand' }
  }
  const used = new Set(Object.values(fields).map(({ column }) => column))
  return {
    ...plan, source: correction.source ?? plan.source, fields, constants: { ...plan.constants, ...correction.constants }, traits: [...(correction.traits ?? plan.traits)].filter((column) => !used.has(column)),
    leftOver: plan.leftOver.filter((column) => !used.has(column)),
  }
}

export function tableOf(state: ImportState, name: string): TableState {
  const table = state.tables.find((one) => one.table === name)
  if (!table) throw new Error(`no table ${name}; there are ${state.tables.map((one) => one.table).join(', ')}`)
  return table
}
