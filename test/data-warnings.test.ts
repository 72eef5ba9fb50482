import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from './harness/workspace.ts'

interface Warning { readonly code: string; readonly count: number; readonly says: string; readonly examples: readonly string[] }

const agreement = (key: string, source: string, buyer: string, more: object = {}): object =>
  ({ type: 'agreement', key, source, product: 'notes', buyer, interval: 'month', amount: '490.00', currency: 'EUR', from: '2026-01-01', ...more })

describe('data that looks odd is told with a count, examples and a way to mend it', () => {
  let bench: Bench
  let warnings: ReadonlyMap<string, Warning>

  beforeAll(async () => {
    bench = await openBench()
    await bench.take([
      { type: 'party', key: 'acme', source: 'crm', kind: 'organization', ids: ['account:acme'], name: 'Acme', traits: { phone: '1 (11) 500 555-0162', left: '2026-02-01' } },
      { type: 'party', key: 'acme', source: 'billing', kind: 'organization', ids: ['account:acme'], name: 'Acme Holding' },
      { type: 'party', key: 'globex', source: 'crm', kind: 'organization', ids: ['account:globex'], name: 'Globex', traits: { hasLeft: true } },
      { type: 'party', key: 'reyes', source: 'crm', kind: 'organization', ids: ['account:reyes'], name: 'Reyes', traits: { left: '2026-02-01' } },
      { type: 'party', key: 'ann', source: 'crm', kind: 'person', ids: ['user:ann'], name: 'Ann', traits: { Phone: '+1 11 500 555 0162' } },
      { type: 'party', key: 'bob', source: 'crm', kind: 'person', ids: ['user:bob'], name: 'Bob', traits: { phone: '1 11 500 555 0162' } },
      agreement('a1', 'billing', 'account:acme'), agreement('d1', 'crm', 'account:acme', { from: '2026-02-01', to: '2027-02-01' }), agreement('g1', 'billing', 'account:globex'),
      agreement('r1', 'billing', 'account:reyes', { to: '2026-02-01' }),
      { type: 'payment', key: 'p1', source: 'billing', agreement: 'gone', payer: 'account:acme', amount: '490.00', currency: 'EUR', at: '2026-02-01' },
      { type: 'usage', key: 'u1', source: 'app', party: 'user:ann', product: 'notes', at: '2026-02-03', account: 'account:stranger' },
      { type: 'link', key: 'l1', source: 'app', ids: ['user:ann', 'user:bob'] },
      { type: 'ownership', key: 'o1', organization: 'account:acme', parent: 'account:globex' }, { type: 'ownership', key: 'o2', organization: 'account:globex', parent: 'account:acme' },
    ])
    const answer = (await bench.ask('data-warnings', {})) as { readonly warnings: readonly Warning[] }
    warnings = new Map(answer.warnings.map((warning) => [warning.code, warning]))
  })
  afterAll(() => bench.close())

  test.each([
    ['left-but-pays', 2, 'Globex'], ['shared-phone', 1, '3 parties'], ['agreement-twice', 1, 'a1 (billing) and d1 (crm)'], ['agreement-unknown', 1, '490.00 EUR for gone'],
    ['several-names', 1, 'Acme (crm), Acme Holding (billing)'], ['account-unknown', 1, 'account:stranger'], ['not-joined', 1, 'user:ann, user:bob'], ['ownership-circle', 1, 'Acme'],
  ])('%s', (code, count, example) => {
    expect(warnings.get(code)?.count).toBe(count)
    expect(warnings.get(code)?.examples.join('\n')).toContain(example)
  })

  test('a phone number that a person shares with an organization is counted for each pair', () => {
    expect(warnings.get('shared-phone')?.says).toContain('2 times by a person and an organization')
  })

  test('whoever left and has no agreement any more contradicts nobody', () => {
    expect(warnings.get('left-but-pays')?.examples.join()).not.toContain('Reyes')
  })

  test('answers are those of strangers only where anything is known of use or sale', async () => {
    const asked = await openBench()
    const answer = (n: number) => ({ type: 'feedback', key: `f${n}`, party: `user:${n}`, product: 'notes', kind: 'nps', score: n, at: '2026-02-03T10:00:00Z' })
    await asked.take([0, 1, 2, 3, 4, 5].map(answer))
    expect(await asked.ask('data-warnings', {})).toEqual({ warnings: [] })
    expect(await asked.ask('voices', { from: '2026-02-01', to: '2026-03-01', limit: '1' })).toMatchObject({ warnings: ['Nothing is known yet of who uses or buys, so these 6 answers have no role. Bring in use and sales, and they find theirs.'] })
    await asked.take([{ type: 'usage', key: 'u1', party: 'user:5', product: 'notes', at: '2026-02-03' }])
    expect(await asked.ask('data-warnings', {})).toMatchObject({ warnings: [{ code: 'voices-of-strangers', count: 5 }] })
    await asked.close()
  })

  test('a workspace with nothing odd has nothing to tell', async () => {
    const calm = await openBench()
    await calm.take([agreement('a1', 'billing', 'account:acme')])
    expect(await calm.ask('data-warnings', {})).toEqual({ warnings: [] })
    await calm.close()
  })
})
