import type { Side, Topic } from '../api/shapes.ts'
import { useStudy } from '../api/use-study.ts'
import { useThresholds } from '../api/use-thresholds.ts'
import { count, money, points, share } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { Empty } from '../parts/empty.tsx'
import { RangeBar } from '../parts/range-bar.tsx'
import { VoicesBehind } from '../pages/voices/voices-behind.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'
import classes from './why-panel.module.css'

/** What users and customers say about a topic, side by side and never mixed. */
export function WhyTopic({ topic, group }: { readonly topic: string; readonly group?: string }) {
  const { address } = useView()
  const by = group === undefined ? undefined : address.by
  const query = useStudy('disagreements', { where: address.where, by })
  return (
    <Answered query={query} bones={<Bones lines={[100, 100, 60, 60]} height={18} />}>
      {(answer) => {
        const part = group === undefined ? answer : answer.groups?.find(({ value }) => value === group)
        const row = part?.topics.find((one) => one.topic === topic)
        return row === undefined ? <Empty>{texts.why.noRows}</Empty> : <><Explained row={row} /><VoicesBehind filter={{ topic, kind: 'request,complaint', where: address.where, by, group }} name={`topic-${topic}`} search={{ q: topic }} /></>
      }}
    </Answered>
  )
}

function sideText(side: Side): string {
  return `${count(side.raised)} of ${count(side.n)}${side.share === null ? '' : ` (${share(side.share)})`}`
}

function moneyText(side: Side): string {
  return side.money.length === 0 ? texts.none : side.money.map((part) => money(part.amount, part.currency)).join(', ')
}

function Explained({ row }: { readonly row: Topic }) {
  const { users, customers, difference, low, high } = row
  const { fewestPeople } = useThresholds()
  return (
    <>
      <Part title={texts.why.rule}><Rule>{texts.disagree.rule}</Rule></Part>
      <Part title={texts.why.formula}>
        <Figures rows={[[texts.overlap.users, sideText(users)], [texts.overlap.customers, sideText(customers)]]} />
        {difference === null || low === null || high === null ? <p>{texts.disagree.tooFewSays(count(users.n), count(customers.n), count(fewestPeople))}</p> : (
          <div className={classes.formula}>
            <span>{share(users.share ?? 0)} − {share(customers.share ?? 0)} = <b>{points(difference)} {texts.disagree.points}</b>, {texts.disagree.interval(points(low), points(high))}</span>
            <RangeBar low={low} high={high} value={difference} certain={row.certain} says={texts.disagree.interval(points(low), points(high))} />
            <span>{difference >= 0 ? texts.disagree.more : texts.disagree.less}; {row.certain ? texts.disagree.certain : texts.disagree.uncertain}</span>
          </div>
        )}
      </Part>
      <Part title={texts.disagree.moneyBehind}><Figures rows={[[texts.overlap.users, moneyText(users)], [texts.overlap.customers, moneyText(customers)]]} /></Part>
    </>
  )
}
