import { dayText } from '../../format/days.ts'
import { nameOf } from '../../format/names.ts'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import { RoleMark } from './role-name.tsx'
import type { Voice } from './model.ts'
import classes from './voices.module.css'

const words = texts.voices

/** One voice: what was said, by whom, and what its giver was on that day. */
export function VoiceRow({ voice }: { readonly voice: Voice }) {
  const { kind, score, topic, text, party, at, product, channel, organizations, category, intermediary, payer, payerKind } = voice
  const others = organizations.filter(({ id }) => id !== party.id)
  return (
    <li className={classes.voice} data-row tabIndex={-1}>
      <span className={classes.head}>
        <span className={classes.what}>{words.kindNames[kind] ?? kind}{score === null ? null : ` ${score}`}</span>
        {topic === null ? null : <span>{words.said.about(topic)}</span>}
        <PartyLink party={party} />
        <span className={classes.when}>{dayText(at)}</span>
      </span>
      {text === null ? null : <span className={classes.text}>“{text}”</span>}
      <span className={classes.rest}>
        {voice.roles.map((role) => <span key={role} className={classes.tag}><RoleMark of={role} />{words.roleOne[role]}</span>)}
        <span className={classes.tag}><KindMark kind={payerKind} />{payer === null || payer.id === party.id ? texts.kinds[payerKind].name : words.said.paidBy(nameOf(payer))}</span>
        {others.map((one) => <PartyLink key={one.id} party={one} />)}
        {intermediary === null ? null : <span>{words.said.through(nameOf(intermediary))}</span>}
        {[product, category, channel].filter((part) => part !== null).map((part) => <span key={part}>{part}</span>)}
      </span>
    </li>
  )
}
