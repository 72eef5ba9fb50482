import { describe, expect, test } from 'vitest'
import type { Table } from './table.ts'
import { type TrialTable, textTable, trialTables } from './trial.ts'

const VISITOR = '01890a5d-ac96-774b-bcce-b302099a8057'
const PERSON = '0190aaaa-ac96-774b-bcce-b302099a8057'

function objectTable(name: string, objects: readonly Readonly<Record<string, unknown>>[]): Table {
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  const cell = (value: unknown): string | null => (value === null || value === undefined ? null : typeof value === 'object' ? JSON.stringify(value) : String(value))
  return {
    name, read: 'JSON', columns,
    async *rows() {
      yield objects.map((object, place) => ({ number: place + 1, cells: columns.map((column) => cell(object[column])), object }))
    },
  }
}

async function imported(table: Table, constants: Readonly<Record<string, string>> = { product: 'notes' }): Promise<TrialTable> {
  return (await trialTables([table], constants)).get(table.name) as TrialTable
}

describe('calls of Segment in files', () => {
  test('calls and whole batches are taken as the live doors take them, by the times of the file', async () => {
    const made = await imported(objectTable('events.jsonl', [
      { type: 'track', event: 'note_created', userId: 'ann', anonymousId: 'x1', messageId: 'm1', timestamp: '2026-02-03T10:00:00Z', sentAt: '2026-02-03T10:00:09Z' }, { type: 'group', userId: 'ann', groupId: 'acme', traits: { name: 'Acme' }, messageId: 'm2', receivedAt: '2026-02-03T10:00:00Z' },
      { batch: [{ type: 'page', userId: 'bob', name: 'Home', messageId: 'm3', originalTimestamp: '2026-02-03T10:00:00Z' }, { type: 'identify', userId: 'bob', traits: { email: 'bob@acme.com' }, messageId: 'm4', timestamp: '2026-02-03T10:00:00Z' }] },
    ]))
    expect(made.plan.format).toBe('segment-calls')
    expect(made.lines.map(({ type, key, source, at }) => [type, key, source, at])).toEqual([
      ['usage', 'm1', 'segment', '2026-02-03T10:00:00.000Z'], ['link', 'anonymous:x1 user:ann', 'segment', undefined], ['party', 'm2', 'segment', undefined], ['membership', 'm2', 'segment', undefined],
      ['usage', 'm3', 'segment', '2026-02-03T10:00:00.000Z'], ['party', 'm4', 'segment', undefined],
    ])
    expect(made.lines.find(({ type }) => type === 'membership')).toMatchObject({ from: '2026-02-03' })
    expect(made.warnings).toEqual([])
  })

  test('events that name no product are of the product that the plan names, as those of other tables', async () => {
    const made = await imported(objectTable('events.json', [{ type: 'track', event: 'x', userId: 'ann', messageId: 'm1', timestamp: '2026-02-03T10:00:00Z' }]), {})
    expect(made.plan.constants.product).toBeDefined()
    expect(made.lines).toMatchObject([{ product: made.plan.constants.product }])
  })

  test('two equal calls without id and time are two; a call without time makes nobody a member since the import', async () => {
    const call = { type: 'track', event: 'x', userId: 'ann' }
    const made = await imported(objectTable('events.json', [call, call, { type: 'group', userId: 'ann', groupId: 'acme' }]))
    expect(new Set(made.lines.filter(({ type }) => type === 'usage').map(({ key }) => key)).size).toBe(2)
    expect(made.lines.find(({ type }) => type === 'membership')).not.toHaveProperty('from')
    expect(made.warnings).toMatchObject([{ code: 'without-time', count: 2 }])
  })
})

