import classes from './home-page.module.css'
import { MoneyIn } from './money-in.tsx'
import { UseIn } from './use-in.tsx'

/** Reconciliation before insight: does every amount and every use end in a named part? */
export function Reconciliation() {
  return (
    <div className={classes.two}>
      <MoneyIn />
      <UseIn />
    </div>
  )
}
