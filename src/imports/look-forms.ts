import { CURRENCY_DIGITS } from '../base/lists.ts'
import { dateForms, saysNothing } from './values.ts'

/** Forms that a text may have, as bits: a text may have several. */
export const FORMS = {
  email: 1, domain: 2, url: 4, uuid: 8, truth: 16, currency: 32, whole: 64, decimalPoint: 128, decimalComma: 256,
  iso: 512, yearFirst: 1024, dayFirst: 2048, monthFirst: 4096, seconds: 8192, milliseconds: 16384,
  /** Words for nothing: Never, n/a. */
  nothing: 32768,
} as const
export type Form = keyof typeof FORMS
export const DATE_FORMS = FORMS.iso | FORMS.yearFirst | FORMS.dayFirst | FORMS.monthFirst
const NUMBERS = FORMS.decimalPoint | FORMS.decimalComma

const DIGIT = 1
const LETTER = 2
const AT = 4
const DOT = 8
const DASH = 16
const SLASH = 32
const COLON = 64
const COMMA = 128
const BLANK = 256
const SIGN = 512
const MONEY = 1024
const OTHER = 2048
const WIDE = 4096

const ISO_KINDS = DIGIT | DASH | DOT | SLASH

/** Kind of each character below 128. */
const KIND = Uint16Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/\d/.test(char)) return DIGIT
  if (/[a-z]/i.test(char)) return LETTER
  return ({ '@': AT, '.': DOT, '-': DASH, '/': SLASH, ':': COLON, ',': COMMA, ' ': BLANK, '+': SIGN, $: MONEY, '%': MONEY, '(': MONEY, ')': MONEY, "'": MONEY } as { [char: string]: number })[char] ?? OTHER
})

const TRUTHS = new Set(['true', 'false', 'yes', 'no', 'y', 'n', 't', 'f', '1', '0', 'on', 'off', 'ja', 'nein', 'wahr', 'falsch', 'oui', 'non', 'vrai', 'faux', 'si', 'sí'])
const EMAIL = /^[^\s@,;<>"()]+@[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]*[a-z0-9\u0080-\uffff])?(?:\.[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]*[a-z0-9\u0080-\uffff])?)+$/i
/** `Ann Arbor <ann@acme.com>`; mail programs and spreadsheets write it so. */
const NAMED_EMAIL = /^[^<>@]*<([^<>]+)>$/
const DOMAIN = /^(?:[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]*[a-z0-9\u0080-\uffff])?\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]{1,23}$/i
const URL_START = /^(?:https?:\/\/|www\.)[^\s]+\.[^\s]+$/i
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Before and after a number: a currency, per cent. */
const UNIT = /^(?:[A-Z]{3}|kr\.?|[A-Z]{0,2}[$€£¥₹₩₽₺₪])\s*|\s*(?:[A-Z]{3}|kr\.?|[$€£¥₹₩₽₺₪%])$/gi
const POINT = /^[+-]?(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?-?$/i
const POINTED_COMMA = /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+|\d+)?(?:,\d+)?-?$/

