import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './journey.module.css'
import type { Journey } from './shapes.ts'

const words = texts.journey
const own = words.surprises
const SHOWN = 8

/** Steps that were skipped or came in another order, and the ways that were taken. */
export function SurprisesCard({ answer: { surprises, orders } }: { readonly answer: Journey }) {
  const found = surprises.filter(({ parties }) => parties > 0)
  const rare = orders.slice(SHOWN)
  const csv = () => downloadCsv('journey-ways', ['way', 'parties'], orders.map(({ steps, parties }) => [steps.join(' > '), parties]))
  return (
    <Card title={own.title} hint={own.hint} aside={<button type="button" className={table.button} onClick={csv} aria-label={own.ordersCsv}>{words.csv}</button>}>
      <div className={classes.surprises}>
        {found.length === 0 ? <Empty>{own.none}</Empty> : (
          <ul className={classes.list}>
            {found.map(({ surprise, parties }) => <li key={surprise}><span>{own.names[surprise]}</span><WhyButton why={`journey:surprise=${surprise}`} plain row label={`${own.names[surprise]}: ${count(parties)}`}>{count(parties)}</WhyButton></li>)}
          </ul>
        )}
        <div>
          <h3 className={classes.sub}>{own.orders}</h3>
          <ul className={classes.list}>
            {orders.slice(0, SHOWN).map(({ steps, parties }) => <li key={steps.join()}><span className={classes.way}>{steps.map((step) => words.steps[step].name).join(' \u2192 ')}</span><WhyButton why={`journey:order=${steps.join('+')}`} plain row label={`${steps.map((step) => words.steps[step].name).join(', ')}: ${count(parties)}`}>{count(parties)}</WhyButton></li>)}
          </ul>
          {rare.length === 0 ? null : <p className={classes.note}>{own.more(count(rare.length), count(rare.reduce((sum, { parties }) => sum + parties, 0)))}</p>}
        </div>
      </div>
    </Card>
  )
}
