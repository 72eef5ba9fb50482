/** Lists of numbers that only grow, in typed arrays: a number costs its own bytes, and what is written to disk is read back without being parsed. */

type Typed = Int32Array | Float64Array | Uint8Array

/** The same array, at least so long; twice as long where it must grow, so that growing costs little in all. */
export function widened<A extends Typed>(array: A, length: number): A {
  if (length <= array.length) return array
  const wider = new (array.constructor as new (length: number) => A)(Math.max(length, Math.ceil(array.length * 1.5), 1024))
  wider.set(array)
  return wider
}

/** A slot table of this size keeps a search short: at most two of three slots are taken. Sizes are powers of two. */
export function slotsFor(count: number): number {
  let size = 1024
  while (size < count * 1.5) size *= 2
  return size
}

/** Mixes whole numbers into one of 32 bits. */
export function mixed(hash: number, number: number): number {
  let mix = Math.imul(hash ^ number, 0x85ebca6b)
  mix ^= mix >>> 13
  mix = Math.imul(mix, 0xc2b2ae35)
  return mix ^ (mix >>> 16)
}

/**
 * Items, small whole numbers from 0 on, filed under other small numbers; an item is in one list at most. Lists keep the order of filing.
 * Each is a ring: under the number stands its last item, and behind an item the next one. Memory: 4 bytes a number and 4 bytes an item.
 */
export class Chains {
  /** Last item + 1; 0 for none. */
  #last: Int32Array = new Int32Array(1024)
  /** Next item + 1; that of the last item leads to the first. */
  #next: Int32Array = new Int32Array(1024)

  add(at: number, item: number): void {
    if (at >= this.#last.length) this.#last = widened(this.#last, at + 1)
    if (item >= this.#next.length) this.#next = widened(this.#next, item + 1)
    const last = this.#last[at] as number
    if (last === 0) this.#next[item] = item + 1
    else {
      this.#next[item] = this.#next[last - 1] as number
      this.#next[last - 1] = item + 1
    }
    this.#last[at] = item + 1
  }

  has(at: number): boolean {
    return (this.#last[at] ?? 0) !== 0
  }

  /** The first item of a list; -1 for none. With `after`, loops need no list of their own. */
  first(at: number): number {
    const last = this.#last[at] ?? 0
    return last === 0 ? -1 : (this.#next[last - 1] as number) - 1
  }

  /** The item behind this one in the same list; -1 behind the last. */
  after(at: number, item: number): number {
    return (this.#last[at] as number) === item + 1 ? -1 : (this.#next[item] as number) - 1
  }

  of(at: number): readonly number[] {
    const last = this.#last[at] ?? 0
    if (last === 0) return NONE
    const found: number[] = []
    let item = this.#next[last - 1] as number
    for (;;) {
      found.push(item - 1)
      if (item === last) return found
      item = this.#next[item - 1] as number
    }
  }

  /** Takes an item out of its list. Cost grows with the list. */
  remove(at: number, item: number): void {
    const last = this.#last[at] ?? 0
    if (last === 0) return
    let before = last
    while ((this.#next[before - 1] as number) !== item + 1) {
      before = this.#next[before - 1] as number
      if (before === last) return
    }
    if (before === item + 1) this.#last[at] = 0
    else {
      this.#next[before - 1] = this.#next[item] as number
      if (last === item + 1) this.#last[at] = before
    }
  }
}

const NONE: readonly number[] = []
