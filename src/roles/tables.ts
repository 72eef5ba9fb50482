import { readFileSync } from 'node:fs'
import type { Db, Tx } from '../db/db.ts'

const CREATE = readFileSync(new URL('./tables.sql', import.meta.url), 'utf8')
/** Grows with every change of the tables: tables of another shape are dropped and made again from the record. */
const SHAPE = 4
const TABLES = ['meta', 'word', 'statement', 'usage_source', 'contested', 'combo', 'usage', 'combo_view', 'coverage', 'also_used']

/** What only PostgreSQL needs: DuckDB keeps the range of each block of rows, and loses tables with secondary indexes after a crash. */
const INDEXES = [
  'create index usage_day on usage (day)', 'create index usage_combo on usage (combo)', 'create index combo_view_combo on combo_view (view_id, combo)',
  'create index coverage_cover on coverage (view_id, cover)',
]

export async function createTables(tx: Tx): Promise<void> {
  for (const statement of CREATE.split(/;\s*$/m)) if (statement.trim()) await tx.run(statement)
  await tx.run(`insert into meta values ('applied', 0), ('lines', 0), ('shape', ${SHAPE}), ('born', :born::bigint)`, { born: Date.now() * 1000 + Math.floor(Math.random() * 1000) })
  if (tx.engine === 'postgres') for (const index of INDEXES) await tx.run(index)
}

export async function dropTables(tx: Tx): Promise<void> {
  await tx.run('drop view if exists stamped')
  for (const table of TABLES) await tx.run(`drop table if exists ${table}`)
}

export async function hasTables(db: Db): Promise<boolean> {
  try {
    return (await db.rows<{ value: number }>("select value from meta where name = 'shape'"))[0]?.value === SHAPE
  } catch {
    return false
  }
}
