import { Type } from 'typebox'
import { dayText } from '../base/day.ts'
import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answer, withCommon } from './question.ts'
import { scoreFrom, type ScoredKind, SCORES } from './satisfaction-scores.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import { normalInterval } from './statistics.ts'
import { ROLES, type Role, type Voice } from './voices.ts'
import { BY_VOICES, fitsVoices, GROUP, GROUPS, groupingFrom, groupsOf, isAboutWhatWasSaid, PERIOD, periodsOf, WHERE_VOICES } from './voices-groups.ts'

const NUMBER = Type.Union([Type.Number(), Type.Null()])
const MEAN = Type.Optional(NUMBER)
const ROW = Type.Object({
  kind: Type.Union(SCORES.map((kind) => Type.Literal(kind))), role: Type.Union(ROLES.map((role) => Type.Literal(role))), n: Type.Integer(),
  score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean(),
  withheld: Type.Optional(Type.Boolean({ description: 'true: enough answered, but a smaller group beside it could be read out of it.' })),
  mean: MEAN, sd: MEAN, meanLow: MEAN, meanHigh: MEAN,
})
const SCORE_ROWS = Type.Array(ROW, { description: 'By kind and role; roles overlap and must not be added.' })
const PERIOD_ROWS = Type.Optional(Type.Array(Type.Object({ from: Type.String(), to: Type.String(), scores: SCORE_ROWS })))
const INPUT = withCommon({
  by: BY_VOICES, where: WHERE_VOICES, period: PERIOD, limit: GROUPS,
  detail: Type.Optional(Type.String({ enum: ['mean'], description: '`mean` adds the mean of the scores as they were given, their standard deviation, and the normal 95 % interval of the mean.' })),
  answers: Type.Optional(Type.String({ enum: ['all'], description: '`all`: every answer counts, not only the newest of each giver. Intervals then take answers for independent.' })),
})
const OUTPUT = Type.Object({
  scores: SCORE_ROWS,
  periods: PERIOD_ROWS,
  groups: Type.Optional(Type.Array(Type.Object({ ...GROUP, scores: SCORE_ROWS, periods: PERIOD_ROWS }))),
  moreGroups: Type.Optional(Type.Integer({ description: 'Groups that are not listed.' })),
})

type ScoreRow = ReturnType<typeof scoreOf>

/** How answers are counted. */
interface Counting {
  readonly enough: number
  readonly means: boolean
  /** Several answers of one giver of one kind: all of them, or the newest. */
  readonly all: boolean
}

/** Scores by role, never mixed. Roles overlap and must not be added. Cost: the voices of the window, as stampedVoices says, and going through them once for groups and for periods. */
export const satisfaction: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'satisfaction',
  summary: 'NPS, CSAT and CES by the role of those who answer, with n and the 95 % interval; never over mixed roles. By product, organization, payer and more, and over time.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const counting: Counting = { enough: asked.settings.thresholds.fewestPeople, means: input.detail === 'mean', all: input.answers === 'all' }
    const grouping = groupingFrom(asked, question, input)
    const fits = fitsVoices(asked, question, input.where)
    const fitting = (await stampedVoices(asked, question)).filter(isScored).filter(fits)
    const inPeriods = (of: readonly StampedVoice[]) => grouping.period === null ? {} : {
      periods: periodsOf(of, question, grouping.period).map((one) => ({ from: dayText(one.from), to: dayText(one.to), scores: scoresOf(one.of, counting) })),
    }
    const whole = { scores: scoresOf(fitting, counting), ...inPeriods(fitting) }
    const { by } = grouping
    if (by === null) return whole
    const { groups, more } = groupsOf(fitting, { by, limit: grouping.limit })
    // Of a giver who moved, the group of the newest answer counts, so that groups add up to n; unless the groups are what the answers are about.
    const counted = isAboutWhatWasSaid(by.dimension) ? null : new Set(newestOf(fitting, counting))
    const scored = groups.map(({ of, value, name, party }) => ({
      value, name, party, voices: of.length, scores: counted === null ? scoresOf(of, counting) : rowsOf(of.filter((voice) => counted.has(voice)), counting), ...inPeriods(of),
    }))
    return { ...whole, groups: counted === null ? scored : withheld(scored, whole.scores, counting.enough), moreGroups: more }
  }, 'satisfaction'),
}

