import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import classes from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { agreementsCsv } from './agreements-csv.ts'
import { AgreementsTable } from './agreements-table.tsx'
import { isOrder, sorted } from './orders.ts'

/** What each agreement brings in for the period, and how much of it is used. */
export function AgreementsPage() {
  const { period, address } = useView()
  const query = useStudy('unused-money')
  const order = isOrder(address.sort) ? address.sort : 'unused'
  return (
    <>
      <PageHead title={texts.agreements.title} hint={texts.agreements.hint}>
        <button type="button" className={classes.button} disabled={query.data === undefined} onClick={() => agreementsCsv(`agreements-${period.from}-${period.to}`, query.data?.agreements ?? [])}>{texts.why.csv}</button>
      </PageHead>
      <Card>
        <Answered query={query} bones={<Bones lines={[100, 100, 100, 100, 100, 100]} height={22} />}>
          {(answer) => answer.agreements.length === 0 ? <Empty>{texts.agreements.nothing}</Empty> : (
            <>
              <AgreementsTable rows={sorted(answer.agreements, order)} totals={answer.totals} order={order} />
              <p className={classes.quiet}>{texts.agreements.count(count(answer.agreements.length))}</p>
            </>
          )}
        </Answered>
      </Card>
    </>
  )
}

