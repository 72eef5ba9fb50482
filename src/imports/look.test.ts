import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnProfile } from './known.ts'
import { lookAt } from './look.ts'
import { type Form, FORMS, formsOf } from './look-forms.ts'
import type { Row, Table } from './table.ts'
import { dateForms } from './values.ts'

function tableOf(columns: readonly string[], cells: readonly (readonly (string | null)[])[], fault?: (place: number) => string | undefined): Table {
  return {
    name: 't', read: 'cells', columns,
    async *rows() {
      for (let from = 0; from < cells.length; from += 1_000) {
        yield cells.slice(from, from + 1_000).map((row, place): Row => {
          const says = fault?.(from + place)
          return { number: from + place + 1, cells: row, ...(says === undefined ? {} : { fault: says }) }
        })
      }
    },
  }
}

async function profileOf(cells: readonly (string | null)[]): Promise<ColumnProfile> {
  return (await lookAt(tableOf(['column'], cells.map((cell) => [cell])))).profiles[0] as ColumnProfile
}

function names(text: string): Form[] {
  return (Object.keys(FORMS) as Form[]).filter((form) => (formsOf(text) & FORMS[form]) !== 0).sort()
}

describe('forms', () => {
  test.each<readonly [text: string, ...forms: Form[]]>([
    ['ann@acme.com', 'email'], ['ann.o+x@mail.acme.co.uk', 'email'], ['ann@acme'], ['@acme.com'], ['ann@@acme.com'],
    ['acme.com', 'domain'], ['shop.acme.co.uk', 'domain'], ['https://acme.com/x?y=1', 'url'], ['www.acme.com', 'domain'], ['3m.com', 'domain'],
    ['3f0c2a6e-1d2b-4c3d-9e8f-001122334455', 'uuid'], ['true', 'truth'], ['No', 'truth'], ['EUR', 'currency'], ['usd', 'currency'], ['abc'],
    ['1', 'truth', 'whole', 'decimalPoint', 'decimalComma'], ['42', 'whole', 'decimalPoint', 'decimalComma'], ['-42', 'whole', 'decimalPoint', 'decimalComma'], ['0042'],
    ['1,234', 'decimalPoint', 'decimalComma'], ['1.234', 'decimalPoint', 'decimalComma'], ['1,234.50', 'decimalPoint'], ['1.234,50', 'decimalComma'], ['49.90', 'decimalPoint'], ['49,90', 'decimalComma'],
    ['1 234,50', 'decimalComma'], ['1’234.50', 'decimalPoint'], ['€49.90', 'decimalPoint'], ['49,90 €', 'decimalComma'], ['USD 49.90', 'decimalPoint'], ['-$5.00', 'decimalPoint'], ['(5.00)', 'decimalPoint'], ['12.5%', 'decimalPoint'],
    ['12,34,567.00', 'decimalPoint'], ['1,23', 'decimalComma'], ['1.2.3'], ['1-2'], ['+49 30 123456'],
    ['2026-02-03', 'iso'], ['2026-02-03T10:00:00Z', 'iso'], ['2026-02-03 10:00:00.123+02:00', 'iso'], ['2026-02-30'], ['2026-13-01'],
    ['2026/02/03', 'yearFirst'], ['20260203', 'decimalComma', 'decimalPoint', 'whole', 'yearFirst'], ['03/04/2026', 'dayFirst', 'monthFirst'], ['13/04/2026', 'dayFirst'], ['04/13/2026', 'monthFirst'],
    ['3.4.26', 'dayFirst'], ['03-04-2026', 'dayFirst', 'monthFirst'], ['03/04/2026 10:00 PM', 'dayFirst', 'monthFirst'], ['03/04/2026 25:00'],
    ['3 Apr 2026', 'dayFirst', 'monthFirst'], ['Apr 3, 2026', 'dayFirst', 'monthFirst'], ['April 3rd, 2026 10:00 PM', 'dayFirst', 'monthFirst'], ['3. Mai 2026', 'dayFirst', 'monthFirst'], ['3 Abc 2026'],
    ['1767225600', 'decimalComma', 'decimalPoint', 'seconds', 'whole'], ['1767225600000', 'decimalComma', 'decimalPoint', 'milliseconds', 'whole'], ['1767225600.5', 'decimalPoint', 'seconds'],
    ['plain words'], ['123 Main Street'], ['v1.2'], ['A-17'], ['null', 'nothing'], ['Never', 'nothing'], ['Ann Li <ann@acme.com>', 'email'], ['12 <ann>'],
  ])('%s: %s', (text, ...forms) => {
    expect(names(text)).toEqual(forms.toSorted())
  })

  test('dates are those that values.ts reads', () => {
    const part = fc.integer({ min: 0, max: 32 }).map(String)
    const padded = part.map((text) => text.padStart(2, '0'))
    const year = fc.constantFrom('2026', '1999', '26')
    const time = fc.constantFrom('', ' 10:00', ' 10:00:59', 'T10:00:00Z', ' 9:30 PM', ' 13:00 PM', ' 24:30', 'T10:00:00.5+02:00')
    const date = fc.oneof(
      fc.tuple(fc.oneof(part, padded), fc.constantFrom('/', '-', '.'), fc.oneof(part, padded), year).map(([a, sign, b, y]) => `${a}${sign}${b}${sign}${y}`),
      fc.tuple(year, fc.constantFrom('/', '-', '.'), padded, padded).map(([y, sign, a, b]) => `${y}${sign}${a}${sign}${b}`),
      fc.tuple(part, fc.constantFrom('Jan', 'february', 'Mär', 'mai', 'Sept.', 'Okt', 'décembre', 'xyz'), year).map(([a, month, y]) => `${a} ${month} ${y}`),
      fc.tuple(part, fc.constantFrom('Jan', 'february', 'Oct'), year).map(([a, month, y]) => `${month} ${a}, ${y}`),
    )
    fc.assert(fc.property(fc.tuple(date, time).map(([day, hours]) => `${day}${hours}`), (text) => {
      const forms = formsOf(text)
      const { iso, yearFirst, dayFirst, monthFirst, named } = dateForms(text)
      if (/^\d\d-\d\d-\d\d(?!\d)/.test(text)) return
      expect({ text, iso: (forms & FORMS.iso) !== 0, yearFirst: (forms & FORMS.yearFirst) !== 0 }).toEqual({ text, iso, yearFirst })
      // Nobody writes the month first before a dot; a month by its name is read alike in both orders.
      expect({ text, dayFirst: (forms & FORMS.dayFirst) !== 0, monthFirst: (forms & FORMS.monthFirst) !== 0 }).toEqual({ text, dayFirst: dayFirst || named, monthFirst: (monthFirst && !/^\d+\./.test(text)) || named })
    }), { numRuns: 10_000 })
  })
})

