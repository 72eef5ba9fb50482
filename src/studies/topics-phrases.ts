import { type Frequencies, rarity } from './topics-likeness.ts'

/** A text that nobody could place: its giver, and its telling words with the forms in which they stand there. */
export interface LooseText {
  readonly giver: number
  readonly stems: readonly string[]
  readonly words: readonly string[]
  /** Topics, as names compare, that a person said it is not about. */
  readonly not: ReadonlySet<string>
}

/** Texts that share a telling word or pair of words. */
export interface Phrase {
  /** As it is written most often. */
  readonly name: string
  readonly texts: readonly number[]
  readonly givers: number
  /** Givers times the rarity of the phrase among all texts, which is how the first of several is chosen. */
  readonly score: number
  /** What else is frequent in them, as it is written. */
  readonly telling: readonly string[]
}

const FEWEST_GIVERS = 2
/** A word in more than this share of the texts tells them from nothing. */
const MOST_OF_TEXTS = 0.5
/** A share alone would take every word of a few texts for too frequent. */
const ALWAYS_ALLOWED = 4
const PHRASES_AT_MOST = 40
/** Two words say more than one, but not so much that a pair beats the word that more people use. */
const PAIR_WEIGHS = 1.2

/**
 * What people speak of that no topic holds: the word, or pair of words side by side, with the highest score (givers times rarity; a pair counts a fifth more) takes its texts, then the next among those
 * that are left, until none is said by two people. Cost: the words of the texts, for each phrase found.
 */
export function phrasesIn(texts: readonly LooseText[], all: Frequencies): readonly Phrase[] {
  const left = new Set(texts.keys())
  const most = Math.max(ALWAYS_ALLOWED, texts.length * MOST_OF_TEXTS)
  const found: Phrase[] = []
  while (found.length < PHRASES_AT_MOST) {
    const candidates = candidatesIn(texts, left)
    let best: { readonly name: string; readonly stems: string; readonly texts: readonly number[]; readonly givers: number; readonly score: number } | null = null
    for (const [stems, places] of candidates) {
      const givers = new Set(places.map((place) => texts[place]?.giver)).size
      if (givers < FEWEST_GIVERS || places.length > most) continue
      const parts = stems.split(' ')
      const score = givers * (parts.reduce((sum, stem) => sum + rarity(all, stem), 0) / parts.length) * (parts.length > 1 ? PAIR_WEIGHS : 1)
      if (best !== null && (score < best.score - 1e-9 || (score < best.score + 1e-9 && stems >= best.stems))) continue
      const name = asWritten(texts, places, parts)
      const allowed = places.filter((place) => !(texts[place] as LooseText).not.has(name))
      if (allowed.length === places.length) best = { name, stems, texts: places, givers, score }
      else if (new Set(allowed.map((place) => texts[place]?.giver)).size >= FEWEST_GIVERS) best = { name, stems, texts: allowed, givers: new Set(allowed.map((place) => texts[place]?.giver)).size, score }
    }
    if (best === null) break
    for (const place of best.texts) left.delete(place)
    found.push({ name: best.name, texts: best.texts, givers: best.givers, score: best.score, telling: tellingOf(texts, best.texts, best.stems.split(' '), all) })
  }
  return found
}

function candidatesIn(texts: readonly LooseText[], left: ReadonlySet<number>): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const place of left) {
    const { stems } = texts[place] as LooseText
    const own = new Set(stems.flatMap((stem, at) => (stems[at + 1] === undefined || stems[at + 1] === stem ? [stem] : [stem, `${stem} ${stems[at + 1]}`])))
    for (const candidate of own) {
      const list = found.get(candidate)
      if (list) list.push(place)
      else found.set(candidate, [place])
    }
  }
  return found
}

/** The form that most texts use; of equal ones the shorter, then the one that sorts first. */
function asWritten(texts: readonly LooseText[], places: readonly number[], parts: readonly string[]): string {
  const often = new Map<string, number>()
  for (const place of places) {
    const { stems, words } = texts[place] as LooseText
    const at = stems.findIndex((_, start) => parts.every((part, further) => stems[start + further] === part))
    const written = words.slice(at, at + parts.length).join(' ')
    often.set(written, (often.get(written) ?? 0) + 1)
  }
  return [...often].sort(([a, one], [b, other]) => other - one || a.length - b.length || (a < b ? -1 : 1))[0]?.[0] ?? parts.join(' ')
}

function tellingOf(texts: readonly LooseText[], places: readonly number[], parts: readonly string[], all: Frequencies): readonly string[] {
  const own = new Map<string, number>()
  for (const place of places) for (const stem of new Set((texts[place] as LooseText).stems)) if (!parts.includes(stem)) own.set(stem, (own.get(stem) ?? 0) + 1)
  return [...own]
    .filter(([, times]) => times >= 2)
    .sort(([a, one], [b, other]) => other * rarity(all, b) - one * rarity(all, a) || (a < b ? -1 : 1))
    .slice(0, 4)
    .map(([stem]) => asWritten(texts, places.filter((place) => texts[place]?.stems.includes(stem)), [stem]))
}
