import { Link } from '@tanstack/react-router'
import type { Topic } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { count, points, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { RangeBar } from '../../parts/range-bar.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './lists.module.css'

const HEIGHT = { name: 'home disagreements', wide: 460, narrow: 400 } as const

const SHOWN = 6

export function Disagreements() {
  const query = useStudy('disagreements')
  return (
    <Card title={texts.disagree.title} hint={texts.disagree.hint} aside={<Link to="/voices" search={(before) => ({ ...keptOf(before as Address), tab: 'disagreements' }) as Address}>{texts.voices.title}</Link>}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 80, 100, 80, 100, 80]} height={20} />}>
        {(answer) =>
          answer.topics.length === 0 ? <Empty>{texts.disagree.nothing}</Empty> : (
            <>
              <div className={classes.axis} aria-hidden="true"><span>← {texts.disagree.axisLeft}</span><span>{texts.disagree.axisScale(points(scaleOf(answer.topics)))}</span><span>{texts.disagree.axisRight} →</span></div>
              <ul className={classes.list}>{answer.topics.slice(0, SHOWN).map((topic) => <li key={topic.topic}><Row topic={topic} scale={scaleOf(answer.topics)} /></li>)}</ul>
            </>
          )
        }
      </Answered>
    </Card>
  )
}

/** One scale for all rows: the widest interval, up to the next ten points. */
function scaleOf(topics: readonly Topic[]): number {
  const widest = Math.max(0, ...topics.slice(0, SHOWN).flatMap(({ low, high }) => [Math.abs(low ?? 0), Math.abs(high ?? 0)]))
  return Math.min(1, Math.max(0.1, Math.ceil(widest * 10) / 10))
}

function Row({ topic, scale }: { readonly topic: Topic; readonly scale: number }) {
  const { users, customers, difference, low, high } = topic
  if (topic.tooFew || difference === null || low === null || high === null) {
    return (
      <WhyButton why={`topic:${topic.topic}`} row>
        <span className={classes.first}><b>{topic.topic}</b><span className={classes.uncertain}>{texts.disagree.tooFew}</span></span>
        <span className={classes.rest}>{texts.disagree.users} n {count(users.n)} · {texts.disagree.customers} n {count(customers.n)}</span>
      </WhyButton>
    )
  }
  return (
    <WhyButton why={`topic:${topic.topic}`} row>
      <span className={classes.first}><b>{topic.topic}</b><span className={topic.certain ? classes.value : classes.uncertain}>{points(difference)} {texts.disagree.points}</span></span>
      <RangeBar low={low} high={high} value={difference} certain={topic.certain} scale={scale} says={texts.disagree.interval(points(low), points(high))} />
      <span className={classes.rest}>
        {texts.disagree.users} {share(users.share ?? 0)} (n {count(users.n)}) · {texts.disagree.customers} {share(customers.share ?? 0)} (n {count(customers.n)}) · {topic.certain ? texts.disagree.certain : texts.disagree.uncertain}
      </span>
    </WhyButton>
  )
}
