import { createHash } from 'node:crypto'
import { type Instant, instantText } from '../base/day.ts'
import { isJunk } from '../base/identifier.ts'
import { domainIn, type Fields, fieldsOf, MAX_KEY_LENGTH, nameOf, NO_FIELDS, plainTraits, safeJson, textIn, UUID } from './call-fields.ts'
import { Fault, isFault, quoted } from './fault.ts'
import type { EvidenceObject, RejectedCall } from './from-segment.ts'
import { quickInstant } from './quick-instant.ts'

export interface PosthogTerms {
  /** Source of the lines: `posthog:web` where a key sends live, `posthog` for an export. */
  readonly source: string
  /** Browser keys are public: they say what was used and which anonymous id is which user, and nothing that makes anyone a member or a customer. */
  readonly sender: 'server' | 'browser'
  /** The product of events that name none. */
  readonly product: string | null
  readonly receivedAt: Instant
}

/** Lines as evidence; malformed events are listed, the others go on. */
export interface FromPosthog {
  readonly lines: readonly EvidenceObject[]
  /** For each line, the place of its event in the batch, counted from 1. */
  readonly callOfLine: readonly number[]
  readonly rejected: readonly RejectedCall[]
}

/** An event with what all kinds of events share read out of it. */
interface Message {
  readonly fields: Fields
  readonly properties: Fields
  readonly name: string
  readonly key: string
  /** `user:` or `anonymous:`. */
  readonly party: string
  readonly at: Instant
}

type Made = readonly EvidenceObject[] | Fault

/**
 * Events that PostHog's clients send for PostHog itself; nobody used the product by them. `$pageleave` ends a visit that `$pageview` told of.
 * Names from https://posthog.com/docs/data/events and from the events that posthog-js sends by itself.
 */
const HOUSEKEEPING: ReadonlySet<string> = new Set([
  '$feature_flag_called', '$pageleave', '$snapshot', '$snapshot_items', '$performance_event', '$web_vitals', '$$heatmap', '$opt_in', '$opt_out', '$exception',
  '$client_ingestion_warning', '$csp_violation', '$experiment_started', '$feature_enrollment_update', 'survey shown', 'survey dismissed',
])

/** What the events with a meaning of their own say. https://posthog.com/docs/api/capture */
const MEANINGS: ReadonlyMap<string, (message: Message, terms: PosthogTerms) => Made> = new Map([
  ['$identify', identified], ['$set', described], ['$create_alias', aliased], ['$merge_dangerously', aliased], ['$groupidentify', grouped],
])

/** Views have the names that they have from Segment, so that both count as one thing. */
const EVENT_NAMES: ReadonlyMap<string, string> = new Map([['$pageview', 'page'], ['$screen', 'screen'], ['$autocapture', 'click']])

/** Types of groups whose keys are accounts, the best first. Keys are unique within a type only, so other types get a namespace of their own. */
const ACCOUNT_GROUPS = ['company', 'organization', 'organisation', 'account', 'customer', 'tenant']
const OTHER_GROUPS = ['workspace', 'team', 'project', 'instance', 'group']

/** Ids of visitors before PostHog used UUIDs: `16ff262c4301e5-0aa346c03894bc-39667c0e-1aeaa0-16ff262c431767`. */
const OLD_VISITOR = /^[0-9a-f]{10,16}-[0-9a-f]{10,20}-[0-9a-f]{4,16}-[0-9a-f]{3,12}-[0-9a-f]{10,20}$/i
/** Beyond this difference of clocks `sent_at` is not believed; as for Segment. */
const MAX_SKEW_MS = 86_400_000

/** The body of PostHog's clients: one event, a list of events, or `{batch}`; as evidence lines. Pure; the body is untrusted, and nothing in it makes this throw. */
export function fromPosthog(body: unknown, terms: PosthogTerms): FromPosthog {
  const lines: EvidenceObject[] = []
  const callOfLine: number[] = []
  const rejected: RejectedCall[] = []
  const links = new Set<unknown>()
  const outer = fieldsOf(body) ?? NO_FIELDS
  const batch = Array.isArray(body) ? body : 'batch' in outer ? outer.batch : [body]
  if (!Array.isArray(batch)) return { lines, callOfLine, rejected: [{ call: 1, messageId: null, reason: 'bad-value', says: 'batch is a list of events' }] }
  batch.forEach((raw: unknown, place) => {
    const made = linesOf(raw, outer, place + 1, terms)
    if (isFault(made)) {
      rejected.push({ call: place + 1, messageId: textIn(fieldsOf(raw) ?? NO_FIELDS, 'uuid'), reason: made.reason, says: made.says })
      return
    }
    for (const line of made) {
      if (line.type === 'link') {
        if (links.has(line.key)) continue
        links.add(line.key)
      }
      lines.push(line)
      callOfLine.push(place + 1)
    }
  })
  return { lines, callOfLine, rejected }
}