function isScored({ feedback: { line } }: StampedVoice): boolean {
  return (SCORES as readonly (string | null)[]).includes(line.kind)
}

function newestOf(heard: readonly StampedVoice[], { all }: Counting): readonly StampedVoice[] {
  return all ? heard : newestPerGiver(heard)
}

function scoresOf(heard: readonly StampedVoice[], counting: Counting): ScoreRow[] {
  return rowsOf(newestOf(heard, counting), counting)
}

function rowsOf(counted: readonly StampedVoice[], counting: Counting): ScoreRow[] {
  return SCORES.flatMap((kind) => ROLES.map((role) => scoreOf(kind, role, counted, counting))).filter((row) => row.n > 0)
}

/** Of several answers of one giver of one kind the newest counts. */
export function newestPerGiver<V extends Voice>(heard: readonly V[]): V[] {
  const newest = new Map<string, V>()
  for (const voice of heard) {
    const name = `${voice.giver}\0${voice.feedback.line.kind}`
    const known = newest.get(name)
    if (!known || isNewer(voice, known)) newest.set(name, voice)
  }
  return [...newest.values()]
}

/** The later one; said at the same time, the one learned later. */
export function isNewer({ feedback: a }: Voice, { feedback: b }: Voice): boolean {
  if (a.line.at !== b.line.at) return a.line.at > b.line.at
  if (a.held.held.recordedAt !== b.held.held.recordedAt) return a.held.held.recordedAt > b.held.held.recordedAt
  return a.held.held.position > b.held.held.position
}

function scoreOf(kind: ScoredKind, role: Role, counted: readonly Voice[], { enough, means }: Counting) {
  const scores = counted.filter((voice) => voice.feedback.line.kind === kind && voice.roles.has(role)).map((voice) => voice.feedback.line.score ?? 0)
  return { kind, role, ...scoreFrom(kind, scores, enough), ...(means ? meanFrom(scores, enough) : {}) }
}

function meanFrom(scores: readonly number[], enough: number) {
  if (scores.length < enough) return { mean: null, sd: null, meanLow: null, meanHigh: null }
  const { mean, sd, low, high } = normalInterval(scores)
  return { mean, sd, meanLow: low, meanHigh: high }
}

type Group = { readonly scores: readonly ScoreRow[] }

/**
 * Where all groups but a few people are shown, these few could be read out of the difference to the whole: then the smallest group that is shown is kept back too.
 * Two answers with different filters can still be compared; this guards what one answer shows.
 */
function withheld<G extends Group>(groups: readonly G[], whole: readonly ScoreRow[], enough: number): G[] {
  const kept = new Set<ScoreRow>()
  for (const { kind, role, n } of whole) {
    const shown = groups.flatMap(({ scores }) => scores.filter((row) => row.kind === kind && row.role === role && !row.tooFew))
    const rest = n - shown.reduce((sum, row) => sum + row.n, 0)
    const smallest = shown.reduce<ScoreRow | null>((least, row) => (least === null || row.n <= least.n ? row : least), null)
    if (rest > 0 && rest < enough && smallest !== null) kept.add(smallest)
  }
  if (kept.size === 0) return [...groups]
  return groups.map((group) => ({ ...group, scores: group.scores.map((row) => (kept.has(row) ? hidden(row) : row)) }))
}

function hidden(row: ScoreRow) {
  const means = 'mean' in row ? { mean: null, sd: null, meanLow: null, meanHigh: null } : {}
  return { ...row, score: null, low: null, high: null, ...means, tooFew: true, withheld: true }
}
