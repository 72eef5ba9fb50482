import { Refusal } from '../base/refusal.ts'
import type { View } from '../roles/view.ts'
import type { Asked } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { orderName, type Roster } from './parties-roster.ts'

/** Parties in the order asked for, with what each is ordered by; null where it has none, which stands last in both directions. */
export interface Ordered {
  readonly parties: Int32Array
  /** NaN where there is none; null where parties are ordered by name alone. */
  readonly values: Float64Array | null
  readonly descending: boolean
}

/**
 * Orders parties by a value, then by name. Cost: one sort of whole numbers, into which value and place by name are packed;
 * by name alone nothing is sorted, since the roster is.
 */
export function ordered(asked: Asked, roster: Roster, parties: Iterable<number> | null, valueOf: ((party: number) => number | null) | null, descending: boolean): Ordered {
  const { ranks, atRank } = ranked(asked.view.world, roster, parties)
  if (valueOf === null) {
    if (descending) ranks.reverse()
    return { parties: ranks.map(atRank), values: null, descending }
  }
  const values = Float64Array.from(ranks, (rank) => valueOf(atRank(rank)) ?? Number.NaN)
  const distinct = Float64Array.from(new Set(values)).sort()
  const places = new Map<number, number>()
  let count = 0
  for (const value of distinct) if (!Number.isNaN(value)) places.set(value, descending ? distinct.length - (count += 1) : (count += 1))
  const last = distinct.length + 1
  const width = atRank.size + 1
  const packed = new Float64Array(ranks.length)
  for (let at = 0; at < ranks.length; at += 1) packed[at] = (places.get(values[at] as number) ?? last) * width + (ranks[at] as number)
  packed.sort()
  const result = new Int32Array(packed.length)
  const inOrder = new Float64Array(packed.length)
  for (let at = 0; at < packed.length; at += 1) {
    const party = atRank((packed[at] as number) % width)
    result[at] = party
    inOrder[at] = valueOf(party) ?? Number.NaN
  }
  return { parties: result, values: inOrder, descending }
}

/** The places by name of these parties, in that order. Who uses but is nobody by name (junk) comes after all others. */
function ranked(world: World, roster: Roster, parties: Iterable<number> | null) {
  const size = roster.parties.length
  if (parties === null) return { ranks: Int32Array.from({ length: size }, (_, rank) => rank), atRank: Object.assign((rank: number) => roster.parties[rank] as number, { size }) }
  const ranks: number[] = []
  const others: number[] = []
  for (const party of parties) {
    const rank = roster.rank[party] ?? -1
    if (rank >= 0) ranks.push(rank)
    else others.push(party)
  }
  const extra = others.map((party) => ({ party, name: orderName(world, party) })).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (let place = 0; place < extra.length; place += 1) ranks.push(size + place)
  const atRank = (rank: number): number => (rank < size ? (roster.parties[rank] as number) : (extra[rank - size]?.party ?? 0))
  return { ranks: Int32Array.from(ranks).sort(), atRank: Object.assign(atRank, { size: size + extra.length }) }
}

/** `next` of a page: the last row of it, by what it was ordered by, so that the next page goes on after it however many came before it meanwhile. */
export function cursorAfter(world: World, list: Ordered, place: number): string {
  const value = list.values === null ? null : list.values[place]
  return Buffer.from(JSON.stringify([value === undefined || Number.isNaN(value) ? null : value, orderName(world, list.parties[place] as number)])).toString('base64url')
}

/** The place of the first row after a cursor. Cost: the logarithm of the list. */
export function placeAfter(world: World, list: Ordered, cursor: string): number {
  const [value, name] = readCursor(cursor)
  let low = 0
  let high = list.parties.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAfter(world, list, middle, value, name)) high = middle
    else low = middle + 1
  }
  return low
}

function isAfter(world: World, list: Ordered, place: number, value: number | null, name: string): boolean {
  const own = orderName(world, list.parties[place] as number)
  if (list.values === null) return list.descending ? own < name : own > name
  const here = list.values[place] as number
  const none = Number.isNaN(here)
  if (none !== (value === null)) return none
  if (!none && value !== null && here !== value) return list.descending ? here < value : here > value
  return own > name
}

function readCursor(cursor: string): readonly [number | null, string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(read) && read.length === 2 && (read[0] === null || typeof read[0] === 'number') && typeof read[1] === 'string') return [read[0], read[1]]
  } catch {
    // said below
  }
  throw new Refusal('bad-parameter', "'cursor' must be the `next` of the page before.", { parameter: 'cursor' })
}

const LISTS_KEPT = 12

interface Kept {
  readonly world: World
  readonly applied: number
  readonly lists: Map<string, Promise<unknown>>
}

const kept = new WeakMap<View, Kept>()

/** What was worked out from all parties or all use of a view, kept until anything new comes, so that scrolling costs one page at a time. */
export function keptFor<T>({ view, projection }: Asked, name: string, make: () => Promise<T>): Promise<T> {
  // Where another process writes the tables, they may be ahead of or behind what this one knows.
  if (!projection.writes) return make()
  const before = kept.get(view)
  const current = before && before.world === view.world && before.applied === projection.applied ? before : { world: view.world, applied: projection.applied, lists: new Map<string, Promise<unknown>>() }
  if (current !== before) kept.set(view, current)
  const known = current.lists.get(name) as Promise<T> | undefined
  if (known) {
    current.lists.delete(name)
    current.lists.set(name, known)
    return known
  }
  const made = make()
  made.catch(() => current.lists.delete(name))
  current.lists.set(name, made)
  for (const oldest of [...current.lists.keys()].slice(0, Math.max(0, current.lists.size - LISTS_KEPT))) current.lists.delete(oldest)
  return made
}
