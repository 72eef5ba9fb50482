import type { Instant } from '../base/day.ts'
import type { KeptLine, VersionRules } from '../db/record.ts'
import { sameBody } from './body.ts'

/** What decides which of several versions of one piece of evidence holds. */
export interface Version {
  /** From sources that deliver out of order; null ranks below every number. */
  readonly version: number | null
  readonly recordedAt: Instant
  /** Grows with arrival: a position in the record, or a place in a list. */
  readonly arrival: number
}

/** Positive if `a` holds before `b`: the greater version, then the later recordedAt, then the later arrival. */
export function holds(a: Version, b: Version): number {
  const byVersion = (a.version ?? Number.NEGATIVE_INFINITY) - (b.version ?? Number.NEGATIVE_INFINITY)
  // Two absent versions give NaN, which is equal.
  return byVersion || a.recordedAt - b.recordedAt || a.arrival - b.arrival
}

/** The version that holds among those that count (known by then, not of an import undone by then); null if none counts. */
export function holdingAmong<V extends Version>(versions: Iterable<V>, counts: (version: V) => boolean = () => true): V | null {
  let best: V | null = null
  for (const version of versions) if (counts(version) && (best === null || holds(version, best) > 0)) best = version
  return best
}

/** The place of the version that holds among all, in order of arrival; -1 for none. Undone imports are not known here. */
export function holding(versions: readonly KeptLine[]): number {
  return holdingAmong(versions.map((kept, arrival) => ({ version: versionIn(kept.body), recordedAt: kept.recordedAt, arrival })))?.arrival ?? -1
}

/** For the record: it keeps lines without knowing what they say. */
export const versionRules: VersionRules = { holding, same: sameBody }

function versionIn(body: string): number | null {
  // Few lines carry a version, and most bodies need not be parsed to see that.
  if (!body.includes('"version"')) return null
  const { version } = JSON.parse(body) as { readonly version?: unknown }
  return typeof version === 'number' ? version : null
}
