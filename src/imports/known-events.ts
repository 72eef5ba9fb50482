import { createHash } from 'node:crypto'
import { fieldsOf, NO_FIELDS, safeJson, textIn } from '../evidence/call-fields.ts'
import { fromPosthog, groupLine, isVisitorId, posthogGroup, posthogInstant } from '../evidence/from-posthog.ts'
import { type EvidenceObject, fromSegment, type RejectedCall } from '../evidence/from-segment.ts'
import { REFUSALS, type RefusalCode } from '../base/refusal.ts'
import { UNNAMED_PRODUCT } from '../base/unnamed-product.ts'
import { type ByHeader, emailOrNull, given, headerReader, isTrue, party, plainHeader } from './crm-cells.ts'
import type { Conversion, KnownFormat, TableLook } from './known.ts'
import { leftOut, refused, type RowOutcome } from './outcome.ts'
import type { DataWarning } from './plan.ts'
import type { Cells, Row, Table } from './table.ts'

/*
 * Segment's calls: https://segment.com/docs/connections/spec/; its tables in a warehouse: https://segment.com/docs/connections/storage/warehouses/schema/, which are
 * RudderStack's too: https://www.rudderstack.com/docs/destinations/warehouse-destinations/warehouse-schema/.
 * PostHog's exports: https://posthog.com/docs/cdp/batch-exports (events and persons), https://posthog.com/docs/api/persons, https://posthog.com/docs/api/groups.
 */
type Fields = Readonly<Record<string, unknown>>

/** The product of events that name none, where the plan says no other: as with the keys of live events, so that both count as one product. */
function productOf(conversion: Conversion): string {
  return conversion.plan.constants.product ?? UNNAMED_PRODUCT
}

/** Segment's own reasons are finer than the codes of refusals: `missing-userid` is a missing field. */
function codeOf(reason: string): RefusalCode {
  return reason in REFUSALS ? (reason as RefusalCode) : 'missing-field'
}

function refusalOf(rejected: RejectedCall): RowOutcome {
  return refused(codeOf(rejected.reason), rejected.says)
}

// ---- Segment and RudderStack: calls as objects

const CALLS: ReadonlySet<unknown> = new Set(['identify', 'track', 'page', 'screen', 'group', 'alias'])
const TIMES = ['originalTimestamp', 'timestamp', 'receivedAt', 'sentAt']

/** The call in a row: the object itself, or what a collector wrapped around it as `payload` or `message`. */
function callIn(row: Row): Fields | null {
  const object = fieldsOf(row.object)
  if (object === null || CALLS.has(object.type) || Array.isArray(object.batch)) return object
  for (const wrap of ['payload', 'message', 'body', 'event']) {
    const inner = fieldsOf(object[wrap])
    if (inner !== null) return inner
  }
  return object
}

function isCall(call: Fields | null): boolean {
  return call !== null && (Array.isArray(call.batch) || (CALLS.has(call.type) && ['userId', 'anonymousId', 'event', 'messageId', 'groupId', 'properties', 'traits'].some((field) => field in call)))
}

/** Every third of the first rows is enough: collections of examples hold parts of calls as well. */
function holdsCalls(look: TableLook): boolean {
  const objects = look.first.filter((row) => row.object !== undefined)
  return objects.length > 0 && objects.filter((row) => isCall(callIn(row))).length * 3 >= objects.length
}

interface SegmentFacts {
  /** Rows of use that name no time, with examples. */
  readonly untimed: { count: number; readonly examples: string[] }
  /** How often a call without id and time was met: each is a call of its own. */
  readonly met: Map<string, number>
}

function segmentFacts(): SegmentFacts {
  return { untimed: { count: 0, examples: [] }, met: new Map() }
}

