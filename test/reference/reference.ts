// The whole model once more, naively: all is made anew for each question, day by day. It shares nothing with the program.

import { addDays, type Day, dayOf, dayOfInstant, daysOf, holds, instantOf, periodAround } from './calendar.ts'
import { type PayerKind, payerKinds, type Stamp, stampOf, type UnpaidReason, unpaidReason, unpaidReasons } from './cover.ts'
import { type Facts, factsOf, isKnown, isStaff, kindOf, type Use } from './facts.ts'
import { disagreements, satisfaction } from './feedback.ts'
import { identifierOf, isJunk } from './identifiers.ts'
import {
  type Accrual,
  accruals,
  agreementsInView,
  countsUnder,
  isOfProduct,
  moneyByKind,
  moneyText,
  perCurrency,
  total,
  usesIn,
  type View,
  type Window,
} from './money.ts'
import { heldLines, type Line, record } from './record.ts'

export interface ReferenceOptions {
  /** When the lines without `recordedAt` are learned, and the time of the question. */
  readonly now?: string
}

const farFuture = '9999-12-31T00:00:00Z'

interface Question {
  readonly facts: Facts
  readonly view: View
  readonly params: Readonly<Record<string, string>>
}

function partyAnswer(facts: Facts, party: string): unknown {
  return {
    kind: kindOf(facts, party),
    name: facts.identity.nameOf(party),
    identifiers: facts.identity.identifiersOf(party),
  }
}

export function viewOf(facts: Facts, params: Readonly<Record<string, string>>, nowMs: number): View {
  const today = dayOfInstant(nowMs)
  const to = dayOf(params.to) ?? today
  const from = dayOf(params.from) ?? addDays(to, -30)
  const seller = facts.identity.partyOf(identifierOf(params.seller ?? 'self') ?? 'self')
  const staffOn = new Map<string, boolean>()
  const stamps = new Map<Use, Stamp>()
  return {
    facts,
    seller,
    product: params.product ?? null,
    window: { from, to },
    isLeftOut: (party: string, day: Day): boolean => {
      if (params.staff === 'include') return false
      const unit = `${party} ${day}`
      const known = staffOn.get(unit) ?? isStaff(facts, party, day)
      staffOn.set(unit, known)
      return known
    },
    stampOf: (use: Use): Stamp => {
      const stamp = stamps.get(use) ?? stampOf(facts, seller, use)
      stamps.set(use, stamp)
      return stamp
    },
  }
}

/** The first in the order that any use of the party has. */
function firstOf<T>(order: readonly T[], uses: readonly Use[], kindOfUse: (use: Use) => T): ReadonlyMap<string, T> {
  const first = new Map<string, T>()
  for (const kind of order) for (const use of uses) if (kindOfUse(use) === kind && !first.has(use.party)) first.set(use.party, kind)
  return first
}

function countOf<T>(first: ReadonlyMap<string, T>, ...kinds: readonly T[]): number {
  return [...first.values()].filter((kind) => kinds.includes(kind)).length
}

function eventsOf(uses: readonly Use[]): number {
  return uses.reduce((all, use) => all + use.events, 0)
}

function userKinds(view: View, window: Window): ReadonlyMap<string, PayerKind> {
  return firstOf(payerKinds, usesIn(view, window, view.product), (use) => view.stampOf(use).kind)
}

function payersOfUseIn(
  view: View,
  window: Window,
): {
  kinds: {
    kind: PayerKind
    users: number
    usageDays: number
    events: number
  }[]
} & Record<string, unknown> {
  const uses = usesIn(view, window, view.product)
  const first = userKinds(view, window)
  const everyone = usesIn({ ...view, isLeftOut: () => false }, window, view.product)
  const leftOut = everyone.filter((use) => view.isLeftOut(use.party, use.day))
  return {
    kinds: payerKinds.map((kind) => {
      const ofKind = uses.filter((use) => view.stampOf(use).kind === kind)
      return {
        kind,
        users: countOf(first, kind),
        usageDays: ofKind.length,
        events: eventsOf(ofKind),
      }
    }),
    users: first.size,
    usageDays: uses.length,
    events: eventsOf(uses),
    leftOut: {
      staff: { usageDays: leftOut.length, events: eventsOf(leftOut) },
    },
  }
}

