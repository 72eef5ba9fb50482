import { slotsFor, widened } from '../base/columns.ts'

/** The first texts are kept as they are, too: products and sources are asked for again and again. */
const KEPT = 256
/** UTF-8 needs at most three bytes for what JavaScript counts as one. */
const BYTES_A_UNIT = 3

/** What a dictionary is made of, as it is written to disk. */
export interface DictionaryParts {
  readonly size: number
  readonly bytes: Uint8Array
  readonly ends: Int32Array
  readonly hashes: Int32Array
}

/**
 * Strings and small whole numbers that stand for them, from 1 on; 0 stands for none. Numbers are given in order of arrival and never change.
 * The texts lie one behind the other as UTF-8, since a million strings of their own cost several times their letters: about 16 bytes a text beside its own. At most 2 GB of text.
 */
export class Dictionary {
  #bytes: Buffer = Buffer.allocUnsafeSlow(1024)
  /** Where each text ends; it begins where the one before it ends. */
  #ends: Int32Array = new Int32Array(1024)
  #hashes: Int32Array = new Int32Array(1024)
  /** Numbers by the hash of their text; 0 is a free slot. */
  #slots: Int32Array = new Int32Array(1024)
  #kept: string[] = []
  size = 0

  /** Takes up what was written to disk; the arrays may have room behind it. */
  static from({ size, bytes, ends, hashes }: DictionaryParts): Dictionary {
    const dictionary = new Dictionary()
    dictionary.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    dictionary.#ends = ends
    dictionary.#hashes = hashes
    dictionary.size = size
    dictionary.#sort()
    return dictionary
  }

  /** What is here now; later texts alter nothing of it. */
  parts(): DictionaryParts {
    return { size: this.size, bytes: this.#bytes.subarray(0, this.#ends[this.size]), ends: this.#ends.subarray(0, this.size + 1), hashes: this.#hashes.subarray(0, this.size + 1) }
  }

  /** All texts in order, '' for 0. For small dictionaries. */
  get texts(): readonly string[] {
    return Array.from({ length: this.size + 1 }, (_, number) => this.text(number))
  }

  /** The number of a text, given now if it has none. */
  number(text: string): number {
    const length = this.#write(text)
    const hash = this.#hashed
    let slot = hash & (this.#slots.length - 1)
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      if (this.#hashes[known] === hash && this.#isSame(known, length)) return known
      slot = (slot + 1) & (this.#slots.length - 1)
    }
    const end = (this.#ends[this.size] as number) + length
    this.size += 1
    const number = this.size
    if (number >= this.#ends.length) {
      this.#ends = widened(this.#ends, number + 1)
      this.#hashes = widened(this.#hashes, number + 1)
    }
    this.#ends[number] = end
    this.#hashes[number] = hash
    this.#slots[slot] = number
    if (slotsFor(number) > this.#slots.length) this.#sort()
    return number
  }

  /** The number of a text, or 0 if it was never met. */
  find(text: string): number {
    const length = this.#write(text)
    const hash = this.#hashed
    let slot = hash & (this.#slots.length - 1)
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      if (this.#hashes[known] === hash && this.#isSame(known, length)) return known
      slot = (slot + 1) & (this.#slots.length - 1)
    }
    return 0
  }

  text(number: number): string {
    if (number < KEPT && number < this.#kept.length) return this.#kept[number] as string
    if (!(number > 0 && number <= this.size)) return ''
    if (number >= KEPT) return this.#bytes.toString('utf8', this.#ends[number - 1], this.#ends[number])
    for (let missing = this.#kept.length; missing <= number; missing += 1) this.#kept.push(missing === 0 ? '' : this.#bytes.toString('utf8', this.#ends[missing - 1], this.#ends[missing]))
    return this.#kept[number] as string
  }

  /** Forgets the newest texts, so that as many are left: for what was only supposed, and never recorded. */
  cutBack(size: number): void {
    // Whatever came last ended every search for it, so its slot can simply be freed.
    for (; this.size > size; this.size -= 1) {
      let slot = (this.#hashes[this.size] as number) & (this.#slots.length - 1)
      while (this.#slots[slot] !== this.size) slot = (slot + 1) & (this.#slots.length - 1)
      this.#slots[slot] = 0
    }
    this.#kept.length = Math.min(this.#kept.length, size + 1)
  }

  #hashed = 0

  /** Writes a text behind the last one, for comparison or to stay; its length in bytes. */
  #write(text: string): number {
    const begin = this.#ends[this.size] as number
    const units = text.length
    if (begin + units * BYTES_A_UNIT > this.#bytes.length) this.#grow(begin + units * BYTES_A_UNIT)
    const bytes = this.#bytes
    let hash = 0x811c9dc5
    for (let at = 0; at < units; at += 1) {
      const unit = text.charCodeAt(at)
      if (unit > 127) return this.#writeLetters(text, begin)
      bytes[begin + at] = unit
      hash = Math.imul(hash ^ unit, 0x01000193)
    }
    this.#hashed = scattered(hash)
    return units
  }

  #writeLetters(text: string, begin: number): number {
    const length = this.#bytes.write(text, begin)
    let hash = 0x811c9dc5
    for (let at = begin; at < begin + length; at += 1) hash = Math.imul(hash ^ (this.#bytes[at] as number), 0x01000193)
    this.#hashed = scattered(hash)
    return length
  }

  #grow(to: number): void {
    const wider = Buffer.allocUnsafeSlow(Math.max(to, Math.ceil(this.#bytes.length * 1.5)))
    this.#bytes.copy(wider, 0, 0, this.#ends[this.size])
    this.#bytes = wider
  }

  /** True if the text just written is this one. */
  #isSame(known: number, length: number): boolean {
    const begin = this.#ends[known - 1] as number
    if ((this.#ends[known] as number) - begin !== length) return false
    const bytes = this.#bytes
    const written = this.#ends[this.size] as number
    for (let at = 0; at < length; at += 1) if (bytes[begin + at] !== bytes[written + at]) return false
    return true
  }

  #sort(): void {
    const slots = new Int32Array(slotsFor(this.size))
    for (let number = 1; number <= this.size; number += 1) {
      let slot = (this.#hashes[number] as number) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = number
    }
    this.#slots = slots
  }
}

/** The last letters alone must not decide the lowest bits. */
function scattered(hash: number): number {
  const mix = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return mix ^ (mix >>> 13)
}
