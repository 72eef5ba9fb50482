import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const WINDOW = { from: '2026-02-01', to: '2026-04-01' }
const said = (key: string, party: string, rest: object, at = '2026-02-05'): object => ({ type: 'feedback', key, party, product: 'notes', at: `${at}T10:00:00Z`, ...rest })
const people = (letter: string, n: number): string[] => Array.from({ length: n }, (_, place) => `user:${letter}${place}`)

const USERS = people('u', 8)
const CUSTOMERS = people('k', 6)
const LINES: readonly object[] = [
  { type: 'product', key: 'notes' }, { type: 'party', key: 'firm', kind: 'organization', ids: ['account:firm'] },
  { type: 'agreement', key: 'a', product: 'notes', buyer: 'account:firm', amount: '310.00', currency: 'EUR', interval: 'month', from: '2025-06-01' },
  ...USERS.map((party) => ({ type: 'usage', key: party, party, product: 'notes', at: '2026-02-01T10:00:00Z' })),
  ...CUSTOMERS.map((person) => ({ type: 'membership', key: person, person, organization: 'account:firm', function: 'billing', from: '2025-06-01' })),
  // Users expect 6 or 7 of speed and find two less each, but one who finds as much: differences 2 2 2 2 2 2 2 0.
  ...USERS.flatMap((party, n) => [said(`e${n}`, party, { kind: 'expectation', topic: 'speed', score: 6 + (n % 2) }), said(`p${n}`, party, { kind: 'perception', topic: 'speed', score: 6 + (n % 2) - (n === 7 ? 0 : 2) }, '2026-02-20')]),
  // Three of the customers expect, the other three find: too few for either comparison.
  ...CUSTOMERS.map((party, n) => said(`c${n}`, party, { kind: n < 3 ? 'expectation' : 'perception', topic: 'speed', score: 5 })),
  // Of price five users expect and five others find.
  ...USERS.slice(0, 5).map((party, n) => said(`pe${n}`, party, { kind: 'expectation', topic: 'price', score: [3, 4, 5, 4, 4][n] })),
  ...USERS.slice(3, 8).map((party, n) => said(`pp${n}`, party, { kind: 'perception', topic: 'price', score: [5, 6, 6, 5, 7][n] })),
  // Customers rate the vendor with CSAT, users too, about a topic.
  ...CUSTOMERS.map((party, n) => said(`cs${n}`, party, { kind: 'csat', topic: 'help', score: n < 5 ? 5 : 2 })), ...USERS.map((party, n) => said(`us${n}`, party, { kind: 'csat', topic: 'help', score: n < 2 ? 4 : 3 })),
  ...USERS.slice(0, 6).map((party, n) => said(`w${n}`, party, { kind: 'request', topic: 'export' }, n < 3 ? '2026-02-10' : '2026-03-10')), said('wc', 'user:k0', { kind: 'complaint', topic: 'export' }),
]

interface Gap { readonly topic: string | null; readonly role: string; readonly expectation: { readonly n: number; readonly mean: number | null }; readonly perception: { readonly n: number; readonly mean: number | null }; readonly pairs: number; readonly method: string | null; readonly gap: number | null; readonly low: number | null; readonly high: number | null; readonly certain: boolean; readonly tooFew: boolean }
interface Topic { readonly topic: string; readonly users: { readonly n: number; readonly raised: number; readonly low?: number | null }; readonly customers: { readonly n: number; readonly raised: number }; readonly difference: number | null; readonly certain: boolean; readonly tooFew: boolean }
interface Disagreements { readonly topics: readonly Topic[]; readonly scores?: readonly (Omit<Gap, 'role'> & { readonly kind: string; readonly users: { readonly n: number; readonly score: number }; readonly customers: { readonly n: number; readonly score: number }; readonly difference: number })[]; readonly groups?: readonly { readonly value: string; readonly topics: readonly Topic[] }[]; readonly periods?: readonly { readonly from: string; readonly topics: readonly Topic[] }[] }

