import { type PersonName, wordLikeness } from './names.ts'
import { type Address, type Birth, birthKey, type FirmName, type Profile } from './profile.ts'

/**
 * How much what two parties have in common says that they are one, after Fellegi and Sunter, "A Theory for Record Linkage" (1969): for each thing compared
 * the binary logarithm of m / u, where m is how often the same party's records agree in it, u how often those of two others do. Agreement in a rare value says more
 * than in a frequent one: u is taken from how many hold the very value (Winkler 1989, "Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage").
 * Before anything is compared, the odds that two parties of n are one are PRIOR / n.
 */
export interface Weighed {
  readonly what: string
  /** In plain words. */
  readonly says: string
  /** Positive: for their being one; negative: against. */
  readonly bits: number
}

/** How many hold a value, by what it is and the value: `email ann@acme.com`. */
export type Holders = ReadonlyMap<string, number>

export interface Population {
  readonly size: number
  readonly holders: Holders
}

/** Of the parties of a workspace about one in four is thought to be there twice. It moves all certainties alike, never their order. */
const PRIOR = 0.25
/** In a workspace of three, two are not thought to be one for that alone. */
const HOUSEHOLDS = 30
/** In a small workspace a name is not rarer than in a village. */
const VILLAGE = 400

/** m: the same party's records agree in it so often. Others: how many hold the same by chance, besides those of whom we know. Differs: bits where both have one, and not the same. */
const FIELDS = {
  document: { m: 0.95, others: 0.02, differs: -7 },
  email: { m: 0.8, others: 0.3, differs: -0.5 },
  phone: { m: 0.7, others: 0.5, differs: -0.5 },
  address: { m: 0.6, others: 1, differs: -0.5 },
  birth: { m: 0.9, others: 1, differs: -7 },
  employer: { m: 0.6, others: 8, differs: -0.3 },
  word: { m: 0.9, others: 3, differs: -5 },
  familyWord: { m: 0.9, others: 2, differs: -3 },
  firmWord: { m: 0.8, others: 3, differs: -2.5 },
  label: { m: 0.6, others: 0.5, differs: -0.5 },
} as const
/** Birthdays of fifty years; but data that has fewer different ones than that says so by its holders. */
const BIRTHDAYS = 18_000
const SWAPPED_BITS = 2
const NEAR_BIRTH_BITS = 3
/** What is written a little differently says less than what is the same. */
const NEAR_NAME_BITS = 1.5
const CALLED_BITS = 1
const INITIAL_BITS = 2.5
const WORD_MORE_BITS = -0.5
const PART_OF_NAME_BITS = 9
/** Another given name and another family name: hardly anybody changes both. */
const OTHER_NAME_BITS = -16
/** Relatives and colleagues share a family name where they share a mailbox, a telephone or a house. */
const FAMILY_IN_HOUSEHOLD_BITS = 2
/** The second contact that agrees comes with the first: who lives together has one telephone, too. */
const FURTHER_CONTACT_SHARE = 0.4
/** A second name (a trade name, a former one) is often that of the whole group of firms. */
const SECOND_NAME_BITS = -3
const OTHER_GENDER_BITS = -2
const OTHER_GENERATION_BITS = -9

/** Log odds of 1 in bits are a certainty of one half. */
export function certaintyOf(bits: number): number {
  return 1 / (1 + 2 ** -bits)
}

export function bitsBefore(population: Population): number {
  return Math.log2(PRIOR / Math.max(HOUSEHOLDS, population.size))
}

/** Everything for and against, the weightiest first. */
export function compare(a: Profile, b: Profile, population: Population): Weighed[] {
  const weighed = [...contacts(a, b, population), ...documents(a, b, population), ...births(a, b, population)]
  const household = weighed.some(({ what, bits }) => bits > 0 && (what === 'address' || what === 'phone' || what === 'email'))
  if (a.kind === 'person') weighed.push(...people(a, b, population, household), ...genders(a, b), ...employers(a, b, population))
  else weighed.push(...firms(a, b, population))
  return weighed.filter(({ bits }) => bits !== 0).sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits))
}

