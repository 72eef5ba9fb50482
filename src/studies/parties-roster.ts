import { folded } from '../identity/letters.ts'
import type { View } from '../roles/view.ts'
import type { Asked } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import { everyParty } from './named.ts'
import { statedName } from './party-shape.ts'

/** Every party by name. Memory: two whole numbers a party; the names themselves are looked up when asked. */
export interface Roster {
  /** Parties by name; those without one last, by identifier. */
  readonly parties: Int32Array
  /** The place of a party in that order, by its number; -1 for none. */
  readonly rank: Int32Array
}

interface Kept {
  readonly world: World
  readonly stand: string
  readonly roster: Roster
}

const kept = new WeakMap<View, Kept>()
/** Sorts after every letter: parties without a name come last. */
const UNNAMED = '\uffff'

/**
 * The roster of a view, kept until a line other than use comes, or somebody is seen for the first time.
 * Cost of a new one: the names of all parties, and a sort that begins with the order before, of which little is changed.
 */
export async function rosterOf(asked: Asked): Promise<Roster> {
  const { view } = asked
  const known = kept.get(view)
  const stand = standOf(asked)
  if (known && known.world === view.world && known.stand === stand) return known.roster
  const found = await everyParty(asked)
  const roster = known ? arranged(view.world, inOrderBefore(found, known.roster)) : arranged(view.world, found)
  kept.set(view, { world: view.world, stand, roster })
  return roster
}

/** Says whether names or the list of parties may have changed. While no use was ever taken back, use of known parties changes neither. */
function standOf({ projection, undone, view }: Asked): string {
  const { statements, contested, words, applied } = projection
  const simple = undone.length === 0 && contested.size === 0 && view.knownAt >= Number.MAX_SAFE_INTEGER
  return `${statements.changes} ${view.world.identities.components.size} ${simple ? words.combos.size : applied}`
}

function inOrderBefore(parties: readonly number[], before: Roster): number[] {
  const place = (party: number): number => before.rank[party] ?? -1
  const known = new Int32Array(before.parties.length).fill(0)
  const fresh: number[] = []
  for (const party of parties) {
    const at = place(party)
    if (at >= 0) known[at] = party
    else fresh.push(party)
  }
  const ordered: number[] = []
  for (const party of known) if (party !== 0) ordered.push(party)
  for (const party of fresh) ordered.push(party)
  return ordered
}

function arranged(world: World, parties: readonly number[]): Roster {
  const named = parties.map((party) => ({ party, name: orderName(world, party) }))
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const rank = new Int32Array(world.identities.components.size + 1).fill(-1)
  const order = new Int32Array(named.length)
  for (let place = 0; place < named.length; place += 1) {
    const { party } = named[place] as { party: number }
    order[place] = party
    rank[party] = place
  }
  return { parties: order, rank }
}

/** What a party is ordered by: its name in plain letters, then its smallest identifier. It is the same in whatever order evidence came. */
export function orderName(world: World, party: number): string {
  const name = statedName(world, party)
  const { components } = world.identities
  let smallest = world.dictionary.text(party)
  for (let at = components.next(party); at !== party; at = components.next(at)) {
    const text = world.dictionary.text(at)
    if (text < smallest) smallest = text
  }
  return `${name === null ? UNNAMED : plain(name)}\0${smallest}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/** Small letters without marks, so that Österreich stands with the O, and is found by `osterreich`. */
export function plain(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : folded(text)
}

/** Whether a party's name or one of its identifiers holds a text, in any case. */
export function holding(world: World, text: string): (party: number) => boolean {
  const wanted = plain(text)
  const { components } = world.identities
  return (party) => {
    if (plain(statedName(world, party) ?? '').includes(wanted)) return true
    let at = party
    do {
      if (plain(world.dictionary.text(at)).includes(wanted)) return true
      at = components.next(at)
    } while (at !== party)
    return false
  }
}
