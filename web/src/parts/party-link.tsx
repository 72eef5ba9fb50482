import { Link } from '@tanstack/react-router'
import type { Party } from '../api/shapes.ts'
import { firstIdentifier, nameOf } from '../format/names.ts'
import { type Address, keptOf } from '../view/address.ts'
import classes from './party-link.module.css'

/** A party by its name, leading to its page. */
export function PartyLink({ party }: { readonly party: Party }) {
  return <Link to="/parties/$party" params={{ party: firstIdentifier(party) }} search={(before) => keptOf(before as Address)} className={classes.link}>{nameOf(party)}</Link>
}
