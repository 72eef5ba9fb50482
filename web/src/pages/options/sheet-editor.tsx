import { IconTrash } from '@tabler/icons-react'
import { type ClipboardEvent, useRef, useState } from 'react'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { SureButton } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import { COLUMNS, cellsOf, type Column, type Draft, type DraftRow, emptyRow, filled, rowsOfFile, savedOf } from './draft.ts'
import classes from './options.module.css'

const words = texts.options.edit
const UNITS = ['EUR', 'USD', 'GBP', 'CHF', 'days'] as const
const RULES = ['free', 'must', 'never'] as const

/** The sheet as a table that is written by keyboard, pasted from a spreadsheet, or brought in as CSV. */
export function SheetEditor({ draft: begun }: { readonly draft: Draft }) {
  const { go } = useView()
  const { act, isBusy, error } = useChange()
  const [draft, setDraft] = useState(begun)
  const [isSaved, setSaved] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const change = (part: Partial<Draft>) => {
    setSaved(false)
    setDraft((before) => ({ ...before, ...part }))
  }
  const set = (at: number, column: Column, value: string) => change({ rows: draft.rows.map((row) => (row.at === at ? { ...row, [column]: value } : row)) })
  const paste = (event: ClipboardEvent, row: number, column: Column) => {
    const text = event.clipboardData.getData('text/plain')
    if (!/[\t\n]/.test(text.trim())) return
    event.preventDefault()
    change({ rows: filled(draft.rows, row, column, cellsOf(text)) })
  }
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    const rows = rowsOfFile(await chosen.text())
    change({ rows: [...draft.rows.filter(({ name }) => name.trim() !== ''), ...rows], name: draft.name === '' ? chosen.name.replace(/\.[^.]*$/, '') : draft.name })
  }
  const save = async () => {
    const answer = await act<{ id: string }>('option-sheet-save', savedOf(draft))
    if (answer === null) return
    setSaved(true)
    go({ sheet: answer.id, tab: draft.id === undefined ? undefined : 'sheet', set: undefined })
  }
  const missing = draft.rows.filter(({ name, cost }) => name.trim() !== '' && cost.trim() === '').length
  return (
    <Card title={words.title} hint={words.hint} aside={(
      <span className={table.labelled}>
        <button type="button" className={table.button} onClick={() => file.current?.click()}>{words.csv}</button>
        <input ref={file} type="file" accept=".csv,.tsv,.txt,text/csv" className={classes.file} aria-label={words.csv} onChange={(event) => void read(event.target.files?.[0])} />
        {draft.id === undefined ? null : <SureButton label={words.forget} about={draft.name} sure={words.forgetSure(draft.name)} isBusy={isBusy} onSure={() => void act('option-sheet-forget', { id: draft.id }).then((done) => (done === null ? undefined : go({ sheet: undefined, tab: undefined, set: undefined })))} />}
      </span>
    )}>
      <form onSubmit={(event) => { event.preventDefault(); void save() }}>
        <div className={classes.fields}>
          <label>{words.name}<input className={table.field} required maxLength={120} value={draft.name} placeholder={words.unnamed} onChange={(event) => change({ name: event.target.value })} /></label>
          <label>{words.unit}<select className={table.field} value={draft.unit} onChange={(event) => change({ unit: event.target.value })}>{[...new Set([...UNITS, draft.unit])].map((unit) => <option key={unit} value={unit}>{unit === 'days' ? words.days : unit}</option>)}</select></label>
          <label>{words.budget}<input className={table.field} inputMode="decimal" value={draft.budget} onChange={(event) => change({ budget: event.target.value })} /></label>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
        <section className={`${table.scroll} ${classes.scrolled}`} tabIndex={0} aria-label={words.title}>
          <table className={`${table.table} ${classes.sheet}`}>
            <thead><tr>{COLUMNS.map((column) => <th key={column} scope="col">{words.columns[column]}</th>)}<td /></tr></thead>
            <tbody>{draft.rows.map((row, place) => <Row key={row.at} row={row} place={place} onSet={set} onPaste={paste} onRemove={() => change({ rows: draft.rows.filter(({ at }) => at !== row.at) })} />)}</tbody>
          </table>
        </section>
        <div className={classes.bar} style={{ marginTop: 12 }}>
          <button type="button" className={table.button} onClick={() => change({ rows: [...draft.rows, emptyRow()] })}>{words.add}</button>
          {missing > 0 ? <span className={classes.quiet}>{words.costMissing(count(missing))}</span> : null}
        </div>
        <div className={classes.fields}>
          <label>{words.notBoth}<textarea value={draft.notBoth} placeholder={words.notBothHint} onChange={(event) => change({ notBoth: event.target.value })} /></label>
          <label>{words.needs}<textarea value={draft.needs} placeholder={words.needsHint} onChange={(event) => change({ needs: event.target.value })} /></label>
        </div>
        <div className={classes.bar}>
          <button type="submit" className={classes.primary} disabled={isBusy || missing > 0}>{words.save}</button>
          <span role="status" className={error === null ? classes.good : classes.bad}>{error === null ? (isSaved ? words.saved : '') : error.message}</span>
        </div>
      </form>
    </Card>
  )
}

interface RowProps { readonly row: DraftRow; readonly place: number; readonly onSet: (at: number, column: Column, value: string) => void; readonly onPaste: (event: ClipboardEvent, row: number, column: Column) => void; readonly onRemove: () => void }

function Row({ row, place, onSet, onPaste, onRemove }: RowProps) {
  return (
    <tr>
      {COLUMNS.map((column) => (
        <td key={column} data-column={column}>
          {column === 'rule' ? (
            <select aria-label={words.cell(words.columns.rule, String(place + 1))} value={RULES.find((rule) => rule === row.rule) ?? 'free'} onChange={(event) => onSet(row.at, 'rule', event.target.value)}>{RULES.map((rule) => <option key={rule} value={rule}>{words.rules[rule]}</option>)}</select>
          ) : <input aria-label={words.cell(words.columns[column], String(place + 1))} value={row[column]} inputMode={column === 'cost' ? 'decimal' : undefined} spellCheck={false} onChange={(event) => onSet(row.at, column, event.target.value)} onPaste={(event) => onPaste(event, place, column)} />}
        </td>
      ))}
      <td><button type="button" className={classes.small} aria-label={words.remove(row.name || String(place + 1))} onClick={onRemove}><IconTrash size={15} aria-hidden /></button></td>
    </tr>
  )
}
