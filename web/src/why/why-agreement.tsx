import type { Studies } from '../api/types.ts'
import { useStudy } from '../api/use-study.ts'
import { CorrectButton } from '../correct/correct-button.tsx'
import { dayText, fromNow, instantText } from '../format/days.ts'
import { nameOf } from '../format/names.ts'
import { count, money } from '../format/numbers.ts'
import { noteOf } from '../pages/agreements/agreement-line.tsx'
import { Answered } from '../parts/answered.tsx'
import { Bones } from '../parts/bones.tsx'
import { PartyLink } from '../parts/party-link.tsx'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { firstIdentifier } from '../format/names.ts'
import { Actions } from './actions.tsx'
import { downloadCsv } from './csv.ts'
import { Figures } from './figures.tsx'
import { Part, Rule } from './part.tsx'
import classes from './why-panel.module.css'

const words = texts.agreements.detail
const SHOWN = 12
type Detail = Studies['agreement']

/** One agreement: what of its money is used and why, its seats, users, terms over time, payments and deciders. */
export function WhyAgreement({ agreement }: { readonly agreement: string }) {
  const query = useStudy('agreement', { agreement })
  return <Answered query={query} bones={<Bones lines={[100, 100, 60, 60, 60]} height={18} />}>{(answer) => <Explained detail={answer} />}</Answered>
}

function Explained({ detail }: { readonly detail: Detail }) {
  const { row } = detail
  const { currency } = row
  const amount = row.amount === null || currency === null ? texts.agreements.moneyStates['no-amount'] : `${money(row.amount, currency)} ${texts.agreements.intervals[row.interval] ?? row.interval}`
  const note = noteOf(row)
  return (
    <>
      <p className={classes.answer}>{row.unused === null || currency === null ? nameOf(row.buyer) : `${nameOf(row.buyer)}: ${texts.why.unused} ${money(row.unused, currency)}`}</p>
      <p className={classes.quiet}>{[row.name, row.agreement, row.product, note].filter((part) => part !== null && part !== '').join(' · ')}</p>
      {row.money === 'accrues' ? (
        <>
          <Part title={texts.why.rule}><Rule>{row.seats === null ? texts.why.usedRule : texts.why.usedRuleSeats}</Rule></Part>
          <Part title={texts.why.formula}>
            <Formula row={row} />
            <p className={classes.quiet}>{texts.why.thin(count(row.users), count(row.usageDays))}</p>
          </Part>
        </>
      ) : <Part title={texts.why.rule}><Rule>{words.noMoney[row.money] ?? ''}</Rule></Part>}
      <Part title={texts.why.agreement}>
        <Figures rows={[
          [texts.why.buyer, <PartyLink key="b" party={row.buyer} />],
          [texts.why.payer, <span key="p"><PartyLink party={row.payer} />{row.payerByHand ? ` (${texts.agreements.byHand})` : ''}</span>],
          [words.covers, words.covered[detail.beneficiary] ?? detail.beneficiary],
          [words.price, amount],
          [words.term, `${dayText(row.from)} – ${row.to === null ? words.always : dayText(row.to)}`],
          [texts.agreements.renews, row.renews === null ? texts.paidUnused.noRenewal : `${dayText(row.renews)}, ${fromNow(row.renews)}`],
          [words.atStake, row.atStake === null || currency === null ? '–' : money(row.atStake, currency)],
          [texts.agreements.lastUse, row.lastUse === null ? texts.agreements.never : dayText(row.lastUse)],
          [texts.why.lastUser, row.lastUser === null ? texts.none : <PartyLink key="l" party={row.lastUser} />],
          [words.source, detail.source],
        ]} />
        <div className={classes.actions}><CorrectButton about={`agreement:${row.agreement}`} label={words.correctPayer} /></div>
      </Part>
      <Part title={texts.why.deciders}>
        {row.deciders.length === 0 ? <p>{texts.why.noDeciders}</p> : <ul>{row.deciders.map(({ party, lastUse }) => <li key={party.id}><PartyLink party={party} /><span className={classes.rest}>{lastUse === null ? texts.why.deciderNever : words.usedOn(dayText(lastUse))}</span></li>)}</ul>}
      </Part>
      {detail.beneficiary === 'seats' || detail.seats.length > 0 ? (
        <Part title={`${words.seats} (${count(detail.seats.length)}${row.seats === null ? '' : ` / ${count(row.seats)}`})`}>
          {detail.seats.length === 0 ? <p>{words.noSeats}</p> : <People rows={detail.seats.map(({ party, usageDays }) => ({ party, value: usageDays === 0 ? words.notUsed : words.days(count(usageDays)) }))} product={row.product} />}
        </Part>
      ) : null}
      {detail.withoutSeat.length === 0 ? null : (
        <Part title={`${words.withoutSeat} (${count(detail.withoutSeat.length)})`}>
          <p className={classes.quiet}>{words.withoutSeatHint}</p>
          <People rows={detail.withoutSeat.map(({ party, usageDays }) => ({ party, value: words.days(count(usageDays)) }))} product={row.product} />
        </Part>
      )}
      <Part title={`${words.users} (${count(detail.users.length)})`}>
        {detail.users.length === 0 ? <p>{words.noUsers}</p> : <People rows={detail.users.map(({ party, usageDays, amount: part }) => ({ party, value: `${words.days(count(usageDays))}${part === null || currency === null ? '' : ` · ${money(part, currency)}`}` }))} product={row.product} />}
      </Part>
      <Part title={words.terms}>
        <ul className={classes.rows}>{detail.terms.map((term) => (
          <li key={`${term.recordedAt} ${term.amount}`}><span className={classes.first}><b>{term.amount === null || term.currency === null ? texts.agreements.moneyStates['no-amount'] : `${money(term.amount, term.currency)} ${texts.agreements.intervals[term.interval] ?? term.interval}`}{term.seats === null ? '' : `, ${words.seatsWord(count(term.seats))}`}</b></span>
            <span className={classes.rest}>{term.from === null ? '' : dayText(term.from)} – {term.to === null ? words.always : dayText(term.to)}{term.renews === null ? '' : `, ${texts.agreements.renewalsPart.renews} ${dayText(term.renews)}`} · {words.learned(instantText(term.recordedAt))}</span></li>
        ))}</ul>
      </Part>
      <Part title={`${words.payments} (${count(detail.payments.length)})`}>
        {detail.payments.length === 0 ? <p>{words.noPayments}</p> : <ul className={classes.rows}>{detail.payments.slice(0, SHOWN).map((payment) => <li key={`${payment.source} ${payment.key}`}><span className={classes.first}><span>{instantText(payment.at)}{payment.kind === 'charge' ? '' : `, ${payment.kind}`}</span><span className={classes.value}>{money(payment.amount, payment.currency)}</span></span><span className={classes.rest}>{payment.source} · {payment.key}{payment.byHand ? ` · ${texts.agreements.byHand}` : ''}</span></li>)}</ul>}
        {detail.payments.length > SHOWN ? <p className={classes.quiet}>{words.more(count(detail.payments.length - SHOWN))}</p> : null}
      </Part>
      <Part title={texts.why.change}><p>{texts.why.changeSeats}</p></Part>
      <Actions onCsv={() => csvOf(detail)} />
    </>
  )
}

