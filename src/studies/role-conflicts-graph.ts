import type { Day } from '../base/day.ts'
import { order } from '../base/order.ts'
import { inForceWithin } from '../roles/accrual.ts'
import type { Coverage } from '../roles/cover.ts'
import { saidOfRole } from '../roles/customers.ts'
import { pays, Resales } from '../roles/resale.ts'
import type { Agreement, Membership } from '../roles/world.ts'

/** Functions that speak for a customer. An `admin` sets the product up and decides nothing, so support staff with a login there are no conflict. */
const SPEAKS_FOR = ['decider', 'champion', 'billing'] as const
export type Speaks = (typeof SPEAKS_FOR)[number] | 'buyer'

/** One person on both sides at once. Parties by number. */
export interface BothSides {
  readonly kind: 'staff-in-customer-role' | 'seller-decides-for-customer'
  readonly person: number
  readonly customer: number
  /** Whose people the person is one of: the seller in view, or who resells. */
  readonly sellerSide: number
  readonly speaks: Speaks
  readonly agreements: readonly Agreement[]
  /** All days on which both sides hold at once, from the first to the day after the last. */
  readonly from: Day
  readonly to: Day
  readonly evidence: readonly { readonly key: string; readonly says: 'staff' | 'member' | 'function' | 'buys' }[]
}

interface Period { readonly from: Day; readonly to: Day }

function both(...periods: readonly Period[]): Period | null {
  const from = Math.max(...periods.map((period) => period.from))
  const to = Math.min(...periods.map((period) => period.to))
  return from < to ? { from, to } : null
}

interface SellerSide extends Period { readonly key: string; readonly says: 'staff' | 'member'; readonly of: number }
interface CustomerSide extends Period { readonly key: string; readonly customer: number; readonly speaks: Speaks; readonly agreements: readonly Agreement[] }

/**
 * Persons who stand on the seller's side and speak for the customer on one and the same day of the window, by the lines that say so:
 * staff, or members of the seller in view, who decide, champion or settle bills for a customer of an agreement in force, or are themselves the customer of a project;
 * and people of an intermediary who do so for a customer that it sells to, where its money leads to the seller in view. Guessed memberships are no ground to name anybody.
 * Cost: memberships of staff and of the people of sellers, each with the agreements of what they belong to.
 */
export function onBothSides(coverage: Coverage, product: string | null, isProject: (agreement: Agreement) => boolean, from: Day, to: Day): BothSides[] {
  const { world, seller } = coverage
  const window = { from, to }
  const resales = new Resales(world, seller)
  const inForce = [...world.agreements.values()].filter((agreement) => pays(agreement) && (product === null || agreement.product === product) && inForceWithin(agreement, from, to))
  const sold = alikeIn(inForce, (agreement) => world.party(agreement.seller))
  const found: BothSides[] = []
  for (const [by, agreements] of sold) {
    const ours = by === seller
    const byBuyer = alikeIn(agreements, (agreement) => world.party(agreement.buyer))
    for (const [person, sides] of peopleOf(coverage, by, ours, window)) {
      const customers = customerSides(coverage, person, byBuyer, isProject, ours, window)
      for (const customer of customers) {
        if (customer.customer === by) continue
        for (const side of sides) {
          const leading = customer.agreements.filter((agreement) => both(side, customer, agreement, window) !== null && (ours || leads(resales, by, agreement, both(side, customer, agreement, window) as Period)))
          const periods = leading.flatMap((agreement) => both(side, customer, agreement) ?? [])
          if (periods.length === 0) continue
          found.push({
            kind: ours ? 'staff-in-customer-role' : 'seller-decides-for-customer', person, customer: customer.customer, sellerSide: side.of, speaks: customer.speaks, agreements: leading,
            from: Math.min(...periods.map((period) => period.from)), to: Math.max(...periods.map((period) => period.to)),
            evidence: [{ key: side.key, says: side.says }, { key: customer.key, says: customer.speaks === 'buyer' ? 'buys' : 'function' }],
          })
        }
      }
    }
  }
  return joined(found)
}

