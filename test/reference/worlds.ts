// Random small worlds that mix everything the model knows, as nastily as real data do, and questions about them.

import { addDays, dayOf } from './calendar.ts'
import { identifierOf } from './identifiers.ts'
import { type Line, namedIdentifiers, record } from './record.ts'

export type { Line } from './record.ts'

/** A seeded stream of numbers in [0, 1): the same seed gives the same world (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

type Random = () => number
type Weighted<T> = readonly (readonly [number, T])[]

function below(random: Random, count: number): number {
  return Math.floor(random() * count)
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)] as T
}

/** The first items much more often than the last, so that lines of a small world meet. */
function pickSkewed<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() ** 2 * items.length)] as T
}

function chance(random: Random, probability: number): boolean {
  return random() < probability
}

function pickWeighted<T>(random: Random, items: Weighted<T>): T {
  let left = random() * items.reduce((all, [weight]) => all + weight, 0)
  for (const [weight, item] of items) {
    left -= weight
    if (left < 0) return item
  }
  return (items[items.length - 1] as readonly [number, T])[1]
}

const products = ['notes', 'drill', 'search', 'ads'] as const
const productsOfQuestions = ['notes', 'notes', 'drill', 'drill', 'search', 'ads'] as const
const people = ['ann', 'bob', 'cho', 'dina', 'eve', 'fay', 'gus', 'hal', 'ida', 'jon', 'kim', 'lea', 'max', 'nia'] as const
const firms = ['acme', 'globex', 'initech', 'wang', 'reyes', 'ministry'] as const
const firmDomains = ['acme.com', 'globex.com', 'initech.com', 'us.example', 'sub.acme.com'] as const
const machines = ['service:export-bot', 'apikey:k1', 'agent:helper', 'machine:press'] as const
const foreign = ['crm:7', 'crm:8', 'stripe:cus_9', 'stripe:cus_77'] as const
const junk = ['user:null', 'anonymous:undefined', 'user:0', 'email:test@test.com', 'anonymous:Unknown', 'user:'] as const
const sharedMailboxes = ['email:info@acme.com', 'email:support@globex.com', 'email:billing@gmail.com'] as const
const sources = ['crm', 'stripe', 'segment', undefined, undefined, undefined] as const
const topics = ['price', 'offline', 'search', 'speed'] as const
const functions = ['member', 'admin', 'billing', 'decider', 'champion', undefined] as const
const firstDay = '2023-01-01'

/** Most days lie close together, so that intervals meet; ends of months and leap days are frequent. */
function randomDay(random: Random): string {
  return pickWeighted<() => string>(random, [
    [6, () => addDays('2024-01-01', below(random, 91))],
    [3, () => addDays(firstDay, below(random, 731))],
    [2, () => pick(random, ['2023-12-31', '2024-01-01', '2024-01-31', '2024-02-01', '2024-02-29', '2024-03-01', '2024-04-01', '2023-02-28', '2024-12-31'])],
  ])()
}

function earlyDay(random: Random): string {
  return chance(random, 0.75) ? addDays('2023-06-01', below(random, 214)) : randomDay(random)
}

function randomInstant(random: Random): string {
  const time = pick(random, ['00:00:00', '23:59:59', '10:00:00', '10:00:00', '12:30:15', '09:05:00.250'])
  const day = chance(random, 0.7) ? addDays('2024-01-01', below(random, 75)) : randomDay(random)
  return `${day}T${time}Z`
}

function person(random: Random): string {
  return pickWeighted<() => string>(random, [
    [12, () => `user:${pickSkewed(random, people)}`],
    [2, () => `email:${pickSkewed(random, people)}@${pick(random, [...firmDomains, 'gmail.com'])}`],
    [3, () => `anonymous:x${below(random, 5)}`],
    [1, () => pick(random, sharedMailboxes)],
    [0.5, () => pickSkewed(random, foreign)],
  ])()
}

function organization(random: Random): string {
  return pickWeighted<() => string>(random, [
    [12, () => `account:${pickSkewed(random, firms)}`],
    [1.5, () => `domain:${pick(random, firmDomains)}`],
    [0.7, () => pickSkewed(random, foreign)],
  ])()
}

function buyer(random: Random): string {
  return pickWeighted<() => string>(random, [
    [7, () => organization(random)],
    [4, () => person(random)],
    [0.7, () => pickSkewed(random, machines)],
    [0.7, () => pickSkewed(random, foreign)],
  ])()
}

