import { type Instant, dayOf, MS_PER_DAY } from '../base/day.ts'
import type { Asking } from '../roles/settings.ts'
import type { Ask } from '../roles/asks.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Firms } from './firms.ts'

/** What was asked lately, over all tools, and how much more may be. */
export interface AskedBefore {
  /** The last question to a party; null if it was never asked. */
  lastOf(party: number): Ask | null
  /** Everything asked of a party, in no order. */
  asksOf(party: number): readonly Ask[]
  /** People of an organization asked within the days that its limit counts. */
  peopleOf(organization: number): number
  /** People of it that may be asked in these days. */
  mostOf(organization: number): number
  /** True if one more person may be asked in each of these organizations; who was asked already counts once. */
  hasRoom(party: number, organizations: readonly number[]): boolean
  /** Notes that somebody will be asked. */
  take(party: number, organizations: readonly number[]): void
}

const NONE: readonly Ask[] = []

/** Cost: all asks once, and the organizations of those asked within the days of an organization's limit. */
export function askedBefore({ view: { world } }: Asked, limits: Asking, at: Instant, firms: Firms): AskedBefore {
  const byParty = new Map<number, Ask[]>()
  const people = new Map<number, Set<number>>()
  const file = (organization: number, party: number): void => {
    const known = people.get(organization)
    if (known) known.add(party)
    else people.set(organization, new Set([party]))
  }
  for (const ask of world.asks.all()) {
    const party = world.party(ask.party)
    const list = byParty.get(party)
    if (list) list.push(ask)
    else byParty.set(party, [ask])
    if (ask.line.at <= at - limits.organizationDays * MS_PER_DAY) continue
    for (const firm of firms.of(party, dayOf(ask.line.at))) file(firm, party)
    for (const firm of [ask.organization, world.dictionary.find(ask.line.account ?? '')]) if (firm > 0 && firm <= world.identities.components.size) file(world.party(firm), party)
  }
  const mostOf = (organization: number): number => Math.min(limits.organizationMost, Math.max(1, Math.floor(limits.organizationShare * firms.peopleOf(organization) + 1e-9)))
  const peopleOf = (organization: number): number => people.get(organization)?.size ?? 0
  return {
    asksOf: (party) => byParty.get(party) ?? NONE,
    lastOf: (party) => (byParty.get(party) ?? NONE).reduce<Ask | null>((last, ask) => (last === null || ask.line.at > last.line.at || (ask.line.at === last.line.at && ask.line.key < last.line.key) ? ask : last), null),
    peopleOf, mostOf,
    hasRoom: (party, organizations) => organizations.every((organization) => (people.get(organization)?.has(party) ?? false) || peopleOf(organization) < mostOf(organization)),
    take: (party, organizations) => organizations.forEach((organization) => file(organization, party)),
  }
}
