import { dayText, fromNow } from '../../format/days.ts'
import { nameOf, namesOf } from '../../format/names.ts'
import { count, isZero, money, ratio } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './agreements.module.css'
import type { AgreementLine } from './use-agreement-pages.ts'

const words = texts.agreements

/** One agreement in one line; a line that is not here yet is a bone of the same height. */
export function AgreementLineRow({ row, index, columns }: { readonly row: AgreementLine | undefined; readonly index: number; readonly columns: number }) {
  const { address } = useView()
  return (
    <tr aria-rowindex={index + 2} className={classes.row} data-open={(row !== undefined && address.why === `agreement:${row.agreement}`) || undefined}>
      {row === undefined ? <td colSpan={columns}><span className={classes.bone} /></td> : <Cells row={row} />}
    </tr>
  )
}

/** What an agreement is called in words: "Subscription", "Purchase". */
export function kindName(kind: string | null): string {
  return words.kinds[(kind ?? 'none') as keyof typeof words.kinds] ?? kind ?? ''
}

/** Why there is no money in the row, in words; empty where there is. */
export function noteOf(row: Pick<AgreementLine, 'state' | 'money' | 'from' | 'to'>): string {
  if (row.state === 'not-yet') return words.began(dayText(row.from))
  if (row.state === 'ended' && row.to !== null) return words.ended(dayText(row.to))
  return words.moneyStates[row.money]
}

function Cells({ row }: { readonly row: AgreementLine }) {
  const { go } = useView()
  const { currency } = row
  const amount = (text: string | null) => (text === null || currency === null ? <span className={classes.quiet}>–</span> : isZero(text) ? <span className={classes.quiet}>{money(text, currency)}</span> : money(text, currency))
  const note = noteOf(row)
  const never = row.deciders.length > 0 && row.deciders.every(({ lastUse }) => lastUse === null)
  return (
    <>
      <td><div className={classes.two}>
        <button type="button" className={classes.open} data-row aria-label={words.openWhy(nameOf(row.buyer), row.agreement)} onClick={() => go({ why: `agreement:${row.agreement}`, who: undefined })}>{nameOf(row.buyer)}</button>
        <span className={classes.quiet}>{row.agreement}{row.payer.id === row.buyer.id ? null : <> · {words.paidBy(nameOf(row.payer))}{row.payerByHand ? `, ${words.byHand}` : ''}</>}</span>
      </div></td>
      <td>{row.product}</td>
      <td><div className={classes.two}><span>{kindName(row.kind)}</span>{note === '' ? null : <span className={classes.quiet}>{note}</span>}</div></td>
      <td className={classes.number}><div className={classes.two}>{row.amount === null || currency === null ? <span className={classes.quiet}>–</span> : <span>{money(row.amount, currency)}</span>}<span className={classes.quiet}>{words.intervals[row.interval] ?? row.interval}</span></div></td>
      <td><Seats row={row} /></td>
      <td className={classes.number}>{amount(row.accrued)}</td>
      <td className={classes.number}>{amount(row.used)}</td>
      <td className={classes.number}>{row.unused === null || isZero(row.unused) ? amount(row.unused) : <b>{amount(row.unused)}</b>}</td>
      <td className={classes.number}><div className={classes.two}><span>{count(row.users)}</span><span className={classes.quiet}>{texts.why.usageDays(count(row.usageDays))}</span></div></td>
      <td><div className={classes.two}>{row.lastUse === null ? <span className={classes.quiet}>{words.never}</span> : <><span title={dayText(row.lastUse)}>{fromNow(row.lastUse)}</span>{row.lastUser === null ? null : <span className={classes.quiet}>{words.by(nameOf(row.lastUser))}</span>}</>}</div></td>
      <td><div className={classes.two}>{row.due === null ? <span className={classes.quiet}>–</span> : <><span>{dayText(row.due)}</span><span className={classes.quiet}>{row.renews === null ? words.renewalsPart.ends : words.renewalsPart.renews}</span></>}</div></td>
      <td><div className={classes.two}>
        {row.deciders.length === 0 || row.deciders[0] === undefined ? <span className={classes.quiet}>–</span> : <><span title={namesOf(row.deciders.map(({ party }) => party), 10)}><PartyLink party={row.deciders[0].party} />{row.deciders.length > 1 ? ` +${row.deciders.length - 1}` : ''}</span>{never ? <span className={classes.warn}>{words.neverUsed}</span> : null}</>}
      </div></td>
    </>
  )
}

function Seats({ row }: { readonly row: AgreementLine }) {
  if (row.seats === null) return <span className={classes.quiet}>–</span>
  const used = row.seatsUsed ?? 0
  return (
    <span className={classes.bar} title={words.seatsSays(count(used), count(row.seats))}>
      <span>{count(used)} / {count(row.seats)}</span>
      <span className={classes.track} aria-hidden="true"><span style={{ width: `${ratio(used, row.seats) * 100}%` }} /></span>
    </span>
  )
}
