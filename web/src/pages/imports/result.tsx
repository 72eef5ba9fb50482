import { IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ImportState } from '../../api/import-shapes.ts'
import { count, isZero, money } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { FiguresLink } from './figures-link.tsx'
import classes from './imports.module.css'
import { LinesAddUp } from './lines-add-up.tsx'
import { RefusedRows } from './refused-rows.tsx'
import { Tallies } from './tallies.tsx'
import { leftOutRows, moneyOf } from './tally-sums.ts'
import type { ImportActions } from './use-import-actions.ts'
import { Warnings } from './warnings.tsx'

/** Does it add up? Rows and money of the import, what was refused, and the ways on and back. */
export function Result({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const isUndone = state.status === 'undone'
  return (
    <>
      {isUndone ? <Card title={texts.imports.undoneTitle} hint={texts.imports.undoneSays}><button type="button" className={classes.primary} disabled={actions.waiting !== null} onClick={() => void actions.act('import-redo')}>{texts.imports.redo}</button></Card> : null}
      <Card title={texts.imports.addsUp} hint={isUndone ? texts.imports.wasSo : texts.imports.addsUpHint}>
        <div className={classes.two}>
          <div className={classes.sums}>
            <h3>{texts.imports.inFiles}</h3>
            <Sums state={state} />
          </div>
          {isUndone ? null : <div><LinesAddUp id={state.id} /></div>}
        </div>
        {isUndone ? null : (
          <div className={classes.ways}>
            <FiguresLink id={state.id} />
            <Link to="/import" search={(before) => keptOf(before as Address)} className={classes.secondary}>{texts.imports.bringMore}</Link>
            <button type="button" className={classes.secondary} disabled={actions.waiting !== null} aria-describedby="undo-says" onClick={() => void actions.act('import-undo')}>{texts.imports.undo}</button>
            <span id="undo-says" className={classes.quiet}>{texts.imports.undoSays}</span>
          </div>
        )}
      </Card>
      <RefusedRows state={state} />
      <Card title={texts.imports.byTable}><Tallies state={state} /></Card>
      {state.files.length === 0 ? null : <p><button type="button" className={classes.link} disabled={actions.waiting !== null} onClick={() => void actions.act('import-forget')}>{texts.imports.removeFiles(texts.imports.bytes(state.files.reduce((bytes, file) => bytes + file.bytes, 0)))}</button></p>}
      {state.warnings.length === 0 ? null : <Card title={texts.imports.mind}><Warnings warnings={state.warnings} /></Card>}
    </>
  )
}

/** The sentence: rows in = written + known + refused + left out; and the same for each currency. */
function Sums({ state }: { readonly state: ImportState }) {
  const tallies = state.tables.flatMap((table) => (table.tally === null ? [] : [table.tally]))
  const of = (pick: (tally: (typeof tallies)[number]) => number) => tallies.reduce((all, tally) => all + pick(tally), 0)
  const rows = of((tally) => tally.rows)
  const parts = { written: of((tally) => tally.written), known: of((tally) => tally.known), refused: of((tally) => tally.refused), leftOut: of(leftOutRows) }
  return (
    <>
      <Equation total={texts.imports.rowsIn(count(rows), rows === 1)} parts={PARTS.map((part) => ({ part, text: count(parts[part]), isNone: parts[part] === 0 }))} adds={rows === parts.written + parts.known + parts.refused + parts.leftOut} />
      {moneyOf(tallies).map((one) => (
        <Equation key={one.currency} total={texts.imports.moneyIn(money(one.in, one.currency))} parts={PARTS.map((part) => ({ part, text: money(one[part], one.currency), isNone: isZero(one[part]) }))} adds />
      ))}
    </>
  )
}

const PARTS = ['written', 'known', 'refused', 'leftOut'] as const

interface Part { readonly part: (typeof PARTS)[number]; readonly text: string; readonly isNone: boolean }

function Equation({ total, parts, adds }: { readonly total: string; readonly parts: readonly Part[]; readonly adds: boolean }) {
  const shown = parts.filter((one) => !one.isNone || one.part === 'written')
  return (
    <div className={classes.equation}>
      <b>{total}</b>
      <p>
        {shown.map((one, place) => <span key={one.part}>{place === 0 ? '= ' : ' + '}<span className={one.part === 'refused' ? classes.bad : undefined}>{one.text} {texts.imports.parts[one.part]}</span></span>)}
        {adds ? <span className={classes.good}> <IconCheck size={14} stroke={2.2} aria-hidden /> {texts.imports.adds}</span> : null}
      </p>
    </div>
  )
}
