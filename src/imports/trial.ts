import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import { isFault, understand } from '../evidence/understand.ts'
import { plainHeader } from './crm-cells.ts'
import type { KnownFormat, TableLook } from './known.ts'
import { KNOWN_FORMATS } from './known-formats.ts'
import { lookAt } from './look.ts'
import { openConverter } from './open-converter.ts'
import { openTables } from './open-tables.ts'
import type { RowOutcome } from './outcome.ts'
import type { DataWarning, FieldPlan, TablePlan } from './plan.ts'
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
  for (const table of tables) planned.push({ table, plan: withConstants(planOf(await lookAt(table)), constants) })
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
  return { ...plan, constants: { ...constants, ...plan.constants } }
}

function planOf(look: TableLook): TablePlan {
  const format = KNOWN_FORMATS.find((one) => fits(one, look))
  const places = new Map(look.columns.map((column) => [plainHeader(column), column]))
  const fields: Record<string, FieldPlan> = {}
  for (const [field, wanted] of Object.entries(format?.fields ?? {})) {
    const { column: headers, reading } = typeof wanted === 'object' && 'column' in wanted ? wanted : { column: wanted as string | readonly string[], reading: undefined }
    const column = [headers].flat().map((header) => places.get(plainHeader(header))).find((one) => one !== undefined)
    if (column !== undefined) fields[field] = { column, certainty: 1, because: '', ...(reading ? { reading } : {}) }
  }
  return {
    table: look.name, kind: format?.kind ?? 'nothing', format: format?.name ?? null, source: format?.system ?? 'files', certainty: format ? 1 : 0, because: format?.because ?? '', fields, constants: { ...format?.constants },
    traits: (format?.traits ?? []).flatMap((trait) => places.get(plainHeader(trait)) ?? []), leftOver: [],
  }
}

function fits(format: KnownFormat, look: TableLook): boolean {
  const columns = new Set(look.columns.map(plainHeader))
  return format.needs.every((header) => columns.has(plainHeader(header))) && !(format.without ?? []).some((header) => columns.has(plainHeader(header))) && (format.holds?.(look) ?? true)
}

/** Sums of something by name, in the order of the names. */
export function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const name of [...names].sort()) sums[name] = (sums[name] ?? 0) + 1
  return sums
}
