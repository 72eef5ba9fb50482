import { amountText, currencyDigits, halfUp } from '../base/money.ts'
import { Refusal } from '../base/refusal.ts'
import type { Asked } from '../roles/workspace.ts'
import type { Entity, Population } from './gain-loss-population.ts'
import { type Group, merged, type Problem } from './gain-loss-problem.ts'
import { outcomeOf, type Reach } from './gain-loss-reach.ts'
import type { Sheet } from './gain-loss-sheets.ts'
import type { Question } from './question.ts'
import { Together } from './together.ts'

/** What a set of options can be good for. Roles are never one number. */
export const OBJECTIVES = ['users', 'customers', 'usersMoney', 'customersMoney', 'usersLose', 'customersLose'] as const
export type ObjectiveName = (typeof OBJECTIVES)[number]

export interface Aims {
  readonly objectives: readonly ObjectiveName[]
  /** True: who loses is taken from who gains. */
  readonly subtractLosses: boolean
  readonly currency: string | undefined
}

const MOST_OBJECTIVES = 4

export function objectivesFrom(text: string | undefined): ObjectiveName[] {
  const names = [...new Set((text ?? 'users,customers').split(',').map((name) => name.trim()).filter((name) => name !== ''))]
  const wrong = names.find((name) => !(OBJECTIVES as readonly string[]).includes(name))
  if (wrong !== undefined || names.length === 0 || names.length > MOST_OBJECTIVES)
    throw new Refusal('bad-parameter', `'objectives' takes one to ${MOST_OBJECTIVES} of ${OBJECTIVES.join(', ')}${wrong === undefined ? '' : `, not '${wrong}'`}.`, { parameter: 'objectives' })
  return names as ObjectiveName[]
}

export interface Posed {
  readonly problem: Problem
  /** In what money is compared; null where it is not. */
  readonly currency: string | null
  /** Currencies without a rate into it: their money is left out. */
  readonly missing: readonly string[]
  /** Different wishes: people who gain and lose by the same options are one. */
  readonly classes: number
}

/** The sheet as a problem: whom the options reach is looked up once, then everybody with the same gains and losses is one. Who both gains and loses by one option counts for neither. Cost: grows with the people that each option reaches. */
export function posed(asked: Asked, question: Question, sheet: Sheet, population: Population, reach: Reach, { objectives, subtractLosses, currency }: Aims): Posed {
  const { classOf, wishes } = classesOf(sheet, population, reach)
  const needsMoney = objectives.some((name) => name === 'usersMoney' || name === 'customersMoney')
  const inOne = needsMoney ? worthsIn(asked, question, population, currency ?? currencyOf(sheet, population)) : null
  const groups = objectives.map((name) => {
    const sums = new Map<number, bigint>()
    for (const [place, entity] of population.entities.entries()) {
      const own = classOf[place] as number
      if (own === 0) continue
      const worth = worthOf(name, entity, () => inOne?.worths[place] ?? 0n)
      if (worth !== 0n) sums.set(own, (sums.get(own) ?? 0n) + worth)
    }
    const found: Group[] = []
    for (const [own, worth] of sums) {
      const { gains, loses } = wishes(own)
      if (name === 'usersLose' || name === 'customersLose') found.push({ any: loses, worth: -worth })
      else {
        found.push({ any: gains, worth })
        if (subtractLosses) found.push({ any: loses, worth: -worth })
      }
    }
    return { name, groups: merged(found) }
  })
  const places = (holds: (option: Sheet['options'][number]) => boolean): number[] => sheet.options.flatMap((option, place) => (holds(option) ? [place] : []))
  return {
    problem: { costs: sheet.options.map(({ cost }) => cost), budget: sheet.budget, objectives: groups, notBoth: sheet.notBoth, needs: sheet.needs, must: places(({ must }) => must), never: places(({ never }) => never) },
    currency: inOne?.currency ?? null, missing: inOne?.missing ?? [], classes: new Set(classOf).size - 1,
  }
}

function worthOf(name: ObjectiveName, { what, side }: Entity, money: () => bigint): bigint {
  if (name === 'users' || name === 'usersLose') return what === 'person' && side === 'users' ? 1n : 0n
  if (name === 'customers' || name === 'customersLose') return what === 'person' && side === 'customers' ? 1n : 0n
  if (name === 'usersMoney') return what === 'person' && side === 'users' ? money() : 0n
  return what === 'customer' ? money() : 0n
}

/** Classes are parted option by option: whoever an option reaches leaves those whom it does not. Memory: a number for each person, and one step for each part. */
function classesOf(sheet: Sheet, population: Population, reach: Reach) {
  const classOf = new Int32Array(population.entities.length)
  const parents = [0]
  const steps: { readonly option: number; readonly gains: boolean }[] = [{ option: -1, gains: false }]
  for (const [option, one] of sheet.options.entries()) {
    const parts = new Map<number, number>()
    for (const [place, reached] of reach.of(one)) {
      const outcome = outcomeOf(reached)
      if (outcome === 'both') continue
      const key = (classOf[place] as number) * 2 + (outcome === 'gain' ? 1 : 0)
      let part = parts.get(key)
      if (part === undefined) {
        part = parents.length
        parts.set(key, part)
        parents.push(classOf[place] as number)
        steps.push({ option, gains: outcome === 'gain' })
      }
      classOf[place] = part
    }
  }
  const wishes = (own: number): { gains: number[]; loses: number[] } => {
    const found = { gains: [] as number[], loses: [] as number[] }
    for (let at = own; at !== 0; at = parents[at] as number) {
      const { option, gains } = steps[at] as (typeof steps)[number]
      found[gains ? 'gains' : 'loses'].push(option)
    }
    return { gains: found.gains.reverse(), loses: found.loses.reverse() }
  }
  return { classOf, wishes }
}

/** The sheet's own currency, if anybody has money in it; else the one with the most money. */
function currencyOf({ unit }: Sheet, { entities }: Population): string | undefined {
  const sums = new Map<string, bigint>()
  for (const { what, money } of entities) if (what === 'customer') for (const [currency, amount] of money) sums.set(currency, (sums.get(currency) ?? 0n) + amount)
  return sums.has(unit) ? unit : [...sums].sort(([a, m], [b, n]) => (m === n ? (a < b ? -1 : 1) : m > n ? -1 : 1))[0]?.[0]
}

/** The money of everybody in one currency, each rounded once to its smallest unit. */
function worthsIn(asked: Asked, question: Question, { entities }: Population, text: string | undefined) {
  if (text === undefined) throw new Refusal('bad-parameter', 'No money is known in this window, so sets cannot be compared by it. Choose users or customers instead, or a longer window.', { parameter: 'objectives' })
  const currency = text.trim().toUpperCase()
  if (currencyDigits(currency) === null) throw new Refusal('bad-parameter', `'${text}' is no currency. Use a code of three letters such as EUR or USD.`, { parameter: 'currency' })
  const together = new Together(asked, question, currency)
  const worths = entities.map(({ money }) => [...money].reduce((sum, amount) => {
    const exact = together.exact([amount])
    return exact === null ? sum : sum + halfUp(exact.over, exact.under)
  }, 0n))
  return { currency, worths, missing: together.told.missing }
}

/** A value as text: money with its digits; who loses is told without its sign. */
export function valueText(name: ObjectiveName, value: bigint, currency: string | null): string {
  if (name === 'usersMoney' || name === 'customersMoney') return amountText(value, currency ?? 'EUR')
  return String(name === 'usersLose' || name === 'customersLose' ? -value : value)
}
