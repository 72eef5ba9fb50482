import { type ColumnProfile, SKETCHED, type TableLook } from './known.ts'
import { type Form, FORMS, formsOf, seen } from './look-forms.ts'
import type { Row, Table } from './table.ts'
import { saysNothing } from './values.ts'

export interface LookOptions {
  readonly signal?: AbortSignal | undefined
  /** Hears now and then how many rows have been looked at. */
  readonly onProgress?: ((rows: number) => void) | undefined
}

/** Distinct values are counted exactly up to here, in each column; fewer in very wide tables. */
const EXACT_DISTINCT = 10_000
const EXACT_DISTINCT_OF_ALL = 1_000_000
const COMMON = 20
/** Values that are counted on when there are too many. */
const STILL_COUNTED = 1_000
const EXAMPLES = 10
const FIRST_ROWS = 200
/** Characters of the first rows that are kept. */
const FIRST_CHARACTERS = 1_000_000
/** Longer values are cut where they are shown, and told apart by their hash. */
const SHOWN = 200
/** Texts that look like nothing at all, in a row, after which only each sixteenth is looked at. */
const FREE_TEXT_AFTER = 2_000

/** Looks at a table from its first row to its last: how each column is filled, and which forms its texts have. */
export async function lookAt(table: Table, { signal, onProgress }: LookOptions = {}): Promise<TableLook> {
  const exact = Math.max(50, Math.min(EXACT_DISTINCT, Math.floor(EXACT_DISTINCT_OF_ALL / Math.max(1, table.columns.length))))
  const columns = table.columns.map(() => new ColumnLook(exact))
  const first: Row[] = []
  let kept = 0
  let rows = 0
  for await (const batch of table.rows(signal)) {
    for (const row of batch) {
      rows += 1
      if (first.length < FIRST_ROWS && kept < FIRST_CHARACTERS) {
        first.push(row)
        for (const cell of row.cells) kept += cell?.length ?? 0
      }
      // Cells of a broken row may stand in the wrong columns.
      if (row.fault !== undefined) continue
      const { cells } = row
      for (let place = 0; place < columns.length; place += 1) (columns[place] as ColumnLook).take(cells[place] ?? null)
    }
    onProgress?.(rows)
  }
  return { name: table.name, read: table.read, columns: table.columns, rows, profiles: columns.map((column, place) => column.profile(table.columns[place] as string)), first }
}

interface Met {
  count: number
  readonly forms: number
  /** As shown; null where it is the key itself. */
  readonly shown: string | null
}

/**
 * One column while it is looked at. As long as it has few distinct values each is judged once and then only counted. Measured on ten million rows of 8 columns: see bench/results.
 */
class ColumnLook {
  #blank = 0
  #filled = 0
  #met: Map<string, Met> | null = new Map()
  /** The most frequent of those met first, counted on when there are too many. */
  #common: Map<string, Met> | null = null
  #sketch: Sketch | null = null
  readonly #exact: number
  readonly #counts = new Float64Array(FORM_NAMES.length)
  readonly #examples: string[] = []
  #lastText = ''
  #last: Met | null = null
  readonly #wholes = new Range(compareWholes)
  readonly #days = new Range(compareTexts)
  #nothingInARow = 0

  constructor(exact: number) {
    this.#exact = exact
  }

