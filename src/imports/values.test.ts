import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyDigits } from '../base/money.ts'
import type { Reading } from './plan.ts'
import { currencyIn, dateForms, dayIn, domainIn, emailIn, identifierIn, instantIn, instantWritten, isUnreadable, moneyIn, numberIn, truthIn, wholeIn } from './values.ts'

const READINGS: readonly (readonly [text: string, reading: Reading, instant: string])[] = [
  ['2026-02-03', {}, '2026-02-03T00:00:00Z'],
  ['2026-02-03T10:00:00Z', {}, '2026-02-03T10:00:00Z'],
  ['2026-02-03 10:00:00.5 +0200', {}, '2026-02-03T08:00:00.500Z'],
  ['2019-11-11T17:23:34.000+0000', {}, '2019-11-11T17:23:34Z'],
  ['2026/02/03', {}, '2026-02-03T00:00:00Z'],
  ['20260203', {}, '2026-02-03T00:00:00Z'],
  ['20260203T101112Z', {}, '2026-02-03T10:11:12Z'],
  ['03/04/2026', { date: 'day-first' }, '2026-04-03T00:00:00Z'],
  ['03/04/2026', { date: 'month-first' }, '2026-03-04T00:00:00Z'],
  ['3.4.26', { date: 'day-first' }, '2026-04-03T00:00:00Z'],
  ['3. 4. 2026', { date: 'day-first' }, '2026-04-03T00:00:00Z'],
  ['2/3/18', { date: 'month-first' }, '2018-02-03T00:00:00Z'],
  ['31/12/99', { date: 'day-first' }, '1999-12-31T00:00:00Z'],
  ['4/3/2026, 10:05:11 PM', { date: 'month-first' }, '2026-04-03T22:05:11Z'],
  ['4/3/2026 12:05 AM', { date: 'month-first' }, '2026-04-03T00:05:00Z'],
  ['3 Apr 2026', {}, '2026-04-03T00:00:00Z'],
  ['03-Apr-26', {}, '2026-04-03T00:00:00Z'],
  ['Apr 3, 2026', {}, '2026-04-03T00:00:00Z'],
  ['3rd April 2026', {}, '2026-04-03T00:00:00Z'],
  ['3. März 2026 10:30', {}, '2026-03-03T10:30:00Z'],
  ['3 août 2026', {}, '2026-08-03T00:00:00Z'],
  ['3 de enero de 2026', {}, '2026-01-03T00:00:00Z'],
  ['Fri, 03 Apr 2026 10:00:00 GMT', {}, '2026-04-03T10:00:00Z'],
  ['Fri Apr 03 2026 10:00:00 GMT+0200 (Central European Summer Time)', {}, '2026-04-03T08:00:00Z'],
  ['1770112800', { date: 'seconds' }, '2026-02-03T10:00:00Z'],
  ['1770112800123', { date: 'milliseconds' }, '2026-02-03T10:00:00.123Z'],
]

