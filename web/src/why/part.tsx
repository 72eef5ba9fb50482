import type { ReactNode } from 'react'
import classes from './why-panel.module.css'

export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

export function Rule({ children }: { readonly children: ReactNode }) {
  return <p className={classes.rule}>{children}</p>
}