  take(cell: string | null): void {
    if (cell === null || cell === '') {
      this.#blank += 1
      return
    }
    if (this.#last !== null && cell === this.#lastText) {
      this.#filled += 1
      this.#last.count += 1
      return
    }
    const text = isTrimmed(cell) ? cell : cell.trim()
    if (text === '') {
      this.#blank += 1
      return
    }
    this.#filled += 1
    if (this.#met !== null) this.#meet(text, this.#met)
    else this.#count(text)
  }

  #meet(text: string, met: Map<string, Met>): void {
    let key = text
    let forms = -1
    if (text.length > SHOWN) {
      forms = formsOf(text)
      key = `${text.length} ${seen.hash} ${text.slice(0, SHOWN)}`
    }
    const before = met.get(key)
    if (before !== undefined) {
      before.count += 1
      this.#last = before
      this.#lastText = text
      return
    }
    if (met.size >= this.#exact) {
      this.#overflow(met)
      this.#count(text)
      return
    }
    if (forms < 0) forms = formsOf(text)
    const own = ownText(key)
    const entry: Met = { count: 1, forms, shown: text.length > SHOWN ? ownText(text.slice(0, SHOWN)) : null }
    met.set(own, entry)
    if (this.#examples.length < EXAMPLES) this.#examples.push(entry.shown ?? own)
    this.#last = entry
    this.#lastText = entry.shown === null ? own : ''
    this.#range(own, forms)
  }

  /** From now on values are judged one by one, and distinct ones estimated. */
  #overflow(met: Map<string, Met>): void {
    this.#sketch = new Sketch()
    for (const [key, { forms, count }] of met) {
      this.#add(forms, count)
      this.#sketch.add(hashOf(key))
    }
    // What has come once only is not among the most frequent.
    const repeated = [...met].filter(([, { count }]) => count > 1).sort(([, a], [, b]) => b.count - a.count).slice(0, STILL_COUNTED)
    this.#common = repeated.length > 0 ? new Map(repeated) : null
    this.#met = null
    this.#last = null
    this.#lastText = ''
  }

