/** Letters that Unicode does not take apart, and the alphabets that are written in Latin letters by rule. Own tables; they need not be pretty, only the same on both sides. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'i', і: 'i', ї: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r',
  с: 's', т: 't', у: 'u', ў: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', ђ: 'dj', џ: 'dz',
}
const GREEK: Readonly<Record<string, string>> = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
}
const LETTERS: ReadonlyMap<string, string> = new Map([...Object.entries(LATIN), ...Object.entries(CYRILLIC), ...Object.entries(GREEK)])
const MARKS = /\p{M}/gu

/** Small letters without marks; Cyrillic and Greek in Latin letters. What has no letters of these stays as it is. */
export function folded(text: string): string {
  let plain = ''
  for (const letter of text.normalize('NFKC').toLowerCase()) plain += LETTERS.get(letter) ?? letter
  plain = plain.normalize('NFD').replace(MARKS, '')
  let latin = ''
  for (const letter of plain) latin += LETTERS.get(letter) ?? letter
  return latin
}

/** True if a name can be compared letter by letter with one in Latin letters. */
export function isLatin(text: string): boolean {
  return !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text)
}

/**
 * How a word sounds, roughly: consonants in classes, vowels only at the beginning, doubles once.
 * In the manner of Soundex (Russell 1918), but without its fixed length, and with c, g, ph and z by what follows them.
 */
export function soundOf(word: string): string {
  const spelt = word.replace(/ph/g, 'f').replace(/ck|q/g, 'k').replace(/g(?=[eiy])/g, 'j').replace(/c(?=[eiy])/g, 's').replace(/sch|sh|ch/g, 's').replace(/c/g, 'k').replace(/z/g, 's').replace(/x/g, 'ks')
    .replace(/th/g, 't').replace(/d(?=t)/g, '').replace(/w/g, 'v')
  let sound = ''
  let last = ''
  for (const letter of spelt) {
    const heard = /[aeiouyh]/.test(letter) ? '' : letter
    if (heard !== '' && heard !== last) sound += heard
    if (letter !== 'h') last = heard
  }
  return sound === '' ? word.slice(0, 1) : sound
}

/** Jaro's likeness of two words with Winkler's bonus for a common beginning: 0 to 1. (Winkler 1990, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model".) */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Array<boolean>(b.length).fill(false)
  const ofA: string[] = []
  for (let at = 0; at < a.length; at += 1) {
    for (let other = Math.max(0, at - reach); other <= Math.min(b.length - 1, at + reach); other += 1) {
      if (taken[other] || a[at] !== b[other]) continue
      taken[other] = true
      ofA.push(a[at] as string)
      break
    }
  }
  const common = ofA.length
  if (common === 0) return 0
  const ofB = [...b].filter((_, place) => taken[place])
  const swapped = ofA.filter((letter, place) => letter !== ofB[place]).length / 2
  const jaro = (common / a.length + common / b.length + (common - swapped) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** True if one word becomes the other by one letter more, less, other or swapped with its neighbour. */
export function oneLetterApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const rest = (of: string, from: number): string => of.slice(from)
  if (a.length === b.length) return rest(a, at + 1) === rest(b, at + 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(a, at + 2) === rest(b, at + 2))
  return a.length > b.length ? rest(a, at + 1) === rest(b, at) : rest(a, at) === rest(b, at + 1)
}
