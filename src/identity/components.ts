/** Kinds of party as bits, so that a set of them is a number. */
export const PERSON = 1
export const ORGANIZATION = 2
export const MACHINE = 4

/** Why a line could not join its identifiers; the last three are said of guessed links only. */
export type JoinRefusal = 'two-kinds' | 'two-unique-identifiers' | 'not-the-same' | 'several-claim-it' | 'stated-of-another' | 'guess-of-two-firms'

const NOBODY = new Uint8Array(0)

/**
 * Union-find over identifiers, numbered from 1 on. The root of a component is its smallest number, and is the party's number.
 * Members of a component form a ring, so that they can be listed without a second structure.
 * Memory: 13 bytes an identifier.
 */
export class Components {
  #parent = new Int32Array(1024)
  #next = new Int32Array(1024)
  /** At roots: the kinds of the component's members, as bits. */
  #kinds = new Uint8Array(1024)
  /** At roots: number of members that belong to a unique namespace. */
  #unique = new Int32Array(1024)
  readonly #apart = new Map<number, number[]>()
  size = 0

  /** A copy in which the marked identifiers are alone again, and not held apart from any other. A component must be marked whole or not at all. */
  withAlone(marked: Uint8Array, kindsOf: (identifier: number) => number, isUnique: (identifier: number) => boolean): Components {
    const copy = new Components()
    copy.#parent = this.#parent.slice()
    copy.#next = this.#next.slice()
    copy.#kinds = this.#kinds.slice()
    copy.#unique = this.#unique.slice()
    copy.size = this.size
    for (const [identifier, others] of this.#apart) if (marked[identifier] !== 1) copy.#apart.set(identifier, [...others])
    for (let identifier = 1; identifier < marked.length; identifier += 1) {
      if (marked[identifier] !== 1) continue
      copy.#parent[identifier] = identifier
      copy.#next[identifier] = identifier
      copy.#kinds[identifier] = kindsOf(identifier)
      copy.#unique[identifier] = isUnique(identifier) ? 1 : 0
    }
    return copy
  }

  copy(): Components {
    return this.withAlone(NOBODY, () => 0, () => false)
  }

  /** True if it was said by hand that some of these two components' members are not the same. */
  areApart(a: number, b: number): boolean {
    return this.#apart.size > 0 && this.#heldApart([this.root(a), this.root(b)])
  }

  /** Makes identifiers up to this number, each a component of its own. */
  grow(to: number, kindsOf: (identifier: number) => number, isUnique: (identifier: number) => boolean): void {
    if (to >= this.#parent.length) this.#widen(to)
    for (let identifier = this.size + 1; identifier <= to; identifier += 1) {
      this.#parent[identifier] = identifier
      this.#next[identifier] = identifier
      this.#kinds[identifier] = kindsOf(identifier)
      this.#unique[identifier] = isUnique(identifier) ? 1 : 0
    }
    this.size = Math.max(this.size, to)
  }

  #widen(to: number): void {
    const length = Math.max(to + 1, this.#parent.length * 2)
    const widened = <A extends Int32Array | Uint8Array>(old: A, fresh: A): A => {
      fresh.set(old)
      return fresh
    }
    this.#parent = widened(this.#parent, new Int32Array(length))
    this.#next = widened(this.#next, new Int32Array(length))
    this.#kinds = widened(this.#kinds, new Uint8Array(length))
    this.#unique = widened(this.#unique, new Int32Array(length))
  }

  root(identifier: number): number {
    const parent = this.#parent
    let at = identifier
    for (;;) {
      const up = parent[at] as number
      if (up === at) return at
      const above = parent[up] as number
      parent[at] = above
      at = above
    }
  }

  kinds(root: number): number {
    return this.#kinds[root] ?? 0
  }

  /** All identifiers of a component, beginning with the one given. */
  members(identifier: number): number[] {
    const found = [identifier]
    for (let at = this.#next[identifier] as number; at !== identifier; at = this.#next[at] as number) found.push(at)
    return found
  }

  /** The next member of the ring; for loops that must not allocate. */
  next(identifier: number): number {
    return this.#next[identifier] as number
  }

  /** From now on no component may hold both. */
  keepApart(a: number, b: number): void {
    for (const [one, other] of [[a, b], [b, a]] as const) {
      const list = this.#apart.get(one)
      if (list) list.push(other)
      else this.#apart.set(one, [other])
    }
  }

  /** Joins all the identifiers, and marks them with the kinds, or does nothing and says why. `byHand` may join two values of a unique namespace. */
  join(identifiers: readonly number[], kinds: number, byHand = false): JoinRefusal | null {
    const first = identifiers[0]
    if (first === undefined) return null
    const roots: number[] = []
    for (const identifier of identifiers) {
      const root = this.root(identifier)
      if (!roots.includes(root)) roots.push(root)
    }
    const refusal = this.#judge(roots, kinds, byHand)
    if (refusal) return refusal
    let target = roots[0] as number
    for (let place = 1; place < roots.length; place += 1) target = this.#merge(target, roots[place] as number)
    this.#kinds[target] = (this.#kinds[target] as number) | kinds
    return null
  }

  #judge(roots: readonly number[], kinds: number, byHand: boolean): JoinRefusal | null {
    let all = kinds
    let withUnique = 0
    for (const root of roots) {
      all |= this.#kinds[root] as number
      if ((this.#unique[root] as number) > 0) withUnique += 1
    }
    if ((all & (all - 1)) !== 0) return 'two-kinds'
    if (withUnique > 1 && !byHand) return 'two-unique-identifiers'
    if (this.#apart.size > 0 && roots.length > 1 && this.#heldApart(roots)) return 'not-the-same'
    return null
  }

  #heldApart(roots: readonly number[]): boolean {
    for (const root of roots) {
      for (const member of this.members(root)) {
        for (const other of this.#apart.get(member) ?? []) {
          const otherRoot = this.root(other)
          if (otherRoot !== root && roots.includes(otherRoot)) return true
        }
      }
    }
    return false
  }

  #merge(a: number, b: number): number {
    const keep = Math.min(a, b)
    const give = Math.max(a, b)
    this.#parent[give] = keep
    this.#kinds[keep] = (this.#kinds[keep] as number) | (this.#kinds[give] as number)
    this.#unique[keep] = (this.#unique[keep] as number) + (this.#unique[give] as number)
    const swapped = this.#next[keep] as number
    this.#next[keep] = this.#next[give] as number
    this.#next[give] = swapped
    return keep
  }
}
