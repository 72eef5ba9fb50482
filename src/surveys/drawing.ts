import { createHash } from 'node:crypto'

const TWO_TO_48 = 281_474_976_710_656

/** A number from 0 to 1 that depends on nothing but these texts: the same texts give the same number, any other text another. */
export function chanceOf(...texts: readonly string[]): number {
  return createHash('sha256').update(texts.join('\0')).digest().readUIntBE(0, 6) / TWO_TO_48
}

/** In an order that the seed alone decides: repeatable, and nobody is a favourite. One hash of a name each, about a microsecond. */
export function shuffledBy<T>(seed: string, items: readonly T[], nameOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, name: nameOf(item) }))
    .map((one) => ({ ...one, at: chanceOf(seed, one.name) }))
    .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
    .map(({ item }) => item)
}
