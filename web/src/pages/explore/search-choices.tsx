import { IconCheck } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import choicesClasses from '../../parts/choices.module.css'
import classes from './filter-bar.module.css'

interface Option { readonly value: string; readonly name: string; readonly hint?: string }
interface SearchChoicesProps { readonly label: string; readonly q: string; readonly onSearch: (q: string) => void; readonly choices: readonly Option[]; readonly chosen: readonly string[]; readonly onChoose: (value: string) => void; readonly nothing: string; readonly more?: string | undefined }

/** From the field the arrow keys walk into the list and back; Enter in the field takes the first. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, li button')]
  const here = all.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'Enter' && here === 0) {
    all[1]?.click()
    event.preventDefault()
    return
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || all.length === 0) return
  all[(here + step + all.length) % all.length]?.focus()
  event.preventDefault()
}

/** A list to search in, of which some are chosen. */
export function SearchChoices({ label, q, onSearch, choices, chosen, onChoose, nothing, more }: SearchChoicesProps) {
  const field = useRef<HTMLInputElement>(null)
  // A second step in the same popover takes the focus as the first one did.
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the buttons inside
    <div onKeyDown={walk}>
      <input ref={field} type="search" className={classes.search} value={q} placeholder={label} aria-label={label} data-autofocus autoComplete="off" onChange={(event) => onSearch(event.target.value)} />
      {choices.length === 0 ? <p className={classes.nothing}>{nothing}</p> : (
        <ul className={choicesClasses.choices} aria-label={label}>
          {choices.map((choice) => (
            <li key={choice.value}>
              <button type="button" aria-pressed={chosen.includes(choice.value)} onClick={() => onChoose(choice.value)}>
                <span className={classes.name}>{choice.name}</span>
                {choice.hint === undefined || choice.hint === '' ? null : <span className={choicesClasses.hint}>{choice.hint}</span>}
                {chosen.includes(choice.value) ? <IconCheck size={15} stroke={2} aria-hidden /> : null}
              </button>
            </li>
          ))}
        </ul>
      )}
      {more === undefined ? null : <p className={classes.nothing}>{more}</p>}
    </div>
  )
}