function holdersOf(population: Population, what: string, value: string): number {
  return population.holders.get(`${what} ${value}`) ?? 2
}

/** Bits for agreeing in a value: m / u, with u from those who hold it besides these two, and those who may by chance. */
function agreeing(field: { readonly m: number; readonly others: number }, holders: number, among: number): number {
  return Math.log2((field.m * among) / (Math.max(0, holders - 2) + field.others))
}

function amongOf(population: Population): number {
  return Math.max(population.size, VILLAGE)
}

function sharedBy(holders: number): string {
  return holders <= 2 ? '' : `, which ${holders} have: it says ${holders > 8 ? 'nearly nothing' : 'little'}`
}

// -- ways to reach them -----------------------------------------------------------------------

function contacts(a: Profile, b: Profile, population: Population): Weighed[] {
  const found = [email(a, b, population), phone(a, b, population), address(a, b, population)].filter((one) => one !== null)
  const agreed = found.filter(({ bits }) => bits > 0).sort((x, y) => y.bits - x.bits)
  return found.map((one) => (agreed.indexOf(one) > 0 ? { ...one, bits: one.bits * FURTHER_CONTACT_SHARE } : one))
}

function email(a: Profile, b: Profile, population: Population): Weighed | null {
  if (a.emails.length === 0 || b.emails.length === 0) return null
  const same = a.emails.filter((one) => b.emails.includes(one))
  if (same.length === 0) return { what: 'email', says: `Different e-mail addresses: ${a.emails[0]} and ${b.emails[0]}`, bits: FIELDS.email.differs }
  const [best, holders] = rarest(same, (one) => holdersOf(population, 'email', one))
  return { what: 'email', says: `Same e-mail address ${best}${sharedBy(holders)}`, bits: Math.max(0.1, agreeing(FIELDS.email, holders, amongOf(population))) }
}

function rarest(values: readonly string[], holders: (value: string) => number): [string, number] {
  let best = values[0] as string
  for (const value of values) if (holders(value) < holders(best)) best = value
  return [best, holders(best)]
}

/** Numbers with and without the code of the country or the town are the same. */
export function samePhone(a: string, b: string): boolean {
  const [short, long] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')].sort((x, y) => x.length - y.length) as [string, string]
  return short.length >= 7 && long.endsWith(short)
}

function phone(a: Profile, b: Profile, population: Population): Weighed | null {
  if (a.phones.length === 0 || b.phones.length === 0) return null
  const same = a.phones.filter((one) => b.phones.some((other) => samePhone(one, other)))
  if (same.length === 0) return { what: 'phone', says: `Different telephone numbers: ${a.phones[0]} and ${b.phones[0]}`, bits: FIELDS.phone.differs }
  const [best, holders] = rarest(same, (one) => holdersOf(population, 'phone', phoneKey(one)))
  return { what: 'phone', says: `Same telephone number ${best}${sharedBy(holders)}`, bits: Math.max(0.1, agreeing(FIELDS.phone, holders, amongOf(population))) }
}

export function phoneKey(digits: string): string {
  return digits.slice(-7)
}

/** Same house and most of the street's words; without a house number nearly all words. */
export function sameAddress(a: Address, b: Address): boolean {
  const alike = a.words.filter((word) => b.words.some((other) => wordLikeness(word, other) !== null && word.length > 1)).length
  const share = alike / Math.min(a.words.length, b.words.length)
  if (a.numbers.length === 0 || b.numbers.length === 0) return share >= 0.8 && alike >= 3
  return a.numbers.some((number) => b.numbers.includes(number)) && share >= 0.6 && (a.numbers[0] === b.numbers[0] || a.numbers.includes(b.numbers[0] as string) || b.numbers.includes(a.numbers[0] as string))
}

