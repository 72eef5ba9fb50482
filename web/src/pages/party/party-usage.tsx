import { useState } from 'react'
import type { PartyUsage } from '../../api/shapes.ts'
import { monthAndYear } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'

const SHOWN = 12

/** Use by product and month, newest first, with who paid for it. */
export function PartyUsageTable({ usage }: { readonly usage: readonly PartyUsage[] }) {
  const [shown, setShown] = useState(SHOWN)
  if (usage.length === 0) return <Empty>{texts.party.neverUsed}</Empty>
  const rows = [...usage].sort((a, b) => b.month.localeCompare(a.month)).slice(0, shown)
  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{texts.party.month}</th>
            <th scope="col">{texts.party.product}</th>
            <th scope="col">{texts.party.kind}</th>
            <th scope="col" className={table.number}>{texts.parties.usageDays}</th>
          </tr>
        </thead>
        <tbody>{rows.map((one) => <Row key={`${one.month} ${one.product} ${one.kind}`} one={one} />)}</tbody>
      </table>
      {shown < usage.length ? <button type="button" className={`${table.button} ${table.more}`} onClick={() => setShown(usage.length)}>{texts.parties.more}</button> : null}
    </>
  )
}

function Row({ one }: { readonly one: PartyUsage }) {
  return (
    <tr>
      <td>{monthAndYear(one.month)}</td>
      <td>{one.product}</td>
      <td>{isPayerKind(one.kind) ? <span className={table.kinds}><KindMark kind={one.kind} /> {texts.kinds[one.kind].name}</span> : texts.party.leftOut}</td>
      <td className={table.number}>{count(one.usageDays)}</td>
    </tr>
  )
}
