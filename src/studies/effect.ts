import type { Day } from '../base/day.ts'
import { moneyOf, type AgreementMoney, type UseUnder } from '../roles/allocation.ts'
import type { Coverage } from '../roles/cover.ts'
import { agreementsAccruing, customersWithin, decidersWithin, payersWithin } from '../roles/customers.ts'
import { COUNTED, LEFT_OUT_STAFF, PAYER_KINDS, type StampSpan } from '../roles/stamp.ts'
import { alsoUsed } from '../roles/view.ts'
import { type Placing, suppose } from '../roles/what-if.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Agreement, HeldWord } from '../roles/world.ts'
import { sentenceOf } from './effect-in-words.ts'
import { paymentsOf } from './money.ts'
import { nameInWords, smallestIdentifier } from './party-shape.ts'
import { moneyByKind } from './payers-of-use.ts'
import { type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'

/** What changes per payer kind: users, usage days, events, and allocated money in minor units by currency. */
export interface KindChange {
  readonly users: number
  readonly usageDays: number
  readonly events: number
  readonly money: ReadonlyMap<string, bigint>
}

/** Use that goes from one payer to another. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly users: number
  readonly usageDays: number
}

/** What a correction changes in a window: after less before. Exactly what the answers will say when it is written. */
export interface Effect {
  /** Why it would do nothing, if it cannot be. */
  readonly refused: string | null
  readonly kinds: readonly KindChange[]
  readonly users: number
  readonly usageDays: number
  readonly leftOut: { readonly staff: number; readonly override: number }
  /** Agreed money, by currency: how much more of it has use behind it; it is unused so much less. */
  readonly used: ReadonlyMap<string, bigint>
  /** Payments, by currency: how much more of them is explained; it is unknown so much less. */
  readonly explained: ReadonlyMap<string, bigint>
  readonly customers: number
  readonly newCustomers: number
  readonly payersWithoutKnownDecider: number
  /** Most usage days first. */
  readonly flows: readonly Flow[]
  readonly sentence: string
}

const REFUSED = {
  'two-kinds': 'It would do nothing: a person and an organization are never one. Correct the line that says so.',
  'two-unique-identifiers': 'It would do nothing: two user ids are joined by a word by hand about these two only.',
  'not-the-same': 'It would do nothing: others of the two were said not to be the same. Take that word back first, in the log of corrections.',
  'several-claim-it': 'It would do nothing: several claim the domain.',
  'stated-of-another': 'It would do nothing: the domain is stated to be of another.',
  'guess-of-two-firms': 'It would do nothing: a guess never joins two firms.',
} as const

/** What saying and taking back words by hand would change. Cost: as `suppose`, and the use of the parties concerned; where money is touched, the use under its agreements. */
export async function effectOf(asked: Asked, question: Question, takenBack: readonly HeldWord[], said: readonly HeldWord[]): Promise<Effect> {
  const { products } = asked.projection.words
  const graph = (coverage: Coverage) => ({
    explained: explainedBy(coverage, question),
    ...customerCounts(coverage, question),
    accruing: agreementsAccruing({ coverage, product: question.product }, question.from, question.to),
    alsoUsed: alsoUsed(coverage, products.texts.slice(1)),
  })
  const before = graph(asked.view.coverage)
  const { combos, names, refusal, told: after } = suppose(asked.projection, asked.view, takenBack, said, (coverage, touched) => ({ ...graph(coverage), payers: payersIn(coverage, touched.values()) }))
  const use = await useOf(asked, question, [...combos.keys()])
  const then = sides(asked, question, use, combos, 'before', before.alsoUsed)
  const now = sides(asked, question, use, combos, 'after', after.alsoUsed)
  const money = await moneyOfBoth(asked, question, { before, after, then, now, names })
  const kinds = PAYER_KINDS.map((_, kind) => ({
    users: now.users(kind) - then.users(kind), usageDays: now.days[kind] as number - (then.days[kind] as number), events: (now.events[kind] as number) - (then.events[kind] as number),
    money: difference(money.after.byKind[kind] ?? new Map<string, bigint>(), money.before.byKind[kind] ?? new Map<string, bigint>()),
  }))
  const told = {
    refused: refusal === null ? null : REFUSED[refusal],
    kinds,
    users: kinds.reduce((sum, { users }) => sum + users, 0),
    usageDays: kinds.reduce((sum, { usageDays }) => sum + usageDays, 0),
    leftOut: { staff: now.leftOut.staff - then.leftOut.staff, override: now.leftOut.override - then.leftOut.override },
    used: difference(money.after.used, money.before.used),
    explained: difference(after.explained, before.explained),
    customers: after.customers - before.customers,
    newCustomers: after.newCustomers - before.newCustomers,
    payersWithoutKnownDecider: after.payersWithoutKnownDecider - before.payersWithoutKnownDecider,
    flows: flowsOf(question, use, combos, (payer) => after.payers.get(payer) ?? nameInWords(asked.view.world, asked.view.world.party(payer))),
  }
  return { ...told, sentence: sentenceOf(told) }
}

function explainedBy(coverage: Coverage, question: Question): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { currency, explained } of paymentsOf(coverage, question)) sums.set(currency, (sums.get(currency) ?? 0n) + explained)
  return sums
}

