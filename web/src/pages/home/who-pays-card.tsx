import { useState } from 'react'
import type { PayerKind } from '../../api/shapes.ts'
import { useStudy } from '../../api/use-study.ts'
import { periodText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { texts } from '../../texts.ts'
import { periodBefore } from '../../view/periods.ts'
import { useView } from '../../view/use-view.ts'
import { KindBars } from './kind-bars.tsx'
import { KindTable } from './kind-table.tsx'
import { MonthsChart } from './months-chart.tsx'
import { TogetherBar } from './together-bar.tsx'
import classes from './who-pays-card.module.css'

const HEIGHT = { name: 'home who-pays', wide: 505, narrow: 990 } as const

/** Question 1: who pays for the use we saw, in people, in use, in money. */
export function WhoPaysCard() {
  const query = useStudy('payers-of-use', { detail: 'money' })
  const moneyQuery = useStudy('money')
  const totals = moneyQuery.data?.agreements ?? []
  // Both at once: bars and columns of money would push aside what stands already.
  const both = { ...query, data: moneyQuery.isPending ? undefined : query.data }
  const { period } = useView()
  const earlier = periodBefore(period)
  const answerBefore = useStudy('payers-of-use', { detail: 'money', ...earlier }).data
  const totalsBefore = useStudy('money', { ...earlier }).data?.agreements
  const before = answerBefore && totalsBefore ? { answer: answerBefore, totals: totalsBefore } : null
  const beforeText = periodText(earlier.from, earlier.to)
  const [lit, setLit] = useState<PayerKind | null>(null)
  return (
    <Card title={texts.home.who} hint={`${texts.home.whoHint} ${texts.home.before(beforeText)}`}>
      <Answered query={both} height={HEIGHT} bones={<Bones lines={[100, 100, 100, 70, 70, 70, 70, 70, 70]} height={26} />}>
        {(answer) =>
          answer.users === 0 && totals.length === 0 ? (
            <Empty>{texts.home.noUse}</Empty>
          ) : (
            <>
              <KindBars answer={answer} totals={totals} before={before} lit={lit} onLight={setLit}><TogetherBar currencies={totals.map(({ currency }) => currency)} lit={lit} onLight={setLit} /></KindBars>
              <div className={classes.under}>
                <KindTable answer={answer} totals={totals} before={before} beforeText={beforeText} lit={lit} onLight={setLit} />
                <MonthsChart lit={lit} onLight={setLit} />
              </div>
            </>
          )
        }
      </Answered>
    </Card>
  )
}
