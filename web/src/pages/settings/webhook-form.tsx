import { useState } from 'react'
import { settingsTexts as words } from '../../texts/settings.ts'
import { Field, FormDialog } from './form.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'
import type { Webhook } from './webhooks-part.tsx'

const says = words.webhooks
interface WebhookFormProps { readonly webhook: Webhook | null; readonly events: readonly string[]; readonly onClose: () => void; readonly onSaved: (saved: { readonly webhook: Webhook; readonly secret: string | null } | null) => void }

/** An address, and what it is told. */
export function WebhookForm({ webhook, events, onClose, onSaved }: WebhookFormProps) {
  const { act, isBusy, error } = useChange()
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [told, setTold] = useState<readonly string[]>(webhook?.events ?? events)
  const [isPrivate, setPrivate] = useState(webhook?.private ?? false)
  const save = async () => {
    const change = { url, events: events.filter((event) => told.includes(event)), ...(isPrivate === (webhook?.private ?? false) && url === webhook?.url ? {} : { private: isPrivate }) }
    onSaved(await act('webhook-save', webhook === null ? change : { id: webhook.id, ...change }))
  }
  const title = webhook === null ? says.new : says.editOf(webhook.url)
  return (
    <FormDialog title={title} button={webhook === null ? says.new : words.save} isBusy={isBusy || told.length === 0} error={error} onSubmit={() => void save()} onClose={onClose}>
      <Field label={says.url}>{(id) => <input id={id} type="url" required maxLength={2_000} value={url} placeholder={says.urlPlaceholder} onChange={(event) => setUrl(event.target.value)} />}</Field>
      <fieldset className={classes.events}>
        <legend>{says.told}</legend>
        {events.map((event) => (
          <label key={event} className={classes.check}>
            <input type="checkbox" checked={told.includes(event)} onChange={({ target }) => setTold(target.checked ? [...told, event] : told.filter((one) => one !== event))} /> {says.events[event] ?? event} <code className={`${classes.code} ${classes.quiet}`}>{event}</code>
          </label>
        ))}
      </fieldset>
      <label className={classes.check}><input type="checkbox" checked={isPrivate} onChange={({ target }) => setPrivate(target.checked)} /> {says.private}</label>
      <p className={classes.quiet}>{says.privateHint}</p>
    </FormDialog>
  )
}
