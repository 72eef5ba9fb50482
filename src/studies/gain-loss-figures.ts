import { Type } from 'typebox'
import { moneyList } from './flows.ts'
import type { Entity } from './gain-loss-population.ts'
import { OUTCOMES, type Outcome, outcomeOf, type Reached } from './gain-loss-reach.ts'

const MONEY = Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }))
const NUMBER = Type.Union([Type.Number(), Type.Null()])
const PEOPLE = Type.Integer({ description: 'People and machines; each counts once.' })
const OF_USERS = Type.Object({ people: PEOPLE, usageDays: Type.Integer(), money: MONEY, share: NUMBER })
const OF_CUSTOMERS = Type.Object({ people: PEOPLE, customers: Type.Integer({ description: 'Those who buy.' }), usageDays: Type.Integer(), money: MONEY, share: NUMBER })

/** The figures of both sides by outcome: gain, lose, both, unknown. They add up to everybody. */
export const SIDE_FIGURES = {
  users: Type.Object({ gain: OF_USERS, lose: OF_USERS, both: OF_USERS, unknown: OF_USERS, n: Type.Integer(), tooFew: Type.Boolean() }),
  customers: Type.Object({ gain: OF_CUSTOMERS, lose: OF_CUSTOMERS, both: OF_CUSTOMERS, unknown: OF_CUSTOMERS, n: Type.Integer(), tooFew: Type.Boolean() }),
  others: Type.Object({ gain: Type.Integer(), lose: Type.Integer(), both: Type.Integer() }, { description: 'People who spoke, and were neither users nor customers.' }),
}

interface Sum { people: number; customers: number; usageDays: number; readonly money: Map<string, bigint> }
type Sums = Record<Outcome, Sum>

/** Adds up who gains and who loses; the rest of everybody is unknown. */
export class Figures {
  readonly #sides = { users: emptySums(), customers: emptySums(), others: emptySums() }

  add({ side, what, usageDays, money }: Entity, outcome: Outcome, sign: 1 | -1 = 1): void {
    const sum = this.#sides[side][outcome]
    if (what === 'person') sum.people += sign
    else sum.customers += sign
    sum.usageDays += sign * usageDays
    for (const [currency, amount] of money) sum.money.set(currency, (sum.money.get(currency) ?? 0n) + BigInt(sign) * amount)
  }

  /** Moves somebody of whom something is known out of those of whom nothing is. */
  reached(entity: Entity, reached: Reached): void {
    this.add(entity, outcomeOf(reached))
    this.add(entity, 'unknown', -1)
  }

  /** A copy, in which more can be told apart. */
  copy(): Figures {
    const made = new Figures()
    for (const side of ['users', 'customers', 'others'] as const) for (const outcome of OUTCOMES) {
      const [from, to] = [this.#sides[side][outcome], made.#sides[side][outcome]]
      Object.assign(to, { people: from.people, customers: from.customers, usageDays: from.usageDays })
      for (const [currency, amount] of from.money) to.money.set(currency, amount)
    }
    return made
  }

  merge(other: Figures): void {
    for (const side of ['users', 'customers', 'others'] as const) for (const outcome of OUTCOMES) {
      const [from, to] = [other.#sides[side][outcome], this.#sides[side][outcome]]
      to.people += from.people
      to.customers += from.customers
      to.usageDays += from.usageDays
      for (const [currency, amount] of from.money) to.money.set(currency, (to.money.get(currency) ?? 0n) + amount)
    }
  }

  /** How many of both sides are known to gain or lose: by this groups are ranked. */
  get known(): number {
    const of = (side: 'users' | 'customers'): number => (['gain', 'lose', 'both'] as const).reduce((sum, outcome) => sum + this.#sides[side][outcome].people + this.#sides[side][outcome].customers, 0)
    return of('users') + of('customers')
  }

  get everybody(): number {
    return (['users', 'customers'] as const).reduce((all, side) => all + OUTCOMES.reduce((sum, outcome) => sum + this.#sides[side][outcome].people + this.#sides[side][outcome].customers, 0), 0)
  }

  told(fewest: number) {
    const { users, customers, others } = this.#sides
    return {
      users: { ...toldSide(users, fewest, ({ people, usageDays, money }, share) => ({ people, usageDays, money: moneyList(money), share })) },
      customers: { ...toldSide(customers, fewest, ({ people, customers: buyers, usageDays, money }, share) => ({ people, customers: buyers, usageDays, money: moneyList(money), share })) },
      others: { gain: others.gain.people, lose: others.lose.people, both: others.both.people },
    }
  }
}

/** Shares of the people of the side; with fewer of them than the workspace wants, none is said. */
function toldSide<T>(sums: Sums, fewest: number, tell: (sum: Sum, share: number | null) => T) {
  const n = OUTCOMES.reduce((all, outcome) => all + sums[outcome].people, 0)
  const tooFew = n < fewest
  const one = (outcome: Outcome): T => tell(sums[outcome], tooFew ? null : sums[outcome].people / n)
  return { gain: one('gain'), lose: one('lose'), both: one('both'), unknown: one('unknown'), n, tooFew }
}

function emptySums(): Sums {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, { people: 0, customers: 0, usageDays: 0, money: new Map() }])) as unknown as Sums
}
