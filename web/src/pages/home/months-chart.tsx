import { useState } from 'react'
import type { PayerKind, PayersPeriod } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { monthAndYear } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { texts } from '../../texts.ts'
import { monthsUpTo } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'
import { MonthColumn } from './month-column.tsx'
import classes from './months-chart.module.css'

export type Measure = 'users' | 'usageDays'
const MEASURES: readonly { readonly measure: Measure; readonly name: string }[] = [{ measure: 'users', name: texts.home.monthsUsers }, { measure: 'usageDays', name: texts.home.monthsUse }]
const CHART_HEIGHT = 218

/** The same six parts, month by month. */
export function MonthsChart({ lit, onLight }: { readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }) {
  const { period } = useView()
  const query = useStudy('payers-of-use', { by: 'month', ...monthsUpTo(period.to) })
  const [measure, setMeasure] = useState<Measure>('users')
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.head}>
        <span>{texts.home.months}</span>
        <span className={classes.measures}>
          {MEASURES.map((one) => (
            <button key={one.measure} type="button" aria-pressed={one.measure === measure} onClick={() => setMeasure(one.measure)}>{one.name}</button>
          ))}
        </span>
      </figcaption>
      <Answered query={query} bones={<Bones lines={[100]} height={CHART_HEIGHT} />}>
        {(answer) => <Columns periods={answer.periods ?? []} measure={measure} lit={lit} onLight={onLight} />}
      </Answered>
    </figure>
  )
}

interface ColumnsProps { readonly periods: readonly PayersPeriod[]; readonly measure: Measure; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }

function Columns({ periods, measure, lit, onLight }: ColumnsProps) {
  const most = Math.max(1, ...periods.map((one) => one[measure]))
  return (
    <>
      <div className={classes.columns} aria-hidden="true">
        {periods.map((one) => <MonthColumn key={one.from} period={one} measure={measure} most={most} height={CHART_HEIGHT - 22} lit={lit} onLight={onLight} />)}
      </div>
      <div className="visually-hidden"><table>
        <caption>{texts.home.monthsOf(MEASURES.find((one) => one.measure === measure)?.name ?? '')}</caption>
        <tbody>
          {periods.map((one) => (
            <tr key={one.from}>
              <th scope="row">{monthAndYear(one.from)}</th>
              {one.kinds.map((kind) => <td key={kind.kind}>{texts.kinds[kind.kind].name}: {count(kind[measure])}</td>)}
            </tr>
          ))}
        </tbody>
      </table></div>
    </>
  )
}
