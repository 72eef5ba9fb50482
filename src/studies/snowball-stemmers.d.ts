declare module 'snowball-stemmers' {
  /** Reduces a word, in small letters, to its stem. */
  interface Stemmer {
    stem(word: string): string
  }
  /** A stemmer of a language by its English name, such as german. */
  export function newStemmer(algorithm: string): Stemmer
}