  #count(text: string): void {
    if (this.#common !== null) {
      const entry = this.#common.get(text)
      if (entry !== undefined) {
        entry.count += 1
        this.#add(entry.forms, 1)
        return
      }
    }
    let forms = 0
    if (this.#nothingInARow < FREE_TEXT_AFTER || (this.#nothingInARow & 15) === 0) {
      forms = formsOf(text)
      this.#sketch?.add(seen.hash)
    } else {
      this.#sketch?.add(hashOf(text))
    }
    if (forms === 0) {
      this.#nothingInARow += 1
      return
    }
    this.#nothingInARow = 0
    this.#add(forms, 1)
    this.#range(text, forms)
  }

  #add(forms: number, count: number): void {
    for (let bits = forms; bits !== 0; bits &= bits - 1) {
      const place = 31 - Math.clz32(bits & -bits)
      this.#counts[place] = (this.#counts[place] as number) + count
    }
  }

  #range(text: string, forms: number): void {
    if ((forms & FORMS.whole) !== 0) this.#wholes.take(text)
    else if ((forms & FORMS.iso) !== 0) this.#days.take(text)
  }

  profile(column: string): ColumnProfile {
    const met = this.#met
    if (met !== null) for (const { forms, count } of met.values()) this.#add(forms, count)
    const { nothing: nothings, ...counts } = Object.fromEntries(FORM_NAMES.map((form, place) => [form, this.#counts[place] as number])) as { [form in Form]: number }
    const all = [...(met ?? this.#common ?? [])].filter(([, { count }]) => met !== null || count > 1).sort(([, a], [, b]) => b.count - a.count)
    const isNothing = ({ forms }: Met): boolean => (forms & FORMS.nothing) !== 0
    // 'Never' among dates is no date; among texts it is one of them.
    const withNothing = nothings > 0 && hasOneForm(counts, this.#filled - nothings)
    const words = withNothing ? all.filter(([, one]) => isNothing(one)) : []
    const common = (withNothing ? all.filter(([, one]) => !isNothing(one)) : all).map(([key, { count, shown }]) => [shown ?? key, count] as const).slice(0, COMMON)
    const filled = withNothing ? this.#filled - nothings : this.#filled
    const examples = withNothing ? this.#examples.filter((example) => !saysNothing(example)) : this.#examples
    const range = counts.whole > 0 && counts.whole >= counts.iso ? this.#wholes : this.#days
    const distinct = met === null ? Math.min(filled, Math.max(this.#exact, this.#sketch?.estimate() ?? 0)) : met.size - words.length
    // Two columns with the same dates or amounts say nothing; only what may be an id is compared.
    const mayBeIds = distinct > 0 && counts.iso + counts.dayFirst + counts.monthFirst <= 0.5 * filled && Math.max(counts.decimalPoint, counts.decimalComma) - counts.whole <= 0.5 * filled
    return {
      column, filled, blank: this.#blank + this.#filled - filled, distinct, common, examples, ...counts, least: range.least, most: range.most,
      ...(withNothing ? { nothing: { cells: nothings, word: words[0]?.[0] ?? this.#examples.find(saysNothing) ?? 'n/a' } } : {}),
      ...(mayBeIds ? { sketch: this.#smallest(met) } : {}),
    }
  }

  #smallest(met: ReadonlyMap<string, Met> | null): readonly number[] {
    if (met === null) return this.#sketch?.least.sorted() ?? []
    const least = new LeastHashes()
    for (const key of met.keys()) least.add(mixed(hashOf(key)))
    return least.sorted()
  }
}

/** Are nearly all cells dates, numbers or addresses, or are there none? */
function hasOneForm(counts: { readonly [form in Exclude<Form, 'nothing'>]: number }, filled: number): boolean {
  const { iso, yearFirst, dayFirst, monthFirst, seconds, milliseconds, decimalPoint, decimalComma, email } = counts
  return Math.max(iso + yearFirst + Math.max(dayFirst, monthFirst), seconds, milliseconds, decimalPoint, decimalComma, email) >= 0.8 * filled
}

/** In the order of their bits. */
const FORM_NAMES = (Object.keys(FORMS) as Form[]).sort((a, b) => FORMS[a] - FORMS[b])

/** Smallest and largest of some texts. */
class Range {
  least: string | null = null
  most: string | null = null
  readonly #compare: (a: string, b: string) => number

  constructor(compare: (a: string, b: string) => number) {
    this.#compare = compare
  }

  take(text: string): void {
    if (this.least === null || this.#compare(text, this.least) < 0) this.least = ownText(text)
    if (this.most === null || this.#compare(text, this.most) > 0) this.most = ownText(text)
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whole numbers of any length, as text. */
function compareWholes(a: string, b: string): number {
  return a.length < 16 && b.length < 16 ? Number(a) - Number(b) : compareTexts(BigInt(a) < BigInt(b) ? 'a' : 'b', BigInt(a) > BigInt(b) ? 'a' : 'b')
}

/** Ends that trim() would take off are rare; looking at two characters is cheaper. */
function isTrimmed(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  return first > 0x20 && last > 0x20 && first < 0x80 && last < 0x80
}

/** A copy: a piece of a string keeps the whole alive. */
function ownText(text: string): string {
  if (text.length < 13) return text
  const latin1 = Buffer.from(text, 'latin1').toString('latin1')
  return latin1 === text ? latin1 : Buffer.from(text, 'utf16le').toString('utf16le')
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** Mixed once more: places that FNV leaves alike would fill the same registers. Not below zero. */
function mixed(hash: number): number {
  let bits = hash
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** The smallest hashes of what a column holds: of two columns they are samples of the same values, so that what they share can be told (Beyer and others 2007, KMV). */
class LeastHashes {
  readonly #held = new Set<number>()
  #below = 2 ** 32

  add(hash: number): void {
    if (hash >= this.#below) return
    this.#held.add(hash)
    if (this.#held.size < 2 * SKETCHED) return
    const kept = this.sorted()
    this.#held.clear()
    for (const one of kept) this.#held.add(one)
    this.#below = (kept.at(-1) as number) + 1
  }

  sorted(): readonly number[] {
    return [...this.#held].sort((a, b) => a - b).slice(0, SKETCHED)
  }
}

const REGISTERS = 4_096

/** Estimates the number of distinct values from their hashes (HyperLogLog, Flajolet 2007), within about 2 %; where few registers are filled, from the empty ones. */
class Sketch {
  readonly #registers = new Uint8Array(REGISTERS)
  readonly least = new LeastHashes()

  add(hash: number): void {
    const bits = mixed(hash)
    this.least.add(bits)
    const place = bits & (REGISTERS - 1)
    const rank = Math.clz32(bits >>> 12) - 11
    if ((this.#registers[place] as number) < rank) this.#registers[place] = rank
  }

  estimate(): number {
    let sum = 0
    let empty = 0
    for (const register of this.#registers) {
      sum += 2 ** -register
      if (register === 0) empty += 1
    }
    const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum
    if (raw <= 2.5 * REGISTERS && empty > 0) return Math.round(REGISTERS * Math.log(REGISTERS / empty))
    // Hashes of 32 bits collide.
    return Math.round(raw > 2 ** 32 / 30 ? -(2 ** 32) * Math.log(1 - raw / 2 ** 32) : raw)
  }
}
