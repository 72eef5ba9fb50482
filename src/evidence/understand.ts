import { ALWAYS, type Day, dayOf, type Instant, NEVER } from '../base/day.ts'
import { isJunk, normalIdentifier } from '../base/identifier.ts'
import { JUNK_VALUES, type PartyKind } from '../base/lists.ts'
import { currencyDigits, minorFrom } from '../base/money.ts'
import { Fault, isFault, quoted } from './fault.ts'
import type {
  AgreementKind, AgreementLine, AnswerLine, AskLine, Beneficiary, DealLine, DealStage, DeliveryLine, FeedbackKind, FeedbackLine, Interval, LeaveOutOverride, Line, LineType, LinkLine,
  MembershipFunction, MembershipLine, MembershipOverride, NoAskOverride, OwnershipLine, PartyLine, PayerOverride, PaymentKind, PaymentLine, PaymentOverride, ProductLine, RateLine, Retraction, RoleName,
  RoleOverride, SameOverride, SeatLine, StaffLine, TopicOverride, UndoLine, UsageLine,
} from './line.ts'
import { LINE_TYPES } from './line.ts'
import { faultInValue } from './parse.ts'
import { quickInstant } from './quick-instant.ts'

export { Fault, isFault } from './fault.ts'

/** A line as JSON gave it. */
type Raw = Readonly<{ [field: string]: unknown }>
/** Reads a field that is there. */
type Reader<T> = (value: unknown, name: string, raw: Raw) => T | Fault

interface Field<T> {
  readonly name: string
  readonly read: Reader<T>
  /** What an absent field means; undefined if it must be there. */
  readonly absent: T | undefined
}

type CommonField = 'type' | 'key' | 'source' | 'version' | 'import'
type OwnField<L> = Exclude<keyof L, CommonField | (L extends { readonly type: 'override' } ? 'fact' | 'by' | 'why' : never)>
/** How each field of a line is read. */
type Shape<L> = { readonly [K in OwnField<L>]: Field<L[K]> }
type Common = { readonly key: string; readonly source: string; readonly version: number | null; readonly import: string | null }

export const DEFAULT_SOURCE = 'default'
const MAX_KEY_LENGTH = 512
const KNOWN_TYPES: ReadonlySet<string> = new Set(LINE_TYPES)

/** Turns one parsed JSON value into a line, or says why it is none. Never throws, whatever JSON gave. */
export function understand(raw: unknown): Line | Fault {
  return faultInValue(raw) ?? understandSound(raw)
}

/** As `understand`, for values that were looked through already: those from parseLine, and those read back from the record. About 1 microsecond for a line of usage. */
export function understandSound(raw: unknown): Line | Fault {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return new Fault('not-an-object', 'a line is a JSON object such as {"type":"usage","key":"u1",...}')
  const line = raw as Raw
  const type = line.type
  if (type === undefined || type === null) return missing('type')
  if (typeof type !== 'string' || !KNOWN_TYPES.has(type)) return new Fault('unknown-type', `type ${quoted(type)} is unknown; known are ${LINE_TYPES.join(', ')}`)
  const common = commonOf(line, type)
  if (isFault(common)) return common
  if (line.retracted === true) return { type: type as LineType, ...common, retracted: true } satisfies Retraction
  if (line.retracted !== undefined && line.retracted !== null && line.retracted !== false) return badValue(line.retracted, 'retracted', 'true or false')
  if (type === 'usage') return usageOf(line, common)
  if (type === 'override') return overrideOf(line, common)
  const kind = KINDS.get(type)
  return kind ? kind(line, common) : new Fault('unknown-type', `type ${quoted(type)} is unknown`)
}

// ---- fields that every line has

