import { Type } from 'typebox'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { moneyOfAgreements, sumsByCurrency } from './agreement-money.ts'
import { limitFrom, offsetFrom, PAGING } from './paging.ts'
import { AMOUNTS } from './parties-columns.ts'
import { keptFor } from './parties-order.ts'
import { orderName } from './parties-roster.ts'
import { partyNumber } from './party-number.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { answer, type Question, withCommon } from './question.ts'

const SUMS = { currency: Type.String(), accrued: Type.String(), used: Type.String(), unused: Type.String() }
const COUNT = Type.Union([Type.Integer(), Type.Null()])
const INPUT = withCommon({ party: Type.String({ description: 'Any identifier of the party that pays, or its id.' }), ...PAGING })
const OUTPUT = Type.Object({
  agreements: Type.Array(Type.Object({ agreement: Type.String(), product: Type.String(), buyer: PARTY, ...SUMS, users: Type.Integer(), usageDays: Type.Integer(), seats: COUNT, seatsUsed: COUNT }), { description: 'What it pays to the seller in view, in the window; the largest unused first.' }),
  totals: Type.Array(Type.Object(SUMS)),
  users: Type.Array(Type.Object({ party: PARTY, usageDays: Type.Integer(), allocated: AMOUNTS, agreements: Type.Array(Type.String()) }), { description: 'Who used under these agreements; most used first.' }),
  usageDays: Type.Integer({ description: 'Of all users, under these agreements; sponsored use counts under each that it counts under.' }),
  total: Type.Integer({ description: 'Users in all.' }),
  next: Type.Union([Type.String(), Type.Null()]),
})

interface Covered {
  readonly party: number
  readonly usageDays: number
  readonly amounts: ReadonlyMap<string, bigint>
  readonly agreements: readonly string[]
}

/** For whom does a party pay? Cost: the use under its agreements, once until new evidence comes; then the users of one page. */
export const partyPaysFor: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'party-pays-for',
  summary: 'For whom one party pays: its agreements with what is used of them, and each user with usage days and the money allocated.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const found = await partyNumber(asked, input.party)
    const { monies, users, usageDays } = await keptFor(asked, `pays for ${found} ${JSON.stringify(question)}`, () => paidFor(asked, question, found))
    const { world } = asked.view
    const start = offsetFrom(input.cursor)
    const end = start + limitFrom(input.limit, 50)
    return {
      agreements: monies.map((money) => agreementShape(asked, money)),
      totals: sumsByCurrency(monies),
      users: users.slice(start, end).map(({ party, usageDays: days, amounts, agreements }) => ({
        party: partyShape(world, party), usageDays: days, agreements, allocated: [...amounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) })),
      })),
      usageDays, total: users.length, next: end < users.length ? String(end) : null,
    }
  }),
}

async function paidFor(asked: Asked, question: Question, payer: number) {
  const { world } = asked.view
  const monies = await moneyOfAgreements(asked, question, (agreement) => world.party(world.payerOf(agreement)) === payer)
  monies.sort((a, b) => order(a.agreement.currency ?? '', b.agreement.currency ?? '') || order(b.unused, a.unused) || order(a.agreement.key, b.agreement.key))
  const users = new Map<number, { usageDays: number; amounts: Map<string, bigint>; agreements: string[] }>()
  for (const { agreement, users: own } of monies) {
    const currency = agreement.currency ?? ''
    for (const { party, usageDays, amount } of own) {
      const known = users.get(party) ?? { usageDays: 0, amounts: new Map<string, bigint>(), agreements: [] }
      known.usageDays += usageDays
      known.amounts.set(currency, (known.amounts.get(currency) ?? 0n) + amount)
      known.agreements.push(agreement.key)
      users.set(party, known)
    }
  }
  const named = [...users].map(([party, user]) => ({ party, ...user, name: orderName(world, party) }))
  named.sort((a, b) => b.usageDays - a.usageDays || order(a.name, b.name))
  return { monies, users: named as readonly Covered[], usageDays: named.reduce((sum, { usageDays }) => sum + usageDays, 0) }
}

function agreementShape({ view: { world } }: Asked, { agreement, accrued, used, unused, users, seatsUsed }: AgreementMoney) {
  const currency = agreement.currency ?? ''
  return {
    agreement: agreement.key, product: agreement.product, buyer: partyShape(world, world.party(agreement.buyer)), currency, accrued: amountText(accrued, currency), used: amountText(used, currency), unused: amountText(unused, currency),
    users: users.length, usageDays: users.reduce((sum, user) => sum + user.usageDays, 0), seats: agreement.seats, seatsUsed,
  }
}