function user(random: Random): string {
  return pickWeighted<() => string>(random, [
    [12, () => person(random)],
    [1, () => pickSkewed(random, machines)],
    [0.7, () => pick(random, junk)],
    [0.6, () => organization(random)],
  ])()
}

function account(random: Random): string | undefined {
  return pickWeighted<() => string | undefined>(random, [
    [5, () => undefined],
    [6, () => `account:${pickSkewed(random, firms)}`],
    [0.6, () => 'account:zzz'],
    [0.4, () => 'account:null'],
    [0.6, () => pick(random, ['domain:acme.com', 'crm:7'])],
  ])()
}

function seller(random: Random): string | undefined {
  return pickWeighted<string | undefined>(random, [
    [10, 'self'],
    [4, undefined],
    [2, 'account:wang'],
    [3, 'account:reyes'],
    [0.7, 'account:initech'],
  ])
}

function span(random: Random, always: boolean): Record<string, string | undefined> {
  const from = always || chance(random, 0.8) ? earlyDay(random) : undefined
  const to = chance(random, 0.3) ? addDays(from ?? '2024-01-01', 1 + below(random, chance(random, 0.3) ? 45 : 400)) : undefined
  return { from: from !== undefined && chance(random, 0.05) ? `${from}T08:00:00Z` : from, to }
}

const currencies: Weighted<readonly [string, number]> = [
  [9, ['EUR', 2]],
  [3, ['USD', 2]],
  [2, ['JPY', 0]],
  [2, ['KWD', 3]],
]

function amount(random: Random): { readonly amount: string; readonly currency: string } {
  const [currency, digits] = pickWeighted(random, currencies)
  const whole = pick(random, [1, 5, 10, 31, 49, 100, 365, 999])
  const rest = digits > 0 && chance(random, 0.5) ? `.${String(below(random, 10 ** digits)).padStart(digits, '0')}` : ''
  return { amount: `${whole}${rest}`, currency }
}

function agreement(random: Random, key: string): Line {
  const money = pickWeighted<() => Line>(random, [
    [10, () => amount(random)],
    [1, () => ({ amount: '0', currency: 'EUR' })],
    [1, () => ({ amount: '0.00', currency: 'EUR' })],
    [2, () => ({})],
    [0.5, () => ({ currency: 'EUR' })],
  ])()
  const beneficiary = pickWeighted<string | undefined>(random, [
    [8, undefined],
    [3, 'members'],
    [5, 'seats'],
    [1, 'buyer'],
    [1.5, `account:${pickSkewed(random, firms)}`],
    [1.2, 'everyone'],
  ])
  return {
    type: 'agreement',
    key,
    kind: pick(random, ['subscription', 'subscription', 'purchase', 'licence', 'sponsorship', 'project', undefined]),
    product: pickSkewed(random, products),
    seller: seller(random),
    buyer: buyer(random),
    payer: chance(random, 0.2) ? buyer(random) : undefined,
    beneficiary,
    seats: beneficiary === 'seats' ? pick(random, [1, 2, 3, 7, undefined]) : chance(random, 0.15) ? 1 + below(random, 3) : undefined,
    ...money,
    interval: pick(random, ['month', 'month', 'day', 'week', 'quarter', 'year', 'once', 'once']),
    ...span(random, true),
    renews: chance(random, 0.2) ? addDays('2025-01-01', below(random, 300)) : undefined,
  }
}

/** Reyes buys from Wang, Wang from us, and sometimes the other way round, or by a short cut. */
function resale(random: Random, key: string): Line {
  const [from, to] = pick(random, [
    ['self', 'account:wang'],
    ['self', 'account:wang'],
    ['account:wang', 'account:reyes'],
    ['account:wang', 'account:reyes'],
    ['account:reyes', 'account:wang'],
    ['self', 'account:reyes'],
    ['account:reyes', 'account:initech'],
  ] as const)
  const priced = chance(random, 0.7) ? amount(random) : {}
  return {
    type: 'agreement',
    key,
    kind: 'licence',
    product: pick(random, ['drill', 'drill', 'notes']),
    seller: from,
    buyer: to,
    ...priced,
    interval: 'month',
    ...span(random, true),
  }
}

