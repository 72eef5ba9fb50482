import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { acceptedOf } from '../api/parameters.ts'
import { studyOptions } from '../api/use-study.ts'
import { firstIdentifier, nameOf } from '../format/names.ts'
import { Dialog } from '../parts/dialog.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import classes from './search.module.css'

interface Found { readonly id: string; readonly name: string; readonly hint: string; readonly open: () => void }

const MOST = 8
const TYPING_MS = 120

function useFound(text: string, onClose: () => void): readonly Found[] {
  const { parameters } = useView()
  const navigate = useNavigate()
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS)
  const { data } = useQuery({ ...studyOptions('parties', { ...acceptedOf('parties', parameters), q: asked, limit: MOST }), enabled: asked !== '', placeholderData: keepPreviousData })
  return useMemo(() => {
    const search = (before: unknown) => keptOf(before as Address)
    const pages = ([['/', texts.navigation.home], ['/parties', texts.navigation.parties], ['/agreements', texts.navigation.agreements], ['/sources', texts.navigation.sources]] as const)
      .filter(([, name]) => name.toLowerCase().includes(text.trim().toLowerCase()))
      .map(([to, name]) => ({ id: to, name, hint: texts.search.pages, open: () => { onClose(); void navigate({ to, search }) } }))
    const parties = asked === '' || text.trim() === '' ? [] : (data?.parties ?? []).map(({ party }) => ({
      id: party.id, name: nameOf(party), hint: [party.kind === null ? null : texts.parties.what[party.kind], firstIdentifier(party)].filter((part) => part !== null && part !== nameOf(party)).join(' · '),
      open: () => { onClose(); void navigate({ to: '/parties/$party', params: { party: firstIdentifier(party) }, search }) },
    }))
    return [...parties, ...pages]
  }, [asked, data, navigate, onClose, text])
}

/** Ctrl-K: parties and pages by a part of their name. */
export function Search({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [here, setHere] = useState(0)
  const found = useFound(text, onClose)
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setHere((now) => (now + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') found[here]?.open()
  }
  return (
    <Dialog label={texts.search.title} onClose={onClose}>
      <input className={classes.field} type="text" role="combobox" aria-expanded="true" aria-controls="found" aria-activedescendant={found[here] ? `found-${here}` : undefined} aria-label={texts.search.title}
        placeholder={texts.search.placeholder} value={text} onChange={(event) => { setText(event.target.value); setHere(0) }} onKeyDown={press} />
      <div id="found" role="listbox" aria-label={texts.search.title} className={classes.found}>
        {found.map((one, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and takes the keys
          <div key={one.id} id={`found-${place}`} role="option" tabIndex={-1} aria-selected={place === here} className={classes.one} onClick={one.open} onMouseMove={() => setHere(place)}>
            <span className={classes.name}>{one.name}</span>
            <span className={classes.hint}>{one.hint}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={classes.nothing}>{texts.search.nothing}</p> : text === '' ? <p className={classes.nothing}>{texts.search.hint}</p> : null}
    </Dialog>
  )
}
