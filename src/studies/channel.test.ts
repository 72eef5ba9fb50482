import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { opener, within } from '../../test/laws/law.ts'
import type { Bench } from '../../test/harness/workspace.ts'

const JANUARY = { product: 'drill', from: '2024-01-01', to: '2024-02-01' }
interface Sums { readonly accrued: readonly object[]; readonly paid: readonly object[]; readonly agreements: number; readonly unpriced: number }
interface Node {
  readonly id: string; readonly level: number; readonly because: string | null; readonly folded: number; readonly users: number; readonly usageDays: number; readonly intermediaries: number; readonly customers: number
  readonly party: { readonly identifiers: readonly string[] } | null; readonly under: { readonly identifiers: readonly string[] } | null
  readonly ends: object; readonly own: object; readonly bought: Sums; readonly sold: Sums; readonly unseen: Record<string, number | null>; readonly experience: readonly object[]
}
interface Answer {
  readonly nodes: readonly Node[]; readonly edges: readonly { readonly from: string; readonly to: string; readonly back: boolean; readonly users: number; readonly usageDays: number; readonly money: Sums }[]
  readonly suppliers: readonly { readonly party: { readonly identifiers: readonly string[] } }[]; readonly unpaid: Record<string, object>; readonly unknown: object; readonly totals: Record<string, unknown>
  readonly others: readonly { readonly party: { readonly identifiers: readonly string[] }; readonly customers: number }[]; readonly warnings: readonly { readonly code: string; readonly says: string }[]; readonly experience: string | null
}

const firm = (name: string, more: object = {}) => ({ type: 'party', key: `p-${name}`, kind: 'organization', ids: [`account:${name}`], name, ...more })
const sale = (key: string, seller: string, buyer: string, more: object = {}) => ({ type: 'agreement', key, product: 'drill', seller, buyer, amount: '310.00', currency: 'EUR', interval: 'month', from: '2024-01-01', ...more })
const shopSale = (key: string, seller: string, buyer: string, more: object = {}) => sale(key, seller, buyer, { amount: '80.00', interval: 'once', ...more })
let uses = 0
const use = (party: string, day: number, more: object = {}) => ({ type: 'usage', key: `u${uses++}`, party, product: 'drill', event: 'drilled', at: `2024-01-${String(day).padStart(2, '0')}T10:00:00Z`, ...more })
const said = (party: string, kind: string, score: number | undefined, day = 20) => ({ type: 'feedback', key: `f${uses++}`, party, product: 'drill', kind, ...(score === undefined ? { topic: 'battery' } : { score }), at: `2024-01-${day}T10:00:00Z` })

async function asked(bench: Bench, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return (await bench.ask('channel', { ...JANUARY, ...more })) as Answer
}
const nodeOf = (answer: Answer, identifier: string): Node => answer.nodes.find(({ party }) => party?.identifiers.includes(identifier)) as Node
const edge = (answer: Answer, from: string, to: string) => answer.edges.find((one) => one.from === nodeOf(answer, from).id && one.to === nodeOf(answer, to).id)