describe('days and instants', () => {
  for (const [text, reading, instant] of READINGS) {
    it(`${text}${reading.date ? `, ${reading.date},` : ''} is ${instant}`, () => {
      const read = instantIn(text, reading)
      expect(isUnreadable(read) ? read.says : instantWritten(read)).toBe(instant)
    })
  }

  for (const text of ['292278994-08-17', '+292278994-08-17T07:12:55Z', '0000-01-01', '1899-12-31', '01/01/1000', '2026-02-30', '31/04/2026', '2026-13-01', 'May 2026', 'yesterday', '25:00', '1,234', '2026-02-03T25:00:00Z', 'Q1 2026']) {
    it(`'${text}' is no date`, () => expect(instantIn(text, { date: 'day-first' })).toMatchObject({ reason: 'bad-date' }))
  }

  it('an instant of 0 is a clock that nobody set', () => {
    expect(instantIn('0', { date: 'seconds' })).toMatchObject({ says: expect.stringContaining('outside the years 1900 to 9999') })
    expect(instantIn('9223372036854775', { date: 'milliseconds' })).toMatchObject({ reason: 'bad-date' })
  })

  it('a date that fits only the other order is refused, never turned', () => {
    expect(dayIn('02/17/2026', { date: 'day-first' })).toMatchObject({ says: "'02/17/2026' is no date when the day stands first, as in the rest of the column; write the day as 2026-02-03" })
    expect(dayIn('17/02/2026', { date: 'month-first' })).toMatchObject({ reason: 'bad-date' })
  })

  it('a date that could be either is read only if the plan says how', () => {
    expect(dayIn('03/04/2026', {})).toMatchObject({ reason: 'bad-date' })
    expect(dayIn('17/04/2026', {})).toBe('2026-04-17')
  })

  const days = fc.integer({ min: -25_000, max: 100_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  const STYLES: readonly (readonly [name: string, write: (year: string, month: string, date: string) => string, reading: Reading])[] = [
    ['iso', (y, m, d) => `${y}-${m}-${d}`, {}], ['slashes, year first', (y, m, d) => `${y}/${m}/${d}`, {}], ['dense', (y, m, d) => `${y}${m}${d}`, { date: 'year-first' }],
    ['day first', (y, m, d) => `${d}/${m}/${y}`, { date: 'day-first' }], ['dots', (y, m, d) => `${Number(d)}.${Number(m)}.${y}`, { date: 'day-first' }], ['month first', (y, m, d) => `${m}/${d}/${y}`, { date: 'month-first' }],
    ['named', (y, m, d) => `${Number(d)} ${MONTHS[Number(m) - 1]} ${y}`, {}], ['American', (y, m, d) => `${MONTHS[Number(m) - 1]} ${d}, ${y}`, {}],
    ['seconds', (y, m, d) => String(Date.UTC(Number(y), Number(m) - 1, Number(d)) / 1000), { date: 'seconds' }], ['milliseconds', (y, m, d) => String(Date.UTC(Number(y), Number(m) - 1, Number(d))), { date: 'milliseconds' }],
  ]
  it('every day reads back in every style', () => {
    fc.assert(fc.property(days.filter((day) => day !== '1970-01-01'), fc.constantFrom(...STYLES), (day, [, write, reading]) => {
      const [year = '', month = '', date = ''] = day.split('-')
      expect(dayIn(write(year, month, date), reading)).toBe(day)
    }))
  })

  it('what a text is said to be, it can be read as', () => {
    fc.assert(fc.property(fc.oneof(days, fc.string({ maxLength: 24 }), fc.constantFrom(...READINGS.map(([text]) => text))), (text) => {
      const forms = dateForms(text)
      if (forms.dayFirst) expect(isUnreadable(instantIn(text, { date: 'day-first' }))).toBe(false)
      if (forms.monthFirst) expect(isUnreadable(instantIn(text, { date: 'month-first' }))).toBe(false)
      if (forms.iso || forms.yearFirst || forms.named) expect(isUnreadable(instantIn(text, { date: 'day-first' }))).toBe(false)
    }))
  })
})

describe('money', () => {
  const amounts: readonly (readonly [text: string, reading: Reading, currency: string | null, minor: number, code: string])[] = [
    ['49.90', {}, 'EUR', 4990, 'EUR'], ['49,90', {}, 'EUR', 4990, 'EUR'], ['1,234.50', {}, 'EUR', 123450, 'EUR'], ['1.234,50', { decimal: ',' }, 'EUR', 123450, 'EUR'], ["1'234.50", {}, 'CHF', 123450, 'CHF'],
    ['1 234,50 €', {}, null, 123450, 'EUR'], ['1\u202f234,50\u00a0€', { decimal: ',' }, null, 123450, 'EUR'], ['€ 12', {}, null, 1200, 'EUR'], ['€12.5', {}, null, 1250, 'EUR'], ['12 USD', {}, null, 1200, 'USD'], ['$12.00 USD', {}, null, 1200, 'USD'],
    ['$1,234.5', {}, 'CAD', 123450, 'CAD'], ['(12.00)', {}, 'EUR', -1200, 'EUR'], ['($12.00)', {}, null, -1200, 'USD'], ['12.00-', {}, 'EUR', -1200, 'EUR'], ['-12', {}, 'EUR', -1200, 'EUR'], ['−12', {}, 'EUR', -1200, 'EUR'], ['-$12.00', {}, null, -1200, 'USD'],
    ['1,234', { decimal: '.' }, 'EUR', 123400, 'EUR'], ['1.234', { decimal: ',' }, 'EUR', 123400, 'EUR'], ['4990', { unit: 'minor' }, 'EUR', 4990, 'EUR'], ['500', {}, 'JPY', 500, 'JPY'], ['500', { unit: 'minor' }, 'JPY', 500, 'JPY'],
    ['3578.2700', {}, 'USD', 357827, 'USD'], ['1.2345', {}, 'KWD', Number.NaN, 'KWD'], ['1.234', {}, 'KWD', 1234, 'KWD'], ['12,34,567.00', {}, 'INR', 123456700, 'INR'], ['.50', {}, 'USD', 50, 'USD'], ['-0.00', {}, 'USD', 0, 'USD'],
  ]
  for (const [text, reading, currency, minor, code] of amounts) {
    it(Number.isNaN(minor) ? `${text} has too many digits for ${code}` : `${text} is ${minor} of the smallest unit of ${code}`, () => {
      const read = moneyIn(text, reading, currency)
      if (Number.isNaN(minor)) expect(read).toMatchObject({ reason: 'bad-amount' })
      else expect(read).toEqual({ minor, currency: code })
    })
  }

  for (const [text, reading, currency, reason] of [
    ['2024.9940', {}, 'USD', 'bad-amount'], ['500.5', {}, 'JPY', 'bad-amount'], ['12.5', { unit: 'minor' }, 'EUR', 'bad-amount'], ['abc', {}, 'EUR', 'bad-amount'], ['1.2.3', {}, 'EUR', 'bad-amount'], ['1,23,4', {}, 'EUR', 'bad-amount'],
    ['49.90', { decimal: ',' }, 'EUR', 'bad-amount'], ['49,90', { decimal: '.' }, 'EUR', 'bad-amount'], ['99999999999999999', {}, 'EUR', 'bad-amount'], ['12', {}, null, 'unknown-currency'], ['12 XYZ', {}, null, 'unknown-currency'],
    ['€ 12', {}, 'USD', 'unknown-currency'], ['12', {}, 'XYZ', 'unknown-currency'], ['--12', {}, 'EUR', 'bad-amount'], ['1e5', {}, 'EUR', 'bad-amount'],
  ] as const) {
    it(`'${text}'${'decimal' in reading ? ` with the decimal sign ${reading.decimal}` : ''} in ${currency ?? 'no currency'} is refused`, () => expect(moneyIn(text, reading, currency)).toMatchObject({ reason }))
  }

  it('rounds half up only where the plan says so', () => {
    expect(moneyIn('2024.9950', {}, 'USD', 'half-up')).toEqual({ minor: 202500, currency: 'USD' })
    expect(moneyIn('2024.9949', {}, 'USD', 'half-up')).toEqual({ minor: 202499, currency: 'USD' })
    expect(moneyIn('-0.005', {}, 'USD', 'half-up')).toEqual({ minor: -1, currency: 'USD' })
  })

  const GROUPS = [',', '.', "'", '’', ' ', '\u00a0', '\u202f', '']
  it('every amount reads back in every style', () => {
    fc.assert(fc.property(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CHF'), fc.constantFrom<'.' | ','>('.', ','), fc.constantFrom(...GROUPS), fc.constantFrom('plain', 'minus', 'trailing', 'brackets'), fc.constantFrom('none', 'before', 'after'),
      (minor, currency, decimal, group, sign, mark) => {
        fc.pre(group !== decimal)
        const digits = currencyDigits(currency) ?? 2
        const text = String(minor).padStart(digits + 1, '0')
        const [whole, fraction] = digits === 0 ? [text, ''] : [text.slice(0, -digits), text.slice(-digits)]
        const number = `${whole.replace(/\B(?=(\d{3})+$)/g, group)}${fraction === '' ? '' : decimal + fraction}`
        const marked = mark === 'none' ? number : mark === 'before' ? `${currency} ${number}` : `${number} ${currency}`
        const signed = sign === 'plain' ? marked : sign === 'minus' ? `-${marked}` : sign === 'trailing' && mark !== 'after' ? `${marked}-` : `(${marked})`
        const negative = sign !== 'plain' && minor !== 0
        expect(moneyIn(signed, { decimal }, mark === 'none' ? currency : null)).toEqual({ minor: negative ? -minor : minor, currency })
      },
    ))
  })

  it('currencies are known by code and sign', () => {
    expect(['EUR', 'usd', '€', '£', 'R$', 'kr', 'XXX', ''].map(currencyIn)).toEqual(['EUR', 'USD', 'EUR', 'GBP', 'BRL', null, null, null])
  })
})

describe('other values', () => {
  it('truths are known in several languages', () => {
    expect(['True', 'yes', '1', 'x', 'Ja', 'oui', 'sí'].map(truthIn)).toEqual(Array(7).fill(true))
    expect(['FALSE', 'no', '0', 'nein', 'non', '0.0'].map(truthIn)).toEqual(Array(6).fill(false))
    expect(truthIn('maybe')).toMatchObject({ reason: 'bad-value' })
  })

  it('whole numbers may be written as spreadsheets do', () => {
    expect(['4', '4.0', '1,000', '-3'].map((text) => wholeIn(text, {}))).toEqual([4, 4, 1000, -3])
    expect(wholeIn('4.5', {})).toMatchObject({ reason: 'bad-number' })
    expect(numberIn('1.234,5', { decimal: ',' })).toBe('1234.5')
    expect(identifierIn('1001.0')).toBe('1001')
  })

  it('addresses stand in several forms', () => {
    expect(['Ann@Acme.com', 'Ann Smith <ann@acme.com>', 'mailto:ann@acme.com', ' "Ann" <ann@acme.com> '].map(emailIn)).toEqual(Array(4).fill('ann@acme.com'))
    for (const text of ['ann', 'ann@acme', '@acme.com', 'ann@@acme.com', 'ann@acme.com, bob@acme.com', 'n/a']) expect(isUnreadable(emailIn(text)), text).toBe(true)
    expect(['acme.com', 'https://www.acme.com/about?x=1', 'WWW.Acme.com', 'http://acme.com:8080', 'ann@acme.com', 'acme.com.'].map(domainIn)).toEqual(Array(6).fill('acme.com'))
    for (const text of ['acme', '#CAJUN.HTM#', 'not a site', 'localhost', '127.0.0.1']) expect(isUnreadable(domainIn(text)), text).toBe(true)
  })
})
