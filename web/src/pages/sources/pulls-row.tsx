import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { instantText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './pulls.module.css'
import { type Pull, type PullRun, usePullActions } from './use-pulls.ts'

/** One pull: where it reads, how its last run went, when it runs next, and what can be done with it. */
export function PullRow({ pull, onEdit }: { readonly pull: Pull; readonly onEdit: () => void }) {
  const { act, isBusy, error } = usePullActions()
  const [isSure, setSure] = useState(false)
  const run = pull.run ?? pull.runs[0] ?? null
  const earlier = pull.runs.filter(({ startedAt, endedAt }) => startedAt !== run?.startedAt || endedAt !== run.endedAt)
  return (
    <li className={classes.pull}>
      <div className={classes.what}>
        <h3>{pull.name}</h3>
        <p className={classes.quiet}>{texts.pulls.kinds[pull.kind]} · <span className={classes.place}>{pull.place}</span></p>
        {pull.since === null ? null : <p className={classes.quiet}>{texts.pulls.since(pull.since)}</p>}
      </div>
      <div className={classes.how}>
        {run === null ? <p className={classes.quiet}>{texts.pulls.neverRan}</p> : <Run run={run} says />}
        <p className={classes.quiet}>{nextOf(pull)}</p>
        {error ? <p role="alert" className={classes.bad}>{error.message}</p> : null}
      </div>
      {isSure ? (
        <fieldset className={classes.actions}>
          <legend className={classes.quiet}>{texts.pulls.removeSays}</legend>
          <button type="button" className={classes.danger} disabled={isBusy} onClick={() => void act('pull-remove', { id: pull.id })}>{texts.pulls.removeSure}</button>
          <button type="button" className={classes.button} onClick={() => setSure(false)}>{texts.pulls.keep}</button>
        </fieldset>
      ) : (
        <fieldset className={classes.actions} aria-label={texts.pulls.actions(pull.name)}>
          <button type="button" className={classes.button} disabled={isBusy || pull.run?.status === 'running' || pull.run?.status === 'waiting'} onClick={() => void act('pull-run', { id: pull.id })}>{texts.pulls.run}</button>
          {pull.everyMinutes === null ? null : <button type="button" className={classes.button} disabled={isBusy} onClick={() => void act('pull-pause', { id: pull.id, paused: !pull.paused })}>{pull.paused ? texts.pulls.resume : texts.pulls.pause}</button>}
          <button type="button" className={classes.button} disabled={pull.run?.status === 'running'} onClick={onEdit}>{texts.pulls.change}</button>
          <button type="button" className={classes.button} onClick={() => setSure(true)}>{texts.pulls.remove}</button>
        </fieldset>
      )}
      {earlier.length === 0 ? null : (
        <details className={classes.runs}>
          <summary>{texts.pulls.runs}</summary>
          <ul>{earlier.map((one) => <li key={one.startedAt + one.endedAt}><Run run={one} /></li>)}</ul>
        </details>
      )}
    </li>
  )
}

function Run({ run, says = false }: { readonly run: PullRun; readonly says?: boolean }) {
  const isShown = says && run.status !== 'taken'
  return (
    <>
      <p>
        <b className={classes.status} data-status={run.status}>{texts.pulls.statuses[run.status]}</b>
        <span className={classes.quiet}> {instantText(run.endedAt ?? run.startedAt)}</span>
        {run.rows === 0 || run.status === 'failed' ? null : <span> · {run.status === 'taken' ? texts.pulls.rows(count(run.rows), count(run.written), run.rows === 1) : texts.imports.rows(count(run.rows), run.rows === 1)}</span>}
        {run.refused === 0 ? null : <span className={classes.bad}> · {texts.pulls.refused(count(run.refused))}</span>}
        {run.import === null ? null : <> · <Link to="/imports/$id" className={classes.link} params={{ id: run.import }} search={(before) => keptOf(before as Address)}>{run.status === 'waiting' ? texts.pulls.look : texts.pulls.shown}</Link></>}
      </p>
      {isShown || run.status === 'failed' ? <p className={run.status === 'failed' ? classes.bad : classes.quiet}>{run.says}</p> : null}
    </>
  )
}

function nextOf({ everyMinutes, nextAt, paused, run, failures }: Pull): string {
  if (run?.status === 'waiting') return texts.pulls.waitsForYes
  if (everyMinutes === null) return texts.pulls.byHand
  if (paused) return `${texts.pulls.paused} · ${texts.pulls.every(everyMinutes)}`
  if (nextAt === null || run?.status === 'running') return texts.pulls.every(everyMinutes)
  return `${failures > 0 ? texts.pulls.again(instantText(nextAt)) : texts.pulls.next(instantText(nextAt))} · ${texts.pulls.every(everyMinutes)}`
}
