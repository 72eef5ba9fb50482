import type { ReactNode } from 'react'
import { useState } from 'react'
import type { AgreementUse, MoneyTotals } from '../../api/shapes.ts'
import { money } from '../../format/numbers.ts'
import classes from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { AgreementRow } from './agreement-row.tsx'
import type { Order } from './orders.ts'

const STEP = 100

interface AgreementsTableProps { readonly rows: readonly AgreementUse[]; readonly totals: readonly MoneyTotals[]; readonly order: Order }

export function AgreementsTable({ rows, totals, order }: AgreementsTableProps) {
  const [shown, setShown] = useState(STEP)
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <Sorted order="buyer" now={order}>{texts.agreements.buyer}</Sorted>
              <th scope="col">{texts.agreements.payer}</th>
              <Sorted order="accrued" now={order} number>{texts.agreements.accrued}</Sorted>
              <th scope="col" className={classes.number}>{texts.agreements.used}</th>
              <Sorted order="unused" now={order} number>{texts.agreements.unused}</Sorted>
              <th scope="col" className={classes.number}>{texts.agreements.seats}</th>
              <Sorted order="users" now={order} number>{texts.agreements.users}</Sorted>
              <Sorted order="lastUse" now={order}>{texts.agreements.lastUse}</Sorted>
              <Sorted order="renews" now={order}>{texts.agreements.renews}</Sorted>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => <AgreementRow key={row.agreement} row={row} />)}
            {totals.map((total) => (
              <tr key={total.currency}>
                <th scope="row" colSpan={2}>{texts.home.total}, {total.currency}</th>
                <td className={classes.number}><b>{money(total.accrued, total.currency)}</b></td>
                <td className={classes.number}><b>{money(total.used, total.currency)}</b></td>
                <td className={classes.number}><b>{money(total.unused, total.currency)}</b></td>
                <td colSpan={4} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown < rows.length ? <button type="button" className={`${classes.button} ${classes.more}`} onClick={() => setShown(shown + STEP)}>{texts.parties.more}</button> : null}
    </>
  )
}

function Sorted({ order, now, number = false, children }: { readonly order: Order; readonly now: Order; readonly number?: boolean; readonly children: ReactNode }) {
  const { go } = useView()
  return (
    <th scope="col" className={number ? classes.number : undefined} aria-sort={order === now ? (['buyer', 'renews', 'lastUse'].includes(order) ? 'ascending' : 'descending') : undefined}>
      <button type="button" className={classes.sort} aria-pressed={order === now} onClick={() => go({ sort: order }, true)}>{children}</button>
    </th>
  )
}
