import { dayText, fromNow } from '../../format/days.ts'
import { nameOf, namesOf } from '../../format/names.ts'
import { count, isZero, money, ratio } from '../../format/numbers.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './agreements.module.css'
import type { AgreementLine } from './use-agreement-pages.ts'

const words = texts.agreements

interface RowProps { readonly row: AgreementLine | undefined; readonly index: number; readonly columns: number; readonly isCard: boolean }

/** One agreement in one line, or as a card where the window is narrow; what is not here yet is a bone of the same height. */
export function AgreementLineRow({ row, index, columns, isCard }: RowProps) {
  const { address } = useView()
  return (
    <tr aria-rowindex={index + 2} className={isCard ? classes.cardRow : classes.row} data-open={(row !== undefined && address.why === `agreement:${row.agreement}`) || undefined}>
      {row === undefined ? <td colSpan={columns}><span className={classes.bone} /></td> : isCard ? <td><CardOf row={row} /></td> : <Cells row={row} />}
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

function Amount({ text, currency }: { readonly text: string | null; readonly currency: string | null }) {
  if (text === null || currency === null) return <span className={classes.quiet}>–</span>
  return isZero(text) ? <span className={classes.quiet}>{money(text, currency)}</span> : money(text, currency)
}

function Buyer({ row }: { readonly row: AgreementLine }) {
  const { go } = useView()
  return <button type="button" className={classes.open} data-row title={nameOf(row.buyer)} aria-label={words.openWhy(nameOf(row.buyer), row.agreement)} onClick={() => go({ why: `agreement:${row.agreement}`, who: undefined })}>{nameOf(row.buyer)}</button>
}

function KeyAndPayer({ row }: { readonly row: AgreementLine }) {
  return <span className={classes.quiet}>{row.agreement}{row.payer.id === row.buyer.id ? null : <> · {words.paidBy(nameOf(row.payer))}{row.payerByHand ? `, ${words.byHand}` : ''}</>}</span>
}

/** True where somebody decides on it, and none of them ever used it. */
function neverUsed({ deciders }: AgreementLine): boolean {
  return deciders.length > 0 && deciders.every(({ lastUse }) => lastUse === null)
}

function Cells({ row }: { readonly row: AgreementLine }) {
  const { currency } = row
  const note = noteOf(row)
  const what = `${row.product} · ${kindName(row.kind)}`
  return (
    <>
      <td><div className={classes.two}><Buyer row={row} /><KeyAndPayer row={row} /></div></td>
      <td><div className={classes.two}><span title={what}>{what}</span>{note === '' ? null : <span className={classes.quiet} title={note}>{note}</span>}</div></td>
      <td className={classes.number}><div className={classes.two}>{row.amount === null || currency === null ? <span className={classes.quiet}>–</span> : <span>{money(row.amount, currency)}</span>}<span className={classes.quiet}>{words.intervals[row.interval] ?? row.interval}</span></div></td>
      <td><Seats row={row} /></td>
      <td className={classes.number}><div className={classes.two}><span><Amount text={row.accrued} currency={currency} /></span>{row.used === null || currency === null ? null : <span className={classes.quiet}>{words.usedOf(money(row.used, currency))}</span>}</div></td>
      <td className={classes.number}>{row.unused === null || isZero(row.unused) ? <Amount text={row.unused} currency={currency} /> : <b><Amount text={row.unused} currency={currency} /></b>}</td>
      <td className={classes.number}><div className={classes.two}><span>{count(row.users)}</span><span className={classes.quiet}>{words.onDays(count(row.usageDays), row.usageDays === 1)}</span></div></td>
      <td><div className={classes.two}>{row.lastUse === null ? <span className={classes.quiet}>{words.never}</span> : <><span title={dayText(row.lastUse)}>{fromNow(row.lastUse)}</span>{row.lastUser === null ? null : <span className={classes.quiet} title={nameOf(row.lastUser)}>{words.by(nameOf(row.lastUser))}</span>}</>}</div></td>
      <td><div className={classes.two}>{row.due === null ? <span className={classes.quiet}>–</span> : <><span>{dayText(row.due)}</span><span className={classes.quiet}>{row.renews === row.due ? words.renewalsPart.renews : words.renewalsPart.ends}</span></>}</div></td>
      <td><div className={classes.two}>
        {row.deciders.length === 0 || row.deciders[0] === undefined ? <span className={classes.quiet}>–</span> : <><span title={namesOf(row.deciders.map(({ party }) => party), 10)}><PartyLink party={row.deciders[0].party} />{row.deciders.length > 1 ? ` +${row.deciders.length - 1}` : ''}</span>{neverUsed(row) ? <span className={classes.warn}>{words.neverUsed}</span> : null}</>}
      </div></td>
    </>
  )
}

/** The same in three short lines: who and what is unused; what it is; when it renews, who used it last, who decides. */
function CardOf({ row }: { readonly row: AgreementLine }) {
  const { currency } = row
  const note = noteOf(row)
  const rest = [
    row.seats === null ? null : words.seatsShort(count(row.seatsUsed ?? 0), count(row.seats)),
    words.lastUseSays(row.lastUse === null ? words.never : fromNow(row.lastUse)),
    row.due === null ? null : `${row.renews === row.due ? words.renewalsPart.renews : words.renewalsPart.ends} ${dayText(row.due)}`,
    row.deciders.length === 0 ? null : words.decidedBy(namesOf(row.deciders.map(({ party }) => party), 1), neverUsed(row)),
  ].filter((part) => part !== null).join(' · ')
  return (
    <div className={classes.cardOf}>
      <p><Buyer row={row} />{row.unused === null || currency === null ? <span className={classes.quiet}>{note}</span> : <b>{words.unusedOf(money(row.unused, currency))}</b>}</p>
      <p className={classes.quiet}><span>{row.product} · {row.agreement}</span>{row.accrued === null || currency === null ? null : <span>{words.ofAgreed(money(row.accrued, currency))}</span>}</p>
      <p className={classes.quiet} title={rest}>{rest}</p>
    </div>
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
