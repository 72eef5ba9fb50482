import type { JoinRefusal } from '../identity/components.ts'
import type { Place } from '../identity/identities.ts'
import { Coverage } from './cover.ts'
import type { Projection } from './projection.ts'
import type { StampSpan } from './stamp.ts'
import { combosTouched, type View } from './view.ts'
import type { HeldWord, World } from './world.ts'

/** How a combo stands: whose use, in whose account, with its stamps over time. */
export interface Placing {
  readonly party: number
  readonly account: number
  readonly spans: readonly StampSpan[]
}

/** What words by hand would alter: all combos of every party whose use would stand otherwise, as they stand and as they would. */
export interface Supposed<T> {
  readonly combos: ReadonlyMap<number, { readonly before: Placing; readonly after: Placing }>
  /** Smallest identifiers of the parties of these combos as they would be: they decide ties. */
  readonly names: ReadonlyMap<number, string>
  /** Why a word would do nothing, if it would: what it asks for cannot be. */
  readonly refusal: JoinRefusal | null
  /** What was asked of the graph as it would be. */
  readonly told: T
}

/**
 * The graph, and who pays for what, as they would be if these words were taken back and those said. Nothing is written, and nobody else sees it.
 * Works in one go: cost as the words' own, without the tables (combos that they may reach, some 5 microseconds each).
 */
export function suppose<T>(projection: Projection, view: View, takenBack: readonly HeldWord[], said: readonly HeldWord[], ask: (coverage: Coverage, combos: Supposed<T>['combos']) => T): Supposed<T> {
  const { world } = view
  const { combos: words, products } = projection.words
  const standing = (combo: number): Placing => {
    const { standings, covers } = view
    return { party: standings.party(combo), account: standings.account(combo), spans: covers.spansOf(standings.cover(combo)) }
  }
  const { components } = world.identities
  return world.supposing(takenBack, said, () => {
    const coverage = new Coverage(world, world.party(view.seller))
    const place = (combo: number): Placing => {
      const party = world.party(words.identifiers[combo] as number)
      const account = world.party(words.accounts[combo] as number)
      return { party, account, spans: coverage.spansOf({ party, product: products.text(words.products[combo] as number), account }) }
    }
    const combos = new Map<number, { readonly before: Placing; readonly after: Placing }>()
    for (const combo of combosTouched(world, coverage, projection.words)) {
      if (combo >= view.standings.length) continue
      const [before, after] = [standing(combo), place(combo)]
      if (!isSame(before, after)) combos.set(combo, { before, after })
    }
    // Users are counted by party, so all use of the parties concerned is wanted, also what stays as it is.
    const changed = [...combos.values()]
    const people = new Set<number>()
    for (const party of new Set(changed.map(({ before }) => before.party))) for (const member of components.members(party)) people.add(member)
    for (const party of new Set(changed.map(({ after }) => after.party))) for (const member of world.identities.components.members(party)) people.add(member)
    for (const member of people) for (const combo of words.ofIdentifier(member)) if (!combos.has(combo) && combo < view.standings.length) combos.set(combo, { before: standing(combo), after: place(combo) })
    const names = new Map<number, string>()
    for (const { after } of combos.values()) if (!names.has(after.party)) names.set(after.party, world.identities.identifiers(after.party)[0] ?? '')
    return { combos, names, refusal: refusalOf(world, said), told: ask(coverage, combos) }
  })
}

function refusalOf(world: World, said: readonly HeldWord[]): JoinRefusal | null {
  const versions = new Set<Place>(said.map(({ held }) => held))
  return world.identities.refusals.find(({ joining }) => versions.has(joining.held))?.refusal ?? null
}

function isSame(a: Placing, b: Placing): boolean {
  return a.party === b.party && a.account === b.account && a.spans.length === b.spans.length
    && a.spans.every((span, place) => {
      const other = b.spans[place] as StampSpan
      return span.from === other.from && span.to === other.to && span.kind === other.kind && span.payer === other.payer && span.agreement === other.agreement && span.via === other.via && span.reason === other.reason && span.leftOut === other.leftOut
    })
}