function payersOfUse({ view, params }: Question): unknown {
  const answer = payersOfUseIn(view, view.window)
  const money = params.detail === 'money' ? moneyByKind(view) : null
  const kinds = answer.kinds.map((row) => (money === null ? row : { ...row, money: money.get(row.kind) ?? [] }))
  const unit = params.by
  if (unit !== 'day' && unit !== 'week' && unit !== 'month') return { ...answer, kinds }
  const periods: unknown[] = []
  for (let from = view.window.from; from < view.window.to; ) {
    const end = periodAround(from, unit).to
    const to = end < view.window.to ? end : view.window.to
    periods.push({ from, to, ...payersOfUseIn(view, { from, to }) })
    from = to
  }
  return { ...answer, kinds, periods }
}

function whoPays({ facts, view, params }: Question): unknown {
  const unknown = {
    kind: 'unknown',
    payer: null,
    agreement: null,
    path: [],
    alsoCoveredBy: [],
  }
  const identifier = identifierOf(params.party) ?? ''
  if (!facts.named.has(identifier)) return unknown
  const given = params.account === undefined ? null : identifierOf(params.account)
  const account = given === null || isJunk(given) ? null : given
  const stamp = view.stampOf({
    party: facts.identity.partyOf(identifier),
    product: params.product ?? '',
    day: dayOf(params.day) ?? '',
    account: account === null ? null : facts.identity.partyOf(account),
    accountKnown: account !== null && facts.accountsNamed.has(account),
    events: 0,
    lastInstantMs: 0,
  })
  return {
    ...stamp,
    payer: stamp.payer === null ? null : partyAnswer(facts, stamp.payer),
  }
}

function totalsOf(rows: readonly Accrual[]): unknown[] {
  return perCurrency(rows, (row) => row.currency).map(([currency, part]) => ({
    currency,
    accrued: moneyText(total(part.map((row) => row.accruedMinor)), currency),
    used: moneyText(total(part.map((row) => row.usedMinor)), currency),
    unused: moneyText(total(part.map((row) => row.unusedMinor)), currency),
  }))
}

function textOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function unusedMoney({ facts, view }: Question): unknown {
  const rows = accruals(view).sort(
    (a, b) =>
      textOrder(a.currency, b.currency) ||
      (a.unusedMinor === b.unusedMinor ? 0 : a.unusedMinor > b.unusedMinor ? -1 : 1) ||
      textOrder(a.agreement.key, b.agreement.key),
  )
  const before = usesIn(view, { from: '', to: view.window.to }, null)
  const lastDay = addDays(view.window.to, -1)
  return {
    agreements: rows.map(({ agreement, currency, ...row }) => {
      const last = before.filter((use) => countsUnder(view, use, agreement)).sort((a, b) => b.lastInstantMs - a.lastInstantMs || textOrder(a.party, b.party))[0]
      const deciders = facts.memberships
        .filter((membership) => membership.organization === agreement.buyer && membership.function === 'decider' && holds(membership, lastDay))
        .map((membership) => membership.person)
      return {
        agreement: agreement.key,
        product: agreement.product,
        buyer: partyAnswer(facts, agreement.buyer),
        payer: partyAnswer(facts, agreement.payer),
        currency,
        accrued: moneyText(row.accruedMinor, currency),
        used: moneyText(row.usedMinor, currency),
        unused: moneyText(row.unusedMinor, currency),
        users: row.users.length,
        usageDays: row.uses.length,
        seats: agreement.seats,
        seatsUsed: row.seatsUsed,
        lastUse: last?.day ?? null,
        lastUser: last === undefined ? null : partyAnswer(facts, last.party),
        renews: agreement.renews,
        deciders: [...new Set(deciders)].map((person) => partyAnswer(facts, person)),
      }
    }),
    totals: totalsOf(rows),
  }
}

function unpaidUses(view: View): {
  uses: Use[]
  first: ReadonlyMap<string, UnpaidReason>
  reasonOf: (use: Use) => UnpaidReason
} {
  const uses = usesIn(view, view.window, view.product).filter((use) => view.stampOf(use).kind === 'nobody')
  const reasons = new Map(uses.map((use) => [use, unpaidReason(view.facts, view.seller, use)]))
  const reasonOf = (use: Use): UnpaidReason => reasons.get(use) ?? 'free'
  return { uses, first: firstOf(unpaidReasons, uses, reasonOf), reasonOf }
}

function unpaidUse({ view }: Question): unknown {
  const { uses, first, reasonOf } = unpaidUses(view)
  return {
    reasons: unpaidReasons.map((reason) => ({
      reason,
      users: countOf(first, reason),
      usageDays: uses.filter((use) => reasonOf(use) === reason).length,
    })),
    users: first.size,
    usageDays: uses.length,
  }
}

