import { type Day, dayOf } from '../base/day.ts'
import { order } from '../base/order.ts'
import type { Coverage } from './cover.ts'
import { pays } from './resale.ts'
import type { Agreement, Payment } from './world.ts'

/** A hat that a party wears, from a day to a day, with the lines that show it. */
export interface RoleInterval {
  readonly role: 'user' | 'customer' | 'payer' | 'decider' | 'intermediary' | 'sponsor' | 'member' | 'staff'
  readonly product: string | null
  readonly from: Day
  readonly to: Day
  readonly evidence: readonly string[]
}

/** The roles that agreements, charges, memberships and staff lines show; use is added by usersRoles. */
export function statedRoles(coverage: Coverage, party: number): RoleInterval[] {
  const { world } = coverage
  const found: RoleInterval[] = []
  world.eachOf(world.agreementsOfBuyer, party, (agreement) => {
    if (!pays(agreement)) return
    const { product, from, to, key } = agreement
    found.push({ role: 'customer', product, from, to, evidence: [key] })
    if (world.allOf(world.agreementsOfSeller, party).some((sold) => sold.product === product)) found.push({ role: 'intermediary', product, from, to, evidence: [key] })
    if (agreement.kind === 'sponsorship' || agreement.beneficiary === 'everyone') found.push({ role: 'sponsor', product, from, to, evidence: [key] })
  })
  const { agreements, charges } = paidBy(coverage)
  for (const agreement of agreements.get(party) ?? []) found.push({ role: 'payer', product: agreement.product, from: agreement.from, to: agreement.to, evidence: [agreement.key] })
  for (const { line } of charges.get(party) ?? []) {
    const day = dayOf(line.at)
    for (const role of ['customer', 'payer'] as const) found.push({ role, product: line.product, from: day, to: day + 1, evidence: [line.key] })
  }
  for (const membership of coverage.statedMemberships(party).memberships) {
    const role = membership.function === 'decider' || membership.function === 'champion' ? 'decider' : 'member'
    found.push({ role, product: null, from: membership.from, to: membership.to, evidence: [membership.key] })
  }
  world.eachOf(world.staffOfParty, party, (staff) => {
    if (!staff.byHand) found.push({ role: 'staff', product: null, from: staff.from, to: staff.to, evidence: [staff.key] })
  })
  return joined(found)
}

interface Paid {
  readonly agreements: ReadonlyMap<number, readonly Agreement[]>
  /** Charges that name no known agreement. */
  readonly charges: ReadonlyMap<number, readonly Payment[]>
}

const paid = new WeakMap<Coverage, Paid>()

/** What each party pays for; worked out once per graph, since every party may be asked about. */
function paidBy(coverage: Coverage): Paid {
  const known = paid.get(coverage)
  if (known) return known
  const { world } = coverage
  const agreements = new Map<number, Agreement[]>()
  for (const agreement of world.agreements.values()) if (pays(agreement)) file(agreements, world.party(world.payerOf(agreement)), agreement)
  const charges = new Map<number, Payment[]>()
  for (const payment of world.payments.values()) {
    const { line, payer } = payment
    if (payer !== 0 && line.kind === 'charge' && (line.agreement === null || !world.agreements.has(line.agreement))) file(charges, world.party(payer), payment)
  }
  const fresh = { agreements, charges }
  paid.set(coverage, fresh)
  return fresh
}

function file<T>(lists: Map<number, T[]>, at: number, item: T): void {
  const list = lists.get(at)
  if (list) list.push(item)
  else lists.set(at, [item])
}

/** A user from the first use on, until there was none for so many days. Days are sorted. */
export function userIntervals(product: string, days: readonly Day[], daysWithoutUse: number): RoleInterval[] {
  return joined(days.map((day) => ({ role: 'user', product, from: day, to: day + daysWithoutUse, evidence: [] })))
}

/** Intervals of the same role and product that touch or overlap are one. */
function joined(intervals: readonly RoleInterval[]): RoleInterval[] {
  const sorted = [...intervals].sort((a, b) => order(a.role, b.role) || order(a.product ?? '', b.product ?? '') || a.from - b.from || a.to - b.to)
  const result: RoleInterval[] = []
  for (const next of sorted) {
    const last = result[result.length - 1]
    if (last && last.role === next.role && last.product === next.product && next.from <= last.to) {
      result[result.length - 1] = { ...last, to: Math.max(last.to, next.to), evidence: [...new Set([...last.evidence, ...next.evidence])].sort() }
    } else result.push(next)
  }
  return result
}
