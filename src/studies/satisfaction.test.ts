import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

type Row = { readonly kind: string; readonly role: string; readonly n: number; readonly score: number | null; readonly low: number | null; readonly high: number | null; readonly tooFew: boolean; readonly withheld?: boolean; readonly mean?: number | null; readonly sd?: number | null; readonly meanLow?: number | null; readonly meanHigh?: number | null }
interface Group { readonly value: string; readonly name: string | null; readonly voices: number; readonly scores: readonly Row[] }
interface Answer { readonly scores: readonly Row[]; readonly groups?: readonly Group[]; readonly moreGroups?: number; readonly periods?: readonly { readonly from: string; readonly to: string; readonly scores: readonly Row[] }[] }
interface Voices { readonly voices: readonly { readonly key: string; readonly roles: readonly string[]; readonly payerKind: string; readonly payer: { readonly identifiers: readonly string[] } | null; readonly organizations: readonly { readonly identifiers: readonly string[] }[]; readonly category: string | null; readonly intermediary: { readonly identifiers: readonly string[] } | null; readonly side: string }[]; readonly total: number; readonly next: string | null; readonly experience: Readonly<Record<string, number>>; readonly warnings: readonly string[] }

const WINDOW = { from: '2026-02-01', to: '2026-04-01' }
const nps = (key: string, party: string, score: number, at: string, rest: object = {}): object => ({ type: 'feedback', key, party, product: 'notes', kind: 'nps', score, at: `${at}T10:00:00Z`, ...rest })
const use = (key: string, party: string, at = '2026-01-20', rest: object = {}): object => ({ type: 'usage', key, party, product: 'notes', at: `${at}T10:00:00Z`, ...rest })

/**
 * Acme pays for its members a0 to a5 until 1 March; a0 is its admin, and d0 decides. Resell sells to the shop, which sells to c0 to c4. s0 pays for herself. Free: f0 to f4.
 * a5 answers twice: under Acme, and after Acme's agreement ended.
 */
const LINES: readonly object[] = [
  { type: 'product', key: 'notes' }, { type: 'product', key: 'mail' },
  { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' }, { type: 'party', key: 'shop', kind: 'organization', ids: ['account:shop'], name: 'Shop' },
  { type: 'agreement', key: 'of-acme', product: 'notes', buyer: 'account:acme', amount: '600.00', currency: 'EUR', interval: 'month', from: '2025-06-01', to: '2026-03-01' },
  { type: 'agreement', key: 'of-shop', product: 'notes', buyer: 'account:shop', beneficiary: 'buyer', amount: '100.00', currency: 'EUR', interval: 'month', from: '2025-06-01' },
  { type: 'agreement', key: 'of-s0', product: 'notes', buyer: 'user:s0', amount: '10.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  ...[0, 1, 2, 3, 4, 5].flatMap((n) => [
    { type: 'party', key: `a${n}`, kind: 'person', ids: [`user:a${n}`], category: n < 3 ? 'editor' : 'reader' },
    { type: 'membership', key: `a${n}`, person: `user:a${n}`, organization: 'account:acme', from: '2025-06-01', ...(n === 0 ? { function: 'admin' } : {}) }, use(`a${n}`, `user:a${n}`),
  ]),
  { type: 'membership', key: 'd0', person: 'user:d0', organization: 'account:acme', function: 'decider', from: '2025-06-01' },
  ...[0, 1, 2, 3, 4].flatMap((n) => [
    { type: 'agreement', key: `of-c${n}`, product: 'notes', seller: 'account:shop', buyer: `user:c${n}`, interval: 'month', from: '2025-06-01' },
    { type: 'party', key: `c${n}`, kind: 'person', ids: [`user:c${n}`] }, use(`c${n}`, `user:c${n}`), { type: 'party', key: `f${n}`, kind: 'person', ids: [`user:f${n}`] }, use(`f${n}`, `user:f${n}`),
  ]),
  ...[9, 9, 7, 3, 10].map((score, n) => nps(`a${n}`, `user:a${n}`, score, '2026-02-05')),
  nps('a5', 'user:a5', 10, '2026-02-05'), nps('a5 later', 'user:a5', 0, '2026-03-10'),
  nps('d0', 'user:d0', 2, '2026-02-06'),
  ...[10, 9, 9, 8, 10].map((score, n) => nps(`c${n}`, `user:c${n}`, score, '2026-02-07')),
  ...[0, 1, 2, 9, 7].map((score, n) => nps(`f${n}`, `user:f${n}`, score, '2026-02-08')),
  { type: 'feedback', key: 's0', party: 'user:s0', kind: 'praise', text: 'Fine', at: '2026-02-09T10:00:00Z' },
]

