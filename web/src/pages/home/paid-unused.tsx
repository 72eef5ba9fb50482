import { Link } from '@tanstack/react-router'
import type { AgreementUse } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText, fromNow } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { count, drawnWidth, isZero, money } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './lists.module.css'

const SHOWN = 6

/** The next renewal first; what does not renew comes last. */
function byRenewal(a: AgreementUse, b: AgreementUse): number {
  if (a.renews !== b.renews) return a.renews === null ? 1 : b.renews === null ? -1 : a.renews < b.renews ? -1 : 1
  return drawnWidth(b.unused) - drawnWidth(a.unused)
}

export function PaidUnused() {
  const query = useStudy('unused-money')
  return (
    <Card title={texts.paidUnused.title} hint={texts.paidUnused.hint}>
      <Answered query={query} bones={<Bones lines={[100, 80, 100, 80, 100, 80]} height={20} />}>
        {(answer) => {
          const rows = answer.agreements.filter((row) => !isZero(row.unused)).sort(byRenewal)
          if (rows.length === 0) return <Empty>{texts.paidUnused.nothing}</Empty>
          return (
            <>
              <ul className={classes.list}>{rows.slice(0, SHOWN).map((row) => <li key={row.agreement}><Row row={row} /></li>)}</ul>
              {rows.length > SHOWN ? <Link to="/agreements" search={(before) => keptOf(before as Address)} className={classes.all}>{texts.paidUnused.all(count(rows.length))} →</Link> : null}
            </>
          )
        }}
      </Answered>
    </Card>
  )
}

/** Who decides, if that is known, and whether the decider is anywhere among the users. */
function deciderText(row: AgreementUse): string {
  const decider = row.deciders[0]
  return decider === undefined ? texts.paidUnused.noDecider : texts.paidUnused.decides(nameOf(decider))
}

function Row({ row }: { readonly row: AgreementUse }) {
  const seats = row.seats === null || row.seatsUsed === null ? null : texts.paidUnused.seats(count(row.seatsUsed), count(row.seats))
  const last = row.lastUse === null ? texts.paidUnused.neverUsed : texts.paidUnused.lastUse(dayText(row.lastUse), row.lastUser === null ? null : nameOf(row.lastUser))
  const renews = row.renews === null ? texts.paidUnused.noRenewal : texts.paidUnused.renews(fromNow(row.renews))
  return (
    <WhyButton why={`agreement:${row.agreement}`} row>
      <span className={classes.first}><b>{nameOf(row.buyer)}</b><span className={classes.value}>{money(row.unused, row.currency)}</span></span>
      <span className={classes.rest}>{[renews, seats, last, deciderText(row)].filter((part) => part !== null).join(' · ')}</span>
    </WhyButton>
  )
}