function address(a: Profile, b: Profile, population: Population): Weighed | null {
  if (a.addresses.length === 0 || b.addresses.length === 0) return null
  for (const one of a.addresses) {
    const other = b.addresses.find((candidate) => sameAddress(one, candidate))
    if (!other) continue
    const holders = Math.max(holdersOf(population, 'address', one.key), holdersOf(population, 'address', other.key))
    return { what: 'address', says: `Same address: ${one.written}${sharedBy(holders)}`, bits: Math.max(0.1, agreeing(FIELDS.address, holders, amongOf(population))) }
  }
  return { what: 'address', says: `Different addresses: ${a.addresses[0]?.written} and ${b.addresses[0]?.written}`, bits: FIELDS.address.differs }
}

// -- papers and birth --------------------------------------------------------------------------

/** Last four digits and the like are no proof. */
const WHOLE_DOCUMENT = 5

function documents(a: Profile, b: Profile, population: Population): Weighed[] {
  const weighed: Weighed[] = []
  const types = new Set(a.documents.map(({ type }) => type))
  for (const type of types) {
    const ofA = a.documents.filter((one) => one.type === type).map(({ value }) => value)
    const ofB = b.documents.filter((one) => one.type === type).map(({ value }) => value)
    if (ofB.length === 0) continue
    const same = ofA.filter((value) => ofB.includes(value))
    if (same.length === 0) {
      weighed.push({ what: 'document', says: `Different numbers (${type}): ${ofA[0]} and ${ofB[0]}`, bits: FIELDS.document.differs })
      continue
    }
    const [best, holders] = rarest(same, (value) => holdersOf(population, 'document', `${type} ${value}`))
    const field = best.length < WHOLE_DOCUMENT ? { m: FIELDS.document.m, others: 1 } : FIELDS.document
    weighed.push({ what: 'document', says: `Same number (${type}): ${best}${sharedBy(holders)}`, bits: agreeing(field, holders, amongOf(population)) })
  }
  return weighed
}

export type BirthLikeness = 'same' | 'swapped' | 'near' | 'differs'

export function birthLikeness(a: Birth, b: Birth): BirthLikeness {
  const years = a.shortYear || b.shortYear ? [a.year % 100, b.year % 100] : [a.year, b.year]
  const sameYear = years[0] === years[1]
  const asWritten = a.first === b.first && a.second === b.second
  const swapped = a.first === b.second && a.second === b.first
  if (sameYear && (asWritten || (swapped && a.ambiguous !== b.ambiguous))) return 'same'
  if (sameYear && swapped) return 'swapped'
  if (sameYear && a.first === b.first && Math.abs(a.second - b.second) === 1) return 'near'
  return (asWritten || swapped) && Math.abs((years[0] as number) - (years[1] as number)) === 1 ? 'near' : 'differs'
}

const BIRTH_ORDER: readonly BirthLikeness[] = ['same', 'swapped', 'near', 'differs']

function births(a: Profile, b: Profile, population: Population): Weighed[] {
  if (a.births.length === 0 || b.births.length === 0) return []
  let best: { readonly likeness: BirthLikeness; readonly one: Birth; readonly other: Birth } | null = null
  for (const one of a.births) {
    for (const other of b.births) {
      const likeness = birthLikeness(one, other)
      if (best === null || BIRTH_ORDER.indexOf(likeness) < BIRTH_ORDER.indexOf(best.likeness)) best = { likeness, one, other }
    }
  }
  if (best === null) return []
  const { likeness, one, other } = best
  const both = `${one.written} and ${other.written}`
  const agreed = agreeing(FIELDS.birth, holdersOf(population, 'birth', birthKey(one)), Math.max(population.size, Math.min(BIRTHDAYS, population.size * 20)))
  switch (likeness) {
    case 'same': return [{ what: 'birth', says: one.written === other.written ? `Same date of birth: ${one.written}` : `Same date of birth, written differently: ${both}`, bits: agreed }]
    case 'swapped': return [{ what: 'birth', says: `Dates of birth with day and month swapped: ${both}`, bits: Math.max(0.5, agreed - SWAPPED_BITS) }]
    case 'near': return [{ what: 'birth', says: `Dates of birth are nearly the same: ${both}`, bits: NEAR_BIRTH_BITS }]
    case 'differs': return [{ what: 'birth', says: `Different dates of birth: ${both}`, bits: FIELDS.birth.differs }]
  }
}

