import { IconFileUpload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { texts } from '../../texts.ts'
import { fileOfText, filesOfDrop, filesOfList, type NamedFile } from './collect-files.ts'
import classes from './import.module.css'

interface DropPlaceProps { readonly disabled: boolean; readonly onFiles: (files: readonly NamedFile[]) => void }

/** Files may be dropped anywhere on the page; true while some hang over it. */
function useDrop(disabled: boolean, onFiles: DropPlaceProps['onFiles']): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hover = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (event.dataTransfer === null || !event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      setOver(false)
      if (!disabled) void filesOfDrop(event.dataTransfer).then((files) => (files.length > 0 ? onFiles(files) : undefined))
    }
    window.addEventListener('dragover', hover)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hover)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [disabled, onFiles])
  return over
}

/** Takes exports as files or folders, dropped or chosen, or as pasted text. */
export function DropPlace({ disabled, onFiles }: DropPlaceProps) {
  const [pasted, setPasted] = useState('')
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const over = useDrop(disabled, onFiles)
  const choose = (input: HTMLInputElement) => {
    const chosen = filesOfList(input.files)
    input.value = ''
    if (chosen.length > 0) onFiles(chosen)
  }
  return (
    <>
      <div className={classes.drop} data-over={over || undefined}>
        <IconFileUpload size={30} stroke={1.4} aria-hidden />
        <h2>{texts.importing.drop}</h2>
        <p className={classes.quiet}>{texts.importing.dropHint}</p>
        <input ref={files} type="file" multiple className="visually-hidden" tabIndex={-1} aria-label={texts.importing.choose} onChange={(event) => choose(event.currentTarget)} />
        <input ref={folder} type="file" multiple className="visually-hidden" tabIndex={-1} aria-label={texts.importing.chooseFolder} {...{ webkitdirectory: '' }} onChange={(event) => choose(event.currentTarget)} />
        <div className={classes.chooses}>
          <button type="button" className={classes.primary} disabled={disabled} onClick={() => files.current?.click()}>{texts.importing.choose}</button>
          <button type="button" className={classes.secondary} disabled={disabled} onClick={() => folder.current?.click()}>{texts.importing.chooseFolder}</button>
        </div>
        <p className={classes.promise}>{texts.importing.promise}</p>
      </div>
      <details className={classes.paste}>
        <summary>{texts.importing.paste}</summary>
        <form onSubmit={(event) => { event.preventDefault(); onFiles([fileOfText(pasted)]); setPasted('') }}>
          <label htmlFor="pasted" className="visually-hidden">{texts.importing.pasteLabel}</label>
          <textarea id="pasted" rows={6} spellCheck={false} value={pasted} placeholder={texts.importing.pastePlaceholder} onChange={(event) => setPasted(event.target.value)} />
          <button type="submit" className={classes.secondary} disabled={disabled || pasted.trim() === ''}>{texts.importing.send}</button>
        </form>
      </details>
    </>
  )
}
