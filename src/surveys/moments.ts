import { dayOf, type Instant, MS_PER_DAY } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Asking } from '../roles/settings.ts'
import { COUNTED } from '../roles/stamp.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { partiesThatFit } from '../studies/population.ts'
import { smallestIdentifier } from '../studies/party-shape.ts'
import { type Question, usageParameters } from '../studies/question.ts'
import { sql } from '../studies/sql.ts'
import { rolesThen } from '../studies/voices.ts'
import { whereFrom } from '../studies/where.ts'
import { askedBefore } from './asked-before.ts'
import { chanceOf } from './drawing.ts'
import { noAskOf, permissionOf } from './left-out.ts'
import { type Survey, surveysOf } from './survey.ts'
import { askLine, writeAsks } from './survey-asked.ts'
import { inTurn } from './turn.ts'

const HOUR_MS = 3_600_000
const WEEK_DAYS = 7
/** What is usual is looked for in so many days. */
const USUAL_DAYS = 28

/** A moment of real use: somebody does something with a product, or their page asks whether there is a question. */
export interface Moment {
  /** As the page or the line names who uses. */
  readonly party: string
  readonly product: string | null
  readonly at: Instant
}

/**
 * The chance of being asked at one moment: n / m, where n is how often a week somebody is asked at most, and m how many moments of use they usually have a week; 1 where m is
 * not above n. So everybody is asked n times a week on average, whoever uses a lot no more often than others: a Poisson stream of moments thinned to the same rate.
 */
export function chanceAtMoment(perWeek: number, momentsPerWeek: number): number {
  return perWeek / Math.max(perWeek, momentsPerWeek)
}

/** True between the quiet hours, UTC, which may reach over midnight. */
export function isQuiet({ quietFrom, quietTo }: Pick<Asking, 'quietFrom' | 'quietTo'>, at: Instant): boolean {
  if (quietFrom === quietTo) return false
  const hour = Math.floor((at % MS_PER_DAY) / HOUR_MS)
  return quietFrom < quietTo ? quietFrom <= hour && hour < quietTo : hour >= quietFrom || hour < quietTo
}

/**
 * Decides whether somebody is asked at this moment by an open survey of moments; if so, the question is written as an `ask` line, so that it waits for them in the widget.
 * Limits are looked at in turn with all other questions. Cost: the use of one party in 28 days; the rest only for the few moments that are drawn.
 */
export async function askAtMoment(workspace: Workspace, moment: Moment): Promise<boolean> {
  const surveys = (await surveysOf(workspace)).filter(({ state, mode, product }) => state === 'open' && mode === 'moments' && (product === null || moment.product === null || product === moment.product))
  if (surveys.length === 0 || isQuiet(workspace.settings.current.asking, moment.at)) return false
  const drawn = await workspace.ask(SELF, EVERYTHING, async (asked) => {
    const party = partyOf(asked, moment)
    if (party === 0) return []
    const usual = await momentsPerWeek(asked, party, moment)
    return surveys.filter(({ id, perWeek }) => chanceOf(id, moment.party, String(moment.at)) < chanceAtMoment(perWeek, usual))
  })
  for (const survey of drawn) {
    const isAsked = await inTurn(workspace, async () => {
      const open = new Set((await surveysOf(workspace)).filter(({ state }) => state === 'open').map(({ id }) => id))
      if (!open.has(survey.id)) return false
      const line = await workspace.ask(SELF, EVERYTHING, async (asked) => {
        const party = partyOf(asked, moment)
        return party !== 0 && (await mayBeAskedNow(asked, survey, party, moment, open)) ? lineFor(asked, survey, party, moment) : null
      })
      if (line === null) return false
      await writeAsks(workspace, [line])
      return true
    })
    // One question at a time.
    if (isAsked) return true
  }
  return false
}

function partyOf({ view: { world } }: Asked, { party }: Moment): number {
  const number = world.dictionary.find(party)
  return number === 0 || number > world.identities.components.size ? 0 : world.party(number)
}

function windowOf({ view }: Asked, { product, at }: Moment, survey: Survey | null): Question {
  const day = dayOf(at)
  return { product: survey === null ? product : survey.product, from: day - USUAL_DAYS, to: day + 1, seller: SELF, knownAt: view.knownAt, staff: false }
}

/** Moments of use a week, over the last 28 days, or since the first use if that is later; never over less than a week. */
async function momentsPerWeek(asked: Asked, party: number, moment: Moment): Promise<number> {
  const question = windowOf(asked, moment, null)
  const [row] = await asked.db.rows<{ events: number; first_day: number }>(sql('events-of-parties'), { ...usageParameters(asked, { ...question, to: question.to - 1 }), parties: [party] })
  if (!row) return 0
  return (Number(row.events) * WEEK_DAYS) / Math.max(WEEK_DAYS, dayOf(moment.at) - row.first_day)
}

/** The same limits as of a sample; a survey of moments asks the same person again, so often a week at most, and is no other survey to itself. */
async function mayBeAskedNow(asked: Asked, survey: Survey, party: number, moment: Moment, open: ReadonlySet<string>): Promise<boolean> {
  const { world, coverage } = asked.view
  const { asking } = asked.settings
  const { at } = moment
  const day = dayOf(at)
  if (world.kind(party) === 'machine' || world.kind(party) === 'organization' || !world.isKnown(party) || coverage.leftOutOn(party, day) !== COUNTED) return false
  const organizations = coverage.belongingsOn(party, day).map(({ organization }) => organization)
  const permission = permissionOf(world, party)
  if (permission === 'no' || (permission === 'unknown' && !asking.askUnknown) || noAskOf(world, party, organizations, day) !== null) return false
  const before = askedBefore(asked, asking, at)
  for (const ask of before.asksOf(party)) {
    const isOwn = ask.line.survey === survey.id
    const isWaiting = ask.line.survey !== null && open.has(ask.line.survey) && world.asks.answersOf(ask).length === 0
    if (isOwn ? isWaiting && ask.line.at > at - MS_PER_DAY : isWaiting || ask.line.at > at - asking.personDays * MS_PER_DAY) return false
  }
  if (before.asksOf(party).filter(({ line }) => line.survey === survey.id && line.at > at - WEEK_DAYS * MS_PER_DAY).length >= survey.perWeek) return false
  if (!before.hasRoom(party, organizations)) return false
  const question = windowOf(asked, moment, survey)
  const [standing] = await rolesThen(asked, question, [{ giver: party, day }])
  // Whoever is here uses it now.
  const isOnSide = survey.sides.includes('users') || survey.sides.some((side) => side === 'customers' && (standing?.roles.has('customer') || standing?.roles.has('decider')))
  if (!isOnSide) return false
  const where = whereFrom(survey.plan.where)
  return where.length === 0 || (await partiesThatFit(asked, question, where, [party])).length > 0
}

function lineFor({ view: { world, coverage } }: Asked, survey: Survey, party: number, { party: address, at }: Moment): object {
  const organizations = coverage.belongingsOn(party, dayOf(at)).map(({ organization }) => organization)
  return askLine(survey, { party, organizations, address, assigned: { asker: null, says: '' } }, (one) => smallestIdentifier(world, one), at, String(at))
}
