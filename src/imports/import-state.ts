import { type Static, Type } from 'typebox'
import { DataWarning, oneOfWords, TablePlan } from './plan.ts'

/** uploading: files arrive. looking: they are read and understood. looked: waits for a yes. taking: lines are written. stopped: may go on. */
export const STATUSES = ['uploading', 'looking', 'looked', 'taking', 'stopped', 'taken', 'failed', 'undoing', 'undone'] as const

/** What became of the rows: rows = written + known + refused + leftOut, and so for the money in each currency. */
export const Tally = Type.Object({
  rows: Type.Integer(),
  written: Type.Integer({ description: 'Rows of which at least one line is new.' }),
  known: Type.Integer({ description: 'Rows all of whose lines were known already.' }),
  refused: Type.Integer(),
  leftOut: Type.Array(Type.Object({ why: Type.String(), rows: Type.Integer() }, { additionalProperties: false })),
  lines: Type.Record(Type.String(), Type.Integer(), { description: 'New lines by type.' }),
  money: Type.Array(Type.Object({
    currency: Type.String(), in: Type.String(), written: Type.String(), known: Type.String(), refused: Type.String(), leftOut: Type.String(),
  }, { additionalProperties: false })),
}, { additionalProperties: false })
export type Tally = Static<typeof Tally>

export const PreviewRow = Type.Object({
  row: Type.Integer(),
  cells: Type.Array(Type.Union([Type.String(), Type.Null()])),
  outcome: oneOfWords(['lines', 'left-out', 'refused']),
  lines: Type.Array(Type.Unknown(), { description: 'The evidence lines that the row would become.' }),
  says: Type.Union([Type.String(), Type.Null()], { description: 'Why it is left out or refused.' }),
}, { additionalProperties: false })
export type PreviewRow = Static<typeof PreviewRow>

export const TableState = Type.Object({
  table: Type.String(),
  read: Type.String({ description: 'How the bytes were understood.' }),
  columns: Type.Array(Type.String()),
  rows: Type.Integer(),
  plan: TablePlan,
  /** Fields that the plan still lacks; the table cannot be taken before. */
  missing: Type.Array(Type.String()),
  /** True if the plan was made for an earlier file of this shape and kept. */
  kept: Type.Boolean(),
  preview: Type.Array(PreviewRow),
  tally: Type.Union([Tally, Type.Null()]),
}, { additionalProperties: false })
export type TableState = Static<typeof TableState>

export const ImportState = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'For people: names of the files.' }),
  status: oneOfWords(STATUSES),
  created: Type.String(),
  changed: Type.String(),
  files: Type.Array(Type.Object({
    name: Type.String(), bytes: Type.Integer({ description: 'How much of it was sent.' }), size: Type.Optional(Type.Integer({ description: 'How long it is, where that was said before it was sent.' })),
  }, { additionalProperties: false })),
  progress: Type.Union([Type.Null(), Type.Object({
    step: Type.String({ description: 'What is being done, in words.' }), done: Type.Number(), total: Type.Union([Type.Number(), Type.Null()]), startedAt: Type.String(),
  }, { additionalProperties: false })]),
  tables: Type.Array(TableState),
  warnings: Type.Array(DataWarning),
  products: Type.Optional(Type.Object({
    silent: Type.Array(Type.String(), { description: 'Tables of which nothing says which product they are about.' }),
    named: Type.Array(Type.Object({ product: Type.String(), name: Type.Union([Type.String(), Type.Null()]), tables: Type.Array(Type.String()) }, { additionalProperties: false }),
      { description: 'Products that tables of the import name in their rows, and those tables.' }),
  }, { additionalProperties: false })),
  /** Files and tables that could not be read, each with what to do. */
  faults: Type.Array(Type.Object({ file: Type.String(), says: Type.String() }, { additionalProperties: false })),
}, { additionalProperties: false })
export type ImportState = Static<typeof ImportState>
