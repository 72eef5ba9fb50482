import { Type } from 'typebox'
import { dayText } from '../base/day.ts'
import { amountText } from '../base/money.ts'
import type { Operation } from '../base/operation.ts'
import type { AgreementMoney } from '../roles/allocation.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { moneyOfAgreements } from './agreement-money.ts'
import { answer, withCommon } from './question.ts'
import { SCORES_BY_TOPIC, topicScores } from './disagreements-scores.ts'
import { newcombe, wilson } from './statistics.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import type { Voice } from './voices.ts'
import { BY_VOICES, fitsVoices, GROUP, GROUPS, groupingFrom, groupsOf, PERIOD, periodsOf, type Side, sideOf, WHERE_VOICES } from './voices-groups.ts'

const NUMBER = Type.Union([Type.Number(), Type.Null()])
const SIDE = Type.Object({ n: Type.Integer(), raised: Type.Integer(), share: NUMBER, low: Type.Optional(NUMBER), high: Type.Optional(NUMBER), money: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() })) })
const TOPICS = Type.Array(Type.Object({ topic: Type.String(), users: SIDE, customers: SIDE, difference: NUMBER, low: NUMBER, high: NUMBER, certain: Type.Boolean(), tooFew: Type.Boolean() }))
const PERIOD_ROWS = Type.Optional(Type.Array(Type.Object({ from: Type.String(), to: Type.String(), topics: TOPICS })))
const INPUT = withCommon({
  by: BY_VOICES, where: WHERE_VOICES, period: PERIOD, limit: GROUPS,
  detail: Type.Optional(Type.String({ enum: ['scores'], description: '`scores` adds the 95 % interval of each share, and the scores of both sides per topic, where NPS, CSAT or CES were given for one.' })),
})
const OUTPUT = Type.Object({
  topics: TOPICS,
  scores: Type.Optional(SCORES_BY_TOPIC),
  periods: PERIOD_ROWS,
  groups: Type.Optional(Type.Array(Type.Object({ ...GROUP, topics: TOPICS, periods: PERIOD_ROWS }))),
  moreGroups: Type.Optional(Type.Integer({ description: 'Groups that are not listed.' })),
})

/** One who spoke in the window, on one side for all of it. */
interface Giver {
  readonly party: number
  readonly side: 'users' | 'customers'
  readonly raised: ReadonlySet<string>
  readonly standsFor: ReadonlySet<number>
}

/** Where do users and customers want different things? Cost grows with the feedback and the usage days of the window. */
export const disagreements: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'disagreements',
  summary: 'Topics that users and customers raise differently often, with the difference, its 95 % interval and the money behind each side; by group, over time, and with their scores per topic.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const grouping = groupingFrom(asked, question, input)
    const fitting = (await stampedVoices(asked, question)).filter(fitsVoices(asked, question, input.where))
    const monies = fitting.some(isRaising) ? await moneyOfAgreements(asked, question) : []
    const allocated = allocatedToRaisers(giversFrom(fitting), monies)
    const detailed = input.detail === 'scores'
    const topicsOf = (of: readonly StampedVoice[]) => {
      const givers = giversFrom(of)
      return [...new Set(givers.flatMap((giver) => [...giver.raised]))].map((topic) => topicRow(asked, topic, givers, { monies, allocated, detailed })).sort(byCertaintyAndSize)
    }
    const inPeriods = (of: readonly StampedVoice[]) => grouping.period === null ? {} : {
      periods: periodsOf(of, question, grouping.period).map((one) => ({ from: dayText(one.from), to: dayText(one.to), topics: topicsOf(one.of) })),
    }
    const scores = detailed ? { scores: topicScores(fitting, asked.settings.thresholds.fewestPeople) } : {}
    const whole = { topics: topicsOf(fitting), ...scores, ...inPeriods(fitting) }
    if (grouping.by === null) return whole
    const { groups, more } = groupsOf(fitting, { by: grouping.by, limit: grouping.limit })
    return { ...whole, groups: groups.map(({ of, value, name, party }) => ({ value, name, party, voices: of.length, topics: topicsOf(of), ...inPeriods(of) })), moreGroups: more }
  }, 'disagreements'),
}

function isRaising({ feedback: { line } }: Voice): boolean {
  return (line.kind === 'request' || line.kind === 'complaint') && line.topic !== null
}

