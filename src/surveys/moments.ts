import { dayOf, type Instant, MS_PER_DAY } from '../base/day.ts'
import { SELF } from '../base/identifier.ts'
import type { Asking } from '../roles/settings.ts'
import { COUNTED } from '../roles/stamp.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { partiesThatFit } from '../studies/population.ts'
import { smallestIdentifier } from '../studies/party-shape.ts'
import type { Question } from '../studies/question.ts'
import { rolesThen } from '../studies/voices.ts'
import { whereFrom } from '../studies/where.ts'
import { askedBefore } from './asked-before.ts'
import { chanceOf } from './drawing.ts'
import { type Firms, firmsOf } from './firms.ts'
import { noAskOf, permissionOf } from './left-out.ts'
import { looksPerWeek } from './looks.ts'
import { type Survey, surveysOf } from './survey.ts'
import { askLine, writeAsks } from './survey-asked.ts'
import { inTurn } from './turn.ts'

const HOUR_MS = 3_600_000
const WEEK_DAYS = 7
/** Whom it is for, and who fits a filter, is read from the use of so many days. */
const WINDOW_DAYS = 28

/** A moment of real use: somebody opened a page of a product, and it asks whether there is a question. */
export interface Moment {
  /** As the page or the line names who uses. */
  readonly party: string
  /** In which they are, if the page says so. */
  readonly account: string | null
  readonly product: string | null
  readonly at: Instant
}

/**
 * The chance of being asked at one moment: n / m, where n is how often a week somebody is asked at most, and m how many such moments they usually have a week; 1 where m is
 * not above n. Moments are what is counted and what is drawn: looks of pages, not lines of use, of which a page may send none or a hundred. So everybody is asked n times a week on average, whoever uses a lot no more often than others: a Poisson stream of moments thinned to the same rate.
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
 * Limits are looked at in turn with all other questions. Cost: what was asked of one person; the rest, and the turn, only for those who are drawn and whom their own limits allow.
 */
export async function askAtMoment(workspace: Workspace, moment: Moment): Promise<boolean> {
  const surveys = await surveysAt(workspace, moment)
  if (surveys.length === 0) return false
  const isSomebody = await workspace.ask(SELF, EVERYTHING, async (asked) => {
    const party = partyOf(asked, moment)
    return party !== 0 && asked.view.world.isKnown(party)
  })
  if (!isSomebody) return false
  // Counted also where nobody is asked: else the chance would rise for those who were asked just now.
  const usual = await looksPerWeek(workspace, moment.party, moment.at)
  const chosen = surveys.filter(({ id, perWeek }) => chanceOf(id, moment.party, String(moment.at)) < chanceAtMoment(perWeek, usual))
  if (chosen.length === 0) return false
  const drawn = await workspace.ask(SELF, EVERYTHING, async (asked) => {
    const party = partyOf(asked, moment)
    const open = openIn(await surveysOf(workspace))
    return party === 0 ? [] : chosen.filter((survey) => allowsItself(asked, survey, party, moment.at, open))
  })
  for (const survey of drawn) {
    const isAsked = await inTurn(workspace, async (isStillOurs) => {
      const open = openIn(await surveysOf(workspace))
      if (!open.has(survey.id)) return false
      const line = await workspace.ask(SELF, EVERYTHING, async (asked) => {
        const party = partyOf(asked, moment)
        if (party === 0) return null
        const firms = await firmsOf(asked, moment.at)
        return (await mayBeAskedNow(asked, firms, survey, party, moment, open)) ? lineFor(asked, firms, survey, party, moment) : null
      })
      if (line === null || !(await isStillOurs())) return false
      await writeAsks(workspace, [line])
      return true
    })
    // One question at a time.
    if (isAsked) return true
  }
  return false
}

function partyOf(asked: Asked, { party }: Moment): number {
  return numberOf(asked, party)
}

