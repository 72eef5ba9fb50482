import { acceptedOf } from '../../api/parameters.ts'
import type { Parameters } from '../../api/ask.ts'
import type { Address } from '../../view/address.ts'
import type { View } from '../../view/use-view.ts'

/** What a saved view holds of the address. */
export const VIEW_FIELDS = ['q', 'role', 'kind', 'group', 'where', 'sort', 'columns'] as const

export const USUAL_COLUMNS: readonly string[] = ['roles', 'payer', 'usageDays', 'events', 'lastUse']
/** Columns that the server gives only when asked. */
const ASKED_FOR = new Set(['category', 'organizations', 'allocated', 'paid'])

export function columnsOf(address: Address): readonly string[] {
  return address.columns === undefined ? USUAL_COLUMNS : address.columns.split(',').filter((column) => column !== '' && column !== '-')
}

/** The list as the address describes it, in the parameters of the server. */
export function askedOf({ parameters, address }: View): Parameters {
  const columns = columnsOf(address).filter((column) => ASKED_FOR.has(column) || column.startsWith('trait.')).join(',')
  return { ...acceptedOf('parties', parameters), q: address.q, role: address.role, kind: address.kind, group: address.group, where: address.where, sort: address.sort, columns }
}

/** The part of the address that a view saves, as text. */
export function savedAddress(address: Address): string {
  const query = new URLSearchParams()
  for (const field of VIEW_FIELDS) if (address[field] !== undefined) query.set(field, address[field])
  return query.toString()
}

/** A saved view as a change of the address: what it does not say is taken away. */
export function addressOfView(saved: string): Partial<Address> {
  const query = new URLSearchParams(saved)
  return Object.fromEntries(VIEW_FIELDS.map((field) => [field, query.get(field) ?? undefined]))
}

/** True if two texts say the same view, in whatever order. */
export function sameView(one: string, other: string): boolean {
  const sorted = (text: string) => [...new URLSearchParams(text)].sort(([a], [b]) => (a < b ? -1 : 1)).toString()
  return sorted(one) === sorted(other)
}

/** What the list is sorted by when the address does not say. */
export function sortOf(address: Address): string {
  return address.sort ?? (address.kind !== undefined || address.role === 'user' ? '-usageDays' : 'name')
}
