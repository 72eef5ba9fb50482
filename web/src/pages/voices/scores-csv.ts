import { downloadCsv } from '../../why/csv.ts'
import type { Satisfaction, ScoredKind, ScoreRow } from './model.ts'

/** All rows of one kind: of everybody and of each group, over the whole period and over each part of it. */
export function scoresCsv(answer: Satisfaction, kind: ScoredKind, by: string | undefined, name: string): void {
  const rowsOf = (scores: readonly ScoreRow[], group: readonly [string | null, string | null], from: string | null, to: string | null) =>
    scores.filter((row) => row.kind === kind).map((row) => [...group, from, to, row.role, row.n, row.score, row.low, row.high, row.tooFew ? 'yes' : 'no'])
  const all = [{ value: null, name: null, scores: answer.scores, periods: answer.periods }, ...(answer.groups ?? [])].flatMap(({ value, name: called, scores, periods }) => [
    ...rowsOf(scores, [value, called], null, null), ...(periods ?? []).flatMap((one) => rowsOf(one.scores, [value, called], one.from, one.to)),
  ])
  downloadCsv(`scores-${name}`, [by ?? 'group', 'name', 'from', 'to', 'role', 'n', 'score', 'low', 'high', 'too few'], all)
}