function party(random: Random, key: string): Line {
  const kind = pickWeighted(random, [
    [6, 'person'],
    [4, 'organization'],
    [0.7, 'machine'],
  ] as const)
  const name = pickSkewed(random, people)
  const firm = pickSkewed(random, firms)
  const ids =
    kind === 'person'
      ? [
          `user:${name}`,
          chance(random, 0.7) ? `email:${name}@${pick(random, [...firmDomains, 'gmail.com'])}` : undefined,
          chance(random, 0.2) ? `anonymous:x${below(random, 5)}` : undefined,
        ]
      : kind === 'organization'
        ? [`account:${firm}`, chance(random, 0.6) ? `domain:${pick(random, [`${firm}.com`, `${firm}.com`, 'acme.com'])}` : undefined]
        : [pickSkewed(random, machines), chance(random, 0.3) ? pickSkewed(random, machines) : undefined]
  const odd = pickWeighted<string | undefined>(random, [
    [14, undefined],
    [1.5, pickSkewed(random, foreign)],
    [0.7, pick(random, junk)],
    [0.7, pick(random, sharedMailboxes)],
    [0.7, `user:${pickSkewed(random, people)}`],
    [0.7, `account:${pickSkewed(random, firms)}`],
  ])
  return { type: 'party', key, kind, ids: [...ids, odd].filter((id) => id !== undefined), name: kind === 'organization' ? firm : name }
}

function link(random: Random, key: string): Line {
  const one = (): string =>
    pickWeighted<() => string>(random, [
      [8, () => person(random)],
      [3, () => organization(random)],
      [3, () => pickSkewed(random, foreign)],
      [1, () => pickSkewed(random, machines)],
      [1, () => pick(random, junk)],
      [3, () => `anonymous:x${below(random, 5)}`],
    ])()
  return { type: 'link', key, ids: chance(random, 0.25) ? [one(), one(), one()] : [one(), one()] }
}

function feedback(random: Random, key: string): Line {
  const kind = pick(random, ['nps', 'nps', 'csat', 'ces', 'request', 'request', 'complaint', 'complaint', 'praise', 'expectation', 'perception'])
  const score = kind === 'nps' ? below(random, 11) : kind === 'csat' ? 1 + below(random, 5) : kind === 'ces' ? 1 + below(random, 7) : undefined
  const topic = score === undefined || chance(random, 0.2) ? pick(random, topics) : undefined
  const giver = chance(random, 0.95) ? person(random) : pick(random, junk)
  return {
    type: 'feedback',
    key,
    party: giver,
    product: chance(random, 0.8) ? pickSkewed(random, products) : undefined,
    kind,
    score,
    topic,
    at: randomInstant(random),
  }
}

function override(random: Random, key: string): Line {
  const by = { by: 'user:dina', why: 'said so' }
  const fact = pickWeighted(random, [
    [2, 'same'],
    [2, 'not-same'],
    [4, 'membership'],
    [2, 'payer'],
    [2, 'payment'],
  ] as const)
  if (fact === 'payment') {
    const about = { type: 'override', key, fact, payment: `payment${below(random, 5)}`, of: pick(random, sources), ...by }
    return chance(random, 0.5) ? { ...about, agreement: `a${below(random, 14)}` } : { ...about, payer: buyer(random) }
  }
  if (fact === 'payer') return { type: 'override', key, fact, agreement: `a${below(random, 12)}`, payer: buyer(random), ...by }
  if (fact === 'membership') {
    const about = { type: 'override', key, fact, person: person(random), organization: `account:${pickSkewed(random, firms)}`, ...by }
    return chance(random, 0.4) ? { ...about, not: true } : { ...about, function: pick(random, functions), ...span(random, false) }
  }
  const a = person(random)
  const b = chance(random, 0.8) ? person(random) : organization(random)
  return { type: 'override', key, fact, ids: [a, a === b ? 'anonymous:x9' : b], ...by }
}

function seat(random: Random, key: string): Line {
  return {
    type: 'seat',
    key,
    agreement: `a${below(random, 9)}`,
    party: chance(random, 0.9) ? person(random) : pickSkewed(random, machines),
    ...span(random, false),
  }
}

function payment(random: Random, key: string): Line {
  return {
    type: 'payment',
    key,
    agreement: chance(random, 0.5) ? `a${below(random, 14)}` : undefined,
    payer: chance(random, 0.9) ? (chance(random, 0.95) ? buyer(random) : pick(random, junk)) : undefined,
    seller: seller(random),
    product: chance(random, 0.4) ? pickSkewed(random, products) : undefined,
    ...amount(random),
    kind: pick(random, ['charge', 'charge', 'charge', 'refund', 'credit', undefined]),
    at: randomInstant(random),
  }
}

