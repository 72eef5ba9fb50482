import { isJunk, isSharedMailbox, isUnique, kindOfIdentifier, namespaceOf } from '../base/identifier.ts'
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

/** How a line joins: as identifiers of a party of some kind, as a link, as a guess, or by hand. */
export type JoiningWay = PartyKind | 'link' | 'guess' | 'by-hand'

/** A party, link or same/not-same line that holds, with its place in the order of joining. */
export interface Joining {
  readonly place: Place
  /** When the version that holds was learned: of what was said by hand the newest holds. */
  readonly held: Place
  readonly line: PartyLine | LinkLine | SameOverride
  /** What the line says, where that is known without reading it. */
  readonly way?: JoiningWay
  readonly numbers?: ArrayLike<number>
  /** The number of the version that holds, where it has one. */
  readonly row?: number
}

function wayOf(joining: Joining): JoiningWay {
  return joining.way ?? wayIn(joining.line)
}

function wayIn(line: Joining['line']): JoiningWay {
  return line.type === 'override' ? 'by-hand' : line.type === 'party' ? line.kind : line.inferred ? 'guess' : 'link'
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
const DOMAIN = 64

function flagsOf(identifier: string): number {
  if (isJunk(identifier)) return JUNK
  return kindBits(identifier) | (namespaceOf(identifier) === 'domain' ? DOMAIN : 0) | (isSharedMailbox(identifier) ? SHARED : 0) | (isUnique(identifier) ? UNIQUE : 0)
}

interface JoinSet {
  readonly identifiers: readonly number[]
  readonly kinds: number
}

/** A guessed link's identifiers of one kind: those that claim, and the domains that they claim. Of other guesses one of the two is empty. */
interface Guess {
  readonly joining: Joining
  readonly claimants: readonly number[]
  readonly domains: readonly number[]
}

/**
 * Who is who: identifiers joined into parties, in the order of what was said. Guessed links are joined after everything that is stated:
 * a domain goes to the only party that claims it, and to none that it is not stated of. Whoever is joined by statements alone stands in components of its own,
 * so that guesses can be made anew without joining everything anew; without guesses these are the components.
 */
export class Identities {
  readonly dictionary: Dictionary
  /** What lines and words by hand state. */
  #stated: Components
  /** The same with the guesses; null where there are none. */
  #guessed: Components | null = null
  readonly #guesses: Guess[] = []
  /** By domain, as it is stated, the parties that claim it. */
  readonly #claimants = new Map<number, Set<number>>()
  /** Parties that guesses speak of, and those joined since that may alter guesses. */
  readonly #involved = new Set<number>()
  readonly #joinedSince: number[] = []
  #hasOtherGuesses = false
  #isStale = false
  /** What became of every line that is stated, in order; of a line that joined one set the line alone. */
  readonly #history: (Joined | Joining)[] = []
  #guessHistory: Joined[] = []
  #flags: Uint8Array

  constructor(dictionary: Dictionary, components = new Components(), flags = new Uint8Array(1024)) {
    this.dictionary = dictionary
    this.#stated = components
    this.#flags = flags
    this.grow()
  }

  get components(): Components {
    return this.#guessed ?? this.#stated
  }

  /** What became of every line: what is stated, then what is guessed. */
  get history(): readonly Joined[] {
    return [...this.#history.map((entry) => this.#joinedOf(entry)), ...this.#guessHistory]
  }

  /** The same of these identifiers alone. Cost: a look at the numbers of every line, of which only those found are read. */
  historyOf(identifiers: ReadonlySet<number>): readonly Joined[] {
    const names = (numbers: ArrayLike<number>): boolean => {
      for (let place = 0; place < numbers.length; place += 1) if (identifiers.has(numbers[place] as number)) return true
      return false
    }
    const found: Joined[] = []
    for (const entry of this.#history) {
      if (!names('refusal' in entry ? entry.identifiers : (entry.numbers ?? this.#numbersOf(entry)))) continue
      const joined = this.#joinedOf(entry)
      // A line may name what it does not join, such as a shared mailbox.
      if (names(joined.identifiers)) found.push(joined)
    }
    for (const joined of this.#guessHistory) if (names(joined.identifiers)) found.push(joined)
    return found
  }

  /** The lines that joined, one after the other, of a line that joined several sets each; the first identifier is worked out when it is asked for. */
  *joiningLines(): Generator<{ readonly joining: Joining; first(): number }> {
    for (const entry of this.#history) if (!('refusal' in entry && entry.refusal !== null)) yield { joining: 'refusal' in entry ? entry.joining : entry, first: () => this.#joinedOf(entry).identifiers[0] ?? 0 }
    for (const joined of this.#guessHistory) if (joined.refusal === null) yield { joining: joined.joining, first: () => joined.identifiers[0] ?? 0 }
  }

  /** Of these, what was refused. */
  get refusals(): readonly Joined[] {
    const refused: Joined[] = []
    for (const entry of this.#history) if ('refusal' in entry && entry.refusal !== null) refused.push(entry)
    for (const joined of this.#guessHistory) if (joined.refusal !== null) refused.push(joined)
    return refused
  }

  #joinedOf(entry: Joined | Joining): Joined {
    return 'refusal' in entry ? entry : { joining: entry, identifiers: this.#identifiersOf(entry), refusal: null }
  }

  /** The identifiers of a line that joined one set. */
  #identifiersOf(joining: Joining): readonly number[] {
    return this.#setsToJoin(wayOf(joining), this.#numbersOf(joining))[0]?.identifiers ?? []
  }

  #numbersOf(joining: Joining): readonly number[] {
    return joining.numbers ? Array.from(joining.numbers) : joining.line.ids.map((id) => this.dictionary.number(id))
  }

  /** Takes up identifiers that the dictionary has learned since. */
  grow(): void {
    const { size } = this.dictionary
    const from = this.components.size + 1
    if (size < from) return
    if (size >= this.#flags.length) {
      const wider = new Uint8Array(Math.max(size + 1, 2 * this.#flags.length))
      wider.set(this.#flags)
      this.#flags = wider
    }
    const flags = this.#flags
    for (let identifier = from; identifier <= size; identifier += 1) flags[identifier] = flagsOf(this.dictionary.text(identifier))
    for (const components of this.#guessed ? [this.#stated, this.#guessed] : [this.#stated]) {
      components.grow(
        size,
        (identifier) => (flags[identifier] as number) & KIND_MASK,
        (identifier) => ((flags[identifier] as number) & UNIQUE) !== 0,
      )
    }
  }

  /** The sets that a line joins, without junk and shared mailboxes: of a party line those of its kind, of a link line with several kinds each kind in itself. */
  #setsToJoin(way: JoiningWay, numbers: readonly number[]): JoinSet[] {
    const flags = this.#flags
    const usable = numbers.filter((number) => ((flags[number] as number) & (JUNK | SHARED)) === 0)
    if (way !== 'link' && way !== 'guess' && way !== 'by-hand') {
      const kinds = KIND_BITS[way]
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
    const guesses: Joining[] = []
    for (const joining of ordered) {
      const way = wayOf(joining)
      if (way === 'guess') guesses.push(joining)
      else if (way !== 'by-hand') identities.join(joining)
    }
    for (const joining of guesses) identities.#addGuess(joining)
    identities.guessAnew()
    return identities
  }

  /**
   * The same with other words by hand. Only what these words name is joined anew, with all that lines, joined or refused, lead to from there: everything else cannot change.
   * `aloneIn` gives the lines that name one identifier only. Cost: a copy of the components, a few passes over the history, and the lines joined anew.
   */
  supposing(named: readonly number[], byHand: readonly Joining[], aloneIn: (identifier: number) => Iterable<Joining>): { readonly identities: Identities; readonly replayed: readonly number[] } {
    const marked = new Uint8Array(this.#stated.size + 1)
    for (const identifier of named) if (identifier < marked.length) marked[identifier] = 1
    const again = new Set<Joining>()
    for (let spread = named.length > 0; spread; ) {
      spread = false
      for (const entry of this.#history) {
        const { identifiers, joining } = this.#joinedOf(entry)
        if (!identifiers.some((identifier) => marked[identifier] === 1)) continue
        if (wayOf(joining) !== 'by-hand') again.add(joining)
        for (const identifier of identifiers) {
          if (marked[identifier] === 1) continue
          marked[identifier] = 1
          spread = true
        }
      }
    }
    const flags = this.#flags
    const kindsOf = (identifier: number): number => (flags[identifier] as number) & KIND_MASK
    const components = this.#stated.withAlone(marked, kindsOf, (identifier) => ((flags[identifier] as number) & UNIQUE) !== 0)
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
    if (this.#guesses.length === 0) return { identities, replayed }
    for (const guess of this.#guesses) identities.#keepGuess(guess)
    identities.guessAnew()
    return { identities, replayed: [...new Set([...replayed, ...this.#regrouped(identities)])] }
  }

  /** Identifiers of parties that guesses join otherwise in the other identities than in these. */
  #regrouped(other: Identities): Set<number> {
    const found = new Set<number>()
    for (const { claimants, domains } of this.#guesses) {
      for (const identifier of [...claimants, ...domains]) {
        if (sameParty(this.components, other.components, identifier)) continue
        for (const components of [this.components, other.components]) for (const member of components.members(identifier)) found.add(member)
      }
    }
    return found
  }

  /** Of what was said by hand about a pair the newest holds. */
  #byHand(ordered: readonly Joining[]): void {
    const newest = new Map<string, { joining: Joining; line: SameOverride }>()
    for (const joining of ordered) {
      if (wayOf(joining) !== 'by-hand') continue
      const line = joining.line as SameOverride
      const pair = [...line.ids].sort().join('\0')
      const known = newest.get(pair)
      if (!known || comesBefore(known.joining.held, joining.held)) newest.set(pair, { joining, line })
    }
    const pairs = [...newest.values()].map(({ joining, line }) => ({ joining, line, pair: line.ids.map((id) => this.dictionary.number(id)) }))
    this.grow()
    for (const { line, pair } of pairs) if (line.fact === 'not-same' && pair[0] !== pair[1]) this.#stated.keepApart(pair[0] as number, pair[1] as number)
    for (const { joining, line, pair } of pairs) {
      if (line.fact === 'same') this.#history.push({ joining, identifiers: pair, refusal: this.#stated.join(pair, 0, true) })
    }
  }

  /** Joins what one line says, after all lines before it. Returns true if any component changed. What it may alter of guesses waits for `guessAnew`. */
  join(joining: Joining): boolean {
    const way = wayOf(joining)
    if (way === 'by-hand') throw new Error('what is said by hand is joined before all lines')
    const named = this.#numbersOf(joining)
    this.grow()
    if (way === 'guess') return this.#joinGuess(joining)
    let changed = false
    const sets = this.#setsToJoin(way, named)
    for (const { identifiers, kinds } of sets) {
      const stated = this.#stated
      const before = identifiers.map((number) => stated.root(number))
      const kindsBefore = stated.kinds(before[0] as number)
      const refusal = stated.join(identifiers, kinds)
      if (identifiers.length > 1 || refusal) this.#history.push(refusal === null && sets.length === 1 ? joining : { joining, identifiers, refusal })
      if (refusal) continue
      const joinsSome = before.some((root) => root !== before[0])
      if (this.#guessed === null) changed ||= joinsSome
      else if (joinsSome || stated.kinds(stated.root(identifiers[0] as number)) !== kindsBefore) {
        const roots = identifiers.map((number) => (this.#guessed as Components).root(number))
        if (roots.some((root) => this.#involved.has(root))) this.#putOff(identifiers, roots)
        else {
          this.#guessed.join(identifiers, kinds)
          changed ||= joinsSome
        }
      }
    }
    return changed
  }

  // ---- guesses

  /** What is stated has changed under guesses: they are made anew before anybody is asked. */
  #putOff(identifiers: readonly number[], roots: readonly number[]): void {
    this.#isStale = true
    for (const root of roots) this.#involved.add(root)
    this.#joinedSince.push(...identifiers)
  }

  #guessesOf(joining: Joining): Guess[] {
    const named = this.#numbersOf(joining)
    this.grow()
    const isDomain = (identifier: number): boolean => ((this.#flags[identifier] as number) & DOMAIN) !== 0
    return this.#setsToJoin('guess', named).map(({ identifiers }) => ({
      joining, claimants: identifiers.filter((identifier) => !isDomain(identifier)), domains: identifiers.filter(isDomain),
    }))
  }

  #addGuess(joining: Joining): void {
    for (const guess of this.#guessesOf(joining)) this.#keepGuess(guess)
  }

  #keepGuess(guess: Guess): void {
    this.#guesses.push(guess)
    if (guess.claimants.length === 0 || guess.domains.length === 0) this.#hasOtherGuesses = true
    this.#isStale = true
  }

  /**
   * Makes the guesses anew on top of what is stated, where that may have changed them. True if any party is another one now.
   * Cost: a copy of the components (13 bytes an identifier), and two passes over the guesses.
   */
  guessAnew(): boolean {
    if (!this.#isStale) return false
    this.#isStale = false
    const before = this.components
    this.#guessed = this.#stated.copy()
    this.#guessHistory = []
    this.#claimants.clear()
    this.#involved.clear()
    for (const { claimants, domains } of this.#guesses) for (const domain of domains) for (const claimant of claimants) this.#claim(claimant, domain)
    for (const guess of this.#guesses) this.#judge(guess)
    // Guesses that are about no domain come last, and cannot bring together what several claim.
    for (const { joining, claimants, domains } of this.#guesses) {
      if (claimants.length > 0 && domains.length > 0) continue
      const identifiers = [...claimants, ...domains]
      const roots = new Set(identifiers.map((identifier) => this.components.root(identifier)))
      const firms = [...roots].filter((root) => this.components.kinds(root) === ORGANIZATION).length
      this.#guessHistory.push({ joining, identifiers, refusal: firms > 1 ? 'guess-of-two-firms' : this.components.join(identifiers, 0) })
    }
    let changed = false
    const named = this.#guesses.flatMap(({ claimants, domains }) => [...claimants, ...domains])
    for (const identifier of named) {
      this.#involved.add(this.components.root(identifier))
      changed ||= !sameParty(before, this.components, identifier)
    }
    for (const identifier of this.#joinedSince) changed ||= !sameParty(before, this.components, identifier)
    this.#joinedSince.length = 0
    return changed
  }

  /** Why a party cannot have a domain, whoever else claims it: then it is no claim. */
  #whyNotOf(claimant: number, domain: number): JoinRefusal | null {
    const kinds = this.#stated.kinds(this.#stated.root(claimant)) | ORGANIZATION
    if ((kinds & (kinds - 1)) !== 0) return 'two-kinds'
    return this.#stated.areApart(claimant, domain) ? 'not-the-same' : null
  }

  #claim(claimant: number, domain: number): void {
    if (this.#whyNotOf(claimant, domain) !== null) return
    const root = this.#stated.root(domain)
    const claimants = this.#claimants.get(root)
    if (claimants) claimants.add(this.#stated.root(claimant))
    else this.#claimants.set(root, new Set([this.#stated.root(claimant)]))
  }

  /** A domain that is stated together with anything but domains is somebody's. */
  #isOwned(domain: number): boolean {
    const first = this.#stated.root(domain)
    let at = first
    do {
      if (((this.#flags[at] as number) & DOMAIN) === 0) return true
      at = this.#stated.next(at)
    } while (at !== first)
    return false
  }

  /** Joins a guess with each of its domains, once all claims are known. */
  #judge({ joining, claimants, domains }: Guess): void {
    if (claimants.length === 0) return
    for (const domain of domains) {
      const identifiers = [...claimants, domain]
      this.#guessHistory.push({ joining, identifiers, refusal: this.#whyNot(claimants, domain) ?? this.components.join(identifiers, 0) })
    }
  }

  #whyNot(claimants: readonly number[], domain: number): JoinRefusal | null {
    const root = this.#stated.root(domain)
    if (claimants.every((claimant) => this.#stated.root(claimant) === root)) return null
    for (const claimant of claimants) {
      const refusal = this.#whyNotOf(claimant, domain)
      if (refusal !== null) return refusal
    }
    if (this.#isOwned(domain)) return 'stated-of-another'
    return (this.#claimants.get(root)?.size ?? 0) > 1 ? 'several-claim-it' : null
  }

  /** One guess more. Only one that takes a domain from its holder alters what was guessed before: then all guesses are made anew. */
  #joinGuess(joining: Joining): boolean {
    let changed = false
    for (const guess of this.#guessesOf(joining)) {
      const [claimant, domain] = [guess.claimants[0], guess.domains[0]]
      this.#guesses.push(guess)
      if (claimant === undefined || domain === undefined) this.#hasOtherGuesses = true
      this.#guessed ??= this.#stated.copy()
      const guessed = this.#guessed
      const identifiers = [...guess.claimants, ...guess.domains]
      const before = new Set(identifiers.map((identifier) => guessed.root(identifier)))
      const held = domain === undefined ? undefined : this.#claimants.get(this.#stated.root(domain))
      const isTaken = held?.size === 1 && claimant !== undefined && domain !== undefined && !held.has(this.#stated.root(claimant)) && this.#whyNotOf(claimant, domain) === null
      if (this.#isStale || this.#hasOtherGuesses || isTaken || claimant === undefined || domain === undefined || identifiers.length > 2) this.#putOff(identifiers, [...before])
      else {
        this.#claim(claimant, domain)
        this.#judge(guess)
        for (const identifier of identifiers) this.#involved.add(guessed.root(identifier))
        if (before.size > 1 && guessed.root(claimant) === guessed.root(domain)) changed = true
      }
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

function sameParty(a: Components, b: Components, identifier: number): boolean {
  const [one, other] = [a.root(identifier), b.root(identifier)]
  return one === other && a.kinds(one) === b.kinds(other)
}

function inOrder(joinings: readonly Joining[]): boolean {
  for (let place = 1; place < joinings.length; place += 1) {
    if (!comesBefore((joinings[place - 1] as Joining).place, (joinings[place] as Joining).place)) return false
  }
  return true
}
