import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemFrom } from '../../api/problem.ts'
import { dayText } from '../../format/days.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import { useView } from '../../view/use-view.ts'
import { Field, FormDialog, SureButton, Wrong } from './form.tsx'
import { type Column, Rows } from './rows.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

interface Secret { readonly id: string; readonly name: string; readonly product: string | null; readonly testMode: boolean; readonly created: string }
const says = words.stripe

const COLUMNS: readonly Column<Secret>[] = [
  { name: says.name, shown: ({ name, testMode }) => <>{name}{testMode ? <span className={classes.quiet}> {says.test}</span> : null}</> },
  { name: says.product, shown: ({ product }) => product ?? says.ofStripe },
  { name: says.created, shown: ({ created }) => dayText(created.slice(0, 10)) },
]

async function secretsOf(workspace: string, signal: AbortSignal): Promise<readonly Secret[]> {
  const answer = await fetch(`/api/stripe-secrets?${new URLSearchParams({ workspace })}`, { signal })
  if (!answer.ok) throw await problemFrom(answer)
  return ((await answer.json()) as { readonly secrets: readonly Secret[] }).secrets
}

/** The secrets that webhooks of Stripe are checked with. */
export function StripePart() {
  const { workspace } = useView()
  const query = useQuery({ queryKey: ['stripe-secrets', workspace], queryFn: ({ signal }) => secretsOf(workspace, signal) })
  const { remove, isBusy, error } = useChange()
  const [isNew, setNew] = useState(false)
  return (
    <Card title={says.title} hint={says.hint(`${location.origin}/v1/stripe/${workspace}`)} aside={<button type="button" className={classes.button} onClick={() => setNew(true)}>{says.new}</button>}>
      <Wrong error={error} />
      <Answered query={query} bones={<Bones lines={[100]} height={28} />}>
        {(secrets) => secrets.length === 0 ? <Empty>{says.none}</Empty> : (
          <Rows rows={secrets} columns={COLUMNS} keyOf={({ id }) => id} actions={({ id, name }) => <SureButton label={words.remove} about={name} sure={says.removeSure(name)} isBusy={isBusy} onSure={() => void remove(`/api/stripe-secrets/${encodeURIComponent(id)}`)} />} />
        )}
      </Answered>
      {isNew ? <SecretForm onClose={() => setNew(false)} /> : null}
    </Card>
  )
}

function SecretForm({ onClose }: { readonly onClose: () => void }) {
  const { act, isBusy, error } = useChange()
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const [testMode, setTestMode] = useState(false)
  const save = async () => (await act('stripe-secrets', { name, secret, testMode })) !== null && onClose()
  return (
    <FormDialog title={says.new} isBusy={isBusy} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.name}>{(id) => <input id={id} required value={name} placeholder="live" onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={says.secret}>{(id) => <input id={id} required type="password" autoComplete="off" value={secret} placeholder="whsec_..." onChange={(event) => setSecret(event.target.value.trim())} />}</Field>
      <label className={classes.check}><input type="checkbox" checked={testMode} onChange={(event) => setTestMode(event.target.checked)} /> {says.testMode}</label>
    </FormDialog>
  )
}
