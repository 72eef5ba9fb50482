import { dayOf, dayText, type Instant, MS_PER_DAY, NEVER } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import { customersWithin } from '../roles/customers.ts'
import { COUNTED } from '../roles/stamp.ts'
import type { Asked } from '../roles/workspace.ts'
import { everyParty } from '../studies/named.ts'
import { nameInWords, smallestIdentifier } from '../studies/party-shape.ts'
import type { Shape } from '../studies/population.ts'
import type { Question } from '../studies/question.ts'
import type { Dimension, Where } from '../studies/where.ts'
import { type AskedBefore, askedBefore } from './asked-before.ts'
import { askedBySurvey, NOBODY_ASKED, valueOfStratum } from './asked-by-survey.ts'
import { assigning, type Assigned } from './askers.ts'
import { shuffledBy } from './drawing.ts'
import { type Firms, firmsOf } from './firms.ts'
import { daysAgo, isMailboxOnly, noAskOf, permissionOf, type Reason, reachedBy } from './left-out.ts'
import type { Directed } from './question-roles.ts'
import { responseRate, type ResponseRate, toAsk } from './response-rate.ts'
import { customerSideOn, type CustomerSide, dayOfPlan, type Standing, standingOf } from './role-holders.ts'
import { allocationOf, CONFIDENCES, marginOf, sampleSize } from './sample-size.ts'
import { type Channel, type Form, SIDES, type Side } from './survey.ts'

/** What is planned. */
export interface Planning {
  readonly directed: Pick<Directed, 'sides' | 'throughChannel'>
  readonly form: Form
  readonly channel: Channel
  readonly margin: number
  readonly confidence: number
  readonly by: Dimension
  readonly where: Where
  /** By the value of the stratum: at most so many are asked. */
  readonly quotas: ReadonlyMap<string, number>
  readonly least: number
  readonly seed: string
  readonly askers: readonly string[]
  /** The survey whose people these are; null while it is none. */
  readonly survey: string | null
  /** Ids of the surveys that are open. */
  readonly open: ReadonlySet<string>
  readonly now: Instant
}

export interface Taken {
  readonly party: number
  readonly side: Side
  /** The value of its stratum. */
  readonly stratum: string
  readonly organizations: readonly number[]
  readonly address: string
  /** In which they mostly use, where they are asked as a user; 0: none, or several. */
  readonly account: number
  readonly because: string
  readonly assigned: Assigned
}

export interface LeftOut {
  readonly party: number
  readonly reason: Reason
  /** Worked out when it is shown. */
  readonly says: () => string
}

export interface StratumPlan {
  readonly shape: Shape
  /** People of the role in it, with everybody whom this survey asked. */
  readonly population: number
  readonly candidates: number
  /** Asked of it by this survey before. */
  readonly asked: number
  readonly quota: number | null
  /** To be asked, with those asked before. */
  readonly wanted: number
  readonly drawn: number
}

/** The sample of one side; sides are never mixed. */
export interface SidePlan {
  readonly side: Side
  readonly population: number
  readonly candidates: number
  /** Answers needed for the margin. */
  readonly answers: number
  readonly toAsk: number
  readonly toAskLow: number
  readonly toAskHigh: number
  readonly drawn: number
  readonly asked: number
  readonly expectedAnswers: number
  readonly expectedMargin: number | null
  readonly strata: readonly StratumPlan[]
}

export interface Plan {
  readonly rate: ResponseRate
  readonly sides: readonly SidePlan[]
  readonly taken: readonly Taken[]
  readonly leftOut: readonly LeftOut[]
  readonly population: number
  /** People of each role among those who could be asked, had they all permission: what a sample is a part of. */
  readonly frame: Readonly<Record<'decider' | 'customer' | 'user', number>>
  /** Customers of whom nobody is known who could be asked. */
  readonly customersWithoutPerson: number
}

