import { expect, test } from 'vitest'
import { describeOnEngines } from '../../test/harness/engines.ts'
import type { Bench } from '../../test/harness/workspace.ts'
import { opener, within } from '../../test/laws/law.ts'

interface Conflict { readonly kind: string; readonly person: { readonly identifiers: readonly string[] }; readonly customer: { readonly identifiers: readonly string[] }; readonly speaks: string; readonly from: string | null; readonly to: string | null; readonly users: number | null; readonly says: string; readonly evidence: readonly { readonly key: string; readonly says: string }[] }

const MARCH = { from: '2026-03-01', to: '2026-04-01' }
const basics = [
  { type: 'product', key: 'portal' }, { type: 'party', key: 'us', kind: 'organization', ids: ['self'], name: 'Northlight' }, { type: 'party', key: 'p-acme', kind: 'organization', ids: ['account:acme'], name: 'Acme' },
  { type: 'agreement', key: 'a1', kind: 'project', product: 'portal', buyer: 'account:acme', amount: '900.00', currency: 'EUR', interval: 'once', from: '2026-01-01', to: '2026-12-31', name: 'New portal' },
]
const member = (who: string, organization: string, more: object = {}) => ({ type: 'membership', key: `m-${who}-${organization}`, person: `user:${who}`, organization, from: '2026-01-01', ...more })
const use = (who: string) => ({ type: 'usage', key: `u-${who}`, party: `user:${who}`, product: 'portal', at: '2026-03-05T10:00:00Z', account: 'account:acme' })
const said = (who: string, more: object = {}) => ({ type: 'feedback', key: `f-${who}`, party: `user:${who}`, product: 'portal', kind: 'csat', score: 4, at: '2026-03-10T10:00:00Z', ...more })

async function conflicts(bench: Bench, params: Readonly<Record<string, string>> = MARCH): Promise<readonly Conflict[]> {
  return ((await bench.ask('role-conflicts', params)) as { readonly conflicts: readonly Conflict[] }).conflicts
}

describeOnEngines('role conflicts', (place) => {
  const open = opener(place, 'conflicts')
  const world = (lines: readonly object[], work: (bench: Bench) => Promise<void>) => within(open(), async (bench) => {
    expect(await bench.take([...basics, ...lines])).toMatchObject({ rejected: [] })
    await work(bench)
  })

  test('staff that decides for a customer, while both hold and the agreement is in force', () => world(
    [{ type: 'staff', key: 's1', party: 'user:tom', from: '2025-01-01', to: '2026-03-10' }, member('tom', 'account:acme', { function: 'decider', from: '2026-02-01' }), member('kim', 'account:acme', { function: 'decider' })],
    async (bench) => {
      const found = await conflicts(bench)
      expect(found).toMatchObject([{ kind: 'staff-in-customer-role', speaks: 'decider', from: '2026-02-01', to: '2026-03-10', evidence: [{ key: 'm-tom-account:acme', says: 'function' }, { key: 's1', says: 'staff' }] }])
      expect(found[0]?.person.identifiers).toEqual(['user:tom'])
      expect(found[0]?.says).toBe('tom is staff of ours and decides for Acme, from 1 Feb 2026 to 9 Mar 2026.')
      // No longer staff in April: nobody stands on both sides any more.
      expect(await conflicts(bench, { from: '2026-04-01', to: '2026-05-01' })).toEqual([])
      expect(await conflicts(bench, { ...MARCH, agreement: 'other' })).toEqual([])
    }))

  test('a member of our own organization who champions or settles bills is one too; one who only administers or uses is not', () => world(
    [member('ann', 'self'), member('ann', 'account:acme', { function: 'champion' }), member('bob', 'self'), member('bob', 'account:acme', { function: 'billing' }), member('cho', 'self'), member('cho', 'account:acme', { function: 'admin' }), member('dan', 'self'), member('dan', 'account:acme')],
    async (bench) => expect((await conflicts(bench)).map(({ person, speaks }) => [person.identifiers[0], speaks])).toEqual([['user:ann', 'champion'], ['user:bob', 'billing']])))

  test('what was said by hand holds: who is no member, and who does not decide, is no conflict', () => world(
    [member('ann', 'self'), member('ann', 'account:acme', { function: 'decider' }), member('bob', 'self'), member('bob', 'account:acme', { function: 'decider' })],
    async (bench) => {
      expect(await conflicts(bench)).toHaveLength(2)
      await bench.take([{ type: 'override', key: 'v1', fact: 'membership', person: 'user:ann', organization: 'account:acme', not: true }, { type: 'override', key: 'v2', fact: 'role', party: 'user:bob', role: 'decider', not: true }])
      expect(await conflicts(bench)).toEqual([])
    }))

  const resold = (more: object = {}) => [
    { type: 'party', key: 'p-reyes', kind: 'organization', ids: ['account:reyes'], name: 'Reyes' }, { type: 'party', key: 'p-wang', kind: 'organization', ids: ['account:wang'], name: 'Wang' },
    { type: 'agreement', key: 'r1', kind: 'licence', product: 'portal', buyer: 'account:reyes', amount: '50.00', currency: 'EUR', interval: 'month', from: '2026-01-01', ...more },
    { type: 'agreement', key: 'r2', kind: 'licence', product: 'portal', seller: 'account:reyes', buyer: 'account:wang', amount: '80.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
    member('eve', 'account:reyes'), member('eve', 'account:wang', { function: 'decider' }),
  ]

  test('people of a reseller who decide for its customer, where its money comes to us', () => world(resold(), async (bench) => {
    const [found] = await conflicts(bench)
    expect(found).toMatchObject({ kind: 'seller-decides-for-customer', speaks: 'decider', from: '2026-01-01', to: null, says: 'eve is one of the people of Reyes, which sells to Wang and decides for Wang, since 1 Jan 2026.' })
    // From the reseller's own side it is staff of its own.
    expect((await conflicts(bench, { ...MARCH, seller: 'account:reyes' })).map(({ kind }) => kind)).toEqual(['staff-in-customer-role'])
  }))

  test('of a reseller whose money does not reach us nothing is said', () => world(resold({ to: '2026-02-01' }), async (bench) => expect(await conflicts(bench)).toEqual([])))

  test('one user heard for all: a user, a decider, or one who was only asked', () => world(
    [...['ann', 'bob', 'cho'].flatMap((who) => [member(who, 'account:acme'), use(who)]), said('ann')],
    async (bench) => {
      expect(await conflicts(bench)).toMatchObject([{ kind: 'only-user-heard', users: 3, speaks: 'user', evidence: [{ key: 'f-ann', says: 'heard' }], says: 'Of 3 users of New portal at Acme only ann was heard or asked.' }])
      // A second one was asked, and has not answered yet: not one alone any more.
      await bench.take([{ type: 'ask', key: 'k1', party: 'user:bob', question: 'Is it easy?', at: '2026-03-12T10:00:00Z' }])
      expect(await conflicts(bench)).toEqual([])
      await bench.take([{ type: 'ask', key: 'k1', retracted: true }, member('ann', 'account:acme', { function: 'decider' })])
      expect(await conflicts(bench)).toMatchObject([{ kind: 'decider-speaks-for-users', speaks: 'decider', users: 3 }])
      // Nobody was heard in February, and one user alone stands for nobody else.
      expect(await conflicts(bench, { from: '2026-02-01', to: '2026-03-01' })).toEqual([])
    }))

  test('the only user there is speaks for no others', () => world([member('ann', 'account:acme'), use('ann'), said('ann')], async (bench) => expect(await conflicts(bench)).toEqual([])))
})
