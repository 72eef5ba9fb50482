import type { PayerKind, PayersOfUse } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { periodText } from '../../format/days.ts'
import { change, count, shares } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { periodBefore } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'
import classes from './reconciliation.module.css'

const HEIGHT = { name: 'home use-in', wide: 100, narrow: 130 } as const

export function UseIn() {
  const { period } = useView()
  const query = useStudy('payers-of-use', { detail: 'money' })
  const earlier = periodBefore(period)
  const before = useStudy('payers-of-use', { detail: 'money', ...earlier }).data
  return (
    <Card className={classes.card}>
      <p className={classes.label}>{texts.home.useIn} · {periodText(period.from, period.to)}</p>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[60, 80]} height={22} />}>{(answer) => <Sums answer={answer} before={before} period={periodText(earlier.from, earlier.to)} />}</Answered>
    </Card>
  )
}

function Sums({ answer, before, period }: { readonly answer: PayersOfUse; readonly before: PayersOfUse | undefined; readonly period: string }) {
  const daysOf = (kind: PayerKind) => answer.kinds.find((one) => one.kind === kind)?.usageDays ?? 0
  const nobody = daysOf('nobody')
  const unknown = daysOf('unknown')
  const paid = answer.usageDays - nobody - unknown
  const [paidShare, nobodyShare, unknownShare] = shares([paid, nobody, unknown])
  const staff = answer.leftOut.staff.usageDays
  if (answer.usageDays === 0) return <Empty>{texts.home.noUse}</Empty>
  return (
    <>
      <div className={classes.equation}>
        <WhyButton why="use" plain className={classes.big}>{count(answer.usageDays)} {texts.home.usageDays}</WhyButton>
        <span className={classes.beside}>{texts.home.by} {texts.home.users(count(answer.users), answer.users === 1)}</span>
        <p className={classes.parts}>
          <span className={classes.equals}>=</span> {paidShare} {texts.home.knownPayer} <span className={classes.equals}>+</span>{' '}
          <WhyButton why="kind:nobody" plain>{nobodyShare} {texts.home.unpaid}</WhyButton> <span className={classes.equals}>+</span>{' '}
          <WhyButton why="kind:unknown" plain>{unknownShare} {texts.home.unknownUse}</WhyButton>
        </p>
      </div>
      <p className={classes.change}>{before === undefined ? '\u00a0' : texts.home.changeOfUse(change(answer.usageDays - before.usageDays), change(answer.users - before.users), period)}</p>
      <p className={classes.quiet}>{staff === 0 ? texts.home.noneLeftOut : texts.home.leftOut(count(staff))}</p>
    </>
  )
}
