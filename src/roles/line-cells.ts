import { isRetraction, type Line, type LineType, LINE_TYPES, type PartyLine } from '../evidence/line.ts'
import type { Dictionary } from '../identity/dictionary.ts'

/** The dictionaries that cells of lines lead into: identifiers as the graph numbers them, and all other texts. */
export interface CellWords {
  readonly identifiers: Dictionary
  readonly texts: Dictionary
}

/** How one field of a line stands in 32-bit cells. */
interface Codec {
  readonly width: number
  write(value: unknown, cells: number[], words: CellWords): void
  read(cells: Int32Array, at: number, words: CellWords): unknown
}

const TWO_TO_32 = 4_294_967_296
const NO_NUMBER = -2_147_483_648

const identifier: Codec = {
  width: 1,
  write: (value, cells, words) => { cells.push(value === null ? 0 : words.identifiers.number(value as string)) },
  read: (cells, at, words) => (cells[at] === 0 ? null : words.identifiers.text(cells[at] as number)),
}
const text: Codec = {
  width: 1,
  write: (value, cells, words) => { cells.push(value === null ? 0 : words.texts.number(value as string)) },
  read: (cells, at, words) => (cells[at] === 0 ? null : words.texts.text(cells[at] as number)),
}
/** Values of few shapes that come again and again. */
const json: Codec = {
  width: 1,
  write: (value, cells, words) => { cells.push(value === null ? 0 : words.texts.number(JSON.stringify(value))) },
  read: (cells, at, words) => (cells[at] === 0 ? null : (JSON.parse(words.texts.text(cells[at] as number)) as unknown)),
}
const day: Codec = { width: 1, write: (value, cells) => { cells.push(value as number) }, read: (cells, at) => cells[at] }
/** Whole numbers to 2^53: instants, amounts, seats. */
const whole: Codec = {
  width: 2,
  write: (value, cells) => {
    if (value === null) cells.push(NO_NUMBER, 0)
    else cells.push(Math.floor((value as number) / TWO_TO_32), (value as number) | 0)
  },
  read: (cells, at) => (cells[at] === NO_NUMBER ? null : (cells[at] as number) * TWO_TO_32 + ((cells[at + 1] as number) >>> 0)),
}
const yes: Codec = { width: 1, write: (value, cells) => { cells.push(value === true ? 1 : 0) }, read: (cells, at) => cells[at] === 1 }
/** A list of identifiers stands last, since its width differs. */
const identifiers: Codec = {
  width: 0,
  write: (value, cells, words) => {
    const list = value as readonly string[]
    cells.push(list.length)
    for (const one of list) cells.push(words.identifiers.number(one))
  },
  read: (cells, at, words) => Array.from({ length: cells[at] as number }, (_, place) => words.identifiers.text(cells[at + 1 + place] as number)),
}

const PERIOD = { from: day, to: day }
/** The fields of lines that come by the million. All other lines are kept as JSON. */
const SHAPES: { readonly [type in LineType]?: Readonly<Record<string, Codec>> } = {
  party: { kind: text, name: text, traits: json, category: text, permission: text, ids: identifiers },
  link: { inferred: yes, ids: identifiers },
  membership: { person: identifier, organization: identifier, function: text, ...PERIOD },
  ownership: { organization: identifier, parent: identifier, ...PERIOD },
  agreement: {
    kind: text, product: text, seller: identifier, buyer: identifier, payer: identifier, beneficiary: json, seats: whole, amountMinor: whole, currency: text, interval: text, ...PERIOD,
    renews: whole, name: text,
  },
  seat: { agreement: text, party: identifier, ...PERIOD },
  payment: { payer: identifier, seller: identifier, agreement: text, product: text, kind: text, amountMinor: whole, currency: text, at: whole },
  feedback: { party: identifier, product: text, kind: text, score: json, topic: text, text, at: whole, channel: text, account: identifier },
}

/** Cells before those of the type: type, source, key, import, version. */
export const TYPE = 0
export const SOURCE = 1
export const KEY = 2
export const IMPORT = 3
const VERSION = 4
export const OWN = 5
/** Set in the type of a line that is kept as JSON; that of a retraction, too. */
const AS_JSON = 64
const RETRACTED = 128

interface Place { readonly field: string; readonly codec: Codec; readonly at: number }

const PLACES: readonly (readonly Place[])[] = LINE_TYPES.map((type) => {
  let at = OWN
  return Object.entries(SHAPES[type] ?? {}).map(([field, codec]) => {
    const place = { field, codec, at }
    at += codec.width
    return place
  })
})

/** Says how lines stand in cells: cells that were written by another way of writing cannot be read. */
export const CELLS = `${LINE_TYPES.join()} ${PLACES.map((places) => places.map(({ field, codec, at }) => `${field}@${at}+${codec.width}`).join()).join(' ')}`

export function typeNumber(type: LineType): number {
  return LINE_TYPES.indexOf(type)
}

export function typeIn(cells: Int32Array, at: number): LineType {
  return LINE_TYPES[(cells[at + TYPE] as number) & 63] as LineType
}

export function isRetractionIn(cells: Int32Array, at: number): boolean {
  return ((cells[at + TYPE] as number) & RETRACTED) !== 0
}

/** True if the fields of the line stand in a text of JSON. */
export function isJsonIn(cells: Int32Array, at: number): boolean {
  return ((cells[at + TYPE] as number) & AS_JSON) !== 0
}

export function versionIn(cells: Int32Array, at: number, words: CellWords): number | null {
  return json.read(cells, at + VERSION, words) as number | null
}