interface Candidate {
  readonly party: number
  readonly side: Side
  readonly stratum: string
  readonly organizations: readonly number[]
  readonly address: string
  readonly name: string
}

/** Who is in a stratum, and how many of them this survey asked. */
interface People {
  readonly shape: Shape
  population: number
  asked: number
}

/**
 * Whom to ask. Everybody known is taken or left out for exactly one reason; the same lines and the same seed give the same people.
 * Cost: the usage days of the window, all parties and all asks once; a hash for each who could be asked.
 */
export async function planOf(asked: Asked, question: Question, planning: Planning): Promise<Plan> {
  const { world, coverage } = asked.view
  const { now, directed, survey } = planning
  const day = dayOfPlan(now, question)
  // Who has the role is of the window. Whether somebody may be asked is of the moment of asking, or of the day up to which is known.
  const at = Math.min(now, question.knownAt)
  const today = dayOf(at)
  const limits = asked.settings.asking
  const standing = await standingOf(asked, question, planning.where, planning.by)
  const customerSide = customerSideOn(asked, question.product, day)
  const firms = await firmsOf(asked, at, { since: question.from })
  const before = askedBefore(asked, limits, at, firms)
  const leftOut: LeftOut[] = []
  const candidates: Candidate[] = []
  const populations = new Map<Side, Map<string, People>>(SIDES.map((side) => [side, new Map()]))
  const count = (side: Side, shape: Shape): People => {
    const strata = populations.get(side) as Map<string, People>
    const own = strata.get(shape.value) ?? { shape, population: 0, asked: 0 }
    strata.set(shape.value, own)
    own.population += 1
    return own
  }
  const us = world.party(world.dictionary.find(SELF))
  let population = 0
  const frame = { decider: 0, customer: 0, user: 0 }

  const sideOf = (party: number): Side | null => {
    for (const side of directed.sides) {
      if (side === 'customers' && customerSide.has(party)) return side
      const user = side === 'users' ? standing.users.get(party) : undefined
      if (user && (!directed.throughChannel || user.throughChannel)) return side
    }
    return null
  }

  // Whoever this survey asked counts where they were asked, whatever became of them since: else their place would be given again.
  const already = survey === null ? NOBODY_ASKED : askedBySurvey(asked, survey)
  for (const [party, { line }] of already) {
    const side = SIDES.find((one) => one === line.side) ?? sideOf(party) ?? directed.sides[0]
    if (side === undefined) continue
    const roles = customerSide.get(party)?.roles ?? []
    for (const role of roles) frame[role] += 1
    if (standing.users.has(party) || side === 'users') frame.user += 1
    const { value, ...shape } = standing.reader.shape(standing.stratumOf(party))
    const recorded = valueOfStratum(planning.by, line.stratum)
    count(side, recorded === null || recorded === value ? { value, ...shape } : { value: recorded, name: recorded, party: null }).asked += 1
  }

  for (const party of await everyParty(asked)) {
    const kind = world.kind(party)
    if (kind === 'organization' || party === us) continue
    population += 1
    const out = (reason: Reason, says: () => string = () => ''): void => void leftOut.push({ party, reason, says })
    if (already.has(party)) { out('asked-already', () => daysAgo(before.lastOf(party)?.line.at ?? at, at)); continue }
    if (kind === 'machine') { out('machine'); continue }
    if (coverage.leftOutOn(party, today) !== COUNTED) { out('staff'); continue }
    const side = sideOf(party)
    const identifiers = world.identities.identifiers(party)
    if (isMailboxOnly(identifiers)) { out('shared-mailbox'); continue }
    if (side === null) { out('no-such-role', () => rolesInWords(standing, customerSide, party)); continue }
    if (!standing.fits(party)) { out('not-in-filter'); continue }
    const shape = standing.reader.shape(standing.stratumOf(party))
    count(side, shape)
    for (const role of customerSide.get(party)?.roles ?? []) frame[role] += 1
    if (standing.users.has(party)) frame.user += 1
    const organizations = firms.of(party, today)
    const found = reasonAgainst()
    if (found !== null) { leftOut.push({ party, ...found }); continue }
    candidates.push({ party, side, stratum: shape.value, organizations, address: reachedBy(identifiers, planning.channel) as string, name: smallestIdentifier(world, party) })

    function reasonAgainst(): Omit<LeftOut, 'party'> | null {
      const because = (reason: Reason, says: () => string = () => ''): Omit<LeftOut, 'party'> => ({ reason, says })
      const asks = before.asksOf(party)
      const permission = permissionOf(world, party)
      if (permission === 'no') return because('permission-no')
      const veto = noAskOf(world, party, organizations, today)
      if (veto !== null) return because(veto.own ? 'opted-out' : 'owner-veto', () => vetoInWords(asked, veto))
      if (permission === 'unknown' && !limits.askUnknown) return because('permission-unknown')
      if (reachedBy(identifiers, planning.channel) === null) return because('no-way-to-reach', () => (identifiers.every((id) => id.startsWith('anonymous:')) ? 'known by no name' : 'no address of their own'))
      const waiting = asks.find((ask) => ask.line.survey !== null && planning.open.has(ask.line.survey) && world.asks.answersOf(ask).length === 0)
      if (waiting) return because('in-open-survey', () => `"${waiting.line.question}", ${daysAgo(waiting.line.at, at)}`)
      const last = before.lastOf(party)
      if (last !== null && last.line.at > at - limits.personDays * MS_PER_DAY) return because('asked-lately', () => `${daysAgo(last.line.at, at)}, by ${last.line.source}${last.line.via === null ? '' : `, ${last.line.via}`}`)
      return null
    }
  }

  const rate = responseRate(asked, planning.channel, at)
  const assign = assigning(asked, limits.team, planning.askers, today)
  const taken: Taken[] = []
  const sides = directed.sides.map((side) => {
    const drawn = drawSide(planning, side, populations.get(side) as Map<string, People>, candidates.filter((one) => one.side === side), before, rate)
    for (const { candidate, reason } of drawn.leftOut) leftOut.push({ party: candidate.party, reason, says: () => limitInWords(firms, before, candidate, reason) })
    for (const { party, stratum, organizations, address } of drawn.taken) {
      const because = `${rolesInWords(standing, customerSide, party)}; ${lastInWords(before, party, at)}`
      taken.push({ party, side, stratum, organizations, address, account: side === 'users' ? standing.accountOf(party) : 0, because, assigned: assign(side, organizations) })
    }
    return drawn.plan
  })
  const spokenFor = new Set([...customerSide.values()].flatMap(({ speaksFor }) => speaksFor))
  return { rate, sides, taken, leftOut, population, frame, customersWithoutPerson: directed.sides.includes('customers') ? customersOf(asked, question, day).filter((customer) => !spokenFor.has(customer)).length : 0 }
}

