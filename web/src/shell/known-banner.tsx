import { dayText } from '../format/days.ts'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import classes from './shell.module.css'

/** Says plainly that the figures are those of the past. */
export function KnownBanner() {
  const { knownAt, go } = useView()
  if (knownAt === null) return null
  return (
    <div className={classes.banner} role="status">
      <span>{texts.pickers.knownBanner(dayText(knownAt))}</span>
      <button type="button" onClick={() => go({ knownAt: undefined })}>{texts.pickers.backToNow}</button>
    </div>
  )
}