function People({ rows, product }: { readonly rows: readonly { readonly party: Detail['row']['buyer']; readonly value: string }[]; readonly product: string }) {
  const { go } = useView()
  return (
    <>
      <ul className={classes.rows}>{rows.slice(0, SHOWN).map(({ party, value }) => (
        <li key={party.id}><button type="button" className={classes.row} data-row onClick={() => go({ who: firstIdentifier(party), of: product, day: undefined, account: undefined })}><span className={classes.first}><b>{nameOf(party)}</b><span className={classes.value}>{value}</span></span></button></li>
      ))}</ul>
      {rows.length > SHOWN ? <p className={classes.quiet}>{words.more(count(rows.length - SHOWN))}</p> : null}
    </>
  )
}

function csvOf({ row, seats, users, withoutSeat, payments }: Detail): void {
  downloadCsv(`agreement-${row.agreement}`, ['what', 'who', 'identifiers', 'usage days', 'amount', 'currency', 'from', 'to'], [
    ...seats.map(({ party, usageDays, from, to }) => ['seat', nameOf(party), party.identifiers.join(' '), usageDays, null, null, from, to]),
    ...users.map(({ party, usageDays, amount }) => ['user', nameOf(party), party.identifiers.join(' '), usageDays, amount, row.currency, null, null]),
    ...withoutSeat.map(({ party, usageDays }) => ['used without a seat', nameOf(party), party.identifiers.join(' '), usageDays, null, null, null, null]),
    ...payments.map(({ key, source, kind, amount, currency, at }) => [`payment, ${kind}`, key, source, null, amount, currency, at, null]),
  ])
}

function Formula({ row }: { readonly row: Detail['row'] }) {
  if (row.accrued === null || row.used === null || row.unused === null || row.currency === null) return null
  const seats = row.seats === null || row.seatsUsed === null ? null : `min(${count(row.users)}, ${count(row.seats)}) / ${count(row.seats)} = ${count(row.seatsUsed)} / ${count(row.seats)}`
  return (
    <div className={classes.formula}>
      <span>{texts.why.accrued}: <b>{money(row.accrued, row.currency)}</b></span>
      <span>{texts.why.used}: {seats === null ? null : `${seats} → `}<b>{money(row.used, row.currency)}</b></span>
      <span>{texts.why.unused}: {money(row.accrued, row.currency)} − {money(row.used, row.currency)} = <b>{money(row.unused, row.currency)}</b></span>
    </div>
  )
}