function commonOf(line: Raw, type: string): Common | Fault {
  const { key, source, version } = line
  if (key === undefined || key === null) return missing('key')
  if (typeof key !== 'string' || key === '' || key.length > MAX_KEY_LENGTH) return badValue(key, 'key', `a text of 1 to ${MAX_KEY_LENGTH} characters`)
  if (source !== undefined && source !== null && (typeof source !== 'string' || source === '' || source.length > MAX_KEY_LENGTH)) {
    return badValue(source, 'source', `a text of 1 to ${MAX_KEY_LENGTH} characters`)
  }
  if (version !== undefined && version !== null && typeof version !== 'number') return badValue(version, 'version', 'a number')
  // In an undo line `import` is what is undone, not where the line came from.
  const from = type === 'undo' ? null : (line.import ?? null)
  if (from !== null && (typeof from !== 'string' || from === '')) return badValue(from, 'import', 'the id of an import, a text')
  return { key, source: source ?? DEFAULT_SOURCE, version: version ?? null, import: from }
}

// ---- usage: nearly all lines are usage, so it is read without a table

function usageOf(line: Raw, common: Common): UsageLine | Fault {
  const party = readPresent(line.party, 'party', line, anyIdentifier)
  if (isFault(party)) return party
  const product = readPresent(line.product, 'product', line, name)
  if (isFault(product)) return product
  const at = readPresent(line.at, 'at', line, instant)
  if (isFault(at)) return at
  const event = line.event ?? null
  if (event !== null && typeof event !== 'string') return badValue(event, 'event', 'a text')
  const account = line.account === undefined || line.account === null ? null : identifierUnlessJunk(line.account, 'account')
  if (isFault(account)) return account
  const count = line.count ?? 1
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) return new Fault('bad-number', `count ${quoted(count)} is not a whole number of 1 or more`)
  const channel = line.channel ?? null
  if (channel !== null && typeof channel !== 'string') return badValue(channel, 'channel', 'a text')
  const properties = line.properties ?? null
  if (typeof properties !== 'object' || Array.isArray(properties)) return badValue(properties, 'properties', 'an object')
  return { type: 'usage', key: common.key, source: common.source, version: common.version, import: common.import, party, product, event, at, account, count, channel }
}

function readPresent<T>(value: unknown, field: string, line: Raw, read: Reader<T>): T | Fault {
  return value === undefined || value === null ? missing(field) : read(value, field, line)
}

// ---- how single values are read

const text: Reader<string> = (value, field) => (typeof value === 'string' ? value : badValue(value, field, 'a text'))
/** The key of a product, an agreement, an import, ... */
const name: Reader<string> = (value, field) => (typeof value === 'string' && value !== '' && value.length <= MAX_KEY_LENGTH ? value : badValue(value, field, `a text of 1 to ${MAX_KEY_LENGTH} characters`))
const yes: Reader<boolean> = (value, field) => (typeof value === 'boolean' ? value : badValue(value, field, 'true or false'))

const ALREADY_NORMAL = /^(?!email:|domain:)[a-z]+:[!-~]+$/
const LONGEST_JUNK = Math.max(...[...JUNK_VALUES].map((value) => value.length))

/** Junk is let through: use and feedback of nobody in particular, and ids that identity leaves out by itself. */
const anyIdentifier: Reader<string> = (value, field) => {
  if (typeof value !== 'string') return badIdentifier(value, field)
  if (value.length <= 256 && ALREADY_NORMAL.test(value)) return value
  return normalIdentifier(value) ?? badIdentifier(value, field)
}

const identifier: Reader<string> = (value, field, raw) => {
  const normal = anyIdentifier(value, field, raw)
  if (isFault(normal) || !isJunkQuick(normal)) return normal
  return new Fault('junk-identifier', `${field} ${quoted(value)} is what trackers send when they know nobody; leave it out or send a real identifier`)
}

/** For fields in which junk is the same as nothing: the account of usage, the payer of a payment. */
function identifierUnlessJunk(value: unknown, field: string): string | null | Fault {
  const normal = anyIdentifier(value, field, NO_FIELDS)
  return isFault(normal) || !isJunkQuick(normal) ? normal : null
}

const NO_FIELDS: Raw = {}

function isJunkQuick(normal: string): boolean {
  return normal.length - normal.indexOf(':') - 1 <= LONGEST_JUNK && isJunk(normal)
}

