import { isJunk, isSharedMailbox, SELF } from '../base/identifier.ts'
import type { PartyKind } from '../base/lists.ts'
import type { Weighed } from '../identity/likeness.ts'
import { nameInWords } from './party-shape.ts'
import { type Profile, profileOf } from '../identity/profile.ts'
import { type Hint, type Proposals, proposalsAmong } from '../identity/proposals.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked, Workspace } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'

/** Identifiers looked at while the answers are held still. */
const IDENTIFIERS_A_TIME = 10_000
/** Work between two rests, so that requests beside it are answered. */
const WORK_MS = 8
const REST_MS = 8
/** A result that took longer than this is kept for a while although something new has come. */
const QUICK_MS = 250
/** So many times as long as the work took. */
const KEPT_TIMES = 20

interface State {
  readonly changes: number
  readonly at: number
  readonly tookMs: number
  readonly proposals: Proposals
}

interface Work {
  state: State | null
  running: Promise<State> | null
}

const works = new WeakMap<Workspace, Work>()

/**
 * Who may be the same, as worked out last; worked out anew, beside everything else, when something new has come. Waits for it at most so long; null while there is none yet.
 * Cost grows with the parties (25 microseconds for each pair compared, at most 40 for each thing that a party has in common with others).
 */
export async function proposalsOf(workspace: Workspace, waitMs: number): Promise<{ readonly proposals: Proposals; readonly isCurrent: boolean } | null> {
  const work = works.get(workspace) ?? { state: null, running: null }
  works.set(workspace, work)
  const changes = await workspace.ask(SELF, EVERYTHING, async ({ projection }) => projection.statements.changes)
  const { state } = work
  if (state && state.changes === changes) return { proposals: state.proposals, isCurrent: true }
  const isFresh = state !== null && state.tookMs > QUICK_MS && performance.now() - state.at < KEPT_TIMES * state.tookMs
  if (!isFresh && work.running === null) {
    work.running = workOut(workspace).then((done) => {
      work.state = done
      return done
    }).finally(() => {
      work.running = null
    })
    // Whoever waits hears of a failure; nobody else must.
    work.running.catch(() => undefined)
  }
  if (work.running !== null) {
    const done = await Promise.race([work.running, new Promise<null>((resolve) => setTimeout(resolve, waitMs, null).unref())])
    if (done) return { proposals: done.proposals, isCurrent: true }
  }
  return work.state === null ? null : { proposals: work.state.proposals, isCurrent: false }
}

async function workOut(workspace: Workspace): Promise<State> {
  const started = performance.now()
  const profiles: Profile[] = []
  let hints: readonly Hint[] = []
  let changes = 0
  let world: World | null = null
  for (let from = 1, size = 1; from <= size; from += IDENTIFIERS_A_TIME) {
    await workspace.ask(SELF, EVERYTHING, async (asked) => {
      size = asked.view.world.identities.components.size
      world = asked.view.world
      if (from === 1) {
        changes = asked.projection.statements.changes
        hints = hintsOf(asked.view.world)
      }
      for (let party = from; party <= Math.min(size, from + IDENTIFIERS_A_TIME - 1); party += 1) {
        const profile = profileIn(asked, party)
        if (profile) profiles.push(profile)
      }
    })
  }
  const saidApart = (a: number, b: number): string | null => (world === null ? null : ownershipBetween(world, a, b) ?? ownershipBetween(world, b, a))
  const against = (a: number, b: number): readonly Weighed[] => (world === null ? [] : speaksAgainst(world, a, b))
  const work = proposalsAmong(profiles, { hints, saidApart, against })
  for (let until = performance.now() + WORK_MS; ; ) {
    const step = work.next()
    if (step.done) return { changes, at: performance.now(), tookMs: performance.now() - started, proposals: step.value }
    if (performance.now() < until) continue
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    until = performance.now() + WORK_MS
  }
}

