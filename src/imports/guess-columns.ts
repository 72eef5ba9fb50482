import { currencyDigits } from '../base/money.ts'
import { type Field, FIELDS } from './fields.ts'
import { meaningOf } from './guess-words.ts'
import type { ColumnProfile, TableLook } from './known.ts'
import type { Kind } from './plan.ts'
import { currencyIn } from './values.ts'

/** A header as compared with the words of fields: letters and digits only, lower case, without accents; ae, oe and ue are a, o and u. */
export function normalHeader(header: string): string {
  return plain(header).replace(/[^\p{L}\p{N}]+/gu, '').replace(/(?<=[aou])e(?!$)/g, '')
}

function plain(header: string): string {
  return header.normalize('NFD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase()
}

/** `refundAmountUSD` is refund, amount, usd. */
export function wordsOfHeader(header: string): readonly string[] {
  return plain(header.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** The currency that a header names: `amount_usd`, `Betrag (EUR)`. */
export function currencyOfHeader(header: string): string | null {
  const words = wordsOfHeader(header)
  const last = words.at(-1) ?? ''
  if (words.length > 1 && last.length === 3 && currencyDigits(last.toUpperCase()) !== null) return last.toUpperCase()
  const sign = /[€£$¥]/.exec(header)
  return sign ? currencyIn(sign[0]) : null
}

/** Words that say too little to be told from the end of a longer header: `employee_id` is no `id`. */
const ONLY_WHOLE: ReadonlySet<string> = new Set(['id', 'key', 'identifiant', 'identificador', 'kennung', 't', 'ts', 'happened', 'occurred', 'updated', 'uuid', 'name', 'date', 'type', 'status', 'value', 'total', 'code', 'number', 'from', 'to', 'at', 'count', 'source', 'text', 'price', 'note', 'notes', 'user',
  'account', 'company', 'customer', 'product', 'order', 'amount', 'time', 'day', 'state', 'role', 'kind', 'event', 'action', 'title', 'category', 'line', 'contact', 'organization', 'reason', 'parent', 'owner', 'created',
  'one', 'other', 'left', 'paid', 'item', 'reseller', 'partner', 'store', 'sum', 'via', 'channel', 'period', 'term', 'start', 'end', 'message', 'body', 'hits', 'events', 'tier', 'level', 'client', 'app', 'group', 'team', 'rating',
  'net', 'position', 'segment', 'author', 'web', 'url', 'fin', 'von', 'bis', 'typ', 'art', 'nom', 'users', 'usage', 'platform', 'mail', 'login', 'plan', 'package', 'edition', 'invoice', 'payment', 'transaction', 'part', 'child', 'units', 'stage', 'phase', 'tag', 'quantity', 'refunded'])

const HEADERS = new Map<string, ReadonlyMap<string, number>>()

function ranks(kind: Kind, field: Field): ReadonlyMap<string, number> {
  const name = `${kind} ${field.name}`
  let known = HEADERS.get(name)
  if (!known) {
    known = new Map((field.headers ?? []).map((header, place): [string, number] => [normalHeader(header), place]).reverse())
    HEADERS.set(name, known)
  }
  return known
}

const PARTICLES: ReadonlySet<string> = new Set(['de', 'del', 'du', 'des', 'la', 'le', 'el', 'of', 'the', 'der', 'd', 'l'])

/** From 0 to 1: how well a header says the field. The best word of the field is 1; a longer header that ends with one of its words is less. */
export function headerScore(kind: Kind, field: Field, header: string): number {
  const known = ranks(kind, field)
  const whole = known.get(normalHeader(header))
  if (whole !== undefined) return 1 - 0.3 * (whole / Math.max(20, known.size))
  // 'Fecha de factura' is fecha factura.
  let words = wordsOfHeader(header).filter((word) => !PARTICLES.has(word))
  const short = known.get(normalHeader(words.join('')))
  if (short !== undefined) return 1 - 0.3 * (short / Math.max(20, known.size))
  if (currencyOfHeader(header) !== null || ['utc', 'gmt'].includes(words.at(-1) ?? '')) {
    words = currencyOfHeader(header) !== null && !/[€£$¥]/.test(header) ? words.slice(0, -1) : words.filter((word) => word !== 'utc' && word !== 'gmt')
    const bare = known.get(normalHeader(words.join('')))
    if (bare !== undefined) return 1 - 0.3 * (bare / Math.max(20, known.size))
  }
  if (field.type === 'day' || field.type === 'instant') {
    if (field.name === 'at' && AT_SOME_TIME.has(normalHeader(header))) return 0.7
    // 'Started on' is started at, and the start date.
    const event = untimed(normalHeader(words.join('')))
    if (event.length > 2 && [...known.keys()].some((name) => untimed(name) === event)) return 0.85
  }
  for (let length = words.length - 1; length >= 1; length -= 1) {
    const end = words.slice(-length).join('')
    const place = ONLY_WHOLE.has(end) ? undefined : known.get(normalHeader(end))
    if (place !== undefined) return 0.7 - 0.2 * (place / Math.max(20, known.size))
  }
  return 0
}

/** Headers that say no more than that there is a time. */
const AT_SOME_TIME = new Set(['at', 'on', 'when', 'ts', 'datetime', 'dateandtime', 'day', 'zeitpunkt', 'zeitstempel', 'horodatage'])

/** What happened, without the words that say that it is a time. */
function untimed(header: string): string {
  return header.replace(/^(?:dateof|date|datum|fecha)(?=.)/, '').replace(/(?:dateutc|datetime|timestamp|date|datum|time|day|at|on|utc)$/, '')
}

export function share(count: number, profile: ColumnProfile): number {
  return profile.filled === 0 ? 0 : count / profile.filled
}

/** Of the filled cells, how many are dates that one reading of the column can read. */
export function dateShare(profile: ColumnProfile): number {
  return Math.min(1, share(Math.max(profile.iso + profile.yearFirst + Math.max(profile.dayFirst, profile.monthFirst), profile.seconds, profile.milliseconds), profile))
}

/** ... without numbers that could as well be seconds or eight digits. */
function plainDateShare(profile: ColumnProfile): number {
  return Math.min(1, share(profile.iso + Math.max(profile.dayFirst, profile.monthFirst), profile))
}

export function numberShare(profile: ColumnProfile): number {
  return share(Math.max(profile.decimalPoint, profile.decimalComma, profile.whole), profile)
}

export function distinctness(profile: ColumnProfile): number {
  return profile.filled === 0 ? 0 : Math.min(1, profile.distinct / profile.filled)
}

function currencyShare(profile: ColumnProfile): number {
  const [known, all] = profile.common.reduce(([good, total], [value, count]) => [good + (currencyIn(value) === null ? 0 : count), total + count], [0, 0])
  return Math.max(share(profile.currency, profile), all === 0 ? 0 : known / all)
}

/** Names have blanks or are words; ids have digits, or none of both. */
export function looksLikeNames(profile: ColumnProfile): boolean {
  const values = [...new Set([...profile.examples, ...profile.common.map(([value]) => value)])]
  if (values.length === 0 || numberShare(profile) > 0.2 || share(profile.email, profile) > 0.2 || share(profile.uuid, profile) > 0.2) return false
  const blanks = values.filter((value) => /\p{L}.*\s.*\p{L}/u.test(value)).length
  return blanks / values.length >= 0.1
}

/** How well the values fit the field, from 0 to 1, and the fact in words; 0 rules the column out. */
interface Fit {
  readonly score: number
  readonly says: string
}

function percent(part: number): string {
  return `${part >= 0.995 && part < 1 ? '99' : String(Math.round(part * 100))} %`
}

const NEUTRAL: Fit = { score: 0.5, says: '' }
const NONE: Fit = { score: 0, says: '' }

function fitting(part: number, least: number, what: string): Fit {
  return part < least ? NONE : { score: part, says: `${percent(part)} of the cells are ${what}` }
}

/** ... with what is said in words where there is none. */
function withNothing(fit: Fit, { nothing }: ColumnProfile, what: string): Fit {
  if (fit.score === 0 || nothing === undefined) return fit
  const { cells, word } = nothing
  return { ...fit, says: `${fit.says}; ${cells.toLocaleString('en-US')} ${cells === 1 ? 'cell says' : 'cells say'} '${word}': no ${what}` }
}

export function valueFit(kind: Kind, field: Field, profile: ColumnProfile): Fit {
  if (profile.filled === 0) return profile.nothing === undefined ? { score: 0.2, says: 'all cells are empty' } : { score: 0.2, says: `no cell says more than '${profile.nothing.word}'` }
  switch (field.type) {
    case 'email': return withNothing(fitting(share(profile.email, profile), 0.3, 'e-mail addresses'), profile, 'address')
    case 'domain': return fitting(share(profile.domain + profile.url, profile), 0.3, 'domains or addresses of the web')
    case 'day':
    case 'instant': return withNothing(fitting(dateShare(profile), 0.5, 'dates'), profile, 'date')
    case 'number':
    case 'amount': return plainDateShare(profile) > 0.5 ? NONE : withNothing(fitting(numberShare(profile), 0.6, 'numbers'), profile, 'number')
    case 'currency': return fitting(currencyShare(profile), 0.6, 'currencies')
    case 'whole': return plainDateShare(profile) > 0.5 ? NONE : fitting(Math.max(share(profile.whole, profile), 0.8 * share(profile.decimalPoint, profile)), 0.6, 'whole numbers')
    case 'truth': return fitting(share(profile.truth, profile), 0.7, 'yes or no')
    case 'score': return scoreFit(profile)
    case 'word': return wordFit(kind, field, profile)
    case 'identifier': return identifierFit(field, profile)
    case 'text': return textFit(field, profile)
    default: return NEUTRAL
  }
}

/** Of a column of scores so many lie within 0 and 10; of a few rows one may be a slip, if twice as many are none. */
const SCORES_WITHIN = 0.9
const SLIPS_OF_FEW = 1

function areMostly(within: number, all: number): boolean {
  return within >= SCORES_WITHIN * all || (all - within <= SLIPS_OF_FEW && within >= 2 * (all - within))
}

function scoreFit(profile: ColumnProfile): Fit {
  const numbers = profile.common.map(([value, times]) => ({ value: Number(value.replace(',', '.')), times }))
  const within = numbers.filter(({ value }) => value >= 0 && value <= 10)
  const times = (some: readonly { readonly times: number }[]): number => some.reduce((sum, one) => sum + one.times, 0)
  // A slip of the pen now and then makes no other column; its row is refused, and says why.
  if (numberShare(profile) < 0.8 || !areMostly(times(within), times(numbers)) || profile.distinct > 21) return NONE
  const occur = [...new Set(within.map(({ value }) => value))].sort((a, b) => a - b)
  return { score: 1, says: `${occur.length > 1 && occur.length < 12 ? `the scores ${occur.slice(0, -1).join(', ')} and ${occur.at(-1)}` : `${profile.distinct} different scores`} occur` }
}

function wordFit(kind: Kind, field: Field, profile: ColumnProfile): Fit {
  if (profile.distinct > Math.max(50, profile.filled * 0.2)) return NONE
  const values = profile.common.filter(([value]) => meaningOf(kind, field.name, value) !== null)
  const known = values.length / Math.max(1, profile.common.length)
  if (field.name === 'interval' || field.name === 'is' || field.name === 'permission') return fitting(known, 0.6, 'words that are understood')
  if (field.name === 'stage') return profile.common.some(([value]) => ['won', 'lost'].includes(meaningOf(kind, 'stage', value) ?? '')) ? { score: 1, says: 'won and lost occur' } : NONE
  if (field.name === 'status' && numberShare(profile) > 0.8 && kind !== 'invoices') return NONE
  return known > 0 ? { score: 0.5 + known / 2, says: `${profile.distinct} different words occur` } : NONE
}

function identifierFit(field: Field, profile: ColumnProfile): Fit {
  if (plainDateShare(profile) > 0.5) return NONE
  // Ids have no fractions, but for those that a spreadsheet made: 1001.0.
  if (share(profile.decimalPoint, profile) > 0.5 && profile.whole === 0 && profile.examples.some((value) => /[.,]\d*[1-9]/.test(value))) return NONE
  if (profile.truth > 0.9 * profile.filled && profile.distinct <= 2) return NONE
  if (profile.examples.some((value) => value.length > 120)) return NONE
  const own = field.name === 'id' || field.name === 'contact'
  const distinct = distinctness(profile)
  if (field.name === 'product' && share(profile.email, profile) > 0.1) return NONE
  // A name with blanks may still be the only id there is, but a column of ids beside it is better.
  const named = looksLikeNames(profile) ? 0.6 : 1
  const values = `${profile.distinct > 10_000 ? 'about ' : ''}${profile.distinct.toLocaleString('en-US')}`
  if (!own) return { score: named * 0.9, says: `${values} different values` }
  return { score: Math.max(0.1, distinct) * named, says: distinct === 1 ? 'no value occurs twice' : `${values} different values in ${profile.filled.toLocaleString('en-US')} cells` }
}

function textFit(field: Field, profile: ColumnProfile): Fit {
  if (share(profile.email, profile) > 0.5 || plainDateShare(profile) > 0.5) return NONE
  const isName = /name/i.test(field.name)
  if (isName && (numberShare(profile) > 0.5 || share(profile.uuid, profile) > 0.5 || share(profile.url, profile) > 0.5)) return NONE
  if (field.name === 'organizationName' || field.name === 'customerName' || field.name === 'accountName' || field.name === 'parentName') return looksLikeNames(profile) ? { score: 1, says: 'the values look like names' } : { score: 0.6, says: '' }
  if (field.name === 'text') return profile.examples.some((value) => value.includes(' ')) ? { score: 1, says: 'the values are texts' } : { score: 0.3, says: '' }
  if ((field.name === 'event' || field.name === 'title' || field.name === 'plan') && numberShare(profile) > 0.9) return NONE
  return { score: 0.8, says: '' }
}

/** A column that may give a field, with the certainty from 0 to 1 and the reason in words. */
export interface Candidate {
  readonly field: Field
  readonly column: string
  readonly profile: ColumnProfile
  readonly header: number
  readonly certainty: number
  readonly because: string
}

const OF_USERS = /^(user|benutzer|nutzer|utilisateur|usuario)(id|uuid|guid|key)$/
const OF_CUSTOMERS = /^(customer|client|kunden?|cliente)(id|uuid|guid|key|nummer|nr|number|no)$/

/** All columns that may give fields of a kind, the most certain first. `referred`: headers that other tables of the import have too. */
export function candidatesOf(kind: Kind, look: TableLook, profiles: ReadonlyMap<string, ColumnProfile>, referred: ReadonlySet<string>): Candidate[] {
  const candidates: Candidate[] = []
  // Beside the id of a user, that of a customer is the organization's.
  const hasUserIds = (kind === 'users' || kind === 'usage-events' || kind === 'usage-days') && look.columns.some((column) => OF_USERS.test(normalHeader(column)) && (profiles.get(column)?.filled ?? 0) > 0)
  for (const field of FIELDS[kind]) {
    for (const column of look.columns) {
      const profile = profiles.get(column)
      if (!profile) continue
      const header = headerScore(kind, field, column)
      // Only addresses are told by their values alone.
      if (OF_CUSTOMERS.test(normalHeader(column)) && (field.name === 'person' ? hasUserIds : field.name === 'account' && !hasUserIds)) continue
      if (header === 0 && !(field.type === 'email' && share(profile.email, profile) > 0.9 && profile.distinct > 1)) continue
      const values = valueFit(kind, field, profile)
      if (values.score === 0) continue
      const shared = field.type === 'identifier' && field.name !== 'id' && referred.has(normalHeader(column)) ? 0.08 : 0
      const certainty = Math.min(1, 0.6 * (header === 0 ? 0.4 : header) + 0.4 * values.score + shared)
      // Rounded, so that the same values give the same certainty however they are counted.
      candidates.push({ field, column, profile, header, certainty: Math.round(certainty * 100) / 100, because: reason(header, values.says, column) })
    }
  }
  return candidates.sort((a, b) => b.certainty - a.certainty || places(kind, a.field) - places(kind, b.field) || (a.column < b.column ? -1 : a.column > b.column ? 1 : 0))
}

function places(kind: Kind, field: Field): number {
  return FIELDS[kind].indexOf(field)
}

function reason(header: number, values: string, column: string): string {
  const said = header >= 0.7 ? 'the header says so' : header > 0 ? `the header '${column}' ends like it` : ''
  const parts = [said, values].filter((part) => part !== '')
  return parts.length === 0 ? 'by its place' : parts.join(', and ')
}
