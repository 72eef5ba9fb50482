import type { Studies } from '../../api/types.ts'
import { money, share } from '../../format/numbers.ts'
import { RangeBar } from '../../parts/range-bar.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { pointsText } from './decimals.ts'
import { IntervalBar } from './interval-bar.tsx'
import type { TopicRow } from './model.ts'
import { RoleMark } from './role-name.tsx'
import { Trend } from './trend.tsx'
import classes from './voices.module.css'

const words = texts.voices.disagree
type Periods = NonNullable<Studies['disagreements']['periods']>
type Side = TopicRow['users']

/** One scale for all rows: the widest interval, up to the next ten points. */
function widest(values: readonly (number | null | undefined)[], least: number): number {
  return Math.min(1, Math.max(least, Math.ceil(Math.max(0, ...values.map((value) => Math.abs(value ?? 0))) * 10) / 10))
}

/** Topics, each with both sides' shares on one scale, their difference, and the money behind. */
export function ForestTable({ rows, periods, group, label }: { readonly rows: readonly TopicRow[]; readonly periods: Periods; readonly group: string | null; readonly label: string }) {
  const scale = widest(rows.flatMap(({ low, high }) => [low, high]), 0.1)
  const shares = widest(rows.flatMap(({ users, customers }) => [users.high ?? users.share, customers.high ?? customers.share]), 0.1)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className={table.scroll} tabIndex={0} aria-label={label}>
      <table className={`${table.table} ${classes.tall}`}>
        <thead>
          <tr>
            <th scope="col">{words.topic}</th><th scope="col" className={classes.drawn}>{words.shares}, 0 to {share(shares)}</th><th scope="col" className={table.number}>{words.difference}</th>
            <th scope="col" className={classes.drawn}>{words.axis}, ±{Math.round(scale * 100)}</th><th scope="col">{texts.voices.overTime}</th><th scope="col">{words.money}</th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Row key={row.topic} row={row} periods={periods} group={group} scale={scale} shares={shares} />)}</tbody>
      </table>
    </section>
  )
}

function Row({ row, periods, group, scale, shares }: { readonly row: TopicRow; readonly periods: Periods; readonly group: string | null; readonly scale: number; readonly shares: number }) {
  const { topic, users, customers, difference, low, high } = row
  const known = difference !== null && low !== null && high !== null
  const sides = [users, customers].map((side, place) => ({ side, color: place === 0 ? 'var(--users)' : 'var(--customers)' })).filter(({ side }) => side.share !== null)
  return (
    <tr data-row tabIndex={-1}>
      <td><WhyButton why={group === null ? `topic:${topic}` : `topic-in:${encodeURIComponent(group)}:${topic}`} plain>{topic}</WhyButton></td>
      <td className={classes.drawn}>
        {known ? <IntervalBar of={sides.map(({ side, color }) => ({ value: side.share ?? 0, low: side.low ?? side.share ?? 0, high: side.high ?? side.share ?? 0, color }))} scale={[0, shares]} says={words.drawn(topic, sideText(users), sideText(customers))} /> : null}
        <span className={classes.small}>{sideText(users)} · {sideText(customers)}</span>
      </td>
      <td className={table.number}>{known ? <><span className={classes.score}>{pointsText(difference)}</span><br />{row.certain ? <span className={classes.certain}>{words.certain}</span> : <span className={classes.chance}>{words.uncertain}</span>}</> : <span className={classes.tooFew}>{texts.voices.tooFew}</span>}</td>
      <td className={classes.drawn}>{known ? <><RangeBar low={low} high={high} value={difference} certain={row.certain} scale={scale} says={texts.disagree.interval(pointsText(low), pointsText(high))} /><span className={classes.small}>{texts.voices.interval(pointsText(low), pointsText(high))}</span></> : null}</td>
      <td><DifferenceOverTime topic={topic} periods={periods} scale={scale} /></td>
      <td className={classes.money}><Money side={users} of="user" /><Money side={customers} of="customer" /></td>
    </tr>
  )
}

/** The difference in each period: above the line users raise it more, below customers. */
function DifferenceOverTime({ topic, periods, scale }: { readonly topic: string; readonly periods: Periods; readonly scale: number }) {
  const found = periods.map(({ from, topics }) => {
    const then = topics.find((one) => one.topic === topic)
    return { from, score: then?.difference ?? null, low: then?.low ?? null, high: then?.high ?? null }
  })
  if (found.every(({ score }) => score === null)) return <span className={classes.tooFew}>{texts.voices.noTrend}</span>
  const most = Math.max(scale, ...found.flatMap(({ low, high }) => [Math.abs(low ?? 0), Math.abs(high ?? 0)]))
  return <Trend points={found} scale={[-most, most]} color="var(--accent-text)" says={texts.voices.trend(topic, found.map(({ from, score }) => `${from} ${score === null ? texts.voices.tooFew : pointsText(score)}`).join(', '))} />
}

function sideText(side: Side): string {
  return `${words.sideSays(String(side.raised), String(side.n))}${side.share === null ? '' : ` (${share(side.share)})`}`
}

function Money({ side, of: role }: { readonly side: Side; readonly of: 'user' | 'customer' }) {
  if (side.money.length === 0) return null
  return <span className={classes.sum}><RoleMark of={role} /><span className="visually-hidden">{words[role === 'user' ? 'users' : 'customers']}: </span>{side.money.map(({ amount, currency }) => money(amount, currency)).join(', ')}</span>
}
