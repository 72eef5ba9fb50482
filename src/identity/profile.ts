import type { PartyKind } from '../base/lists.ts'
import { folded } from './letters.ts'
import { firmWords, type PersonName, personName, wordsOf } from './names.ts'

/** What lines say about a party: identifiers, names and traits as the sources wrote them. */
export interface Described {
  readonly party: number
  readonly kind: PartyKind
  readonly identifiers: readonly string[]
  readonly lines: readonly { readonly name: string | null; readonly traits: Readonly<Record<string, string | number | boolean | null>> | null }[]
}

/** A date of birth. Day and month stand in the order in which they were written; years of two digits compare with the last two of others. */
export interface Birth {
  readonly written: string
  readonly year: number
  readonly shortYear: boolean
  readonly first: number
  readonly second: number
  /** True where the writing leaves open which of the two is the month. */
  readonly ambiguous: boolean
}

export interface Address {
  readonly written: string
  readonly numbers: readonly string[]
  readonly words: readonly string[]
  /** House number and the street's first word, or the longest words: what addresses that are the same have in common. */
  readonly key: string
}

export interface FirmName {
  readonly written: string
  readonly words: readonly string[]
}

/** A party as it is compared with others. */
export interface Profile {
  readonly party: number
  readonly kind: 'person' | 'organization'
  readonly people: readonly PersonName[]
  readonly firms: readonly FirmName[]
  readonly emails: readonly string[]
  /** Digits only. */
  readonly phones: readonly string[]
  readonly addresses: readonly Address[]
  /** National ids, passports, tax numbers and the like. */
  readonly documents: readonly { readonly type: string; readonly value: string }[]
  readonly births: readonly Birth[]
  readonly genders: readonly string[]
  readonly employers: readonly string[]
  readonly domains: readonly string[]
  /** Labels of domains: `acme` of acme.co.uk. */
  readonly labels: readonly string[]
}

/** What a trait is, by letters of its name; the first that fits. */
const TRAITS: readonly (readonly [string, RegExp])[] = [
  ['none', /(country|state|type|status|kind|verified|optin|consent|count)$/],
  ['email', /e?mail(address)?\d*$|^email/],
  ['birth', /birth|^dob|geburt|naissance|nacimiento/],
  ['phone', /phone|mobile|^tel|^cell|whatsapp|^handy|^movil/],
  ['passport', /passport/],
  ['social security number', /^ssn|socialsecurity/],
  ['driving licence', /driver|drivinglicen/],
  ['tax number', /^(tax|vat|ein|tin|gstin|ustid)|taxid|vatnumber|vatid|steuernummer/],
  ['LEI', /^lei/],
  ['register number', /registration|companynumber|handelsregister|^siren|^siret|^uen/],
  ['national id', /nationalid|identitycard|idcard|personnummer/],
  ['gender', /^(gender|sex)$/],
  ['family', /(last|family|sur)name|namelast|namefamily/],
  ['given', /(first|given)name|namefirst|namegiven/],
  ['middle', /middlename|namemiddle/],
  ['postal', /postal|postcode|zip|^plz|postleitzahl/],
  ['city', /city|town|^ort$|wohnort|^stadt$|^ville$|ciudad/],
  ['street', /addr|adresse|street|^line\d|^stra(ss)?e|^rue$|^calle$|direccion/],
  ['employer', /employer|^company(name)?$|^organi[sz]ation(name)?$|^firm$/],
  ['name', /nickname|alias|^aka|(native|legal|trading|secondary|former|maiden|other|birth)name|name(org|full)$|^fullname$|^name$/],
]

const kinds = new Map<string, string>()

/** What a trait of this name tells of a party: `phone`, `birth`, `passport`; `none` for what parties are not compared by. */
export function kindOfTrait(name: string): string {
  const known = kinds.get(name)
  if (known !== undefined) return known
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const kind = TRAITS.find(([, pattern]) => pattern.test(letters))?.[0] ?? 'none'
  if (kinds.size < 10_000) kinds.set(name, kind)
  return kind
}

const DOCUMENTS = new Set(['passport', 'social security number', 'driving licence', 'tax number', 'LEI', 'register number', 'national id'])

