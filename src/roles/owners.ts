import { ALWAYS, type Day, NEVER } from '../base/day.ts'
import type { Ownership, World } from './world.ts'

/** Ownership and resale chains are followed this far. */
export const STEPS_AT_MOST = 8

/** The owners of an organization on a day, nearest first, each with the ownerships that lead up to it. */
export type Owners = ReadonlyMap<number, readonly Ownership[]>

const NO_OWNERS: Owners = new Map()

interface Span {
  readonly from: Day
  readonly to: Day
  readonly owners: Owners
}

/** The earliest `from`, then the smallest key. */
export function byAge(a: { readonly from: Day; readonly key: string }, b: { readonly from: Day; readonly key: string }): number {
  return a.from - b.from || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

export function isOn(fact: { readonly from: Day; readonly to: Day }, day: Day): boolean {
  return fact.from <= day && day < fact.to
}

/** Answers who owns whom, on any day; keeps what it worked out for each organization. */
export class Ownerships {
  readonly #world: World
  readonly #spans = new Map<number, readonly Span[]>()

  constructor(world: World) {
    this.#world = world
  }

  ownersOn(organization: number, day: Day): Owners {
    for (const span of this.#spansOf(organization)) if (span.from <= day && day < span.to) return span.owners
    return NO_OWNERS
  }

  /** True if `owner` owns the organization on that day, at any distance up to eight. */
  owns(owner: number, organization: number, day: Day): boolean {
    return this.ownersOn(organization, day).has(owner)
  }

  /** Adds the days on which the owners of an organization change. */
  addBreaks(organization: number, breaks: Set<Day>): void {
    for (const span of this.#spansOf(organization)) breaks.add(span.from)
  }

  /** All organizations that own this one on some day. */
  everOwners(organization: number): Set<number> {
    const owners = new Set<number>()
    for (const span of this.#spansOf(organization)) for (const owner of span.owners.keys()) owners.add(owner)
    return owners
  }

  /** All organizations that this one owns on some day, at any distance. */
  everOwned(organization: number): Set<number> {
    const owned = new Set<number>()
    const rest = [organization]
    for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
      this.#world.eachOf(this.#world.ownershipsOfParent, at, (ownership) => {
        const child = this.#world.party(ownership.organization)
        if (owned.has(child) || child === organization) return
        owned.add(child)
        rest.push(child)
      })
    }
    return owned
  }

  #spansOf(organization: number): readonly Span[] {
    const known = this.#spans.get(organization)
    if (known) return known
    const spans = this.#workOut(organization)
    this.#spans.set(organization, spans)
    return spans
  }

  #workOut(organization: number): Span[] {
    const breaks = new Set<Day>()
    const reached = new Set([organization])
    for (const at of reached) {
      this.#world.eachOf(this.#world.ownershipsOfOrganization, at, (ownership) => {
        breaks.add(ownership.from).add(ownership.to)
        reached.add(this.#world.party(ownership.parent))
      })
    }
    if (breaks.size === 0) return []
    breaks.add(ALWAYS)
    breaks.delete(NEVER)
    const days = [...breaks].sort((a, b) => a - b)
    return days.map((from, place) => ({ from, to: days[place + 1] ?? NEVER, owners: this.#upFrom(organization, from) }))
  }

  /** Step by step upwards; an organization that is met again ends the way, so a circle ends where it began. */
  #upFrom(organization: number, day: Day): Owners {
    const owners = new Map<number, readonly Ownership[]>()
    let level: { at: number; way: readonly Ownership[] }[] = [{ at: organization, way: [] }]
    for (let step = 0; step < STEPS_AT_MOST && level.length > 0; step += 1) {
      const next: typeof level = []
      for (const { at, way } of level) {
        const up = this.#world.allOf(this.#world.ownershipsOfOrganization, at).filter((ownership) => isOn(ownership, day)).sort(byAge)
        for (const ownership of up) {
          const parent = this.#world.party(ownership.parent)
          if (parent === organization || owners.has(parent)) continue
          const longer = [...way, ownership]
          owners.set(parent, longer)
          next.push({ at: parent, way: longer })
        }
      }
      level = next
    }
    return owners
  }
}
