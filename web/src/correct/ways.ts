import type { texts } from '../texts.ts'
import { type About, severalOf } from './about.ts'

export type WayName = keyof typeof texts.correct.ways
export type FieldName = Exclude<keyof typeof texts.correct.fields, 'why' | 'by'>
export type Fields = Readonly<Partial<Record<FieldName, string>>>
/** The parameters of a correction, as the server takes them. */
export type Correction = Readonly<Record<string, string | boolean | undefined>>

/** Of whom a way can be said: a field names a party of this kind. */
export interface Way {
  readonly name: WayName
  readonly needs: readonly FieldName[]
  readonly may?: readonly FieldName[]
  /** Only for parties of these kinds; absent: all. A party of unknown kind may be any. */
  readonly kinds?: readonly string[]
  readonly correction: (fields: Fields) => Correction
}

const DAYS = ['since', 'until'] as const

function partyWays(id: string): readonly Way[] {
  const person = ['person', 'machine']
  const organization = ['organization']
  const days = ({ since, until }: Fields): Correction => ({ since, until })
  return [
    { name: 'belongs', needs: ['organization'], may: ['function', ...DAYS], kinds: person, correction: (fields) => ({ fact: 'membership', person: id, organization: fields.organization, function: fields.function, ...days(fields) }) },
    { name: 'belongs-not', needs: ['organization'], kinds: person, correction: (fields) => ({ fact: 'membership', person: id, organization: fields.organization, not: true }) },
    { name: 'decides', needs: ['organization'], may: DAYS, kinds: person, correction: (fields) => ({ fact: 'membership', person: id, organization: fields.organization, function: 'decider', ...days(fields) }) },
    { name: 'member', needs: ['person'], may: ['function', ...DAYS], kinds: organization, correction: (fields) => ({ fact: 'membership', person: fields.person, organization: id, function: fields.function, ...days(fields) }) },
    { name: 'member-not', needs: ['person'], kinds: organization, correction: (fields) => ({ fact: 'membership', person: fields.person, organization: id, not: true }) },
    { name: 'same', needs: ['other'], correction: ({ other }) => ({ fact: 'same', one: id, other }) },
    { name: 'not-same', needs: ['other'], correction: ({ other }) => ({ fact: 'not-same', one: id, other }) },
    { name: 'staff', needs: [], may: DAYS, kinds: person, correction: (fields) => ({ fact: 'staff', party: id, ...days(fields) }) },
    { name: 'out', needs: [], may: DAYS, correction: (fields) => ({ fact: 'leave-out', party: id, ...days(fields) }) },
    { name: 'no-ask', needs: [], may: DAYS, correction: (fields) => ({ fact: 'no-ask', party: id, ...days(fields) }) },
    { name: 'customer', needs: [], may: DAYS, correction: (fields) => ({ fact: 'role', party: id, role: 'customer', ...days(fields) }) },
    { name: 'customer-not', needs: [], may: DAYS, correction: (fields) => ({ fact: 'role', party: id, role: 'customer', not: true, ...days(fields) }) },
    { name: 'decider-not', needs: [], may: DAYS, kinds: ['person'], correction: (fields) => ({ fact: 'role', party: id, role: 'decider', not: true, ...days(fields) }) },
  ]
}

/** What the membership says now, so that a changed end or function keeps the rest. */
export interface MembershipNow { readonly function: string | null; readonly from: string | null; readonly to: string | null }

function membershipWays(person: string, organization: string, now: MembershipNow | null): readonly Way[] {
  const from = now?.from ?? undefined
  return [
    { name: 'ended', needs: ['until'], correction: ({ until }) => ({ fact: 'membership', person, organization, function: now?.function ?? undefined, since: from, until }) },
    { name: 'function', needs: ['function'], correction: (fields) => ({ fact: 'membership', person, organization, function: fields.function, since: from, until: now?.to ?? undefined }) },
    { name: 'never', needs: [], correction: () => ({ fact: 'membership', person, organization, not: true }) },
  ]
}

/** What can be said about something, in the order in which it is offered. */
export function waysFor(about: About, now: MembershipNow | null = null): readonly Way[] {
  switch (about.what) {
    case 'party': return partyWays(about.id)
    case 'membership': return membershipWays(about.person, about.organization, now)
    case 'agreement': return [{ name: 'payer', needs: ['payer'], correction: ({ payer }) => ({ fact: 'payer', agreement: about.key, payer }) }]
    case 'payment': return [
      { name: 'agreement', needs: ['agreement'], correction: ({ agreement }) => ({ fact: 'payment', payment: about.key, of: about.source, agreement }) },
      { name: 'paid-by', needs: ['payer'], correction: ({ payer }) => ({ fact: 'payment', payment: about.key, of: about.source, payer }) },
    ]
    case 'parties': return [
      { name: 'out-all', needs: [], may: DAYS, correction: ({ since, until }) => ({ fact: 'leave-out', parties: severalOf(about.ids), since, until }) },
      { name: 'staff-all', needs: [], may: DAYS, correction: ({ since, until }) => ({ fact: 'staff', parties: severalOf(about.ids), since, until }) },
    ]
    case 'nothing': return []
  }
}

export function isComplete(way: Way, fields: Fields): boolean {
  return way.needs.every((name) => (fields[name] ?? '').trim() !== '')
}
