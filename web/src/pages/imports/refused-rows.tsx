import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImportState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import { firstRefused, refusedAddress } from './first-refused.ts'
import classes from './imports.module.css'

/** Rows that were not taken: to be mended in a file and brought in again; and rows of which nothing follows, with the reason. */
export function RefusedRows({ state }: { readonly state: ImportState }) {
  const refused = state.tables.flatMap((table) => (table.tally !== null && table.tally.refused > 0 ? [{ name: table.table, rows: table.tally.refused }] : []))
  const leftOut = state.tables.flatMap((table) => (table.tally?.leftOut ?? []).filter((one) => one.rows > 0).map((one) => ({ table: table.table, ...one })))
  return (
    <>
      {refused.length === 0 ? null : (
        <Card title={texts.imports.refusedTitle} hint={texts.imports.refusedHint}>
          <ul className={classes.rows}>{refused.map((table) => <li key={table.name}><Refused id={state.id} name={table.name} rows={table.rows} /></li>)}</ul>
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

function Refused({ id, name, rows }: { readonly id: string; readonly name: string; readonly rows: number }) {
  const { workspace } = useView()
  const [open, setOpen] = useState(false)
  const { data, error } = useQuery({ queryKey: ['refused', { workspace, id, name }], queryFn: () => firstRefused(workspace, id, name), enabled: open })
  return (
    <>
      <div className={classes.line}>
        <button type="button" className={classes.link} aria-expanded={open} onClick={() => setOpen(!open)}>{texts.imports.refusedOf(count(rows), rows === 1, name)}</button>
        <a href={refusedAddress(workspace, id, name)} download>{texts.imports.refusedFile}</a>
      </div>
      {!open ? null : error ? <Failed error={error} /> : data === undefined ? <Bones lines={[70]} /> : (
        <ol className={classes.reasons}>
          {data.map((one) => <li key={one.row}><span className={classes.rowNumber}>{texts.imports.row} {one.row}</span> {one.says}</li>)}
          {data.length >= rows ? null : <li className={classes.quiet}>{texts.imports.moreInFile}</li>}
        </ol>
      )}
    </>
  )
}
