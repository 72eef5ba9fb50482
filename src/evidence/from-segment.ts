import { createHash } from 'node:crypto'
import { dayOf, dayText, type Instant, instantText } from '../base/day.ts'
import { isJunk } from '../base/identifier.ts'
import { domainIn, type Fields, fieldsOf, MAX_KEY_LENGTH, nameOf, NO_FIELDS, plainTraits, safeJson, textIn, UUID } from './call-fields.ts'
import { Fault, isFault, quoted } from './fault.ts'
import { quickInstant } from './quick-instant.ts'

/** One Segment or RudderStack call, by the word in its address or in its `type`. */
export type Call = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias'

export interface SegmentTerms {
  /** The sender's name; lines carry the source `segment:<name>`. */
  readonly name: string
  /** Browser keys are public: they say what was used and which anonymous id is which user, and nothing that makes anyone a member or a customer. */
  readonly sender: 'server' | 'browser'
  /** The product of calls that name none. */
  readonly product: string | null
  readonly receivedAt: Instant
  /** From the address, where the body holds one call without `type`. */
  readonly call?: Call
  /** The account that each party was last put into by a browser's `group` call; see `contexts`. */
  readonly accounts?: ReadonlyMap<string, string>
}

/** Lines as evidence, ready to be taken with `correctable: false`; malformed calls are listed, the others go on. */
export interface FromSegment {
  readonly lines: readonly EvidenceObject[]
  /** For each line, the place of its call in the batch, counted from 1. */
  readonly callOfLine: readonly number[]
  readonly rejected: readonly RejectedCall[]
  /** From browsers' `group` calls: the account in which a party works from now on. Whoever calls may keep them and give them back as `accounts`. */
  readonly contexts: ReadonlyMap<string, string>
}

export interface RejectedCall {
  readonly call: number
  readonly messageId: string | null
  readonly reason: string
  readonly says: string
}

export type EvidenceObject = { readonly [field: string]: unknown }

/** A call with what all kinds of calls share read out of it. */
interface Message {
  readonly fields: Fields
  readonly context: Fields
  readonly key: string
  readonly user: string | null
  readonly anonymous: string | null
  readonly at: Instant
}

interface Workshop {
  readonly terms: SegmentTerms
  readonly source: string
  readonly contexts: Map<string, string>
}

const CALLS: ReadonlyMap<string, (message: Message, shop: Workshop) => readonly EvidenceObject[] | Fault> = new Map([
  ['identify', identified], ['track', tracked], ['page', viewed('page')], ['screen', viewed('screen')], ['group', grouped], ['alias', aliased],
])

/** Beyond this difference of clocks `sentAt` is not believed: the client's clock is wrong by days, or the call waited for days after it was stamped. */
const MAX_SKEW_MS = 86_400_000