const makers: Readonly<Record<string, (random: Random, key: string) => Line>> = {
  party,
  link,
  agreement,
  resale,
  seat,
  payment,
  feedback,
  override,
  usage: (random, key) => ({
    type: 'usage',
    key,
    party: user(random),
    product: pickSkewed(random, products),
    event: 'opened',
    at: randomInstant(random),
    account: account(random),
    count: chance(random, 0.15) ? 1 + below(random, 5) : undefined,
  }),
  membership: (random, key) => ({
    type: 'membership',
    key,
    person: person(random),
    organization: organization(random),
    function: pick(random, functions),
    ...span(random, false),
  }),
  ownership: (random, key) => ({
    type: 'ownership',
    key,
    organization: organization(random),
    parent: organization(random),
    ...span(random, false),
  }),
  staff: (random, key) => ({ type: 'staff', key, party: person(random), ...span(random, false) }),
  rate: (_, key) => ({ type: 'rate', key, from: 'USD', to: 'EUR', rate: '0.9', at: '2024-01-01T00:00:00Z' }),
  delivery: (_, key) => ({ type: 'delivery', key, agreement: 'a1', milestone: 'first', planned: '10.00', currency: 'EUR', due: '2024-02-01' }),
  ask: (random, key) => ({ type: 'ask', key, party: person(random), organization: 'account:zzz', question: 'How is it?', at: randomInstant(random) }),
  answer: (random, key) => ({ type: 'answer', key, ask: 'ask1', score: 4, at: randomInstant(random) }),
}

const mix: Weighted<string> = [
  [34, 'usage'],
  [8, 'party'],
  [4, 'link'],
  [11, 'membership'],
  [4, 'ownership'],
  [12, 'agreement'],
  [5, 'resale'],
  [6, 'seat'],
  [6, 'payment'],
  [9, 'feedback'],
  [4, 'override'],
  [1.5, 'staff'],
  [0.3, 'rate'],
  [0.3, 'delivery'],
  [0.3, 'ask'],
  [0.3, 'answer'],
]

/** One thing wrong, so that the reason does not depend on the order in which a line is judged. */
function brokenLine(random: Random, key: string): Line {
  const fine: Line = { type: 'usage', key, party: 'user:ann', product: 'notes', at: '2024-01-05T10:00:00Z' }
  const sold: Line = { type: 'agreement', key, product: 'notes', buyer: 'user:ann', interval: 'month', from: '2024-01-01', amount: '5.00', currency: 'EUR' }
  const { party: _party, ...withoutParty } = fine
  const { key: _key, ...withoutKey } = fine
  const { from: _from, ...withoutFrom } = sold
  return pick(random, [
    withoutParty,
    withoutKey,
    withoutFrom,
    { ...fine, type: 'gossip' },
    { ...fine, at: 'yesterday' },
    { ...fine, at: '2024-02-30T10:00:00Z' },
    { ...fine, party: 'ann' },
    { ...sold, to: '2024-01-01' },
    { ...sold, amount: '5.001' },
    { ...sold, amount: '-5.00' },
    { ...sold, amount: '5.5', currency: 'JPY' },
    { ...sold, currency: 'XYZ' },
    { ...sold, interval: 'fortnight' },
    { ...sold, seats: -1 },
    { ...sold, kind: 'gift' },
    { ...sold, buyer: 'user:null' },
    { type: 'feedback', key, party: 'user:ann', kind: 'nps', score: 11, at: '2024-01-05T10:00:00Z' },
    { type: 'membership', key, person: 'user:undefined', organization: 'account:acme' },
    { type: 'link', key, ids: 'user:ann' },
    { type: 'agreement', key: 'a1', source: 'elsewhere', product: 'notes', buyer: 'user:ann', interval: 'month', from: '2024-01-01' },
  ])
}

/** A new version of an earlier line: sent again, corrected (by a line of the same type), or taken back. */
function laterVersion(random: Random, before: Line): Line {
  const { recordedAt: _recordedAt, version: _version, import: _import, ...same } = before
  const identity = { type: same.type, key: same.key, ...(same.source === undefined ? {} : { source: same.source }) }
  const make = makers[String(same.type)]
  const version = chance(random, 0.1) ? { version: below(random, 3) } : {}
  return pickWeighted<() => Line>(random, [
    [2, () => ({ ...before })],
    [1, () => ({ ...same, note: 'checked' })],
    [5, () => (make === undefined ? { ...same } : { ...make(random, String(same.key)), ...identity, ...version })],
    [3, () => ({ ...identity, retracted: true, ...version })],
  ])()
}

