import { type Day, dayOf } from '../base/day.ts'
import type { RoleName, RoleOverride } from '../evidence/line.ts'
import { comesBefore } from '../identity/identities.ts'
import { accrues, inForceWithin } from './accrual.ts'
import type { Coverage } from './cover.ts'
import { isOn } from './owners.ts'
import { pays } from './resale.ts'
import type { Held } from './statements.ts'
import type { Agreement, Payment } from './world.ts'

/** What sales of the seller in view are asked about: a product with the one that funds it, or all. */
export interface Sales {
  readonly coverage: Coverage
  readonly product: string | null
}

/** The products whose agreements count for a product: itself, and the one that funds it. */
function counts(sales: Sales, product: string): boolean {
  return sales.product === null || product === sales.product || product === (sales.coverage.world.products.get(sales.product)?.fundedBy ?? null)
}

/** Agreements sold by the seller in view that pay, for the product and the one that funds it, at any time. */
export function agreementsSold(sales: Sales): Agreement[] {
  const { world, seller } = sales.coverage
  return seller === 0 ? [] : world.allOf(world.agreementsOfSeller, seller).filter((agreement) => pays(agreement) && counts(sales, agreement.product))
}

/** Of these, those that have money in the window. */
export function agreementsAccruing(sales: Sales, from: Day, to: Day): Agreement[] {
  return agreementsSold(sales).filter((agreement) => accrues(agreement, from, to))
}

/** Charges to the seller in view that name no known agreement: they make their payer a customer on that day. */
export function chargesWithoutAgreement(sales: Sales): Payment[] {
  const { world, seller } = sales.coverage
  const found: Payment[] = []
  for (const payment of world.payments.values()) {
    const { line } = payment
    if (line.kind !== 'charge' || payment.payer === 0 || world.party(payment.seller) !== seller) continue
    if (line.agreement !== null && world.agreements.has(line.agreement)) continue
    if (line.product === null || counts(sales, line.product)) found.push(payment)
  }
  return found
}

/** Customers of a window, with the first day on which each ever was one. */
export function customersWithin(sales: Sales, from: Day, to: Day, staff: boolean): { readonly customers: Set<number>; readonly since: ReadonlyMap<number, Day> } {
  const { world } = sales.coverage
  const customers = new Set<number>()
  const since = new Map<number, Day>()
  const begin = (party: number, day: Day): void => {
    since.set(party, Math.min(day, since.get(party) ?? day))
  }
  for (const agreement of agreementsSold(sales)) {
    const buyer = world.party(agreement.buyer)
    begin(buyer, agreement.from)
    if (inForceWithin(agreement, from, to)) customers.add(buyer)
  }
  for (const charge of chargesWithoutAgreement(sales)) {
    const payer = world.party(charge.payer)
    const day = dayOf(charge.line.at)
    begin(payer, day)
    if (from <= day && day < to) customers.add(payer)
  }
  saidCustomers(sales, customers, since, from, to)
  return { customers: withoutStaff(sales, customers, from, to, staff), since }
}

/** Payers of a window: of agreements in force on any of its days, and of charges without agreement in it. */
export function payersWithin(sales: Sales, from: Day, to: Day, staff: boolean): Set<number> {
  const { world } = sales.coverage
  const payers = new Set<number>()
  for (const agreement of agreementsSold(sales)) if (inForceWithin(agreement, from, to)) payers.add(world.party(world.payerOf(agreement)))
  for (const charge of chargesWithoutAgreement(sales)) {
    const day = dayOf(charge.line.at)
    if (from <= day && day < to) payers.add(world.party(charge.payer))
  }
  return withoutStaff(sales, payers, from, to, staff)
}

function withoutStaff(sales: Sales, parties: Set<number>, from: Day, to: Day, staff: boolean): Set<number> {
  return new Set([...parties].filter((party) => !isLeftOut(sales.coverage, party, from, to, staff)))
}

/** True if a party is no customer and no payer of a window: left out by hand, or staff, on any day of it; staff may be asked for. */
export function isLeftOut({ world }: Coverage, party: number, from: Day, to: Day, staff: boolean): boolean {
  return world.allOf(world.staffOfParty, party).some((fact) => (fact.byHand || !staff) && fact.from < to && from < fact.to)
}

/** What was said by hand about a role of a party in a window, the newest word last; for the product asked about. */
export function saidOfRole({ coverage: { world }, product }: Sales, party: number, role: RoleName, from: Day, to: Day): boolean | null {
  let newest: { readonly line: RoleOverride; readonly held: Held } | null = null
  world.eachOf(world.roleOverrides, party, (word) => {
    const { line, held } = word
    if (line.role !== role || line.from >= to || line.to <= from || (line.product !== null && product !== null && line.product !== product)) return
    if (newest === null || comesBefore(newest.held.held, held.held)) newest = word
  })
  return newest === null ? null : !(newest as { readonly line: RoleOverride }).line.not
}

/** Customers by hand: who is said to be one is added, who is said to be none is taken away. */
function saidCustomers(sales: Sales, customers: Set<number>, since: Map<number, Day>, from: Day, to: Day): void {
  const { world } = sales.coverage
  for (const party of world.partiesWithRoleByHand()) {
    const said = saidOfRole(sales, party, 'customer', from, to)
    if (said === false) customers.delete(party)
    if (said !== true) continue
    customers.add(party)
    const first = Math.min(...world.allOf(world.roleOverrides, party).filter(({ line }) => line.role === 'customer' && !line.not).map(({ line }) => line.from))
    since.set(party, Math.min(first, since.get(party) ?? first))
  }
}

/** Persons with the function `decider` (a champion is none) in an organization, within a window. */
export function decidersWithin(coverage: Coverage, organization: number, from: Day, to: Day): Set<number> {
  const { world } = coverage
  // Most members decide nothing: only those of whom some line says so, or of whom somebody said a role, are looked at.
  const spokenOf = world.partiesWithRoleByHand()
  const people = new Set<number>()
  world.eachOf(world.membershipsOfOrganization, organization, (membership) => {
    const person = world.party(membership.person)
    if (membership.function === 'decider' || spokenOf.has(person)) people.add(person)
  })
  const deciders = new Set<number>()
  for (const person of people) {
    const memberships = coverage.statedMemberships(person).memberships.filter((membership) => world.party(membership.organization) === organization && membership.from < to && from < membership.to)
    if (memberships.length === 0) continue
    const said = saidOfRole({ coverage, product: null }, person, 'decider', from, to)
    if (said ?? memberships.some((membership) => membership.function === 'decider')) deciders.add(person)
  }
  return deciders
}

/** Buyers of agreements of the seller in view that are in force on a day. */
export function isCustomerOn(sales: Sales, party: number, day: Day): boolean {
  const { world, seller } = sales.coverage
  return world.allOf(world.agreementsOfBuyer, party).some((agreement) => pays(agreement) && isOn(agreement, day) && world.party(agreement.seller) === seller && counts(sales, agreement.product))
}

/** True if a party bought from the seller in view, on that day or before, whether or not what it bought is still in force. */
export function boughtBy(sales: Sales, party: number, day: Day): boolean {
  const { world, seller } = sales.coverage
  return world.allOf(world.agreementsOfBuyer, party).some((agreement) => pays(agreement) && agreement.from <= day && world.party(agreement.seller) === seller && counts(sales, agreement.product))
}