describe('what is expected beside what is found, and where sides differ, worked by hand', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
    await bench.take(LINES)
  })
  afterAll(() => bench?.close())
  const gaps = async (params: Readonly<Record<string, string>> = {}): Promise<readonly Gap[]> => ((await bench.ask('service-gap', { ...WINDOW, ...params })) as { gaps: readonly Gap[] }).gaps
  const disagreements = async (params: Readonly<Record<string, string>> = {}): Promise<Disagreements> => (await bench.ask('disagreements', { ...WINDOW, ...params })) as Disagreements

  test('who gave both is compared with himself; else two groups; too few are last', async () => {
    const [price, speed, customers] = await gaps()
    // Welch: 4.0 (variance 0.5) beside 5.8 (variance 0.7); freedom (0.1 + 0.14)^2 / (0.01 / 4 + 0.0196 / 4) = 7.7838, t 2.31723.
    expect(price).toMatchObject({ topic: 'price', role: 'user', pairs: 2, method: 'welch', gap: expect.closeTo(-1.8, 10), certain: true })
    expect((price?.high ?? 0) - (price?.low ?? 0)).toBeCloseTo(2 * 2.31723 * Math.sqrt(0.24), 3)
    // Paired: mean 1.75, deviation sqrt(3.5 / 7), t of 7 is 2.36462.
    expect(speed).toMatchObject({ topic: 'speed', role: 'user', pairs: 8, method: 'paired', gap: 1.75, certain: true, expectation: { n: 8, mean: 6.5 }, perception: { n: 8, mean: 4.75 } })
    expect((speed?.high ?? 0) - 1.75).toBeCloseTo((2.36462 * Math.sqrt(0.5)) / Math.sqrt(8), 4)
    expect(customers).toMatchObject({ topic: 'speed', role: 'customer', expectation: { n: 3, mean: null }, perception: { n: 3, mean: null }, gap: null, method: null, tooFew: true, certain: false })
  })

  test('of several the newest counts, and a giver counts in the roles of the newest voice', async () => {
    await bench.take([said('e0 later', 'user:u0', { kind: 'expectation', topic: 'speed', score: 2 }, '2026-03-01'), { type: 'agreement', key: 'own', product: 'notes', buyer: 'user:u1', amount: '5.00', currency: 'EUR', interval: 'month', from: '2026-02-10' }])
    const found = await gaps()
    expect(found.find(({ topic, role }) => topic === 'speed' && role === 'user')).toMatchObject({ pairs: 8, gap: (2 * 6 - 2 + 0) / 8 })
    // u1 found as a customer what she expected before she bought.
    expect(found.find(({ topic, role }) => topic === 'speed' && role === 'customer')).toMatchObject({ expectation: { n: 4 }, perception: { n: 4 }, pairs: 1 })
    await bench.take([{ type: 'feedback', key: 'e0 later', retracted: true }, { type: 'agreement', key: 'own', retracted: true }])
  })

  test('both sides score a topic: 25 % of 8 users beside 83 % of 6 customers', async () => {
    const { scores = [], topics } = await disagreements({ detail: 'scores' })
    expect(scores).toMatchObject([{ topic: 'help', kind: 'csat', users: { n: 8, score: 25 }, customers: { n: 6, score: expect.closeTo(500 / 6, 10) }, difference: expect.closeTo(25 - 500 / 6, 10), certain: true, tooFew: false }])
    expect(topics).toMatchObject([{ topic: 'export', users: { n: 8, raised: 6, low: expect.closeTo(0.4093, 3) }, customers: { n: 6, raised: 1 }, certain: true }])
    expect(Object.keys(await disagreements())).toEqual(['topics'])
  })

  test('by period and by group', async () => {
    const { periods = [] } = await disagreements({ period: 'month' })
    expect(periods.map(({ from, topics }) => [from, topics.map(({ users, tooFew }) => [users.n, users.raised, tooFew])])).toEqual([['2026-02-01', [[8, 3, false]]], ['2026-03-01', [[3, 3, true]]]])
    const { groups = [] } = await disagreements({ by: 'payerKind' })
    expect(groups.map(({ value, topics }) => [value, topics.map(({ users, customers, tooFew }) => [users.n, customers.n, tooFew])])).toEqual([['nobody', [[8, 0, true]]], ['organization', [[0, 6, true]]]])
    expect((await disagreements({ where: 'payerKind=organization' })).topics).toMatchObject([{ users: { n: 0 }, customers: { n: 6 }, tooFew: true }])
  })
})

test('where all said the same there is a gap and no certainty; a topic in several spellings is one, under the commonest', async () => {
  const bench = await openBench()
  const givers = people('u', 6)
  await bench.take([
    { type: 'product', key: 'notes' }, ...givers.map((party) => ({ type: 'usage', key: party, party, product: 'notes', at: '2026-02-01T10:00:00Z' })),
    ...givers.flatMap((party, n) => [
      said(`e${n}`, party, { kind: 'expectation', topic: 'speed', score: 5 }), said(`p${n}`, party, { kind: 'perception', topic: n < 2 ? 'Speed ' : 'speed', score: 4 }, '2026-02-20'), said(`r${n}`, party, { kind: 'request', topic: n < 4 ? 'Search' : 'search ' }),
    ]),
  ])
  const { gaps } = (await bench.ask('service-gap', WINDOW)) as { gaps: readonly Gap[] }
  expect(gaps).toMatchObject([{ topic: 'speed', role: 'user', gap: 1, low: null, high: null, certain: false, tooFew: false, pairs: 6 }])
  const { topics } = (await bench.ask('disagreements', WINDOW)) as Disagreements
  expect(topics.map(({ topic, users }) => [topic, users.raised])).toEqual([['Search', 6]])
  expect(await bench.ask('voices', { ...WINDOW, kind: 'request', topic: 'search', limit: '1' })).toMatchObject({ total: 6 })
  await bench.close()
})
