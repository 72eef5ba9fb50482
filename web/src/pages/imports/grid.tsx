import { useState } from 'react'
import type { TablePlan, TableState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { ColumnHead } from './column-head.tsx'
import classes from './grid.module.css'
import { fieldsOf } from './plan-edits.ts'
import { isAllRefused } from './silent-tables.ts'

const ROWS_AT_FIRST = 5

interface GridProps { readonly table: TableState; readonly namespaces: readonly string[]; readonly onPlan: (plan: TablePlan) => void }

/** The first rows as they stand in the file; each column says what it is taken for. */
export function Grid({ table, namespaces, onPlan }: GridProps) {
  const [all, setAll] = useState(false)
  const rows = all ? table.preview : table.preview.slice(0, ROWS_AT_FIRST)
  const isOut = table.plan.kind === 'nothing'
  // Where all wait for the same missing word, the table says so once.
  const isPainted = !isOut && !isAllRefused(table)
  const isWhole = table.plan.kind === 'evidence' || table.plan.kind === 'objects'
  const isUsed = table.columns.map((column) => isWhole || fieldsOf(table.plan, column).length > 0 || table.plan.traits.includes(column))
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={classes.scroll} tabIndex={0} aria-label={texts.imports.firstRows(table.table)}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th scope="col" className={classes.number}><span className="visually-hidden">{texts.imports.row}</span></th>
              {table.columns.map((column) => <ColumnHead key={column} column={column} table={table} namespaces={namespaces} isOut={isOut} onPlan={onPlan} />)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row} data-outcome={isPainted ? row.outcome : undefined}>
                <th scope="row" className={classes.number}>{count(row.row)}</th>
                {table.columns.map((column, place) => {
                  const cell = row.cells[place] ?? ''
                  return <td key={column} title={cell.length > 24 ? cell : undefined} data-unused={!isUsed[place] || undefined}>{cell}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {table.preview.length <= ROWS_AT_FIRST ? null : <button type="button" className={classes.more} onClick={() => setAll(!all)}>{all ? texts.imports.fewerRows : texts.imports.moreRows(table.preview.length)}</button>}
    </div>
  )
}
