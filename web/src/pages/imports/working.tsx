import type { ImportState } from '../../api/import-shapes.ts'
import { count } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'
import { Progress } from './progress.tsx'
import type { ImportActions } from './use-import-actions.ts'

const UNDERWAY = { looking: texts.imports.looking, taking: texts.imports.taking, undoing: texts.imports.undoing } as const

/** The server is at work; the page may be closed meanwhile. */
export function Working({ state, actions }: { readonly state: ImportState; readonly actions: ImportActions }) {
  const status = state.status === 'taking' || state.status === 'undoing' ? state.status : 'looking'
  const { progress } = state
  const tallies = state.tables.flatMap((table) => (table.tally === null ? [] : [table.tally]))
  const refused = tallies.reduce((sum, tally) => sum + tally.refused, 0)
  return (
    <>
      <Card>
        <Progress step={progress?.step ?? UNDERWAY[status]} done={progress?.done ?? 0} total={progress?.total ?? null} startedAt={Date.parse(progress?.startedAt ?? state.changed)} says={texts.imports.mayClose}>
          {status === 'undoing' ? null : <button type="button" className={classes.secondary} disabled={actions.waiting !== null} onClick={() => void actions.act('import-stop')}>{texts.importing.stop}</button>}
        </Progress>
        {status !== 'taking' || tallies.length === 0 ? null : (
          <p className={classes.sofar}>{texts.imports.soFar(count(tallies.reduce((sum, tally) => sum + tally.written, 0)), count(tallies.reduce((sum, tally) => sum + tally.known, 0)), count(refused))}</p>
        )}
      </Card>
      {status === 'looking' ? <Card><Bones lines={[30, 55, 100, 100, 100, 100]} height={22} /></Card> : null}
    </>
  )
}