function linesOf(raw: unknown, outer: Fields, place: number, terms: PosthogTerms): Made {
  const fields = fieldsOf(raw)
  if (!fields) return new Fault('not-an-object', 'an event is a JSON object')
  const name = textIn(fields, 'event')
  if (name === null) return new Fault('missing-event', 'the field event is missing')
  const properties = fieldsOf(fields.properties) ?? NO_FIELDS
  const id = textIn(fields, 'distinct_id') ?? textIn(properties, 'distinct_id') ?? textIn(fields, '$distinct_id')
  if (id === null) return new Fault('missing-distinctid', 'the field distinct_id is missing, so nobody is known to have done it')
  if (HOUSEKEEPING.has(name)) return []
  const at = timeOf(fields, outer, terms.receivedAt)
  if (isFault(at)) return at
  const message: Message = { fields, properties, name, at, key: keyOf(fields, properties, place, terms.receivedAt), party: posthogParty(id, properties) }
  const meaning = MEANINGS.get(name)
  return meaning ? meaning(message, terms) : used(message, terms)
}

// ---- the events

function identified(message: Message, terms: PosthogTerms): Made {
  const before = textIn(message.properties, '$anon_distinct_id')
  const user = `user:${message.party.slice(message.party.indexOf(':') + 1)}`
  const known = { ...message, party: user }
  return [...(before === null ? [] : link(`anonymous:${before}`, user, message, terms)), ...described(known, terms)]
}

/** Traits of a person, from `$set` and `$set_once`; a browser's word for them is not taken. */
function described(message: Message, terms: PosthogTerms): readonly EvidenceObject[] {
  if (terms.sender === 'browser' || isJunk(message.party)) return []
  const traits = traitsOf(message)
  const email = textIn(traits, 'email') ?? textIn(traits, '$email')
  const ids = email?.includes('@') ? [message.party, `email:${email}`] : [message.party]
  const told = Object.keys(traits).length > 0
  return told ? [{ type: 'party', key: message.key, source: terms.source, kind: 'person', ids, ...nameOf(traits), ...ownTraits(traits) }] : []
}

function aliased(message: Message, terms: PosthogTerms): Made {
  const alias = textIn(message.properties, 'alias')
  if (alias === null) return new Fault('missing-alias', 'the field properties.alias is missing')
  const one = isVisitorId(alias) ? `anonymous:${alias}` : `user:${alias}`
  // Two user ids are only ever joined by hand, so such a link leads to the question "same person?". A browser's word is not enough for the question.
  if (one === message.party) return []
  if (terms.sender === 'browser' && !(one.startsWith('anonymous:') && message.party.startsWith('user:'))) return []
  return link(one, message.party, message, terms)
}

function grouped(message: Message, terms: PosthogTerms): Made {
  const type = textIn(message.properties, '$group_type')
  const key = textIn(message.properties, '$group_key')
  if (type === null || key === null) return new Fault('missing-groupid', 'the fields properties.$group_type and properties.$group_key name the group; one is missing')
  const group = posthogGroup(type, key)
  if (isJunk(group)) return new Fault('junk-identifier', `$group_key ${quoted(key)} is what trackers send when they know no group; leave the event out`)
  if (terms.sender === 'browser') return []
  return [groupLine(group, fieldsOf(message.properties.$group_set) ?? NO_FIELDS, message.key, terms.source)]
}

function used(message: Message, terms: PosthogTerms): Made {
  const { properties, name, party, key, at } = message
  const product = textIn(properties, 'product') ?? textIn(properties, '$app_name') ?? terms.product
  if (product === null) return new Fault('missing-product', 'name the product in properties.product, or give the key a default product')
  const account = accountOf(message)
  const kept = ownProperties(properties)
  const usage: EvidenceObject = {
    type: 'usage', key, source: terms.source, party, product, event: EVENT_NAMES.get(name) ?? name, at: instantText(at),
    ...(account === null ? {} : { account }), ...(Object.keys(kept).length === 0 ? {} : { properties: kept }),
  }
  const device = textIn(properties, '$device_id')
  const linked = party.startsWith('user:') && device !== null && properties.$is_identified === true ? link(`anonymous:${device}`, party, message, terms) : []
  const told = '$set' in properties || '$set' in message.fields ? traitsOf(message) : NO_FIELDS
  return [usage, ...linked, ...(textIn(told, 'email') === null && textIn(told, 'name') === null ? [] : described(message, terms))]
}

// ---- persons and groups, as exports list them

/** A line that says what a group of PostHog is: an organization. */
export function groupLine(group: string, traits: Fields, key: string, source: string): EvidenceObject {
  const domain = domainIn(traits)
  return { type: 'party', key, source, kind: 'organization', ids: domain === null ? [group] : [group, `domain:${domain}`], ...nameOf(traits), ...ownTraits(traits) }
}

/** The identifier of a group: `account:` for types that mean the customer's organization, else a namespace with the type in its name. */
export function posthogGroup(type: string, key: string): string {
  const word = type.trim().toLowerCase()
  return ACCOUNT_GROUPS.includes(word) ? `account:${key}` : `posthog-${word.replace(/[^a-z0-9]+/g, '-')}:${key}`
}

