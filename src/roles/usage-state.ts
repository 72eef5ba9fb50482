import { Chains, mixed, slotsFor, widened } from '../base/columns.ts'
import { dayOf, type Instant, MS_PER_DAY } from '../base/day.ts'
import type { UsageLine } from '../evidence/line.ts'
import type { Dictionary } from '../identity/dictionary.ts'

/** What combos are made of, as it is written to disk. */
export interface ComboParts {
  readonly size: number
  readonly identifiers: Int32Array
  readonly products: Int32Array
  readonly accounts: Int32Array
}

/** Which identifier used which product in which account: the unit that gets a cover. Numbered from 0 on. Memory: about 35 bytes a combo. */
export class Combos {
  #identifiers: Int32Array = new Int32Array(1024)
  #products: Int32Array = new Int32Array(1024)
  #accounts: Int32Array = new Int32Array(1024)
  /** Number + 1 by the three; 0 is a free slot. */
  #slots: Int32Array = new Int32Array(1024)
  readonly #ofIdentifier = new Chains()
  readonly #ofAccount = new Chains()
  #parts: ComboParts | null = null
  size = 0

  /** Takes up what was written to disk; the arrays may have room behind it. */
  static from({ size, identifiers, products, accounts }: ComboParts): Combos {
    const combos = new Combos()
    combos.#identifiers = identifiers
    combos.#products = products
    combos.#accounts = accounts
    combos.size = size
    for (let combo = 0; combo < combos.size; combo += 1) combos.#file(combo)
    combos.#sort()
    return combos
  }

  parts(): ComboParts {
    const { size } = this
    this.#parts ??= { size, identifiers: this.#identifiers.subarray(0, size), products: this.#products.subarray(0, size), accounts: this.#accounts.subarray(0, size) }
    return this.#parts
  }

  get identifiers(): Int32Array {
    return this.parts().identifiers
  }

  get products(): Int32Array {
    return this.parts().products
  }

  get accounts(): Int32Array {
    return this.parts().accounts
  }

  number(identifier: number, product: number, account: number): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(identifier, product, account) & mask
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      const combo = known - 1
      if (this.#identifiers[combo] === identifier && this.#products[combo] === product && this.#accounts[combo] === account) return combo
      slot = (slot + 1) & mask
    }
    const combo = this.size
    if (combo >= this.#identifiers.length) {
      this.#identifiers = widened(this.#identifiers, combo + 1)
      this.#products = widened(this.#products, combo + 1)
      this.#accounts = widened(this.#accounts, combo + 1)
    }
    this.#identifiers[combo] = identifier
    this.#products[combo] = product
    this.#accounts[combo] = account
    this.size += 1
    this.#parts = null
    this.#slots[slot] = this.size
    this.#file(combo)
    if (slotsFor(this.size) > this.#slots.length) this.#sort()
    return combo
  }

  #file(combo: number): void {
    this.#ofIdentifier.add(this.#identifiers[combo] as number, combo)
    if (this.#accounts[combo] !== 0) this.#ofAccount.add(this.#accounts[combo] as number, combo)
  }

  #sort(): void {
    const slots = new Int32Array(slotsFor(this.size))
    for (let combo = 0; combo < this.size; combo += 1) {
      let slot = hashOf(this.#identifiers[combo] as number, this.#products[combo] as number, this.#accounts[combo] as number) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = combo + 1
    }
    this.#slots = slots
  }

  ofIdentifier(identifier: number): readonly number[] {
    return this.#ofIdentifier.of(identifier)
  }

  ofAccount(account: number): readonly number[] {
    return this.#ofAccount.of(account)
  }
}

function hashOf(identifier: number, product: number, account: number): number {
  return mixed(mixed(mixed(0, identifier), product), account)
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
