import { dayText } from '../../format/days.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './money.module.css'

const words = texts.money.queue

/** Says that nothing can be said while the page looks back, and leads to now. */
export function PastNote() {
  const { knownAt, go } = useView()
  if (knownAt === null) return null
  return <p className={classes.done} role="status">{words.past(dayText(knownAt))}<button type="button" className={classes.button} onClick={() => go({ knownAt: undefined })}>{words.toNow}</button></p>
}