/** Whoever is customer or decider at any feedback of the window stands with the customers; else, if user at any, with the users. */
function giversFrom(heard: readonly Voice[]): Giver[] {
  const byGiver = new Map<number, Voice[]>()
  for (const voice of heard) byGiver.set(voice.giver, [...(byGiver.get(voice.giver) ?? []), voice])
  const givers: Giver[] = []
  for (const [party, said] of byGiver) {
    const side = sideOfAll(said)
    if (side === 'neither') continue
    const raised = said.filter(isRaising).map(({ feedback: { line } }) => line.topic as string)
    givers.push({ party, side, raised: new Set(raised), standsFor: new Set(said.flatMap(({ standsFor }) => standsFor)) })
  }
  return givers
}

/** Where somebody stands for a whole window. */
export function sideOfAll(said: readonly Voice[]): Side {
  const sides = new Set(said.map(sideOf))
  return sides.has('customers') ? 'customers' : sides.has('users') ? 'users' : 'neither'
}

function topicRow(asked: Asked, topic: string, givers: readonly Giver[], { monies, allocated, detailed }: { readonly monies: readonly AgreementMoney[]; readonly allocated: readonly Allocated[]; readonly detailed: boolean }) {
  const of = (side: Giver['side']): Giver[] => givers.filter((giver) => giver.side === side)
  const raisers = (side: Giver['side']): Giver[] => of(side).filter((giver) => giver.raised.has(topic))
  const users = { n: of('users').length, raised: raisers('users').length }
  const customers = { n: of('customers').length, raised: raisers('customers').length }
  const enough = asked.settings.thresholds.fewestPeople
  const tooFew = users.n < enough || customers.n < enough
  const { difference, low, high } = tooFew ? { difference: null, low: null, high: null } : newcombe(users.raised, users.n, customers.raised, customers.n)
  return {
    topic,
    users: { ...users, share: shareOf(users), ...(detailed ? intervalOf(users, enough) : {}), money: allocatedTo(new Set(raisers('users').map((giver) => giver.party)), allocated) },
    customers: { ...customers, share: shareOf(customers), ...(detailed ? intervalOf(customers, enough) : {}), money: accruedFor(asked, new Set(raisers('customers').flatMap((giver) => [...giver.standsFor])), monies) },
    difference, low, high,
    certain: low !== null && high !== null && (low > 0 || high < 0),
    tooFew,
  }
}

function shareOf({ raised, n }: { readonly raised: number; readonly n: number }): number | null {
  return n === 0 ? null : raised / n
}

function intervalOf({ raised, n }: { readonly raised: number; readonly n: number }, enough: number) {
  return n < enough ? { low: null, high: null } : wilson(raised, n)
}

interface Allocated {
  readonly party: number
  readonly currency: string
  readonly amount: bigint
}

/** What is allocated to those who raised any topic: the users of all agreements are gone through once, not for every topic. */
function allocatedToRaisers(givers: readonly Giver[], monies: readonly AgreementMoney[]): Allocated[] {
  const parties = new Set(givers.filter(({ raised }) => raised.size > 0).map(({ party }) => party))
  return monies.filter((money) => money.isUsedByAny?.(parties) ?? true).flatMap(({ agreement, users }) => users.filter(({ party }) => parties.has(party)).map(({ party, amount }) => ({ party, currency: agreement.currency ?? '', amount })))
}

function allocatedTo(parties: ReadonlySet<number>, allocated: readonly Allocated[]) {
  return inCurrencies(allocated.filter(({ party }) => parties.has(party)).map(({ currency, amount }) => [currency, amount] as const))
}

function accruedFor({ view: { world } }: Asked, buyers: ReadonlySet<number>, monies: readonly AgreementMoney[]) {
  return inCurrencies(monies.filter(({ agreement }) => buyers.has(world.party(agreement.buyer))).map(({ agreement, accrued }) => [agreement.currency ?? '', accrued] as const))
}

function inCurrencies(amounts: readonly (readonly [string, bigint])[]) {
  const sums = new Map<string, bigint>()
  for (const [currency, amount] of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + amount)
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, amount: amountText(minor, currency) }))
}

/** Certain ones first, then by size, then by topic; those with too few last. */
function byCertaintyAndSize(a: ReturnType<typeof topicRow>, b: ReturnType<typeof topicRow>): number {
  const rank = (row: typeof a): number => (row.tooFew ? 2 : row.certain ? 0 : 1)
  const size = Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0)
  return rank(a) - rank(b) || (Math.abs(size) > 1e-12 ? size : 0) || (a.topic < b.topic ? -1 : 1)
}
