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

test('a payer who is staff on any day of the window is none, as among customers; asked for, staff count', async () => {
  const bench = await openBench()
  try {
    // Firm a is ours from the 20th on; Dora of staff pays 30.00 for herself.
    await bench.take([
      ...LINES, { type: 'staff', key: 'ours', party: 'account:a', from: '2026-04-20', to: '2026-04-22' }, { type: 'party', key: 'dora', kind: 'person', ids: ['user:dora'] }, { type: 'staff', key: 'dora', party: 'user:dora' },
      { type: 'agreement', key: 'g-dora', product: 'notes', buyer: 'user:dora', amount: '30.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
      { type: 'usage', key: 'dora', party: 'user:dora', product: 'notes', at: '2026-04-09T10:00:00Z' },
    ])
    const april = { from: '2026-04-01', to: '2026-05-01' }
    const told = async (more: object = {}) => ((await bench.ask('concentration', { ...april, ...more })) as { of: { parties: number; total: string; without: string }[] }).of.map(({ parties, total, without }) => [parties, total, without])
    expect(await told()).toEqual([[3, '40.00', '90.00'], [1, '2', '7'], [2, '8', '1']])
    expect(await told({ staff: 'include' })).toEqual([[5, '130.00', '0.00'], [3, '9', '1'], [2, '8', '2']])
    expect(await told({ where: 'payerKind=organization' })).toEqual([[1, '20.00', '60.00'], [1, '2', '6'], [2, '8', '0']])
    const inOne = (await bench.ask('concentration', { ...april, currency: 'EUR' })) as { together: { money: object } }
    expect(inOne.together.money).toMatchObject({ parties: 3, total: '40.00', without: '90.00' })
  } finally {
    await bench.close()
  }
})