/** What a body of Segment's or RudderStack's SDKs says, as evidence lines. Pure; the body is untrusted, and nothing in it makes this throw. */
export function fromSegment(body: unknown, terms: SegmentTerms): FromSegment {
  const lines: EvidenceObject[] = []
  const callOfLine: number[] = []
  const rejected: RejectedCall[] = []
  const shop: Workshop = { terms, source: `segment:${terms.name}`, contexts: new Map() }
  const links = new Set<unknown>()
  const outer = fieldsOf(body)
  const batch = outer && 'batch' in outer ? outer.batch : [body]
  if (!Array.isArray(batch)) return { lines, callOfLine, rejected: [{ call: 1, messageId: null, reason: 'bad-value', says: 'batch is a list of calls' }], contexts: shop.contexts }
  batch.forEach((raw: unknown, place) => {
    const made = linesOf(raw, outer ?? NO_FIELDS, place + 1, shop)
    if (isFault(made)) {
      rejected.push({ call: place + 1, messageId: textIn(fieldsOf(raw) ?? NO_FIELDS, 'messageId'), reason: made.reason, says: made.says })
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
  return { lines, callOfLine, rejected, contexts: shop.contexts }
}

function linesOf(raw: unknown, outer: Fields, place: number, shop: Workshop): readonly EvidenceObject[] | Fault {
  const fields = fieldsOf(raw)
  if (!fields) return new Fault('not-an-object', 'a call is a JSON object')
  const type = fields.type ?? shop.terms.call
  if (type === undefined) return new Fault('missing-type', 'the field type is missing')
  const make = typeof type === 'string' ? CALLS.get(type) : undefined
  if (!make || typeof type !== 'string') return new Fault('unknown-type', `type ${quoted(type)} is unknown; known are ${[...CALLS.keys()].join(', ')}`)
  const at = timeOf(fields, outer, shop.terms.receivedAt)
  if (isFault(at)) return at
  const user = textIn(fields, 'userId')
  const anonymous = textIn(fields, 'anonymousId')
  const message: Message = {
    fields, at, context: fieldsOf(fields.context) ?? NO_FIELDS, key: keyOf(type, fields, place, shop.terms.receivedAt),
    user: user === null ? null : `user:${user}`, anonymous: anonymous === null ? null : `anonymous:${anonymous}`,
  }
  return make(message, shop)
}

// ---- the calls

function identified(message: Message, shop: Workshop): readonly EvidenceObject[] | Fault {
  const party = partyOf(message)
  if (party === null) return nobody()
  const link = linkOf(message, shop)
  if (shop.terms.sender === 'browser') return link
  const traits: Fields = { ...fieldsOf(message.context.traits), ...fieldsOf(message.fields.traits) }
  const email = textIn(traits, 'email')
  const ids = email?.includes('@') ? [party, `email:${email}`] : [party]
  return [...link, { type: 'party', key: message.key, source: shop.source, kind: 'person', ids, ...nameOf(traits), ...plainTraits(traits) }]
}

function tracked(message: Message, shop: Workshop): readonly EvidenceObject[] | Fault {
  const event = textIn(message.fields, 'event')
  return event === null ? new Fault('missing-event', 'the field event is missing') : used(event, message, shop)
}

function viewed(event: 'page' | 'screen'): (message: Message, shop: Workshop) => readonly EvidenceObject[] | Fault {
  return (message, shop) => used(event, message, shop)
}

function used(event: string, message: Message, shop: Workshop): readonly EvidenceObject[] | Fault {
  const party = partyOf(message)
  if (party === null) return nobody()
  const given = fieldsOf(message.fields.properties)
  const properties = given ?? NO_FIELDS
  const product = textIn(properties, 'product') ?? appIn(message.context) ?? shop.terms.product
  if (product === null) return new Fault('missing-product', 'name the product in properties.product or context.app.name, or give the key a default product')
  const group = textIn(properties, 'groupId') ?? textIn(message.context, 'groupId')
  const account = group !== null ? `account:${group}` : accountOf(party, shop)
  const title = event === 'page' || event === 'screen' ? textIn(message.fields, 'name') : null
  const kept = title !== null && !('name' in properties) ? { name: title, ...properties } : given
  const usage: EvidenceObject = {
    type: 'usage', key: message.key, source: shop.source, party, product, event, at: instantText(message.at),
    ...(account === undefined ? {} : { account }), ...(kept ? { properties: kept } : {}),
  }
  return [usage, ...linkOf(message, shop)]
}

/** The app that was used. RudderStack's SDK for browsers gives its own name there, which is no product of anybody. */
function appIn(context: Fields): string | null {
  const app = textIn(fieldsOf(context.app) ?? NO_FIELDS, 'name')
  return app === textIn(fieldsOf(context.library) ?? NO_FIELDS, 'name') ? null : app
}

/** Only what a browser said, and only for browsers: a public key must not touch what servers send. */
function accountOf(party: string, { terms, contexts }: Workshop): string | undefined {
  return terms.sender === 'browser' ? (contexts.get(party) ?? terms.accounts?.get(party)) : undefined
}

function grouped(message: Message, shop: Workshop): readonly EvidenceObject[] | Fault {
  const group = textIn(message.fields, 'groupId')
  if (group === null) return new Fault('missing-groupid', 'the field groupId is missing')
  const account = `account:${group}`
  if (isJunk(account)) return new Fault('junk-identifier', `groupId ${quoted(group)} is what trackers send when they know no group; leave the call out`)
  const party = partyOf(message)
  const person = party !== null && !isJunk(party) ? party : null
  if (shop.terms.sender === 'browser') {
    if (person === null) return nobody()
    for (const id of [message.user, message.anonymous]) if (id !== null && !isJunk(id)) shop.contexts.set(id, account)
    return linkOf(message, shop)
  }
  const traits = fieldsOf(message.fields.traits) ?? NO_FIELDS
  const domain = domainIn(traits)
  const lines: EvidenceObject[] = [...linkOf(message, shop)]
  lines.push({ type: 'party', key: message.key, source: shop.source, kind: 'organization', ids: domain === null ? [account] : [account, `domain:${domain}`], ...nameOf(traits), ...plainTraits(traits) })
  if (person !== null) lines.push({ type: 'membership', key: message.key, source: shop.source, person, organization: account, from: dayText(dayOf(message.at)) })
  return lines
}

/** A previous id may be an anonymous one or another user id; the call does not say which. Two user ids are only ever joined by hand, so that link leads to the question "same person?". */
function aliased(message: Message, shop: Workshop): readonly EvidenceObject[] | Fault {
  const previous = textIn(message.fields, 'previousId')
  if (previous === null) return new Fault('missing-previousid', 'the field previousId is missing')
  if (message.user === null) return new Fault('missing-userid', 'the field userId is missing')
  if (message.user === `user:${previous}`) return []
  const known = message.anonymous === `anonymous:${previous}` || UUID.test(previous)
  const lines = link(`anonymous:${previous}`, message.user, message, shop)
  return known || shop.terms.sender === 'browser' ? lines : [...lines, ...link(`user:${previous}`, message.user, message, shop)]
}

// ---- what calls share

/** The user; the anonymous id where there is none, or only a broken tracker's word for none. */
function partyOf({ user, anonymous }: Message): string | null {
  return user !== null && (anonymous === null || !isJunk(user)) ? user : anonymous
}

function linkOf(message: Message, shop: Workshop): readonly EvidenceObject[] {
  const { user, anonymous } = message
  return user !== null && anonymous !== null ? link(anonymous, user, message, shop) : []
}

/** Keyed by what it links, not by its message: SDKs send both ids with every call, and one line says it for good; taken back, it stays so. */
function link(one: string, other: string, message: Message, shop: Workshop): readonly EvidenceObject[] {
  if (isJunk(one) || isJunk(other)) return []
  const key = `${one} ${other}`
  return [{ type: 'link', key: key.length <= MAX_KEY_LENGTH ? key : message.key, source: shop.source, ids: [one, other] }]
}

/** Calls that say how something is, not that something happened: said twice it is no more so. */
const STATES: ReadonlySet<unknown> = new Set(['identify', 'group', 'alias'])

/**
 * Retries keep the messageId. Without one the content is the key. If the call names no time either, two events of one content are two, told apart by their receipt;
 * who somebody is and where they belong is one line for each day, so that a retry repeats it.
 */
function keyOf(type: string, fields: Fields, place: number, receivedAt: Instant): string {
  const id = textIn(fields, 'messageId')
  if (id !== null && id.length <= MAX_KEY_LENGTH) return id
  const { sentAt: _, ...content } = fields
  const timed = fields.originalTimestamp !== undefined || fields.timestamp !== undefined
  const when = timed || id !== null ? '' : STATES.has(type) ? ` ${dayText(dayOf(receivedAt))}` : ` ${receivedAt} ${place}`
  return createHash('sha256').update(safeJson(content)).update(when).digest('base64url')
}

/**
 * When it happened by the server's clock: receivedAt - (sentAt - originalTimestamp), which cancels the error of the client's clock.
 * Without a sane sentAt it is the client's word; never later than receipt. Where both times are given, as RudderStack's SDK for Node does for a `timestamp`
 * of its caller and as exports of both do, `timestamp` is the time that somebody settled on, and is taken as it is.
 */
function timeOf(fields: Fields, outer: Fields, receivedAt: Instant): Instant | Fault {
  const settled = given(fields.originalTimestamp) && typeof fields.timestamp === 'string' ? quickInstant(fields.timestamp) : null
  if (settled !== null) return Math.min(receivedAt, settled)
  const stated = fields.originalTimestamp ?? fields.timestamp
  if (!given(stated)) return receivedAt
  const happened = typeof stated === 'string' ? quickInstant(stated) : null
  if (happened === null) return new Fault('bad-date', `timestamp ${quoted(stated)} is no instant such as 2026-02-03T10:00:00Z`)
  const sent = fields.sentAt ?? outer.sentAt
  const sentAt = typeof sent === 'string' ? quickInstant(sent) : null
  const sane = sentAt !== null && Math.abs(receivedAt - sentAt) <= MAX_SKEW_MS
  return Math.min(receivedAt, sane ? receivedAt - (sentAt - happened) : happened)
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null
}

function nobody(): Fault {
  return new Fault('missing-userid', 'the fields userId and anonymousId are both missing')
}
