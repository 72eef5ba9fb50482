import type { Ownership, World } from './world.ts'

/** Circles of ownership: a data error that ends every chain where it comes back to its start. Each circle once, as the parties in it. */
export function ownershipCircles(world: World): number[][] {
  return circles(world, partiesWith(world, (party) => world.allOf(world.ownershipsOfOrganization, party).length > 0), (party) =>
    world.allOf(world.ownershipsOfOrganization, party).map((ownership: Ownership) => world.party(ownership.parent)))
}

/** Circles of resale: two who sell the same product to each other. */
export function resaleCircles(world: World): { readonly product: string; readonly parties: number[] }[] {
  const products = new Set([...world.agreements.values()].map((agreement) => agreement.product))
  const sellers = new Set([...world.agreements.values()].map((agreement) => world.party(agreement.seller)))
  return [...products].sort().flatMap((product) =>
    circles(world, [...sellers], (party) => world.allOf(world.agreementsOfBuyer, party).filter((agreement) => agreement.product === product).map((agreement) => world.party(agreement.seller)))
      .map((parties) => ({ product, parties })))
}

function partiesWith(world: World, has: (party: number) => boolean): number[] {
  const parties = new Set<number>()
  for (let identifier = 1; identifier <= world.identities.components.size; identifier += 1) if (world.ownershipsOfOrganization.has(identifier)) parties.add(world.party(identifier))
  return [...parties].filter(has)
}

/** Walks in the order of identifiers, not of arrival, so that the same evidence always shows the same circles. */
function circles(world: World, starts: readonly number[], up: (at: number) => number[]): number[][] {
  const inOrder = (parties: Iterable<number>): number[] =>
    [...new Set(parties)].map((party) => ({ party, first: world.identities.identifiers(party)[0] ?? '' })).sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0)).map(({ party }) => party)
  const found = new Map<string, number[]>()
  const done = new Set<number>()
  for (const start of inOrder(starts)) {
    const way: number[] = []
    const walk = (at: number): void => {
      const before = way.indexOf(at)
      if (before >= 0) {
        const circle = way.slice(before)
        found.set([...circle].sort((a, b) => a - b).join(), circle)
        return
      }
      if (done.has(at) || way.length > 1000) return
      way.push(at)
      for (const next of inOrder(up(at))) walk(next)
      way.pop()
      done.add(at)
    }
    walk(start)
  }
  return [...found.values()]
}