const ids = (least: number): Reader<readonly string[]> => (value, field, raw) => {
  if (!Array.isArray(value) || value.length < least) return new Fault('bad-ids', `${field} is a list of ${least} or more identifiers`)
  const read = new Set<string>()
  for (const item of value as readonly unknown[]) {
    if (typeof item !== 'string') return new Fault('bad-ids', `${field} is a list of texts such as "user:42"; ${quoted(item)} is none`)
    const normal = anyIdentifier(item, field, raw)
    if (isFault(normal)) return normal
    read.add(normal)
  }
  return [...read]
}

const pair: Reader<readonly [string, string]> = (value, field, raw) => {
  if (!Array.isArray(value) || value.length !== 2) return new Fault('bad-ids', `${field} is a list of exactly two identifiers`)
  const [one, other] = value as readonly unknown[]
  if (typeof one !== 'string' || typeof other !== 'string') return new Fault('bad-ids', `${field} is a list of two texts such as "user:42"`)
  const first = identifier(one, field, raw)
  if (isFault(first)) return first
  const second = identifier(other, field, raw)
  if (isFault(second)) return second
  return first === second ? new Fault('bad-ids', `${field} names ${quoted(first)} twice; name two identifiers`) : [first, second]
}

const oneOf = <W extends string>(reason: string, words: readonly W[]): Reader<W> => (value, field) =>
  typeof value === 'string' && (words as readonly string[]).includes(value) ? (value as W) : new Fault(reason, `${field} ${quoted(value)} is not one of ${words.join(', ')}`)

const instant: Reader<Instant> = (value, field) => {
  const read = typeof value === 'string' ? quickInstant(value) : null
  return read ?? new Fault('bad-date', `${field} ${quoted(value)} is no instant such as 2026-02-03T10:00:00Z`)
}

const day: Reader<Day> = (value, field) => {
  const read = typeof value === 'string' ? quickInstant(value) : null
  return read === null ? new Fault('bad-date', `${field} ${quoted(value)} is no day such as 2026-02-03`) : dayOf(read)
}

const currency: Reader<string> = (value, field) =>
  typeof value === 'string' && currencyDigits(value) !== null ? value : new Fault('unknown-currency', `${field} ${quoted(value)} is no ISO-4217 code such as EUR`)

const amount: Reader<number> = (value, field, raw) => {
  const code = readPresent(raw.currency, 'currency', raw, currency)
  if (isFault(code)) return code
  const minor = typeof value === 'string' ? minorFrom(value, code) : null
  return minor ?? new Fault('bad-amount', `${field} ${quoted(value)} is not a text such as "49.90" without sign, with at most ${currencyDigits(code)} digits after the point for ${code}`)
}

const rate: Reader<string> = (value, field) =>
  typeof value === 'string' && value.length <= 40 && /^\d+(\.\d+)?$/.test(value) && /[1-9]/.test(value) ? value : new Fault('bad-amount', `${field} ${quoted(value)} is not a text such as "1.0842", greater than 0`)

const seats: Reader<number> = (value, field) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : new Fault('bad-seats', `${field} ${quoted(value)} is not a whole number of 1 or more; leave it out where use is not counted by seats`)

const SCORES: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([['nps', [0, 10]], ['csat', [1, 5]], ['ces', [1, 7]]])

const score: Reader<number> = (value, field, raw) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return new Fault('bad-score', `${field} ${quoted(value)} is not a number`)
  const range = typeof raw.kind === 'string' ? SCORES.get(raw.kind) : undefined
  if (!range || (Number.isInteger(value) && value >= range[0] && value <= range[1])) return value
  return new Fault('bad-score', `${field} ${quoted(value)} is not a whole number from ${range[0]} to ${range[1]}, as ${String(raw.kind)} has`)
}

/** True for kinds that are a number on a scale. */
export function isScored(kind: FeedbackKind): boolean {
  return SCORES.has(kind)
}

