import { useState } from 'react'
import type { PaidBy, Party } from '../../api/shapes.ts'
import { monthAndYear } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'
import { useView } from '../../view/use-view.ts'
import classes from './party-page.module.css'

const words = texts.party
const SHOWN = 12

/** Who pays for its use, by month and product, newest first; each row leads to the path of evidence. */
export function PaidByTable({ party, rows }: { readonly party: Party; readonly rows: readonly PaidBy[] }) {
  const [shown, setShown] = useState(SHOWN)
  const { go } = useView()
  if (rows.length === 0) return <Empty>{words.neverUsed}</Empty>
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.usage}>
        <table className={table.table}>
          <thead><tr><th scope="col">{words.month}</th><th scope="col">{words.product}</th><th scope="col">{words.kind}</th><th scope="col">{words.payer}</th><th scope="col">{words.agreement}</th><th scope="col" className={table.number}>{words.usageDays}</th><th scope="col"><span className="visually-hidden">{words.path}</span></th></tr></thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <tr key={`${row.month} ${row.product} ${row.kind} ${row.payer?.id} ${row.agreement}`}>
                <td>{monthAndYear(row.month)}</td>
                <td>{row.product}</td>
                <td>{isPayerKind(row.kind) ? <span className={table.kinds}><KindMark kind={row.kind} /> {texts.kinds[row.kind].name}</span> : words.leftOut}</td>
                <td>{row.payer === null ? '' : row.payer.id === party.id ? words.itself : <span className={classes.short} title={nameOf(row.payer)}><PartyLink party={row.payer} /></span>}</td>
                <td>{row.agreement ?? ''}</td>
                <td className={table.number}>{count(row.usageDays)}</td>
                <td className={table.number}>{row.kind === 'left-out' ? null : <button type="button" data-row className={table.sort} style={{ textDecoration: 'underline dotted', textUnderlineOffset: 3 }} aria-label={`${words.path}: ${row.product}, ${monthAndYear(row.month)}`} onClick={() => go({ who: firstIdentifier(party), of: row.product, day: row.lastDay, account: undefined })}>{words.path}</button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown < rows.length ? <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(rows.length)}>{texts.parties.more}</button> : null}
    </>
  )
}