/** A call with a time and an id, so that the same file gives the same lines whenever it is imported. */
function settled(call: Fields, facts: SegmentFacts): { readonly call: Fields; readonly timed: boolean } {
  const time = TIMES.map((field) => call[field]).find((one) => typeof one === 'string')
  const timed = time !== undefined
  // sentAt belongs to the clock of a request that is long past; the file's own times count.
  const { sentAt: _, ...kept } = call
  const stamped = timed && kept.timestamp === undefined && kept.originalTimestamp === undefined ? { ...kept, timestamp: time } : kept
  if (textIn(call, 'messageId') !== null || timed) return { call: stamped, timed }
  const content = createHash('sha256').update(safeJson(kept)).digest('base64url')
  const times = facts.met.get(content) ?? 0
  facts.met.set(content, times + 1)
  return { call: { ...stamped, messageId: times === 0 ? content : `${content} ${times + 1}` }, timed }
}

function segmentCall(call: Fields, conversion: Conversion, facts: SegmentFacts): RowOutcome {
  const calls = Array.isArray(call.batch) ? call.batch : [call]
  const lines: EvidenceObject[] = []
  let fault: RejectedCall | undefined
  let isTimed = true
  for (const one of calls) {
    const known = settled(fieldsOf(one) ?? NO_FIELDS, facts)
    const made = fromSegment(known.call, { name: 'import', sender: 'server', product: productOf(conversion), receivedAt: conversion.now })
    fault ??= made.rejected[0]
    for (const line of made.lines) {
      if (!known.timed && line.type === 'usage') {
        isTimed = false
        facts.untimed.count++
        if (facts.untimed.examples.length < 5) facts.untimed.examples.push(String(line.event ?? line.key))
      }
      // Without a time it is not known since when somebody is a member.
      const { from, ...rest } = line
      lines.push({ ...(known.timed || line.type !== 'membership' ? line : rest), source: conversion.plan.source })
    }
  }
  if (fault !== undefined && lines.length === 0) return refusalOf(fault)
  if (lines.length === 0) return leftOut('the call says nothing new')
  return { kind: 'lines', lines, ...(isTimed ? {} : { untimed: true }) }
}

function segmentRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const call = callIn(cells.row)
  if (call === null) return refused('not-an-object', 'the row holds no JSON object')
  if (call.type === undefined && !Array.isArray(call.batch)) return refused('missing-field', "the field type is missing: this is part of a call, such as its traits, and not a call; write what it is, such as 'track' or 'identify'")
  // Segment takes no call about nobody, a group call neither; in a file of calls it is a call that was cut.
  if (CALLS.has(call.type) && textIn(call, 'userId') === null && textIn(call, 'anonymousId') === null) return refused('missing-field', 'the fields userId and anonymousId are both missing')
  return segmentCall(call, conversion, raw as SegmentFacts)
}

function withoutTime(conversion: Conversion, raw: unknown): readonly DataWarning[] {
  const { count, examples } = (raw as SegmentFacts).untimed
  return count === 0 ? [] : [{
    code: 'without-time', table: conversion.plan.table, column: null, count,
    says: `${count} ${count === 1 ? 'event names' : 'events name'} no time; the time of the import is taken, as Segment takes the time of receipt. Imported again they are known, and keep the time that they have.`, examples: [...examples],
    mend: 'Export the events with the field timestamp, undo this import and import them again.',
  }]
}

// ---- Segment and RudderStack: tables of a warehouse

interface WarehouseFacts extends SegmentFacts {
  readonly cell: ByHeader
  /** Columns that are properties or traits, with the name that they had in the call. */
  readonly own: readonly string[]
}

/** Columns that every warehouse table has; the others are properties or traits. */
const WAREHOUSE = new Set(['id', 'messageid', 'receivedat', 'sentat', 'timestamp', 'originaltimestamp', 'uuidts', 'uuid', 'loadedat', 'userid', 'anonymousid', 'groupid', 'previousid', 'event', 'eventtext', 'channel', 'fivetransynced'])

function warehousePrepare(nameIsProperty: boolean): (table: Table) => Promise<WarehouseFacts> {
  return async (table) => ({
    ...segmentFacts(), cell: headerReader(table.columns),
    own: table.columns.filter((column) => !WAREHOUSE.has(plainHeader(column)) && !/^context_/i.test(column) && (nameIsProperty || plainHeader(column) !== 'name')),
  })
}