function drawSide(
  planning: Planning, side: Side, populations: ReadonlyMap<string, People>, candidates: readonly Candidate[], before: AskedBefore, rate: ResponseRate,
): { readonly plan: SidePlan; readonly taken: readonly Candidate[]; readonly leftOut: readonly { readonly candidate: Candidate; readonly reason: Reason }[] } {
  const z = CONFIDENCES.get(planning.confidence) as number
  // In the order of their values, so that equal remainders fall to the same stratum in whatever order evidence came.
  const strata = [...populations.values()].sort((a, b) => (a.shape.value < b.shape.value ? -1 : 1))
  const population = strata.reduce((sum, one) => sum + one.population, 0)
  const answers = sampleSize(planning.form, planning.margin, z, population)
  const wantedInAll = Math.min(population, toAsk(answers, rate.rate))
  const quotaOf = ({ shape }: (typeof strata)[number]): number | null => planning.quotas.get(shape.value) ?? null
  const wanted = allocationOf(wantedInAll, strata.map((one) => ({ population: one.population, quota: quotaOf(one), asked: one.asked })), toAsk(planning.least, rate.rate))
  const room = new Map(strata.map((one, place) => [one.shape.value, { left: Math.max(0, (wanted[place] as number) - one.asked), cut: quotaOf(one) !== null && wanted[place] === quotaOf(one), drawn: 0, candidates: 0 }]))
  const taken: Candidate[] = []
  const leftOut: { readonly candidate: Candidate; readonly reason: Reason }[] = []
  for (const candidate of shuffledBy(planning.seed, candidates, ({ name }) => name)) {
    const own = room.get(candidate.stratum) as { left: number; cut: boolean; drawn: number; candidates: number }
    own.candidates += 1
    if (own.left === 0) leftOut.push({ candidate, reason: own.cut ? 'quota-full' : 'not-drawn' })
    else if (!before.hasRoom(candidate.party, candidate.organizations)) leftOut.push({ candidate, reason: 'organization-limit' })
    else {
      own.left -= 1
      own.drawn += 1
      before.take(candidate.party, candidate.organizations)
      taken.push(candidate)
    }
  }
  const asked = strata.reduce((sum, one) => sum + one.asked, 0)
  const expectedAnswers = (taken.length + asked) * rate.rate
  return {
    taken, leftOut,
    plan: {
      side, population, candidates: candidates.length, answers, toAsk: wantedInAll, toAskLow: Math.min(population, toAsk(answers, rate.high)), toAskHigh: Math.min(population, toAsk(answers, rate.low)),
      drawn: taken.length, asked, expectedAnswers, expectedMargin: marginOf(planning.form, Math.round(expectedAnswers), z, population),
      strata: strata.map((one, place) => {
        const { drawn, candidates: able } = room.get(one.shape.value) as { drawn: number; candidates: number }
        return { shape: one.shape, population: one.population, candidates: able, asked: one.asked, quota: quotaOf(one), wanted: wanted[place] as number, drawn }
      }),
    },
  }
}

