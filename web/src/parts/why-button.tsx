import type { CSSProperties, ReactNode } from 'react'
import { useView } from '../view/use-view.ts'
import classes from './why-button.module.css'

interface WhyButtonProps { readonly why: string; readonly children: ReactNode; readonly label?: string; readonly plain?: boolean; readonly row?: boolean; readonly className?: string | undefined; readonly style?: CSSProperties }

/** A figure that explains itself: a click opens the side panel. A second click closes it. */
export function WhyButton({ why, children, label, plain = false, row = false, className, style }: WhyButtonProps) {
  const { address, go } = useView()
  const open = address.why === why && address.who === undefined
  const own = plain ? classes.plain : row ? classes.row : undefined
  return (
    <button type="button" className={`${own ?? ''} ${className ?? ''}`} style={style} aria-label={label} aria-expanded={open} data-row={row || undefined} data-open={open || undefined}
      onClick={() => go({ why: open ? undefined : why, who: undefined, of: undefined, day: undefined, account: undefined })}>
      {children}
    </button>
  )
}