/** The cells of a line. The same line gives the same cells again. */
export function cellsOf(line: Line, words: CellWords): number[] {
  const type = typeNumber(line.type)
  const places = PLACES[type] as readonly Place[]
  const asJson = isRetraction(line) || places.length === 0
  const cells = [type | (asJson ? AS_JSON : 0) | (isRetraction(line) ? RETRACTED : 0), words.texts.number(line.source), words.texts.number(line.key)]
  text.write(line.import, cells, words)
  json.write(line.version, cells, words)
  if (asJson) json.write(line, cells, words)
  else for (const { field, codec } of places) codec.write((line as unknown as Record<string, unknown>)[field], cells, words)
  return cells
}

/** The line that cells say. */
export function lineIn(cells: Int32Array, at: number, words: CellWords): Line {
  const code = cells[at + TYPE] as number
  if ((code & AS_JSON) !== 0) return json.read(cells, at + OWN, words) as Line
  const type = LINE_TYPES[code & 63] as LineType
  if (type === 'party') return new StoredPartyLine(cells, at, words)
  const line: Record<string, unknown> = { type, key: words.texts.text(cells[at + KEY] as number), source: words.texts.text(cells[at + SOURCE] as number), version: versionIn(cells, at, words), import: text.read(cells, at + IMPORT, words) }
  for (const { field, codec, at: own } of PLACES[code & 63] as readonly Place[]) line[field] = codec.read(cells, at + own, words)
  return line as unknown as Line
}

const placeOf = (type: LineType, field: string): number => (PLACES[typeNumber(type)] as readonly Place[]).find((place) => place.field === field)?.at ?? 0
const [PARTY_KIND, PARTY_NAME, PARTY_TRAITS, PARTY_CATEGORY, PARTY_PERMISSION, PARTY_IDS] = ['kind', 'name', 'traits', 'category', 'permission', 'ids'].map((field) => placeOf('party', field)) as [number, number, number, number, number, number]
const LINK_IDS = placeOf('link', 'ids')
const LINK_INFERRED = placeOf('link', 'inferred')
const [MEMBER_PERSON, MEMBER_ORGANIZATION, MEMBER_FUNCTION, MEMBER_FROM, MEMBER_TO] = ['person', 'organization', 'function', 'from', 'to'].map((field) => placeOf('membership', field)) as [number, number, number, number, number]

/** Numbers of the identifiers that a party or link line names. */
export function idsIn(cells: Int32Array, at: number): Int32Array {
  const place = at + (typeIn(cells, at) === 'party' ? PARTY_IDS : LINK_IDS)
  return cells.subarray(place + 1, place + 1 + (cells[place] as number))
}

export function isInferredIn(cells: Int32Array, at: number): boolean {
  return cells[at + LINK_INFERRED] === 1
}

export function partyKindIn(cells: Int32Array, at: number, words: CellWords): PartyLine['kind'] {
  return words.texts.text(cells[at + PARTY_KIND] as number) as PartyLine['kind']
}

/** Person and organization as numbers, and the days. */
export function membershipIn(cells: Int32Array, at: number, words: CellWords) {
  const fn = cells[at + MEMBER_FUNCTION] as number
  return {
    person: cells[at + MEMBER_PERSON] as number, organization: cells[at + MEMBER_ORGANIZATION] as number, from: cells[at + MEMBER_FROM] as number, to: cells[at + MEMBER_TO] as number,
    function: fn === 0 ? null : words.texts.text(fn),
  }
}

/** Many parties have the same traits, which then are one object; kept are those met last. */
const traitsRead = new WeakMap<CellWords, Map<number, PartyLine['traits']>>()
const TRAITS_KEPT = 10_000

function traitsOf(number: number, words: CellWords): PartyLine['traits'] {
  if (number === 0) return null
  let known = traitsRead.get(words)
  if (known === undefined || known.size >= TRAITS_KEPT) {
    known = new Map()
    traitsRead.set(words, known)
  }
  const before = known.get(number)
  if (before !== undefined) return before
  const traits = JSON.parse(words.texts.text(number)) as PartyLine['traits']
  known.set(number, traits)
  return traits
}

/** Party lines are many, and mostly asked for one thing: nothing is read before it is asked for. */
class StoredPartyLine implements PartyLine {
  readonly #cells: Int32Array
  readonly #at: number
  readonly #words: CellWords

  constructor(cells: Int32Array, at: number, words: CellWords) {
    this.#cells = cells
    this.#at = at
    this.#words = words
  }

  readonly type = 'party'
  get key(): string { return this.#words.texts.text(this.#cells[this.#at + KEY] as number) }
  get source(): string { return this.#words.texts.text(this.#cells[this.#at + SOURCE] as number) }
  get version(): number | null { return versionIn(this.#cells, this.#at, this.#words) }
  get import(): string | null { return text.read(this.#cells, this.#at + IMPORT, this.#words) as string | null }
  get kind(): PartyLine['kind'] { return text.read(this.#cells, this.#at + PARTY_KIND, this.#words) as PartyLine['kind'] }
  get name(): string | null { return text.read(this.#cells, this.#at + PARTY_NAME, this.#words) as string | null }
  get traits(): PartyLine['traits'] { return traitsOf(this.#cells[this.#at + PARTY_TRAITS] as number, this.#words) }
  get category(): string | null { return text.read(this.#cells, this.#at + PARTY_CATEGORY, this.#words) as string | null }
  get permission(): PartyLine['permission'] { return text.read(this.#cells, this.#at + PARTY_PERMISSION, this.#words) as PartyLine['permission'] }
  get ids(): readonly string[] { return identifiers.read(this.#cells, this.#at + PARTY_IDS, this.#words) as readonly string[] }
}
