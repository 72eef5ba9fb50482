import { isJunk } from '../base/identifier.ts'
import { EVERYTHING } from '../roles/projection.ts'
import type { Asked } from '../roles/workspace.ts'

/**
 * True if a line that holds names the identifier. Only where its one mention may have been taken back must the tables be asked:
 * else whoever was ever seen is named.
 */
export async function isNamed(asked: Asked, identifier: number): Promise<boolean> {
  const { world, knownAt, id } = asked.view
  if (world.isMentioned(identifier)) return true
  const { combos } = asked.projection.words
  const used = [...combos.ofIdentifier(identifier), ...combos.ofAccount(identifier)]
  if (everyUseCounts(asked)) return used.length > 0
  const rows = await asked.db.rows(
    'select 1 as found from usage where combo in (select unnest(:combos::int[])) and view_id in (0, :view::int) and recorded_at <= :known::bigint and import_id not in (select unnest(:undone::int[])) limit 1',
    { combos: used, view: id, known: knownAt, undone: asked.undone })
  return rows.length > 0
}

/** True where no use was ever taken back or corrected, and all that is recorded is known: then whoever was seen using still counts. */
function everyUseCounts(asked: Asked): boolean {
  return asked.undone.length === 0 && asked.projection.contested.size === 0 && asked.view.knownAt >= EVERYTHING
}

/** Every party that a line which holds names, or whose use is counted; junk is nobody. */
export async function everyParty(asked: Asked): Promise<number[]> {
  const { world } = asked.view
  const { components } = world.identities
  const used = new Uint8Array(Math.max(components.size, asked.projection.words.identifiers.size) + 1)
  for (const identifier of await usingIdentifiers(asked)) used[identifier] = 1
  const counts = (party: number): boolean => {
    let at = party
    do {
      if (used[at] === 1 || world.isMentioned(at)) return true
      at = components.next(at)
    } while (at !== party)
    return false
  }
  const found: number[] = []
  for (let identifier = 1; identifier <= components.size; identifier += 1) {
    if (world.party(identifier) === identifier && !isJunk(world.dictionary.text(identifier)) && counts(identifier)) found.push(identifier)
  }
  return found
}

/** Identifiers that use, and the accounts it is in. */
async function usingIdentifiers(asked: Asked): Promise<Iterable<number>> {
  const { combos } = asked.projection.words
  if (everyUseCounts(asked)) return bothOf(combos.identifiers, combos.accounts)
  const { id, knownAt } = asked.view
  const rows = await asked.db.rows<{ combo: number }>(
    'select distinct combo from usage where view_id in (0, :view::int) and recorded_at <= :known::bigint and import_id not in (select unnest(:undone::int[]))',
    { view: id, known: knownAt, undone: asked.undone })
  return rows.flatMap(({ combo }) => [combos.identifiers[combo] as number, combos.accounts[combo] as number])
}

function* bothOf(some: Iterable<number>, others: Iterable<number>): Generator<number> {
  yield* some
  yield* others
}
