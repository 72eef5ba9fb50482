import { count } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { IntervalBar } from './interval-bar.tsx'
import { groupName, ROLE_COLOR, SCALE, type Satisfaction, type ScoredKind, type ScoreRow, whyScore } from './model.ts'
import { RoleName } from './role-name.tsx'
import { Trend } from './trend.tsx'
import classes from './voices.module.css'

const words = texts.voices

type Periods = NonNullable<Satisfaction['periods']>
type Scale = readonly [number, number]

/** One scale for all small lines of a kind: from the lowest to the highest score of any period, and some room for the bands. */
function trendScale(answer: Satisfaction, kind: ScoredKind): Scale {
  const [least, most] = SCALE[kind]
  const all = [answer, ...(answer.groups ?? [])].flatMap(({ periods }) => (periods ?? []).flatMap(({ scores }) => scores.flatMap((row) => (row.kind === kind && row.score !== null ? [row.score] : []))))
  return all.length === 0 ? SCALE[kind] : [Math.max(least, Math.floor(Math.min(...all) / 10) * 10 - 10), Math.min(most, Math.ceil(Math.max(...all) / 10) * 10 + 10)]
}

/** The scores of one kind: a row for each role, of everybody and of each group. */
export function ScoresTable({ answer, kind }: { readonly answer: Satisfaction; readonly kind: ScoredKind }) {
  const { address } = useView()
  const trend = trendScale(answer, kind)
  const groups = (answer.groups ?? []).filter(({ scores }) => scores.some((row) => row.kind === kind))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section className={table.scroll} tabIndex={0} aria-label={words.kinds[kind].name}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{words.role}</th><th scope="col" className={table.number}>{words.people}</th><th scope="col" className={table.number}>{words.score}</th>
            <th scope="col" className={classes.drawn}>{words.scale(count(SCALE[kind][0]), count(SCALE[kind][1]))}</th><th scope="col">{words.between}</th><th scope="col" title={words.scale(scoreText(kind, trend[0]), scoreText(kind, trend[1]))}>{words.overTime}</th>
          </tr>
        </thead>
        <tbody>
          {groups.length === 0 ? null : <GroupHead name={words.everybody} />}
          <Rows rows={answer.scores} kind={kind} periods={answer.periods ?? []} group={null} name={null} trend={trend} />
        </tbody>
        {groups.map((group) => {
          const name = groupName(address.by ?? '', group)
          return (
            <tbody key={group.value}>
              <tr className={classes.groupHead}><th colSpan={6} scope="rowgroup">{group.party === null ? name : <PartyLink party={group.party} />}</th></tr>
              <Rows rows={group.scores} kind={kind} periods={group.periods ?? []} group={group.value} name={name} trend={trend} />
            </tbody>
          )
        })}
      </table>
    </section>
  )
}

function GroupHead({ name }: { readonly name: string }) {
  return <tr className={classes.groupHead}><th colSpan={6} scope="rowgroup">{name}</th></tr>
}

function Rows({ rows, kind, periods, group, name, trend }: { readonly rows: readonly ScoreRow[]; readonly kind: ScoredKind; readonly periods: Periods; readonly group: string | null; readonly name: string | null; readonly trend: Scale }) {
  return rows.filter((row) => row.kind === kind).map((row) => <Row key={row.role} row={row} periods={periods} group={group} name={name} trend={trend} />)
}

function Row({ row, periods, group, name, trend }: { readonly row: ScoreRow; readonly periods: Periods; readonly group: string | null; readonly name: string | null; readonly trend: Scale }) {
  const { kind, role, n, score, low, high } = row
  const { address } = useView()
  const why = whyScore(kind, role, group)
  const label = [words.kinds[kind].name, words.roles[role], name].filter((part) => part !== null).join(', ')
  const scale = SCALE[kind]
  return (
    <tr data-row tabIndex={-1} data-open={address.why === why || undefined}>
      <td><RoleName of={role} /></td>
      <td className={table.number}>{count(n)}</td>
      <td className={table.number}>
        <WhyButton why={why} plain label={`${label}: ${score === null ? (row.withheld ? words.withheld : words.tooFew) : count(score)}`}>
          {score === null ? <span className={classes.tooFew} title={row.withheld ? words.withheldSays : undefined}>{row.withheld ? words.withheld : words.tooFew}</span> : <span className={classes.score}>{scoreText(kind, score)}</span>}
        </WhyButton>
      </td>
      <td className={classes.drawn}>{score === null || low === null || high === null ? null : <IntervalBar of={[{ value: score, low, high, color: ROLE_COLOR[role], hollow: role === 'decider' }]} scale={scale} says={words.drawn(label, scoreText(kind, score), scoreText(kind, low), scoreText(kind, high))} />}</td>
      <td className={table.quiet}>{low === null || high === null ? null : words.interval(scoreText(kind, low), scoreText(kind, high))}</td>
      <td><TrendOf row={row} periods={periods} label={label} trend={trend} /></td>
    </tr>
  )
}

/** Points for NPS, percent for the others. */
export function scoreText(kind: ScoredKind, value: number): string {
  return kind === 'nps' ? count(value) : `${count(value)} %`
}

function TrendOf({ row: { kind, role }, periods, label, trend }: { readonly row: ScoreRow; readonly periods: Periods; readonly label: string; readonly trend: Scale }) {
  const points = periods.map(({ from, scores }) => {
    const then = scores.find((one) => one.kind === kind && one.role === role)
    return { from, score: then?.score ?? null, low: then?.low ?? null, high: then?.high ?? null }
  })
  const known = points.filter(({ score }) => score !== null)
  if (known.length === 0) return <span className={classes.tooFew}>{words.noTrend}</span>
  return <Trend points={points} scale={trend} color={ROLE_COLOR[role]} says={words.trend(label, points.map(({ from, score }) => `${from} ${score === null ? words.tooFew : count(score)}`).join(', '))} />
}