function withoutAbsent(line: Line): Line {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined))
}

/** A firm with many users and many who decide, all of whom say something: else no side has five givers. */
function survey(random: Random): Line[] {
  const sold: Line = {
    type: 'agreement',
    key: 'survey',
    product: 'notes',
    buyer: 'account:acme',
    amount: '31.00',
    currency: 'EUR',
    interval: 'month',
    from: '2023-11-01',
  }
  const givers = people.flatMap((name, index): Line[] => {
    const party = `user:${name}`
    const decides = index % 2 === 0
    const role = decides ? pick(random, ['decider', 'champion', 'admin', 'billing'] as const) : 'member'
    const said = Array.from({ length: 1 + below(random, 3) }, (_, count) => ({
      ...feedback(random, `said-${name}-${count}`),
      party,
      at: `2024-01-${10 + below(random, 20)}T10:00:00Z`,
      product: 'notes',
    }))
    const used: Line = { type: 'usage', key: `used-${name}`, party, product: 'notes', at: `2024-01-0${1 + below(random, 9)}T08:00:00Z` }
    const wants: Line = {
      type: 'feedback',
      key: `wants-${name}`,
      party,
      product: 'notes',
      kind: 'request',
      topic: decides ? 'price' : pick(random, topics),
      at: '2024-01-25T10:00:00Z',
    }
    return [
      { type: 'membership', key: `role-${name}`, person: party, organization: 'account:acme', function: role, from: '2023-06-01' },
      ...said,
      ...(decides && chance(random, 0.7) ? [] : [used]),
      ...(chance(random, 0.8) ? [wants] : []),
    ]
  })
  return [sold, ...givers]
}

/** From us to Wang, to Reyes, to those who use: so that most chains hold for a while, and some break or are cut short. */
function channel(random: Random): Line[] {
  const drill = { type: 'agreement', product: 'drill', interval: 'month', currency: 'EUR' }
  const ending = (probability: number): Line => (chance(random, probability) ? { to: addDays('2024-01-10', below(random, 60)) } : {})
  const end = (key: string): Line => ({
    ...drill,
    key,
    seller: pick(random, ['account:reyes', 'account:reyes', 'account:wang', 'account:initech']),
    buyer: chance(random, 0.6) ? `user:${pickSkewed(random, people)}` : `account:${pickSkewed(random, firms)}`,
    ...(chance(random, 0.25) ? { beneficiary: 'seats', seats: 2 } : {}),
    amount: '8.00',
    from: earlyDay(random),
    ...ending(0.4),
  })
  return [
    { ...drill, key: 'wholesale', buyer: 'account:wang', amount: '1000.00', from: '2023-06-01', ...ending(0.3) },
    { ...drill, key: 'retail', seller: 'account:wang', buyer: 'account:reyes', from: '2023-06-01', ...ending(0.2) },
    ...['end0', 'end1', 'end2', 'end3', 'end4'].map(end),
    ...(chance(random, 0.3) ? [{ ...drill, key: 'shortcut', buyer: 'account:reyes', amount: '70.00', from: '2024-02-10' }] : []),
  ]
}

