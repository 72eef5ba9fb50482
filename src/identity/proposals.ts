import { isCalledLike } from './names.ts'
import { soundOf } from './letters.ts'
import { bitsBefore, certaintyOf, compare, type Holders, phoneKey, type Population, type Weighed } from './likeness.ts'
import { birthKey, type Profile } from './profile.ts'

/** Two parties that may be one, with all that speaks for and against. Nothing is joined by it: a person decides. */
export interface Proposal {
  readonly kind: 'same-person' | 'same-organization'
  readonly a: number
  readonly b: number
  /** Log odds; the certainty is made from it. */
  readonly bits: number
  /** 0 to 1: how often a pair like this is one, by the weights. */
  readonly certainty: number
  readonly evidence: readonly Weighed[]
}

/** What too many have in common to be looked at pair by pair. */
export interface Skipped {
  readonly what: string
  readonly value: string
  readonly members: number
}

export interface Proposals {
  /** Best first. */
  readonly proposals: readonly Proposal[]
  readonly skipped: readonly Skipped[]
  /** Pairs that were compared. */
  readonly compared: number
}

/** What is known of a pair beforehand: a line that would have joined them, and was refused. */
export interface Hint {
  readonly a: number
  readonly b: number
  readonly says: string
}

export interface ProposalTerms {
  /** Proposals at most. */
  readonly most?: number
  readonly leastCertainty?: number
  readonly hints?: readonly Hint[]
  /** Why two are said to be two, where a line says so: that one owns the other. */
  readonly saidApart?: (a: number, b: number) => string | null
  /** What lines say of both that speaks against their being one, besides what profiles hold. */
  readonly against?: (a: number, b: number) => readonly Weighed[]
  /** Pairs that were decided by hand. */
  readonly decided?: (a: number, b: number) => boolean
}

const MOST = 2_000
/** Below one in five a card costs more time than it saves. */
const LEAST_CERTAINTY = 0.2
/** A block with more members than this is skipped: pairs grow with the square of it. */
const BLOCK_AT_MOST = 40
const SKIPPED_LISTED = 20
/** A line that names both as one, and could not join them: somebody's system holds them for the same. */
const HINT_BITS = 9
/** A line that says something of both that cannot be said of one. */
const SAID_APART_BITS = -14
/** Work between two rests, in pairs or parties. */
const BETWEEN_RESTS = 500

/**
 * All pairs that may be one party, best first. Only parties are compared that have something telling in common (a block), so the cost grows with the number
 * of parties, at most BLOCK_AT_MOST times the blocks of each. Rests now and then, so that who runs it can do other things.
 */
export function* proposalsAmong(profiles: readonly Profile[], terms: ProposalTerms = {}): Generator<undefined, Proposals> {
  const least = terms.leastCertainty ?? LEAST_CERTAINTY
  const most = terms.most ?? MOST
  const hints = hintsByPlace(profiles, terms.hints ?? [])
  const blocks = new Map<string, number[]>()
  const holders = new Map<string, number>()
  const size = { person: 0, organization: 0 }
  for (let place = 0; place < profiles.length; place += 1) {
    if (place % BETWEEN_RESTS === 0) yield
    const profile = profiles[place] as Profile
    size[profile.kind] += 1
    for (const value of valuesOf(profile)) holders.set(value, (holders.get(value) ?? 0) + 1)
    for (const key of keysOf(profile)) {
      const block = blocks.get(key)
      if (block) block.push(place)
      else blocks.set(key, [place])
    }
  }
  let found: Proposal[] = []
  let compared = 0
  let rest = 0
  for (let place = 0; place < profiles.length; place += 1) {
    const profile = profiles[place] as Profile
    const population: Population = { size: size[profile.kind], holders: holders as Holders }
    const others = new Set<number>(hints.get(place)?.keys())
    for (const key of keysOf(profile)) {
      const block = blocks.get(key) as number[]
      if (block.length <= BLOCK_AT_MOST) for (const other of block) if (other > place) others.add(other)
    }
    for (const other of others) {
      const candidate = profiles[other] as Profile
      if (candidate.kind !== profile.kind || terms.decided?.(profile.party, candidate.party)) continue
      compared += 1
      const proposal = judge(profile, candidate, population, hints.get(place)?.get(other) ?? null, terms.saidApart?.(profile.party, candidate.party) ?? null, terms.against?.(profile.party, candidate.party) ?? [])
      if (proposal.certainty >= least) found.push(proposal)
      if (found.length >= 4 * most) found = best(found, most)
    }
    rest += 1 + others.size
    if (rest >= BETWEEN_RESTS) {
      rest = 0
      yield
    }
  }
  return { proposals: best(found, most), skipped: skippedOf(blocks), compared }
}

/** The same in one go. */
export function allProposals(profiles: readonly Profile[], terms: ProposalTerms = {}): Proposals {
  const work = proposalsAmong(profiles, terms)
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

function best(found: readonly Proposal[], most: number): Proposal[] {
  return [...found].sort((x, y) => y.bits - x.bits || x.a - y.a || x.b - y.b).slice(0, most)
}

function judge(a: Profile, b: Profile, population: Population, hint: string | null, apart: string | null, against: readonly Weighed[]): Proposal {
  const evidence = [...compare(a, b, population), ...against].sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits))
  if (hint !== null) evidence.unshift({ what: 'line', says: hint, bits: HINT_BITS })
  if (apart !== null) evidence.push({ what: 'line', says: apart, bits: SAID_APART_BITS })
  const bits = evidence.reduce((total, one) => total + one.bits, bitsBefore(population))
  return { kind: a.kind === 'person' ? 'same-person' : 'same-organization', a: Math.min(a.party, b.party), b: Math.max(a.party, b.party), bits, certainty: certaintyOf(bits), evidence }
}