const TIME = '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?(?:\\s?([AP])\\.?M\\.?)?\\s?(?:Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?$'
const ISO = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})${TIME}`, 'i')
const YEAR_FIRST = new RegExp(`^(\\d{4})([/.])(\\d{1,2})\\2(\\d{1,2})${TIME}`, 'i')
const YEAR_FIRST_DENSE = /^(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?$/i
const NUMERIC = new RegExp(`^(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}`, 'i')
/** Whether a text may be a date with a named month; values.ts then says whether it is. */
const MONTH = '(?:jan|ene|gen|f[eé]b|fev|m[aä]r|mrz|maa|mrt|apr|avr|abr|ma[yigj]|mei|ju[inl]|giu|lug|aug|ao[uû]|ago|se[pt]|o[ckut]t|nov|d[ei][czc]|déc)'
const NAMED_MONTH = new RegExp(`^(?:[a-zé]{2,10}\\.?,?\\s+)?(?:\\d{1,2}(?:st|nd|rd|th|er|\\.|º)?[-\\s/]*(?:de\\s+)?${MONTH}|${MONTH}[a-zéûäç]*\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s)`, 'i')

/** 1990 to 2100, so that ids and amounts are seldom taken for instants. */
const LEAST_SECONDS = 631_152_000
const MOST_SECONDS = 4_102_444_800

/** Of the last text that was looked at: a hash of 32 bits, and whether all its characters are ASCII. A value beside the answer costs no object for each of eighty million cells. */
export const seen = { hash: 0, isAscii: true }

/** Forms of a text without blanks at its ends. */
export function formsOf(text: string): number {
  const { length } = text
  let kinds = 0
  let hash = 0x811c9dc5
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at)
    kinds |= code < 128 ? (KIND[code] as number) : WIDE
    hash = Math.imul(hash ^ code, 0x01000193)
  }
  seen.hash = hash
  seen.isAscii = (kinds & WIDE) === 0
  if (length > 320) return (kinds & COLON) !== 0 && URL_START.test(text) ? FORMS.url : 0
  if (kinds === DIGIT) return digits(text)
  // The two most frequent forms of exports are told without regular expressions.
  const quick = kinds === (DIGIT | DOT) ? quickDecimal(text) : (kinds & ISO_KINDS) === (DIGIT | DASH) && (kinds & ~(ISO_KINDS | LETTER | COLON | BLANK)) === 0 ? quickIso(text) : -1
  if (quick >= 0) return quick
  if ((kinds & AT) !== 0) return EMAIL.test(text) || EMAIL.test(bareAddress(text)) ? FORMS.email : (kinds & COLON) !== 0 && URL_START.test(text) ? FORMS.url : 0
  if ((kinds & DIGIT) === 0) return words(text, kinds)
  if ((kinds & OTHER) !== 0) return (kinds & (DOT | LETTER)) === (DOT | LETTER) && URL_START.test(text) ? FORMS.url : 0
  let forms = 0
  const first = text.charCodeAt(0)
  const startsWithDigit = first >= 0x30 && first <= 0x39
  if ((kinds & LETTER) === 0) {
    if (length <= 40) {
      if (startsWithDigit && (kinds & (DASH | SLASH | DOT)) !== 0) forms |= numericDate(text)
      if ((kinds & (COLON | SLASH)) === 0) forms |= numbers(text, kinds)
    }
    return forms
  }
  if ((kinds & DASH) !== 0 && length === 36 && UUID.test(text)) return FORMS.uuid
  if ((kinds & DOT) !== 0) {
    if ((kinds & (BLANK | SLASH | COLON)) === 0 && DOMAIN.test(text)) forms |= FORMS.domain
    else if (URL_START.test(text)) return FORMS.url
  }
  if (length > 48) return forms
  if (startsWithDigit && (kinds & (DASH | SLASH | DOT)) !== 0) forms |= numericDate(text)
  else if (startsWithDigit && length >= 13 && YEAR_FIRST_DENSE.test(text)) forms |= numericDate(text)
  if (forms === 0) forms |= namedDate(text)
  if (forms === 0 && (kinds & (COLON | SLASH)) === 0) forms |= numbers(text, kinds)
  return forms
}

function bareAddress(text: string): string {
  return text.endsWith('>') ? (NAMED_EMAIL.exec(text)?.[1]?.trim() ?? '') : /^mailto:/i.test(text) ? text.slice(7) : ''
}

/** 12.50 and the like; -1 where it is not so simple. */
function quickDecimal(text: string): number {
  const dot = text.indexOf('.')
  if (dot < 1 || dot > 8 || dot === text.length - 1 || text.indexOf('.', dot + 1) >= 0 || (dot > 1 && text.charCodeAt(0) === 0x30)) return -1
  return dot <= 3 && text.length - dot === 4 ? NUMBERS : FORMS.decimalPoint
}

/** 2026-02-03, 2026-02-03T10:00:00 and 2026-02-03T10:00:00Z, with a blank for T; -1 where it is not so simple. */
function quickIso(text: string): number {
  const { length } = text
  if ((length !== 10 && length !== 19 && length !== 20) || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return -1
  if (number(text, 0) < 0 || number(text, 2) < 0 || !isDay(100 * number(text, 0) + number(text, 2), number(text, 5), number(text, 8))) return -1
  if (length === 10) return FORMS.iso
  const sign = text.charCodeAt(10)
  if ((sign !== 0x54 && sign !== 0x20) || text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a || (length === 20 && text.charCodeAt(19) !== 0x5a)) return -1
  const hour = number(text, 11)
  const minute = number(text, 14)
  const second = number(text, 17)
  return hour >= 0 && hour <= 23 && minute >= 0 && minute < 60 && second >= 0 && second < 60 ? FORMS.iso : -1
}

/** The number of two digits at a place; negative if they are none. */
function number(text: string, at: number): number {
  const ten = text.charCodeAt(at) - 0x30
  const one = text.charCodeAt(at + 1) - 0x30
  return ten >= 0 && ten <= 9 && one >= 0 && one <= 9 ? 10 * ten + one : -1
}

function digits(text: string): number {
  const { length } = text
  let forms = 0
  if (length === 1 || text.charCodeAt(0) !== 0x30) forms |= FORMS.whole | NUMBERS
  if (length === 1) return text === '0' || text === '1' ? forms | FORMS.truth : forms
  if (length === 8) return YEAR_FIRST_DENSE.test(text) ? forms | numericDate(text) : forms
  if (length === 9 || length === 10) return isBetween(Number(text), 1) ? forms | FORMS.seconds : forms
  if (length === 12 || length === 13) return isBetween(Number(text), 1_000) ? forms | FORMS.milliseconds : forms
  return forms
}

function isBetween(value: number, unit: number): boolean {
  return value >= LEAST_SECONDS * unit && value < MOST_SECONDS * unit
}

function words(text: string, kinds: number): number {
  const { length } = text
  if (saysNothing(text)) return FORMS.nothing
  if (length <= 6 && TRUTHS.has(text.toLowerCase())) return FORMS.truth
  if (length === 3 && kinds === LETTER) return CURRENCY_DIGITS.has(text.toUpperCase()) ? FORMS.currency : 0
  if ((kinds & DOT) === 0 || length < 4) return 0
  if ((kinds & (BLANK | SLASH | COLON)) === 0 && DOMAIN.test(text)) return FORMS.domain
  return URL_START.test(text) ? FORMS.url : 0
}

function numbers(text: string, kinds: number): number {
  let bare = text
  if ((kinds & (LETTER | MONEY | WIDE)) !== 0) {
    // Accountants write (5.00) for -5.00.
    if (bare.charCodeAt(0) === 0x28 && bare.endsWith(')')) bare = bare.slice(1, -1).trim()
    const sign = /^[+-]/.test(bare) ? bare.charAt(0) : ''
    bare = sign + bare.slice(sign.length).replace(UNIT, '')
  }
  const last = bare.charCodeAt(bare.length - 1)
  if (bare === '' || !((last >= 0x30 && last <= 0x39) || last === 0x2d)) return 0
  if (/^[+-]?0\d/.test(bare)) return 0
  let forms = 0
  if (POINT.test(bare)) forms |= FORMS.decimalPoint
  if (POINTED_COMMA.test(bare)) forms |= FORMS.decimalComma
  if (forms === NUMBERS && bare === text && /^[+-]\d+$/.test(bare)) forms |= FORMS.whole
  if (forms === FORMS.decimalPoint && (kinds & (LETTER | COMMA | MONEY | DASH | SIGN)) === 0 && /^\d{9,10}\.\d+$/.test(bare) && isBetween(Number(bare), 1)) forms |= FORMS.seconds
  return forms
}

const DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDay(written: number, month: number, day: number): boolean {
  const year = written >= 100 ? written : written + (written >= 69 ? 1_900 : 2_000)
  if (year < 1_900 || month < 1 || month > 12 || day < 1 || day > (DAYS[month] as number)) return false
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
}

function isTime(match: RegExpExecArray, from: number): boolean {
  const hour = match[from]
  return hour === undefined || (Number(hour) <= (match[from + 3] ? 12 : 23) && Number(match[from + 1]) < 60 && Number(match[from + 2] ?? 0) <= 60)
}

function numericDate(text: string): number {
  // YYYY- is by far the most frequent.
  const iso = text.charCodeAt(4) === 0x2d ? ISO.exec(text) : null
  if (iso) return isDay(Number(iso[1]), Number(iso[2]), Number(iso[3])) && isTime(iso, 4) ? FORMS.iso : 0
  const year = YEAR_FIRST.exec(text)
  if (year) return isDay(Number(year[1]), Number(year[3]), Number(year[4])) && isTime(year, 5) ? FORMS.yearFirst : 0
  const dense = YEAR_FIRST_DENSE.exec(text)
  if (dense) return Number(dense[1]) <= 2_100 && isDay(Number(dense[1]), Number(dense[2]), Number(dense[3])) ? FORMS.yearFirst : 0
  const match = NUMERIC.exec(text)
  if (!match || !isTime(match, 5)) return 0
  const one = Number(match[1])
  const two = Number(match[3])
  const last = Number(match[4])
  // Nobody writes the month first before a dot.
  return (isDay(last, two, one) ? FORMS.dayFirst : 0) | (match[2] !== '.' && isDay(last, one, two) ? FORMS.monthFirst : 0)
}

/** A month by its name can be read in one way only, whatever the order of the others. */
function namedDate(text: string): number {
  return NAMED_MONTH.test(text) && dateForms(text).named ? FORMS.dayFirst | FORMS.monthFirst : 0
}
