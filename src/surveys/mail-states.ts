import { type Instant, instantText } from '../base/day.ts'
import type { Entry } from '../db/journal.ts'
import type { AskName } from './answer-links.ts'
import type { Delivered } from './mail-delivery.ts'

/**
 * How far the mail of one ask came. `handing`: it is going out just now; where the process ended then, nobody knows whether it arrived, and it is not sent
 * again by itself. `waiting` for its time: nothing was handed over yet, or a server said `later`.
 */
export interface MailState {
  readonly state: 'waiting' | 'handing' | 'sent' | 'refused' | 'unsure' | 'given-up'
  /** Since when it is so. */
  readonly at: Instant
  /** When it is tried next; null for what is not. */
  readonly nextAt: Instant | null
  /** How often it was tried without success. */
  readonly tries: number
  readonly says: string
  /** The attempt that hands it over. */
  readonly attempt: string
}

/** An entry of the journal: what became of one ask's mail. It names the ask and nobody, so that it holds nothing to erase. */
export interface MailEntry {
  readonly ask: readonly [source: string, key: string]
  readonly survey: string
  /** Of one attempt to send it: what a mail server said to one changes nothing of what another handed over. */
  readonly attempt: string
  /** `again`: somebody wants it sent once more. */
  readonly what: 'handing' | 'again' | Exclude<Delivered['kind'], 'away' | 'server'>
  readonly at: string
  readonly says: string
}

/** Waits after the first, second ... try that a server put off: together a bit more than two days. */
export const LATER_MS = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000]

const FRESH: MailState = { state: 'waiting', at: 0, nextAt: 0, tries: 0, says: '', attempt: '' }

export function mailNameOf({ source, key }: AskName): string {
  return `${source}\0${key}`
}

export function mailEntry(ask: AskName, survey: string, what: MailEntry['what'], now: Instant, says = '', attempt = ''): MailEntry {
  return { ask: [ask.source, ask.key], survey, attempt, what, at: instantText(now), says }
}

/**
 * How it stands after an entry. Two processes may send at once: what has been handed over is not waiting, whatever was said to the other, and only a person makes it wait again.
 */
export function afterEntry(before: MailState | undefined, { what, at: text, says, attempt }: MailEntry): MailState {
  const at = Date.parse(text)
  if (what === 'again') return { ...FRESH, at, says }
  const now = before ?? FRESH
  const isOwn = now.state === 'waiting' || (now.state === 'handing' && now.attempt === attempt && what !== 'handing')
  if (!isOwn) return now
  if (what === 'later') {
    const wait = LATER_MS[now.tries]
    const tries = now.tries + 1
    return wait === undefined ? { state: 'given-up', at, nextAt: null, tries, says, attempt } : { state: 'waiting', at, nextAt: at + wait, tries, says, attempt }
  }
  return { state: what === 'taken' ? 'sent' : what, at, nextAt: null, tries: now.tries, says, attempt }
}

/** How far the mail of one ask had come before an entry. Cost grows with the entries. */
export function mailStateBefore(entries: readonly Entry[], ask: AskName, n: number): MailState | undefined {
  return entries.reduce<MailState | undefined>((state, { n: at, content }) => {
    const entry = content as unknown as MailEntry
    return at < n && Array.isArray(entry.ask) && entry.ask[0] === ask.source && entry.ask[1] === ask.key ? afterEntry(state, entry) : state
  }, undefined)
}

/** How far the mails came, by the name of their ask. What was going out when the process ended is unsure. Cost grows with the entries. */
export function mailStatesOf(entries: readonly Entry[]): Map<string, MailState> {
  const states = new Map<string, MailState>()
  for (const { content } of entries) {
    const entry = content as unknown as MailEntry
    if (!Array.isArray(entry.ask)) continue
    const name = mailNameOf({ source: entry.ask[0], key: entry.ask[1] })
    states.set(name, afterEntry(states.get(name), entry))
  }
  for (const [name, state] of states) {
    if (state.state === 'handing') states.set(name, { ...state, state: 'unsure', says: 'The program ended while it was handed over: it may have arrived.' })
  }
  return states
}
