import { Fragment } from 'react'
import { count, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './journey.module.css'
import type { Journey, Step, StepName } from './shapes.ts'

const words = texts.journey
const flow = words.flow
/** From which step the days to each are told beside it. */
const BEFORE: Partial<Readonly<Record<StepName, StepName>>> = { tested: 'learned', decided: 'tested', paid: 'decided', renewed: 'paid', left: 'paid' }

/** The six steps, each with its share of those who could have reached it, and the days from the step before. */
export function FlowCard({ answer }: { readonly answer: Journey }) {
  const csv = () => downloadCsv('journey-steps', ['step', 'reached', 'could have', 'in time', 'too young', 'share', 'low', 'high'], answer.steps.map((one) => [one.step, one.reached, one.couldHave, one.inTime, one.tooYoung, one.share, one.low, one.high]))
  return (
    <Card title={flow.title} hint={flow.hint(count(answer.parties), count(answer.within))} aside={<button type="button" className={table.button} onClick={csv} aria-label={flow.csv}>{words.csv}</button>}>
      <ol className={classes.flow}>
        {answer.steps.map((step) => (
          <Fragment key={step.step}>
            <li className={classes.step} data-row>
              <StepFigures step={step} days={daysTo(answer, step.step)} />
            </li>
          </Fragment>
        ))}
      </ol>
    </Card>
  )
}

function daysTo({ between }: Journey, step: StepName): string | null {
  const found = between.find(({ from, to }) => to === step && from === BEFORE[step])
  if (found === undefined || found.median === null) return null
  return `${words.steps[found.from].name} \u2192 ${found.median === 0 ? flow.same : flow.after(words.days(count(found.median)))}`
}

function StepFigures({ step: { step, reached, couldHave, inTime, tooYoung, share: part, low, high, tooFew }, days }: { readonly step: Step; readonly days: string | null }) {
  const { name, says } = words.steps[step]
  const byTerm = step === 'renewed' || step === 'left'
  return (
    <>
      <span className={classes.name}>{name}</span>
      <WhyButton why={`journey:step=${step};standing=reached`} plain className={classes.big} label={`${name}: ${count(reached)} ${flow.reached}`}>{count(reached)}</WhyButton>
      <span className={classes.says}>{says}</span>
      {step === 'learned' ? null : (
        <>
          <span className={classes.bar} aria-hidden="true">{part === null ? null : <>
            <span className={classes.filled} data-left={step === 'left' || undefined} style={{ width: `${part * 100}%` }} />
            {low === null || high === null ? null : <span className={classes.whisker} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />}
          </>}</span>
          {tooFew || part === null ? <span className={classes.says}>{flow.few(count(couldHave))}</span> : (
            <span className={classes.shareLine}>
              <WhyButton why={`journey:step=${step};standing=in-time`} plain className={classes.share} label={`${name}: ${share(part)}`}>{share(part)}</WhyButton>
              <span className={classes.interval}> {low === null || high === null ? '' : flow.interval(share(low), share(high))}</span>
              <span className={classes.says}>{byTerm ? flow.ofEnded(count(inTime), count(couldHave)) : flow.of(count(inTime), count(couldHave))}</span>
            </span>
          )}
          {tooYoung === 0 ? null : <WhyButton why={`journey:step=${step};standing=too-young`} plain className={classes.young} label={`${name}: ${flow.tooYoung(count(tooYoung))}`}>{byTerm ? flow.open(count(tooYoung)) : flow.tooYoung(count(tooYoung))}</WhyButton>}
          {days === null ? null : <span className={classes.daysTo}>{days}</span>}
        </>
      )}
    </>
  )
}
