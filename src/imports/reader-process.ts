/** The process that reads files for an import: whatever a file does to it, the server goes on. It speaks with its parent over two pipes, and ends with it. */
import { Socket } from 'node:net'
import { Refusal } from '../base/refusal.ts'
import type { EvidenceObject } from '../evidence/from-segment.ts'
import type { Converter } from './converter.ts'
import type { PreviewRow } from './import-state.ts'
import type { TableLook } from './known.ts'
import { lookAt } from './look.ts'
import { PREVIEWED_ROWS } from './look-warnings.ts'
import { openConverter } from './open-converter.ts'
import { type OpenedTable, type OpenedTables, openTables } from './open-tables.ts'
import type { DataWarning, TablePlan } from './plan.ts'
import { isName, nameColumnOf, productsOfLines, type ProductsNamed } from './products-of-import.ts'
import type { NamedId, ReaderAnswer, ReaderQuestion, SentRow } from './reader.ts'
import { eachFrame, sendFrame, sendJson } from './reader-frames.ts'
import type { Row } from './table.ts'

/** Batches that may be on their way before the parent has asked for more. */
const AHEAD = 3
const BATCH_ROWS = 1_000
const BATCH_CHARACTERS = 1_000_000
const PROGRESS_MS = 200

const input = new Socket({ fd: 3, readable: true, writable: false })
const output = new Socket({ fd: 4, readable: false, writable: true })
let opened: OpenedTables = { tables: [], faults: [] }
let granted = AHEAD
let wake: (() => void) | null = null

// The parent is gone, or wants nothing more.
input.on('close', () => process.exit(0))
output.on('error', () => process.exit(0))

eachFrame(input, (message) => {
  const question = message as ReaderQuestion
  if (question.ask === 'more') {
    granted += 1
    wake?.()
    return
  }
  answer(question).then((value) => say({ kind: 'answer', value }), (error: unknown) => say({ kind: 'fault', message: error instanceof Error ? error.message : String(error), code: error instanceof Refusal ? error.code : codeOf(error) }))
})

function say(message: ReaderAnswer): Promise<void> {
  return sendFrame(output, message)
}

/** ENOSPC and the like. */
function codeOf(error: unknown): string | null {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : null
}

function answer(question: Exclude<ReaderQuestion, { ask: 'more' }>): Promise<unknown> {
  if (question.ask === 'open') return openFiles(question.files, question.scratch)
  if (question.ask === 'look') return look()
  if (question.ask === 'preview') return preview(question)
  return convert(question)
}

async function openFiles(files: readonly { readonly name: string; readonly path: string }[], scratch: string): Promise<unknown> {
  opened = await openTables(files, scratch)
  return { faults: opened.faults }
}

async function look(): Promise<{ readonly looks: readonly TableLook[]; readonly faults: OpenedTables['faults'] }> {
  const total = opened.tables.reduce((sum, { size }) => sum + size, 0)
  const looks: TableLook[] = []
  let before = 0
  let saidAt = 0
  for (const table of opened.tables) {
    const onProgress = (): void => {
      if (Date.now() - saidAt < PROGRESS_MS) return
      saidAt = Date.now()
      void say({ kind: 'progress', done: before + table.done(), total })
    }
    looks.push(await lookAt(table, { onProgress }))
    before += table.size
  }
  void say({ kind: 'progress', done: total, total })
  return { looks, faults: opened.faults }
}

interface Planned {
  readonly table: OpenedTable
  readonly plan: TablePlan
}

function planned(plans: readonly TablePlan[]): readonly Planned[] {
  return plans.map((plan) => {
    const table = opened.tables.find(({ name }) => name === plan.table)
    if (!table) throw new Error(`the table '${plan.table}' is not in the files any more`)
    return { table, plan }
  })
}

function converterOf(one: Planned, all: readonly Planned[], terms: { readonly import: string; readonly now: number }): Promise<Converter> {
  return openConverter({ plan: one.plan, table: one.table, others: all, import: terms.import, now: terms.now })
}

