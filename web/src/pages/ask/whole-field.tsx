import { useState } from 'react'
import classes from './ask.module.css'

/** A whole number that counts when it is written: on Enter, or when the field is left. Give it a key of its value, so that it follows what stands there. */
export function WholeField({ label, value, onWritten }: { readonly label: string; readonly value: string; readonly onWritten: (value: string) => void }) {
  const [text, setText] = useState(value)
  const isWhole = /^\d{0,5}$/.test(text)
  const written = () => {
    if (isWhole && text !== value) onWritten(text)
  }
  return <input className={classes.whole} type="text" inputMode="numeric" autoComplete="off" aria-label={label} aria-invalid={!isWhole} value={text} onChange={(event) => setText(event.target.value.trim())} onBlur={written} onKeyDown={(event) => (event.key === 'Enter' ? written() : undefined)} />
}
