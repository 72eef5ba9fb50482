import { Type } from 'typebox'
import { type Day, dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import { order } from '../base/order.ts'
import { Refusal } from '../base/refusal.ts'
import type { Workspace } from '../roles/workspace.ts'
import { curveOf, type Life, livesOf, OUTCOMES, untilFrom, WAYS } from './lives.ts'
import { limitFrom, offsetFrom, PAGING } from './paging.ts'
import { PARTY, partyShape, smallestIdentifier } from './party-shape.ts'
import { startsOf } from './periods.ts'
import { answer, dayParameter, type Question, withCommon } from './question.ts'
import { WHERE, whereFrom } from './where.ts'

const OWN = {
  where: WHERE,
  cohort: Type.Optional(Type.String({ enum: ['week', 'month'], description: 'Users are taken together by the ISO week or month of their first use. Absent: month.' })),
  until: Type.Optional(Type.String({ description: 'What became of them is looked at up to this day; absent: today, or the day of knownAt.' })),
}
const INPUT = withCommon(OWN)
const NUMBER = Type.Union([Type.Integer(), Type.Null()])
const COLUMNS = {
  users: Type.Integer({ description: 'Users whose first use was unpaid.' }),
  ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Type.Integer()])),
  days: Type.Object({ n: Type.Integer(), quartile1: NUMBER, median: NUMBER, quartile3: NUMBER }, { description: 'Days from first use to first paid use, of those that were paid for.' }),
}
const OUTPUT = Type.Object({
  cohort: Type.String(), until: Type.String(),
  users: Type.Integer({ description: 'All users whose first use lies in the window.' }), paidFromFirstDay: Type.Integer(), unknown: Type.Integer(),
  cohorts: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), ...COLUMNS })),
  total: Type.Object(COLUMNS),
  curve: Type.Array(Type.Object({ day: Type.Integer(), atRisk: Type.Integer(), paid: Type.Number(), ...Object.fromEntries(WAYS.map((way) => [way, Type.Number()])) })),
})

/** What became of users who began unpaid? Cost grows with all use of the product up to the day it is looked at. */
export const conversion: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'conversion',
  summary: 'What became of users who began unpaid: paid for by themselves, their organization, through an intermediary, by a sponsor, still unpaid, or gone; and how soon.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const until = untilFrom(workspace, question, input.until)
    const { unpaid, paidFromFirstDay, unknown } = await livesOf(asked, question, whereFrom(input.where), until)
    const cohort = (input.cohort ?? 'month') as 'week' | 'month'
    const cohorts = cohortsOf(question, cohort, unpaid).map(({ from, to, lives }) => ({ from: dayText(from), to: dayText(to), ...columnsOf(lives) }))
    const curve = curveOf(unpaid, until).map(({ day, atRisk, shares }) => ({ day, atRisk, paid: shares.reduce((sum, share) => sum + share, 0), ...Object.fromEntries(WAYS.map((way, place) => [way, shares[place] ?? 0])) }))
    return { cohort, until: dayText(until), users: unpaid.length + paidFromFirstDay + unknown, paidFromFirstDay, unknown, cohorts, total: columnsOf(unpaid), curve }
  }),
}

function cohortsOf(question: Question, cohort: 'week' | 'month', lives: readonly Life[]) {
  const starts = startsOf(question, cohort)
  const cohorts = starts.map((from, place) => ({ from, to: starts[place + 1] ?? question.to, lives: [] as Life[] }))
  const sorted = [...lives].sort((a, b) => a.first - b.first)
  let place = 0
  for (const life of sorted) {
    while (life.first >= (cohorts[place]?.to ?? question.to) && place < cohorts.length - 1) place += 1
    cohorts[place]?.lives.push(life)
  }
  return cohorts
}

function columnsOf(lives: readonly Life[]) {
  const days = lives.flatMap(({ first, paid }) => (paid === null ? [] : [paid - first])).sort((a, b) => a - b)
  // The nearest rank: a number of days that somebody really took.
  const at = (share: number): number | null => days[Math.ceil(share * days.length) - 1] ?? null
  return {
    users: lives.length,
    ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, lives.filter((life) => life.outcome === outcome).length])),
    days: { n: days.length, quartile1: at(0.25), median: at(0.5), quartile3: at(0.75) },
  }
}

const USERS_INPUT = withCommon({
  ...OWN,
  starting: Type.Optional(Type.String({ description: 'Only the cohort that begins on this day.' })),
  outcome: Type.Optional(Type.String({ enum: [...OUTCOMES], description: 'Only those of whom this became.' })),
  ...PAGING,
})
const NULLABLE = Type.Union([Type.String(), Type.Null()])
const USERS_OUTPUT = Type.Object({
  users: Type.Array(Type.Object({
    party: PARTY, first: Type.String(), paid: NULLABLE, days: NUMBER, last: Type.String({ description: 'The last day of use.' }),
    outcome: Type.Union(OUTCOMES.map((outcome) => Type.Literal(outcome))), payer: Type.Union([PARTY, Type.Null()]),
  })),
  total: Type.Integer(),
  next: NULLABLE,
})

/** The users behind a figure of conversion. Cost: as conversion. */
export const conversionUsers: Operation<Workspace, typeof USERS_INPUT, typeof USERS_OUTPUT> = {
  name: 'conversion-users',
  summary: 'The users behind a figure of conversion: when each began, when its use was first paid, and by whom.',
  power: 'read',
  input: USERS_INPUT,
  output: USERS_OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const limit = limitFrom(input.limit)
    const offset = offsetFrom(input.cursor)
    const { unpaid } = await livesOf(asked, question, whereFrom(input.where), untilFrom(workspace, question, input.until))
    const lives = cohortAsked(question, input, unpaid).filter(({ outcome }) => input.outcome === undefined || outcome === input.outcome)
    const { world } = asked.view
    const sorted = [...lives].sort((a, b) => a.first - b.first || (a.paid ?? a.last) - (b.paid ?? b.last) || order(smallestIdentifier(world, a.party), smallestIdentifier(world, b.party)))
    const text = (day: Day | null): string | null => (day === null ? null : dayText(day))
    return {
      users: sorted.slice(offset, offset + limit).map(({ party, first, paid, last, outcome, payer }) => ({
        party: partyShape(world, party), first: dayText(first), paid: text(paid), days: paid === null ? null : paid - first, last: dayText(last), outcome, payer: payer === 0 ? null : partyShape(world, payer),
      })),
      total: sorted.length,
      next: offset + limit < sorted.length ? String(offset + limit) : null,
    }
  }),
}

function cohortAsked(question: Question, input: { readonly starting?: string | undefined; readonly cohort?: string | undefined }, lives: readonly Life[]): readonly Life[] {
  if (input.starting === undefined) return lives
  const from = dayParameter('starting', input.starting)
  const found = cohortsOf(question, (input.cohort ?? 'month') as 'week' | 'month', lives).find((cohort) => cohort.from === from)
  if (!found) throw new Refusal('bad-parameter', `No cohort begins on ${input.starting}. Take 'from' of a cohort that conversion lists for the same window.`, { parameter: 'starting' })
  return found.lives
}
