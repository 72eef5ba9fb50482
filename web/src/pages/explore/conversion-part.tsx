import { useThresholds } from '../../api/use-thresholds.ts'
import { dayText, periodText } from '../../format/days.ts'
import { count, ratio, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { CohortTable } from './cohort-table.tsx'
import { ConversionCurve } from './conversion-curve.tsx'
import classes from './conversion.module.css'
import explore from './explore.module.css'
import { FilterBar } from './filter-bar.tsx'
import type { Conversion } from './shapes.ts'
import { useCohortPeriod, useConversion } from './use-conversion.ts'

const words = texts.explore.conversion
const WAYS = ['self', 'organization', 'intermediary', 'sponsor'] as const

/** What became of those who began without anybody paying for them. */
export function ConversionPart() {
  const query = useConversion()
  const { from, to } = useCohortPeriod()
  return (
    <div className={explore.stack}>
      <div className={explore.controls}><FilterBar /><span className={explore.small}>{words.period(periodText(from, to))}</span></div>
      <Answered query={query} bones={<><Card><Bones lines={[60, 100]} height={40} /></Card><Card title={words.curveTitle}><Bones lines={[100]} height={260} /></Card></>}>
        {(answer) => answer.total.users === 0 ? <Card title={words.title}><Empty>{answer.users === 0 ? words.nobody : words.allPaid(count(answer.users))}</Empty></Card> : (
          <div className={explore.stack}>
            <Summary answer={answer} />
            <ConversionCurve curve={answer.curve} />
            <CohortTable answer={answer} />
          </div>
        )}
      </Answered>
    </div>
  )
}

function Summary({ answer }: { readonly answer: Conversion }) {
  const { total } = answer
  const { fewestPeople } = useThresholds()
  const isFew = total.days.median === null || total.days.n < fewestPeople
  const paid = total.self + total.organization + total.intermediary + total.sponsor
  return (
    <Card title={words.title} hint={words.until(dayText(answer.until))}>
      <ul className={classes.summary}>
        <li><Figure why="conversion:" name={words.began} value={total.users} says={words.beganSays(count(answer.users), count(answer.paidFromFirstDay), count(answer.unknown))} /></li>
        <li>
          <span className={classes.name}>{words.paid}</span>
          <b className={classes.big}>{count(paid)}</b>
          <span className={classes.says}>{words.paidSays(share(ratio(paid, total.users)))}</span>
        </li>
        <li><Figure why="conversion:outcome=unpaid" name={words.outcomes.unpaid} value={total.unpaid} says={words.ofAll(share(ratio(total.unpaid, total.users)))} /></li>
        <li><Figure why="conversion:outcome=gone" name={words.outcomes.gone} value={total.gone} says={words.ofAll(share(ratio(total.gone, total.users)))} /></li>
        <li>
          <span className={classes.name}>{words.median}</span>
          <b className={classes.big}>{isFew ? words.tooFew : words.days(count(total.days.median ?? 0))}</b>
          <span className={classes.says}>{isFew ? words.nPaid(count(total.days.n), count(fewestPeople)) : words.quartiles(count(total.days.quartile1 ?? 0), count(total.days.quartile3 ?? 0), count(total.days.n))}</span>
        </li>
      </ul>
      <ul className={classes.ways}>
        {WAYS.map((way) => <li key={way}><KindMark kind={way} /><WhyButton why={`conversion:outcome=${way}`} plain label={`${words.outcomes[way]}: ${count(total[way])}`}>{count(total[way])}</WhyButton> {words.outcomes[way]}</li>)}
      </ul>
    </Card>
  )
}

function Figure({ why, name, value, says }: { readonly why: string; readonly name: string; readonly value: number; readonly says: string }) {
  return (
    <>
      <span className={classes.name}>{name}</span>
      <WhyButton why={why} plain className={classes.big} label={`${name}: ${count(value)}`}>{count(value)}</WhyButton>
      <span className={classes.says}>{says}</span>
    </>
  )
}
