import { dayText } from '../../base/day.ts'
import { COMMON, type CommonInput, questionFrom } from '../../studies/question.ts'

/** Where a figure comes from, in words that an assistant can pass on. */
export interface Why {
  /** What was asked, with what was not said filled in: the days, half-open, and as known when. */
  readonly asked: { readonly [name: string]: unknown }
  readonly rule: string
  /** Tools that show the rows behind a figure. */
  readonly rows: readonly { readonly tool: string; readonly shows: string }[]
}

/** The tools that answer the five questions, in their order. */
export const FIVE: readonly string[] = ['payers-of-use', 'unused-money', 'unpaid-use', 'disagreements', 'whom-to-ask']

interface Rule {
  readonly rule: string
  readonly rows: Why['rows']
}

const PEOPLE = { tool: 'parties', shows: 'the people and organizations, with filters for payer kind, role and category' } as const
const WHO_PAYS = { tool: 'who-pays', shows: 'for one party, product and day: who pays, and the path of evidence that says so, line by line' } as const
const EVIDENCE = { tool: 'party-evidence', shows: 'the evidence lines about one party, with source and when they were learned' } as const
const AGREEMENT = { tool: 'agreement', shows: 'one agreement with its seats, users, deciders and money' } as const
const VOICES = { tool: 'voices', shows: 'who said what, with the role of that moment' } as const

/** Rules in words. A tool without one of its own says what holds for all. */
const RULES: { readonly [tool: string]: Rule } = {
  'payers-of-use': {
    rule: 'Every day on which a party used a product gets exactly one stamp: self, organization, intermediary, sponsor, nobody or unknown, the first in this order that an agreement in force makes true that day. A user is counted once, under the first kind of any of its days, so every column adds up to its total.',
    rows: [PEOPLE, WHO_PAYS, EVIDENCE],
  },
  'unused-money': {
    rule: 'An agreement accrues day by day. With N seats and U parties that used under it, min(U, N)/N of it is used; without seats all of it is used if at least one covered party used. Used and unused sum to what accrued, to the cent. `users` and `usageDays` say how thin the use is.',
    rows: [AGREEMENT, { tool: 'renewals', shows: 'when each agreement renews or ends, and who decides' }, WHO_PAYS],
  },
  'unpaid-use': {
    rule: 'Use that no agreement of the seller covers, by the first reason that holds: paid elsewhere, expired, no seat, a machine, free. Use by unknown parties is not in it. Each user counts once.',
    rows: [
      PEOPLE,
      WHO_PAYS,
      { tool: 'unpaid-firms', shows: 'free users whose organization pays already, and organizations with many free users and no agreement' },
    ],
  },
  disagreements: {
    rule: 'Users and customers are two sides and nobody stands on both; roles are those at the moment of speaking. A share is of all givers of that side; the difference has Newcombe’s 95 % interval and is certain only if that leaves out zero. Below five givers on a side it says too few.',
    rows: [VOICES, { tool: 'satisfaction', shows: 'scores by role' }],
  },
  satisfaction: {
    rule: 'One score per kind and role, never over mixed roles; roles overlap and must not be added. NPS with its multinomial 95 % interval, CSAT and CES with Wilson’s. Below five givers: too few, and no score.',
    rows: [VOICES],
  },
  'whom-to-ask': {
    rule: 'The topic of the question says which role can answer it. People are drawn at random within strata from those who have that role by evidence; who is left out is in exactly one bucket with its reason, and the buckets add up to everybody. Limits per person and per organization count asks of all tools.',
    rows: [PEOPLE, { tool: 'party', shows: 'one party: roles over time, permission, what was asked and answered' }],
  },
  journey: {
    rule: 'A step counts only if evidence shows it. Shares are of those who were watched long enough to have reached it; the others are too young to say. Days between steps reckon with those who are not there yet, so nothing looks quicker than it is.',
    rows: [
      { tool: 'journey-parties', shows: 'the parties behind a step, with the day and the evidence of each' },
      { tool: 'deals', shows: 'deals won, lost and open' },
    ],
  },
  'unpaid-firms': {
    rule: 'Every known user for whom nobody pays is in exactly one group: the firm pays already, a firm with many of them and no agreement, one with few, or no firm known. How we know the firm (stated, by use, guessed from an address) is told.',
    rows: [{ tool: 'unpaid-firm-users', shows: 'the users of one firm' }, WHO_PAYS],
  },
  'gain-loss': {
    rule: 'Each option parts everybody into gain, lose, both and nothing known; users and customers are two numbers. What is best depends on the weights, which are shown; nothing here says what to do.',
    rows: [
      { tool: 'gain-loss-people', shows: 'who gains or loses by one option' },
      { tool: 'gain-loss-sets', shows: 'the sets that nothing betters under a budget' },
    ],
  },
  delivery: {
    rule: 'Earned value: what was planned for the milestones that are done, beside what was spent and what was planned by now. The forecast goes on at the pace so far, as a range. Users and customers judge each milestone apart.',
    rows: [
      { tool: 'role-conflicts', shows: 'who stands on both sides, and who was heard for all' },
      { tool: 'agreement', shows: 'the agreement of the project' },
    ],
  },
  'channel-experience': {
    rule: 'Only end users are heard, each through the intermediary of that moment. Scores are drawn towards the usual where few answered; the split says how much of the differences comes from the intermediary, the product or people, with intervals.',
    rows: [VOICES, { tool: 'channel', shows: 'who sells to whom, and what is known to exist unseen' }],
  },
  'survey-result': {
    rule: 'Each role by itself, with its interval; what mixing them would have made one believe stands beside it only to be compared, and must not be used.',
    rows: [{ tool: 'survey-people', shows: 'who was asked, and what became of it' }, VOICES],
  },
  'who-pays': { rule: 'The path names each line of evidence, from the party up to the payer. A step that is inferred says so.', rows: [EVIDENCE, AGREEMENT] },
  money: {
    rule: 'Per source and currency, money in equals money explained plus money unknown, to the minor unit. Currencies are never added up.',
    rows: [
      { tool: 'payments', shows: 'the payments behind a figure' },
      { tool: 'unknown-money', shows: 'payments that nobody explains' },
    ],
  },
}

const OF_ALL: Rule = {
  rule: 'Worked out from evidence lines only; what is not known is said to be unknown, and small groups say too few.',
  rows: [EVIDENCE, { tool: 'sources', shows: 'what each source sent, and what was refused' }],
}

/** What is needed of an operation: its name, and which parameters it takes. */
interface Asked {
  readonly name: string
  readonly input: { readonly properties: { readonly [name: string]: unknown } }
}

export function whyOf(operation: Asked, input: { readonly [name: string]: unknown }, now: number): Why {
  const { rule, rows } = RULES[operation.name] ?? OF_ALL
  return { asked: { ...input, ...windowOf(operation, input, now) }, rule, rows }
}

/** Its days, where none are said, are others than the last thirty. */
const OWN_WINDOW: ReadonlySet<string> = new Set(['journey', 'journey-parties'])

/** The days that were meant, for questions that have a window, and as known when. */
function windowOf(
  { name, input: { properties } }: Asked,
  input: CommonInput,
  now: number,
): { readonly from?: string; readonly to?: string; readonly knownAt?: string } {
  const known = 'knownAt' in properties ? { knownAt: input.knownAt ?? 'now' } : {}
  if (properties.from !== COMMON.from || OWN_WINDOW.has(name)) return known
  const { from, to } = questionFrom(input, now)
  return { from: dayText(from), to: dayText(to), ...known }
}
