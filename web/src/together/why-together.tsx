import { Link } from '@tanstack/react-router'
import { useStudy } from '../api/use-study.ts'
import { dayText } from '../format/days.ts'
import { money } from '../format/numbers.ts'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { Empty } from '../parts/empty.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { Actions } from '../why/actions.tsx'
import { downloadCsv } from '../why/csv.ts'
import { Figures } from '../why/figures.tsx'
import { Part, Rule } from '../why/part.tsx'
import { TogetherNote } from './together-note.tsx'
import classes from './together.module.css'

const words = texts.together
const AMOUNTS = ['in', 'explained', 'unknown', 'accrued', 'used', 'unused'] as const

/** Which rates stand behind money told in one currency. */
export function WhyTogether({ currency }: { readonly currency: string }) {
  const query = useStudy('money', { currency })
  return (
    <>
      <Part title={texts.why.rule}><Rule>{words.rule}</Rule></Part>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={18} />}>
        {({ together }) => together === undefined ? null : (
          <>
            <Part title={words.rates}>
              {together.missing.length === 0 ? null : <TogetherNote told={{ ...together, rates: [] }} />}
              {together.rates.length === 0 && together.missing.length === 0 ? <Empty>{words.none}</Empty> : together.rates.map(({ from, rate, way, steps }) => (
                <div key={from} className={classes.sums}>
                  <b>{words.steps(from, rate, together.currency)}</b>
                  <span className={classes.steps}>{way === 'same' ? '' : words[way]}</span>
                  {steps.map((step) => <span key={`${step.source} ${step.key}`} className={classes.steps}>{words.steps(step.from, step.rate, step.to)} · {words.said(step.source, dayText(step.at.slice(0, 10)))}</span>)}
                </div>
              ))}
            </Part>
            <Part title={words.sums}><Figures rows={AMOUNTS.map((what) => { const amount = together[what]; return [words[what], amount === null ? '–' : words.about(money(amount, together.currency))] })} /></Part>
            <Part title={texts.why.change}><p>{words.change} <Link to="/settings" search={(before) => ({ ...keptOf(before as Address), tab: 'rates' })} className={classes.link}>{words.toSettings}</Link></p></Part>
            <Actions onCsv={() => downloadCsv(`rates-into-${together.currency}`, ['from', 'to', 'rate', 'at', 'way', 'stated', 'source', 'key'], together.rates.flatMap(({ from, rate, at, way, steps }) => steps.map((step) => [from, together.currency, rate, at, way, words.steps(step.from, step.rate, step.to), step.source, step.key])))} />
          </>
        )}
      </Answered>
    </>
  )
}
