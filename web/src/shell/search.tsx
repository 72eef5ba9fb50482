import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { texts } from '../texts.ts'
import classes from './search.module.css'
import { useEntries } from './use-entries.ts'

/** Ctrl-K: any party, view and action by a part of its name. */
export function Search({ onClose, onKeys }: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const [text, setText] = useState('')
  const [here, setHere] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const entries = useEntries(text, { onClose, onKeys })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line is the trigger
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [here])
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setHere((now) => (now + step + entries.length) % Math.max(1, entries.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      entries[here]?.run()
    }
  }
  return (
    <Dialog label={texts.search.title} onClose={onClose}>
      <input className={classes.field} type="text" role="combobox" aria-expanded="true" aria-controls="found" aria-activedescendant={entries[here] ? `found-${here}` : undefined} aria-label={texts.search.title}
        placeholder={texts.search.placeholder} value={text} onChange={(event) => { setText(event.target.value); setHere(0) }} onKeyDown={press} />
      <div id="found" ref={list} role="listbox" aria-label={texts.search.title} className={classes.found}>
        {entries.map((entry, place) => (
          <div key={entry.id} role="presentation">
            {entries[place - 1]?.group === entry.group ? null : <div role="presentation" className={classes.group}>{texts.search.groups[entry.group]}</div>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and takes the keys */}
            <div id={`found-${place}`} role="option" tabIndex={-1} aria-selected={place === here} className={classes.one} onClick={entry.run} onMouseMove={() => setHere(place)}>
              <span className={classes.name}>{entry.name}</span>
              {entry.hint === undefined ? null : <span className={classes.hint}>{entry.hint}</span>}
            </div>
          </div>
        ))}
      </div>
      <p className={classes.nothing}>{entries.length === 0 ? texts.search.nothing : texts.search.hint}</p>
    </Dialog>
  )
}