/**
 * Whose id a distinct_id is. PostHog calls visitors and users by one field. An event tells them apart by `$user_id`, `$is_identified` and `$device_id`
 * (https://posthog.com/docs/data/events); without them ids of the form that PostHog makes are a visitor's if PostHog was told to keep no profile.
 */
export function posthogParty(id: string, properties: Fields): string {
  const user = textIn(properties, '$user_id')
  if (user === id) return `user:${id}`
  if (properties.$is_identified === true) return `user:${id}`
  if (properties.$is_identified === false || textIn(properties, '$device_id') === id || textIn(properties, '$anon_distinct_id') === id) return `anonymous:${id}`
  if (OLD_VISITOR.test(id)) return `anonymous:${id}`
  return UUID.test(id) && properties.$process_person_profile === false ? `anonymous:${id}` : `user:${id}`
}

/** Has the id the form of those that PostHog's clients make for visitors? */
export function isVisitorId(id: string): boolean {
  return UUID.test(id) || OLD_VISITOR.test(id)
}

// ---- what events share

function accountOf({ properties, fields }: Message): string | null {
  const groups = fieldsOf(properties.$groups) ?? fieldsOf(fields.$groups) ?? NO_FIELDS
  const types = Object.keys(groups)
  const wanted = [...ACCOUNT_GROUPS, ...OTHER_GROUPS].flatMap((word) => types.filter((type) => type.toLowerCase() === word))
  const type = wanted[0] ?? (types.length === 1 ? types[0] : undefined)
  const key = type === undefined ? null : textIn(groups, type)
  return type === undefined || key === null ? null : posthogGroup(type, key)
}

function traitsOf({ properties, fields }: Message): Fields {
  return { ...fieldsOf(fields.$set_once), ...fieldsOf(properties.$set_once), ...fieldsOf(fields.$set), ...fieldsOf(properties.$set) }
}

/** PostHog's own properties begin with `$`: browser, place, campaign. They say nothing of who uses and who pays, and are many. */
function ownProperties(properties: Fields): Fields {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith('$') && name !== 'distinct_id' && name !== 'token'))
}

function ownTraits(traits: Fields): { readonly traits?: Fields } {
  return plainTraits(ownProperties(traits))
}

/** Keyed by what it links, not by its event: clients send both ids with every event, and one line says it for good; taken back, it stays so. */
function link(one: string, other: string, message: Message, terms: PosthogTerms): readonly EvidenceObject[] {
  if (one === other || isJunk(one) || isJunk(other)) return []
  const key = `${one} ${other}`
  return [{ type: 'link', key: key.length <= MAX_KEY_LENGTH ? key : message.key, source: terms.source, ids: [one, other] }]
}

/** Retries keep the uuid. Without one the content is the key, with the time of receipt if the event names no time: two such events are two. */
function keyOf(fields: Fields, properties: Fields, place: number, receivedAt: Instant): string {
  const id = textIn(fields, 'uuid') ?? textIn(properties, '$insert_id')
  if (id !== null && id.length <= MAX_KEY_LENGTH) return id
  const { sent_at: _, offset: __, ...content } = fields
  return createHash('sha256').update(safeJson(content)).update(fields.timestamp !== undefined || id !== null ? '' : ` ${receivedAt} ${place}`).digest('base64url')
}

/**
 * When it happened by the server's clock: receivedAt - (sent_at - timestamp), or receivedAt - offset (milliseconds), as PostHog works it out.
 * Without a sane sent_at it is the client's word; never later than receipt.
 */
function timeOf(fields: Fields, outer: Fields, receivedAt: Instant): Instant | Fault {
  const { timestamp, offset } = fields
  if (timestamp === undefined || timestamp === null || timestamp === '') {
    return typeof offset === 'number' && offset >= 0 && offset <= MAX_SKEW_MS ? receivedAt - Math.round(offset) : receivedAt
  }
  const happened = typeof timestamp === 'string' ? posthogInstant(timestamp) : null
  if (happened === null) return new Fault('bad-date', `timestamp ${quoted(timestamp)} is no instant such as 2026-02-03T10:00:00Z`)
  const sent = fields.sent_at ?? outer.sent_at
  const sentAt = typeof sent === 'string' ? posthogInstant(sent) : null
  const sane = sentAt !== null && Math.abs(receivedAt - sentAt) <= MAX_SKEW_MS
  return Math.min(receivedAt, sane ? receivedAt - (sentAt - happened) : happened)
}

/** Exports write `2026-02-03 10:00:00.123456+00:00`, and without a zone where it is UTC. */
export function posthogInstant(text: string): Instant | null {
  const written = text.trim()
  return quickInstant(written) ?? quickInstant(written.replace(/\s*UTC$/i, 'Z').replace(/([+-]\d\d)$/, '$1:00'))
}