/** True if the score is one that the kind takes; kinds without a scale take any, and none. */
export function fitsScore(kind: FeedbackKind, score: number | null): boolean {
  const range = SCORES.get(kind)
  return range === undefined || (score !== null && Number.isInteger(score) && score >= range[0] && score <= range[1])
}

const beneficiary: Reader<Beneficiary> = (value, field, raw) => {
  if (value === 'buyer' || value === 'members' || value === 'seats' || value === 'everyone') return value
  if (typeof value !== 'string' || !value.includes(':')) return new Fault('bad-kind', `${field} ${quoted(value)} is not one of buyer, members, seats, everyone, or an account such as "account:acme"`)
  const account = identifier(value, field, raw)
  return isFault(account) ? account : { account }
}

const traits: Reader<PartyLine['traits']> = (value, field) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return badValue(value, field, 'an object of plain values')
  for (const trait of Object.values(value)) {
    if (typeof trait === 'object' && trait !== null) return badValue(trait, field, 'an object of texts, numbers, true, false and null')
  }
  return value as PartyLine['traits']
}

// ---- the fields of each type

const FUNCTIONS: readonly MembershipFunction[] = ['member', 'admin', 'billing', 'decider', 'champion']
const AGREEMENT_KINDS: readonly AgreementKind[] = ['subscription', 'purchase', 'licence', 'sponsorship', 'project']
const INTERVALS: readonly Interval[] = ['day', 'week', 'month', 'quarter', 'year', 'once']
const PAYMENT_KINDS: readonly PaymentKind[] = ['charge', 'refund', 'credit']
const FEEDBACK_KINDS: readonly FeedbackKind[] = ['nps', 'csat', 'ces', 'request', 'complaint', 'praise', 'expectation', 'perception']
const PARTY_KINDS: readonly PartyKind[] = ['person', 'organization', 'machine']
const STAGES: readonly DealStage[] = ['open', 'won', 'lost']
const ROLES: readonly RoleName[] = ['user', 'customer', 'decider', 'intermediary', 'sponsor']
const PERMISSIONS = ['yes', 'no', 'unknown'] as const

function need<T>(field: string, read: Reader<T>): Field<T> {
  return { name: field, read, absent: undefined }
}

function may<T>(field: string, read: Reader<T>): Field<T | null> {
  return { name: field, read, absent: null }
}

function orElse<T>(field: string, read: Reader<T>, absent: T): Field<T> {
  return { name: field, read, absent }
}

const PERIOD = { from: orElse('from', day, ALWAYS), to: orElse('to', day, NEVER) }

