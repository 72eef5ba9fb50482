import type { ReactNode } from 'react'
import classes from './table.module.css'

export function PageHead({ title, hint, children }: { readonly title: ReactNode; readonly hint?: string; readonly children?: ReactNode }) {
  return (
    <div className={classes.head}>
      <div>
        <h1>{title}</h1>
        {hint === undefined ? null : <p className={classes.hint}>{hint}</p>}
      </div>
      {children}
    </div>
  )
}
