import { Type } from 'typebox'
import { amountText } from '../base/money.ts'
import { Refusal } from '../base/refusal.ts'
import type { Asked } from '../roles/workspace.ts'
import { moneyOfAgreements } from './agreement-money.ts'
import { keptFor } from './parties-order.ts'
import { PARTY, partyShape } from './party-shape.ts'
import { categoryOf, traitOf } from './party-traits.ts'
import type { Question } from './question.ts'

export const AMOUNTS = Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))

/** Columns of a list of parties that are there only when asked for. */
export const EXTRA_COLUMNS = {
  category: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  organizations: Type.Optional(Type.Array(PARTY, { description: 'To which it belongs on the last day of the window, by what is stated or else guessed.' })),
  allocated: Type.Optional(AMOUNTS),
  paid: Type.Optional(Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), { description: 'What the agreements that it pays accrue in the window.' })),
  traits: Type.Optional(Type.Object({}, { additionalProperties: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]) })),
}

export interface Columns {
  readonly category: boolean
  readonly organizations: boolean
  readonly money: readonly ('allocated' | 'paid')[]
  readonly traits: readonly string[]
}

const TRAIT = 'trait.'

export function columnsFrom(text: string | undefined): Columns {
  const names = (text ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '')
  for (const name of names) {
    if (!['category', 'organizations', 'allocated', 'paid'].includes(name) && !(name.startsWith(TRAIT) && name.length > TRAIT.length)) {
      throw new Refusal('bad-parameter', `'columns' takes category, organizations, allocated, paid and trait.NAME, with commas between, not '${name}'.`, { parameter: 'columns' })
    }
  }
  return {
    category: names.includes('category'), organizations: names.includes('organizations'),
    money: (['allocated', 'paid'] as const).filter((name) => names.includes(name)), traits: names.filter((name) => name.startsWith(TRAIT)).map((name) => name.slice(TRAIT.length)),
  }
}

/** The columns asked for, of any party. Cost: money that of all agreements, kept until new evidence comes; the others that of the rows. */
export async function extraColumns(asked: Asked, question: Question, columns: Columns): Promise<(party: number) => object> {
  const money = columns.money.length === 0 ? null : await moneyByParty(asked, question)
  const { world, coverage } = asked.view
  return (party) => ({
    ...(columns.category ? { category: categoryOf(world, party) } : {}),
    ...(columns.organizations ? { organizations: [...new Set(coverage.belongingsOn(party, question.to - 1).map(({ organization }) => organization))].map((organization) => partyShape(world, organization)) } : {}),
    ...Object.fromEntries(columns.money.map((name) => [name, money?.of(name, party) ?? []])),
    ...(columns.traits.length === 0 ? {} : { traits: Object.fromEntries(columns.traits.map((name) => [name, traitOf(world, party, name)])) }),
  })
}

interface MoneyByParty {
  of(what: 'allocated' | 'paid', party: number): readonly { readonly currency: string; readonly amount: string }[]
  /** By the currency that most agreements are in: currencies are never added up. Null: none in that currency. */
  orderBy(what: 'allocated' | 'paid'): (party: number) => number | null
}

type Amounts = Map<number, Map<string, bigint>>

/** What is allocated to each user, and what the agreements accrue that each payer pays, of the window. Cost: all agreements and their use. */
export function moneyByParty(asked: Asked, question: Question): Promise<MoneyByParty> {
  return keptFor(asked, `money ${JSON.stringify(question)}`, async () => {
    const { world } = asked.view
    const sums: Record<'allocated' | 'paid', Amounts> = { allocated: new Map(), paid: new Map() }
    const used = new Map<string, number>()
    for (const { agreement, accrued, users } of await moneyOfAgreements(asked, question)) {
      const currency = agreement.currency ?? ''
      used.set(currency, (used.get(currency) ?? 0) + 1)
      add(sums.paid, world.party(world.payerOf(agreement)), currency, accrued)
      for (const { party, amount } of users) add(sums.allocated, party, currency, amount)
    }
    const [main = ''] = [...used].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0] ?? []
    return {
      of: (what, party) => [...(sums[what].get(party) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) })),
      orderBy: (what) => (party) => {
        const minor = sums[what].get(party)?.get(main)
        return minor === undefined ? null : Number(minor)
      },
    }
  })
}

function add(amounts: Amounts, party: number, currency: string, minor: bigint): void {
  const own = amounts.get(party) ?? new Map<string, bigint>()
  own.set(currency, (own.get(currency) ?? 0n) + minor)
  amounts.set(party, own)
}
