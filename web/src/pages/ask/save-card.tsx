import { useState } from 'react'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { Field, Wrong } from '../settings/form.tsx'
import { useChange } from '../settings/use-change.ts'
import classes from './ask.module.css'
import { namesFrom } from './quotas.ts'
import { NO_PLAN, type Plan } from './use-plan.ts'

const words = texts.asking.save

/** Keeps the question with its plan: then people can be asked. */
export function SaveCard({ plan }: { readonly plan: Plan }) {
  const { address, knownAt, go } = useView()
  const { act, isBusy, error } = useChange()
  const [choices, setChoices] = useState('')
  const [isMoments, setMoments] = useState(false)
  const [perWeek, setPerWeek] = useState(1)
  if (knownAt !== null) return <Card title={words.title}><p className={classes.quiet}>{words.past}</p></Card>
  const save = async () => {
    const { ask: question, topic, roles, margin, confidence, by, where, quotas, least, askers, product } = address
    const lines = choices.split('\n').map((one) => one.trim()).filter((one) => one !== '')
    const saved = await act<{ id: string }>('survey-save', {
      question, form: plan.form, channel: isMoments ? 'widget' : plan.channel, seed: plan.seed, mode: isMoments ? 'moments' : 'sample',
      ...(topic === undefined ? {} : { topic }), ...(roles === undefined ? {} : { roles }), ...(margin === undefined ? {} : { margin }), ...(by === undefined ? {} : { spread: by }), ...(where === undefined ? {} : { where }),
      ...(confidence === undefined ? {} : { confidence }), ...(quotas === undefined ? {} : { quotas }), ...(least === undefined ? {} : { least: Number(least) }), ...(askers === undefined ? {} : { askers: namesFrom(askers) }),
      ...(product === undefined ? {} : { product }), ...(plan.form === 'choice' ? { choices: lines } : {}), ...(isMoments ? { perWeek } : {}),
    })
    if (saved !== null) go({ ...NO_PLAN, ask: undefined, survey: saved.id })
  }
  return (
    <Card title={words.title} hint={words.hint}>
      <form className={classes.stack} onSubmit={(event) => { event.preventDefault(); void save() }}>
        {plan.form !== 'choice' ? null : <Field label={texts.asking.sample.choices} hint={texts.asking.sample.choicesHint}>{(id, hint) => <textarea id={id} aria-describedby={hint} rows={4} required value={choices} onChange={(event) => setChoices(event.target.value)} />}</Field>}
        <label className={classes.check}><input type="checkbox" checked={isMoments} onChange={(event) => setMoments(event.target.checked)} /> {words.moments}</label>
        {isMoments ? <label className={classes.check}><input className={classes.small} type="number" required min={1} max={21} value={perWeek} onChange={(event) => setPerWeek(Number(event.target.value))} /> {words.perWeek}</label> : null}
        <Wrong error={error} />
        <div className={classes.buttons}><button type="submit" className={classes.primary} disabled={isBusy}>{words.button}</button></div>
      </form>
    </Card>
  )
}
