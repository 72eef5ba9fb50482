import { dayOf, type Instant, MS_PER_DAY } from '../base/day.ts'
import type { UsageLine } from '../evidence/line.ts'
import type { Dictionary } from '../identity/dictionary.ts'

/** Which identifier used which product in which account: the unit that gets a cover. Numbered from 0 on. */
export class Combos {
  readonly identifiers: number[] = []
  readonly products: number[] = []
  readonly accounts: number[] = []
  readonly #numbers = new Map<string, number>()
  readonly #ofIdentifier = new Map<number, number[]>()
  readonly #ofAccount = new Map<number, number[]>()

  get size(): number {
    return this.identifiers.length
  }

  number(identifier: number, product: number, account: number): number {
    const name = `${identifier}:${product}:${account}`
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const number = this.identifiers.length
    this.#numbers.set(name, number)
    this.identifiers.push(identifier)
    this.products.push(product)
    this.accounts.push(account)
    file(this.#ofIdentifier, identifier, number)
    if (account !== 0) file(this.#ofAccount, account, number)
    return number
  }

  ofIdentifier(identifier: number): readonly number[] {
    return this.#ofIdentifier.get(identifier) ?? NONE
  }

  ofAccount(account: number): readonly number[] {
    return this.#ofAccount.get(account) ?? NONE
  }
}

const NONE: readonly number[] = []

function file(lists: Map<number, number[]>, at: number, number: number): void {
  const list = lists.get(at)
  if (list) list.push(number)
  else lists.set(at, [number])
}

/** What lines of usage add up to: events of one combo on one day, learned at one time from one import. */
export interface UsageRow {
  readonly view: number
  readonly combo: number
  readonly product: number
  readonly day: number
  readonly recordedAt: Instant
  readonly import: number
  events: number
  /** The latest use, in milliseconds of its day. */
  lastAt: number
  readonly positionFrom: number
  positionTo: number
}

export interface UsageWords {
  readonly identifiers: Dictionary
  readonly products: Dictionary
  readonly imports: Dictionary
  readonly combos: Combos
}

export function usageRow(words: UsageWords, line: UsageLine, recordedAt: Instant, position: number, view = 0): UsageRow {
  const identifier = words.identifiers.number(line.party)
  const account = line.account === null ? 0 : words.identifiers.number(line.account)
  const product = words.products.number(line.product)
  const day = dayOf(line.at)
  return {
    view, combo: words.combos.number(identifier, product, account), product, day, recordedAt, import: line.import === null ? 0 : words.imports.number(line.import),
    events: line.count, lastAt: line.at - day * MS_PER_DAY, positionFrom: position, positionTo: position,
  }
}

/** Adds up rows of the same combo, day, time of learning and import. */
export class UsageSums {
  readonly #rows = new Map<string, UsageRow>()

  add(row: UsageRow): void {
    const name = `${row.combo}:${row.day}:${row.recordedAt}:${row.import}`
    const known = this.#rows.get(name)
    if (!known) {
      this.#rows.set(name, row)
      return
    }
    known.events += row.events
    known.lastAt = Math.max(known.lastAt, row.lastAt)
    known.positionTo = Math.max(known.positionTo, row.positionTo)
  }

  take(): UsageRow[] {
    const rows = [...this.#rows.values()]
    this.#rows.clear()
    return rows
  }
}

export function usageColumns(rows: readonly UsageRow[]) {
  return {
    view_id: Int32Array.from(rows, (row) => row.view),
    combo: Int32Array.from(rows, (row) => row.combo),
    product: Int32Array.from(rows, (row) => row.product),
    day: Int32Array.from(rows, (row) => row.day),
    recorded_at: Float64Array.from(rows, (row) => row.recordedAt),
    import_id: Int32Array.from(rows, (row) => row.import),
    events: Float64Array.from(rows, (row) => row.events),
    last_at: Int32Array.from(rows, (row) => row.lastAt),
    position_from: Float64Array.from(rows, (row) => row.positionFrom),
    position_to: Float64Array.from(rows, (row) => row.positionTo),
  }
}
