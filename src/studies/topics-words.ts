import { newStemmer } from 'snowball-stemmers'
import { LANGUAGES, type Language } from '../roles/settings.ts'
import { LISTED_BY, STOP_WORDS } from './topics-stop-words.ts'

/** Letters and digits, with the apostrophes and the marks inside them: `don't`, `l'offre`, `wi-fi` is two. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu
/** Scripts that put no spaces between words: there a dictionary must say where one ends. */
const NO_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** A text is read so far: what stands behind is rarely its topic, and nobody shall hold up the others with a book. */
const LETTERS_READ = 20_000

/**
 * The words of a text in normal form (NFKC, small letters, one kind of apostrophe), in order.
 * Intl.Segmenter takes 17 microseconds for a sentence of twenty words, the expression 1: so it is asked only where there are no spaces. Both give the same words elsewhere (a test says so).
 */
export function wordsIn(text: string): string[] {
  const normal = text.slice(0, LETTERS_READ).normalize('NFKC').toLowerCase().replaceAll('’', "'")
  if (!NO_SPACES.test(normal)) return normal.match(WORD) ?? []
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(normal)) if (isWordLike) words.push(segment)
  return words
}

/**
 * The language of words, by the little words in them: each counts 1 divided by the number of languages that have it. Null if none of them is known; of equal ones
 * the one that the workspace chose, else the first of the list. Short texts are often in several languages at once: the stems that follow are then near enough.
 */
export function languageOf(words: readonly string[], chosen: Language | null = null): Language | null {
  let best: Language | null = null
  let most = 0
  const tells = words.filter((word) => LISTED_BY.has(word))
  if (tells.length === 0) return chosen
  for (const language of LANGUAGES) {
    let sum = 0
    for (const word of tells) if (STOP_WORDS[language].has(word)) sum += 1 / (LISTED_BY.get(word) as number)
    if (sum > most + 1e-9 || (sum > most - 1e-9 && sum > 0 && language === chosen)) [best, most] = [language, sum]
  }
  return best
}

const ALGORITHMS: Readonly<Record<Language, string>> = { en: 'english', de: 'german', fr: 'french', es: 'spanish', it: 'italian', pt: 'portuguese', nl: 'dutch' }
/** Longer ones are no words of a language: they stay as they are, and cost nothing. */
const LONGEST_WORD = 40
const KEPT_AT_MOST = 50_000

interface Stems {
  readonly stem: (word: string) => string
  readonly kept: Map<string, string>
}
const stemmers = new Map<Language, Stems>()

function stemsOf(language: Language): Stems {
  const known = stemmers.get(language)
  if (known) return known
  const stemmer = newStemmer(ALGORITHMS[language])
  const made: Stems = { stem: (word) => stemmer.stem(word), kept: new Map() }
  stemmers.set(language, made)
  return made
}

const CONTRACTED: Readonly<Partial<Record<Language, RegExp>>> = { en: /'(?:s|re|ve|ll|d|m)$/u, fr: /^(?:[cdjlmnst]|qu)'/u, it: /^(?:[cdlmnstv]|un|dell|nell|sull|all|dall|quell|quest)'/u }

/** The stem of a word in normal form; without a language the word itself. 3 microseconds for a new word, which is kept: texts use the same few thousand again. */
export function stemOf(word: string, language: Language | null): string {
  if (language === null || word.length > LONGEST_WORD) return word
  const { stem, kept } = stemsOf(language)
  const known = kept.get(word)
  if (known !== undefined) return known
  const whole = CONTRACTED[language]?.[Symbol.replace](word, '') ?? word
  const found = stem(whole) || word
  if (kept.size >= KEPT_AT_MOST) kept.clear()
  kept.set(word, found)
  return found
}

/** True if a word says nothing of the topic of a text in that language. */
export function isStopWord(word: string, language: Language | null): boolean {
  return language === null ? false : STOP_WORDS[language].has(word)
}