/** What a party is compared by; null for machines and for parties of which nothing comparable is known. */
export function profileOf(described: Described, isShared: (email: string) => boolean): Profile | null {
  const { party, kind, identifiers, lines } = described
  if (kind === 'machine') return null
  const found = newFindings()
  for (const { name, traits } of lines) takeLine(found, kind, name, traits ?? {})
  for (const identifier of identifiers) {
    const value = identifier.slice(identifier.indexOf(':') + 1)
    if (identifier.startsWith('email:')) found.emails.add(normalEmail(value) ?? value)
    else if (identifier.startsWith('domain:')) found.domains.add(value)
  }
  const emails = [...found.emails].filter((email) => !isShared(email))
  if (kind === 'person' && found.people.length === 0) for (const email of emails) addName(found, 'person', nameInMailbox(email))
  return {
    party, kind, emails, people: unique(found.people, ({ words }) => words.join(' ')), firms: unique(found.firms, ({ words }) => words.join(' ')), phones: [...found.phones],
    addresses: unique(found.addresses, ({ written }) => written), documents: unique(found.documents, ({ type, value }) => `${type} ${value}`), births: unique(found.births, ({ written }) => written),
    genders: [...found.genders], employers: [...found.employers], domains: [...found.domains], labels: [...new Set([...found.domains].map(labelOf))],
  }
}

interface Findings {
  readonly people: PersonName[]; readonly firms: FirmName[]; readonly emails: Set<string>; readonly phones: Set<string>; readonly addresses: Address[]
  readonly documents: { type: string; value: string }[]; readonly births: Birth[]; readonly genders: Set<string>; readonly employers: Set<string>
  readonly domains: Set<string>
}

function newFindings(): Findings {
  return { people: [], firms: [], emails: new Set(), phones: new Set(), addresses: [], documents: [], births: [], genders: new Set(), employers: new Set(), domains: new Set() }
}

function takeLine(found: Findings, kind: PartyKind, name: string | null, traits: Readonly<Record<string, string | number | boolean | null>>): void {
  const parts: { [kind: string]: string } = {}
  const street: string[] = []
  for (const [trait, value] of Object.entries(traits)) {
    if (value === null || typeof value === 'boolean') continue
    const text = String(value).trim()
    if (text === '') continue
    const what = kindOfTrait(trait)
    if (DOCUMENTS.has(what)) addDocument(found, what, text)
    else if (what === 'street') street.push(text)
    else if (what === 'name') addName(found, kind, text)
    else if (what !== 'none') take(found, what, text, parts)
  }
  if (parts.given !== undefined || parts.family !== undefined) {
    const person = personName(null, [parts.given, parts.middle].filter((part) => part !== undefined).join(' '), parts.family ?? null)
    if (person && kind === 'person') found.people.push(person)
  } else addName(found, kind, name)
  const address = addressOf([...street, parts.city, parts.postal].filter((part) => part !== undefined).join(', '))
  if (address) found.addresses.push(address)
}

function take(found: Findings, what: string, text: string, parts: { [kind: string]: string }): void {
  switch (what) {
    case 'email': {
      const email = normalEmail(text)
      if (email !== null) found.emails.add(email)
      return
    }
    case 'phone': {
      const digits = text.replace(/\D/g, '').replace(/^00/, '')
      if (digits.length >= 7 && digits.length <= 15) found.phones.add(digits)
      return
    }
    case 'birth': {
      const birth = birthOf(text)
      if (birth !== null) found.births.push(birth)
      return
    }
    case 'gender': {
      const letter = folded(text)[0] ?? ''
      if (letter === 'm' || letter === 'f' || letter === 'w') found.genders.add(letter === 'm' ? 'm' : 'f')
      return
    }
    case 'employer': {
      const words = firmWords(text).join(' ')
      if (words !== '') found.employers.add(words)
      return
    }
    default: parts[what] = text
  }
}

function addName(found: Findings, kind: PartyKind, text: string | null | undefined): void {
  if (text === null || text === undefined) return
  if (kind === 'person') {
    const person = text.includes('@') ? null : personName(text)
    if (person) found.people.push(person)
    return
  }
  const words = firmWords(text)
  if (words.length > 0) found.firms.push({ written: text.trim(), words })
}

function addDocument(found: Findings, type: string, text: string): void {
  const value = folded(text).replace(/[^a-z0-9]/g, '')
  if (value.length >= 4 && !/^(.)\1*$/.test(value)) found.documents.push({ type, value })
}

/** `Ann <ann+news@x.com>` is ann@x.com; dots say nothing in Google's addresses. Null for what is no address. */
export function normalEmail(text: string): string | null {
  const match = /([^\s<>"']+)@([^\s<>"'@]+\.[^\s<>"'@]+)/.exec(text.toLowerCase())
  if (!match) return null
  const domain = match[2] === 'googlemail.com' ? 'gmail.com' : (match[2] as string)
  const local = (match[1] as string).replace(/\+.*$/, '')
  return `${domain === 'gmail.com' ? local.replaceAll('.', '') : local}@${domain}`
}

