import type { ReactNode } from 'react'
import classes from './card.module.css'

interface CardProps { readonly title?: ReactNode; readonly hint?: ReactNode; readonly aside?: ReactNode; readonly children: ReactNode; readonly className?: string | undefined }

/** A part of a page with a heading of its own. */
export function Card({ title, hint, aside, children, className }: CardProps) {
  return (
    <section className={`${classes.card} ${className ?? ''}`}>
      {title === undefined ? null : (
        <header className={classes.head}>
          <div>
            <h2>{title}</h2>
            {hint === undefined ? null : <p className={classes.hint}>{hint}</p>}
          </div>
          {aside}
        </header>
      )}
      {children}
    </section>
  )
}
