import type { Instant } from '../base/day.ts'
import type { Tx } from '../db/db.ts'
import { Coverage } from './cover.ts'
import { Covers, Standings } from './covers.ts'
import { pays } from './resale.ts'
import type { StampSpan } from './stamp.ts'
import type { Combos, UsageWords } from './usage-state.ts'
import type { Agreement, World } from './world.ts'

/** The view that is kept up to date: our own organization as seller, everything known. */
export const DEFAULT_VIEW = 1

/**
 * One seller in view at one knowledge time: the graph as known then, and the stamps of every combo over all time.
 * Memory: 12 bytes a combo, and the distinct covers.
 */
export class View {
  readonly id: number
  readonly seller: number
  readonly knownAt: Instant
  world: World
  coverage: Coverage
  standings = new Standings()
  covers = new Covers()

  constructor(id: number, seller: number, knownAt: Instant, world: World) {
    this.id = id
    this.seller = seller
    this.knownAt = knownAt
    this.world = world
    this.coverage = new Coverage(world, world.party(seller))
  }

  /** After the graph changed: what was worked out from the old one is forgotten. */
  renew(world: World): void {
    this.world = world
    this.coverage = new Coverage(world, world.party(this.seller))
  }

  /** Works out the cover of a combo anew. True if anything changed. */
  refresh(combo: number, words: UsageWords): boolean {
    const { combos, products } = words
    const party = this.world.party(combos.identifiers[combo] as number)
    const account = this.world.party(combos.accounts[combo] as number)
    const spans = this.coverage.spansOf({ party, product: products.text(combos.products[combo] as number), account })
    return this.standings.set(combo, party, account, this.covers.number(spans))
  }

  /** Forgets covers that no combo has any more, and numbers the others anew: then all standings and covers must be written. */
  compact(): void {
    const { standings, covers } = this
    const kept = new Covers()
    const renumbered = new Int32Array(covers.length).fill(-1)
    for (let combo = 0; combo < standings.length; combo += 1) {
      const cover = standings.cover(combo)
      if ((renumbered[cover] as number) < 0) renumbered[cover] = kept.number(covers.spansOf(cover))
      standings.set(combo, standings.party(combo), standings.account(combo), renumbered[cover] as number)
    }
    this.covers = kept
  }

  /** Takes up what the tables hold, after a start; the spans come in order of covers and days. */
  restore(standings: Iterable<{ combo: number; party: number; account: number; cover: number }>, coverRows: Iterable<StampSpan & { cover: number }>): void {
    for (const { combo, party, account, cover } of standings) this.standings.set(combo, party, account, cover)
    let spans: StampSpan[] = []
    for (const span of coverRows) {
      while (this.covers.length < span.cover) {
        this.covers.restore(spans)
        spans = []
      }
      spans.push(span)
    }
    if (spans.length > 0) this.covers.restore(spans)
  }
}

/** Agreements under which sponsored use of a product counts besides its stamp: those for everyone, and those that fund it. */
export function alsoUsed(coverage: Coverage, products: Iterable<string>): { product: string; agreement: Agreement }[] {
  const { world } = coverage
  const found: { product: string; agreement: Agreement }[] = []
  for (const product of products) {
    for (const agreement of world.agreementsForEveryone.get(product) ?? []) {
      if (pays(agreement) && world.party(agreement.seller) === coverage.seller) found.push({ product, agreement })
    }
    if (!coverage.isFunded(product)) continue
    const funding = world.products.get(product)?.fundedBy
    for (const agreement of world.allOf(world.agreementsOfSeller, coverage.seller)) if (agreement.product === funding && pays(agreement)) found.push({ product, agreement })
  }
  return found
}

