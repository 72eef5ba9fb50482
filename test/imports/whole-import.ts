import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { KNOWN_FORMATS } from '../../src/imports/known-formats.ts'
import { lookAt } from '../../src/imports/look.ts'
import { openConverter } from '../../src/imports/open-converter.ts'
import { openTables } from '../../src/imports/open-tables.ts'
import type { RowOutcome } from '../../src/imports/outcome.ts'
import type { DataWarning, TablePlan } from '../../src/imports/plan.ts'
import { recognize } from '../../src/imports/recognize.ts'

export interface ConvertedTable {
  readonly plan: TablePlan
  readonly outcomes: readonly RowOutcome[]
  readonly warnings: readonly DataWarning[]
}

export type Line = Readonly<Record<string, unknown>>

/** Files as an import reads, recognizes and converts them; nothing is written. `correct` changes plans as a person would. */
export async function converted(files: Readonly<Record<string, string>>, correct: (plan: TablePlan) => TablePlan = (plan) => plan): Promise<Readonly<Record<string, ConvertedTable>>> {
  const folder = await mkdtemp(join(tmpdir(), 'hatrack-import-'))
  const named = []
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'files', name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    named.push({ name, path })
  }
  const opened = await openTables(named, join(folder, 'scratch'))
  const looks = []
  for (const table of opened.tables) looks.push(await lookAt(table))
  const plans = recognize(looks, { kept: () => null, products: [], formats: KNOWN_FORMATS }).map(correct)
  const all = opened.tables.map((table) => ({ table, plan: plans.find((plan) => plan.table === table.name) as TablePlan }))
  const made: Record<string, ConvertedTable> = {}
  for (const { table, plan } of all) {
    const converter = await openConverter({ plan, table, others: all, import: 'i1', now: Date.parse('2026-11-22T00:00:00Z') })
    const outcomes: RowOutcome[] = []
    for await (const rows of table.rows()) for (const row of rows) outcomes.push(converter.convert(row))
    made[table.name] = { plan, outcomes, warnings: converter.warnings() }
  }
  await rm(folder, { recursive: true, force: true })
  return made
}

export function linesOf(tables: Readonly<Record<string, ConvertedTable>>): readonly Line[] {
  return Object.values(tables).flatMap(({ outcomes }) => outcomes.flatMap((one) => (one.kind === 'lines' ? one.lines : [])))
}

/** How many lines of each type; what is taken back is counted apart. */
export function byType(lines: readonly Line[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { type, retracted } of lines) {
    const name = retracted === true ? `${type} taken back` : String(type)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
