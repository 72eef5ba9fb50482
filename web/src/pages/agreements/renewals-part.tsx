import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { useThresholds } from '../../api/use-thresholds.ts'
import { dayText, daysBetween, monthAndYear } from '../../format/days.ts'
import { nameOf, namesOf } from '../../format/names.ts'
import { count, isZero, money, ratio, share } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { downloadCsv, download } from '../../why/csv.ts'
import classes from './agreements.module.css'
import { calendarText } from './ics.ts'
import type { AgreementLine } from './use-agreement-pages.ts'

const words = texts.agreements.renewalsPart
/** So many renewals of a month are shown before the rest is asked for. */
const FIRST = 6
const MONTHS = ['3', '6', '12', '24'] as const
type Renewals = Studies['renewals']

/** When agreements renew or end: month by month, what is at stake, how much of it nobody uses, and who decides. */
export function RenewalsPart() {
  const { address, go } = useView()
  const months = MONTHS.find((one) => one === address.open) ?? '12'
  const shown = address.measure === 'list' ? 'list' : 'calendar'
  const { daysBeforeRenewal } = useThresholds()
  const query = useStudy('renewals', { months, where: address.where, q: address.q })
  return (
    <>
      <div className={classes.tools}>
        <p className={table.quiet}>{query.data === undefined ? ' ' : `${words.hint(dayText(query.data.day))} ${words.near(nearOf(query.data, daysBeforeRenewal), count(daysBeforeRenewal))}`}</p>
        <div className={classes.group}>
          <select className={table.field} aria-label={words.label} value={months} onChange={(event) => go({ open: event.target.value === '12' ? undefined : event.target.value }, true)}>{MONTHS.map((one) => <option key={one} value={one}>{words.label}: {one}</option>)}</select>
          <fieldset className={classes.switch} aria-label={words.shownAs}>
            {(['calendar', 'list'] as const).map((one) => <button key={one} type="button" aria-pressed={one === shown} onClick={() => go({ measure: one === 'calendar' ? undefined : one }, true)}>{words[one]}</button>)}
          </fieldset>
          <button type="button" className={table.button} disabled={query.data === undefined} title={words.icsHint} onClick={() => query.data && icsOf(query.data, daysBeforeRenewal)}>{words.ics}</button>
          <button type="button" className={table.button} disabled={query.data === undefined} onClick={() => query.data && csvOf(query.data)}>{texts.why.csv}</button>
        </div>
      </div>
      <Answered query={query} bones={<Bones lines={[100, 100, 100]} height={92} />}>
        {(answer) => (
          <>
            {rowsOf(answer).length === 0 && answer.overdue.length === 0 && answer.missing.length === 0 ? <Card><Empty>{words.nothingAtAll}</Empty></Card> : shown === 'calendar' ? <Calendar answer={answer} /> : <Card><List rows={rowsOf(answer)} /></Card>}
            {answer.later === 0 ? null : <p className={table.quiet}>{words.later(answer.later)}</p>}
            <Trouble title={words.overdue} hint={words.overdueHint} rows={answer.overdue} />
            <Trouble title={words.missing} hint={words.missingHint} rows={answer.missing} />
          </>
        )}
      </Answered>
    </>
  )
}

/** How many are as near as the settings say. */
function nearOf(answer: Renewals, days: number): number {
  return rowsOf(answer).filter(({ due }) => due !== null && daysBetween(answer.day, due) <= days).length
}

function rowsOf(answer: Renewals): readonly AgreementLine[] {
  return answer.months.flatMap(({ renewals }) => renewals)
}

function Calendar({ answer }: { readonly answer: Renewals }) {
  return (
    <div className={classes.months}>
      {answer.months.map(({ month, renewals, sums }) => (
        <section key={month} className={classes.month} data-none={renewals.length === 0 || undefined} data-month={month} aria-label={words.month(monthAndYear(month), renewals.length)}>
          <header><h3>{monthAndYear(month)}</h3>{sums.map(({ currency, atStake }) => <span key={currency} className={classes.quiet}>{money(atStake, currency)}</span>)}</header>
          {renewals.length === 0 ? <p className={classes.quiet}>{words.nothing}</p> : <Folded rows={renewals} />}
        </section>
      ))}
    </div>
  )
}

/** The first of many; the rest at a click, so that a month can be seen at once. */
function Folded({ rows, first = FIRST }: { readonly rows: readonly AgreementLine[]; readonly first?: number }) {
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, first)
  return (
    <>
      {shown.map((row) => <Due key={row.agreement} row={row} />)}
      {rows.length <= first ? null : <button type="button" className={`${table.button} ${classes.rest}`} aria-expanded={all} onClick={() => setAll(!all)}>{all ? words.fewer : words.more(count(rows.length - first))}</button>}
    </>
  )
}

/** One decision: whose, how much, how much of it unused, and by whom. */
function Due({ row }: { readonly row: AgreementLine }) {
  const { address, go } = useView()
  return (
    <button type="button" className={classes.due} data-row data-open={address.why === `agreement:${row.agreement}` || undefined} onClick={() => go({ why: `agreement:${row.agreement}`, who: undefined })}>
      <span className={classes.date}>{row.due === null ? '' : Number(row.due.slice(8))}</span>
      <span>
        <b>{nameOf(row.buyer)}</b>
        <span className={classes.quiet}>{stakeOf(row)} · {unusedOf(row)}{row.renews !== row.due ? ` · ${words.ends}` : ''} · {row.agreement}</span>
        <Decides row={row} />
      </span>
    </button>
  )
}