describeOnEngines('the chain', (place) => {
  const open = opener(place, 'channel')
  const world = (lines: readonly object[], work: (bench: Bench) => Promise<void>) => within(open(), async (bench) => {
    expect(await bench.take([{ type: 'product', key: 'drill', name: 'Drill' }, ...lines])).toMatchObject({ rejected: [] })
    await work(bench)
  })

  test('where all buy directly there is the seller alone, with its own end users', () => world(
    [shopSale('a1', 'self', 'user:ann'), shopSale('a2', 'self', 'user:bob'), use('user:ann', 3), use('user:ann', 4), use('user:cho', 5)],
    async (bench) => {
      const answer = await asked(bench)
      expect(answer.nodes).toHaveLength(1)
      expect(answer.nodes[0]).toMatchObject({ because: 'seller', level: 0, customers: 2, intermediaries: 0, users: 1, usageDays: 2, ends: { users: 1, usageDays: 2 }, own: { users: 0, usageDays: 0 }, sold: { agreements: 2, accrued: [{ currency: 'EUR', amount: '160.00' }] } })
      expect(answer.edges).toEqual([])
      // Bob bought, and no use of his is seen.
      expect(answer.nodes[0]?.unseen).toMatchObject({ customers: 1, silent: 0, blind: 0 })
      expect(answer.totals).toMatchObject({ intermediaries: 0, users: 2, usageDays: 3, directCustomers: 2 })
      expect(answer.unpaid.free).toEqual({ users: 1, usageDays: 1 })
    }))

  const threeSteps = [firm('wang'), firm('reyes'), firm('acme'), sale('w1', 'self', 'account:wang', { amount: '1000.00' }), sale('r1', 'account:wang', 'account:reyes', { amount: '600.00' }), shopSale('e1', 'account:reyes', 'user:ann'),
    sale('e3', 'account:reyes', 'account:acme', { amount: '40.00' }), { type: 'membership', key: 'm1', person: 'user:cho', organization: 'account:acme', from: '2024-01-01' }, { type: 'membership', key: 'm2', person: 'user:rey', organization: 'account:reyes', from: '2024-01-01' },
    { type: 'membership', key: 'm3', person: 'user:wei', organization: 'account:wang', from: '2024-01-01' },
    use('user:ann', 6), use('user:ann', 8), use('user:cho', 9), use('user:rey', 9), use('user:rey', 10), use('user:wei', 11)]

  test('use, money and users go down three steps; people of those who resell are told apart from end users', () => world(threeSteps, async (bench) => {
    const answer = await asked(bench)
    expect(nodeOf(answer, 'self')).toMatchObject({ level: 0, users: 4, usageDays: 6, intermediaries: 1, customers: 0, ends: { users: 0, usageDays: 0 } })
    expect(nodeOf(answer, 'account:wang')).toMatchObject({ level: 1, because: 'sells', users: 4, usageDays: 6, own: { users: 1, usageDays: 1 }, ends: { users: 0, usageDays: 0 }, bought: { accrued: [{ currency: 'EUR', amount: '1000.00' }] }, sold: { accrued: [{ currency: 'EUR', amount: '600.00' }] } })
    expect(nodeOf(answer, 'account:reyes')).toMatchObject({ level: 2, users: 3, usageDays: 5, own: { users: 1, usageDays: 2 }, ends: { users: 2, usageDays: 3 }, customers: 2, sold: { accrued: [{ currency: 'EUR', amount: '120.00' }] } })
    expect(edge(answer, 'account:wang', 'account:reyes')).toMatchObject({ users: 3, usageDays: 5, back: false, money: { agreements: 1, accrued: [{ currency: 'EUR', amount: '600.00' }] } })
    expect(answer.totals).toMatchObject({ levels: [1, 1], intermediaries: 2, wholesalers: 1, through: { users: 2, usageDays: 3 }, own: { users: 2, usageDays: 3 }, direct: { users: 0, usageDays: 0 } })
  }))

  test('from the side of a reseller: whom it buys from, its own end users, and no money that is not its own', () => world(threeSteps, async (bench) => {
    const answer = await asked(bench, { seller: 'account:reyes' })
    expect(answer.nodes).toHaveLength(1)
    expect(nodeOf(answer, 'account:reyes')).toMatchObject({ level: 0, because: 'seller', ends: { users: 2, usageDays: 3 }, bought: { accrued: [{ currency: 'EUR', amount: '600.00' }] } })
    expect(answer.suppliers.map(({ party }) => party.identifiers)).toEqual([['account:wang']])
    // Use of the people of Reyes and Wang is paid to others than Reyes.
    expect(answer.unpaid.elsewhere).toEqual({ users: 2, usageDays: 3 })
    expect(answer.others.map(({ party }) => party.identifiers[0])).toEqual(['account:wang', 'self'])
  }))

  test('a reseller that buys from two wholesalers stands once; its use goes with the older purchase, its money with each', () => world(
    [firm('east'), firm('west'), firm('shop'), sale('w1', 'self', 'account:east'), sale('w2', 'self', 'account:west'), sale('r1', 'account:east', 'account:shop', { amount: '31.00' }), sale('r2', 'account:west', 'account:shop', { amount: '62.00', from: '2024-01-11' }),
      shopSale('e1', 'account:shop', 'user:ann'), use('user:ann', 5), use('user:ann', 20)],
    async (bench) => {
      const answer = await asked(bench)
      expect(answer.nodes.filter(({ party }) => party?.identifiers.includes('account:shop'))).toHaveLength(1)
      expect(nodeOf(answer, 'account:shop')).toMatchObject({ level: 2, users: 1, usageDays: 2, bought: { agreements: 2, accrued: [{ currency: 'EUR', amount: '73.00' }] } })
      expect(nodeOf(answer, 'account:shop').under?.identifiers).toEqual(['account:east'])
      expect(edge(answer, 'account:east', 'account:shop')).toMatchObject({ usageDays: 2 })
      expect(edge(answer, 'account:west', 'account:shop')).toMatchObject({ usageDays: 0, money: { accrued: [{ currency: 'EUR', amount: '42.00' }] } })
      expect(nodeOf(answer, 'account:west').unseen).toMatchObject({ blind: 1 })
    }))

  test('where the way changes within the window, each day goes its own way and the user counts on the first', () => world(
    [firm('east'), firm('west'), firm('shop'), sale('w1', 'self', 'account:east'), sale('w2', 'self', 'account:west'), sale('r1', 'account:east', 'account:shop', { to: '2024-01-11' }), sale('r2', 'account:west', 'account:shop', { from: '2024-01-11' }),
      shopSale('e1', 'account:shop', 'user:ann'), use('user:ann', 10), use('user:ann', 11), use('user:ann', 12)],
    async (bench) => {
      const answer = await asked(bench)
      expect(edge(answer, 'account:east', 'account:shop')).toMatchObject({ users: 1, usageDays: 1 })
      expect(edge(answer, 'account:west', 'account:shop')).toMatchObject({ users: 0, usageDays: 2 })
      expect(nodeOf(answer, 'account:shop')).toMatchObject({ users: 1, usageDays: 3 })
    }))

  test('a circle is told and not followed', () => world(
    [firm('wang'), firm('reyes'), sale('w1', 'self', 'account:wang'), sale('r1', 'account:wang', 'account:reyes'), sale('c1', 'account:reyes', 'account:wang', { from: '2024-01-02' }), shopSale('e1', 'account:reyes', 'user:ann'), use('user:ann', 3)],
    async (bench) => {
      const answer = await asked(bench)
      expect(answer.warnings.map(({ code }) => code)).toEqual(['circle'])
      expect(nodeOf(answer, 'account:wang').level).toBe(1)
      expect(nodeOf(answer, 'account:reyes').level).toBe(2)
      expect(edge(answer, 'account:reyes', 'account:wang')).toMatchObject({ back: true, usageDays: 0 })
      expect(nodeOf(answer, 'account:reyes')).toMatchObject({ users: 1, usageDays: 1 })
    }))

  test('what is known to exist unseen is told: units not sold on, buyers without use, a reseller of whom no sale is known', () => world(
    [firm('wang'), firm('mute', { category: 'Value-added reseller' }), firm('deaf'), sale('w1', 'self', 'account:wang', { seats: 40 }), sale('w2', 'self', 'account:mute', { seats: 7, amount: undefined, currency: undefined }), sale('w3', 'self', 'account:deaf', { amount: '50.00' }),
      shopSale('e1', 'account:wang', 'user:ann'), shopSale('e2', 'account:wang', 'user:bob'), use('user:ann', 3), use('anonymous:x1', 4)],
    async (bench) => {
      const answer = await asked(bench)
      expect(nodeOf(answer, 'account:wang').unseen).toEqual({ customers: 1, silent: 0, blind: 0, units: 38, unitsIn: 40, unitsOut: 2 })
      expect(nodeOf(answer, 'account:mute')).toMatchObject({ because: 'category', unseen: { silent: 1, units: 7 }, bought: { accrued: [], unpriced: 1 } })
      // A customer without a word that it resells is an end customer.
      expect(nodeOf(answer, 'account:deaf')).toBeUndefined()
      expect(answer.totals).toMatchObject({ intermediaries: 2, unseen: { customers: 1, silent: 1, blind: 0, units: 45, unitsIn: 47 } })
      expect(answer.unknown).toEqual({ users: 1, usageDays: 1 })
    }))

  test('a word by hand makes a reseller, and another takes it back', () => world(
    [firm('deaf'), firm('wang'), sale('w1', 'self', 'account:deaf'), sale('w2', 'self', 'account:wang'), shopSale('e1', 'account:wang', 'user:ann'),
      { type: 'override', key: 'o1', fact: 'role', party: 'account:deaf', role: 'intermediary', by: 'eve' }, { type: 'override', key: 'o2', fact: 'role', party: 'account:wang', role: 'intermediary', not: true, by: 'eve' }],
    async (bench) => {
      const answer = await asked(bench)
      expect(nodeOf(answer, 'account:deaf')).toMatchObject({ because: 'hand', unseen: { silent: 1 } })
      expect(nodeOf(answer, 'account:wang')).toBeUndefined()
    }))

  test('refunds lower what was paid and not what was agreed; a charge without an agreement makes a buyer', () => world(
    [firm('wang'), sale('w1', 'self', 'account:wang'), shopSale('e1', 'account:wang', 'user:ann'),
      { type: 'payment', key: 'y1', agreement: 'w1', payer: 'account:wang', amount: '310.00', currency: 'EUR', at: '2024-01-05T10:00:00Z' }, { type: 'payment', key: 'y2', agreement: 'w1', payer: 'account:wang', amount: '110.00', currency: 'EUR', kind: 'refund', at: '2024-01-09T10:00:00Z' },
      { type: 'payment', key: 'y3', payer: 'user:bob', seller: 'account:wang', product: 'drill', amount: '25.00', currency: 'EUR', at: '2024-01-09T10:00:00Z' }],
    async (bench) => {
      const answer = await asked(bench)
      expect(nodeOf(answer, 'account:wang')).toMatchObject({ customers: 2, bought: { accrued: [{ currency: 'EUR', amount: '310.00' }], paid: [{ currency: 'EUR', amount: '200.00' }] }, sold: { agreements: 1, accrued: [{ currency: 'EUR', amount: '80.00' }], paid: [{ currency: 'EUR', amount: '25.00' }] } })
    }))

  test('experience is that of end users below, each counted with its newest score, and none below five', () => world(
    [firm('good'), firm('bad'), sale('w1', 'self', 'account:good'), sale('w2', 'self', 'account:bad'),
      { type: 'membership', key: 'm9', person: 'user:clerk', organization: 'account:bad', from: '2024-01-01' }, use('user:clerk', 2), said('user:clerk', 'csat', 1),
      ...[1, 2, 3, 4, 5].flatMap((n) => [shopSale(`g${n}`, 'account:good', `user:g${n}`), use(`user:g${n}`, 3), said(`user:g${n}`, 'csat', n === 1 ? 2 : 5)]),
      said('user:g1', 'csat', 4, 21), ...[1, 2, 3, 4].flatMap((n) => [shopSale(`b${n}`, 'account:bad', `user:b${n}`), use(`user:b${n}`, 3), said(`user:b${n}`, 'csat', 1)]), said('user:b1', 'complaint', undefined)],
    async (bench) => {
      const answer = await asked(bench)
      expect(answer.experience).toBe('csat')
      expect(nodeOf(answer, 'account:good').experience).toMatchObject([{ kind: 'csat', n: 5, score: 100, tooFew: false }, { kind: 'complaints', n: 5, score: 0 }])
      // The clerk of the shop is no end user.
      expect(nodeOf(answer, 'account:bad').experience).toMatchObject([{ kind: 'csat', n: 4, score: null, tooFew: true }, { kind: 'complaints', n: 4, score: null }])
      expect(nodeOf(answer, 'self').experience[0]).toMatchObject({ kind: 'csat', n: 9, score: (100 * 5) / 9 })
    }))

  test('folding keeps every sum, and opening a seller shows more of the same', () => world(
    [...Array.from({ length: 20 }, (_, n) => [firm(`s${n}`), sale(`w${n}`, 'self', `account:s${n}`), shopSale(`e${n}`, `account:s${n}`, `user:u${n}`), ...Array.from({ length: (n % 5) + 1 }, (_, day) => use(`user:u${n}`, day + 3))]).flat()],
    async (bench) => {
      const answer = await asked(bench, { limit: '3' })
      expect(answer.nodes).toHaveLength(5)
      const fold = answer.nodes.find(({ folded }) => folded > 0)
      // Shown are those with most use: four have five days each, three of them for themselves.
      expect(fold).toMatchObject({ folded: 17, users: 17, usageDays: 45, sold: { accrued: [{ currency: 'EUR', amount: '1360.00' }] }, party: null })
      const opened = await asked(bench, { limit: '3', open: 'self=10' })
      expect(opened.nodes).toHaveLength(12)
      expect((await asked(bench, { limit: '3', open: 'self=50' })).nodes).toHaveLength(21)
      expect(opened.totals).toEqual(answer.totals)
      await expect(asked(bench, { open: 'nonsense' })).rejects.toThrow(/open/)
    }))
})