/** Everybody on a seller's side: its members, as stated and not denied by hand; of the seller in view also its staff. */
function peopleOf(coverage: Coverage, by: number, ours: boolean, window: Period): Map<number, SellerSide[]> {
  const { world } = coverage
  const people = new Map<number, SellerSide[]>()
  const add = (person: number, side: SellerSide): void => {
    if (both(side, window) !== null && world.kind(person) !== 'organization') people.set(person, [...(people.get(person) ?? []), side])
  }
  const members = new Set(world.allOf(world.membershipsOfOrganization, by).map((membership) => world.party(membership.person)))
  for (const person of members) {
    for (const membership of coverage.statedMemberships(person).memberships) {
      if (world.party(membership.organization) === by) add(person, { key: membership.key, says: 'member', of: by, from: membership.from, to: membership.to })
    }
  }
  if (ours) for (const identifier of world.staffOfParty.keys()) for (const fact of world.staffOfParty.get(identifier)) if (!fact.byHand) add(world.party(identifier), { key: fact.key, says: 'staff', of: by, from: fact.from, to: fact.to })
  return people
}

/** For whom a person speaks: customers of these agreements. */
function customerSides(coverage: Coverage, person: number, byBuyer: ReadonlyMap<number, readonly Agreement[]>, isProject: (agreement: Agreement) => boolean, ours: boolean, { from, to }: Period): CustomerSide[] {
  const { world } = coverage
  const said = saidOfRole({ coverage, product: null }, person, 'decider', from, to)
  const speaks = ({ function: stated }: Membership): Speaks | null =>
    said === true ? 'decider' : said === false && stated === 'decider' ? null : (SPEAKS_FOR as readonly (string | null)[]).includes(stated) ? (stated as Speaks) : null
  const sides: CustomerSide[] = coverage.statedMemberships(person).memberships.flatMap((membership) => {
    const customer = world.party(membership.organization)
    const role = speaks(membership)
    return role === null || !byBuyer.has(customer) ? [] : [{ key: membership.key, customer, speaks: role, agreements: byBuyer.get(customer) ?? [], from: membership.from, to: membership.to }]
  })
  // Staff who buy for themselves are no conflict, unless they commission a project of their own employer.
  const own = ours ? (byBuyer.get(person) ?? []).filter(isProject) : []
  return [...sides, ...own.map((agreement) => ({ key: agreement.key, customer: person, speaks: 'buyer' as const, agreements: [agreement], from: agreement.from, to: agreement.to }))]
}

/** True if a reseller's money reaches the seller in view on some day of the period. */
function leads(resales: Resales, by: number, { product }: Agreement, period: Period): boolean {
  const breaks = new Set<Day>([period.from])
  resales.addBreaks(by, product, breaks)
  return [...breaks].some((day) => day >= period.from && day < period.to && resales.chainOn(by, product, day) !== null)
}

/** The same person, customer and seller's side are one conflict, however many lines say so. */
function joined(found: readonly BothSides[]): BothSides[] {
  return [...alikeIn(found, ({ kind, person, customer, sellerSide }) => `${kind} ${person} ${customer} ${sellerSide}`).values()].map((alike) => {
    const [first] = alike as [BothSides, ...BothSides[]]
    const speaks = [...SPEAKS_FOR, 'buyer' as const].find((one) => alike.some((conflict) => conflict.speaks === one)) ?? first.speaks
    const evidence = [...new Map(alike.flatMap((conflict) => conflict.evidence).map((line) => [`${line.says} ${line.key}`, line])).values()].sort((a, b) => order(a.says, b.says) || order(a.key, b.key))
    const agreements = [...new Set(alike.flatMap((conflict) => conflict.agreements))].sort((a, b) => order(a.key, b.key))
    return { ...first, speaks, evidence, agreements, from: Math.min(...alike.map(({ from }) => from)), to: Math.max(...alike.map(({ to }) => to)) }
  })
}

function alikeIn<Name, T>(items: readonly T[], nameOf: (item: T) => Name): Map<Name, T[]> {
  const lists = new Map<Name, T[]>()
  for (const item of items) {
    const list = lists.get(nameOf(item))
    if (list) list.push(item)
    else lists.set(nameOf(item), [item])
  }
  return lists
}
