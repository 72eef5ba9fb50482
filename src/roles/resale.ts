import { ALWAYS, type Day, NEVER } from '../base/day.ts'
import { byAge, isOn, STEPS_AT_MOST } from './owners.ts'
import type { Agreement, World } from './world.ts'

interface Span {
  readonly from: Day
  readonly to: Day
  /** From the seller's own purchase up to the agreement sold by the seller in view; null if no money gets there. */
  readonly chain: readonly Agreement[] | null
}

/** A free plan pays for nothing; an agreement of which we do not know the amount pays. */
export function pays(agreement: Agreement): boolean {
  return agreement.amountMinor !== 0
}

/** Answers whether a seller's money reaches the seller in view, and how; keeps what it worked out for each seller and product. */
export class Resales {
  readonly #world: World
  readonly #seller: number
  readonly #spans = new Map<string, readonly Span[]>()

  constructor(world: World, seller: number) {
    this.#world = world
    this.#seller = seller
  }

  /** The agreements that stand above an agreement sold by `from`, for one product on a day. The shortest chain holds. */
  chainOn(from: number, product: string, day: Day): readonly Agreement[] | null {
    for (const span of this.#spansOf(from, product)) if (span.from <= day && day < span.to) return span.chain
    return null
  }

  addBreaks(from: number, product: string, breaks: Set<Day>): void {
    for (const span of this.#spansOf(from, product)) breaks.add(span.from)
  }

  #spansOf(from: number, product: string): readonly Span[] {
    const name = `${from}\0${product}`
    const known = this.#spans.get(name)
    if (known) return known
    const spans = this.#workOut(from, product)
    this.#spans.set(name, spans)
    return spans
  }

  #boughtBy(party: number, product: string): Agreement[] {
    return this.#world.allOf(this.#world.agreementsOfBuyer, party).filter((agreement) => agreement.product === product && pays(agreement))
  }

  #workOut(from: number, product: string): Span[] {
    const breaks = new Set<Day>()
    const reached = new Set([from])
    let leads = false
    for (const at of reached) {
      if (at === this.#seller) {
        leads = true
        continue
      }
      for (const agreement of this.#boughtBy(at, product)) {
        breaks.add(agreement.from).add(agreement.to)
        reached.add(this.#world.party(agreement.seller))
      }
    }
    if (!leads) return []
    breaks.add(ALWAYS)
    breaks.delete(NEVER)
    const days = [...breaks].sort((a, b) => a - b)
    return days.map((start, place) => ({ from: start, to: days[place + 1] ?? NEVER, chain: this.#upFrom(from, product, start) }))
  }

  #upFrom(from: number, product: string, day: Day): readonly Agreement[] | null {
    const stepsTo = new Map<number, number>([[from, 0]])
    const bought = new Map<number, Agreement[]>()
    let level = [from]
    for (let steps = 1; steps <= STEPS_AT_MOST && !stepsTo.has(this.#seller) && level.length > 0; steps += 1) {
      const next: number[] = []
      for (const at of level) {
        const up = this.#boughtBy(at, product).filter((agreement) => isOn(agreement, day)).sort(byAge)
        bought.set(at, up)
        for (const agreement of up) {
          const above = this.#world.party(agreement.seller)
          if (stepsTo.has(above)) continue
          stepsTo.set(above, steps)
          next.push(above)
        }
      }
      level = next
    }
    if (!stepsTo.has(this.#seller)) return null
    return this.#oldest(from, stepsTo, bought, new Set())
  }

  /** Among the shortest chains: at each step the earliest `from`, then the smallest key. */
  #oldest(at: number, stepsTo: ReadonlyMap<number, number>, bought: ReadonlyMap<number, readonly Agreement[]>, deadEnds: Set<number>): Agreement[] | null {
    if (at === this.#seller) return []
    const next = (stepsTo.get(at) ?? 0) + 1
    for (const agreement of bought.get(at) ?? []) {
      const above = this.#world.party(agreement.seller)
      // A shortest chain goes one step further with every agreement, so whoever leads nowhere from here leads nowhere at all.
      if (stepsTo.get(above) !== next || deadEnds.has(above)) continue
      const rest = this.#oldest(above, stepsTo, bought, deadEnds)
      if (rest) return [agreement, ...rest]
    }
    deadEnds.add(at)
    return null
  }
}
