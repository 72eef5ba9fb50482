import type { Party } from '../api/shapes.ts'
import { texts } from '../texts.ts'

const ORDER = ['user:', 'email:', 'account:', 'domain:']

/** The identifier by which a party is asked for again: the most telling one. */
export function firstIdentifier(party: Party): string {
  for (const start of ORDER) {
    const found = party.identifiers.find((identifier) => identifier.startsWith(start))
    if (found !== undefined) return found
  }
  return party.identifiers[0] ?? party.id
}

/** What a party is called; the seller itself, which every workspace has, by a word where nobody named it. */
export function nameOf(party: Party): string {
  return party.name ?? (party.identifiers.includes('self') ? texts.party.us : firstIdentifier(party))
}

/** "Ann", "Ann and Bob", "Ann, Bob and 3 more". */
export function namesOf(parties: readonly Party[], most = 2): string {
  const names = parties.slice(0, most).map(nameOf)
  const rest = parties.length - names.length
  if (rest > 0) return `${names.join(', ')} and ${rest} more`
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
