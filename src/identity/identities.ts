import { isJunk, isSharedMailbox, isUnique, kindOfIdentifier } from '../base/identifier.ts'
import type { PartyKind } from '../base/lists.ts'
import type { Instant } from '../base/day.ts'
import type { LinkLine, PartyLine, SameOverride } from '../evidence/line.ts'
import { Components, type JoinRefusal, MACHINE, ORGANIZATION, PERSON } from './components.ts'
import type { Dictionary } from './dictionary.ts'

const KIND_BITS: Readonly<{ [kind in PartyKind]: number }> = { person: PERSON, organization: ORGANIZATION, machine: MACHINE }

export function kindBits(identifier: string): number {
  const kind = kindOfIdentifier(identifier)
  return kind === null ? 0 : KIND_BITS[kind]
}

/** When a line first spoke: lines join in this order, and a correction keeps the place of the first version. */
export interface Place {
  readonly recordedAt: Instant
  readonly position: number
}

export function comesBefore(a: Place, b: Place): boolean {
  return a.recordedAt === b.recordedAt ? a.position < b.position : a.recordedAt < b.recordedAt
}

/** A party, link or same/not-same line that holds, with its place in the order of joining. */
export interface Joining {
  readonly place: Place
  /** When the version that holds was learned: of what was said by hand the newest holds. */
  readonly held: Place
  readonly line: PartyLine | LinkLine | SameOverride
}

/** What became of a line that joins: for the review queue and for the history of a party. */
export interface Joined {
  readonly joining: Joining
  readonly identifiers: readonly number[]
  readonly refusal: JoinRefusal | null
}

/** What an identifier's text says, worked out once: its namespace's kind in the lowest three bits, then these. */
const KIND_MASK = PERSON | ORGANIZATION | MACHINE
const JUNK = 8
const SHARED = 16
const UNIQUE = 32

function flagsOf(identifier: string): number {
  if (isJunk(identifier)) return JUNK
  return kindBits(identifier) | (isSharedMailbox(identifier) ? SHARED : 0) | (isUnique(identifier) ? UNIQUE : 0)
}

interface JoinSet {
  readonly identifiers: readonly number[]
  readonly kinds: number
}

/** Who is who: identifiers joined into parties, in the order of what was said. */
export class Identities {
  readonly dictionary: Dictionary
  readonly components: Components
  readonly history: Joined[] = []
  #flags: Uint8Array

  constructor(dictionary: Dictionary, components = new Components(), flags = new Uint8Array(1024)) {
    this.dictionary = dictionary
    this.components = components
    this.#flags = flags
    this.grow()
  }

