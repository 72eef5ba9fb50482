import { useStudy } from '../../api/use-study.ts'
import { dayText, daysIn, periodText, today } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { AgainstPicker } from './against-picker.tsx'
import { ChangedAgreements } from './changed-agreements.tsx'
import { ChangedFigures } from './changed-figures.tsx'
import classes from './changes.module.css'
import { Flows } from './flows.tsx'
import { Learned } from './learned.tsx'
import { Movers } from './movers.tsx'
import { againstOf } from './times.ts'

const words = texts.changes
const MOVERS = 15

/** One period as known at two times: what moved, what we learned in between, and what is shown to stand behind it. */
export function ChangesPage() {
  const { address, period, knownAt } = useView()
  const against = againstOf(address.against)
  const isEarlier = against.day < (knownAt ?? today()) || (knownAt === null && Date.parse(against.instant) < Date.now())
  const query = useStudy('changes', { against: against.instant, limit: MOVERS }, isEarlier)
  return (
    <>
      <PageHead title={words.title} hint={words.hint}><AgainstPicker /></PageHead>
      <p className={classes.means}>{words.means(periodText(period.from, period.to), against.says, knownAt === null ? words.knownNow : words.knownAt(dayText(knownAt)))}</p>
      {!isEarlier ? <Card><Empty>{words.notEarlier}</Empty></Card> : (
        <Answered query={query} bones={<div className={classes.stack}><Card><Bones lines={[80, 100, 60]} height={18} /></Card><Card><Bones lines={[100, 100, 100, 100, 100, 100]} height={24} /></Card></div>}>
          {(answer) => (
            <div className={classes.stack}>
              <Card title={words.says}>
                {answer.learned.length === 0 ? <Empty>{words.none}</Empty> : <p className={classes.says}>{daysIn(answer.says.join(' '))}</p>}
              </Card>
              {answer.learned.length === 0 ? null : (
                <>
                  <ChangedFigures answer={answer} />
                  <Flows answer={answer} />
                  <Movers answer={answer} shown={MOVERS} />
                  <ChangedAgreements answer={answer} />
                  <Learned answer={answer} />
                </>
              )}
              <Card title={words.before.title} hint={words.before.hint(periodText(answer.before.from, answer.before.to))}><p className={classes.says}>{answer.before.says}</p></Card>
            </div>
          )}
        </Answered>
      )}
    </>
  )
}
