import { useStudy } from '../../api/use-study.ts'
import { dayText, monthAndYear, monthText, periodText } from '../../format/days.ts'
import { drawnWidth, isZero, money, ratio } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { monthsUpTo } from '../../view/periods.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './money.module.css'

const HEIGHT = { name: 'money months', wide: 702, narrow: 721 } as const

const words = texts.money.months

/** Money in beside money agreed, the twelve months up to the end of the period, or all of it where it is longer. */
export function Months() {
  const { period, address, go } = useView()
  const year = monthsUpTo(period.to)
  const query = useStudy('money-by-month', { from: period.from < year.from ? period.from : year.from })
  const currencies = [...new Set((query.data?.months ?? []).flatMap(({ sums }) => sums.map(({ currency }) => currency)))].sort()
  const currency = currencies.find((one) => one === address.measure) ?? currencies[0] ?? ''
  const rows = (query.data?.months ?? []).map(({ from, to, sums }) => ({ from, to, sum: sums.find((one) => one.currency === currency) }))
  const most = Math.max(1, ...rows.flatMap(({ sum }) => (sum === undefined ? [] : [drawnWidth(sum.in), drawnWidth(sum.agreed)])))
  const csv = () => downloadCsv(`money-by-month-${period.to}`, ['from', 'to', 'currency', 'in', 'explained', 'unknown', 'agreed'], (query.data?.months ?? []).flatMap(({ from, to, sums }) => sums.map((one) => [from, to, one.currency, one.in, one.explained, one.unknown, one.agreed])))
  return (
    <Card title={words.title} hint={words.hint} aside={(
      <span className={classes.say}>
        {currencies.length < 2 ? null : <select className={table.field} aria-label={words.show} value={currency} onChange={(event) => go({ measure: event.target.value }, true)}>{currencies.map((one) => <option key={one}>{one}</option>)}</select>}
        <button type="button" className={table.button} disabled={query.data === undefined} onClick={csv}>{texts.why.csv}</button>
      </span>
    )}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 100]} height={120} />}>
        {() => currency === '' ? <Empty>{texts.money.sources.none}</Empty> : (
          <>
            <p className={classes.legend}><span><i className={classes.in} />{words.in}</span><span><i className={classes.agreed} />{words.agreed}</span></p>
            <div className={classes.columns} role="img" aria-label={words.says(currency)}>
              {rows.map(({ from, sum }) => (
                <div key={from} className={classes.month} title={sum === undefined ? '' : `${monthAndYear(from)}: ${words.in} ${money(sum.in, currency)}, ${words.agreed} ${money(sum.agreed, currency)}`}>
                  <span className={classes.in} style={{ height: `${ratio(Math.max(0, drawnWidth(sum?.in ?? '0')), most) * 100}%` }} />
                  <span className={classes.agreed} style={{ height: `${ratio(drawnWidth(sum?.agreed ?? '0'), most) * 100}%` }} />
                </div>
              ))}
            </div>
            <div className={classes.names} aria-hidden="true">{rows.map(({ from }) => <span key={from}>{monthText(from)}</span>)}</div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
            <section className={table.scroll} tabIndex={0} aria-label={words.title}>
              <table className={table.table}>
                <thead><tr><th scope="col">{words.month}</th><th scope="col" className={table.number}>{words.in}</th><th scope="col" className={table.number}>{words.unknown}</th><th scope="col" className={table.number}>{words.agreed}</th></tr></thead>
                <tbody>{rows.map(({ from, to, sum }) => (
                  <tr key={from}>
                    <th scope="row"><button type="button" className={table.sort} onClick={() => go({ from, to })} title={`${dayText(from)} – ${dayText(to)}`}>{periodText(from, to)}</button></th>
                    {sum === undefined ? <td colSpan={3} className={table.number}>–</td> : <><td className={table.number}>{money(sum.in, currency)}</td><td className={`${table.number} ${isZero(sum.unknown) ? classes.quiet : classes.bad}`}>{money(sum.unknown, currency)}</td><td className={table.number}>{money(sum.agreed, currency)}</td></>}
                  </tr>
                ))}</tbody>
              </table>
            </section>
            <p className={classes.quiet}>{words.rounding}</p>
          </>
        )}
      </Answered>
    </Card>
  )
}
