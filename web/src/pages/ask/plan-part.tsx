import { Problem } from '../../api/problem.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Failed } from '../../parts/failed.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask.module.css'
import { LeftOutCard } from './left-out-card.tsx'
import { PeopleCard } from './people-card.tsx'
import { SampleCard } from './sample-card.tsx'
import { SaveCard } from './save-card.tsx'
import { NO_PLAN, usePlan } from './use-plan.ts'
import { WhoCard } from './who-card.tsx'

const words = texts.asking

/** Who can answer the question in the address, how many to ask, whom, and who is left out. */
export function PlanPart() {
  const query = usePlan()
  const { address, go } = useView()
  // What stands in the address cannot be planned, such as a quota of a group that there is no more after another filter: trying again would not help.
  if (query.error instanceof Problem && query.error.status === 400) {
    const isQuota = address.quotas !== undefined
    return <Card><Failed error={query.error} /><div className={classes.buttons}><button type="button" className={classes.button} onClick={() => go(isQuota ? { quotas: undefined } : NO_PLAN, true)}>{isQuota ? words.sample.noQuotas : words.sample.usual}</button></div></Card>
  }
  return (
    <Answered query={query} bones={<div className={classes.stack}><Card title={words.who.title}><Bones lines={[60, 40]} height={24} /></Card><Card title={words.sample.title}><Bones lines={[100, 100, 100, 60]} height={34} /></Card><Card title={words.people.title}><Bones lines={[100, 100, 100, 100, 100]} height={28} /></Card></div>}>
      {(plan) => (
        <div className={classes.stack}>
          <WhoCard plan={plan} />
          <SampleCard plan={plan} />
          <SaveCard plan={plan} />
          <PeopleCard plan={plan} />
          <LeftOutCard plan={plan} />
        </div>
      )}
    </Answered>
  )
}
