import { normalIdentifier } from '../base/identifier.ts'
import type { Asker } from '../roles/settings.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Side } from './survey.ts'

/** Who of the team asks somebody, and why. */
export interface Assigned {
  readonly asker: Asker | null
  readonly says: string
}

const DEALS: Readonly<Record<Side, string>> = { users: 'deals with those who use', customers: 'deals with those who pay and decide' }

/**
 * Gives each person somebody of the team who asks: whoever owns the relation to the organization, else the one of those with the skill who has fewest so far,
 * in the order of the settings. Nobody asks in an organization that they belong to. Call it in the order of the people: it counts as it goes.
 */
export function assigning({ view: { world, coverage } }: Asked, team: readonly Asker[], named: readonly string[], day: number): (side: Side, organizations: readonly number[]) => Assigned {
  const chosen = named.length === 0 ? team : team.filter(({ name }) => named.includes(name))
  const numberOf = (identifier: string): number => {
    const normal = normalIdentifier(identifier)
    const number = normal === null ? 0 : world.dictionary.find(normal)
    return number === 0 || number > world.identities.components.size ? 0 : world.party(number)
  }
  const members = chosen.map((asker) => {
    const party = asker.email === null ? 0 : numberOf(`email:${asker.email}`)
    return { asker, owns: new Set(asker.organizations.map(numberOf).filter((one) => one > 0)), belongs: new Set(party === 0 ? [] : coverage.belongingsOn(party, day).map(({ organization }) => organization)), has: 0 }
  })
  return (side, organizations) => {
    if (members.length === 0) return { asker: null, says: team.length === 0 ? 'nobody of the team is named yet' : 'none of those named is in the team' }
    const skilled = members.filter(({ asker }) => asker.skills.includes(side))
    const free = skilled.filter(({ belongs }) => !organizations.some((organization) => belongs.has(organization)))
    const owner = members.find(({ owns, belongs }) => organizations.some((organization) => owns.has(organization)) && !organizations.some((organization) => belongs.has(organization)))
    const one = owner ?? free.reduce<(typeof members)[number] | null>((best, next) => (best === null || next.has < best.has ? next : best), null)
    if (one === null) return { asker: null, says: skilled.length === 0 ? `nobody of the team ${DEALS[side]}` : 'whoever could ask belongs to that organization: a role conflict' }
    one.has += 1
    return { asker: one.asker, says: owner ? 'owns the relation' : DEALS[side] }
  }
}
