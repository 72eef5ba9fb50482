import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { PreviewRow } from './import-state.ts'
import type { TableLook } from './known.ts'
import type { RowOutcome } from './outcome.ts'
import type { DataWarning, Kind, TablePlan } from './plan.ts'
import type { ConvertedRow } from './taking.ts'

export interface StagedFile {
  readonly name: string
  readonly path: string
}

export interface RecognizeSettings {
  readonly kept: (shape: string) => TablePlan | null
  readonly as: { readonly [table: string]: Kind }
}

export interface Understood {
  readonly plan: TablePlan
  readonly shape: string
  readonly kept: boolean
}

export interface RowsBatch {
  readonly table: string
  readonly rows: readonly ConvertedRow[]
  readonly warnings?: readonly DataWarning[]
}

export interface ConvertTerms {
  readonly plans: readonly TablePlan[]
  readonly from: { readonly [table: string]: number }
  readonly import: string
  readonly now: number
  readonly signal: AbortSignal
}

export interface Reader {
  look(files: readonly StagedFile[], onProgress: (done: number, total: number | null) => void, signal: AbortSignal): Promise<{ readonly looks: readonly TableLook[]; readonly faults: readonly { file: string; says: string }[] }>
  known(files: readonly StagedFile[], looks: readonly TableLook[]): Promise<void>
  recognized(settings: RecognizeSettings): Promise<readonly Understood[]>
  preview(plans: readonly TablePlan[], rowsPerTable: number): Promise<{ readonly rows: { readonly [table: string]: readonly PreviewRow[] }; readonly warnings: readonly DataWarning[] }>
  convert(terms: ConvertTerms): AsyncIterable<RowsBatch>
  close(): Promise<void>
}

export type OpenReader = () => Reader

interface Read {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** TEMPORARY: reads small CSV files in this process, users and payments, until the reader of all formats is there. */
export function openStandInReader(): Reader {
  let read: readonly Read[] = []
  const load = (files: readonly StagedFile[]): void => {
    read = files.map(({ name, path }) => {
      const [columns = [], ...rows] = parse(readFileSync(path), { bom: true, relax_column_count: true }) as string[][]
      return { name, columns, rows }
    })
  }
  const outcome = (table: Read, plan: TablePlan, cells: readonly string[]): RowOutcome => {
    const cell = (field: string): string | null => cells[table.columns.indexOf(plan.fields[field]?.column ?? '')] || (plan.constants[field] ?? null)
    const hash = createHash('sha256').update(cells.slice(0, table.columns.filter((column) => !column.startsWith('hatrack_')).length).join('\0')).digest('hex').slice(0, 20)
    if (plan.kind === 'users') {
      const email = cell('email')
      if (email === null || !email.includes('@')) return { kind: 'refused', reason: 'bad-identifier', says: `'${email}' is no e-mail address` }
      return { kind: 'lines', lines: [{ type: 'party', key: `user ${email}`, source: plan.source, kind: 'person', ids: [`email:${email}`], name: cell('name') ?? email }] }
    }
    if (plan.kind === 'payments') {
      const amount = cell('amount') ?? ''
      const currency = cell('currency') ?? 'EUR'
      const money = { currency, minor: Math.round(Number(amount) * 100) || 0 }
      if (cell('status') === 'draft') return { kind: 'left-out', why: 'a draft', money }
      return { kind: 'lines', money, lines: [{ type: 'payment', key: cell('id') ?? hash, source: plan.source, payer: `email:${cell('customerEmail')}`, amount, currency, at: cell('at') }] }
    }
    return { kind: 'left-out', why: 'nothing is taken from this table' }
  }
  const rowsOf = (table: Read, plan: TablePlan): readonly ConvertedRow[] => table.rows.map((cells, place) => ({ number: place + 1, cells, outcome: outcome(table, plan, cells) }))
  const planOf = (table: Read, kind: Kind): TablePlan => {
    const fields = Object.fromEntries(['email', 'name', 'amount', 'currency', 'status', 'id', 'at', 'customerEmail'].filter((name) => table.columns.includes(name)).map((name) => [name, { column: name, certainty: 0.9, because: 'by its name' }]))
    return { table: table.name, kind, format: null, source: 'files', certainty: 0.8, because: 'by its columns', fields, constants: {}, traits: [], leftOver: table.columns.filter((column) => !Object.hasOwn(fields, column)) }
  }
  return {
    async look(files, onProgress) {
      load(files)
      onProgress(1, 1)
      return { looks: read.map(({ name, columns, rows }) => ({ name, read: 'CSV, commas, UTF-8', columns, rows: rows.length, profiles: [], first: [] })), faults: [] }
    },
    async known(files) {
      load(files)
    },
    async recognized({ kept, as }) {
      return read.map((table) => {
        const shape = table.columns.filter((column) => !column.startsWith('hatrack_')).join('\n')
        const before = kept(shape)
        const kind = as[table.name] ?? (table.columns.includes('amount') ? 'payments' : table.columns.includes('email') ? 'users' : 'nothing')
        return { plan: before ? { ...before, table: table.name } : planOf(table, kind), shape, kept: before !== null }
      })
    },
    async preview(plans, rowsPerTable) {
      const rows = Object.fromEntries(plans.map((plan) => {
        const table = read.find(({ name }) => name === plan.table) as Read
        return [plan.table, rowsOf(table, plan).slice(0, rowsPerTable).map((row): PreviewRow => ({
          row: row.number, cells: [...row.cells], outcome: row.outcome.kind, lines: row.outcome.kind === 'lines' ? [...row.outcome.lines] : [], says: row.outcome.kind === 'refused' ? row.outcome.says : row.outcome.kind === 'left-out' ? row.outcome.why : null,
        }))]
      }))
      return { rows, warnings: [] }
    },
    async *convert({ plans, from, signal }) {
      for (const plan of plans) {
        const table = read.find(({ name }) => name === plan.table) as Read
        const rows = rowsOf(table, plan).slice(from[plan.table] ?? 0)
        for (let at = 0; at < rows.length && !signal.aborted; at += 1_000) yield { table: plan.table, rows: rows.slice(at, at + 1_000) }
      }
    },
    async close() {},
  }
}
