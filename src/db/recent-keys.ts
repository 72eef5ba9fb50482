import type { Position } from './record.ts'

/** Bytes per slot: 16 of hash, 6 of position (48 bits: 281 TB of record). */
export const SLOT_BYTES = 22
const HIGH = 0x1_0000_0000

/**
 * From 128-bit hashes to positions, several per hash; open addressing in typed arrays, at most two thirds full.
 * An entry's home is given by the upper bits of its hash, so that the table stands almost in the order of hashes and is sorted in one pass.
 */
export class RecentKeys {
  #hashes: Uint32Array
  #low: Uint32Array
  /** Upper bits of the position plus one, as a free slot is all zero: positions are stored one higher. */
  #high: Uint16Array
  #slots: number
  #shift: number
  #count = 0

  /** Room for `keys` without growing: growing half a million keys stops everything for 30 ms. Memory is taken as it is touched. */
  constructor(keys: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(keys * 1.5 + 1)))
    const slots = 2 ** bits
    this.#slots = slots
    this.#shift = 32 - bits
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
    let slot = (hashes[at] as number) >>> this.#shift
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
    let slot = (hashes[at] as number) >>> this.#shift
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

  /**
   * Calls for every entry in the order of hash, then position; `hashes[at..at+3]` is its hash. In steps, each of which visits some thousand
   * entries, so that others get their turn.
   */
  *inOrder(visit: (hashes: Uint32Array, at: number, position: Position) => void): Generator<void> {
    // entries that ran over the end of the table stand at its begin, before their home
    const over: number[] = []
    let cluster: number[] = []
    let slot = 0
    for (; slot < this.#slots && this.#isTaken(slot); slot++) (this.#home(slot) > slot ? over : cluster).push(slot)
    let sinceStep = 0
    const emit = () => {
      if (cluster.length > 1) cluster.sort((a, b) => this.#order(a, b))
      for (const one of cluster) visit(this.#hashes, 4 * one, this.#positionOf(one))
      sinceStep += cluster.length
      cluster = []
    }
    for (; slot < this.#slots; slot++) {
      if (this.#isTaken(slot)) cluster.push(slot)
      else if (cluster.length > 0) {
        emit()
        if (sinceStep > 4096) {
          sinceStep = 0
          yield
        }
      }
    }
    cluster.push(...over)
    emit()
  }

  #isTaken(slot: number): boolean {
    return this.#low[slot] !== 0 || this.#high[slot] !== 0
  }

  #home(slot: number): number {
    return (this.#hashes[4 * slot] as number) >>> this.#shift
  }

  #order(a: number, b: number): number {
    for (let word = 0; word < 4; word++) {
      const difference = (this.#hashes[4 * a + word] as number) - (this.#hashes[4 * b + word] as number)
      if (difference !== 0) return difference
    }
    return this.#positionOf(a) - this.#positionOf(b)
  }

  #positionOf(slot: number): Position {
    return (this.#high[slot] as number) * HIGH + (this.#low[slot] as number) - 1
  }

  #rebuild(slots: number, before: Position): void {
    const hashes = this.#hashes
    const positions: Position[] = []
    const places: number[] = []
    for (let slot = 0; slot < this.#slots; slot++) {
      if (!this.#isTaken(slot) || this.#positionOf(slot) >= before) continue
      places.push(4 * slot)
      positions.push(this.#positionOf(slot))
    }
    this.#slots = slots
    this.#shift = 32 - Math.log2(slots)
    this.#hashes = new Uint32Array(4 * slots)
    this.#low = new Uint32Array(slots)
    this.#high = new Uint16Array(slots)
    this.#count = 0
    for (const [index, place] of places.entries()) this.#place(hashes, place, (positions[index] as number) + 1)
  }
}
