import { useStudy } from '../../api/use-study.ts'
import type { Studies } from '../../api/types.ts'
import { count } from '../../format/numbers.ts'
import { texts } from '../../texts.ts'
import { useView } from '../../view/use-view.ts'
import { EXPERIENCE_KINDS, type ExperienceKind } from './experience.ts'

export type Parts = Studies['channel-experience']
export type PartRow = Parts['rows'][number]
export type PartScore = PartRow['scores'][number]
export type Step = Parts['step']
export type Sort = (typeof SORTS)[number]

export const SORTS = ['score', 'users', 'late', 'complaints', 'units', 'name'] as const
export const STEPS: readonly Step[] = ['nearest', 'first']
/** Rows at first; each "more" shows so many times as many. More than the last at once is for a sheet, or for the search. */
export const ROWS = 25
export const ROWS_AT_MOST = 400

/** What the address says about the part "Experience". */
export function usePartsView(): { readonly step: Step; readonly kind: ExperienceKind | undefined; readonly sort: Sort; readonly q: string | undefined; readonly limit: number } {
  const { address } = useView()
  const limit = Number(address.open)
  return {
    step: address.measure === 'first' ? 'first' : 'nearest',
    kind: EXPERIENCE_KINDS.find((kind) => kind === address.by),
    sort: SORTS.find((sort) => sort === address.sort) ?? 'score',
    q: address.q,
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(ROWS_AT_MOST, limit) : ROWS,
  }
}

export function useParts() {
  const { step, kind, sort, q, limit } = usePartsView()
  return useStudy('channel-experience', { step, kind, sort, q, limit: String(limit) })
}

/** One intermediary, for its panel: found by its identifier, in the same order of things. */
export function useOnePart(identifier: string) {
  const { step, kind } = usePartsView()
  return useStudy('channel-experience', { step, kind, q: identifier, limit: '50' })
}

export function scoreOf(row: PartRow, kind: ExperienceKind | null): PartScore | null {
  return row.scores.find((one) => one.kind === kind) ?? null
}

/** Points for NPS, percent for the others. */
export function scoreText(kind: ExperienceKind, value: number): string {
  return kind === 'nps' ? count(Math.round(value)) : texts.chain.percent(count(Math.round(value)))
}

/** A scale that holds what is drawn and a little more, at round numbers. */
export function scaleOf(kind: ExperienceKind, values: readonly number[]): readonly [number, number] {
  const [least, most] = kind === 'nps' ? [-100, 100] : [0, 100]
  if (values.length === 0) return [least, most]
  const [low, high] = [Math.max(least, Math.floor((Math.min(...values) - 1) / 10) * 10), Math.min(most, Math.ceil((Math.max(...values) + 1) / 10) * 10)]
  return high - low < 20 ? [Math.max(least, low - 10), Math.min(most, high + 10)] : [low, high]
}
