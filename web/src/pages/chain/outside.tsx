import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import classes from './chain.module.css'
import type { Channel } from './use-chain.ts'

/** Use that nobody of the chain brought: known unknowns, each with its own reason. */
export function Outside({ answer }: { readonly answer: Channel }) {
  const { address, go } = useView()
  const words = texts.chain.outside
  const rest = restOf(answer)
  const boxes = [
    { why: 'chain:elsewhere', name: words.elsewhere, hint: words.elsewhereHint, use: answer.unpaid.elsewhere ?? { users: 0, usageDays: 0 } },
    { why: 'chain:unpaid', name: words.unpaid, hint: words.unpaidHint, use: rest },
    { why: 'kind:unknown', name: words.unknown, hint: words.unknownHint, use: answer.unknown },
  ].filter(({ use }) => use.usageDays > 0)
  if (boxes.length === 0) return null
  return (
    <Card title={words.title}>
      <ul className={classes.outside}>
        {boxes.map(({ why, name, hint, use }) => (
          <li key={why}>
            <button type="button" data-row aria-expanded={address.why === why} onClick={() => go({ why: address.why === why ? undefined : why })}>
              <b>{name}: {texts.chain.node.users(count(use.users), use.users === 1)}, {texts.chain.node.days(count(use.usageDays), use.usageDays === 1)}</b>
              <span className={classes.quiet}>{hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Unpaid use of known users, but for that which others are paid for. */
export function restOf({ unpaid }: Channel): { readonly users: number; readonly usageDays: number } {
  return Object.entries(unpaid).filter(([reason]) => reason !== 'elsewhere').reduce((sum, [, use]) => ({ users: sum.users + use.users, usageDays: sum.usageDays + use.usageDays }), { users: 0, usageDays: 0 })
}
