import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { texts } from '../../texts.ts'
import classes from './import.module.css'
import type { NamedText } from './use-import.ts'

interface DropPlaceProps { readonly disabled: boolean; readonly onFiles: (files: readonly NamedText[]) => void }

/** Takes evidence lines as files, dropped or chosen, or as pasted text. */
export function DropPlace({ disabled, onFiles }: DropPlaceProps) {
  const [over, setOver] = useState(false)
  const [pasted, setPasted] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const take = (files: FileList | null) => {
    if (files !== null && files.length > 0) onFiles([...files].map((file) => ({ name: file.name, content: file })))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) take(event.dataTransfer.files)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a way for the mouse; the button inside is the way for all */}
      <div className={classes.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <IconFileUpload size={28} stroke={1.5} aria-hidden />
        <h2>{texts.importing.drop}</h2>
        <p className={classes.quiet}>{texts.importing.dropHint}</p>
        <input ref={input} type="file" multiple accept=".jsonl,.ndjson,.json,.txt" className="visually-hidden" tabIndex={-1} aria-label={texts.importing.choose} onChange={(event) => { take(event.target.files); event.target.value = '' }} />
        <button type="button" className={classes.primary} disabled={disabled} onClick={() => input.current?.click()}>{texts.importing.choose}</button>
      </div>
      <form className={classes.paste} onSubmit={(event) => { event.preventDefault(); onFiles([{ name: 'pasted', content: new Blob([pasted]) }]); setPasted('') }}>
        <label htmlFor="pasted">{texts.importing.paste}</label>
        <textarea id="pasted" rows={5} spellCheck={false} value={pasted} placeholder={texts.importing.pastePlaceholder} onChange={(event) => setPasted(event.target.value)} />
        <button type="submit" className={classes.secondary} disabled={disabled || pasted.trim() === ''}>{texts.importing.send}</button>
      </form>
    </>
  )
}
