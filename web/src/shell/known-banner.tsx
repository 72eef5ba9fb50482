import { Link } from '@tanstack/react-router'
import { dayText, periodText } from '../format/days.ts'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import classes from './means.module.css'

/** What every figure of the page means: of which days, and as known when. In the past it says so plainly, and leads back. */
export function KnownBanner() {
  const { knownAt, period, go } = useView()
  const days = texts.pickers.periodMeans(periodText(period.from, period.to))
  if (knownAt === null) return <p className={classes.means}>{days}, {texts.pickers.knownMeans}.</p>
  return (
    <div className={classes.past} role="status">
      <span>{days}. {texts.pickers.knownBanner(dayText(knownAt))}{knownAt < period.from ? ` ${texts.pickers.knownTooEarly}` : ''}</span>
      <span className={classes.actions}>
        <Link to="/changes" search={(before) => ({ ...keptOf(before as Address), knownAt: undefined, against: knownAt })}>{texts.pickers.whatChanged}</Link>
        <button type="button" onClick={() => go({ knownAt: undefined })}>{texts.pickers.backToNow}</button>
      </span>
    </div>
  )
}
