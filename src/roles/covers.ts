import { mixed, slotsFor, widened } from '../base/columns.ts'
import { NEVER } from '../base/day.ts'
import type { StampSpan } from './stamp.ts'

/** Numbers of a span: from, payer, agreement, via, and kind, reason and left out in one. Where it ends the next one begins. */
const WIDTH = 5

/** What covers are made of, as it is written to disk. */
export interface CoverParts {
  readonly count: number
  readonly spans: Int32Array
  readonly ends: Int32Array
  readonly hashes: Int32Array
}

/** What standings are made of, as it is written to disk. */
export interface StandingParts {
  readonly count: number
  readonly party: Int32Array
  readonly account: Int32Array
  readonly cover: Int32Array
}

/** Lists of stamps over time; equal lists are one cover. Numbered from 0 on. Memory: 20 bytes a span and some 16 a cover. */
export class Covers {
  #spans: Int32Array = new Int32Array(1024)
  /** Where each cover ends, in spans; it begins where the one before it ends. */
  #ends: Int32Array = new Int32Array(1024)
  #hashes: Int32Array = new Int32Array(1024)
  /** Number + 1 by what it says; 0 is a free slot. */
  #slots: Int32Array = new Int32Array(1024)
  length = 0

  /** Takes up what was written to disk; the arrays may have room behind it. */
  static from({ count, spans, ends, hashes }: CoverParts): Covers {
    const covers = new Covers()
    covers.#spans = spans
    covers.#ends = ends
    covers.#hashes = hashes
    covers.length = count
    covers.#sort()
    return covers
  }

  /** What is here now; later covers alter nothing of it. */
  parts(): CoverParts {
    const count = this.length
    return { count, spans: this.#spans.subarray(0, this.#beginOf(count) * WIDTH), ends: this.#ends.subarray(0, count), hashes: this.#hashes.subarray(0, count) }
  }

  /** The number of a list of spans, given now if it has none. */
  number(spans: readonly StampSpan[]): number {
    const begin = this.#beginOf(this.length)
    const hash = this.#write(spans, begin)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      if (this.#hashes[known - 1] === hash && this.#isSame(known - 1, begin, spans.length)) return known - 1
      slot = (slot + 1) & mask
    }
    return this.#keep(slot, hash, begin + spans.length)
  }

  /** Takes up the next cover as it stands in the tables, under the next number, whatever it says. */
  restore(spans: readonly StampSpan[]): void {
    const begin = this.#beginOf(this.length)
    const hash = this.#write(spans, begin)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#keep(slot, hash, begin + spans.length)
  }

  #keep(slot: number, hash: number, end: number): number {
    const cover = this.length
    this.#ends = widened(this.#ends, cover + 1)
    this.#hashes = widened(this.#hashes, cover + 1)
    this.#ends[cover] = end
    this.#hashes[cover] = hash
    this.#slots[slot] = cover + 1
    this.length += 1
    if (slotsFor(this.length) > this.#slots.length) this.#sort()
    return cover
  }

  #sort(): void {
    const slots = new Int32Array(slotsFor(this.length))
    for (let cover = 0; cover < this.length; cover += 1) {
      let slot = (this.#hashes[cover] as number) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = cover + 1
    }
    this.#slots = slots
  }

  #beginOf(cover: number): number {
    return cover === 0 ? 0 : (this.#ends[cover - 1] as number)
  }

