import { useStudy } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import explore from '../explore/explore.module.css'
import { Controls } from './controls.tsx'
import { ForestTable } from './forest-table.tsx'
import { groupName, type TopicRow } from './model.ts'
import { RoleMark } from './role-name.tsx'
import { TopicScores } from './topic-scores.tsx'
import { useScoreParameters } from './use-scores.ts'
import classes from './voices.module.css'

const words = texts.voices
type Answer = Studies['disagreements']

/** Where users and customers want different things: both shares, the difference, the money behind; and their scores per topic. */
export function DisagreementsPart() {
  const query = useStudy('disagreements', { ...useScoreParameters(), detail: 'scores' })
  return (
    <div className={classes.stack}>
      <Controls without={['side', 'topic', 'reason']} />
      <Answered query={query} bones={<Card title={words.disagree.title} hint={words.disagree.hint}><Bones lines={[100, 100, 100, 100, 100, 100]} height={30} /></Card>}>
        {(answer) => <Shown answer={answer} />}
      </Answered>
    </div>
  )
}

function Shown({ answer }: { readonly answer: Answer }) {
  const { address, go, period } = useView()
  const certainOnly = address.open === 'certain'
  const chosen = (rows: readonly TopicRow[]) => (certainOnly ? rows.filter(({ certain }) => certain) : rows)
  const rows = chosen(answer.topics)
  const choose = (open: string | undefined) => go({ open }, true)
  return (
    <div className={classes.stack}>
      <Card title={words.disagree.title} hint={words.disagree.hint} aside={(
        <span className={classes.controls}>
          <fieldset className={explore.measures} aria-label={words.disagree.which}>
            <button type="button" aria-pressed={!certainOnly} onClick={() => choose(undefined)}>{words.disagree.all}</button>
            <button type="button" aria-pressed={certainOnly} onClick={() => choose('certain')}>{words.disagree.certainOnly}</button>
          </fieldset>
          <button type="button" className={table.button} onClick={() => topicsCsv(answer, `disagreements-${period.from}-${period.to}`)}>{words.csv}</button>
        </span>
      )}>
        <p className={classes.legend}><span className={classes.role}><RoleMark of="user" />{words.disagree.users}</span><span className={classes.role}><RoleMark of="customer" />{words.disagree.customers}</span></p>
        {rows.length === 0 ? <Empty>{answer.topics.length === 0 ? <NothingCompared /> : words.disagree.noneCertain}</Empty> : <ForestTable rows={rows} periods={answer.periods ?? []} group={null} label={words.disagree.title} />}
        {(answer.groups ?? []).filter(({ topics }) => chosen(topics).length > 0).map((group) => {
          const name = groupName(address.by ?? '', group)
          return (
            <section key={group.value} className={classes.under}>
              <h3>{group.party === null ? name : <PartyLink party={group.party} />} <span className={classes.small}>{words.disagree.voices(count(group.voices))}</span></h3>
              <ForestTable rows={chosen(group.topics)} periods={group.periods ?? []} group={group.value} label={name} />
            </section>
          )
        })}
        {(answer.moreGroups ?? 0) > 0 ? <p className={classes.small}>{words.moreGroups(count(answer.moreGroups ?? 0))}</p> : null}
      </Card>
      <TopicScores rows={answer.scores ?? []} />
    </div>
  )
}

/** What was raised and stands on no side, or is about no topic, was raised all the same. */
function NothingCompared() {
  const { address } = useView()
  const { data } = useStudy('voices', { where: address.where, kind: 'request,complaint', limit: '1' })
  return <>{data === undefined || data.total === 0 ? words.disagree.nothing : words.disagree.notCompared(count(data.total), data.total === 1)}</>
}

function topicsCsv(answer: Answer, name: string): void {
  const rowsOf = (topics: readonly TopicRow[], group: string | null, from: string | null, to: string | null) => topics.map((row) => [
    group, from, to, row.topic, row.users.raised, row.users.n, row.users.share, row.users.money.map(({ amount, currency }) => `${amount} ${currency}`).join(' '), row.customers.raised, row.customers.n, row.customers.share,
    row.customers.money.map(({ amount, currency }) => `${amount} ${currency}`).join(' '), row.difference, row.low, row.high, row.certain ? 'yes' : 'no', row.tooFew ? 'yes' : 'no',
  ])
  const all = [{ value: null, topics: answer.topics, periods: answer.periods }, ...(answer.groups ?? [])].flatMap(({ value, topics, periods }) => [...rowsOf(topics, value, null, null), ...(periods ?? []).flatMap((one) => rowsOf(one.topics, value, one.from, one.to))])
  downloadCsv(name, ['group', 'from', 'to', 'topic', 'users raised', 'users n', 'users share', 'users money', 'customers raised', 'customers n', 'customers share', 'customers money', 'difference', 'low', 'high', 'certain', 'too few'], all)
}
