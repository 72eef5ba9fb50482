import { isJunk, normalIdentifier } from '../base/identifier.ts'
import { currencyDigits } from '../base/money.ts'
import type { Instant } from '../base/day.ts'
import type { RefusalCode } from '../base/refusal.ts'
import { type Field, FIELDS } from './fields.ts'
import { meaningOf } from './guess-words.ts'
import { columnAsked, columnInWords } from './joined-fields.ts'
import type { Reading, TablePlan } from './plan.ts'
import type { Cells } from './table.ts'
import { currencyIn, currencyInAmount, dayIn, domainIn, emailIn, identifierIn, instantIn, instantWritten, isUnreadable, type Money, moneyIn, numberIn, saysNothing, shortened, truthIn, type Unreadable, wholeIn } from './values.ts'

/** Reads the fields of a plan from one row after another. What cannot be read becomes the fault of the row; the first fault counts. */
export interface RowReader {
  begin(cells: Cells): void
  readonly cells: Cells
  readonly fault: { readonly reason: RefusalCode; readonly says: string } | null
  refuse(reason: RefusalCode, says: string): null
  /** Does a column or a constant give the field? */
  gives(field: string): boolean
  text(field: string): string | null
  /** A name; null for words that say that nobody knows. */
  name(field: string): string | null
  /** `namespace:value` in normal form; the namespace of the reading, else the one given. Junk is a fault, or null where it is as good as nothing. */
  id(field: string, namespace: string, junk?: 'refused' | 'nothing' | 'taken'): string | null
  day(field: string): string | null
  instant(field: string): Instant | null
  instantText(field: string): string | null
  /** With its sign. */
  money(field: string): Money | null
  /** The price of one piece as it is written: it may have more digits than its currency. */
  price(field: string): UnitPrice | null
  whole(field: string): number | null
  /** A number with its digits as written and a point, `0.15`. */
  decimal(field: string): string | null
  number(field: string): number | null
  truth(field: string): boolean | null
  word(field: string): string | null
  /** Null for what is no address, or one that people make up, test@test.com; the text is then in `text`. */
  email(field: string): string | null
  domain(field: string): string | null
  /** The column of a field, for sentences; the field's own name where a constant gives it. */
  columnOf(field: string): string
}

export interface UnitPrice {
  /** In major units, with a point. */
  readonly major: string
  readonly currency: string
}

