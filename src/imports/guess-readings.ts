import type { Field } from './fields.ts'
import { dateShare, distinctness, looksLikeNames, numberShare, share, wordsOfHeader } from './guess-columns.ts'
import { meaningOf } from './guess-words.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { Kind, Reading } from './plan.ts'

/** How a column is to be read, how sure that is (1: proved), and why in words; empty where nothing needs to be said. */
export interface Guessed {
  readonly reading: Reading
  readonly certainty: number
  readonly because: string
}

/** How dates and numbers are written in a table, for columns that do not tell by themselves. */
export interface Style {
  readonly order: 'day-first' | 'month-first' | null
  readonly orderBecause: string
  readonly decimal: '.' | ',' | null
}

const SLASHED = /^(\d{1,2})[-/.]\s?(\d{1,2})[-/.]\s?(?:\d{4}|\d{2})(?:\D|$)/

/** Cells of a column that admit only one order, as a proof. */
function proofs(profile: ColumnProfile, look: TableLook): { readonly day: string | null; readonly month: string | null; readonly numeric: boolean } {
  const place = look.columns.indexOf(profile.column)
  const cells = [...profile.examples, ...profile.common.map(([value]) => value), ...look.first.map((row) => row.cells[place]?.trim() ?? '')]
  let day = profile.dayFirstProof ?? null
  let month = profile.monthFirstProof ?? null
  let numeric = day !== null || month !== null
  for (const cell of cells) {
    const match = SLASHED.exec(cell)
    if (!match) continue
    numeric = true
    if (Number(match[1]) > 12) day ??= cell
    else if (Number(match[2]) > 12) month ??= cell
  }
  return { day, month, numeric }
}

/** The order that a column of dates proves; null if it proves none, or both. */
function provedOrder(profile: ColumnProfile, look: TableLook): { readonly order: 'day-first' | 'month-first'; readonly because: string } | null {
  const { day, month, numeric } = proofs(profile, look)
  if (!numeric || (day !== null && month !== null)) return null
  if (profile.dayFirst > profile.monthFirst && month === null) return { order: 'day-first', because: day === null ? 'most cells can only be read day-first' : `day-first: ${day} occurs` }
  if (profile.monthFirst > profile.dayFirst && day === null) return { order: 'month-first', because: month === null ? 'most cells can only be read month-first' : `month-first: ${month} occurs` }
  return null
}

function isDates(profile: ColumnProfile): boolean {
  return dateShare(profile) > 0.5
}

/** What the columns of a table tell about the others: an order of dates that one proves, a decimal sign that one shows. */
export function styleOf(look: TableLook): Style {
  const orders = look.profiles.filter(isDates).map((profile) => ({ profile, proved: provedOrder(profile, look) })).filter(({ proved }) => proved !== null)
  const decimals = look.profiles.filter((profile) => numberShare(profile) > 0.6 && profile.decimalPoint !== profile.decimalComma).map((profile) => (profile.decimalPoint > profile.decimalComma ? '.' : ','))
  const commas = decimals.filter((sign) => sign === ',').length
  const decimal = decimals.length === 0 ? (/semicolon/i.test(look.read) ? ',' : null) : commas * 2 > decimals.length ? ',' : '.'
  const days = orders.filter(({ proved }) => proved?.order === 'day-first').length
  const proved = orders.length === 0 || (days > 0 && days < orders.length) ? null : orders[0]
  if (proved) return { order: proved.proved?.order ?? null, orderBecause: `${proved.profile.column} is so`, decimal }
  if (orders.length === 0 && decimal === ',') return { order: 'day-first', orderBecause: /semicolon/i.test(look.read) ? 'semicolons and decimal commas are used where the day stands first' : 'decimal commas are used where the day stands first', decimal }
  return { order: null, orderBecause: '', decimal }
}

/** The order of the dates of a column, decided from all of its cells. Where they leave it open, it is said, with little certainty. */
export function dateReading(profile: ColumnProfile, look: TableLook, style: Style): Guessed {
  const numbers = Math.max(profile.seconds, profile.milliseconds)
  if (numbers > profile.iso + profile.yearFirst + Math.max(profile.dayFirst, profile.monthFirst) && numbers > 0) {
    return profile.milliseconds > profile.seconds ? { reading: { date: 'milliseconds' }, certainty: 1, because: 'milliseconds since 1970' } : { reading: { date: 'seconds' }, certainty: 1, because: 'seconds since 1970' }
  }
  const { day, month, numeric } = proofs(profile, look)
  if (!numeric || Math.max(profile.dayFirst, profile.monthFirst) === 0) {
    if (profile.yearFirst > profile.iso) return { reading: { date: 'year-first' }, certainty: 1, because: 'the year stands first' }
    return profile.iso > 0 ? { reading: { date: 'iso' }, certainty: 1, because: '' } : { reading: {}, certainty: 1, because: '' }
  }
  const proved = provedOrder(profile, look)
  if (proved) return { reading: { date: proved.order }, certainty: 1, because: proved.because }
  if (day !== null && month !== null) {
    const order = profile.dayFirst >= profile.monthFirst ? 'day-first' : 'month-first'
    return { reading: { date: order }, certainty: 0.3, because: `the column contradicts itself: ${day} is day-first, ${month} is month-first; read ${order} as most cells, the others are refused, and those that can be read both ways may be wrong` }
  }
  if (style.order !== null) {
    return { reading: { date: style.order }, certainty: 0.55, because: `every cell can be read day-first and month-first; taken ${style.order}, because ${style.orderBecause}; please check` }
  }
  return { reading: { date: 'month-first' }, certainty: 0.4, because: 'every cell can be read day-first and month-first, and nothing in the table tells; taken month-first; please check' }
}

