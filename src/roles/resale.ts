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
    const length = stepsTo.get(this.#seller)
    if (length === undefined) return null
    return this.#oldest(from, length, bought)
  }

  /** Among the shortest chains: at each step the earliest `from`, then the smallest key. */
  #oldest(at: number, left: number, bought: ReadonlyMap<number, readonly Agreement[]>): Agreement[] | null {
    if (left === 0) return at === this.#seller ? [] : null
    for (const agreement of bought.get(at) ?? []) {
      const rest = this.#oldest(this.#world.party(agreement.seller), left - 1, bought)
      if (rest) return [agreement, ...rest]
    }
    return null
  }
}
