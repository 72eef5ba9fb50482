import type { Party } from '../../api/shapes.ts'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'

const words = texts.party
type Said = Studies['party-said']

/** What it said, with the role of that moment; what it was asked, and what came back. Left out where there is nothing. */
export function SaidCards({ party }: { readonly party: Party }) {
  const { data } = useStudy('party-said', { party: firstIdentifier(party) })
  if (data === undefined) return null
  return (
    <>
      {data.feedback.length === 0 ? null : <Card title={words.feedback} hint={words.roleThen}><ul className={classes.rows}>{data.feedback.map((one) => <Voice key={one.key} one={one} party={party.id} />)}</ul></Card>}
      {data.asked.length === 0 ? null : <Card title={words.asked}><ul className={classes.rows}>{data.asked.map((one) => <Asked key={one.key} one={one} />)}</ul></Card>}
    </>
  )
}

function Voice({ one, party }: { readonly one: Said['feedback'][number]; readonly party: string }) {
  return (
    <li>
      <span><b>{one.score === null ? (texts.imports.says.voices[one.kind] ?? one.kind) : `${one.kind.toUpperCase()} ${one.score}`}</b> {[one.topic, one.text === null ? null : `“${one.text}”`].filter((part) => part !== null).join(': ')}</span>
      <span className={classes.quiet}>{one.roles.map((role) => <span key={role} className={classes.tag}>{texts.parties.roleNames[role] ?? role}</span>)}{one.payerKind === null ? null : <span className={classes.tag}>{one.payer === null || one.payer.id === party ? texts.kinds[one.payerKind].name : texts.voices.said.paidBy(nameOf(one.payer))}</span>}{[...one.organizations.filter(({ id }) => id !== party).map(nameOf), one.category, one.product, one.channel, dayText(one.at)].filter((part) => part !== null).join(' · ')}</span>
    </li>
  )
}

function Asked({ one }: { readonly one: Said['asked'][number] }) {
  return (
    <li>
      <span>
        <b>{one.question}</b>
        {one.answers.length === 0 ? <span className={classes.quiet}> {words.noAnswer}</span> : one.answers.map((answer) => <span key={answer.at} className={classes.answer}>{[answer.score === null ? null : String(answer.score), answer.text === null ? null : `“${answer.text}”`].filter((part) => part !== null).join(' ')} <span className={classes.quiet}>{words.answered(dayText(answer.at))}</span></span>)}
      </span>
      <span className={classes.quiet}>{[one.topic, one.by === null ? null : words.askedBy(one.by), dayText(one.at)].filter((part) => part !== null).join(' · ')}</span>
    </li>
  )
}