/** The lines in the order in which they arrive. About `size` of them, besides the products. */
export function randomWorld(random: Random, size: number): Line[] {
  const isTimed = chance(random, 0.6)
  const learnedAtStart = isTimed ? { recordedAt: '2023-01-01T00:00:00Z' } : {}
  const lines: Line[] = products.map((key) => {
    const fundedBy = key === 'search' ? 'ads' : key === 'drill' && chance(random, 0.15) ? 'notes' : undefined
    return withoutAbsent({ type: 'product', key, name: key, fundedBy, ...learnedAtStart })
  })
  if (chance(random, 0.7)) lines.push({ type: 'party', key: 'us', kind: 'organization', ids: ['self', 'domain:us.example'], name: 'Us', ...learnedAtStart })
  if (chance(random, 0.12)) lines.push(...survey(random).map((line) => withoutAbsent({ ...line, ...learnedAtStart })))
  if (chance(random, 0.35)) lines.push(...channel(random).map((line) => withoutAbsent({ ...line, ...learnedAtStart })))
  const counts = new Map<string, number>()
  const nextKey = (kind: string): string => {
    const prefix = kind === 'agreement' || kind === 'resale' ? 'a' : kind
    const count = (counts.get(prefix) ?? -1) + 1
    counts.set(prefix, count)
    return `${prefix}${count}`
  }
  let clock = Date.parse('2023-02-01T00:00:00Z')
  for (let made = 0; made < size; made++) {
    const correctable = lines.filter((line) => line.type !== 'product' && line.type !== 'undo' && line.key !== 'us')
    const kind = pickWeighted(random, mix)
    const source = kind === 'agreement' || kind === 'resale' ? undefined : pick(random, sources)
    const line = pickWeighted<() => Line>(random, [
      [
        40,
        () => ({
          ...(makers[kind] ?? party)(random, nextKey(kind)),
          source,
          import: chance(random, 0.15) ? `i${below(random, 4)}` : undefined,
          version: chance(random, 0.04) ? 1 : undefined,
        }),
      ],
      [6, () => (correctable.length === 0 ? party(random, nextKey('party')) : laterVersion(random, pick(random, correctable)))],
      [0.8, () => ({ type: 'undo', key: `undo${below(random, 3)}`, import: `i${below(random, 4)}` })],
      [0.3, () => ({ type: 'undo', key: `undo${below(random, 3)}`, retracted: true })],
      [1.2, () => brokenLine(random, nextKey('broken'))],
    ])()
    clock += 3_600_000 * (1 + below(random, 300))
    const backdated = clock - (chance(random, 0.12) ? 86_400_000 * below(random, 60) + 1000 : 0)
    const recordedAt =
      isTimed && line.recordedAt === undefined && chance(random, 0.9)
        ? new Date(Math.max(backdated, Date.parse('2023-01-02T00:00:00Z') + made)).toISOString()
        : undefined
    const learned = recordedAt === undefined ? {} : { recordedAt }
    lines.push(withoutAbsent({ ...line, ...learned }))
    if (line.type === 'agreement' && line.beneficiary === 'seats')
      for (let held = below(random, 4); held > 0; held--) lines.push(withoutAbsent({ ...seat(random, nextKey('seat')), agreement: line.key, ...learned }))
  }
  return lines
}

/** A link that its source only guesses: mostly that a domain is a firm's. */
function guess(random: Random, key: string): Line {
  const firm = (): string => (chance(random, 0.5) ? pickSkewed(random, foreign) : `account:${pickSkewed(random, firms)}`)
  const domain = (): string => `domain:${pick(random, firmDomains)}`
  const ids = pickWeighted<() => string[]>(random, [
    [12, () => [firm(), domain()]],
    [1, () => [firm(), firm(), domain()]],
    [1, () => [firm(), domain(), domain()]],
    [1, () => [domain(), domain()]],
    [1, () => [firm(), firm()]],
    [1, () => [person(random), domain()]],
    [1, () => [person(random), pickSkewed(random, foreign)]],
  ])()
  return { type: 'link', key, ids, inferred: true, source: pick(random, sources), import: chance(random, 0.3) ? `i${below(random, 4)}` : undefined }
}

/** The world with guessed links among its lines, some of them corrected, taken back, or stated after all, and now and then a firm that states its domain. */
export function withGuesses(lines: readonly Line[], random: Random): Line[] {
  const all = [...lines]
  const guesses: Line[] = []
  for (let made = 0; made < 12; made++) {
    const before = pick(random, guesses.length === 0 ? [null] : guesses)
    const line = pickWeighted<() => Line>(random, [
      [7, () => guess(random, `guess${made}`)],
      [1, () => (before === null ? guess(random, `guess${made}`) : { ...guess(random, String(before.key)), source: before.source })],
      [1, () => (before === null ? guess(random, `guess${made}`) : { type: 'link', key: before.key, source: before.source, retracted: true })],
      [0.5, () => (before === null ? guess(random, `guess${made}`) : { ...before, inferred: false })],
      [1, () => ({ type: 'party', key: `owner${made}`, kind: 'organization', ids: [`account:${pickSkewed(random, firms)}`, `domain:${pick(random, firmDomains)}`], import: chance(random, 0.5) ? `i${below(random, 4)}` : undefined })],
      [0.5, () => ({ type: 'link', key: `stated${made}`, ids: [pickSkewed(random, foreign), chance(random, 0.5) ? `account:${pickSkewed(random, firms)}` : `domain:${pick(random, firmDomains)}`] })],
      [0.5, () => ({ type: 'override', key: `denial${made}`, fact: 'not-same', ids: [pickSkewed(random, foreign), `domain:${pick(random, firmDomains)}`], by: 'user:dina' })],
    ])()
    if (line.inferred === true) guesses.push(line)
    const at = below(random, all.length + 1)
    // Learned just after the line before it.
    const learned = all[at - 1]?.recordedAt
    all.splice(at, 0, withoutAbsent({ ...line, recordedAt: typeof learned === 'string' ? new Date(Date.parse(learned) + 1 + made).toISOString() : undefined }))
  }
  return all
}

