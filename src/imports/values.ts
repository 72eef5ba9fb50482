import { dayOf, dayText, type Instant, instantFrom, MS_PER_DAY } from '../base/day.ts'
import { currencyDigits } from '../base/money.ts'
import type { RefusalCode } from '../base/refusal.ts'
import type { Reading } from './plan.ts'

/** Why a cell cannot be read: a code of docs/refusals.md, and what is wrong with the value, to be said after the column's name. */
export class Unreadable {
  readonly reason: RefusalCode
  readonly says: string

  constructor(reason: RefusalCode, says: string) {
    this.reason = reason
    this.says = says
  }
}

export function isUnreadable(value: unknown): value is Unreadable {
  return value instanceof Unreadable
}

/** Which forms of dates a text has. `03/04/2026` admits two orders; `3 Apr 2026` and ISO dates are the same in every order. */
export interface DateForms {
  readonly iso: boolean
  /** 2026/02/03 and 20260203. */
  readonly yearFirst: boolean
  readonly dayFirst: boolean
  readonly monthFirst: boolean
  /** A month's name: no order is needed to read it. */
  readonly named: boolean
  readonly seconds: boolean
  readonly milliseconds: boolean
}

const FIRST_YEAR = 1900
const LAST_YEAR = 9999

// ---- words for nothing

/** What people and systems write where there is no date, no number and no address; in lower case. */
const NOTHING: ReadonlySet<string> = new Set([
  'null', 'none', 'n/a', 'n.a.', 'na', '#n/a', 'nan', 'nat', 'nil', 'undefined', '\\n', '-', '--', '---', '–', '—', '?', 'never', 'never used', 'never logged in', 'not yet', 'no data', 'unknown', '(blank)', '(empty)', 'empty',
  'nie', 'noch nie', 'niemals', 'keine', 'keine daten', 'keine angabe', 'k.a.', 'k. a.', 'unbekannt', 'leer', 'jamais', 'aucun', 'aucune', 'pas encore', 'inconnu', 'inconnue', 'vide', 'nunca', 'ninguno', 'ninguna', 'sin datos', 'desconocido', 'vacío',
  'mai', 'nessuno', 'nessuna', 'nooit', 'geen', 'nunca usado',
])
const LONGEST_NOTHING = Math.max(...[...NOTHING].map(({ length }) => length))

/** Does a cell of a column of dates, numbers or addresses say that there is none? */
export function saysNothing(text: string): boolean {
  return text.length <= LONGEST_NOTHING && NOTHING.has(text.toLowerCase())
}

// ---- days and instants

/** Names of months in English, German, French, Spanish, Italian, Portuguese and Dutch, by their first letters without accents. */
const MONTHS: readonly (readonly [start: RegExp, month: number])[] = [
  [/^(jan|ene|gen)/, 1], [/^(feb|fev|febb)/, 2], [/^(mar|mrz|maer|mae|maa|mrt)/, 3], [/^(apr|avr|abr)/, 4], [/^(may|mai|mag|mei)/, 5], [/^(jun|juin|giu)/, 6],
  [/^(jul|juil|lug)/, 7], [/^(aug|aou|ago)/, 8], [/^(sep|set)/, 9], [/^(oct|okt|out|ott)/, 10], [/^nov/, 11], [/^(dec|dez|dic)/, 12],
]

