import type { World } from '../roles/world.ts'

/** A plain value of a trait, as lines say it. */
export type Trait = string | number | boolean | null

type PartyLineOf = World['partyLines'] extends { get(at: number): readonly (infer T)[] } ? T : never

/** What the newest party line that speaks of it says; undefined if none does. */
function newest<T>(world: World, party: number, said: (line: PartyLineOf['line']) => T | undefined): T | undefined {
  let value: T | undefined
  let last: PartyLineOf | null = null
  world.eachOf(world.partyLines, party, (item) => {
    const one = said(item.line)
    if (one === undefined || (last !== null && isOlder(item, last))) return
    value = one
    last = item
  })
  return value
}

function isOlder({ held: { held: a } }: PartyLineOf, { held: { held: b } }: PartyLineOf): boolean {
  return a.recordedAt < b.recordedAt || (a.recordedAt === b.recordedAt && a.position < b.position)
}

/** The category by the newest line that has one. */
export function categoryOf(world: World, party: number): string | null {
  const category = newest(world, party, (line) => line.category ?? undefined)?.trim() ?? ''
  return category === '' ? null : category
}

/** A trait by the newest line that names it: one that says null, or nothing but blanks, takes the trait back. */
export function traitOf(world: World, party: number, name: string): Trait {
  return known(newest(world, party, ({ traits }) => (traits !== null && Object.hasOwn(traits, name) ? traits[name] : undefined)))
}

function known(value: Trait | undefined): Trait {
  return value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value
}

/** A trait as it is compared and grouped by; '' for what is not known. */
export function textOfTrait(value: Trait): string {
  return value === null ? '' : String(value).trim()
}

/** All traits of a party that are not taken back, as text. */
export function traitsOf(world: World, party: number): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly value: Trait; readonly item: PartyLineOf }>()
  world.eachOf(world.partyLines, party, (item) => {
    for (const [name, value] of Object.entries(item.line.traits ?? {})) {
      const before = found.get(name)
      if (!before || !isOlder(item, before.item)) found.set(name, { value: known(value), item })
    }
  })
  return new Map([...found].filter(([, { value }]) => value !== null).map(([name, { value }]) => [name, textOfTrait(value)]))
}
