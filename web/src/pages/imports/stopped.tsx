import type { ImportState } from '../../api/import-shapes.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { Tallies } from './tallies.tsx'
import type { ImportActions } from './use-import-actions.ts'

/** It was stopped, or stopped by itself: go on, or take back what was written. */
export function Stopped({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const isFailed = state.status === 'failed'
  const isCounted = state.tables.some((table) => table.tally !== null)
  return (
    <>
      <Card title={isFailed ? texts.imports.failedTitle : texts.imports.stoppedTitle} hint={isFailed ? texts.imports.stoppedLooking : texts.imports.stoppedTaking}>
        <div className={classes.line}>
          <button type="button" className={classes.primary} disabled={actions.waiting !== null} onClick={() => void actions.act(isFailed ? 'import-look' : 'import-take')}>{isFailed ? texts.errors.again : texts.imports.goOn}</button>
          {isFailed ? null : <button type="button" className={classes.secondary} disabled={actions.waiting !== null} onClick={() => void actions.act('import-undo')}>{texts.imports.takeBack}</button>}
        </div>
      </Card>
      {isCounted ? <Card title={texts.imports.untilNow}><Tallies state={state} /></Card> : null}
    </>
  )
}