// -- names of people ---------------------------------------------------------------------------

function people(a: Profile, b: Profile, population: Population, household: boolean): Weighed[] {
  let best: Weighed[] | null = null
  for (const one of a.people) {
    for (const other of b.people) {
      // Other alphabets than those that can be written in Latin letters are not compared: that they differ says nothing.
      if (one.latin !== other.latin) continue
      const weighed = namesOfPeople(one, other, population, household)
      if (best === null || sum(weighed) > sum(best)) best = weighed
    }
  }
  return best ?? []
}

function sum(weighed: readonly Weighed[]): number {
  return weighed.reduce((total, { bits }) => total + bits, 0)
}

function namesOfPeople(a: PersonName, b: PersonName, population: Population, household: boolean): Weighed[] {
  const [few, many] = a.words.length <= b.words.length ? [a, b] : [b, a]
  const left = [...many.words]
  const alone: string[] = []
  let bits = 0
  let alike = 0
  // What is only spelt alike, and an initial, make a name fit; where another word differs they say nothing by themselves.
  let surely = 0
  let exact = true
  const order = ['same', 'called', 'near', 'initial'] as const
  const waiting = [...few.words]
  for (const wanted of order) {
    for (const word of [...waiting]) {
      const place = left.findIndex((other) => wordLikeness(word, other) === wanted)
      if (place < 0) continue
      const other = left[place] as string
      left.splice(place, 1)
      waiting.splice(waiting.indexOf(word), 1)
      alike += 1
      if (wanted !== 'same') exact = false
      if (wanted === 'same' || wanted === 'called') surely += 1
      bits += wordBits(wanted, word, other, few.family.includes(word) || many.family.includes(other), population, household)
    }
  }
  alone.push(...waiting)
  const says = `${few === a ? a.written : b.written} and ${few === a ? b.written : a.written}`
  if (a.generation !== null && b.generation !== null && a.generation !== b.generation) return [{ what: 'name', says: `Of different generations: ${says}`, bits: OTHER_GENERATION_BITS + Math.min(bits, 4) }]
  if (alone.length > 0) {
    // A family name of two words is one thing in common, not two.
    bits = Math.min(bits, PART_OF_NAME_BITS)
    const isFamily = alone.every((word) => few.family.includes(word))
    bits += surely === 0 && few.words.length > 1 ? OTHER_NAME_BITS : alone.length * (isFamily ? FIELDS.familyWord.differs : FIELDS.word.differs)
  }
  bits += WORD_MORE_BITS * Math.max(0, left.length - alone.length)
  if (alike === 0 || (alone.length > 0 && (bits < 0 || surely === 0))) return [{ what: 'name', says: `Different names: ${says}`, bits: Math.min(-1, bits) }]
  if (alone.length > 0) return [{ what: 'name', says: `A part of the name is the same: ${says}`, bits }]
  return [{ what: 'name', says: exact && left.length === 0 ? `Same name: ${a.written}${a.written === b.written ? '' : ` and ${b.written}`}` : `Names that fit: ${says}`, bits }]
}

function wordBits(likeness: 'same' | 'called' | 'near' | 'initial', word: string, other: string, isFamily: boolean, population: Population, household: boolean): number {
  if (likeness === 'initial') return INITIAL_BITS
  const holders = Math.max(holdersOf(population, 'word', word), holdersOf(population, 'word', other))
  const rare = agreeing(isFamily ? FIELDS.familyWord : FIELDS.word, holders, amongOf(population))
  const capped = isFamily && household ? Math.min(rare, FAMILY_IN_HOUSEHOLD_BITS) : rare
  return Math.max(0.5, capped - (likeness === 'near' ? NEAR_NAME_BITS : likeness === 'called' ? CALLED_BITS : 0))
}

function genders(a: Profile, b: Profile): Weighed[] {
  if (a.genders.length === 0 || b.genders.length === 0 || a.genders.some((one) => b.genders.includes(one))) return []
  return [{ what: 'gender', says: 'Different genders', bits: OTHER_GENDER_BITS }]
}

