import { Link } from '@tanstack/react-router'
import type { AgreementUse } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { useThresholds } from '../../api/use-thresholds.ts'
import { dayText, fromNow } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, isZero, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { Decider } from './decider.tsx'
import classes from './lists.module.css'

const HEIGHT = { name: 'home paid-unused', wide: 460, narrow: 420 } as const

const SHOWN = 5

export function PaidUnused() {
  const { daysBeforeRenewal } = useThresholds()
  const query = useStudy('unused-money', { near: daysBeforeRenewal, limit: SHOWN })
  const unused = (query.data?.totals ?? []).filter((total) => !isZero(total.unused)).map((total) => money(total.unused, total.currency))
  return (
    <Card title={texts.paidUnused.title} hint={unused.length === 0 ? texts.paidUnused.hint(count(daysBeforeRenewal)) : texts.paidUnused.unused(unused.join(', '), count(daysBeforeRenewal))}>
      <Answered query={query} height={HEIGHT} bones={<Bones lines={[100, 80, 100, 80, 100, 80]} height={20} />}>
        {(answer) => {
          const rows = answer.agreements
          if (rows.length === 0) return <Empty>{texts.paidUnused.nothing}</Empty>
          return (
            <>
              <ul className={classes.list}>{rows.map((row) => <li key={row.agreement}><Row row={row} /></li>)}</ul>
              {answer.total > SHOWN ? <Link to="/agreements" search={(before) => ({ ...keptOf(before as Address), where: 'has=unused-money' })} className={classes.all}>{texts.paidUnused.all(count(answer.total))} →</Link> : null}
            </>
          )
        }}
      </Answered>
    </Card>
  )
}

function Row({ row }: { readonly row: AgreementUse }) {
  const seats = row.seats === null || row.seatsUsed === null ? null : texts.paidUnused.seats(count(row.seatsUsed), count(row.seats))
  const last = row.lastUse === null ? texts.paidUnused.neverUsed : texts.paidUnused.lastUse(dayText(row.lastUse), row.lastUser === null ? null : nameOf(row.lastUser))
  const renews = row.renews === null ? texts.paidUnused.noRenewal : texts.paidUnused.renews(fromNow(row.renews))
  return (
    <WhyButton why={`agreement:${row.agreement}`} row>
      <span className={classes.first}><b>{nameOf(row.buyer)}</b><span className={classes.value}>{money(row.unused, row.currency)}</span></span>
      <span className={classes.rest}>{[renews, seats, last].filter((part) => part !== null).join(' · ')} · <Decider row={row} /></span>
    </WhyButton>
  )
}
