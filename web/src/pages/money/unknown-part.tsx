import { useStudy } from '../../api/use-study.ts'
import { count, isZero, money, sum } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { useSignature } from '../../correct/use-signature.ts'
import classes from './money.module.css'
import { UnknownPayments } from './unknown-payments.tsx'
import { UnknownUse } from './unknown-use.tsx'

const words = texts.money.queue
const KINDS = ['payments', 'use'] as const

/** What nobody knows, one after the other: payments, and use. The strip above ticks down. */
export function UnknownPart() {
  const { address, go } = useView()
  const { by } = useSignature()
  const kind = KINDS.find((one) => one === address.kind) ?? 'payments'
  return (
    <>
      {kind === 'payments' ? <MoneyStrip /> : <UseStrip />}
      <nav className={classes.kinds} aria-label={words.kindsLabel}>
        {KINDS.map((one) => <button key={one} type="button" aria-pressed={one === kind} onClick={() => go({ kind: one === 'payments' ? undefined : one })}>{words.kinds[one]}</button>)}
      </nav>
      {kind === 'payments' ? <UnknownPayments by={by} /> : <UnknownUse by={by} />}
    </>
  )
}

function MoneyStrip() {
  const { data } = useStudy('money')
  const currencies = [...new Set((data?.sources ?? []).map(({ currency }) => currency))]
  return (
    <div className={classes.strip} aria-live="polite">
      {data === undefined ? <p> </p> : currencies.length === 0 ? <p>{texts.money.sources.none}</p> : currencies.map((currency) => {
        const here = data.sources.filter((row) => row.currency === currency)
        const unknown = sum(here.map((row) => row.unknown))
        return <p key={currency} data-strip={currency}><span>{words.in}</span> <b>{money(sum(here.map((row) => row.in)), currency)}</b> = {money(sum(here.map((row) => row.explained)), currency)} {words.explained} + <b className={isZero(unknown) ? classes.good : classes.bad}>{money(unknown, currency)}</b> {words.unknown}</p>
      })}
    </div>
  )
}

function UseStrip() {
  const { data } = useStudy('payers-of-use')
  const unknown = data?.kinds.find(({ kind }) => kind === 'unknown')?.usageDays ?? 0
  return <div className={classes.strip} aria-live="polite">{data === undefined ? <p> </p> : <p data-strip="use"><span>{words.useIn}</span> <b>{count(data.usageDays)}</b> = {count(data.usageDays - unknown)} {words.useKnown} + <b className={unknown === 0 ? classes.good : classes.bad}>{count(unknown)}</b> {words.useUnknown}</p>}</div>
}
