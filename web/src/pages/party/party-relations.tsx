import { useState } from 'react'
import type { Party, PartyAnswer } from '../../api/shapes.ts'
import { nameOf } from '../../format/names.ts'
import { count, money } from '../../format/numbers.ts'
import { Card } from '../../parts/card.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import classes from './party-page.module.css'
import { intervalText } from './party-roles.tsx'

const SHOWN = 12

/** Where it belongs, who owns whom, what was agreed. Empty parts are left out. */
export function PartyRelations({ answer }: { readonly answer: PartyAnswer }) {
  return (
    <>
      <Memberships title={texts.party.memberships} rows={answer.memberships.filter((one) => one.person.id === answer.party.id)} of={(one) => one.organization} />
      <Memberships title={texts.party.members} rows={answer.memberships.filter((one) => one.person.id !== answer.party.id)} of={(one) => one.person} />
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

type Membership = PartyAnswer['memberships'][number]

/** Those who decide come first: they are looked for most. */
const ORDER = ['decider', 'champion', 'billing', 'admin']

function weight(one: Membership): number {
  const place = ORDER.indexOf(one.function ?? '')
  return place === -1 ? ORDER.length : place
}

function Memberships({ title, rows, of }: { readonly title: string; readonly rows: readonly Membership[]; readonly of: (one: Membership) => Party }) {
  const [shown, setShown] = useState(SHOWN)
  if (rows.length === 0) return null
  return (
    <Card title={title} {...(rows.length > SHOWN ? { hint: count(rows.length) } : {})}>
      <ul className={classes.rows}>
        {[...rows].sort((a, b) => weight(a) - weight(b)).slice(0, shown).map((one) => (
          <li key={`${of(one).id} ${one.from} ${one.function}`}>
            <span><PartyLink party={of(one)} /> <span className={classes.quiet}>{[one.function, one.inferred ? texts.party.inferred : null].filter((part) => part !== null).join(' · ')}</span></span>
            <span className={classes.quiet}>{intervalText(one.from, one.to)}</span>
          </li>
        ))}
      </ul>
      {shown < rows.length ? <button type="button" className={table.button} onClick={() => setShown(rows.length)}>{texts.parties.more}</button> : null}
    </Card>
  )
}
