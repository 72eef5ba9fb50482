import { Refusal } from '../base/refusal.ts'
import type { KeptDocument } from '../db/kept-document.ts'

/** From when on something counts; each has a usual value, and bounds within which it says something. */
export interface Thresholds {
  /** Fewer people than this, and a score or share says `too few`. */
  readonly fewestPeople: number
  /** A user is one no more after so many days without use. */
  readonly daysWithoutUse: number
  /** A renewal is near so many days before it. */
  readonly daysBeforeRenewal: number
}

/** People who belong together, by a filter: what part of the users `where` names. */
export interface Category {
  readonly name: string
  readonly where: string
}

/** Languages whose words are reduced to their stems; texts in others are compared as they are written. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

/** Who can answer a question about a topic: those who use, those who pay and decide, both, or end users about the intermediary through whom they came. */
export const ANSWERERS = ['user', 'customer', 'both', 'channel'] as const
export type AnsweredBy = (typeof ANSWERERS)[number]

/** What people speak of, with the words and phrases that tell it. */
export interface Topic {
  readonly name: string
  readonly words: readonly string[]
  readonly answeredBy: AnsweredBy
}

/** Skills of those who ask: with those who use, or with those who pay and decide. */
export const SKILLS = ['users', 'customers'] as const
export type Skill = (typeof SKILLS)[number]

/** Somebody of the team who asks. */
export interface Asker {
  readonly name: string
  readonly email: string | null
  readonly skills: readonly Skill[]
  /** Identifiers of the organizations to whom this person owns the relation: asks there first. */
  readonly organizations: readonly string[]
}

/** Limits of asking, over all tools: `ask` lines of any source count. */
export interface Asking {
  /** A person is asked again after so many days at the earliest. */
  readonly personDays: number
  /** Of an organization at most so many people are asked within so many days, and at most this share of those known. */
  readonly organizationDays: number
  readonly organizationMost: number
  readonly organizationShare: number
  /** Whether those are asked of whom no line says that they may be. */
  readonly askUnknown: boolean
  /** Nobody is asked at a moment of use between these hours, UTC: from the first until the second. The same hour twice: at any time. */
  readonly quietFrom: number
  readonly quietTo: number
  readonly team: readonly Asker[]
}

/** What a workspace chose that is no evidence: it holds for all times. */
export interface Settings {
  /** Grows with every change; 0 while nothing was chosen. */
  readonly version: number
  readonly thresholds: Thresholds
  readonly categories: readonly Category[]
  /** The team's own topics. They come before the usual ones; one of the same name stands in its place. */
  readonly topics: readonly Topic[]
  /** The language of texts that do not tell it; null: it is guessed only. */
  readonly language: Language | null
  readonly asking: Asking
}

export const USUAL: Settings = { version: 0, thresholds: { fewestPeople: 5, daysWithoutUse: 30, daysBeforeRenewal: 30 }, categories: [], topics: [], language: null,
  asking: { personDays: 90, organizationDays: 30, organizationMost: 10, organizationShare: 0.2, askUnknown: false, quietFrom: 20, quietTo: 7, team: [] },
}

/** What of it changes; what is not named stays. */
export interface SettingsChange {
  readonly thresholds?: Partial<Thresholds>
  readonly categories?: readonly Category[]
  readonly topics?: readonly Topic[]
  readonly language?: Language | null
  readonly asking?: Partial<Asking>
}

export interface SettingsStore {
  /** As last read: at most two seconds old where several processes share a database. */
  readonly current: Settings
  /** Changes what is given, if nobody else changed anything since `version`. */
  save(change: SettingsChange, version: number | undefined): Promise<Settings>
  refresh(): Promise<Settings>
}

const FRESH_MS = 2_000

export async function openSettings(document: KeptDocument, isShared: boolean): Promise<SettingsStore> {
  let text = await document.read()
  let current = settingsFrom(text)
  let readAt = Date.now()

  async function refresh(): Promise<Settings> {
    readAt = Date.now()
    const next = await document.read()
    // Of two looks the later may have read first.
    if (next !== text && settingsFrom(next).version >= current.version) {
      text = next
      current = settingsFrom(next)
    }
    return current
  }

  return {
    get current() {
      if (isShared && Date.now() - readAt > FRESH_MS) void refresh().catch(() => undefined)
      return current
    },
    refresh,
    async save(change, version) {
      const kept = await document.change((before) => {
        const now = settingsFrom(before)
        if (version !== undefined && version !== now.version)
          throw new Refusal('not-now', 'Somebody else changed the settings meanwhile. Look at them again, then make your change.', { version: now.version })
        return `${JSON.stringify({ ...now, ...change, thresholds: { ...now.thresholds, ...change.thresholds }, asking: { ...now.asking, ...change.asking }, version: now.version + 1 }, null, 2)}\n`
      })
      const saved = settingsFrom(kept)
      // A look that was under way may have read what was there before.
      if (saved.version > current.version) [text, current] = [kept, saved]
      return saved
    },
  }
}

/** What is missing is as usual; a document that cannot be read is none, so that it never keeps a workspace from opening. */
function settingsFrom(text: string | null): Settings {
  if (text === null) return USUAL
  try {
    const kept = JSON.parse(text) as Partial<Settings>
    return { version: kept.version ?? 0, thresholds: { ...USUAL.thresholds, ...kept.thresholds }, categories: kept.categories ?? [], topics: kept.topics ?? [], language: kept.language ?? null, asking: { ...USUAL.asking, ...kept.asking } }
  } catch {
    return USUAL
  }
}
