import type { Party } from '../../api/shapes.ts'
import { firstIdentifier, nameOf } from '../../format/names.ts'
import { PartyLink } from '../../parts/party-link.tsx'
import { texts } from '../../texts.ts'
import classes from './parties.module.css'

/** A party by name, with its kind and its most telling identifier. */
export function PartyName({ party }: { readonly party: Party }) {
  const known = firstIdentifier(party)
  const what = party.kind === null ? null : texts.parties.what[party.kind]
  return <><PartyLink party={party} /> <span className={classes.quiet}>{[what, known === nameOf(party) ? null : known].filter((part) => part !== null).join(' · ')}</span></>
}
