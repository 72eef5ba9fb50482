import type { Studies } from '../api/types.ts'
import { CorrectButton } from '../correct/correct-button.tsx'
import { instantText } from '../format/days.ts'
import { money } from '../format/numbers.ts'
import { PartyLink } from '../parts/party-link.tsx'
import { texts } from '../texts.ts'
import classes from './why-panel.module.css'

const words = texts.money.payments

/** Payments one by one: who, how much, when, told by whom, why explained or not, and the way to correct it. */
export function PaymentRows({ rows }: { readonly rows: Studies['payments']['payments'] }) {
  return (
    <ul className={classes.rows}>
      {rows.map((row) => (
        <li key={`${row.source} ${row.payment}`} className={classes.row}>
          <span className={classes.first}><b>{row.payer === null ? words.noPayer : <PartyLink party={row.payer} />}</b><span className={classes.value}>{money(row.amount, row.currency)}</span></span>
          <span className={classes.rest}>{instantText(row.at)} · {row.source} · {row.payment}{row.kind === 'charge' ? '' : ` · ${words[row.kind as 'refund' | 'credit']}`}</span>
          <span className={classes.rest}>{row.why}</span>
          <span className={classes.actions}><CorrectButton about={`payment:${row.source}|${row.payment}`} /></span>
        </li>
      ))}
    </ul>
  )
}
