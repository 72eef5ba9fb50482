import { type Day, dayOf, dayText, MS_PER_DAY } from '../base/day.ts'
import { isAnonymous, isJunk, isSharedMailbox, namespaceOf, normalIdentifier, valueOf } from '../base/identifier.ts'
import type { NoAskOverride } from '../evidence/line.ts'
import { isOn } from '../roles/owners.ts'
import type { Held } from '../roles/statements.ts'
import type { World } from '../roles/world.ts'
import { isMailAddress } from './mail-settings.ts'
import type { Channel } from './survey.ts'

/** Why somebody is not asked; the first that holds, but `asked-already` before all others. Everybody known is asked, or has exactly one of these. */
export const REASONS = {
  machine: 'A machine.',
  staff: 'Our own people, or left out by hand.',
  'shared-mailbox': 'A mailbox that several share.',
  'no-such-role': 'Has not the role that can answer.',
  'not-in-filter': 'Is not in the group that is asked.',
  'permission-no': 'Said no to being asked.',
  'opted-out': 'Asked us to stop asking.',
  'owner-veto': 'Whoever owns the relation does not want it.',
  'permission-unknown': 'Nothing says that they may be asked.',
  'no-way-to-reach': 'Cannot be reached this way.',
  'asked-already': 'Was asked this very question.',
  'in-open-survey': 'Has another question still to answer.',
  'asked-lately': 'Was asked too short a time ago.',
  'organization-limit': 'Enough people of their organization are asked.',
  'quota-full': 'The quota of their group is full.',
  'not-drawn': 'Was not drawn: enough others are.',
} as const
export type Reason = keyof typeof REASONS
export const REASON_NAMES = Object.keys(REASONS) as readonly Reason[]

export type Permission = 'yes' | 'no' | 'unknown'

/** What the newest line that speaks of it says; but a no holds until its own source says otherwise: what an app repeats each night is no answer to it. */
export function permissionOf(world: World, party: number): Permission {
  const newest = new Map<string, { readonly permission: Permission; readonly held: Held }>()
  world.eachOf(world.partyLines, party, ({ line, held }) => {
    if (line.permission === null) return
    const known = newest.get(line.source)
    if (!known || isLater(held, known.held)) newest.set(line.source, { permission: line.permission, held })
  })
  const said = [...newest.values()]
  if (said.some(({ permission }) => permission === 'no')) return 'no'
  return said.reduce<(typeof said)[number] | null>((last, one) => (last === null || isLater(one.held, last.held) ? one : last), null)?.permission ?? 'unknown'
}

function isLater({ held: one }: Held, { held: other }: Held): boolean {
  return one.recordedAt > other.recordedAt || (one.recordedAt === other.recordedAt && one.position >= other.position)
}

/** The source of words by those who are asked, about being asked. */
const OWN_WORDS = 'asked'

/** The word that forbids asking somebody on a day, with whom it names; their own word first. */
export function noAskOf(world: World, party: number, organizations: readonly number[], day: Day): { readonly line: NoAskOverride; readonly of: number; readonly own: boolean } | null {
  const words: { readonly line: NoAskOverride; readonly of: number; readonly own: boolean }[] = []
  for (const of of [party, ...organizations]) {
    world.eachOf(world.noAsks, of, ({ line }) => {
      if (isOn(line, day)) words.push({ line, of, own: of === party && isOwnWord(world, party, line) })
    })
  }
  return words.find(({ own }) => own) ?? words[0] ?? null
}

function isOwnWord(world: World, party: number, { source, by }: NoAskOverride): boolean {
  if (source === OWN_WORDS) return true
  const normal = by === null ? null : normalIdentifier(by)
  const number = normal === null ? 0 : world.dictionary.find(normal)
  return number !== 0 && number <= world.identities.components.size && world.party(number) === party
}

/** True if all that is known of somebody is a mailbox that several share. */
export function isMailboxOnly(identifiers: readonly string[]): boolean {
  const own = identifiers.filter((identifier) => !isAnonymous(identifier))
  return own.length > 0 && own.every(isSharedMailbox)
}

/** The identifier by which somebody is reached; null where there is none. */
export function reachedBy(identifiers: readonly string[], channel: Channel): string | null {
  const own = identifiers.filter((identifier) => !isAnonymous(identifier) && !isJunk(identifier) && !isSharedMailbox(identifier))
  if (channel === 'mail') return own.find((identifier) => namespaceOf(identifier) === 'email' && isMailAddress(valueOf(identifier))) ?? null
  if (channel === 'widget') return own.find((identifier) => namespaceOf(identifier) === 'user') ?? own.find((identifier) => namespaceOf(identifier) === 'email') ?? null
  return own.find((identifier) => namespaceOf(identifier) === 'email') ?? own[0] ?? null
}

/** `3 days ago, on 2026-11-19`. */
export function daysAgo(at: number, now: number): string {
  const days = Math.max(0, Math.floor((now - at) / MS_PER_DAY))
  return `${days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`}, on ${dayText(dayOf(at))}`
}
