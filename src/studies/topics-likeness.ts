/** A text as it is compared with others: each stem with its weight, the whole of length 1. */
export type Vector = ReadonlyMap<string, number>

/** In how many of all texts each stem occurs. */
export interface Frequencies {
  readonly texts: number
  readonly of: ReadonlyMap<string, number>
}

export function frequenciesOf(texts: readonly (readonly string[])[]): Frequencies {
  const of = new Map<string, number>()
  for (const stems of texts) for (const stem of new Set(stems)) of.set(stem, (of.get(stem) ?? 0) + 1)
  return { texts: texts.length, of }
}

/** How rare a stem is: log(1 + texts / texts with it); one that no text has counts as if one had it. */
export function rarity({ texts, of }: Frequencies, stem: string): number {
  return Math.log(1 + Math.max(1, texts) / (of.get(stem) ?? 1))
}

/** TF-IDF: (1 + log of how often) times rarity, brought to length 1. Empty for a text without stems. */
export function vectorOf(stems: readonly string[], frequencies: Frequencies): Vector {
  const often = new Map<string, number>()
  for (const stem of stems) often.set(stem, (often.get(stem) ?? 0) + 1)
  const weights = [...often].map(([stem, times]) => [stem, (1 + Math.log(times)) * rarity(frequencies, stem)] as const)
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0))
  return new Map(weights.map(([stem, weight]) => [stem, weight / length]))
}

export interface Example<T> {
  readonly is: T
  readonly vector: Vector
}

export interface Near<T> {
  readonly is: T
  /** Cosine: 0 for nothing in common, 1 for the same. */
  readonly likeness: number
  /** What they have in common, the weightiest first. */
  readonly stems: readonly string[]
}

/** Finds, among examples, those nearest to a text. Cost: the examples that share a stem with it; no others are looked at. */
export function nearestAmong<T>(examples: readonly Example<T>[]): (vector: Vector, most: number) => readonly Near<T>[] {
  const byStem = new Map<string, { readonly example: number; readonly weight: number }[]>()
  examples.forEach(({ vector }, example) => {
    for (const [stem, weight] of vector) {
      const list = byStem.get(stem)
      if (list) list.push({ example, weight })
      else byStem.set(stem, [{ example, weight }])
    }
  })
  const likeness = new Float64Array(examples.length)
  const isNearer = (a: number, b: number): boolean => {
    const more = (likeness[a] as number) - (likeness[b] as number)
    return Math.abs(more) > 1e-12 ? more > 0 : a < b
  }
  return (vector, most) => {
    const touched: number[] = []
    for (const [stem, own] of vector) {
      for (const { example, weight } of byStem.get(stem) ?? []) {
        if (likeness[example] === 0) touched.push(example)
        likeness[example] = (likeness[example] as number) + own * weight
      }
    }
    // The few nearest, the nearest first: thousands share one frequent word, and need not be sorted.
    const nearest: number[] = []
    for (const place of touched) {
      if (nearest.length === most && !isNearer(place, nearest[most - 1] as number)) continue
      const at = nearest.findIndex((other) => isNearer(place, other))
      nearest.splice(at === -1 ? nearest.length : at, 0, place)
      if (nearest.length > most) nearest.pop()
    }
    const found = nearest.map((place) => [place, likeness[place] as number] as const)
    for (const place of touched) likeness[place] = 0
    return found.map(([place, like]) => {
      const example = examples[place] as Example<T>
      const inCommon = [...vector].filter(([stem]) => example.vector.has(stem)).map(([stem, weight]) => [stem, weight * (example.vector.get(stem) as number)] as const)
      return { is: example.is, likeness: like, stems: inCommon.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([stem]) => stem) }
    })
  }
}