/** Who buys, who is new, and of which paying organizations no decider is known: from the graph alone. */
function customerCounts(coverage: Coverage, { product, from, to, staff }: Question) {
  const { world } = coverage
  const { customers, since } = customersWithin({ coverage, product }, from, to, staff)
  const organizations = [...payersWithin({ coverage, product }, from, to, staff)].filter((payer) => world.kind(payer) === 'organization')
  return {
    customers: customers.size,
    newCustomers: [...customers].filter((customer) => (since.get(customer) ?? to) >= from).length,
    payersWithoutKnownDecider: organizations.filter((payer) => decidersWithin(coverage, payer, from, to).size === 0).length,
  }
}

function payersIn({ world }: Coverage, placings: Iterable<{ readonly after: Placing }>): Map<number, string> {
  const payers = new Map<number, string>()
  for (const { after } of placings) for (const { payer } of after.spans) if (payer !== 0 && !payers.has(payer)) payers.set(payer, nameInWords(world, payer))
  return payers
}

function difference(after: ReadonlyMap<string, bigint>, before: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const changed = new Map<string, bigint>()
  for (const currency of [...new Set([...after.keys(), ...before.keys()])].sort()) {
    const by = (after.get(currency) ?? 0n) - (before.get(currency) ?? 0n)
    if (by !== 0n) changed.set(currency, by)
  }
  return changed
}

// -- use ---------------------------------------------------------------------------------------

interface UseOfDay {
  readonly combo: number
  readonly product: number
  readonly day: Day
  readonly events: number
}

/** Use of these combos in the window, of all products: money is shared by all use. */
async function useOf(asked: Asked, question: Question, combos: readonly number[]): Promise<readonly UseOfDay[]> {
  if (combos.length === 0) return []
  const { view, from, to, known, undone } = usageParameters(asked, question)
  return asked.db.rows<{ combo: number; product: number; day: number; events: number }>(sql('use-of-combos'), { view: view as number, from: from as number, to: to as number, known: known as number, undone: undone as readonly number[], combos })
}

type Combos = ReadonlyMap<number, { readonly before: Placing; readonly after: Placing }>

function stampOf(placing: Placing, day: Day): StampSpan {
  return placing.spans.find((span) => span.from <= day && day < span.to) as StampSpan
}

function counts(stamp: StampSpan, question: Question): boolean {
  return stamp.leftOut === COUNTED || (question.staff && stamp.leftOut === LEFT_OUT_STAFF)
}

interface Side {
  readonly users: (kind: number) => number
  readonly days: readonly number[]
  readonly events: readonly number[]
  readonly leftOut: { readonly staff: number; readonly override: number }
  readonly parties: ReadonlySet<number>
  /** Usage days under agreements by agreement, party and kind. */
  readonly under: ReadonlyMap<string, UseUnder>
}

/** The counts of the parties concerned, as the studies count: a usage day is a party, product, day and account; a user counts under the first kind of any of its days. */
function sides(asked: Asked, question: Question, use: readonly UseOfDay[], combos: Combos, side: 'before' | 'after', also: readonly { readonly product: string; readonly agreement: Agreement }[]): Side {
  const product = question.product === null ? 0 : asked.projection.words.products.find(question.product)
  const alsoOf = new Map<string, Agreement[]>()
  for (const { product: key, agreement } of also) alsoOf.set(key, [...(alsoOf.get(key) ?? []), agreement])
  const seen = new Set<string>()
  const firstKind = new Map<number, number>()
  const days = PAYER_KINDS.map(() => 0)
  const events = PAYER_KINDS.map(() => 0)
  const leftOut = { staff: 0, override: 0 }
  const under = new Map<string, UseUnder>()
  const addUnder = (agreement: number, party: number, kind: number): void => {
    const name = `${agreement} ${party} ${kind}`
    under.set(name, { agreement, party, kind, usageDays: (under.get(name)?.usageDays ?? 0) + 1 })
  }
  for (const row of use) {
    const placing = (combos.get(row.combo) as { before: Placing; after: Placing })[side]
    const stamp = stampOf(placing, row.day)
    const asksFor = product === 0 || row.product === product
    const isCounted = counts(stamp, question)
    if (isCounted && asksFor) events[stamp.kind] = (events[stamp.kind] as number) + row.events
    const usageDay = `${placing.party} ${row.product} ${row.day} ${placing.account} ${stamp.kind} ${stamp.payer} ${stamp.agreement} ${stamp.reason} ${stamp.leftOut}`
    if (seen.has(usageDay)) continue
    seen.add(usageDay)
    if (!isCounted) {
      if (asksFor) leftOut[stamp.leftOut === LEFT_OUT_STAFF ? 'staff' : 'override'] += 1
      continue
    }
    if (asksFor) {
      days[stamp.kind] = (days[stamp.kind] as number) + 1
      firstKind.set(placing.party, Math.min(stamp.kind, firstKind.get(placing.party) ?? stamp.kind))
    }
    if (stamp.agreement !== 0) addUnder(stamp.agreement, placing.party, stamp.kind)
    if (stamp.kind !== PAYER_KINDS.indexOf('sponsor')) continue
    for (const agreement of alsoOf.get(asked.projection.words.products.text(row.product)) ?? []) {
      if (agreement.number !== stamp.agreement && agreement.from <= row.day && row.day < agreement.to) addUnder(agreement.number, placing.party, stamp.kind)
    }
  }
  const users = PAYER_KINDS.map(() => 0)
  for (const kind of firstKind.values()) users[kind] = (users[kind] as number) + 1
  return { users: (kind) => users[kind] as number, days, events, leftOut, under, parties: new Set([...combos.values()].map((placing) => placing[side].party)) }
}

