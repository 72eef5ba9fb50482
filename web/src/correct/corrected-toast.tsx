import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { daysIn } from '../format/days.ts'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import { useView } from '../view/use-view.ts'
import classes from './correct.module.css'
import { hideNote, useSaid } from './said.ts'
import { useUndo } from './use-undo.ts'

const words = texts.correct
const HIDE_AFTER_MS = 20_000

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** What was said last, with the way back: a button, `z` or Ctrl-Z. */
export function CorrectedToast() {
  const { workspace } = useView()
  const { said, note, stillSaid } = useSaid()
  const { undo, error } = useUndo()
  const last = said.filter((one) => one.workspace === workspace).at(-1)
  const key = last?.key
  const together = last?.together ?? null

  useEffect(() => {
    if (key === undefined) return
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'z' || event.altKey || event.shiftKey || event.repeat || isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      void undo(together === null ? { key } : { key, import: together })
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [key, together, undo])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new word shows the note anew
  useEffect(() => {
    if (note === null || error !== null) return
    const timer = setTimeout(hideNote, HIDE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [note, key, error])

  return (
    <div className={classes.toasts} role="status" aria-label={words.toast}>
      {note === null ? null : (
        <div className={classes.toast}>
          {error ? <p>{words.undoFailed} {error.message}</p> : note === 'undone' || last === undefined ? <p>{stillSaid === null ? words.undone : words.undoneStillSaid(stillSaid.by)}</p> : <div><p><b>{words.said(last.says)}</b></p>{last.effect === null ? null : <p className={classes.quiet}>{daysIn(last.effect)}</p>}</div>}
          <span className={classes.toastActions}>
            {last === undefined || note === 'undone' ? null : <button type="button" aria-keyshortcuts="z Control+z" onClick={() => void undo(last.together === null ? { key: last.key } : { key: last.key, import: last.together })}>{words.undo} <kbd>{words.undoKey}</kbd></button>}
            <Link to="/review" search={(before) => ({ ...keptOf(before as Address), tab: 'log' })}>{words.toLog}</Link>
            <button type="button" className={classes.plain} aria-label={words.dismiss} onClick={hideNote}><IconX size={15} stroke={1.8} aria-hidden /></button>
          </span>
        </div>
      )}
    </div>
  )
}
