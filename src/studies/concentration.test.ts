import { expect, test } from 'vitest'
import { openBench } from '../../test/harness/workspace.ts'

/** April 2026, 30 days: four firms pay 60, 20, 10 and 10; use of 6 days in the first, 2 in the second, 1 nowhere. */
const FIRMS = [['a', '60.00'], ['b', '20.00'], ['c', '10.00'], ['d', '10.00']] as const
const LINES = [
  ...FIRMS.flatMap(([name, amount]) => [
    { type: 'party', key: name, kind: 'organization', ids: [`account:${name}`], name },
    { type: 'agreement', key: `g-${name}`, product: 'notes', buyer: `account:${name}`, amount, currency: 'EUR', interval: 'month', from: '2026-01-01' },
  ]),
  ...[1, 2, 3, 4, 5, 6].map((day) => ({ type: 'usage', key: `u${day}`, party: 'user:ann', product: 'notes', account: 'account:a', at: `2026-04-0${day}T10:00:00Z` })),
  ...[1, 2].map((day) => ({ type: 'usage', key: `v${day}`, party: 'user:bob', product: 'notes', account: 'account:b', at: `2026-04-0${day}T10:00:00Z` })),
  { type: 'usage', key: 'w', party: 'user:cho', product: 'notes', at: '2026-04-09T10:00:00Z' },
]

test('concentration says how much hangs on how few', async () => {
  const bench = await openBench()
  try {
    await bench.take(LINES)
    const { of } = (await bench.ask('concentration', { from: '2026-04-01', to: '2026-05-01', limit: '3' })) as { of: readonly object[] }
    expect(of).toMatchObject([
      {
        measure: 'money', side: 'payer', currency: 'EUR', parties: 4, total: '100.00', without: '0.00', top1: 0.6, top10: 1, half: 1,
        // 1 / (0.36 + 0.04 + 0.01 + 0.01)
        effective: expect.closeTo(2.381, 3),
        top: [{ party: { name: 'a' }, amount: '60.00', share: 0.6, cumulative: 0.6 }, { party: { name: 'b' }, amount: '20.00', share: 0.2, cumulative: 0.8 }, { party: { name: 'c' }, amount: '10.00', share: 0.1, cumulative: 0.9 }],
        lorenz: [[0, 0], [0.25, 0.1], [0.5, 0.2], [0.75, 0.4], [1, 1]],
      },
      { measure: 'usageDays', side: 'payer', currency: null, parties: 2, total: '8', without: '1', top1: 0.75, half: 1, top: [{ party: { name: 'a' }, amount: '6' }, { party: { name: 'b' }, amount: '2' }] },
      { measure: 'usageDays', side: 'organization', parties: 2, total: '8', without: '1' },
    ])
    const none = (await bench.ask('concentration', { from: '2020-04-01', to: '2020-05-01' })) as { of: readonly object[] }
    expect(none.of).toMatchObject([{ measure: 'usageDays', parties: 0, total: '0', top1: null, half: 0, effective: null, lorenz: [] }, { side: 'organization' }])
  } finally {
    await bench.close()
  }
})
