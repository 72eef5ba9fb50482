import { Type } from 'typebox'
import type { Operation } from '../base/operation.ts'
import type { Workspace } from '../roles/workspace.ts'
import { answer, withCommon } from './question.ts'
import { isNewer } from './satisfaction.ts'
import { type StampedVoice, stampedVoices } from './stamped-voices.ts'
import { pairedDifference, tInterval, welchDifference } from './statistics.ts'
import { ROLES, type Role } from './voices.ts'
import { fitsVoices, WHERE_VOICES } from './voices-groups.ts'

const NUMBER = Type.Union([Type.Number(), Type.Null()])
const METHODS = ['paired', 'welch'] as const
const SIDE = Type.Object({ n: Type.Integer(), mean: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean() })
const INPUT = withCommon({ where: WHERE_VOICES })
const OUTPUT = Type.Object({
  gaps: Type.Array(Type.Object({
    topic: Type.Union([Type.String(), Type.Null()]), role: Type.Union(ROLES.map((role) => Type.Literal(role))),
    expectation: SIDE, perception: SIDE,
    pairs: Type.Integer({ description: 'Givers of whom both are known.' }),
    method: Type.Union([...METHODS.map((method) => Type.Literal(method)), Type.Null()], { description: 'paired: of those of whom both are known, each with himself; welch: of all on each side, where these are too few.' }),
    gap: NUMBER, low: NUMBER, high: NUMBER, certain: Type.Boolean(), tooFew: Type.Boolean(),
  }), { description: 'Expectation minus perception in points of the scale that was asked: above 0, less was found than was expected. Certain ones first, then by size.' }),
})

/**
 * How far does what they find fall short of what they expect? The gap is that of A. Parasuraman, V. A. Zeithaml and L. L. Berry (SERVQUAL, 1988), told apart by role.
 * Cost: the voices of the window, as stampedVoices says.
 */
export const serviceGap: Operation<Workspace, typeof INPUT, typeof OUTPUT> = {
  name: 'service-gap',
  summary: 'Expectation minus perception per topic and role, with the 95 % interval: how far what users and customers find falls short of what they expect.',
  power: 'read',
  input: INPUT,
  output: OUTPUT,
  run: (workspace, input) => answer(workspace, input, async (asked, question) => {
    const fitting = (await stampedVoices(asked, question)).filter(isOfGap).filter(fitsVoices(asked, question, input.where))
    const enough = asked.settings.thresholds.fewestPeople
    const rows = [...new Set(fitting.map(({ feedback }) => feedback.line.topic))].flatMap((topic) => {
      const said = fitting.filter(({ feedback }) => feedback.line.topic === topic)
      const roles = rolesOf(said)
      return ROLES.map((role) => gapOf(topic, role, said.filter(({ giver }) => roles.get(giver)?.has(role) ?? false), enough))
    })
    return { gaps: rows.filter(({ expectation, perception }) => expectation.n > 0 && perception.n > 0).sort(byCertaintyAndSize) }
  }, 'service-gap'),
}

function isOfGap({ feedback: { line } }: StampedVoice): boolean {
  return (line.kind === 'expectation' || line.kind === 'perception') && line.score !== null
}

/** Of each giver the roles at the newest voice: who expected before he bought counts by what he is when he finds. */
function rolesOf(said: readonly StampedVoice[]): ReadonlyMap<number, ReadonlySet<Role>> {
  const newest = new Map<number, StampedVoice>()
  for (const voice of said) {
    const known = newest.get(voice.giver)
    if (!known || isNewer(voice, known)) newest.set(voice.giver, voice)
  }
  return new Map([...newest].map(([giver, { roles }]) => [giver, roles]))
}

/** Where enough gave both, each is compared with himself, which tells most; else all who expect with all who found. */
function gapOf(topic: string | null, role: Role, said: readonly StampedVoice[], enough: number) {
  const expected = newestScores(said, 'expectation')
  const found = newestScores(said, 'perception')
  const pairs = [...expected].flatMap(([giver, score]) => (found.has(giver) ? [[score, found.get(giver) as number] as const] : []))
  const method = pairs.length >= enough ? METHODS[0] : expected.size >= enough && found.size >= enough ? METHODS[1] : null
  const compared = method === null ? null : method === 'paired' ? pairedDifference(pairs) : welchDifference([...expected.values()], [...found.values()])
  const gap = compared?.difference ?? null
  // Where all said the same, a few whole numbers do not fix the gap without any doubt: no interval then, and nothing is certain.
  const { low, high } = compared === null || compared.low === compared.high ? { low: null, high: null } : compared
  const certain = low !== null && high !== null && (low > 0 || high < 0)
  return { topic, role, expectation: sideFrom([...expected.values()], enough), perception: sideFrom([...found.values()], enough), pairs: pairs.length, method, gap, low, high, certain, tooFew: method === null }
}

/** The newest score of each giver. */
function newestScores(said: readonly StampedVoice[], kind: 'expectation' | 'perception'): ReadonlyMap<number, number> {
  const newest = new Map<number, StampedVoice>()
  for (const voice of said) {
    if (voice.feedback.line.kind !== kind) continue
    const known = newest.get(voice.giver)
    if (!known || isNewer(voice, known)) newest.set(voice.giver, voice)
  }
  return new Map([...newest].map(([giver, { feedback }]) => [giver, feedback.line.score ?? 0]))
}

function sideFrom(scores: readonly number[], enough: number) {
  const n = scores.length
  if (n < enough) return { n, mean: null, low: null, high: null, tooFew: true }
  const { mean, low, high } = tInterval(scores)
  return { n, mean, ...(low === high ? { low: null, high: null } : { low, high }), tooFew: false }
}

type Row = ReturnType<typeof gapOf>

/** Certain ones first, then by size, then by topic and role; those with too few last. */
function byCertaintyAndSize(a: Row, b: Row): number {
  const rank = (row: Row): number => (row.tooFew ? 2 : row.certain ? 0 : 1)
  const size = Math.abs(b.gap ?? 0) - Math.abs(a.gap ?? 0)
  return rank(a) - rank(b) || (Math.abs(size) > 1e-9 ? size : 0) || ((a.topic ?? '') === (b.topic ?? '') ? ROLES.indexOf(a.role) - ROLES.indexOf(b.role) : (a.topic ?? '') < (b.topic ?? '') ? -1 : 1)
}