/** The decimal sign of a column of numbers, decided from all of its cells. */
export function numberReading(profile: ColumnProfile, style: Style): Guessed {
  if (profile.decimalPoint > profile.decimalComma) return { reading: { decimal: '.' }, certainty: 1, because: profile.decimalComma > 0 || profile.whole === profile.filled ? '' : 'decimal points' }
  if (profile.decimalComma > profile.decimalPoint) return { reading: { decimal: ',' }, certainty: 1, because: 'decimal commas' }
  const written = [...profile.examples, ...profile.common.map(([value]) => value)]
  if (profile.whole >= profile.filled || !written.some((value) => /\d[.,]\d/.test(value))) return { reading: {}, certainty: 1, because: '' }
  const decimal = style.decimal ?? (written.some((value) => /\d,\d{3}(?!\d)/.test(value)) ? '.' : ',')
  return { reading: { decimal }, certainty: style.decimal === null ? 0.5 : 0.8, because: `the sign in ${written.find((value) => /\d[.,]\d/.test(value))} is taken for thousands, as the rest of the table is written; please check` }
}

// ---- namespaces

/** Words for whom an id names; the namespace says it in one word. */
const ENTITIES: readonly (readonly [words: RegExp, namespace: string])[] = [
  [/^(users?|uid|members?|benutzer|nutzer|utilisateurs?|usuarios?|logins?|distinct|respondents?|requesters?|authors?|anonymous)$/, 'user'],
  [/^(customers?|clients?|kunden?|kundennummer|kundennr|clientes?|debitor|debitorennummer|debtor|subscribers?|buyers?|oltp)$/, 'customer'],
  [/^(accounts?|company|companies|organi[sz]ations?|orgs?|tenants?|workspaces?|teams?|groups?|firms?|firma|firmen|konto|mandant|societes?|entreprises?|empresas?|business|entity)$/, 'account'],
  [/^(contacts?|kontakte?|ansprechpartner|contactos?)$/, 'contact'],
]

const PROSPECT = /^(prospects?|prospective|leads?|leadid|prospectid|interessent(en)?)$/

/** Words of headers that name nothing: `CustomerAlternateKey` is a customer's. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['id', 'ids', 'key', 'uuid', 'guid', 'no', 'nr', 'number', 'code', 'alternate', 'external', 'internal', 'record', 'primary', 'parent', 'nummer', 'numero', 'identifiant', 'identificador', 'kennung', 'data', 'source', 'ref', 'reference', 'email', 'mail', 'address', 'name'])

/** A namespace by the words of a header or of a table's name; null if they name nobody. */
export function entityOf(words: readonly string[], known: 'known' | 'any' = 'any'): string | null {
  // A prospective buyer is no buyer yet, and numbered on its own.
  if (words.some((word) => PROSPECT.test(word))) return 'prospect'
  for (const word of words.toReversed()) {
    if (EMPTY_WORDS.has(word) || /^\d+$/.test(word)) continue
    for (const compound of [word, word.replace(/(id|key|no|nr|uuid|nummer)$/, '')]) {
      const found = ENTITIES.find(([pattern]) => pattern.test(compound))?.[1]
      if (found) return found
    }
    if (known === 'any') return word.replace(/(?<=\p{L}{3})s$/u, '').slice(0, 40)
  }
  return null
}

/** Fields whose identifiers name a party of the row itself, and the namespace where the header names nobody. */
const PARTY_FIELDS: Readonly<Record<string, string>> = {
  person: 'user', contact: 'contact', organization: 'account', account: 'account', customer: 'customer', anonymous: 'anonymous', reseller: 'reseller', seller: 'account', one: 'user', other: 'user',
}

export function namespaceOfColumn(field: Field, column: string, profile: ColumnProfile, table: string): string | null {
  const usual = PARTY_FIELDS[field.name]
  if (usual === undefined) return null
  if (share(profile.email, profile) > 0.9) return 'email'
  if (field.name === 'anonymous') return 'anonymous'
  if (looksLikeNames(profile)) return 'name'
  if (share(profile.domain, profile) > 0.9) return 'domain'
  return entityOf(wordsOfHeader(column)) ?? entityOf(wordsOfHeader(table.replace(/^.*\//, '').replace(/\..*$/, '')), 'known') ?? usual
}

// ---- all together

const NUMBERS = new Set(['amount', 'whole', 'score', 'number'])

export function readingOfColumn(kind: Kind, field: Field, profile: ColumnProfile, look: TableLook, style: Style): Guessed {
  if (field.type === 'day' || field.type === 'instant') return dateReading(profile, look, style)
  if (NUMBERS.has(field.type)) return numberReading(profile, style)
  if (field.type === 'word') {
    const known = profile.common.map(([value]) => [value.toLowerCase(), meaningOf(kind, field.name, value)] as const).filter((entry): entry is readonly [string, string] => entry[1] !== null)
    return { reading: known.length === 0 ? {} : { words: Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) }, certainty: 1, because: '' }
  }
  const namespace = field.type === 'identifier' ? namespaceOfColumn(field, profile.column, profile, look.name) : null
  return { reading: namespace === null ? {} : { namespace }, certainty: 1, because: '' }
}

/** Does each row of the table speak of another thing by this column? */
export function isOnePerRow(profile: ColumnProfile): boolean {
  return distinctness(profile) > 0.9
}
