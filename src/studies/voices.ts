import { type Day, dayOf } from '../base/day.ts'
import { isCustomerOn } from '../roles/customers.ts'
import { isOn } from '../roles/owners.ts'
import { COUNTED, LEFT_OUT_STAFF } from '../roles/stamp.ts'
import type { Feedback } from '../roles/world.ts'
import type { Asked } from '../roles/workspace.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

export const ROLES = ['decider', 'customer', 'user', 'other'] as const
export type Role = (typeof ROLES)[number]

/** A user is one who used in this many days before, or on that day. */
const DAYS_A_USER_STAYS = 90

/** One feedback with its giver and the roles of that moment. */
export interface Voice {
  readonly feedback: Feedback
  readonly giver: number
  readonly day: Day
  readonly roles: ReadonlySet<Role>
  /** Organizations and persons for whom the giver buys, decides, champions, pays or administers that day. */
  readonly speaksFor: readonly number[]
  /** The giver, and all in which the giver decides, champions, pays or administers that day, customers then or not: whose agreements stand behind what was said. */
  readonly standsFor: readonly number[]
}

/** One feedback with its giver: what is known of it without a look at use. */
export type Heard = Pick<Voice, 'feedback' | 'giver' | 'day'>

/** Feedback of the window, or that of one giver. What staff says is left out. */
export function heardIn({ view: { world, coverage } }: Asked, question: Question, of: number | null = null): readonly Heard[] {
  return [...world.feedback.values()]
    .filter(({ line, party }) => {
      if (of !== null && world.party(party) !== of) return false
      const day = dayOf(line.at)
      return question.from <= day && day < question.to && (question.product === null || line.product === null || line.product === question.product)
    })
    .map((feedback) => ({ feedback, giver: world.party(feedback.party), day: dayOf(feedback.line.at) }))
    .filter(({ giver, day }) => {
      const leftOut = coverage.leftOutOn(giver, day)
      return leftOut === COUNTED || (question.staff && leftOut === LEFT_OUT_STAFF)
    })
}

/** Feedback of the window with the roles of its givers, or that of one giver. What staff says is left out. */
export async function voices(asked: Asked, question: Question, of: number | null = null): Promise<Voice[]> {
  const heard = heardIn(asked, question, of)
  const used = await useBefore(asked, question, heard.map(({ giver }) => giver))
  return heard.map(({ feedback, giver, day }) => ({ feedback, giver, day, ...rolesOn(asked, giver, day, question.product ?? feedback.line.product, used) }))
}

/** For whom a giver speaks on a day, as in Voice. */
export function speaksForOn(asked: Asked, { giver, day, feedback }: Heard): readonly number[] {
  return rolesOn(asked, giver, day, feedback.line.product, () => false).speaksFor
}

/** The days on which givers used each product, from 90 days before the window on. */
async function useBefore(asked: Asked, question: Question, givers: readonly number[]): Promise<(giver: number, product: string | null, day: Day) => boolean> {
  if (givers.length === 0) return () => false
  const rows = await asked.db.rows<{ party: number; product: number; day: number }>(sql('days-of-users'), {
    ...usageParameters(asked, { ...question, product: null, from: question.from - DAYS_A_USER_STAYS }), parties: [...new Set(givers)],
  })
  const byGiver = new Map<number, { product: number; day: number }[]>()
  for (const row of rows) {
    const list = byGiver.get(row.party)
    if (list) list.push(row)
    else byGiver.set(row.party, [row])
  }
  const { products } = asked.projection.words
  return (giver, product, day) => (byGiver.get(giver) ?? []).some((use) => use.day <= day && use.day >= day - DAYS_A_USER_STAYS && (product === null || use.product === products.find(product)))
}

/** The roles of parties at moments, whether or not they said anything then; in the same order. The window of the question must hold all of them. */
export async function rolesThen(asked: Asked, question: Question, moments: readonly { readonly giver: number; readonly day: Day }[]): Promise<readonly Pick<Voice, 'roles' | 'speaksFor' | 'standsFor'>[]> {
  const used = await useBefore(asked, question, moments.map(({ giver }) => giver))
  return moments.map(({ giver, day }) => rolesOn(asked, giver, day, question.product, used))
}

function rolesOn(asked: Asked, giver: number, day: Day, product: string | null, used: (giver: number, product: string | null, day: Day) => boolean): Pick<Voice, 'roles' | 'speaksFor' | 'standsFor'> {
  const { world, coverage } = asked.view
  const sales = { coverage, product }
  const roles = new Set<Role>()
  const speaksFor: number[] = []
  const standsFor: number[] = [giver]
  if (isCustomerOn(sales, giver, day)) {
    roles.add('customer')
    speaksFor.push(giver)
  }
  for (const membership of coverage.statedMemberships(giver).memberships) {
    if (!isOn(membership, day) || membership.function === null || membership.function === 'member') continue
    const organization = world.party(membership.organization)
    standsFor.push(organization)
    if (!isCustomerOn(sales, organization, day)) continue
    roles.add(membership.function === 'decider' || membership.function === 'champion' ? 'decider' : 'customer')
    speaksFor.push(organization)
  }
  if (used(giver, product, day)) roles.add('user')
  for (const { line } of world.allOf(world.roleOverrides, giver)) {
    if (!isOn(line, day) || (line.product !== null && line.product !== product) || !isRole(line.role)) continue
    if (line.not) roles.delete(line.role)
    else roles.add(line.role)
  }
  if (roles.size === 0) roles.add('other')
  return { roles, speaksFor, standsFor }
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role)
}
