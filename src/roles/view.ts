import type { Instant } from '../base/day.ts'
import type { Columns, Tx } from '../db/db.ts'
import { Coverage } from './cover.ts'
import { pays } from './resale.ts'
import type { StampSpan } from './stamp.ts'
import type { Combos, UsageWords } from './usage-state.ts'
import type { Agreement, World } from './world.ts'

/** The view that is kept up to date: our own organization as seller, everything known. */
export const DEFAULT_VIEW = 1

/** How a combo stands in a view: its party, its account's party, and the cover that it shares with all of the same stamps. */
interface Standing {
  readonly party: number
  readonly account: number
  readonly cover: number
}

/**
 * One seller in view at one knowledge time: the graph as known then, and the stamps of every combo over all time.
 * Memory: about 60 bytes a combo, and the distinct covers.
 */
export class View {
  readonly id: number
  readonly seller: number
  readonly knownAt: Instant
  world: World
  coverage: Coverage
  readonly standings: Standing[] = []
  readonly covers: (readonly StampSpan[])[] = []
  readonly #coverNumbers = new Map<string, number>()

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
    const cover = this.#number(spans)
    const before = this.standings[combo]
    if (before && before.party === party && before.account === account && before.cover === cover) return false
    this.standings[combo] = { party, account, cover }
    return true
  }

  #number(spans: readonly StampSpan[]): number {
    let name = ''
    for (const span of spans) name += `${span.from},${span.kind},${span.payer},${span.agreement},${span.via},${span.reason},${span.leftOut};`
    const known = this.#coverNumbers.get(name)
    if (known !== undefined) return known
    const number = this.covers.length
    this.#coverNumbers.set(name, number)
    this.covers.push(spans)
    return number
  }

  /** Forgets covers that no combo has any more, and numbers the others anew: then all standings and covers must be written. */
  compact(): void {
    const names = [...this.#coverNumbers.keys()]
    const covers = this.covers.splice(0)
    this.#coverNumbers.clear()
    const renumbered = new Int32Array(covers.length).fill(-1)
    this.standings.forEach(({ party, account, cover }, combo) => {
      if ((renumbered[cover] as number) < 0) {
        renumbered[cover] = this.covers.length
        this.#coverNumbers.set(names[cover] as string, this.covers.length)
        this.covers.push(covers[cover] as readonly StampSpan[])
      }
      this.standings[combo] = { party, account, cover: renumbered[cover] as number }
    })
  }

  /** Takes up what the tables hold, after a start. */
  restore(standings: Iterable<{ combo: number; party: number; account: number; cover: number }>, coverRows: Iterable<StampSpan & { cover: number }>): void {
    for (const { combo, party, account, cover } of standings) this.standings[combo] = { party, account, cover }
    const lists: StampSpan[][] = []
    for (const { cover, ...span } of coverRows) {
      const list = lists[cover]
      if (list) list.push(span)
      else lists[cover] = [span]
    }
    for (const list of lists) this.#number((list ?? []).sort((a, b) => a.from - b.from))
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
  const standing = (combo: number): Standing => view.standings[combo] as Standing
  await tx.load('combo_view', {
    view_id: new Int32Array(combos.length).fill(view.id),
    combo: Int32Array.from(combos),
    party: Int32Array.from(combos, (combo) => standing(combo).party),
    account: Int32Array.from(combos, (combo) => standing(combo).account),
    cover: Int32Array.from(combos, (combo) => standing(combo).cover),
  })
}

/** Writes all standings and covers in place of those before. Where most changed it costs less than finding what did, and leaves no covers behind. */
export async function rewrite(tx: Tx, view: View): Promise<void> {
  view.compact()
  for (const table of ['combo_view', 'coverage']) await tx.run(`delete from ${table} where view_id = :view::int`, { view: view.id })
  await writeCovers(tx, view, 0)
  if (view.standings.length > 0) await writeStandings(tx, view, [...view.standings.keys()], [])
}

/** Writes the covers from a number on. */
export async function writeCovers(tx: Tx, view: View, from: number): Promise<void> {
  const rows: (StampSpan & { cover: number })[] = []
  for (let cover = from; cover < view.covers.length; cover += 1) for (const span of view.covers[cover] ?? []) rows.push({ cover, ...span })
  if (rows.length > 0) await tx.load('coverage', coverColumns(view.id, rows))
}

function coverColumns(view: number, rows: readonly (StampSpan & { cover: number })[]): Columns {
  return {
    view_id: new Int32Array(rows.length).fill(view),
    cover: Int32Array.from(rows, (row) => row.cover),
    from_day: Int32Array.from(rows, (row) => row.from),
    to_day: Int32Array.from(rows, (row) => row.to),
    kind: Int32Array.from(rows, (row) => row.kind),
    payer: Int32Array.from(rows, (row) => row.payer),
    agreement: Int32Array.from(rows, (row) => row.agreement),
    via: Int32Array.from(rows, (row) => row.via),
    reason: Int32Array.from(rows, (row) => row.reason),
    left_out: Int32Array.from(rows, (row) => row.leftOut),
  }
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
