import { useEffect, useState } from 'react'
import { count, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { FilterBar } from '../explore/filter-bar.tsx'
import { dimensionName, useDimensions, valueName } from '../explore/use-dimensions.ts'
import classes from './ask.module.css'
import { tenths } from '../voices/decimals.ts'
import { StrataTable } from './strata-table.tsx'
import { CONFIDENCE, MARGIN, type Plan, type Sample } from './use-plan.ts'
import { WholeField } from './whole-field.tsx'

const words = texts.asking.sample
const LEAST = 3
const MOST = 25
const WAIT_MS = 250

/** How many answers the wanted margin needs, and of which groups. */
export function SampleCard({ plan, fixed = false }: { readonly plan: Plan; readonly fixed?: boolean }) {
  return (
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={() => strataCsv(plan)}>{words.csv}</button>}>
      <div className={classes.stack}>
        {fixed ? null : <Controls plan={plan} />}
        {plan.samples.map((sample) => <SampleFigures key={sample.side} plan={plan} sample={sample} fixed={fixed} />)}
        <p className={classes.quiet}>{plan.rate.assumed ? words.rateAssumed(share(plan.rate.rate), count(plan.rate.asked)) : words.rate(share(plan.rate.rate), count(plan.rate.asked), count(plan.rate.answered))}</p>
        {plan.customersWithoutPerson === 0 ? null : <p className={classes.quiet}>{words.withoutPerson(count(plan.customersWithoutPerson))}</p>}
      </div>
    </Card>
  )
}

function Controls({ plan }: { readonly plan: Plan }) {
  const { address, go } = useView()
  const dimensions = useDimensions()
  const names = [...new Set(['category', ...dimensions.map(({ dimension }) => dimension), plan.by])]
  return (
    <>
      <div className={classes.controls}>
        <Choice label={words.form} value={plan.form} names={words.forms} onChoose={(form) => go({ form: form === 'yes-no' ? undefined : form, why: undefined })} />
        <Choice label={words.channel} value={plan.channel} names={words.channels} onChoose={(channel) => go({ channel: channel === 'mail' ? undefined : channel, why: undefined })} />
        <Choice label={words.by} value={plan.by} names={Object.fromEntries(names.map((name) => [name, dimensionName(name)]))} onChoose={(by) => go({ by: by === 'category' ? undefined : by, quotas: undefined, why: undefined })} />
        <Choice label={words.confidence} value={String(plan.confidence)} names={words.confidences} onChoose={(confidence) => go({ confidence: confidence === CONFIDENCE ? undefined : confidence, why: undefined })} />
        <Margin plan={plan} />
        <Least key={address.least ?? ''} />
      </div>
      <FilterBar />
    </>
  )
}

function Choice({ label, value, names, onChoose }: { readonly label: string; readonly value: string; readonly names: Readonly<Record<string, string>>; readonly onChoose: (value: string) => void }) {
  return (
    <label className={classes.labelled}>
      <span>{label}</span>
      <select className={classes.select} value={value} onChange={(event) => onChoose(event.target.value)}>
        {Object.entries(names).map(([one, name]) => <option key={one} value={one}>{name}</option>)}
      </select>
    </label>
  )
}

/** Answers that are wanted of each group, however small it is. */
function Least() {
  const { address, go } = useView()
  const there = address.least ?? ''
  return (
    <div className={classes.labelled}>
      <span aria-hidden>{words.least}</span>
      <WholeField label={words.least} value={there} onWritten={(least) => go({ least: least === '0' || least === '' ? undefined : least, why: undefined })} />
    </div>
  )
}

/** The slider follows the hand; the server is asked when it rests. */
function Margin({ plan }: { readonly plan: Plan }) {
  const { address, go } = useView()
  const there = Number(address.margin ?? Math.round(plan.margin * 100))
  const [points, setPoints] = useState(there)
  useEffect(() => setPoints(there), [there])
  useEffect(() => {
    if (points === there) return
    const wait = setTimeout(() => go({ margin: points === MARGIN ? undefined : String(points), why: undefined }, true), WAIT_MS)
    return () => clearTimeout(wait)
  }, [points, there, go])
  return (
    <label className={classes.labelled}>
      <span>{words.margin}: <b>{words.marginSays(count(points))}</b></span>
      <input className={classes.slider} type="range" min={Math.min(LEAST, there)} max={Math.max(MOST, there)} step={1} value={points} aria-valuetext={words.marginSays(count(points))} onChange={(event) => setPoints(Number(event.target.value))} />
    </label>
  )
}

function SampleFigures({ plan, sample, fixed }: { readonly plan: Plan; readonly sample: Sample; readonly fixed: boolean }) {
  const { side, population, answers, toAsk, drawn, expectedAnswers, expectedMargin } = sample
  const name = words.sides[side] as string
  return (
    <section className={classes.sample} data-side={side} aria-label={name}>
      <h3><span className={classes.mark} data-side={side} aria-hidden />{name} <span className={classes.quiet}>{words.of(count(population))}</span></h3>
      <ul className={classes.figures}>
        <li><WhyButton why={`ask:size:${side}`} plain className={classes.big} label={`${name}: ${count(answers)} ${words.answers}`}>{count(answers)}</WhyButton><span>{words.answers}</span></li>
        <li><WhyButton why={`ask:rate:${side}`} plain className={classes.big} label={`${name}: ${count(toAsk)} ${words.ask}`}>{count(toAsk)}</WhyButton><span>{words.ask}</span></li>
        <li><b className={classes.big}>{count(drawn)}</b><span>{words.drawn}</span></li>
      </ul>
      <p className={classes.quiet}>{expectedMargin === null ? words.expectsNone : words.expects(count(Math.round(expectedAnswers)), tenths(expectedMargin * 100))}</p>
      <StrataTable plan={plan} sample={sample} name={name} fixed={fixed} />
    </section>
  )
}

function strataCsv(plan: Plan): void {
  const rows = plan.samples.flatMap(({ side, strata }) => strata.map((one) => [words.sides[side] as string, valueName(plan.by, one), one.population, one.candidates, one.quota, one.wanted, one.asked, one.drawn, one.short]))
  downloadCsv('whom-to-ask-groups', [texts.asking.people.role, dimensionName(plan.by), words.population, words.able, words.quota, words.wanted, words.before, words.now, words.short], rows)
}
