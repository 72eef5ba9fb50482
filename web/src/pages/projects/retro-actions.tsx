import { useState } from 'react'
import { dayText, daysBetween, today } from '../../format/days.ts'
import table from '../../parts/table.module.css'
import { projectsTexts } from '../../texts/projects.ts'
import { Field, FormDialog } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './projects.module.css'
import type { Retro } from './retrospectives-part.tsx'

const words = projectsTexts.retro
type Action = Retro['actions'][number]
const TONES = { overdue: 'bad', open: undefined, done: 'good' } as const

/** What was promised about the answers: who, until when, done or not, and what the next round said. */
export function RetroActions({ retro }: { readonly retro: Retro }) {
  const [edited, setEdited] = useState<Action | 'new' | null>(null)
  const { act, isBusy } = useChange()
  return (
    <section>
      <div className={classes.lead}><h3>{words.actions}</h3><button type="button" className={table.button} onClick={() => setEdited('new')}>{words.action}</button></div>
      {retro.actions.length === 0 ? <p className={classes.quiet}>{words.noActions}</p> : (
        <ul className={classes.deeds}>
          {retro.actions.map((action) => (
            <li key={action.id} data-state={action.state}>
              <div>
                <p><span className={classes.tag} data-tone={TONES[action.state]}>{words.state[action.state]}</span> <b>{action.text}</b></p>
                <p className={classes.quiet}>{about(action, retro)}</p>
                {action.outcome === null ? null : <p>{action.outcome}</p>}
              </div>
              <div className={classes.actions}>
                <button type="button" className={table.button} disabled={isBusy} aria-label={`${action.done === null ? words.done : words.reopen}: ${action.text}`} onClick={() => void act('retrospective-action', { retrospective: retro.id, id: action.id, done: action.done === null ? today() : null })}>{action.done === null ? words.done : words.reopen}</button>
                <button type="button" className={table.button} aria-label={`${words.changeAction}: ${action.text}`} onClick={() => setEdited(action)}>{words.change}</button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {edited === null ? null : <ActionForm retro={retro} action={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </section>
  )
}

function about({ owner, due, done, round, question, state, followedUp }: Action, { questions }: Retro): string {
  const asked = questions.find(({ id }) => id === question)?.text
  const follow = state !== 'done' || question === null ? null : followedUp === null ? words.noFollow : (() => {
    const sides = [followedUp.customers, followedUp.users, followedUp.others]
    const sum = (of: 'better' | 'worse' | 'same'): number => sides.reduce((all, side) => all + side[of], 0)
    return words.follow(sum('better'), sum('worse'), sum('same'), dayText(followedUp.round))
  })()
  return [owner, due === null ? null : `${words.dueDay.toLowerCase()} ${dayText(due)}`, state === 'overdue' && due !== null ? words.overdueBy(Math.max(1, daysBetween(due, today()))) : null, done === null ? null : `${words.done.toLowerCase()} ${dayText(done)}`, words.agreed(dayText(round)), asked === undefined ? null : `“${asked}”`, follow].filter((part) => part !== null).join(', ')
}

function ActionForm({ retro, action, onClose }: { readonly retro: Retro; readonly action: Action | null; readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [text, setText] = useState(action?.text ?? '')
  const [owner, setOwner] = useState(action?.owner ?? '')
  const [due, setDue] = useState(action?.due ?? '')
  const [question, setQuestion] = useState(action?.question ?? '')
  const [outcome, setOutcome] = useState(action?.outcome ?? '')
  const save = async () => {
    const round = action === null ? retro.rounds.at(-1)?.round : undefined
    const input = { retrospective: retro.id, ...(action === null ? {} : { id: action.id }), ...(round === undefined ? {} : { round }), text, owner: owner || null, due: due || null, question: question || null, outcome: outcome || null }
    if ((await act('retrospective-action', input)) !== null) onClose()
  }
  return (
    <FormDialog title={action === null ? words.action : words.changeAction} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={words.what}>{(id) => <input id={id} required maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
      <Field label={words.owner}>{(id) => <input id={id} maxLength={200} value={owner} onChange={(event) => setOwner(event.target.value)} />}</Field>
      <Field label={words.dueDay}>{(id) => <input id={id} type="date" value={due} onChange={(event) => setDue(event.target.value)} />}</Field>
      <Field label={words.forQuestion}>{(id) => <select id={id} value={question} onChange={(event) => setQuestion(event.target.value)}><option value="">{words.noQuestion}</option>{retro.questions.map((one) => <option key={one.id} value={one.id}>{one.text}</option>)}</select>}</Field>
      <Field label={words.outcome}>{(id) => <textarea id={id} rows={2} maxLength={5000} value={outcome} onChange={(event) => setOutcome(event.target.value)} />}</Field>
    </FormDialog>
  )
}