describe('scores by group and over time, worked by hand', () => {
  let bench: Bench
  const ask = async (params: Readonly<Record<string, string>> = {}): Promise<Answer> => (await bench.ask('satisfaction', { ...WINDOW, ...params })) as Answer
  const voices = async (params: Readonly<Record<string, string>> = {}): Promise<Voices> => (await bench.ask('voices', { ...WINDOW, ...params })) as Voices
  const row = (rows: readonly Row[], role: string): Row | undefined => rows.find((one) => one.role === role && one.kind === 'nps')

  beforeAll(async () => {
    bench = await openBench()
    await bench.take(LINES)
  })
  afterAll(() => bench?.close())

  test('without a group the answer has scores and nothing else', async () => {
    const answer = await ask()
    expect(Object.keys(answer)).toEqual(['scores'])
    // 16 users: a0 to a5 with the newest answers 9 9 7 3 10 0, c with 10 9 9 8 10, f with 0 1 2 9 7: promoters 3 + 4 + 1, detractors 2 + 0 + 3.
    expect(row(answer.scores, 'user')).toMatchObject({ n: 16, score: (100 * 3) / 16, tooFew: false })
    expect(row(answer.scores, 'customer')).toEqual({ kind: 'nps', role: 'customer', n: 1, score: null, low: null, high: null, tooFew: true })
    expect(row(answer.scores, 'decider')).toMatchObject({ n: 1, tooFew: true })
  })

  test('by payer: who paid on the day of the answer; groups add up to all', async () => {
    const { groups = [], scores } = await ask({ by: 'payerKind' })
    const users = Object.fromEntries(groups.map(({ value, scores: of }) => [value, row(of, 'user')]))
    expect(Object.fromEntries(Object.entries(users).map(([value, one]) => [value, one?.n]))).toEqual({ organization: 5, intermediary: 5, nobody: 6 })
    expect(users.organization?.score).toBeCloseTo(100 * (3 - 1) / 5, 10)
    expect(users.intermediary?.score).toBeCloseTo(100 * 4 / 5, 10)
    expect(users.nobody?.score).toBeCloseTo(100 * (1 - 4) / 6, 10)
    expect(groups.reduce((sum, { scores: of }) => sum + (row(of, 'user')?.n ?? 0), 0)).toBe(row(scores, 'user')?.n)
  })

  test('by organization: that of the day; where one group is too small another is withheld with it', async () => {
    const { groups = [] } = await ask({ by: 'category' })
    // Editors 3 and readers 3 are too few; without a category there are 10, and 6 are hidden, which tells nothing of a single one.
    expect(groups.map(({ value, scores }) => [value, row(scores, 'user')?.n, row(scores, 'user')?.tooFew])).toEqual([['none', 10, false], ['reader', 3, true], ['editor', 3, true]])
    await bench.take([use('g', 'user:g'), { type: 'party', key: 'g', kind: 'person', ids: ['user:g'], category: 'guest' }, nps('g', 'user:g', 9, '2026-02-05')])
    const { groups: sides = [] } = await ask({ by: 'category', where: 'category!=reader,editor' })
    expect(sides.map(({ value, scores }) => [value, row(scores, 'user')?.n, row(scores, 'user')?.score, row(scores, 'user')?.withheld ?? false])).toEqual([['none', 10, null, true], ['guest', 1, null, false]])
    await bench.take([{ type: 'feedback', key: 'g', retracted: true }])
    const { groups: organizations = [] } = await ask({ by: 'organization' })
    expect(organizations.map(({ value, voices: said, scores }) => [value, said, row(scores, 'user')?.n])).toEqual([['none', 10, 10], ['account:acme', 8, 6]])
  })

  test('by period: the newest answer of each in each', async () => {
    const { periods = [] } = await ask({ period: 'month' })
    expect(periods.map(({ from, to, scores }) => [from, to, row(scores, 'user')?.n])).toEqual([['2026-02-01', '2026-03-01', 16], ['2026-03-01', '2026-04-01', 1]])
    expect(row(periods[0]?.scores ?? [], 'user')?.score).toBeCloseTo(100 * (4 + 4 + 1 - 1 - 3) / 16, 10)
    expect((await ask({ period: 'quarter', from: '2025-12-01', to: '2026-04-02' })).periods?.map(({ from, to }) => [from, to])).toEqual([['2025-12-01', '2026-01-01'], ['2026-01-01', '2026-04-01'], ['2026-04-01', '2026-04-02']])
  })

  test('by topic and product one giver may be in several groups', async () => {
    await bench.take([nps('two', 'user:f0', 9, '2026-02-08', { topic: 'ease' }), nps('three', 'user:f0', 9, '2026-02-08', { product: 'mail', topic: 'speed' })])
    const { groups = [] } = await ask({ by: 'topic' })
    expect(groups.map(({ value, scores }) => [value, scores.reduce((sum, { n }) => sum + n, 0) > 0])).toEqual([['none', true], ['ease', true], ['speed', true]])
    await bench.take(['two', 'three'].map((key) => ({ type: 'feedback', key, retracted: true })))
  })

  test('means with their normal interval, and every answer where that is asked', async () => {
    const mean = row((await ask({ detail: 'mean' })).scores, 'user')
    const scores = [9, 9, 7, 3, 10, 0, 10, 9, 9, 8, 10, 0, 1, 2, 9, 7]
    const middle = scores.reduce((sum, one) => sum + one, 0) / 16
    const sd = Math.sqrt(scores.reduce((sum, one) => sum + (one - middle) ** 2, 0) / 15)
    expect([mean?.mean, mean?.sd, mean?.meanLow, mean?.meanHigh]).toEqual([middle, sd, middle - (1.96 * sd) / 4, middle + (1.96 * sd) / 4].map((value) => expect.closeTo(value, 10)))
    expect(row((await ask({ answers: 'all' })).scores, 'user')?.n).toBe(17)
  })

  test('the voices behind a figure are as many as it counts', async () => {
    for (const by of ['payerKind', 'organization', 'category', 'side', 'intermediary', 'product', 'topic', 'channel']) {
      for (const { value, scores } of (await ask({ by })).groups ?? []) {
        for (const { kind, role, n } of scores) expect([by, value, role, (await voices({ by, group: value, role, kind, counted: 'newest' })).total]).toEqual([by, value, role, n])
      }
    }
  })

  test('each voice carries what its giver was that day', async () => {
    const { voices: said } = await voices()
    const of = (key: string) => said.find((one) => one.key === key)
    expect(of('a5')).toMatchObject({ payerKind: 'organization', payer: { identifiers: ['account:acme'] }, organizations: [{ identifiers: ['account:acme'] }], category: 'reader', roles: ['user'], side: 'users' })
    expect(of('a5 later')).toMatchObject({ payerKind: 'nobody', payer: null, organizations: [{ identifiers: ['account:acme'] }] })
    expect(of('c0')).toMatchObject({ payerKind: 'intermediary', payer: { identifiers: ['account:shop'] }, intermediary: { identifiers: ['account:shop'] }, organizations: [] })
    expect(of('a0')).toMatchObject({ roles: ['customer', 'user'], side: 'customers' })
    expect(of('d0')).toMatchObject({ roles: ['decider'], side: 'customers' })
    // What is about no product is judged by any: she pays for one herself.
    expect(of('s0')).toMatchObject({ payerKind: 'self', payer: { identifiers: ['user:s0'] } })
  })

  test('in pages, filtered by text, and refused where nothing can be meant', async () => {
    const first = await voices({ limit: '5' })
    const second = await voices({ limit: '100', cursor: first.next ?? '' })
    expect([first.voices.length, second.voices.length, second.next]).toEqual([5, first.total - 5, null])
    expect((await voices({ q: 'FINE' })).voices.map(({ key }) => key)).toEqual(['s0'])
    expect((await voices({ kind: 'praise,request' })).total).toBe(1)
    await expect(voices({ kind: 'star' })).rejects.toMatchObject({ code: 'bad-parameter' })
    await expect(voices({ group: 'x' })).rejects.toMatchObject({ code: 'bad-parameter' })
    await expect(ask({ by: 'weather' })).rejects.toMatchObject({ code: 'bad-parameter' })
  })

  test('where nearly nobody had bought or used what they speak of, it is said in words', async () => {
    expect((await voices()).warnings).toEqual([])
    await bench.take([0, 1, 2, 3, 4, 5].map((n) => ({ type: 'feedback', key: `p${n}`, party: `user:f${n}`, product: 'mail', kind: 'expectation', score: 6, at: '2026-02-08T10:00:00Z' })))
    const { experience, warnings } = await voices({ product: 'mail', kind: 'expectation' })
    expect(experience).toEqual({ voices: 6, givers: 6, bought: 0, used: 0, neither: 6 })
    expect(warnings).toEqual(['None of the 6 answers is from somebody who had bought or used what it is about by then: they say what people expect, not what they found.'])
  })
})
