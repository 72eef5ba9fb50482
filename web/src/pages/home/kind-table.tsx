import type { KindFigures, MoneyTotals, PayerKind, PayersOfUse } from '../../api/shapes.ts'
import { amount, count, isZero, ratio, share } from '../../format/numbers.ts'
import { KindMark } from '../../parts/kind-mark.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import classes from './kind-table.module.css'

interface KindTableProps { readonly answer: PayersOfUse; readonly totals: readonly MoneyTotals[]; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void }

/** The legend and the figures of the bars in one: every row a kind, every figure its own reason. */
export function KindTable({ answer, totals, lit, onLight }: KindTableProps) {
  const unused = totals.filter((total) => !isZero(total.unused))
  return (
    <div className={classes.scroll}><table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{texts.home.kind}</th>
          <th scope="col">{texts.home.people}</th>
          <th scope="col">{texts.home.use}</th>
          {totals.map((total) => <th scope="col" key={total.currency}>{total.currency}</th>)}
        </tr>
      </thead>
      <tbody>
        {answer.kinds.map((one) => <Row key={one.kind} one={one} answer={answer} totals={totals} dim={lit !== null && lit !== one.kind} onLight={onLight} />)}
        {unused.length === 0 ? null : (
          <tr>
            <th scope="row"><WhyButton why={`unused:${unused[0]?.currency}`} plain className={classes.name}><KindMark kind={null} />{texts.unusedMoney}</WhyButton></th>
            <td /><td />
            {totals.map((total) => <td key={total.currency}>{amount(total.unused)}</td>)}
          </tr>
        )}
        <tr className={classes.sum}>
          <th scope="row">{texts.home.total}</th>
          <td>{count(answer.users)}</td>
          <td>{count(answer.usageDays)}</td>
          {totals.map((total) => <td key={total.currency}>{amount(total.accrued)}</td>)}
        </tr>
      </tbody>
    </table></div>
  )
}

interface RowProps { readonly one: KindFigures; readonly answer: PayersOfUse; readonly totals: readonly MoneyTotals[]; readonly dim: boolean; readonly onLight: (kind: PayerKind | null) => void }

function Row({ one, answer, totals, dim, onLight }: RowProps) {
  const of = (currency: string) => one.money?.find((part) => part.currency === currency)?.amount ?? null
  return (
    <tr data-dim={dim || undefined} data-zero={(one.users === 0 && one.usageDays === 0) || undefined} onMouseEnter={() => onLight(one.kind)} onMouseLeave={() => onLight(null)}>
      <th scope="row"><WhyButton why={`kind:${one.kind}`} plain className={classes.name}><KindMark kind={one.kind} />{texts.kinds[one.kind].name}</WhyButton></th>
      <td>{count(one.users)} <span className={classes.share}>{share(ratio(one.users, answer.users))}</span></td>
      <td>{count(one.usageDays)} <span className={classes.share}>{share(ratio(one.usageDays, answer.usageDays))}</span></td>
      {totals.map((total) => {
        const text = of(total.currency)
        return <td key={total.currency}>{text === null || isZero(text) ? <span className={classes.share}>–</span> : amount(text)}</td>
      })}
    </tr>
  )
}
