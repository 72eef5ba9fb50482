import type { Overlap } from '../../api/shapes.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import classes from './overlap-card.module.css'

/** Two lines of true length over each other: the users from the left, the customers up to the right; where they meet, both. */
export function OverlapBar({ answer }: { readonly answer: Overlap }) {
  const both = answer.customersThatUse
  const onlyUsers = answer.users - both
  const onlyCustomers = answer.customers - both
  const columns = [onlyUsers, both, onlyCustomers].map((value) => (value === 0 ? '0px' : `minmax(8px, ${value}fr)`)).join(' ')
  return (
    <div>
      <div className={classes.heads}>
        <Figure value={answer.users} name={texts.overlap.users} color="var(--users)" />
        <Figure value={both} name={texts.overlap.both} color="var(--both)" />
        <Figure value={answer.customers} name={texts.overlap.customers} color="var(--customers)" />
      </div>
      <div className={classes.track} style={{ gridTemplateColumns: columns }} role="img" aria-label={`${count(onlyUsers)} ${texts.overlap.onlyUsers}, ${count(both)} ${texts.overlap.bothSay}, ${count(onlyCustomers)} ${texts.overlap.onlyCustomers}`}>
        <span className={classes.usersLine} />
        <span className={classes.customersLine} />
        {both > 0 ? <span className={classes.bothLine} /> : null}
      </div>
      <div className={classes.ends}>
        <span>{count(onlyUsers)} {texts.overlap.onlyUsers}</span>
        <span>{count(onlyCustomers)} {texts.overlap.onlyCustomers}</span>
      </div>
    </div>
  )
}

function Figure({ value, name, color }: { readonly value: number; readonly name: string; readonly color: string }) {
  return (
    <div className={classes.figure}>
      <span className={classes.dot} style={{ background: color }} aria-hidden="true" />
      {name} <b>{count(value)}</b>
    </div>
  )
}
