import { Link } from '@tanstack/react-router'
import { count, share } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './import.module.css'
import { RejectedList } from './rejected-list.tsx'
import type { ImportState } from './use-import.ts'

/** How long it still takes, from how long it took so far. */
function secondsLeft(state: ImportState): number {
  const passed = (Date.now() - state.startedAt) / 1000
  return state.bytesDone === 0 ? 60 : (passed * (state.bytes - state.bytesDone)) / state.bytesDone
}

function headline(state: ImportState): string {
  switch (state.status) {
    case 'running': return texts.importing.working
    case 'stopped': return texts.importing.stopped
    case 'failed': return texts.importing.failed
    default: return state.accepted + state.duplicate + state.rejected.length === 0 ? texts.importing.empty : texts.importing.done
  }
}

export function ImportProgress({ state, onStop }: { readonly state: ImportState; readonly onStop: () => void }) {
  const done = state.bytes === 0 ? 1 : Math.min(1, state.bytesDone / state.bytes)
  const running = state.status === 'running'
  return (
    <div className={classes.progress} aria-live="polite">
      <div className={classes.line}>
        <h2>{headline(state)}</h2>
        {running ? <><span className={classes.quiet}>{share(done)}, {texts.importing.left(secondsLeft(state))}</span><button type="button" className={classes.secondary} onClick={onStop}>{texts.importing.stop}</button></> : null}
      </div>
      <progress max={1} value={done} aria-label={texts.importing.working} />
      {state.error === null || state.status !== 'failed' ? null : <p className={classes.bad} role="alert">{state.error.message}</p>}
      <dl className={classes.counts}>
        <div><dd>{count(state.accepted)}</dd><dt>{texts.importing.accepted}</dt></div>
        <div><dd>{count(state.duplicate)}</dd><dt>{texts.importing.duplicate}</dt></div>
        <div data-bad={state.rejected.length > 0 || undefined}><dd>{count(state.rejected.length)}</dd><dt>{texts.importing.rejected}</dt></div>
      </dl>
      {state.rejected.length === 0 ? null : <RejectedList rejected={state.rejected} />}
      {running || state.accepted === 0 ? null : <p><Link to="/" search={(before) => keptOf(before as Address)} className={classes.primary}>{texts.importing.see}</Link> <span className={classes.quiet}>{texts.importing.waiting}</span></p>}
    </div>
  )
}
