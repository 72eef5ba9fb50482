import { useWidth } from '../../charts/use-width.ts'
import { dayText, daysBetween } from '../../format/days.ts'
import { money } from '../../format/numbers.ts'
import table from '../../parts/table.module.css'
import { projectsTexts as words } from '../../texts/projects.ts'
import { type Project, projectName } from './project-words.ts'
import classes from './projects.module.css'

type Curve = Project['curves'][number]
const HEIGHT = 200
const TOP = 8
const LEFT = 8
const LINES = ['planned', 'earned', 'actual'] as const
const NAMES = { planned: words.curve.planned, earned: words.curve.earned, actual: words.curve.spent } as const

/** What was planned, earned and spent by each day: three lines in steps, and the same as a table. */
export function ProjectCurve({ project, curve: { currency, points } }: { readonly project: Project; readonly curve: Curve }) {
  const { place, width } = useWidth<HTMLDivElement>()
  const label = words.curve.label(projectName(project), currency)
  return (
    <section>
      <h3>{words.curve.title}, {currency}</h3>
      <p className={classes.legend}>{LINES.map((line) => <span key={line}><i data-line={line} aria-hidden />{NAMES[line]}</span>)}</p>
      <div ref={place} className={classes.chart}>{width === 0 ? null : <Drawn points={points} width={width} label={label} currency={currency} />}</div>
      <details className={classes.fold}>
        <summary>{words.curve.table}</summary>
        <p className={classes.quiet}>{words.curve.hint}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
        <section className={table.scroll} tabIndex={0} aria-label={label}>
          <table className={table.table}>
            <thead><tr><th scope="col">{words.curve.day}</th>{LINES.map((line) => <th key={line} scope="col" className={table.number}>{NAMES[line]}</th>)}</tr></thead>
            <tbody>{points.map((point) => <tr key={point.day}><td>{dayText(point.day)}</td>{LINES.map((line) => <td key={line} className={table.number}>{amountOf(point[line], currency)}</td>)}</tr>)}</tbody>
          </table>
        </section>
      </details>
    </section>
  )
}

function amountOf(amount: string | null, currency: string): string {
  return amount === null ? '' : money(amount, currency)
}

function Drawn({ points, width, label, currency }: { readonly points: Curve['points']; readonly width: number; readonly label: string; readonly currency: string }) {
  const [first, last] = [points[0]?.day, points.at(-1)?.day]
  if (first === undefined || last === undefined || first === last) return null
  const days = daysBetween(first, last)
  const most = Math.max(1, ...points.flatMap((point) => LINES.map((line) => Number(point[line] ?? 0))))
  const x = (day: string): number => LEFT + (daysBetween(first, day) / days) * (width - 2 * LEFT)
  const y = (amount: string): number => TOP + (1 - Number(amount) / most) * HEIGHT
  const now = points.findLast(({ earned }) => earned !== null)?.day
  return (
    <svg width={width} height={HEIGHT + TOP + 24} role="img" aria-label={label}>
      {[0, 0.5, 1].map((part) => <line key={part} className={classes.grid} x1={0} x2={width} y1={TOP + part * HEIGHT} y2={TOP + part * HEIGHT} />)}
      <text x={LEFT} y={TOP + 13}>{money(String(most.toFixed(0)), currency)}</text>
      {now === undefined || now === last ? null : <><line className={classes.now} x1={x(now)} x2={x(now)} y1={TOP} y2={TOP + HEIGHT} /><text x={x(now) - 4} y={TOP + HEIGHT - 6} textAnchor="end">{words.curve.today}</text></>}
      <text x={LEFT} y={TOP + HEIGHT + 17}>{dayText(first)}</text>
      <text x={width - LEFT} y={TOP + HEIGHT + 17} textAnchor="end">{dayText(last)}</text>
      {LINES.map((line) => <path key={line} className={classes[line]} d={stepped(points.flatMap((point) => (point[line] === null ? [] : [[x(point.day), y(point[line])] as const])))} />)}
    </svg>
  )
}

/** Sums hold until they change: to the side, then up. */
function stepped(places: readonly (readonly [x: number, y: number])[]): string {
  return places.map(([x, y], at) => (at === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`)).join('')
}