  /** Writes spans behind the last cover, for comparison or to stay. */
  #write(spans: readonly StampSpan[], begin: number): number {
    this.#spans = widened(this.#spans, (begin + spans.length) * WIDTH)
    const cells = this.#spans
    let hash = spans.length
    let at = begin * WIDTH
    for (const span of spans) {
      const packed = span.kind | ((span.reason + 1) << 4) | (span.leftOut << 8)
      cells[at] = span.from
      cells[at + 1] = span.payer
      cells[at + 2] = span.agreement
      cells[at + 3] = span.via
      cells[at + 4] = packed
      at += WIDTH
      hash = mixed(mixed(mixed(mixed(mixed(hash, span.from), span.payer), span.agreement), span.via), packed)
    }
    return hash
  }

  #isSame(cover: number, begin: number, length: number): boolean {
    const other = this.#beginOf(cover)
    if ((this.#ends[cover] as number) - other !== length) return false
    for (let at = 0; at < length * WIDTH; at += 1) if (this.#spans[other * WIDTH + at] !== this.#spans[begin * WIDTH + at]) return false
    return true
  }

  spansOf(cover: number): StampSpan[] {
    if (!(cover >= 0 && cover < this.length)) return []
    const cells = this.#spans
    const spans: StampSpan[] = []
    const end = this.#ends[cover] as number
    for (let place = this.#beginOf(cover); place < end; place += 1) {
      const at = place * WIDTH
      const packed = cells[at + 4] as number
      spans.push({
        kind: packed & 15, payer: cells[at + 1] as number, agreement: cells[at + 2] as number, via: cells[at + 3] as number, reason: ((packed >> 4) & 15) - 1, leftOut: packed >> 8,
        from: cells[at] as number, to: place + 1 < end ? (cells[at + WIDTH] as number) : NEVER,
      })
    }
    return spans
  }

  /** The spans of all covers from a number on, as columns of the table. */
  columns(view: number, from: number) {
    const first = this.#beginOf(from)
    const count = this.#beginOf(this.length) - first
    const column = (): Int32Array => new Int32Array(count)
    const columns = { view_id: column().fill(view), cover: column(), from_day: column(), to_day: column(), kind: column(), payer: column(), agreement: column(), via: column(), reason: column(), left_out: column() }
    let row = 0
    for (let cover = from; cover < this.length; cover += 1) {
      const end = this.#ends[cover] as number
      for (let place = this.#beginOf(cover); place < end; place += 1, row += 1) {
        const at = place * WIDTH
        const packed = this.#spans[at + 4] as number
        columns.cover[row] = cover
        columns.from_day[row] = this.#spans[at] as number
        columns.to_day[row] = place + 1 < end ? (this.#spans[at + WIDTH] as number) : NEVER
        columns.kind[row] = packed & 15
        columns.payer[row] = this.#spans[at + 1] as number
        columns.agreement[row] = this.#spans[at + 2] as number
        columns.via[row] = this.#spans[at + 3] as number
        columns.reason[row] = ((packed >> 4) & 15) - 1
        columns.left_out[row] = packed >> 8
      }
    }
    return columns
  }
}

/** How combos stand in a view: the party, the account's party, and the cover shared with all of the same stamps. Memory: 12 bytes a combo. */
export class Standings {
  #party: Int32Array = new Int32Array(1024)
  #account: Int32Array = new Int32Array(1024)
  #cover: Int32Array = new Int32Array(1024)
  length = 0

  /** Takes up what was written to disk; the arrays may have room behind it. */
  static from({ count, party, account, cover }: StandingParts): Standings {
    const standings = new Standings()
    standings.#party = party
    standings.#account = account
    standings.#cover = cover
    standings.length = count
    return standings
  }

  /** A copy of what is here now: standings change in place. */
  parts(): StandingParts {
    const count = this.length
    return { count, party: this.#party.slice(0, count), account: this.#account.slice(0, count), cover: this.#cover.slice(0, count) }
  }

  party(combo: number): number {
    return this.#party[combo] as number
  }

  account(combo: number): number {
    return this.#account[combo] as number
  }

  /** -1 for a combo that does not stand yet. */
  cover(combo: number): number {
    return combo < this.length ? (this.#cover[combo] as number) : -1
  }

  /** True if anything changed. */
  set(combo: number, party: number, account: number, cover: number): boolean {
    if (combo >= this.length) {
      this.#party = widened(this.#party, combo + 1)
      this.#account = widened(this.#account, combo + 1)
      this.#cover = widened(this.#cover, combo + 1)
      this.#cover.fill(-1, this.length, combo)
      this.length = combo + 1
    } else if (this.#party[combo] === party && this.#account[combo] === account && this.#cover[combo] === cover) return false
    this.#party[combo] = party
    this.#account[combo] = account
    this.#cover[combo] = cover
    return true
  }
}

