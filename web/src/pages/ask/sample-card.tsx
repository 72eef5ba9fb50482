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
import { MARGIN, type Plan, type Sample } from './use-plan.ts'

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
        {plan.samples.map((sample) => <SampleFigures key={sample.side} plan={plan} sample={sample} />)}
        <p className={classes.quiet}>{plan.rate.assumed ? words.rateAssumed(share(plan.rate.rate), count(plan.rate.asked)) : words.rate(share(plan.rate.rate), count(plan.rate.asked), count(plan.rate.answered))}</p>
        {plan.customersWithoutPerson === 0 ? null : <p className={classes.quiet}>{words.withoutPerson(count(plan.customersWithoutPerson))}</p>}
      </div>
    </Card>
  )
}

function Controls({ plan }: { readonly plan: Plan }) {
  const { go } = useView()
  const dimensions = useDimensions()
  const names = [...new Set(['category', ...dimensions.map(({ dimension }) => dimension), plan.by])]
  return (
    <>
      <div className={classes.controls}>
        <Choice label={words.form} value={plan.form} names={words.forms} onChoose={(form) => go({ form: form === 'yes-no' ? undefined : form, why: undefined })} />
        <Choice label={words.channel} value={plan.channel} names={words.channels} onChoose={(channel) => go({ channel: channel === 'mail' ? undefined : channel, why: undefined })} />
        <Choice label={words.by} value={plan.by} names={Object.fromEntries(names.map((name) => [name, dimensionName(name)]))} onChoose={(by) => go({ by: by === 'category' ? undefined : by, why: undefined })} />
        <Margin plan={plan} />
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

function SampleFigures({ plan, sample }: { readonly plan: Plan; readonly sample: Sample }) {
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.table(name)}>
        <table className={table.table}>
          <thead><tr><th scope="col">{dimensionName(plan.by)}</th>{[words.population, words.able, words.wanted, words.now, words.short].map((head) => <th key={head} scope="col" className={table.number}>{head}</th>)}</tr></thead>
          <tbody>
            {sample.strata.slice(0, 12).map((one) => (
              <tr key={one.value}>
                <th scope="row">{valueName(plan.by, one)}</th>
                {[one.population, one.candidates, one.wanted, one.drawn, one.short].map((figure, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a figure is its column
                  <td key={place} className={table.number}>{count(figure)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function strataCsv(plan: Plan): void {
  const rows = plan.samples.flatMap(({ side, strata }) => strata.map((one) => [words.sides[side] as string, valueName(plan.by, one), one.population, one.candidates, one.wanted, one.drawn, one.short]))
  downloadCsv('whom-to-ask-groups', [texts.asking.people.role, dimensionName(plan.by), words.population, words.able, words.wanted, words.now, words.short], rows)
}
