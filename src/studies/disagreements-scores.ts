import { Type } from 'typebox'
import { isNewer } from './satisfaction.ts'
import { scoreDifference, type ScoredKind, scoreFrom, SCORES } from './satisfaction-scores.ts'
import type { Voice } from './voices.ts'
import { type Side, sideOf } from './voices-groups.ts'

const NUMBER = Type.Union([Type.Number(), Type.Null()])
const SIDE = Type.Object({ n: Type.Integer(), score: NUMBER, low: NUMBER, high: NUMBER, tooFew: Type.Boolean() })

export const SCORES_BY_TOPIC = Type.Array(Type.Object({
  topic: Type.String(), kind: Type.Union(SCORES.map((kind) => Type.Literal(kind))), users: SIDE, customers: SIDE,
  difference: NUMBER, low: NUMBER, high: NUMBER, certain: Type.Boolean(), tooFew: Type.Boolean(),
}), { description: 'Scores of a topic: users minus customers in points, certain ones first, then by size.' })

/** What both sides score per topic: of each giver the newest answer of a kind about it. A giver stands on one side for all of the window. */
export function topicScores(heard: readonly Voice[], enough: number) {
  const sides = sidesOf(heard)
  const newest = new Map<string, Voice>()
  for (const voice of heard) {
    const { topic, kind } = voice.feedback.line
    if (topic === null || !(SCORES as readonly string[]).includes(kind)) continue
    const name = JSON.stringify([topic, kind, voice.giver])
    const known = newest.get(name)
    if (!known || isNewer(voice, known)) newest.set(name, voice)
  }
  const cells = new Map<string, { readonly topic: string; readonly kind: ScoredKind; readonly users: number[]; readonly customers: number[] }>()
  for (const { giver, feedback: { line } } of newest.values()) {
    const side = sides.get(giver)
    if (side !== 'users' && side !== 'customers') continue
    const [topic, kind] = [line.topic ?? '', line.kind as ScoredKind]
    const name = JSON.stringify([topic, kind])
    const cell = cells.get(name) ?? { topic, kind, users: [], customers: [] }
    cell[side].push(line.score ?? 0)
    cells.set(name, cell)
  }
  return [...cells.values()].map(({ topic, kind, users, customers }) => {
    const tooFew = users.length < enough || customers.length < enough
    const compared = tooFew ? null : scoreDifference(kind, users, customers)
    const difference = compared?.difference ?? null
    // Where all of a side said the same, and all of the other, there is nothing to tell the doubt from.
    const { low, high } = compared === null || compared.low === compared.high ? { low: null, high: null } : compared
    return { topic, kind, users: scoreFrom(kind, users, enough), customers: scoreFrom(kind, customers, enough), difference, low, high, certain: low !== null && high !== null && (low > 0 || high < 0), tooFew }
  }).sort(byCertaintyAndSize)
}

/** Whoever was customer or decider at any voice stands with the customers; else, if user at any, with the users. */
function sidesOf(heard: readonly Voice[]): ReadonlyMap<number, Side> {
  const sides = new Map<number, Side>()
  for (const voice of heard) {
    const side = sideOf(voice)
    const known = sides.get(voice.giver)
    if (known === undefined || side === 'customers' || (side === 'users' && known === 'neither')) sides.set(voice.giver, side)
  }
  return sides
}

interface Row { readonly topic: string; readonly kind: string; readonly difference: number | null; readonly certain: boolean; readonly tooFew: boolean }

/** Certain ones first, then by size, then by topic and kind; those with too few last. */
function byCertaintyAndSize(a: Row, b: Row): number {
  const rank = (row: Row): number => (row.tooFew ? 2 : row.certain ? 0 : 1)
  const size = Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0)
  return rank(a) - rank(b) || (Math.abs(size) > 1e-9 ? size : 0) || (a.topic === b.topic ? (a.kind < b.kind ? -1 : 1) : a.topic < b.topic ? -1 : 1)
}
