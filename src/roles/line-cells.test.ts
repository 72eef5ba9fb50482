import { describe, expect, test } from 'vitest'
import { isFault, understandSound } from '../evidence/understand.ts'
import type { Line } from '../evidence/line.ts'
import { Dictionary } from '../identity/dictionary.ts'
import { Statements } from './statements.ts'

const AT = '2026-02-03T10:00:00.123Z'
const COMMON = { key: 'k', source: 'crm' }
const LINES: readonly object[] = [
  { type: 'party', ...COMMON, kind: 'person', ids: ['user:ann', 'email:ann@acme.example'], name: 'Ännchen 🦊', traits: { country: 'AT', age: 41.5, vip: true, none: null }, category: 'trial', permission: 'no' },
  { type: 'party', ...COMMON, kind: 'organization', ids: ['account:acme'] },
  { type: 'link', ...COMMON, ids: ['anonymous:x', 'user:ann', 'user:bob'], inferred: true },
  { type: 'membership', ...COMMON, person: 'user:ann', organization: 'account:acme', function: 'decider', from: '1969-12-31', to: '2026-05-01', version: 1.5 },
  { type: 'membership', ...COMMON, person: 'user:ann', organization: 'account:acme', import: 'i7' },
  { type: 'ownership', ...COMMON, organization: 'account:acme', parent: 'account:globex', from: '2026-01-01' },
  { type: 'agreement', ...COMMON, product: 'notes', buyer: 'account:acme', payer: 'account:globex', beneficiary: 'account:acme', seats: 10, amount: '90071992547.40', currency: 'EUR', interval: 'month', from: '2026-01-01', renews: '2027-01-01', name: '' },
  { type: 'agreement', ...COMMON, product: 'notes', buyer: 'account:acme', interval: 'once', from: '2026-01-01', beneficiary: 'seats' },
  { type: 'seat', ...COMMON, agreement: 'a1', party: 'user:ann' },
  { type: 'payment', ...COMMON, amount: '0.01', currency: 'EUR', at: '1969-12-31T23:59:59.999Z', kind: 'refund', payer: 'account:acme', version: 1_760_000_000_123 },
  { type: 'feedback', ...COMMON, party: 'user:ann', kind: 'nps', score: 0, at: AT, topic: 'search', text: 'good\nbad', channel: 'mail', account: 'account:acme' },
  { type: 'feedback', ...COMMON, party: 'user:ann', kind: 'praise', at: AT },
  { type: 'override', ...COMMON, fact: 'same', ids: ['user:ann', 'user:bob'], by: 'me', why: '' },
  { type: 'undo', ...COMMON, import: 'i7' },
  { type: 'staff', ...COMMON, party: 'user:ann' },
  { type: 'rate', ...COMMON, from: 'EUR', to: 'USD', rate: '1.0842', at: AT },
  { type: 'membership', ...COMMON, retracted: true, version: 3 },
]

function fieldsOf(line: Line): unknown {
  // A party line reads its fields when asked, so it is asked for all of them.
  if (line.type !== 'party' || 'retracted' in line) return line
  const { type, key, source, version, import: from, kind, ids, name, traits, category, permission } = line
  return { type, key, source, version, import: from, kind, ids, name, traits, category, permission }
}

describe('lines kept as numbers', () => {
  test.each(LINES)('%j is read back as it was', (raw) => {
    const line = understandSound(raw)
    if (isFault(line)) throw new Error(line.says)
    const identifiers = new Dictionary()
    const statements = new Statements(identifiers)
    statements.add({ line, recordedAt: 1_760_000_000_123.5, position: 9_007_199_254_740_991 })
    const [version] = [...statements.all()]
    expect(fieldsOf(version?.line as Line)).toEqual(fieldsOf(line))
    expect(version).toMatchObject({ recordedAt: 1_760_000_000_123.5, position: 9_007_199_254_740_991 })
    const { texts, ...parts } = statements.parts()
    const [again] = [...Statements.from(parts, Dictionary.from(identifiers.parts()), Dictionary.from(texts.parts())).all()]
    expect(fieldsOf(again?.line as Line)).toEqual(fieldsOf(line))
  })
})
