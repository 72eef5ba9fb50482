import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import { agreementsSold, customersWithin, decidersWithin, payersWithin } from '../roles/customers.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { counts, partiesThatFit, useOfPopulation } from './population.ts'
import { answer, type Question, usageParameters, withCommon } from './question.ts'
import { sql } from './sql.ts'
import { WHERE_PARTIES, type Where, whereOfParties } from './where.ts'

const COUNTS = ['users', 'usersSelf', 'usersPaidFor', 'usersUnpaid', 'usersUnknown', 'customers', 'newCustomers', 'customersThatUse', 'customersWithUse',
  'customersWithoutUse', 'usersThatPay', 'payersThatNeverUse', 'payersWithoutKnownDecider'] as const
const INPUT = withCommon({ where: WHERE_PARTIES })
const OUTPUT = Type.Object(Object.fromEntries(COUNTS.map((name) => [name, Type.Integer()])))

/** Are users and customers the same? Cost grows with the usage days of the window and with the seller's agreements. */
export const overlap: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'overlap',
  summary: 'Are users and customers the same: how many use, how many buy, how many do both, and who pays without ever using.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const where = whereOfParties(input.where)
    const byKind = where.length === 0 ? await usersByKind(asked, question) : await fittingUsersByKind(asked, question, where)
    const users = byKind.reduce((sum, n) => sum + n, 0)
    const paidFor = (byKind[1] ?? 0) + (byKind[2] ?? 0) + (byKind[3] ?? 0)
    return { users, usersSelf: byKind[0] ?? 0, usersPaidFor: paidFor, usersUnpaid: byKind[4] ?? 0, usersUnknown: byKind[5] ?? 0, ...(await customerCounts(asked, question, where)) }
  }, 'overlap'),
}

/** Users by the first kind that any of their days carries. */
export async function usersByKind(asked: Asked, question: Question): Promise<number[]> {
  const rows = await asked.db.rows<{ what: string; kind: number; n: number }>(sql('payers-of-use'), { ...usageParameters(asked, question), starts: [question.from] })
  const users = [0, 0, 0, 0, 0, 0]
  for (const row of rows) if (row.what === 'users') users[row.kind] = row.n
  return users
}

/** The same of the use that fits. */
async function fittingUsersByKind(asked: Asked, question: Question, where: Where): Promise<number[]> {
  const first = new Map<number, number>()
  for (const { party, kind } of (await useOfPopulation(asked, question, where)).filter(counts(question))) first.set(party, Math.min(kind, first.get(party) ?? kind))
  const users = [0, 0, 0, 0, 0, 0]
  for (const kind of first.values()) users[kind] = (users[kind] ?? 0) + 1
  return users
}

async function customerCounts(asked: Asked, question: Question, where: Where) {
  const sets = await customerSets(asked, question, where)
  return {
    customers: sets.customers.size,
    newCustomers: sets.newCustomers.size,
    customersThatUse: sets.customersThatUse.size,
    customersWithUse: sets.customersWithUse.size,
    customersWithoutUse: sets.customersWithoutUse.size,
    usersThatPay: sets.customersThatUse.size,
    payersThatNeverUse: sets.payersThatNeverUse.size,
    payersWithoutKnownDecider: sets.payersWithoutKnownDecider.size,
  }
}

/** The customers and payers of the window that fit, by what `overlap` counts. */
export async function customerSets(asked: Asked, question: Question, where: Where) {
  const { coverage, world } = asked.view
  const { from, to } = question
  const sales = { coverage, product: question.product }
  const { customers: everyCustomer, since } = customersWithin(sales, from, to, question.staff)
  const everyPayer = payersWithin(sales, from, to, question.staff)
  const fitting = where.length === 0 ? null : new Set(await partiesThatFit(asked, question, where, new Set([...everyCustomer, ...everyPayer])))
  const ofThose = (parties: ReadonlySet<number>): ReadonlySet<number> => (fitting === null ? parties : chosen(parties, (party) => fitting.has(party)))
  const customers = ofThose(everyCustomer)
  const payers = ofThose(everyPayer)
  const decidersOf = new Map<number, Set<number>>()
  for (const payer of payers) if (world.kind(payer) === 'organization') decidersOf.set(payer, decidersWithin(coverage, payer, from, to))
  const deciders = [...decidersOf.values()].flatMap((people) => [...people])
  const using = await usersAmong(asked, question, [...customers, ...payers, ...deciders])
  const withUse = await customersWithUse(asked, question, customers, using)
  const neverUses = (payer: number): boolean => {
    const people = decidersOf.get(payer)
    return people ? people.size > 0 && ![...people].some((person) => using.has(person)) : !using.has(payer)
  }
  return {
    since, using, decidersOf, customers,
    newCustomers: chosen(customers, (customer) => (since.get(customer) ?? to) >= from),
    customersThatUse: chosen(customers, (customer) => using.has(customer)),
    customersWithUse: withUse,
    customersWithoutUse: chosen(customers, (customer) => !withUse.has(customer)),
    payersThatNeverUse: chosen(payers, neverUses),
    payersWithoutKnownDecider: chosen(payers, (payer) => decidersOf.get(payer)?.size === 0),
  }
}

function chosen(parties: ReadonlySet<number>, holds: (party: number) => boolean): ReadonlySet<number> {
  return new Set([...parties].filter(holds))
}

async function usersAmong(asked: Asked, question: Question, parties: readonly number[]): Promise<Set<number>> {
  if (parties.length === 0) return new Set()
  const rows = await asked.db.rows<{ party: number }>(sql('users-among'), { ...usageParameters(asked, question), parties: [...new Set(parties)] })
  return new Set(rows.map(({ party }) => party))
}

/** Customers that use themselves, or that bought an agreement with use in the window. Use of all products counts. */
async function customersWithUse(asked: Asked, question: Question, customers: ReadonlySet<number>, using: ReadonlySet<number>): Promise<ReadonlySet<number>> {
  const { coverage, world } = asked.view
  const agreements = agreementsSold({ coverage, product: question.product }).filter((agreement) => customers.has(world.party(agreement.buyer)))
  const found = new Set([...customers].filter((customer) => using.has(customer)))
  if (agreements.length > 0) {
    const rows = await asked.db.rows<{ agreement: number }>(sql('agreements-with-use'), { ...usageParameters(asked, { ...question, product: null }), agreements: agreements.map(({ number }) => number) })
    for (const { agreement } of rows) {
      const bought = world.agreementByNumber.get(agreement)
      if (bought) found.add(world.party(bought.buyer))
    }
  }
  return found
}
