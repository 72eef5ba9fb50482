import type { PartyUsage } from '../../api/types.ts'
import { monthAndYear } from '../../format/days.ts'
import { count } from '../../format/numbers.ts'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'

export function PartyUsageTable({ usage }: { readonly usage: readonly PartyUsage[] }) {
  if (usage.length === 0) return <Empty>{texts.home.noUse}</Empty>
  return (
    <table className={table.table}>
      <thead><tr><th scope="col">{texts.pickers.period}</th><th scope="col">{texts.pickers.product}</th><th scope="col" className={table.number}>{texts.parties.usageDays}</th><th scope="col" className={table.number}>{texts.parties.events}</th></tr></thead>
      <tbody>{usage.map((one) => <tr key={`${one.month} ${one.product}`}><td>{monthAndYear(one.month)}</td><td>{one.product}</td><td className={table.number}>{count(one.usageDays)}</td><td className={table.number}>{count(one.events)}</td></tr>)}</tbody>
    </table>
  )
}
