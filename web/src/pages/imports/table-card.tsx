import { IconChevronDown } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { DataWarning, TablePlan, TableState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { Becomes } from './becomes.tsx'
import { CertaintyMark, certaintyWord } from './certainty.tsx'
import { Constants } from './constants.tsx'
import { Grid } from './grid.tsx'
import classes from './imports.module.css'
import { LeftOver } from './left-over.tsx'
import { Missing } from './missing.tsx'
import { namespacesOf } from './plan-edits.ts'
import type { ImportActions } from './use-import-actions.ts'
import { useKinds } from './use-kinds.ts'
import { isOnlyProduct } from './use-missing-words.ts'
import { Warnings } from './warnings.tsx'

interface TableCardProps { readonly table: TableState; readonly plans: readonly TablePlan[]; readonly warnings: readonly DataWarning[]; readonly isOpenAtFirst: boolean; readonly actions: ImportActions }

/** One table: what it is, what each column gives, what the rows become. */
export function TableCard({ table, plans, warnings, isOpenAtFirst, actions }: TableCardProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const { kinds, formatTitle } = useKinds()
  const id = useId()
  const { plan } = table
  const isOut = plan.kind === 'nothing'
  const change = (changed: TablePlan) => void actions.plan([changed])
  const setKind = (kind: string) => void actions.act('import-kind', { table: table.table, kind })
  const isWaiting = actions.waiting === 'import-plan' || actions.waiting === 'import-kind'
  return (
    <section className={classes.table} aria-labelledby={`${id}-name`} data-table={table.table} data-out={isOut || undefined}>
      <header className={classes.tableHead}>
        <div className={classes.tableName}>
          <h2 id={`${id}-name`}>{table.table}</h2>
          <p className={classes.quiet}>{texts.imports.rows(count(table.rows), table.rows === 1)} · {table.read}</p>
        </div>
        <div className={classes.kind}>
          <label htmlFor={`${id}-kind`}>{texts.imports.thisIs}</label>
          <select id={`${id}-kind`} value={plan.kind} disabled={actions.waiting !== null} onChange={(event) => setKind(event.target.value)}>
            {(kinds.includes(plan.kind) ? kinds : [plan.kind, ...kinds]).map((kind) => <option key={kind} value={kind}>{texts.imports.kinds[kind] ?? kind}</option>)}
          </select>
        </div>
        <button type="button" className={classes.fold} aria-expanded={isOpen} aria-controls={`${id}-body`} aria-label={`${isOpen ? texts.imports.fold : texts.imports.unfold}: ${table.table}`} onClick={() => setOpen(!isOpen)}><IconChevronDown size={18} stroke={1.7} aria-hidden /></button>
        <p className={classes.because}>
          <CertaintyMark certainty={plan.certainty} /> <b>{table.kept ? texts.imports.kept : certaintyWord(plan.certainty)}</b>
          {plan.format === null ? null : <> · {formatTitle(plan.format)}</>} · {plan.because}
        </p>
      </header>
      {table.missing.length === 0 || isOnlyProduct(table) || isOut ? null : <Missing table={table} onLeaveOut={() => setKind('nothing')} />}
      {!isOpen ? null : (
        <div id={`${id}-body`} className={classes.tableBody}>
          {isOut ? <p className={classes.quiet}>{texts.imports.isOut}</p> : <Constants table={table} plans={plans} onPlans={(changed) => void actions.plan(changed)} />}
          <Grid table={table} namespaces={namespacesOf(plans)} onPlan={change} />
          {isOut ? null : (
            <div className={classes.after} data-stale={isWaiting || undefined}>
              <Becomes table={table} />
              <LeftOver table={table} onPlan={change} />
            </div>
          )}
          {warnings.length === 0 ? null : <div className={classes.part}><h3>{texts.imports.mind}</h3><Warnings warnings={warnings} /></div>}
        </div>
      )}
    </section>
  )
}