describe('tables of a warehouse', () => {
  test('tracks, pages, identifies, groups and aliases are what their calls were', async () => {
    const tracks = await imported(textTable('tracks.csv', ['id', 'received_at', 'anonymous_id', 'user_id', 'event', 'event_text', 'original_timestamp', 'context_group_id', 'context_ip'], [['m1', '2026-02-03 10:00:01', 'x1', 'ann', 'note_created', 'Note Created', '2026-02-03 10:00:00.123', 'acme', '1.2.3.4']]))
    expect(tracks.plan.format).toBe('segment-tracks')
    expect(tracks.lines).toMatchObject([{ type: 'usage', key: 'm1', party: 'user:ann', event: 'Note Created', account: 'account:acme', at: '2026-02-03T10:00:00.123Z', product: 'notes' }, { type: 'link' }])
    const pages = await imported(textTable('pages.csv', ['id', 'received_at', 'anonymous_id', 'user_id', 'name', 'url', 'timestamp'], [['m2', '2026-02-03', 'x1', '', 'Home', 'https://acme.com/', '2026-02-03T10:00:00Z']]))
    expect(pages.plan.format).toBe('segment-pages')
    expect(pages.lines).toMatchObject([{ type: 'usage', event: 'page', party: 'anonymous:x1', properties: { name: 'Home', url: 'https://acme.com/' } }])
    const identifies = await imported(textTable('identifies.csv', ['id', 'received_at', 'anonymous_id', 'user_id', 'email', 'name', 'plan'], [['m3', '2026-02-03', 'x1', 'ann', 'Ann@acme.com', 'Ann', 'pro']]))
    expect(identifies.plan.format).toBe('segment-identifies')
    expect(identifies.lines).toMatchObject([{ type: 'link' }, { type: 'party', ids: ['user:ann', 'email:ann@acme.com'], name: 'Ann', traits: { plan: 'pro' } }])
    const groups = await imported(textTable('groups.csv', ['id', 'received_at', 'anonymous_id', 'user_id', 'group_id', 'name', 'website'], [['m4', '2026-02-03', '', 'ann', 'acme', 'Acme', 'acme.com']]))
    expect(groups.plan.format).toBe('segment-groups')
    expect(groups.lines).toMatchObject([{ type: 'party', kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' }, { type: 'membership', person: 'user:ann', from: '2026-02-03' }])
    const aliases = await imported(textTable('aliases.csv', ['id', 'received_at', 'user_id', 'previous_id'], [['m5', '2026-02-03', 'ann', VISITOR]]))
    expect(aliases.plan.format).toBe('segment-aliases')
    expect(aliases.lines).toMatchObject([{ type: 'link', ids: [`anonymous:${VISITOR}`, 'user:ann'] }])
    const users = await imported(textTable('users.csv', ['id', 'received_at', 'uuid_ts', 'email', 'name'], [['ann', '2026-02-03', '2026-02-03', 'ann@acme.com', 'Ann']]))
    expect(users.plan.format).toBe('segment-users')
    expect(users.lines).toMatchObject([{ type: 'party', ids: ['user:ann', 'email:ann@acme.com'] }])
  })

  test('a row without anybody or with a broken time is refused with what to do', async () => {
    const tracks = await imported(textTable('tracks.csv', ['id', 'received_at', 'anonymous_id', 'user_id', 'event'], [['m1', '2026-02-03', '', '', 'x'], ['m2', 'soon', '', 'ann', 'x']]))
    expect(tracks.outcomes).toMatchObject([{ kind: 'refused', reason: 'missing-field' }, { kind: 'refused', reason: 'bad-date' }])
  })
})

describe('exports of PostHog', () => {
  const properties = JSON.stringify({ $device_id: VISITOR, $is_identified: true, $groups: { company: 'acme' }, size: 3 })

  test('events with JSON in their cells, as batch exports write them', async () => {
    const made = await imported(textTable('events.csv', ['uuid', 'event', 'properties', 'distinct_id', 'person_id', 'team_id', 'timestamp', 'person_properties'], [
      ['e1', 'note_created', properties, 'ann', PERSON, '1', '2026-02-03 10:00:00.123456+00:00', '{"email":"ann@acme.com"}'], ['e2', '$pageview', '{"$is_identified":false}', VISITOR, PERSON, '1', '2026-02-03 09:00:00+00:00', '{"email":"ann@acme.com"}'],
      ['e3', '$feature_flag_called', '{}', 'ann', PERSON, '1', '2026-02-03 10:00:00', ''], ['e4', 'x', '{"broken', 'ann', PERSON, '1', '2026-02-03 10:00:00', ''], ['e5', 'x', '{}', '', PERSON, '1', '2026-02-03 10:00:00', ''],
    ]))
    expect(made.plan).toMatchObject({ format: 'posthog-events', source: 'posthog' })
    expect(made.lines.map(({ type, ids, party, account, at }) => [type, ids ?? party, account, at])).toEqual([
      ['usage', 'user:ann', 'account:acme', '2026-02-03T10:00:00.123Z'], ['link', [`anonymous:${VISITOR}`, 'user:ann'], undefined, undefined], ['link', [`posthog-person:${PERSON}`, 'user:ann'], undefined, undefined],
      ['party', [`posthog-person:${PERSON}`, 'email:ann@acme.com'], undefined, undefined], ['usage', `anonymous:${VISITOR}`, undefined, '2026-02-03T09:00:00.000Z'], ['link', [`posthog-person:${PERSON}`, `anonymous:${VISITOR}`], undefined, undefined],
    ])
    expect(made.outcomes.slice(2)).toMatchObject([{ kind: 'left-out' }, { kind: 'refused', reason: 'not-json' }, { kind: 'refused', reason: 'missing-field' }])
  })

  test('events as objects of the API, and with a column for each property', async () => {
    const objects = await imported(objectTable('events.json', [{ id: 'e1', event: 'x', distinct_id: 'ann', timestamp: '2026-02-03T10:00:00Z', properties: { $groups: { company: 'acme' } }, person: { properties: { email: 'ann@acme.com' } } }]))
    expect(objects.lines).toMatchObject([{ type: 'usage', key: 'e1', account: 'account:acme' }, { type: 'party', ids: ['user:ann', 'email:ann@acme.com'] }])
    const flat = await imported(textTable('events.csv', ['uuid', 'event', 'distinct_id', 'timestamp', 'properties.$is_identified', 'properties.plan'], [['e1', 'x', VISITOR, '2026-02-03T10:00:00Z', 'false', 'pro']]))
    expect(flat.lines).toMatchObject([{ type: 'usage', party: `anonymous:${VISITOR}`, properties: { plan: 'pro' } }])
  })

  test('a person is the hub of its ids; a visitor id that may be anybody stays apart', async () => {
    const made = await imported(objectTable('persons.json', [
      { id: PERSON, distinct_ids: [VISITOR, 'ann'], properties: { email: 'ann@acme.com', name: 'Ann' } }, { id: 'p2', distinct_ids: [VISITOR], properties: {} }, { id: 'p3', distinct_ids: [VISITOR], is_identified: false, properties: {} },
    ]))
    expect(made.plan.format).toBe('posthog-persons')
    expect(made.lines.map(({ type, ids }) => [type, ids])).toEqual([
      ['party', [`posthog-person:${PERSON}`, 'email:ann@acme.com']], ['link', [`posthog-person:${PERSON}`, 'user:ann']], ['link', [`posthog-person:${PERSON}`, `anonymous:${VISITOR}`]], ['party', ['posthog-person:p2']],
      ['party', ['posthog-person:p3']], ['link', ['posthog-person:p3', `anonymous:${VISITOR}`]],
    ])
    const rows = await imported(textTable('persons.csv', ['team_id', 'distinct_id', 'person_id', 'properties', 'person_version', 'person_distinct_id_version', 'created_at'], [['1', 'ann', PERSON, '{"email":"ann@acme.com"}', '3', '1', '2026-01-01']]))
    expect(rows.plan.format).toBe('posthog-person-ids')
    expect(rows.lines).toMatchObject([{ type: 'party', ids: [`posthog-person:${PERSON}`, 'email:ann@acme.com'] }, { type: 'link', ids: [`posthog-person:${PERSON}`, 'user:ann'] }])
  })

  test('groups are organizations; those of a second type stay apart from accounts', async () => {
    const made = await imported(objectTable('groups.json', [{ group_type_index: 0, group_key: 'acme', group_properties: { name: 'Acme', domain: 'acme.com' } }, { group_type_index: 1, group_key: '7', group_properties: { name: 'Paper project' } }]))
    expect(made.plan.format).toBe('posthog-groups')
    expect(made.lines).toMatchObject([{ kind: 'organization', ids: ['account:acme', 'domain:acme.com'], name: 'Acme' }, { kind: 'organization', ids: ['posthog-group-1:7'] }])
  })
})
