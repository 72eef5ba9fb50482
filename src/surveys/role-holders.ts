import { type Day, dayOf } from '../base/day.ts'
import { customersWithin } from '../roles/customers.ts'
import { isOn } from '../roles/owners.ts'
import type { Asked } from '../roles/workspace.ts'
import { nameInWords } from '../studies/party-shape.ts'
import { counts, fitsWhere, type Reader, readerOf, type UseRow, useOfPopulation } from '../studies/population.ts'
import type { Question } from '../studies/question.ts'
import type { Dimension, Where } from '../studies/where.ts'

export type CustomerRole = 'customer' | 'decider'

/** What makes somebody a customer, or one who decides for one. */
export interface CustomerSide {
  readonly roles: Set<CustomerRole>
  /** For whom: organizations, or the party itself. */
  readonly speaksFor: number[]
  /** In words, for the reason. */
  readonly says: string[]
}

/**
 * Everybody who speaks for a customer on a day: buyers themselves, and members of buying organizations with a function but `member`; what was said of roles by hand holds.
 * Cost grows with the agreements and the members of customers.
 */
export function customerSideOn({ view: { world, coverage } }: Asked, product: string | null, day: Day): Map<number, CustomerSide> {
  const found = new Map<number, CustomerSide>()
  const of = (party: number): CustomerSide => {
    const known = found.get(party) ?? { roles: new Set<CustomerRole>(), speaksFor: [], says: [] }
    found.set(party, known)
    return known
  }
  const { customers } = customersWithin({ coverage, product }, day, day + 1, false)
  for (const customer of customers) {
    if (world.kind(customer) !== 'organization') {
      const side = of(customer)
      side.roles.add('customer')
      side.speaksFor.push(customer)
      side.says.push('is a customer')
    }
    const seen = new Set<number>()
    world.eachOf(world.membershipsOfOrganization, customer, (membership) => {
      const person = world.party(membership.person)
      if (seen.has(person) || membership.function === null || membership.function === 'member') return
      seen.add(person)
      for (const own of coverage.statedMemberships(person).memberships) {
        if (world.party(own.organization) !== customer || !isOn(own, day) || own.function === null || own.function === 'member') continue
        const side = of(person)
        side.roles.add(own.function === 'decider' || own.function === 'champion' ? 'decider' : 'customer')
        side.speaksFor.push(customer)
        side.says.push(`${own.function} of ${nameInWords(world, customer)}, a customer`)
      }
    })
  }
  saidByHand(world, found, of, product, day)
  return found
}

function saidByHand(world: Asked['view']['world'], found: Map<number, CustomerSide>, of: (party: number) => CustomerSide, product: string | null, day: Day): void {
  for (const party of world.partiesWithRoleByHand()) {
    for (const { line } of world.allOf(world.roleOverrides, party)) {
      if (!isOn(line, day) || (line.product !== null && line.product !== product) || (line.role !== 'customer' && line.role !== 'decider')) continue
      if (!line.not) {
        of(party).roles.add(line.role)
        of(party).says.push(`${line.role}, said by hand`)
      } else if (found.has(party)) {
        of(party).roles.delete(line.role)
        if (of(party).roles.size === 0) found.delete(party)
      }
    }
  }
}

/** What somebody used in the window. */
export interface UserSide {
  usageDays: number
  /** True if any of it came through an intermediary. */
  throughChannel: boolean
}

/** Who uses, in which stratum everybody stands, and who fits a filter. */
export interface Standing {
  readonly users: ReadonlyMap<number, UserSide>
  fits(party: number): boolean
  /** The stratum of a party: of its use the one with most days, else what is known of it without use. */
  stratumOf(party: number): number | string
  /** The account in which most usage days of the party are; 0: in none, or in several equally. */
  accountOf(party: number): number
  readonly reader: Reader
}

/** Cost: the usage days of the window once; then one look a party. */
export async function standingOf(asked: Asked, question: Question, where: Where, by: Dimension): Promise<Standing> {
  const rows = (await useOfPopulation(asked, question, [])).filter(counts(question))
  const fits = fitsWhere(asked, question, where)
  const reader = readerOf(asked, question, by)
  const users = new Map<number, UserSide>()
  const fitting = new Set<number>()
  const most = new Map<number, { readonly days: number; readonly row: UseRow }>()
  const accounts = new Map<number, Map<number, number>>()
  for (const row of rows) {
    const known = users.get(row.party)
    if (known) {
      known.usageDays += row.usage_days
      known.throughChannel ||= row.via !== 0
    } else users.set(row.party, { usageDays: row.usage_days, throughChannel: row.via !== 0 })
    const days = accounts.get(row.party) ?? new Map<number, number>()
    accounts.set(row.party, days.set(row.account, (days.get(row.account) ?? 0) + row.usage_days))
    if (!fits(row)) continue
    fitting.add(row.party)
    const best = most.get(row.party)
    // Numbers of parties differ with the order of evidence; the values that they stand for do not.
    if (!best || row.usage_days > best.days || (row.usage_days === best.days && reader.shape(reader.of(row)).value < reader.shape(reader.of(best.row)).value)) most.set(row.party, { days: row.usage_days, row })
  }
  const withoutUse = (party: number) => ({ party, account: 0, product: 0, kind: -1, payer: 0, agreement: 0, via: 0, reason: -1 })
  return {
    users, reader,
    fits: (party) => (users.has(party) ? fitting.has(party) : fits(withoutUse(party))),
    stratumOf: (party) => reader.of(most.get(party)?.row ?? withoutUse(party)),
    accountOf: (party) => {
      const [first, second] = [...(accounts.get(party) ?? [])].sort((a, b) => b[1] - a[1])
      return first === undefined || first[1] === second?.[1] ? 0 : first[0]
    },
  }
}

/** The day on which a plan is made: today, or the end of a window that lies in the past. */
export function dayOfPlan(now: number, question: Question): Day {
  return Math.min(dayOf(now), question.to)
}
