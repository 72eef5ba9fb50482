import { IconArrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useStudy } from '../../api/use-study.ts'
import { count } from '../../format/numbers.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { useView } from '../../view/use-view.ts'
import classes from './ask-box.module.css'

type Answerer = keyof typeof texts.ask.roles

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
  const query = useStudy('topic-of-question', { question })
  return (
    <div className={classes.answer} aria-live="polite">
      <Answered query={query} bones={<Bones lines={[90, 40]} height={26} />}>
        {({ answeredBy, topics, roles }) => (
          <div className={classes.found}>
            <p>{texts.ask.about[answeredBy]} {topics.length === 0 ? texts.ask.noWords : texts.ask.because(topics.slice(0, 3).map(({ topic, words }) => texts.ask.topic(topic, words.slice(0, 3).join(', '))).join('; '))}</p>
            <ul className={classes.roles}>{roles.map((role) => <li key={role}><Role role={role} /></li>)}</ul>
            {roles.length > 1 ? <p className={classes.quiet}>{texts.ask.apart}</p> : null}
            <p><Link to="/ask" search={(before) => ({ ...keptOf(before as Address), ask: question })}>{texts.ask.whom}</Link></p>
          </div>
        )}
      </Answered>
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
