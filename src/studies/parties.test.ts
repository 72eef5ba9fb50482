import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const WINDOW = { from: '2026-01-01', to: '2026-02-01' }
const use = (key: string, party: string, day: number, more: object = {}) => ({ type: 'usage', key, party, product: 'notes', at: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`, ...more })

/** Acme pays 310 EUR in January for Ann (3 days) and Bob (1 day); Öztürk uses for nothing; Zoe never uses; nobody knows who x1 is. */
const LINES = [
  { type: 'product', key: 'notes', name: 'Notes' },
  { type: 'party', key: 'p1', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'party', key: 'p2', kind: 'person', ids: ['user:ann'], name: 'Ann', category: 'pro', traits: { country: 'AT', seats: 3 } },
  { type: 'party', key: 'p3', kind: 'person', ids: ['user:bob'], name: 'bob' },
  { type: 'party', key: 'p4', kind: 'person', ids: ['user:oe', 'email:oe@free.example'], name: 'Öztürk' },
  { type: 'party', key: 'p5', kind: 'person', ids: ['user:zoe'], name: 'Zoe' },
  { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', from: '2025-01-01' },
  { type: 'membership', key: 'm2', person: 'user:bob', organization: 'account:acme', from: '2025-01-01' },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '310.00', currency: 'EUR', interval: 'month', from: '2025-06-01' },
  use('u1', 'user:ann', 3), use('u2', 'user:ann', 4), use('u3', 'user:ann', 5), use('u4', 'user:bob', 9, { count: 10 }), use('u5', 'user:oe', 20), use('u6', 'anonymous:x1', 21),
]

interface Row { readonly party: { readonly name: string | null; readonly identifiers: readonly string[] }; readonly [column: string]: unknown }
interface Answer { readonly parties: readonly Row[]; readonly total: number; readonly next: string | null }

describeOnEngines('the list of parties', ({ engine, freshDatabase }) => {
  let bench: Bench
  beforeAll(async () => {
    const databaseUrl = await freshDatabase('parties')
    bench = await openBench({ name: `parties-${engine}`, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    await bench.take(LINES)
  }, 0)
  afterAll(() => bench.close())

  const ask = async (params: Record<string, string> = {}) => (await bench.ask('parties', { ...WINDOW, ...params })) as Answer
  const names = async (params: Record<string, string> = {}) => (await ask(params)).parties.map(({ party }) => party.name ?? party.identifiers[0])

  test('stands by name in plain letters, those without a name last', async () => {
    expect(await names()).toEqual(['Acme', 'Ann', 'bob', 'Öztürk', 'Zoe', 'anonymous:x1', 'self'])
    expect(await names({ sort: '-name' })).toEqual(['self', 'anonymous:x1', 'Zoe', 'Öztürk', 'bob', 'Ann', 'Acme'])
  })

  test('stands by use, what is alike by name, and who has none last', async () => {
    expect(await names({ sort: '-usageDays', partyKind: 'person' })).toEqual(['Ann', 'bob', 'Öztürk', 'anonymous:x1', 'Zoe'])
    expect(await names({ sort: '-events', partyKind: 'person' })).toEqual(['bob', 'Ann', 'Öztürk', 'anonymous:x1', 'Zoe'])
    expect(await names({ sort: 'lastUse', partyKind: 'person' })).toEqual(['Ann', 'bob', 'Öztürk', 'anonymous:x1', 'Zoe'])
    expect(await names({ sort: '-lastUse', partyKind: 'person' })).toEqual(['anonymous:x1', 'Öztürk', 'bob', 'Ann', 'Zoe'])
  })

  test('stands by money, exact to the cent', async () => {
    const { parties } = await ask({ sort: '-allocated', columns: 'allocated,paid' })
    expect(parties.slice(0, 2).map(({ party, allocated }) => [party.name, allocated])).toEqual([['Ann', [{ currency: 'EUR', amount: '232.50' }]], ['bob', [{ currency: 'EUR', amount: '77.50' }]]])
    expect((await ask({ sort: '-paid', columns: 'paid' })).parties[0]).toMatchObject({ party: { name: 'Acme' }, paid: [{ currency: 'EUR', amount: '310.00' }] })
  })

  test('has columns that are there only when asked for', async () => {
    expect((await ask({ q: 'ann' })).parties[0]).not.toHaveProperty('category')
    expect((await ask({ q: 'ann', columns: 'category,organizations,trait.country,trait.none' })).parties[0]).toMatchObject({ category: 'pro', organizations: [{ name: 'Acme' }], traits: { country: 'AT', none: null } })
  })

  test('is searched by name and identifier, in any case and with or without marks', async () => {
    expect(await names({ q: 'OZTURK' })).toEqual(['Öztürk'])
    expect(await names({ q: 'öZT' })).toEqual(['Öztürk'])
    expect(await names({ q: 'FREE.example' })).toEqual(['Öztürk'])
    expect(await names({ q: 'nobody at all' })).toEqual([])
  })

  test('narrows to roles and payer kinds, with the total of all rows', async () => {
    expect(await names({ role: 'user' })).toEqual(['Ann', 'bob', 'Öztürk', 'anonymous:x1'])
    expect(await names({ role: 'user', sort: 'name' })).toEqual(['Ann', 'bob', 'Öztürk', 'anonymous:x1'])
    expect(await names({ kind: 'organization' })).toEqual(['Ann', 'bob'])
    expect(await names({ reason: 'free' })).toEqual(['Öztürk'])
    expect(await names({ role: 'customer' })).toEqual(['Acme'])
    expect(await ask({ role: 'user', limit: '1' })).toMatchObject({ total: 4, parties: [{ party: { name: 'Ann' }, kinds: { organization: 3 }, payer: { name: 'Acme' }, agreement: 'a1', events: 3, lastUse: '2026-01-05' }] })
    expect((await ask({ q: 'acme', from: '2024-01-01', to: '2024-02-01' })).parties).toMatchObject([{ roles: [] }])
  })

  test('narrows by any filter, and to groups that somebody should look at', async () => {
    expect(await names({ where: 'category=pro' })).toEqual(['Ann'])
    expect(await names({ where: 'payer=account:acme' })).toEqual(['Ann', 'bob'])
    expect(await names({ where: 'organization=account:acme;partyKind=person', sort: '-name' })).toEqual(['bob', 'Ann'])
    expect(await names({ where: 'trait.country=AT,DE', q: 'bob' })).toEqual([])
    expect(await names({ group: 'new-users' })).toEqual(['Ann', 'bob', 'Öztürk', 'anonymous:x1'])
    expect(await names({ group: 'new-users', from: '2026-01-04' })).toEqual(['bob', 'Öztürk', 'anonymous:x1'])
    expect(await names({ group: 'customers-without-use' })).toEqual([])
    expect(await names({ group: 'customers-without-use', from: '2026-01-20' })).toEqual(['Acme'])
    expect(await names({ group: 'deciders-never-used' })).toEqual([])
  })

  test.each(['name', '-name', 'usageDays', '-usageDays', 'lastUse', '-lastUse', '-events', '-allocated', 'paid'])('pages by %s, one after the other, are the whole list, by cursor and by offset', async (sort) => {
    const whole = await names({ sort })
    const byCursor: unknown[] = []
    let cursor: string | null = null
    do {
      const page: Answer = await ask({ sort, limit: '2', ...(cursor === null ? {} : { cursor }) })
      byCursor.push(...page.parties.map(({ party }) => party.name ?? party.identifiers[0]))
      cursor = page.next
    } while (cursor !== null)
    expect(byCursor).toEqual(whole)
    const byOffset = await Promise.all([0, 3, 6].map((offset) => names({ sort, limit: '3', offset: String(offset) })))
    expect(byOffset.flat()).toEqual(whole)
    expect((await ask({ sort, offset: '99' })).parties).toEqual([])
  })

  test('a page goes on after the last row of the page before, also when somebody came before it meanwhile', async () => {
    const first = await ask({ limit: '3' })
    await bench.take([{ type: 'party', key: 'late', kind: 'person', ids: ['user:abe'], name: 'Abe' }])
    const rest = await ask({ cursor: first.next ?? '' })
    expect([...first.parties, ...rest.parties].map(({ party }) => party.name)).toEqual(['Acme', 'Ann', 'bob', 'Öztürk', 'Zoe', null, null])
    expect(await names({ limit: '1' })).toEqual(['Abe'])
    await bench.take([{ type: 'party', key: 'late', retracted: true }])
    expect(await names({ limit: '1' })).toEqual(['Acme'])
  })

  test('order does not follow the order of arrival', async () => {
    const other = await openBench({ name: `parties-back-${engine}`, ...(engine === 'postgres' ? { databaseUrl: (await freshDatabase('parties_back')) ?? '' } : {}) })
    await other.take([...LINES].reverse())
    for (const sort of ['name', '-usageDays', 'usageDays', 'lastUse']) {
      const answer = (await other.ask('parties', { ...WINDOW, sort })) as Answer
      expect(answer.parties.map(({ party }) => party.name ?? party.identifiers[0])).toEqual(await names({ sort }))
    }
    await other.close()
  })

  test('a renamed party moves, use of yesterday counts at once', async () => {
    await bench.take([{ type: 'party', key: 'p5', kind: 'person', ids: ['user:zoe'], name: 'Adele' }, use('u9', 'user:zoe', 30)])
    expect(await names({ limit: '2' })).toEqual(['Acme', 'Adele'])
    expect(await names({ sort: '-lastUse', limit: '1' })).toEqual(['Adele'])
  })

  test.each([[{ sort: 'size' }], [{ columns: 'shoes' }], [{ cursor: 'nonsense' }], [{ offset: '-1' }], [{ limit: '0' }]])('refuses %j in words', async (params) => {
    await expect(ask(params)).rejects.toMatchObject({ code: 'bad-parameter' })
  })
})
