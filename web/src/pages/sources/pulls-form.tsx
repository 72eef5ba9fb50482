import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Dialog } from '../../parts/dialog.tsx'
import { texts } from '../../texts.ts'
import classes from './pulls.module.css'
import { type Pull, type PullKind, usePullActions } from './use-pulls.ts'

interface Tried { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[]; readonly says: string }

const KINDS = Object.keys(texts.pulls.kinds) as readonly PullKind[]
const DAY = 1_440

/** What a pull reads and how often; its first rows can be looked at before it is kept. */
export function PullForm({ pull, onClose }: { readonly pull: Pull | null; readonly onClose: () => void }) {
  const { act, isBusy, error } = usePullActions()
  const [kind, setKind] = useState<PullKind>(pull?.kind ?? 'postgres')
  const [name, setName] = useState(pull?.name ?? '')
  const [connection, setConnection] = useState('')
  const [authorization, setAuthorization] = useState('')
  const [query, setQuery] = useState(pull?.query ?? '')
  const [cursor, setCursor] = useState(pull?.cursor ?? '')
  const [start, setStart] = useState(pull?.start ?? '')
  const [everyMinutes, setEveryMinutes] = useState(pull === null ? DAY : (pull.everyMinutes ?? 0))
  const [fromStart, setFromStart] = useState(false)
  const [tried, setTried] = useState<Tried | null>(null)
  const isKept = pull !== null && pull.kind === kind
  const hasQuery = kind !== 'url'
  const asksSince = hasQuery && /:since\b/.test(query)
  const wanted = {
    ...(pull === null ? {} : { id: pull.id }), name, kind, ...(connection === '' ? {} : { connection }), ...(authorization === '' ? {} : { authorization }),
    query: hasQuery ? query : '', cursor: asksSince ? cursor : '', start: asksSince ? start : '',
  }
  const show = async () => setTried(await act<Tried>('pull-try', wanted))
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const saved = await act<Pull>('pull-save', { ...wanted, everyMinutes, ...(fromStart ? { fromStart } : {}) })
    if (saved === null) return
    // By itself it runs when its time comes; what never does is run once, so that its rows are seen.
    if (saved.everyMinutes === null && saved.runs.length === 0 && saved.run === null) await act('pull-run', { id: saved.id })
    onClose()
  }
  const every = texts.pulls.schedules.some(([minutes]) => minutes === everyMinutes) ? texts.pulls.schedules : [...texts.pulls.schedules, [everyMinutes, texts.pulls.every(everyMinutes)] as const]
  return (
    <Dialog label={pull === null ? texts.pulls.newTitle : texts.pulls.changeTitle} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        <h2>{pull === null ? texts.pulls.newTitle : texts.pulls.changeTitle}</h2>
        <Field label={texts.pulls.name}>{(id) => <input id={id} required value={name} placeholder={texts.pulls.namePlaceholder} onChange={(event) => setName(event.target.value)} />}</Field>
        <Field label={texts.pulls.kind}>
          {(id) => <select id={id} value={kind} onChange={(event) => { setKind(event.target.value as PullKind); setTried(null) }}>{KINDS.map((one) => <option key={one} value={one}>{texts.pulls.kinds[one]}</option>)}</select>}
        </Field>
        <Field label={texts.pulls.connections[kind]} hint={texts.pulls.connectionHints[kind]}>
          {(id, hint) => <input id={id} aria-describedby={hint} required={!isKept} value={connection} spellCheck={false} autoComplete="off" placeholder={isKept ? texts.pulls.connectionKept(pull.place) : texts.pulls.connectionPlaceholders[kind]} onChange={(event) => setConnection(event.target.value)} />}
        </Field>
        {kind === 'url' ? (
          <Field label={texts.pulls.authorization} hint={texts.pulls.authorizationHint}>
            {(id, hint) => <input id={id} aria-describedby={hint} type="password" value={authorization} autoComplete="off" placeholder={texts.pulls.authorizationPlaceholder} onChange={(event) => setAuthorization(event.target.value)} />}
          </Field>
        ) : (
          <Field label={kind === 'folder' ? texts.pulls.folderQuery : texts.pulls.query} hint={kind === 'folder' ? texts.pulls.folderQueryHint : texts.pulls.queryHint}>
            {(id, hint) => <textarea id={id} aria-describedby={hint} required={kind !== 'folder'} rows={5} value={query} spellCheck={false} placeholder={kind === 'folder' ? texts.pulls.folderQueryPlaceholder : texts.pulls.queryPlaceholder} onChange={(event) => setQuery(event.target.value)} />}
          </Field>
        )}
        {asksSince ? (
          <div className={classes.pair}>
            <Field label={texts.pulls.cursor}>{(id) => <input id={id} required value={cursor} spellCheck={false} placeholder={texts.pulls.cursorPlaceholder} onChange={(event) => setCursor(event.target.value)} />}</Field>
            <Field label={texts.pulls.start}>{(id) => <input id={id} required value={start} spellCheck={false} placeholder={texts.pulls.startPlaceholder} onChange={(event) => setStart(event.target.value)} />}</Field>
          </div>
        ) : null}
        <Field label={texts.pulls.schedule}>
          {(id) => <select id={id} value={everyMinutes} onChange={(event) => setEveryMinutes(Number(event.target.value))}>{every.map(([minutes, says]) => <option key={minutes} value={minutes}>{says}</option>)}</select>}
        </Field>
        {pull === null ? null : <label className={classes.check}><input type="checkbox" checked={fromStart} onChange={(event) => setFromStart(event.target.checked)} /> {texts.pulls.fromStart}</label>}
        {error ? <p role="alert" className={classes.bad}>{error.message}</p> : null}
        {tried === null ? null : <FirstRows tried={tried} />}
        <div className={classes.buttons}>
          <button type="submit" className={classes.primary} disabled={isBusy}>{pull === null ? texts.pulls.saveFirst : texts.pulls.save}</button>
          <button type="button" className={classes.button} disabled={isBusy} onClick={() => void show()}>{isBusy ? texts.pulls.trying : texts.pulls.try}</button>
          <button type="button" className={classes.button} onClick={onClose}>{texts.pulls.cancel}</button>
        </div>
      </form>
    </Dialog>
  )
}

function Field({ label, hint, children }: { readonly label: string; readonly hint?: string; readonly children: (id: string, hint: string | undefined) => ReactNode }) {
  const id = useId()
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      {children(id, hint === undefined ? undefined : `${id}-hint`)}
      {hint === undefined ? null : <p id={`${id}-hint`} className={classes.quiet}>{hint}</p>}
    </div>
  )
}

function FirstRows({ tried }: { readonly tried: Tried }) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are shown again whenever they are others
  useEffect(() => {
    // Newer browsers answer with a promise, which React would take for what is to be called at the end.
    void place.current?.scrollIntoView({ block: 'nearest' })
  }, [tried])
  return (
    <div ref={place} className={classes.tried}>
      <p role="status">{tried.says}</p>
      {tried.rows.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section className={classes.scroll} tabIndex={0} aria-label={texts.pulls.firstRows}>
          <table>
            <thead><tr>{tried.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
            <tbody>
              {tried.rows.map((row, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a query have no name of their own, and never move
                <tr key={place}>{row.map((cell, at) => <td key={tried.columns[at]}>{cell ?? <i className={classes.quiet}>{texts.pulls.null}</i>}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}
