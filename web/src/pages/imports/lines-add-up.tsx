import { IconCheck } from '@tabler/icons-react'
import type { Reconciliation } from '../../api/import-shapes.ts'
import { dayText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, isZero, money } from '../../format/numbers.ts'
import { Bones } from '../../parts/bones.tsx'
import { Failed } from '../../parts/failed.tsx'
import { KindMark } from '../../parts/kind-mark.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { isPayerKind } from '../../theme/kinds.ts'
import classes from './imports.module.css'
import { useReconciliation } from './use-reconciliation.ts'

/** What the lines of the import came to: each payment explained or unknown, each use with who pays it. */
export function LinesAddUp({ id }: { readonly id: string }) {
  const { data, error, refetch } = useReconciliation(id)
  if (error) return <Failed error={error} again={() => void refetch()} />
  if (data === undefined) return <Bones lines={[30, 60]} height={20} />
  return <>
    {data.money.length === 0 ? null : <Payments answer={data} />}
    {data.usage.in === 0 ? null : <Use usage={data.usage} />}
  </>
}

function Payments({ answer }: { readonly answer: Reconciliation }) {
  return (
    <div className={classes.sums}>
      <h3>{texts.imports.paidTitle}</h3>
      {answer.money.map((one) => (
        <div key={one.currency} className={classes.equation}>
          <b>{one.payments === 1 ? texts.imports.onePayment(money(one.in, one.currency)) : texts.imports.payments(count(one.payments), money(one.in, one.currency))}</b>
          <p>
            = {money(one.explained, one.currency)} {texts.home.explained} + <span className={isZero(one.unknown) ? classes.good : classes.bad}>{money(one.unknown, one.currency)} {texts.home.unknown}{isZero(one.unknown) ? <> <IconCheck size={14} stroke={2.2} aria-hidden /></> : null}</span>
            {isZero(one.toOthers) ? null : <> + {money(one.toOthers, one.currency)} {texts.imports.toOthers}</>}
          </p>
        </div>
      ))}
      {answer.unknownPayments.length === 0 ? null : (
        <details className={classes.behind}>
          <summary>{texts.imports.unknownRows(answer.unknownPaymentsInAll)}</summary>
          {answer.unknownPayments.length === answer.unknownPaymentsInAll ? null : <p className={classes.quiet}>{texts.imports.unknownShown(count(answer.unknownPayments.length), count(answer.unknownPaymentsInAll))}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so the keyboard must reach it */}
          <section className={table.scroll} tabIndex={0} aria-label={texts.imports.unknownRows(answer.unknownPaymentsInAll)}>
            <table className={table.table}>
              <thead><tr>{texts.imports.unknownHeads.map((head, place) => <th key={head} scope="col" className={place === 1 ? table.number : undefined}>{head}</th>)}</tr></thead>
              <tbody>
                {answer.unknownPayments.map((one) => (
                  <tr key={`${one.source} ${one.payment}`}><td>{dayText(one.day)}</td><td className={table.number}>{money(one.amount, one.currency)}</td><td>{one.payer === null ? texts.imports.noPayer : nameOf(one.payer)}</td><td className={table.wide}>{one.why} <span className={table.quiet}>{one.mend}</span></td></tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </div>
  )
}

function Use({ usage }: { readonly usage: Reconciliation['usage'] }) {
  const leftOut = usage.leftOut.staff + usage.leftOut.override
  const kinds = usage.kinds.filter((one) => one.events > 0)
  return (
    <div className={classes.sums}>
      <h3>{texts.imports.useTitle}</h3>
      <div className={classes.equation}>
        <b>{texts.imports.uses(count(usage.in), usage.in === 1)}</b>
        <p className={classes.useKinds}>
          {kinds.map((one, place) => <span key={one.kind}>{place === 0 ? '= ' : '+ '}{isPayerKind(one.kind) ? <><KindMark kind={one.kind} /> {count(one.events)} {texts.kinds[one.kind].name.toLowerCase()}</> : `${count(one.events)} ${one.kind}`}</span>)}
          {leftOut === 0 ? null : <span>{kinds.length === 0 ? '= ' : '+ '}{count(leftOut)} {texts.imports.leftOutUse}</span>}
        </p>
      </div>
    </div>
  )
}
