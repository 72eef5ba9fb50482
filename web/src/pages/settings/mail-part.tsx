import { type FormEvent, useState } from 'react'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { mailTexts as says } from '../../texts/mail.ts'
import { Field, Wrong } from './form.tsx'
import classes from './settings.module.css'
import { useChange } from './use-change.ts'

type Server = Studies['mail-settings']['server']
interface Tested { readonly isTaken: boolean; readonly says: string }
const SECURITIES = ['starttls', 'tls', 'none'] as const

/** The server that mails go through. */
export function MailPart() {
  const query = useStudy('mail-settings')
  const [isSaved, setSaved] = useState(false)
  return (
    <Card title={says.title} hint={says.hint}>
      <Answered query={query} bones={<Bones lines={[60, 60, 60, 60]} height={34} />}>
        {({ server }) => (
          <div className={classes.stack}>
            {server === null ? <Empty>{says.none}</Empty> : null}
            <MailForm key={JSON.stringify(server)} server={server} onSaved={setSaved} />
            <p role="status" className={`${classes.sent} ${classes.good}`}>{isSaved ? says.saved : ''}</p>
            {server === null ? null : <TestForm />}
          </div>
        )}
      </Answered>
    </Card>
  )
}

interface Values { readonly host: string; readonly port: string; readonly security: string; readonly user: string; readonly secret: string; readonly from: string; readonly fromName: string; readonly replyTo: string; readonly perMinute: string; readonly authority: string; readonly dkimDomain: string; readonly dkimSelector: string; readonly dkimKey: string }

function valuesOf(server: Server): Values {
  return {
    host: server?.host ?? '', port: String(server?.port ?? ''), security: server?.security ?? 'starttls', user: server?.user ?? '', secret: '', from: server?.from ?? '', fromName: server?.fromName ?? '', replyTo: server?.replyTo ?? '',
    perMinute: String(server?.perMinute ?? 60), authority: server?.authority ?? '', dkimDomain: server?.dkimDomain ?? '', dkimSelector: server?.dkimSelector ?? '', dkimKey: '',
  }
}

function MailForm({ server, onSaved }: { readonly server: Server; readonly onSaved: (isSaved: boolean) => void }) {
  const { act, isBusy, error } = useChange()
  const [values, setValues] = useState<Values>(() => valuesOf(server))
  const [isPrivate, setPrivate] = useState(server?.private ?? false)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const before = valuesOf(server)
    // Only what was changed, so that what is kept and not shown stays.
    const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => server === null ? value !== '' : value !== before[name as keyof Values]))
    const { port, perMinute, ...texts } = changed
    onSaved(false)
    void act('mail-settings-save', { ...texts, ...(port ? { port: Number(port) } : {}), ...(perMinute ? { perMinute: Number(perMinute) } : {}), ...(isPrivate === (server?.private ?? false) ? {} : { private: isPrivate }) }).then((answer) => onSaved(answer !== null))
  }
  const input = (name: keyof Values, more: { readonly type?: string; readonly required?: boolean; readonly placeholder?: string; readonly autoComplete?: string } = {}) => (id: string, hint: string | undefined) => (
    <input id={id} aria-describedby={hint} autoComplete="off" maxLength={300} {...more} value={values[name]} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />
  )
  const area = (name: keyof Values, placeholder?: string) => (id: string, hint: string | undefined) => (
    <textarea id={id} aria-describedby={hint} rows={4} maxLength={20_000} placeholder={placeholder} spellCheck={false} value={values[name]} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />
  )
  return (
    <form className={classes.stack} onSubmit={save}>
      <div className={classes.wide}>
        <Field label={says.host}>{input('host', { required: true, placeholder: 'smtp.example.com' })}</Field>
        <Field label={says.security}>{(id) => <select id={id} value={values.security} onChange={(event) => setValues({ ...values, security: event.target.value, port: '' })}>{SECURITIES.map((one) => <option key={one} value={one}>{says.securities[one]}</option>)}</select>}</Field>
        <Field label={says.port} hint={says.portHint}>{input('port', { type: 'number' })}</Field>
      </div>
      <div className={classes.wide}>
        <Field label={says.user} hint={says.userHint}>{input('user')}</Field>
        <Field label={says.secret}>{input('secret', { type: 'password', autoComplete: 'new-password', ...(server?.hasSecret ? { placeholder: says.secretKept } : {}) })}</Field>
      </div>
      <div className={classes.wide}>
        <Field label={says.from}>{input('from', { type: 'email', required: true, placeholder: 'team@example.com' })}</Field>
        <Field label={says.fromName}>{input('fromName')}</Field>
        <Field label={says.replyTo} hint={says.replyToHint}>{input('replyTo', { type: 'email' })}</Field>
      </div>
      <Field label={says.perMinute} hint={says.perMinuteHint}>{(id, hint) => <span className={classes.number}>{input('perMinute', { type: 'number', required: true })(id, hint)}</span>}</Field>
      <details open={isPrivate || error !== null}>
        <summary>{says.more}</summary>
        <div className={classes.form}>
          <label className={classes.check}><input type="checkbox" checked={isPrivate} onChange={({ target }) => setPrivate(target.checked)} /> {says.private}</label>
          <p className={classes.quiet}>{says.privateHint}</p>
          <Field label={says.authority} hint={says.authorityHint}>{area('authority')}</Field>
          <div className={classes.wide}>
            <Field label={says.dkimDomain}>{input('dkimDomain', { placeholder: 'example.com' })}</Field>
            <Field label={says.dkimSelector}>{input('dkimSelector')}</Field>
          </div>
          <Field label={says.dkimKey} hint={says.dkimHint}>{area('dkimKey', server?.dkimDomain ? says.dkimKept : undefined)}</Field>
        </div>
      </details>
      <Wrong error={error} />
      <div className={classes.buttons}><button type="submit" className={classes.primary} disabled={isBusy}>{says.save}</button></div>
    </form>
  )
}

/** One mail, to see whether mails go out. */
function TestForm() {
  const { act, isBusy, error } = useChange()
  const [to, setTo] = useState('')
  const [tested, setTested] = useState<Tested | null>(null)
  const test = (event: FormEvent) => {
    event.preventDefault()
    setTested(null)
    void act<Tested>('mail-test', { to }).then(setTested)
  }
  return (
    <form className={classes.stack} onSubmit={test}>
      <Field label={says.to}>{(id) => <input id={id} type="email" required maxLength={300} value={to} placeholder="you@example.com" onChange={(event) => setTo(event.target.value)} />}</Field>
      <Wrong error={error} />
      <div className={classes.buttons}><button type="submit" className={classes.button} disabled={isBusy}>{says.test}</button></div>
      <p role="status" className={`${classes.sent} ${tested?.isTaken === false ? classes.bad : classes.good}`}>{tested === null ? '' : tested.isTaken ? says.tested(tested.says) : says.failed(tested.says)}</p>
    </form>
  )
}
