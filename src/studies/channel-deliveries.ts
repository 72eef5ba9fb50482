import type { Day } from '../base/day.ts'
import { milestonesOf, stateAt } from '../roles/deliveries.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Question } from './question.ts'

/** Deliveries that were due: how many came late, by how many days together, and how many of these are still open. */
export interface Deliveries { n: number; late: number; open: number; delayDays: number }

/** What one party delivers as a seller, and what is delivered to it as a buyer. */
export interface DeliveriesOf { readonly sells: Deliveries; readonly buys: Deliveries }

export function noDeliveries(): Deliveries {
  return { n: 0, late: 0, open: 0, delayDays: 0 }
}

/** A delivery on its own: for the reasons behind a figure. */
export interface Due { readonly agreement: string; readonly milestone: string; readonly seller: number; readonly buyer: number; readonly due: Day; readonly done: Day | null; readonly daysLate: number }

/**
 * Deliveries of agreements for the product that were due in the window and before today, as they stood at its end: late is what was done after it was due, or is not done yet though it was due.
 * An open one counts with the days until then. Cost: the versions of all delivery lines.
 */
export function deliveriesDue(asked: Asked, question: Question, today: Day): Due[] {
  const { world } = asked.view
  const asOf = Math.min(question.to, today)
  const found: Due[] = []
  for (const [key, milestones] of milestonesOf(world, asked.projection.statements, asked.view.knownAt)) {
    const agreement = world.agreements.get(key)
    if (!agreement || (question.product !== null && agreement.product !== question.product)) continue
    const [seller, buyer] = [world.party(agreement.seller), world.party(agreement.buyer)]
    for (const milestone of milestones) {
      const { due, done, name } = stateAt(milestone, asOf)
      if (due === null || due < question.from || due >= asOf) continue
      found.push({ agreement: key, milestone: name, seller, buyer, due, done, daysLate: Math.max(0, (done ?? asOf) - due) })
    }
  }
  return found
}

/** Deliveries by party, on the side on which it stands. */
export function deliveriesOfParties(due: readonly Due[]): ReadonlyMap<number, DeliveriesOf> {
  const found = new Map<number, DeliveriesOf>()
  const of = (party: number): DeliveriesOf => {
    const known = found.get(party) ?? { sells: noDeliveries(), buys: noDeliveries() }
    found.set(party, known)
    return known
  }
  for (const one of due) {
    add(of(one.seller).sells, one)
    add(of(one.buyer).buys, one)
  }
  return found
}

export function add(to: Deliveries, { daysLate, done }: Due): void {
  to.n += 1
  if (daysLate === 0) return
  to.late += 1
  to.delayDays += daysLate
  if (done === null) to.open += 1
}
