import { type Day, dayOf, type Instant, NEVER } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Asked } from '../roles/workspace.ts'
import { nameInWords } from '../studies/party-shape.ts'
import { type Question, usageParameters } from '../studies/question.ts'
import { sql } from '../studies/sql.ts'
import { UnnamedDomains } from '../studies/unnamed-domains.ts'

/** Somebody belongs to the accounts in which they used something in so many days. */
const USED_WITHIN_DAYS = 365

/**
 * The organizations that count where somebody is asked: for the limit of people of one organization, for the veto on one, for who asks. They are more than
 * those that pay for the use: whoever belongs to a firm in any way that is known is of it here, so that a firm is never asked more than is right.
 */
export interface Firms {
  /** Stated memberships of the day, accounts used in within a year, and what the addresses tell, in this order; below 0 a domain that no line names. */
  of(party: number, day: Day): readonly number[]
  /** People known of one on the day up to which use was read. */
  peopleOf(firm: number): number
  nameOf(firm: number): string
}

/** What use is read: of a year, or from an earlier day; of all parties, or only of some, and then `peopleOf` knows no others by use. */
interface Reading {
  readonly since?: Day
  readonly parties?: readonly number[]
}

/** Cost: the usage days of a year once. */
export async function firmsOf(asked: Asked, at: Instant, { since = NEVER, parties }: Reading = {}): Promise<Firms> {
  const { world, coverage } = asked.view
  const day = dayOf(at)
  const question: Question = { product: null, from: Math.min(since, day + 1 - USED_WITHIN_DAYS), to: day + 1, seller: SELF, knownAt: asked.view.knownAt, staff: false }
  const rows = await asked.db.rows<{ party: number; account: number }>(sql('accounts-of-use'), { ...usageParameters(asked, question), every: parties === undefined, parties: parties ?? [] })
  const accounts = new Map<number, number[]>()
  const usersIn = new Map<number, number[]>()
  for (const { party, account } of rows) {
    add(accounts, party, account)
    add(usersIn, account, party)
  }
  const unnamed = new UnnamedDomains(asked)
  const isParty = (identifier: number): boolean => identifier > 0 && identifier <= world.identities.components.size
  const known = new Map<number, number>()
  const membersOf = (firm: number): ReadonlySet<number> => {
    const members = new Set<number>(usersIn.get(firm))
    world.eachOf(world.membershipsOfOrganization, firm, ({ person, from, to }) => {
      if (from <= day && day < to) members.add(world.party(person))
    })
    const domains = firm < 0 ? [unnamed.text(firm) as string] : world.identities.identifiers(firm).filter((identifier) => identifier.startsWith('domain:'))
    for (const domain of domains) for (const person of world.peopleOfDomain(domain)) if (isParty(person)) members.add(world.party(person))
    return members
  }
  return {
    of: (party, on) => {
      const { denied } = coverage.statedMemberships(party)
      const belongs = coverage.belongingsOn(party, on).map(({ organization }) => organization)
      const byUse = (accounts.get(party) ?? []).filter((account) => account !== party && !denied.has(account))
      // A domain that lines name is guessed by the rule of memberships, which knows what was stated of it.
      const without = unnamed.of(party).filter((firm) => !isParty(world.dictionary.find(unnamed.text(firm) as string)))
      return [...new Set([...belongs, ...byUse, ...coverage.guessedOrganizations(party), ...without])]
    },
    peopleOf: (firm) => {
      const before = known.get(firm)
      if (before !== undefined) return before
      const { size } = membersOf(firm)
      known.set(firm, size)
      return size
    },
    nameOf: (firm) => unnamed.text(firm) ?? nameInWords(world, firm),
  }
}

function add(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
