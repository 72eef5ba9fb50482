import { IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { SavedView } from '../../api/shapes.ts'
import { tell } from '../../api/tell.ts'
import { useStudy } from '../../api/use-study.ts'
import { Failed } from '../../parts/failed.tsx'
import { Picker } from '../../parts/picker.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { addressOfView, sameView, savedAddress } from './list-state.ts'
import classes from './parties.module.css'

const words = texts.parties.views
const PATH = '/parties'

/** Views that come ready-made, and those that somebody of the workspace saved. */
export function ViewPicker() {
  const { address } = useView()
  const { data } = useStudy('saved-views')
  const views = (data?.views ?? []).filter(({ path }) => path === PATH)
  const now = savedAddress(address)
  const begun = views.find(({ id }) => id === address.saved)
  const same = views.find((view) => sameView(view.address, now))
  const shown = same ?? begun
  const value = shown === undefined ? words.none : shown === same ? shown.name : `${shown.name}, ${words.changed}`
  return <Picker label={words.label} value={value} width={300}>{(close) => <Views views={views} now={now} begun={begun} same={same} close={close} />}</Picker>
}

interface ViewsProps { readonly views: readonly SavedView[]; readonly now: string; readonly begun: SavedView | undefined; readonly same: SavedView | undefined; readonly close: () => void }

function Views({ views, now, begun, same, close }: ViewsProps) {
  const { workspace, go } = useView()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [error, setError] = useState<Error | null>(null)
  const change = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: ['saved-views'] })
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    void change(async () => {
      const { id } = await tell<{ id: string }>('saved-view-save', workspace, { name, path: PATH, address: now })
      go({ saved: id }, true)
      close()
    })
  }
  const open = (view: SavedView | null) => {
    go({ ...addressOfView(view?.address ?? ''), saved: view?.id })
    close()
  }
  const own = views.filter(({ ready }) => !ready)
  return (
    <>
      {error ? <Failed error={error} /> : null}
      <ul className={classes.views} aria-label={words.label}>
        <li className={classes.view}><button type="button" aria-pressed={now === ''} onClick={() => open(null)}>{words.none}</button></li>
        <li className={classes.legend}>{words.ready}</li>
        {views.filter(({ ready }) => ready).map((view) => <li key={view.id} className={classes.view}><button type="button" aria-pressed={view === same} onClick={() => open(view)}>{view.name}</button></li>)}
        <li className={classes.legend}>{words.own}</li>
        {own.length === 0 ? <li className={classes.legend}>{words.noOwn}</li> : own.map((view) => (
          <li key={view.id} className={classes.view}>
            <button type="button" aria-pressed={view === same} onClick={() => open(view)}>{view.name}</button>
            <button type="button" className={classes.icon} aria-label={words.forget(view.name)} onClick={() => void change(() => tell('saved-view-forget', workspace, { id: view.id }))}><IconX size={14} stroke={2} aria-hidden /></button>
          </li>
        ))}
      </ul>
      {same !== undefined || now === '' ? null : (
        <>
          {begun === undefined || begun.ready ? null : <button type="button" className={classes.plain} onClick={() => void change(() => tell('saved-view-save', workspace, { id: begun.id, name: begun.name, path: PATH, address: now }))}>{words.saveAgain(begun.name)}</button>}
          <form className={classes.saveForm} onSubmit={save}>
            <input value={name} onChange={(event) => setName(event.target.value)} placeholder={words.name} aria-label={words.name} maxLength={80} required />
            <button type="submit" className={classes.small}>{words.saveNow}</button>
          </form>
        </>
      )}
    </>
  )
}
