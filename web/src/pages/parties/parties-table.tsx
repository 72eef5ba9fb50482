import type { PartyRow } from '../../api/shapes.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { count } from '../../format/numbers.ts'
import { KindMark } from '../../parts/kind-mark.tsx'
import { PartyLink } from '../../parts/party-link.tsx'
import classes from '../../parts/table.module.css'
import { texts } from '../../texts.ts'
import { PAYER_KINDS } from '../../theme/kinds.ts'

export function PartiesTable({ rows }: { readonly rows: readonly PartyRow[] }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{texts.parties.name}</th>
            <th scope="col">{texts.parties.roles}</th>
            <th scope="col">{texts.parties.payer}</th>
            <th scope="col" className={classes.number}>{texts.parties.usageDays}</th>
            <th scope="col" className={classes.number}>{texts.parties.events}</th>
          </tr>
        </thead>
        <tbody>{rows.map((row) => <Row key={row.party.id} row={row} />)}</tbody>
      </table>
    </div>
  )
}

function Row({ row }: { readonly row: PartyRow }) {
  const known = firstIdentifier(row.party)
  const what = row.party.kind === null ? null : texts.parties.what[row.party.kind]
  const kinds = PAYER_KINDS.filter((kind) => (row.kinds[kind] ?? 0) > 0)
  return (
    <tr>
      <td><PartyLink party={row.party} /> <span className={classes.quiet}>{[what, known === nameOf(row.party) ? null : known].filter((part) => part !== null).join(' · ')}</span></td>
      <td>{(row.roles ?? []).map((role) => <span key={role} className={classes.tag}>{texts.parties.roleNames[role] ?? role}</span>)}</td>
      <td>
        {kinds.map((kind) => <span key={kind} className={classes.kinds} title={`${texts.kinds[kind].name}: ${texts.unpaid.days(count(row.kinds[kind] ?? 0))}`}><KindMark kind={kind} />{texts.kinds[kind].name}{kinds.length > 1 ? ` ${count(row.kinds[kind] ?? 0)}` : null}</span>)}
        {row.payer === null || row.payer.id === row.party.id ? null : <> <PartyLink party={row.payer} /></>}
      </td>
      <td className={classes.number}>{count(row.usageDays)}</td>
      <td className={classes.number}>{count(row.events)}</td>
    </tr>
  )
}
