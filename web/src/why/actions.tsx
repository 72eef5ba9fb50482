import { IconDownload, IconLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CorrectButton } from '../correct/correct-button.tsx'
import { texts } from '../texts.ts'
import { type Address, keptOf } from '../view/address.ts'
import classes from './why-panel.module.css'

const SHOWN_MS = 1800

/** What one can do with an explanation: take its rows along, or send its address. */
export function Actions({ onCsv, page, correct }: { readonly onCsv?: (() => void | Promise<void>) | undefined; readonly page?: string; readonly correct?: string }) {
  const [preparing, setPreparing] = useState(false)
  const csv = async () => {
    setPreparing(true)
    try {
      await onCsv?.()
    } finally {
      setPreparing(false)
    }
  }
  return (
    <div className={classes.actions}>
      {onCsv ? <button type="button" className={classes.action} disabled={preparing} onClick={() => void csv()}><IconDownload size={15} stroke={1.8} aria-hidden />{preparing ? texts.why.preparing : texts.why.csv}</button> : null}
      {correct === undefined ? null : <CorrectButton about={correct} />}
      <CopyLink />
      {page === undefined ? null : <Link to="/parties/$party" params={{ party: page }} search={(before) => keptOf(before as Address)} className={classes.action}>{texts.why.partyPage}</Link>}
    </div>
  )
}

function CopyLink() {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async () => {
    const worked = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
    setSaid(worked ? texts.why.copied : texts.why.copyFailed)
    setTimeout(() => setSaid(null), SHOWN_MS)
  }
  return (
    <button type="button" className={classes.action} onClick={() => void copy()}>
      <IconLink size={15} stroke={1.8} aria-hidden />
      <span aria-live="polite">{said ?? texts.why.copy}</span>
    </button>
  )
}
