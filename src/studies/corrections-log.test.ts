import { expect, test } from 'vitest'
import { openBench } from '../../test/harness/workspace.ts'

interface Log { readonly corrections: readonly { readonly key: string; readonly says: string; readonly lines: number }[]; readonly total: number }

const byHand = (key: string, word: object) => ({ type: 'override', key, source: 'by-hand', ...word })

/** Ann has two identifiers, Acme too; a1 is Acme's. */
const LINES = [
  { type: 'party', key: 'ann', kind: 'person', ids: ['user:ann', 'email:ann@acme.example'], name: 'Ann' },
  { type: 'party', key: 'acme', kind: 'organization', ids: ['account:acme', 'domain:acme.example'], name: 'Acme' },
  { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', amount: '1.00', currency: 'EUR', interval: 'month', from: '2026-01-01' },
  byHand('left', { fact: 'leave-out', party: 'email:ann@acme.example' }),
  byHand('member', { fact: 'membership', person: 'user:ann', organization: 'domain:acme.example' }),
  byHand('pays', { fact: 'payer', agreement: 'a1', payer: 'account:wang' }),
  byHand('other', { fact: 'leave-out', party: 'user:bob' }),
  ...['user:cho', 'user:ann', 'user:dan'].map((party, place) => byHand(`several-${place}`, { fact: 'leave-out', party, import: 'several' })),
]

test.each([
  ['user:ann', ['left', 'member', 'several-1']], ['email:Ann@ACME.example', ['left', 'member', 'several-1']],
  ['account:acme', ['member', 'pays']], ['domain:acme.example', ['member', 'pays']], ['account:wang', ['pays']], ['a1', ['pays']], ['user:bob', ['other']], ['user:dan', ['several-2']], ['user:nobody', []],
])('the corrections about %s are all that name that party, by whatever identifier, and those of its agreements', async (about, keys) => {
  const bench = await openBench()
  try {
    await bench.take(LINES)
    const { corrections, total } = (await bench.ask('corrections', { about })) as Log
    expect(corrections.map(({ key }) => key).sort()).toEqual([...keys].sort())
    expect(total).toBe(keys.length)
    for (const { key, lines, says } of corrections) if (key.startsWith('several')) expect([lines, says]).toEqual([3, `${key === 'several-1' ? 'Ann (user:ann)' : 'dan'} is left out, and 2 more together with it`])
  } finally {
    await bench.close()
  }
})

test('asked about nothing, what was written together is one entry', async () => {
  const bench = await openBench()
  try {
    await bench.take(LINES)
    expect(((await bench.ask('corrections', {})) as Log).corrections.map(({ lines }) => lines).sort()).toEqual([1, 1, 1, 1, 3])
  } finally {
    await bench.close()
  }
})
