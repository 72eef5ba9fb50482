import type { AgreementUse } from '../../api/shapes.ts'
import { dayText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, isZero, money } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import classes from '../../parts/table.module.css'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'

export function AgreementRow({ row }: { readonly row: AgreementUse }) {
  const samePayer = row.payer === null || row.payer.id === row.buyer.id
  return (
    <tr>
      <td><PartyLink party={row.buyer} /> <span className={classes.quiet}>{row.agreement}</span></td>
      <td>{row.payer === null || samePayer ? <span className={classes.quiet}>{texts.agreements.paidBySame}</span> : <PartyLink party={row.payer} />}</td>
      <td className={classes.number}>{money(row.accrued, row.currency)}</td>
      <td className={classes.number}>{money(row.used, row.currency)}</td>
      <td className={classes.number}>
        <WhyButton why={`agreement:${row.agreement}`} plain label={`${texts.agreements.unused}, ${nameOf(row.buyer)}: ${money(row.unused, row.currency)}`}>
          {isZero(row.unused) ? <span className={classes.quiet}>{money(row.unused, row.currency)}</span> : money(row.unused, row.currency)}
        </WhyButton>
      </td>
      <td className={classes.number}>{row.seats === null ? <span className={classes.quiet}>–</span> : `${count(row.seatsUsed ?? 0)} / ${count(row.seats)}`}</td>
      <td className={classes.number}>{count(row.users)}</td>
      <td>{row.lastUse === null ? texts.agreements.never : dayText(row.lastUse)}</td>
      <td>{row.renews === null ? <span className={classes.quiet}>–</span> : dayText(row.renews)}</td>
    </tr>
  )
}
