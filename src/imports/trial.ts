import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { isFault, understand } from '../evidence/understand.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { lookAt } from './look.ts'
import { openConverter } from './open-converter.ts'
import { openTables } from './open-tables.ts'
import type { RowOutcome } from './outcome.ts'
import type { DataWarning, TablePlan } from './plan.ts'
import { recognize } from './recognize.ts'
import type { Table } from './table.ts'

/** What became of one table, for tests. */
export interface TrialTable {
  readonly name: string
  readonly plan: TablePlan
  readonly outcomes: readonly RowOutcome[]
  readonly lines: readonly EvidenceObject[]
  readonly warnings: readonly DataWarning[]
}

/** Reads files, recognizes and converts them as an import does, without keeping anything. Every line that comes out must be evidence. */
export async function trialImport(paths: readonly string[], constants: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, TrialTable>> {
  const scratch = mkdtempSync(join(tmpdir(), 'hatrack-trial-'))
  try {
    const files = paths.flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path).sort().map((name) => ({ name, path: join(path, name) })) : [{ name: path.split('/').at(-1) ?? path, path }]))
    const { tables, faults } = await openTables(files, scratch)
    if (faults.length > 0) throw new Error(JSON.stringify(faults))
    return await trialTables(tables, constants)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

export async function trialTables(tables: readonly Table[], constants: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, TrialTable>> {
  const planned: { readonly table: Table; readonly plan: TablePlan }[] = []
  const looks = await Promise.all(tables.map((table) => lookAt(table)))
  const plans = recognize(looks, { kept: () => null, products: [], formats: KNOWN_FORMATS })
  tables.forEach((table, place) => planned.push({ table, plan: withConstants(plans[place] as TablePlan, constants) }))
  const made = new Map<string, TrialTable>()
  for (const { table, plan } of planned) {
    const converter = await openConverter({ plan, table, others: planned, import: 'i1', now: Date.parse('2026-11-22T00:00:00Z') })
    const outcomes: RowOutcome[] = []
    for await (const rows of table.rows()) for (const row of rows) outcomes.push(converter.convert(row))
    const lines = outcomes.flatMap((outcome) => (outcome.kind === 'lines' ? outcome.lines : []))
    for (const line of lines) {
      const fault = understand(line)
      if (isFault(fault)) throw new Error(`${table.name}: ${fault.says}: ${JSON.stringify(line)}`)
    }
    made.set(table.name, { name: table.name, plan, outcomes, lines, warnings: converter.warnings() })
  }
  return made
}

/** A table of text, as a CSV of these lines would be. */
export function textTable(name: string, columns: readonly string[], rows: readonly (readonly (string | null)[])[]): Table {
  return {
    name, read: 'CSV', columns,
    async *rows() {
      yield rows.map((cells, place) => ({ number: place + 1, cells }))
    },
  }
}

function withConstants(plan: TablePlan, constants: Readonly<Record<string, string>>): TablePlan {
  return { ...plan, constants: { ...plan.constants, ...constants } }
}

/** Sums of something by name, in the order of the names. */
export function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const name of [...names].sort()) sums[name] = (sums[name] ?? 0) + 1
  return sums
}
