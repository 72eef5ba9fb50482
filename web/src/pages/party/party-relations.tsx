import type { PartyAnswer } from '../../api/types.ts'
import { nameOf } from '../../format/names.ts'
import { money } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'
import { intervalText } from './party-roles.tsx'

/** Where it belongs, who owns whom, what was agreed. Empty parts are left out. */
export function PartyRelations({ answer }: { readonly answer: PartyAnswer }) {
  return (
    <>
      {answer.memberships.length === 0 ? null : (
        <Card title={texts.party.memberships}>
          <ul className={classes.rows}>
            {answer.memberships.map((one) => (
              <li key={`${one.organization.id} ${one.from} ${one.function}`}>
                <span><PartyLink party={one.organization} /> <span className={classes.quiet}>{[one.function, one.inferred ? texts.party.inferred : null].filter((part) => part !== null).join(' · ')}</span></span>
                <span className={classes.quiet}>{intervalText(one.from, one.to)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {answer.ownerships.length === 0 ? null : (
        <Card title={texts.party.ownerships}>
          <ul className={classes.rows}>{answer.ownerships.map((one) => <li key={`${one.organization.id} ${one.parent.id} ${one.from}`}><span>{texts.party.partOf(nameOf(one.organization), nameOf(one.parent))}</span><span className={classes.quiet}>{intervalText(one.from, one.to)}</span></li>)}</ul>
        </Card>
      )}
      {answer.agreements.length === 0 ? null : (
        <Card title={texts.party.agreements}>
          <ul className={classes.rows}>
            {answer.agreements.map((one) => (
              <li key={`${one.agreement} ${one.role}`}>
                <span>{one.agreement} <span className={classes.quiet}>{[one.role, one.product].join(' · ')}</span></span>
                <span className={classes.quiet}>{one.amount === null || one.currency === null ? null : `${money(one.amount, one.currency)} · `}{intervalText(one.from, one.to)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