const TIME = String.raw`(?:[T ,]+\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?\s*(?:h|Uhr)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*(?:UTC|GMT|\([^)]*\)))?)?`
const WEEKDAY = String.raw`(?:[\p{L}]{2,10}\.?,?\s+)?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`, 'iu')
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?()()(Z)?)?$/u
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})${TIME}$`, 'iu')
const DAY_NAME_YEAR = new RegExp(String.raw`^${WEEKDAY}(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[-\s/]*(?:de\s+)?([\p{L}]{3,12})\.?[-\s/,]*(?:de\s+|del\s+)?(\d{4}|\d{2})${TIME}$`, 'iu')
const NAME_DAY_YEAR = new RegExp(String.raw`^${WEEKDAY}([\p{L}]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${TIME}$`, 'iu')
/** What JavaScript writes: `Fri Apr 03 2026 10:00:00 GMT+0200 (Central European Summer Time)`. */
const SCRIPT = /^[a-z]{3} ([a-z]{3}) (\d{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)([+-]\d{4})?(?: \(.*\))?$/i
const WHOLE = /^-?\d+$/
const FAR_YEAR = /^[+-]?\d{5,}-\d{2}-\d{2}/
const ISO_START = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/

/** Which forms of dates a text has; none at all if it is no date. For profiles of columns: cheap for texts that are no dates. */
export function dateForms(text: string): DateForms {
  const forms = { iso: false, yearFirst: false, dayFirst: false, monthFirst: false, named: false, seconds: false, milliseconds: false }
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  if (text.length < 6 || text.length > 64) return forms
  const digitFirst = first >= 48 && first <= 57
  if (digitFirst && WHOLE.test(text)) {
    forms.yearFirst = text.length === 8 && !isUnreadable(instantIn(text, { date: 'year-first' }))
    forms.seconds = (text.length === 9 || text.length === 10) && !isUnreadable(instantIn(text, { date: 'seconds' }))
    forms.milliseconds = (text.length === 12 || text.length === 13) && !isUnreadable(instantIn(text, { date: 'milliseconds' }))
    return forms
  }
  if (digitFirst && YEAR_LAST.test(text)) {
    forms.dayFirst = !isUnreadable(instantIn(text, { date: 'day-first' }))
    forms.monthFirst = !isUnreadable(instantIn(text, { date: 'month-first' }))
    return forms
  }
  // A date ends with a digit, a zone, am or pm, or a closing bracket.
  if (!digitFirst && !(last >= 48 && last <= 57) && !/[zmct)]$/i.test(text)) return forms
  if (isUnreadable(instantIn(text, {}))) return forms
  forms.iso = ISO_START.test(text)
  forms.yearFirst = !forms.iso && digitFirst && (YEAR_FIRST.test(text) || COMPACT.test(text))
  forms.named = !forms.iso && !forms.yearFirst
  return forms
}

/** Reads a day or an instant in any common form; UTC where no zone is given. The reading decides only what can be read in two ways. */
export function instantIn(text: string, reading: Reading): Instant | Unreadable {
  const iso = ISO_START.test(text) ? instantFrom(text) : null
  if (iso !== null) return iso
  if (reading.date === 'seconds' || reading.date === 'milliseconds') {
    const number = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
    if (number === 0) return outOfRange(text)
    if (!Number.isNaN(number)) return sane(Math.round(reading.date === 'seconds' ? number * 1000 : number), text)
  }
  if (FAR_YEAR.test(text)) return outOfRange(text)
  const numbers = YEAR_FIRST.exec(text)
  if (numbers) return dateOf(numbers[1], numbers[3], numbers[4], numbers, 5, text)
  const compact = COMPACT.exec(text)
  if (compact && compact[4] === undefined && text.length === 8) return dateOf(compact[1], compact[2], compact[3], compact, 4, text)
  if (compact && /[T: ]/.test(text)) return dateOf(compact[1], compact[2], compact[3], compact, 4, text)
  const last = YEAR_LAST.exec(text)
  if (last) {
    const [, one, , other, year] = last
    const order = reading.date === 'day-first' || reading.date === 'month-first' ? reading.date : Number(one) > 12 ? 'day-first' : Number(other) > 12 ? 'month-first' : null
    if (order === null) return new Unreadable('bad-date', `'${text}' can be read day-first and month-first; say in the plan which it is`)
    const made = order === 'day-first' ? dateOf(year, other, one, last, 5, text) : dateOf(year, one, other, last, 5, text)
    if (!isUnreadable(made)) return made
    const turned = order === 'day-first' ? dateOf(year, one, other, last, 5, text) : dateOf(year, other, one, last, 5, text)
    return isUnreadable(turned) ? made : new Unreadable('bad-date', `'${text}' is no date when the ${order === 'day-first' ? 'day' : 'month'} stands first, as in the rest of the column; write the day as 2026-02-03`)
  }
  const named = DAY_NAME_YEAR.exec(text)
  if (named) return dateOf(named[3], monthOf(named[2]), named[1], named, 4, text)
  const american = NAME_DAY_YEAR.exec(text)
  if (american) return dateOf(american[3], monthOf(american[1]), american[2], american, 4, text)
  const script = SCRIPT.exec(text)
  if (script) return dateOf(script[3], monthOf(script[1]), script[2], ['', script[4], script[5], script[6], undefined, undefined, script[7] ?? 'Z'], 1, text)
  return new Unreadable('bad-date', `'${shortened(text)}' is no date; write it as 2026-02-03 or 2026-02-03T10:00:00Z`)
}

/** The UTC day, `2026-02-03`. */
export function dayIn(text: string, reading: Reading): string | Unreadable {
  const instant = instantIn(text, reading)
  return isUnreadable(instant) ? instant : dayText(dayOf(instant))
}

/** `2026-02-03T10:00:00Z`; with milliseconds only where there are some. */
export function instantWritten(instant: Instant): string {
  const text = new Date(instant).toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text
}

function monthOf(name: string | undefined): string {
  const plain = (name ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return String(MONTHS.find(([start]) => start.test(plain))?.[1] ?? 0)
}

/** `time` is the place of the hours in the match; minutes, seconds, fraction, a or p, and the zone follow. */
function dateOf(yearText: string | undefined, monthText: string | undefined, dateText: string | undefined, match: readonly (string | undefined)[], time: number, text: string): Instant | Unreadable {
  const short = yearText?.length === 2
  const year = short ? Number(yearText) + (Number(yearText) >= 69 ? 1900 : 2000) : Number(yearText)
  const month = Number(monthText)
  const date = Number(dateText)
  if (year < FIRST_YEAR || year > LAST_YEAR) return outOfRange(text)
  const midnight = Date.UTC(year, month - 1, date)
  const read = new Date(midnight)
  if (month < 1 || read.getUTCMonth() !== month - 1 || read.getUTCDate() !== date) return new Unreadable('bad-date', `'${text}' is no day of the calendar`)
  const [hourText, minuteText, secondText, fraction, half, zone] = match.slice(time, time + 6)
  if (hourText === undefined) return midnight
  const hour = half ? (Number(hourText) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hourText)
  const minute = Number(minuteText)
  const second = Number(secondText ?? 0)
  if (hour > 23 || minute > 59 || second > 60 || (half && Number(hourText) > 12)) return new Unreadable('bad-date', `'${text}' has no time of the day`)
  const ms = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + ms - zoneMs(zone)
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}

function sane(instant: Instant, text: string): Instant | Unreadable {
  // 1 January 1900 and the end of 9999.
  return instant >= -25_567 * MS_PER_DAY && instant < 2_932_897 * MS_PER_DAY ? instant : outOfRange(text)
}

function outOfRange(text: string): Unreadable {
  return new Unreadable('bad-date', `'${shortened(text)}' lies outside the years ${FIRST_YEAR} to ${LAST_YEAR}, as a broken clock writes it; correct it or leave the cell empty`)
}

// ---- money

export interface Money {
  /** Whole minor units; negative for refunds and credits. */
  readonly minor: number
  readonly currency: string
}

/** Signs that mean one currency, or most often one. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'], ['£', 'GBP'], ['$', 'USD'], ['us$', 'USD'], ['¥', 'JPY'], ['₹', 'INR'], ['₩', 'KRW'], ['₽', 'RUB'], ['₺', 'TRY'], ['₪', 'ILS'], ['₫', 'VND'], ['₴', 'UAH'],
  ['zł', 'PLN'], ['kč', 'CZK'], ['ft', 'HUF'], ['lei', 'RON'], ['fr.', 'CHF'], ['sfr', 'CHF'], ['sfr.', 'CHF'], ['r$', 'BRL'], ['a$', 'AUD'], ['au$', 'AUD'], ['c$', 'CAD'], ['ca$', 'CAD'],
  ['nz$', 'NZD'], ['hk$', 'HKD'], ['s$', 'SGD'], ['mx$', 'MXN'], ['euro', 'EUR'], ['euros', 'EUR'], ['dollar', 'USD'], ['dollars', 'USD'], ['us dollar', 'USD'], ['us dollars', 'USD'],
  ['pound', 'GBP'], ['pounds', 'GBP'], ['swiss franc', 'CHF'], ['swiss francs', 'CHF'],
])
/** Signs that several currencies share: they say nothing against a currency of the same sign that is stated elsewhere. */
const SHARED_SIGNS: ReadonlyMap<string, string> = new Map([['$', 'USD CAD AUD NZD HKD SGD MXN ARS CLP COP BRL'], ['¥', 'JPY CNY'], ['£', 'GBP EGP LBP'], ['kr', 'SEK NOK DKK ISK'], ['kr.', 'DKK SEK NOK ISK']])

/** The ISO-4217 code of `EUR`, `usd`, `€`; null if it is none. */
export function currencyIn(text: string): string | null {
  const code = text.toUpperCase()
  if (code.length === 3 && currencyDigits(code) !== null) return code
  return SIGNS.get(text.toLowerCase()) ?? null
}

const AMOUNT = /^([^\d(+\-−.,]*?)\s*([+\-−]?)\s*([^\d(+\-−.,]*?)\s*(\d[\d.,'’\s]*|[.,]\d+)\s*([^\d.,]*?)\s*([-−]?)$/u

interface AmountParts {
  readonly negative: boolean
  /** What stands before or after the number: a sign or a code. */
  readonly mark: string
  readonly digits: string
}

function amountParts(text: string): AmountParts | null {
  const bare = text.replace(/[\u00a0\u202f\u2009]/g, ' ').trim()
  const bracketed = /^\((.*)\)$|^([^\d(]{1,5})\((.*)\)$|^\((.*)\)([^\d)]{1,5})$/u.exec(bare)
  const inner = bracketed ? `${bracketed[2] ?? ''}${bracketed[1] ?? bracketed[3] ?? bracketed[4] ?? ''}${bracketed[5] ?? ''}`.trim() : bare
  const match = AMOUNT.exec(inner)
  if (!match) return null
  const [, before = '', sign = '', between = '', digits = '', after = '', trailing = ''] = match
  const signs = [bracketed ? '-' : '', sign, trailing].filter((one) => one === '-' || one === '−')
  if (signs.length > 1) return null
  const marks = [before, between, after].map((mark) => mark.trim()).filter((mark) => mark !== '')
  if (marks.length > 2 || (marks.length === 2 && currencyIn(marks[0] ?? '') === null)) return null
  const mark = marks.length === 2 && currencyIn(marks[1] ?? '') !== null && (marks[1] ?? '').length === 3 ? (marks[1] ?? '') : (marks[0] ?? '')
  return { negative: signs.length === 1, mark, digits: digits.trim() }
}

/** Which decimal signs a number admits: 1,234 admits both; null if it is no number. */
export function decimalSigns(text: string): { readonly point: boolean; readonly comma: boolean } | null {
  const parts = amountParts(text)
  if (parts === null || (parts.mark !== '' && currencyIn(parts.mark) === null && parts.mark !== '%' && !SHARED_SIGNS.has(parts.mark.toLowerCase()))) return null
  const point = plainNumber(parts.digits, '.') !== null
  const comma = plainNumber(parts.digits, ',') !== null
  return point || comma ? { point, comma } : null
}

/** The currency that stands in the cell itself, as `€ 12` or `12 USD`; null if none does. */
export function currencyInAmount(text: string): string | null {
  const parts = amountParts(text)
  return parts === null || parts.mark === '' ? null : currencyIn(parts.mark)
}

/** What stands before or after the number of an amount, `$` or `EUR`; null if nothing does, or it is no amount. */
export function markOfAmount(text: string): string | null {
  return amountParts(text)?.mark || null
}

/** Digits with a point before the decimals; thousands only in groups. Null if the number does not fit the decimal sign. */
function plainNumber(digits: string, decimal: '.' | ','): string | null {
  const [fractionSign, groupSign] = decimal === '.' ? ['.', ','] : [',', '.']
  const at = digits.lastIndexOf(fractionSign)
  const whole = at < 0 ? digits : digits.slice(0, at)
  const fraction = at < 0 ? '' : digits.slice(at + 1)
  if (!/^\d*$/.test(fraction) || (at >= 0 && fraction === '' && whole === '')) return null
  if (/^\d*$/.test(whole)) return `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  const group = groupSign === ',' ? ',' : String.raw`\.`
  // Groups of three (1,234,567), of two as in India (12,34,567); one kind of sign throughout.
  const grouped = new RegExp(`^\\d{1,3}((?:${group}\\d{3})+|(?:['’]\\d{3})+|(?:\\s\\d{3})+|(?:${group}\\d{2})*${group}\\d{3})$`, 'u')
  if (!grouped.test(whole) || whole.includes(fractionSign)) return null
  return `${whole.replace(/\D/g, '')}${fraction === '' ? '' : `.${fraction}`}`
}

/** The decimal sign of a single number where the column says none: the last of two kinds of signs; a comma before other than three digits; else the point. */
function decimalOf(digits: string): '.' | ',' {
  const comma = digits.lastIndexOf(',')
  const point = digits.lastIndexOf('.')
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.'
  if (comma >= 0 && digits.indexOf(',') === comma && !/,\d{3}$/.test(digits)) return ','
  return point >= 0 && digits.indexOf('.') !== point ? ',' : '.'
}

/** A number without currency, as a decimal string with its sign; `49,90` and `1.234,50` by the reading's decimal sign. */
export function numberIn(text: string, reading: Reading): string | Unreadable {
  const parts = amountParts(text)
  if (parts === null) return new Unreadable('bad-number', `'${shortened(text)}' is no number`)
  const plain = plainNumber(parts.digits, reading.decimal ?? decimalOf(parts.digits))
  if (plain === null) return notInThisStyle(text, reading)
  return `${parts.negative && /[1-9]/.test(plain) ? '-' : ''}${plain}`
}

/** Exact: digits are never rounded. `currency` is what column or constant says; a sign in the cell must not contradict it, and says it where they do not. */
export function moneyIn(text: string, reading: Reading, currency: string | null, rounding: 'exact' | 'half-up' = 'exact'): Money | Unreadable {
  const parts = amountParts(text)
  if (parts === null) return new Unreadable('bad-amount', `'${shortened(text)}' is no amount of money`)
  const marked = parts.mark === '' ? null : currencyIn(parts.mark)
  const shared = SHARED_SIGNS.get(parts.mark.toLowerCase())
  if (marked === null && shared !== undefined && currency === null) return new Unreadable('unknown-currency', `'${shortened(text)}' may be in ${shared.split(' ').join(', ')}; give the currency for the whole table in the plan`)
  if (marked === null && shared !== undefined && currency !== null && !shared.includes(currency)) return new Unreadable('unknown-currency', `'${shortened(text)}' is not in ${currency}, which the row says; correct one of them`)
  if (parts.mark !== '' && marked === null && shared === undefined) return new Unreadable('unknown-currency', `'${shortened(text)}' names no currency that is known; write the code of ISO 4217, such as EUR`)
  if (marked !== null && currency !== null && marked !== currency && !(shared?.includes(currency) ?? false)) {
    return new Unreadable('unknown-currency', `'${shortened(text)}' is in ${marked}, and the row says ${currency}; correct one of them`)
  }
  const code = currency ?? marked
  if (code === null) return new Unreadable('unknown-currency', `'${shortened(text)}' names no currency; give the currency for the whole table in the plan`)
  const digits = currencyDigits(code)
  if (digits === null) return new Unreadable('unknown-currency', `${code} is no code of ISO 4217, such as EUR`)
  const plain = plainNumber(parts.digits, reading.decimal ?? decimalOf(parts.digits))
  if (plain === null) return notInThisStyle(text, reading)
  const [whole = '0', written = ''] = plain.split('.')
  const places = reading.unit === 'minor' ? 0 : digits
  const fraction = written.replace(/0+$/, '')
  if (fraction.length > places && rounding === 'exact') {
    return new Unreadable('bad-amount', reading.unit === 'minor' ? `'${shortened(text)}' is not a whole number of ${code}'s smallest unit`
      : `'${shortened(text)}' has more than the ${digits} digits after the decimal sign that ${code} has; write the amount that was charged, or say in the plan that amounts are rounded (rounding: half-up)`)
  }
  const up = Number(fraction[places] ?? 0) >= 5 ? 1 : 0
  const minor = Number(whole + fraction.slice(0, places).padEnd(places, '0')) + up
  if (!Number.isSafeInteger(minor)) return new Unreadable('bad-amount', `'${shortened(text)}' is more money than there is`)
  return { minor: parts.negative && minor !== 0 ? -minor : minor, currency: code }
}

function notInThisStyle(text: string, reading: Reading): Unreadable {
  const sign = reading.decimal === ',' ? 'comma' : 'point'
  return new Unreadable('bad-amount', `'${shortened(text)}' does not fit the rest of the column, where a ${sign} stands before the decimals; write 1234.50 or 1234,50 as the others are written`)
}

// ---- other values

const TRUE: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1', 'on', 'x', 'wahr', 'ja', 'j', 'oui', 'o', 'vrai', 'si', 'sí', 's', 'verdadero', 'sim', 'checked', 'active'])
const FALSE: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0', 'off', 'falsch', 'nein', 'non', 'faux', 'falso', 'nao', 'não', 'unchecked', 'inactive', '-'])

export function truthIn(text: string): boolean | Unreadable {
  const word = text.toLowerCase()
  if (TRUE.has(word) || word === '1.0') return true
  if (FALSE.has(word) || word === '0.0') return false
  return new Unreadable('bad-value', `'${shortened(text)}' is neither true nor false`)
}

/** Whole numbers, also those that spreadsheets write as 4.0. */
export function wholeIn(text: string, reading: Reading): number | Unreadable {
  const read = numberIn(text, reading)
  if (isUnreadable(read)) return read
  const [whole = '0', fraction = ''] = read.split('.')
  const number = Number(whole)
  if (/[1-9]/.test(fraction)) return new Unreadable('bad-number', `'${shortened(text)}' is no whole number`)
  return Number.isSafeInteger(number) ? (number === 0 ? 0 : number) : new Unreadable('bad-number', `'${shortened(text)}' is too large`)
}

const EMAIL = /^[^\s@<>"',;()[\]]+@[^\s@<>"',;()[\]]+\.[^\s@<>"',;().[\]]{2,}$/u

/** The address in `ann@acme.com`, `Ann <ann@acme.com>`, `mailto:ann@acme.com`; lower case. */
export function emailIn(text: string): string | Unreadable {
  const bracketed = /<([^<>]+)>\s*$/.exec(text)
  const bare = (bracketed?.[1] ?? text).trim().replace(/^mailto:/i, '').toLowerCase()
  return EMAIL.test(bare) ? bare : new Unreadable('bad-value', `'${shortened(text)}' is no e-mail address`)
}

const HOST = /^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,62}$/u

/** The host in `acme.com`, `https://www.acme.com/about`, `ann@acme.com`; lower case, without `www.`. */
export function domainIn(text: string): string | Unreadable {
  const host = text.trim().toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, '').replace(/[/?#].*$/s, '').replace(/^.*@/, '').replace(/:\d+$/, '').replace(/^www\d?\./, '').replace(/\.$/, '')
  return HOST.test(host) ? host : new Unreadable('bad-value', `'${shortened(text)}' is no domain such as acme.com`)
}

/** Spreadsheets turn ids into numbers: 1001.0 is 1001 again. */
export function identifierIn(text: string): string {
  return /^\d+\.0$/.test(text) ? text.slice(0, -2) : text
}

export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
