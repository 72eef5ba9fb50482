import { expect, test } from 'vitest'
import { describeOnEngines } from '../harness/engines.ts'
import type { Bench } from '../harness/workspace.ts'
import { holdsInRandomWorlds, LAW_TEST_MS, opener, within } from './law.ts'

type Params = Readonly<Record<string, string>>
interface Use { readonly users: number; readonly usageDays: number }
interface Side { readonly agreements: number; readonly units: number | null }
interface Late { readonly n: number; readonly late: number; readonly open: number }
interface Score { readonly kind: string; readonly n: number; readonly score: number | null; readonly shrunk: number | null; readonly shrunkLow: number | null; readonly shrunkHigh: number | null; readonly rank: { readonly from: number; readonly to: number; readonly of: number } | null }
interface Row { readonly seen: Use; readonly sellIn: Side; readonly sellThrough: Side; readonly inventory: number | null; readonly soldOn: number | null; readonly beyond: number | null; readonly scores: readonly Score[]; readonly late: { readonly sells: Late; readonly buys: Late }; readonly complaints: readonly { readonly topic: string | null; readonly raised: number }[] }
interface Answer { readonly intermediaries: number; readonly rows: readonly Row[]; readonly through: readonly { readonly kind: string; readonly n: number }[]; readonly late: { readonly sells: Late; readonly buys: Late }; readonly complaints: readonly { readonly topic: string | null; readonly raised: number }[] }
interface Channel { readonly totals: { readonly through: Use; readonly intermediaries: number; readonly experience: readonly { readonly kind: string; readonly n: number }[] } }

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

/** Throws where the parts of intermediaries do not add up to the whole of the channel. */
async function addsUp(bench: Bench, params: Params): Promise<void> {
  const channel = (await bench.ask('channel', params)) as Channel
  for (const step of ['nearest', 'first']) {
    const answer = (await bench.ask('channel-experience', { ...params, step, limit: '100000' })) as Answer
    const { rows, through } = answer
    expect(rows).toHaveLength(answer.intermediaries)
    expect({ users: sum(rows.map(({ seen }) => seen.users)), usageDays: sum(rows.map(({ seen }) => seen.usageDays)) }, `${step}: seen`).toEqual(channel.totals.through)
    for (const { kind, n } of through) {
      expect(sum(rows.flatMap(({ scores }) => scores.filter((one) => one.kind === kind).map((one) => one.n))), `${step}: ${kind}`).toBe(n)
      expect(channel.totals.experience.find((one) => one.kind === kind)?.n ?? 0, `${kind} of all`).toBeGreaterThanOrEqual(n)
    }
    for (const { topic, raised } of answer.complaints) expect(sum(rows.flatMap(({ complaints }) => complaints.filter((one) => one.topic === topic).map((one) => one.raised))), `${step}: ${topic}`).toBe(raised)
    for (const { sellIn, sellThrough, inventory, soldOn, beyond, scores, late } of rows) {
      if (beyond !== null) expect((inventory ?? 0) - beyond).toBe((sellIn.units ?? 0) - (sellThrough.units ?? 0))
      expect([(inventory ?? 0) >= 0, (beyond ?? 0) >= 0, (soldOn ?? 0) <= 1, inventory !== null && (beyond ?? 0) > 0]).toEqual([true, true, true, false])
      for (const { late: of, n, open } of [late.sells, late.buys]) expect([of <= n, open <= of]).toEqual([true, true])
      for (const { n, score, shrunk, shrunkLow, shrunkHigh, rank } of scores) {
        if (n < 5) expect([score, shrunk, shrunkLow, rank]).toEqual([null, null, null, null])
        if (shrunk !== null) expect([(shrunkLow ?? 0) <= shrunk, shrunk <= (shrunkHigh ?? 0), (rank?.from ?? 0) <= (rank?.to ?? 0)]).toEqual([true, true, true])
      }
    }
    if (step === 'nearest') expect(answer.intermediaries).toBeLessThanOrEqual(channel.totals.intermediaries)
  }
  // Whoever is asked first: sums do not depend on the order of rows.
  const sorted = (await bench.ask('channel-experience', { ...params, sort: 'users', limit: '100000' })) as Answer
  const named = (await bench.ask('channel-experience', { ...params, sort: 'name', limit: '100000' })) as Answer
  expect(sum(sorted.rows.map(({ seen }) => seen.users))).toBe(sum(named.rows.map(({ seen }) => seen.users)))
}

describeOnEngines('the parts of intermediaries', (place) => {
  const open = opener(place, 'law_channel_experience')

  test('add up to all that came through the channel, and claim nothing of too few', () => holdsInRandomWorlds(place.engine, ({ lines }) => within(open(), async (bench) => {
    await bench.take(lines)
    const asked: readonly Params[] = [{ product: 'drill', from: '2024-01-01', to: '2024-06-01' }, { from: '2024-01-01', to: '2025-01-01' }]
    for (const params of asked) await addsUp(bench, params)
    return []
  }), 0.5), LAW_TEST_MS)
})
