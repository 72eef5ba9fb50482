import type { Instant } from '../base/day.ts'
import type { KeptLine, VersionRules } from '../db/record.ts'
import { sameBody } from './body.ts'
import type { Line, UndoLine } from './line.ts'

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

/**
 * What the record needs to know duplicates: the version that holds, where versions of undone imports do not count.
 * The record keeps lines without knowing what they say; it tells of each line taken, and the undo lines are remembered here.
 */
export class UndoAwareRules implements VersionRules {
  readonly #undoneBy = new Map<string, string>()
  readonly same = sameBody

  readonly taken = (line: unknown): void => {
    const { type, source, key } = line as Line
    if (type === 'undo') this.learn(`${source}\0${key}`, 'undone' in (line as Line) ? (line as UndoLine).undone : null)
  }

  /** An undo line says that an import is undone, or takes that back. */
  learn(name: string, undone: string | null): void {
    if (undone === null) this.#undoneBy.delete(name)
    else this.#undoneBy.set(name, undone)
  }

  /** The place of the version that holds, in order of arrival; -1 for none. */
  readonly holding = (versions: readonly KeptLine[]): number => {
    const undone = new Set(this.#undoneBy.values())
    const read = versions.map((kept, arrival) => ({ ...fieldsOf(kept.body), recordedAt: kept.recordedAt, arrival }))
    return holdingAmong(read, (version) => version.import === null || !undone.has(version.import))?.arrival ?? -1
  }
}

/** Most lines carry neither a version nor an import, and need not be parsed to see that. */
function fieldsOf(body: string): { readonly version: number | null; readonly import: string | null } {
  if (!body.includes('"version"') && !body.includes('"import"')) return { version: null, import: null }
  const fields = JSON.parse(body) as { readonly type?: unknown; readonly version?: unknown; readonly import?: unknown }
  return {
    version: typeof fields.version === 'number' ? fields.version : null,
    import: typeof fields.import === 'string' && fields.type !== 'undo' ? fields.import : null,
  }
}

export function versionRules(): UndoAwareRules {
  return new UndoAwareRules()
}