function Decides({ row }: { readonly row: AgreementLine }) {
  const never = row.deciders.filter(({ lastUse }) => lastUse === null)
  if (row.deciders.length === 0) return row.buyer.kind === 'organization' ? <span className={classes.quiet}>{words.noDecider}</span> : null
  if (never.length > 0) return <span className={classes.warn}>{(never.length === 1 ? words.neverUsed : words.neverUsedMany)(namesOf(never.map(({ party }) => party)))}</span>
  return <span className={classes.quiet}>{(row.deciders.length === 1 ? words.decides : words.decide)(namesOf(row.deciders.map(({ party }) => party)))}</span>
}

function stakeOf({ atStake, currency, amount, interval }: AgreementLine): string {
  if (atStake !== null && currency !== null) return money(atStake, currency)
  return amount === null || currency === null ? words.noAmount : `${money(amount, currency)} ${texts.agreements.intervals[interval] ?? interval}`
}

function unusedOf({ accrued, unused }: AgreementLine): string {
  if (accrued === null || unused === null || isZero(accrued)) return words.noMoney
  return isZero(unused) ? words.allUsed : accrued === unused ? words.notUsed : words.unusedShare(share(ratio(Number(unused), Number(accrued))))
}

function List({ rows }: { readonly rows: readonly AgreementLine[] }) {
  const { go } = useView()
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */
    <section className={table.scroll} tabIndex={0} aria-label={texts.agreements.tabs.renewals}>
      <table className={table.table}>
        <thead><tr><th scope="col">{words.day}</th><th scope="col">{texts.agreements.buyer}</th><th scope="col">{texts.agreements.agreement}</th><th scope="col" className={table.number}>{words.atStake}</th><th scope="col">{texts.agreements.unused}</th><th scope="col">{words.decider}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.agreement}>
              <td>{row.due === null ? '' : dayText(row.due)} <span className={table.quiet}>{row.renews === row.due ? words.renews : words.ends}</span></td>
              <td><button type="button" className={classes.open} data-row onClick={() => go({ why: `agreement:${row.agreement}`, who: undefined })}>{nameOf(row.buyer)}</button></td>
              <td>{row.agreement} <span className={table.quiet}>{row.product}</span></td>
              <td className={table.number}>{stakeOf(row)}</td>
              <td>{unusedOf(row)}</td>
              <td><Decides row={row} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Trouble({ title, hint, rows }: { readonly title: string; readonly hint: string; readonly rows: readonly AgreementLine[] }) {
  if (rows.length === 0) return null
  return <Card title={`${title} (${count(rows.length)})`} hint={hint} className={classes.trouble}><div className={classes.folded}><Folded rows={rows} first={2 * FIRST} /></div></Card>
}

function icsOf(answer: Renewals, daysBefore: number): void {
  const days = rowsOf(answer).flatMap((row) => row.due === null ? [] : [{
    uid: `${encodeURIComponent(row.agreement)}@hatrack`, day: row.due, summary: words.event(nameOf(row.buyer), row.renews === row.due ? words.renews : words.ends, row.agreement),
    description: [
      words.eventStake(stakeOf(row)), row.seats === null ? words.eventUsers(count(row.users), count(row.usageDays)) : words.eventUse(count(row.seatsUsed ?? 0), count(row.seats)), unusedOf(row),
      ...(row.deciders.length === 0 ? [words.noDecider] : [words.eventDecider(row.deciders.map(({ party }) => nameOf(party)).join(', ')), ...row.deciders.filter(({ lastUse }) => lastUse === null).map(({ party }) => words.neverUsed(nameOf(party)))]),
    ].join('\n'),
    url: `${location.origin}/agreements?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), why: `agreement:${row.agreement}` })}`,
  }])
  download(`renewals-${answer.day}.ics`, calendarText(texts.agreements.tabs.renewals, days, new Date(), daysBefore), 'text/calendar')
}

function csvOf(answer: Renewals): void {
  const state = (rows: readonly AgreementLine[], what: string) => rows.map((row) => [row.due, what, row.agreement, row.product, nameOf(row.buyer), row.atStake, row.currency, row.accrued, row.unused, row.users, row.usageDays, row.deciders.map(({ party }) => nameOf(party)).join('; '), row.deciders.filter(({ lastUse }) => lastUse === null).map(({ party }) => nameOf(party)).join('; ')])
  downloadCsv(`renewals-${answer.day}`, ['day', 'what', 'agreement', 'product', 'buyer', 'at stake', 'currency', 'agreed in period', 'unused in period', 'users', 'usage days', 'deciders', 'deciders who never used it'],
    [...answer.months.flatMap(({ renewals }) => renewals.flatMap((row) => state([row], row.renews === row.due ? 'renews' : 'ends'))), ...state(answer.overdue, 'overdue'), ...state(answer.missing, 'renewal not known')])
}