  /** Takes up identifiers that the dictionary has learned since. */
  grow(): void {
    const { size, texts } = this.dictionary
    const from = this.components.size + 1
    if (size < from) return
    if (size >= this.#flags.length) {
      const wider = new Uint8Array(Math.max(size + 1, 2 * this.#flags.length))
      wider.set(this.#flags)
      this.#flags = wider
    }
    const flags = this.#flags
    for (let identifier = from; identifier <= size; identifier += 1) flags[identifier] = flagsOf(texts[identifier] as string)
    this.components.grow(
      size,
      (identifier) => (flags[identifier] as number) & KIND_MASK,
      (identifier) => ((flags[identifier] as number) & UNIQUE) !== 0,
    )
  }

  /** The sets that a line joins, without junk and shared mailboxes: of a party line those of its kind, of a link line with several kinds each kind in itself. */
  #setsToJoin(line: PartyLine | LinkLine, numbers: readonly number[]): JoinSet[] {
    const flags = this.#flags
    const usable = numbers.filter((number) => ((flags[number] as number) & (JUNK | SHARED)) === 0)
    if (line.type === 'party') {
      const kinds = KIND_BITS[line.kind]
      const ofKind = usable.filter((number) => (((flags[number] as number) & KIND_MASK) | kinds) === kinds)
      return ofKind.length === 0 ? [] : [{ identifiers: ofKind, kinds }]
    }
    let named = 0
    for (const number of usable) named |= (flags[number] as number) & KIND_MASK
    if ((named & (named - 1)) === 0) return usable.length < 2 ? [] : [{ identifiers: usable, kinds: 0 }]
    return [PERSON, ORGANIZATION, MACHINE].map((kind) => ({ identifiers: usable.filter((number) => ((flags[number] as number) & KIND_MASK) === kind), kinds: 0 }))
      .filter(({ identifiers }) => identifiers.length > 1)
  }

  /** Joins everything anew: what was said by hand first, then the lines in their order. */
  static resolve(dictionary: Dictionary, joinings: readonly Joining[]): Identities {
    const identities = new Identities(dictionary)
    const ordered = inOrder(joinings) ? joinings : [...joinings].sort((a, b) => (comesBefore(a.place, b.place) ? -1 : 1))
    identities.#byHand(ordered)
    for (const joining of ordered) if (joining.line.type !== 'override') identities.join(joining)
    return identities
  }

  /**
   * The same with other words by hand. Only what these words name is joined anew, with all that lines, joined or refused, lead to from there: everything else cannot change.
   * `aloneIn` gives the lines that name one identifier only. Cost: a copy of the components, a few passes over the history, and the lines joined anew.
   */
  supposing(named: readonly number[], byHand: readonly Joining[], aloneIn: (identifier: number) => Iterable<Joining>): { readonly identities: Identities; readonly replayed: readonly number[] } {
    const marked = new Uint8Array(this.components.size + 1)
    for (const identifier of named) if (identifier < marked.length) marked[identifier] = 1
    const again = new Set<Joining>()
    for (let spread = named.length > 0; spread; ) {
      spread = false
      for (const { identifiers, joining } of this.history) {
        if (!identifiers.some((identifier) => marked[identifier] === 1)) continue
        if (joining.line.type !== 'override') again.add(joining)
        for (const identifier of identifiers) {
          if (marked[identifier] === 1) continue
          marked[identifier] = 1
          spread = true
        }
      }
    }
    const flags = this.#flags
    const kindsOf = (identifier: number): number => (flags[identifier] as number) & KIND_MASK
    const components = this.components.withAlone(marked, kindsOf, (identifier) => ((flags[identifier] as number) & UNIQUE) !== 0)
    const identities = new Identities(this.dictionary, components, flags.slice())
    const replayed: number[] = []
    for (let identifier = 1; identifier < marked.length; identifier += 1) {
      if (marked[identifier] !== 1) continue
      replayed.push(identifier)
      for (const joining of aloneIn(identifier)) again.add(joining)
    }
    for (const identifier of named) if (identifier >= marked.length) replayed.push(identifier)
    const isMarked = (id: string): boolean => marked[this.dictionary.find(id)] === 1 || this.dictionary.find(id) >= marked.length
    identities.#byHand(byHand.filter(({ line }) => line.ids.some(isMarked)))
    for (const joining of [...again].sort((a, b) => (comesBefore(a.place, b.place) ? -1 : 1))) identities.join(joining)
    return { identities, replayed }
  }

  /** Of what was said by hand about a pair the newest holds. */
  #byHand(ordered: readonly Joining[]): void {
    const newest = new Map<string, { joining: Joining; line: SameOverride }>()
    for (const joining of ordered) {
      if (joining.line.type !== 'override') continue
      const pair = [...joining.line.ids].sort().join('\0')
      const known = newest.get(pair)
      if (!known || comesBefore(known.joining.held, joining.held)) newest.set(pair, { joining, line: joining.line })
    }
    const pairs = [...newest.values()].map(({ joining, line }) => ({ joining, line, pair: line.ids.map((id) => this.dictionary.number(id)) }))
    this.grow()
    for (const { line, pair } of pairs) if (line.fact === 'not-same' && pair[0] !== pair[1]) this.components.keepApart(pair[0] as number, pair[1] as number)
    for (const { joining, line, pair } of pairs) {
      if (line.fact === 'same') this.history.push({ joining, identifiers: pair, refusal: this.components.join(pair, 0, true) })
    }
  }

  /** Joins what one line says, after all lines before it. Returns true if any component changed. */
  join(joining: Joining): boolean {
    const line = joining.line
    if (line.type === 'override') throw new Error('what is said by hand is joined before all lines')
    const named = line.ids.map((id) => this.dictionary.number(id))
    this.grow()
    let changed = false
    for (const { identifiers, kinds } of this.#setsToJoin(line, named)) {
      const before = identifiers.map((number) => this.components.root(number))
      const refusal = this.components.join(identifiers, kinds)
      if (identifiers.length > 1 || refusal) this.history.push({ joining, identifiers, refusal })
      if (!refusal && before.some((root) => root !== before[0])) changed = true
    }
    return changed
  }

  /** The number of the party that an identifier belongs to; 0 for none. */
  party(identifier: number): number {
    return identifier === 0 ? 0 : this.components.root(identifier)
  }

  kind(party: number): PartyKind | null {
    const kinds = this.components.kinds(party)
    if (kinds & ORGANIZATION) return 'organization'
    if (kinds & PERSON) return 'person'
    return kinds & MACHINE ? 'machine' : null
  }

  /** A party's identifiers, sorted. */
  identifiers(party: number): string[] {
    return this.components.members(party).map((member) => this.dictionary.text(member)).sort()
  }
}

function inOrder(joinings: readonly Joining[]): boolean {
  for (let place = 1; place < joinings.length; place += 1) {
    if (!comesBefore((joinings[place - 1] as Joining).place, (joinings[place] as Joining).place)) return false
  }
  return true
}
