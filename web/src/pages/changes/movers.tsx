import { useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { SideShown } from './flows.tsx'
import { againstOf } from './times.ts'
import type { Changes } from './words.ts'

const words = texts.changes.movers
const STEP = 200

/** The parties whose use moved. */
export function Movers({ answer, shown }: { readonly answer: Changes; readonly shown: number }) {
  const { address } = useView()
  const [limit, setLimit] = useState(shown)
  const more = useStudy('changes', { against: againstOf(address.against).instant, limit }, limit > shown)
  const { movers, total } = limit > shown && more.data !== undefined && !more.isPlaceholderData ? more.data : answer
  if (total === 0) return null
  return (
    <Card title={words.title} hint={`${words.hint} ${words.of(count(movers.length), count(total))}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
      <section className={table.scroll} tabIndex={0} aria-label={words.title}>
        <table className={table.table}>
          <thead><tr><th scope="col">{words.party}</th><th scope="col">{texts.changes.flows.from}</th><th scope="col">{texts.changes.flows.to}</th><th scope="col" className={table.number}>{words.days}</th></tr></thead>
          <tbody>
            {movers.map(({ party, from, to, usageDays }) => (
              <tr key={`${party.id} ${from.kind} ${from.payer?.id} ${to.kind} ${to.payer?.id}`}>
                <td><PartyLink party={party} /></td>
                <td><SideShown side={from} end="from" /></td>
                <td><SideShown side={to} end="to" /></td>
                <td className={table.number}>{count(usageDays)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {movers.length >= total ? null : <button type="button" className={`${table.button} ${table.more}`} onClick={() => setLimit(limit + STEP)}>{words.more}</button>}
    </Card>
  )
}
