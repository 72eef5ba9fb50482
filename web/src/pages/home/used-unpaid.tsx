import type { ReasonFigures } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { count, ratio } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import classes from './lists.module.css'

const HEIGHT = { name: 'home used-unpaid', wide: 335, narrow: 335 } as const

export function UsedUnpaid() {
  const query = useStudy('unpaid-use')
  const users = useStudy('payers-of-use', { detail: 'money' }).data?.users
  const hint = query.data === undefined ? texts.unpaid.hint : `${texts.unpaid.hadDay(texts.home.users(count(query.data.users), query.data.users === 1))} · ${texts.unpaid.days(count(query.data.usageDays))}`
  return (
    <Card title={texts.unpaid.title} hint={hint}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 80, 100, 80, 100, 80]} height={20} />}>
        {(answer) => {
          const rows = answer.reasons.filter((row) => row.usageDays > 0)
          if (rows.length === 0) return <Empty>{users === 0 ? texts.unpaid.noUse : texts.unpaid.nothing}</Empty>
          return <ul className={classes.list}>{rows.map((row) => <li key={row.reason}><Row row={row} all={answer.usageDays} /></li>)}</ul>
        }}
      </Answered>
    </Card>
  )
}

function Row({ row, all }: { readonly row: ReasonFigures; readonly all: number }) {
  const reason = texts.unpaid.reasons[row.reason]
  return (
    <WhyButton why={`reason:${row.reason}`} row>
      <span className={classes.first}><b>{reason.name}</b><span className={classes.value}>{texts.home.users(count(row.users), row.users === 1)}</span></span>
      <span className={classes.share} aria-hidden="true"><span style={{ width: `${ratio(row.usageDays, all) * 100}%` }} /></span>
      <span className={classes.rest}>{texts.unpaid.days(count(row.usageDays))} · {reason.says}</span>
    </WhyButton>
  )
}
