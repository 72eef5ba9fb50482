import { useId } from 'react'
import type { ImportState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import type { ImportActions } from './use-import-actions.ts'
import { isOnlyProduct, useMissingWords } from './use-missing-words.ts'

/** Brings a table into sight and the focus to what it is. */
function showTable(table: string): void {
  const card = [...document.querySelectorAll<HTMLElement>('[data-table]')].find((one) => one.dataset.table === table)
  card?.scrollIntoView({ block: 'start' })
  card?.querySelector('select')?.focus({ preventScroll: true })
}

/** How much would be written, and the yes. Until then nothing is. */
export function YesBar({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const id = useId()
  const words = useMissingWords()
  const taken = state.tables.filter((table) => table.plan.kind !== 'nothing')
  const rows = taken.reduce((sum, table) => sum + table.rows, 0)
  const lacking = taken.find((table) => table.missing.length > 0)
  const reason = taken.length === 0 ? texts.imports.allOut : lacking === undefined ? null : isOnlyProduct(lacking) ? texts.imports.lacksProduct : texts.imports.lacks(lacking.table, words(lacking).join('; '))
  return (
    <div className={classes.yes}>
      <p id={id} aria-live="polite">
        <b>{texts.imports.sum(taken.length, count(rows), rows === 1)}</b> <span className={reason === null ? classes.quiet : classes.bad}>{reason ?? texts.imports.nothingYet}</span>{' '}
        {lacking === undefined || isOnlyProduct(lacking) ? null : <button type="button" className={classes.link} onClick={() => showTable(lacking.table)}>{texts.imports.show}</button>}
      </p>
      <button type="button" className={classes.primary} aria-describedby={id} disabled={reason !== null || actions.waiting !== null} onClick={() => void actions.act('import-take')}>{texts.imports.write(count(rows), rows === 1)}</button>
    </div>
  )
}
