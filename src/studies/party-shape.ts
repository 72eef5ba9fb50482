import { Type } from 'typebox'
import type { PartyKind } from '../base/lists.ts'
import { namespaceOf, SELF, valueOf } from '../base/identifier.ts'
import type { Held } from '../roles/statements.ts'
import type { World } from '../roles/world.ts'

export const PARTY = Type.Object({
  id: Type.String({ description: "Hatrack's own name for the party; opaque." }),
  kind: Type.Union([Type.Literal('person'), Type.Literal('organization'), Type.Literal('machine'), Type.Null()]),
  name: Type.Union([Type.String(), Type.Null()]),
  identifiers: Type.Array(Type.String(), { description: 'Sorted.' }),
})

export interface PartyShape {
  readonly id: string
  readonly kind: PartyKind | null
  readonly name: string | null
  readonly identifiers: readonly string[]
}

export function partyShape(world: World, party: number): PartyShape {
  return { id: `p${party}`, kind: world.kind(party), name: statedName(world, party), identifiers: world.identities.identifiers(party) }
}

function isNewer({ held: a }: Held, { held: b }: Held): boolean {
  return a.recordedAt === b.recordedAt ? a.position > b.position : a.recordedAt > b.recordedAt
}

/** The name that the newest party line gives; null if none does. */
export function statedName(world: World, party: number): string | null {
  let name: string | null = null
  let newest: Held | null = null
  world.eachOf(world.partyLines, party, ({ line, held }) => {
    const own = line.name
    // Most parties have one line: only where there are several is it asked when each was learned.
    if (own === null || (newest !== null && isNewer(newest, held))) return
    name = own
    newest = held
  })
  return name
}

/** A name for sentences: as stated, else the most telling identifier. */
export function nameInWords(world: World, party: number): string {
  const stated = statedName(world, party)
  if (stated !== null) return stated
  const identifiers = world.identities.identifiers(party)
  if (identifiers.includes(SELF)) return 'our company'
  const telling = ['email', 'account', 'user', 'domain'].map((namespace) => identifiers.find((id) => namespaceOf(id) === namespace)).find((id) => id !== undefined)
  return telling === undefined ? (identifiers[0] ?? 'nobody') : valueOf(telling)
}

/** The identifier that decides ties between parties: the one that sorts first. */
export function smallestIdentifier(world: World, party: number): string {
  return world.identities.identifiers(party)[0] ?? ''
}
