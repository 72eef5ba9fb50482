import { Link } from '@tanstack/react-router'
import type { ImportState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './imports.module.css'

/** Rows that were not taken: to be mended in a file and brought in again; and rows of which nothing follows, with the reason. */
export function RefusedRows({ state }: { readonly state: ImportState }) {
  const { workspace } = useView()
  const refused = state.tables.filter((table) => table.tally !== null && table.tally.refused > 0)
  const leftOut = state.tables.flatMap((table) => (table.tally?.leftOut ?? []).filter((one) => one.rows > 0).map((one) => ({ table: table.table, ...one })))
  return (
    <>
      {refused.length === 0 ? null : (
        <Card title={texts.imports.refusedTitle} hint={texts.imports.refusedHint}>
          <ul className={classes.rows}>
            {refused.map((table) => (
              <li key={table.table}>
                <b>{table.table}</b> {texts.imports.rows(count(table.tally?.refused ?? 0), table.tally?.refused === 1)}{' '}
                <a href={`/api/imports/${encodeURIComponent(state.id)}/refused?${new URLSearchParams({ workspace, table: table.table })}`} download>{texts.imports.refusedFile}</a>
              </li>
            ))}
          </ul>
          <p className={classes.after}><Link to="/import" search={(before) => keptOf(before as Address)}>{texts.imports.mendAgain} →</Link></p>
        </Card>
      )}
      {leftOut.length === 0 ? null : (
        <Card title={texts.imports.leftOutTitle} hint={texts.imports.leftOutHint}>
          <ul className={classes.rows}>{leftOut.map((one) => <li key={`${one.table} ${one.why}`}><b>{count(one.rows)}</b> {one.why} <span className={classes.quiet}>{one.table}</span></li>)}</ul>
        </Card>
      )}
    </>
  )
}