function customersOf({ view: { world, coverage } }: Asked, { product }: Question, day: number): number[] {
  return [...customersWithin({ coverage, product }, day, day + 1, false).customers].filter((one) => world.kind(one) === 'organization')
}

function rolesInWords(standing: Standing, customerSide: ReadonlyMap<number, CustomerSide>, party: number): string {
  const use = standing.users.get(party)
  const parts = [...(customerSide.get(party)?.says ?? []), ...(use === undefined ? [] : [`used it on ${use.usageDays === 1 ? 'one day' : `${use.usageDays} days`} of the period`])]
  return parts.length === 0 ? 'neither used it in the period nor buys or decides' : [...new Set(parts)].join('; ')
}

function lastInWords(before: AskedBefore, party: number, at: Instant): string {
  const last = before.lastOf(party)
  return last === null ? 'was never asked' : `was last asked ${daysAgo(last.line.at, at)}`
}

function vetoInWords({ view: { world } }: Asked, { line, of, own }: NonNullable<ReturnType<typeof noAskOf>>): string {
  const whom = own ? '' : `${nameInWords(world, of)}: `
  return `${whom}${line.by === null ? 'said by hand' : `said by ${line.by}`}${line.why === null ? '' : `, "${line.why}"`}${line.to === NEVER ? '' : `, until ${dayText(line.to)}`}`
}

function limitInWords(firms: Firms, before: AskedBefore, { organizations }: Candidate, reason: Reason): string {
  if (reason !== 'organization-limit') return ''
  const full = organizations.find((organization) => before.peopleOf(organization) >= before.mostOf(organization))
  return full === undefined ? '' : `${before.peopleOf(full)} of ${firms.nameOf(full)} are asked; ${before.mostOf(full)} may be`
}