function warehouse(type: 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias'): KnownFormat['convert'] {
  return (cells, conversion, raw) => {
    const facts = raw as WarehouseFacts
    const { cell, own } = facts
    const held = Object.fromEntries(own.flatMap((column) => {
      const text = cells.text(column)
      return text === null ? [] : [[column, text]]
    }))
    // `timestamp` is the time by Segment's clock, `original_timestamp` that of the sender's.
    const time = cell(cells, 'timestamp', 'original_timestamp', 'sent_at', 'received_at')
    const instant = time === null ? null : posthogInstant(time)
    if (time !== null && instant === null) return refused('bad-date', `'${time.slice(0, 60)}' is no instant such as 2026-02-03T10:00:00Z`)
    const user = cell(cells, 'user_id')
    const anonymous = cell(cells, 'anonymous_id')
    const app = cell(cells, 'context_app_name')
    const group = cell(cells, 'context_group_id', 'context_groupid')
    const email = type === 'identify' ? emailOrNull(cell(cells, 'email')) : null
    const call = {
      type, messageId: cell(cells, 'id', 'message_id') ?? undefined, userId: user ?? undefined, anonymousId: anonymous ?? undefined, ...(instant === null ? {} : { timestamp: new Date(instant).toISOString() }),
      ...(type === 'track' ? { event: cell(cells, 'event_text', 'event') ?? undefined } : {}),
      ...(type === 'group' ? { groupId: cell(cells, 'group_id') ?? undefined } : {}),
      ...(type === 'alias' ? { previousId: cell(cells, 'previous_id') ?? undefined } : {}),
      ...(type === 'page' || type === 'screen' ? { name: cell(cells, 'name') ?? undefined } : {}),
      ...(type === 'identify' || type === 'group' ? { traits: { ...held, ...(email === null ? {} : { email }) } } : { properties: held }),
      context: { ...(app === null ? {} : { app: { name: app } }), ...(group === null ? {} : { groupId: group }) },
    }
    return segmentCall(JSON.parse(JSON.stringify(call)) as Fields, conversion, facts)
  }
}

// ---- PostHog

interface PosthogFacts {
  readonly cell: ByHeader
  /** Columns such as `properties.plan`, as exports of the page write them. */
  readonly flat: readonly (readonly [column: string, name: string])[]
  /** Links said already, so that they are not said with every event. */
  readonly said: Set<string>
}

const LINKS_REMEMBERED = 500_000

async function posthogPrepare(table: Table): Promise<PosthogFacts> {
  return {
    cell: headerReader(table.columns), said: new Set(),
    flat: table.columns.flatMap((column) => (/^properties\./i.test(column) ? [[column, column.slice('properties.'.length)] as const] : [])),
  }
}

/** JSON as exports hold it in one cell; the object itself, where the file holds objects. */
function objectIn(cells: Cells, cell: ByHeader, ...names: readonly string[]): Fields | null {
  for (const name of names) {
    const inner = fieldsOf(cells.row.object?.[name])
    if (inner !== null) return inner
  }
  const text = cell(cells, ...names)
  if (text === null || !text.startsWith('{')) return null
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return null
  }
}

/** Says a line once per import, as far as memory goes; it has one key, so that saying it again would change nothing. */
function once(line: EvidenceObject, said: Set<string>): readonly EvidenceObject[] {
  const key = `${String(line.type)} ${String(line.key)}`
  if (said.has(key)) return []
  if (said.size < LINKS_REMEMBERED) said.add(key)
  return [line]
}

function posthogEventRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const { cell, flat, said } = raw as PosthogFacts
  const { source } = conversion.plan
  const text = cell(cells, 'properties')
  const whole = objectIn(cells, cell, 'properties')
  if (text?.startsWith('{') && whole === null) return refused('not-json', 'properties is no JSON; it may have been cut off, so export the events again')
  const flattened = whole === null ? Object.fromEntries(flat.flatMap(([column, name]) => {
    const value = cells.text(column)
    return value === null ? [] : [[name, value === 'true' ? true : value === 'false' ? false : value]]
  })) : null
  const groups = flattened === null ? null : objectIn(cells, cell, 'properties.$groups')
  const properties = whole ?? { ...flattened, ...(groups === null ? {} : { $groups: groups }) }
  const sets = { $set: objectIn(cells, cell, 'set', '$set') ?? undefined, $set_once: objectIn(cells, cell, 'set_once', '$set_once') ?? undefined }
  const event = {
    event: cell(cells, 'event'), distinct_id: cell(cells, 'distinct_id'), uuid: cell(cells, 'uuid', 'id') ?? undefined, timestamp: cell(cells, 'timestamp') ?? undefined, properties,
    ...(sets.$set ? { $set: sets.$set } : {}), ...(sets.$set_once ? { $set_once: sets.$set_once } : {}),
  }
  if (event.timestamp === undefined) return refused('missing-field', 'the event has no timestamp; export the events with the column timestamp')
  const { lines, rejected } = fromPosthog(event, { source, sender: 'server', product: productOf(conversion), receivedAt: conversion.now })
  const [fault] = rejected
  if (fault) return refusalOf(fault)
  if (lines.length === 0) return leftOut("an event that PostHog's clients send for PostHog itself")
  const person = cell(cells, 'person_id', 'person.uuid', 'person.id')
  const used = lines.find((line) => line.type === 'usage')
  const told = objectIn(cells, cell, 'person_properties') ?? fieldsOf(fieldsOf(cells.row.object?.person)?.properties) ?? NO_FIELDS
  if (used === undefined) return { kind: 'lines', lines }
  // Without the person's own id the address is the user's; a visitor's is not sure.
  const known = person !== null
    ? [{ type: 'link', key: `posthog-person:${person} ${String(used.party)}`, source, ids: [`posthog-person:${person}`, String(used.party)] }, ...personLines(`posthog-person:${person}`, told, conversion)]
    : String(used.party).startsWith('user:') ? personLines(String(used.party), told, conversion) : []
  return { kind: 'lines', lines: [...lines, ...known.flatMap((line) => once(line, said))] }
}

/** A person of PostHog with the address that it knows; nothing without one, as the events say the rest. */
function personLines(id: string, properties: Fields, conversion: Conversion): readonly EvidenceObject[] {
  const email = emailOrNull(textIn(properties, 'email') ?? textIn(properties, '$email'))
  const name = textIn(properties, 'name')
  return email === null ? [] : [party(conversion, id, 'person', [id, `email:${email}`], name === null ? {} : { name })]
}

