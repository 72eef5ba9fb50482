import { expect, test } from 'vitest'
import { openBench } from '../harness/workspace.ts'

const notes = { type: 'agreement', product: 'notes', amount: '31.00', currency: 'EUR', interval: 'month', from: '2024-01-01' }
const use = (key: string, party: string, day: string) => ({ type: 'usage', key, party, product: 'notes', at: `${day}T10:00:00Z` })
const january = { product: 'notes', from: '2024-01-01', to: '2024-02-01' }

/** Batches in which somebody who buys or pays for others becomes another party late. */
const WORLDS: Readonly<Record<string, readonly (readonly object[])[]>> = {
  'the payer of a seat turns out to be an organization': [
    [{ ...notes, key: 'a1', buyer: 'account:acme', payer: 'stripe:cus_9', beneficiary: 'seats', seats: 1 }, { type: 'seat', key: 's1', agreement: 'a1', party: 'user:ann' }, use('u1', 'user:ann', '2024-01-05')],
    [{ type: 'party', key: 'p1', kind: 'organization', ids: ['stripe:cus_9'], name: 'Globex' }],
  ],
  'the buyer for everyone is joined with an older identifier': [
    [use('u0', 'email:zed@z.org', '2023-12-01'), { ...notes, key: 'a1', buyer: 'user:zed', beneficiary: 'everyone' }, { type: 'link', key: 'l1', ids: ['user:bob', 'email:bob@b.org'] }, use('u1', 'user:bob', '2024-01-05')],
    [{ type: 'link', key: 'l2', ids: ['email:zed@z.org', 'user:zed'] }],
    [use('u2', 'email:bob@b.org', '2024-01-05')],
  ],
  'an organization that only pays is joined with an older one': [
    [{ type: 'party', key: 'p0', kind: 'organization', ids: ['account:globex2'] }, { type: 'link', key: 'l1', ids: ['user:bob', 'email:bob@b.org'] },
      { type: 'membership', key: 'm1', person: 'user:bob', organization: 'account:acme' }, { ...notes, key: 'a1', buyer: 'account:acme', payer: 'account:globex' }, use('u1', 'user:bob', '2024-01-05')],
    [{ type: 'link', key: 'l2', ids: ['account:globex2', 'account:globex'] }],
    [use('u2', 'email:bob@b.org', '2024-01-05')],
  ],
  'a person who buys a seat for another is joined with an older identifier': [
    [use('u0', 'email:zed@z.org', '2023-12-01'), { ...notes, key: 'a1', buyer: 'user:zed', beneficiary: 'seats', seats: 1 }, { type: 'seat', key: 's1', agreement: 'a1', party: 'user:bob' },
      { type: 'link', key: 'l1', ids: ['user:bob', 'email:bob@b.org'] }, use('u1', 'user:bob', '2024-01-05')],
    [{ type: 'link', key: 'l2', ids: ['email:zed@z.org', 'user:zed'] }],
    [use('u2', 'email:bob@b.org', '2024-01-05')],
  ],
  'a payer said by hand is joined with an older one': [
    [{ type: 'party', key: 'p0', kind: 'organization', ids: ['account:globex2'] }, { ...notes, key: 'a1', buyer: 'account:acme', beneficiary: 'everyone' },
      { type: 'override', key: 'v1', fact: 'payer', agreement: 'a1', payer: 'account:globex', by: 'user:dina' }, { type: 'link', key: 'l1', ids: ['user:bob', 'email:bob@b.org'] }, use('u1', 'user:bob', '2024-01-05')],
    [{ type: 'link', key: 'l2', ids: ['account:globex2', 'account:globex'] }],
    [use('u2', 'email:bob@b.org', '2024-01-05')],
  ],
}

test.each(Object.entries(WORLDS))('%s: taken in bit by bit, the answers are those of a rebuild', async (_, batches) => {
  const bench = await openBench()
  for (const batch of batches) await bench.take(batch)
  const asked = () => Promise.all(['payers-of-use', 'unused-money', 'overlap', 'parties'].map((study) => bench.ask(study, january)))
  const bitByBit = await asked()
  await bench.workspace.rebuild()
  expect(bitByBit).toEqual(await asked())
  await bench.close()
})
