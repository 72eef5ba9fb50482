import { useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { dayText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, FormDialog, ShownOnce, SureButton, Wrong } from './form.tsx'
import { type Column, CsvButton, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Person = Studies['people']['people'][number]
interface Invited { readonly person: Person; readonly path: string }
const says = words.people
const ROLES = ['viewer', 'analyst', 'admin'] as const

function joinedText({ hasJoined, invitedUntil, sessions }: Person): string {
  if (hasJoined) return says.sessions(String(sessions))
  return invitedUntil !== null && Date.parse(invitedUntil) > Date.now() ? says.invited(dayText(invitedUntil.slice(0, 10))) : says.overdue
}

/** Who may sign in. */
export function PeoplePart() {
  const query = useStudy('people')
  const { act, isBusy, error } = useChange()
  const [isNew, setNew] = useState(false)
  const [invited, setInvited] = useState<Invited | null>(null)
  const columns: readonly Column<Person>[] = [
    { name: says.name, shown: ({ name }) => name, cell: ({ name }) => name },
    { name: says.email, shown: ({ email }) => email, cell: ({ email }) => email },
    { name: says.role, cell: ({ role }) => role, shown: ({ id, name, role }) => (
      <select className={classes.select} aria-label={`${says.role}: ${name}`} value={role} disabled={isBusy} onChange={(event) => void act('person-change', { id, role: event.target.value })}>{ROLES.map((one) => <option key={one} value={one}>{says.roles[one]}</option>)}</select>
    ) },
    { name: says.joined, shown: joinedText, cell: joinedText },
  ]
  return (
    <Card title={says.title} hint={says.hint} aside={<div className={classes.head}><CsvButton name="people" rows={query.data?.people ?? []} columns={columns} /><button type="button" className={classes.button} onClick={() => setNew(true)}>{says.invite}</button></div>}>
      <Wrong error={error} />
      <Answered query={query} bones={<Bones lines={[100, 100]} height={28} />}>
        {({ people }) => people.length === 0 ? <Empty>{says.none}</Empty> : (
          <Rows rows={people} columns={columns} keyOf={({ id }) => id} actions={({ id, name, sessions }) => (
            <>
              <SureButton label={says.again} about={name} sure={says.againSure(name)} isBusy={isBusy} onSure={() => void act<Invited>('person-invite-again', { id }).then(setInvited)} />
              {sessions === 0 ? null : <SureButton label={says.out} about={name} sure={says.outSure(name)} isBusy={isBusy} onSure={() => void act('person-sign-out', { id })} />}
              <SureButton label={words.remove} about={name} sure={says.removeSure(name)} isBusy={isBusy} onSure={() => void act('person-remove', { id })} />
            </>
          )} />
        )}
      </Answered>
      {isNew ? <InviteForm onClose={() => setNew(false)} onInvited={(one) => { setNew(false); setInvited(one) }} /> : null}
      {invited === null ? null : <ShownOnce says={says.link(invited.person.name)} text={`${location.origin}${invited.path}`} onClose={() => setInvited(null)} />}
    </Card>
  )
}

function InviteForm({ onClose, onInvited }: { readonly onClose: () => void; readonly onInvited: (invited: Invited) => void }) {
  const { act, isBusy, error } = useChange()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<string>('viewer')
  const save = async () => {
    const invited = await act<Invited>('person-invite', { name, email, role })
    if (invited !== null) onInvited(invited)
  }
  return (
    <FormDialog title={says.invite} button={says.invite} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.name}>{(id) => <input id={id} required value={name} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.email}>{(id) => <input id={id} required type="email" value={email} onChange={(event) => setEmail(event.target.value)} />}</Field>
      <Field label={says.role}>{(id) => <select id={id} value={role} onChange={(event) => setRole(event.target.value)}>{ROLES.map((one) => <option key={one} value={one}>{says.roles[one]}</option>)}</select>}</Field>
    </FormDialog>
  )
}

/** Who asks, and the way out. */
export function YouPart({ me }: { readonly me: Studies['me'] }) {
  const { act, isBusy, error } = useChange()
  const [changes, setChanges] = useState(false)
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const save = async () => {
    if ((await act('password-change', { password, newPassword })) !== null) location.assign('/sign-in')
  }
  return (
    <Card title={says.you}>
      <div className={classes.inline}>
        <p>{says.youAre[me.kind](me.name)}</p>
        {me.kind !== 'person' ? null : (
          <>
            <form method="post" action="/sign-out"><button type="submit" className={classes.button}>{says.signOut}</button></form>
            <button type="button" className={classes.button} onClick={() => setChanges(true)}>{says.password}</button>
          </>
        )}
      </div>
      {changes ? (
        <FormDialog title={says.password} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={() => setChanges(false)}>
          <Field label={says.now}>{(id) => <input id={id} type="password" required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />}</Field>
          <Field label={says.next} hint={says.nextHint}>{(id, hint) => <input id={id} aria-describedby={hint} type="password" required minLength={12} autoComplete="new-password" value={newPassword} onChange={(event) => setNewPassword(event.target.value)} />}</Field>
        </FormDialog>
      ) : null}
    </Card>
  )
}
