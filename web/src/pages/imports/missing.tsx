import type { TableState } from '../../api/import-shapes.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { useMissingWords } from './use-missing-words.ts'

/** What the table does not say yet, and the two ways out. */
export function Missing({ table, onLeaveOut }: { readonly table: TableState; readonly onLeaveOut: () => void }) {
  const words = useMissingWords()
  return (
    <div className={classes.missing} role="status">
      <p><b>{texts.imports.missing}</b> {words(table).join('; ')}. {texts.imports.missingMend}</p>
      <button type="button" className={classes.secondary} onClick={onLeaveOut}>{texts.imports.leaveOut}</button>
    </div>
  )
}
