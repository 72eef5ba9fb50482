import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'
import { curveOf, type Life } from './lives.ts'

const use = (party: string, ...days: readonly string[]) => days.map((day) => ({ type: 'usage', key: `${party} ${day}`, party, product: 'notes', at: `${day}T10:00:00Z` }))
const buys = (key: string, buyer: string, from: string, more: object = {}) => ({ type: 'agreement', key, product: 'notes', buyer, amount: '10.00', currency: 'EUR', interval: 'month', from, ...more })

/** Watched up to 1 June 2026. Of those who began unpaid in January: Ann paid after 10 days, Bob's firm after 41, Cho still uses, Dan is gone. In February Eve bought from a reseller on the 4th day. */
const LINES = [
  { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'party', key: 'b', kind: 'person', ids: ['user:bob'], category: 'student' },
  { type: 'membership', key: 'm1', person: 'user:bob', organization: 'account:acme', from: '2025-01-01' },
  buys('a-ann', 'user:ann', '2026-01-15'), ...use('user:ann', '2026-01-05', '2026-01-15', '2026-05-20'),
  buys('a-acme', 'account:acme', '2026-02-10'), ...use('user:bob', '2026-01-10', '2026-02-01', '2026-02-20'),
  ...use('user:cho', '2026-01-20', '2026-05-15'), ...use('user:dan', '2026-01-31', '2026-05-01'),
  buys('a-wang', 'account:wang', '2026-01-01'), buys('a-eve', 'user:eve', '2026-02-05', { seller: 'account:wang' }), ...use('user:eve', '2026-02-01', '2026-02-05'),
  // Began before the window, paid from the first day, and unknown.
  ...use('user:old', '2025-12-31', '2026-01-03'), buys('a-fay', 'user:fay', '2026-01-01'), ...use('user:fay', '2026-01-02'), ...use('anonymous:x', '2026-01-02'),
]
const ASKED = { from: '2026-01-01', to: '2026-03-01', until: '2026-06-01' }

describe('conversion', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench({ now: () => Date.parse('2026-06-01T12:00:00Z') })
    await bench.take(LINES)
  })
  afterAll(() => bench?.close())

  test('tells what became of those who began unpaid', async () => {
    const NONE = { self: 0, organization: 0, intermediary: 0, sponsor: 0, unpaid: 0, gone: 0 }
    expect(await bench.ask('conversion', ASKED)).toMatchObject({
      cohort: 'month', until: '2026-06-01', users: 7, paidFromFirstDay: 1, unknown: 1,
      cohorts: [
        { ...NONE, from: '2026-01-01', to: '2026-02-01', users: 4, self: 1, organization: 1, unpaid: 1, gone: 1, days: { n: 2, quartile1: 10, median: 10, quartile3: 41 } },
        { ...NONE, from: '2026-02-01', to: '2026-03-01', users: 1, intermediary: 1, days: { n: 1, quartile1: 4, median: 4, quartile3: 4 } },
      ],
      total: { ...NONE, users: 5, self: 1, organization: 1, intermediary: 1, unpaid: 1, gone: 1, days: { n: 3, quartile1: 4, median: 10, quartile3: 41 } },
    })
  })

  test('adds up the shares by way, step by step', async () => {
    const { curve } = (await bench.ask('conversion', ASKED)) as { curve: readonly Record<string, number>[] }
    // Nobody leaves before day 41, so shares are fifths.
    expect(curve.map(({ day, atRisk }) => [day, atRisk])).toEqual([[0, 5], [4, 5], [10, 4], [41, 3], [131, 1]])
    expect(curve.map(({ paid }) => paid?.toFixed(3))).toEqual(['0.000', '0.200', '0.400', '0.600', '0.600'])
    expect(curve.at(-1)).toMatchObject({ intermediary: expect.closeTo(0.2), self: expect.closeTo(0.2), organization: expect.closeTo(0.2), sponsor: 0 })
  })

  test('looks no further than asked, and by week', async () => {
    const early = (await bench.ask('conversion', { ...ASKED, until: '2026-02-01', cohort: 'week' })) as { total: object; cohorts: readonly { from: string; users: number }[] }
    expect(early.total).toMatchObject({ users: 4, self: 1, organization: 0, unpaid: 3, gone: 0 })
    expect(early.cohorts.filter(({ users }) => users > 0).map(({ from, users }) => [from, users])).toEqual([['2026-01-05', 2], ['2026-01-19', 1], ['2026-01-26', 1]])
    expect(await bench.ask('conversion', { from: ASKED.from, to: ASKED.to })).toMatchObject({ until: '2026-06-01', total: { users: 5 } })
    await expect(bench.ask('conversion', { ...ASKED, until: '2026-01-01' })).rejects.toThrow(/must be later than 'from'/)
  })

  test('chooses by the first day of use', async () => {
    expect(await bench.ask('conversion', { ...ASKED, where: 'category=student' })).toMatchObject({ users: 1, total: { users: 1, organization: 1 } })
    expect(await bench.ask('conversion', { ...ASKED, where: 'payerKind=nobody' })).toMatchObject({ users: 5, paidFromFirstDay: 0, total: { users: 5 } })
  })

  test('names the users behind a figure', async () => {
    const behind = (await bench.ask('conversion-users', { ...ASKED, outcome: 'organization' })) as { users: readonly object[] }
    expect(behind.users).toMatchObject([{ party: { identifiers: ['user:bob'] }, first: '2026-01-10', paid: '2026-02-20', days: 41, last: '2026-02-20', outcome: 'organization', payer: { name: 'Acme' } }])
    const january = (await bench.ask('conversion-users', { ...ASKED, starting: '2026-01-01', limit: '3' })) as { users: readonly { first: string }[]; total: number; next: string }
    expect([january.users.map(({ first }) => first), january.total, january.next]).toEqual([['2026-01-05', '2026-01-10', '2026-01-20'], 4, '3'])
    await expect(bench.ask('conversion-users', { ...ASKED, starting: '2026-01-02' })).rejects.toThrow(/No cohort begins on 2026-01-02/)
  })
})

test('the curve counts users who began lately for as long as they were watched', () => {
  const life = (first: number, paid: number | null): Life => ({ party: 1, first, paid, last: first, outcome: paid === null ? 'unpaid' : 'self', payer: 0 })
  // Watched for 10, 10, 2 and 1 days after the first. On day 2 the last is not watched any more: one of three pays; on day 5 one of two.
  const curve = curveOf([life(0, 2), life(0, null), life(8, null), life(9, null), life(0, 5)], 11)
  expect(curve.map(({ day, atRisk, shares: [self = 0] }) => [day, atRisk, Number(self.toFixed(4))])).toEqual([[0, 5, 0], [2, 4, 0.25], [5, 2, 0.625], [10, 1, 0.625]])
  expect(curveOf([], 11)).toEqual([])
})
