import type { PayerKind, PayersPeriod } from '../../api/shapes.ts'
import { monthAndYear, monthText } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { KindMark } from '../../parts/kind-mark.tsx'
import { texts } from '../../texts.ts'
import { kindColor } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import type { Measure } from './months-chart.tsx'
import classes from './months-chart.module.css'

interface MonthColumnProps { readonly period: PayersPeriod; readonly measure: Measure; readonly most: number; readonly height: number; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }

/** One month: its parts stacked in the model's order from below; a click shows that month. */
export function MonthColumn({ period, measure, most, height, lit, onLight }: MonthColumnProps) {
  const { go, period: shown } = useView()
  const here = period.from >= shown.from && period.to <= shown.to
  const present = period.kinds.filter((kind) => kind[measure] > 0)
  return (
    <button type="button" tabIndex={-1} className={classes.column} data-here={here || undefined} onClick={() => go({ from: period.from, to: period.to })}>
      <span className={classes.stack} style={{ height }}>
        {present.map((kind) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: hovering lights a part up everywhere; the table beside says the same without it
          <span key={kind.kind} className={classes.block} data-dim={(lit !== null && lit !== kind.kind) || undefined} style={{ height: Math.max(2, (kind[measure] / most) * (height - 12)), background: kindColor(kind.kind) }}
            onMouseEnter={() => onLight(kind.kind)} onMouseLeave={() => onLight(null)} />
        ))}
      </span>
      <span className={classes.month}>{monthText(period.from)}</span>
      <span className={classes.tip}>
        <b>{monthAndYear(period.from)}</b>
        {present.map((kind) => <span key={kind.kind}><KindMark kind={kind.kind} /> {texts.kinds[kind.kind].name} <i>{count(kind[measure])}</i></span>)}
        <span>{texts.home.total} <i>{count(period[measure])}</i></span>
      </span>
    </button>
  )
}
