import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { dayText, periodText } from '../format/days.ts'
import { texts } from '../texts.ts'
import { useView } from '../view/use-view.ts'
import { WhoPays } from './who-pays.tsx'
import { whyOf } from './why-of.tsx'
import classes from './why-panel.module.css'

const CLOSED = { why: undefined, who: undefined, of: undefined, day: undefined, account: undefined } as const

/** The side panel: why a figure is what it is. Its address can be shared. */
export function WhyPanel() {
  const { address, period, knownAt, go } = useView()
  const panel = useRef<HTMLElement>(null)
  const before = useRef<Element | null>(null)
  const shown = `${address.why ?? ''} ${address.who ?? ''}`
  // The focus goes into the panel when it opens or changes, and back to the figure when it closes.
  useEffect(() => {
    before.current ??= document.activeElement
    return () => {
      const origin = before.current
      if (origin instanceof HTMLElement && origin.isConnected) origin.focus({ preventScroll: true })
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is the trigger
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
    panel.current?.scrollTo({ top: 0 })
  }, [shown])
  const { title, body } = whyOf(address.why ?? '')
  const known = knownAt === null ? texts.why.asNow : texts.why.asOf(dayText(knownAt))
  return (
    <aside ref={panel} className={classes.panel} tabIndex={-1} aria-label={texts.why.title}>
      <header className={classes.head}>
        {address.who !== undefined && address.why !== undefined ? (
          <button type="button" className={classes.icon} aria-label={texts.why.back} title={texts.why.back} onClick={() => go({ who: undefined, of: undefined, day: undefined, account: undefined })}><IconArrowLeft size={17} aria-hidden /></button>
        ) : null}
        <div className={classes.title}>
          <h2>{address.who === undefined ? title : texts.why.whoPays}</h2>
          <p className={classes.quiet}>{texts.why.periodKnown(periodText(period.from, period.to), known)}</p>
        </div>
        <button type="button" className={classes.icon} aria-label={texts.why.close} title={`${texts.why.close} (Esc)`} onClick={() => go(CLOSED)}><IconX size={17} aria-hidden /></button>
      </header>
      {address.who === undefined ? body : <WhoPays party={address.who} />}
    </aside>
  )
}