/** Few keys over several sources, so that answers meet asks of their own source, of another, and none; corrected and taken back, before and after each other. */
export function withAsks(lines: readonly Line[], random: Random): Line[] {
  const all = [...lines]
  for (let made = 0; made < 14; made++) {
    const about = { source: chance(random, 0.5) ? pick(random, sources) : undefined, recordedAt: undefined as string | undefined }
    const line = pickWeighted<() => Line>(random, [
      [5, () => ({
        type: 'ask', key: `asked${below(random, 4)}`, party: person(random), question: 'How is it?', organization: 'account:zzz', account: chance(random, 0.2) ? `account:${pickSkewed(random, firms)}` : undefined,
        kind: chance(random, 0.85) ? pick(random, ['nps', 'csat', 'ces', 'request', 'complaint', 'praise']) : undefined, product: chance(random, 0.8) ? 'notes' : undefined,
        topic: chance(random, 0.6) ? pick(random, topics) : undefined, survey: chance(random, 0.5) ? 's1' : undefined, at: randomInstant(random),
      })],
      [7, () => ({ type: 'answer', key: `came${below(random, 9)}`, ask: `asked${below(random, 4)}`, score: chance(random, 0.9) ? 1 + below(random, 7) : undefined, account: chance(random, 0.2) ? `account:${pickSkewed(random, firms)}` : undefined, at: randomInstant(random) })],
      [1, () => ({ type: 'ask', key: `asked${below(random, 4)}`, retracted: true })],
      [1, () => ({ type: 'answer', key: `came${below(random, 9)}`, retracted: true })],
      [1, () => ({ type: 'override', key: `veto${made}`, fact: 'no-ask', party: person(random), by: 'user:dina' })],
    ])()
    const at = below(random, all.length + 1)
    const learned = all[at - 1]?.recordedAt
    const recordedAt = typeof learned === 'string' ? new Date(Date.parse(learned) + 100 + made).toISOString() : undefined
    all.splice(at, 0, withoutAbsent({ ...line, ...about, import: chance(random, 0.2) ? `i${below(random, 4)}` : undefined, recordedAt }))
  }
  return all
}

/** Sales that were tried, some told again otherwise, some taken back. */
export function withDeals(lines: readonly Line[], random: Random): Line[] {
  const all = [...lines]
  for (let made = 0; made < 8; made++) {
    const key = `deal${below(random, 6)}`
    const line: Line = chance(random, 0.1) ? { type: 'deal', key, retracted: true } : {
      type: 'deal', key, stage: pick(random, ['open', 'won', 'lost']), buyer: chance(random, 0.85) ? buyer(random) : undefined, person: chance(random, 0.3) ? person(random) : undefined,
      seller: chance(random, 0.1) ? 'account:wang' : undefined, product: chance(random, 0.8) ? pickSkewed(random, products) : undefined,
      opened: chance(random, 0.8) ? earlyDay(random) : undefined, closed: chance(random, 0.9) ? randomDay(random) : undefined, ...(chance(random, 0.7) ? amount(random) : {}),
    }
    const at = below(random, all.length + 1)
    const learned = all[at - 1]?.recordedAt
    const recordedAt = typeof learned === 'string' ? new Date(Date.parse(learned) + 200 + made).toISOString() : undefined
    all.splice(at, 0, withoutAbsent({ ...line, import: chance(random, 0.2) ? `i${below(random, 4)}` : undefined, recordedAt }))
  }
  return all
}

