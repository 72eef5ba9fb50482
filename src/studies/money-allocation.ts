import { Type } from 'typebox'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import type { Agreement } from '../roles/world.ts'
import type { Workspace } from '../roles/workspace.ts'
import { moneyOfAgreements } from './agreement-money.ts'
import { Names, partsOfMoney } from './flow-cells.ts'
import { page, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { type Key, readerOf } from './population.ts'
import { answer, withCommon } from './question.ts'
import { ABOUT, TOGETHER_IN, together, togetherOf } from './together.ts'
import { dimensionParameter } from './where.ts'

const NULLABLE = Type.Union([Type.String(), Type.Null()])
const INPUT = withCommon({
  by: Type.Optional(Type.String({ description: 'To whom: party, or any dimension of flows, such as organization, account, payerKind, agreement or trait.NAME; absent: party.' })),
  currency: Type.Optional(Type.String({ description: 'Only this currency.' })),
  together: TOGETHER_IN,
  ...PAGING,
})
const OUTPUT = Type.Object({
  by: Type.String(),
  rows: Type.Array(Type.Object({ value: Type.String(), name: NULLABLE, party: Type.Union([PARTY, Type.Null()]), currency: Type.String(), amount: Type.String(), users: Type.Integer(), usageDays: Type.Integer(), agreements: Type.Integer() })),
  total: Type.Integer(),
  totals: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'What is allocated in all: the used part, as money says, over all pages.' }),
  together: togetherOf({ amount: ABOUT }),
  roundedUp: Type.Integer({ description: 'Of the parts of users under agreements, those that carry one smallest unit more, so that the parts add up.' }),
  parts: Type.Integer({ description: 'Parts in all: users under agreements.' }),
  next: NULLABLE,
})

interface Row { readonly key: Key; readonly currency: string; amount: bigint; readonly users: Set<number>; usageDays: number; readonly agreements: Set<number> }

/** Who the used money is allocated to. Cost as `money` with its allocation; by anything but the party as the money of flows. */
export const allocation: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'allocation',
  summary: 'Who the used money is allocated to: by party, organization, account, category, payer, agreement, product or trait, the same amounts as in flows; the rows add up to the used money exactly.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => {
    const by = input.by ?? 'party'
    const dimension = by === 'party' ? null : dimensionParameter('by', by)
    return answer(workspace, input, async (asked, question) => {
      const { world } = asked.view
      const reader = dimension === null ? null : readerOf(asked, question, dimension)
      const isAsked = (agreement: Agreement): boolean => input.currency === undefined || agreement.currency === input.currency
      const monies = (await moneyOfAgreements(asked, question)).filter(({ agreement }) => isAsked(agreement))
      const rows = new Map<string, Row>()
      const put = (key: Key, agreement: Agreement, party: number, usageDays: number, amount: bigint): void => {
        const currency = agreement.currency ?? ''
        const name = `${currency}\0${key}`
        const row = rows.get(name) ?? { key, currency, amount: 0n, users: new Set<number>(), usageDays: 0, agreements: new Set<number>() }
        row.amount += amount
        row.usageDays += usageDays
        row.users.add(party)
        row.agreements.add(agreement.number)
        rows.set(name, row)
      }
      // Whose money it is says nothing of the account, the kind of payer or the seller: these are told by the usage days that it is for, as flows tells them.
      if (reader === null) for (const { agreement, users } of monies) for (const { party, amount, usageDays } of users) put(party, agreement, party, usageDays, amount)
      else await partsOfMoney(asked, question, new Names(asked), ({ use, agreement, usageDays, amount }) => { if (isAsked(agreement)) put(reader.of(use), agreement, use.party, usageDays, amount) })
      const shapeOf = (key: Key) => (reader === null ? { value: smallestIdentifier(world, key as number), name: null, party: partyShape(world, key as number) } : reader.shape(key))
      const values = new Map<Key, string>()
      const valueOf = (key: Key): string => {
        const value = values.get(key) ?? (reader === null ? smallestIdentifier(world, key as number) : reader.shape(key).value)
        values.set(key, value)
        return value
      }
      const sorted = [...rows.values()].sort((a, b) => order(a.currency, b.currency) || order(b.amount, a.amount) || order(valueOf(a.key), valueOf(b.key)))
      const { rows: shown, next } = page(sorted, input)
      return {
        by, total: sorted.length, totals: totalsOf(monies), ...together(asked, question, input.together, (inOne) => ({ amount: inOne.about(exactTotals(monies)) })), ...roundingOf(monies), next,
        rows: shown.map(({ key, currency, amount, users, usageDays, agreements }) => ({ ...shapeOf(key), currency, amount: amountText(amount, currency), users: users.size, usageDays, agreements: agreements.size })),
      }
    })
  },
}

function totalsOf(monies: readonly AgreementMoney[]) {
  return [...exactTotals(monies)].sort(([a], [b]) => order(a, b)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

function exactTotals(monies: readonly AgreementMoney[]): Map<string, bigint> {
  const totals = new Map<string, bigint>()
  for (const { agreement, used } of monies) totals.set(agreement.currency ?? '', (totals.get(agreement.currency ?? '') ?? 0n) + used)
  return totals
}

/** How many parts are larger than their exact share cut down to whole units. */
function roundingOf(monies: readonly AgreementMoney[]): { roundedUp: number; parts: number } {
  let [roundedUp, parts] = [0, 0]
  for (const { used, users } of monies) {
    const days = users.reduce((sum, user) => sum + BigInt(user.usageDays), 0n)
    for (const { amount, usageDays } of users) if (amount > (used * BigInt(usageDays)) / days) roundedUp += 1
    parts += users.length
  }
  return { roundedUp, parts }
}
