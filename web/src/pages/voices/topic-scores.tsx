import { change, count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { IntervalBar } from './interval-bar.tsx'
import { SCALE, type TopicScore } from './model.ts'
import { scoreText } from './scores-table.tsx'
import classes from './voices.module.css'

const words = texts.voices.disagree

/** Where scores were given about a topic: both sides on one scale, and how far apart they are. */
export function TopicScores({ rows }: { readonly rows: readonly TopicScore[] }) {
  const { period } = useView()
  const csv = () => downloadCsv(`scores-by-topic-${period.from}-${period.to}`, ['topic', 'kind', 'users n', 'users score', 'users low', 'users high', 'customers n', 'customers score', 'customers low', 'customers high', 'difference', 'low', 'high', 'certain'],
    rows.map(({ topic, kind, users, customers, difference, low, high, certain }) => [topic, kind, users.n, users.score, users.low, users.high, customers.n, customers.score, customers.low, customers.high, difference, low, high, certain ? 'yes' : 'no']))
  return (
    <Card title={words.scores} hint={words.scoresHint} aside={rows.length === 0 ? null : <button type="button" className={table.button} aria-label={`${texts.voices.csv}: ${words.scores}`} onClick={csv}>{texts.voices.csv}</button>}>
      {rows.length === 0 ? <Empty>{words.noScores}</Empty> : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        <section className={table.scroll} tabIndex={0} aria-label={words.scores}>
          <table className={`${table.table} ${classes.tall}`}>
            <thead><tr><th scope="col">{words.topic}</th><th scope="col">{words.kind}</th><th scope="col" className={classes.drawn}>{words.shares}</th><th scope="col" className={table.number}>{words.users}</th><th scope="col" className={table.number}>{words.customers}</th><th scope="col" className={table.number}>{words.difference}</th><th scope="col">{texts.voices.between}</th></tr></thead>
            <tbody>{rows.map((row) => <Row key={`${row.topic} ${row.kind}`} row={row} />)}</tbody>
          </table>
        </section>
      )}
    </Card>
  )
}

function Row({ row: { topic, kind, users, customers, difference, low, high, certain } }: { readonly row: TopicScore }) {
  const drawn = [{ ...users, color: 'var(--users)' }, { ...customers, color: 'var(--customers)' }].flatMap(({ score, low: least, high: most, color }) => (score === null || least === null || most === null ? [] : [{ value: score, low: least, high: most, color }]))
  const sideText = ({ n, score }: TopicScore['users']): string => (score === null ? `${texts.voices.tooFew}, n ${count(n)}` : `${scoreText(kind, score)}, n ${count(n)}`)
  return (
    <tr data-row tabIndex={-1}>
      <td><WhyButton why={`topic:${topic}`} plain>{topic}</WhyButton></td>
      <td>{texts.voices.kinds[kind].name}</td>
      <td className={classes.drawn}>{drawn.length === 0 ? null : <IntervalBar of={drawn} scale={SCALE[kind]} says={words.drawn(topic, sideText(users), sideText(customers))} />}</td>
      <td className={table.number}>{sideText(users)}</td>
      <td className={table.number}>{sideText(customers)}</td>
      <td className={table.number}>{difference === null ? <span className={classes.tooFew}>{texts.voices.tooFew}</span> : <span className={classes.score}>{change(difference)}</span>} {certain ? <span className={classes.certain}>{words.certain}</span> : null}</td>
      <td className={table.quiet}>{low === null || high === null ? null : texts.voices.interval(change(low), change(high))}</td>
    </tr>
  )
}
