import { Link } from '@tanstack/react-router'
import type { Studies } from '../../api/types.ts'
import { useStudy } from '../../api/use-study.ts'
import { CorrectButton } from '../../correct/correct-button.tsx'
import { daysIn } from '../../format/days.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { Answered } from '../../parts/answered.tsx'
import { Bones } from '../../parts/bones.tsx'
import { Card } from '../../parts/card.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import table from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { projectsTexts } from '../../texts/projects.ts'
import { type Address, keptOf } from '../../view/address.ts'
import { downloadCsv } from '../../why/csv.ts'
import classes from './projects.module.css'

const words = projectsTexts.conflicts
type Conflict = Studies['role-conflicts']['conflicts'][number]

/** Persons who stand on both sides, with why it matters and what to do next. */
export function ConflictsPart() {
  const query = useStudy('role-conflicts')
  const csv = () => downloadCsv('role-conflicts', ['conflict', 'person', 'customer', 'agreements', 'from', 'to', 'says', 'evidence'],
    (query.data?.conflicts ?? []).map(({ kind, person, customer, agreements, from, to, says, evidence }) => [kind, nameOf(person), nameOf(customer), agreements.map(({ agreement }) => agreement).join('; '), from, to, says, evidence.map(({ key }) => key).join('; ')]))
  return (
    <>
      <div className={classes.top}>
        <p className={classes.quiet}>{words.hint}</p>
        <button type="button" className={table.button} disabled={query.data === undefined || query.data.conflicts.length === 0} onClick={csv}>{texts.why.csv}</button>
      </div>
      <Card>
        <Answered query={query} bones={<Bones lines={[70, 100, 90, 70, 100]} height={18} />} height={{ name: 'conflicts', wide: 420, narrow: 620 }}>
          {({ conflicts }) => (conflicts.length === 0 ? <Empty>{words.none}</Empty> : conflicts.map((conflict) => <One key={`${conflict.kind} ${conflict.person.id} ${conflict.customer.id} ${conflict.agreements[0]?.agreement}`} conflict={conflict} />))}
        </Answered>
      </Card>
    </>
  )
}

function One({ conflict: { kind, person, customer, agreements, says, matters, next, evidence } }: { readonly conflict: Conflict }) {
  return (
    <article className={classes.conflict} data-conflict={kind}>
      <p className={classes.actions}><span className={classes.tag} data-tone="bad">{words.kinds[kind]}</span><Link to="/parties/$party" params={{ party: firstIdentifier(person) }} search={(before) => keptOf(before as Address)} data-row>{nameOf(person)}</Link><PartyLink party={customer} /></p>
      <p className={classes.says}>{daysIn(says)}</p>
      <p><b>{words.matters}.</b> {matters}</p>
      <p><b>{words.next}.</b> {next}</p>
      <p className={classes.quiet}>
        {words.agreements}: {agreements.map(({ agreement, name }) => name ?? agreement).join(', ')}. {words.evidence(evidence.length)}: {evidence.map(({ key, says: what }) => `${key} (${words.members[what]})`).join(', ')}
      </p>
      {evidence.some(({ says: what }) => what === 'function' || what === 'staff' || what === 'member') ? <div className={classes.actions}><CorrectButton about={`party:${firstIdentifier(person)}`} label={words.correct} /></div> : null}
    </article>
  )
}