interface Buying {
  readonly buyer: string
  readonly payer: string
  readonly begins: Day
  readonly isIn: (window: Window) => boolean
}

/** What makes customers and payers: agreements with money, and charges that name no known agreement (rule 32). */
function buyings(view: View): Buying[] {
  const { facts } = view
  const byAgreement = agreementsInView(view).map((agreement) => ({
    buyer: agreement.buyer,
    payer: agreement.payer,
    begins: agreement.from,
    isIn: (window: Window) => agreement.from < window.to && (agreement.to === null || window.from < agreement.to),
  }))
  const byCharge = facts.payments.flatMap((payment) => {
    const { payer, day } = payment
    if (payment.kind !== 'charge' || payment.seller !== view.seller || payer === null || isJunk(payer)) return []
    if (facts.everyAgreement.some((agreement) => agreement.key === payment.agreement)) return []
    if (payment.product !== null && !isOfProduct(facts, payment.product, view.product)) return []
    return [
      {
        buyer: payer,
        payer,
        begins: day,
        isIn: (window: Window) => window.from <= day && day < window.to,
      },
    ]
  })
  return [...byAgreement, ...byCharge]
}

function isStaffIn(view: View, party: string, window: Window): boolean {
  return daysOf(window.from, window.to).some((day) => view.isLeftOut(party, day))
}

function customersIn(view: View, window: Window): string[] {
  const buyers = new Set(
    buyings(view)
      .filter((buying) => buying.isIn(window))
      .map((buying) => buying.buyer),
  )
  return [...buyers].filter((party) => !isStaffIn(view, party, window))
}

function overlap({ facts, view }: Question): unknown {
  const { window } = view
  const first = userKinds(view, window)
  const all = buyings(view)
  const customers = customersIn(view, window)
  const begins = (customer: string): Day =>
    all.filter((buying) => buying.buyer === customer).reduce((least, buying) => (buying.begins < least ? buying.begins : least), window.to)
  const uses = usesIn(view, window, null)
  const agreements = agreementsInView(view)
  const withUse = customers.filter(
    (customer) => first.has(customer) || agreements.some((agreement) => agreement.buyer === customer && uses.some((use) => countsUnder(view, use, agreement))),
  )
  const payers = [...new Set(all.filter((buying) => buying.isIn(window)).map((buying) => buying.payer))].filter((party) => !isStaffIn(view, party, window))
  const organizations = payers.filter((payer) => kindOf(facts, payer) === 'organization')
  const decidersOf = (organization: string): string[] =>
    facts.memberships
      .filter((membership) => membership.organization === organization && membership.function === 'decider')
      .filter((membership) => daysOf(window.from, window.to).some((day) => holds(membership, day)))
      .map((membership) => membership.person)
  const withDecider = organizations.filter((organization) => decidersOf(organization).length > 0)
  const never = [
    ...payers.filter((payer) => !organizations.includes(payer) && !first.has(payer)),
    ...withDecider.filter((organization) => !decidersOf(organization).some((person) => first.has(person))),
  ]
  const customersThatUse = customers.filter((customer) => first.has(customer)).length
  return {
    users: first.size,
    usersSelf: countOf(first, 'self'),
    usersPaidFor: countOf(first, 'organization', 'intermediary', 'sponsor'),
    usersUnpaid: countOf(first, 'nobody'),
    usersUnknown: countOf(first, 'unknown'),
    customers: customers.length,
    newCustomers: customers.filter((customer) => begins(customer) >= window.from).length,
    customersThatUse,
    customersWithUse: withUse.length,
    customersWithoutUse: customers.length - withUse.length,
    usersThatPay: customersThatUse,
    payersThatNeverUse: never.length,
    payersWithoutKnownDecider: organizations.length - withDecider.length,
  }
}

