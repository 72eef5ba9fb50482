import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { texts } from '../../texts.ts'
import classes from './import.module.css'

const SHOWN_MS = 1500

export function Command({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), SHOWN_MS)
    })
  }
  const label = copied ? texts.importing.copied : `${texts.importing.copy}: ${text}`
  return (
    <div className={classes.command}>
      <code>{text}</code>
      <button type="button" aria-label={label} title={label} onClick={copy}>{copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} stroke={1.8} aria-hidden />}</button>
    </div>
  )
}
