import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { count } from '../../format/numbers.ts'
import { settingsTexts as words } from '../../texts/settings.ts'
import { type Cell, downloadCsv } from '../../why/csv.ts'
import classes from './settings.module.css'

export interface Column<Row> { readonly name: string; readonly shown: (row: Row) => ReactNode; readonly cell?: (row: Row) => Cell }

interface RowsProps<Row> { readonly rows: readonly Row[]; readonly columns: readonly Column<Row>[]; readonly keyOf: (row: Row) => string; readonly actions: (row: Row) => ReactNode }

const ROWS = 50

/** A list of settings with what can be done to each; on narrow screens each becomes a block with the names before the values. */
export function Rows<Row>({ rows, columns, keyOf, actions }: RowsProps<Row>) {
  const [limit, setLimit] = useState(ROWS)
  const left = rows.length - limit
  return (
    <>
    <table className={classes.table}>
      <thead><tr>{columns.map(({ name }) => <th key={name} scope="col">{name}</th>)}<th scope="col"><span aria-hidden> </span></th></tr></thead>
      <tbody>
        {rows.slice(0, limit).map((row) => (
          <tr key={keyOf(row)} data-row tabIndex={-1}>
            {columns.map(({ name, shown }) => <td key={name} data-label={name}>{shown(row)}</td>)}
            <td><div className={classes.actions}>{actions(row)}</div></td>
          </tr>
        ))}
      </tbody>
    </table>
    {left <= 0 ? null : <button type="button" className={classes.more} onClick={() => setLimit(limit + 4 * ROWS)}>{words.more(count(left))}</button>}
    </>
  )
}

export function CsvButton<Row>({ name, rows, columns }: { readonly name: string; readonly rows: readonly Row[]; readonly columns: readonly Column<Row>[] }) {
  const cells = columns.filter((column): column is Required<Column<Row>> => column.cell !== undefined)
  return <button type="button" className={classes.button} disabled={rows.length === 0} onClick={() => downloadCsv(name, cells.map((column) => column.name), rows.map((row) => cells.map(({ cell }) => cell(row))))}><IconDownload size={15} aria-hidden /> {words.csv}</button>
}