/** Who owns something is not what it owns. */
function ownershipBetween(world: World, part: number, owner: number): string | null {
  const found = world.allOf(world.ownershipsOfOrganization, part).find(({ parent }) => world.party(parent) === owner)
  return found === undefined ? null : `One owns the other, says ${found.key}`
}

/** A list that gives two people a user id each holds them for two. Systems of different kinds number the same person differently, which says less. */
const TWO_IDS_IN_ONE_LIST_BITS = -6
const TWO_IDS_BITS = -2
/** People change their employer, and few work for two; but of two namesakes at two firms most are two. */
const OTHER_FIRM_BITS = -4

function speaksAgainst(world: World, a: number, b: number): readonly Weighed[] {
  if (world.kind(a) !== 'person') return []
  return [twoIds(world, a, b), otherFirms(world, a, b)].filter((one) => one !== null)
}

function twoIds(world: World, a: number, b: number): Weighed | null {
  const [own, other] = [userId(world, a), userId(world, b)]
  if (own === null || other === null) return null
  const sources = new Set(world.allOf(world.partyLines, a).map(({ line }) => line.source))
  const shared = world.allOf(world.partyLines, b).find(({ line }) => sources.has(line.source))?.line.source
  return shared === undefined
    ? { what: 'id', says: `Two user ids: ${own} and ${other}`, bits: TWO_IDS_BITS }
    : { what: 'id', says: `${shared} lists both, each with a user id of its own: ${own} and ${other}`, bits: TWO_IDS_IN_ONE_LIST_BITS }
}

function userId(world: World, party: number): string | null {
  return world.identities.identifiers(party).find((id) => id.startsWith('user:'))?.slice('user:'.length) ?? null
}

function otherFirms(world: World, a: number, b: number): Weighed | null {
  const [own, other] = [firmsOf(world, a), firmsOf(world, b)]
  if (own.length === 0 || other.length === 0 || own.some((firm) => other.includes(firm))) return null
  return { what: 'firm', says: `At different organizations: ${nameInWords(world, own[0] as number)} and ${nameInWords(world, other[0] as number)}`, bits: OTHER_FIRM_BITS }
}

function firmsOf(world: World, person: number): readonly number[] {
  return [...new Set(world.allOf(world.membershipsOfPerson, person).map(({ organization }) => world.party(organization)))]
}

/** The profile of a party of a known kind; null for what is only a member of another, for junk, our own organization, and what nothing names. */
function profileIn({ view: { world }, projection }: Asked, party: number): Profile | null {
  const { components } = world.identities
  if (components.root(party) !== party) return null
  const kind = world.kind(party)
  if (kind === null || kind === 'machine' || isJunk(world.dictionary.text(party))) return null
  const identifiers = world.identities.identifiers(party)
  if (identifiers.includes(SELF) || (kind === 'person' && identifiers.every((id) => id.startsWith('anonymous:')))) return null
  const { combos } = projection.words
  if (!components.members(party).some((member) => world.isMentioned(member) || combos.ofIdentifier(member).length > 0)) return null
  return profileOf({ party, kind, identifiers, lines: linesOf(world, party, kind) }, (email) => isSharedMailbox(`email:${email}`))
}

function linesOf(world: World, party: number, kind: PartyKind) {
  return world.linesOf(party).filter((line) => line.kind === kind).map(({ name, traits }) => ({ name, traits }))
}

/** Lines that name two people with user ids of their own as one: refused by rule, and a hint all the same. */
function hintsOf(world: World): Hint[] {
  const hints: Hint[] = []
  for (const { joining, identifiers, refusal } of world.identities.refusals) {
    if (refusal !== 'two-unique-identifiers') continue
    const parties = [...new Set(identifiers.map((identifier) => world.party(identifier)))]
    for (const other of parties.slice(1)) hints.push({ a: parties[0] as number, b: other, says: `${joining.line.source} says so (${joining.line.type} ${joining.line.key}); two user ids are not joined by machine` })
  }
  return hints
}
