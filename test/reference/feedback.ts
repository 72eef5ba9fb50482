// Scores by role, and topics that users and customers value differently (rules 39 and 40).

import { addDays, holds } from './calendar.ts'
import { type PayerKind, payerKinds } from './cover.ts'
import type { Facts, Feedback } from './facts.ts'
import { accruals, agreementsInView, moneyText, perCurrency, total, usesIn, type View } from './money.ts'

const roles = ['decider', 'customer', 'user', 'other'] as const
type Role = (typeof roles)[number]

const fewest = 5
const z = 1.96

function feedbackIn(view: View): Feedback[] {
  return view.facts.feedback.filter(
    (one) =>
      view.window.from <= one.day &&
      one.day < view.window.to &&
      (view.product === null || one.product === null || one.product === view.product) &&
      !view.isLeftOut(one.party, one.day),
  )
}

/** Whom the giver speaks for on that day, by the functions that he has there. */
function organizationsWhere(facts: Facts, one: Feedback, functions: readonly string[]): string[] {
  return facts.memberships
    .filter((membership) => membership.person === one.party && holds(membership, one.day) && functions.includes(membership.function ?? ''))
    .map((membership) => membership.organization)
}

function rolesOf(view: View, one: Feedback): Role[] {
  const product = view.product ?? one.product
  const buyers = new Set(
    agreementsInView({ ...view, product })
      .filter((agreement) => holds(agreement, one.day))
      .map((agreement) => agreement.buyer),
  )
  const buysFor = (functions: readonly string[]): boolean => organizationsWhere(view.facts, one, functions).some((organization) => buyers.has(organization))
  const lately = { from: addDays(one.day, -90), to: addDays(one.day, 1) }
  const found: Role[] = []
  if (buysFor(['decider', 'champion'])) found.push('decider')
  if (buyers.has(one.party) || buysFor(['billing', 'admin'])) found.push('customer')
  if (usesIn(view, lately, product).some((use) => use.party === one.party)) found.push('user')
  return found.length > 0 ? found : ['other']
}

interface Interval {
  readonly low: number
  readonly high: number
}

function wilson(good: number, n: number): Interval {
  const p = good / n
  const middle = p + (z * z) / (2 * n)
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const whole = 1 + (z * z) / n
  return { low: (middle - half) / whole, high: (middle + half) / whole }
}

function scoreOf(kind: string, scores: readonly number[]): Interval & { readonly score: number } {
  const n = scores.length
  if (kind === 'nps') {
    const p = scores.filter((score) => score >= 9).length / n
    const d = scores.filter((score) => score <= 6).length / n
    const half = z * 100 * Math.sqrt((p + d - (p - d) ** 2) / n)
    const score = 100 * (p - d)
    return {
      score,
      low: Math.max(-100, score - half),
      high: Math.min(100, score + half),
    }
  }
  const good = scores.filter((score) => score >= (kind === 'csat' ? 4 : 5)).length
  const share = wilson(good, n)
  return {
    score: (100 * good) / n,
    low: 100 * share.low,
    high: 100 * share.high,
  }
}

interface ScoreRow {
  readonly kind: string
  readonly role: Role
  readonly n: number
  readonly score: number | null
  readonly low: number | null
  readonly high: number | null
  readonly tooFew: boolean
}

/** Who would have paid for the giver's use of what it is about; of what is about nothing, the first of the kinds of all products. */
function payerOf(view: View, one: Feedback): PayerKind {
  const product = view.product ?? one.product
  const { facts } = view
  const every = [...new Set(['', ...facts.agreements.map((agreement) => agreement.product), ...facts.fundedBy.keys()])]
  const kinds = (product === null ? every : [product]).map((about) => view.stampOf({ party: one.party, product: about, day: one.day, account: one.account, accountKnown: one.accountKnown, events: 0, lastInstantMs: 0 }).kind)
  return payerKinds.find((kind) => kinds.includes(kind)) ?? 'unknown'
}

/** Scores by who would have paid, of each giver the newest answer of a kind: as `satisfaction`, told apart. */
export function satisfactionByPayer(view: View): ReadonlyMap<string, readonly ScoreRow[]> {
  const found = new Map<string, readonly ScoreRow[]>()
  for (const payer of payerKinds) {
    const rows = scoresOf(view, (one) => payerOf(view, one) === payer)
    if (rows.length > 0) found.set(payer, rows)
  }
  return found
}

export function satisfaction(view: View): unknown {
  return { scores: scoresOf(view, () => true) }
}