/** Words by hand about what a feedback or an answer is about, given, denied and taken back, before and after what they speak of. */
export function withTopicWords(lines: readonly Line[], random: Random): Line[] {
  const all = [...lines]
  const heard = lines.filter(({ type, retracted }) => (type === 'feedback' || type === 'answer') && retracted !== true)
  for (let made = 0; made < 12; made++) {
    const about = chance(random, 0.9) && heard.length > 0 ? pick(random, heard) : { key: 'nobody-said-it' }
    const key = `topic${below(random, 7)}`
    const not = chance(random, 0.35)
    const topic = not && chance(random, 0.3) ? undefined : pick(random, topics)
    const line = chance(random, 0.12) ? { type: 'override', key, retracted: true } : { type: 'override', key, fact: 'topic', feedback: about.key, of: about.source, topic, not: not ? true : undefined, by: 'user:dina' }
    const at = below(random, all.length + 1)
    const learned = all[at - 1]?.recordedAt
    const recordedAt = typeof learned === 'string' ? new Date(Date.parse(learned) + 300 + made).toISOString() : undefined
    all.splice(at, 0, withoutAbsent({ ...line, import: chance(random, 0.2) ? `i${below(random, 4)}` : undefined, recordedAt }))
  }
  return all
}

export interface Question {
  readonly study: string
  readonly params: Record<string, string>
}

const windows: readonly (readonly [string, string])[] = [
  ['2024-01-01', '2024-02-01'],
  ['2024-02-01', '2024-03-01'],
  ['2024-01-01', '2024-04-01'],
  ['2023-01-01', '2025-01-01'],
  ['2024-01-15', '2024-02-12'],
  ['2024-02-29', '2024-03-01'],
  ['2023-06-01', '2024-01-10'],
]

/** Questions about the parties, products, sellers, accounts and days of the world, of every study. */
export function randomQuestions(random: Random, lines: readonly Line[]): Question[] {
  const { versions } = record(lines, Date.parse('9999-12-31T00:00:00Z'))
  const named = [...new Set(versions.flatMap(namedIdentifiers))].sort()
  const identifiers = named.length === 0 ? ['user:ann'] : named
  const usages = lines.filter((line) => line.type === 'usage' && typeof line.at === 'string' && dayOf(line.at) !== null && identifierOf(line.party) !== null)
  const times = lines.flatMap((line) => (typeof line.recordedAt === 'string' ? [line.recordedAt] : []))

  const known = (): Record<string, string> =>
    times.length > 0 && chance(random, 0.3) ? { knownAt: pick(random, times.slice(-Math.ceil(times.length / 2))) } : {}
  const common = (): Record<string, string> => {
    const [from, to] = pick(random, windows)
    return {
      ...(chance(random, 0.85) ? { product: pick(random, productsOfQuestions) } : {}),
      from,
      to,
      ...(chance(random, 0.35) ? { seller: pick(random, ['account:wang', 'account:reyes', 'account:initech', 'account:acme']) } : {}),
      ...(chance(random, 0.15) ? { staff: 'include' } : {}),
      ...known(),
    }
  }
  const detail = (name: string): Record<string, string> => (chance(random, 0.7) ? { detail: name } : {})
  const by = (): Record<string, string> => (chance(random, 0.5) ? { by: pick(random, ['day', 'week', 'month']) } : {})
  const shortIfDaily = (params: Record<string, string>): Record<string, string> =>
    params.by === 'day' ? { ...params, from: '2024-01-20', to: '2024-02-10' } : params

  const whoPays = (): Question => {
    const use = usages.length > 0 && chance(random, 0.75) ? pick(random, usages) : undefined
    const day = use === undefined ? randomDay(random) : (dayOf(use.at) ?? '2024-01-01')
    const inAccount = use?.account === undefined ? account(random) : String(use.account)
    return {
      study: 'who-pays',
      params: {
        party: use === undefined ? (chance(random, 0.9) ? pick(random, identifiers) : 'user:stranger') : String(use.party),
        product: use === undefined ? pick(random, productsOfQuestions) : String(use.product),
        day,
        ...(inAccount !== undefined && chance(random, 0.8) ? { account: inAccount } : {}),
        ...(chance(random, 0.3) ? { seller: pick(random, ['account:wang', 'account:reyes', 'account:initech']) } : {}),
        ...known(),
      },
    }
  }
  return [
    { study: 'evidence', params: {} },
    ...Array.from({ length: 3 }, () => ({ study: 'payers-of-use', params: shortIfDaily({ ...common(), ...detail('money'), ...by() }) })),
    ...Array.from({ length: 8 }, whoPays),
    ...Array.from({ length: 3 }, () => ({ study: 'money', params: { ...common(), ...detail('allocation') } })),
    ...['unused-money', 'unpaid-use', 'overlap', 'world', 'satisfaction', 'disagreements'].flatMap((study) => [
      { study, params: common() },
      { study, params: common() },
    ]),
  ]
}
