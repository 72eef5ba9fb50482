import { expect, test } from 'vitest'
import { randomFrom } from '../../demo/random.ts'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { opener, within } from '../../test/laws/law.ts'
import type { Bench } from '../../test/harness/workspace.ts'

const JANUARY = { from: '2024-01-01', to: '2024-02-01' }
interface Share { readonly share: number; readonly low: number; readonly high: number }
interface Score { readonly kind: string; readonly n: number; readonly score: number | null; readonly shrunk: number | null; readonly stands: string | null; readonly rank: { readonly from: number; readonly to: number; readonly of: number } | null }
interface Row { readonly party: { readonly name: string }; readonly scores: readonly Score[] }
interface Answer {
  readonly kind: string | null; readonly found: number; readonly rows: readonly Row[]; readonly next: string | null; readonly late: object; readonly complaints: readonly object[]; readonly through: readonly object[]; readonly direct: readonly object[]
  readonly split: { readonly tooFew: string | null; readonly ofChannel: { readonly product: Share; readonly intermediary: Share } | null; readonly says: string; readonly verdict: string | null; readonly n: number }
}

let keys = 0
const firm = (name: string, more: object = {}) => ({ type: 'party', key: `p-${name}`, kind: 'organization', ids: [`account:${name}`], name, ...more })
const sale = (key: string, seller: string, buyer: string, more: object = {}) => ({ type: 'agreement', key, product: 'drill', seller, buyer, amount: '310.00', currency: 'EUR', interval: 'month', from: '2024-01-01', ...more })
const shopSale = (seller: string, buyer: string, product = 'drill', more: object = {}) => sale(`${seller} ${buyer} ${product}`, seller, buyer, { product, amount: '80.00', interval: 'once', ...more })
const use = (party: string, product = 'drill') => ({ type: 'usage', key: `u${keys++}`, party, product, event: 'used', at: '2024-01-03T10:00:00Z' })
const said = (party: string, kind: string, more: object, product: string | undefined = 'drill') => ({ type: 'feedback', key: `f${keys++}`, party, product, kind, at: '2024-01-20T10:00:00Z', ...more })
const products = ['drill', 'saw', 'sander', 'grinder'].map((key) => ({ type: 'product', key, name: key }))
const rowOf = ({ rows }: Answer, name: string): Row => rows.find(({ party }) => party.name === name) as Row
const asked = async (bench: Bench, more: Readonly<Record<string, string>> = {}): Promise<Answer> => (await bench.ask('channel-experience', { ...JANUARY, ...more })) as Answer

/** Shops that all sell all four products; `scoreOf` says what the end user of a shop says of a product. */
function shops(many: number, each: number, scoreOf: (shop: number, product: number, person: number) => number): object[] {
  return Array.from({ length: many }, (_, shop) => [
    firm(`s${shop}`), ...products.map(({ key }) => sale(`w${shop} ${key}`, 'self', `account:s${shop}`, { product: key })),
    ...products.flatMap(({ key }, product) => Array.from({ length: each }, (_, person) => `user:s${shop}-${key}-${person}`).flatMap((user, person) => [shopSale(`account:s${shop}`, user, key), use(user, key), said(user, 'nps', { score: scoreOf(shop, product, person) }, key)])),
  ]).flat()
}

