/** A seeded source of chance: the same seed and name give the same numbers, on every machine. */
export interface Random {
  /** A number in [0, 1). */
  unit(): number
  /** A whole number, both ends included. */
  int(min: number, max: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** About `mean` on average, mostly less, sometimes much more: how often people really do things. */
  heavy(mean: number): number
  shuffled<T>(list: readonly T[]): T[]
}

/** Each world of the demo has its own stream, so that a change in one leaves the others as they were. */
export function randomFrom(seed: number, name: string): Random {
  let state = seed >>> 0
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x9e3779b1) >>> 0

  // mulberry32
  function unit(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (min: number, max: number) => min + Math.floor(unit() * (max - min + 1))
  return {
    unit,
    int,
    chance: (share) => unit() < share,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[int(0, list.length - 1)] as T
    },
    heavy(mean) {
      // Sum of uniforms instead of logarithms of logarithms: no rounding that differs between machines matters here.
      const bell = unit() + unit() + unit() + unit() - 2
      return Math.max(0, Math.round(mean * 0.72 * 2 ** (bell * 2.4)))
    },
    shuffled<T>(list: readonly T[]): T[] {
      const copy = [...list]
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = int(0, i)
        const kept = copy[i] as T
        copy[i] = copy[j] as T
        copy[j] = kept
      }
      return copy
    },
  }
}