/** 0 for what nobody told of. */
function numberOf({ view: { world } }: Asked, identifier: string | null): number {
  const number = identifier === null ? 0 : world.dictionary.find(identifier)
  return number === 0 || number > world.identities.components.size ? 0 : world.party(number)
}

function windowOf({ view }: Asked, { at }: Moment, survey: Survey): Question {
  const day = dayOf(at)
  return { product: survey.product, from: day - WINDOW_DAYS, to: day + 1, seller: SELF, knownAt: view.knownAt, staff: false }
}

/** What keeps somebody from being asked whoever else was: staff, no permission, own limits. A survey of moments asks the same person again, and is no other survey to itself. */
function allowsItself({ view: { world, coverage }, settings: { asking } }: Asked, survey: Survey, party: number, at: Instant, open: ReadonlySet<string>): boolean {
  if (world.kind(party) === 'machine' || world.kind(party) === 'organization' || !world.isKnown(party) || coverage.leftOutOn(party, dayOf(at)) !== COUNTED) return false
  const permission = permissionOf(world, party)
  if (permission === 'no' || (permission === 'unknown' && !asking.askUnknown) || noAskOf(world, party, [], dayOf(at)) !== null) return false
  const asks = world.allOf(world.asks, party)
  for (const ask of asks) {
    const isOwn = ask.line.survey === survey.id
    const isWaiting = ask.line.survey !== null && open.has(ask.line.survey) && world.asks.answersOf(ask).length === 0
    if (isOwn ? isWaiting && ask.line.at > at - MS_PER_DAY : isWaiting || ask.line.at > at - asking.personDays * MS_PER_DAY) return false
  }
  return asks.filter(({ line }) => line.survey === survey.id && line.at > at - WEEK_DAYS * MS_PER_DAY).length < survey.perWeek
}

function openIn(surveys: readonly Survey[]): ReadonlySet<string> {
  return new Set(surveys.filter(({ state }) => state === 'open').map(({ id }) => id))
}

async function surveysAt(workspace: Workspace, { product, at }: Moment): Promise<readonly Survey[]> {
  if (isQuiet(workspace.settings.current.asking, at)) return []
  return (await surveysOf(workspace)).filter((survey) => survey.state === 'open' && survey.mode === 'moments' && (survey.product === null || product === null || survey.product === product))
}

/** The same limits as of a sample, over everybody. */
async function mayBeAskedNow(asked: Asked, firms: Firms, survey: Survey, party: number, moment: Moment, open: ReadonlySet<string>): Promise<boolean> {
  const { world } = asked.view
  const { asking } = asked.settings
  const { at } = moment
  const day = dayOf(at)
  if (!allowsItself(asked, survey, party, at, open)) return false
  const account = numberOf(asked, moment.account)
  const organizations = [...new Set([...firms.of(party, day), ...(account === 0 ? [] : [account])])]
  if (noAskOf(world, party, organizations, day) !== null) return false
  const before = askedBefore(asked, asking, at, firms)
  if (!before.hasRoom(party, organizations)) return false
  const question = windowOf(asked, moment, survey)
  const [standing] = await rolesThen(asked, question, [{ giver: party, day }])
  // Whoever is here uses it now.
  const isOnSide = survey.sides.includes('users') || survey.sides.some((side) => side === 'customers' && (standing?.roles.has('customer') || standing?.roles.has('decider')))
  if (!isOnSide) return false
  const where = whereFrom(survey.plan.where)
  return where.length === 0 || (await partiesThatFit(asked, question, where, [party])).length > 0
}

function lineFor(asked: Asked, firms: Firms, survey: Survey, party: number, { party: address, account, at }: Moment): object {
  const organizations = firms.of(party, dayOf(at))
  return askLine(survey, { party, organizations, address, account: numberOf(asked, account), assigned: { asker: null, says: '' } }, (one) => smallestIdentifier(asked.view.world, one), at, String(at))
}