async function preview({ plans, rowsPerTable, now }: Extract<ReaderQuestion, { ask: 'preview' }>): Promise<unknown> {
  const all = planned(plans)
  const rows: { [table: string]: PreviewRow[] } = {}
  const names: { [table: string]: readonly NamedId[] } = {}
  const products: { [table: string]: ProductsNamed } = {}
  const warnings: DataWarning[] = []
  for (const one of all) {
    const converter = await converterOf(one, all, { import: 'preview', now })
    const named = namedIds()
    const productsNamed = productsOfLines()
    const nameOf = productNames(one)
    const shown: PreviewRow[] = []
    let count = 0
    let isWhole = true
    for await (const batch of one.table.rows()) {
      for (const row of batch) {
        if (count >= PREVIEWED_ROWS) {
          isWhole = false
          break
        }
        count += 1
        const outcome = converter.convert(row)
        if (outcome.kind === 'lines') {
          named.add(outcome.lines)
          productsNamed.add(outcome.lines)
          const product = nameOf(row)
          if (product !== null) productsNamed.name(...product)
        }
        if (shown.length >= rowsPerTable) continue
        shown.push({
          row: row.number, cells: [...row.cells], outcome: outcome.kind, lines: outcome.kind === 'lines' ? [...outcome.lines] : [],
          says: outcome.kind === 'refused' ? outcome.says : outcome.kind === 'left-out' ? outcome.why : null,
        })
      }
      if (!isWhole) break
    }
    rows[one.plan.table] = shown
    names[one.plan.table] = named.all()
    products[one.plan.table] = productsNamed.all()
    warnings.push(...converter.warnings().map((warning) => (isWhole ? warning : { ...warning, says: `In the first ${count.toLocaleString('en-US')} rows: ${warning.says}` })))
  }
  return { rows, warnings, names, products }
}

/** The product of a row with the name that another column gives it. */
function productNames({ table, plan }: Planned): (row: Row) => readonly [product: string, name: string] | null {
  const column = nameColumnOf(plan)
  const [key, beside] = [table.columns.indexOf(plan.fields.product?.column ?? ''), table.columns.indexOf(column ?? '')]
  return (row) => {
    const [product, name] = [row.cells[key]?.trim() ?? '', row.cells[beside]?.trim() ?? '']
    return product === '' || name === '' || !isName(name) ? null : [product, name]
  }
}

/** Ids that are compared with those that are known. */
const NAMED_IDS = 10_000

/** The names that the lines of a table give its ids, the first of each. */
function namedIds(): { add(lines: readonly EvidenceObject[]): void; all(): readonly NamedId[] } {
  const found = new Map<string, string>()
  return {
    add: (lines) => {
      for (const { type, ids, name } of lines) {
        if (type !== 'party' || typeof name !== 'string' || !Array.isArray(ids)) continue
        for (const id of ids as readonly unknown[]) if (typeof id === 'string' && found.size < NAMED_IDS && !found.has(id)) found.set(id, name)
      }
    },
    all: () => [...found],
  }
}

async function convert({ plans, from, import: id, now }: Extract<ReaderQuestion, { ask: 'convert' }>): Promise<null> {
  granted = AHEAD
  const all = planned(plans)
  for (const one of all) {
    const converter = await converterOf(one, all, { import: id, now })
    const first = from[one.plan.table] ?? 0
    const batch = newBatch(one.plan.table)
    for await (const rows of one.table.rows()) {
      for (const row of rows) {
        // Rows that were sent before are converted all the same: the converter remembers their ids.
        const outcome = converter.convert(row)
        if (row.number <= first) continue
        const sent: SentRow = [row.number, row.cells, outcome]
        batch.add(JSON.stringify(sent))
        if (batch.isFull()) await send(batch.take())
      }
    }
    await send(batch.take(converter.warnings()))
  }
  return null
}

function newBatch(table: string): { add(json: string): void; isFull(): boolean; take(warnings?: readonly DataWarning[]): string } {
  let parts: string[] = []
  let characters = 0
  return {
    add(json) {
      parts.push(json)
      characters += json.length
    },
    isFull: () => parts.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS,
    take(warnings) {
      const json = `{"kind":"batch","table":${JSON.stringify(table)},"rows":[${parts.join(',')}]${warnings ? `,"warnings":${JSON.stringify(warnings)}` : ''}}`
      parts = []
      characters = 0
      return json
    },
  }
}

/** Waits until the parent has room for a batch. */
async function send(json: string): Promise<void> {
  while (granted <= 0) await new Promise<void>((resolve) => { wake = resolve })
  wake = null
  granted -= 1
  await sendJson(output, json)
}
