import type { ReactNode } from 'react'
import type { MoneyTotals, PayerKind, PayersOfUse } from '../../api/shapes.ts'
import { amount, count, drawnWidth, isZero, money } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { type BarPart, KindBar } from './kind-bar.tsx'
import classes from './kind-bars.module.css'

/** The same of the period before, once it is known. */
export interface Before { readonly answer: PayersOfUse; readonly totals: readonly MoneyTotals[] }

interface KindBarsProps { readonly answer: PayersOfUse; readonly totals: readonly MoneyTotals[]; readonly before: Before | null; readonly lit: PayerKind | null; readonly onLight: (kind: PayerKind | null) => void; readonly children?: ReactNode }

function partsOfPeople(answer: PayersOfUse): BarPart[] {
  return answer.kinds.map((one) => ({ kind: one.kind, width: one.users, says: `${count(one.users)} ${texts.home.peopleUnit}`, why: `kind:${one.kind}` }))
}

function partsOfUse(answer: PayersOfUse): BarPart[] {
  return answer.kinds.map((one) => ({ kind: one.kind, width: one.usageDays, says: `${count(one.usageDays)} ${texts.home.useUnit}`, why: `kind:${one.kind}` }))
}

function partsOfMoney(answer: PayersOfUse, total: MoneyTotals): BarPart[] {
  const parts: BarPart[] = answer.kinds.map((one) => {
    const text = one.money?.find((part) => part.currency === total.currency)?.amount ?? '0'
    return { kind: one.kind, width: drawnWidth(text), says: money(text, total.currency), why: `kind:${one.kind}` }
  })
  if (!isZero(total.unused)) parts.push({ kind: null, width: drawnWidth(total.unused), says: money(total.unused, total.currency), why: `unused:${total.currency}` })
  return parts
}

function moneyBefore(before: Before | null, currency: string): BarPart[] | undefined {
  const total = before?.totals.find((one) => one.currency === currency)
  return before && total ? partsOfMoney(before.answer, total) : undefined
}

/** Three bars that each add up: people, use, and money per currency with the part that nobody uses. */
export function KindBars({ answer, totals, before, lit, onLight, children }: KindBarsProps) {
  return (
    <div className={classes.bars}>
      <KindBar name={texts.home.people} total={texts.home.users(count(answer.users), answer.users === 1)} parts={partsOfPeople(answer)} before={before ? partsOfPeople(before.answer) : undefined} lit={lit} onLight={onLight} />
      <KindBar name={texts.home.use} total={`${count(answer.usageDays)} ${texts.home.useUnit}`} parts={partsOfUse(answer)} before={before ? partsOfUse(before.answer) : undefined} lit={lit} onLight={onLight} />
      {totals.map((total) => (
        <KindBar key={total.currency} name={totals.length > 1 ? `${texts.home.money} ${total.currency}` : texts.home.money} total={`${amount(total.accrued)} ${total.currency}`} parts={partsOfMoney(answer, total)} before={moneyBefore(before, total.currency)} lit={lit} onLight={onLight} />
      ))}
      {children}
    </div>
  )
}