function money({ facts, view, params }: Question): unknown {
  const { window } = view
  const payments = facts.payments.filter((payment) => payment.seller === view.seller && window.from <= payment.day && payment.day < window.to)
  const signed = payments.map((payment) => {
    const bySeller = facts.everyAgreement.filter((agreement) => agreement.seller === view.seller)
    const byAgreement = bySeller.some((agreement) => agreement.key === payment.agreement)
    const { payer } = payment
    const byPayer = payer !== null && isKnown(facts, payer) && bySeller.some((agreement) => agreement.buyer === payer || agreement.payer === payer)
    return {
      ...payment,
      minor: payment.kind === 'charge' ? payment.amountMinor : -payment.amountMinor,
      explained: byAgreement || byPayer,
    }
  })
  const sources = [...new Set(signed.map((payment) => payment.source))].sort().flatMap((source) =>
    perCurrency(
      signed.filter((payment) => payment.source === source),
      (payment) => payment.currency,
    ).map(([currency, part]) => {
      const moneyIn = total(part.map((payment) => payment.minor))
      const explained = total(part.filter((payment) => payment.explained).map((payment) => payment.minor))
      return {
        source,
        currency,
        in: moneyText(moneyIn, currency),
        explained: moneyText(explained, currency),
        unknown: moneyText(moneyIn - explained, currency),
      }
    }),
  )
  const rows = accruals(view)
  const currencies = new Set(rows.map((row) => row.currency))
  const accrued = total(rows.map((row) => row.accruedMinor))
  const used = total(rows.map((row) => row.usedMinor))
  const uses = usesIn(view, window, view.product)
  const paid = uses.filter((use) => !['nobody', 'unknown'].includes(view.stampOf(use).kind))
  const answer = {
    sources,
    agreements: totalsOf(rows),
    coverage: {
      moneyWithUse: currencies.size === 1 && accrued > 0n ? Number(used) / Number(accrued) : null,
      useWithKnownPayer: uses.length === 0 ? null : paid.length / uses.length,
    },
  }
  if (params.detail !== 'allocation') return answer
  const allocation = rows.flatMap((row) =>
    [...row.allocatedMinor].map(([party, minor]) => ({
      agreement: row.agreement.key,
      party: partyAnswer(facts, party),
      currency: row.currency,
      amount: moneyText(minor, row.currency),
    })),
  )
  return { ...answer, allocation }
}

function world({ view }: Question): unknown {
  const first = userKinds(view, view.window)
  const unpaid = unpaidUses(view)
  const counted = [...first].filter(([party, kind]) => kind !== 'unknown' && !(kind === 'nobody' && unpaid.first.get(party) === 'elsewhere'))
  const n = counted.length
  const count = (kind: string): number => counted.filter(([, one]) => one === kind).length
  const customers = customersIn(view, view.window).length
  const rows = perCurrency(accruals(view), (row) => row.currency)
  const isProject = rows.every(([, part]) => {
    const projects = total(part.filter((row) => row.agreement.kind === 'project').map((row) => row.accruedMinor))
    return 2n * projects > total(part.map((row) => row.accruedMinor))
  })
  const named = (): string => {
    if (customers === 0) return first.size > 0 ? 'no-customer' : 'mixed'
    if (rows.length > 0 && isProject) return 'project'
    if (n === 0) return 'mixed'
    if (2 * count('sponsor') >= n) return 'sponsored'
    if (2 * count('intermediary') >= n) return 'channel'
    if (5 * count('nobody') >= n && count('self') + count('organization') > 0) return 'freemium'
    if (2 * count('organization') >= n) return 'enterprise'
    return 2 * count('self') >= n ? 'direct' : 'mixed'
  }
  const lately = { from: addDays(view.window.to, -90), to: view.window.to }
  return {
    world: named(),
    shares: Object.fromEntries(payerKinds.map((kind) => [kind, n === 0 ? 0 : count(kind) / n])),
    customers,
    warnings: first.size > 0 && customersIn(view, lately).length === 0 ? ['no customer, no business'] : [],
  }
}

const studies: Readonly<Record<string, (question: Question) => unknown>> = {
  'payers-of-use': payersOfUse,
  'who-pays': whoPays,
  'unused-money': unusedMoney,
  'unpaid-use': unpaidUse,
  overlap,
  money,
  world,
  satisfaction: ({ view }) => satisfaction(view),
  disagreements: ({ view }) => disagreements(view),
}

/** The answer to one question over lines in order of arrival; `evidence` is the answer of posting them all at once. */
export function referenceAnswer(lines: readonly Line[], study: string, params: Readonly<Record<string, string>>, options: ReferenceOptions = {}): unknown {
  const nowMs = instantOf(options.now ?? farFuture) ?? 0
  const recorded = record(lines, nowMs)
  if (study === 'evidence')
    return {
      accepted: recorded.versions.length,
      duplicate: recorded.duplicate,
      rejected: recorded.rejected,
    }
  const answer = studies[study]
  if (answer === undefined) throw new Error(`there is no study '${study}'`)
  const facts = factsOf(heldLines(recorded.versions, instantOf(params.knownAt)))
  return answer({ facts, view: viewOf(facts, params, nowMs), params })
}
