import type { Overlap } from '../../api/shapes.ts'
import { count } from '../../format/numbers.ts'
import { periodText } from '../../format/days.ts'
import { Card } from '../../parts/card.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { periodBefore } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import { Change } from './change.tsx'
import classes from './explore.module.css'
import { figureOf, OVERLAP_SECTIONS } from './overlap-figures.ts'

const words = texts.explore.overlap

/** Every figure of the overlap in words, with its rows a click away, and how it was in the period before. */
export function OverlapTable({ answer, before }: { readonly answer: Overlap; readonly before: Overlap | undefined }) {
  const { period } = useView()
  const earlier = periodBefore(period)
  const csv = () => downloadCsv(`users-and-customers-${period.from}-${period.to}`, ['of', 'figure', 'count', 'before'], OVERLAP_SECTIONS.flatMap(({ section, lines }) => lines.map(({ figure }) => [words.sections[section], words.figures[figure].name, figureOf(answer, figure), before === undefined ? null : figureOf(before, figure)])))
  return (
    <Card title={words.tableTitle} hint={texts.explore.before.hint(periodText(earlier.from, earlier.to))} aside={<button type="button" className={table.button} onClick={csv}>{texts.explore.csv}</button>}>
      {OVERLAP_SECTIONS.map(({ section, lines }) => (
        <div key={section} className={table.scroll}>
          <table className={`${table.table} ${classes.figures}`}>
            <thead><tr><th scope="col">{words.sections[section]}</th><th scope="col" className={table.number}>{words.now}</th><th scope="col" className={table.number}>{texts.explore.before.column}</th><th scope="col" className={table.number}>{texts.explore.before.change}</th></tr></thead>
            <tbody>
              {lines.map(({ figure, total }) => (
                <tr key={figure} data-total={total}>
                  <th scope="row" title={words.figures[figure].says}>{total ? `= ${words.figures[figure].name}` : words.figures[figure].name}</th>
                  <td className={table.number}><WhyButton why={`overlap:${figure}`} plain row label={`${words.figures[figure].name}: ${count(figureOf(answer, figure))}`}>{count(figureOf(answer, figure))}</WhyButton></td>
                  <td className={`${table.number} ${classes.quiet}`}>{before === undefined ? '' : count(figureOf(before, figure))}</td>
                  <td className={table.number}><Change now={figureOf(answer, figure)} before={before === undefined ? undefined : figureOf(before, figure)} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </Card>
  )
}