function employers(a: Profile, b: Profile, population: Population): Weighed[] {
  const same = a.employers.find((one) => b.employers.some((other) => one === other || one.startsWith(`${other} `) || other.startsWith(`${one} `)))
  if (same === undefined) return []
  const holders = holdersOf(population, 'employer', same)
  return [{ what: 'employer', says: `Same employer: ${same}${sharedBy(holders)}`, bits: Math.max(0.1, agreeing(FIELDS.employer, holders, amongOf(population))) }]
}

// -- names of firms ----------------------------------------------------------------------------

function firms(a: Profile, b: Profile, population: Population): Weighed[] {
  let best: Weighed | null = null
  for (const one of a.firms) {
    for (const other of b.firms) {
      const plain = namesOfFirms(one, other, population)
      const weighed = one === a.firms[0] && other === b.firms[0] ? plain : { ...plain, bits: plain.bits + SECOND_NAME_BITS }
      if (best === null || weighed.bits > best.bits) best = weighed
    }
  }
  const label = labels(a, b, population)
  return [...(best === null ? [] : [best]), ...(label === null ? [] : [label])]
}

function namesOfFirms(a: FirmName, b: FirmName, population: Population): Weighed {
  const says = `${a.written} and ${b.written}`
  const left = [...b.words]
  let bits = 0
  let alike = 0
  for (const word of a.words) {
    const place = left.findIndex((other) => isLikeInFirm(word, other))
    if (place < 0) continue
    const other = left.splice(place, 1)[0] as string
    alike += 1
    bits += Math.max(0.5, agreeing(FIELDS.firmWord, Math.max(holdersOf(population, 'firm', word), holdersOf(population, 'firm', other)), amongOf(population)) - (word === other ? 0 : NEAR_NAME_BITS))
  }
  if (a.words.join('') === b.words.join('')) return { what: 'name', says: a.written === b.written ? `Same name: ${a.written}` : `Same name but for the legal form: ${says}`, bits: Math.max(bits, 6) }
  const apart = a.words.length - alike + left.length
  bits += apart * FIELDS.firmWord.differs
  return { what: 'name', says: bits > 0 ? `Names that are alike: ${says}` : `Different names: ${says}`, bits: Math.max(bits, -6) }
}

function isLikeInFirm(a: string, b: string): boolean {
  if (a === b) return true
  const likeness = wordLikeness(a, b)
  if (likeness === 'same' || likeness === 'near') return true
  // Univrsl for Universal; Exports for Export.
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return short.length >= 4 && (long === `${short}s` || (short.length >= 5 && long.startsWith(short) && long.length - short.length <= 2))
}

/** The word of one's domain is the other's, or the other's name. */
function labels(a: Profile, b: Profile, population: Population): Weighed | null {
  const same = a.labels.find((label) => b.labels.includes(label))
  if (same !== undefined) return { what: 'domain', says: `Domains with the same word: ${a.domains[0]} and ${b.domains[0]}`, bits: agreeing(FIELDS.label, holdersOf(population, 'label', same), amongOf(population)) }
  const named = labelInName(a, b) ?? labelInName(b, a)
  if (named !== null) return { what: 'domain', says: `The domain ${named.domain} is the name ${named.name}`, bits: agreeing(FIELDS.label, holdersOf(population, 'label', named.label), amongOf(population)) }
  return a.labels.length > 0 && b.labels.length > 0 ? { what: 'domain', says: `Different domains: ${a.domains[0]} and ${b.domains[0]}`, bits: FIELDS.label.differs } : null
}

const SHORT_LABEL = 3

function labelInName(withLabel: Profile, withName: Profile): { readonly label: string; readonly domain: string; readonly name: string } | null {
  for (const [place, label] of withLabel.labels.entries()) {
    const plain = label.replace(/[^a-z0-9]/g, '')
    if (plain.length < SHORT_LABEL) continue
    const firm = withName.firms.find(({ words }) => words.join('') === plain || (words.length > 1 && plain.length > SHORT_LABEL && words.slice(0, -1).join('') === plain))
    if (firm) return { label, domain: withLabel.domains[place] ?? label, name: firm.written }
  }
  return null
}
