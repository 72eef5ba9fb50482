import { useContext, useState } from 'react'
import type { PreviewRow, TableState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { sentenceOf } from './line-words.ts'
import { Names } from './names.ts'

const ROWS_AT_FIRST = 4

/** Rows that end in the same way for the same reason. Rows that are taken stand by themselves. */
interface Group { readonly first: PreviewRow; readonly rows: readonly number[] }

function grouped(rows: readonly PreviewRow[]): readonly Group[] {
  const groups = new Map<string, { first: PreviewRow; rows: number[] }>()
  for (const row of rows) {
    const key = row.outcome === 'lines' ? String(row.row) : `${row.outcome} ${row.says}`
    const group = groups.get(key)
    if (group) group.rows.push(row.row)
    else groups.set(key, { first: row, rows: [row.row] })
  }
  return [...groups.values()]
}

/** Rows that are worth a look: the first ones, and of those that are not taken one for each reason. */
function shownOf(groups: readonly Group[], all: boolean): readonly Group[] {
  if (all) return groups
  const taken = groups.filter(({ first }) => first.outcome === 'lines').slice(0, ROWS_AT_FIRST)
  return groups.filter((group) => group.first.outcome !== 'lines' || taken.includes(group))
}

/** What the first rows become, in words first. */
export function Becomes({ table }: { readonly table: TableState }) {
  const [all, setAll] = useState(false)
  const groups = grouped(table.preview)
  const shown = shownOf(groups, all)
  const of = (outcome: PreviewRow['outcome']) => table.preview.filter((row) => row.outcome === outcome).length
  if (table.preview.length === 0) return null
  return (
    <div className={classes.part}>
      <h3>{texts.imports.becomes} <span className={classes.quiet}>{texts.imports.ofFirst(count(table.preview.length), count(of('lines')), of('left-out') === 0 ? null : count(of('left-out')), of('refused') === 0 ? null : count(of('refused')))}</span></h3>
      <ol className={classes.becomes}>{shown.map(({ first, rows }) => <RowBecomes key={first.row} row={first} rows={rows} />)}</ol>
      {shown.length === groups.length && !all ? null : <button type="button" className={classes.link} onClick={() => setAll(!all)}>{all ? texts.imports.fewerRows : texts.imports.moreRows(table.preview.length)}</button>}
    </div>
  )
}

function RowBecomes({ row, rows }: { readonly row: PreviewRow; readonly rows: readonly number[] }) {
  const names = useContext(Names)
  const [json, setJson] = useState(false)
  return (
    <li data-outcome={row.outcome}>
      <span className={classes.rowNumber}>{rows.length === 1 ? `${texts.imports.row} ${count(row.row)}` : texts.imports.rowAndMore(count(row.row), count(rows.length - 1))}</span>
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
