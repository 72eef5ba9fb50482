import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { amount, amountChange, change, count, isZero } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import table from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './changes.module.css'
import { type Changes, figureName, whyOfFigure } from './words.ts'

const words = texts.changes.figures

interface Row { readonly name: string; readonly kind: string | null; readonly why: string; readonly was: string; readonly now: string; readonly difference: string; readonly isSame: boolean; readonly grows: boolean }

function rowsOf({ counts, money }: Changes): readonly Row[] {
  return [
    ...counts.map((one) => ({ name: figureName(one), kind: one.kind, why: whyOfFigure(one), was: count(one.was), now: count(one.now), difference: change(one.difference), isSame: one.difference === 0, grows: one.difference > 0 })),
    ...money.map((one) => ({ name: `${figureName(one)}, ${one.currency}`, kind: one.kind, why: whyOfFigure(one), was: amount(one.was), now: amount(one.now), difference: amountChange(one.now, one.was), isSame: isZero(one.difference), grows: !one.difference.startsWith('-') })),
  ]
}

/** Every figure at both times, those that differ first of all; each explains itself. */
export function ChangedFigures({ answer }: { readonly answer: Changes }) {
  const { address, go } = useView()
  const [all, setAll] = useState(address.open === 'same')
  const rows = rowsOf(answer)
  const same = rows.filter(({ isSame }) => isSame).length
  const shown = all ? rows : rows.filter(({ isSame }) => !isSame)
  const show = (wanted: boolean) => { setAll(wanted); go({ open: wanted ? 'same' : undefined }, true) }
  return (
    <Card title={words.title} hint={words.hint} aside={<button type="button" className={table.button} onClick={() => downloadCsv('what-changed', ['figure', 'kind', 'currency', 'then', 'now', 'difference'], [...answer.counts.map((one) => [one.figure, one.kind, null, one.was, one.now, one.difference]), ...answer.money.map((one) => [one.figure, one.kind, one.currency, one.was, one.now, one.difference])])}><IconDownload size={15} stroke={1.8} aria-hidden />{words.csv}</button>}>
      {shown.length === 0 ? <Empty>{words.allSame}</Empty> : (
        /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */
        <section className={table.scroll} tabIndex={0} aria-label={words.title}>
          <table className={table.table}>
            <thead><tr><th scope="col">{words.figure}</th><th scope="col" className={table.number}>{words.was}</th><th scope="col" className={table.number}>{words.now}</th><th scope="col" className={table.number}>{words.difference}</th></tr></thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.name}>
                  <th scope="row" className={classes.figure}>{row.kind !== null && isPayerKind(row.kind) ? <KindMark kind={row.kind} /> : null} {row.name}</th>
                  <td className={table.number}>{row.was}</td>
                  <td className={table.number}><WhyButton why={row.why} plain label={`${row.now}. ${words.why(row.name)}`}>{row.now}</WhyButton></td>
                  <td className={table.number}>{row.isSame ? <span className={table.quiet}>{row.difference}</span> : <b>{row.difference}</b>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {same === 0 ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => show(!all)}>{all ? words.hideSame : words.showSame(count(same))}</button>}
    </Card>
  )
}
