import type { TablePlan, TableState } from '../../api/import-shapes.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { withAllTraits } from './plan-edits.ts'

/** Columns of which nothing is taken, and those that are kept as they are. */
export function LeftOver({ table, onPlan }: { readonly table: TableState; readonly onPlan: (plan: TablePlan) => void }) {
  const { leftOver, traits } = table.plan
  if (leftOver.length === 0 && traits.length === 0) return null
  return (
    <div className={classes.part}>
      <h3>{texts.imports.leftOver}</h3>
      {traits.length === 0 ? null : <p>{texts.imports.keptAsTraits} <span className={classes.quiet}>{traits.join(', ')}</span></p>}
      {leftOver.length === 0 ? null : <p>{texts.imports.nothingOf} <span className={classes.quiet}>{leftOver.join(', ')}</span></p>}
      {leftOver.length === 0 ? null : <button type="button" className={classes.link} onClick={() => onPlan(withAllTraits(table.plan, table.columns))}>{texts.imports.keepAll}</button>}
    </div>
  )
}
