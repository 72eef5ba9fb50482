// biome-ignore-all lint/a11y/noStaticElementInteractions: a grid of boxes; its roles are constants, which the rule does not read
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: as above
import type { PartyRow } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { type Column, WhoPays } from './columns.tsx'
import { CELL, ROW } from './grid-roles.ts'
import classes from './parties.module.css'
import { PartyName } from './party-name.tsx'

const words = texts.parties

interface RowProps {
  readonly place: number
  readonly row: PartyRow | undefined
  readonly columns: readonly Column[]
  readonly start: number
  readonly height: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly isCard: boolean
  readonly onSelect: () => void
  readonly onActive: () => void
}

export function rowId(place: number): string {
  return `party-row-${place}`
}

/** One party in its place; bones while it is on its way. */
export function Row({ place, row, columns, start, height, isActive, isSelected, isCard, onSelect, onActive }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
    <div id={rowId(place)} role={ROW} aria-rowindex={place + 2} aria-selected={isSelected} tabIndex={-1} data-row data-active={isActive || undefined} className={isCard ? classes.card : classes.row} style={{ transform: `translateY(${start}px)`, height }} onClick={onActive} onFocus={(event) => (event.target === event.currentTarget ? onActive() : undefined)}>
      <div role={CELL} className={classes.check}>
        {row === undefined ? null : <input type="checkbox" tabIndex={-1} checked={isSelected} aria-label={words.select(nameOf(row.party))} onChange={onSelect} />}
      </div>
      {row === undefined ? <Bone columns={isCard ? [] : columns} /> : isCard ? <CardCells row={row} /> : <Cells row={row} columns={columns} />}
    </div>
  )
}

function Bone({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <>
      <div role={CELL} className={classes.cell}><span className={classes.bone} style={{ width: '46%' }} /></div>
      {columns.map(({ id }) => <div key={id} role={CELL} className={classes.cell}><span className={classes.bone} style={{ width: '60%' }} /></div>)}
    </>
  )
}

function Cells({ row, columns }: { readonly row: PartyRow; readonly columns: readonly Column[] }) {
  return (
    <>
      <div role={CELL} className={classes.cell}><PartyName party={row.party} /></div>
      {columns.map(({ id, cell, isNumber }) => <div key={id} role={CELL} className={`${classes.cell} ${isNumber ? classes.number : ''}`}>{cell(row)}</div>)}
    </>
  )
}

function CardCells({ row }: { readonly row: PartyRow }) {
  return (
    <div role={CELL} className={classes.two}>
      <div className={classes.line}><PartyName party={row.party} /></div>
      <div className={classes.line}>
        <span className={classes.quiet}>{row.usageDays === 0 ? words.never : words.usage(count(row.usageDays), row.usageDays === 1)}</span>
        <WhoPays row={row} />
      </div>
    </div>
  )
}