describeOnEngines('the part of each intermediary', (place) => {
  const open = opener(place, 'channel_experience')
  const world = (lines: readonly object[], work: (bench: Bench) => Promise<void>) => within(open(), async (bench) => {
    expect(await bench.take([...products, ...lines])).toMatchObject({ rejected: [] })
    await work(bench)
  })

  test('end users seen and unseen, what it bought and sold on, and what is left in store', () => world(
    [firm('wang'), firm('mute', { category: 'retailer' }), firm('vague'), sale('w1', 'self', 'account:wang', { seats: 40 }), sale('w2', 'self', 'account:wang', { seats: 8, from: '2023-06-01', to: '2024-01-05' }), sale('w3', 'self', 'account:mute', { seats: 7 }),
      sale('w4', 'self', 'account:vague', { seats: 5 }), sale('w5', 'self', 'account:vague'), shopSale('account:vague', 'user:cho'), shopSale('account:wang', 'user:ann'), shopSale('account:wang', 'user:bob', 'drill', { from: '2023-12-01' }), use('user:ann')],
    async (bench) => {
      const answer = await asked(bench, { product: 'drill', sort: 'users' })
      expect(answer.rows.map(({ party }) => party.name)).toEqual(['wang', 'mute', 'vague'])
      expect(rowOf(answer, 'wang')).toMatchObject({
        seen: { users: 1, usageDays: 1 }, unseen: { customers: 1, silent: false, blind: false, units: 46 }, sellIn: { agreements: 2, units: 48, begun: 1, unitsBegun: 40 }, sellThrough: { agreements: 2, units: 2, begun: 1, unitsBegun: 1, money: { accrued: [{ currency: 'EUR', amount: '80.00' }] } }, inventory: 46, soldOn: 2 / 48, beyond: 0,
      })
      expect(rowOf(answer, 'mute')).toMatchObject({ unseen: { silent: true, blind: false }, inventory: 7, soldOn: 0 })
      // One purchase does not say how many.
      expect(rowOf(answer, 'vague')).toMatchObject({ unseen: { customers: 1, blind: true, units: null }, sellIn: { units: 5 }, inventory: null, soldOn: null, beyond: null })
    }))

  test('who sold on more than it is known to have bought has no stock below nothing: the rest came from elsewhere, or before', () => world(
    [firm('wang'), sale('w1', 'self', 'account:wang', { seats: 1 }), ...['ann', 'bob', 'cho'].map((who) => shopSale('account:wang', `user:${who}`))],
    async (bench) => {
      expect(rowOf(await asked(bench, { product: 'drill' }), 'wang')).toMatchObject({ sellIn: { units: 1 }, sellThrough: { units: 3 }, inventory: null, soldOn: null, beyond: 2, unseen: { units: null } })
    }))

  test('late is what was done after it was due, or not done though due; apart for what it sells and what it buys', () => world(
    [firm('wang'), sale('w1', 'self', 'account:wang'), shopSale('account:wang', 'user:ann'), shopSale('account:wang', 'user:bob'), use('user:ann'),
      { type: 'delivery', key: 'd1', agreement: 'account:wang user:ann drill', milestone: 'delivered', due: '2024-01-10', done: '2024-01-14' }, { type: 'delivery', key: 'd2', agreement: 'account:wang user:bob drill', milestone: 'delivered', due: '2024-01-10', done: '2024-01-10' },
      { type: 'delivery', key: 'd3', agreement: 'account:wang user:bob drill', milestone: 'fitted', due: '2024-01-22' }, { type: 'delivery', key: 'd4', agreement: 'w1', milestone: 'pallet', due: '2024-01-12', done: '2024-01-11' },
      { type: 'delivery', key: 'd5', agreement: 'w1', milestone: 'next pallet', due: '2024-02-12' }],
    async (bench) => {
      const answer = await asked(bench, { product: 'drill' })
      // Four days, and ten until the end of the window for what is not done.
      expect(rowOf(answer, 'wang')).toMatchObject({ late: { sells: { n: 3, late: 2, open: 1, share: 2 / 3, meanDays: 7 }, buys: { n: 1, late: 0, open: 0, share: 0, meanDays: null } } })
      expect(answer.late).toMatchObject({ sells: { n: 3, late: 2 }, buys: { n: 1, late: 0 } })
    }))

  test('complaints stand by their cause beside those of all others, and only end users are heard', () => world(
    [firm('slow'), firm('fine'), ...['slow', 'fine'].flatMap((shop) => [sale(`w ${shop}`, 'self', `account:${shop}`), ...Array.from({ length: 10 }, (_, n) => `user:${shop}${n}`).flatMap((user, n) => [shopSale(`account:${shop}`, user), use(user), said(user, 'csat', { score: 4 }), ...(shop === 'slow' && n < 6 ? [said(user, 'complaint', { topic: 'delivery' })] : n === 9 ? [said(user, 'complaint', { topic: 'battery' })] : [])])]),
      { type: 'membership', key: 'm1', person: 'user:clerk', organization: 'account:slow', from: '2024-01-01' }, use('user:clerk'), said('user:clerk', 'complaint', { topic: 'margin' }), shopSale('self', 'user:dora'), use('user:dora'), said('user:dora', 'complaint', { topic: 'price' })],
    async (bench) => {
      const answer = await asked(bench, { product: 'drill', kind: 'complaints' })
      expect(rowOf(answer, 'slow')).toMatchObject({ complaints: [{ topic: 'delivery', raised: 6, n: 10, share: 0.6, others: { raised: 0, n: 10, share: 0 } }, { topic: 'battery', raised: 1, n: 10, others: { raised: 1, n: 10 } }] })
      expect(answer.complaints).toMatchObject([{ topic: 'delivery', raised: 6, n: 20, others: null }, { topic: 'battery', raised: 2, n: 20 }])
      expect(answer.through).toMatchObject([{ kind: 'csat', n: 20 }, { kind: 'complaints', n: 20, score: 40 }])
      expect(answer.direct).toMatchObject([{ kind: 'complaints', n: 1, tooFew: true }])
    }))

  test('a score of few answers is drawn towards the usual one more than one of many, and below five there is none', () => world(
    [...[['many', 30], ['few', 5], ['two', 2]].flatMap(([name, n]) => [firm(String(name)), sale(`w ${name}`, 'self', `account:${name}`), ...Array.from({ length: Number(n) }, (_, person) => `user:${name}${person}`).flatMap((user) => [shopSale(`account:${name}`, user), use(user), said(user, 'csat', { score: 5 })])]),
      ...[0, 1, 2].flatMap((shop) => [firm(`half${shop}`), sale(`w half${shop}`, 'self', `account:half${shop}`), ...Array.from({ length: 20 }, (_, person) => `user:half${shop}-${person}`).flatMap((user, person) => [shopSale(`account:half${shop}`, user), use(user), said(user, 'csat', { score: person % 2 === 0 ? 2 : 4 })])])],
    async (bench) => {
      const answer = await asked(bench, { product: 'drill' })
      const [many, few, two] = ['many', 'few', 'two'].map((name) => rowOf(answer, name).scores[0] as Score)
      expect([many?.score, few?.score, two?.score]).toEqual([100, 100, null])
      expect(many?.shrunk ?? 0).toBeGreaterThan(few?.shrunk ?? 0)
      expect(few?.shrunk ?? 0).toBeGreaterThan(rowOf(answer, 'half0').scores[0]?.shrunk ?? 100)
      expect(two).toMatchObject({ n: 2, shrunk: null, rank: null })
      expect(many?.stands).toBe('above')
      // Three of five cannot be told apart: they share their places.
      expect(rowOf(answer, 'half0').scores[0]?.rank).toMatchObject({ to: 5, of: 5 })
      expect(answer.rows.map(({ party: { name } }) => name).slice(-2)).toEqual(['many', 'two'])
    }))

  test('a complaint stays with the intermediary that served then, whatever the same people say through another one later', () => world(
    [firm('bad'), firm('good'), ...['bad', 'good'].map((shop) => sale(`w ${shop}`, 'self', `account:${shop}`)), ...Array.from({ length: 8 }, (_, n) => `user:moved${n}`).flatMap((user) => [
      shopSale('account:bad', user, 'drill', { interval: 'month', to: '2024-01-15' }), shopSale('account:good', user, 'drill', { interval: 'month', from: '2024-01-15' }), use(user),
      said(user, 'complaint', { topic: 'came broken', at: '2024-01-10T10:00:00Z' }), said(user, 'csat', { score: 5 }),
    ])],
    async (bench) => {
      const answer = await asked(bench, { product: 'drill', kind: 'complaints' })
      expect(rowOf(answer, 'bad')).toMatchObject({ complaints: [{ topic: 'came broken', raised: 8, n: 8 }], scores: [{ kind: 'complaints', n: 8, score: 100 }] })
      expect(rowOf(answer, 'good')).toMatchObject({ complaints: [], scores: [{ kind: 'csat', n: 8, score: 100 }, { kind: 'complaints', n: 8, score: 0 }] })
      const { totals } = (await bench.ask('channel', { ...JANUARY, product: 'drill' })) as { totals: { experience: readonly object[] } }
      expect(totals.experience).toContainEqual(expect.objectContaining({ kind: 'complaints', n: 16, score: 50 }))
    }))

  test('who is served by one intermediary with two products is heard once there', () => world(
    [firm('wang'), ...['drill', 'saw'].map((product) => sale(`w ${product}`, 'self', 'account:wang', { product })), ...Array.from({ length: 6 }, (_, n) => `user:both${n}`).flatMap((user) => [
      ...['drill', 'saw'].flatMap((product) => [shopSale('account:wang', user, product), use(user, product)]), said(user, 'complaint', { topic: 'came broken' }), said(user, 'csat', { score: 5 }, 'saw'),
    ])],
    async (bench) => {
      expect(rowOf(await asked(bench), 'wang')).toMatchObject({ complaints: [{ topic: 'came broken', raised: 6, n: 6 }] })
      const { nodes, totals } = (await bench.ask('channel', JANUARY)) as { nodes: readonly { readonly party: { readonly name: string } | null; readonly experience: readonly object[] }[]; totals: { experience: readonly object[] } }
      for (const { experience } of [totals, ...nodes]) expect(experience).toContainEqual(expect.objectContaining({ kind: 'complaints', n: 6, score: 100 }))
    }))

  test('what was said through one intermediary alters nothing of what was complained of through another, and the order of arrival alters nothing at all', async () => {
    const random = randomFrom(19, 'moved')
    const day = (n: number): string => `2024-01-${String(n).padStart(2, '0')}`
    const base = [...['a', 'b'].flatMap((shop) => [firm(shop), sale(`w ${shop}`, 'self', `account:${shop}`)])]
    const people = Array.from({ length: 14 }, (_, n) => ({ user: `user:law${n}`, moves: random.int(8, 24) })).map(({ user, moves }) => ({
      served: [shopSale('account:a', user, 'drill', { interval: 'month', to: day(moves) }), shopSale('account:b', user, 'drill', { interval: 'month', from: day(moves) }), use(user)],
      heard: Array.from({ length: random.int(1, 4) }, () => random.int(4, 28)).map((on, n) => ({ through: on < moves ? 'a' : 'b', line: said(user, random.unit() < 0.5 ? 'complaint' : 'praise', { topic: `t${random.int(0, 2)}`, at: `${day(on)}T1${n}:00:00Z` }) })),
    }))
    const served = [...base, ...people.flatMap((one) => one.served)]
    const heard = people.flatMap((one) => one.heard)
    const told = async (lines: readonly object[]): Promise<Answer> => {
      let answer: Answer | null = null
      await world(lines, async (bench) => { answer = await asked(bench, { product: 'drill', kind: 'complaints', sort: 'name' }) })
      return answer as unknown as Answer
    }
    const ownOf = (answer: Answer, name: string) => {
      const { complaints, scores } = rowOf(answer, name) as Row & { readonly complaints: readonly { readonly topic: string; readonly raised: number; readonly n: number }[] }
      return { complaints: complaints.map(({ topic, raised, n }) => ({ topic, raised, n })), scores: scores.map(({ kind, n, score }) => ({ kind, n, score })) }
    }
    const whole = await told([...served, ...heard.map(({ line }) => line)])
    for (const shop of ['a', 'b']) {
      const alone = await told([...served, ...heard.filter(({ through }) => through === shop).map(({ line }) => line)])
      expect(ownOf(whole, shop).complaints.length).toBeGreaterThan(0)
      expect(ownOf(whole, shop)).toEqual(ownOf(alone, shop))
    }
    expect((await told([...heard.map(({ line }) => line).reverse(), ...[...served].reverse()])).rows.map(({ party: { name }, ...rest }) => ({ name, ...rest }))).toEqual(whole.rows.map(({ party: { name }, ...rest }) => ({ name, ...rest })))
  })

  test('where one product is weak everywhere it is the product; where some shops serve badly it is the shop', async () => {
    const noise = (shop: number, product: number, person: number): number => [0, 1, -1, 2, -2][(shop * 7 + product * 3 + person * 2) % 5] ?? 0
    await world(shops(8, 4, (shop, product, person) => 6 + (product === 3 ? -4 : product) + noise(shop, product, person)), async (bench) => {
      const { split } = await asked(bench, { kind: 'nps' })
      expect(split).toMatchObject({ tooFew: null, verdict: 'product', n: 128 })
      expect(split.ofChannel?.intermediary.share).toBeLessThan(0.1)
      expect(split.says).toMatch(/it is the product rather than the intermediary \(.*This comes from only four products/)
    })
    await world(shops(8, 4, (shop, product, person) => 6 + (shop % 4 === 0 ? -4 : 1) + noise(shop, product, person)), async (bench) => {
      const { split } = await asked(bench, { kind: 'nps' })
      expect(split).toMatchObject({ tooFew: null, verdict: 'intermediary' })
      expect(split.ofChannel?.intermediary.share).toBeGreaterThan(0.8)
    })
  })

  test('with too few products, intermediaries or answers nothing is split, and it says why', () => world(
    [...shops(4, 4, (shop) => 5 + shop)],
    async (bench) => {
      expect((await asked(bench, { kind: 'nps' })).split).toMatchObject({ tooFew: 'few-intermediaries', product: null, ofChannel: null })
      expect((await asked(bench, { kind: 'nps', product: 'drill' })).split).toMatchObject({ tooFew: 'few-products' })
      expect((await asked(bench, { kind: 'ces' })).split).toMatchObject({ tooFew: 'nothing-heard', n: 0 })
      expect((await asked(bench, { kind: 'nps', limit: '3' }))).toMatchObject({ found: 4, next: '3' })
      expect((await asked(bench, { kind: 'nps', limit: '3', cursor: '3' })).rows).toHaveLength(1)
      expect((await asked(bench, { q: 'S2' })).rows.map(({ party }) => party.name)).toEqual(['s2'])
    }))
})
