import { type ReactNode, useEffect, useRef } from 'react'
import classes from './dialog.module.css'

/** The browser's own dialog: it keeps the focus inside, gives it back, and closes on Escape. */
export function Dialog({ label, onClose, children }: { readonly label: string; readonly onClose: () => void; readonly children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    // The close event comes later: by then the dialog may have been shown again, and must stay.
    return () => shown?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; for keys there is Escape
    <dialog ref={dialog} className={classes.dialog} aria-label={label} onClose={() => (dialog.current?.open ? undefined : onClose())} onClick={(event) => (event.target === event.currentTarget ? onClose() : undefined)}>
      <div className={classes.inside}>{children}</div>
    </dialog>
  )
}
