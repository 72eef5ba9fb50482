import { useState } from 'react'
import { acceptedOf } from '../../api/parameters.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Wrong } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'
import type { Plan } from './use-plan.ts'

const words = texts.asking.survey

/** Notes the people of the plan as asked; what is sent is sent afterwards. */
export function SendCard({ id, plan, channel, asked }: { readonly id: string; readonly plan: Plan; readonly channel: string; readonly asked: number }) {
  const { act, isBusy, error } = useChange()
  const { parameters } = useView()
  const [done, setDone] = useState<number | null>(null)
  const n = count(plan.taken)
  const label = channel === 'mail' ? words.mail(n) : channel === 'widget' ? words.widget(n) : words.list(n)
  const send = async () => {
    const { from, to, seller } = acceptedOf('whom-to-ask', parameters)
    const answer = await act<{ asked: number }>('survey-asked', { survey: id, from, to, ...(seller === undefined ? {} : { seller }) })
    if (answer === null) return
    setDone(answer.asked)
    if (channel === 'mail' && answer.asked > 0) await act('survey-mail', { survey: id })
  }
  if (asked > 0 && plan.taken === 0 && done === null && error === null) return null
  return (
    <Card title={words.ask} hint={words.askHint}>
      <div className={classes.buttons}>
        <button type="button" className={classes.primary} disabled={isBusy || plan.taken === 0} onClick={() => void send()}>{label}</button>
        {plan.taken === 0 ? <span className={classes.quiet}>{words.nobody}</span> : null}
      </div>
      <p role="status" className={classes.status}>{done === null ? '' : words.done(count(done))}</p>
      <Wrong error={error} />
    </Card>
  )
}
