import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFault } from './fault.ts'
import { type FromPosthog, fromPosthog, type PosthogTerms, posthogInstant } from './from-posthog.ts'
import { judge } from './judge.ts'

const RECEIVED = Date.parse('2026-02-03T10:00:05Z')
const SERVER: PosthogTerms = { source: 'posthog:app', sender: 'server', product: 'notes', receivedAt: RECEIVED }
const BROWSER: PosthogTerms = { ...SERVER, source: 'posthog:page', sender: 'browser' }
const VISITOR = '01890a5d-ac96-774b-bcce-b302099a8057'
const LINE = { key: 'e1', source: 'posthog:app' }

function from(event: object, terms: PosthogTerms = SERVER): FromPosthog {
  return fromPosthog({ uuid: 'e1', timestamp: '2026-02-03T10:00:00.000Z', distinct_id: 'ann', ...event }, terms)
}

describe('what events of servers say', () => {
  test('an event is usage, in the account that its groups name; properties of PostHog itself are left', () => {
    expect(from({ event: 'note_created', properties: { size: 3, $browser: 'Firefox', token: 'k', $groups: { project: 7, company: 'acme' } } }).lines).toEqual([
      { type: 'usage', ...LINE, party: 'user:ann', product: 'notes', event: 'note_created', at: '2026-02-03T10:00:00.000Z', account: 'account:acme', properties: { size: 3 } },
    ])
  })

  test('keys of groups are unique within their type only, so only types that mean a customer give accounts', () => {
    const account = (groups: object): unknown => from({ event: 'x', $groups: groups }).lines[0]?.account
    expect(account({ Organization: 5 })).toBe('account:5')
    expect(account({ project: 5 })).toBe('posthog-project:5')
    expect(account({ 'Sales region': 'north' })).toBe('posthog-sales-region:north')
    expect(account({ region: 'north', planet: 'mars' })).toBeUndefined()
  })

  test('views have the names that they have from Segment; the product comes from the properties, the app, the key', () => {
    expect(from({ event: '$pageview', properties: { product: 'drill' } }).lines).toMatchObject([{ event: 'page', product: 'drill' }])
    expect(from({ event: '$screen', properties: { $app_name: 'Notes app' } }).lines).toMatchObject([{ event: 'screen', product: 'Notes app' }])
    expect(from({ event: 'x' }, { ...SERVER, product: null }).rejected).toMatchObject([{ call: 1, messageId: 'e1', reason: 'missing-product' }])
  })

  test('who is a visitor and who a user stands in the properties, not in the form of the id', () => {
    const party = (distinct_id: string, properties: object = {}): unknown => from({ event: 'x', distinct_id, properties }).lines[0]?.party
    expect(party(VISITOR)).toBe(`user:${VISITOR}`)
    expect(party(VISITOR, { $is_identified: false })).toBe(`anonymous:${VISITOR}`)
    expect(party(VISITOR, { $device_id: VISITOR })).toBe(`anonymous:${VISITOR}`)
    expect(party(VISITOR, { $process_person_profile: false })).toBe(`anonymous:${VISITOR}`)
    expect(party(VISITOR, { $user_id: VISITOR, $device_id: VISITOR })).toBe(`user:${VISITOR}`)
    expect(party('16ff262c4301e5-0aa346c03894bc-39667c0e-1aeaa0-16ff262c431767')).toMatch(/^anonymous:/)
    expect(party('ann', { $process_person_profile: false })).toBe('user:ann')
  })

  test('$identify links the visitor and names the person', () => {
    expect(from({ event: '$identify', $set: { email: 'ann@acme.com', name: 'Ann', plan: 'pro', $geoip_city: 'Bern' }, properties: { $anon_distinct_id: VISITOR } }).lines).toEqual([
      { type: 'link', key: `anonymous:${VISITOR} user:ann`, source: 'posthog:app', ids: [`anonymous:${VISITOR}`, 'user:ann'] },
      { type: 'party', ...LINE, kind: 'person', ids: ['user:ann', 'email:ann@acme.com'], name: 'Ann', traits: { plan: 'pro' } },
    ])
  })

  test('$groupidentify names an organization and makes nobody a member', () => {
    const properties = { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme', website: 'https://acme.com/', seats: 4 } }
    expect(from({ event: '$groupidentify', distinct_id: '$company_acme', properties }).lines).toEqual([
      { type: 'party', ...LINE, kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme', traits: { website: 'https://acme.com/', seats: 4 } },
    ])
    expect(from({ event: '$groupidentify', properties: { $group_type: 'company' } }).rejected).toMatchObject([{ reason: 'missing-groupid' }])
    expect(from({ event: '$groupidentify', properties: { $group_type: 'company', $group_key: 'null' } }).rejected).toMatchObject([{ reason: 'junk-identifier' }])
  })

  test('an alias links a visitor; whether two users are one is asked', () => {
    expect(from({ event: '$create_alias', properties: { alias: VISITOR } }).lines).toMatchObject([{ type: 'link', ids: [`anonymous:${VISITOR}`, 'user:ann'] }])
    expect(from({ event: '$create_alias', properties: { alias: 'ann-old' } }).lines).toMatchObject([{ ids: ['user:ann-old', 'user:ann'] }])
    expect(from({ event: '$create_alias', properties: { alias: 'ann' } }).lines).toEqual([])
    expect(from({ event: '$create_alias' }).rejected).toMatchObject([{ reason: 'missing-alias' }])
  })

  test('what clients send for PostHog itself is no use', () => {
    expect(['$feature_flag_called', '$pageleave', '$web_vitals', '$snapshot', '$set'].map((event) => from({ event }).lines)).toEqual([[], [], [], [], []])
  })

  test('a batch goes on after a malformed event, and says each link once', () => {
    const properties = { $device_id: VISITOR, $is_identified: true }
    const made = fromPosthog({ api_key: 'k', batch: [{ event: 'x', distinct_id: 'ann', properties, uuid: 'a' }, null, { event: 'x' }, { distinct_id: 'ann' }, { event: 'y', distinct_id: 'ann', properties, uuid: 'b' }] }, SERVER)
    expect(made.lines.map(({ type, key }) => [type, key])).toEqual([['usage', 'a'], ['link', `anonymous:${VISITOR} user:ann`], ['usage', 'b']])
    expect(made.callOfLine).toEqual([1, 1, 5])
    expect(made.rejected.map(({ call, reason }) => [call, reason])).toEqual([[2, 'not-an-object'], [3, 'missing-distinctid'], [4, 'missing-event']])
  })
})

describe('what browsers may say', () => {
  test('use and their own link; no names, no organizations, no two users', () => {
    expect(from({ event: 'x', distinct_id: 'ann', properties: { $device_id: VISITOR, $is_identified: true, $set: { email: 'ceo@acme.com' }, $groups: { company: 'acme' } } }, BROWSER).lines.map(({ type }) => type)).toEqual(['usage', 'link'])
    expect(from({ event: '$identify', $set: { email: 'ceo@acme.com' }, properties: { $anon_distinct_id: VISITOR } }, BROWSER).lines.map(({ type }) => type)).toEqual(['link'])
    expect(from({ event: '$groupidentify', properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme' } } }, BROWSER)).toMatchObject({ lines: [], rejected: [] })
    expect(from({ event: '$create_alias', properties: { alias: 'bob' } }, BROWSER)).toMatchObject({ lines: [], rejected: [] })
  })
})

describe('when it was', () => {
  test('the clock of the server cancels that of the client', () => {
    const at = (event: object, terms = SERVER): unknown => fromPosthog(event, terms).lines[0]?.at
    expect(at({ event: 'x', distinct_id: 'ann', timestamp: '2026-02-03T11:00:00Z', sent_at: '2026-02-03T11:00:03Z' })).toBe('2026-02-03T10:00:02.000Z')
    expect(at({ event: 'x', distinct_id: 'ann', timestamp: '2026-02-03T11:00:00Z' })).toBe('2026-02-03T10:00:05.000Z')
    expect(at({ event: 'x', distinct_id: 'ann', offset: 2000 })).toBe('2026-02-03T10:00:03.000Z')
    expect(fromPosthog({ event: 'x', distinct_id: 'ann', timestamp: 'soon' }, SERVER).rejected).toMatchObject([{ reason: 'bad-date' }])
  })

  test('exports write their times in several ways', () => {
    const written = ['2026-02-03T10:00:00.123Z', '2026-02-03 10:00:00.123456+00:00', '2026-02-03 10:00:00.123456', '2026-02-03 11:00:00.123+01', '2026-02-03T10:00:00.123000+0000', '2026-02-03 10:00:00.123456 UTC']
    expect(written.map((text) => posthogInstant(text))).toEqual(written.map(() => Date.parse('2026-02-03T10:00:00.123Z')))
    expect(posthogInstant('3 February 2026')).toBeNull()
  })
})

test('a retry has the key of the first try', () => {
  const event = { event: 'x', distinct_id: 'ann', timestamp: '2026-02-03T09:00:00Z', properties: { a: 1 } }
  const key = (more: object, receivedAt = RECEIVED): unknown => fromPosthog({ ...event, ...more }, { ...SERVER, receivedAt }).lines[0]?.key
  expect(key({ sent_at: '2026-02-03T10:00:00Z' })).toBe(key({ sent_at: '2026-02-03T10:01:00Z' }, RECEIVED + 60_000))
  expect(key({ properties: { $insert_id: 'i7' } })).toBe('i7')
  expect(key({ properties: { a: 2 } })).not.toBe(key({}))
})

test('whatever a body holds, nothing throws, and every line is evidence', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const event = fc.record({
    event: fc.oneof(fc.constantFrom('x', '$identify', '$set', '$create_alias', '$groupidentify', '$pageview'), value), distinct_id: fc.oneof(fc.constantFrom('ann', VISITOR, 'null'), value),
    timestamp: fc.oneof(fc.constant('2026-02-03T10:00:00Z'), value), $set: value, uuid: value,
    properties: fc.oneof(value, fc.record({ alias: value, $anon_distinct_id: value, $device_id: value, $is_identified: fc.boolean(), $group_type: value, $group_key: value, $group_set: value, $groups: value, $set: value })),
  }, { requiredKeys: [] })
  fc.assert(fc.property(fc.oneof(value, event, fc.array(event), fc.record({ batch: fc.oneof(fc.array(fc.oneof(event, value)), value) })), fc.constantFrom(SERVER, BROWSER), (body, terms) => {
    for (const line of fromPosthog(body, terms).lines) {
      const judged = judge(line, { power: 'write', now: RECEIVED, correctable: false })
      if (isFault(judged)) expect(judged.reason).toMatch(/^(bad|junk|too)-/)
    }
  }))
})
