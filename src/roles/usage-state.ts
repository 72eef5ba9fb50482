import { dayOf, type Instant, MS_PER_DAY } from '../base/day.ts'
import type { UsageLine } from '../evidence/line.ts'
import type { Dictionary } from '../identity/dictionary.ts'

/** An identifier with more combos than this finds them by name; with fewer, by looking at each. */
const LOOKED_THROUGH = 16

/** Which identifier used which product in which account: the unit that gets a cover. Numbered from 0 on. */
export class Combos {
  readonly identifiers: number[] = []
  readonly products: number[] = []
  readonly accounts: number[] = []
  /** Of identifiers with many combos only: a name for each costs more than all else about it. */
  readonly #numbers = new Map<string, number>()
  readonly #ofIdentifier = new Map<number, number[]>()
  readonly #ofAccount = new Map<number, number[]>()

  get size(): number {
    return this.identifiers.length
  }

  number(identifier: number, product: number, account: number): number {
    const own = this.#ofIdentifier.get(identifier)
    if (own === undefined) return this.#add(identifier, product, account)
    if (own.length > LOOKED_THROUGH) return this.#numbers.get(nameOf(identifier, product, account)) ?? this.#add(identifier, product, account)
    for (let place = 0; place < own.length; place += 1) {
      const combo = own[place] as number
      if (this.products[combo] === product && this.accounts[combo] === account) return combo
    }
    return this.#add(identifier, product, account)
  }

  #add(identifier: number, product: number, account: number): number {
    const number = this.identifiers.length
    this.identifiers.push(identifier)
    this.products.push(product)
    this.accounts.push(account)
    const own = file(this.#ofIdentifier, identifier, number)
    if (account !== 0) file(this.#ofAccount, account, number)
    if (own.length === LOOKED_THROUGH + 1) for (const combo of own) this.#name(combo)
    else if (own.length > LOOKED_THROUGH) this.#name(number)
    return number
  }

  #name(combo: number): void {
    this.#numbers.set(nameOf(this.identifiers[combo] as number, this.products[combo] as number, this.accounts[combo] as number), combo)
  }

  ofIdentifier(identifier: number): readonly number[] {
    return this.#ofIdentifier.get(identifier) ?? NONE
  }

  ofAccount(account: number): readonly number[] {
    return this.#ofAccount.get(account) ?? NONE
  }
}

function nameOf(identifier: number, product: number, account: number): string {
  return `${identifier}:${product}:${account}`
}

const NONE: readonly number[] = []

function file(lists: Map<number, number[]>, at: number, number: number): number[] {
  const known = lists.get(at)
  if (known) {
    known.push(number)
    return known
  }
  const list = [number]
  lists.set(at, list)
  return list
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

/** Days that fit beside a combo in one number; all others are named by text. */
const DAYS = 131_072

/** Adds up rows of the same combo, day, time of learning and import. Lines that came together have the latter two in common. */
export class UsageSums {
  #rows: UsageRow[] = []
  readonly #together = new Map<string, Map<number | string, UsageRow>>()
  #last: { readonly recordedAt: Instant; readonly import: number; readonly rows: Map<number | string, UsageRow> } | null = null

  add(row: UsageRow): void {
    const rows = this.#rowsOf(row.recordedAt, row.import)
    const name = row.day >= 0 && row.day < DAYS ? row.combo * DAYS + row.day : `${row.combo}:${row.day}`
    const known = rows.get(name)
    if (!known) {
      rows.set(name, row)
      this.#rows.push(row)
      return
    }
    known.events += row.events
    known.lastAt = Math.max(known.lastAt, row.lastAt)
    known.positionTo = Math.max(known.positionTo, row.positionTo)
  }

  #rowsOf(recordedAt: Instant, of: number): Map<number | string, UsageRow> {
    const last = this.#last
    if (last !== null && last.recordedAt === recordedAt && last.import === of) return last.rows
    const name = `${recordedAt}:${of}`
    const rows = this.#together.get(name) ?? new Map<number | string, UsageRow>()
    this.#together.set(name, rows)
    this.#last = { recordedAt, import: of, rows }
    return rows
  }

  take(): UsageRow[] {
    const rows = this.#rows
    this.#rows = []
    this.#together.clear()
    this.#last = null
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
