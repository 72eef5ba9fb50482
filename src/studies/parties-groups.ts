import { agreementsSold, customersWithin, decidersWithin } from '../roles/customers.ts'
import type { Asked } from '../roles/workspace.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

/** Parties that are looked for by what they do not do, or do for the first time. */
export const GROUPS = ['customers-without-use', 'deciders-never-used', 'new-users'] as const
export type Group = (typeof GROUPS)[number]

/** Earlier than all use. */
const LONG_AGO = -1_000_000

/** The parties of a group. Cost: the use of the window; for those who never used, or used first, the use of all time before its end. */
export function partiesOfGroup(asked: Asked, question: Question, group: Group): Promise<Iterable<number>> {
  return { 'customers-without-use': customersWithoutUse, 'deciders-never-used': decidersNeverUsed, 'new-users': newUsers }[group](asked, question)
}

/** Customers that did not use themselves, and of whose agreements nothing was used: as overlap counts them. */
async function customersWithoutUse(asked: Asked, question: Question): Promise<Iterable<number>> {
  const { coverage, world } = asked.view
  const sales = { coverage, product: question.product }
  const { customers } = customersWithin(sales, question.from, question.to, question.staff)
  const without = new Set(customers)
  for (const party of await usersAmong(asked, question, [...customers])) without.delete(party)
  const agreements = agreementsSold(sales).filter((agreement) => customers.has(world.party(agreement.buyer)))
  if (agreements.length === 0) return without
  const used = await asked.db.rows<{ agreement: number }>(sql('agreements-with-use'), { ...usageParameters(asked, { ...question, product: null }), agreements: agreements.map(({ number }) => number) })
  for (const { agreement } of used) {
    const bought = world.agreementByNumber.get(agreement)
    if (bought) without.delete(world.party(bought.buyer))
  }
  return without
}

/** Who decides for a customer of the window, and has not used before its end. */
async function decidersNeverUsed(asked: Asked, question: Question): Promise<Iterable<number>> {
  const { coverage } = asked.view
  const { customers } = customersWithin({ coverage, product: question.product }, question.from, question.to, question.staff)
  const deciders = new Set([...customers].flatMap((customer) => [...decidersWithin(coverage, customer, question.from, question.to)]))
  for (const party of await usersAmong(asked, { ...question, from: LONG_AGO }, [...deciders])) deciders.delete(party)
  return deciders
}

async function newUsers(asked: Asked, question: Question): Promise<Iterable<number>> {
  const rows = await asked.db.rows<{ party: number }>(sql('parties-new'), { ...usageParameters(asked, { ...question, from: LONG_AGO }), since: question.from })
  return rows.map(({ party }) => party)
}

async function usersAmong(asked: Asked, question: Question, parties: readonly number[]): Promise<number[]> {
  if (parties.length === 0) return []
  const rows = await asked.db.rows<{ party: number }>(sql('users-among'), { ...usageParameters(asked, question), parties })
  return rows.map(({ party }) => party)
}
