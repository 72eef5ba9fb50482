import { change } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './explore.module.css'

/** How much more or less than before; more is not always better, so it has no colour. */
export function Change({ now, before }: { readonly now: number; readonly before: number | undefined }) {
  if (before === undefined) return null
  return <span className={classes.change} data-same={now === before || undefined}>{now === before ? texts.explore.before.same : change(now - before)}</span>
}
