import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALWAYS, dayFrom, instantFrom, NEVER } from '../base/day.ts'
import { REFUSALS } from '../base/refusal.ts'
import { isFault, understand } from './understand.ts'

const COMMON = { source: 'default', version: null, import: null }

/** The day number, for comparisons. */
function day(text: string): number {
  const read = dayFrom(text)
  if (read === null) throw new Error(text)
  return read
}

function at(text: string): number {
  const read = instantFrom(text)
  if (read === null) throw new Error(text)
  return read
}

const GOOD: readonly (readonly [says: string, raw: object, line: object])[] = [
  ['a product by its key alone', { type: 'product', key: 'notes' }, { type: 'product', key: 'notes', name: null, fundedBy: null }],
  ['a product funded by another', { type: 'product', key: 'search', name: 'Search', fundedBy: 'ads' }, { type: 'product', key: 'search', name: 'Search', fundedBy: 'ads' }],
  ['identifiers come in normal form', { type: 'party', key: 'p1', kind: 'person', ids: [' User:Ann ', 'EMAIL:Ann@Acme.com', 'user:Ann'], name: 'Ann' },
    { type: 'party', key: 'p1', kind: 'person', ids: ['user:Ann', 'email:ann@acme.com'], name: 'Ann', traits: null, category: null, permission: null }],
  ['a party with all fields', { type: 'party', key: 'p2', kind: 'machine', ids: ['apikey:7'], traits: { plan: 'pro', size: 3, beta: true, left: null }, category: 'robot', permission: 'no' },
    { type: 'party', key: 'p2', kind: 'machine', ids: ['apikey:7'], name: null, traits: { plan: 'pro', size: 3, beta: true, left: null }, category: 'robot', permission: 'no' }],
  ['our own organization', { type: 'party', key: 'p0', kind: 'organization', ids: ['self', 'domain:Us.Example'] },
    { type: 'party', key: 'p0', kind: 'organization', ids: ['self', 'domain:us.example'], name: null, traits: null, category: null, permission: null }],
  ['a link keeps junk, which identity leaves out', { type: 'link', key: 'l1', ids: ['user:null', 'user:ann'] }, { type: 'link', key: 'l1', ids: ['user:null', 'user:ann'], inferred: false }],
  ['a link may be a guess', { type: 'link', key: 'l1', ids: ['crm:7', 'domain:acme.com'], inferred: true }, { type: 'link', key: 'l1', ids: ['crm:7', 'domain:acme.com'], inferred: true }],
  ['a membership without dates is for ever', { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme' },
    { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: null, from: ALWAYS, to: NEVER }],
  ['instants in from and to are cut to their UTC day', { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: 'decider', from: '2024-01-10T23:30:00-02:00', to: '2024-03-01T23:59:59Z' },
    { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme', function: 'decider', from: day('2024-01-11'), to: day('2024-03-01') }],
  ['an ownership', { type: 'ownership', key: 'o1', organization: 'account:acme', parent: 'account:globex', from: '2024-03-01' },
    { type: 'ownership', key: 'o1', organization: 'account:acme', parent: 'account:globex', from: day('2024-03-01'), to: NEVER }],
  ['an agreement with all fields', {
    type: 'agreement', key: 'a1', kind: 'subscription', product: 'notes', seller: 'self', buyer: 'account:acme', payer: 'account:globex', beneficiary: 'members', seats: 10,
    amount: '490.00', currency: 'EUR', interval: 'month', from: '2024-01-15', to: '2025-01-15', renews: '2025-01-15', name: 'Big plan',
  }, {
    type: 'agreement', key: 'a1', kind: 'subscription', product: 'notes', seller: 'self', buyer: 'account:acme', payer: 'account:globex', beneficiary: 'members', seats: 10,
    amountMinor: 49000, currency: 'EUR', interval: 'month', from: day('2024-01-15'), to: day('2025-01-15'), renews: day('2025-01-15'), name: 'Big plan',
  }],
  ['an agreement whose price is not known, for an account', { type: 'agreement', key: 'a2', product: 'drill', buyer: 'user:bob', seller: 'account:reyes', beneficiary: 'Account:acme', interval: 'once', from: '2024-01-15' }, {
    type: 'agreement', key: 'a2', kind: null, product: 'drill', seller: 'account:reyes', buyer: 'user:bob', payer: null, beneficiary: { account: 'account:acme' }, seats: null,
    amountMinor: null, currency: null, interval: 'once', from: day('2024-01-15'), to: NEVER, renews: null, name: null,
  }],
  ['a seat', { type: 'seat', key: 's1', agreement: 'a1', party: 'user:ann', to: '2024-02-01' }, { type: 'seat', key: 's1', agreement: 'a1', party: 'user:ann', from: ALWAYS, to: day('2024-02-01') }],
  ['a payment is a charge to us unless it says otherwise', { type: 'payment', key: 'y1', payer: 'stripe:cus_9', amount: '1000', currency: 'JPY', at: '2024-01-15T09:00:00Z' }, {
    type: 'payment', key: 'y1', payer: 'stripe:cus_9', seller: 'self', agreement: null, product: null, kind: 'charge', amountMinor: 1000, currency: 'JPY', at: at('2024-01-15T09:00:00Z'),
  }],
  ['a payment by junk has no payer', { type: 'payment', key: 'y2', payer: 'email:test@test.com', amount: '5', currency: 'EUR', kind: 'refund', at: '2024-01-15' }, {
    type: 'payment', key: 'y2', payer: null, seller: 'self', agreement: null, product: null, kind: 'refund', amountMinor: 500, currency: 'EUR', at: at('2024-01-15T00:00:00Z'),
  }],
  ['usage', { type: 'usage', key: 'u1', source: 'web', party: 'user:ann', product: 'notes', event: 'opened', at: '2024-02-29T10:00:00.123Z', account: 'account:acme', count: 3, channel: 'app', properties: { a: [1] } }, {
    type: 'usage', key: 'u1', source: 'web', party: 'user:ann', product: 'notes', event: 'opened', at: at('2024-02-29T10:00:00.123Z'), account: 'account:acme', count: 3, channel: 'app',
  }],
  ['usage by junk is taken, in a junk account counts as in none', { type: 'usage', key: 'u2', party: 'user:null', product: 'notes', at: '2024-01-03T10:00:00+01:00', account: 'account:undefined' }, {
    type: 'usage', key: 'u2', party: 'user:null', product: 'notes', event: null, at: at('2024-01-03T09:00:00Z'), account: null, count: 1, channel: null,
  }],
  ['null is the same as absent', { type: 'usage', key: 'u3', source: null, version: null, import: null, retracted: null, party: 'user:ann', product: 'notes', event: null, at: '2024-01-03T10:00:00Z', account: null, count: null, channel: null, properties: null }, {
    type: 'usage', key: 'u3', party: 'user:ann', product: 'notes', event: null, at: at('2024-01-03T10:00:00Z'), account: null, count: 1, channel: null,
  }],
  ['a score', { type: 'feedback', key: 'f1', party: 'user:ann', product: 'notes', kind: 'nps', score: 0, topic: 'search', text: 'bad', at: '2024-02-04T10:00:00Z', channel: 'mail', account: 'account:acme' }, {
    type: 'feedback', key: 'f1', party: 'user:ann', product: 'notes', kind: 'nps', score: 0, topic: 'search', text: 'bad', at: at('2024-02-04T10:00:00Z'), channel: 'mail', account: 'account:acme',
  }],
  ['a complaint by an unknown visitor', { type: 'feedback', key: 'f2', party: 'anonymous:undefined', kind: 'complaint', at: '2024-02-04' }, {
    type: 'feedback', key: 'f2', party: 'anonymous:undefined', product: null, kind: 'complaint', score: null, topic: null, text: null, at: at('2024-02-04T00:00:00Z'), channel: null, account: null,
  }],
  ['staff', { type: 'staff', key: 'st1', party: 'user:dina', from: '2024-01-01' }, { type: 'staff', key: 'st1', party: 'user:dina', from: day('2024-01-01'), to: NEVER }],
  ['a rate', { type: 'rate', key: 'r1', from: 'EUR', to: 'USD', rate: '1.0842', at: '2024-01-01' }, { type: 'rate', key: 'r1', currencyFrom: 'EUR', currencyTo: 'USD', rate: '1.0842', at: at('2024-01-01T00:00:00Z') }],
  ['a deal', { type: 'deal', key: 's1', stage: 'lost', buyer: 'account:acme', product: 'notes', opened: '2024-01-02', closed: '2024-03-01', amount: '4900', currency: 'EUR' }, {
    type: 'deal', key: 's1', stage: 'lost', buyer: 'account:acme', person: null, product: 'notes', seller: 'self', opened: day('2024-01-02'), closed: day('2024-03-01'), amountMinor: 490000, currency: 'EUR', name: null, agreement: null,
  }],
  ['a delivery', { type: 'delivery', key: 'd1', agreement: 'a1', milestone: 'beta', planned: '1000', actual: '1250.50', currency: 'EUR', due: '2024-03-01', done: '2024-03-09' }, {
    type: 'delivery', key: 'd1', agreement: 'a1', milestone: 'beta', plannedMinor: 100000, actualMinor: 125050, currency: 'EUR', due: day('2024-03-01'), done: day('2024-03-09'), at: null,
  }],
  ['a question', { type: 'ask', key: 'k1', party: 'user:ann', question: 'Why?', at: '2024-02-04', topic: 'price', by: 'user:dina', via: 'mail', organization: 'account:acme' }, {
    type: 'ask', key: 'k1', party: 'user:ann', question: 'Why?', at: at('2024-02-04T00:00:00Z'), topic: 'price', by: 'user:dina', via: 'mail', organization: 'account:acme', kind: null, product: null, survey: null, account: null, side: null, stratum: null,
  }],
  ['a question of a survey', { type: 'ask', key: 'k2', party: 'user:ann', question: 'Why?', at: '2024-02-04', kind: 'nps', product: 'notes', survey: 's1', account: 'account:acme', side: 'users', stratum: 'category:trial' }, {
    type: 'ask', key: 'k2', party: 'user:ann', question: 'Why?', at: at('2024-02-04T00:00:00Z'), topic: null, by: null, via: null, organization: null, kind: 'nps', product: 'notes', survey: 's1', account: 'account:acme', side: 'users', stratum: 'category:trial',
  }],
  ['not to be asked, by hand', { type: 'override', key: 'v8', fact: 'no-ask', party: 'account:acme', to: '2024-02-01' }, { type: 'override', key: 'v8', fact: 'no-ask', party: 'account:acme', from: ALWAYS, to: day('2024-02-01'), by: null, why: null }],
  ['what a feedback is about, by hand', { type: 'override', key: 'v9', fact: 'topic', feedback: 'f1', topic: 'price' }, { type: 'override', key: 'v9', fact: 'topic', feedback: 'f1', of: 'default', topic: 'price', not: false, by: null, why: null }],
  ['what a feedback is not about', { type: 'override', key: 'v9', fact: 'topic', feedback: 'f1', of: 'helpdesk', not: true }, { type: 'override', key: 'v9', fact: 'topic', feedback: 'f1', of: 'helpdesk', topic: null, not: true, by: null, why: null }],
  ['an answer', { type: 'answer', key: 'w1', ask: 'k1', at: '2024-02-05', score: 4, text: 'Because.' }, { type: 'answer', key: 'w1', ask: 'k1', at: at('2024-02-05T00:00:00Z'), score: 4, text: 'Because.', account: null }],
  ['an answer in an account', { type: 'answer', key: 'w1', ask: 'k1', at: '2024-02-05', score: 4, account: 'account:acme' }, { type: 'answer', key: 'w1', ask: 'k1', at: at('2024-02-05T00:00:00Z'), score: 4, text: null, account: 'account:acme' }],
  ['an undo: its import is what is undone', { type: 'undo', key: 'x1', import: 'i7' }, { type: 'undo', key: 'x1', undone: 'i7' }],
  ['a line of an import, with a version', { type: 'product', key: 'notes', import: 'i7', version: 3.5 }, { type: 'product', key: 'notes', name: null, fundedBy: null, import: 'i7', version: 3.5 }],
  ['two ids of the same person', { type: 'override', key: 'v1', fact: 'same', ids: ['user:ann', 'user:ann2'], by: 'user:dina', why: 'told me' }, { type: 'override', key: 'v1', fact: 'same', ids: ['user:ann', 'user:ann2'], by: 'user:dina', why: 'told me' }],
  ['two ids of different persons', { type: 'override', key: 'v2', fact: 'not-same', ids: ['anonymous:x1', 'user:ann'] }, { type: 'override', key: 'v2', fact: 'not-same', ids: ['anonymous:x1', 'user:ann'], by: null, why: null }],
  ['no member, by hand', { type: 'override', key: 'v3', fact: 'membership', person: 'user:ann', organization: 'account:acme', not: true }, {
    type: 'override', key: 'v3', fact: 'membership', person: 'user:ann', organization: 'account:acme', function: null, from: ALWAYS, to: NEVER, not: true, by: null, why: null,
  }],
  ['a payer, by hand', { type: 'override', key: 'v4', fact: 'payer', agreement: 'a1', payer: 'account:initech' }, { type: 'override', key: 'v4', fact: 'payer', agreement: 'a1', payer: 'account:initech', by: null, why: null }],
  ['a role, by hand', { type: 'override', key: 'v5', fact: 'role', party: 'user:ann', role: 'decider', product: 'notes', from: '2024-01-01' }, {
    type: 'override', key: 'v5', fact: 'role', party: 'user:ann', role: 'decider', product: 'notes', from: day('2024-01-01'), to: NEVER, not: false, by: null, why: null,
  }],
  ['what a payment is for, by hand', { type: 'override', key: 'v7', fact: 'payment', payment: 'y1', of: 'stripe', agreement: 'a1' }, {
    type: 'override', key: 'v7', fact: 'payment', payment: 'y1', of: 'stripe', agreement: 'a1', payer: null, by: null, why: null,
  }],
  ['left out, by hand', { type: 'override', key: 'v6', fact: 'leave-out', party: 'user:eve', to: '2024-02-01' }, { type: 'override', key: 'v6', fact: 'leave-out', party: 'user:eve', from: ALWAYS, to: day('2024-02-01'), by: null, why: null }],
  ['a retraction needs only type and key', { type: 'agreement', key: 'a1', source: 'stripe', retracted: true, amount: -7 }, { type: 'agreement', key: 'a1', source: 'stripe', retracted: true }],
  ['a retraction of an override needs no fact', { type: 'override', key: 'v4', retracted: true }, { type: 'override', key: 'v4', retracted: true }],
]

test.each(GOOD)('%s', (_, raw, line) => {
  expect(understand(raw)).toEqual({ ...COMMON, ...line })
})

const USAGE = { type: 'usage', key: 'u1', party: 'user:ann', product: 'notes', at: '2024-01-03T10:00:00Z' }
const AGREEMENT = { type: 'agreement', key: 'a1', product: 'notes', buyer: 'account:acme', interval: 'month', from: '2024-01-01' }
const PAYMENT = { type: 'payment', key: 'y1', amount: '5.00', currency: 'EUR', at: '2024-01-03' }
const MEMBERSHIP = { type: 'membership', key: 'm1', person: 'user:ann', organization: 'account:acme' }
const FEEDBACK = { type: 'feedback', key: 'f1', party: 'user:ann', kind: 'nps', score: 9, at: '2024-01-03' }
const PARTY = { type: 'party', key: 'p1', kind: 'person', ids: ['user:ann'] }
const OVERRIDE = { type: 'override', key: 'v1' }
const RATE = { type: 'rate', key: 'r1', from: 'EUR', to: 'USD', rate: '1.1', at: '2024-01-01' }
const DEAL = { type: 'deal', key: 's1', stage: 'won', closed: '2024-03-01' }
const DELIVERY = { type: 'delivery', key: 'd1', agreement: 'a1', milestone: 'beta' }
const ASK = { type: 'ask', key: 'k1', party: 'user:ann', question: 'Why?', at: '2024-02-04' }

const BAD: readonly (readonly [reason: string, raw: unknown])[] = [
  ['not-an-object', null], ['not-an-object', []], ['not-an-object', 'usage'], ['not-an-object', 7], ['not-an-object', undefined],
  ['missing-type', {}], ['unknown-type', { type: 'event', key: 'k' }], ['unknown-type', { type: 7, key: 'k' }], ['unknown-type', { type: '__proto__', key: 'k' }], ['unknown-type', { type: 'constructor', key: 'k' }],
  ['missing-key', { type: 'usage' }], ['bad-value', { ...USAGE, key: '' }], ['bad-value', { ...USAGE, key: 7 }], ['bad-value', { ...USAGE, key: 'k'.repeat(513) }],
  ['bad-value', { ...USAGE, source: 7 }], ['bad-value', { ...USAGE, source: '' }], ['bad-value', { ...USAGE, version: '3' }], ['bad-value', { ...USAGE, import: 7 }], ['bad-value', { ...USAGE, retracted: 'true' }],
  ['missing-key', { type: 'usage', retracted: true }],
  ['missing-party', { ...USAGE, party: undefined }], ['missing-product', { ...USAGE, product: null }], ['missing-at', { ...USAGE, at: undefined }],
  ['bad-identifier', { ...USAGE, party: 'ann' }], ['bad-identifier', { ...USAGE, party: 7 }], ['bad-identifier', { ...USAGE, party: ':ann' }], ['bad-identifier', { ...USAGE, account: 'acme' }],
  ['bad-value', { ...USAGE, product: '' }], ['bad-value', { ...USAGE, product: {} }], ['bad-value', { ...USAGE, event: 7 }], ['bad-value', { ...USAGE, channel: [] }], ['bad-value', { ...USAGE, properties: 'x' }], ['bad-value', { ...USAGE, properties: [] }],
  ...['2024-02-30T10:00:00Z', '2023-02-29T10:00:00Z', '0000-01-01T00:00:00Z', '+292278994-08-17T07:12:55Z', '2024-01-03T24:00:00Z', '2024-13-03T10:00:00Z', '2024-1x-03T10:00:00Z', 'yesterday', '', 1704276000].map((when) => ['bad-date', { ...USAGE, at: when }] as const),
  ...[0, -1, 1.5, '3', true].map((count) => ['bad-number', { ...USAGE, count }] as const),
  ['bad-number', { ...USAGE, count: 2 ** 53 }], ['bad-number', { ...USAGE, properties: { deep: [Number.POSITIVE_INFINITY] } }], ['bad-number', { ...USAGE, extra: -(2 ** 53) }], ['bad-number', { ...USAGE, version: 1e300 }],
  ['bad-text', { ...USAGE, event: 'a\0b' }], ['bad-text', { ...USAGE, extra: ['\ud800'] }], ['bad-text', { ...USAGE, 'a\udc00': 1 }], ['bad-text', { ...USAGE, 'a\0': 1 }],
  ['too-deep', { ...USAGE, properties: nested(32) }], ['too-many-keys', { ...USAGE, properties: Object.fromEntries(Array.from({ length: 1000 }, (_, place) => [`k${place}`, place])) }],
  ['missing-kind', { ...PARTY, kind: undefined }], ['bad-kind', { ...PARTY, kind: 'robot' }], ['missing-ids', { ...PARTY, ids: undefined }], ['bad-ids', { ...PARTY, ids: [] }], ['bad-ids', { ...PARTY, ids: 'user:ann' }],
  ['bad-ids', { ...PARTY, ids: [7] }], ['bad-identifier', { ...PARTY, ids: ['ann'] }], ['bad-value', { ...PARTY, name: 7 }], ['bad-value', { ...PARTY, traits: [] }], ['bad-value', { ...PARTY, traits: { a: {} } }],
  ['bad-kind', { ...PARTY, permission: 'maybe' }], ['bad-value', { ...PARTY, category: 7 }],
  ['bad-ids', { type: 'link', key: 'l1', ids: ['user:ann'] }], ['missing-ids', { type: 'link', key: 'l1' }],
  ['missing-person', { ...MEMBERSHIP, person: undefined }], ['missing-organization', { ...MEMBERSHIP, organization: undefined }], ['bad-kind', { ...MEMBERSHIP, function: 'boss' }],
  ['junk-identifier', { ...MEMBERSHIP, person: 'user:null' }], ['junk-identifier', { ...MEMBERSHIP, organization: 'account:' }], ['junk-identifier', { ...MEMBERSHIP, person: 'User: NULL ' }],
  ['bad-date', { ...MEMBERSHIP, from: '2024-02-30' }], ['bad-date', { ...MEMBERSHIP, to: 20240101 }], ['bad-date', { ...MEMBERSHIP, from: '0000-01-01' }],
  ['bad-period', { ...MEMBERSHIP, from: '2024-01-02', to: '2024-01-02' }], ['bad-period', { ...MEMBERSHIP, from: '2024-01-02T10:00:00Z', to: '2024-01-02T20:00:00Z' }], ['bad-period', { ...AGREEMENT, to: '2023-12-31' }],
  ['missing-parent', { type: 'ownership', key: 'o1', organization: 'account:acme' }], ['junk-identifier', { type: 'ownership', key: 'o1', organization: 'account:acme', parent: 'account:none' }],
  ['missing-from', { ...AGREEMENT, from: undefined }], ['missing-product', { ...AGREEMENT, product: undefined }], ['missing-buyer', { ...AGREEMENT, buyer: undefined }], ['missing-interval', { ...AGREEMENT, interval: undefined }],
  ['bad-interval', { ...AGREEMENT, interval: 'fortnight' }], ['bad-interval', { ...AGREEMENT, interval: 7 }], ['bad-kind', { ...AGREEMENT, kind: 'gift' }], ['junk-identifier', { ...AGREEMENT, buyer: 'user:undefined' }], ['junk-identifier', { ...AGREEMENT, payer: 'user:0' }],
  ...[-1, 0, 1.5, '10'].map((seats) => ['bad-seats', { ...AGREEMENT, seats }] as const),
  ['bad-kind', { ...AGREEMENT, beneficiary: 'friends' }], ['bad-kind', { ...AGREEMENT, beneficiary: 7 }], ['junk-identifier', { ...AGREEMENT, beneficiary: 'account:null' }],
  ['missing-currency', { ...AGREEMENT, amount: '5' }], ['unknown-currency', { ...AGREEMENT, amount: '5', currency: 'EURO' }], ['unknown-currency', { ...AGREEMENT, currency: 'XYZ' }], ['unknown-currency', { ...AGREEMENT, amount: '5', currency: 7 }],
  ...['-5', '+5', '5.', '.5', '5,00', '1e3', '', ' 5', '5.001', '90071992547409930', '9'.repeat(400)].map((amount) => ['bad-amount', { ...AGREEMENT, amount, currency: 'EUR' }] as const),
  ['bad-amount', { ...AGREEMENT, amount: 5, currency: 'EUR' }], ['bad-amount', { ...PAYMENT, amount: '5.5', currency: 'JPY' }],
  ['missing-agreement', { type: 'seat', key: 's1', party: 'user:ann' }], ['junk-identifier', { type: 'seat', key: 's1', agreement: 'a1', party: 'user:nil' }],
  ['missing-amount', { ...PAYMENT, amount: undefined }], ['missing-currency', { ...PAYMENT, currency: undefined }], ['missing-at', { ...PAYMENT, at: undefined }], ['junk-identifier', { ...PAYMENT, seller: 'account:null' }],
  ['bad-kind', { ...PAYMENT, kind: 'gift' }], ['bad-identifier', { ...PAYMENT, payer: 'ann' }], ['bad-value', { ...PAYMENT, agreement: 7 }],
  ['missing-score', { ...FEEDBACK, score: undefined }], ['bad-score', { ...FEEDBACK, score: 11 }], ['bad-score', { ...FEEDBACK, score: -1 }], ['bad-score', { ...FEEDBACK, score: 9.5 }], ['bad-score', { ...FEEDBACK, score: '9' }],
  ['bad-score', { ...FEEDBACK, kind: 'csat', score: 0 }], ['bad-score', { ...FEEDBACK, kind: 'csat', score: 6 }], ['bad-score', { ...FEEDBACK, kind: 'ces', score: 8 }], ['bad-kind', { ...FEEDBACK, kind: 'rant' }], ['bad-value', { ...FEEDBACK, text: 7 }],
  ['missing-party', { type: 'staff', key: 'st1' }], ['junk-identifier', { type: 'staff', key: 'st1', party: 'email:test@test.com' }],
  ['missing-from', { ...RATE, from: undefined }], ['unknown-currency', { ...RATE, to: 'US' }], ['bad-amount', { ...RATE, rate: '-1' }], ['bad-amount', { ...RATE, rate: '0.00' }], ['bad-amount', { ...RATE, rate: 1.1 }],
  ['missing-stage', { type: 'deal', key: 's1' }], ['bad-kind', { ...DEAL, stage: 'verbal yes' }], ['missing-closed', { ...DEAL, closed: undefined }], ['bad-period', { ...DEAL, opened: '2024-03-02' }], ['missing-currency', { ...DEAL, amount: '5' }],
  ['missing-milestone', { ...DELIVERY, milestone: undefined }], ['missing-currency', { ...DELIVERY, planned: '5' }], ['bad-date', { ...DELIVERY, due: 'soon' }],
  ['missing-question', { ...ASK, question: undefined }], ['junk-identifier', { ...ASK, party: 'user:null' }], ['missing-ask', { type: 'answer', key: 'w1', at: '2024-02-05' }], ['bad-score', { type: 'answer', key: 'w1', ask: 'k1', at: '2024-02-05', score: 'x' }],
  ['missing-import', { type: 'undo', key: 'x1' }], ['bad-value', { type: 'undo', key: 'x1', import: 7 }],
  ['missing-fact', OVERRIDE], ['bad-kind', { ...OVERRIDE, fact: 'truth' }], ['bad-kind', { ...OVERRIDE, fact: {} }], ['bad-ids', { ...OVERRIDE, fact: 'same', ids: ['user:ann'] }], ['bad-ids', { ...OVERRIDE, fact: 'same', ids: ['user:ann', 'USER:ann'] }],
  ['bad-ids', { ...OVERRIDE, fact: 'same', ids: ['user:ann', 7] }], ['missing-ids', { ...OVERRIDE, fact: 'not-same' }], ['junk-identifier', { ...OVERRIDE, fact: 'same', ids: ['user:ann', 'user:null'] }],
  ['bad-value', { ...OVERRIDE, fact: 'membership', person: 'user:ann', organization: 'account:acme', not: 'yes' }], ['missing-payer', { ...OVERRIDE, fact: 'payer', agreement: 'a1' }], ['missing-role', { ...OVERRIDE, fact: 'role', party: 'user:ann' }],
  ['bad-kind', { ...OVERRIDE, fact: 'role', party: 'user:ann', role: 'boss' }], ['missing-party', { ...OVERRIDE, fact: 'leave-out' }], ['missing-payment', { ...OVERRIDE, fact: 'payment', agreement: 'a1' }], ['missing-topic', { ...OVERRIDE, fact: 'topic', feedback: 'f1' }], ['missing-feedback', { ...OVERRIDE, fact: 'topic', topic: 'price' }], ['missing-agreement', { ...OVERRIDE, fact: 'payment', payment: 'y1' }], ['bad-value', { ...OVERRIDE, fact: 'leave-out', party: 'user:ann', by: 7 }], ['bad-value', { ...OVERRIDE, fact: 'leave-out', party: 'user:ann', why: 7 }],
]

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { in: nested(levels - 1) }
}

test.each(BAD)('refused as %s: %j', (reason, raw) => {
  const fault = understand(raw)
  expect(isFault(fault) ? fault.reason : fault).toBe(reason)
})

describe('limits', () => {
  test('32 levels and 1,000 keys are just taken', () => {
    expect(isFault(understand({ ...USAGE, properties: nested(31) }))).toBe(false)
    expect(isFault(understand({ ...USAGE, properties: Object.fromEntries(Array.from({ length: 994 }, (_, place) => [`k${place}`, place])) }))).toBe(false)
    expect(isFault(understand({ ...USAGE, key: 'k'.repeat(512), count: Number.MAX_SAFE_INTEGER }))).toBe(false)
  })

  test('every reason is in the table of refusals', () => {
    for (const [reason] of BAD) expect(Object.keys(REFUSALS)).toContain(reason.startsWith('missing-') ? 'missing-field' : reason)
  })

  test('__proto__ is a key like any other, and changes nothing', () => {
    const raw: unknown = JSON.parse('{"type":"usage","key":"u1","party":"user:ann","product":"notes","at":"2024-01-03","__proto__":{"count":7,"polluted":true},"properties":{"__proto__":{"polluted":true}}}')
    expect(understand(raw)).toMatchObject({ type: 'usage', count: 1 })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    const traits: unknown = JSON.parse('{"type":"party","key":"p1","kind":"person","ids":["user:ann"],"traits":{"__proto__":"x"}}')
    expect(JSON.stringify(understand(traits))).toContain('"__proto__":"x"')
  })

  test('the quick way of reading instants agrees with the careful one', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
      expect(understand({ ...USAGE, at: date.toISOString() })).toMatchObject({ at: date.getTime() })
      expect(understand({ ...USAGE, at: `${date.toISOString().slice(0, 19)}Z` })).toMatchObject({ at: Math.floor(date.getTime() / 1000) * 1000 })
    }))
    for (const [text, ok] of [['2000-02-29T00:00:00Z', true], ['2100-02-29T00:00:00Z', false], ['1900-03-01T00:00:00Z', true], ['2016-12-31T23:59:60Z', true]] as const) {
      const line = understand({ ...USAGE, at: text })
      expect(isFault(line) ? null : (line as { at: number }).at).toBe(ok ? instantFrom(text) : null)
    }
  })

  test('whatever JSON gives, understand answers', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const line = understand(value)
      expect(isFault(line)).toBe(true)
    }))
    const fields = [...new Set([...GOOD.flatMap(([, raw]) => Object.keys(raw)), '__proto__', 'constructor', 'toString'])]
    const types = fc.constantFrom(...GOOD.map(([, raw]) => (raw as { type: string }).type))
    fc.assert(fc.property(types, fc.dictionary(fc.constantFrom(...fields), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('user:ann', 'user:null', '2024-01-01', 'EUR', '5', 'nps', 'same', 'month'))), (type, raw) => {
      const line = understand({ ...raw, type, key: 'k' })
      if (isFault(line)) expect(line.says.length).toBeGreaterThan(10)
      else expect(line).toMatchObject({ type, key: 'k' })
    }), { numRuns: 500 })
  })
})