/** Writes the standings of these combos; those that were there before are replaced. */
export async function writeStandings(tx: Tx, view: View, combos: readonly number[], replaced: readonly number[]): Promise<void> {
  if (replaced.length > 0) await tx.run('delete from combo_view where view_id = :view and combo in (select unnest(:combos::int[]))', { view: view.id, combos: replaced })
  const { standings } = view
  await tx.load('combo_view', {
    view_id: new Int32Array(combos.length).fill(view.id),
    combo: Int32Array.from(combos),
    party: Int32Array.from(combos, (combo) => standings.party(combo)),
    account: Int32Array.from(combos, (combo) => standings.account(combo)),
    cover: Int32Array.from(combos, (combo) => standings.cover(combo)),
  })
}

/** Writes all standings and covers in place of those before. Where most changed it costs less than finding what did, and leaves no covers behind. */
export async function rewrite(tx: Tx, view: View): Promise<void> {
  view.compact()
  for (const table of ['combo_view', 'coverage']) await tx.run(`delete from ${table} where view_id = :view::int`, { view: view.id })
  await writeCovers(tx, view, 0)
  if (view.standings.length > 0) await writeStandings(tx, view, allCombos(view), [])
}

/** The combos that stand in a view. */
export function allCombos(view: View): number[] {
  return Array.from({ length: view.standings.length }, (_, combo) => combo)
}

/** Writes the covers from a number on. */
export async function writeCovers(tx: Tx, view: View, from: number): Promise<void> {
  const columns = view.covers.columns(view.id, from)
  if (columns.cover.length > 0) await tx.load('coverage', columns)
}

export async function writeAlsoUsed(tx: Tx, view: View, words: UsageWords): Promise<void> {
  const rows = alsoUsed(view.coverage, words.products.texts.slice(1))
  await tx.run('delete from also_used where view_id = :view', { view: view.id })
  if (rows.length === 0) return
  await tx.load('also_used', {
    view_id: new Int32Array(rows.length).fill(view.id),
    product: Int32Array.from(rows, (row) => words.products.number(row.product)),
    agreement: Int32Array.from(rows, (row) => row.agreement.number),
    from_day: Int32Array.from(rows, (row) => row.agreement.from),
    to_day: Int32Array.from(rows, (row) => row.agreement.to),
  })
}

/** The combos whose cover may have changed with the graph. */
export function combosTouched(world: World, coverage: Coverage, words: UsageWords): Iterable<number> {
  const { combos, products } = words
  const { touched } = world
  if (touched.all) return combos.identifiers.keys()
  const found = new Set<number>()
  const identifiers = new Set(touched.identifiers)
  for (const organization of touched.organizations) for (const identifier of withinOrganization(world, coverage, organization)) identifiers.add(identifier)
  for (const identifier of identifiers) touchParty(world, combos, identifier, found)
  if (touched.products.size > 0) {
    const numbers = new Set<number>()
    for (const product of touched.products) numbers.add(products.find(product))
    for (const [key, { fundedBy }] of world.products) if (fundedBy !== null && touched.products.has(fundedBy)) numbers.add(products.find(key))
    for (let combo = 0; combo < combos.size; combo += 1) if (numbers.has(combos.products[combo] as number)) found.add(combo)
  }
  return found
}

function touchParty(world: World, combos: Combos, identifier: number, found: Set<number>): void {
  for (const member of world.identities.components.members(identifier)) {
    for (const combo of combos.ofIdentifier(member)) found.add(combo)
    for (const combo of combos.ofAccount(member)) found.add(combo)
  }
}

/** Everybody whom an organization's agreements may reach: its members, stated and guessed, those of what it owns, and use in their accounts. */
function* withinOrganization(world: World, coverage: Coverage, organization: number): Generator<number> {
  const party = world.party(organization)
  for (const at of [party, ...coverage.owners.everOwned(party)]) {
    for (const identifier of world.identities.components.members(at)) {
      yield identifier
      for (const membership of world.membershipsOfOrganization.get(identifier)) yield membership.person
      const text = world.dictionary.text(identifier)
      if (text.startsWith('domain:')) yield* world.peopleOfDomain(text)
    }
  }
}
