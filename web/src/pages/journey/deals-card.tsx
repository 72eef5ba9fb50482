import { acceptedOf } from '../../api/parameters.ts'
import { useStudy } from '../../api/use-study.ts'
import { count, money, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { quarterName } from './cohorts-card.tsx'
import classes from './journey.module.css'
import type { Deals } from './shapes.ts'
import { useJourneyPeriod } from './use-journey.ts'

const words = texts.journey
const own = words.deals

/** Sales that were tried; not there where no CRM tells of any. */
export function DealsCard() {
  const { parameters } = useView()
  const { from, to } = useJourneyPeriod()
  const query = useStudy('deals', { ...acceptedOf('deals', parameters), from, to, limit: '1' })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const answer = query.data
  return answer === undefined || answer.won + answer.lost + answer.open + answer.openWithoutDay === 0 ? null : <Told answer={answer} />
}

function Told({ answer }: { readonly answer: Deals }) {
  const { won, lost, open, openWithoutDay, winRate, low, high, days, quarters } = answer
  const csv = () => downloadCsv('deals-by-quarter', ['from', 'to', 'won', 'lost', 'amounts'], quarters.map((one) => [one.from, one.to, one.won, one.lost, one.amounts.map(({ currency, amount }) => `${amount} ${currency}`).join(' ')]))
  const daysOf = ({ n, median, mean }: Deals['days']['won']) => (median === null || mean === null ? <b className={classes.big}>{words.none}</b> : <><b className={classes.big}>{count(median)}</b><span className={classes.says}>{own.median(count(mean), count(n))}</span></>)
  return (
    <Card title={own.title} hint={own.hint} aside={<button type="button" className={table.button} onClick={csv} aria-label={own.csv}>{words.csv}</button>}>
      <ul className={classes.summary}>
        <li><span className={classes.name}>{own.rate}</span><WhyButton why="deals:won" plain className={classes.big} label={`${own.rate}: ${winRate === null ? words.tooFew : share(winRate)}`}>{winRate === null ? words.tooFew : share(winRate)}</WhyButton><span className={classes.says}>{own.ofClosed(count(won), count(won + lost))}{low === null || high === null ? '' : `, ${words.flow.interval(share(low), share(high))}`}</span></li>
        <li><span className={classes.name}>{own.open}</span><WhyButton why="deals:open" plain className={classes.big} label={`${own.open}: ${count(open)}`}>{count(open)}</WhyButton>{openWithoutDay === 0 ? null : <span className={classes.says}>{own.without(count(openWithoutDay))}</span>}</li>
        <li><span className={classes.name}>{own.daysWon}</span>{daysOf(days.won)}</li>
        <li><span className={classes.name}>{own.daysLost}</span>{daysOf(days.lost)}</li>
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={own.title}>
        <table className={table.table}>
          <thead><tr><th scope="col">{own.quarter}</th><th scope="col" className={table.number}>{own.won}</th><th scope="col" className={table.number}>{own.lost}</th><th scope="col" className={table.number}>{own.amount}</th></tr></thead>
          <tbody>{quarters.map((one) => <tr key={one.from} data-row><th scope="row">{quarterName(one.from)}</th><td className={table.number}>{count(one.won)}</td><td className={table.number}>{count(one.lost)}</td><td className={table.number}>{one.amounts.length === 0 ? words.none : one.amounts.map(({ currency, amount }) => money(amount, currency)).join(', ')}</td></tr>)}</tbody>
        </table>
      </section>
    </Card>
  )
}
