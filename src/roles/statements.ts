import { mixed, slotsFor, widened } from '../base/columns.ts'
import type { Instant } from '../base/day.ts'
import { isRetraction, type Line, type LineType, type Statement, type UndoLine } from '../evidence/line.ts'
import { Dictionary } from '../identity/dictionary.ts'
import type { JoiningWay, Place } from '../identity/identities.ts'
import { type CellWords, cellsOf, idsIn, IMPORT, isInferredIn, isJsonIn, isRetractionIn, KEY, lineIn, membershipIn, OWN, partyKindIn, SOURCE, TYPE, typeIn, typeNumber, versionIn } from './line-cells.ts'

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
  return { line: best.line, place: first, held: best }
}

/** Lines written on the page or the command line by a person carry this source. */
export const BY_HAND = 'by-hand'
/** The keys of party lines by which a person gave somebody a name begin so. */
export const NAMES = 'name-'

/** A version that stands in cells: the line is read when it is asked for. */
class StoredVersion implements Version {
  readonly #statements: Statements
  readonly row: number

  constructor(statements: Statements, row: number) {
    this.#statements = statements
    this.row = row
  }

  get line(): Line { return this.#statements.line(this.row) }
  get recordedAt(): Instant { return this.#statements.recordedAt(this.row) }
  get position(): number { return this.#statements.position(this.row) }
}

/** What holds of one line that stands in cells; of party and link lines also what identities ask for, without reading the line. */
export class StoredHeld implements Held {
  readonly statements: Statements
  readonly row: number
  readonly firstRow: number

  constructor(statements: Statements, row: number, firstRow: number) {
    this.statements = statements
    this.row = row
    this.firstRow = firstRow
  }

  get line(): Statement { return this.statements.line(this.row) as Statement }
  get place(): Place { return new StoredVersion(this.statements, this.firstRow) }
  get held(): Version { return this.statements.version(this.row) }
  get type(): LineType { return this.statements.type(this.row) }
  get numbers(): Int32Array { return this.statements.ids(this.row) }
  get way(): JoiningWay { return this.statements.way(this.row) }
}

/** What statements are made of, as it is written to disk. */
export interface StatementParts {
  readonly rows: number
  readonly cells: Int32Array
  readonly begins: Int32Array
  readonly recordedAt: Float64Array
  readonly position: Float64Array
}

const NO_LINE: Line | null = null

/**
 * All versions of all lines but usage, in memory: as cells of 32 bits, with texts by number, since a million objects cost ten times as much.
 * Memory: some 90 bytes a line beside its texts. A line is read from its cells in about a microsecond. At most two thousand million cells.
 */
export class Statements {
  readonly #words: CellWords
  #cells: Int32Array = new Int32Array(1024)
  /** Where the cells of each row begin; behind the last row, where the next will. */
  #begins: Int32Array = new Int32Array(1024)
  #recordedAt: Float64Array = new Float64Array(1024)
  #position: Float64Array = new Float64Array(1024)
  /** The next version of the same line + 1; 0 for none. */
  #next: Int32Array = new Int32Array(1024)
  /** First versions + 1, by type, source and key; 0 is a free slot. */
  #slots: Int32Array = new Int32Array(1024)
  #rows = 0
  #lines = 0
  readonly #undoLines = new Set<number>()
  readonly #byHand = new Set<number>()
  /** The number of the source of words by hand, and how many texts there were when it was looked for. */
  #byHandAt = { texts: -1, number: 0 }
  /** Versions that were asked for: asked again they are the same objects. */
  readonly #versions = new Map<number, StoredVersion>()
  #lastRow = -1
  #lastLine = NO_LINE
  /** Grows with every version taken in: who keeps what was worked out from statements knows by it whether anything is new. */
  changes = 0

  constructor(identifiers: Dictionary, texts = new Dictionary()) {
    this.#words = { identifiers, texts }
  }

  /** Takes up what was written to disk; the arrays may have room behind it. */
  static from(parts: StatementParts, identifiers: Dictionary, texts: Dictionary): Statements {
    const statements = new Statements(identifiers, texts)
    statements.#cells = parts.cells
    statements.#begins = parts.begins
    statements.#recordedAt = parts.recordedAt
    statements.#position = parts.position
    statements.#rows = parts.rows
    statements.#next = new Int32Array(statements.#rows)
    statements.#slots = new Int32Array(slotsFor(statements.#rows))
    for (let row = 0; row < statements.#rows; row += 1) statements.#file(row)
    statements.changes = statements.#rows
    return statements
  }

  /** What is here now; later lines alter nothing of it. */
  parts(): StatementParts & { readonly texts: Dictionary } {
    const rows = this.#rows
    return {
      rows, cells: this.#cells.subarray(0, this.#begins[rows]), begins: this.#begins.subarray(0, rows + 1), recordedAt: this.#recordedAt.subarray(0, rows), position: this.#position.subarray(0, rows), texts: this.#words.texts,
    }
  }

  /** Lines, however many versions they have. */
  get size(): number {
    return this.#lines
  }

  line(row: number): Line {
    if (row === this.#lastRow && this.#lastLine) return this.#lastLine
    const line = lineIn(this.#cells, this.#begins[row] as number, this.#words)
    this.#lastRow = row
    this.#lastLine = line
    return line
  }

  recordedAt(row: number): Instant {
    return this.#recordedAt[row] as number
  }

  position(row: number): number {
    return this.#position[row] as number
  }

  type(row: number): LineType {
    return typeIn(this.#cells, this.#begins[row] as number)
  }

  source(row: number): string {
    return this.#words.texts.text(this.#cells[(this.#begins[row] as number) + SOURCE] as number)
  }

  key(row: number): string {
    return this.#words.texts.text(this.#cells[(this.#begins[row] as number) + KEY] as number)
  }

  /** Numbers of the identifiers that a party or link line names. */
  ids(row: number): Int32Array {
    return idsIn(this.#cells, this.#begins[row] as number)
  }

  way(row: number): JoiningWay {
    const at = this.#begins[row] as number
    return typeIn(this.#cells, at) === 'party' ? partyKindIn(this.#cells, at, this.#words) : isInferredIn(this.#cells, at) ? 'guess' : 'link'
  }

  membership(row: number): ReturnType<typeof membershipIn> {
    return membershipIn(this.#cells, this.#begins[row] as number, this.#words)
  }

  version(row: number): Version {
    const known = this.#versions.get(row)
    if (known) return known
    const version = new StoredVersion(this, row)
    this.#versions.set(row, version)
    return version
  }

  versions(identity: string): readonly Version[] {
    const [type, source, key] = identity.split('\0') as [LineType, string, string]
    const { texts } = this.#words
    const [sourceNumber, keyNumber] = [texts.find(source), texts.find(key)]
    if (sourceNumber === 0 || keyNumber === 0) return []
    const found: Version[] = []
    for (let row = (this.#slots[this.#slotOf(typeNumber(type), sourceNumber, keyNumber)] as number) - 1; row >= 0; row = (this.#next[row] as number) - 1) found.push(this.version(row))
    return found
  }

  /** The slot of the first version of a line, or the free one where it would stand. */
  #slotOf(type: number, source: number, key: number): number {
    const mask = this.#slots.length - 1
    let slot = mixed(mixed(mixed(0, type), source), key) & mask
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      const at = this.#begins[known - 1] as number
      if (this.#cells[at + KEY] === key && this.#cells[at + SOURCE] === source && ((this.#cells[at + TYPE] as number) & 63) === type) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  add(version: Version): string {
    const { line, recordedAt, position } = version
    const cells = cellsOf(line, this.#words)
    const row = this.#rows
    const begin = this.#begins[row] as number
    this.#cells = widened(this.#cells, begin + cells.length)
    this.#cells.set(cells, begin)
    this.#begins = widened(this.#begins, row + 2)
    this.#begins[row + 1] = begin + cells.length
    this.#recordedAt = widened(this.#recordedAt, row + 1)
    this.#recordedAt[row] = recordedAt
    this.#position = widened(this.#position, row + 1)
    this.#position[row] = position
    this.#next = widened(this.#next, row + 1)
    this.#rows += 1
    this.#file(row)
    this.changes += 1
    return identityOf(line)
  }

  #file(row: number): void {
    const at = this.#begins[row] as number
    const type = (this.#cells[at + TYPE] as number) & 63
    const slot = this.#slotOf(type, this.#cells[at + SOURCE] as number, this.#cells[at + KEY] as number)
    const first = (this.#slots[slot] as number) - 1
    this.#next[row] = 0
    if (first >= 0) {
      let last = first
      while (this.#next[last] !== 0) last = (this.#next[last] as number) - 1
      this.#next[last] = row + 1
      this.#mark(first, type)
      return
    }
    this.#slots[slot] = row + 1
    this.#lines += 1
    this.#mark(row, type)
    if (slotsFor(this.#lines) > this.#slots.length) this.#widenSlots()
  }

  /** Undo lines and words by hand are asked for as such. */
  #mark(first: number, type: number): void {
    if (type === UNDO) this.#undoLines.add(first)
    else if (type === OVERRIDE || (type === STAFF && this.source(first) === BY_HAND) || (type === PARTY && this.#isByHand(first) && this.key(first).startsWith(NAMES))) this.#byHand.add(first)
  }

  /** Party lines come by the million: the source is compared by its number, which is looked up only after new texts came. */
  #isByHand(row: number): boolean {
    const { texts } = this.#words
    if (this.#byHandAt.number === 0 && this.#byHandAt.texts !== texts.size) this.#byHandAt = { texts: texts.size, number: texts.find(BY_HAND) }
    return this.#byHandAt.number !== 0 && this.#cells[(this.#begins[row] as number) + SOURCE] === this.#byHandAt.number
  }

  #widenSlots(): void {
    const firsts = this.#slots.filter((slot) => slot !== 0)
    this.#slots = new Int32Array(slotsFor(this.#lines))
    for (const first of firsts) {
      const at = this.#begins[first - 1] as number
      this.#slots[this.#slotOf((this.#cells[at + TYPE] as number) & 63, this.#cells[at + SOURCE] as number, this.#cells[at + KEY] as number)] = first
    }
  }

  #versionsFrom(first: number): Version[] {
    const found: Version[] = []
    for (let row = first; row >= 0; row = (this.#next[row] as number) - 1) found.push(this.version(row))
    return found
  }

  /** The versions of each word by hand, retractions too: overrides, and staff lines and names that a person wrote here. */
  *wordsByHand(): Generator<readonly Version[]> {
    for (const first of this.#byHand) yield this.#versionsFrom(first)
  }

  /** The versions of all undo lines. */
  *undoes(): Generator<Version> {
    for (const first of this.#undoLines) yield* this.#versionsFrom(first)
  }

  /** The undo lines by source and key, each with what it undoes; null where it was taken back. */
  *undoLines(): Generator<readonly [name: string, undone: string | null]> {
    for (const first of this.#undoLines) {
      const versions = this.#versionsFrom(first)
      const held = holds(versions, Number.POSITIVE_INFINITY, new Set())
      yield [`${this.source(first)}\0${this.key(first)}`, held ? (held.line as UndoLine).undone : null]
    }
  }

  /** The imports that are undone as known at a time. An undo can itself be retracted. */
  undone(knownAt: Instant): Set<string> {
    const undone = new Set<string>()
    for (const first of this.#undoLines) {
      const held = holds(this.#versionsFrom(first), knownAt, new Set())
      if (held) undone.add((held.line as UndoLine).undone)
    }
    return undone
  }

  /** Every version of every line, in order of arrival. */
  *all(): Generator<Version> {
    for (let row = 0; row < this.#rows; row += 1) yield new StoredVersion(this, row)
  }

  /** Every version of every line of some types, in order of arrival. */
  *ofTypes(...types: readonly LineType[]): Generator<Version> {
    const wanted = new Set(types)
    for (let row = 0; row < this.#rows; row += 1) if (wanted.has(this.type(row))) yield new StoredVersion(this, row)
  }

  /**
   * The versions in whose cells one of these identifiers may stand, in order of arrival: who asks reads them to be sure. Lines that are kept as JSON are among them always.
   * Cost: a look at all cells, 0.1 s at a million parties, where reading all lines takes seconds.
   */
  *mayName(identifiers: Iterable<number>): Generator<Version> {
    const marked = new Uint8Array(this.#words.identifiers.size + 1)
    for (const identifier of identifiers) if (identifier > 0 && identifier < marked.length) marked[identifier] = 1
    const cells = this.#cells
    for (let row = 0; row < this.#rows; row += 1) {
      const begin = this.#begins[row] as number
      const end = this.#begins[row + 1] as number
      let found = isJsonIn(cells, begin)
      for (let at = begin + OWN; at < end && !found; at += 1) found = marked[cells[at] as number] === 1
      if (found) yield new StoredVersion(this, row)
    }
  }

  /** Calls back with every version learned after a time and not after another: where it comes from, and whether another version of its line was known before. */
  eachLearned(since: Instant, until: Instant, visit: (version: { readonly type: LineType; readonly source: string; readonly import: string | null; readonly recordedAt: Instant; readonly isRetraction: boolean; readonly wasKnown: boolean }) => void): void {
    for (let row = 0; row < this.#rows; row += 1) {
      const recordedAt = this.#recordedAt[row] as number
      if (recordedAt <= since || recordedAt > until) continue
      const begin = this.#begins[row] as number
      const from = this.#cells[begin + IMPORT] as number
      visit({
        type: this.type(row), source: this.source(row), import: from === 0 ? null : this.#words.texts.text(from), recordedAt, isRetraction: isRetractionIn(this.#cells, begin), wasKnown: this.#isKnownAt(begin, since),
      })
    }
  }

  /** True if some version of the line whose cells begin here was known at a time. */
  #isKnownAt(begin: number, time: Instant): boolean {
    const cells = this.#cells
    const slot = this.#slotOf((cells[begin + TYPE] as number) & 63, cells[begin + SOURCE] as number, cells[begin + KEY] as number)
    for (let row = (this.#slots[slot] as number) - 1; row >= 0; row = (this.#next[row] as number) - 1) if ((this.#recordedAt[row] as number) <= time) return true
    return false
  }

  /** Calls back with source and type of every version known at a time, those of undone imports left out. */
  eachKnown(knownAt: Instant, visit: (source: string, type: LineType, recordedAt: Instant) => void): void {
    const counts = this.#counting(knownAt)
    for (let row = 0; row < this.#rows; row += 1) if (counts(row)) visit(this.source(row), this.type(row), this.#recordedAt[row] as number)
  }

  /** Says of a row whether its version counts at a time. */
  #counting(knownAt: Instant): (row: number) => boolean {
    const undone = new Set([...this.undone(knownAt)].map((name) => this.#words.texts.find(name)))
    undone.delete(0)
    return (row) => (this.#recordedAt[row] as number) <= knownAt && (undone.size === 0 || !undone.has(this.#cells[(this.#begins[row] as number) + IMPORT] as number))
  }

  /** What holds of one line as known at a time; null if nothing does. */
  heldOf(identity: string, knownAt: Instant): StoredHeld | null {
    const [version] = this.versions(identity) as readonly StoredVersion[]
    return version === undefined ? null : this.#heldFrom(version.row, this.#counting(knownAt))
  }

  #heldFrom(first: number, counts: (row: number) => boolean): StoredHeld | null {
    let best = -1
    let earliest = -1
    for (let row = first; row >= 0; row = (this.#next[row] as number) - 1) {
      if (!counts(row)) continue
      if (best < 0 || this.#outranks(row, best)) best = row
      if (earliest < 0 || (this.#recordedAt[row] as number) < (this.#recordedAt[earliest] as number)
        || (this.#recordedAt[row] === this.#recordedAt[earliest] && (this.#position[row] as number) < (this.#position[earliest] as number))) earliest = row
    }
    return best < 0 || isRetractionIn(this.#cells, this.#begins[best] as number) ? null : new StoredHeld(this, best, earliest)
  }

  #outranks(b: number, a: number): boolean {
    const version = (row: number): number => versionIn(this.#cells, this.#begins[row] as number, this.#words) ?? Number.NEGATIVE_INFINITY
    const [versionA, versionB] = [version(a), version(b)]
    if (versionA !== versionB) return versionB > versionA
    if (this.#recordedAt[a] !== this.#recordedAt[b]) return (this.#recordedAt[b] as number) > (this.#recordedAt[a] as number)
    return (this.#position[b] as number) > (this.#position[a] as number)
  }

  /** All that holds as known at a time, in order of arrival. */
  *held(knownAt: Instant): Generator<StoredHeld> {
    const counts = this.#counting(knownAt)
    const later = new Uint8Array(this.#rows)
    for (let row = 0; row < this.#rows; row += 1) {
      if (this.#next[row] !== 0) later[(this.#next[row] as number) - 1] = 1
      if (later[row] === 1) continue
      const held = this.#heldFrom(row, counts)
      if (held) yield held
    }
  }
}

const UNDO = typeNumber('undo')
const OVERRIDE = typeNumber('override')
const STAFF = typeNumber('staff')
const PARTY = typeNumber('party')
