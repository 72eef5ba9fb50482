import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import type { Channel, ChainNode } from './use-chain.ts'

export type ExperienceKind = NonNullable<Channel['experience']>
export type Experience = ChainNode['experience'][number]
/** How it is drawn: 1 very bad to 5 very good; an interval that crosses colours, too few answers and none are told apart. */
export type Step = '1' | '2' | '3' | '4' | '5' | 'unsure' | 'few' | 'none'

export const EXPERIENCE_KINDS: readonly ExperienceKind[] = ['csat', 'nps', 'ces', 'complaints']

/** Below the first it is very bad, below the second bad, and so on; for complaints the other way round. */
export const THRESHOLDS: Readonly<Record<ExperienceKind, readonly [number, number, number, number]>> = {
  csat: [40, 55, 70, 85], nps: [-30, 0, 20, 50], ces: [40, 55, 70, 85], complaints: [40, 25, 15, 5],
}

export function experienceFor(list: readonly Experience[], kind: ExperienceKind | null): Experience | null {
  return list.find((one) => one.kind === kind) ?? null
}

export function stepOf(experience: Experience | null): Step {
  if (experience === null || experience.n === 0) return 'none'
  const { score, low, high, kind } = experience
  if (score === null) return 'few'
  const step = stepAt(kind, score)
  // A colour says how it is: only where the whole interval has no other colour than those beside it.
  const isSure = [low, high].every((end) => end === null || Math.abs(stepAt(kind, end) - step) <= 1)
  return isSure ? (String(step) as Step) : 'unsure'
}

function stepAt(kind: ExperienceKind, score: number): number {
  return THRESHOLDS[kind].filter((threshold) => (kind === 'complaints' ? score < threshold : score >= threshold)).length + 1
}

function value(kind: ExperienceKind, score: number): string {
  return kind === 'nps' ? count(Math.round(score)) : texts.chain.percent(count(Math.round(score)))
}

/** "CSAT 71 % (52 % to 85 %), n 14". */
export function experienceSays(experience: Experience): string {
  const { kind, n, score, low, high } = experience
  const name = texts.chain.experiences[kind]
  if (score === null || low === null || high === null) return `${name}: ${texts.chain.tooFew(count(n))}`
  return `${name} ${texts.chain.score(value(kind, score), value(kind, low), value(kind, high), count(n))}`
}

/** The same without the name of what is asked, score and interval apart: for a column that says what is asked. */
export function experienceLines(experience: Experience): readonly string[] {
  const { kind, n, score, low, high } = experience
  if (score === null || low === null || high === null) return [texts.chain.tooFew(count(n))]
  return [`${value(kind, score)}, ${texts.chain.n} ${count(n)}`, texts.chain.interval(value(kind, low), value(kind, high))]
}

/** The same in few letters, for a place in a picture. */
export function experienceShort(experience: Experience, tiny = false): string {
  const { kind, score, n } = experience
  if (score !== null && tiny) return value(kind, score)
  return score === null ? `${texts.chain.n} ${count(n)}` : `${value(kind, score)} · ${texts.chain.n} ${count(n)}`
}
