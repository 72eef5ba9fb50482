import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

interface Sum { readonly currency: string; readonly amount: string }
interface Allocation { readonly rows: readonly (Sum & { readonly value: string })[]; readonly totals: readonly Sum[] }

const DIMENSIONS = ['category', 'trait.country', 'segment', 'organization', 'account', 'partyKind', 'domain', 'payerKind', 'reason', 'payer', 'intermediary', 'agreement', 'product']

/** Thousandths, the smallest unit of any currency. */
const exact = (amount: string): bigint => BigInt(Math.round(Number(amount) * 1000))

/** What has an amount, by these words. */
function amounts(rows: readonly (readonly [name: string, amount: string])[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const [name, amount] of rows) sums[name] = (sums[name] ?? 0n) + exact(amount)
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)))
}

describeOnEngines('allocated money', (place) => {
  const open = opener(place, 'laws_allocation')

  test('of each group is the money of that group among the flows, and in all what money says is used', () =>
    holdsInRandomWorlds(place.engine, (world) =>
      within(open(), async (bench) => {
        await bench.take(world.lines)
        await bench.workspace.settings.save({ categories: [{ name: 'paid by firms', where: 'payerKind=organization' }, { name: 'in no account', where: 'account=none' }] }, undefined)
        const named = new Set(world.lines.map(({ type, key, product }) => (type === 'product' ? key : product)))
        const asked = world.questions.filter(({ study, params }) => (study === 'money' || study === 'overlap') && (params.product === undefined || named.has(params.product))).slice(0, 3)
        for (const { params: { detail: _, limit: __, ...params } } of asked) {
          const money = (await bench.ask('money', params)) as { agreements: readonly { currency: string; used: string }[] }
          const used = amounts(money.agreements.map(({ currency, used: amount }) => [currency, amount]))
          for (const by of DIMENSIONS) {
            const { rows, totals } = (await bench.ask('allocation', { ...params, by })) as Allocation
            const { groups } = (await bench.ask('flows', { ...params, by, limit: '100000' })) as { groups: readonly { group: { value: string }; money: readonly Sum[] }[] }
            expect(amounts(rows.map(({ value, currency, amount }) => [`${currency} ${value}`, amount])), `by ${by}`).toEqual(amounts(groups.flatMap(({ group, money: sums }) => sums.map(({ currency, amount }) => [`${currency} ${group.value}`, amount] as const))))
            expect(amounts(rows.map(({ currency, amount }) => [currency, amount])), `rows by ${by}`).toEqual(used)
            expect(amounts(totals.map(({ currency, amount }) => [currency, amount])), `totals by ${by}`).toEqual(used)
          }
        }
        return []
      }), 0.4), LAW_TEST_MS)
})
