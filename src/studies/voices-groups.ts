import { Type } from 'typebox'
import { Refusal } from '../base/refusal.ts'
import type { Asked } from '../roles/workspace.ts'
import { nameOf } from './dimensions.ts'
import { limitFrom } from './paging.ts'
import { type Key, type Reader, readerOf, type Shape, shapeOfText } from './population.ts'
import { PARTY } from './party-shape.ts'
import { type Period, startsOf } from './periods.ts'
import type { Question } from './question.ts'
import type { StampedVoice } from './stamped-voices.ts'
import type { Role } from './voices.ts'
import { DIMENSIONS, type Dimension, isDimension, textOfValue, whereFrom } from './where.ts'

/** What voices can be grouped by besides what use can: what they are about, the way on which they came, and on which side their giver stands. */
const OF_VOICES = { topic: 'Topic', channel: 'Way on which it came', side: 'Users or customers' } as const
export type VoiceDimension = Dimension | keyof typeof OF_VOICES

/** Nobody stands on two sides: whoever buys or decides stands with the customers, else whoever uses with the users. */
export const SIDES = ['users', 'customers', 'neither'] as const
export type Side = (typeof SIDES)[number]

const ALL_NAMES = [...Object.keys(DIMENSIONS), ...Object.keys(OF_VOICES), 'trait.NAME']
const PERIODS = ['week', 'month', 'quarter'] as const
const GROUPS_SHOWN = 50

export const BY_VOICES = Type.Optional(Type.String({ description: `Groups besides, by what the giver was on the day of the voice: ${ALL_NAMES.join(', ')}. Each group has its roles apart, too.` }))
export const WHERE_VOICES = Type.Optional(Type.String({
  description: 'Only voices that fit, such as `payerKind=organization;trait.country=AT,DE`: written as for flows, and asked of the day on which something was said.',
}))
export const PERIOD = Type.Optional(Type.String({ enum: [...PERIODS], description: 'The same for each calendar period of the window, cut to it.' }))
export const GROUPS = Type.Optional(Type.String({ description: `Groups at most, those with most voices first; absent: ${GROUPS_SHOWN}.` }))
/** How a group names itself in an answer. */
export const GROUP = {
  value: Type.String({ description: 'As `group` and `where` take it; `none` for what is not known.' }),
  name: Type.Union([Type.String(), Type.Null()]),
  party: Type.Union([PARTY, Type.Null()]),
  voices: Type.Integer({ description: 'Everything said in the window by those in the group.' }),
}

/** What is asked of groups and periods, read and checked. */
export interface Grouping {
  readonly by: VoiceReader | null
  readonly period: (typeof PERIODS)[number] | null
  readonly limit: number
}

/** Reads one dimension of voices. */
export interface VoiceReader {
  readonly dimension: VoiceDimension
  of(voice: StampedVoice): Key
  keyOf(value: string): Key | null
  shape(key: Key): Shape
}

export function groupingFrom(asked: Asked, question: Question, input: { readonly by?: string | undefined; readonly period?: string | undefined; readonly limit?: string | undefined }): Grouping {
  return {
    by: input.by === undefined ? null : voiceReader(asked, question, voiceDimension(input.by)),
    period: (input.period as Grouping['period']) ?? null,
    limit: limitFrom(input.limit, GROUPS_SHOWN),
  }
}

export function voiceDimension(text: string): VoiceDimension {
  const name = text.trim()
  if (isDimension(name) || Object.hasOwn(OF_VOICES, name)) return name as VoiceDimension
  throw new Refusal('bad-parameter', `'${text}' is nothing that voices can be grouped by. Use one of ${ALL_NAMES.join(', ')}.`, { parameter: 'by' })
}

export function nameOfVoiceDimension(dimension: VoiceDimension): string {
  return Object.hasOwn(OF_VOICES, dimension) ? OF_VOICES[dimension as keyof typeof OF_VOICES] : nameOf(dimension as Dimension)
}

/** A reader of voices; what was so on the day of the voice is asked of that day: an organization, a category of the settings. */
export function voiceReader(asked: Asked, question: Question, dimension: VoiceDimension): VoiceReader {
  switch (dimension) {
    case 'topic': return ofText(dimension, ({ feedback }) => feedback.line.topic ?? '')
    case 'channel': return ofText(dimension, ({ channel }) => channel ?? '')
    case 'side': return ofText(dimension, sideOf)
    case 'organization': return { ...readerOf(asked, question, dimension), dimension, of: ({ organizations }) => organizations[0] ?? 0 }
    case 'segment': {
      const onDay = new Map<number, Reader>()
      const reader = (day: number): Reader => {
        const known = onDay.get(day) ?? readerOf(asked, { ...question, from: day, to: day + 1 }, dimension)
        onDay.set(day, known)
        return known
      }
      return { ...readerOf(asked, question, dimension), dimension, of: ({ use, day }) => reader(day).of(use) }
    }
    default: {
      const reader = readerOf(asked, question, dimension)
      return { ...reader, dimension, of: ({ use }) => reader.of(use) }
    }
  }
}

function ofText(dimension: VoiceDimension, of: (voice: StampedVoice) => string): VoiceReader {
  return { dimension, of, keyOf: (value) => textOfValue(value) ?? '', shape: (key) => shapeOfText(String(key)) }
}

/** Where somebody stands by the roles of one moment. */
export function sideOf({ roles }: { readonly roles: ReadonlySet<Role> }): Side {
  return roles.has('customer') || roles.has('decider') ? 'customers' : roles.has('user') ? 'users' : 'neither'
}

/** Tells whether voices fit a `where`. */
export function fitsVoices(asked: Asked, question: Question, text: string | undefined): (voice: StampedVoice) => boolean {
  const tests = whereFrom(text).map(({ dimension, not, values }) => {
    const reader = voiceReader(asked, question, dimension)
    const keys = new Set(values.map((value) => reader.keyOf(value)))
    return (voice: StampedVoice): boolean => keys.has(reader.of(voice)) !== not
  })
  return (voice) => tests.every((holds) => holds(voice))
}

/** True where the group is about what was said, not about who said it: one giver may then be in several. */
export function isAboutWhatWasSaid(dimension: VoiceDimension): boolean {
  return dimension === 'product' || dimension === 'topic'
}

/** Voices by group, most voices first, then by value; at most so many groups. */
export function groupsOf(voices: readonly StampedVoice[], { by, limit }: { readonly by: VoiceReader; readonly limit: number }) {
  const byKey = new Map<Key, StampedVoice[]>()
  for (const voice of voices) {
    const key = by.of(voice)
    const known = byKey.get(key)
    if (known) known.push(voice)
    else byKey.set(key, [voice])
  }
  const groups = [...byKey].map(([key, of]) => ({ ...by.shape(key), of })).sort((a, b) => b.of.length - a.of.length || (a.value < b.value ? -1 : 1))
  return { groups: groups.slice(0, limit), more: Math.max(0, groups.length - limit) }
}

/** Voices by calendar period of the window; empty ones too. */
export function periodsOf(voices: readonly StampedVoice[], question: Question, period: Period): { readonly from: number; readonly to: number; readonly of: readonly StampedVoice[] }[] {
  const starts = startsOf(question, period)
  const of = starts.map((): StampedVoice[] => [])
  for (const voice of voices) {
    let place = starts.length - 1
    while ((starts[place] as number) > voice.day) place -= 1
    of[place]?.push(voice)
  }
  return starts.map((from, place) => ({ from, to: starts[place + 1] ?? question.to, of: of[place] ?? [] }))
}