describe('columns', () => {
  test('are counted whole: filled, blank, distinct, common, least and most', async () => {
    expect(await profileOf(['b', 'a', ' a ', '', '  ', null, 'a'])).toMatchObject({ filled: 4, blank: 3, distinct: 2, common: [['a', 3], ['b', 1]], examples: ['b', 'a'], least: null, most: null })
    expect(await profileOf(['10', '9', '-3', '12345678901234567890'])).toMatchObject({ whole: 4, least: '-3', most: '12345678901234567890' })
    expect(await profileOf(['2026-02-03', '2025-12-31', '2026-02-03T10:00:00Z'])).toMatchObject({ iso: 3, least: '2025-12-31', most: '2026-02-03T10:00:00Z' })
  })

  test('the order of days and months is told by one date that stands far back', async () => {
    const dates = Array.from({ length: 60_000 }, (_, number) => `${String((number % 12) + 1).padStart(2, '0')}/${String((number % 11) + 1).padStart(2, '0')}/2026 ${String(number % 24).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}:${String(number % 59).padStart(2, '0')}`)
    const { dayFirst, monthFirst, filled } = await profileOf([...dates, '31/12/2026'])
    expect({ dayFirst, monthFirst, filled }).toEqual({ dayFirst: 60_001, monthFirst: 60_000, filled: 60_001 })
  })

  test('up to ten thousand distinct values are exact, more are estimated within five per cent', async () => {
    const exact = await profileOf(Array.from({ length: 30_000 }, (_, number) => `value ${number % 10_000}`))
    expect(exact.distinct).toBe(10_000)
    expect(exact.common[0]).toEqual(['value 0', 3])
    for (const [distinct, spell] of [[10_001, (n: number) => `user-${n}`], [50_000, (n: number) => String(n)], [200_000, (n: number) => `${n}@acme.com`], [200_000, (n: number) => `3f0c2a6e-1d2b-4c3d-9e8f-${String(n).padStart(12, '0')}`]] as const) {
      const found = await profileOf(Array.from({ length: distinct * 2 }, (_, number) => spell(number % distinct)))
      expect(Math.abs(found.distinct - distinct) / distinct, `${distinct} found ${found.distinct}`).toBeLessThan(0.05)
    }
  })

  test('no value is lost when a column has too many to count exactly', async () => {
    const cells = Array.from({ length: 40_000 }, (_, number) => (number % 3 === 0 ? 'free' : number % 3 === 1 ? `${number}@acme.com` : `${number}.50`))
    expect(await profileOf(cells)).toMatchObject({ filled: 40_000, email: 13_333, decimalPoint: 13_333, common: [['free', 13_334]] })
  })

  test('long values are cut where they are shown, and still told apart', async () => {
    const long = 'x'.repeat(5_000)
    const profile = await profileOf([`${long}a`, `${long}b`, `${long}a`])
    expect(profile.distinct).toBe(2)
    expect(profile.examples).toEqual(['x'.repeat(200), 'x'.repeat(200)])
    expect(profile.common.map(([, count]) => count)).toEqual([2, 1])
  })

  test('each filled cell is counted once, whatever stands in it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.constant(null), fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('1', '1.5', 'a@b.cd', '2026-02-03')), { maxLength: 60 }), async (cells) => {
      const profile = await profileOf(cells)
      const filled = cells.filter((cell) => cell !== null && cell.trim() !== '')
      expect(profile.filled).toBe(filled.length)
      expect(profile.blank).toBe(cells.length - filled.length)
      expect(profile.distinct).toBe(new Set(filled.map((cell) => (cell as string).trim())).size)
      expect(profile.whole).toBe(filled.filter((cell) => (formsOf((cell as string).trim()) & FORMS.whole) !== 0).length)
    }))
  })
})

test('rows with a fault are counted as rows, but say nothing of columns', async () => {
  const look = await lookAt(tableOf(['a'], [['1'], ['x'], ['2']], (place) => (place === 1 ? 'broken' : undefined)))
  expect(look).toMatchObject({ rows: 3, columns: ['a'], profiles: [{ filled: 2, whole: 2 }] })
  expect(look.first).toHaveLength(3)
})

test('at most 200 first rows are kept, fewer if they are long', async () => {
  expect((await lookAt(tableOf(['a'], Array.from({ length: 500 }, () => ['x'])))).first).toHaveLength(200)
  expect((await lookAt(tableOf(['a'], Array.from({ length: 500 }, () => ['x'.repeat(100_000)])))).first.length).toBeLessThan(20)
})