/** bob.smith@x.com is the mailbox of a Bob Smith; null where the mailbox does not look like a name. */
function nameInMailbox(email: string): string | null {
  const parts = email.slice(0, email.indexOf('@')).split(/[._-]+/).map((part) => part.replace(/\d+$/, '')).filter((part) => part !== '')
  return parts.length >= 2 && parts.length <= 3 && parts.every((part) => /^\p{L}+$/u.test(part)) && parts.some((part) => part.length > 2) ? parts.join(' ') : null
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Reads dates as people write them; null if it is none. */
export function birthOf(text: string): Birth | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text)
  if (iso) return birth(text, iso[1] as string, Number(iso[2]), Number(iso[3]), false)
  const named = /^(?:(\d{1,2})[\s.-]*([a-z]{3})[a-z]*|([a-z]{3})[a-z]*[\s.-]*(\d{1,2}))[\s.,-]*(\d{4}|\d{2})$/i.exec(text)
  if (named) {
    const month = MONTHS.indexOf((named[2] ?? named[3] ?? '').toLowerCase()) + 1
    return month === 0 ? null : birth(text, named[5] as string, month, Number(named[1] ?? named[4]), false)
  }
  const plain = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(text)
  if (!plain) return null
  const [first, second] = [Number(plain[1]), Number(plain[2])]
  // Beyond twelve it can only be the day; then the month stands first, as in the other writings.
  if (first > 12) return birth(text, plain[3] as string, second, first, false)
  return birth(text, plain[3] as string, first, second, second <= 12 && first !== second)
}

function birth(written: string, year: string, first: number, second: number, ambiguous: boolean): Birth | null {
  if (first < 1 || first > 12 || second < 1 || second > 31) return null
  return { written, year: Number(year), shortYear: year.length === 2, first, second, ambiguous }
}

/** Days and months that may be swapped give the same key. */
export function birthKey({ year, first, second }: Birth): string {
  return `${year % 100}-${Math.min(first, second)}-${Math.max(first, second)}`
}

const STREETS: ReadonlyMap<string, string> = new Map(Object.entries({
  street: 'st', strasse: 'st', str: 'st', avenue: 'ave', av: 'ave', road: 'rd', lane: 'ln', drive: 'dr', boulevard: 'blvd', place: 'pl', square: 'sq', suite: 'ste', apartment: 'apt', apartments: 'apt', appt: 'apt', north: 'n', south: 's', east: 'e', west: 'w',
}))
const STREET_KINDS = new Set(['st', 'ave', 'rd', 'ln', 'dr', 'blvd', 'pl', 'sq', 'ste', 'apt', 'way', 'ct', 'no', 'po', 'box', 'floor', 'plaza', 'n', 's', 'e', 'w', 'ul', 'the'])
/** `1000-word` house numbers are none: from five digits on it is a post code, or a box. */
const HOUSE_DIGITS_AT_MOST = 5

export function addressOf(text: string): Address | null {
  const parts = wordsOf(text.replace(/(\p{L})strasse\b|(\p{L})stra(ß)e\b/giu, '$1$2 strasse').replace(/(\p{L}{3,})str\.?(?=\s|$)/giu, '$1 str'))
    .map((word) => STREETS.get(word) ?? word)
  const numbers = parts.filter((part) => /^\d+[a-z]?$/.test(part))
  const words = parts.filter((part) => !/\d/.test(part) && part.length > 1 && !STREET_KINDS.has(part))
  if (words.length === 0 || parts.length < 2) return null
  const house = numbers.find((number) => number.length <= HOUSE_DIGITS_AT_MOST)
  const key = house === undefined ? [...words].sort((a, b) => b.length - a.length).slice(0, 2).sort().join(' ') : `${house} ${words[0]}`
  return { written: text, numbers, words, key }
}

const SECOND_LEVELS = new Set(['co', 'com', 'org', 'net', 'ac', 'gov', 'edu', 'or', 'ne'])

/** The word of a domain that somebody chose: `acme` of acme.com, acme.co.uk and mail.acme.de. */
export function labelOf(domain: string): string {
  const labels = domain.split('.')
  labels.pop()
  if (labels.length > 1 && SECOND_LEVELS.has(labels[labels.length - 1] as string)) labels.pop()
  return labels[labels.length - 1] ?? domain
}

function unique<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [nameOf(item), item])).values()]
}
