import { afterEach, expect, test } from 'vitest'
import { type Bench, openBench } from '../../test/harness/workspace.ts'

let bench: Bench | null = null
afterEach(async () => {
  await bench?.close()
  bench = null
})

const NOW = Date.parse('2026-03-01T12:00:00Z')
const person = (name: string, more: object = {}) => ({ type: 'party', key: `p-${name}`, kind: 'person', ids: [`user:${name}`, `email:${name}@acme.com`], name, permission: 'yes', ...more })
const used = (name: string, day = 20) => ({ type: 'usage', key: `u-${name}-${day}`, party: `user:${name}`, product: 'notes', at: `2026-02-${day}T10:00:00Z` })
const member = (name: string, fn: string, organization = 'account:acme') => ({ type: 'membership', key: `m-${name}`, person: `user:${name}`, organization, function: fn })
const SOLD = { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '100.00', currency: 'EUR', interval: 'month', from: '2026-01-01' }
const ACME = { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' }

interface Answer {
  readonly topic: string | null
  readonly answeredBy: string
  readonly because: string
  readonly samples: readonly { readonly side: string; readonly population: number; readonly answers: number; readonly toAsk: number; readonly drawn: number; readonly strata: readonly { readonly value: string; readonly drawn: number; readonly wanted: number }[] }[]
  readonly population: number
  readonly taken: number
  readonly leftOut: readonly { readonly reason: string; readonly people: number }[]
  readonly people: readonly { readonly party: { readonly name: string }; readonly side: string; readonly because: string; readonly asker: string | null; readonly askerBecause: string }[]
}

/** A world in which everybody stands for one thing, and every limit but the one in question is off. */
async function opened(lines: readonly object[], asking: object = {}): Promise<(params?: Record<string, string>) => Promise<Answer>> {
  bench = await openBench({ now: () => NOW })
  await bench.take([{ type: 'product', key: 'notes' }, ACME, SOLD, ...lines])
  await bench.workspace.settings.save({ asking: { organizationMost: 1000, organizationShare: 1, ...asking } }, undefined)
  return async (params = {}) => (await bench?.ask('whom-to-ask', { question: 'Is it easy to use?', margin: '10', ...params })) as Answer
}

const reasons = ({ leftOut }: Answer): Record<string, number> => Object.fromEntries(leftOut.map(({ reason, people }) => [reason, people]))

test('a question of ease is for users, one of price for customers and deciders, one that tells nothing for both apart', async () => {
  const ask = await opened([person('ann'), used('ann'), member('ann', 'member'), person('dan'), member('dan', 'decider')])
  expect(await ask()).toMatchObject({ answeredBy: 'user', taken: 1, people: [{ party: { name: 'ann' }, side: 'users', because: 'used it on one day of the period; was never asked' }] })
  expect(await ask({ question: 'Is the price fair?' })).toMatchObject({ topic: 'price', answeredBy: 'customer', people: [{ party: { name: 'dan' }, side: 'customers', because: 'decider of Acme, a customer; was never asked' }] })
  expect((await ask({ question: 'How do you like the colour of the box?', roles: 'users,customers' })).people.map(({ side, party }) => [side, party.name])).toEqual([['customers', 'dan'], ['users', 'ann']])
})

test('who uses and decides stands on the side of customers where both are asked, and is asked once', async () => {
  const ask = await opened([person('ann'), used('ann'), member('ann', 'decider')])
  const both = await ask({ roles: 'users,customers' })
  expect([both.taken, both.people[0]?.side]).toEqual([1, 'customers'])
  expect((await ask({ roles: 'users' })).people[0]?.side).toBe('users')
})

test('everybody left out has one reason', async () => {
  const ask = await opened([
    person('ann'), used('ann'),
    { type: 'party', key: 'bot', kind: 'machine', ids: ['key:7'] }, { type: 'usage', key: 'u-bot', party: 'key:7', product: 'notes', at: '2026-02-20T10:00:00Z' },
    person('eva'), used('eva'), { type: 'staff', key: 's1', party: 'user:eva' },
    { type: 'party', key: 'box', kind: 'person', ids: ['email:info@acme.com'], permission: 'yes' },
    person('idle'),
    person('never', { permission: 'no' }), used('never'),
    person('unsaid', { permission: 'unknown' }), used('unsaid'),
    person('stop'), used('stop'), { type: 'override', key: 'n1', source: 'asked', fact: 'no-ask', party: 'user:stop' },
    person('veto'), used('veto'), { type: 'override', key: 'n2', fact: 'no-ask', party: 'user:veto', by: 'Dina', why: 'renewal is near' },
    { type: 'party', key: 'noname', kind: 'person', ids: ['user:noname'], permission: 'yes' }, used('noname'),
    person('late'), used('late'), { type: 'ask', key: 'k1', source: 'intercom', party: 'user:late', question: 'Why?', at: '2026-02-10T10:00:00Z' },
    person('gone'), used('gone'), { type: 'ask', key: 'k2', source: 'intercom', party: 'user:gone', question: 'Why?', at: '2025-10-10T10:00:00Z' },
  ])
  const answer = await ask()
  expect(reasons(answer)).toEqual({ machine: 1, staff: 1, 'shared-mailbox': 1, 'no-such-role': 1, 'permission-no': 1, 'opted-out': 1, 'owner-veto': 1, 'permission-unknown': 1, 'no-way-to-reach': 1, 'asked-lately': 1 })
  expect(answer.people.map(({ party }) => party.name).sort()).toEqual(['ann', 'gone'])
  expect(answer.population).toBe(12)
  expect((await ask({ reason: 'owner-veto' })).people).toMatchObject([{ party: { name: 'veto' }, because: 'veto: said by Dina, "renewal is near"' }])
  expect((await ask({ reason: 'asked-lately' })).people).toMatchObject([{ because: '19 days ago, on 2026-02-10, by intercom' }])
})

test('a no holds until its own source says otherwise', async () => {
  const ask = await opened([person('ann', { source: 'crm', permission: 'no' }), used('ann'), person('bob', { source: 'crm', permission: 'no' }), used('bob')])
  await bench?.take([person('ann', { source: 'app' }), person('bob', { source: 'crm', version: 2 })])
  expect([reasons(await ask())['permission-no'], (await ask()).people.map(({ party }) => party.name)]).toEqual([1, ['bob']])
})

test('permission and a veto are of the day of asking, whatever window tells the role', async () => {
  const ask = await opened([person('ann'), used('ann'), { type: 'override', key: 'n1', fact: 'no-ask', party: 'user:ann', from: '2026-02-27', by: 'Dina' }, person('bob'), used('bob'), { type: 'override', key: 'n2', fact: 'no-ask', party: 'user:bob', from: '2026-02-20', to: '2026-02-25', by: 'Dina' }])
  const answer = await ask({ from: '2026-02-15', to: '2026-02-22' })
  expect([answer.people.map(({ party }) => party.name), reasons(answer)['owner-veto']]).toEqual([['bob'], 1])
})

test('of an organization not more are asked than its limit, whoever asked before', async () => {
  const names = Array.from({ length: 12 }, (_, place) => `u${place}`)
  const ask = await opened([...names.flatMap((name) => [person(name), used(name), member(name, 'member')]), { type: 'ask', key: 'k0', source: 'intercom', party: 'user:u0', question: 'Why?', at: '2026-02-20T10:00:00Z' }], { organizationMost: 4 })
  const answer = await ask({ margin: '3' })
  expect([answer.taken, reasons(answer)]).toEqual([3, { 'asked-lately': 1, 'organization-limit': 8 }])
})

test('a veto on an organization holds for everybody of it', async () => {
  const ask = await opened([person('ann'), used('ann'), member('ann', 'member'), { type: 'override', key: 'n1', fact: 'no-ask', party: 'account:acme', by: 'Dina' }])
  expect(reasons(await ask())).toEqual({ 'owner-veto': 1 })
})

test('a quota is never passed, and what it cuts off is told', async () => {
  const names = Array.from({ length: 20 }, (_, place) => `u${place}`)
  const ask = await opened(names.flatMap((name, place) => [person(name, { category: place < 10 ? 'trial' : 'firm' }), used(name)]))
  const answer = await ask({ margin: '5', quotas: 'trial:3' })
  expect(answer.samples[0]?.strata.map(({ value, drawn }) => [value, drawn])).toEqual([['firm', 10], ['trial', 3]])
  expect(reasons(answer)).toEqual({ 'quota-full': 7 })
  await expect(ask({ quotas: 'nobody:3' })).rejects.toThrow("No stratum of category is 'nobody'")
})

test('the same seed draws the same people, another seed others', async () => {
  const names = Array.from({ length: 60 }, (_, place) => `u${place}`)
  const ask = await opened(names.flatMap((name) => [person(name), used(name)]))
  const drawn = async (seed: string) => (await ask({ seed, margin: '40' })).people.map(({ party }) => party.name)
  expect(await drawn('one')).toEqual(await drawn('one'))
  expect(await drawn('one')).not.toEqual(await drawn('two'))
})

test('whoever owns the relation asks first, others by skill in equal parts, and nobody in an organization of their own', async () => {
  const team = [{ name: 'Ute', email: 'ute@us.com', skills: ['users'], organizations: [] }, { name: 'Uwe', email: 'uwe@acme.com', skills: ['users'], organizations: [] }, { name: 'Dina', email: null, skills: ['customers'], organizations: ['account:beta'] }, { name: 'Una', email: null, skills: ['users'], organizations: [] }]
  const lines = ['a', 'b', 'c', 'd'].flatMap((name) => [person(name), used(name), member(name, 'member')])
  const beta = [person('e', { ids: ['user:e', 'email:e@beta.com'] }), used('e'), member('e', 'member', 'account:beta')]
  const ask = await opened([...lines, ...beta, person('uwe'), member('uwe', 'member')], { team })
  const askers = Object.fromEntries((await ask()).people.map(({ party, asker, askerBecause }) => [party.name, [asker, askerBecause]]))
  expect(askers.e).toEqual(['Dina', 'owns the relation'])
  expect(['a', 'b', 'c', 'd'].map((name) => askers[name]?.[0]).sort()).toEqual(['Una', 'Una', 'Ute', 'Ute'])
})

test('a question needs words, a margin that can be, and a survey that there is', async () => {
  const ask = await opened([])
  await expect(ask({ question: ' ' })).rejects.toThrow("needs the parameter 'question'")
  await expect(ask({ margin: '0' })).rejects.toThrow("'margin' must be a number of points from 1 to 50")
  await expect(ask({ survey: 'nothing' })).rejects.toThrow("There is no survey 'nothing'")
  await expect(ask({ roles: 'kings' })).rejects.toThrow("'kings' is none who can be asked")
})
