import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask-box.module.css'
import { type Answerer, whoCanAnswer } from './who-can-answer.ts'

/** A question in, the roles that can answer it out, with how many there are. */
export function AskBox() {
  const { address, go } = useView()
  const [text, setText] = useState(address.ask ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go({ ask: text.trim() === '' ? undefined : text.trim() })
  }
  return (
    <section className={classes.ask} aria-label={texts.ask.label}>
      <form className={classes.form} onSubmit={submit}>
        <input className={classes.field} type="text" value={text} maxLength={500} aria-label={texts.ask.label} placeholder={texts.ask.placeholder} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className={classes.button}>{texts.ask.button}</button>
      </form>
      {address.ask === undefined ? null : <Answerers question={address.ask} />}
    </section>
  )
}

function Answerers({ question }: { readonly question: string }) {
  const { about, words, roles } = whoCanAnswer(question)
  return (
    <div className={classes.answer} aria-live="polite">
      <p>{texts.ask.about[about]} {words.length === 0 ? texts.ask.noWords : texts.ask.because(words.slice(0, 4).join(', '))}</p>
      <ul className={classes.roles}>{roles.map((role) => <li key={role}><Role role={role} /></li>)}</ul>
      {roles.length > 1 ? <p className={classes.quiet}>{texts.ask.apart}</p> : null}
    </div>
  )
}

function Role({ role }: { readonly role: Answerer }) {
  const { data } = useStudy('parties', { role, limit: 1 })
  return (
    <Link to="/parties" search={(before) => ({ ...keptOf(before as Address), role })} className={classes.role}>
      <b>{data === undefined ? '…' : count(data.total)}</b>
      <span>{texts.ask.roles[role]}</span>
      <IconArrowRight size={15} stroke={1.8} aria-hidden />
    </Link>
  )
}
