import { useState } from 'react'
import { acceptedOf } from '../../api/parameters.ts'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Wrong } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'
import type { Plan } from './use-plan.ts'

const words = texts.asking.survey

/** True for names that mean the machine itself: links to them lead nobody else here. */
function isHere(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host)
}

/** Notes the people of the plan as asked; what is sent is sent afterwards. */
export function SendCard({ id, plan, channel, asked }: { readonly id: string; readonly plan: Plan; readonly channel: string; readonly asked: number }) {
  const { act, isBusy, error } = useChange()
  const { parameters } = useView()
  const [done, setDone] = useState<number | null>(null)
  const [asks, setAsks] = useState(false)
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
    <Card title={words.ask} hint={channel === 'list' ? `${words.askHint} ${words.listHint}` : words.askHint}>
      <div className={classes.buttons}>
        {plan.taken === 0 ? <span className={classes.quiet}>{words.nobody}</span> : <button type="button" className={classes.primary} disabled={isBusy} onClick={() => (channel === 'mail' ? setAsks(true) : void send())}>{label}</button>}
      </div>
      {asks ? (
        <Dialog label={words.sendTitle(n)} onClose={() => setAsks(false)}>
          <div className={classes.stack}>
            <h2>{words.sendTitle(n)}</h2>
            <p>{words.sendSays}</p>
            {isHere(location.hostname) ? <p className={classes.caution}>{words.sendHere(location.origin)}</p> : null}
            <div className={classes.buttons}>
              <button type="button" className={classes.primary} disabled={isBusy} onClick={() => { setAsks(false); void send() }}>{words.sendYes}</button>
              <button type="button" className={classes.button} onClick={() => setAsks(false)}>{words.sendNo}</button>
            </div>
          </div>
        </Dialog>
      ) : null}
      <p role="status" className={classes.status}>{done === null ? '' : words.done(count(done))}</p>
      <Wrong error={error} />
    </Card>
  )
}
