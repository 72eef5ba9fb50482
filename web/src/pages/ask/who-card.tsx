import { useStudy } from '../../api/use-study.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask.module.css'
import type { Plan } from './use-plan.ts'

const words = texts.asking.who
const ROLES = ['users', 'customers', 'users,customers', 'channel'] as const
const OF: Readonly<Record<Plan['answeredBy'], (typeof ROLES)[number]>> = { user: 'users', customer: 'customers', both: 'users,customers', channel: 'channel' }

/** Which role can answer, and why; both can be corrected. */
export function WhoCard({ plan }: { readonly plan: Plan }) {
  const { address, go } = useView()
  const topics = useStudy('topics').data?.topics ?? []
  const names = [...new Set([...topics.map(({ topic }) => topic), ...(plan.topic === null ? [] : [plan.topic])])].sort()
  const chosen = OF[plan.answeredBy]
  return (
    <Card title={words.title}>
      <p className={classes.answer}><b>{words.sides[chosen]}.</b> {plan.because}</p>
      <div className={classes.controls}>
        <label className={classes.labelled}>
          <span>{words.topic}</span>
          <select className={classes.select} value={plan.topic ?? ''} onChange={(event) => go({ topic: event.target.value === '' ? undefined : event.target.value, roles: undefined, why: undefined })}>
            <option value="">{plan.topic === null || address.topic !== undefined ? words.noTopic : plan.topic}</option>
            {names.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </label>
        <fieldset className={classes.chips}>
          <legend className="visually-hidden">{words.correct}</legend>
          {ROLES.map((role) => <button key={role} type="button" className={classes.chip} data-side={role} aria-pressed={chosen === role} onClick={() => go({ roles: role, why: undefined })}>{words.sides[role]}</button>)}
        </fieldset>
        {address.roles === undefined ? null : <button type="button" className={classes.button} onClick={() => go({ roles: undefined, why: undefined })}>{words.asTopic}</button>}
      </div>
    </Card>
  )
}
