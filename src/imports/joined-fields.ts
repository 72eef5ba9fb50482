import { shortened } from './values.ts'
import type { FieldPlan, TablePlan } from './plan.ts'
import type { Cells } from './table.ts'

/** The name under which the cells of a row give a field's column, also where it stands in another table. */
export function columnAsked({ column, from }: Pick<FieldPlan, 'column' | 'from'>): string {
  return from ? [from.table, from.by, from.own, column].join('\u001f') : column
}

/** For sentences. */
export function columnInWords({ column, from }: Pick<FieldPlan, 'column' | 'from'>): string {
  return from ? `${column} of ${from.table}` : column
}

/** The fields of a plan that other tables of the import give. */
export interface Joined {
  /** Cells that know the columns of the other tables too. */
  readonly wrap: (cells: Cells) => Cells
  /** Why another table does not tell what the row needs; null if it does. */
  readonly lost: (cells: Cells) => string | null
}

interface Lookup {
  readonly table: string
  readonly own: string
  /** Names asked, in the order of the texts that are kept. */
  readonly places: ReadonlyMap<string, number>
  /** By the value of `by`; null where two rows with the value say different things. */
  readonly rows: Map<string, readonly (string | null)[] | null>
}

const NOTHING_JOINED: Joined = { wrap: (cells) => cells, lost: () => null }

interface ReadableTable {
  readonly name: string
  cells(): AsyncIterable<Cells>
}

/** Reads the tables that a plan looks up, and keeps of them the columns that it asks for. */
export async function openJoined(plan: TablePlan, others: readonly ReadableTable[]): Promise<Joined> {
  const lookups: Lookup[] = []
  const fields = Object.values(plan.fields).flatMap(({ column, from }) => (from ? [{ column, from }] : []))
  const groups = new Map(fields.map(({ from }) => [JSON.stringify([from.table, from.by, from.own]), from]))
  for (const { table, by, own } of groups.values()) {
    const columns = [...new Set(fields.filter(({ from }) => from.table === table && from.by === by && from.own === own).map(({ column }) => column))]
    const rows: Lookup['rows'] = new Map()
    const other = others.find(({ name }) => name === table)
    if (other) {
      for await (const cells of other.cells()) {
        const value = cells.text(by)
        if (value === null) continue
        const texts = columns.map((column) => cells.text(column))
        const known = rows.get(value)
        if (known === undefined) rows.set(value, texts)
        else if (known?.some((text, place) => text !== texts[place])) rows.set(value, null)
      }
    }
    lookups.push({ table, own, rows, places: new Map(columns.map((column, place) => [columnAsked({ column, from: { table, by, own } }), place])) })
  }
  return lookups.length === 0 ? NOTHING_JOINED : joinedBy(lookups)
}

function joinedBy(lookups: readonly Lookup[]): Joined {
  const byName = new Map(lookups.flatMap((lookup) => [...lookup.places].map(([name, place]) => [name, { lookup, place }] as const)))
  return {
    wrap: (cells) => ({
      row: cells.row,
      text: (column) => {
        const asked = byName.get(column)
        if (asked === undefined) return cells.text(column)
        const value = cells.text(asked.lookup.own)
        return value === null ? null : (asked.lookup.rows.get(value)?.[asked.place] ?? null)
      },
    }),
    lost: (cells) => {
      for (const { table, own, rows } of lookups) {
        const value = cells.text(own)
        if (value === null) continue
        const found = rows.get(value)
        if (found === undefined) return `${own}: no row of ${table} has '${shortened(value)}'; add it there, or correct it here`
        if (found === null) return `${own}: rows of ${table} with '${shortened(value)}' contradict each other; keep the right one`
      }
      return null
    },
  }
}
