import { IconCheck } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import classes from './choices.module.css'

export interface Choice { readonly value: string; readonly name: string; readonly hint?: string }

/** The arrow keys walk through the choices. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus()
  event.preventDefault()
}

/** A list of which one is chosen. */
export function Choices({ label, choices, chosen, onChoose }: { readonly label: string; readonly choices: readonly Choice[]; readonly chosen: string | null; readonly onChoose: (value: string) => void }) {
  return (
    <ul className={classes.choices} aria-label={label} onKeyDown={walk}>
      {choices.map((choice) => (
        <li key={choice.value}>
          <button type="button" aria-pressed={choice.value === chosen} data-autofocus={choice.value === chosen || undefined} onClick={() => onChoose(choice.value)}>
            <span>{choice.name}</span>
            {choice.hint === undefined ? null : <span className={classes.hint}>{choice.hint}</span>}
            {choice.value === chosen ? <IconCheck size={15} stroke={2} aria-hidden /> : null}
          </button>
        </li>
      ))}
    </ul>
  )
}
