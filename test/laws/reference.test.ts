import { expect, test } from 'vitest'
import { EVERYTHING } from '../../src/roles/projection.ts'
import { SELF } from '../../src/base/identifier.ts'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { compareAnswers } from '../reference/compare.ts'
import { referenceAnswer } from '../reference/reference.ts'
import type { Question } from '../reference/worlds.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Sum {
  readonly currency: string
  readonly amount: string
}

interface Columns {
  readonly users: number
  readonly usageDays: number
  readonly events: number
}

interface Kinds extends Columns {
  readonly kinds: readonly (Columns & { readonly kind: string; readonly money?: readonly Sum[] })[]
}

interface Money {
  readonly sources: readonly { readonly in: string; readonly explained: string; readonly unknown: string }[]
  readonly agreements: readonly { readonly currency: string; readonly accrued: string; readonly used: string; readonly unused: string }[]
  readonly allocation: readonly (Sum & { readonly agreement: string })[]
}

interface Unused {
  readonly agreements: readonly { readonly agreement: string; readonly accrued: string; readonly used: string; readonly unused: string }[]
  readonly totals: unknown
}

/** Thousandths, the smallest unit of any currency, so that sums of money are exact. */
const exact = (amount: string): bigint => BigInt(Math.round(Number(amount) * 1000))
const total = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + exact(amount), 0n)
const count = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

function perCurrency(rows: readonly Sum[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const { currency, amount } of rows) sums[currency] = (sums[currency] ?? 0n) + exact(amount)
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n))
}

async function againstReference(bench: Bench, lines: readonly object[], questions: readonly Question[]): Promise<string[]> {
  const broken: string[] = []
  for (const { study, params } of questions) {
    const expected = referenceAnswer(lines as Parameters<typeof referenceAnswer>[0], study, params)
    for (const difference of compareAnswers(study, expected, await bench.ask(study, params))) broken.push(`${JSON.stringify(params)} ${difference}`)
  }
  return broken
}

/** Throws where something does not add up. */
async function addsUp(bench: Bench, params: Readonly<Record<string, string>>): Promise<void> {
  const ask = async <T>(study: string, more: Record<string, string> = {}): Promise<T> => (await bench.ask(study, { ...params, ...more })) as T

  const use = await ask<Kinds & { readonly periods: readonly Kinds[] }>('payers-of-use', { detail: 'money', by: 'week' })
  for (const part of [use, ...use.periods])
    for (const column of ['users', 'usageDays', 'events'] as const) expect(count(part.kinds.map((kind) => kind[column])), column).toBe(part[column])
  expect(count(use.periods.map(({ usageDays }) => usageDays)), 'usage days of all periods').toBe(use.usageDays)

  const unpaid = await ask<Columns & { readonly reasons: readonly Columns[] }>('unpaid-use')
  expect(unpaid.usageDays, 'unpaid usage days').toBe(use.kinds[4]?.usageDays)
  for (const column of ['users', 'usageDays'] as const) expect(count(unpaid.reasons.map((reason) => reason[column])), `unpaid ${column}`).toBe(unpaid[column])

  const money = await ask<Money>('money', { detail: 'allocation' })
  for (const source of money.sources) expect(total([source.explained, source.unknown]), 'money in').toBe(exact(source.in))
  for (const row of money.agreements) expect(total([row.used, row.unused]), 'used and unused').toBe(exact(row.accrued))
  const used = perCurrency(money.agreements.map((row) => ({ currency: row.currency, amount: row.used })))
  expect(perCurrency(money.allocation), 'allocated').toEqual(used)
  expect(perCurrency(use.kinds.flatMap((kind) => kind.money ?? [])), 'money of the kinds').toEqual(used)

  const unused = await ask<Unused>('unused-money')
  expect(unused.totals, 'totals').toEqual(money.agreements)
  for (const row of unused.agreements) {
    const allocated = money.allocation.filter((part) => part.agreement === row.agreement).map(({ amount }) => amount)
    expect(total([...allocated, row.unused]), `allocated and unused of ${row.agreement}`).toBe(exact(row.accrued))
  }

  const both = await ask<Record<string, number>>('overlap')
  expect(both.users, 'users of overlap').toBe(use.users)
  expect(count([both.usersSelf ?? 0, both.usersPaidFor ?? 0, both.usersUnpaid ?? 0, both.usersUnknown ?? 0]), 'users by who pays').toBe(use.users)
  expect((both.customersWithUse ?? 0) + (both.customersWithoutUse ?? 0), 'customers').toBe(both.customers)
}

/** Stamps come twice: from memory (who-pays), and by a join in SQL (all studies of use). */
async function stampsAgree(bench: Bench, seller: string): Promise<string[]> {
  return bench.workspace.ask(seller, EVERYTHING, async ({ db, view, projection }) => {
    const rows = await db.rows<{ party: number; account: number; product: number; day: number; kind: number; payer: number; agreement: number; via: number; reason: number; left_out: number }>(
      'select distinct party, account, product, day, kind, payer, agreement, via, reason, left_out from stamped where view_id = :view::int and usage_view in (0, :view::int)',
      { view: view.id },
    )
    return rows.flatMap(({ party, account, product, day, left_out, ...stamp }) => {
      const use = { party, product: projection.words.products.text(product), account }
      const { kind, payer, agreement, via, reason, leftOut } = view.coverage.stampOn(use, day)
      const inMemory = JSON.stringify({ kind, payer, agreement, via, reason, leftOut })
      const inTables = JSON.stringify({ kind: stamp.kind, payer: stamp.payer, agreement: stamp.agreement, via: stamp.via, reason: stamp.reason, leftOut: left_out })
      return inMemory === inTables ? [] : [`stamp of party ${party}, ${use.product}, day ${day}, for ${seller}: ${inMemory} in memory, ${inTables} in the tables`]
    })
  })
}

describeOnEngines('random worlds', (place) => {
  const open = opener(place, 'laws_reference')

  test('are answered as the reference answers, add up, and are stamped in memory as in SQL', () =>
    holdsInRandomWorlds(place.engine, ({ lines, questions }) =>
      within(open(), async (bench) => {
        await bench.take(lines)
        const broken = await againstReference(bench, lines, questions)
        for (const { params } of questions.filter(({ study }) => study === 'overlap' || study === 'world').slice(0, 3)) await addsUp(bench, params)
        for (const seller of [SELF, 'account:wang']) broken.push(...(await stampsAgree(bench, seller)))
        return broken
      }),
    ), LAW_TEST_MS)
})
