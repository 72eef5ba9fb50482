import { useState } from 'react'
import { count } from '../../format/numbers.ts'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { dimensionName, valueName } from '../explore/use-dimensions.ts'
import classes from './ask.module.css'
import { type Quotas, quotasFrom, quotasText } from './quotas.ts'
import type { Plan, Sample } from './use-plan.ts'
import { WholeField } from './whole-field.tsx'

const words = texts.asking.sample
const SHOWN = 12
type Stratum = Sample['strata'][number]

/** How many of each group, which add up to the last row. While it is planned, each may have a quota. */
export function StrataTable({ plan, sample, name, fixed }: { readonly plan: Plan; readonly sample: Sample; readonly name: string; readonly fixed: boolean }) {
  const [isWhole, setWhole] = useState(false)
  const { strata } = sample
  // Whoever set a quota sees it.
  const isShown = ({ quota }: Stratum, place: number): boolean => isWhole || place < SHOWN || quota !== null
  const shown = strata.filter(isShown)
  const rest = strata.filter((one, place) => !isShown(one, place))
  const hasQuotas = !fixed || strata.some(({ quota }) => quota !== null)
  const heads = [words.population, words.able, ...(hasQuotas ? [words.quota] : []), words.wanted, ...(sample.asked > 0 ? [words.before] : []), words.now, words.short]
  const figures = (of: readonly Stratum[]) => <Figures of={of} isAgain={sample.asked > 0} />
  const wanted = strata.reduce((sum, one) => sum + one.wanted, 0)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.table(name)}>
        <table className={table.table}>
          <thead><tr><th scope="col">{dimensionName(plan.by)}</th>{heads.map((head) => <th key={head} scope="col" className={table.number}>{head}</th>)}</tr></thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.value}>
                <th scope="row">{valueName(plan.by, one)}</th>
                <td className={table.number}>{count(one.population)}</td>
                <td className={table.number}>{count(one.candidates)}</td>
                {hasQuotas ? <td className={table.number}>{fixed ? (one.quota === null ? '–' : count(one.quota)) : <Quota plan={plan} one={one} name={name} />}</td> : null}
                {figures([one])}
              </tr>
            ))}
            {rest.length === 0 ? null : (
              <tr>
                <th scope="row"><button type="button" className={classes.inTable} onClick={() => setWhole(true)}>{words.rest(count(rest.length))}</button></th>
                <td className={table.number}>{count(sumOf(rest, 'population'))}</td>
                <td className={table.number}>{count(sumOf(rest, 'candidates'))}</td>
                {hasQuotas ? <td /> : null}
                {figures(rest)}
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.total}</th>
              <td className={table.number}>{count(sumOf(strata, 'population'))}</td>
              <td className={table.number}>{count(sumOf(strata, 'candidates'))}</td>
              {hasQuotas ? <td /> : null}
              {figures(strata)}
            </tr>
          </tfoot>
        </table>
      </section>
      {wanted === sample.toAsk ? null : <p className={classes.quiet}>{words.otherwise(count(wanted), count(sample.toAsk))}</p>}
      {fixed ? null : <p className={classes.quiet}>{words.quotaHint}</p>}
    </>
  )
}

function sumOf(strata: readonly Stratum[], of: 'population' | 'candidates' | 'wanted' | 'asked' | 'drawn' | 'short'): number {
  return strata.reduce((sum, one) => sum + one[of], 0)
}

function Figures({ of, isAgain }: { readonly of: readonly Stratum[]; readonly isAgain: boolean }) {
  return (
    <>
      <td className={table.number}>{count(sumOf(of, 'wanted'))}</td>
      {isAgain ? <td className={table.number}>{count(sumOf(of, 'asked'))}</td> : null}
      <td className={table.number}>{count(sumOf(of, 'drawn'))}</td>
      <td className={table.number}>{count(sumOf(of, 'short'))}</td>
    </>
  )
}

function Quota({ plan, one, name }: { readonly plan: Plan; readonly one: Stratum; readonly name: string }) {
  const { address, go } = useView()
  const there = one.quota === null ? '' : String(one.quota)
  const written = (text: string) => {
    const quotas = new Map(quotasFrom(address.quotas))
    if (text === '') quotas.delete(one.value)
    else quotas.set(one.value, Number(text))
    go({ quotas: quotasText(quotas as Quotas), why: undefined })
  }
  return <WholeField key={there} label={words.quotaOf(name, valueName(plan.by, one))} value={there} onWritten={written} />
}
