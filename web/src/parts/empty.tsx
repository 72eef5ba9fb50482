import type { ReactNode } from 'react'
import classes from './states.module.css'

/** Nothing to show, in words, and what to do next. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className={classes.empty}>{children}</p>
}
