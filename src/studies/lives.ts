import { type Day, dayOf } from '../base/day.ts'
import { Refusal } from '../base/refusal.ts'
import { PAYER_KINDS } from '../roles/stamp.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import { smallestIdentifier } from './party-shape.ts'
import { fitsWhere, type Use } from './population.ts'
import { dayParameter, type Question, usageParameters } from './question.ts'
import { sql } from './sql.ts'
import type { Where } from './where.ts'

/** What became of a user who began unpaid: the way in which its use was first paid, else whether it is still there. */
export const OUTCOMES = ['self', 'organization', 'intermediary', 'sponsor', 'unpaid', 'gone'] as const
export type Outcome = (typeof OUTCOMES)[number]
/** The outcomes that are ways of paying: the first payer kinds. */
export const WAYS = OUTCOMES.slice(0, 4) as readonly Outcome[]

const NOBODY = PAYER_KINDS.indexOf('nobody')

/** A user from its first use on, as far as it was watched. */
export interface Life {
  readonly party: number
  readonly first: Day
  /** The first day with paid use; null if there was none. */
  readonly paid: Day | null
  readonly last: Day
  readonly outcome: Outcome
  readonly payer: number
}

/** The users whose first use lies in the window and fits: those who began unpaid one by one, the others counted. */
export interface Lives {
  readonly unpaid: readonly Life[]
  readonly paidFromFirstDay: number
  readonly unknown: number
}

interface LifeRow extends Use { readonly first_day: Day; readonly paid_day: Day | null; readonly last_day: Day; readonly day: Day }

/** The day up to which users are watched: as asked for, else today, or the day of the knowledge time. */
export function untilFrom(workspace: Workspace, question: Question, text: string | undefined): Day {
  if (text === undefined) return Math.max(dayOf(Math.min(workspace.now(), question.knownAt)), question.from + 1)
  const until = dayParameter('until', text)
  if (until <= question.from) throw new Refusal('bad-parameter', `'until' must be later than 'from': nobody was watched yet on ${text}.`, { parameter: 'until' })
  return until
}

/**
 * All use before `until` is looked at, since a first use is the first ever. On the first day the first payer kind of the model's order counts: who was paid for anywhere did not begin unpaid.
 * `where` chooses by the use of the first day. Cost: grows with all use of the product; one or two rows a user of the window come out of the tables.
 */
export async function livesOf(asked: Asked, question: Question, where: Where, until: Day): Promise<Lives> {
  const rows = await asked.db.rows<LifeRow>(sql('conversion'), { ...usageParameters(asked, question), until })
  const fits = fitsWhere(asked, question, where)
  const unpaid: Life[] = []
  let paidFromFirstDay = 0
  let unknown = 0
  for (let at = 0; at < rows.length; ) {
    const start = at
    const { party, first_day } = rows[start] as LifeRow
    while (at < rows.length && rows[at]?.party === party) at += 1
    const own = rows.slice(start, at)
    const began = own.filter(({ day }) => day === first_day)
    if (!began.some(fits)) continue
    const kind = Math.min(...began.map((use) => use.kind))
    if (kind < NOBODY) paidFromFirstDay += 1
    else if (kind > NOBODY) unknown += 1
    else unpaid.push(lifeFrom(asked, own, until))
  }
  return { unpaid, paidFromFirstDay, unknown }
}

function lifeFrom({ view: { world }, settings }: Asked, own: readonly LifeRow[], until: Day): Life {
  const { party, first_day: first, paid_day: paid, last_day: last } = own[0] as LifeRow
  if (paid === null) return { party, first, paid, last, outcome: last < until - settings.thresholds.daysWithoutUse ? 'gone' : 'unpaid', payer: 0 }
  const then = own.filter(({ day, kind }) => day === paid && kind < NOBODY)
  const kind = Math.min(...then.map((use) => use.kind))
  const payers = then.filter((use) => use.kind === kind && use.payer !== 0).map(({ payer }) => payer)
  const name = (payer: number): string => smallestIdentifier(world, payer)
  const payer = payers.reduce((best, next) => (best === 0 || name(next) < name(best) ? next : best), 0)
  return { party, first, paid, last, outcome: PAYER_KINDS[kind] as Outcome, payer }
}

/** A point of the curve: shares of all who began unpaid that were paid for by this day after their first, by way. */
export interface CurvePoint {
  readonly day: number
  /** Users who were watched so long and not paid for before. */
  readonly atRisk: number
  readonly shares: readonly number[]
}

const DAYS_AT_MOST = 365

/**
 * The cumulative incidence of each way of paying (Aalen-Johansen; together 1 - Kaplan-Meier), so that users who began lately, and were not watched for long, count for as long as they were.
 * Somebody who stopped using may come back and stays at risk. Points where a share changes, the first day, and the last on which anybody was watched, 365 days at most.
 */
export function curveOf(lives: readonly Life[], until: Day): CurvePoint[] {
  if (lives.length === 0) return []
  /** Days until somebody is paid for, or is not watched any more. */
  const daysOf = ({ first, paid }: Life): number => (paid ?? until - 1) - first
  const end = lives.reduce((most, life) => Math.min(DAYS_AT_MOST, Math.max(most, daysOf(life))), 0)
  const events = Array.from({ length: end + 1 }, () => WAYS.map(() => 0))
  const leaving = new Array<number>(end + 2).fill(0)
  for (const life of lives) {
    const days = daysOf(life)
    if (days > end) continue
    const way = WAYS.indexOf(life.outcome)
    if (life.paid !== null) (events[days] as number[])[way] = ((events[days] as number[])[way] ?? 0) + 1
    leaving[days + 1] = (leaving[days + 1] ?? 0) + 1
  }
  const points: CurvePoint[] = []
  const shares = WAYS.map(() => 0)
  let atRisk = lives.length
  let free = 1
  for (let day = 0; day <= end; day += 1) {
    atRisk -= leaving[day] ?? 0
    const paidNow = events[day] as number[]
    const all = paidNow.reduce((sum, n) => sum + n, 0)
    if (all > 0) {
      paidNow.forEach((n, way) => { shares[way] = (shares[way] as number) + (free * n) / atRisk })
      free *= 1 - all / atRisk
    }
    if (all > 0 || day === 0 || day === end) points.push({ day, atRisk, shares: [...shares] })
  }
  return points
}