function scoresOf(view: View, fits: (one: Feedback) => boolean): ScoreRow[] {
  const scored = feedbackIn(view).filter((one) => one.score !== null)
  return ['nps', 'csat', 'ces'].flatMap((kind) => {
    const newest = new Map<string, Feedback>()
    const inOrder = scored
      .filter((one) => one.kind === kind)
      .sort((a, b) => a.instantMs - b.instantMs || a.recordedAtMs - b.recordedAtMs || a.arrival - b.arrival)
    for (const one of inOrder) newest.set(one.party, one)
    return roles.flatMap((role): ScoreRow[] => {
      const scores = [...newest.values()].filter(fits).filter((one) => rolesOf(view, one).includes(role)).map((one) => one.score ?? 0)
      if (scores.length === 0) return []
      if (scores.length < fewest)
        return [
          {
            kind,
            role,
            n: scores.length,
            score: null,
            low: null,
            high: null,
            tooFew: true,
          },
        ]
      return [
        {
          kind,
          role,
          n: scores.length,
          ...scoreOf(kind, scores),
          tooFew: false,
        },
      ]
    })
  })
}

export function disagreements(view: View): unknown {
  const all = feedbackIn(view)
  const accrued = accruals(view)
  const of = (party: string): Feedback[] => all.filter((one) => one.party === party)
  const hasRole = (party: string, wanted: readonly Role[]): boolean => of(party).some((one) => rolesOf(view, one).some((role) => wanted.includes(role)))
  const givers = [...new Set(all.map((one) => one.party))]
  const customers = givers.filter((party) => hasRole(party, ['customer', 'decider']))
  const users = givers.filter((party) => !customers.includes(party) && hasRole(party, ['user']))

  const raises = (party: string, topic: string): boolean => of(party).some((one) => one.topic === topic && (one.kind === 'request' || one.kind === 'complaint'))
  const topics = [...new Set(all.flatMap((one) => one.topic ?? []))].filter((topic) => [...users, ...customers].some((party) => raises(party, topic)))

  const moneyOfUsers = (parties: readonly string[]): unknown => {
    const rows = accrued.flatMap((accrual) =>
      [...accrual.allocatedMinor].filter(([party]) => parties.includes(party)).map(([, minor]) => ({ currency: accrual.currency, minor })),
    )
    return perCurrency(rows, (row) => row.currency).map(([currency, part]) => ({
      currency,
      amount: moneyText(total(part.map((row) => row.minor)), currency),
    }))
  }
  const moneyOfCustomers = (parties: readonly string[]): unknown => {
    const functions = ['decider', 'champion', 'billing', 'admin']
    const buyers = new Set(parties.flatMap((party) => [party, ...of(party).flatMap((one) => organizationsWhere(view.facts, one, functions))]))
    const rows = accrued.filter((accrual) => buyers.has(accrual.agreement.buyer))
    return perCurrency(rows, (row) => row.currency).map(([currency, part]) => ({
      currency,
      amount: moneyText(total(part.map((row) => row.accruedMinor)), currency),
    }))
  }

  const tooFew = users.length < fewest || customers.length < fewest
  const rows = topics.map((topic) => {
    const raisedByUsers = users.filter((party) => raises(party, topic))
    const raisedByCustomers = customers.filter((party) => raises(party, topic))
    const a = raisedByUsers.length
    const b = raisedByCustomers.length
    const side = (n: number, raised: number, money: unknown): unknown => ({
      n,
      raised,
      share: n === 0 ? null : raised / n,
      money,
    })
    const answer = {
      topic,
      users: side(users.length, a, moneyOfUsers(raisedByUsers)),
      customers: side(customers.length, b, moneyOfCustomers(raisedByCustomers)),
    }
    if (tooFew)
      return {
        size: 0,
        answer: {
          ...answer,
          difference: null,
          low: null,
          high: null,
          certain: false,
          tooFew,
        },
      }
    const shareOfUsers = a / users.length
    const shareOfCustomers = b / customers.length
    const u = wilson(a, users.length)
    const c = wilson(b, customers.length)
    const difference = shareOfUsers - shareOfCustomers
    const low = difference - Math.sqrt((shareOfUsers - u.low) ** 2 + (c.high - shareOfCustomers) ** 2)
    const high = difference + Math.sqrt((u.high - shareOfUsers) ** 2 + (shareOfCustomers - c.low) ** 2)
    // In whole numbers, so that equal sizes are equal: n is the same for all topics.
    const size = Math.abs(a * customers.length - b * users.length)
    return {
      size,
      answer: {
        ...answer,
        difference,
        low,
        high,
        certain: low > 0 || high < 0,
        tooFew,
      },
    }
  })
  const sorted = rows.sort((a, b) => Number(b.answer.certain) - Number(a.answer.certain) || b.size - a.size || (a.answer.topic < b.answer.topic ? -1 : 1))
  return { topics: sorted.map((row) => row.answer) }
}