/** Distinct ids of one person: `["a","b"]` in JSON, or with commas. */
function idsIn(cells: Cells, cell: ByHeader): readonly string[] {
  const held = cells.row.object?.distinct_ids
  if (Array.isArray(held)) return held.filter((one) => typeof one === 'string')
  const text = cell(cells, 'distinct_ids', 'distinct_id')
  if (text === null) return []
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list)) return list.map(String)
  } catch {
    // One id, or several with commas.
  }
  return text.replace(/^\[|\]$/g, '').split(',').map((one) => one.trim().replace(/^["']|["']$/g, '')).filter((one) => one !== '')
}

/**
 * A person is the hub; each distinct id is linked to it by a line of its own, so that an id that joins nothing (two users in one person) does not keep the others apart.
 * Ids of the form that PostHog makes are the visitor's where the person has another id; where it has none, it is not known whose they are, and they stay apart.
 */
function posthogPersonRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const { cell, flat } = raw as PosthogFacts
  const { source } = conversion.plan
  const id = cell(cells, 'person_id', 'uuid', 'id')
  const properties = objectIn(cells, cell, 'properties') ?? Object.fromEntries(flat.map(([column, name]) => [name, cells.text(column)]))
  if (isTrue(cell(cells, 'is_deleted'))) return leftOut('deleted in PostHog')
  if (id === null) return refused('missing-field', 'the person has no id; export the persons with their ids')
  const hub = `posthog-person:${id}`
  const distinct = idsIn(cells, cell)
  const users = distinct.filter((one) => !isVisitorId(one))
  const identified = cell(cells, 'is_identified')
  const ids = [...users.map((one) => `user:${one}`), ...distinct.filter((one) => isVisitorId(one) && (users.length > 0 || (identified !== null && !isTrue(identified)))).map((one) => `anonymous:${one}`)]
  const named = personLines(hub, { name: cell(cells, 'name'), email: cell(cells, 'email'), ...properties }, conversion)
  const self = named.length > 0 ? named : [party(conversion, hub, 'person', [hub], textIn(properties, 'name') === null ? {} : { name: textIn(properties, 'name') })]
  return { kind: 'lines', lines: [...self, ...ids.map((one) => ({ type: 'link', key: `${hub} ${one}`, source, ids: [hub, one] }))] }
}

function posthogGroupRow(cells: Cells, conversion: Conversion, raw: unknown): RowOutcome {
  const { cell } = raw as PosthogFacts
  const key = given(cells, conversion, 'organization')
  const index = cell(cells, 'group_type_index') ?? '0'
  const type = cell(cells, 'group_type', 'type') ?? (index === '0' ? (conversion.plan.constants.groupType ?? 'company') : `group-${index}`)
  if (key === null) return refused('missing-field', 'the group has no key; export the groups with the column group_key')
  const group = posthogGroup(type, key)
  const properties = objectIn(cells, cell, 'group_properties', 'properties') ?? NO_FIELDS
  return { kind: 'lines', lines: [groupLine(group, properties, group, conversion.plan.source)] }
}

const GROUP_BECAUSE = 'Groups of PostHog are organizations. An export names the type of a group by its number only: the first type counts as the account, others stay apart from it.'
const VISITOR = { namespace: 'anonymous' }
const OWN = { namespace: 'user' }
const SEGMENT = 'Segment or RudderStack'

export const EVENTS_FORMATS: readonly KnownFormat[] = [
  {
    name: 'segment-calls', title: `${SEGMENT}: calls (JSON)`, system: 'segment', kind: 'objects', needs: [], holds: holdsCalls, fields: {}, because: 'The rows are calls of Segment: identify, track, page, screen, group, alias.',
    prepare: async () => segmentFacts(), convert: segmentRow, warnings: withoutTime,
  },
  {
    name: 'segment-tracks', title: `${SEGMENT}: tracks (warehouse)`, system: 'segment', kind: 'usage-events', needs: ['id', 'received_at', 'event', 'anonymous_id'], without: ['distinct_id'],
    fields: { id: 'id', person: { column: 'user_id', reading: OWN }, anonymous: { column: 'anonymous_id', reading: VISITOR }, event: ['event_text', 'event'], at: ['timestamp', 'original_timestamp', 'sent_at', 'received_at'] },
    prepare: warehousePrepare(true), convert: warehouse('track'), warnings: withoutTime,
  },
  ...(['page', 'screen'] as const).map((type): KnownFormat => ({
    name: `segment-${type}s`, title: `${SEGMENT}: ${type}s (warehouse)`, system: 'segment', kind: 'usage-events', needs: type === 'page' ? ['id', 'received_at', 'anonymous_id', 'url'] : ['id', 'received_at', 'anonymous_id', 'name'],
    without: type === 'page' ? ['event', 'group_id', 'email'] : ['event', 'group_id', 'url', 'email', 'previous_id'],
    ...(type === 'screen' ? { holds: (look: TableLook) => /screen/i.test(look.name) } : {}),
    fields: { id: 'id', person: { column: 'user_id', reading: OWN }, anonymous: { column: 'anonymous_id', reading: VISITOR }, event: 'name', at: ['timestamp', 'original_timestamp', 'sent_at', 'received_at'] },
    prepare: warehousePrepare(false), convert: warehouse(type), warnings: withoutTime,
  })),
  {
    name: 'segment-groups', title: `${SEGMENT}: groups (warehouse)`, system: 'segment', kind: 'memberships', needs: ['id', 'received_at', 'group_id'], without: ['event', 'url', 'distinct_id'],
    fields: { person: { column: 'user_id', reading: OWN }, organization: { column: 'group_id', reading: { namespace: 'account' } }, organizationName: 'name' }, prepare: warehousePrepare(true), convert: warehouse('group'),
  },
  {
    name: 'segment-identifies', title: `${SEGMENT}: identifies (warehouse)`, system: 'segment', kind: 'users', needs: ['id', 'received_at', 'user_id', 'anonymous_id'], without: ['event', 'url', 'group_id', 'previous_id', 'distinct_id'],
    holds: (look) => /identif/i.test(look.name) || look.columns.some((column) => ['email', 'name', 'firstname', 'lastname'].includes(plainHeader(column))),
    fields: { person: { column: 'user_id', reading: OWN }, anonymous: { column: 'anonymous_id', reading: VISITOR }, email: 'email', name: 'name', firstName: 'first_name', lastName: 'last_name' }, prepare: warehousePrepare(true), convert: warehouse('identify'),
  },
  {
    name: 'segment-aliases', title: `${SEGMENT}: aliases (warehouse)`, system: 'segment', kind: 'links', needs: ['id', 'received_at', 'user_id', 'previous_id'],
    fields: { one: { column: 'previous_id', reading: VISITOR }, other: { column: 'user_id', reading: OWN } }, prepare: warehousePrepare(true), convert: warehouse('alias'),
  },
  {
    name: 'segment-users', title: `${SEGMENT}: users (warehouse)`, system: 'segment', kind: 'users', needs: ['id', 'received_at', 'uuid_ts'], without: ['event', 'user_id', 'anonymous_id', 'group_id', 'distinct_id', 'url'],
    fields: { person: { column: 'id', reading: OWN }, email: 'email', name: 'name', firstName: 'first_name', lastName: 'last_name' },
  },
  {
    name: 'posthog-events', title: 'PostHog: events', system: 'posthog', kind: 'usage-events', needs: ['event', 'distinct_id', 'timestamp'],
    fields: { id: ['uuid', 'id'], person: { column: 'distinct_id', reading: OWN }, event: 'event', at: 'timestamp' },
    because: 'Events of PostHog. Who is a visitor and who a user is read from the properties of each event.', prepare: posthogPrepare, convert: posthogEventRow,
  },
  {
    name: 'posthog-persons', title: 'PostHog: persons', system: 'posthog', kind: 'users', needs: ['distinct_ids'], without: ['event'],
    fields: { person: { column: ['uuid', 'id', 'person_id'], reading: { namespace: 'posthog-person' } }, email: ['properties.email', 'email'], name: ['properties.name', 'name'] }, prepare: posthogPrepare, convert: posthogPersonRow,
  },
  {
    name: 'posthog-person-ids', title: 'PostHog: persons (batch export)', system: 'posthog', kind: 'users', needs: ['distinct_id', 'person_id', 'person_version'], without: ['event'],
    fields: { person: { column: 'person_id', reading: { namespace: 'posthog-person' } }, email: 'properties.email' }, prepare: posthogPrepare, convert: posthogPersonRow,
  },
  {
    name: 'posthog-groups', title: 'PostHog: groups', system: 'posthog', kind: 'organizations', needs: ['group_key'], without: ['event', 'distinct_id'], holds: ({ columns }) => columns.some((column) => /^(group_?type|group_?type_?index|group_?properties|properties|team_?id)(\b|\.|$)/i.test(column)),
    fields: { organization: { column: 'group_key', reading: { namespace: 'account' } }, organizationName: ['group_properties.name', 'properties.name'] }, because: GROUP_BECAUSE, prepare: posthogPrepare, convert: posthogGroupRow,
  },
]
