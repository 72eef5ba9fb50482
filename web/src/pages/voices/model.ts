import type { Studies } from '../../api/types.ts'
import { daysBetween } from '../../format/days.ts'
import { texts } from '../../texts.ts'
import { dimensionName, valueName } from '../explore/use-dimensions.ts'

/** Parts of the answers of this page, by the names it uses for them. */
export type Satisfaction = Studies['satisfaction']
export type ScoreRow = Satisfaction['scores'][number]
export type Group = NonNullable<Satisfaction['groups']>[number]
export type Role = ScoreRow['role']
export type ScoredKind = ScoreRow['kind']
export type Voice = Studies['voices']['voices'][number]
export type TopicRow = Studies['disagreements']['topics'][number]
export type TopicScore = NonNullable<Studies['disagreements']['scores']>[number]
export type Gap = Studies['service-gap']['gaps'][number]

export const KINDS: readonly ScoredKind[] = ['nps', 'csat', 'ces']
export const ROLES: readonly Role[] = ['decider', 'customer', 'user', 'other']
export const PERIODS = ['week', 'month', 'quarter'] as const
export type Period = (typeof PERIODS)[number]

const words = texts.voices

/** Users and customers keep their colours; who decides stands with the customers. */
export const ROLE_COLOR: Readonly<Record<Role, string>> = { decider: 'var(--customers)', customer: 'var(--customers)', user: 'var(--users)', other: 'var(--dimmed)' }

/** The scale on which a kind is drawn. */
export const SCALE: Readonly<Record<ScoredKind, readonly [least: number, most: number]>> = { nps: [-100, 100], csat: [0, 100], ces: [0, 100] }

export function isKind(text: string | undefined): text is ScoredKind {
  return KINDS.some((kind) => kind === text)
}

export function isRole(text: string | undefined): text is Role {
  return ROLES.some((role) => role === text)
}

/** Periods that give a readable line for a window of so many days, unless the address says otherwise. */
export function periodFrom(text: string | undefined, from: string, to: string): Period {
  const said = PERIODS.find((period) => period === text)
  if (said) return said
  const days = daysBetween(from, to)
  return days <= 92 ? 'week' : days <= 550 ? 'month' : 'quarter'
}

/** A dimension of voices in the words of the page. */
export function byName(by: string): string {
  return words.dimensions[by] ?? dimensionName(by)
}

/** A group in the words of the page. */
export function groupName(by: string, group: { readonly value: string; readonly name: string | null }): string {
  return by === 'side' ? (words.sides[group.value] ?? group.value) : valueName(by, group)
}

/** What the panel is asked for by a figure: `score:nps:user` and, of a group, its value behind. */
export function whyScore(kind: ScoredKind, role: Role, group: string | null): string {
  return `score:${kind}:${role}${group === null ? '' : `:${group}`}`
}
