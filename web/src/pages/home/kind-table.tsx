import type { KindFigures, MoneyTotals, PayerKind, PayersOfUse } from '../../api/shapes.ts'
import { amount, amountChange, change, count, isZero, money, ratio, share } from '../../format/numbers.ts'
import { KindMark } from '../../parts/kind-mark.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import type { Before } from './kind-bars.tsx'
import classes from './kind-table.module.css'

interface KindTableProps { readonly answer: PayersOfUse; readonly totals: readonly MoneyTotals[]; readonly before: Before | null; readonly beforeText: string; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }

/** The legend and the figures of the bars in one: every row a kind, every figure its own reason. */
export function KindTable({ answer, totals, before, beforeText, lit, onLight }: KindTableProps) {
  const unused = totals.filter((total) => !isZero(total.unused))
  return (
    <div className={classes.scroll}><table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{texts.home.kind}</th>
          <th scope="col">{texts.home.people}</th>
          <th scope="col">{texts.home.use}</th>
          {totals.map((total) => <th scope="col" key={total.currency} className={classes.money}>{total.currency}</th>)}
        </tr>
      </thead>
      <tbody>
        {answer.kinds.map((one) => <Row key={one.kind} one={one} answer={answer} totals={totals} before={before} beforeText={beforeText} dim={lit !== null && lit !== one.kind} onLight={onLight} />)}
        {unused.length === 0 ? null : (
          <tr>
            <th scope="row"><WhyButton why={`unused:${unused[0]?.currency}`} plain className={classes.name}><KindMark kind={null} />{texts.unusedMoney}</WhyButton><MoneyLine amounts={totals.map((total) => [total.unused, total.currency])} /></th>
            <td /><td />
            {totals.map((total) => <td key={total.currency} className={classes.money}>{amount(total.unused)}</td>)}
          </tr>
        )}
        <tr className={classes.sum}>
          <th scope="row">{texts.home.total}<MoneyLine amounts={totals.map((total) => [total.accrued, total.currency])} /></th>
          <td>{count(answer.users)}<span className={classes.share} /><Change by={before ? answer.users - before.answer.users : undefined} before={before ? count(before.answer.users) : undefined} period={beforeText} /></td>
          <td>{count(answer.usageDays)}<span className={classes.share} /><Change by={before ? answer.usageDays - before.answer.usageDays : undefined} before={before ? count(before.answer.usageDays) : undefined} period={beforeText} /></td>
          {totals.map((total) => <td key={total.currency} className={classes.money}>{amount(total.accrued)}</td>)}
        </tr>
      </tbody>
    </table></div>
  )
}

interface RowProps { readonly one: KindFigures; readonly answer: PayersOfUse; readonly totals: readonly MoneyTotals[]; readonly before: Before | null; readonly beforeText: string; readonly dim: boolean; readonly onLight: (kind: PayerKind | null) => void }

function Row({ one, answer, totals, before, beforeText, dim, onLight }: RowProps) {
  const of = (currency: string) => one.money?.find((part) => part.currency === currency)?.amount ?? null
  const then = before?.answer.kinds.find((kind) => kind.kind === one.kind)
  const thenOf = (currency: string) => then?.money?.find((part) => part.currency === currency)?.amount ?? '0'
  return (
    <tr data-dim={dim || undefined} data-zero={(one.users === 0 && one.usageDays === 0) || undefined} onMouseEnter={() => onLight(one.kind)} onMouseLeave={() => onLight(null)}>
      <th scope="row"><WhyButton why={`kind:${one.kind}`} plain className={classes.name}><KindMark kind={one.kind} />{texts.kinds[one.kind].name}</WhyButton><MoneyLine amounts={totals.flatMap(({ currency }) => { const text = of(currency); return text === null || isZero(text) ? [] : [[text, currency] as const] })} /></th>
      <td>{count(one.users)} <span className={classes.share}>{share(ratio(one.users, answer.users))}</span><Change by={then && one.users - then.users} before={then && count(then.users)} period={beforeText} /></td>
      <td>{count(one.usageDays)} <span className={classes.share}>{share(ratio(one.usageDays, answer.usageDays))}</span><Change by={then && one.usageDays - then.usageDays} before={then && count(then.usageDays)} period={beforeText} /></td>
      {totals.map((total) => {
        const text = of(total.currency)
        return <td key={total.currency} className={classes.money} title={then ? texts.home.moneyChange(amountChange(text ?? '0', thenOf(total.currency)), beforeText) : undefined}>{text === null || isZero(text) ? <span className={classes.share}>–</span> : amount(text)}</td>
      })}
    </tr>
  )
}

/** By how much it is more or less than in the period before; its place is kept while that is asked. */
function Change({ by, before, period }: { readonly by: number | undefined; readonly before: string | undefined; readonly period: string }) {
  return <span className={classes.change} title={before === undefined ? undefined : texts.home.changeSays(before, period)}>{by === undefined || by === 0 ? '' : change(by)}</span>
}

/** The amounts under the name, where there is no room for columns of them. */
function MoneyLine({ amounts }: { readonly amounts: readonly (readonly [string, string])[] }) {
  return amounts.length === 0 ? null : <span className={classes.moneyLine}>{amounts.map(([text, currency]) => money(text, currency)).join(' · ')}</span>
}
