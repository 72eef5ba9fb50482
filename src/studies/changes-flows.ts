import type { Parameters } from '../db/db.ts'
import type { PayerKind } from '../roles/stamp.ts'
import { PAYER_KINDS, sameStamp, type StampSpan } from '../roles/stamp.ts'
import type { View } from '../roles/view.ts'
import type { Asked } from '../roles/workspace.ts'
import type { World } from '../roles/world.ts'
import type { Question } from './question.ts'
import { sql } from './sql.ts'

/** The same seller and window as known at two times: the views of both, held still together. */
export interface TwoTimes {
  readonly was: Asked
  readonly now: Asked
  readonly question: Question
}

/** Where use stands: with a payer kind, left out, or not known at all. */
export const SIDES = [...PAYER_KINDS, 'staff', 'left-out', 'not-known'] as const
export type SideKind = PayerKind | 'staff' | 'left-out' | 'not-known'

/** Use that goes from one side to another; payers are parties as known later, 0 for none and for those who pay themselves. */
export interface MovedUse {
  readonly from_side: number
  readonly from_payer: number
  readonly to_side: number
  readonly to_payer: number
  readonly usage_days: number
}
export interface FlowRow extends MovedUse { readonly users: number }
export interface MoverRow extends MovedUse { readonly party: number }
/** Of use that is known at one time only, the import it came with; else 0. */
export interface ComboRow extends MoverRow { readonly combo: number; readonly day: number; readonly import_id: number }

/** An identifier's party in a graph that may have been made before the identifier was met; 0 there. */
export function partyIn(world: World, identifier: number): number {
  return identifier <= 0 || identifier > world.identities.components.size ? 0 : world.party(identifier)
}

/** The parameters of queries about moved use. Cost: every combo is compared in memory; then the use of those that stand otherwise. */
export async function movedParameters({ was, now, question }: TwoTimes): Promise<Parameters> {
  const { words } = now.projection
  const times = {
    thenView: was.view.id, nowView: now.view.id, thenKnown: was.view.knownAt, nowKnown: now.view.knownAt, from: question.from, to: question.to,
  }
  const undone = [...was.undone, ...now.undone]
  const learned = await now.db.rows<{ combo: number }>(sql('changes-learned-combos'), { ...times, undone })
  const combos = new Set([...learned.map(({ combo }) => combo), ...combosOtherwise(was.view, now.view)])
  const renamed = renamedPayers(was.view, now.view)
  return {
    ...times, thenUndone: was.undone, nowUndone: now.undone, combos: [...combos], oldPayers: [...renamed.keys()], newPayers: [...renamed.values()],
    product: question.product === null ? null : words.products.find(question.product), staff: question.staff,
  }
}

/** Combos whose party, account or stamps differ between two views. */
function combosOtherwise(was: View, now: View): number[] {
  const found: number[] = []
  // Most combos share few covers, so pairs of covers are compared once.
  const compared = new Map<string, boolean>()
  const size = Math.max(was.standings.length, now.standings.length)
  for (let combo = 0; combo < size; combo += 1) {
    const [a, b] = [was.standings, now.standings]
    if (a.cover(combo) < 0 || b.cover(combo) < 0 || a.party(combo) !== b.party(combo) || a.account(combo) !== b.account(combo)) {
      found.push(combo)
      continue
    }
    const [coverThen, coverNow] = [a.cover(combo), b.cover(combo)]
    const name = `${coverThen} ${coverNow}`
    const known = compared.get(name)
    const same = known ?? sameSpans(was.covers.spansOf(coverThen), now.covers.spansOf(coverNow))
    if (known === undefined) compared.set(name, same)
    if (!same) found.push(combo)
  }
  return found
}

function sameSpans(a: readonly StampSpan[], b: readonly StampSpan[]): boolean {
  return a.length === b.length && a.every((span, place) => {
    const other = b[place] as StampSpan
    return span.from === other.from && span.to === other.to && sameStamp(span, other)
  })
}

/** Payers of the earlier view that have another number in the later one, because they were merged or parted. */
function renamedPayers(was: View, now: View): Map<number, number> {
  const renamed = new Map<number, number>()
  for (let cover = 0; cover < was.covers.length; cover += 1) {
    for (const { payer } of was.covers.spansOf(cover)) {
      const later = partyIn(now.world, payer)
      if (payer !== 0 && later !== 0 && later !== payer) renamed.set(payer, later)
    }
  }
  return renamed
}

export function flowRows({ now }: TwoTimes, parameters: Parameters): Promise<FlowRow[]> {
  return now.db.rows<FlowRow>(sql('changes-flows'), parameters)
}

export function moverRows({ now }: TwoTimes, parameters: Parameters, limit: number, offset: number): Promise<MoverRow[]> {
  return now.db.rows<MoverRow>(sql('changes-movers'), { ...parameters, limit, offset })
}

export function comboRows({ now }: TwoTimes, parameters: Parameters, limit: number): Promise<ComboRow[]> {
  return now.db.rows<ComboRow>(sql('changes-combos'), { ...parameters, limit })
}