/** Cells that hold a word for nothing. */
const NOTHING = /^(?:null|none|n\/a|#n\/a|nan|nil|undefined|\\n|[-–—]+)$/i
const NO_READING: Reading = {}

export function rowReader(plan: TablePlan, onRounded: (column: string, text: string) => void = () => {}): RowReader {
  const fields = new Map<string, Field>(FIELDS[plan.kind].map((field) => [field.name, field]))
  const columns = new Map(Object.entries(plan.fields).map(([field, planned]) => [field, { column: columnInWords(planned), asked: columnAsked(planned), reading: planned.reading ?? NO_READING }]))
  let cells: Cells
  let fault: { reason: RefusalCode; says: string } | null = null

  const isWord = (field: string): boolean => fields.get(field)?.type === 'word'
  const raw = (field: string): string | null => {
    const planned = columns.get(field)
    const written = planned ? cells.text(planned.asked) : null
    if (written === null) return plan.constants[field] ?? null
    // A person may say that 'GTXPro' means 'GTX Pro'.
    return planned?.reading.words && !isWord(field) ? (planned.reading.words[written.toLowerCase()] ?? written) : written
  }
  const filled = (field: string): string | null => {
    const written = raw(field)
    return written === null || NOTHING.test(written) ? null : written
  }
  const readingOf = (field: string): Reading => columns.get(field)?.reading ?? NO_READING
  const columnOf = (field: string): string => columns.get(field)?.column ?? field
  const refuse = (reason: RefusalCode, says: string): null => {
    fault ??= { reason, says }
    return null
  }
  const read = <T>(field: string, how: (text: string, reading: Reading) => T | Unreadable): T | null => {
    const text = filled(field)
    if (text === null || saysNothing(text)) return null
    const value = how(text, readingOf(field))
    return isUnreadable(value) ? refuse(value.reason, `${columnOf(field)}: ${value.says}`) : value
  }
  const currencyOf = (): string | null => {
    const text = filled('currency')
    if (text === null) return null
    return currencyIn(text) ?? currencyInAmount(text) ?? refuse('unknown-currency', `${columnOf('currency')}: '${shortened(text)}' is no currency that is known; write the code of ISO 4217, such as EUR`)
  }
  return {
    begin: (next) => {
      cells = next
      fault = null
    },
    get cells() {
      return cells
    },
    get fault() {
      return fault
    },
    refuse, columnOf,
    gives: (field) => columns.has(field) || plan.constants[field] !== undefined,
    text: (field) => {
      const written = raw(field)
      return written === null || written === '\\N' ? null : written
    },
    name: (field) => {
      const text = filled(field)
      return text === null || isJunk(nameId(text)) ? null : text
    },
    id: (field, namespace, junk = 'refused') => {
      const written = raw(field)
      if (written === null || written === '\\N' || /^[-–—]+$/.test(written)) return null
      const space = readingOf(field).namespace ?? namespace
      const value = space === 'email' ? emailIn(written) : space === 'domain' ? domainIn(written) : space === 'name' ? nameValue(written) : identifierIn(written)
      if (isUnreadable(value)) return refuse(value.reason, `${columnOf(field)}: ${value.says}`)
      // An export of Hatrack writes `account:acme`; the namespace is not said twice.
      const whole = normalIdentifier(value.startsWith(`${space}:`) ? value : `${space}:${value}`)
      if (whole === null) return refuse('bad-identifier', `${columnOf(field)}: '${shortened(written)}' is no id; ids have at most 1000 characters, none of them NUL`)
      if (junk === 'taken' || !isJunk(whole)) return whole
      return junk === 'nothing' ? null : refuse('junk-identifier', `${columnOf(field)}: '${shortened(written)}' is what systems write when they know nobody; write the real id, or leave the row out`)
    },
    day: (field) => read(field, dayIn),
    instant: (field) => read(field, instantIn),
    instantText: (field) => {
      const instant = read(field, instantIn)
      return instant === null ? null : instantWritten(instant)
    },
    money: (field) => {
      const text = filled(field)
      if (text === null || saysNothing(text)) return null
      const currency = currencyOf()
      if (currency === null && fault !== null) return null
      const exact = moneyIn(text, readingOf(field), currency)
      const rounded = isUnreadable(exact) && plan.constants.rounding === 'half-up' ? moneyIn(text, readingOf(field), currency, 'half-up') : exact
      if (rounded !== exact && !isUnreadable(rounded)) onRounded(columnOf(field), text)
      const value = rounded
      return isUnreadable(value) ? refuse(value.reason, `${columnOf(field)}: ${value.says}`) : value
    },
    price: (field) => {
      const currency = currencyOf()
      if (currency === null && fault !== null) return null
      return read(field, (text, reading) => {
        const money = moneyIn(text, reading, currency, 'half-up')
        const number = isUnreadable(money) ? money : numberIn(text, reading)
        if (isUnreadable(money)) return money
        return isUnreadable(number) ? number : { major: reading.unit === 'minor' ? shifted(number, currencyDigits(money.currency) ?? 2) : number, currency: money.currency }
      })
    },
    whole: (field) => read(field, wholeIn),
    decimal: (field) => read(field, numberIn),
    number: (field) => {
      const value = read(field, numberIn)
      return value === null ? null : Number(value)
    },
    truth: (field) => read(field, truthIn),
    word: (field) => {
      const text = filled(field)
      if (text === null) return null
      const meant = readingOf(field).words?.[text.toLowerCase()] ?? meaningOf(plan.kind, field, text)
      if (meant !== null) return meant
      const known = fields.get(field)?.meanings ?? []
      return known.includes(text.toLowerCase()) ? text.toLowerCase() : refuse('bad-value', `${columnOf(field)}: '${shortened(text)}' is not understood; say in the plan which of ${known.join(', ')} it means`)
    },
    email: (field) => {
      const text = filled(field)
      const value = text === null ? null : emailIn(text)
      return isUnreadable(value) || value === null || isJunk(`email:${value}`) ? null : value
    },
    domain: (field) => {
      const text = filled(field)
      const value = text === null ? null : domainIn(text)
      return isUnreadable(value) ? null : value
    },
  }
}

/** The decimal point so many places further left. */
function shifted(number: string, places: number): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(number) ?? []
  const digits = whole.padStart(places + 1, '0')
  return `${sign}${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}${fraction}`
}

/** `name:acme inc` for an organization of which only the name is known. */
export function nameId(name: string): string {
  return `name:${nameValue(name)}`
}

/** Names are compared without case and with single blanks: `ACME  Inc` is `acme inc`. */
export function nameValue(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
}

