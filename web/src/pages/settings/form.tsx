import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Dialog } from '../../parts/dialog.tsx'
import { settingsTexts as words } from '../../texts/settings.ts'
import classes from './settings.module.css'

/** A field with its label and what it means. */
export function Field({ label, hint, children }: { readonly label: string; readonly hint?: ReactNode; readonly children: (id: string, hint: string | undefined) => ReactNode }) {
  const id = useId()
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      {children(id, hint === undefined ? undefined : `${id}-hint`)}
      {hint === undefined ? null : <p id={`${id}-hint`} className={classes.quiet}>{hint}</p>}
    </div>
  )
}

interface FormProps { readonly title: string; readonly button?: string; readonly isBusy: boolean; readonly error: Error | null; readonly onSubmit: () => void; readonly onClose: () => void; readonly children: ReactNode }

/** A form in a dialog. What is refused is told under the fields, which stay as they are. */
export function FormDialog({ title, button = words.save, isBusy, error, onSubmit, onClose, children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Dialog label={title} onClose={onClose}>
      <form className={classes.form} onSubmit={submit}>
        <h2>{title}</h2>
        {children}
        <Wrong error={error} />
        <div className={classes.buttons}>
          <button type="submit" className={classes.primary} disabled={isBusy}>{button}</button>
          <button type="button" className={classes.button} onClick={onClose}>{words.cancel}</button>
        </div>
      </form>
    </Dialog>
  )
}

export function Wrong({ error }: { readonly error: Error | null }) {
  return error === null ? null : <p role="alert" className={classes.bad}>{error.message}</p>
}

/** A button that asks once more before it does something that cannot be taken back at once. */
export function SureButton({ label, sure, about, isBusy, onSure }: { readonly label: string; readonly sure: string; readonly about: string; readonly isBusy: boolean; readonly onSure: () => void }) {
  const [asks, setAsks] = useState(false)
  if (!asks) return <button type="button" className={classes.small} aria-label={`${label}: ${about}`} onClick={() => setAsks(true)}>{label}</button>
  return (
    <Dialog label={words.sure(sure)} onClose={() => setAsks(false)}>
      <div className={classes.form}>
        <p>{words.sure(sure)}</p>
        <div className={classes.buttons}>
          <button type="button" className={classes.danger} disabled={isBusy} onClick={() => { setAsks(false); onSure() }}>{words.yes}</button>
          <button type="button" className={classes.button} onClick={() => setAsks(false)}>{words.cancel}</button>
        </div>
      </div>
    </Dialog>
  )
}

/** A secret that is shown this once. */
export function ShownOnce({ says, text, onClose }: { readonly says: string; readonly text: string; readonly onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => undefined)
  return (
    <Dialog label={says} onClose={onClose}>
      <div className={classes.form}>
        <p>{says}</p>
        <code className={classes.secret}>{text}</code>
        <div className={classes.buttons}>
          <button type="button" className={classes.primary} onClick={copy}>{copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />} {copied ? words.copied : words.copy}</button>
          <button type="button" className={classes.button} onClick={onClose}>{words.done}</button>
        </div>
      </div>
    </Dialog>
  )
}