// -- money -------------------------------------------------------------------------------------

interface BothSides {
  readonly before: { readonly accruing: readonly Agreement[] }
  readonly after: { readonly accruing: readonly Agreement[] }
  readonly then: Side
  readonly now: Side
  readonly names: ReadonlyMap<number, string>
}

interface Sums {
  readonly byKind: readonly ReadonlyMap<string, bigint>[]
  readonly used: ReadonlyMap<string, bigint>
}

/** The money of the agreements that these parties use under, before and after: all their users share it, so all their use is asked for. */
async function moneyOfBoth(asked: Asked, question: Question, { before, after, then, now, names }: BothSides): Promise<{ readonly before: Sums; readonly after: Sums }> {
  const accruing = new Set([...before.accruing, ...after.accruing].map(({ number }) => number))
  const kept = new Set(after.accruing.map(({ number }) => number))
  const touched = new Set([...then.under.values(), ...now.under.values()].map(({ agreement }) => agreement))
  for (const { number } of before.accruing) if (!kept.has(number)) touched.add(number)
  for (const { number } of after.accruing) if (!before.accruing.some((agreement) => agreement.number === number)) touched.add(number)
  const agreements = [...touched].filter((agreement) => accruing.has(agreement))
  const rows = agreements.length === 0 ? [] : await asked.db.rows<{ agreement: number; party: number; kind: number; usage_days: number }>(sql('use-of-agreements'), { ...usageParameters(asked, { ...question, product: null }), agreements })
  const uses = rows.map(({ agreement, party, kind, usage_days }) => ({ agreement, party, kind, usageDays: usage_days }))
  const others = uses.filter(({ party }) => !then.parties.has(party))
  const { world } = asked.view
  return {
    before: sumsOf(before.accruing, touched, [...others, ...then.under.values()], question, (party) => smallestIdentifier(world, party)),
    after: sumsOf(after.accruing, touched, [...others, ...now.under.values()], question, (party) => names.get(party) ?? smallestIdentifier(world, party)),
  }
}

function sumsOf(accruing: readonly Agreement[], touched: ReadonlySet<number>, uses: readonly UseUnder[], question: Question, nameOf: (party: number) => string): Sums {
  const of = new Map<number, UseUnder[]>()
  for (const use of uses) of.set(use.agreement, [...(of.get(use.agreement) ?? []), use])
  const monies: AgreementMoney[] = accruing.filter(({ number }) => touched.has(number)).map((agreement) => moneyOf(agreement, question.from, question.to, of.get(agreement.number) ?? [], nameOf))
  const used = new Map<string, bigint>()
  for (const { agreement, used: amount } of monies) used.set(agreement.currency ?? '', (used.get(agreement.currency ?? '') ?? 0n) + amount)
  return { byKind: moneyByKind(monies), used }
}

// -- flows --------------------------------------------------------------------------------------

function flowsOf(question: Question, use: readonly UseOfDay[], combos: Combos, payerInWords: (payer: number) => string): Flow[] {
  const sideInWords = (stamp: StampSpan): string => {
    if (!counts(stamp, question)) return 'left out'
    const kind = PAYER_KINDS[stamp.kind] as string
    if (kind === 'nobody' || kind === 'unknown') return kind
    if (kind === 'self') return 'themselves'
    return stamp.payer === 0 ? kind : payerInWords(stamp.payer)
  }
  const flows = new Map<string, { from: string; to: string; users: Set<number>; days: Set<string> }>()
  for (const { combo, product, day } of use) {
    const { before, after } = combos.get(combo) as { before: Placing; after: Placing }
    const [from, to] = [sideInWords(stampOf(before, day)), sideInWords(stampOf(after, day))]
    if (from === to) continue
    const name = `${from}\0${to}`
    const flow = flows.get(name) ?? { from, to, users: new Set<number>(), days: new Set<string>() }
    flow.users.add(after.party)
    flow.days.add(`${after.party} ${product} ${day} ${after.account}`)
    flows.set(name, flow)
  }
  return [...flows.values()].map(({ from, to, users, days }) => ({ from, to, users: users.size, usageDays: days.size })).sort((a, b) => b.usageDays - a.usageDays || (a.from + a.to < b.from + b.to ? -1 : 1))
}
