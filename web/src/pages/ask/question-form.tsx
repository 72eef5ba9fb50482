import { type FormEvent, useState } from 'react'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask.module.css'
import { NO_PLAN } from './use-plan.ts'

const words = texts.asking

/** The question, as one would say it. */
export function QuestionForm() {
  const { address, go } = useView()
  const [text, setText] = useState(address.ask ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const ask = text.trim()
    if (ask !== '') go({ ...NO_PLAN, ask })
  }
  return (
    <form className={classes.question} onSubmit={submit}>
      <label className={classes.label} htmlFor="ask-question">{words.question}</label>
      <div className={classes.line}>
        <input id="ask-question" className={classes.field} type="text" value={text} maxLength={500} placeholder={words.placeholder} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className={classes.primary}>{words.find}</button>
        {address.ask === undefined ? null : <button type="button" className={classes.button} onClick={() => go({ ...NO_PLAN, ask: undefined })}>{words.clear}</button>}
      </div>
      {address.ask === undefined ? <p className={classes.quiet}>{words.start}</p> : null}
    </form>
  )
}
