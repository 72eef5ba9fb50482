import type { Overlap } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import classes from './overlap-card.module.css'
import { OverlapBar } from './overlap-bar.tsx'

const HEIGHT = { name: 'home overlap', wide: 140, narrow: 440 } as const

/** Are users and customers the same? One line that shows how far they meet, and of what each side is made. */
export function OverlapCard() {
  const query = useStudy('overlap')
  return (
    <Card title={texts.overlap.title} hint={texts.overlap.hint}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 60, 60]} height={30} />}>
        {(answer) => (
          <div className={classes.both}>
            <OverlapBar answer={answer} />
            <div className={classes.splits}>
              <Split title={texts.overlap.usersSplit} rows={usersSplit(answer)} />
              <Split title={texts.overlap.customersSplit} rows={customersSplit(answer)} />
              <Split title={texts.overlap.payers} rows={payersSplit(answer)} />
            </div>
          </div>
        )}
      </Answered>
    </Card>
  )
}

interface SplitRow { readonly value: number; readonly says: string; readonly why: string }

function usersSplit(answer: Overlap): readonly SplitRow[] {
  return [
    { value: answer.usersSelf, says: texts.overlap.self, why: 'kind:self' },
    { value: answer.usersPaidFor, says: texts.overlap.paidFor, why: 'overlap' },
    { value: answer.usersUnpaid, says: texts.overlap.unpaid, why: 'kind:nobody' },
    { value: answer.usersUnknown, says: texts.overlap.unknown, why: 'kind:unknown' },
  ]
}

function customersSplit(answer: Overlap): readonly SplitRow[] {
  return [
    { value: answer.customersWithUse, says: texts.overlap.withUse, why: 'overlap' },
    { value: answer.customersWithoutUse, says: texts.overlap.withoutUse, why: 'overlap' },
    { value: answer.newCustomers, says: texts.overlap.fresh, why: 'overlap' },
  ]
}

function payersSplit(answer: Overlap): readonly SplitRow[] {
  return [
    { value: answer.payersThatNeverUse, says: texts.overlap.never, why: 'overlap' },
    { value: answer.payersWithoutKnownDecider, says: texts.overlap.noDecider, why: 'overlap' },
  ]
}

function Split({ title, rows }: { readonly title: string; readonly rows: readonly SplitRow[] }) {
  return (
    <div>
      <h3 className={classes.splitTitle}>{title}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.says} className={classes.splitRow}>
            <WhyButton why={row.why} plain className={classes.number} label={`${count(row.value)} ${row.says}`}>{count(row.value)}</WhyButton>
            <span>{row.says}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
