import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

const use = (party: string, day: string, more: object = {}) => ({ type: 'usage', key: `${party} ${day}`, party, product: 'notes', at: `${day}T10:00:00Z`, ...more })
const email = (name: string, domain: string) => ({ type: 'party', key: name, kind: 'person', ids: [`user:${name}`, `email:${name}@${domain}`], name })
const firm = (name: string) => ({ type: 'party', key: name, kind: 'organization', ids: [`account:${name}`, `domain:${name}.com`], name })

/** February 2026. Acme pays for three seats, of which Ann holds one; Bob is a member without seat, Cho only has its address, Dan uses in its account. Globex has three free users and none that pays; Reyes one. */
const LINES = [
  firm('acme'), { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', seats: 3, beneficiary: 'seats', amount: '30.00', currency: 'EUR', interval: 'month', from: '2026-01-01', renews: '2026-06-01' },
  { type: 'seat', key: 's1', agreement: 'a1', party: 'user:ann' }, { type: 'membership', key: 'm-ann', person: 'user:ann', organization: 'account:acme', function: 'decider' }, use('user:ann', '2026-02-02'),
  { type: 'membership', key: 'm-bob', person: 'user:bob', organization: 'account:acme' }, use('user:bob', '2026-02-02'), use('user:bob', '2026-02-03'),
  email('cho', 'acme.com'), use('user:cho', '2026-02-05'), use('user:dan', '2026-02-05', { account: 'account:acme' }),
  firm('globex'), ...['eve', 'fay', 'gus'].flatMap((name) => [email(name, 'globex.com'), use(`user:${name}`, '2026-02-10')]), use('user:gus', '2026-02-11'), use('user:fay', '2026-01-20'),
  // Nothing but two addresses tells of Initech.
  email('lea', 'initech.com'), email('max', 'initech.com'), use('user:lea', '2026-02-14'), use('user:max', '2026-02-14'),
  firm('reyes'), email('hal', 'reyes.com'), use('user:hal', '2026-02-10'),
  // Ida works for Acme too, but uses in the account of Reyes: what Acme pays has nothing to do with it. Jon has no firm. Kim pays herself. x is unknown.
  { type: 'membership', key: 'm-ida', person: 'user:ida', organization: 'account:acme' }, use('user:ida', '2026-02-12', { account: 'account:reyes' }), use('user:jon', '2026-02-12'),
  { type: 'agreement', key: 'a-kim', product: 'notes', buyer: 'user:kim', amount: '5.00', currency: 'EUR', interval: 'month', from: '2026-02-15' }, use('user:kim', '2026-02-01'), use('user:kim', '2026-02-20'), use('anonymous:x', '2026-02-20'),
]
const ASKED = { from: '2026-02-01', to: '2026-03-01', product: 'notes', least: '3' }

describeOnEngines('unpaid-firms', (place) => {
  let bench: Bench
  beforeAll(async () => {
    const databaseUrl = await place.freshDatabase('unpaid_firms')
    bench = await openBench({ now: () => Date.parse('2026-03-01T12:00:00Z'), ...(databaseUrl === undefined ? {} : { databaseUrl }) })
    await bench.take(LINES)
  })
  afterAll(() => bench?.close())

  test('puts each unpaid user into exactly one group', async () => {
    const answer = (await bench.ask('unpaid-firms', ASKED)) as { users: number; usageDays: number; groups: { group: string; users: number; usageDays: number; firms: number }[] }
    expect(answer).toMatchObject({ users: 11, usageDays: 13, least: 3 })
    expect(answer.groups).toEqual([
      { group: 'firm-pays', users: 3, usageDays: 4, firms: 1 }, { group: 'firm-many', users: 3, usageDays: 4, firms: 1 }, { group: 'firm-few', users: 4, usageDays: 4, firms: 2 }, { group: 'no-firm', users: 1, usageDays: 1, firms: 0 },
    ])
    const kinds = (await bench.ask('payers-of-use', { from: ASKED.from, to: ASKED.to, product: 'notes' })) as { kinds: { kind: string; users: number }[] }
    expect(kinds.kinds.find(({ kind }) => kind === 'nobody')?.users).toBe(11)
  })

  test('tells the free seats of a firm that pays, how its users are known, and whom to speak with', async () => {
    const { firms } = (await bench.ask('unpaid-firms', { ...ASKED, group: 'firm-pays' })) as { firms: object[] }
    expect(firms).toMatchObject([{
      organization: { name: 'acme' }, users: 3, usageDays: 4, usersBefore: 0, how: { byUse: 1, stated: 1, guessed: 1 }, reasons: [{ reason: 'no-seat', users: 3 }], freeSeats: 2,
      agreements: [{ agreement: 'a1', seats: 3, seatsTaken: 1, freeSeats: 2, amount: '30.00', currency: 'EUR', renews: '2026-06-01', to: null }], contacts: [{ party: { identifiers: ['user:ann'] }, why: 'decider', usageDays: 0 }], deciders: 1,
    }])
  })

  test('lists firms with many free users and no agreement, with the growth against the month before', async () => {
    const { firms } = (await bench.ask('unpaid-firms', { ...ASKED, group: 'firm-many' })) as { firms: object[] }
    expect(firms).toMatchObject([{ organization: { name: 'globex' }, users: 3, usageDays: 4, usersBefore: 1, how: { byUse: 0, stated: 0, guessed: 3 }, agreements: [], freeSeats: null, deciders: 0, contacts: [{ party: { name: 'gus' }, why: 'most-use', usageDays: 2 }] }])
    expect(await bench.ask('unpaid-firms', { from: ASKED.from, to: ASKED.to, group: 'firm-many' })).toMatchObject({ least: 10, firms: [] })
  })

  test('names the users behind a figure', async () => {
    const named = async (params: Record<string, string>) => ((await bench.ask('unpaid-firm-users', { ...ASKED, ...params })) as { users: { party: { identifiers: string[] }; how: string | null }[] }).users.map(({ party, how }) => [party.identifiers.at(-1), how])
    expect(await named({ group: 'firm-pays' })).toEqual([['user:bob', 'stated'], ['user:cho', 'guessed'], ['user:dan', 'by-use']])
    expect(await named({ organization: 'account:reyes' })).toEqual([['user:hal', 'guessed'], ['user:ida', 'by-use']])
    expect(await named({ group: 'no-firm' })).toEqual([['user:jon', null]])
    expect(await bench.ask('unpaid-firm-users', { ...ASKED, limit: '2' })).toMatchObject({ total: 11, next: '2' })
    expect(await named({ organization: 'domain:initech.com' })).toEqual([['user:lea', 'guessed'], ['user:max', 'guessed']])
  })
})