function hintsByPlace(profiles: readonly Profile[], hints: readonly Hint[]): Map<number, Map<number, string>> {
  const found = new Map<number, Map<number, string>>()
  if (hints.length === 0) return found
  const placeOf = new Map(profiles.map(({ party }, place) => [party, place]))
  for (const { a, b, says } of hints) {
    const places = [placeOf.get(a), placeOf.get(b)]
    if (places[0] === undefined || places[1] === undefined) continue
    const [first, second] = [Math.min(places[0], places[1]), Math.max(places[0], places[1])]
    const list = found.get(first) ?? new Map<number, string>()
    list.set(second, says)
    found.set(first, list)
  }
  return found
}

/** Values whose frequency matters. */
function* valuesOf(profile: Profile): Generator<string> {
  for (const email of profile.emails) yield `email ${email}`
  for (const key of new Set(profile.phones.map(phoneKey))) yield `phone ${key}`
  for (const key of new Set(profile.addresses.map((address) => address.key))) yield `address ${key}`
  for (const { type, value } of profile.documents) yield `document ${type} ${value}`
  for (const key of new Set(profile.births.map(birthKey))) yield `birth ${key}`
  for (const employer of profile.employers) yield `employer ${employer}`
  for (const label of profile.labels) yield `label ${label}`
  for (const word of new Set(profile.people.flatMap(({ words }) => words))) yield `word ${word}`
  for (const word of new Set(profile.firms.flatMap(({ words }) => words))) yield `firm ${word}`
}

/** Under what a party is looked for; two are compared if they have one of these in common. */
function keysOf(profile: Profile): Set<string> {
  const keys = new Set<string>()
  for (const email of profile.emails) keys.add(`e-mail address|${email}`)
  for (const digits of profile.phones) keys.add(`telephone|${phoneKey(digits)}`)
  for (const { value } of profile.documents) keys.add(`number|${value}`)
  for (const address of profile.addresses) keys.add(`address|${address.key}`)
  for (const address of profile.addresses) if (address.words.length > 1) keys.add(`address|${[...address.words].sort((a, b) => b.length - a.length).slice(0, 2).sort().join(' ')}`)
  if (profile.kind === 'person') addPersonKeys(profile, keys)
  else addFirmKeys(profile, keys)
  return keys
}

const NAME_WORDS_AT_MOST = 4

function addPersonKeys(profile: Profile, keys: Set<string>): void {
  const births = profile.births.map(birthKey)
  for (const birth of births) keys.add(`date of birth|${birth}`)
  for (const { words } of profile.people) {
    const sounds = words.slice(0, NAME_WORDS_AT_MOST).map((word) => [...new Set([soundOf(word), ...callsOf(word)])])
    for (let one = 0; one < sounds.length; one += 1) {
      for (const birth of births) for (const sound of sounds[one] ?? []) keys.add(`name and birth|${sound} ${birth}`)
      for (let other = one + 1; other < sounds.length; other += 1) {
        for (const a of sounds[one] ?? []) {
          for (const b of sounds[other] ?? []) {
            const pair = a < b ? `${a} ${b}` : `${b} ${a}`
            keys.add(`name|${pair}`)
            for (const address of profile.addresses) keys.add(`name and address|${pair} ${address.key}`)
            for (const employer of profile.employers) keys.add(`name and employer|${pair} ${employer}`)
          }
        }
      }
    }
  }
}

/** The most usual calls, each the name that stands for all of its row. */
const USUAL = ['robert', 'william', 'richard', 'edward', 'james', 'john', 'michael', 'joseph', 'thomas', 'charles', 'david', 'daniel', 'steven', 'anthony', 'andrew', 'alexander', 'benjamin', 'christopher', 'matthew', 'nicholas', 'patrick', 'peter',
  'samuel', 'gregory', 'frederick', 'henry', 'howard', 'francis', 'maurice', 'elizabeth', 'margaret', 'katherine', 'patricia', 'jennifer', 'susan', 'deborah', 'barbara', 'christine', 'alexandra', 'victoria', 'theresa', 'eleanor', 'stephanie', 'amanda', 'angela', 'anne', 'mary',
  'caroline', 'helen', 'anastasia', 'ludwig', 'mohammed', 'george', 'johannes']
const calls = new Map<string, readonly string[]>()

function callsOf(word: string): readonly string[] {
  const known = calls.get(word)
  if (known !== undefined) return known
  const found = USUAL.filter((usual) => usual === word || isCalledLike(usual, word)).slice(0, 2).map((usual) => `=${usual}`)
  if (calls.size < 100_000) calls.set(word, found)
  return found
}

function addFirmKeys(profile: Profile, keys: Set<string>): void {
  for (const { words } of profile.firms) {
    keys.add(`name|${words.join('')}`)
    for (const word of words) keys.add(`word of a name|${soundOf(word)}`)
  }
  for (const label of profile.labels) {
    keys.add(`name|${label.replace(/[^a-z0-9]/g, '')}`)
    keys.add(`word of a name|${soundOf(label)}`)
  }
}

function skippedOf(blocks: ReadonlyMap<string, readonly number[]>): Skipped[] {
  const skipped: Skipped[] = []
  for (const [key, { length }] of blocks) {
    if (length <= BLOCK_AT_MOST) continue
    const bar = key.indexOf('|')
    skipped.push({ what: key.slice(0, bar), value: key.slice(bar + 1), members: length })
  }
  return skipped.sort((a, b) => b.members - a.members || (a.value < b.value ? -1 : 1)).slice(0, SKIPPED_LISTED)
}
