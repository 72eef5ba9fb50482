import { useContext, useState } from 'react'
import type { PreviewRow, TableState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { sentenceOf } from './line-words.ts'
import { Names } from './names.ts'

const ROWS_AT_FIRST = 4

/** Rows that are worth a look: the first ones, and every one that is not taken. */
function shownOf(rows: readonly PreviewRow[], all: boolean): readonly PreviewRow[] {
  if (all) return rows
  const first = rows.slice(0, ROWS_AT_FIRST)
  const reasons = new Set<string | null>(first.map((row) => row.says))
  const odd = rows.slice(ROWS_AT_FIRST).filter((row) => row.outcome !== 'lines' && !reasons.has(row.says) && reasons.add(row.says))
  return [...first, ...odd]
}

/** What the first rows become, in words first. */
export function Becomes({ table }: { readonly table: TableState }) {
  const [all, setAll] = useState(false)
  const rows = shownOf(table.preview, all)
  const of = (outcome: PreviewRow['outcome']) => table.preview.filter((row) => row.outcome === outcome).length
  if (table.preview.length === 0) return null
  return (
    <div className={classes.part}>
      <h3>{texts.imports.becomes} <span className={classes.quiet}>{texts.imports.ofFirst(count(table.preview.length), count(of('lines')), of('left-out') === 0 ? null : count(of('left-out')), of('refused') === 0 ? null : count(of('refused')))}</span></h3>
      <ol className={classes.becomes}>{rows.map((row) => <RowBecomes key={row.row} row={row} />)}</ol>
      {rows.length === table.preview.length && !all ? null : <button type="button" className={classes.link} onClick={() => setAll(!all)}>{all ? texts.imports.fewerRows : texts.imports.moreRows(table.preview.length)}</button>}
    </div>
  )
}

function RowBecomes({ row }: { readonly row: PreviewRow }) {
  const names = useContext(Names)
  const [json, setJson] = useState(false)
  return (
    <li data-outcome={row.outcome}>
      <span className={classes.rowNumber}>{texts.imports.row} {count(row.row)}</span>
      <div>
        {row.outcome === 'lines' ? null : <p className={row.outcome === 'refused' ? classes.bad : classes.quiet}>{row.outcome === 'refused' ? texts.imports.wouldBeRefused : texts.imports.isLeftOut} {row.says}</p>}
        {row.lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a row have no other order
          <p key={place}>{sentenceOf(line, names)}</p>
        ))}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        {json ? <pre className={classes.json} tabIndex={0}>{row.lines.map((line) => JSON.stringify(line)).join('\n')}</pre> : null}
      </div>
      {row.lines.length === 0 ? null : <button type="button" className={classes.jsonButton} aria-expanded={json} aria-label={texts.imports.jsonOf(row.row)} onClick={() => setJson(!json)}>JSON</button>}
    </li>
  )
}
