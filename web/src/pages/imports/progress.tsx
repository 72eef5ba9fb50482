import type { ReactNode } from 'react'
import { share } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './imports.module.css'

interface ProgressProps { readonly step: string; readonly done: number; readonly total: number | null; readonly startedAt: number; readonly says?: string; readonly children?: ReactNode }

/** How long it still takes, from how long it took so far; null before that can be said. */
function secondsLeft(done: number, total: number, startedAt: number): number | null {
  const passed = (Date.now() - startedAt) / 1000
  return done === 0 || passed < 1 ? null : (passed * (total - done)) / done
}

/** What is being done, how far it is, and about how long it still takes. */
export function Progress({ step, done, total, startedAt, says, children }: ProgressProps) {
  const part = total === null || total === 0 ? null : Math.min(1, done / total)
  const left = total === null ? null : secondsLeft(done, total, startedAt)
  return (
    <div className={classes.progress}>
      <div className={classes.line}>
        <h2 aria-live="polite">{step}</h2>
        <span className={classes.quiet}>{part === null ? '' : share(part)}{left === null ? '' : `, ${texts.importing.left(left)}`}</span>
      </div>
      <progress max={1} {...(part === null ? {} : { value: part })} aria-label={step} />
      <div className={classes.line}>{says === undefined ? null : <p className={classes.quiet}>{says}</p>}{children}</div>
    </div>
  )
}
