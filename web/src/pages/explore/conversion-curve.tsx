import { useCallback, useMemo } from 'react'
import { Chart } from '../../charts/chart.tsx'
import type { Colors } from '../../charts/colors.ts'
import { count, share } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { downloadCsv } from '../../why/csv.ts'
import { curveAt, curveOption, THIN, WAYS } from './curve-option.ts'
import explore from './explore.module.css'
import type { Curve } from './shapes.ts'

const words = texts.explore.conversion
const HEIGHT = 260
const DAYS = [1, 7, 30, 90, 180, 365]

/** How many of them are paid for, so many days after their first use, and by whom. */
export function ConversionCurve({ curve }: { readonly curve: Curve }) {
  const option = useCallback((colors: Colors) => curveOption(curve, colors, { day: words.axis, percent: share }), [curve])
  const last = curve.at(-1)
  const shown = useMemo(() => DAYS.filter((day) => day <= (last?.day ?? 0)).map((day) => ({ day, point: curveAt(curve, day) })), [curve, last])
  const thinFrom = curve.find(({ atRisk }) => atRisk < THIN)
  const csv = () => downloadCsv('conversion-curve', ['day', 'watched', 'paid', ...WAYS], curve.map((point) => [point.day, point.atRisk, point.paid, ...WAYS.map((way) => point[way])]))
  return (
    <Card title={words.curveTitle} hint={words.curveHint} aside={<button type="button" className={table.button} onClick={csv} aria-label={words.curveCsv}>{texts.explore.csv}</button>}>
      {last === undefined || last.day < 1 ? <Empty>{words.noCurve}</Empty> : (
        <>
          <Chart option={option} height={HEIGHT} says={words.curveSays(share(last.paid), count(last.day))} tipAt={(value) => <Tip curve={curve} day={Math.floor(value)} />} />
          {thinFrom === undefined ? null : <p className={explore.small}>{words.thin(String(THIN))}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
          <section className={table.scroll} tabIndex={0} aria-label={words.curveTitle}>
            <table className={table.table}>
              <thead><tr><th scope="col">{words.after}</th>{WAYS.map((way) => <th scope="col" key={way} className={table.number}><KindMark kind={way} /> {words.outcomes[way]}</th>)}<th scope="col" className={table.number}>{words.paid}</th><th scope="col" className={table.number}>{words.watched}</th></tr></thead>
              <tbody>
                {shown.map(({ day, point }) => (
                  <tr key={day}><th scope="row">{words.days(count(day))}</th>{WAYS.map((way) => <td key={way} className={table.number}>{share(point?.[way] ?? 0)}</td>)}<td className={table.number}><b>{share(point?.paid ?? 0)}</b></td><td className={table.number}>{count(point?.atRisk ?? 0)}</td></tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </Card>
  )
}

function Tip({ curve, day }: { readonly curve: Curve; readonly day: number }) {
  const point = curveAt(curve, day)
  if (point === undefined) return null
  return (
    <>
      <b>{words.days(count(day))}</b>
      <div>{words.paid} {share(point.paid)}</div>
      {WAYS.filter((way) => point[way] > 0).map((way) => <div key={way}>{words.outcomes[way]} {share(point[way])}</div>)}
      <div>{words.watched} {count(point.atRisk)}</div>
    </>
  )
}
