import { Link } from '@tanstack/react-router'
import { count } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { WhyButton } from '../../parts/why-button.tsx'
import { texts } from '../../texts.ts'
import { type Address, keptOf } from '../../view/address.ts'
import classes from './ask.module.css'
import type { Plan } from './use-plan.ts'

const words = texts.asking.out

/** Everybody who is not asked, by the one reason that each has; with those asked they are everybody known. */
export function LeftOutCard({ plan }: { readonly plan: Plan }) {
  const out = plan.leftOut.reduce((sum, { people }) => sum + people, 0)
  const most = Math.max(1, ...plan.leftOut.map(({ people }) => people))
  return (
    <Card title={words.title} hint={words.hint(count(plan.taken), count(out), count(plan.population))}>
      {out === 0 ? <Empty>{words.none}</Empty> : (
        <ul className={classes.reasons}>
          {plan.leftOut.map(({ reason, says, people }) => (
            <li key={reason}>
              <WhyButton why={`ask:out:${reason}`} row className={classes.reason} label={words.show(says, count(people))}>
                <span>{says}</span>
                <span className={classes.bar} aria-hidden><span style={{ width: `${Math.max(1, (people / most) * 100)}%` }} /></span>
                <b>{count(people)}</b>
              </WhyButton>
              {reason === 'permission-unknown' ? <Link className={classes.quietLink} to="/settings" search={(before) => ({ ...keptOf(before as Address), tab: 'asking' })} title={words.unknownHint}>{words.unknown}</Link> : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
