/**
 * Numbers by text, for tables of ten million rows: 64-bit hashes in typed arrays with open addressing, 12 bytes a place and at most three quarters full,
 * so 16 bytes a text at worst just before it doubles. Two of ten million texts share a hash with a probability of about 3 in a million.
 */
export class TextNumbers {
  #high = new Uint32Array(1024)
  #low = new Uint32Array(1024)
  #number = new Uint32Array(1024)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** 0 for a text that has none. */
  get(text: string): number {
    return this.#number[this.#place(...hashes(text))] as number
  }

  /** Numbers are 1 or more. */
  set(text: string, number: number): void {
    if (this.#size * 4 >= this.#number.length * 3) this.#widen()
    const [high, low] = hashes(text)
    const place = this.#place(high, low)
    if (this.#number[place] === 0) this.#size += 1
    this.#high[place] = high
    this.#low[place] = low
    this.#number[place] = number
  }

  #place(high: number, low: number): number {
    const mask = this.#number.length - 1
    let place = low & mask
    while (this.#number[place] !== 0 && (this.#low[place] !== low || this.#high[place] !== high)) place = (place + 1) & mask
    return place
  }

  #widen(): void {
    const [high, low, number] = [this.#high, this.#low, this.#number]
    this.#high = new Uint32Array(2 * number.length)
    this.#low = new Uint32Array(2 * number.length)
    this.#number = new Uint32Array(2 * number.length)
    for (let from = 0; from < number.length; from += 1) {
      if (number[from] === 0) continue
      const place = this.#place(high[from] as number, low[from] as number)
      this.#high[place] = high[from] as number
      this.#low[place] = low[from] as number
      this.#number[place] = number[from] as number
    }
  }
}

/** Two 32-bit hashes of a text that do not depend on each other (cyrb53's two lanes, kept whole). */
function hashes(text: string): [high: number, low: number] {
  let one = 0xdeadbeef
  let other = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 2654435761)
    other = Math.imul(other ^ code, 1597334677)
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return [other >>> 0, one >>> 0]
}

/** Which values (domains, addresses) belong to one owner alone, and which to several. */
export class Owners {
  readonly #owner = new TextNumbers()
  readonly #several = new Set<string>()
  readonly #numbers = new TextNumbers()

  /** True if the value belongs to somebody else already. */
  add(value: string, owner: string): boolean {
    let number = this.#numbers.get(owner)
    if (number === 0) this.#numbers.set(owner, number = this.#numbers.size + 1)
    const first = this.#owner.get(value)
    if (first === 0) this.#owner.set(value, number)
    else if (first !== number) this.#several.add(value)
    return first !== 0 && first !== number
  }

  shared(value: string): boolean {
    return this.#several.has(value)
  }

  get several(): ReadonlySet<string> {
    return this.#several
  }
}

/** What became of an id: how often it was met with differing content, or the row that says the same word for word. */
export type Met = { readonly kind: 'occurrence'; readonly number: number } | { readonly kind: 'repeats'; readonly row: number }

/** The ids of a table's rows with their contents: about 30 bytes a row. */
export class RowIds {
  readonly #times = new TextNumbers()
  readonly #rows = new TextNumbers()

  meet(id: string, content: string, row: number): Met {
    const whole = `${id}\0${content}`
    const before = this.#rows.get(whole)
    if (before !== 0) return { kind: 'repeats', row: before }
    this.#rows.set(whole, row)
    return { kind: 'occurrence', number: this.#count(id) }
  }

  /** For rows without an id: the same content again is another row. */
  count(content: string): number {
    return this.#count(content)
  }

  #count(text: string): number {
    const number = this.#times.get(text) + 1
    this.#times.set(text, number)
    return number
  }
}
