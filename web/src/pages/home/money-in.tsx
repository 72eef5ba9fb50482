import { IconCheck } from '@tabler/icons-react'
import type { Money, SourceMoney } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { periodText } from '../../format/days.ts'
import { amountChange, isZero, money, share, sum } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { periodBefore } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'
import classes from './reconciliation.module.css'

const HEIGHT = { name: 'home money-in', wide: 146, narrow: 166 } as const

/** The sources of one currency added up, exactly. */
function byCurrency(sources: readonly SourceMoney[]) {
  const currencies = [...new Set(sources.map((source) => source.currency))]
  return currencies.map((currency) => {
    const here = sources.filter((source) => source.currency === currency)
    return { currency, in: sum(here.map((one) => one.in)), explained: sum(here.map((one) => one.explained)), unknown: sum(here.map((one) => one.unknown)) }
  })
}

export function MoneyIn() {
  const { period, address } = useView()
  const query = useStudy('money')
  const earlier = periodBefore(period)
  const before = useStudy('money', { ...earlier }).data
  return (
    <Card className={classes.card}>
      <p className={classes.label}>{texts.home.moneyIn} · {periodText(period.from, period.to)}{address.product === undefined ? null : ` · ${texts.home.ofAllProducts}`}</p>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[60, 80]} height={22} />}>{(answer) => <Sums answer={answer} before={before} period={periodText(earlier.from, earlier.to)} />}</Answered>
    </Card>
  )
}

function Sums({ answer, before, period }: { readonly answer: Money; readonly before: Money | undefined; readonly period: string }) {
  const rows = byCurrency(answer.sources)
  const then = before && byCurrency(before.sources)
  if (rows.length === 0) return <Empty>{texts.home.noMoney}</Empty>
  const { moneyWithUse } = answer.coverage
  return (
    <>
      {rows.map((row) => (
        <div key={row.currency} className={classes.equation}>
          <WhyButton why={`money:${row.currency}`} plain className={classes.big}>{money(row.in, row.currency)}</WhyButton>
          <p className={classes.parts}>
            <span className={classes.equals}>=</span> {money(row.explained, row.currency)} {texts.home.explained} <span className={classes.equals}>+</span>{' '}
            {isZero(row.unknown) ? <span className={classes.good}>{money(row.unknown, row.currency)} {texts.home.unknown} <IconCheck size={14} stroke={2.2} aria-hidden /></span> : <WhyButton why={`money:${row.currency}`} plain className={classes.bad}>{money(row.unknown, row.currency)} {texts.home.unknown}</WhyButton>}
          </p>
          <p className={classes.change}>{then === undefined ? '\u00a0' : changeOf(row.in, then.find(({ currency }) => currency === row.currency)?.in ?? '0', row.currency, period)}</p>
        </div>
      ))}
      {moneyWithUse === null ? null : <p className={classes.quiet}>{texts.home.moneyWithUse(share(moneyWithUse))}</p>}
    </>
  )
}

function changeOf(now: string, before: string, currency: string, period: string): string {
  return now === before ? texts.home.same(period) : texts.home.moneyChange(`${amountChange(now, before)}\u00a0${currency}`, period)
}
