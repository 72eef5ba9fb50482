import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FromSegment, fromSegment, type SegmentTerms } from './from-segment.ts'
import { judge } from './judge.ts'
import { isFault } from './fault.ts'

const RECEIVED = Date.parse('2026-02-03T10:00:05Z')
const SERVER: SegmentTerms = { name: 'app', sender: 'server', product: 'notes', receivedAt: RECEIVED }
const BROWSER: SegmentTerms = { ...SERVER, name: 'page', sender: 'browser' }
const SENT = { sentAt: '2026-02-03T10:00:05.000Z', timestamp: '2026-02-03T10:00:00.000Z' }

function from(call: object, terms: SegmentTerms = SERVER): FromSegment {
  return fromSegment({ messageId: 'm1', ...SENT, ...call }, terms)
}

const LINE = { key: 'm1', source: 'segment:app' }
const LINK = { type: 'link', key: 'anonymous:x1 user:ann', source: 'segment:app', ids: ['anonymous:x1', 'user:ann'] }

describe('calls of servers', () => {
  test('track is usage; the group of its context is the account', () => {
    expect(from({ type: 'track', event: 'note_created', userId: 'ann', properties: { size: 3, groupId: 'globex' }, context: { groupId: 'acme' } }).lines).toEqual([
      { type: 'usage', ...LINE, party: 'user:ann', product: 'notes', event: 'note_created', at: '2026-02-03T10:00:00.000Z', account: 'account:globex', properties: { size: 3, groupId: 'globex' } },
    ])
    expect(from({ type: 'track', event: 'x', userId: 'ann', context: { groupId: 'acme' } }).lines[0]).toMatchObject({ account: 'account:acme' })
  })

  test('the product comes from the properties, then from the app, then from the key', () => {
    const product = (more: object, terms = SERVER): unknown => from({ type: 'track', event: 'x', userId: 'ann', ...more }, terms).lines[0]?.product
    expect(product({ properties: { product: 'drill' }, context: { app: { name: 'Notes app' } } })).toBe('drill')
    expect(product({ properties: { product: { id: 7 } }, context: { app: { name: 'Notes app' } } })).toBe('Notes app')
    expect(product({})).toBe('notes')
    const sdk = { name: 'RudderLabs JavaScript SDK', version: '3.34.1' }
    expect(product({ context: { app: { ...sdk, namespace: 'com.rudderlabs.javascript' }, library: sdk } })).toBe('notes')
    expect(from({ type: 'track', event: 'x', userId: 'ann' }, { ...SERVER, product: null }).rejected).toMatchObject([{ call: 1, messageId: 'm1', reason: 'missing-product' }])
  })

  test('pages and screens are usage too', () => {
    expect(from({ type: 'page', name: 'Home', userId: 'ann', properties: { url: '/' } }).lines).toMatchObject([{ type: 'usage', event: 'page', properties: { name: 'Home', url: '/' } }])
    expect(from({ type: 'screen', anonymousId: 'x1' }).lines).toMatchObject([{ type: 'usage', event: 'screen', party: 'anonymous:x1' }])
  })

  test('identify names a person and links the visitor, in two lines, so that a wrong visitor never blocks the name', () => {
    expect(from({ type: 'identify', userId: 'ann', anonymousId: 'x1', traits: { email: 'Ann@acme.com', firstName: 'Ann', lastName: 'Abel', plan: 'pro', company: { id: 1 }, tags: ['a'] } }).lines).toEqual([
      LINK, { type: 'party', ...LINE, kind: 'person', ids: ['user:ann', 'email:Ann@acme.com'], name: 'Ann Abel', traits: { firstName: 'Ann', lastName: 'Abel', plan: 'pro' } },
    ])
  })

  test("RudderStack's shape: originalTimestamp, traits in the context, numbers as ids", () => {
    const call = { type: 'identify', userId: 42, messageId: 'r1', originalTimestamp: '2026-02-03T10:00:00.000Z', sentAt: '2026-02-03T10:00:05.000Z', context: { traits: { name: 'Ann' } }, integrations: { All: true } }
    expect(fromSegment({ batch: [call], sentAt: '2026-02-03T10:00:05.000Z', timestamp: 'x' }, SERVER).lines).toEqual([{ type: 'party', key: 'r1', source: 'segment:app', kind: 'person', ids: ['user:42'], name: 'Ann' }])
  })

  test('group names an organization, and the member since that day', () => {
    expect(from({ type: 'group', userId: 'ann', groupId: 'acme', traits: { name: 'Acme', website: 'https://www.Acme.com/about', employees: 12 } }).lines).toEqual([
      { type: 'party', ...LINE, kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme', traits: { website: 'https://www.Acme.com/about', employees: 12 } },
      { type: 'membership', ...LINE, person: 'user:ann', organization: 'account:acme', from: '2026-02-03' },
    ])
    expect(from({ type: 'group', groupId: 'acme', traits: { domain: 'gmail.com' } }).lines).toEqual([{ type: 'party', ...LINE, kind: 'organization', ids: ['account:acme'], traits: { domain: 'gmail.com' } }])
    expect(from({ type: 'group', groupId: 'null', userId: 'ann' }).rejected).toMatchObject([{ reason: 'junk-identifier' }])
  })

  test('alias links the earlier visitor; whether two users are one is asked', () => {
    const visitor = '0b7f3a1c-1111-4222-8333-444455556666'
    expect(from({ type: 'alias', previousId: visitor, userId: 'ann' }).lines).toMatchObject([{ type: 'link', ids: [`anonymous:${visitor}`, 'user:ann'] }])
    expect(from({ type: 'alias', previousId: 'ann-old', userId: 'ann' }).lines).toMatchObject([{ ids: ['anonymous:ann-old', 'user:ann'] }, { ids: ['user:ann-old', 'user:ann'] }])
    expect(from({ type: 'alias', previousId: 'ann', userId: 'ann' }).lines).toEqual([])
  })

  test('a batch goes on after a malformed call, and says each link once', () => {
    const track = { type: 'track', event: 'x', userId: 'ann', anonymousId: 'x1', ...SENT }
    const made = fromSegment({ batch: [{ ...track, messageId: 'm1' }, null, { type: 'merge' }, { ...track, messageId: 'm4', event: '' }, { ...track, messageId: 'm5' }] }, SERVER)
    expect(made.lines.map(({ type, key }) => [type, key])).toEqual([['usage', 'm1'], ['link', LINK.key], ['usage', 'm5']])
    expect(made.callOfLine).toEqual([1, 1, 5])
    expect(made.rejected).toMatchObject([{ call: 2, messageId: null, reason: 'not-an-object' }, { call: 3, reason: 'unknown-type' }, { call: 4, messageId: 'm4', reason: 'missing-event' }])
  })

  test('the address may say what the call is', () => {
    expect(fromSegment({ event: 'x', userId: 'ann', messageId: 'm1' }, { ...SERVER, call: 'track' }).lines).toMatchObject([{ type: 'usage', event: 'x' }])
    expect(fromSegment({ event: 'x', userId: 'ann' }, SERVER).rejected).toMatchObject([{ reason: 'missing-type' }])
  })
})

describe('calls of browsers', () => {
  test('name nobody and make nobody a member', () => {
    const calls = [
      { type: 'identify', userId: 'ann', anonymousId: 'x1', traits: { email: 'dina@us.example', name: 'Ann' } }, { type: 'group', userId: 'ann', anonymousId: 'x1', groupId: 'acme', traits: { domain: 'acme.com' } },
      { type: 'alias', previousId: 'bob', userId: 'ann' }, { type: 'identify', userId: 'ann' },
    ]
    const made = fromSegment({ batch: calls }, BROWSER)
    expect(made.rejected).toEqual([])
    expect(made.lines.map(({ type, ids }) => [type, ids])).toEqual([['link', ['anonymous:x1', 'user:ann']], ['link', ['anonymous:bob', 'user:ann']]])
  })

  test('group sets the account of what the same party does next', () => {
    const track = { type: 'track', event: 'x', userId: 'ann' }
    const made = fromSegment({ batch: [{ type: 'group', userId: 'ann', anonymousId: 'x1', groupId: 'acme' }, track, { ...track, context: { groupId: 'globex' } }] }, BROWSER)
    expect(made.lines.filter(({ type }) => type === 'usage').map(({ account }) => account)).toEqual(['account:acme', 'account:globex'])
    expect([...made.contexts]).toEqual([['user:ann', 'account:acme'], ['anonymous:x1', 'account:acme']])
    expect(fromSegment(track, { ...BROWSER, accounts: made.contexts }).lines).toMatchObject([{ account: 'account:acme' }])
    expect(fromSegment(track, { ...SERVER, accounts: made.contexts }).lines[0]).not.toHaveProperty('account')
  })
})

describe('who and when', () => {
  test("a broken tracker's word for nobody gives way to the visitor, and is never linked", () => {
    expect(from({ type: 'track', event: 'x', userId: 'undefined', anonymousId: 'x1' }).lines).toMatchObject([{ type: 'usage', party: 'anonymous:x1' }])
    expect(from({ type: 'track', event: 'x', userId: 'undefined' }).lines).toMatchObject([{ type: 'usage', party: 'user:undefined' }])
    expect(from({ type: 'track', event: 'x', userId: ' ', anonymousId: null }).rejected).toMatchObject([{ reason: 'missing-userid' }])
  })

  test.each([
    ['the clock of the client is three hours ahead', { timestamp: '2026-02-03T13:00:00Z', sentAt: '2026-02-03T13:00:05Z' }, '2026-02-03T10:00:00.000Z'],
    ['the client waited a week before sending', { timestamp: '2026-01-27T10:00:00Z', sentAt: '2026-02-03T10:00:05Z' }, '2026-01-27T10:00:00.000Z'],
    ['no sentAt: the word of the client', { timestamp: '2026-02-01T08:00:00Z', sentAt: undefined }, '2026-02-01T08:00:00.000Z'],
    ['no time at all: receipt', { timestamp: undefined, sentAt: undefined }, '2026-02-03T10:00:05.000Z'],
    ['never later than receipt', { timestamp: '2026-02-03T10:00:10Z', sentAt: '2026-02-03T10:00:05Z' }, '2026-02-03T10:00:05.000Z'],
    ['a sentAt of days ago is not believed: the call was kept somewhere', { timestamp: '2026-01-20T08:00:00Z', sentAt: '2026-01-20T08:00:01Z' }, '2026-01-20T08:00:00.000Z'],
    ['a clock of next year, cut to receipt', { timestamp: '2027-02-03T10:00:00Z', sentAt: '2027-02-03T10:00:05Z' }, '2026-02-03T10:00:05.000Z'],
    ["RudderStack's SDK for Node: the caller's timestamp stands beside the time of the call", { originalTimestamp: '2026-02-03T10:00:00Z', timestamp: '2026-01-05T09:00:00Z', sentAt: '2026-02-03T10:00:05Z' }, '2026-01-05T09:00:00.000Z'],
    ['a timestamp beside originalTimestamp that is none', { originalTimestamp: '2026-02-03T09:00:00Z', timestamp: 'soon', sentAt: undefined }, '2026-02-03T09:00:00.000Z'],
    ['a timestamp beside originalTimestamp that is never later than receipt', { originalTimestamp: '2026-02-03T09:00:00Z', timestamp: '2026-02-03T11:00:00Z' }, '2026-02-03T10:00:05.000Z'],
    ['a sentAt that is none', { sentAt: 'now' }, '2026-02-03T10:00:00.000Z'],
  ])('%s', (_, times, at) => {
    expect(from({ type: 'track', event: 'x', userId: 'ann', ...times }).lines).toMatchObject([{ at }])
  })

  test.each(['292278994-08-17T07:12:55Z', '0000-01-01T00:00:00Z', 'soon', 7, {}])('no time: %j', (timestamp) => {
    expect(from({ type: 'track', event: 'x', userId: 'ann', timestamp }).rejected).toMatchObject([{ reason: 'bad-date' }])
  })

  test('without messageId the content is the key: a retry is the same, another event is not', () => {
    const key = (call: object, receivedAt = RECEIVED): unknown => fromSegment({ type: 'track', event: 'x', userId: 'ann', ...call }, { ...SERVER, receivedAt }).lines[0]?.key
    expect(key({ timestamp: '2026-02-03T10:00:00Z', sentAt: '2026-02-03T10:00:01Z' })).toBe(key({ timestamp: '2026-02-03T10:00:00Z', sentAt: '2026-02-03T10:00:09Z' }, RECEIVED + 8_000))
    expect(key({ timestamp: '2026-02-03T10:00:00Z' })).not.toBe(key({ timestamp: '2026-02-03T10:00:01Z' }))
    expect(key({})).not.toBe(key({}, RECEIVED + 1))
    expect(key({ messageId: 'm'.repeat(600) })).toBe(key({ messageId: 'm'.repeat(600) }, RECEIVED + 1))
  })

  test('without messageId and time, who somebody is is said once a day: a retry makes no second line', () => {
    const keys = (call: object, receivedAt: number): readonly unknown[] => fromSegment({ userId: 'ann', ...call }, { ...SERVER, receivedAt }).lines.map(({ key }) => key)
    const day = 86_400_000
    for (const call of [{ type: 'identify', traits: { email: 'ann@acme.example' } }, { type: 'group', groupId: 'acme' }]) {
      expect(keys(call, RECEIVED)).toEqual(keys({ ...call, sentAt: '2026-02-03T10:00:09Z' }, RECEIVED + 60_000))
      expect(keys(call, RECEIVED)).not.toEqual(keys({ ...call, traits: { name: 'other' } }, RECEIVED))
      expect(keys(call, RECEIVED)).not.toEqual(keys(call, RECEIVED + day))
    }
  })
})

test('whatever is sent, nothing is thrown, and what comes out is evidence or refused by its judge', () => {
  const names = ['type', 'userId', 'anonymousId', 'messageId', 'event', 'groupId', 'previousId', 'properties', 'traits', 'context', 'timestamp', 'sentAt', '__proto__']
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), fc.constantFrom('identify', 'track', 'page', 'group', 'alias', 'ann', 'null', '2026-02-03T10:00:00Z'))
  const call = fc.dictionary(fc.constantFrom(...names), value)
  const body = fc.oneof(fc.jsonValue(), call, fc.record({ batch: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(call, fc.jsonValue()))) }))
  fc.assert(fc.property(body, fc.constantFrom(SERVER, BROWSER), (sent, terms) => {
    const made = fromSegment(JSON.parse(JSON.stringify(sent)), terms)
    expect(made.callOfLine).toHaveLength(made.lines.length)
    for (const line of made.lines) {
      const judged = judge(line, { power: 'write', now: RECEIVED })
      if (!isFault(judged)) expect(judged.source).toBe(`segment:${terms.name}`)
      if (terms.sender === 'browser') expect(['usage', 'link']).toContain(line.type)
    }
  }), { numRuns: 400 })
})
