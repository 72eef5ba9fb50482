import { type Day, dayOf, type Instant, MS_PER_DAY } from '../base/day.ts'
import { order } from '../base/order.ts'
import { type DeliveryLine, isRetraction } from '../evidence/line.ts'
import { identityOf, outranks, type Statements, type Version } from './statements.ts'
import type { World } from './world.ts'

/** What was planned of a milestone, as learned at one time. */
export interface MilestonePlan {
  readonly recordedAt: Instant
  readonly source: string
  readonly plannedMinor: number | null
  readonly due: Day | null
}

/** What was known of a milestone's cost from an instant on: the cost so far, in minor units. */
export interface MilestoneCost {
  readonly at: Instant
  readonly actualMinor: number
  readonly currency: string
}

/** A milestone of a project with everything that holds about it. */
export interface Milestone {
  readonly agreement: string
  readonly name: string
  /** Lines that tell of it, by source and key. */
  readonly lines: readonly { readonly source: string; readonly key: string }[]
  /** The newest words about it first, each line's versions that continue its account. */
  readonly reports: readonly Report[]
  /** How the plan came to be what it is, oldest first; the first is what was planned at first. */
  readonly plans: readonly MilestonePlan[]
}

interface Report {
  readonly at: Instant
  readonly recordedAt: Instant
  readonly position: number
  readonly line: DeliveryLine
  /** True for the version that holds of its line. */
  readonly holds: boolean
}

/** A milestone as it stood at the beginning of a day: what was done and spent before it. */
export interface MilestoneState {
  readonly name: string
  readonly plannedMinor: number | null
  readonly actualMinor: number | null
  readonly currency: string | null
  readonly actualCurrency: string | null
  readonly due: Day | null
  readonly done: Day | null
}

/**
 * The milestones of every agreement that delivery lines name. Several lines may tell of one milestone (a report each month): they fill each other in, the newer first.
 * Of one line a later version with a later `at` continues the account (what was spent in May, what in June); one with the same or an earlier `at` corrects it, and what it corrects is forgotten.
 * A line without `at` speaks of the day on which it was done, else, if it tells a cost, of the end of the day before it was learned: a list that comes in today tells what was spent until then; a plan alone speaks of all time. Cost: the versions of all delivery lines.
 */
export function milestonesOf(world: World, statements: Statements, knownAt: Instant): Map<string, Milestone[]> {
  const undone = statements.undone(knownAt)
  const byName = new Map<string, { readonly line: DeliveryLine; readonly versions: readonly Version[] }[]>()
  for (const { line } of world.deliveries.values()) {
    const versions = sinceRetraction(statements.versions(identityOf(line)).filter((version) => version.recordedAt <= knownAt && (version.line.import === null || !undone.has(version.line.import))))
    // A milestone is named as its newest version names it.
    const name = `${line.agreement}\0${line.milestone}`
    const known = byName.get(name)
    if (known) known.push({ line, versions })
    else byName.set(name, [{ line, versions }])
  }
  const found = new Map<string, Milestone[]>()
  for (const lines of byName.values()) {
    const { agreement, milestone: name } = (lines[0] as { line: DeliveryLine }).line
    const reports = lines.flatMap(({ versions }) => accountOf(versions)).sort((a, b) => b.at - a.at || b.recordedAt - a.recordedAt || b.position - a.position)
    const told = lines.map(({ line: { source, key } }) => ({ source, key })).sort((a, b) => order(a.source, b.source) || order(a.key, b.key))
    const milestone = { agreement, name, lines: told, reports, plans: plansOf(lines.flatMap(({ versions }) => versions)) }
    found.set(agreement, [...(found.get(agreement) ?? []), milestone])
  }
  return found
}

/** The versions in the order in which they hold over each other, without those before the last retraction. */
function sinceRetraction(versions: readonly Version[]): Version[] {
  const inOrder = [...versions].sort((a, b) => (outranks(b, a) ? -1 : 1))
  return inOrder.slice(inOrder.findLastIndex(({ line }) => isRetraction(line)) + 1)
}

/** When the words of a version begin to be true. */
function speaksFrom({ line: any, recordedAt }: Version): Instant {
  const line = any as DeliveryLine
  if (line.at !== null) return line.at
  if (line.done !== null) return line.done * MS_PER_DAY
  return line.actualMinor === null ? Number.NEGATIVE_INFINITY : dayOf(recordedAt) * MS_PER_DAY - 1
}

function accountOf(versions: readonly Version[]): Report[] {
  const kept: Report[] = []
  let before = Number.POSITIVE_INFINITY
  for (const version of [...versions].reverse()) {
    const at = speaksFrom(version)
    if (at >= before) continue
    kept.push({ at, recordedAt: version.recordedAt, position: version.position, line: version.line as DeliveryLine, holds: kept.length === 0 })
    before = at
  }
  return kept
}

function plansOf(versions: readonly Version[]): MilestonePlan[] {
  const plans: MilestonePlan[] = []
  for (const { line: any, recordedAt } of [...versions].sort((a, b) => a.recordedAt - b.recordedAt || a.position - b.position)) {
    const { plannedMinor, due, source } = any as DeliveryLine
    const last = plans.at(-1)
    // What is not said stays as it was: a report of cost need not repeat the plan.
    const next = { recordedAt, source, plannedMinor: plannedMinor ?? last?.plannedMinor ?? null, due: due ?? last?.due ?? null }
    if ((next.plannedMinor !== null || next.due !== null) && (last === undefined || last.plannedMinor !== next.plannedMinor || last.due !== next.due)) plans.push(next)
  }
  return plans
}

/** How a milestone stood at the beginning of day `to`. What is planned is what was planned then; a plan that only later words tell counts as if it had been there. */
export function stateAt({ name, reports }: Milestone, to: Day): MilestoneState {
  const then = asOf(reports, to)
  const plan = <T>(of: (line: DeliveryLine) => T | null): DeliveryLine | null => (then.find(({ line }) => of(line) !== null) ?? reports.findLast(({ line }) => of(line) !== null))?.line ?? null
  const planned = plan(({ plannedMinor }) => plannedMinor)
  const spent = then.find(({ line }) => line.actualMinor !== null)?.line ?? null
  const done = reports.find(({ line, holds }) => holds && line.done !== null)?.line.done ?? null
  return {
    name, plannedMinor: planned?.plannedMinor ?? null, actualMinor: spent?.actualMinor ?? null, currency: planned?.currency ?? spent?.currency ?? null, actualCurrency: spent?.currency ?? null,
    due: plan(({ due }) => due)?.due ?? null, done: done === null || done >= to ? null : done,
  }
}

/** Of each line the newest words that were true before a day, the newest first. */
function asOf(reports: readonly Report[], to: Day): readonly Report[] {
  const lines = new Set<string>()
  return reports.filter(({ at, line }) => {
    if (at >= to * MS_PER_DAY || lines.has(identityOf(line))) return false
    lines.add(identityOf(line))
    return true
  })
}

/** The days on which something about a milestone changes: planned, done, told. */
export function daysOf({ reports }: Milestone): Day[] {
  return reports.flatMap(({ at, line: { due, done } }) => [due, done, Number.isFinite(at) ? Math.floor(at / MS_PER_DAY) : null]).filter((day) => day !== null)
}
