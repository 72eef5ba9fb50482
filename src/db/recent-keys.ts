import type { Position } from './record.ts'

/** Bytes per slot: 16 of hash, 6 of position (48 bits: 281 TB of record). */
export const SLOT_BYTES = 22
const HIGH = 0x1_0000_0000

/** From 128-bit hashes to positions, several per hash; open addressing in typed arrays, at most two thirds full. */
export class RecentKeys {
  #hashes: Uint32Array
  #low: Uint32Array
  /** Upper bits of the position plus one, as a free slot is all zero: positions are stored one higher. */
  #high: Uint16Array
  #slots: number
  #count = 0

  constructor(slots = 4096) {
    this.#slots = slots
    this.#hashes = new Uint32Array(4 * slots)
    this.#low = new Uint32Array(slots)
    this.#high = new Uint16Array(slots)
  }

  get count(): number {
    return this.#count
  }

  add(hashes: Uint32Array, at: number, position: Position): void {
    if (this.#count * 3 >= this.#slots * 2) this.#rebuild(this.#slots * 2, Number.POSITIVE_INFINITY)
    this.#place(hashes, at, position + 1)
  }

  #place(hashes: Uint32Array, at: number, stored: number): void {
    const mask = this.#slots - 1
    let slot = (hashes[at] as number) & mask
    while (this.#low[slot] !== 0 || this.#high[slot] !== 0) slot = (slot + 1) & mask
    this.#hashes[4 * slot] = hashes[at] as number
    this.#hashes[4 * slot + 1] = hashes[at + 1] as number
    this.#hashes[4 * slot + 2] = hashes[at + 2] as number
    this.#hashes[4 * slot + 3] = hashes[at + 3] as number
    this.#low[slot] = stored >>> 0
    this.#high[slot] = Math.floor(stored / HIGH)
    this.#count++
  }

  /** Adds the positions of a hash to `found`, in no order. */
  find(hashes: Uint32Array, at: number, found: Position[]): void {
    const mask = this.#slots - 1
    let slot = (hashes[at] as number) & mask
    while (this.#low[slot] !== 0 || this.#high[slot] !== 0) {
      const own = 4 * slot
      if (this.#hashes[own] === hashes[at] && this.#hashes[own + 1] === hashes[at + 1]
        && this.#hashes[own + 2] === hashes[at + 2] && this.#hashes[own + 3] === hashes[at + 3]) found.push(this.#positionOf(slot))
      slot = (slot + 1) & mask
    }
  }

  /** Forgets what stands at this position or later. */
  keepBefore(position: Position): void {
    this.#rebuild(this.#slots, position)
  }

  /** Calls for every entry, in the order of slots. `hashes[at..at+3]` is its hash. */
  each(visit: (hashes: Uint32Array, at: number, position: Position) => void): void {
    for (let slot = 0; slot < this.#slots; slot++) {
      if (this.#low[slot] !== 0 || this.#high[slot] !== 0) visit(this.#hashes, 4 * slot, this.#positionOf(slot))
    }
  }

  #positionOf(slot: number): Position {
    return (this.#high[slot] as number) * HIGH + (this.#low[slot] as number) - 1
  }

  #rebuild(slots: number, before: Position): void {
    const old = new RecentKeys(0)
    old.#hashes = this.#hashes
    old.#low = this.#low
    old.#high = this.#high
    old.#slots = this.#slots
    this.#slots = slots
    this.#hashes = new Uint32Array(4 * slots)
    this.#low = new Uint32Array(slots)
    this.#high = new Uint16Array(slots)
    this.#count = 0
    old.each((hashes, at, position) => {
      if (position < before) this.#place(hashes, at, position + 1)
    })
  }
}