const PRODUCT: Shape<ProductLine> = { name: may('name', text), fundedBy: may('fundedBy', name) }
const PARTY: Shape<PartyLine> = {
  kind: need('kind', oneOf('bad-kind', PARTY_KINDS)), ids: need('ids', ids(1)), name: may('name', text), traits: may('traits', traits), category: may('category', text),
  permission: may('permission', oneOf('bad-kind', PERMISSIONS)),
}
const LINK: Shape<LinkLine> = { ids: need('ids', ids(2)), inferred: orElse('inferred', yes, false) }
const MEMBERSHIP: Shape<MembershipLine> = {
  person: need('person', identifier), organization: need('organization', identifier), function: may('function', oneOf('bad-kind', FUNCTIONS)), ...PERIOD,
}
const OWNERSHIP: Shape<OwnershipLine> = { organization: need('organization', identifier), parent: need('parent', identifier), ...PERIOD }
const AGREEMENT: Shape<AgreementLine> = {
  product: need('product', name), buyer: need('buyer', identifier), interval: need('interval', oneOf('bad-interval', INTERVALS)), from: need('from', day),
  kind: may('kind', oneOf('bad-kind', AGREEMENT_KINDS)), seller: orElse('seller', identifier, 'self'), payer: may('payer', identifier), beneficiary: may('beneficiary', beneficiary),
  seats: may('seats', seats), amountMinor: may('amount', amount), currency: may('currency', currency), to: PERIOD.to, renews: may('renews', day), name: may('name', text),
}
const SEAT: Shape<SeatLine> = { agreement: need('agreement', name), party: need('party', identifier), ...PERIOD }
const PAYMENT: Shape<PaymentLine> = {
  currency: need('currency', currency), amountMinor: need('amount', amount), at: need('at', instant), payer: may<string | null>('payer', identifierUnlessJunk),
  seller: orElse('seller', identifier, 'self'), agreement: may('agreement', name), product: may('product', name), kind: orElse('kind', oneOf('bad-kind', PAYMENT_KINDS), 'charge'),
}
const FEEDBACK: Shape<FeedbackLine> = {
  party: need('party', anyIdentifier), kind: need('kind', oneOf('bad-kind', FEEDBACK_KINDS)), at: need('at', instant), product: may('product', name), score: may('score', score),
  topic: may('topic', text), text: may('text', text), channel: may('channel', text), account: may<string | null>('account', identifierUnlessJunk),
}
const STAFF: Shape<StaffLine> = { party: need('party', identifier), ...PERIOD }
const RATE: Shape<RateLine> = { currencyFrom: need('from', currency), currencyTo: need('to', currency), rate: need('rate', rate), at: need('at', instant) }
const DELIVERY: Shape<DeliveryLine> = {
  agreement: need('agreement', name), milestone: need('milestone', name), plannedMinor: may('planned', amount), actualMinor: may('actual', amount), currency: may('currency', currency),
  due: may('due', day), done: may('done', day), at: may('at', instant),
}
const DEAL: Shape<DealLine> = {
  stage: need('stage', oneOf('bad-kind', STAGES)), buyer: may('buyer', identifier), person: may('person', identifier), product: may('product', name), seller: orElse('seller', identifier, 'self'),
  opened: may('opened', day), closed: may('closed', day), amountMinor: may('amount', amount), currency: may('currency', currency), name: may('name', text), agreement: may('agreement', name),
}
const ASK: Shape<AskLine> = {
  party: need('party', identifier), question: need('question', text), at: need('at', instant), topic: may('topic', text), by: may('by', text), via: may('via', text),
  organization: may('organization', identifier), kind: may('kind', oneOf('bad-kind', FEEDBACK_KINDS)), product: may('product', name), survey: may('survey', name), account: may('account', identifier),
  side: may('side', name), stratum: may('stratum', text),
}
const ANSWER: Shape<AnswerLine> = { ask: need('ask', name), at: need('at', instant), score: may('score', score), text: may('text', text), account: may('account', identifier) }
const UNDO: Shape<UndoLine> = { undone: need('import', name) }

/** How lines of a type are read, usage and overrides apart. */
const KINDS: ReadonlyMap<string, (raw: Raw, common: Common) => Line | Fault> = new Map([
  reading<ProductLine>('product', PRODUCT), reading<PartyLine>('party', PARTY), reading<LinkLine>('link', LINK), reading<MembershipLine>('membership', MEMBERSHIP),
  reading<OwnershipLine>('ownership', OWNERSHIP), reading<AgreementLine>('agreement', AGREEMENT), reading<SeatLine>('seat', SEAT), reading<PaymentLine>('payment', PAYMENT),
  reading<FeedbackLine>('feedback', FEEDBACK, scoreIsThere), reading<StaffLine>('staff', STAFF), reading<RateLine>('rate', RATE), reading<DeliveryLine>('delivery', DELIVERY),
  reading<DealLine>('deal', DEAL, dealEnds),
  reading<AskLine>('ask', ASK), reading<AnswerLine>('answer', ANSWER), reading<UndoLine>('undo', UNDO),
])

