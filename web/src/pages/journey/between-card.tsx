import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './journey.module.css'
import type { Between, Journey } from './shapes.ts'

const words = texts.journey
const own = words.between

/** The days from step to step: half are there within so many, with the interval drawn, and the quarters. */
export function BetweenCard({ answer }: { readonly answer: Journey }) {
  const rows = answer.between.filter(({ n }) => n > 0)
  const longest = Math.max(1, ...rows.map(({ median, high, low }) => high ?? Math.max(median ?? 0, (low ?? 0) * 1.3)))
  const csv = () => downloadCsv('journey-days', ['from', 'to', 'parties', 'there', 'not yet', 'the other way round', 'quartile 1', 'median', 'low', 'high', 'quartile 3'],
    answer.between.map((one) => [one.from, one.to, one.n, one.reached, one.waiting, one.before, one.quartile1, one.median, one.low, one.high, one.quartile3]))
  return (
    <Card title={own.title} hint={own.hint} aside={<button type="button" className={table.button} onClick={csv} aria-label={own.csv}>{words.csv}</button>}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section className={table.scroll} tabIndex={0} aria-label={own.title}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{own.way}</th><th scope="col" className={table.number}>{own.n}</th><th scope="col" className={table.number}>{own.reached}</th><th scope="col" className={table.number}>{own.waiting}</th>
              <th scope="col" className={table.number}>{own.quarter}</th><th scope="col" className={table.number}>{own.half}</th><th scope="col" className={classes.pictureHead}><span className="visually-hidden">{own.interval}</span></th><th scope="col" className={table.number}>{own.interval}</th><th scope="col" className={table.number}>{own.threeQuarters}</th>
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Row key={`${row.from}-${row.to}`} row={row} longest={longest} />)}</tbody>
        </table>
      </section>
    </Card>
  )
}

/** The interval of a median in words; its end may be open. */
export function intervalOf({ low, high }: Pick<Between, 'low' | 'high'>): string {
  return low === null ? words.none : high === null ? own.open(count(low)) : high === 0 ? own.sameDay : low === high ? words.days(count(high)) : `${count(low)}\u2013${words.days(count(high))}`
}

export function medianOf({ tooFew, median }: Pick<Between, 'tooFew' | 'median'>): string {
  return tooFew ? words.tooFew : median === null ? words.notYet : median === 0 ? own.sameDay : words.days(count(median))
}

function Row({ row, longest }: { readonly row: Between; readonly longest: number }) {
  const { from, to, n, reached, waiting, before, median, low, high, quartile1, quartile3, tooFew } = row
  const [first, then] = [words.steps[from].name, words.steps[to].name]
  const place = (days: number): string => `${Math.min(100, (days / longest) * 100)}%`
  const quartile = (days: number | null): string => (tooFew ? words.none : days === null ? own.never : count(days))
  return (
    <tr>
      <th scope="row"><WhyButton why={`journey:step=${to};before=${from}`} plain row label={`${own.arrow(first, then)}: ${medianOf(row)}`}>{own.arrow(first, then)}</WhyButton>{before === 0 ? null : <span className={classes.aside}>{own.before(count(before))}</span>}</th>
      <td className={table.number}>{count(n)}</td><td className={table.number}>{count(reached)}</td><td className={table.number}>{count(waiting)}</td>
      <td className={table.number}>{quartile(quartile1)}</td>
      <td className={table.number}><b className={tooFew || median === null ? classes.quiet : undefined}>{medianOf(row)}</b></td>
      <td className={classes.picture}>{tooFew || low === null ? null : (
        <span className={classes.range} role="img" aria-label={own.picture(first, then, `${medianOf(row)}, ${intervalOf(row)}`)}>
          <span className={classes.span} data-open={high === null || undefined} style={{ left: place(low), width: `calc(${place(high ?? longest)} - ${place(low)})` }} />
          {median === null ? null : <span className={classes.point} style={{ left: place(median) }} />}
        </span>
      )}</td>
      <td className={table.number}>{tooFew ? words.none : intervalOf(row)}</td>
      <td className={table.number}>{quartile(quartile3)}</td>
    </tr>
  )
}
