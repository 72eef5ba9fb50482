import { type KeyboardEvent, useId, useState } from 'react'
import type { Party } from '../api/shapes.ts'
import { useStudy } from '../api/use-study.ts'
import { firstIdentifier, nameOf } from '../format/names.ts'
import table from '../parts/table.module.css'
import { texts } from '../texts.ts'
import classes from './correct.module.css'

const words = texts.correct
const FOUND_AT_MOST = 8
/** The server lists by name; who fits best is chosen out of so many. */
const ASKED = 60
const IDENTIFIER = /^[a-z][a-z0-9_-]*:\S+$/i

interface PartyPickerProps {
  readonly label: string
  readonly kind?: 'person' | 'organization' | undefined
  readonly chosen: string | undefined
  readonly without?: string | undefined
  readonly onChoose: (identifier: string | undefined, name?: string) => void
}

interface Option { readonly id: string; readonly name: string; readonly more: string }

/** Finds a party by its name, or takes an identifier as it is. Arrows walk through what is found, Enter chooses. */
export function PartyPicker({ label, kind, chosen, without, onChoose }: PartyPickerProps) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const list = useId()
  const typed = text.trim()
  const query = useStudy('parties', { q: typed, partyKind: kind, limit: ASKED }, typed !== '' && open)
  const found = typed === '' || query.data === undefined ? [] : optionsOf(query.data.parties.map(({ party }) => party), without, typed)
  const isWaiting = typed !== '' && (query.data === undefined || query.isPlaceholderData)
  const asItIs: readonly Option[] = IDENTIFIER.test(typed) && !found.some(({ id }) => id === typed) ? [{ id: typed, name: words.asItIs(typed), more: '' }] : []
  const options = [...found, ...asItIs]
  const shown = open && typed !== ''
  const choose = (option: Option) => {
    onChoose(option.id, option.name === words.asItIs(option.id) ? option.id : option.name)
    setText(option.name === words.asItIs(option.id) ? option.id : option.name)
    setOpen(false)
  }
  const press = (event: KeyboardEvent) => {
    if (!shown) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % Math.max(1, options.length))
    } else if (event.key === 'Enter' && options[at] !== undefined && !isWaiting) {
      event.preventDefault()
      choose(options[at])
    } else if (event.key === 'Escape') {
      // The first Escape closes the list, the next one the dialog.
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    }
  }
  return (
    <div className={classes.pick}>
      <label>
        {label}
        <input
          type="text" role="combobox" aria-expanded={shown} aria-controls={list} aria-autocomplete="list" aria-activedescendant={shown && options[at] !== undefined ? `${list}-${at}` : undefined}
          className={table.field} placeholder={words.pickHint} autoComplete="off" value={text} onKeyDown={press} onBlur={() => setOpen(false)}
          onChange={(event) => { setText(event.currentTarget.value); setOpen(true); setAt(0); onChoose(undefined) }} />
      </label>
      {chosen === undefined ? null : <code className={classes.chosen}>{chosen}</code>}
      {shown ? (
        <div className={classes.found}>
          <div id={list} role="listbox" tabIndex={-1} aria-label={label} aria-busy={isWaiting}>
            {options.map((option, place) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and says which option is active
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field
              <div key={option.id} id={`${list}-${place}`} role="option" aria-selected={place === at} onMouseDown={(event) => event.preventDefault()} onClick={() => choose(option)}>
                <span>{option.name}</span>
                <span className={classes.quiet}>{option.more}</span>
              </div>
            ))}
          </div>
          {options.length === 0 ? <p className={classes.quiet}>{isWaiting ? `${words.searching} …` : words.nobodyFound}</p> : null}
        </div>
      ) : null}
    </div>
  )
}

/** Names that begin with what was typed first, then names with a word that does, then the others; organizations before persons. */
function rankOf(party: Party, typed: string): number {
  const [name, sought] = [nameOf(party).toLocaleLowerCase(), typed.toLocaleLowerCase()]
  const fit = party.identifiers.includes(typed) ? 0 : name.startsWith(sought) ? 1 : name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(sought)) ? 2 : name.includes(sought) ? 3 : 4
  return fit * 2 + (party.kind === 'organization' ? 0 : 1)
}

function optionsOf(parties: readonly Party[], without: string | undefined, typed: string): readonly Option[] {
  const fitting = parties.filter(({ identifiers }) => without === undefined || !identifiers.includes(without))
  return fitting.map((party) => ({ party, rank: rankOf(party, typed) })).sort((a, b) => a.rank - b.rank).slice(0, FOUND_AT_MOST).map(({ party }) => party).map((party) => ({ id: firstIdentifier(party), name: nameOf(party), more: party.name === null ? '' : firstIdentifier(party) }))
}