const OVERRIDES: ReadonlyMap<string, (raw: Raw, common: Common) => Line | Fault> = new Map([
  reading<SameOverride>('same', { ids: need('ids', pair) }),
  reading<SameOverride>('not-same', { ids: need('ids', pair) }),
  reading<MembershipOverride>('membership', { ...MEMBERSHIP, not: orElse('not', yes, false) }),
  reading<PayerOverride>('payer', { agreement: need('agreement', name), payer: need('payer', identifier) }),
  reading<RoleOverride>('role', { party: need('party', identifier), role: need('role', oneOf('bad-kind', ROLES)), product: may('product', name), ...PERIOD, not: orElse('not', yes, false) }),
  reading<LeaveOutOverride>('leave-out', { party: need('party', identifier), ...PERIOD }),
  reading<NoAskOverride>('no-ask', { party: need('party', identifier), ...PERIOD }),
  reading<PaymentOverride>('payment', { payment: need('payment', name), of: orElse('of', name, DEFAULT_SOURCE), agreement: may('agreement', name), payer: may('payer', identifier) },
    ({ agreement, payer }) => (agreement === null && payer === null ? missing('agreement') : null)),
  reading<TopicOverride>('topic', { feedback: need('feedback', name), of: orElse('of', name, DEFAULT_SOURCE), topic: may('topic', text), not: orElse('not', yes, false) },
    ({ topic, not }) => (topic === null && !not ? missing('topic') : null)),
])

function overrideOf(raw: Raw, common: Common): Line | Fault {
  const fact = raw.fact
  if (fact === undefined || fact === null) return missing('fact')
  const read = typeof fact === 'string' ? OVERRIDES.get(fact) : undefined
  if (!read) return new Fault('bad-kind', `fact ${quoted(fact)} is not one of ${[...OVERRIDES.keys()].join(', ')}`)
  const by = raw.by ?? null
  if (by !== null && typeof by !== 'string') return badValue(by, 'by', 'a text')
  const why = raw.why ?? null
  if (why !== null && typeof why !== 'string') return badValue(why, 'why', 'a text')
  const line = read(raw, common)
  return isFault(line) ? line : ({ ...line, type: 'override', fact, by, why } as Line)
}

/** An entry of KINDS: reads all fields of the shape, then looks at the whole. */
function reading<L extends Line>(type: string, shape: Shape<L>, check: (line: L) => Fault | null = () => null): [string, (raw: Raw, common: Common) => Line | Fault] {
  const fields = Object.entries(shape) as readonly [string, Field<unknown>][]
  return [type, (raw, common) => {
    const line: { [field: string]: unknown } = { type, ...common }
    for (const [own, field] of fields) {
      const value = raw[field.name]
      if (value === undefined || value === null) {
        if (field.absent === undefined) return missing(field.name)
        line[own] = field.absent
        continue
      }
      const read = field.read(value, field.name, raw)
      if (isFault(read)) return read
      line[own] = read
    }
    // Shapes name exactly the fields of L, so what was read is an L.
    const whole = line as unknown as L
    return periodFault(line) ?? check(whole) ?? whole
  }]
}

function periodFault(line: Raw): Fault | null {
  const { from, to } = line
  return typeof from === 'number' && typeof to === 'number' && to <= from ? new Fault('bad-period', 'to is not after from; to is the first day that is no longer in') : null
}

/** A deal that is won or lost was so on some day, and not before it was opened. */
function dealEnds({ stage, opened, closed }: DealLine): Fault | null {
  if (stage !== 'open' && closed === null) return missing('closed')
  return opened !== null && closed !== null && closed < opened ? new Fault('bad-period', 'closed lies before opened') : null
}

function scoreIsThere(line: FeedbackLine): Fault | null {
  return line.score === null && SCORES.has(line.kind) ? missing('score') : null
}

// ---- faults

function missing(field: string): Fault {
  return new Fault(`missing-${field.toLowerCase()}`, `the field ${field} is missing`)
}

function badValue(value: unknown, field: string, wanted: string): Fault {
  return new Fault('bad-value', `${field} ${quoted(value)} is not ${wanted}`)
}

function badIdentifier(value: unknown, field: string): Fault {
  return new Fault('bad-identifier', `${field} ${quoted(value)} is no identifier; write namespace:value, such as "user:42"`)
}
