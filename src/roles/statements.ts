import type { Instant } from '../base/day.ts'
import { isRetraction, type Line, type Statement, type UndoLine } from '../evidence/line.ts'
import type { Place } from '../identity/identities.ts'

/** One version of a line that is not usage, as the record keeps it. */
export interface Version {
  readonly line: Line
  readonly recordedAt: Instant
  readonly position: number
}

/** What holds of one line: the version, and the place of the first version known. */
export interface Held {
  readonly line: Statement
  readonly place: Place
  readonly held: Version
}

export function identityOf(line: { readonly type: string; readonly source: string; readonly key: string }): string {
  return `${line.type}\0${line.source}\0${line.key}`
}

/** True if version b holds over version a: the greater `version`, then the later learned, then the later arrived. */
export function outranks(b: Version, a: Version): boolean {
  const versionA = a.line.version ?? Number.NEGATIVE_INFINITY
  const versionB = b.line.version ?? Number.NEGATIVE_INFINITY
  if (versionA !== versionB) return versionB > versionA
  if (a.recordedAt !== b.recordedAt) return b.recordedAt > a.recordedAt
  return b.position > a.position
}

/** The version that holds among those known at a time, and the first of them; null if none is known or it is a retraction. */
export function holds(versions: readonly Version[], knownAt: Instant, undone: ReadonlySet<string>): Held | null {
  let best: Version | null = null
  let first: Version | null = null
  for (const version of versions) {
    if (version.recordedAt > knownAt || (version.line.import !== null && undone.has(version.line.import))) continue
    if (best === null || outranks(version, best)) best = version
    if (first === null || version.recordedAt < first.recordedAt || (version.recordedAt === first.recordedAt && version.position < first.position)) first = version
  }
  if (best === null || first === null || isRetraction(best.line)) return null
  return { line: best.line, place: { recordedAt: first.recordedAt, position: first.position }, held: best }
}

/** Lines written on the page or the command line by a person carry this source. */
export const BY_HAND = 'by-hand'

/** All versions of all lines but usage, in memory. Most lines have one version only, and are kept without a list. */
export class Statements {
  readonly #versions = new Map<string, Version | Version[]>()
  readonly #undoLines = new Set<string>()
  readonly #words = new Set<string>()
  /** Grows with every version taken in: who keeps what was worked out from statements knows by it whether anything is new. */
  changes = 0

  get size(): number {
    return this.#versions.size
  }

  versions(identity: string): readonly Version[] {
    const found = this.#versions.get(identity)
    return found === undefined ? [] : Array.isArray(found) ? found : [found]
  }

  add(version: Version): string {
    const identity = identityOf(version.line)
    const found = this.#versions.get(identity)
    if (found === undefined) this.#versions.set(identity, version)
    else if (Array.isArray(found)) found.push(version)
    else this.#versions.set(identity, [found, version])
    if (version.line.type === 'undo') this.#undoLines.add(identity)
    else if (version.line.type === 'override' || (version.line.type === 'staff' && version.line.source === BY_HAND)) this.#words.add(identity)
    this.changes += 1
    return identity
  }

  /** The versions of each word by hand, retractions too: overrides, and staff lines that a person wrote here. */
  *wordsByHand(): Generator<readonly Version[]> {
    for (const identity of this.#words) yield this.versions(identity)
  }

  /** The versions of all undo lines. */
  *undoes(): Generator<Version> {
    for (const identity of this.#undoLines) yield* this.versions(identity)
  }

  /** The undo lines by source and key, each with what it undoes; null where it was taken back. */
  *undoLines(): Generator<readonly [name: string, undone: string | null]> {
    for (const identity of this.#undoLines) {
      const [version] = this.versions(identity)
      const held = holds(this.versions(identity), Number.POSITIVE_INFINITY, new Set())
      if (version) yield [`${version.line.source}\0${version.line.key}`, held ? (held.line as UndoLine).undone : null]
    }
  }

  /** The imports that are undone as known at a time. An undo can itself be retracted. */
  undone(knownAt: Instant): Set<string> {
    const undone = new Set<string>()
    for (const identity of this.#undoLines) {
      const held = holds(this.versions(identity), knownAt, new Set())
      if (held) undone.add((held.line as UndoLine).undone)
    }
    return undone
  }

  /** Every version of every line, in no order. */
  *all(): Generator<Version> {
    for (const entry of this.#versions.values()) {
      if (Array.isArray(entry)) yield* entry
      else yield entry
    }
  }

  /** All that holds as known at a time. */
  *held(knownAt: Instant): Generator<Held> {
    const undone = this.undone(knownAt)
    const one: Version[] = []
    for (const entry of this.#versions.values()) {
      if (Array.isArray(entry)) {
        const held = holds(entry, knownAt, undone)
        if (held) yield held
      } else {
        one[0] = entry
        const held = holds(one, knownAt, undone)
        if (held) yield held
      }
    }
  }
}
